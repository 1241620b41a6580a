//! A law or benchmark as data: criteria, how each is recognised, and how it is scored.
//!
//! [`raw`] is a rubric file as typed; [`validate()`] turns it into a [`Rubric`], which is valid by construction:
//! every pattern compiles, every reference resolves, every criterion has examples that count and that do not.

mod blanks;
mod builtin;
mod criterion;
mod draft;
mod explain;
mod extend;
mod load;
mod notation;
mod page;
mod pattern;
mod raw;
mod schema;
mod signals;
mod validate;
mod words;

use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

use crate::recogniser::Recogniser;

pub use blanks::blanks_of;
pub use builtin::Builtin;
pub use builtin::builtin;
pub use criterion::Basis;
pub use criterion::Cap;
pub use criterion::CapCondition;
pub use criterion::Check;
pub use criterion::Criterion;
pub use criterion::CriterionKind;
pub use criterion::Duty;
pub use criterion::Effect;
pub use criterion::Element;
pub use criterion::Example;
pub use criterion::Exclusion;
pub use criterion::Rung;
pub use criterion::Signal;
pub use criterion::SignalStatus;
pub use criterion::Strength;
pub use explain::explain;
pub use explain::show;
pub use load::LoadError;
pub use load::load;
pub use pattern::Pattern;
pub use schema::schema;
pub use validate::validate;

/// SHA-256, in hex, of the recogniser's weights as far as `rubrics` are scored by them; none where no criterion names a
/// label of the recogniser.
#[must_use]
pub fn model_sha256_of(rubrics: &[Arc<Rubric>]) -> Option<String> {
    let mut criteria = rubrics.iter().flat_map(|rubric| &rubric.criteria);
    criteria
        .any(|criterion| criterion.labels().next().is_some())
        .then(Recogniser::built_in_sha256)
}

/// One Act, guidance or benchmark, ready to score with.
#[derive(Debug, Clone)]
pub struct Rubric {
    /// The name that users type, for example `uk-msa`.
    pub id: String,
    /// Changes whenever anything in the file changes the score of any statement.
    pub version: String,
    /// The title in full.
    pub title: String,
    /// What sort of text it mirrors.
    pub kind: RubricKind,
    /// ISO 3166 code of the country or state, for example `GB`, `US-CA`; empty for a benchmark.
    pub jurisdiction: String,
    /// Whether it applies today.
    pub status: RubricStatus,
    /// First day of effect, ISO 8601.
    pub effective_from: Option<String>,
    /// Last day of effect, ISO 8601.
    pub effective_to: Option<String>,
    /// The day on which a person last compared it with its sources, ISO 8601.
    pub verified_on: Option<String>,
    /// Languages whose statements it can score, as ISO 639-1 codes.
    pub languages: Vec<String>,
    /// Where the law or guidance is published.
    pub sources: Vec<Reference>,
    /// What a user should know: limits, items that are not confirmed.
    pub notes: Vec<String>,
    /// Whom the Act obliges; told to users, not scored.
    pub scope: Option<Scope>,
    /// What plans, commitments and negative answers are worth.
    pub quality: QualityRules,
    /// In the order of the file, which is the order of every table.
    pub criteria: Vec<Criterion>,
    /// SHA-256, in hex, of the file together with the shared blocks that it uses.
    pub sha256: String,
}

/// What sort of text a rubric mirrors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RubricKind {
    /// A statute.
    Law,
    /// A government's guidance.
    Guidance,
    /// A benchmark of a third party.
    Benchmark,
    /// Practices of a safeguarding guide.
    Safeguarding,
}

/// Whether a rubric applies today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RubricStatus {
    /// The law in force.
    InForce,
    /// A bill, or a law not yet in force.
    Pending,
    /// Guidance, without the force of law.
    Guidance,
    /// A benchmark.
    Benchmark,
    /// No longer in force, or no longer enforced.
    Legacy,
}

/// A source with its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// What it is called.
    pub label: String,
    /// Where it is published.
    pub url: String,
}

/// Whom an Act obliges, as a threshold on turnover.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// The smallest turnover that is obliged, in whole units of `currency`.
    pub turnover_min: Option<u64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// What reaching that turnover means.
    #[serde(default)]
    pub turnover: TurnoverRole,
    /// The rule in one sentence, with its provision.
    pub rule: String,
}

/// What the turnover decides under an Act.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnoverRole {
    /// Who reaches it and does business in the country is obliged: United Kingdom, Australia.
    #[default]
    Enough,
    /// Who does not reach it is not obliged; who does may be: California.
    Needed,
    /// One of several tests of which some must be met: Canada, Norway.
    OneOfSeveral,
}

/// What plans, commitments and negative answers are worth, on the level ladder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QualityRules {
    /// The level of an explicit "we do not", without a reason.
    pub negative: Level,
    /// The level of an explicit "we do not" that gives its reason.
    pub negative_with_reason: Level,
    /// The highest level that vague plans alone reach.
    pub future_cap: Level,
    /// The highest level that a dated, specific plan alone reaches.
    pub future_specific_cap: Level,
    /// The highest level that commitments alone reach.
    pub commitment_cap: Level,
    /// The highest level that weak evidence alone reaches.
    pub weak_cap: Level,
    /// From this confidence on, 0 to 1, a sentence counts.
    pub counts_from: f32,
    /// Whose word counts where signals and trained recogniser differ.
    pub recogniser: Joining,
}

/// How the trained recogniser joins the signals of criteria that name a label of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joining {
    /// What the signals count stays counted; it adds what they miss.
    #[default]
    Supports,
    /// Its confidence, lifted by the signals, says what counts.
    Decides,
}

impl Default for QualityRules {
    fn default() -> Self {
        Self {
            negative: Level::Mentioned,
            negative_with_reason: Level::Partial,
            future_cap: Level::Mentioned,
            future_specific_cap: Level::Partial,
            commitment_cap: Level::Mentioned,
            weak_cap: Level::Partial,
            counts_from: 0.5,
            recogniser: Joining::Supports,
        }
    }
}

/// How well a content criterion is covered; each rung includes those below it.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing, or only what does not count.
    #[default]
    Absent,
    /// The topic is named, committed to, or planned.
    Mentioned,
    /// A practice, without who, what, where, when or how many.
    Partial,
    /// A practice with at least two marks of specificity and a link to modern slavery.
    Specific,
    /// Specific, tied to the period, and with an outcome.
    Evidenced,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Self; 5] = [
        Self::Absent,
        Self::Mentioned,
        Self::Partial,
        Self::Specific,
        Self::Evidenced,
    ];

    /// The word in every table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Mentioned => "mentioned",
            Self::Partial => "partial",
            Self::Specific => "specific",
            Self::Evidenced => "evidenced",
        }
    }

    /// 0 for absent to 4 for evidenced.
    #[must_use]
    pub fn rank(self) -> u8 {
        self as u8
    }
}

impl Rubric {
    /// The place and content of the criterion `id`.
    #[must_use]
    pub fn criterion(&self, id: &str) -> Option<(usize, &Criterion)> {
        self.criteria
            .iter()
            .enumerate()
            .find(|(_, criterion)| criterion.id == id)
    }
}
