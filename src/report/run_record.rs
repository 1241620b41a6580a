//! `run.json`: the record of a run, complete enough to repeat it.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use serde::Serialize;

use super::Tally;
use crate::digest::Sha256Writer;
use crate::rubric::Rubric;

/// The name of the record in the folder of a run.
pub(super) const FILE: &str = "run.json";

/// The record of a run.
#[derive(Debug, Serialize)]
pub struct RunRecord {
    /// The version of this layout.
    pub schema: u32,
    /// The program that ran.
    pub program: Program,
    /// The words of the command line, without the program's own path.
    pub command_line: Vec<String>,
    /// The folder in which it was started: paths of the record are seen from there.
    pub working_folder: Option<PathBuf>,
    /// Whether all inputs were taken, or the run was interrupted and can be resumed.
    pub status: RunStatus,
    /// When the run, or its first part, began: RFC 3339 in UTC.
    pub started_at: String,
    /// When it ended.
    pub ended_at: String,
    /// The day against which staleness was judged, ISO 8601.
    pub as_of: String,
    /// Whether cells were left as they are, even such as a spreadsheet would run as a formula.
    pub verbatim: bool,
    /// The formats written, as after `--format`.
    pub formats: Vec<String>,
    /// The SHA-256 over the list of inputs, in hex.
    pub inputs_sha256: String,
    /// How many inputs there were.
    pub inputs: u64,
    /// The rubrics, in the order of the command line.
    pub rubrics: Vec<RubricRecord>,
    /// The digest of the recogniser's weights; none while rules alone recognise.
    pub model_sha256: Option<String>,
    /// From which confidence on a sentence counts, as typed after `--threshold`; none where rubrics and weights say.
    pub threshold: Option<String>,
    /// What the run came to.
    pub counts: Tally,
    /// What of it did not find room in the files of a format, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The files of the run, with their lengths and digests.
    pub files: Vec<FileRecord>,
}

/// The program that ran.
#[derive(Debug, Serialize)]
pub struct Program {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Default for Program {
    fn default() -> Self {
        Self {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RunStatus {
    /// All inputs were taken.
    Finished,
    /// It was interrupted; `--resume` goes on.
    Interrupted,
    /// It was merged from shards of which some were missing.
    Partial,
}

/// A rubric of the run.
#[derive(Debug, Serialize)]
pub struct RubricRecord {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// The digest of its file and all that it uses, in hex.
    pub sha256: String,
}

impl From<&Rubric> for RubricRecord {
    fn from(rubric: &Rubric) -> Self {
        Self {
            id: rubric.id.clone(),
            version: rubric.version.clone(),
            title: rubric.title.clone(),
            sha256: rubric.sha256.clone(),
        }
    }
}

/// A file of the run.
#[derive(Debug, Serialize)]
pub struct FileRecord {
    /// Its name in the folder of the run.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its digest, in hex.
    pub sha256: String,
}

impl FileRecord {
    /// Measures the file `name` in `folder`.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn of(folder: &Path, name: &str) -> io::Result<Self> {
        let mut digest = Sha256Writer::default();
        let mut file = fs::File::open(folder.join(name))?;
        let bytes = io::copy(&mut file, &mut digest)?;
        Ok(Self {
            name: name.to_owned(),
            bytes,
            sha256: digest.finish(),
        })
    }
}

impl RunRecord {
    /// Writes the record into `folder`, whole or not at all.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        write_whole(folder, FILE, self)
    }
}

/// Writes `value` as JSON into the file `name` of `folder`, whole or not at all.
pub(super) fn write_whole(folder: &Path, name: &str, value: &impl Serialize) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer_pretty(&mut file, value)?;
    io::Write::write_all(&mut file, b"\n")?;
    make_readable(file.path())?;
    file.persist(folder.join(name))
        .map_err(|error| error.error)?;
    Ok(())
}

/// Temporary files are private to their owner; reports are for sharing.
#[cfg(unix)]
pub(super) fn make_readable(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(file, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
pub(super) fn make_readable(_file: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_recorded_with_its_length_and_digest() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        fs::write(folder.path().join("a.csv"), "abc").expect("it can be written");

        let record = FileRecord::of(folder.path(), "a.csv").expect("it is there");

        assert_eq!(record.bytes, 3);
        // The published digest of "abc" (FIPS 180-2, appendix B.1).
        assert_eq!(
            record.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
