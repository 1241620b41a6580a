//! `avowal train`: the recogniser's weights again, from coded sentences.

use std::fmt::Write;
use std::fs;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::Answer;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::printed;
use crate::recogniser::CodedStatement;
use crate::recogniser::HeldOut;
use crate::recogniser::Training;
use crate::recogniser::Weights;
use crate::rubric::Rubric;
use crate::rubric::load;
use crate::study::Interval;
use crate::study::accuracy;
use crate::study::coded;
use crate::study::held_out_figures;
use crate::study::joined_figures;
use crate::study::reliability_of;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Tables of coded sentences: statement_id, sentence and a column of 0, 1 or nothing for each label
    #[arg(required = true, value_name = "DATA")]
    data: Vec<PathBuf>,
    /// Write the weights to this file
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// Decides folds and the order of learning
    #[arg(long, value_name = "N", default_value_t = Training::default().seed)]
    seed: u64,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    let coded = coded(&arguments.data).map_err(|error| {
        Refusal::new(
            error.to_string(),
            "give tables in the layout of the AIMS collections; docs/model.md tells the columns",
        )
    })?;
    let training = Training {
        seed: arguments.seed,
        ..Training::default()
    };
    let (weights, held_out) = training.train(&coded.statements, &coded.sha256);
    fs::write(&arguments.output, weights.to_bytes()).map_err(|error| {
        Refusal::new(
            format!("{}: {error}", common::shown(&arguments.output)),
            "name a file that can be written with --output",
        )
    })?;
    if globals.quiet {
        return Ok(super::Ending::Done);
    }
    let mut told = String::new();
    let _ = writeln!(
        told,
        "{} statements; cross-validated over statements in {} folds; thresholds found over all, and without the fold\n",
        coded.statements.len(),
        training.folds
    );
    for of in held_out_figures(&coded.statements, &held_out) {
        let _ = writeln!(
            told,
            "{}: macro F1 {:.3}, unseen {:.3}{}; statement level {:.3}",
            of.collection,
            of.macro_f1(),
            of.macro_f1_unseen(),
            between(of.macro_interval),
            of.statement_accuracy()
        );
        let labels = of.labels.iter().zip(&of.unseen).zip(&of.intervals);
        for (((label, counts), (_, unseen)), interval) in labels {
            let _ = writeln!(
                told,
                "  {:18} {:5} positive  F1 {:.3}  unseen {:.3}{}  precision {:.3}  recall {:.3}",
                label.word(),
                counts.both + counts.only_gold,
                counts.f1().unwrap_or_default(),
                unseen.f1().unwrap_or_default(),
                between(*interval),
                unseen.precision().unwrap_or_default(),
                unseen.recall().unwrap_or_default()
            );
        }
    }
    let _ = writeln!(told, "\nconfidence  answers  mean   right");
    for of in reliability_of(&coded.statements, &held_out) {
        let _ = writeln!(
            told,
            "{:.1}–{:.1}     {:7}  {:.3}  {:.3}",
            of.from,
            of.from + 0.1,
            of.answers,
            of.confidence,
            of.right
        );
    }
    joined_with_rules(&mut told, &coded.statements, &held_out, &weights)?;
    printed(io::stdout().lock().write_all(told.as_bytes()))
}

/// What `assess` makes of the statements with the weights that never saw them, beside the rules alone and the recogniser
/// alone.
fn joined_with_rules(
    told: &mut String,
    statements: &[CodedStatement],
    held_out: &HeldOut,
    weights: &Weights,
) -> Result<(), Refusal> {
    let rubrics = ["aims", "au-msa", "uk-msa", "ca-s211"]
        .into_iter()
        .map(|name| {
            load(name)
                .map(Arc::new)
                .map_err(|error| common::refused(&error))
        })
        .collect::<Result<Vec<Arc<Rubric>>, Refusal>>()?;
    told.push_str(
        "\njoined with the rules, statement by statement: share of right answers to \"is it there?\"\n\
         rubric    statements  answers  rules alone (cannot tell)  model alone  joined (cannot tell, of these yes)  macro F1 of sentences\n",
    );
    for of in joined_figures(statements, held_out, weights, &rubrics) {
        let all = of.pooled();
        let answers = all.model.n();
        let _ = writeln!(
            told,
            "{:9} {:10} {:8}  {:.3} ({})  {:.3}  {:.3} ({}, {})  {:.3}",
            of.rubric,
            of.collection,
            answers,
            accuracy(&all.rules),
            all.rules_undecided,
            accuracy(&all.model),
            accuracy(&all.joined),
            all.joined_undecided,
            all.undecided_positive,
            of.macro_f1(),
        );
        for (criterion, answers) in &of.criteria {
            let _ = writeln!(
                told,
                "  {criterion:18} {:9}  {:.3} ({})  {:.3}  {:.3} ({}, {})",
                answers.model.n(),
                accuracy(&answers.rules),
                answers.rules_undecided,
                accuracy(&answers.model),
                accuracy(&answers.joined),
                answers.joined_undecided,
                answers.undecided_positive,
            );
        }
    }
    Ok(())
}

/// An interval in brackets; nothing where there is none.
fn between(interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |of| format!(" ({:.3}–{:.3})", of.low, of.high))
}

/// The weights in the file `path`.
pub(super) fn weights_from(path: impl AsRef<Path>) -> Result<Weights, Refusal> {
    let path = path.as_ref();
    let hint = "name a file that `avowal train` wrote";
    let bytes = fs::read(path)
        .map_err(|error| Refusal::new(format!("{}: {error}", common::shown(path)), hint))?;
    Weights::from_bytes(&bytes)
        .map_err(|error| Refusal::new(format!("{}: {error}", common::shown(path)), hint))
}
