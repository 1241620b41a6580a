//! One more row in a journal, in one piece, also where several write at once.

use std::fs::OpenOptions;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;

use super::journal::COLUMNS;
use super::journal::Entry;
use super::journal::Journal;

/// Why a row was not added.
#[derive(Debug, thiserror::Error)]
pub enum Unappended {
    /// The file cannot be written.
    #[error(transparent)]
    NotWritable(#[from] io::Error),
    /// It is no journal.
    #[error("the file has no column `{0}`: it is no journal of reviews")]
    NoJournal(&'static str),
}

/// Adds `entry` to the journal at `path`, which is begun where it is not there. Nothing that stands in it is touched.
///
/// The file is locked while the row is written, and the row is written at once.
///
/// # Errors
///
/// When the file cannot be written, or holds something else.
pub fn append(path: &Path, entry: &Entry) -> Result<(), Unappended> {
    let mut file = OpenOptions::new()
        .create(true)
        .read(true)
        .append(true)
        .open(path)?;
    file.lock()?;
    let mut before = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut before)?;
    let mut row = Vec::new();
    let order: Vec<String> = if before.iter().all(u8::is_ascii_whitespace) {
        row.extend_from_slice(COLUMNS.join(",").as_bytes());
        row.push(b'\n');
        COLUMNS.iter().map(|&column| column.to_owned()).collect()
    } else {
        Journal::of_bytes(&before).map_err(Unappended::NoJournal)?;
        // A file that was edited by hand may lack its last line feed.
        if before.last() != Some(&b'\n') {
            row.push(b'\n');
        }
        header_of(&before)
    };
    let mut writer = csv::WriterBuilder::new().from_writer(&mut row);
    writer
        .write_record(order.iter().map(|column| cell_of(entry, column)))
        .map_err(io::Error::from)?;
    writer.flush()?;
    drop(writer);
    file.write_all(&row)?;
    file.sync_data()?;
    Ok(())
}

/// The columns of the journal in `bytes`, in its own order.
fn header_of(bytes: &[u8]) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    match reader.headers() {
        Ok(header) => header
            .iter()
            .map(|name| name.trim_start_matches('\u{feff}').trim().to_lowercase())
            .collect(),
        Err(_) => Vec::new(),
    }
}

/// The cell of `entry` in `column`, safe to open in a spreadsheet.
fn cell_of(entry: &Entry, column: &str) -> String {
    let text = match column {
        "who" => &entry.who,
        "when" => &entry.when,
        "statement" => &entry.statement,
        "criterion" => &entry.criterion,
        "old" => entry.old.word(),
        "new" => entry.new.word(),
        "reason" => &entry.reason,
        "rubric" => &entry.rubric,
        "source" => &entry.source,
        _ => "",
    };
    let text: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let is_formula = text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text }
}
