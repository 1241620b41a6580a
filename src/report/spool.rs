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
