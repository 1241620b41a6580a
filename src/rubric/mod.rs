//! A law or benchmark as data: criteria, how each is recognised, and how it is scored.
//!
//! [`raw`] is a rubric file as typed; [`validate()`] turns it into a [`Rubric`], which is valid by construction:
//! every pattern compiles, every reference resolves, every criterion has examples that count and that do not.

mod blanks;
mod builtin;
mod criterion;
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

use crate::recogniser::Label;
use crate::recogniser::Recogniser;

pub use blanks::blanks_of;
pub use builtin::Builtin;
pub use builtin::builtin;
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

/// One thing that the Act requires or the benchmark rewards.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// A short name in kebab case, for example `due-diligence`.
    pub id: String,
    /// The provision, for example `s54(5)(c)`.
    pub citation: String,
    /// What it asks for, in a few words.
    pub title: String,
    /// What it asks for, what counts and what does not, in a few sentences for a lay reader.
    pub description: String,
    /// How binding it is.
    pub duty: Duty,
    /// What it rests on.
    pub basis: Basis,
    /// Whether it is scored by level or by verdict alone.
    pub kind: CriterionKind,
    /// Its share in quality; 0 for formalities.
    pub weight: f32,
    /// Criteria of one group are shown together.
    pub group: Option<String>,
    /// The law accepts "none", "not applicable", "we do not" as an answer.
    pub accepts_negative: bool,
    /// Plans are the point, so they are not capped.
    pub accepts_future: bool,
    /// The label of the trained recogniser that means the same thing: it joins the signals in judging sentences.
    pub recogniser: Option<Label>,
    /// Parts that a full answer has; a missing required one caps the level.
    pub elements: Vec<Element>,
    /// What shows that a sentence speaks to this criterion: shared blocks first, then the criterion's own.
    pub signals: Vec<Signal>,
    /// What shows that it does not, although a signal matches.
    pub exclusions: Vec<Exclusion>,
    /// Patterns on headings under which weak signals are believed.
    pub headings: Vec<Pattern>,
    /// Rungs that differ from the common ladder.
    pub rungs: Vec<Rung>,
    /// Caps beside the common ones.
    pub caps: Vec<Cap>,
    /// For a formality, and for a criterion that rests on others: which check answers it.
    pub check: Option<Check>,
    /// What to write instead: an imperative sentence.
    pub advice: String,
    /// Sentences to adapt, with blanks in square brackets, that would meet it in full once the blanks are filled in; empty
    /// where the rubric has none.
    pub model: String,
    /// What to ask a supplier whose statement lacks it.
    pub question: String,
    /// Further reading.
    pub references: Vec<String>,
    /// Sentences that count and that do not, run by `rubric test` and by this project's tests.
    pub examples: Vec<Example>,
}

/// How binding a criterion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// The statute says must.
    Mandatory,
    /// The statute says may, or guidance says should.
    Recommended,
    /// Only a benchmark rewards it.
    Benchmark,
}

/// What a criterion rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The words of an Act.
    Statute,
    /// A government's guidance.
    Guidance,
    /// A benchmark.
    Benchmark,
}

/// How a criterion is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriterionKind {
    /// By a level, from the evidence in the text.
    Content,
    /// By a verdict, from facts about the document.
    Formality,
}

impl Criterion {
    /// The labels of the trained recogniser that speak for it: its own, and those of its elements.
    pub fn labels(&self) -> impl Iterator<Item = Label> {
        let of_elements = self.elements.iter().map(|element| element.recogniser);
        std::iter::once(self.recogniser)
            .chain(of_elements)
            .flatten()
    }
}

/// A part that a full answer has, for example `supply-chains` in "structure, business and supply chains".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Kebab case; signals name it.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// The highest level without it, and so whether it is required.
    pub missing_caps_at: Option<Level>,
    /// The label of the trained recogniser that means the same thing as this part: it finds sentences that the signals
    /// miss, and never doubts those that they find, which may speak to another part.
    pub recogniser: Option<Label>,
}

/// What shows that a sentence speaks to a criterion.
#[derive(Debug, Clone)]
pub struct Signal {
    /// Kebab case, unique in the criterion; stands in `reason`.
    pub id: String,
    /// What it recognises, in a few words for people.
    pub title: String,
    /// Any of these matches.
    pub patterns: Vec<Pattern>,
    /// How much it says on its own.
    pub strength: Strength,
    /// The element that it is a sign of.
    pub element: Option<String>,
    /// Counts only where the sentence, its paragraph or its heading also speaks of modern slavery.
    pub needs_topic: bool,
    /// Counts only where a heading of the criterion stands above.
    pub needs_heading: bool,
    /// The status that a match settles, whatever the tense: an explicit negative, a commitment.
    pub status: Option<SignalStatus>,
    /// A match is also the mark of an outcome: a result, finding, rate, remedied case.
    pub outcome: bool,
    /// So plain that exclusions which weaken do not touch it.
    pub firm: bool,
    /// The shared block that it comes from; none for the criterion's own.
    pub block: Option<String>,
}

/// How much a signal says on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Needs a heading or a second signal.
    Weak,
    /// Enough with a link to modern slavery nearby.
    Medium,
    /// Enough alone.
    Strong,
}

/// The status that a signal settles by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalStatus {
    /// States a fact, such as who owns the company: values or conditions beside it make no promise of it.
    Action,
    /// Says that it is not done, or that none was found.
    Negative,
    /// Values and expectations without a practice.
    Commitment,
    /// What would be done in the event.
    Conditional,
}

/// What shows that a sentence does not count although a signal matches.
#[derive(Debug, Clone)]
pub struct Exclusion {
    /// Kebab case, unique in the criterion; stands in `reason`.
    pub id: String,
    /// Why it does not count, in a few words for people.
    pub title: String,
    /// Any of these matches.
    pub patterns: Vec<Pattern>,
    /// What a match does.
    pub effect: Effect,
    /// The shared block that it comes from, of whose signals alone it speaks; none for the criterion's own, which
    /// speak of all signals.
    pub block: Option<String>,
}

/// What an exclusion does to a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The sentence is no evidence; it is shown as `context`.
    Drop,
    /// Its confidence is halved.
    Weaken,
}

/// What one level of a criterion needs, where that differs from the common ladder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// The level that these conditions give.
    pub level: Level,
    /// The least number of kinds of specificity marks, over the evidence taken together.
    #[serde(default)]
    pub markers_min: u8,
    /// The least number of different elements found.
    #[serde(default)]
    pub elements_min: u8,
    /// Elements that must be found.
    #[serde(default)]
    pub elements: Vec<String>,
    /// An outcome must be told.
    #[serde(default)]
    pub outcome: bool,
    /// Evidence must be tied to the reporting period.
    #[serde(default)]
    pub period: bool,
}

/// A ceiling on the level under a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// The condition.
    pub when: CapCondition,
    /// The highest level under it.
    pub level: Level,
}

/// When a cap applies. Its word stands in `capped_by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CapCondition {
    /// All evidence is plans.
    FutureOnly,
    /// All evidence is commitments.
    CommitmentOnly,
    /// All evidence is conditional.
    ConditionalOnly,
    /// No evidence speaks of modern slavery, nor stands near words that do.
    NoLinkToModernSlavery,
    /// All evidence is about suppliers or all about the own business, where both are asked for.
    OneSided,
}

/// The check that answers a formality, or a criterion that rests on others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Check {
    /// A reporting period or financial year is named.
    Period {},
    /// Steps in the year are described, in the criteria named, or it is said that none were taken.
    Steps {
        /// Criteria of this rubric whose present or past practice is a step; `risk:steps` names only the evidence
        /// for one element.
        from: Vec<String>,
    },
    /// The governing body approved the statement itself.
    Approval {
        /// Names of lists of governing bodies in the lexicon `bodies`.
        bodies: Vec<String>,
    },
    /// Somebody whose role fits signed it.
    Signature {
        /// Names of lists of roles in the lexicon `roles`.
        roles: Vec<String>,
    },
    /// It is published where the Act says; a file alone cannot tell.
    Publication {},
    /// The reporting entity is named.
    ReportingEntity {},
    /// The signed attestation that an Act prescribes.
    Attestation {},
}

/// A sentence with the answer that the rubric must give to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// One or a few sentences in a company's words; the company is fictional.
    pub text: String,
    /// The heading above it.
    pub heading: Option<String>,
    /// Whether it counts as evidence for the criterion.
    pub counts: bool,
    /// The level of a statement with just this text, for a content criterion.
    pub level: Option<Level>,
    /// The verdict on a statement with just this text: `met`, `not_met`, `cannot_tell`, `not_applicable`.
    pub verdict: Option<String>,
    /// The status of the evidence, as in `evidence.csv`.
    pub status: Option<String>,
    /// What the example teaches.
    pub note: Option<String>,
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
