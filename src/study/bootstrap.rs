//! Intervals by drawing statements again and again: sentences of one statement are no independent witnesses.

/// An interval that holds a figure in 95 of 100 draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// How often is drawn.
const DRAWS: usize = 1_000;
/// Where drawing begins: the same figures every time.
const SEED: u64 = 20_180_101;

/// Draws as many statements as there are, with replacement, and takes the 2.5th and 97.5th percentile of `figure` over
/// the draws (Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, ch. 13).
///
/// `figure` is given the places of the statements that were drawn; draws where it has no value are passed over. None where
/// fewer than half have one, or there are fewer than two statements.
pub(super) fn interval(
    statements: usize,
    figure: impl Fn(&[usize]) -> Option<f64>,
) -> Option<Interval> {
    if statements < 2 {
        return None;
    }
    let mut state = SEED;
    let mut drawn = vec![0; statements];
    let mut figures = Vec::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        for place in &mut drawn {
            *place = below(&mut state, statements);
        }
        figures.extend(figure(&drawn));
    }
    if figures.len() < DRAWS / 2 {
        return None;
    }
    figures.sort_by(f64::total_cmp);
    let at = |share: usize| {
        let place = (figures.len() - 1) * share / 1_000;
        figures.get(place).copied()
    };
    Some(Interval {
        low: at(25)?,
        high: at(975)?,
    })
}

/// A number below `end` by SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
fn below(state: &mut u64, end: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    usize::try_from(mixed % end.max(1) as u64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_mean_holds_it_and_is_as_wide_as_its_error_says() {
        // 100 statements, half of them 0 and half 1: standard error .05, so about .40 to .60.
        let mean = |drawn: &[usize]| {
            let sum: usize = drawn.iter().map(|place| place % 2).sum();
            Some(sum as f64 / drawn.len() as f64)
        };

        let found = interval(100, mean).expect("a value in each draw");

        assert!((found.low - 0.40).abs() < 0.02, "{found:?}");
        assert!((found.high - 0.60).abs() < 0.02, "{found:?}");
        assert_eq!(interval(100, mean), Some(found));
    }

    #[test]
    fn one_statement_has_no_interval() {
        assert_eq!(interval(1, |_| Some(1.0)), None);
        assert_eq!(interval(10, |_| None), None);
    }
}
