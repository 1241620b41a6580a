//! One CSV file: UTF-8, RFC 4180, lines ended by a line feed, written behind what a checkpoint says is finished.

use std::fmt::Display;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Seek;
use std::io::SeekFrom;
use std::path::Path;

use super::cell::formula_safe;

/// One CSV file that grows row by row.
pub(super) struct Table {
    writer: csv::Writer<File>,
    verbatim: bool,
    columns: usize,
}

/// One row, cell by cell, in the order of the columns.
pub(super) struct Row {
    cells: csv::StringRecord,
    verbatim: bool,
}

impl Table {
    /// Opens the file at `path`: anew with these columns, or cut to its first `finished` bytes to go on there.
    pub(super) fn open<'a>(
        path: &Path,
        columns: impl IntoIterator<Item = &'a str>,
        finished: Option<u64>,
        verbatim: bool,
    ) -> io::Result<Self> {
        let columns = csv::StringRecord::from_iter(columns);
        let mut file = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(finished.is_none())
            .open(path)?;
        if let Some(finished) = finished {
            file.set_len(finished)?;
            file.seek(SeekFrom::End(0))?;
        }
        let mut writer = csv::WriterBuilder::new()
            .buffer_capacity(1 << 16)
            .from_writer(file);
        if finished.is_none() {
            writer.write_record(&columns).map_err(io::Error::from)?;
        }
        Ok(Self {
            writer,
            verbatim,
            columns: columns.len(),
        })
    }

    /// An empty row for this table.
    pub(super) fn row(&self) -> Row {
        Row {
            cells: csv::StringRecord::new(),
            verbatim: self.verbatim,
        }
    }

    /// Adds `row`.
    pub(super) fn push(&mut self, row: &Row) -> io::Result<()> {
        debug_assert_eq!(row.cells.len(), self.columns, "a cell for each column");
        self.writer
            .write_record(&row.cells)
            .map_err(io::Error::from)
    }

    /// Brings all rows to the file and tells its length in bytes.
    pub(super) fn flush(&mut self) -> io::Result<u64> {
        self.writer.flush()?;
        Ok(self.writer.get_ref().metadata()?.len())
    }
}

impl Row {
    /// A cell of words that come from outside: made safe, unless the run is verbatim.
    pub(super) fn text(&mut self, text: &str) {
        if self.verbatim {
            self.cells.push_field(text);
        } else {
            self.cells.push_field(&formula_safe(text));
        }
    }

    /// A cell of words that come from outside, or none.
    pub(super) fn maybe_text(&mut self, text: Option<&str>) {
        self.text(text.unwrap_or_default());
    }

    /// A cell that the program itself makes: a number, a word of a fixed list, a digest.
    pub(super) fn plain(&mut self, value: impl Display) {
        self.cells.push_field(&value.to_string());
    }

    /// A cell that the program itself makes, or none.
    pub(super) fn maybe_plain(&mut self, value: Option<impl Display>) {
        match value {
            Some(value) => self.plain(value),
            None => self.cells.push_field(""),
        }
    }
}
