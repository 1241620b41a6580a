//! What the folder of a finished run says of it.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use crate::report::FileRecord;
use crate::report::InputRecord;
use crate::report::inputs;
use crate::report::run_record;

/// Why a folder cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum NotARun {
    /// There is no record in it.
    #[error("{} holds no finished run: {cause}", folder.display())]
    NoRecord {
        /// The folder.
        folder: PathBuf,
        /// What the system says of its `run.json`.
        #[source]
        cause: io::Error,
    },
    /// The record cannot be understood.
    #[error("the record of the run in {} cannot be understood: {cause}", folder.display())]
    BadRecord {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
}

/// `run.json`, as far as a check needs it.
#[derive(Debug, Clone, Deserialize)]
pub struct KeptRun {
    /// The folder that it was read from.
    #[serde(skip)]
    pub folder: PathBuf,
    /// The program that wrote it.
    pub program: KeptProgram,
    /// The words of the command line.
    pub command_line: Vec<String>,
    /// The folder in which it was started.
    #[serde(default)]
    pub working_folder: Option<PathBuf>,
    /// When it began.
    pub started_at: String,
    /// When it ended.
    pub ended_at: String,
    /// The day against which staleness was judged.
    pub as_of: String,
    /// Whether cells were left as they are.
    pub verbatim: bool,
    /// The rubrics.
    pub rubrics: Vec<KeptRubric>,
    /// The digest of the recogniser's weights.
    pub model_sha256: Option<String>,
    /// From which confidence on a sentence counted, as typed; none where rubrics and weights say.
    #[serde(default)]
    pub threshold: Option<String>,
    /// The files, with their digests.
    pub files: Vec<KeptFile>,
}

/// The program that wrote a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptProgram {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A rubric of a run.
#[derive(Debug, Clone, Deserialize)]
pub struct KeptRubric {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its digest, in hex.
    pub sha256: String,
}

/// A file of a run as it was written.
#[derive(Debug, Clone, Deserialize)]
pub struct KeptFile {
    /// Its name in the folder of the run.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its digest, in hex.
    pub sha256: String,
}

/// A file of a run, and whether it is as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileCheck {
    /// Its name in the folder of the run.
    pub name: String,
    /// Whether it is as it was written.
    pub state: FileState,
}

/// Whether a file is as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Byte for byte.
    Same,
    /// It has other bytes.
    Changed,
    /// It is not there.
    Missing,
}

impl KeptRun {
    /// Reads what `folder` says of its run.
    ///
    /// # Errors
    ///
    /// When it holds none.
    pub fn read(folder: &Path) -> Result<Self, NotARun> {
        let bytes = fs::read(folder.join(run_record::FILE)).map_err(|cause| NotARun::NoRecord {
            folder: folder.to_owned(),
            cause,
        })?;
        let kept: Self = serde_json::from_slice(&bytes).map_err(|cause| NotARun::BadRecord {
            folder: folder.to_owned(),
            cause: cause.to_string(),
        })?;
        Ok(Self {
            folder: folder.to_owned(),
            ..kept
        })
    }

    /// The inputs, in their order.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn inputs(&self) -> Result<Vec<InputRecord>, NotARun> {
        inputs::read(&self.folder)
            .and_then(Iterator::collect)
            .map_err(|cause| NotARun::BadRecord {
                folder: self.folder.clone(),
                cause: format!("{}: {cause}", inputs::FILE),
            })
    }

    /// Each file of the run, and whether it is as it was written.
    pub(super) fn check_files(&self) -> io::Result<Vec<FileCheck>> {
        self.files
            .iter()
            .map(|file| {
                let state = if !is_inside(&file.name) {
                    // A record that somebody else wrote leads nowhere outside.
                    FileState::Missing
                } else {
                    match FileRecord::of(&self.folder, &file.name) {
                        Ok(found) if found.sha256 == file.sha256 => FileState::Same,
                        Ok(_) => FileState::Changed,
                        Err(error) if error.kind() == io::ErrorKind::NotFound => FileState::Missing,
                        Err(error) => return Err(error),
                    }
                };
                Ok(FileCheck {
                    name: file.name.clone(),
                    state,
                })
            })
            .collect()
    }
}

/// Whether `name` stays within the folder that it is joined to.
fn is_inside(name: &str) -> bool {
    Path::new(name)
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(_)))
}
