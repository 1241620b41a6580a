//! `avowal similar`: words that stand in several companies' statements.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::common::stop_on_interrupt;
use super::printed;
use super::progress::Progress;
use super::report::run_in;
use super::report::say;
use super::web::WebArguments;
use crate::pipeline::Ended;
use crate::pipeline::Pipeline;
use crate::registry::normalised;
use crate::registry::normalised_number;
use crate::report::finished::Finished;
use crate::report::finished::KeptText;
use crate::report::finished::texts_of;
use crate::report::printable;
use crate::similar::Grouped;
use crate::similar::Text;
use crate::similar::Wanted;
use crate::similar::pairs_of;
use crate::similar::write_pairs;
use crate::similar::write_passages;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Statements as `assess` takes them, and folders of finished runs that kept their text (--format html)
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<OsString>,
    /// What a row is
    #[arg(long, value_enum, default_value_t, value_name = "ROW")]
    by: By,
    /// Show pairs of which at least this share of the shorter stands in the other
    #[arg(long, value_name = "0..1", default_value_t = Wanted::default().score, value_parser = super::classify::confidence)]
    score: f64,
    /// Also show pairs that share a passage of this many words
    #[arg(long, value_name = "N", default_value_t = Wanted::default().passage_words)]
    words: usize,
    /// Also compare statements of the same organisation
    #[arg(long)]
    same_organisation: bool,
    /// Write the table into this file [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Leave cells as they are, even such as a spreadsheet would run as a formula
    #[arg(long)]
    verbatim: bool,
    #[command(flatten)]
    web: WebArguments,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum By {
    /// Two statements that share words
    #[default]
    Pair,
    /// A sentence that several organisations use
    Passage,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: Arguments) -> Answer {
    let mut texts = Vec::new();
    let mut documents = Vec::new();
    for input in &arguments.inputs {
        let path = Path::new(input);
        if path.join("run.json").is_file() {
            texts.extend(kept_in(path)?);
        } else {
            documents.push(input.clone());
        }
    }
    let mut failed = false;
    if !documents.is_empty() {
        match read(globals, &arguments, &documents)? {
            Some((read, some_failed)) => {
                texts.extend(read);
                failed = some_failed;
            }
            None => return Ok(Ending::Interrupted),
        }
    }
    let grouped = Grouped::of(&texts);
    let output: Box<dyn Write> = match &arguments.output {
        None => Box::new(io::stdout().lock()),
        Some(path) => Box::new(File::create(path).map_err(|error| {
            Refusal::new(
                format!("{} cannot be written: {error}", common::shown(path)),
                "name a file that you may write with -o",
            )
        })?),
    };
    let output = io::BufWriter::new(output);
    let written = match arguments.by {
        By::Pair => {
            let wanted = Wanted {
                score: arguments.score,
                passage_words: arguments.words,
                same_organisation: arguments.same_organisation,
            };
            let pairs = pairs_of(&texts, &grouped, &wanted);
            if !globals.quiet {
                let mut error = anstream::stderr().lock();
                let _ = writeln!(error, "{} statements, {} pairs", texts.len(), pairs.len());
            }
            write_pairs(output, &texts, &pairs, arguments.verbatim)
        }
        By::Passage => write_passages(output, &texts, &grouped, arguments.verbatim),
    };
    match printed(written) {
        Ok(_) if failed => Ok(Ending::SomeFailed),
        answer => answer,
    }
}

/// The texts that the run in `folder` kept.
fn kept_in(folder: &Path) -> Result<Vec<Text>, Refusal> {
    let run = run_in(folder)?;
    let mut texts = Vec::new();
    let is_there = texts_of(&run, |statement, text| {
        texts.push(text_of(&statement, &text));
    })
    .map_err(|error| Refusal::new(error.to_string(), ""))?;
    if !is_there {
        return Err(Refusal::new(
            format!(
                "the run in {} did not keep the text of its statements",
                common::shown(folder)
            ),
            "give the documents, or assess them with --format csv,html",
        ));
    }
    Ok(texts)
}

/// The texts of `documents`, and whether some could not be read; none where the user interrupts.
fn read(
    globals: &Globals,
    arguments: &Arguments,
    documents: &[OsString],
) -> Result<Option<(Vec<Text>, bool)>, Refusal> {
    let sources = globals.listing().list(documents, &mut io::stdin().lock());
    let mut settings = globals.settings(globals.rubrics()?, common::day(None)?);
    arguments.web.apply(&mut settings.loading);
    let pipeline = Pipeline::new(settings);
    let stop = stop_on_interrupt();
    let mut progress = Progress::new(globals.progress, globals.quiet, sources.len(), 0);
    let mut texts = Vec::new();
    let mut failures = Vec::new();
    let ended = pipeline
        .run(&sources, globals.jobs(), &stop, |outcome| {
            match outcome {
                Ok(assessed) => {
                    texts.push(text_of(&Finished::of(&assessed), &KeptText::of(&assessed)));
                }
                Err(error) => failures.push(error),
            }
            progress.advance(failures.len() as u64);
            Ok(())
        })
        .map_err(|error: io::Error| Refusal::new(error.to_string(), ""))?;
    progress.finish();
    if !globals.quiet {
        for failed in &failures {
            say(
                &printable(&format!("{}: {}", failed.source, failed.message)),
                "",
            );
        }
    }
    let some_failed = !failures.is_empty();
    Ok(match ended {
        Ended::Interrupted => None,
        Ended::Finished => Some((texts, some_failed)),
    })
}

fn text_of(statement: &Finished, text: &KeptText) -> Text {
    let number = normalised_number(statement.company_number());
    let name = normalised(statement.organisation());
    Text {
        statement_id: statement.statement_id.clone(),
        source: statement.source.clone(),
        organisation: statement.organisation().to_owned(),
        owner: if !number.is_empty() {
            number
        } else if !name.is_empty() {
            name
        } else {
            statement.source.clone()
        },
        sentences: text.paged_sentences(),
    }
}
