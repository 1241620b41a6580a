//! An evaluation as a table for people, as CSV and as JSON.

use std::fmt::Write;

use serde_json::Value;
use serde_json::json;

use super::bootstrap::Interval;
use super::evaluate::By;
use super::evaluate::Evaluation;
use super::evaluate::OfCriterion;

/// A figure to three digits; a dash where there is none.
fn shown(figure: Option<f64>) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.3}"))
}

fn shown_interval(interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |of| format!("{:.2}–{:.2}", of.low, of.high))
}

/// The evaluation as a table for a terminal, with up to `disagreements` quotes to adjudicate.
#[must_use]
pub fn table_of(evaluation: &Evaluation, disagreements: usize) -> String {
    let mut out = String::new();
    let by = match evaluation.by {
        By::Sentence => "sentence by sentence",
        By::Statement => "statement by statement",
    };
    let _ = writeln!(
        out,
        "{} statements, {by}; intervals: 95 %, by drawing statements\n",
        evaluation.statements
    );
    let _ = writeln!(
        out,
        "{:22} {:>6} {:>6} {:>6} {:>6} {:>6} {:>11} {:>6} {:>6} {:>6} {:>11} {:>6} {:>6}",
        "criterion",
        "n",
        "prev.",
        "prec.",
        "recall",
        "F1",
        "",
        "bal.",
        "MCC",
        "kappa",
        "",
        "alpha",
        "IoU"
    );
    for of in evaluation.criteria.iter().chain([&evaluation.pooled]) {
        let counts = &of.confusion;
        let _ = writeln!(
            out,
            "{:22} {:>6} {:>6} {:>6} {:>6} {:>6} {:>11} {:>6} {:>6} {:>6} {:>11} {:>6} {:>6}",
            of.criterion,
            counts.n(),
            shown(counts.prevalence()),
            shown(counts.precision()),
            shown(counts.recall()),
            shown(counts.f1()),
            shown_interval(of.f1),
            shown(counts.balanced_accuracy()),
            shown(counts.matthews()),
            shown(counts.kappa()),
            shown_interval(of.kappa),
            shown(of.alpha),
            shown(of.overlap),
        );
    }
    let _ = writeln!(
        out,
        "\nmacro F1 {} {}",
        shown(evaluation.macro_f1),
        shown_interval(evaluation.macro_f1_interval)
    );
    if evaluation.unanswered > 0 {
        let _ = writeln!(
            out,
            "{} answers of the gold have no prediction",
            evaluation.unanswered
        );
    }
    if disagreements > 0 && !evaluation.disagreements.is_empty() {
        let _ = writeln!(out, "\n{} disagreements", evaluation.disagreements.len());
        for of in evaluation.disagreements.iter().take(disagreements) {
            let place = of
                .sentence
                .map(|index| format!(":{index}"))
                .unwrap_or_default();
            let side = if of.gold { "missed" } else { "not in the gold" };
            let _ = writeln!(
                out,
                "  {}{place} {} {side}: {}",
                of.statement,
                of.criterion,
                one_line(&of.quote)
            );
        }
    }
    out
}

/// A quote on one line of a terminal: no control characters, cut where it is long.
fn one_line(quote: &str) -> String {
    const CHARACTERS_MAX: usize = 160;
    let mut line: String = quote
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(CHARACTERS_MAX)
        .collect();
    if quote.chars().count() > CHARACTERS_MAX {
        line.push('…');
    }
    line
}

/// The evaluation's figures as CSV, one criterion a row, `all` last.
#[must_use]
pub fn csv_of(evaluation: &Evaluation) -> String {
    let mut out = String::from(
        "criterion,n,positive,prevalence,precision,recall,f1,f1_low,f1_high,balanced_accuracy,matthews,kappa,kappa_low,kappa_high,alpha,alpha_of_coders,overlap\n",
    );
    let cell =
        |figure: Option<f64>| figure.map_or_else(String::new, |figure| format!("{figure:.6}"));
    for of in evaluation.criteria.iter().chain([&evaluation.pooled]) {
        let counts = &of.confusion;
        let criterion = if of.criterion.contains([',', '"', '\n']) {
            format!("\"{}\"", of.criterion.replace('"', "\"\""))
        } else {
            of.criterion.clone()
        };
        let figures = [
            counts.prevalence(),
            counts.precision(),
            counts.recall(),
            counts.f1(),
            of.f1.map(|interval| interval.low),
            of.f1.map(|interval| interval.high),
            counts.balanced_accuracy(),
            counts.matthews(),
            counts.kappa(),
            of.kappa.map(|interval| interval.low),
            of.kappa.map(|interval| interval.high),
            of.alpha,
            of.alpha_of_coders,
            of.overlap,
        ];
        let figures: Vec<String> = figures.into_iter().map(cell).collect();
        let _ = writeln!(
            out,
            "{criterion},{},{},{}",
            counts.n(),
            counts.both + counts.only_gold,
            figures.join(",")
        );
    }
    out
}

/// The evaluation as JSON, disagreements included.
#[must_use]
pub fn json_of(evaluation: &Evaluation) -> Value {
    let interval = |of: Option<Interval>| of.map(|of| json!([of.low, of.high]));
    let figures = |of: &OfCriterion| {
        let counts = &of.confusion;
        json!({
            "criterion": of.criterion,
            "n": counts.n(),
            "both": counts.both,
            "only_predicted": counts.only_predicted,
            "only_gold": counts.only_gold,
            "neither": counts.neither,
            "prevalence": counts.prevalence(),
            "precision": counts.precision(),
            "recall": counts.recall(),
            "f1": counts.f1(),
            "f1_interval": interval(of.f1),
            "balanced_accuracy": counts.balanced_accuracy(),
            "matthews": counts.matthews(),
            "kappa": counts.kappa(),
            "kappa_interval": interval(of.kappa),
            "alpha": of.alpha,
            "alpha_of_coders": of.alpha_of_coders,
            "overlap": of.overlap,
        })
    };
    json!({
        "by": match evaluation.by { By::Sentence => "sentence", By::Statement => "statement" },
        "statements": evaluation.statements,
        "unanswered": evaluation.unanswered,
        "macro_f1": evaluation.macro_f1,
        "macro_f1_interval": interval(evaluation.macro_f1_interval),
        "criteria": evaluation.criteria.iter().map(figures).collect::<Vec<_>>(),
        "pooled": figures(&evaluation.pooled),
        "disagreements": evaluation.disagreements.iter().map(|of| json!({
            "statement_id": of.statement,
            "sentence_index": of.sentence,
            "criterion": of.criterion,
            "gold": of.gold,
            "predicted": of.predicted,
            "quote": of.quote,
            "page": of.page,
        })).collect::<Vec<_>>(),
    })
}
