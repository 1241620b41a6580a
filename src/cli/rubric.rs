//! `avowal rubric`: the rubrics that are built in, and checks on one's own.

use std::io;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

use super::Answer;
use super::Ending;
use super::common;
use super::printed;
use crate::rubric::CriterionKind;
use crate::rubric::Duty;
use crate::rubric::LoadError;
use crate::rubric::RubricStatus;
use crate::rubric::builtin;
use crate::rubric::load;
use crate::typed::told;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The rubrics that are built in
    List,
    /// One rubric for people: what it asks for, how binding, under which provision
    Show {
        /// A name from `avowal rubric list`, or a file
        #[arg(value_name = "NAME|FILE")]
        rubric: String,
    },
    /// Check rubric files: all mistakes at once, each with its place and what to write
    Validate {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// Runs the command.
pub(super) fn run(arguments: Arguments) -> Answer {
    match arguments.command {
        Command::List => list(),
        Command::Show { rubric } => show(&rubric),
        Command::Validate { files } => validate(&files),
    }
}

fn list() -> Answer {
    let mut output = io::stdout().lock();
    let mut write = || -> io::Result<()> {
        for known in builtin() {
            // A test loads every one of them.
            let Ok(rubric) = load(known.name) else {
                continue;
            };
            let status = match rubric.status {
                RubricStatus::InForce => "in force",
                RubricStatus::Pending => "pending",
                RubricStatus::Guidance => "guidance",
                RubricStatus::Benchmark => "benchmark",
                RubricStatus::Legacy => "legacy",
            };
            writeln!(
                output,
                "{:18} {:10} {:2} criteria  {}",
                rubric.id,
                status,
                rubric.criteria.len(),
                rubric.title
            )?;
        }
        Ok(())
    };
    printed(write())
}

fn show(name: &str) -> Answer {
    let rubric = load(name).map_err(|error| common::refused(&error))?;
    let mut output = io::stdout().lock();
    let mut write = || -> io::Result<()> {
        writeln!(output, "{} {}: {}", rubric.id, rubric.version, rubric.title)?;
        for criterion in &rubric.criteria {
            let duty = match criterion.duty {
                Duty::Mandatory => "mandatory",
                Duty::Recommended => "recommended",
                Duty::Benchmark => "benchmark",
            };
            let kind = match criterion.kind {
                CriterionKind::Content => "level",
                CriterionKind::Formality => "verdict",
            };
            writeln!(
                output,
                "\n{} ({}), {duty}, by {kind}\n  {}\n  {}",
                criterion.id, criterion.citation, criterion.title, criterion.description
            )?;
        }
        for note in &rubric.notes {
            writeln!(output, "\nnote: {note}")?;
        }
        Ok(())
    };
    printed(write())
}

fn validate(files: &[PathBuf]) -> Answer {
    let mut ending = Ending::Done;
    for file in files {
        // As a path, so that a file called `uk-msa` is not taken for the built-in rubric.
        let path = if file.is_absolute() {
            file.clone()
        } else {
            PathBuf::from(".").join(file)
        };
        match load(&path.to_string_lossy()) {
            Ok(rubric) => {
                let valid = format!(
                    "{}: valid: {} with {} criteria",
                    common::shown(file),
                    rubric.id,
                    rubric.criteria.len()
                );
                if let Err(refusal) = printed(writeln!(io::stdout(), "{valid}")) {
                    return Err(refusal);
                }
            }
            Err(LoadError::Invalid(invalid)) => {
                ending = Ending::SomeFailed;
                // Where standard error is closed, nobody listens.
                let _ = write!(anstream::stderr(), "{}", told(&invalid));
            }
            Err(error) => {
                ending = Ending::SomeFailed;
                super::tell(&common::refused(&error));
            }
        }
    }
    Ok(ending)
}
