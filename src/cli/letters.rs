//! `avowal letters`: one letter a supplier, from a template that users can replace.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::printed;
use super::report::run_in;
use super::review;
use crate::letters::INDEX;
use crate::letters::Letter;
use crate::letters::TEMPLATE;
use crate::letters::Unwritten;
use crate::letters::cases_of;
use crate::letters::write_letters;

/// The longest template that is read, in bytes.
const TEMPLATE_MAX: u64 = 1 << 20;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of a finished run
    #[arg(value_name = "RUN", required_unless_present = "print_template")]
    run: Option<PathBuf>,
    /// Write the letters into this folder [default: letters in the folder of the run]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Use this template (Markdown with Jinja) instead of the built-in one
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Print the built-in template, to begin your own with
    #[arg(long)]
    print_template: bool,
    /// Who signs
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    sender: String,
    /// The day until which an answer is asked for, as it is to be written
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    reply_by: String,
    /// Apply the overrides of this journal [default: review.csv in the folder of the run, where there is one]
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    /// Write over letters that are there already
    #[arg(long)]
    overwrite: bool,
    /// Leave cells as they are, even such as a spreadsheet would run as a formula
    #[arg(long)]
    verbatim: bool,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    let Some(folder) = arguments.run.as_ref().filter(|_| !arguments.print_template) else {
        return printed(io::stdout().lock().write_all(TEMPLATE.as_bytes()));
    };
    let run = run_in(folder)?;
    let own = folder.join(review::FILE);
    let journal = match &arguments.review {
        Some(path) => Some(review::journal_of(path)?),
        None if own.is_file() => Some(review::journal_of(&own)?),
        None => None,
    };
    let template = match &arguments.template {
        None => TEMPLATE.to_owned(),
        Some(path) => {
            let unreadable = |cause: String| {
                Refusal::new(
                    format!("{}: {cause}", common::shown(path)),
                    "give a text file in UTF-8; `avowal letters --print-template` prints one to begin with",
                )
            };
            let about = fs::metadata(path).map_err(|error| unreadable(error.to_string()))?;
            if about.len() > TEMPLATE_MAX {
                return Err(unreadable(format!(
                    "it is longer than {TEMPLATE_MAX} bytes"
                )));
            }
            fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?
        }
    };
    let named = arguments
        .template
        .as_ref()
        .map_or_else(|| "the template".to_owned(), |path| common::shown(path));
    let untold = |error: &dyn std::fmt::Display| {
        Refusal::new(
            format!("{named}, {error}"),
            "docs/reports.md lists the names that a template can use",
        )
    };
    let letter = Letter::new(template, &arguments.sender, &arguments.reply_by)
        .map_err(|error| untold(&error))?;
    let output = arguments
        .output
        .clone()
        .unwrap_or_else(|| folder.join("letters"));
    if output.join(INDEX).exists() && !arguments.overwrite {
        return Err(Refusal::new(
            format!("{} holds letters already", common::shown(&output)),
            "name another folder with -o, or give --overwrite",
        ));
    }
    let cases =
        cases_of(&run, journal.as_ref()).map_err(|error| Refusal::new(error.to_string(), ""))?;
    write_letters(&cases, &letter, &output, arguments.verbatim).map_err(|error| match error {
        Unwritten::Template(error) => untold(&error),
        error => Refusal::new(
            format!("the letters cannot be written: {error}"),
            "name a folder that you may write with -o",
        ),
    })?;
    if globals.quiet {
        return Ok(Ending::Done);
    }
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &cases {
        *kinds.entry(case.kind.word()).or_default() += 1;
    }
    let told: Vec<String> = kinds
        .iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    printed(writeln!(
        io::stdout().lock(),
        "{} letters ({}): {}",
        cases.len(),
        told.join(", "),
        common::shown(&output.join(INDEX))
    ))
}
