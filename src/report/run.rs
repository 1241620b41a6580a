//! The folder of one run: opened, written outcome by outcome, checkpointed, and gone on with after an interruption.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::BufWriter;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use super::Attached;
use super::FileRecord;
use super::Format;
use super::InputRecord;
use super::Lengths;
use super::Numbering;
use super::Program;
use super::Report;
use super::RubricRecord;
use super::RunRecord;
use super::RunStatus;
use super::Shape;
use super::Tally;
use super::codebook;
use super::inputs;
use super::inputs::Inputs;
use super::package;
use super::run_record;
use super::spool;
use super::statements;
use crate::assessment::Outcome;
use crate::digest::Sha256Writer;
use crate::source::Listed;
use serde::Deserialize;
use serde::Serialize;

/// Tells how far a run has come, until it is finished.
const CHECKPOINT: &str = "checkpoint.json";

/// The identifiers given so far, one a line: a file that comes again after a resume is numbered on.
const IDENTIFIERS: &str = "checkpoint.ids";

/// How often a checkpoint is written: what an interruption may cost to do again.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(2);

/// What makes two runs the same run: only then may one go on where the other stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The version of the program.
    pub version: String,
    /// The SHA-256 over the list of inputs, in hex.
    pub inputs_sha256: String,
    /// How many inputs there are.
    pub inputs: u64,
    /// Identifier and digest of each rubric, in order.
    pub rubrics: Vec<(String, String)>,
    /// The day against which staleness is judged, ISO 8601.
    pub as_of: String,
    /// The formats written.
    pub formats: Vec<String>,
    /// Whether cells are left as they are.
    pub verbatim: bool,
    /// The SHA-256 of the journal of reviews, in hex; none where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_sha256: Option<String>,
    /// The digest of the recogniser's weights, in hex; none where no rubric names a label of it.
    #[serde(default)]
    pub model_sha256: Option<String>,
    /// From which confidence on a sentence counts, as typed; none where rubrics and weights say.
    #[serde(default)]
    pub threshold: Option<String>,
}

impl Identity {
    /// The identity of a run over `sources` that is shaped as `shape`, writes `formats` and judges as of `as_of`.
    #[must_use]
    pub fn of(
        sources: &[Listed],
        shape: &Shape,
        formats: &[&'static Format],
        as_of: String,
    ) -> Self {
        let mut digest = Sha256Writer::default();
        for listed in sources {
            // Neither a source nor a failure holds anything that cannot be written as JSON.
            let line = match listed {
                Ok(source) => serde_json::to_vec(source),
                Err(failed) => serde_json::to_vec(failed),
            };
            digest.update(line.unwrap_or_default());
            digest.update(b"\n");
        }
        Self {
            version: Program::default().version.to_owned(),
            inputs_sha256: digest.finish(),
            inputs: sources.len() as u64,
            rubrics: shape
                .rubrics
                .iter()
                .map(|rubric| (rubric.id.clone(), rubric.sha256.clone()))
                .collect(),
            as_of,
            formats: formats
                .iter()
                .map(|format| format.name.to_owned())
                .collect(),
            verbatim: shape.verbatim,
            review_sha256: shape.review.as_ref().map(|journal| journal.sha256.clone()),
            model_sha256: None,
            threshold: None,
        }
    }

    /// What differs from `other`, in words.
    pub(super) fn differences(&self, other: &Self) -> Vec<&'static str> {
        let parts = [
            (self.version == other.version, "the version of avowal"),
            (
                self.inputs_sha256 == other.inputs_sha256,
                "the list of inputs",
            ),
            (self.rubrics == other.rubrics, "the rubrics"),
            (self.as_of == other.as_of, "--as-of"),
            (self.formats == other.formats, "--format"),
            (self.verbatim == other.verbatim, "--verbatim"),
            (self.review_sha256 == other.review_sha256, "--review"),
        ];
        parts
            .into_iter()
            .filter(|(same, _)| !same)
            .map(|(_, name)| name)
            .collect()
    }
}

/// How a folder that may hold a run already is to be treated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Existing {
    /// Refuse to touch it.
    #[default]
    Keep,
    /// Write the new run over it.
    Overwrite,
    /// Go on with it; where there is none, begin.
    Resume,
}

/// Why the folder of a run could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum Unopened {
    /// It holds a run.
    #[error("the folder {} already holds a run", folder.display())]
    Occupied {
        /// The folder.
        folder: PathBuf,
    },
    /// The run in it was another one.
    #[error("the run in {} cannot go on: {} changed since", folder.display(), changed.join(", "))]
    AnotherRun {
        /// The folder.
        folder: PathBuf,
        /// What differs, in words.
        changed: Vec<&'static str>,
    },
    /// The checkpoint, or a table beside it, is damaged.
    #[error("the checkpoint in {} cannot be used: {cause}", folder.display())]
    BadCheckpoint {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// The folder cannot be written.
    #[error("the folder {} cannot be written", folder.display())]
    NotWritable {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
}

impl Unopened {
    /// What to do about it: an imperative sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Occupied { .. } => {
                "name another folder with -o, or give --overwrite to replace the run, or --resume to go on with it"
            }
            Self::AnotherRun { .. } => {
                "repeat the command line of the run, or give --overwrite to begin anew"
            }
            Self::BadCheckpoint { .. } => "give --overwrite to begin anew",
            Self::NotWritable { .. } => "name a folder that you may write with -o",
        }
    }
}

/// How far a run has come: what stands in the checkpoint.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Checkpoint {
    identity: Identity,
    started_at: String,
    /// How many inputs are finished.
    done: u64,
    tally: Tally,
    /// The length of the list of identifiers.
    identifiers: u64,
    /// The length of the record of inputs.
    inputs: u64,
    /// For each format, the lengths of its files.
    lengths: Vec<Lengths>,
}

/// One run and its folder.
pub struct Run {
    folder: PathBuf,
    shape: Shape,
    identity: Identity,
    started_at: String,
    reports: Vec<Box<dyn Report>>,
    numbering: Numbering,
    identifiers: Identifiers,
    inputs: Inputs,
    tally: Tally,
    attached: Vec<Attached>,
    done: u64,
    written: Instant,
}

/// The list of identifiers on disk.
struct Identifiers {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Identifiers {
    /// Opens the list in `folder`: anew, or cut to its first `finished` bytes to go on there.
    fn open(folder: &Path, finished: u64) -> io::Result<Self> {
        let path = folder.join(IDENTIFIERS);
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)?;
        file.set_len(finished)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Self {
            path,
            file: BufWriter::new(file),
        })
    }

    fn push(&mut self, identifier: &str) -> io::Result<()> {
        writeln!(self.file, "{identifier}")
    }

    fn flush(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        Ok(self.file.get_ref().metadata()?.len())
    }

    fn numbering(&self) -> io::Result<Numbering> {
        let text = fs::read_to_string(&self.path)?;
        Ok(Numbering::resumed(text.lines()))
    }
}

impl Run {
    /// The day as of which the unfinished run in `folder` judges, where there is one: who goes on with it keeps to it.
    #[must_use]
    pub fn pending_as_of(folder: &Path) -> Option<String> {
        let checkpoint = read_checkpoint(folder).ok()??;
        Some(checkpoint.identity.as_of)
    }

    /// Opens `folder`, which is made where it is not there, for the run `identity`, shaped as `shape`, in `formats`.
    ///
    /// `now` is the present time, RFC 3339 in UTC.
    ///
    /// # Errors
    ///
    /// [`Unopened`] says why; the folder is then as it was.
    pub fn open(
        folder: &Path,
        existing: Existing,
        identity: Identity,
        shape: Shape,
        formats: &[&'static Format],
        now: String,
    ) -> Result<Self, Unopened> {
        let not_writable = |cause| Unopened::NotWritable {
            folder: folder.to_owned(),
            cause,
        };
        fs::create_dir_all(folder).map_err(not_writable)?;
        let checkpoint = match existing {
            Existing::Resume => resumable(folder, &identity)?,
            Existing::Overwrite => None,
            Existing::Keep if is_occupied(folder) => {
                return Err(Unopened::Occupied {
                    folder: folder.to_owned(),
                });
            }
            Existing::Keep => None,
        };
        let mut reports = Vec::new();
        for (place, format) in formats.iter().enumerate() {
            let lengths = checkpoint
                .as_ref()
                .and_then(|checkpoint| checkpoint.lengths.get(place));
            reports.push((format.open)(folder, &shape, lengths).map_err(not_writable)?);
        }
        let mut run = Self {
            folder: folder.to_owned(),
            shape,
            identity,
            started_at: now,
            reports,
            numbering: Numbering::default(),
            identifiers: Identifiers::open(
                folder,
                checkpoint
                    .as_ref()
                    .map_or(0, |checkpoint| checkpoint.identifiers),
            )
            .map_err(not_writable)?,
            inputs: Inputs::open(
                folder,
                checkpoint
                    .as_ref()
                    .map_or(0, |checkpoint| checkpoint.inputs),
            )
            .map_err(not_writable)?,
            tally: Tally::default(),
            attached: Vec::new(),
            done: 0,
            written: Instant::now(),
        };
        if let Some(checkpoint) = checkpoint {
            run.numbering = run.identifiers.numbering().map_err(not_writable)?;
            run.started_at = checkpoint.started_at;
            run.tally = checkpoint.tally;
            run.done = checkpoint.done;
        }
        // A run that was begun must not look finished, nor vanish from view before its first checkpoint.
        remove(&folder.join(run_record::FILE)).map_err(not_writable)?;
        run.checkpoint().map_err(not_writable)?;
        Ok(run)
    }

    /// How many inputs are finished: the run goes on behind them.
    #[must_use]
    pub fn done(&self) -> usize {
        usize::try_from(self.done).unwrap_or(usize::MAX)
    }

    /// When the run began, also where it goes on after an interruption; RFC 3339 in UTC.
    #[must_use]
    pub fn started_at(&self) -> &str {
        &self.started_at
    }

    /// What the run came to so far.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Writes the outcome of the next input, which is `listed`.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn record(&mut self, listed: &Listed, mut outcome: Outcome) -> io::Result<()> {
        self.numbering.number(&mut outcome);
        self.inputs.push(&InputRecord::of(listed, &outcome)?)?;
        if let Ok(assessed) = &outcome {
            self.identifiers.push(&assessed.statement_id)?;
        }
        for report in &mut self.reports {
            report.record(&outcome)?;
        }
        self.tally.record(&outcome);
        self.done += 1;
        if self.written.elapsed() >= CHECKPOINT_EVERY {
            self.checkpoint()?;
        }
        Ok(())
    }

    /// Names a table that was written into the folder, so that the record and the description of the run hold it.
    pub fn attach(&mut self, table: Attached) {
        self.attached.push(table);
    }

    /// Brings everything to the files and writes `run.json`; an interrupted run also keeps its checkpoint.
    ///
    /// `command_line` are the words of the command line without the program's own path, `now` is RFC 3339 in UTC.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn finish(
        mut self,
        status: RunStatus,
        command_line: Vec<String>,
        now: String,
    ) -> io::Result<Tally> {
        self.checkpoint()?;
        let mut files = Vec::new();
        for report in &mut self.reports {
            for name in report.flush()?.into_keys().chain(report.describe()?) {
                // Two formats may share the description of their layout.
                let is_known = files.iter().any(|file: &FileRecord| file.name == name);
                if !is_known && !spool::is_passing(&name) {
                    files.push(FileRecord::of(&self.folder, &name)?);
                }
            }
        }
        files.push(FileRecord::of(&self.folder, inputs::FILE)?);
        for table in &self.attached {
            files.push(FileRecord::of(&self.folder, table.file)?);
        }
        package::write(&self.folder, &self.shape, &files, &self.attached)?;
        codebook::write(&self.folder, &self.shape)?;
        for name in [package::FILE, codebook::FILE] {
            files.push(FileRecord::of(&self.folder, name)?);
        }
        for report in &self.reports {
            self.tally.notes.extend(report.notes());
        }
        let record = RunRecord {
            schema: 1,
            program: Program::default(),
            command_line,
            working_folder: std::env::current_dir().ok(),
            status,
            started_at: self.started_at.clone(),
            ended_at: now,
            as_of: self.identity.as_of.clone(),
            verbatim: self.identity.verbatim,
            formats: self.identity.formats.clone(),
            inputs_sha256: self.identity.inputs_sha256.clone(),
            inputs: self.identity.inputs,
            rubrics: self
                .shape
                .rubrics
                .iter()
                .map(|rubric| RubricRecord::from(rubric.as_ref()))
                .collect(),
            model_sha256: self.identity.model_sha256.clone(),
            threshold: self.identity.threshold.clone(),
            counts: self.tally.clone(),
            notes: self.tally.notes.clone(),
            files,
        };
        record.write(&self.folder)?;
        if status != RunStatus::Interrupted {
            remove(&self.folder.join(CHECKPOINT))?;
            remove(&self.folder.join(IDENTIFIERS))?;
            spool::clear(&self.folder)?;
        }
        Ok(self.tally)
    }

    /// Brings everything to the files, then says how far that is.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn checkpoint(&mut self) -> io::Result<()> {
        let lengths = self
            .reports
            .iter_mut()
            .map(|report| report.flush())
            .collect::<io::Result<Vec<Lengths>>>()?;
        let checkpoint = Checkpoint {
            identity: self.identity.clone(),
            started_at: self.started_at.clone(),
            done: self.done,
            tally: self.tally.clone(),
            identifiers: self.identifiers.flush()?,
            inputs: self.inputs.flush()?,
            lengths,
        };
        run_record::write_whole(&self.folder, CHECKPOINT, &checkpoint)?;
        self.written = Instant::now();
        Ok(())
    }
}

/// The checkpoint from which the run `identity` can go on; none where `folder` holds no run.
fn resumable(folder: &Path, identity: &Identity) -> Result<Option<Checkpoint>, Unopened> {
    let bad = |cause: String| Unopened::BadCheckpoint {
        folder: folder.to_owned(),
        cause,
    };
    let Some(checkpoint) = read_checkpoint(folder).map_err(bad)? else {
        return if is_occupied(folder) {
            Err(bad(
                "the run is finished, or its checkpoint is lost".to_owned()
            ))
        } else {
            Ok(None)
        };
    };
    let changed = identity.differences(&checkpoint.identity);
    if !changed.is_empty() {
        return Err(Unopened::AnotherRun {
            folder: folder.to_owned(),
            changed,
        });
    }
    for (name, &length) in checkpoint.lengths.iter().flatten() {
        let there = fs::metadata(folder.join(name)).map_or(0, |about| about.len());
        if there < length {
            return Err(bad(format!(
                "{name} has {there} bytes and should have at least {length}"
            )));
        }
    }
    Ok(Some(checkpoint))
}

fn read_checkpoint(folder: &Path) -> Result<Option<Checkpoint>, String> {
    match fs::read(folder.join(CHECKPOINT)) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| error.to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

/// Whether a run was begun or finished in `folder`.
fn is_occupied(folder: &Path) -> bool {
    [CHECKPOINT, run_record::FILE, statements::FILE]
        .iter()
        .any(|name| folder.join(name).exists())
}

/// Removes the file at `path`, where there is one.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::FORMATS;
    use super::*;
    use crate::failure::Failed;
    use crate::failure::Stage;

    fn failed(source: &str) -> Outcome {
        Err(Failed {
            source: source.to_owned(),
            stage: Stage::Load,
            code: "not-found".into(),
            message: "it is not there".to_owned(),
            hint: "look again".to_owned(),
        })
    }

    fn listed() -> Listed {
        Ok(crate::source::Source::of_address("https://holm.example/"))
    }

    fn open(folder: &Path, existing: Existing, as_of: &str) -> Result<Run, Unopened> {
        let shape = Shape {
            rubrics: Vec::new(),
            manifest_columns: Vec::new(),
            verbatim: false,
            review: None,
        };
        let formats: Vec<&'static Format> = FORMATS.iter().take(1).collect();
        let identity = Identity::of(&[], &shape, &formats, as_of.to_owned());
        let now = "2026-11-24T12:00:00Z".to_owned();
        Run::open(folder, existing, identity, shape, &formats, now)
    }

    fn errors_in(folder: &Path) -> String {
        fs::read_to_string(folder.join("errors.csv")).expect("the table is there")
    }

    #[test]
    fn a_run_that_lost_its_last_rows_goes_on_behind_the_checkpoint() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let folder = folder.path();
        let mut run = open(folder, Existing::Keep, "2026-11-24").expect("an empty folder");
        run.record(&listed(), failed("a"))
            .expect("it can be written");
        run.checkpoint().expect("it can be written");
        run.record(&listed(), failed("lost"))
            .expect("it can be written");
        for report in &mut run.reports {
            report.flush().expect("it can be written");
        }
        drop(run);
        assert!(errors_in(folder).contains("lost"));

        let mut run = open(folder, Existing::Resume, "2026-11-24").expect("the same run");
        assert_eq!(run.done(), 1);
        run.record(&listed(), failed("b"))
            .expect("it can be written");
        let tally = run
            .finish(RunStatus::Finished, Vec::new(), String::new())
            .expect("it can be written");

        assert_eq!(tally.failed, 2);
        let lines: Vec<String> = errors_in(folder).lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[1].starts_with("a,") && lines[2].starts_with("b,"));
        assert!(!folder.join(CHECKPOINT).exists());
    }

    #[test]
    fn a_folder_with_a_run_is_only_touched_when_asked() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let folder = folder.path();
        let mut run = open(folder, Existing::Keep, "2026-11-24").expect("an empty folder");
        run.record(&listed(), failed("a"))
            .expect("it can be written");
        run.finish(RunStatus::Interrupted, Vec::new(), String::new())
            .expect("it can be written");
        let before = errors_in(folder);

        let refused = open(folder, Existing::Keep, "2026-11-24").err();
        assert!(matches!(refused, Some(Unopened::Occupied { .. })));
        let refused = open(folder, Existing::Resume, "2020-01-01").err();
        assert!(
            matches!(refused, Some(Unopened::AnotherRun { changed, .. }) if changed == ["--as-of"])
        );
        assert_eq!(errors_in(folder), before);

        let run = open(folder, Existing::Overwrite, "2020-01-01").expect("it was asked for");
        assert_eq!(run.done(), 0);
        assert!(!errors_in(folder).contains("a,"));
    }

    #[test]
    fn a_table_shorter_than_its_checkpoint_says_so() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let folder = folder.path();
        let mut run = open(folder, Existing::Keep, "2026-11-24").expect("an empty folder");
        run.record(&listed(), failed("a"))
            .expect("it can be written");
        run.finish(RunStatus::Interrupted, Vec::new(), String::new())
            .expect("it can be written");
        fs::write(folder.join("errors.csv"), "source").expect("it can be written");

        let refused = open(folder, Existing::Resume, "2026-11-24").err();

        assert!(matches!(refused, Some(Unopened::BadCheckpoint { .. })));
    }
}
