//! The tables of a finished run, read again statement by statement, so that memory stays flat.

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;

use super::Counts;
use super::Finished;
use super::FinishedAssessment;
use super::FinishedCovered;
use super::FinishedCriterion;
use super::FinishedEvidence;
use super::FinishedFacts;
use super::ShownCriterion;
use super::ShownRubric;
use crate::assessment::Verdict;
use crate::report::coverage;
use crate::report::criteria;
use crate::report::errors;
use crate::report::evidence;
use crate::report::run_record;
use crate::report::statements;
use crate::rubric::Level;

/// A finished run, whose statements can be read again.
#[derive(Debug, Clone)]
pub struct FinishedRun {
    /// Its folder.
    pub folder: PathBuf,
    /// Its rubrics, in their order.
    pub rubrics: Vec<ShownRubric>,
    verbatim: bool,
}

/// Why a run cannot be read again.
#[derive(Debug, thiserror::Error)]
pub enum Unfinished {
    /// There is no run.
    #[error("{} holds no finished run: it has no {file}", folder.display())]
    NoRun {
        /// The folder.
        folder: PathBuf,
        /// The file that is missing.
        file: &'static str,
    },
    /// A file of it cannot be read.
    #[error("{}: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        cause: String,
    },
}

/// What is needed of `run.json`.
#[derive(Debug, Deserialize)]
struct Record {
    #[serde(default)]
    verbatim: bool,
    #[serde(default)]
    rubrics: Vec<RecordedRubric>,
}

#[derive(Debug, Deserialize)]
struct RecordedRubric {
    id: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    title: String,
}

/// One row of a table, by column.
struct Cells {
    columns: std::sync::Arc<BTreeMap<String, usize>>,
    cells: csv::StringRecord,
    undo: bool,
}

impl Cells {
    /// The cell in `column`, the mark against formulas taken off; empty where there is none.
    fn text(&self, column: &str) -> &str {
        let place = self.columns.get(column).copied();
        let text = place
            .and_then(|place| self.cells.get(place))
            .unwrap_or_default();
        if !self.undo {
            return text;
        }
        text.strip_prefix('\'')
            .filter(|bare| {
                bare.trim_start()
                    .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
            })
            .unwrap_or(text)
    }

    fn maybe(&self, column: &str) -> Option<String> {
        let text = self.text(column);
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn number<T: std::str::FromStr>(&self, column: &str) -> Option<T> {
        self.text(column).parse().ok()
    }
}

/// A table read row by row, one row ahead.
struct Rows {
    path: PathBuf,
    records: csv::StringRecordsIntoIter<File>,
    columns: std::sync::Arc<BTreeMap<String, usize>>,
    ahead: Option<Cells>,
    undo: bool,
}

impl Rows {
    fn open(path: PathBuf, undo: bool) -> Result<Self, Unfinished> {
        let unreadable = |cause: String| Unfinished::Unreadable {
            path: path.clone(),
            cause,
        };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_path(&path)
            .map_err(|error| unreadable(error.to_string()))?;
        let columns: BTreeMap<String, usize> = reader
            .headers()
            .map_err(|error| unreadable(error.to_string()))?
            .iter()
            .enumerate()
            .map(|(place, name)| (name.trim_start_matches('\u{feff}').to_owned(), place))
            .collect();
        let mut rows = Self {
            records: reader.into_records(),
            columns: columns.into(),
            ahead: None,
            undo,
            path,
        };
        rows.advance()?;
        Ok(rows)
    }

    /// Takes the row ahead and reads the next.
    fn advance(&mut self) -> Result<Option<Cells>, Unfinished> {
        let next = match self.records.next() {
            None => None,
            Some(Ok(cells)) => Some(Cells {
                columns: std::sync::Arc::clone(&self.columns),
                cells,
                undo: self.undo,
            }),
            Some(Err(error)) => {
                return Err(Unfinished::Unreadable {
                    path: self.path.clone(),
                    cause: error.to_string(),
                });
            }
        };
        Ok(std::mem::replace(&mut self.ahead, next))
    }

    /// The next row, where it is the statement `id`'s.
    fn next_of(&mut self, id: &str) -> Result<Option<Cells>, Unfinished> {
        match &self.ahead {
            Some(row) if row.text("statement_id") == id => self.advance(),
            _ => Ok(None),
        }
    }

    /// Refuses rows that no statement took.
    fn finish(&self) -> Result<(), Unfinished> {
        match &self.ahead {
            None => Ok(()),
            Some(row) => Err(Unfinished::Unreadable {
                path: self.path.clone(),
                cause: format!(
                    "the rows of {} are not where the run wrote them: restore the table in its own order",
                    row.text("statement_id")
                ),
            }),
        }
    }
}

impl FinishedRun {
    /// Opens the run in `folder`.
    ///
    /// # Errors
    ///
    /// When there is none, or one of its files cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Unfinished> {
        let path = folder.join(run_record::FILE);
        let no_run = |file| Unfinished::NoRun {
            folder: folder.to_owned(),
            file,
        };
        let unreadable = |cause: String| Unfinished::Unreadable {
            path: path.clone(),
            cause,
        };
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(no_run(run_record::FILE));
            }
            Err(error) => return Err(unreadable(error.to_string())),
        };
        let record: Record =
            serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
        for file in [
            statements::FILE,
            criteria::FILE,
            evidence::FILE,
            errors::FILE,
        ] {
            if !folder.join(file).is_file() {
                return Err(no_run(file));
            }
        }
        let mut run = Self {
            folder: folder.to_owned(),
            rubrics: Vec::new(),
            verbatim: record.verbatim,
        };
        let criteria = run.criteria_by_rubric()?;
        run.rubrics = record
            .rubrics
            .into_iter()
            .map(|rubric| ShownRubric {
                criteria: criteria.get(&rubric.id).cloned().unwrap_or_default(),
                id: rubric.id,
                title: rubric.title,
                version: rubric.version,
            })
            .collect();
        Ok(run)
    }

    fn rows(&self, file: &str) -> Result<Rows, Unfinished> {
        Rows::open(self.folder.join(file), !self.verbatim)
    }

    /// The criteria of each rubric, as the first statement's rows tell them.
    fn criteria_by_rubric(&self) -> Result<BTreeMap<String, Vec<ShownCriterion>>, Unfinished> {
        let mut rows = self.rows(criteria::FILE)?;
        let mut found: BTreeMap<String, Vec<ShownCriterion>> = BTreeMap::new();
        let Some(first) = rows
            .ahead
            .as_ref()
            .map(|row| row.text("statement_id").to_owned())
        else {
            return Ok(found);
        };
        while let Some(row) = rows.next_of(&first)? {
            found
                .entry(row.text("rubric").to_owned())
                .or_default()
                .push(ShownCriterion {
                    id: row.text("criterion_id").to_owned(),
                    title: row.text("title").to_owned(),
                    citation: row.text("citation").to_owned(),
                    mandatory: row.text("mandatory") == "true",
                    formality: row.text("level").is_empty(),
                });
        }
        Ok(found)
    }

    /// Gives each statement of the run to `take`, in order; `with_evidence` also its sentences.
    ///
    /// # Errors
    ///
    /// When a table cannot be read or is not in its order, or as `take` says.
    pub fn each<E: From<Unfinished>>(
        &self,
        with_evidence: bool,
        mut take: impl FnMut(Finished) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statements = self.rows(statements::FILE)?;
        let mut criteria = self.rows(criteria::FILE)?;
        let mut evidence = match with_evidence {
            true => Some(self.rows(evidence::FILE)?),
            false => None,
        };
        let mut coverage = match self.folder.join(coverage::FILE).is_file() {
            true => Some(self.rows(coverage::FILE)?),
            false => None,
        };
        while let Some(row) = statements.advance()? {
            let mut finished = statement_of(&row);
            let id = finished.statement_id.clone();
            finished.assessments.push(assessment_of(&row));
            while let Some(row) = statements.next_of(&id)? {
                finished.assessments.push(assessment_of(&row));
            }
            while let Some(row) = criteria.next_of(&id)? {
                let criterion = criterion_of(&row).map_err(|cause| Unfinished::Unreadable {
                    path: self.folder.join(criteria::FILE),
                    cause: format!("statement {id}: {cause}"),
                })?;
                let rubric = row.text("rubric");
                let assessment = finished
                    .assessments
                    .iter_mut()
                    .find(|assessment| assessment.rubric == rubric);
                if let Some(assessment) = assessment {
                    assessment.criteria.push(criterion);
                }
            }
            while let Some(rows) = &mut evidence
                && let Some(row) = rows.next_of(&id)?
            {
                let rubric = row.text("rubric");
                let criterion = row.text("criterion_id");
                let place = finished
                    .assessments
                    .iter_mut()
                    .find(|assessment| assessment.rubric == rubric)
                    .and_then(|assessment| {
                        assessment
                            .criteria
                            .iter_mut()
                            .find(|known| known.criterion_id == criterion)
                    });
                if let Some(place) = place {
                    place.evidence.push(evidence_of(&row));
                }
            }
            while let Some(rows) = &mut coverage
                && let Some(row) = rows.next_of(&id)?
            {
                finished.coverage.push(FinishedCovered {
                    entity: row.text("entity").to_owned(),
                    relation: row.text("relation").to_owned(),
                });
            }
            take(finished)?;
        }
        criteria.finish()?;
        if let Some(rows) = evidence {
            rows.finish()?;
        }
        Ok(())
    }

    /// The inputs that gave no result: source, code, message, hint.
    ///
    /// # Errors
    ///
    /// When the table cannot be read.
    pub fn failures(&self) -> Result<Vec<[String; 4]>, Unfinished> {
        let mut rows = self.rows(errors::FILE)?;
        let mut failures = Vec::new();
        while let Some(row) = rows.advance()? {
            let told = |column: &str| row.text(column).to_owned();
            failures.push([told("source"), told("code"), told("message"), told("hint")]);
        }
        Ok(failures)
    }
}

fn statement_of(row: &Cells) -> Finished {
    let text = |column: &str| row.text(column).to_owned();
    let mut warnings: Vec<String> = row
        .text("warnings")
        .split("; ")
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect();
    warnings.dedup();
    let manifest = row
        .columns
        .keys()
        .filter_map(|column| {
            let name = column.strip_prefix("manifest.")?;
            Some((name.to_owned(), row.maybe(column)?))
        })
        .collect();
    Finished {
        statement_id: text("statement_id"),
        source: text("source"),
        final_url: row.maybe("final_url"),
        sha256: text("sha256"),
        format: text("format"),
        document_kind: text("document_kind"),
        pages: row.number("pages"),
        words: row.number("words").unwrap_or(0),
        facts: FinishedFacts {
            title: row.maybe("title"),
            organisation: row.maybe("organisation"),
            company_number: row.maybe("company_number"),
            period_start: row.maybe("period_start"),
            period_end: row.maybe("period_end"),
            approved_by: row.maybe("approved_by"),
            approval_date: row.maybe("approval_date"),
            signatory: row.maybe("signatory"),
            signatory_role: row.maybe("signatory_role"),
        },
        warnings,
        manifest,
        coverage: Vec::new(),
        assessments: Vec::new(),
        stale: Vec::new(),
    }
}

fn assessment_of(row: &Cells) -> FinishedAssessment {
    let count = |column: &str| row.number(column).unwrap_or(0);
    FinishedAssessment {
        rubric: row.text("rubric").to_owned(),
        rubric_version: row.text("rubric_version").to_owned(),
        machine: Counts {
            mandatory_met: count("mandatory_met"),
            mandatory_total: count("mandatory_total"),
            mandatory_unknown: count("mandatory_unknown"),
            quality: row.number("quality"),
        },
        reviewed: None,
        criteria: Vec::new(),
    }
}

fn criterion_of(row: &Cells) -> Result<FinishedCriterion, String> {
    let text = |column: &str| row.text(column).to_owned();
    let level = match row.text("level") {
        "" => None,
        word => Some(
            Level::ALL
                .into_iter()
                .find(|level| level.word() == word)
                .ok_or_else(|| format!("`{word}` is no level"))?,
        ),
    };
    let verdict = row.text("verdict");
    Ok(FinishedCriterion {
        criterion_id: text("criterion_id"),
        citation: text("citation"),
        title: text("title"),
        mandatory: row.text("mandatory") == "true",
        verdict: Verdict::of_word(verdict).ok_or_else(|| format!("`{verdict}` is no verdict"))?,
        level,
        capped_by: row.maybe("capped_by"),
        confidence: row.number("confidence").unwrap_or(0.0),
        link: text("link"),
        advice: text("advice"),
        weight: row.number("weight"),
        question: text("question"),
        evidence: Vec::new(),
        reviewed: None,
    })
}

fn evidence_of(row: &Cells) -> FinishedEvidence {
    let text = |column: &str| row.text(column).to_owned();
    FinishedEvidence {
        sentence_index: row.number("sentence_index"),
        page: row.number("page"),
        section: text("section"),
        text: text("text"),
        status: text("status"),
        confidence: row.number("confidence").unwrap_or(0.0),
        reason: text("reason"),
        link: text("link"),
        counts: row.text("counts") == "true",
    }
}
