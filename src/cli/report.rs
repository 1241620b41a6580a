//! `avowal report`: the report of a finished run, drawn again with reviewers' overrides.

use std::io;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::common::Style;
use super::printed;
use super::review;
use crate::report::REDRAWN;
use crate::report::finished::FinishedRun;
use crate::report::finished::Unfinished;
use crate::report::record_again;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of a finished run
    #[arg(value_name = "DIR")]
    run: PathBuf,
    /// Draw this report; repeatable, or several joined by commas
    #[arg(long = "format", value_name = "FORMAT", default_values = ["html"], value_delimiter = ',', value_parser = names())]
    formats: Vec<String>,
    /// Apply the overrides of this journal [default: review.csv in the folder of the run, where there is one]
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    /// Draw into this folder [default: the folder of the run]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Leave cells as they are, even such as a spreadsheet would run as a formula
    #[arg(long)]
    verbatim: bool,
}

fn names() -> clap::builder::PossibleValuesParser {
    REDRAWN
        .iter()
        .map(|one| one.name)
        .collect::<Vec<_>>()
        .into()
}

/// The finished run in `folder`.
pub(super) fn run_in(folder: &std::path::Path) -> Result<FinishedRun, Refusal> {
    FinishedRun::open(folder).map_err(|error| match error {
        Unfinished::NoRun { .. } => Refusal::new(
            error.to_string(),
            "give the folder of a finished `avowal assess` whose formats include csv",
        ),
        Unfinished::Unreadable { .. } => Refusal::new(error.to_string(), ""),
    })
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    let run = run_in(&arguments.run)?;
    let own = arguments.run.join(review::FILE);
    let journal = match &arguments.review {
        Some(path) => Some(review::journal_of(path)?),
        None if own.is_file() => Some(review::journal_of(&own)?),
        None => None,
    };
    let journal = journal.map(Arc::new);
    let output = arguments.output.as_ref().unwrap_or(&arguments.run);
    let not_drawn = |error: io::Error| {
        Refusal::new(
            format!("the report cannot be drawn: {error}"),
            "name a folder that you may write with -o",
        )
    };
    let mut opens = Vec::new();
    let mut files = Vec::new();
    for one in REDRAWN
        .iter()
        .filter(|one| arguments.formats.iter().any(|name| name == one.name))
    {
        let drawn = (one.draw)(&run, journal.clone(), output).map_err(not_drawn)?;
        if !drawn.has_text && !globals.quiet {
            say(
                "the run did not keep the text of its statements: the pages hold answers and quotes only",
                "assess with --format csv,html to have the full text with the evidence marked",
            );
        }
        files.extend(drawn.files);
        opens.push((output.join(one.opens), drawn.statements));
    }
    // Where the run itself holds the report, its record tells what the files are like now.
    let is_own = std::fs::canonicalize(output).ok() == std::fs::canonicalize(&arguments.run).ok();
    if is_own {
        record_again(&arguments.run, &files).map_err(not_drawn)?;
    }
    let mut bad_rows = false;
    if let Some(journal) = &journal {
        bad_rows = review::tell(globals, journal, &arguments.run, output, arguments.verbatim)?;
    }
    if !globals.quiet {
        let mut out = io::stdout().lock();
        for (path, statements) in &opens {
            let plural = if *statements == 1 { "" } else { "s" };
            printed(writeln!(
                out,
                "{statements} statement{plural}: {}",
                common::shown(path)
            ))?;
        }
    }
    Ok(if bad_rows {
        Ending::SomeFailed
    } else {
        Ending::Done
    })
}

/// Says `line` on standard error, and the way out.
pub(super) fn say(line: &str, hint: &str) {
    let style = Style::of_errors();
    let mut error = anstream::stderr().lock();
    // Where standard error is closed, nobody listens.
    let _ = writeln!(error, "{} {line}", style.warning("warning:"));
    if !hint.is_empty() {
        let _ = writeln!(error, "{} {hint}", style.hint("help:"));
    }
}
