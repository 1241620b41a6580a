//! Whether a finished run still holds: its files by their digests, its results by scoring its inputs again.
//!
//! [`KeptRun`] is what the folder says of the run. Whoever reads and scores the inputs again hands the outcomes, in
//! their order, to a [`Verification`].

mod kept;
mod rows;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use serde::Serialize;

pub use kept::FileCheck;
pub use kept::FileState;
pub use kept::KeptFile;
pub use kept::KeptRubric;
pub use kept::KeptRun;
pub use kept::NotARun;

use super::CameTo;
use super::InputRecord;
use super::Program;
use super::Report;
use super::Shape;
use super::StatementRecord;
use super::inputs::Answers;
use super::inputs::answers_of;
use super::inputs::digest_of;
use super::tables;
use crate::assessment::Outcome;
use crate::failure::Failed;
use crate::failure::Stage;
use crate::rubric::model_sha256_of;
use crate::source::Place;
pub use kept::KeptProgram;
pub use rows::Edit;

/// Whether the result of one input still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Held {
    /// The same bytes give the same result, to the last piece of evidence.
    Holds,
    /// They do not, or the bytes are others now.
    Changed {
        /// What changed, one sentence each.
        changes: Vec<String>,
    },
    /// It cannot be told.
    Unchecked {
        /// Why not.
        reason: String,
    },
}

/// One input and whether its result still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputCheck {
    /// The input as it was named.
    pub source: String,
    /// Its identifier in the tables; none where it gave no result.
    pub statement_id: Option<String>,
    /// Whether its result still holds.
    #[serde(flatten)]
    pub held: Held,
}

/// The check of one run.
pub struct Verification {
    kept: KeptRun,
    files: Vec<FileCheck>,
    /// Why results of this program say nothing of the run, one sentence each.
    other: Vec<String>,
    inputs: Vec<InputRecord>,
    next: usize,
    checks: Vec<InputCheck>,
    /// The tables written again, in a folder of their own, where one in the run was changed.
    again: Option<(tempfile::TempDir, Box<dyn Report>)>,
    shape: Shape,
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// The program that wrote the run.
    pub program: KeptProgram,
    /// When the run ended.
    pub ended_at: String,
    /// Why this program cannot check the run, one sentence each; empty where it can.
    pub other: Vec<String>,
    /// The files.
    pub files: Vec<FileCheck>,
    /// Cells of changed tables that scoring does not give, as far as inputs could be scored again.
    pub edits: Vec<Edit>,
    /// The inputs, in their order.
    pub inputs: Vec<InputCheck>,
}

impl Verification {
    /// Begins the check of `kept` with `shape`, which holds the rubrics of today. Files are checked at once.
    ///
    /// # Errors
    ///
    /// When a file of the run cannot be read, or no folder for passing files can be made.
    pub fn begin(kept: KeptRun, inputs: Vec<InputRecord>, shape: Shape) -> io::Result<Self> {
        let files = kept.check_files()?;
        let is_changed = |name: &str| {
            files
                .iter()
                .any(|file| file.name == name && file.state != FileState::Same)
        };
        let again = if tables::TABLES.iter().any(|table| is_changed(table.file)) {
            let folder = tempfile::tempdir()?;
            let tables = tables::open(folder.path(), &shape, None)?;
            Some((folder, tables))
        } else {
            None
        };
        Ok(Self {
            other: others(&kept, &shape),
            files,
            kept,
            inputs,
            next: 0,
            checks: Vec::new(),
            again,
            shape,
        })
    }

    /// Takes what the next input comes to now.
    ///
    /// # Errors
    ///
    /// When a passing file cannot be written.
    pub fn record(&mut self, mut outcome: Outcome) -> io::Result<()> {
        let Some(input) = self.inputs.get(self.next) else {
            return Ok(());
        };
        self.next += 1;
        if let (Ok(assessed), CameTo::Statement(kept)) = (&mut outcome, &input.came_to) {
            // Named as in the run, wherever it lies today.
            assessed.statement_id.clone_from(&kept.statement_id);
            if let Some(Place::File(path)) = input.source.as_ref().map(|source| &source.place) {
                assessed.origin.path = Some(path.clone());
            }
        }
        let held = self.held(input, &outcome)?;
        if held == Held::Holds
            && let Some((_, tables)) = &mut self.again
        {
            tables.record(&outcome)?;
        }
        self.checks.push(InputCheck {
            source: input.label().to_owned(),
            statement_id: match &input.came_to {
                CameTo::Statement(statement) => Some(statement.statement_id.clone()),
                CameTo::Failure(_) => None,
            },
            held,
        });
        Ok(())
    }

    fn held(&self, input: &InputRecord, outcome: &Outcome) -> io::Result<Held> {
        let held = match (&input.came_to, outcome) {
            (CameTo::Statement(kept), Ok(assessed)) => {
                let is_file = matches!(
                    input.source.as_ref().map(|source| &source.place),
                    Some(Place::File(_))
                );
                let now = &assessed.origin.sha256;
                let mut changes = Vec::new();
                if kept.sha256 != *now {
                    let words = format!(
                        "its bytes are others now: {} and were {}",
                        short(now),
                        short(&kept.sha256)
                    );
                    if !is_file {
                        return Ok(unchecked(format!(
                            "the store holds a later answer of the address, and {words}"
                        )));
                    }
                    changes.push(words);
                }
                if kept.result_sha256 != digest_of(outcome)? {
                    let answers = differences(kept, &answers_of(assessed));
                    if answers.is_empty() && changes.is_empty() {
                        changes.push(
                            "the answers are the same, and the facts or the evidence differ"
                                .to_owned(),
                        );
                    }
                    changes.extend(answers);
                }
                if changes.is_empty() {
                    Held::Holds
                } else {
                    Held::Changed { changes }
                }
            }
            (CameTo::Statement(_), Err(failed)) => lost(failed),
            (CameTo::Failure(kept), Err(failed)) if kept.code == failed.code => Held::Holds,
            (CameTo::Failure(kept), Err(failed)) => match lost(failed) {
                Held::Changed { .. } => changed(format!(
                    "it failed with {} and fails with {} now",
                    kept.code, failed.code
                )),
                other => other,
            },
            (CameTo::Failure(kept), Ok(_)) => match kept.stage {
                Stage::Load | Stage::Fetch => {
                    unchecked(format!("it failed with {} and can be read now", kept.code))
                }
                _ => changed(format!("it failed with {} and is scored now", kept.code)),
            },
        };
        // Another program may well come to something else: that says nothing against the run.
        Ok(match (self.other.is_empty(), held) {
            (true, held) => held,
            (false, Held::Holds) => {
                unchecked("the program differs; this one gives the same result".to_owned())
            }
            (false, Held::Changed { changes }) => unchecked(format!(
                "the program differs; with this one: {}",
                changes.join("; ")
            )),
            (false, unchecked) => unchecked,
        })
    }

    /// Ends the check.
    ///
    /// # Errors
    ///
    /// When a table cannot be read.
    pub fn finish(mut self) -> io::Result<Verified> {
        let mut edits = Vec::new();
        if let Some((folder, tables)) = &mut self.again {
            tables.flush()?;
            for table in tables::TABLES {
                let is_edited = self
                    .files
                    .iter()
                    .any(|file| file.name == table.file && file.state == FileState::Changed);
                if is_edited {
                    edits.extend(rows::edits(
                        table,
                        &(table.columns)(&self.shape),
                        &self.kept.folder.join(table.file),
                        &folder.path().join(table.file),
                    )?);
                }
            }
        }
        Ok(Verified {
            program: self.kept.program,
            ended_at: self.kept.ended_at,
            other: self.other,
            files: self.files,
            edits,
            inputs: self.checks,
        })
    }
}

impl Verified {
    /// Whether every file is as it was written, and every result was found again.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.files.iter().all(|file| file.state == FileState::Same)
            && self.inputs.iter().all(|input| input.held == Held::Holds)
    }
}

/// Where `path` of a run lies today: where it was, seen from the folder in which the run was started, else from here.
#[must_use]
pub fn found_again(path: &Path, working_folder: Option<&Path>) -> PathBuf {
    working_folder
        .map(|folder| folder.join(path))
        .filter(|path| path.exists())
        .unwrap_or_else(|| path.to_owned())
}

/// Why results of this program and these rubrics say nothing of `kept`.
fn others(kept: &KeptRun, shape: &Shape) -> Vec<String> {
    let mut others = Vec::new();
    let own = Program::default();
    if kept.program.version != own.version {
        others.push(format!(
            "the run was written by {} {}, and this is {}",
            kept.program.name, kept.program.version, own.version
        ));
    }
    if kept.model_sha256 != model_sha256_of(&shape.rubrics) {
        others.push("the recogniser has other weights now".to_owned());
    }
    for rubric in &kept.rubrics {
        match shape.rubrics.iter().find(|known| known.id == rubric.id) {
            None => others.push(format!(
                "the rubric {} is not to be had: name its file with --rubric",
                rubric.id
            )),
            Some(known) if known.sha256 != rubric.sha256 => others.push(format!(
                "the rubric {} is another one now: version {} with the digest {}, and was version {} with {}",
                rubric.id,
                known.version,
                short(&known.sha256),
                rubric.version,
                short(&rubric.sha256)
            )),
            Some(_) => {}
        }
    }
    others
}

/// What it means that an input which was scored fails now.
fn lost(failed: &Failed) -> Held {
    let told = format!("{}: {}", failed.code, failed.message);
    match (failed.stage, &*failed.code) {
        (Stage::Load | Stage::Fetch, _) => unchecked(told),
        (_, "encrypted") => unchecked(format!("{told}; give the password with --password")),
        (_, "timeout") => unchecked(told),
        _ => changed(format!("it was scored, and fails now with {told}")),
    }
}

/// The answers that differ, one sentence each.
fn differences(kept: &StatementRecord, now: &BTreeMap<String, Answers>) -> Vec<String> {
    let mut told = Vec::new();
    for (rubric, was) in &kept.answers {
        let Some(is) = now.get(rubric) else {
            continue;
        };
        for (criterion, before) in &was.criteria {
            let after = is.criteria.get(criterion).map_or("not asked", |word| word);
            if before != after {
                told.push(format!("{rubric} {criterion} was {before} and is {after}"));
            }
        }
    }
    told
}

fn changed(what: String) -> Held {
    Held::Changed {
        changes: vec![what],
    }
}

fn unchecked(reason: String) -> Held {
    Held::Unchecked { reason }
}

/// The beginning of a digest: enough for a person to tell two apart.
fn short(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}
