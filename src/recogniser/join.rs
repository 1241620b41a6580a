//! One confidence from the two that know a sentence: the trained model and a rubric's signals.

use super::exact::ln;
use super::exact::logistic;

/// How sure it is that a sentence speaks to a criterion, where the model's calibrated confidence is `model` and the
/// rubric's signals give `rules` (0 where none matches); both 0 to 1.
///
/// 1 / (1 + e^−(.90·ln(m / (1 − m)) + 1.19·r − .46)): a logistic regression over the held-out confidences of all labels
/// and the signals of the rubric `aims` on the 90 coded statements, in which signals add a little to what the model
/// knows at every confidence. So it stays calibrated. `docs/model.md` has the figures.
#[must_use]
pub fn joined(model: f64, rules: f64) -> f64 {
    const MODEL: f64 = 0.90;
    const RULES: f64 = 1.19;
    const SHIFT: f64 = -0.46;
    let model = model.clamp(1e-4, 1.0 - 1e-4);
    logistic(MODEL * ln(model / (1.0 - model)) + RULES * rules + SHIFT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_lift_what_the_model_half_knows_and_silence_lowers_it() {
        // ln(.4 / .6) = −.405: without signals −.825, with a strong one (.75) .067.
        assert!((joined(0.4, 0.0) - 0.305).abs() < 0.001);
        assert!((joined(0.4, 0.75) - 0.517).abs() < 0.001);
    }

    #[test]
    fn what_the_model_rules_out_a_signal_does_not_prove() {
        assert!(joined(0.02, 0.8) < 0.1);
        assert!(joined(0.0, 1.0).is_finite() && joined(1.0, 1.0) < 1.0);
    }
}
