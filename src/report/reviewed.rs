//! `reviewed.csv`: every override of the journal, with what became of it.

use std::io;
use std::path::Path;

use super::finished::FinishedRun;
use super::finished::Unfinished;
use super::table::Table;
use crate::review::Journal;
use crate::review::State;

/// The name of the table.
pub const FILE: &str = "reviewed.csv";

const COLUMNS: &[&str] = &[
    "line",
    "statement_id",
    "source",
    "organisation",
    "rubric",
    "criterion_id",
    "verdict",
    "level",
    "old",
    "new",
    "reviewed_by",
    "reviewed_at",
    "review_reason",
    "state",
    "cause",
];

/// What became of the overrides of a journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewTally {
    /// Overrides that hold.
    pub applied: usize,
    /// Overrides that held until a later one.
    pub superseded: usize,
    /// Overrides that no longer hold, each in a sentence that names it.
    pub stale: Vec<String>,
    /// Overrides of statements that are not in the run.
    pub not_in_run: usize,
}

/// What is told of one override.
struct Told {
    statement_id: String,
    source: String,
    organisation: String,
    rubric: String,
    verdict: &'static str,
    level: &'static str,
    state: &'static str,
    cause: String,
}

/// Writes what became of the overrides of `journal` in `run` into `folder`.
///
/// # Errors
///
/// When the run cannot be read, or the table not be written.
pub fn write_reviewed(
    run: &FinishedRun,
    journal: &Journal,
    folder: &Path,
    verbatim: bool,
) -> io::Result<ReviewTally> {
    let mut told: Vec<Option<Told>> = journal.entries.iter().map(|_| None).collect();
    run.each(false, |mut statement| -> Result<(), Unfinished> {
        let judged = statement.review(journal);
        for (place, state) in judged.states {
            let (Some(entry), Some(cell)) = (journal.entries.get(place), told.get_mut(place))
            else {
                continue;
            };
            // What was said of the reviewed bytes stands above what other bytes of the source make of it.
            let is_own = entry.statement == statement.statement_id;
            if cell.is_some() && !is_own {
                continue;
            }
            let machine = statement.assessments.iter().find_map(|assessment| {
                let is_meant = entry.rubric.is_empty() || assessment.rubric == entry.rubric;
                let criterion = assessment
                    .criteria
                    .iter()
                    .find(|criterion| is_meant && criterion.criterion_id == entry.criterion)?;
                Some((assessment.rubric.clone(), criterion))
            });
            let (word, cause) = match &state {
                State::Applied => ("applied", String::new()),
                State::Superseded => ("superseded", String::new()),
                State::Stale(cause) => ("stale", cause.told(entry)),
            };
            *cell = Some(Told {
                statement_id: entry.statement.clone(),
                source: statement.source.clone(),
                organisation: statement.organisation().to_owned(),
                rubric: machine
                    .as_ref()
                    .map_or_else(|| entry.rubric.clone(), |(rubric, _)| rubric.clone()),
                verdict: machine
                    .as_ref()
                    .map_or("", |(_, criterion)| criterion.verdict.word()),
                level: machine
                    .as_ref()
                    .and_then(|(_, criterion)| criterion.level)
                    .map_or("", |level| level.word()),
                state: word,
                cause,
            });
        }
        Ok(())
    })
    .map_err(io::Error::other)?;

    let mut tally = ReviewTally::default();
    let mut table = Table::open(&folder.join(FILE), COLUMNS.iter().copied(), None, verbatim)?;
    for (entry, told) in journal.entries.iter().zip(told) {
        let told = told.unwrap_or_else(|| Told {
            statement_id: entry.statement.clone(),
            source: entry.source.clone(),
            organisation: String::new(),
            rubric: entry.rubric.clone(),
            verdict: "",
            level: "",
            state: "not-in-run",
            cause: "no statement of the run has this identifier or source".to_owned(),
        });
        match told.state {
            "applied" => tally.applied += 1,
            "superseded" => tally.superseded += 1,
            "stale" => tally.stale.push(format!(
                "line {}, {} of {} by {}: {}",
                entry.line, entry.criterion, entry.statement, entry.who, told.cause
            )),
            _ => tally.not_in_run += 1,
        }
        let mut row = table.row();
        row.plain(entry.line);
        row.text(&told.statement_id);
        row.text(&told.source);
        row.text(&told.organisation);
        row.text(&told.rubric);
        row.text(&entry.criterion);
        row.plain(told.verdict);
        row.plain(told.level);
        row.plain(entry.old.word());
        row.plain(entry.new.word());
        row.text(&entry.who);
        row.text(&entry.when);
        row.text(&entry.reason);
        row.plain(told.state);
        row.text(&told.cause);
        table.push(&row)?;
    }
    table.flush()?;
    Ok(tally)
}
