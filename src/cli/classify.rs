//! `avowal classify`: sentences as NDJSON in, criteria with confidence out.

use std::fs::File;
use std::io;
use std::path::PathBuf;

use clap::Args;

use super::Answer;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::printed;
use crate::recogniser::Recogniser;
use crate::study::Classifier;
use crate::study::classify;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A file of lines {"id","text","prev","next","heading"} [default: standard input]
    #[arg(value_name = "FILE")]
    input: Option<PathBuf>,
    /// Take a sentence to speak to a criterion from this confidence on [default: learned, one a criterion]
    #[arg(long, value_name = "0..1", value_parser = confidence)]
    threshold: Option<f64>,
    /// Also tell why each criterion was found
    #[arg(long)]
    reasons: bool,
    /// Use these weights, made by `avowal train`, instead of those built in
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
}

pub(super) fn confidence(typed: &str) -> Result<f64, String> {
    typed
        .parse()
        .ok()
        .filter(|confidence| (0.0..=1.0).contains(confidence))
        .ok_or_else(|| "a number from 0 to 1 is expected".to_owned())
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    let rubric = globals.one_rubric("sentences are classified")?;
    let own = arguments
        .weights
        .as_ref()
        .map(super::train::weights_from)
        .transpose()?
        .map(Recogniser::new);
    let recogniser = own.as_ref().unwrap_or_else(|| Recogniser::built_in());
    let mut classifier = Classifier::new(recogniser, arguments.threshold, arguments.reasons);
    if rubric.id != common::LABELS_RUBRIC {
        classifier = classifier.against(rubric);
    }
    let mut output = io::BufWriter::new(io::stdout().lock());
    printed(match &arguments.input {
        Some(path) if path.as_os_str() != "-" => {
            let input = File::open(path).map_err(|error| {
                Refusal::new(
                    format!("{}: {error}", common::shown(path)),
                    "name a file of lines of JSON, or leave it out to read standard input",
                )
            })?;
            classify(input, &mut output, &mut classifier)
        }
        _ => classify(io::stdin().lock(), &mut output, &mut classifier),
    })
}
