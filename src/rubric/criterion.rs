//! One thing that is asked for, and how it is recognised and scored.

use serde::Deserialize;
use serde::Serialize;

use super::Level;
use super::Pattern;
use crate::recogniser::Label;

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
