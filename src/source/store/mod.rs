//! What was fetched, kept as proof and found again: files named by their digest, and a log that only grows.
//!
//! ```text
//! STORE/log.ndjson              one line an answer: address, redirects, status, headers, time, digest
//! STORE/snapshots/ab/abcd….pdf  the bytes, written under another name first and then renamed
//! ```
//!
//! A file is whole or absent, and a line that a killed process left half-written is passed over. Several processes may
//! share a store: each line is written at once, under a lock.

mod record;

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;

#[cfg(feature = "fetch")]
pub(super) use record::Hop;
pub(super) use record::Record;

use crate::digest::sha256_of;

/// The name of the log in the folder of the store.
pub(super) const LOG: &str = "log.ndjson";

/// The folder of the bytes.
const SNAPSHOTS: &str = "snapshots";

/// A line of the log that is longer is damaged.
const LONGEST_LINE: u64 = 1 << 20;

/// Bytes kept under their digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) sha256: String,
    pub(super) file: String,
    pub(super) bytes: u64,
}

/// What the store knows of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    /// The first record of the bytes that the address gave last: when they came, and how.
    pub(super) record: Record,
    /// When they were last fetched or confirmed.
    pub(super) confirmed: String,
    /// What the server said of them then, for conditional requests.
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    /// The other bytes that the address gave before, where it did.
    pub(super) earlier: Option<Earlier>,
}

/// Bytes that an address gave before those it gives now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// SHA-256 of them, in hex.
    pub sha256: String,
    /// When they came, RFC 3339 in UTC.
    pub retrieved_at: String,
    /// The file that holds them, from the folder of the store.
    pub(super) file: String,
}

/// A folder of snapshots with its log.
#[derive(Debug)]
pub(super) struct Store {
    folder: PathBuf,
    index: Mutex<Index>,
    /// The log, open for adding lines, from the first line on; and its length behind our last line.
    log: Mutex<Option<(File, u64)>>,
    /// Removes the folder of a store that nobody asked to keep.
    _passing: Option<tempfile::TempDir>,
}

/// The log as far as it has been read.
#[derive(Debug, Default)]
struct Index {
    /// Open for reading on, once there is one.
    file: Option<File>,
    read: u64,
    kept: BTreeMap<String, Kept>,
}

impl Store {
    /// The store in `folder`, or one that lasts only as long as this value. Nothing is written yet.
    pub(super) fn open(folder: Option<&Path>) -> io::Result<Self> {
        let (folder, passing) = match folder {
            Some(folder) => (folder.to_owned(), None),
            None => {
                let passing = tempfile::tempdir()?;
                (passing.path().to_owned(), Some(passing))
            }
        };
        Ok(Self {
            folder,
            index: Mutex::default(),
            log: Mutex::default(),
            _passing: passing,
        })
    }

    /// Makes the folder where it is not there.
    pub(super) fn make(&self) -> io::Result<()> {
        fs::create_dir_all(self.folder.join(SNAPSHOTS))
    }

    /// What is known of `url`, by this process and by any other that wrote to the log.
    pub(super) fn find(&self, url: &str) -> io::Result<Option<Kept>> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        index.read_on(&self.folder.join(LOG))?;
        Ok(index.kept.get(url).cloned())
    }

    /// Keeps `bytes` under their digest.
    pub(super) fn keep(&self, bytes: &[u8]) -> io::Result<Stored> {
        let sha256 = sha256_of(bytes);
        let folder = sha256.get(..2).unwrap_or_default();
        let file = format!("{SNAPSHOTS}/{folder}/{sha256}.{}", ending_of(bytes));
        let path = self.folder.join(&file);
        // A file of another length was damaged from outside: it is written again.
        let there = fs::metadata(&path).is_ok_and(|about| about.len() == bytes.len() as u64);
        if !there {
            let folder = self.folder.join(SNAPSHOTS).join(folder);
            let mut passing = match passing_file(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    fs::create_dir_all(&folder)?;
                    passing_file(&folder)?
                }
                made => made?,
            };
            passing.write_all(bytes)?;
            passing.persist(&path).map_err(|error| error.error)?;
        }
        Ok(Stored {
            sha256,
            file,
            bytes: bytes.len() as u64,
        })
    }

    /// The bytes of `file`, if they still have the digest `sha256`.
    pub(super) fn bytes_of(&self, file: &str, sha256: &str, limit: usize) -> io::Result<Vec<u8>> {
        // The log may have been written by anybody: only files of the store are opened.
        if !is_own(file) {
            return Err(io::Error::other("the log names a file outside the store"));
        }
        let mut bytes = Vec::new();
        File::open(self.folder.join(file))?
            .take(limit as u64 + 1)
            .read_to_end(&mut bytes)?;
        if sha256_of(&bytes) != sha256 {
            return Err(io::Error::other(format!(
                "the kept file {file} is damaged: its digest is another"
            )));
        }
        Ok(bytes)
    }

    /// Whether the bytes of `kept` are there in full length; their digest is checked when they are read.
    pub(super) fn holds(&self, record: &Record) -> bool {
        let (Some(file), Some(bytes)) = (&record.file, record.bytes) else {
            return false;
        };
        is_own(file) && fs::metadata(self.folder.join(file)).is_ok_and(|about| about.len() == bytes)
    }

    /// The folder, for messages.
    pub(super) fn name(&self) -> String {
        self.folder.display().to_string()
    }

    /// Where `file` of the store lies.
    pub(super) fn path_of(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// Adds `record` to the log, as one line that is written at once.
    pub(super) fn log(&self, record: &Record) -> io::Result<()> {
        let mut line = serde_json::to_vec(record)?;
        line.push(b'\n');
        let mut open = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let (log, end) = match &mut *open {
            Some((log, end)) => (log, end),
            none => {
                let log = OpenOptions::new()
                    .create(true)
                    .read(true)
                    .append(true)
                    .open(self.folder.join(LOG))?;
                let (log, end) = none.insert((log, 0));
                (log, end)
            }
        };
        log.lock()?;
        let written = ends_torn(log, *end).and_then(|(length, torn)| {
            if torn {
                // Whoever wrote the last line was killed within it: what is whole begins on a line of its own.
                line.insert(0, b'\n');
            }
            log.write_all(&line)?;
            *end = length + line.len() as u64;
            Ok(())
        });
        log.unlock()?;
        written
    }
}

impl Index {
    /// Reads what was added to the log since the last time.
    fn read_on(&mut self, log: &Path) -> io::Result<()> {
        if self.file.is_none() {
            self.file = match File::open(log) {
                Ok(file) => Some(file),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                Err(error) => return Err(error),
            };
        }
        let Some(mut file) = self.file.as_ref() else {
            return Ok(());
        };
        let length = file.metadata()?.len();
        if length <= self.read {
            return Ok(());
        }
        file.seek(SeekFrom::Start(self.read))?;
        let mut lines = BufReader::with_capacity(1 << 16, file);
        let mut line = Vec::new();
        loop {
            line.clear();
            let count = lines
                .by_ref()
                .take(LONGEST_LINE)
                .read_until(b'\n', &mut line)? as u64;
            if count == 0 {
                return Ok(());
            }
            if !line.ends_with(b"\n") && count < LONGEST_LINE {
                // Being written at this moment, or torn: the next time it is longer, or stays what it is.
                return Ok(());
            }
            self.read += count;
            if let Ok(record) = serde_json::from_slice(&line) {
                take(&mut self.kept, record);
            }
        }
    }
}

/// Brings what is `kept` up to date with one more line of the log.
fn take(all: &mut BTreeMap<String, Kept>, mut record: Record) {
    let (Some(sha256), Some(file)) = (record.sha256.clone(), &record.file) else {
        return;
    };
    if !is_own(file) {
        return;
    }
    let etag = record.header("etag").map(str::to_owned);
    let last_modified = record.header("last-modified").map(str::to_owned);
    let confirmed = record.time.clone();
    // The others stand in the log, and would be held in memory for every address.
    record.headers.retain(|name, _| name == "content-type");
    match all.get_mut(&record.url) {
        Some(kept) if kept.record.sha256.as_ref() == Some(&sha256) => {
            kept.confirmed = confirmed;
            // A 304 need not repeat them.
            kept.etag = etag.or(kept.etag.take());
            kept.last_modified = last_modified.or(kept.last_modified.take());
            if record.status != Some(304) {
                // The same bytes may have moved: where they came from is told as of now, when they came first.
                kept.record = Record {
                    time: kept.record.time.clone(),
                    ..record
                };
            }
        }
        there => {
            let earlier = there.and_then(|kept| {
                Some(Earlier {
                    sha256: kept.record.sha256.clone()?,
                    retrieved_at: kept.record.time.clone(),
                    file: kept.record.file.clone()?,
                })
            });
            all.insert(
                record.url.clone(),
                Kept {
                    record,
                    confirmed,
                    etag,
                    last_modified,
                    earlier,
                },
            );
        }
    }
}

/// A file for the time of its writing, readable by whoever may read new files in the folder.
fn passing_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".new-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The system takes away what the user's mask does.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Whether `file` is one that [`Store::keep`] could have named.
fn is_own(file: &str) -> bool {
    file.strip_prefix(SNAPSHOTS)
        .and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|rest| {
            rest.chars()
                .all(|sign| sign.is_ascii_alphanumeric() || "/.".contains(sign))
                && !rest.contains("..")
        })
}

/// The length of the log, and whether it does not end with the end of a line. Behind our own last line it does.
fn ends_torn(log: &mut File, ours: u64) -> io::Result<(u64, bool)> {
    let length = log.metadata()?.len();
    if length == 0 || length == ours {
        return Ok((length, false));
    }
    log.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    log.read_exact(&mut last)?;
    Ok((length, last != *b"\n"))
}

/// The ending of the file's name, for people who open it: told from the bytes alone, so that the same bytes always have
/// the same name.
fn ending_of(bytes: &[u8]) -> &'static str {
    let start = bytes.get(..1024).unwrap_or(bytes).to_ascii_lowercase();
    let contains = |words: &[u8]| start.windows(words.len()).any(|window| window == words);
    if contains(b"%pdf-") {
        "pdf"
    } else if start.starts_with(b"pk\x03\x04") {
        "docx"
    } else if contains(b"<html") || contains(b"<!doctype html") || contains(b"<body") {
        "html"
    } else if std::str::from_utf8(bytes).is_ok() {
        "txt"
    } else {
        "bin"
    }
}

#[cfg(test)]
mod tests;
