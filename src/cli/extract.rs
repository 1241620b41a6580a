//! `avowal extract`: what the program read, for a person or another program to look at.

use std::ffi::OsString;
use std::io;
use std::io::Write;

use clap::Args;
use clap::ValueEnum;

use super::Answer;
use super::Ending;
use super::common;
use super::common::Globals;
use super::common::Style;
use super::printed;
use super::web::WebArguments;
use crate::pipeline::Pipeline;
use crate::report::extracted;
use crate::report::printable;
use crate::source::Listing;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, folders, globs, web addresses; `-` reads a list of them from standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<OsString>,
    /// How to show it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    #[command(flatten)]
    web: WebArguments,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The scored text: headings marked `#`, list items `-`, table cells parted by `|`
    #[default]
    Text,
    /// Everything with its place, one document a line
    Json,
    /// One sentence a line with page, section and character offsets, parted by tabs
    Sentences,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: Arguments) -> Answer {
    let listing = Listing {
        read_ignored: globals.no_ignore,
    };
    let sources = listing.list(&arguments.inputs, &mut io::stdin().lock());
    let mut settings = globals.settings(Vec::new(), common::day(None)?);
    arguments.web.apply(&mut settings.loading);
    let pipeline = Pipeline::new(settings);
    let mut reader = pipeline.reader();
    let mut output = io::BufWriter::new(io::stdout().lock());
    let mut failed = false;
    let several = sources.len() > 1;
    if arguments.format == Format::Sentences
        && let Err(error) = extracted::sentences_header(&mut output)
    {
        return printed(Err(error));
    }
    for listed in &sources {
        let read = listed
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|source| pipeline.read(source, &mut reader));
        let read = match read {
            Ok(read) => read,
            Err(error) => {
                failed = true;
                say(
                    &printable(&format!("{}: {}", error.source, error.message)),
                    &error.hint,
                );
                continue;
            }
        };
        let label = &read.snapshot.origin.label;
        for notice in &read.document.notices {
            if !globals.quiet {
                say(&printable(&format!("{label}: {}", notice.message)), "");
            }
        }
        let written = match arguments.format {
            Format::Text if several => writeln!(output, "==> {} <==", printable(label))
                .and_then(|()| extracted::text(&mut output, &read.document)),
            Format::Text => extracted::text(&mut output, &read.document),
            Format::Json => extracted::json(&mut output, &read.snapshot.origin, &read.document),
            Format::Sentences => extracted::sentences(&mut output, label, &read.document),
        };
        if written.is_err() {
            return printed(written);
        }
    }
    match printed(output.flush()) {
        Ok(_) if failed => Ok(Ending::SomeFailed),
        answer => answer,
    }
}

fn say(line: &str, hint: &str) {
    let style = Style::of_errors();
    let mut error = anstream::stderr().lock();
    let _ = writeln!(error, "{} {line}", style.warning("warning:"));
    if !hint.is_empty() {
        let _ = writeln!(error, "{} {hint}", style.hint("help:"));
    }
}
