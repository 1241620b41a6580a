//! From answers to files: one file a format, one row of [`FORMATS`] each.

mod candidates;
mod cell;
mod codebook;
mod column;
mod columnar;
mod coverage;
mod criteria;
mod crosschecked;
mod errors;
mod evidence;
pub mod extracted;
mod fetched;
pub mod findings;
pub mod finished;
mod html;
mod inputs;
mod json;
mod link;
mod merge;
mod package;
mod position;
mod read_back;
mod redraw;
mod reviewed;
mod ro_crate;
mod run;
mod run_record;
mod sections;
mod shard;
mod spool;
mod statements;
mod suppliers;
mod table;
mod tables;
mod tally;
mod verify;
pub mod wire;
mod xlsx;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

pub use candidates::write_candidates;
pub use cell::cell_of;
pub use cell::printable;
pub use crosschecked::write_crosscheck;
pub use fetched::FILE as FETCHED_FILE;
pub use fetched::FetchedTable;
pub use html::Redrawn;
pub use inputs::Answers;
pub use inputs::CameTo;
pub use inputs::InputRecord;
pub use inputs::StatementRecord;
pub use link::link_to;
pub use merge::Shards;
pub use merge::Unmerged;
pub use read_back::shown_in;
pub use redraw::REDRAWN;
pub use redraw::Redraw;
pub use redraw::Redrawing;
pub use redraw::record_again;
pub use reviewed::FILE as REVIEWED_FILE;
pub use reviewed::ReviewTally;
pub use reviewed::write_reviewed;
pub use ro_crate::write_ro_crate;
pub use run::Existing;
pub use run::Identity;
pub use run::Run;
pub use run::Unopened;
pub use run_record::FileRecord;
pub use run_record::Program;
pub use run_record::RubricRecord;
pub use run_record::RunRecord;
pub use run_record::RunStatus;
pub use shard::SHARD_FORMAT;
pub use shard::ShardRecord;
pub use suppliers::write_suppliers;
pub use tally::FailureCount;
pub use tally::RubricTally;
pub use tally::Tally;
pub use verify::Edit;
pub use verify::FileCheck;
pub use verify::FileState;
pub use verify::Held;
pub use verify::InputCheck;
pub use verify::KeptFile;
pub use verify::KeptProgram;
pub use verify::KeptRubric;
pub use verify::KeptRun;
pub use verify::NotARun;
pub use verify::Verification;
pub use verify::Verified;
pub use verify::found_again;

use crate::assessment::Outcome;
use crate::review::Journal;
use crate::rubric::Rubric;

/// Opens the files of a run in a folder: anew, or to go on behind the lengths of a checkpoint.
pub type OpenReport = fn(&Path, &Shape, Option<&Lengths>) -> io::Result<Box<dyn Report>>;

/// A way of writing the answers of a run.
#[derive(Debug)]
pub struct Format {
    /// The word after `--format`.
    pub name: &'static str,
    /// Opens its files.
    pub open: OpenReport,
}

/// All formats, the default first.
pub static FORMATS: &[Format] = &[
    Format {
        name: "csv",
        open: tables::open,
    },
    Format {
        name: "ndjson",
        open: json::open_lines,
    },
    Format {
        name: "json",
        open: json::open_whole,
    },
    Format {
        name: columnar::NAME,
        open: columnar::open,
    },
    Format {
        name: xlsx::NAME,
        open: xlsx::open,
    },
    Format {
        name: "html",
        open: html::open,
    },
];

/// The bytes of each file of a run that hold finished rows, by file name.
pub type Lengths = BTreeMap<String, u64>;

/// Takes the outcomes of a run, in input order, and writes them.
pub trait Report: Send {
    /// Writes one outcome.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    fn record(&mut self, outcome: &Outcome) -> io::Result<()>;

    /// Brings everything recorded so far to the files, and tells their lengths.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    fn flush(&mut self) -> io::Result<Lengths>;

    /// What of the outcomes did not find room in the files, in sentences for the user, after [`Report::describe`].
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// Writes what describes the files, after the last outcome, and tells the names of the files written for it.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    fn describe(&mut self) -> io::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

/// A table in CSV that a run holds beside its own: what home pages led to, a list of suppliers.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Its file.
    file: &'static str,
    /// What one row is.
    row: &'static str,
    /// Its columns, in order.
    columns: Vec<column::Column>,
}

/// What a run knows before its first outcome, and what decides the columns of its tables.
#[derive(Debug, Clone)]
pub struct Shape {
    /// In the order of the command line.
    pub rubrics: Vec<Arc<Rubric>>,
    /// The columns of the manifests, in order of first appearance.
    pub manifest_columns: Vec<String>,
    /// Cells as they are, even such as a spreadsheet would run as a formula.
    pub verbatim: bool,
    /// Reviewers' overrides, told beside the machine's answers in columns of their own.
    pub review: Option<Arc<Journal>>,
}

/// Gives each statement of a run its own identifier: a file that comes again, byte for byte, is numbered.
#[derive(Debug, Default)]
pub struct Numbering {
    seen: BTreeMap<String, u32>,
}

impl Numbering {
    /// The numbering of a run whose statements so far had the identifiers `ids`.
    #[must_use]
    pub fn resumed<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        for id in ids {
            let (digest, number) = id.split_once('-').unwrap_or((id, "1"));
            let number = number.parse().unwrap_or(1);
            let highest = seen.entry(digest.to_owned()).or_default();
            *highest = number.max(*highest);
        }
        Self { seen }
    }

    /// Makes the identifier of `outcome` unique in this run: the first keeps its own, the next ends in `-2`.
    pub fn number(&mut self, outcome: &mut Outcome) {
        let Ok(assessed) = outcome else { return };
        let count = self.seen.entry(assessed.statement_id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            assessed.statement_id = format!("{}-{count}", assessed.statement_id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Assessed;
    use crate::document::Builder;
    use crate::facts::Facts;
    use crate::source::Origin;

    fn outcome(digest: &str) -> Outcome {
        Ok(Assessed {
            statement_id: digest.to_owned(),
            origin: Origin::default(),
            document: Builder::new("text").finish(),
            facts: Facts::default(),
            warnings: Vec::new(),
            assessments: Vec::new(),
        })
    }

    #[test]
    fn a_file_that_comes_again_is_numbered_also_after_a_resume() {
        let mut numbering = Numbering::resumed(["00ab", "00cd", "00ab-2"]);
        let ids: Vec<String> = ["00ab", "00ef", "00cd"]
            .into_iter()
            .filter_map(|digest| {
                let mut outcome = outcome(digest);
                numbering.number(&mut outcome);
                outcome.ok().map(|assessed| assessed.statement_id)
            })
            .collect();

        assert_eq!(ids, ["00ab-3", "00ef", "00cd-2"]);
    }
}
