//! What a shard keeps beside its own tables, so that it can be merged: every outcome whole, and where it belongs.
//!
//! `outcomes.bin` holds the outcomes in the order of the inputs: each a length of four bytes, little end first, then
//! that many bytes of `postcard`. `shard.json` is written last: a shard with it is finished. Both are for the version of
//! avowal that wrote them, and for no other program: the tables and reports are.

use std::borrow::Cow;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

use super::Format;
use super::Identity;
use super::Lengths;
use super::Report;
use super::Shape;
use super::run_record::write_whole;
use crate::assessment::Assessed;
use crate::assessment::Assessment;
use crate::assessment::Compliance;
use crate::assessment::CriterionResult;
use crate::assessment::Outcome;
use crate::document::Document;
use crate::document::Notice;
use crate::facts::Facts;
use crate::failure::Failed;
use crate::rubric::Rubric;
use crate::source::Origin;
use crate::source::Shard;

/// The record of a finished shard.
pub(super) const RECORD: &str = "shard.json";

/// The outcomes of a shard.
pub(super) const OUTCOMES: &str = "outcomes.bin";

/// The longest outcome that is read back: a document's text is bounded far below.
const OUTCOME_BYTES: usize = 1 << 30;

/// Keeps every outcome whole. Not for `--format`: a shard adds it to what was asked for.
pub static SHARD_FORMAT: Format = Format {
    name: "shard",
    open,
};

/// What a finished shard knows of the run that it is a part of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardRecord {
    /// Which part it is, from 1.
    pub shard: u32,
    /// How many parts there are.
    pub of: u32,
    /// The run as it would be in one piece.
    pub whole: Identity,
    /// The columns of the manifests of all inputs.
    pub manifest_columns: Vec<String>,
    /// The rubrics as they were typed.
    pub rubrics_typed: Vec<String>,
    /// The words of the command line, without the program's own path.
    pub command_line: Vec<String>,
    /// When the shard began, RFC 3339 in UTC.
    pub started_at: String,
    /// When it ended.
    pub ended_at: String,
    /// The places of its inputs among those of the whole run, from 0, in order.
    pub places: Vec<u64>,
    /// The length of its outcomes.
    pub outcome_bytes: u64,
}

impl ShardRecord {
    /// Whether `folder` holds this very part of the run `whole`, finished.
    #[must_use]
    pub fn is_finished(folder: &Path, shard: Shard, whole: &Identity) -> bool {
        Self::read(folder).ok().flatten().is_some_and(|record| {
            (record.shard, record.of) == (shard.number(), shard.of()) && record.whole == *whole
        })
    }

    /// The record in `folder`; none where it holds no finished shard.
    pub(super) fn read(folder: &Path) -> io::Result<Option<Self>> {
        match fs::read(folder.join(RECORD)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes the record into `folder`, whole or not at all: the shard is finished.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written.
    pub fn write(mut self, folder: &Path) -> io::Result<()> {
        self.outcome_bytes = fs::metadata(folder.join(OUTCOMES))?.len();
        write_whole(folder, RECORD, &self)
    }
}

/// An outcome as it is kept. The rubrics stand beside it, in the run.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    statement_id: Cow<'a, str>,
    origin: Cow<'a, Origin>,
    document: Cow<'a, Document>,
    facts: Cow<'a, Facts>,
    warnings: Cow<'a, [Notice]>,
    assessments: Vec<KeptAssessment<'a>>,
}

#[derive(Serialize, Deserialize)]
struct KeptAssessment<'a> {
    results: Cow<'a, [CriterionResult]>,
    compliance: Compliance,
    quality: Option<f32>,
}

impl<'a> From<&'a Assessed> for Kept<'a> {
    fn from(assessed: &'a Assessed) -> Self {
        // The number of a file that comes again is the whole run's to give.
        let id = assessed.statement_id.split('-').next().unwrap_or_default();
        Self {
            statement_id: Cow::Borrowed(id),
            origin: Cow::Borrowed(&assessed.origin),
            document: Cow::Borrowed(&assessed.document),
            facts: Cow::Borrowed(&assessed.facts),
            warnings: Cow::Borrowed(&assessed.warnings),
            assessments: assessed
                .assessments
                .iter()
                .map(|assessment| KeptAssessment {
                    results: Cow::Borrowed(&assessment.results),
                    compliance: assessment.compliance,
                    quality: assessment.quality,
                })
                .collect(),
        }
    }
}

impl Kept<'_> {
    fn into_assessed(self, rubrics: &[Arc<Rubric>]) -> Assessed {
        Assessed {
            statement_id: self.statement_id.into_owned(),
            origin: self.origin.into_owned(),
            document: self.document.into_owned(),
            facts: self.facts.into_owned(),
            warnings: self.warnings.into_owned(),
            assessments: self
                .assessments
                .into_iter()
                .zip(rubrics)
                .map(|(kept, rubric)| Assessment {
                    rubric: Arc::clone(rubric),
                    results: kept.results.into_owned(),
                    compliance: kept.compliance,
                    quality: kept.quality,
                })
                .collect(),
        }
    }
}

/// The bytes that an outcome is kept as.
pub(super) fn kept(outcome: &Outcome) -> io::Result<Vec<u8>> {
    let kept: Result<Kept<'_>, &Failed> = outcome.as_ref().map(Kept::from);
    postcard::to_stdvec(&kept).map_err(io::Error::other)
}

/// The file of outcomes while it grows.
struct Outcomes {
    file: BufWriter<File>,
}

fn open(folder: &Path, _: &Shape, finished: Option<&Lengths>) -> io::Result<Box<dyn Report>> {
    match fs::remove_file(folder.join(RECORD)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let finished = finished.and_then(|lengths| lengths.get(OUTCOMES).copied());
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(OUTCOMES))?;
    file.set_len(finished.unwrap_or(0))?;
    file.seek(SeekFrom::End(0))?;
    Ok(Box::new(Outcomes {
        file: BufWriter::with_capacity(1 << 16, file),
    }))
}

impl Report for Outcomes {
    fn record(&mut self, outcome: &Outcome) -> io::Result<()> {
        let bytes = kept(outcome)?;
        let length = u32::try_from(bytes.len())
            .map_err(|_| io::Error::other("an outcome is longer than four gigabytes"))?;
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(&bytes)
    }

    fn flush(&mut self) -> io::Result<Lengths> {
        self.file.flush()?;
        let length = self.file.get_ref().metadata()?.len();
        Ok(Lengths::from([(OUTCOMES.to_owned(), length)]))
    }
}

/// The outcomes of a finished shard, read back one after another.
pub(super) struct KeptOutcomes {
    path: PathBuf,
    file: Option<BufReader<File>>,
    offset: u64,
}

impl KeptOutcomes {
    pub(super) fn of(folder: &Path) -> Self {
        Self {
            path: folder.join(OUTCOMES),
            file: None,
            offset: 0,
        }
    }

    /// The next outcome, scored against `rubrics`.
    pub(super) fn next(&mut self, rubrics: &[Arc<Rubric>]) -> io::Result<Outcome> {
        let file = match &mut self.file {
            Some(file) => file,
            closed => {
                let mut file = File::open(&self.path)?;
                file.seek(SeekFrom::Start(self.offset))?;
                closed.insert(BufReader::with_capacity(1 << 16, file))
            }
        };
        let mut length = [0; 4];
        file.read_exact(&mut length)?;
        let length = u32::from_le_bytes(length) as usize;
        if length > OUTCOME_BYTES {
            return Err(io::Error::other("an outcome is longer than any can be"));
        }
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes)?;
        self.offset += 4 + length as u64;
        let kept: Result<Kept<'_>, Failed> =
            postcard::from_bytes(&bytes).map_err(io::Error::other)?;
        Ok(kept.map(|kept| kept.into_assessed(rubrics)))
    }

    /// Gives the file back to the system: it is opened again where it is read further.
    pub(super) fn close(&mut self) {
        self.file = None;
    }
}
