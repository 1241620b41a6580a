//! `avowal discover`: from home pages to statements, and whether the home pages link to them.

use std::ffi::OsString;
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
use super::common::stop_on_interrupt;
use super::printed;
use super::web::WebArguments;
use crate::discover::Wanted;
use crate::discover::discover_all;
use crate::pipeline::Pipeline;
use crate::report::printable;
use crate::report::write_candidates;
use crate::source::Place;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Home pages, or manifests with a column url that gives them; `-` reads a list from standard input
    #[arg(required = true, value_name = "URL")]
    inputs: Vec<OsString>,
    /// Write candidates.csv and homepages.csv into this folder
    #[arg(long, short, value_name = "DIR", default_value = "avowal-discovery")]
    output: PathBuf,
    /// Leave cells as they are, even such as a spreadsheet would run as a formula
    #[arg(long)]
    verbatim: bool,
    #[command(flatten)]
    web: WebArguments,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: Arguments) -> Answer {
    let folder = &arguments.output;
    let not_written = |error: io::Error| {
        Refusal::new(
            format!(
                "the folder {} cannot be written: {error}",
                common::shown(folder)
            ),
            "name a folder that you may write with -o",
        )
    };
    let listed = globals
        .listing()
        .list(&arguments.inputs, &mut io::stdin().lock());
    let today = common::day(None)?;
    let mut wanted = Vec::new();
    let mut failed = false;
    for entry in &listed {
        match entry {
            Ok(source) => match &source.place {
                Place::Url(address) => wanted.push(Wanted {
                    home: address.clone(),
                    statement: None,
                }),
                Place::File(_) => {
                    failed = true;
                    say(&format!("{}: a home page has an address", source.label));
                }
            },
            Err(error) => {
                failed = true;
                say(&format!("{}: {}", error.source, error.message));
            }
        }
    }
    fs::create_dir_all(folder).map_err(not_written)?;
    let mut settings = globals.settings(Vec::new(), today);
    arguments.web.apply(&mut settings.loading);
    let pipeline = Pipeline::new(settings);
    let stop = stop_on_interrupt();
    let threads = pipeline.connections();
    let Some(found) = discover_all(pipeline.loader(), &wanted, today.year(), threads, &stop) else {
        return Ok(Ending::Interrupted);
    };
    write_candidates(folder, &found, arguments.verbatim).map_err(not_written)?;
    let mut output = io::BufWriter::new(io::stdout().lock());
    for discovery in &found {
        let statement = discovery.statement();
        failed |= statement.is_none();
        let line = format!(
            "{}\t{}\t{}\t{}",
            printable(&discovery.home),
            discovery.publication.linked.word(),
            printable(statement.unwrap_or("-")),
            printable(&discovery.publication.reason)
        );
        if let Err(error) = writeln!(output, "{line}") {
            return printed(Err(error));
        }
    }
    match printed(output.flush()) {
        Ok(_) if failed => Ok(Ending::SomeFailed),
        answer => answer,
    }
}

fn say(line: &str) {
    let style = common::Style::of_errors();
    let _ = writeln!(
        anstream::stderr(),
        "{} {}",
        style.warning("warning:"),
        printable(line)
    );
}
