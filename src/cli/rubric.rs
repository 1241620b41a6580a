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
    /// How one criterion is scored: what counts, what speaks against, levels, caps, examples
    Explain {
        /// A name from `avowal rubric list`, or a file
        #[arg(value_name = "NAME|FILE")]
        rubric: String,
        /// A criterion of it, as `avowal rubric show` names it; all of them where none is given
        criterion: Option<String>,
    },
    /// Run a rubric's own examples: does it give the answers that its author wants
    Test {
        /// Names from `avowal rubric list`, or files
        #[arg(required = true, value_name = "NAME|FILE")]
        rubrics: Vec<String>,
    },
    /// The JSON Schema of rubric files, for editors
    Schema,
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
        Command::Explain { rubric, criterion } => explain(&rubric, criterion.as_deref()),
        Command::Test { rubrics } => test(&rubrics),
        Command::Schema => schema(),
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
    printed(write!(
        io::stdout(),
        "{}",
        printable(&crate::rubric::show(&rubric))
    ))
}

fn explain(name: &str, criterion: Option<&str>) -> Answer {
    let rubric = load(name).map_err(|error| common::refused(&error))?;
    let known = || rubric.criteria.iter().map(|known| known.id.as_str());
    let asked: Vec<&str> = criterion.map_or_else(|| known().collect(), |id| vec![id]);
    let mut pages = Vec::new();
    for id in asked {
        let Some(page) = crate::rubric::explain(&rubric, id) else {
            return Err(Refusal::new(
                format!("`{}` has no criterion `{id}`", rubric.id),
                match nearest(id, known()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("name one of {}", known().collect::<Vec<_>>().join(", ")),
                },
            ));
        };
        pages.push(page);
    }
    printed(write!(io::stdout(), "{}", printable(&pages.join("\n\n"))))
}

fn schema() -> Answer {
    let schema = crate::rubric::schema();
    printed(writeln!(io::stdout(), "{schema:#}"))
}

/// Without the control characters that a rubric from elsewhere may hold.
fn printable(text: &str) -> String {
    text.lines()
        .map(|line| crate::report::printable(line).into_owned() + "\n")
        .collect()
}

fn test(names: &[String]) -> Answer {
    let mut ending = Ending::Done;
    for name in names {
        let rubric = Arc::new(load(name).map_err(|error| common::refused(&error))?);
        let outcomes = examples::run(&rubric);
        let broken: Vec<_> = outcomes.iter().filter(|outcome| !outcome.holds()).collect();
        let mut told = String::new();
        for outcome in &broken {
            told.push_str(&format!(
                "{} {} example {}: {}\n  {}\n",
                rubric.id,
                outcome.criterion,
                outcome.number,
                outcome.differences.join("; "),
                outcome.text.replace('\n', " / "),
            ));
            for reason in &outcome.reasons {
                told.push_str(&format!("    {reason}\n"));
            }
        }
        told.push_str(&format!(
            "{}: {} of {} examples hold\n",
            rubric.id,
            outcomes.len() - broken.len(),
            outcomes.len()
        ));
        if !broken.is_empty() {
            ending = Ending::SomeFailed;
        }
        printed(write!(io::stdout(), "{}", printable(&told)))?;
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
