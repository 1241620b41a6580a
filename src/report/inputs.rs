//! `inputs.ndjson`: each input of a run with what it came to, complete enough to read and score it again.

use std::collections::BTreeMap;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use super::wire::Told;
use crate::assessment::Assessed;
use crate::assessment::CriterionResult;
use crate::assessment::Outcome;
use crate::digest::Sha256Writer;
use crate::failure::Failed;
use crate::source::Listed;
use crate::source::Publication;
use crate::source::Source;

/// The name of the file in the folder of a run.
pub(super) const FILE: &str = "inputs.ndjson";

/// One input and what it came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRecord {
    /// Where its bytes were to be had; none where what the user named led to no source.
    pub source: Option<Source>,
    /// What it came to.
    #[serde(flatten)]
    pub came_to: CameTo,
}

/// What an input came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameTo {
    /// It was read and scored.
    Statement(Box<StatementRecord>),
    /// It gave no result.
    Failure(Failed),
}

/// The result of one statement, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRecord {
    /// Its identifier in the tables.
    pub statement_id: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// The address after redirects; none for a file.
    pub final_url: Option<String>,
    /// When it was fetched; none for a file.
    pub retrieved_at: Option<String>,
    /// The title of the statement, else the organisation, where the text says one.
    pub title: Option<String>,
    /// What is known of its home page, where that was looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<Publication>,
    /// By rubric, what it came to.
    pub answers: BTreeMap<String, Answers>,
    /// SHA-256 over the whole result, as `assessments.ndjson` has it: every fact, answer and piece of evidence.
    pub result_sha256: String,
}

/// What a statement came to under one rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// The weighted mean of the levels, as the tables have it.
    pub quality: Option<String>,
    /// By criterion, the verdict and, where it has one, the level: `met, partial`.
    pub criteria: BTreeMap<String, String>,
}

impl InputRecord {
    /// What `listed` came to.
    pub(super) fn of(listed: &Listed, outcome: &Outcome) -> io::Result<Self> {
        Ok(Self {
            source: listed.as_ref().ok().cloned(),
            came_to: match outcome {
                Ok(assessed) => {
                    CameTo::Statement(Box::new(StatementRecord::of(assessed, outcome)?))
                }
                Err(failed) => CameTo::Failure(failed.clone()),
            },
        })
    }

    /// The input as it was listed.
    #[must_use]
    pub fn listed(&self) -> Option<Listed> {
        match (&self.source, &self.came_to) {
            (Some(source), _) => Some(Ok(source.clone())),
            (None, CameTo::Failure(failed)) => Some(Err(failed.clone())),
            (None, CameTo::Statement(_)) => None,
        }
    }

    /// As the user named it.
    #[must_use]
    pub fn label(&self) -> &str {
        match (&self.source, &self.came_to) {
            (Some(source), _) => &source.label,
            (None, CameTo::Failure(failed)) => &failed.source,
            (None, CameTo::Statement(statement)) => &statement.statement_id,
        }
    }
}

impl StatementRecord {
    fn of(assessed: &Assessed, outcome: &Outcome) -> io::Result<Self> {
        let origin = &assessed.origin;
        let title = assessed.facts.title.as_ref();
        Ok(Self {
            statement_id: assessed.statement_id.clone(),
            sha256: origin.sha256.clone(),
            bytes: origin.bytes,
            final_url: origin.final_url.clone(),
            retrieved_at: origin.retrieved_at.clone(),
            title: title
                .or(assessed.facts.organisation.as_ref())
                .map(|found| found.value.clone()),
            publication: origin.publication.clone(),
            answers: answers_of(assessed),
            result_sha256: digest_of(outcome)?,
        })
    }
}

/// By rubric, what `assessed` came to.
pub(super) fn answers_of(assessed: &Assessed) -> BTreeMap<String, Answers> {
    let told = |result: &CriterionResult| match result.level {
        Some(level) => format!("{}, {}", result.verdict.word(), level.word()),
        None => result.verdict.word().to_owned(),
    };
    assessed
        .assessments
        .iter()
        .map(|assessment| {
            let criteria = assessment.rubric.criteria.iter().zip(&assessment.results);
            let answers = Answers {
                quality: assessment.quality.map(|quality| format!("{quality:.1}")),
                criteria: criteria
                    .map(|(criterion, result)| (criterion.id.clone(), told(result)))
                    .collect(),
            };
            (assessment.rubric.id.clone(), answers)
        })
        .collect()
}

/// SHA-256, in hex, over the whole of `outcome` as the JSON formats have it.
pub(super) fn digest_of(outcome: &Outcome) -> io::Result<String> {
    let mut digest = Sha256Writer::default();
    serde_json::to_writer(&mut digest, &Told::from(outcome))?;
    Ok(digest.finish())
}

/// The file of a run that is being written.
pub(super) struct Inputs(BufWriter<File>);

impl Inputs {
    /// Opens the file in `folder`: anew, or cut to its first `finished` bytes to go on there.
    pub(super) fn open(folder: &Path, finished: u64) -> io::Result<Self> {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(FILE))?;
        file.set_len(finished)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Self(BufWriter::new(file)))
    }

    pub(super) fn push(&mut self, record: &InputRecord) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, record)?;
        self.0.write_all(b"\n")
    }

    /// Brings all lines to the file and tells its length in bytes.
    pub(super) fn flush(&mut self) -> io::Result<u64> {
        self.0.flush()?;
        Ok(self.0.get_ref().metadata()?.len())
    }
}

/// The inputs of a finished run, read back one after another; the file may be given back in between.
pub(super) struct KeptInputs {
    path: PathBuf,
    file: Option<BufReader<File>>,
    offset: u64,
}

impl KeptInputs {
    pub(super) fn of(folder: &Path) -> Self {
        Self {
            path: folder.join(FILE),
            file: None,
            offset: 0,
        }
    }

    /// The next input and what it came to.
    pub(super) fn next(&mut self) -> io::Result<InputRecord> {
        let file = match &mut self.file {
            Some(file) => file,
            closed => {
                let mut file = File::open(&self.path)?;
                file.seek(SeekFrom::Start(self.offset))?;
                closed.insert(BufReader::new(file))
            }
        };
        let mut line = String::new();
        self.offset += file.read_line(&mut line)? as u64;
        Ok(serde_json::from_str(&line)?)
    }

    /// Gives the file back to the system: it is opened again where it is read further.
    pub(super) fn close(&mut self) {
        self.file = None;
    }
}

/// The inputs of the run in `folder`, one at a time.
pub(super) fn read(folder: &Path) -> io::Result<impl Iterator<Item = io::Result<InputRecord>>> {
    let lines = BufReader::new(File::open(folder.join(FILE))?).lines();
    Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
}
