//! Shards of one run, put together: every outcome is written again, in the order of the inputs, as if by one run.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::collections::BinaryHeap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use super::Run;
use super::inputs::KeptInputs;
use super::shard::KeptOutcomes;
use super::shard::OUTCOMES;
use super::shard::RECORD;
use super::shard::ShardRecord;
use super::shard::kept;
use crate::assessment::Outcome;
use crate::rubric::Rubric;
use crate::source::Listed;

/// With more shards than this, their files are not all held open.
const HELD_OPEN: usize = 128;

/// The most numbers of missing shards that are told.
const NUMBERS_TOLD: usize = 12;

/// Why shards could not be merged.
#[derive(Debug, thiserror::Error)]
pub enum Unmerged {
    /// A folder is no shard, and holds none.
    #[error("{} holds no shard of a run", folder.display())]
    NoShard {
        /// The folder.
        folder: PathBuf,
    },
    /// A shard is not finished.
    #[error("the shard in {} is not finished", folder.display())]
    Unfinished {
        /// Its folder.
        folder: PathBuf,
    },
    /// The shards were written by another version.
    #[error("the shard in {} was written by avowal {version}", folder.display())]
    AnotherVersion {
        /// Its folder.
        folder: PathBuf,
        /// The version.
        version: String,
    },
    /// Two shards are not of one run.
    #[error("{} and {} are not of one run: {} differ", one.display(), other.display(), what.join(", "))]
    AnotherRun {
        /// A shard.
        one: PathBuf,
        /// Another.
        other: PathBuf,
        /// What differs, in words.
        what: Vec<&'static str>,
    },
    /// Shards are missing.
    #[error("{} of {of} shards are missing: {}", numbers.len(), first_of(numbers))]
    Missing {
        /// Their numbers.
        numbers: Vec<u32>,
        /// How many there should be.
        of: u32,
    },
    /// Two shards say different things of one input.
    #[error("{} and {} say different things of {source_label}", one.display(), other.display())]
    Conflict {
        /// A shard.
        one: PathBuf,
        /// Another.
        other: PathBuf,
        /// The input.
        source_label: String,
    },
    /// A shard is damaged.
    #[error("the shard in {} cannot be read: {cause}", folder.display())]
    Damaged {
        /// Its folder.
        folder: PathBuf,
        /// What is wrong.
        cause: io::Error,
    },
    /// The merged run cannot be written.
    #[error("the tables cannot be written: {0}")]
    NotWritten(#[from] io::Error),
}

fn first_of(numbers: &[u32]) -> String {
    let told: Vec<String> = numbers
        .iter()
        .take(NUMBERS_TOLD)
        .map(u32::to_string)
        .collect();
    let more = if numbers.len() > told.len() {
        ", …"
    } else {
        ""
    };
    format!("{}{more}", told.join(", "))
}

impl Unmerged {
    /// What to do about it: an imperative sentence without a full stop; empty where there is no more to say.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoShard { .. } => {
                "name the folders that `avowal assess --shard` wrote, or the folder that holds them"
            }
            Self::Unfinished { .. } => {
                "run the shard again with --resume, or give --partial to merge without it"
            }
            Self::AnotherVersion { .. } => "merge with the version that wrote the shards",
            Self::AnotherRun { .. } => {
                "name the shards of one run: the same inputs, rubrics, day, formats and number of shards"
            }
            Self::Missing { .. } => "run them, or give --partial to merge what is there",
            Self::Conflict { .. } => {
                "remove one of the two: the document changed, or a passing failure befell one of them"
            }
            Self::Damaged { .. } => "run the shard again with --overwrite",
            Self::NotWritten(_) => {
                "make room on the disk, then repeat the command with --overwrite"
            }
        }
    }
}

/// The shards of one run, checked against each other.
#[derive(Debug)]
pub struct Shards {
    parts: Vec<Part>,
    missing: Vec<u32>,
    passed_over: Vec<PathBuf>,
}

#[derive(Debug)]
struct Part {
    folder: PathBuf,
    record: ShardRecord,
}

impl Shards {
    /// The shards in `folders`: each is one, or holds some. Without `partial`, all shards of the run must be there,
    /// finished.
    ///
    /// # Errors
    ///
    /// [`Unmerged`] says what is wrong with them.
    pub fn find(folders: &[PathBuf], partial: bool) -> Result<Self, Unmerged> {
        let mut shards = Self {
            parts: Vec::new(),
            missing: Vec::new(),
            passed_over: Vec::new(),
        };
        for folder in folders {
            let found = shards.parts.len() + shards.passed_over.len();
            if is_shard(folder) {
                shards.take(folder, partial)?;
            } else {
                for child in children_of(folder)? {
                    if is_shard(&child) {
                        shards.take(&child, partial)?;
                    }
                }
            }
            if shards.parts.len() + shards.passed_over.len() == found {
                return Err(Unmerged::NoShard {
                    folder: folder.clone(),
                });
            }
        }
        let Some(first) = shards.parts.first() else {
            return Err(Unmerged::Unfinished {
                folder: shards.passed_over.swap_remove(0),
            });
        };
        let of = first.record.of;
        let there: BTreeSet<u32> = shards.parts.iter().map(|part| part.record.shard).collect();
        shards.missing = (1..=of).filter(|number| !there.contains(number)).collect();
        if !partial && !shards.missing.is_empty() {
            return Err(Unmerged::Missing {
                numbers: shards.missing,
                of,
            });
        }
        Ok(shards)
    }

    fn take(&mut self, folder: &Path, partial: bool) -> Result<(), Unmerged> {
        let damaged = |cause| Unmerged::Damaged {
            folder: folder.to_owned(),
            cause,
        };
        let Some(record) = ShardRecord::read(folder).map_err(damaged)? else {
            if partial {
                self.passed_over.push(folder.to_owned());
                return Ok(());
            }
            return Err(Unmerged::Unfinished {
                folder: folder.to_owned(),
            });
        };
        let length = fs::metadata(folder.join(OUTCOMES)).map_err(damaged)?.len();
        if length != record.outcome_bytes {
            return Err(damaged(io::Error::other(format!(
                "{OUTCOMES} has {length} bytes and should have {}",
                record.outcome_bytes
            ))));
        }
        if record.whole.version != super::Program::default().version {
            return Err(Unmerged::AnotherVersion {
                folder: folder.to_owned(),
                version: record.whole.version,
            });
        }
        if let Some(first) = self.parts.first() {
            let mut what = first.record.whole.differences(&record.whole);
            if first.record.of != record.of {
                what.push("the number of shards");
            }
            if !what.is_empty() {
                return Err(Unmerged::AnotherRun {
                    one: first.folder.clone(),
                    other: folder.to_owned(),
                    what,
                });
            }
        }
        self.parts.push(Part {
            folder: folder.to_owned(),
            record,
        });
        Ok(())
    }

    /// What the run is, as every shard knows it: that of the lowest number.
    ///
    /// # Panics
    ///
    /// Never: there is at least one shard.
    #[must_use]
    pub fn record(&self) -> &ShardRecord {
        &self.lowest().record
    }

    /// The folder of the shard with the lowest number.
    #[must_use]
    pub fn first_folder(&self) -> &Path {
        &self.lowest().folder
    }

    fn lowest(&self) -> &Part {
        let parts = self.parts.iter();
        parts
            .min_by_key(|part| part.record.shard)
            .expect("`find` refuses when there is none")
    }

    /// The numbers of the shards that are not there.
    #[must_use]
    pub fn missing(&self) -> &[u32] {
        &self.missing
    }

    /// When the first shard began.
    #[must_use]
    pub fn started_at(&self) -> String {
        let times = self.parts.iter().map(|part| &part.record.started_at);
        times.min().cloned().unwrap_or_default()
    }

    /// When the last shard ended.
    #[must_use]
    pub fn ended_at(&self) -> String {
        let times = self.parts.iter().map(|part| &part.record.ended_at);
        times.max().cloned().unwrap_or_default()
    }

    /// Writes all outcomes into `run`, in the order of the inputs of the whole, each input once; `rubrics` are those of
    /// the run. Holds one outcome at a time. Returns how many came twice.
    ///
    /// # Errors
    ///
    /// [`Unmerged`], where two shards disagree, one is damaged, or the run cannot be written.
    pub fn merge_into(
        &self,
        run: &mut Run,
        rubrics: &[Arc<Rubric>],
        mut each: impl FnMut(),
    ) -> Result<u64, Unmerged> {
        let mut streams: Vec<(KeptInputs, KeptOutcomes)> = self
            .parts
            .iter()
            .map(|part| {
                let folder = &part.folder;
                (KeptInputs::of(folder), KeptOutcomes::of(folder))
            })
            .collect();
        // The place of the next input of each shard, the lowest first; for one place, the shard that was named first.
        let mut due: BinaryHeap<Reverse<(u64, usize, usize)>> = BinaryHeap::new();
        for (shard, part) in self.parts.iter().enumerate() {
            if let Some(&place) = part.record.places.first() {
                due.push(Reverse((place, shard, 0)));
            }
        }
        let mut last: Option<(u64, usize, Listed, Outcome)> = None;
        let mut twice = 0;
        while let Some(Reverse((place, shard, at))) = due.pop() {
            let (Some(part), Some((inputs, outcomes))) =
                (self.parts.get(shard), streams.get_mut(shard))
            else {
                break;
            };
            let damaged = |cause| Unmerged::Damaged {
                folder: part.folder.clone(),
                cause,
            };
            let outcome = outcomes.next(rubrics).map_err(damaged)?;
            let listed = inputs
                .next()
                .map_err(damaged)?
                .listed()
                .ok_or_else(|| damaged(io::Error::other("a statement of it has no source")))?;
            if self.parts.len() > HELD_OPEN {
                inputs.close();
                outcomes.close();
            }
            if let Some(&next) = part.record.places.get(at + 1) {
                due.push(Reverse((next, shard, at + 1)));
            }
            match &last {
                Some((same, other, _, before)) if *same == place => {
                    if !agree(before, &outcome)? {
                        return Err(self.conflict(*other, shard, &outcome));
                    }
                    twice += 1;
                }
                _ => {
                    let next = (place, shard, listed, outcome);
                    if let Some((_, _, listed, outcome)) = last.replace(next) {
                        run.record(&listed, outcome)?;
                        each();
                    }
                }
            }
        }
        if let Some((_, _, listed, outcome)) = last {
            run.record(&listed, outcome)?;
            each();
        }
        Ok(twice)
    }

    fn conflict(&self, one: usize, other: usize, outcome: &Outcome) -> Unmerged {
        let folder = |shard: usize| {
            let part = self.parts.get(shard);
            part.map(|part| part.folder.clone()).unwrap_or_default()
        };
        Unmerged::Conflict {
            one: folder(one),
            other: folder(other),
            source_label: match outcome {
                Ok(assessed) => assessed.origin.label.clone(),
                Err(failed) => failed.source.clone(),
            },
        }
    }
}

/// Whether two outcomes of one input say the same, whenever each was fetched.
fn agree(one: &Outcome, other: &Outcome) -> io::Result<bool> {
    let (Ok(first), Ok(second)) = (one, other) else {
        return Ok(kept(one)? == kept(other)?);
    };
    if first.origin.sha256 != second.origin.sha256 {
        return Ok(false);
    }
    let same_words = first.document == second.document && first.facts == second.facts;
    let scores = |outcome: &crate::assessment::Assessed| {
        outcome
            .assessments
            .iter()
            .map(|assessment| (assessment.results.clone(), assessment.compliance))
            .collect::<Vec<_>>()
    };
    Ok(same_words && scores(first) == scores(second))
}

/// Whether `folder` is a shard, finished or not.
fn is_shard(folder: &Path) -> bool {
    folder.join(RECORD).is_file() || folder.join(OUTCOMES).is_file()
}

/// The folders in `folder`, in the order of their names.
fn children_of(folder: &Path) -> Result<Vec<PathBuf>, Unmerged> {
    let none = || Unmerged::NoShard {
        folder: folder.to_owned(),
    };
    let mut children = Vec::new();
    for entry in fs::read_dir(folder).map_err(|_| none())? {
        let path = entry.map_err(|_| none())?.path();
        if path.is_dir() {
            children.push(path);
        }
    }
    children.sort();
    Ok(children)
}
