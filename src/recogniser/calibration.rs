//! From sums of weights to confidences that are right as often as they say, and to thresholds.

use super::exact::ln;
use super::exact::logistic;
use super::training::rounded;

/// A line through log-odds: confidence = 1 / (1 + e^−(slope·sum + shift)).
///
/// Source: Platt, *Probabilistic outputs for support vector machines*, 1999, fitted with Newton steps as in Lin, Lin,
/// Weng, *A note on Platt's probabilistic outputs*, Machine Learning 68 (2007).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Calibration {
    pub(super) slope: f64,
    pub(super) shift: f64,
}

impl Calibration {
    /// The confidence at `sum`.
    pub(super) fn confidence(self, sum: f64) -> f64 {
        logistic(self.slope * sum + self.shift)
    }
}

/// The calibration that fits `answers`, pairs of held-out sum and truth.
pub(super) fn calibration_of(answers: &[(f64, bool)]) -> Calibration {
    let count = |wanted: bool| answers.iter().filter(|(_, is)| *is == wanted).count() as f64;
    let (positive, negative) = (count(true), count(false));
    if positive == 0.0 || negative == 0.0 {
        // One answer only tells how rare the other is at most.
        return Calibration {
            slope: 1.0,
            shift: rounded(ln((positive + 1.0) / (negative + 1.0))),
        };
    }
    // Targets a little inside 0 and 1 keep few cases from being taken for certainty.
    let target = |is_positive: bool| {
        if is_positive {
            (positive + 1.0) / (positive + 2.0)
        } else {
            1.0 / (negative + 2.0)
        }
    };
    let mut slope = 1.0;
    let mut shift = ln((positive + 1.0) / (negative + 1.0));
    for _ in 0..100 {
        let mut gradient = [0.0f64; 2];
        let mut curvature = [[1e-9f64, 0.0], [0.0, 1e-9]];
        for &(sum, is_positive) in answers {
            let confidence = logistic(slope * sum + shift);
            let error = confidence - target(is_positive);
            let weight = confidence * (1.0 - confidence);
            gradient[0] += error * sum;
            gradient[1] += error;
            curvature[0][0] += weight * sum * sum;
            curvature[0][1] += weight * sum;
            curvature[1][1] += weight;
        }
        let determinant = curvature[0][0] * curvature[1][1] - curvature[0][1] * curvature[0][1];
        if determinant.abs() < 1e-12 {
            break;
        }
        let step = [
            (curvature[1][1] * gradient[0] - curvature[0][1] * gradient[1]) / determinant,
            (curvature[0][0] * gradient[1] - curvature[0][1] * gradient[0]) / determinant,
        ];
        // Half steps far from the answer keep Newton from overshooting.
        let damp = if step[0].abs() + step[1].abs() > 1.0 {
            0.5
        } else {
            1.0
        };
        slope -= damp * step[0];
        shift -= damp * step[1];
        if step[0].abs() + step[1].abs() < 1e-9 {
            break;
        }
    }
    Calibration {
        slope: rounded(slope.max(0.01)),
        shift: rounded(shift),
    }
}

/// A sum that no sentence reaches.
const NEVER: f64 = 1e3;

/// The sum from which on saying yes gives the best F1 over `answers`; out of reach where none is yes.
pub(super) fn threshold_of(answers: &[(f64, bool)]) -> f64 {
    let mut sorted = answers.to_vec();
    sorted.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
    let positive = sorted.iter().filter(|(_, is)| *is).count();
    let mut right = 0usize;
    let mut best = (0.0f64, f64::INFINITY);
    for (said, &(sum, is_positive)) in (1usize..).zip(&sorted) {
        right += usize::from(is_positive);
        let next = sorted.get(said).map_or(sum - 1.0, |(next, _)| *next);
        if next == sum {
            continue;
        }
        let f1 = 2.0 * right as f64 / (said + positive) as f64;
        if f1 > best.0 {
            best = (f1, f64::midpoint(sum, next));
        }
    }
    if best.1.is_finite() { best.1 } else { NEVER }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_stands_where_f1_is_best() {
        // Above 1.5: two right of two said, three wanted: F1 = 4/5. Above −0.5: three of four: 6/7.
        let answers = [
            (3.0, true),
            (2.0, true),
            (1.0, false),
            (0.0, true),
            (-1.0, false),
        ];

        assert!((threshold_of(&answers) - -0.5).abs() < 1e-12);
    }

    #[test]
    fn a_label_that_nobody_gave_is_never_said() {
        let answers = [(0.0, false), (0.0, false), (0.0, false)];
        let calibration = calibration_of(&answers);

        // Like one yes among five.
        assert!((calibration.confidence(0.0) - 0.2).abs() < 1e-6);
        assert!(calibration.confidence(threshold_of(&answers)) > 0.99);
    }

    #[test]
    fn calibrated_confidences_are_right_as_often_as_they_say() {
        // At sum 1 three of four are positive, at −1 one of four.
        let mut answers = Vec::new();
        for place in 0..400 {
            answers.push((1.0, place % 4 != 0));
            answers.push((-1.0, place % 4 == 0));
        }

        let calibration = calibration_of(&answers);

        assert!((calibration.confidence(1.0) - 0.75).abs() < 0.01);
        assert!((calibration.confidence(-1.0) - 0.25).abs() < 0.01);
    }
}
