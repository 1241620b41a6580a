//! `avowal review`: one override more in the journal of a run, or what became of those in it.

use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::printed;
use super::report::run_in;
use super::report::say;
use crate::report::REVIEWED_FILE;
use crate::report::finished::FinishedRun;
use crate::report::finished::Unfinished;
use crate::report::printable;
use crate::report::write_reviewed;
use crate::review::Answer as Given;
use crate::review::Entry;
use crate::review::Journal;
use crate::review::append;

/// The journal in the folder of a run.
pub(super) const FILE: &str = "review.csv";

/// How many stale overrides are told one by one.
const STALE_TOLD: usize = 20;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of a finished run
    #[arg(value_name = "DIR")]
    run: PathBuf,
    /// The statement: its identifier, or the beginning of it. Without it, what became of the overrides is shown
    #[arg(long, value_name = "ID", requires_all = ["criterion", "reason", "by"])]
    statement: Option<String>,
    /// The criterion
    #[arg(long, value_name = "ID", requires = "statement")]
    criterion: Option<String>,
    /// The rubric, where several of the run have such a criterion; a name
    #[arg(long = "of", value_name = "RUBRIC", requires = "statement")]
    of: Option<String>,
    /// The level that is right: absent, mentioned, partial, specific, evidenced
    #[arg(
        long,
        value_name = "LEVEL",
        requires = "statement",
        conflicts_with = "verdict"
    )]
    level: Option<String>,
    /// The verdict that is right: met, not_met, cannot_tell, not_applicable
    #[arg(long, value_name = "VERDICT", requires = "statement")]
    verdict: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "statement")]
    reason: Option<String>,
    /// Who decides
    #[arg(long, value_name = "NAME", requires = "statement")]
    by: Option<String>,
    /// When it was decided [default: now]
    #[arg(long, value_name = "YYYY-MM-DD", requires = "statement")]
    when: Option<String>,
    /// The journal [default: review.csv in the folder of the run]
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
}

/// The journal at `path`.
pub(super) fn journal_of(path: &Path) -> Result<Journal, Refusal> {
    Journal::read(path).map_err(|error| {
        Refusal::new(
            error.to_string(),
            "a journal is a CSV file with the columns who, when, statement, criterion, old, new, reason",
        )
    })
}

/// Writes what became of the overrides of `journal` in the run in `folder` into `output`, and says what does not hold.
/// Answers whether any row of the journal is bad.
pub(super) fn tell(
    globals: &Globals,
    journal: &Journal,
    folder: &Path,
    output: &Path,
    verbatim: bool,
) -> Result<bool, Refusal> {
    for bad in &journal.bad {
        say(
            &printable(&format!("review, line {}: {}", bad.line, bad.cause)),
            "",
        );
    }
    let run = run_in(folder)?;
    let tally = write_reviewed(&run, journal, output, verbatim).map_err(|error| {
        Refusal::new(
            format!("{REVIEWED_FILE} cannot be written: {error}"),
            "name a folder that you may write with -o",
        )
    })?;
    for stale in tally.stale.iter().take(STALE_TOLD) {
        say(&printable(&format!("stale review, {stale}")), "");
    }
    if tally.stale.len() > STALE_TOLD {
        let more = tally.stale.len() - STALE_TOLD;
        say(
            &format!("{more} more stale reviews: see {REVIEWED_FILE}"),
            "",
        );
    }
    if tally.not_in_run > 0 {
        say(
            &format!(
                "{} reviews of statements that are not in this run",
                tally.not_in_run
            ),
            "",
        );
    }
    if !globals.quiet {
        let mut error = anstream::stderr().lock();
        let _ = writeln!(
            error,
            "reviews: {} applied, {} superseded, {} stale, {} not in this run, {} bad rows; table: {}",
            tally.applied,
            tally.superseded,
            tally.stale.len(),
            tally.not_in_run,
            journal.bad.len(),
            common::shown(&output.join(REVIEWED_FILE))
        );
    }
    Ok(!journal.bad.is_empty())
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    let path = arguments
        .review
        .clone()
        .unwrap_or_else(|| arguments.run.join(FILE));
    let Some(id) = &arguments.statement else {
        let journal = journal_of(&path)?;
        let bad = tell(globals, &journal, &arguments.run, &arguments.run, false)?;
        return Ok(if bad {
            Ending::SomeFailed
        } else {
            Ending::Done
        });
    };
    let run = run_in(&arguments.run)?;
    let entry = entry_of(&run, &path, id, arguments)?;
    append(&path, &entry).map_err(|error| {
        Refusal::new(
            format!("{} cannot be written: {error}", common::shown(&path)),
            "name a journal that you may write with --review",
        )
    })?;
    if globals.quiet {
        return Ok(Ending::Done);
    }
    printed(writeln!(
        io::stdout().lock(),
        "{}: {} of {}, {} instead of {}; `avowal report {}` draws it",
        common::shown(&path),
        entry.criterion,
        printable(&entry.source),
        entry.new.word(),
        entry.old.word(),
        common::shown(&arguments.run)
    ))
}

/// The override that the arguments ask for, against what stands in the run and its journal.
fn entry_of(
    run: &FinishedRun,
    path: &Path,
    id: &str,
    arguments: &Arguments,
) -> Result<Entry, Refusal> {
    let journal = match path.is_file() {
        true => journal_of(path)?,
        false => Journal::default(),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default().trim().to_owned();
    let criterion = text(&arguments.criterion);
    let word = arguments.level.as_ref().or(arguments.verdict.as_ref());
    let word = word.map(String::as_str).unwrap_or_default();
    let new = Given::of_word(word)
        .filter(|new| matches!(new, Given::Level(_)) == arguments.level.is_some())
        .ok_or_else(|| {
            Refusal::new(
                format!("`{word}` is no {}", if arguments.level.is_some() { "level" } else { "verdict" }),
                "levels are absent, mentioned, partial, specific, evidenced; verdicts are met, not_met, cannot_tell, not_applicable",
            )
        })?;
    for (what, given) in [("--reason", &arguments.reason), ("--by", &arguments.by)] {
        if text(given).is_empty() {
            return Err(Refusal::new(
                format!("{what} is empty"),
                "say who decides, and why: an auditor will ask",
            ));
        }
    }
    let mut statements = Vec::new();
    run.each(false, |mut statement| -> Result<(), Unfinished> {
        if statement.statement_id.starts_with(id) {
            statement.review(&journal);
            statements.push(statement);
        }
        Ok(())
    })
    .map_err(|error| Refusal::new(error.to_string(), ""))?;
    // The full identifier of one may begin that of its repetition.
    let statement = match statements.iter().position(|one| one.statement_id == id) {
        Some(place) => statements.swap_remove(place),
        None if statements.len() == 1 => statements.swap_remove(0),
        None => {
            return Err(Refusal::new(
                match statements.len() {
                    0 => format!("the run has no statement `{}`", printable(id)),
                    count => format!(
                        "{count} statements of the run begin with `{}`",
                        printable(id)
                    ),
                },
                "statement_id stands in statements.csv, and at the foot of each page of the report",
            ));
        }
    };
    let found: Vec<_> = statement
        .assessments
        .iter()
        .filter(|assessment| {
            arguments
                .of
                .as_ref()
                .is_none_or(|rubric| *rubric == assessment.rubric)
        })
        .filter_map(|assessment| {
            let known = assessment
                .criteria
                .iter()
                .find(|known| known.criterion_id == criterion)?;
            Some((assessment, known))
        })
        .collect();
    let (assessment, known) = match found.as_slice() {
        [one] => *one,
        [] => {
            let known: Vec<&str> = statement
                .assessments
                .iter()
                .flat_map(|assessment| &assessment.criteria)
                .map(|known| known.criterion_id.as_str())
                .collect();
            return Err(Refusal::new(
                format!("the run has no criterion `{}`", printable(&criterion)),
                format!("it has {}", known.join(", ")),
            ));
        }
        _ => {
            return Err(Refusal::new(
                format!("several rubrics of the run have a criterion `{criterion}`"),
                "name one with --of RUBRIC",
            ));
        }
    };
    if known.level.is_none() && matches!(new, Given::Level(_)) {
        return Err(Refusal::new(
            format!("`{criterion}` is answered by a verdict and has no level"),
            "give --verdict met, not_met, cannot_tell or not_applicable",
        ));
    }
    let when = match &arguments.when {
        Some(typed) => common::day(Some(typed))?.to_string(),
        None => common::now(),
    };
    Ok(Entry {
        line: 0,
        who: text(&arguments.by),
        when,
        statement: statement.statement_id.clone(),
        criterion,
        old: match &known.reviewed {
            Some(reviewed) => reviewed
                .level
                .map_or(Given::Verdict(reviewed.verdict), Given::Level),
            None => known.machine_answer(),
        },
        new,
        reason: text(&arguments.reason),
        rubric: assessment.rubric.clone(),
        source: statement.source.clone(),
    })
}
