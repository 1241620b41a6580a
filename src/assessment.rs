//! The answers: one statement scored against each rubric, with the evidence behind every score.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

use crate::document::Document;
use crate::document::Notice;
use crate::facts::Facts;
use crate::failure::Failed;
use crate::rubric::Level;
use crate::rubric::Rubric;
use crate::source::Origin;

/// What the pipeline hands on for each input, in input order.
pub type Outcome = Result<Assessed, Failed>;

/// One statement that was read and scored.
#[derive(Debug)]
pub struct Assessed {
    /// `statement_id`: the first 16 hex digits of the SHA-256 of the bytes.
    pub statement_id: String,
    /// Where it came from.
    pub origin: Origin,
    /// What was read.
    pub document: Document,
    /// What it says about itself.
    pub facts: Facts,
    /// What a reader of the result should know, sorted by code.
    pub warnings: Vec<Notice>,
    /// One for each rubric of the run, in their order.
    pub assessments: Vec<Assessment>,
}

/// One statement scored against one rubric.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The rubric.
    pub rubric: Arc<Rubric>,
    /// One for each criterion of the rubric, in its order.
    pub results: Vec<CriterionResult>,
    /// What the law makes mandatory, counted.
    pub compliance: Compliance,
    /// The weighted mean of the levels of the content criteria, 0 to 100; none where nothing has weight.
    pub quality: Option<f32>,
}

/// Verdicts on what the law makes mandatory, counted. Never mixed with quality.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compliance {
    /// How many are met.
    pub met: u32,
    /// How many apply.
    pub total: u32,
    /// For how many the document cannot tell.
    pub unknown: u32,
}

impl Compliance {
    /// Counts verdicts, each with whether the law makes it mandatory.
    #[must_use]
    pub fn of(verdicts: impl IntoIterator<Item = (bool, Verdict)>) -> Self {
        let mut compliance = Self::default();
        for (is_mandatory, verdict) in verdicts {
            if !is_mandatory || verdict == Verdict::NotApplicable {
                continue;
            }
            compliance.total += 1;
            match verdict {
                Verdict::Met => compliance.met += 1,
                Verdict::CannotTell => compliance.unknown += 1,
                Verdict::NotMet | Verdict::NotApplicable => {}
            }
        }
        compliance
    }
}

/// The weighted mean of levels, 0 to 100, each given with the weight of its criterion; none where nothing has weight. What
/// cannot be told or does not apply is left out.
#[must_use]
pub fn quality_of(answers: impl IntoIterator<Item = (f32, Verdict, Option<Level>)>) -> Option<f32> {
    let mut sum = 0.0f32;
    let mut weights = 0.0f32;
    for (weight, verdict, level) in answers {
        let Some(level) = level else {
            continue;
        };
        if verdict == Verdict::CannotTell || verdict == Verdict::NotApplicable {
            continue;
        }
        sum += weight * f32::from(level.rank());
        weights += weight;
    }
    (weights > 0.0).then(|| 100.0 * sum / (weights * f32::from(Level::Evidenced.rank())))
}

/// The answer to one criterion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CriterionResult {
    /// Is it there?
    pub verdict: Verdict,
    /// How well it is covered; none for a formality.
    pub level: Option<Level>,
    /// Why the level is not higher, as a kebab-case word; none where nothing held it down.
    pub capped_by: Option<Cow<'static, str>>,
    /// How sure the answer is, 0 to 1.
    pub confidence: f32,
    /// The sentences that count, and those that were seen and set aside; best first, then in reading order.
    pub evidence: Vec<Evidence>,
    /// What to write instead, chosen for this result; empty where nothing is missing.
    pub advice: String,
}

/// The word in `capped_by` of an answer that is `cannot_tell` because neither signals nor recogniser are sure.
pub const UNSURE: &str = "unsure";

impl CriterionResult {
    /// The sentence to show for the answer: the best that counts; where the text leaves it open, the nearest.
    #[must_use]
    pub fn top_evidence(&self) -> Option<&Evidence> {
        let counting = self.evidence.iter().find(|evidence| evidence.counts);
        if counting.is_some() || self.capped_by.as_deref() != Some(UNSURE) {
            return counting;
        }
        self.evidence
            .iter()
            .filter(|evidence| evidence.status != Status::Context)
            .max_by(|one, other| {
                // Of equals the first in the text.
                let by_confidence = one.confidence.total_cmp(&other.confidence);
                by_confidence.then(other.sentence.cmp(&one.sentence))
            })
    }
}

/// The answer to "is it there?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The disclosure was found.
    Met,
    /// It was looked for and not found.
    NotMet,
    /// This document cannot tell.
    CannotTell,
    /// It is not asked of this entity.
    NotApplicable,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Met,
        Self::NotMet,
        Self::CannotTell,
        Self::NotApplicable,
    ];

    /// The verdict that `word` names in the tables.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.word() == word)
    }

    /// The word in every table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::CannotTell => "cannot_tell",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// A sentence that counts towards a criterion, or was seen and set aside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its place in [`Document::sentences`].
    pub sentence: u32,
    /// Whether it counts towards the level or verdict, or was only seen.
    pub counts: bool,
    /// What it says: done, planned, denied, promised.
    pub status: Status,
    /// How many kinds of specificity marks it has, 0 to 9.
    pub specificity: u8,
    /// How sure it is that the sentence speaks to the criterion, 0 to 1.
    pub confidence: f32,
    /// What recognised it.
    pub method: Method,
    /// Why it counts, or why it was set aside, in plain language.
    pub reason: String,
}

/// What a sentence says about the thing it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Done or ongoing.
    Action,
    /// Will be done.
    Plan,
    /// Would be done in the event.
    Conditional,
    /// Says that it is not done, or that none was found.
    Negative,
    /// Values and expectations without a practice.
    Commitment,
    /// Quotes the law, defines terms, describes others.
    Context,
}

impl Status {
    /// The word in every table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Plan => "plan",
            Self::Conditional => "conditional",
            Self::Negative => "negative",
            Self::Commitment => "commitment",
            Self::Context => "context",
        }
    }
}

/// What recognised a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Signals of the rubric.
    Signal,
    /// The trained recogniser, where no signal would have been enough.
    Model,
    /// Both.
    #[serde(rename = "signal+model")]
    SignalAndModel,
    /// A check on facts of the document: dates, bodies, names.
    Fact,
}

impl Method {
    /// The word in every table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Signal => "signal",
            Self::Model => "model",
            Self::SignalAndModel => "signal+model",
            Self::Fact => "fact",
        }
    }
}
