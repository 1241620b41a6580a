//! A prediction against a gold coding: figures for each criterion with intervals, and where they disagree.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::agreement::Confusion;
use super::agreement::krippendorff_alpha;
use super::agreement::overlap;
use super::bootstrap::Interval;
use super::bootstrap::interval;
use super::gold::Coding;
use super::gold::Judgement;
use crate::assessment::Status;
use crate::recogniser::Label;
use crate::recogniser::Recogniser;
use crate::score::status_of;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// Each sentence; statements that were coded as a whole are left out.
    #[default]
    Sentence,
    /// Each statement: yes where any of its sentences is.
    Statement,
}

/// The figures of one criterion, or of all together.
#[derive(Debug, Clone, PartialEq)]
pub struct OfCriterion {
    /// The criterion; `all` where every pair is counted together.
    pub criterion: String,
    /// How often answers met.
    pub confusion: Confusion,
    /// 95 % interval of F1, by drawing statements.
    pub f1: Option<Interval>,
    /// 95 % interval of Cohen's kappa, by drawing statements.
    pub kappa: Option<Interval>,
    /// Krippendorff's alpha over all coders and the prediction.
    pub alpha: Option<f64>,
    /// Krippendorff's alpha over the gold's own coders; none where it has one.
    pub alpha_of_coders: Option<f64>,
    /// Intersection over union of the evidence, in characters, mean over statements where either side has some.
    pub overlap: Option<f64>,
}

/// A place where gold and prediction differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The statement.
    pub statement: String,
    /// The sentence, where sentences are compared.
    pub sentence: Option<u32>,
    /// The criterion.
    pub criterion: String,
    /// What the gold says.
    pub gold: bool,
    /// What the prediction says.
    pub predicted: bool,
    /// The evidence of the side that says yes.
    pub quote: String,
    /// Its page, as typed.
    pub page: String,
}

/// The whole comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// What was compared.
    pub by: By,
    /// How many statements both sides know.
    pub statements: usize,
    /// Figures by criterion, in the order of the gold.
    pub criteria: Vec<OfCriterion>,
    /// All pairs together.
    pub pooled: OfCriterion,
    /// The mean of the criteria's F1, where they have one.
    pub macro_f1: Option<f64>,
    /// Its 95 % interval.
    pub macro_f1_interval: Option<Interval>,
    /// Pairs in the gold that the prediction says nothing about.
    pub unanswered: usize,
    /// Where they differ, in the order of statements and sentences.
    pub disagreements: Vec<Disagreement>,
}

/// What is answered: a statement, a sentence of it or the whole, and a criterion.
type Key = (String, Option<u32>, String);

/// The answers of one side to one question.
#[derive(Debug, Default)]
struct Answers<'a> {
    yes: BTreeSet<&'a str>,
    no: BTreeSet<&'a str>,
    evidence: Option<&'a Judgement>,
}

impl Answers<'_> {
    /// What most coders say; none where they are level.
    fn majority(&self) -> Option<bool> {
        let (yes, no) = (self.yes.len(), self.no.len());
        (yes != no).then_some(yes > no)
    }
}

fn answers(coding: &Coding, by: By) -> BTreeMap<Key, Answers<'_>> {
    let mut all: BTreeMap<Key, Answers<'_>> = BTreeMap::new();
    for judgement in &coding.judgements {
        let sentence = match by {
            By::Sentence if judgement.sentence.is_none() => continue,
            By::Sentence => judgement.sentence,
            By::Statement => None,
        };
        let key = (
            judgement.statement.clone(),
            sentence,
            judgement.criterion.clone(),
        );
        let answers = all.entry(key).or_default();
        let coder = judgement.coder.as_str();
        if judgement.value {
            answers.yes.insert(coder);
            answers.no.remove(coder);
            answers.evidence = answers.evidence.or(Some(judgement));
        } else if !answers.yes.contains(coder) {
            answers.no.insert(coder);
        }
    }
    all
}

/// Compares `predicted` with `gold`. Where several coded the gold, what most of them say counts; where they are level,
/// the pair is left out.
#[must_use]
pub fn evaluate(gold: &Coding, predicted: &Coding, by: By) -> Evaluation {
    let golden = answers(gold, by);
    let foretold = answers(predicted, by);
    let mut criteria: Vec<&str> = Vec::new();
    for judgement in &gold.judgements {
        if !criteria.contains(&judgement.criterion.as_str()) {
            criteria.push(&judgement.criterion);
        }
    }
    let statements: Vec<&str> = golden
        .keys()
        .map(|(statement, _, _)| statement.as_str())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let place_of = |list: &[&str], wanted: &str| list.iter().position(|known| *known == wanted);

    let mut counts = vec![vec![Confusion::default(); statements.len()]; criteria.len()];
    let mut with_prediction: Vec<Vec<(u32, u32)>> = vec![Vec::new(); criteria.len()];
    let mut of_coders: Vec<Vec<(u32, u32)>> = vec![Vec::new(); criteria.len()];
    let mut unanswered = 0;
    let mut disagreements = Vec::new();
    for (key, of_gold) in &golden {
        let (statement, sentence, criterion) = key;
        let (Some(row), Some(column)) = (
            place_of(&criteria, criterion),
            statements.binary_search(&statement.as_str()).ok(),
        ) else {
            continue;
        };
        let said = |answers: &Answers<'_>| {
            let count = |side: &BTreeSet<&str>| u32::try_from(side.len()).unwrap_or(u32::MAX);
            (count(&answers.yes), count(&answers.no))
        };
        let (yes, no) = said(of_gold);
        of_coders[row].push((yes, no));
        let Some(of_predicted) = foretold.get(key) else {
            unanswered += 1;
            continue;
        };
        let (also_yes, also_no) = said(of_predicted);
        with_prediction[row].push((yes + also_yes, no + also_no));
        let (Some(gold_says), Some(predicted_says)) = (of_gold.majority(), of_predicted.majority())
        else {
            continue;
        };
        counts[row][column].count(gold_says, predicted_says);
        if gold_says != predicted_says {
            let evidence = if gold_says { of_gold } else { of_predicted }.evidence;
            disagreements.push(Disagreement {
                statement: statement.clone(),
                sentence: *sentence,
                criterion: criterion.clone(),
                gold: gold_says,
                predicted: predicted_says,
                quote: evidence.map(|of| of.quote.clone()).unwrap_or_default(),
                page: evidence.map(|of| of.page.clone()).unwrap_or_default(),
            });
        }
    }

    let everywhere: Vec<usize> = (0..statements.len()).collect();
    let total = |row: &[Confusion], drawn: &[usize]| {
        let mut sum = Confusion::default();
        for of in drawn.iter().filter_map(|&place| row.get(place)) {
            sum.add(of);
        }
        sum
    };
    let figures = |criterion: &str,
                   row: &[Confusion],
                   together: &[(u32, u32)],
                   coders: &[(u32, u32)]| OfCriterion {
        criterion: criterion.to_owned(),
        confusion: total(row, &everywhere),
        f1: interval(statements.len(), |drawn| total(row, drawn).f1()),
        kappa: interval(statements.len(), |drawn| total(row, drawn).kappa()),
        alpha: krippendorff_alpha(together),
        alpha_of_coders: krippendorff_alpha(coders),
        overlap: None,
    };
    let mut of_criteria = Vec::with_capacity(criteria.len());
    for (place, criterion) in criteria.iter().enumerate() {
        let mut of = figures(
            criterion,
            &counts[place],
            &with_prediction[place],
            &of_coders[place],
        );
        of.overlap = mean_overlap(gold, predicted, criterion);
        of_criteria.push(of);
    }
    let all: Vec<Confusion> = (0..statements.len())
        .map(|column| {
            let mut sum = Confusion::default();
            for row in &counts {
                sum.add(&row[column]);
            }
            sum
        })
        .collect();
    let pooled = figures("all", &all, &with_prediction.concat(), &of_coders.concat());
    let macro_of = |drawn: &[usize]| {
        let values: Vec<f64> = counts
            .iter()
            .filter_map(|row| total(row, drawn).f1())
            .collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (!values.is_empty()).then_some(mean)
    };
    Evaluation {
        by,
        statements: statements.len(),
        macro_f1: macro_of(&everywhere),
        macro_f1_interval: interval(statements.len(), macro_of),
        criteria: of_criteria,
        pooled,
        unanswered,
        disagreements,
    }
}

/// The mean over statements of the overlap of evidence for `criterion`: sentences that count, weighed by their characters;
/// where whole statements were coded, the words of the quotes.
fn mean_overlap(gold: &Coding, predicted: &Coding, criterion: &str) -> Option<f64> {
    type Pieces<'a> = BTreeMap<&'a str, BTreeMap<(Option<u32>, &'a str), (u64, [bool; 2])>>;
    let mut of_statements: Pieces<'_> = BTreeMap::new();
    for (side, coding) in [gold, predicted].into_iter().enumerate() {
        let positive = coding
            .judgements
            .iter()
            .filter(|judgement| judgement.criterion == criterion && judgement.value);
        for judgement in positive {
            let pieces = of_statements.entry(&judgement.statement).or_default();
            if judgement.sentence.is_some() {
                let piece = pieces.entry((judgement.sentence, "")).or_default();
                piece.0 = piece.0.max(judgement.quote.chars().count().max(1) as u64);
                piece.1[side] = true;
            } else {
                for word in judgement.quote.split_whitespace() {
                    let piece = pieces.entry((None, word)).or_default();
                    piece.0 = word.chars().count() as u64;
                    piece.1[side] = true;
                }
            }
        }
    }
    let values: Vec<f64> = of_statements
        .values()
        .filter_map(|pieces| {
            overlap(
                pieces
                    .values()
                    .map(|&(length, [in_gold, in_predicted])| (length, in_gold, in_predicted)),
            )
        })
        .collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (!values.is_empty()).then_some(mean)
}

/// What the recogniser says about the sentences of `gold`, for the criteria that are its labels; where the gold asks for
/// `future_commitment` and `negative_evidence`, the status of sentences that the gold counts as evidence of anything.
#[must_use]
pub fn predicted_by_recogniser(
    gold: &Coding,
    recogniser: &Recogniser,
    threshold: Option<f64>,
) -> Coding {
    let asked: BTreeSet<&str> = gold
        .judgements
        .iter()
        .map(|judgement| judgement.criterion.as_str())
        .collect();
    let relevant: BTreeSet<(&str, Option<u32>)> = gold
        .judgements
        .iter()
        .filter(|judgement| judgement.value && Label::of_word(&judgement.criterion).is_some())
        .map(|judgement| (judgement.statement.as_str(), judgement.sentence))
        .collect();
    let mut judgements = Vec::new();
    for (statement, sentences) in &gold.sentences {
        let recognised = recogniser.recognise(sentences.values().map(String::as_str));
        for ((index, sentence), confidences) in sentences.iter().zip(recognised.confidences()) {
            let mut push = |criterion: &str, value: bool| {
                judgements.push(Judgement {
                    statement: statement.clone(),
                    sentence: Some(*index),
                    criterion: criterion.to_owned(),
                    coder: String::new(),
                    value,
                    quote: sentence.clone(),
                    page: String::new(),
                });
            };
            for label in Label::ALL
                .into_iter()
                .filter(|label| asked.contains(label.word()))
            {
                let threshold = threshold.unwrap_or_else(|| recogniser.weights().threshold(label));
                push(label.word(), confidences.of_label(label) >= threshold);
            }
            if relevant.contains(&(statement.as_str(), Some(*index))) {
                let status = status_of(sentence);
                for (criterion, wanted) in [
                    ("future_commitment", Status::Plan),
                    ("negative_evidence", Status::Negative),
                ] {
                    if asked.contains(criterion) {
                        push(criterion, status == wanted);
                    }
                }
            }
        }
    }
    Coding {
        judgements,
        sentences: gold.sentences.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgement(statement: &str, sentence: u32, coder: &str, value: bool) -> Judgement {
        Judgement {
            statement: statement.to_owned(),
            sentence: Some(sentence),
            criterion: "training".to_owned(),
            coder: coder.to_owned(),
            value,
            quote: format!("sentence {sentence}"),
            page: String::new(),
        }
    }

    fn coding(judgements: Vec<Judgement>) -> Coding {
        Coding {
            judgements,
            sentences: BTreeMap::new(),
        }
    }

    #[test]
    fn sentences_and_statements_are_counted_as_asked() {
        let gold = coding(vec![
            judgement("a", 0, "", true),
            judgement("a", 1, "", false),
            judgement("b", 0, "", false),
        ]);
        let predicted = coding(vec![
            judgement("a", 0, "", false),
            judgement("a", 1, "", true),
            judgement("b", 0, "", false),
        ]);

        let by_sentence = evaluate(&gold, &predicted, By::Sentence);
        let by_statement = evaluate(&gold, &predicted, By::Statement);

        assert_eq!(by_sentence.pooled.confusion.n(), 3);
        assert_eq!(by_sentence.pooled.confusion.both, 0);
        assert_eq!(by_sentence.disagreements.len(), 2);
        assert_eq!(by_statement.pooled.confusion.both, 1);
        assert_eq!(by_statement.pooled.confusion.neither, 1);
        assert!(by_statement.disagreements.is_empty());
    }

    #[test]
    fn the_majority_of_coders_is_the_gold_and_a_draw_is_left_out() {
        let gold = coding(vec![
            judgement("a", 0, "Ada", true),
            judgement("a", 0, "Bo", true),
            judgement("a", 0, "Cy", false),
            judgement("a", 1, "Ada", true),
            judgement("a", 1, "Bo", false),
        ]);
        let predicted = coding(vec![
            judgement("a", 0, "", true),
            judgement("a", 1, "", true),
        ]);

        let found = evaluate(&gold, &predicted, By::Sentence);

        assert_eq!(found.pooled.confusion.n(), 1);
        assert_eq!(found.pooled.confusion.both, 1);
        assert!(found.pooled.alpha_of_coders.is_some());
    }

    #[test]
    fn what_the_prediction_leaves_out_is_counted_as_unanswered() {
        let gold = coding(vec![
            judgement("a", 0, "", true),
            judgement("b", 0, "", true),
        ]);
        let predicted = coding(vec![judgement("a", 0, "", true)]);

        assert_eq!(evaluate(&gold, &predicted, By::Sentence).unanswered, 1);
    }

    #[test]
    fn evidence_overlaps_by_characters() {
        let gold = coding(vec![
            judgement("a", 0, "", true),
            judgement("a", 1, "", true),
        ]);
        let predicted = coding(vec![
            judgement("a", 1, "", true),
            judgement("a", 0, "", false),
        ]);

        let found = evaluate(&gold, &predicted, By::Sentence);

        assert_eq!(found.criteria[0].overlap, Some(0.5));
    }
}
