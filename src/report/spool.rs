//! The rows of a run, kept beside it until it ends, for formats whose files can neither be gone on with nor be put
//! together row by row with the same bytes whatever the interruptions: Parquet and XLSX.
//!
//! Rows are kept as the format `csv` writes them, but with every text as it is.

use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use super::Lengths;
use super::Report;
use super::Shape;
use super::column::TableShape;
use super::tables;
use crate::assessment::Outcome;

/// What the names begin with of all that a run keeps only as long as it is not finished.
const PASSING: &str = "checkpoint.";

/// Whether the file `name` of a run is only kept until the run is finished.
pub(super) fn is_passing(name: &str) -> bool {
    name.starts_with(PASSING)
}

/// Removes all rows that are kept in `folder` for a run that is finished.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() && is_passing(&entry.file_name().to_string_lossy()) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// The rows of all tables of a run, for one format.
pub(super) struct Spool {
    /// The folder in the folder of the run, without a separator at its end.
    name: String,
    folder: PathBuf,
    tables: Box<dyn Report>,
}

impl Spool {
    /// Opens what is kept in `run` for `format`: anew, or to go on behind `finished`.
    pub(super) fn open(
        run: &Path,
        format: &str,
        shape: &Shape,
        finished: Option<&Lengths>,
    ) -> io::Result<Self> {
        let name = format!("{PASSING}{format}");
        let folder = run.join(&name);
        fs::create_dir_all(&folder)?;
        let own = format!("{name}/");
        let finished: Option<Lengths> = finished.map(|lengths| {
            lengths
                .iter()
                .filter_map(|(file, &bytes)| Some((file.strip_prefix(&own)?.to_owned(), bytes)))
                .collect()
        });
        let verbatim = Shape {
            verbatim: true,
            ..shape.clone()
        };
        let tables = tables::open(&folder, &verbatim, finished.as_ref())?;
        Ok(Self {
            name,
            folder,
            tables,
        })
    }

    /// Keeps the rows of `outcome`.
    pub(super) fn record(&mut self, outcome: &Outcome) -> io::Result<()> {
        self.tables.record(outcome)
    }

    /// Brings all rows to the files, and tells their lengths.
    pub(super) fn flush(&mut self) -> io::Result<Lengths> {
        let lengths = self.tables.flush()?;
        Ok(lengths
            .into_iter()
            .map(|(file, bytes)| (self.name_of(&file), bytes))
            .collect())
    }

    /// The name, in the folder of the run, of `file` beside the rows.
    pub(super) fn name_of(&self, file: &str) -> String {
        format!("{}/{file}", self.name)
    }

    /// The rows of `table` kept so far, behind its header.
    pub(super) fn rows(&self, table: &TableShape) -> io::Result<csv::Reader<File>> {
        let file = File::open(self.folder.join(table.file))?;
        Ok(csv::ReaderBuilder::new()
            .buffer_capacity(1 << 16)
            .from_reader(file))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Existing;
    use super::super::FORMATS;
    use super::super::Format;
    use super::super::Identity;
    use super::super::Run;
    use super::super::RunStatus;
    use super::*;
    use crate::failure::Failed;
    use crate::failure::Stage;
    use crate::source::Listed;
    use crate::source::Source;

    const FILES: [&str; 3] = ["errors.parquet", "statements.parquet", "report.xlsx"];

    fn open(folder: &Path, existing: Existing) -> Run {
        let shape = Shape {
            rubrics: Vec::new(),
            manifest_columns: Vec::new(),
            verbatim: false,
            review: None,
        };
        let formats: Vec<&'static Format> = FORMATS
            .iter()
            .filter(|format| ["parquet", "xlsx"].contains(&format.name))
            .collect();
        let identity = Identity::of(&[], &shape, &formats, "2026-11-24".to_owned());
        let now = "2026-11-24T12:00:00Z".to_owned();
        Run::open(folder, existing, identity, shape, &formats, now).expect("it can be opened")
    }

    fn take(run: &mut Run, source: &str) {
        let listed: Listed = Ok(Source::of_address(source));
        let outcome = Err(Failed {
            source: source.to_owned(),
            stage: Stage::Load,
            code: "not-found".into(),
            message: "=1+1".to_owned(),
            hint: "look again".to_owned(),
        });
        run.record(&listed, outcome).expect("it can be written");
    }

    fn finish(run: Run, status: RunStatus) {
        run.finish(status, Vec::new(), String::new())
            .expect("it can be written");
    }

    #[test]
    fn an_interruption_leaves_no_trace_in_the_bytes_of_typed_files() {
        let (whole, parts) = (
            tempfile::tempdir().expect("a folder for the test"),
            tempfile::tempdir().expect("a folder for the test"),
        );
        let mut run = open(whole.path(), Existing::Keep);
        for source in ["a", "b", "c"] {
            take(&mut run, source);
        }
        finish(run, RunStatus::Finished);

        // Interrupted once in order, and once in the middle of a row behind the checkpoint.
        let mut run = open(parts.path(), Existing::Keep);
        take(&mut run, "a");
        finish(run, RunStatus::Interrupted);
        assert!(parts.path().join("report.xlsx").exists(), "readable so far");
        let mut run = open(parts.path(), Existing::Resume);
        take(&mut run, "b");
        run.checkpoint().expect("it can be written");
        take(&mut run, "lost");
        drop(run);
        let mut run = open(parts.path(), Existing::Resume);
        assert_eq!(run.done(), 2);
        take(&mut run, "c");
        finish(run, RunStatus::Finished);

        for file in FILES {
            let read = |folder: &Path| fs::read(folder.join(file)).expect("the file is there");
            assert!(read(whole.path()) == read(parts.path()), "{file}");
        }
        for folder in [whole.path(), parts.path()] {
            let left = fs::read_dir(folder)
                .expect("the run")
                .filter(|entry| {
                    let entry = entry.as_ref().expect("an entry");
                    is_passing(&entry.file_name().to_string_lossy())
                })
                .count();
            assert_eq!(left, 0, "nothing of the way there is left");
        }
    }
}
