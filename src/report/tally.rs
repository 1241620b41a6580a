//! What a run came to, counted as it goes.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::assessment::Outcome;
use crate::assessment::Verdict;
use crate::rubric::Duty;

/// What a run came to so far: small, whatever the number of statements.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Inputs that gave an outcome, of either kind.
    pub inputs: u64,
    /// Inputs that were read and scored.
    pub assessed: u64,
    /// Inputs that became a row of `errors.csv`.
    pub failed: u64,
    /// How many failed with each code, and what to do about it.
    pub failures: BTreeMap<String, FailureCount>,
    /// How many documents of each kind.
    pub kinds: BTreeMap<String, u64>,
    /// How many statements carry each warning.
    pub warnings: BTreeMap<String, u64>,
    /// For each rubric, what its criteria came to.
    pub rubrics: BTreeMap<String, RubricTally>,
    /// What of it did not find room in the files of a format, in sentences; told when the run is finished.
    #[serde(skip)]
    pub notes: Vec<String>,
}

/// How often one code befell an input.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureCount {
    /// How often.
    pub count: u64,
    /// The hint of the first.
    pub hint: String,
}

/// What the criteria of one rubric came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RubricTally {
    /// Statements in which every mandatory criterion that applies and can be told is met.
    pub nothing_mandatory_missing: u64,
    /// Mandatory criteria met, over all statements.
    pub mandatory_met: u64,
    /// Mandatory criteria that apply, over all statements.
    pub mandatory_total: u64,
    /// Mandatory criteria that the documents cannot tell, over all statements.
    pub mandatory_unknown: u64,
    /// For each criterion, how many statements do not meet it.
    pub not_met: BTreeMap<String, u64>,
}

impl Tally {
    /// Counts `outcome`.
    pub fn record(&mut self, outcome: &Outcome) {
        self.inputs += 1;
        let assessed = match outcome {
            Ok(assessed) => assessed,
            Err(failed) => {
                self.failed += 1;
                let failure = self.failures.entry(failed.code.to_string()).or_default();
                failure.count += 1;
                if failure.hint.is_empty() {
                    failure.hint.clone_from(&failed.hint);
                }
                return;
            }
        };
        self.assessed += 1;
        *self
            .kinds
            .entry(assessed.facts.kind.kind.word().to_owned())
            .or_default() += 1;
        for notice in &assessed.warnings {
            *self.warnings.entry(notice.code.clone()).or_default() += 1;
        }
        for assessment in &assessed.assessments {
            let tally = self
                .rubrics
                .entry(assessment.rubric.id.clone())
                .or_default();
            let compliance = assessment.compliance;
            tally.mandatory_met += u64::from(compliance.met);
            tally.mandatory_total += u64::from(compliance.total);
            tally.mandatory_unknown += u64::from(compliance.unknown);
            let mut mandatory_missing = false;
            for (criterion, result) in assessment.rubric.criteria.iter().zip(&assessment.results) {
                if result.verdict == Verdict::NotMet {
                    mandatory_missing |= criterion.duty == Duty::Mandatory;
                    *tally.not_met.entry(criterion.id.clone()).or_default() += 1;
                }
            }
            tally.nothing_mandatory_missing += u64::from(!mandatory_missing);
        }
    }
}
