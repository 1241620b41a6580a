//! `avowal rubric`: the rubrics that are built in, and checks on one's own.

use std::io;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use clap::Subcommand;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::printed;
use crate::report::printable;
use crate::rubric;
use crate::rubric::LoadError;
use crate::rubric::RubricStatus;
use crate::rubric::builtin;
use crate::rubric::load;
use crate::score::examples;
use crate::typed::nearest;
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
    /// One criterion: the law, what counts, what does not, how each level is reached, examples
    Explain {
        /// A name from `avowal rubric list`, or a file
        #[arg(value_name = "NAME|FILE")]
        rubric: String,
        /// The criterion, as in the column criterion_id
        criterion: String,
    },
    /// The notation of a rubric file as JSON Schema, for editors
    Schema,
    /// Run the examples of rubrics: each must get the answer that its author wants
    Test {
        /// Names from `avowal rubric list`, or files
        #[arg(required = true, value_name = "NAME|FILE")]
        rubrics: Vec<String>,
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
        Command::Explain { rubric, criterion } => explain(&rubric, &criterion),
        Command::Schema => schema(),
        Command::Test { rubrics } => test(&rubrics),
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
    printed(write!(io::stdout(), "{}", rubric::show(&rubric)))
}

fn explain(name: &str, criterion: &str) -> Answer {
    let rubric = load(name).map_err(|error| common::refused(&error))?;
    let Some(told) = rubric::explain(&rubric, criterion) else {
        let known: Vec<&str> = rubric
            .criteria
            .iter()
            .map(|criterion| criterion.id.as_str())
            .collect();
        let meant = nearest(criterion, known.iter().copied());
        return Err(Refusal::new(
            format!("the rubric {} has no criterion `{criterion}`", rubric.id),
            match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("it has {}", known.join(", ")),
            },
        ));
    };
    printed(write!(io::stdout(), "{told}"))
}

fn schema() -> Answer {
    printed(writeln!(io::stdout(), "{:#}", rubric::schema()))
}

fn test(names: &[String]) -> Answer {
    let mut ending = Ending::Done;
    for name in names {
        let rubric = Arc::new(load(name).map_err(|error| common::refused(&error))?);
        let outcomes = examples::run(&rubric);
        let mut output = io::stdout().lock();
        let mut write = || -> io::Result<()> {
            for outcome in outcomes.iter().filter(|outcome| !outcome.holds()) {
                writeln!(
                    output,
                    "{}: example {} of {}: {}",
                    rubric.id,
                    outcome.number,
                    outcome.criterion,
                    outcome.differences.join("; ")
                )?;
                for reason in &outcome.reasons {
                    writeln!(output, "    {}", printable(reason))?;
                }
            }
            let holding = outcomes.iter().filter(|outcome| outcome.holds()).count();
            writeln!(
                output,
                "{}: {holding} of {} examples hold",
                rubric.id,
                outcomes.len()
            )
        };
        let written = write();
        printed(written)?;
        if outcomes.iter().any(|outcome| !outcome.holds()) {
            ending = Ending::SomeFailed;
        }
    }
    Ok(ending)
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
                printed(writeln!(io::stdout(), "{valid}"))?;
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
