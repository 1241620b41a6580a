//! Tables as spreadsheets and registries write them: any of the usual encodings and separators, quotes that are not
//! always in order.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;
use serde::Deserialize;
use serde::Serialize;

use super::columns::column_of;
use super::columns::registry_of;
use crate::source::Unloaded;

/// The largest table that is taken, in bytes.
const MOST_BYTES: u64 = 1 << 30;

/// The most columns of one row: what is beyond is left out.
const MOST_COLUMNS: usize = 4_096;

/// A public registry whose export is known by its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Registry {
    /// The UK government's modern slavery statement registry.
    Uk,
    /// The Australian Government's modern slavery statements register.
    Australia,
    /// The registry of the Business and Human Rights Resource Centre, closed in 2021.
    Bhrrc,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The header as it was written.
    pub header: Vec<String>,
    /// What each column is to us: `organisation`, `url` and so on, else its own name in small letters.
    pub columns: Vec<String>,
    /// The rows, empty ones left out.
    pub rows: Vec<SheetRow>,
    /// The registry that exported it, if it is one that is known.
    pub registry: Option<Registry>,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// The line of the file that it begins on, from 1.
    pub line: u64,
    /// As many as the row has: fewer or more than the header, at times.
    pub cells: Vec<String>,
}

impl Sheet {
    /// The table in the file at `path`.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is empty.
    pub fn read(path: &Path) -> Result<Self, Unloaded> {
        Self::parse(&text_of(path)?)
    }

    /// The table that `text` holds.
    ///
    /// # Errors
    ///
    /// When it is empty.
    pub(super) fn parse(text: &str) -> Result<Self, Unloaded> {
        let (delimiter, text, skipped) = delimiter_of(text);
        let mut rows = rows_in(text, delimiter, skipped);
        if rows.is_empty() {
            return Err(Unloaded::BadManifest {
                reason: "the manifest is empty".to_owned(),
            });
        }
        let mut header = rows.remove(0).cells;
        if let Some(first) = header.first_mut() {
            *first = first.trim_start_matches('\u{feff}').to_owned();
        }
        let registry = registry_of(&header);
        let columns = header
            .iter()
            .map(|cell| column_of(cell, registry))
            .collect();
        Ok(Self {
            header,
            columns,
            rows,
            registry,
        })
    }

    /// Takes the column headed `theirs` for our column `ours`, whatever else would be.
    ///
    /// # Errors
    ///
    /// When there is no such column.
    pub fn map(&mut self, ours: &str, theirs: &str) -> Result<(), String> {
        let place = self
            .header
            .iter()
            .position(|cell| cell.trim().eq_ignore_ascii_case(theirs.trim()))
            .ok_or_else(|| {
                format!(
                    "there is no column `{theirs}`, only: {}",
                    self.header.join(", ")
                )
            })?;
        for column in self.columns.iter_mut().filter(|column| *column == ours) {
            column.insert(0, '_');
        }
        if let Some(column) = self.columns.get_mut(place) {
            ours.clone_into(column);
        }
        Ok(())
    }

    /// Whether the table has the column.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }

    /// The first value in the column of `row` that is not empty; of two columns of one name the first wins.
    #[must_use]
    pub fn value<'r>(&self, row: &'r SheetRow, column: &str) -> &'r str {
        self.columns
            .iter()
            .zip(&row.cells)
            .filter(|(name, _)| *name == column)
            .map(|(_, cell)| cell.trim())
            .find(|cell| !cell.is_empty())
            .unwrap_or_default()
    }
}

/// The text of a table: UTF-8 and UTF-16 with or without a mark, else Windows-1252.
fn text_of(path: &Path) -> Result<String, Unloaded> {
    let file = File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Unloaded::NotFound,
        _ => Unloaded::NotReadable(error),
    })?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(Unloaded::NotReadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Unloaded::TooLarge {
            limit: usize::try_from(MOST_BYTES).unwrap_or(usize::MAX),
        });
    }
    let encoding = match Encoding::for_bom(&bytes) {
        Some((encoding, _)) => encoding,
        None if bytes.get(1) == Some(&0) => UTF_16LE,
        None if bytes.first() == Some(&0) => UTF_16BE,
        None if std::str::from_utf8(&bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    let (text, _, _) = encoding.decode(&bytes);
    Ok(text.into_owned())
}

/// What parts the cells, told from the header row; the text from that row on; and how many lines stand before it.
///
/// Excel may write a line `sep=;` before the header, and means it.
fn delimiter_of(text: &str) -> (u8, &str, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_end();
    if let Some(separator) = first
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("sep="))
    {
        let told = first.as_bytes().get(separator.len()).copied();
        if let Some(delimiter) = told.filter(u8::is_ascii) {
            return (delimiter, rest, 1);
        }
    }
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in first.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        }
        for (delimiter, count) in &mut counts {
            if !quoted && byte == *delimiter {
                *count += 1;
            }
        }
    }
    // The first of equals wins, so that one column alone is read as commas.
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    (best.0, text, 0)
}

/// The rows of `text`, by RFC 4180, but for quotes that are out of order: a quote ends a cell only where a cell can end.
///
/// The UK registry does not double quotes inside of quoted cells, and leaves some open in cells that have none.
fn rows_in(text: &str, delimiter: u8, lines_before: u64) -> Vec<SheetRow> {
    let bytes = text.as_bytes();
    let ends_cell = |at: usize| {
        bytes
            .get(at)
            .is_none_or(|byte| *byte == delimiter || matches!(byte, b'\r' | b'\n'))
    };
    let mut rows = Vec::new();
    let mut cells: Vec<String> = Vec::new();
    let (mut at, mut line) = (0, lines_before + 1);
    let mut began = line;
    while at < bytes.len() {
        let mut cell: Vec<u8> = Vec::new();
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            while let Some(&byte) = bytes.get(at) {
                if byte == b'"' {
                    if bytes.get(at + 1) == Some(&b'"') {
                        at += 1;
                    } else if ends_cell(at + 1) {
                        break;
                    }
                }
                line += u64::from(byte == b'\n');
                cell.push(byte);
                at += 1;
            }
            // Past the quote that ends it.
            at += 1;
        }
        while !ends_cell(at) {
            cell.extend(bytes.get(at));
            at += 1;
        }
        if cells.len() < MOST_COLUMNS {
            // Cut at ASCII signs only, so what was UTF-8 is still.
            cells.push(String::from_utf8_lossy(&cell).into_owned());
        }
        match bytes.get(at) {
            Some(byte) if *byte == delimiter => {
                at += 1;
                if at == bytes.len() {
                    cells.push(String::new());
                }
                continue;
            }
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            _ => at += 1,
        }
        line += 1;
        let row = SheetRow {
            line: began,
            cells: std::mem::take(&mut cells),
        };
        if row.cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(row);
        }
        began = line;
    }
    if cells.iter().any(|cell| !cell.trim().is_empty()) {
        rows.push(SheetRow { line: began, cells });
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        rows_in(text, b',', 0)
            .into_iter()
            .map(|row| row.cells)
            .collect()
    }

    #[test]
    fn cells_are_those_of_the_rfc() {
        assert_eq!(
            cells("a,\"b \"\"x\"\", c\r\nd\",\r\n\"\",,e"),
            [vec!["a", "b \"x\", c\r\nd", ""], vec!["", "", "e"]]
        );
        assert_eq!(cells("one\n\n,,\ntwo\n"), [["one"], ["two"]]);
    }

    #[test]
    fn quotes_out_of_order_cost_no_row() {
        // An inner quote that is not doubled; one in the middle of a bare cell; one that never ends.
        let rows = cells("\"The \"Old\" Mill Ltd\",1\nThe 3\" Nail Co,2\n\"open,3\n4,5\n");

        assert_eq!(rows[0], ["The \"Old\" Mill Ltd", "1"]);
        assert_eq!(rows[1], ["The 3\" Nail Co", "2"]);
        assert_eq!(rows[2], ["open,3\n4,5\n"]);
    }

    #[test]
    fn a_row_knows_the_line_it_begins_on() {
        let lines: Vec<u64> = rows_in("a\n\"b\nb\"\nc", b',', 1)
            .into_iter()
            .map(|row| row.line)
            .collect();

        assert_eq!(lines, [2, 3, 5]);
    }
}
