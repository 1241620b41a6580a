//! The command line: one file a command, arguments beside what they start; nothing else knows clap.

mod assess;
mod check;
mod classify;
mod common;
mod compare;
mod crosscheck;
mod discover;
mod evaluate;
mod extract;
mod fetch;
mod letters;
mod manual;
mod merge;
mod progress;
mod reading_process;
mod report;
mod review;
mod rubric;
mod sample;
mod shards;
mod similar;
mod summary;
mod train;
mod verify;
mod web;
mod worker;

use std::ffi::OsString;
use std::io;
use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::Parser;
use clap::Subcommand;

use common::Globals;

/// How a command ended; its number is the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything asked for was done.
    Done = 0,
    /// Done, but some inputs failed.
    SomeFailed = 1,
    /// Nothing was done: wrong usage, an unreadable rubric, a folder that cannot be written.
    NothingDone = 2,
    /// Interrupted; what was finished is kept.
    Interrupted = 130,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending as u8)
    }
}

/// Why a command did nothing: what happened, and the way out.
#[derive(Debug)]
struct Refusal {
    /// Lower case, without a full stop; may have several lines.
    message: String,
    /// An imperative sentence without a full stop; empty where the message says it all.
    hint: String,
}

impl Refusal {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// What a command answers.
type Answer = Result<Ending, Refusal>;

/// Reads companies' modern slavery statements and scores them, with the sentence and page behind every score.
///
/// avowal measures disclosure: what a statement says, not what a company does. It is not legal advice.
#[derive(Debug, Parser)]
#[command(name = "avowal", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Load or fetch statements, read and score them, and write the tables
    Assess(assess::Arguments),
    /// Check one's own draft: what is missing, where, and how to mend it
    Check(check::Arguments),
    /// Download statements and keep them as snapshots with a manifest, without scoring
    Fetch(fetch::Arguments),
    /// Find statements from companies' home pages, and whether the home pages link to them
    Discover(discover::Arguments),
    /// Compare what companies declared to the government registry with what their texts show
    Crosscheck(crosscheck::Arguments),
    /// Show what is read of a document: its text, its sentences, or everything as JSON
    Extract(extract::Arguments),
    /// Classify sentences, one line of JSON each: criteria with confidence
    Classify(classify::Arguments),
    /// Measure agreement with human coding
    Evaluate(evaluate::Arguments),
    /// Learn the recogniser's weights again from coded sentences
    Train(train::Arguments),
    /// Compare two statements, or two runs, year on year: what was added, dropped, carried over
    Compare(compare::Arguments),
    /// Find words that stand in several companies' statements
    Similar(similar::Arguments),
    /// Draw the report again from a finished run, with reviewers' overrides
    Report(report::Arguments),
    /// Add a reviewer's override to the journal of a run, or show what became of them
    Review(review::Arguments),
    /// Draw a sample of answers for people to code, as a sheet that `evaluate` reads
    Sample(sample::Arguments),
    /// Write a letter to each supplier, with what was not found and what to ask
    Letters(letters::Arguments),
    /// Put the shards of one run together, as if it had been run in one piece
    Merge(merge::Arguments),
    /// Answer tasks, one line of JSON each: the unit that a distributed engine runs
    Worker(worker::Arguments),
    /// Check whether a finished run still holds: its files and, scored again, its results
    Verify(verify::Arguments),
    /// Show the rubrics, and check one of your own
    Rubric(rubric::Arguments),
    /// Print completions for a shell
    Completions(manual::Shells),
    /// Print the man page, or write one a command into a folder
    Man(manual::Pages),
    #[command(name = reading_process::NAME, hide = true)]
    ReadingProcess(reading_process::Arguments),
}

/// Runs the program with the words of its command line, its own name first.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = words.into_iter().collect();
    let cli = match Cli::try_parse_from(&words) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output and are no failure; clap knows.
            let _ = error.print();
            let ending = if error.use_stderr() {
                Ending::NothingDone
            } else {
                Ending::Done
            };
            return ending.into();
        }
    };
    cli.globals.choose_colours();
    let Cli { globals, command } = cli;
    let answer = match command {
        Command::Assess(arguments) => assess::run(&globals, arguments, &words),
        Command::Check(arguments) => check::run(&globals, &arguments),
        Command::Fetch(arguments) => fetch::run(&globals, arguments),
        Command::Discover(arguments) => discover::run(&globals, arguments),
        Command::Crosscheck(arguments) => crosscheck::run(&globals, arguments),
        Command::Extract(arguments) => extract::run(&globals, arguments),
        Command::Classify(arguments) => classify::run(&globals, &arguments),
        Command::Evaluate(arguments) => evaluate::run(&globals, &arguments),
        Command::Train(arguments) => train::run(&globals, &arguments),
        Command::Compare(arguments) => compare::run(&globals, &arguments),
        Command::Similar(arguments) => similar::run(&globals, arguments),
        Command::Report(arguments) => report::run(&globals, &arguments),
        Command::Review(arguments) => review::run(&globals, &arguments),
        Command::Sample(arguments) => sample::run(&globals, &arguments),
        Command::Letters(arguments) => letters::run(&globals, &arguments),
        Command::Merge(arguments) => merge::run(&globals, &arguments),
        Command::Worker(arguments) => worker::run(&globals, &arguments),
        Command::Verify(arguments) => verify::run(&globals, &arguments),
        Command::Rubric(arguments) => rubric::run(arguments),
        Command::Completions(arguments) => manual::completions(Cli::command(), &arguments),
        Command::Man(arguments) => manual::pages(Cli::command(), &arguments),
        Command::ReadingProcess(arguments) => return reading_process::run(&arguments),
    };
    match answer {
        Ok(ending) => ending.into(),
        Err(refusal) => {
            tell(&refusal);
            Ending::NothingDone.into()
        }
    }
}

/// Tells on standard error why nothing was done.
fn tell(refusal: &Refusal) {
    let style = common::Style::of_errors();
    let mut error = anstream::stderr().lock();
    // Where standard error is closed, nobody listens.
    let _ = writeln!(
        error,
        "{} {}",
        style.error("error:"),
        refusal.message.trim_end()
    );
    if !refusal.hint.is_empty() {
        let _ = writeln!(error, "{} {}", style.hint("help:"), refusal.hint);
    }
}

/// What writing to standard output came to: a reader that closed its end early (`| head`) is content.
fn printed(result: io::Result<()>) -> Answer {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Ending::Done),
        Err(error) => Err(Refusal::new(
            format!("standard output cannot be written: {error}"),
            "",
        )),
        Ok(()) => Ok(Ending::Done),
    }
}
