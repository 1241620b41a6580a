//! From coded sentences to weights: byte for byte the same for the same sentences and seed.

use std::collections::BTreeMap;

use super::calibration::Calibration;
use super::calibration::calibration_of;
use super::calibration::threshold_of;
use super::exact::ln;
use super::features::Features;
use super::features::Group;
use super::label::LABELS;
use super::label::Label;
use super::learn::Case;
use super::learn::Random;
use super::learn::Rows;
use super::learn::Until;
use super::learn::logistic_regression;
use super::reading::CommonWords;
use super::signals::Search;
use super::statement::Sequence;
use super::weights::OfLabel;
use super::weights::Record;
use super::weights::Weights;

/// A statement whose sentences people have coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedStatement {
    /// Tells it from all others.
    pub id: String,
    /// The collection that it belongs to: folds hold as many of each.
    pub collection: String,
    /// Its sentences in reading order.
    pub sentences: Vec<CodedSentence>,
}

/// A sentence that people have coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedSentence {
    /// The words.
    pub text: String,
    /// For each label whether it speaks to it; none where nobody was asked.
    pub labels: [Option<bool>; LABELS],
}

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct Training {
    /// Decides the order in which sentences are learned from, and the folds.
    pub seed: u64,
    /// How many folds the statements are put into to find thresholds and calibrate, at least 2.
    pub folds: usize,
}

impl Default for Training {
    fn default() -> Self {
        Self { seed: 1, folds: 5 }
    }
}

/// What an error costs beside the size of the weights.
const COST: f64 = 0.1;
/// A feature is learned from where at least this many sentences have it.
const SENTENCES_MIN: u32 = 2;
/// The most features kept for a label: the weakest beyond them tell nothing.
const FEATURES_KEPT: usize = 100_000;

/// For each statement, for each sentence: the sum of weights of each label.
type Sums = Vec<Vec<[f64; LABELS]>>;

/// What weights that never saw a statement make of its sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldOut {
    /// For each statement, for each sentence, for each label: the confidence.
    pub confidences: Vec<Vec<[f64; LABELS]>>,
    /// For each statement, for each sentence, for each label: whether the confidence reaches the threshold that is
    /// best over all sentences.
    pub says: Vec<Vec<[bool; LABELS]>>,
    /// The same with thresholds and calibration found without the statement's fold: what unseen statements can expect.
    pub says_unseen: Vec<Vec<[bool; LABELS]>>,
    /// Confidences calibrated without the statement's fold.
    pub confidences_unseen: Vec<Vec<[f64; LABELS]>>,
}

impl Training {
    /// Learns weights from `statements`, whose files have the SHA-256 `data_sha256`; also what weights without them make
    /// of each statement: thresholds and calibration come from there.
    #[must_use]
    pub fn train(&self, statements: &[CodedStatement], data_sha256: &str) -> (Weights, HeldOut) {
        let sums = self.held_out_sums(statements);
        let calibrations = calibrations_of(statements, &sums, |_| true);
        let held_out = self.held_out(statements, &sums);
        let all: Vec<&CodedStatement> = statements.iter().collect();
        let mut weights = self.learn(&all);
        for (of, (calibration, threshold)) in weights.record.labels.iter_mut().zip(calibrations) {
            of.slope = calibration.slope;
            of.shift = calibration.shift;
            of.threshold = threshold;
        }
        data_sha256.clone_into(&mut weights.record.data_sha256);
        (weights, held_out)
    }

    /// Cross-validation over statements: each is judged by weights that were learned without it.
    #[must_use]
    pub fn cross_validate(&self, statements: &[CodedStatement]) -> HeldOut {
        let sums = self.held_out_sums(statements);
        self.held_out(statements, &sums)
    }

    fn held_out(&self, statements: &[CodedStatement], sums: &Sums) -> HeldOut {
        let folds = self.folds_of(statements);
        let over_all = calibrations_of(statements, sums, |_| true);
        let without: Vec<Vec<(Calibration, f64)>> = (0..self.folds)
            .map(|fold| calibrations_of(statements, sums, |place| folds[place] != fold))
            .collect();
        let judged = |of_statements: Vec<&Vec<(Calibration, f64)>>| {
            let mut confidences = Vec::with_capacity(sums.len());
            let mut says = Vec::with_capacity(sums.len());
            for (sums, of) in sums.iter().zip(of_statements) {
                let judge = |sums: &[f64; LABELS]| {
                    Label::ALL.map(|label| of[label.place()].0.confidence(sums[label.place()]))
                };
                let judged: Vec<[f64; LABELS]> = sums.iter().map(judge).collect();
                let reach = |judged: &[f64; LABELS]| {
                    Label::ALL.map(|label| judged[label.place()] >= of[label.place()].1)
                };
                says.push(judged.iter().map(reach).collect());
                confidences.push(judged);
            }
            (confidences, says)
        };
        let (confidences, says) = judged(vec![&over_all; sums.len()]);
        let (confidences_unseen, says_unseen) =
            judged(folds.iter().map(|&fold| &without[fold]).collect());
        HeldOut {
            confidences,
            says,
            says_unseen,
            confidences_unseen,
        }
    }

    /// For each sentence the sums that weights give it which were learned without its statement.
    fn held_out_sums(&self, statements: &[CodedStatement]) -> Sums {
        let folds = self.folds_of(statements);
        let mut sums: Sums = vec![Vec::new(); statements.len()];
        for fold in 0..self.folds {
            let inside: Vec<&CodedStatement> = statements
                .iter()
                .zip(&folds)
                .filter(|(_, of)| **of != fold)
                .map(|(statement, _)| statement)
                .collect();
            let weights = self.learn(&inside);
            for (place, statement) in statements.iter().enumerate() {
                if folds[place] == fold {
                    let sequence = sequence_of(statement, &weights.common, &mut Search::default());
                    sums[place] = sequence.sums(&weights);
                }
            }
        }
        sums
    }

    /// For each statement its fold: whole statements, as many of each collection in each fold as can be.
    fn folds_of(&self, statements: &[CodedStatement]) -> Vec<usize> {
        let mut of_collections: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, statement) in statements.iter().enumerate() {
            of_collections
                .entry(&statement.collection)
                .or_default()
                .push(place);
        }
        let mut random = Random(self.seed);
        let mut folds = vec![0; statements.len()];
        for places in of_collections.values_mut() {
            random.shuffle(places);
            for (turn, &place) in places.iter().enumerate() {
                folds[place] = turn % self.folds;
            }
        }
        folds
    }

    /// Learns weights from `statements`, not yet calibrated.
    fn learn(&self, statements: &[&CodedStatement]) -> Weights {
        let sentences = || statements.iter().flat_map(|statement| &statement.sentences);
        let common = CommonWords::of(sentences().map(|sentence| sentence.text.as_str()));
        let mut search = Search::default();
        let sequences: Vec<Sequence> = statements
            .iter()
            .map(|statement| sequence_of(statement, &common, &mut search))
            .collect();

        let mut features = Features::default();
        let mut made: Vec<Vec<(u32, f32, Group)>> = Vec::new();
        for window in sequences.iter().flat_map(Sequence::windows) {
            features.fill(&window);
            made.push(
                features
                    .all
                    .iter()
                    .map(|feature| (feature.number, feature.value, feature.group))
                    .collect(),
            );
        }
        let columns = Columns::of(&made);
        let mut rows = Rows::new();
        for features in &made {
            let constant = u32::try_from(columns.numbers.len()).unwrap_or(u32::MAX);
            rows.push(
                features
                    .iter()
                    .filter_map(|&(number, value, _)| {
                        let column = columns.column(number)?;
                        Some((column, value * columns.rarities[column as usize]))
                    })
                    .chain([(constant, 1.0)]),
            );
        }
        drop(made);

        let labels: Vec<[Option<bool>; LABELS]> =
            sentences().map(|sentence| sentence.labels).collect();
        let learned: Vec<Learned> = std::thread::scope(|scope| {
            let (rows, columns, labels) = (&rows, &columns, &labels);
            let running: Vec<_> = Label::ALL
                .map(|label| scope.spawn(move || self.learn_label(label, labels, rows, columns)))
                .into_iter()
                .collect();
            running
                .into_iter()
                .map(|thread| thread.join().unwrap_or_default())
                .collect()
        });

        let mut kept: BTreeMap<u32, [i8; LABELS]> = BTreeMap::new();
        let mut of_labels = Vec::with_capacity(LABELS);
        for (label, learned) in Label::ALL.into_iter().zip(learned) {
            for (number, weight) in learned.kept {
                kept.entry(number).or_insert([0; LABELS])[label.place()] = weight;
            }
            of_labels.push(OfLabel {
                label: label.word().to_owned(),
                step: learned.step,
                bias: learned.bias,
                slope: 1.0,
                shift: 0.0,
                threshold: 0.5,
            });
        }
        kept.retain(|_, row| row.iter().any(|weight| *weight != 0));
        let record = Record {
            data_sha256: String::new(),
            features_sha256: super::features_sha256(),
            statements: statements.len(),
            sentences: labels.len(),
            labels: of_labels,
        };
        Weights::new(record, common, kept)
    }

    fn learn_label(
        &self,
        label: Label,
        labels: &[[Option<bool>; LABELS]],
        rows: &Rows,
        columns: &Columns,
    ) -> Learned {
        let answers = || {
            labels
                .iter()
                .enumerate()
                .filter_map(|(row, labels)| Some((row, labels[label.place()]?)))
        };
        let all = answers().count();
        let positive = answers().filter(|(_, is_positive)| *is_positive).count();
        if positive == 0 || positive == all {
            return Learned::default();
        }
        // As scikit-learn's "balanced": both classes cost the same in all.
        let cost = |count: usize| COST * all as f64 / (2.0 * count as f64);
        let cases: Vec<Case> = answers()
            .map(|(row, is_positive)| Case {
                row,
                is_positive,
                cost: cost(if is_positive {
                    positive
                } else {
                    all - positive
                }),
            })
            .collect();
        let until = Until {
            slope: 0.1,
            passes: 30,
        };
        let weights =
            logistic_regression(rows, columns.numbers.len() + 1, &cases, until, self.seed);
        Learned::of(&weights, columns)
    }
}

/// The features that are learned from.
struct Columns {
    /// Their numbers, ascending.
    numbers: Vec<u32>,
    /// What each value is multiplied with: rare words tell more.
    rarities: Vec<f32>,
}

impl Columns {
    fn of(made: &[Vec<(u32, f32, Group)>]) -> Self {
        let mut all: Vec<(u32, Group)> = made
            .iter()
            .flatten()
            .map(|&(number, _, group)| (number, group))
            .collect();
        all.sort_unstable();
        let mut numbers = Vec::new();
        let mut rarities = Vec::new();
        for same in all.chunk_by(|one, other| one.0 == other.0) {
            let count = u32::try_from(same.len()).unwrap_or(u32::MAX);
            if count < SENTENCES_MIN {
                continue;
            }
            let (number, group) = same[0];
            let rarity = if group.is_weighted_by_rarity() {
                ln((1.0 + made.len() as f64) / (1.0 + f64::from(count))) + 1.0
            } else {
                1.0
            };
            numbers.push(number);
            rarities.push(rarity as f32);
        }
        Self { numbers, rarities }
    }

    fn column(&self, number: u32) -> Option<u32> {
        let place = self.numbers.binary_search(&number).ok()?;
        u32::try_from(place).ok()
    }
}

/// What was learned for one label, as it is kept.
#[derive(Debug, Default)]
struct Learned {
    kept: Vec<(u32, i8)>,
    step: f64,
    bias: f64,
}

impl Learned {
    fn of(weights: &[f64], columns: &Columns) -> Self {
        let mut all: Vec<(f64, u32)> = columns
            .numbers
            .iter()
            .zip(&columns.rarities)
            .zip(weights)
            .map(|((&number, &rarity), &weight)| (weight * f64::from(rarity), number))
            .collect();
        all.sort_unstable_by(|one, other| {
            other
                .0
                .abs()
                .total_cmp(&one.0.abs())
                .then(one.1.cmp(&other.1))
        });
        all.truncate(FEATURES_KEPT);
        let largest = all.first().map_or(0.0, |(weight, _)| weight.abs());
        let step = rounded(largest / 127.0);
        let kept = all
            .into_iter()
            .map(|(weight, number)| {
                let units = if step > 0.0 {
                    (weight / step).round()
                } else {
                    0.0
                };
                let units = units.clamp(-127.0, 127.0) as i8;
                (number, units)
            })
            .filter(|(_, units)| *units != 0)
            .collect();
        Self {
            kept,
            step,
            bias: rounded(weights.last().copied().unwrap_or(0.0)),
        }
    }
}

/// To six digits behind the point: what is written is what is meant.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

fn sequence_of(statement: &CodedStatement, common: &CommonWords, search: &mut Search) -> Sequence {
    let sentences = statement.sentences.iter();
    Sequence::of(
        sentences.map(|sentence| sentence.text.as_str()),
        common,
        search,
    )
}

/// For each label the calibration and the threshold that fit the statements at the places that `counts`.
fn calibrations_of(
    statements: &[CodedStatement],
    sums: &Sums,
    counts: impl Fn(usize) -> bool,
) -> Vec<(Calibration, f64)> {
    Label::ALL
        .into_iter()
        .map(|label| {
            let answers: Vec<(f64, bool)> = statements
                .iter()
                .zip(sums)
                .enumerate()
                .filter(|(place, _)| counts(*place))
                .flat_map(|(_, (statement, sums))| statement.sentences.iter().zip(sums))
                .filter_map(|(sentence, sums)| {
                    Some((sums[label.place()], sentence.labels[label.place()]?))
                })
                .collect();
            let calibration = calibration_of(&answers);
            let threshold = calibration.confidence(threshold_of(&answers));
            (calibration, rounded(threshold.clamp(0.001, 0.999)))
        })
        .collect()
}
