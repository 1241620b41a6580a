//! The journal: one row an override, read row by row so that a bad one costs no other.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use sha2::Digest;
use sha2::Sha256;

use crate::assessment::Verdict;
use crate::rubric::Level;

/// The columns of the journal. The first seven are asked for; the last two may be missing.
pub const COLUMNS: &[&str] = &[
    "who",
    "when",
    "statement",
    "criterion",
    "old",
    "new",
    "reason",
    "rubric",
    "source",
];

/// How many of [`COLUMNS`] a journal must have.
const ASKED: usize = 7;

/// An answer to a criterion, in one word: a level, or a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// How well it is covered.
    Level(Level),
    /// Is it there?
    Verdict(Verdict),
}

impl Answer {
    /// The answer that `word` names.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace([' ', '-'], "_");
        if let Some(level) = Level::ALL.into_iter().find(|level| level.word() == word) {
            return Some(Self::Level(level));
        }
        Verdict::of_word(&word).map(Self::Verdict)
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Level(level) => level.word(),
            Self::Verdict(verdict) => verdict.word(),
        }
    }
}

/// One override.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line of the journal, from 1; 0 for one that is not in a file yet.
    pub line: u64,
    /// Who decided.
    pub who: String,
    /// When, ISO 8601: a day, or a time.
    pub when: String,
    /// The statement's identifier.
    pub statement: String,
    /// The criterion.
    pub criterion: String,
    /// The answer that the reviewer saw.
    pub old: Answer,
    /// The answer that is right.
    pub new: Answer,
    /// Why.
    pub reason: String,
    /// The rubric; empty where the criterion's name tells.
    pub rubric: String,
    /// The source of the statement, by which a changed document is known again; may be empty.
    pub source: String,
}

/// A row that is no override.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The line of the journal, from 1.
    pub line: u64,
    /// What is wrong with it, in words.
    pub cause: String,
}

/// Why a journal cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// The file cannot be read.
    #[error("{}: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// A column is missing.
    #[error("{} has no column `{column}`", path.display())]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
    },
}

/// A journal of overrides, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal {
    /// The overrides, in the order of the rows: of two about the same answer, the later holds.
    pub entries: Vec<Entry>,
    /// The rows that are none.
    pub bad: Vec<BadRow>,
    /// The SHA-256 of the file, in hex.
    pub sha256: String,
    by_statement: BTreeMap<String, Vec<usize>>,
    by_source: BTreeMap<String, Vec<usize>>,
}

impl Journal {
    /// Reads the journal at `path`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or lacks a column. A bad row is no error: it stands in [`Journal::bad`].
    pub fn read(path: &Path) -> Result<Self, Unread> {
        let bytes = fs::read(path).map_err(|cause| Unread::Unreadable {
            path: path.to_owned(),
            cause,
        })?;
        Self::of_bytes(&bytes).map_err(|column| Unread::NoColumn {
            path: path.to_owned(),
            column,
        })
    }

    /// The journal in `bytes`; else the column that is missing.
    pub(super) fn of_bytes(bytes: &[u8]) -> Result<Self, &'static str> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let header: Vec<String> = match reader.byte_headers() {
            Ok(header) => header
                .iter()
                .map(|name| {
                    String::from_utf8_lossy(name)
                        .trim_start_matches('\u{feff}')
                        .trim()
                        .to_lowercase()
                })
                .collect(),
            Err(_) => Vec::new(),
        };
        let mut places = Vec::with_capacity(COLUMNS.len());
        for (number, column) in COLUMNS.iter().enumerate() {
            let place = header.iter().position(|name| name == column);
            if place.is_none() && number < ASKED {
                return Err(column);
            }
            places.push(place);
        }
        let mut journal = Self {
            sha256: Sha256::digest(bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            ..Self::default()
        };
        for row in reader.byte_records() {
            match row {
                Ok(row) => {
                    let line = row.position().map_or(0, csv::Position::line);
                    match entry_of(&row, &places, line) {
                        Ok(Some(entry)) => journal.push(entry),
                        Ok(None) => {}
                        Err(cause) => journal.bad.push(BadRow { line, cause }),
                    }
                }
                Err(error) => journal.bad.push(BadRow {
                    line: error.position().map_or(0, csv::Position::line),
                    cause: error.to_string(),
                }),
            }
        }
        Ok(journal)
    }

    /// Adds `entry` behind the others.
    pub fn push(&mut self, entry: Entry) {
        let place = self.entries.len();
        self.by_statement
            .entry(entry.statement.clone())
            .or_default()
            .push(place);
        if !entry.source.is_empty() {
            self.by_source
                .entry(entry.source.clone())
                .or_default()
                .push(place);
        }
        self.entries.push(entry);
    }

    /// The places of the entries that speak of the statement `id`, and of those that spoke of other bytes of `source`.
    pub(super) fn about(&self, id: &str, source: &str) -> (&[usize], Vec<usize>) {
        let own = self.by_statement.get(id).map_or(&[][..], Vec::as_slice);
        let others = self.by_source.get(source).map_or(&[][..], Vec::as_slice);
        let of_other_bytes = others
            .iter()
            .copied()
            .filter(|place| {
                self.entries
                    .get(*place)
                    .is_some_and(|entry| entry.statement != id)
            })
            .collect();
        (own, of_other_bytes)
    }
}

/// The override in `row`; none where the row is empty.
fn entry_of(
    row: &csv::ByteRecord,
    places: &[Option<usize>],
    line: u64,
) -> Result<Option<Entry>, String> {
    let mut cells: Vec<String> = Vec::with_capacity(places.len());
    for place in places {
        let bytes = place.and_then(|place| row.get(place)).unwrap_or_default();
        let text = std::str::from_utf8(bytes)
            .map_err(|_| "it is not UTF-8: save the file as UTF-8 CSV".to_owned())?;
        // A cell that a spreadsheet would run as a formula was written with an apostrophe before it.
        let text = text.trim();
        let bare = text.strip_prefix('\'').filter(|bare| {
            bare.trim_start()
                .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        });
        cells.push(bare.unwrap_or(text).to_owned());
    }
    if cells.iter().all(String::is_empty) {
        return Ok(None);
    }
    for (cell, column) in cells.iter().zip(COLUMNS).take(ASKED) {
        if cell.is_empty() {
            return Err(format!("the column `{column}` is empty"));
        }
    }
    let mut cells = cells.into_iter();
    let mut next = || cells.next().unwrap_or_default();
    let (who, when, statement, criterion) = (next(), next(), next(), next());
    let (old, new, reason, rubric, source) = (next(), next(), next(), next(), next());
    if !is_when(&when) {
        return Err(format!(
            "`{when}` is no day or time: write 2026-03-31 or 2026-03-31T09:30:00Z"
        ));
    }
    let answer = |column: &str, word: &str| {
        Answer::of_word(word).ok_or_else(|| {
            format!(
                "`{word}` in the column `{column}` is none of {}",
                words().join(", ")
            )
        })
    };
    Ok(Some(Entry {
        line,
        who,
        when,
        statement,
        criterion,
        old: answer("old", &old)?,
        new: answer("new", &new)?,
        reason,
        rubric,
        source,
    }))
}

/// All words that an answer can be.
fn words() -> Vec<&'static str> {
    let levels = Level::ALL.into_iter().map(Level::word);
    levels.chain(Verdict::ALL.map(Verdict::word)).collect()
}

/// Whether `typed` is an ISO 8601 day, alone or with a time behind it.
fn is_when(typed: &str) -> bool {
    let Some(day) = typed.get(..10) else {
        return false;
    };
    let is_day = day.parse::<jiff::civil::Date>().is_ok();
    let rest = typed.get(10..).unwrap_or_default();
    let is_time = rest.is_empty()
        || typed.parse::<jiff::Timestamp>().is_ok()
        || typed.parse::<jiff::civil::DateTime>().is_ok();
    is_day && is_time
}
