//! `avowal assess`: statements in, scored tables out.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::Args;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::common::Style;
use super::progress::Progress;
use super::summary;
use super::web::WebArguments;
use crate::assessment::Outcome;
use crate::pipeline::Ended;
use crate::pipeline::Pipeline;
use crate::report::Existing;
use crate::report::FORMATS;
use crate::report::Format;
use crate::report::Identity;
use crate::report::Run;
use crate::report::RunStatus;
use crate::report::Unopened;
use crate::report::printable;
use crate::source::Listing;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, folders, globs, web addresses, CSV manifests with a column path or url; `-` reads a list of them from
    /// standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<OsString>,
    /// Write the tables into this folder
    #[arg(long, short, value_name = "DIR", default_value = "avowal-report")]
    output: PathBuf,
    /// Write this format; repeatable
    #[arg(long = "format", value_name = "FORMAT", default_values = ["csv"], value_parser = format_names())]
    formats: Vec<String>,
    /// Replace a run that the folder already holds
    #[arg(long, conflicts_with = "resume")]
    overwrite: bool,
    /// Go on with an interrupted run
    #[arg(long)]
    resume: bool,
    /// Judge whether a statement is out of date as of this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
    /// Leave cells as they are, even such as a spreadsheet would run as a formula
    #[arg(long)]
    verbatim: bool,
    #[command(flatten)]
    web: WebArguments,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    FORMATS
        .iter()
        .map(|format| format.name)
        .collect::<Vec<_>>()
        .into()
}

/// Runs the command; `words` are those of the whole command line.
pub(super) fn run(globals: &Globals, arguments: Arguments, words: &[OsString]) -> Answer {
    let began = Instant::now();
    let rubrics = globals.rubrics()?;
    let listing = Listing {
        read_ignored: globals.no_ignore,
    };
    let sources = listing.list(&arguments.inputs, &mut io::stdin().lock());
    let as_of = match (&arguments.as_of, arguments.resume) {
        // A run that goes on the next day still judges as of the day it began.
        (None, true) => common::day(Run::pending_as_of(&arguments.output).as_deref())?,
        (typed, _) => common::day(typed.as_deref())?,
    };
    let shape = common::shape_of(rubrics.clone(), &sources, arguments.verbatim);
    let formats = formats_of(&arguments.formats);
    let identity = Identity::of(&sources, &shape, &formats, as_of.to_string());
    let existing = match (arguments.overwrite, arguments.resume) {
        (true, _) => Existing::Overwrite,
        (_, true) => Existing::Resume,
        _ => Existing::Keep,
    };
    let mut run = Run::open(
        &arguments.output,
        existing,
        identity,
        shape,
        &formats,
        common::now(),
    )
    .map_err(|error| not_opened(&error))?;

    let mut settings = globals.settings(rubrics.clone(), as_of);
    arguments.web.apply(&mut settings.loading);
    if arguments.resume {
        // What this run fetched before it was interrupted is not asked for again.
        settings.loading.keeping.fresh_since = Some(run.started_at().to_owned());
    }
    let pipeline = Pipeline::new(settings);
    let stop = stop_on_interrupt();
    let done = run.done();
    let waiting = sources.get(done..).unwrap_or_default();
    let mut progress = Progress::new(globals.progress, globals.quiet, sources.len(), done);
    let ended = pipeline.run(waiting, globals.jobs(), &stop, |outcome| {
        say_more(globals.verbose, &progress, &outcome);
        run.record(outcome)?;
        progress.advance(run.tally().failed);
        Ok(())
    });
    progress.finish();
    let not_written = |error: io::Error| {
        Refusal::new(
            format!("the tables cannot be written: {error}"),
            "make room on the disk, then give --resume to go on",
        )
    };
    let ended = ended.map_err(not_written)?;
    let status = match ended {
        Ended::Finished => RunStatus::Finished,
        Ended::Interrupted => RunStatus::Interrupted,
    };
    let tally = run
        .finish(status, command_line(words), common::now())
        .map_err(not_written)?;
    if !globals.quiet {
        let style = Style::of_errors();
        let told = summary::told(&tally, &rubrics, &arguments.output, began.elapsed(), &style);
        progress.say(told.trim_end());
        if ended == Ended::Interrupted {
            progress.say(&style.warning(&format!(
                "interrupted after {} of {} inputs: repeat the command with --resume to go on",
                tally.inputs,
                sources.len()
            )));
        }
    }
    Ok(match ended {
        Ended::Interrupted => Ending::Interrupted,
        Ended::Finished if tally.failed > 0 => Ending::SomeFailed,
        Ended::Finished => Ending::Done,
    })
}

/// The formats named, each once, in the order of [`FORMATS`].
fn formats_of(names: &[String]) -> Vec<&'static Format> {
    FORMATS
        .iter()
        .filter(|format| names.iter().any(|name| name == format.name))
        .collect()
}

fn not_opened(error: &Unopened) -> Refusal {
    let cause = match error {
        Unopened::NotWritable { cause, .. } => format!("{error}: {cause}"),
        _ => error.to_string(),
    };
    Refusal::new(cause, error.hint())
}

/// Becomes true when the user interrupts; the second time, the program ends at once.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    let times = AtomicUsize::new(0);
    // Where the system takes no handler, an interrupt ends the program, and the checkpoint holds.
    let _ = ctrlc::set_handler(move || {
        asked.store(true, Ordering::Relaxed);
        if times.fetch_add(1, Ordering::Relaxed) > 0 {
            end_at_once();
        }
    });
    stop
}

#[expect(
    clippy::exit,
    reason = "the user asked twice; the checkpoint on disk holds"
)]
fn end_at_once() {
    std::process::exit(Ending::Interrupted as i32);
}

/// With `-v` the failure of `outcome`, with `-vv` also its warnings.
fn say_more(verbose: u8, progress: &Progress, outcome: &Outcome) {
    match outcome {
        Err(failed) if verbose > 0 => progress.say(&printable(&format!(
            "{}: {}: {}",
            failed.source, failed.code, failed.message
        ))),
        Ok(assessed) if verbose > 1 => {
            for notice in &assessed.warnings {
                progress.say(&printable(&format!(
                    "{}: {}: {}",
                    assessed.origin.label, notice.code, notice.message
                )));
            }
        }
        _ => {}
    }
}

/// The words of the command line without the program's own path, for the record. A password is not recorded.
fn command_line(words: &[OsString]) -> Vec<String> {
    let mut recorded = Vec::new();
    let mut secret = false;
    for word in words.iter().skip(1) {
        let word = word.to_string_lossy().into_owned();
        if secret {
            recorded.push("***".to_owned());
            secret = false;
        } else if word.starts_with("--password=") {
            recorded.push("--password=***".to_owned());
        } else {
            secret = word == "--password";
            recorded.push(word);
        }
    }
    recorded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_recorded() {
        let words = [
            "avowal",
            "assess",
            "--password",
            "s3cret",
            "a.pdf",
            "--password=s3cret",
        ];
        let recorded = command_line(&words.map(OsString::from));

        assert_eq!(
            recorded,
            ["assess", "--password", "***", "a.pdf", "--password=***"]
        );
    }
}
