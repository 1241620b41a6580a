//! A statement of a run as its tables tell it: what reports are drawn of, while the run goes on or long after it.
//!
//! Made of an outcome by [`Finished::of`], or read again by [`FinishedRun`]; both come to the same, so that a report drawn
//! again is the report drawn first.

mod kept;
mod of_outcome;
mod of_tables;
mod rubrics;

use std::collections::BTreeMap;

use serde::Serialize;

pub(super) use kept::FILE as TEXT_FILE;
pub(super) use kept::Kept;
pub use kept::KeptBlock;
pub use kept::KeptPiece;
pub use kept::KeptText;
pub(super) use kept::file_link;
pub use kept::texts_of;
pub use of_tables::FinishedRun;
pub use of_tables::Unfinished;
pub use rubrics::ShownCriterion;
pub use rubrics::ShownRubric;

use crate::assessment::Compliance;
use crate::assessment::Verdict;
use crate::assessment::quality_of;
use crate::review::Answer;
use crate::review::Journal;
use crate::review::Judged;
use crate::review::Machine;
use crate::rubric::Level;

/// A statement that was read and scored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finished {
    /// Its identifier in the run.
    pub statement_id: String,
    /// The input as it was named.
    pub source: String,
    /// The address after redirects; none for a file.
    pub final_url: Option<String>,
    /// The SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// What the bytes were read as.
    pub format: String,
    /// What kind of document it is.
    pub document_kind: String,
    /// How many pages the file has, where its format has pages.
    pub pages: Option<u32>,
    /// How many words were scored.
    pub words: usize,
    /// What it says about itself.
    pub facts: FinishedFacts,
    /// The codes of its warnings.
    pub warnings: Vec<String>,
    /// The row of the manifest that named it: column to value, empty values left out.
    pub manifest: BTreeMap<String, String>,
    /// The organisations that it covers.
    pub coverage: Vec<FinishedCovered>,
    /// One for each rubric of the run, in their order.
    pub assessments: Vec<FinishedAssessment>,
    /// Overrides that no longer hold.
    pub stale: Vec<StaleReview>,
}

/// What a statement says about itself. Dates are ISO 8601, as precise as the statement is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FinishedFacts {
    /// Its title.
    pub title: Option<String>,
    /// The reporting entity.
    pub organisation: Option<String>,
    /// Its registered number.
    pub company_number: Option<String>,
    /// The first day of the reporting period.
    pub period_start: Option<String>,
    /// The last day of the reporting period.
    pub period_end: Option<String>,
    /// The body that approved it.
    pub approved_by: Option<String>,
    /// When it was approved.
    pub approval_date: Option<String>,
    /// Who signed it.
    pub signatory: Option<String>,
    /// In which role.
    pub signatory_role: Option<String>,
}

/// An organisation that a statement covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FinishedCovered {
    /// Its name.
    pub entity: String,
    /// How it stands to the statement, as a kebab-case word.
    pub relation: String,
}

/// A statement scored against one rubric.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FinishedAssessment {
    /// The rubric.
    pub rubric: String,
    /// Its version.
    pub rubric_version: String,
    /// What the machine came to.
    #[serde(flatten)]
    pub machine: Counts,
    /// What it comes to with the overrides that hold; none where none does.
    pub reviewed: Option<Counts>,
    /// One for each criterion of the rubric, in its order.
    pub criteria: Vec<FinishedCriterion>,
}

/// Verdicts on what the law makes mandatory, counted, and beside them the quality.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Counts {
    /// How many mandatory criteria are met.
    pub mandatory_met: u32,
    /// How many apply.
    pub mandatory_total: u32,
    /// For how many the document cannot tell.
    pub mandatory_unknown: u32,
    /// The weighted mean of the levels, 0 to 100, to one decimal.
    pub quality: Option<f64>,
}

/// The answer to one criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FinishedCriterion {
    /// The criterion.
    pub criterion_id: String,
    /// The provision.
    pub citation: String,
    /// What it asks for, in a few words.
    pub title: String,
    /// Whether the law says must.
    pub mandatory: bool,
    /// The machine's verdict.
    pub verdict: Verdict,
    /// The machine's level; none for a formality.
    pub level: Option<Level>,
    /// Why the level or verdict is not better, as a stable word.
    pub capped_by: Option<String>,
    /// How sure the machine is, 0 to 1.
    pub confidence: f64,
    /// Opens the source at the best sentence.
    pub link: String,
    /// What to write instead; empty where nothing is missing.
    pub advice: String,
    /// What its level weighs in the quality; none in tables of an earlier version.
    pub weight: Option<f32>,
    /// The question to put to the organisation; empty in tables of an earlier version.
    pub question: String,
    /// The sentences that count, and those that were seen and set aside; best first.
    pub evidence: Vec<FinishedEvidence>,
    /// What a reviewer made of the answer.
    pub reviewed: Option<ReviewedAnswer>,
}

/// A sentence that counts, or was seen and set aside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FinishedEvidence {
    /// Its place among the sentences of the document; none where it stands elsewhere, as a link on a home page does.
    pub sentence_index: Option<u32>,
    /// Its page, where the format has pages.
    pub page: Option<u32>,
    /// The headings above it, highest first.
    pub section: String,
    /// Its words.
    pub text: String,
    /// What it says, as a word of the column `status`.
    pub status: String,
    /// How sure it is that it speaks to the criterion, 0 to 1.
    pub confidence: f64,
    /// Why it counts, or why it was set aside.
    pub reason: String,
    /// Opens the source at the sentence.
    pub link: String,
    /// Whether it counts.
    pub counts: bool,
}

/// What a reviewer made of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewedAnswer {
    /// Is it there?
    pub verdict: Verdict,
    /// How well it is covered.
    pub level: Option<Level>,
    /// Who decided.
    pub by: String,
    /// When.
    pub when: String,
    /// Why.
    pub reason: String,
}

/// An override that no longer holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaleReview {
    /// The line of the journal.
    pub line: u64,
    /// Who decided.
    pub by: String,
    /// When.
    pub when: String,
    /// The criterion.
    pub criterion: String,
    /// The answer that was given.
    pub new: &'static str,
    /// Why it does not hold, in words.
    pub cause: String,
}

impl Finished {
    /// What to call it: its organisation, else its title, else its source.
    #[must_use]
    pub fn name(&self) -> &str {
        self.facts
            .organisation
            .as_deref()
            .or(self.facts.title.as_deref())
            .unwrap_or(&self.source)
    }

    /// The value of the manifest's column, empty where it has none.
    #[must_use]
    pub fn given(&self, column: &str) -> &str {
        self.manifest
            .get(column)
            .map(String::as_str)
            .unwrap_or_default()
    }

    /// The organisation: as the text names it, else as the manifest gives it.
    #[must_use]
    pub fn organisation(&self) -> &str {
        self.facts
            .organisation
            .as_deref()
            .unwrap_or_else(|| self.given("organisation"))
    }

    /// Its registered number: as the text names it, else as the manifest gives it.
    #[must_use]
    pub fn company_number(&self) -> &str {
        self.facts
            .company_number
            .as_deref()
            .unwrap_or_else(|| self.given("company_number"))
    }

    /// Puts what `journal` makes of the answers beside them, and tells what became of its overrides.
    pub fn review(&mut self, journal: &Journal) -> Judged {
        let answers: Vec<Machine<'_>> = self
            .assessments
            .iter()
            .flat_map(|assessment| {
                assessment.criteria.iter().map(|criterion| Machine {
                    rubric: &assessment.rubric,
                    criterion: &criterion.criterion_id,
                    verdict: criterion.verdict,
                    level: criterion.level,
                })
            })
            .collect();
        let judged = journal.judge(&self.statement_id, &self.source, &answers);
        let mut reviewed = judged.reviewed.iter();
        for assessment in &mut self.assessments {
            for criterion in &mut assessment.criteria {
                let made = reviewed.next().and_then(Option::as_ref);
                criterion.reviewed = made.map(|made| ReviewedAnswer {
                    verdict: made.verdict,
                    level: made.level,
                    by: made.by.clone(),
                    when: made.when.clone(),
                    reason: made.reason.clone(),
                });
            }
            assessment.count_again();
        }
        self.stale = judged
            .stale
            .iter()
            .map(|stale| StaleReview {
                line: stale.entry.line,
                by: stale.entry.who.clone(),
                when: stale.entry.when.clone(),
                criterion: stale.entry.criterion.clone(),
                new: stale.entry.new.word(),
                cause: stale.cause.told(&stale.entry),
            })
            .collect();
        judged
    }
}

impl FinishedAssessment {
    /// What it comes to, overrides included.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.reviewed.unwrap_or(self.machine)
    }

    /// Counts again with the overrides that hold.
    fn count_again(&mut self) {
        if self
            .criteria
            .iter()
            .all(|criterion| criterion.reviewed.is_none())
        {
            self.reviewed = None;
            return;
        }
        let verdicts = self
            .criteria
            .iter()
            .map(|criterion| (criterion.mandatory, criterion.verdict()));
        let compliance = Compliance::of(verdicts);
        let weighed: Option<Vec<(f32, Verdict, Option<Level>)>> = self
            .criteria
            .iter()
            .map(|criterion| Some((criterion.weight?, criterion.verdict(), criterion.level())))
            .collect();
        self.reviewed = Some(Counts {
            mandatory_met: compliance.met,
            mandatory_total: compliance.total,
            mandatory_unknown: compliance.unknown,
            // Tables of an earlier version do not hold the weights.
            quality: weighed.and_then(quality_of).map(to_one_decimal),
        });
    }
}

impl FinishedCriterion {
    /// The verdict that stands: the reviewer's, else the machine's.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.reviewed
            .as_ref()
            .map_or(self.verdict, |reviewed| reviewed.verdict)
    }

    /// The level that stands: the reviewer's, else the machine's.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.reviewed
            .as_ref()
            .map_or(self.level, |reviewed| reviewed.level)
    }

    /// The answer that stands, in one word: the level, or the verdict where it has none or the two part ways.
    #[must_use]
    pub fn answer(&self) -> &'static str {
        word_of(self.verdict(), self.level())
    }

    /// The machine's answer in one word.
    #[must_use]
    pub fn machine_answer(&self) -> Answer {
        self.level
            .map_or(Answer::Verdict(self.verdict), Answer::Level)
    }
}

/// The level, or the verdict where there is none.
fn word_of(verdict: Verdict, level: Option<Level>) -> &'static str {
    level.map_or_else(|| verdict.word(), Level::word)
}

/// `quality` as the tables tell it.
pub(super) fn to_one_decimal(quality: f32) -> f64 {
    format!("{quality:.1}").parse().unwrap_or_default()
}
