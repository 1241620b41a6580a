//! How far two codings agree: the formulas, each with its source.

/// How often two answers to a yes-or-no question met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Confusion {
    /// Both say yes.
    pub both: u64,
    /// Only the prediction says yes.
    pub only_predicted: u64,
    /// Only the gold says yes.
    pub only_gold: u64,
    /// Both say no.
    pub neither: u64,
}

#[expect(clippy::cast_precision_loss, reason = "counts of sentences")]
fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Confusion {
    /// Counts one pair of answers.
    pub fn count(&mut self, gold: bool, predicted: bool) {
        match (gold, predicted) {
            (true, true) => self.both += 1,
            (false, true) => self.only_predicted += 1,
            (true, false) => self.only_gold += 1,
            (false, false) => self.neither += 1,
        }
    }

    /// Adds the counts of `other`.
    pub fn add(&mut self, other: &Self) {
        self.both += other.both;
        self.only_predicted += other.only_predicted;
        self.only_gold += other.only_gold;
        self.neither += other.neither;
    }

    /// How many pairs there are.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.both + self.only_predicted + self.only_gold + self.neither
    }

    /// The share of pairs where the gold says yes.
    #[must_use]
    pub fn prevalence(&self) -> Option<f64> {
        ratio(self.both + self.only_gold, self.n())
    }

    /// Of what the prediction says yes to, the share that is right (van Rijsbergen, *Information Retrieval*, 1979).
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        ratio(self.both, self.both + self.only_predicted)
    }

    /// Of what the gold says yes to, the share that is found (ibid.).
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        ratio(self.both, self.both + self.only_gold)
    }

    /// The harmonic mean of precision and recall, 2·TP / (2·TP + FP + FN) (ibid.); none where both sides say no to
    /// everything.
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        ratio(
            2 * self.both,
            2 * self.both + self.only_predicted + self.only_gold,
        )
    }

    /// The mean of the shares of yes and of no that are found (Brodersen et al., ICPR 2010).
    #[must_use]
    pub fn balanced_accuracy(&self) -> Option<f64> {
        let of_no = ratio(self.neither, self.neither + self.only_predicted)?;
        Some(f64::midpoint(self.recall()?, of_no))
    }

    /// Matthews' correlation: (TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN)) (Matthews, 1975); none where a factor
    /// is nought.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of sentences")]
    pub fn matthews(&self) -> Option<f64> {
        let [tp, fp, fnn, tn] = [self.both, self.only_predicted, self.only_gold, self.neither]
            .map(|count| count as f64);
        let square = (tp + fp) * (tp + fnn) * (tn + fp) * (tn + fnn);
        (square > 0.0).then(|| (tp * tn - fp * fnn) / square.sqrt())
    }

    /// Cohen's kappa: (pₒ − pₑ) / (1 − pₑ), agreement beyond what the two rates of yes would give by chance (Cohen,
    /// *Educational and Psychological Measurement* 20, 1960); none where chance alone agrees in full.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of sentences")]
    pub fn kappa(&self) -> Option<f64> {
        let n = self.n() as f64;
        if n == 0.0 {
            return None;
        }
        let observed = (self.both + self.neither) as f64 / n;
        let gold = (self.both + self.only_gold) as f64 / n;
        let predicted = (self.both + self.only_predicted) as f64 / n;
        let chance = gold * predicted + (1.0 - gold) * (1.0 - predicted);
        (chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
    }
}

/// Krippendorff's alpha for answers of yes and no, any number of coders, missing answers allowed:
/// 1 − Dₒ/Dₑ (Krippendorff, *Content Analysis*, 2nd ed. 2004, ch. 11).
///
/// `units` holds for each unit how many coders said yes and how many no. None where fewer than two answers can be paired,
/// or all answers are the same: then there is nothing to tell agreement from chance by.
#[must_use]
pub fn krippendorff_alpha(units: &[(u32, u32)]) -> Option<f64> {
    let mut observed = 0.0;
    let (mut yes, mut no) = (0.0, 0.0);
    for &(said_yes, said_no) in units {
        let answers = f64::from(said_yes) + f64::from(said_no);
        if answers < 2.0 {
            continue;
        }
        // Ordered pairs that differ, over the number of other answers that each could be paired with.
        observed += 2.0 * f64::from(said_yes) * f64::from(said_no) / (answers - 1.0);
        yes += f64::from(said_yes);
        no += f64::from(said_no);
    }
    let all = yes + no;
    let expected = 2.0 * yes * no / (all - 1.0);
    (all > 1.0 && expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Intersection over union of two sets of evidence, each piece with its length in characters (Jaccard, 1901); none where
/// both are empty.
#[must_use]
pub fn overlap(pieces: impl Iterator<Item = (u64, bool, bool)>) -> Option<f64> {
    let (mut shared, mut either) = (0, 0);
    for (length, in_one, in_other) in pieces {
        shared += if in_one && in_other { length } else { 0 };
        either += if in_one || in_other { length } else { 0 };
    }
    ratio(shared, either)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 20 right, 5 too many, 10 missed, 15 rightly left out.
    const MEASURED: Confusion = Confusion {
        both: 20,
        only_predicted: 5,
        only_gold: 10,
        neither: 15,
    };

    fn near(value: Option<f64>, wanted: f64) {
        assert!(
            value.is_some_and(|value| (value - wanted).abs() < 1e-4),
            "{value:?} is not {wanted}"
        );
    }

    #[test]
    fn measures_are_those_on_paper() {
        near(MEASURED.prevalence(), 0.6);
        near(MEASURED.precision(), 0.8);
        near(MEASURED.recall(), 20.0 / 30.0);
        near(MEASURED.f1(), 40.0 / 55.0);
        // (2/3 + 15/20) / 2
        near(MEASURED.balanced_accuracy(), 0.7083);
        // (300 − 50) / √(25·30·20·25)
        near(MEASURED.matthews(), 250.0 / 375_000f64.sqrt());
        // pₒ = .7, pₑ = .6·.5 + .4·.5 = .5
        near(MEASURED.kappa(), 0.4);
    }

    #[test]
    fn what_cannot_be_measured_has_no_value() {
        let nothing = Confusion::default();
        let all_no = Confusion {
            neither: 9,
            ..nothing
        };

        assert_eq!(nothing.f1(), None);
        assert_eq!(nothing.kappa(), None);
        assert_eq!(all_no.kappa(), None);
        assert_eq!(all_no.matthews(), None);
        assert_eq!(all_no.prevalence(), Some(0.0));
    }

    #[test]
    fn alpha_of_two_coders_is_that_on_paper() {
        // Krippendorff, *Computing Krippendorff's alpha-reliability*, 2011, binary data, two observers, no missing
        // data: A = 0 1 0 0 0 0 0 0 1 0, B = 1 1 1 0 0 1 0 0 0 0; alpha = 0.095.
        let one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
        let other = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
        let units: Vec<(u32, u32)> = one
            .iter()
            .zip(other)
            .map(|(one, other)| (one + other, 2 - one - other))
            .collect();

        near(krippendorff_alpha(&units), 0.0952);
    }

    #[test]
    fn alpha_passes_over_units_that_one_coder_alone_answered() {
        let units = [(2, 0), (0, 3), (1, 1)];
        let with_singles = [(2, 0), (0, 3), (1, 1), (1, 0), (0, 1)];

        // Dₒ: 2·1·1/1 = 2; yes 3, no 4: Dₑ = 2·3·4/6 = 4
        near(krippendorff_alpha(&units), 0.5);
        assert_eq!(
            krippendorff_alpha(&units),
            krippendorff_alpha(&with_singles)
        );
        assert_eq!(krippendorff_alpha(&[(2, 0), (3, 0)]), None);
    }

    #[test]
    fn overlap_weighs_evidence_by_its_length() {
        let pieces = [
            (30, true, true),
            (10, true, false),
            (60, false, true),
            (99, false, false),
        ];

        near(overlap(pieces.into_iter()), 0.3);
        assert_eq!(overlap([(5, false, false)].into_iter()), None);
    }
}
