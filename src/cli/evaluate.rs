//! `avowal evaluate`: agreement with human coding.

use std::io;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use clap::ValueEnum;

use super::Answer;
use super::Refusal;
use super::common::Globals;
use super::common::LABELS_RUBRIC;
use super::printed;
use crate::recogniser::Recogniser;
use crate::score::Scorer;
use crate::study::By;
use crate::study::Uncoded;
use crate::study::csv_of;
use crate::study::evaluate;
use crate::study::json_of;
use crate::study::predicted_by_assessing;
use crate::study::predicted_by_recogniser;
use crate::study::read_coding;
use crate::study::table_of;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What people coded: sentences as in the AIMS collections, a coding sheet (statement_id, criterion_id, coder, value,
    /// quote, page), or an export of WikiRate answers
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// What is compared with it, in any of these layouts or a run's criteria.csv [default: avowal's own answers]
    #[arg(value_name = "PREDICTED")]
    predicted: Option<PathBuf>,
    /// Compare sentences, or whole statements: avowal then answers as `assess` does, by the rubric given [default: sentences
    /// where the gold has them]
    #[arg(long, value_enum, value_name = "UNIT")]
    by: Option<Unit>,
    /// How to show it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Show this many disagreements below the table
    #[arg(long, value_name = "N", default_value_t = 20)]
    disagreements: usize,
    /// Take a sentence to speak to a criterion from this confidence on [default: learned, one a criterion]
    #[arg(long, value_name = "0..1", value_parser = super::classify::confidence)]
    threshold: Option<f64>,
    /// Use these weights, made by `avowal train`, instead of those built in
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// Each sentence
    Sentence,
    /// Each statement: yes where any of its sentences is
    Statement,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people
    #[default]
    Table,
    /// One criterion a row
    Csv,
    /// Everything, disagreements included
    Json,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    let rubric = globals.one_rubric("sentences are judged")?;
    let refused = |error: Uncoded| {
        Refusal::new(
            error.to_string(),
            "`avowal evaluate --help` lists the layouts that are read",
        )
    };
    let gold = read_coding(&arguments.gold).map_err(refused)?;
    let predicted = match &arguments.predicted {
        Some(path) => read_coding(path).map_err(refused)?,
        None if gold.sentences.is_empty() => {
            return Err(Refusal::new(
                "the gold holds no sentences that could be judged",
                "give what is compared with it as a second file",
            ));
        }
        None => {
            let own = arguments
                .weights
                .as_ref()
                .map(super::train::weights_from)
                .transpose()?
                .map(Recogniser::new);
            let by_labels = rubric.id == LABELS_RUBRIC;
            if by_labels && arguments.by != Some(Unit::Statement) {
                let recogniser = own.as_ref().unwrap_or_else(|| Recogniser::built_in());
                predicted_by_recogniser(&gold, recogniser, arguments.threshold)
            } else {
                let threshold = arguments.threshold.map(|threshold| threshold as f32);
                let mut scorer = Scorer::new(&[rubric]).with_threshold(threshold);
                if let Some(own) = own {
                    scorer = scorer.with_recogniser(Arc::new(own));
                }
                let (sentences, statements) = predicted_by_assessing(&gold, &scorer);
                match arguments.by {
                    Some(Unit::Statement) => statements,
                    _ => sentences,
                }
            }
        }
    };
    let has_sentences = |coding: &crate::study::Coding| {
        coding
            .judgements
            .iter()
            .any(|judgement| judgement.sentence.is_some())
    };
    let by = match arguments.by {
        Some(Unit::Sentence) => By::Sentence,
        Some(Unit::Statement) => By::Statement,
        None if has_sentences(&gold) && has_sentences(&predicted) => By::Sentence,
        None => By::Statement,
    };
    let evaluation = evaluate(&gold, &predicted, by);
    let text = match arguments.format {
        Format::Table => table_of(&evaluation, arguments.disagreements),
        Format::Csv => csv_of(&evaluation),
        Format::Json => {
            let mut text = serde_json::to_string_pretty(&json_of(&evaluation)).unwrap_or_default();
            text.push('\n');
            text
        }
    };
    printed(io::stdout().lock().write_all(text.as_bytes()))
}
