//! What cross-validation over statements shows: figures by collection, and how far confidences can be trusted.

use std::collections::BTreeSet;

use super::agreement::Confusion;
use super::bootstrap::Interval;
use super::bootstrap::interval;
use crate::recogniser::CodedStatement;
use crate::recogniser::HeldOut;
use crate::recogniser::LABELS;
use crate::recogniser::Label;

/// The figures of one collection.
#[derive(Debug, Clone, PartialEq)]
pub struct OfCollection {
    /// The collection.
    pub collection: String,
    /// For each label that the collection codes: sentences, with the thresholds that are best over all.
    pub labels: Vec<(Label, Confusion)>,
    /// The same with thresholds found without the statement's fold: what unseen statements can expect.
    pub unseen: Vec<(Label, Confusion)>,
    /// For each label of `unseen` the 95 % interval of its F1, by drawing statements.
    pub intervals: Vec<Option<Interval>>,
    /// The 95 % interval of the mean of their F1.
    pub macro_interval: Option<Interval>,
    /// For each label: statements, yes where any sentence is, with thresholds as in `unseen`.
    pub statements: Vec<(Label, Confusion)>,
}

impl OfCollection {
    /// The mean of the labels' F1.
    #[must_use]
    pub fn macro_f1(&self) -> f64 {
        mean_f1(&self.labels)
    }

    /// The mean of the labels' F1 with thresholds found without the statement's fold.
    #[must_use]
    pub fn macro_f1_unseen(&self) -> f64 {
        mean_f1(&self.unseen)
    }

    /// The share of decisions "is it there at all?" that are right.
    #[must_use]
    pub fn statement_accuracy(&self) -> f64 {
        let mut all = Confusion::default();
        for (_, of) in &self.statements {
            all.add(of);
        }
        (all.both + all.neither) as f64 / all.n().max(1) as f64
    }
}

fn mean_f1(labels: &[(Label, Confusion)]) -> f64 {
    let sum: f64 = labels
        .iter()
        .map(|(_, of)| of.f1().unwrap_or_default())
        .sum();
    sum / labels.len().max(1) as f64
}

/// The figures of each collection of `statements`, by name.
#[must_use]
pub fn held_out_figures(statements: &[CodedStatement], held_out: &HeldOut) -> Vec<OfCollection> {
    let collections: BTreeSet<&str> = statements
        .iter()
        .map(|statement| statement.collection.as_str())
        .collect();
    collections
        .into_iter()
        .map(|collection| {
            let places = || {
                (0..statements.len()).filter(|&place| statements[place].collection == collection)
            };
            let by_sentence = |says: &[Vec<[bool; LABELS]>], label: Label| {
                let mut of = Confusion::default();
                for place in places() {
                    for (sentence, says) in statements[place].sentences.iter().zip(&says[place]) {
                        if let Some(gold) = sentence.labels[label.place()] {
                            of.count(gold, says[label.place()]);
                        }
                    }
                }
                of
            };
            let by_statement = |label: Label| {
                let mut of = Confusion::default();
                for place in places() {
                    let sentences = &statements[place].sentences;
                    if sentences
                        .iter()
                        .all(|sentence| sentence.labels[label.place()].is_none())
                    {
                        continue;
                    }
                    let gold = sentences
                        .iter()
                        .any(|sentence| sentence.labels[label.place()] == Some(true));
                    let predicted = held_out.says_unseen[place]
                        .iter()
                        .any(|says| says[label.place()]);
                    of.count(gold, predicted);
                }
                of
            };
            let coded: Vec<Label> = Label::ALL
                .into_iter()
                .filter(|&label| by_statement(label).n() > 0)
                .collect();
            let of_statement = |place: usize, label: Label| {
                let mut of = Confusion::default();
                let sentences = statements[place].sentences.iter();
                for (sentence, says) in sentences.zip(&held_out.says_unseen[place]) {
                    if let Some(gold) = sentence.labels[label.place()] {
                        of.count(gold, says[label.place()]);
                    }
                }
                of
            };
            let counts: Vec<Vec<Confusion>> = coded
                .iter()
                .map(|&label| places().map(|place| of_statement(place, label)).collect())
                .collect();
            let drawn_total = |counts: &[Confusion], drawn: &[usize]| {
                let mut sum = Confusion::default();
                for of in drawn.iter().filter_map(|&place| counts.get(place)) {
                    sum.add(of);
                }
                sum
            };
            let size = places().count();
            let each = |count: &dyn Fn(Label) -> Confusion| {
                coded.iter().map(|&label| (label, count(label))).collect()
            };
            OfCollection {
                collection: collection.to_owned(),
                labels: each(&|label| by_sentence(&held_out.says, label)),
                unseen: each(&|label| by_sentence(&held_out.says_unseen, label)),
                intervals: counts
                    .iter()
                    .map(|counts| interval(size, |drawn| drawn_total(counts, drawn).f1()))
                    .collect(),
                macro_interval: interval(size, |drawn| {
                    let drawn: Vec<(Label, Confusion)> = coded
                        .iter()
                        .zip(&counts)
                        .map(|(&label, counts)| (label, drawn_total(counts, drawn)))
                        .collect();
                    Some(mean_f1(&drawn))
                }),
                statements: each(&by_statement),
            }
        })
        .collect()
}

/// How often sentences of about one confidence were right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// The lowest confidence, a multiple of a tenth.
    pub from: f64,
    /// How many answers have a confidence from there to a tenth above.
    pub answers: u64,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them that is right.
    pub right: f64,
}

/// The reliability table over all labels: confidences of held-out sentences in steps of a tenth, calibrated without the
/// statement's fold (DeGroot and Fienberg, *The Statistician* 32, 1983).
#[must_use]
pub fn reliability_of(statements: &[CodedStatement], held_out: &HeldOut) -> Vec<Reliability> {
    let mut bins = [(0u64, 0.0f64, 0u64); 10];
    for (statement, confidences) in statements.iter().zip(&held_out.confidences_unseen) {
        for (sentence, confidences) in statement.sentences.iter().zip(confidences) {
            for label in Label::ALL {
                let Some(gold) = sentence.labels[label.place()] else {
                    continue;
                };
                let confidence = confidences[label.place()];
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "0 to 10"
                )]
                let bin = ((confidence * 10.0) as usize).min(9);
                bins[bin].0 += 1;
                bins[bin].1 += confidence;
                bins[bin].2 += u64::from(gold);
            }
        }
    }
    bins.into_iter()
        .enumerate()
        .filter(|(_, (answers, _, _))| *answers > 0)
        .map(|(place, (answers, sum, right))| Reliability {
            from: place as f64 / 10.0,
            answers,
            confidence: sum / answers as f64,
            right: right as f64 / answers as f64,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recogniser::CodedSentence;

    fn statement(collection: &str, gold: &[Option<bool>]) -> CodedStatement {
        let sentence = |gold: &Option<bool>| {
            let mut labels = [None; LABELS];
            labels[Label::Approval.place()] = *gold;
            CodedSentence {
                text: String::new(),
                labels,
            }
        };
        CodedStatement {
            id: collection.to_owned(),
            collection: collection.to_owned(),
            sentences: gold.iter().map(sentence).collect(),
        }
    }

    fn held_out(says: &[&[bool]]) -> HeldOut {
        let says: Vec<Vec<[bool; LABELS]>> = says
            .iter()
            .map(|says| says.iter().map(|says| [*says; LABELS]).collect())
            .collect();
        let confidences: Vec<Vec<[f64; LABELS]>> = says
            .iter()
            .map(|says| {
                says.iter()
                    .map(|says| says.map(|says| if says { 0.85 } else { 0.15 }))
                    .collect()
            })
            .collect();
        HeldOut {
            says_unseen: says.clone(),
            says,
            confidences_unseen: confidences.clone(),
            confidences,
        }
    }

    #[test]
    fn figures_are_told_by_collection_and_only_for_labels_that_it_codes() {
        let statements = [
            statement("au", &[Some(true), Some(false), Some(true)]),
            statement("uk", &[Some(false), None]),
        ];
        let figures = held_out_figures(
            &statements,
            &held_out(&[&[true, true, false], &[false, true]]),
        );

        assert_eq!(figures.len(), 2);
        assert_eq!(figures[0].labels.len(), 1);
        // one right, one too many, one missed
        assert!((figures[0].macro_f1() - 0.5).abs() < 1e-12);
        assert!((figures[0].statement_accuracy() - 1.0).abs() < 1e-12);
        // the sentence that nobody coded still says yes for its statement
        assert!(figures[1].statement_accuracy().abs() < 1e-12);
    }

    #[test]
    fn reliability_counts_how_often_a_confidence_was_right() {
        let statements = [statement(
            "au",
            &[Some(true), Some(true), Some(false), Some(false)],
        )];
        let table = reliability_of(&statements, &held_out(&[&[true, true, true, false]]));

        assert_eq!(table.len(), 2);
        assert_eq!(table[1].answers, 3);
        assert!((table[1].from - 0.8).abs() < 1e-12);
        assert!((table[1].right - 2.0 / 3.0).abs() < 1e-12);
    }
}
