//! Logistic regression on sparse rows, by coordinate descent on the dual problem.
//!
//! Source: Yu, Huang, Lin, *Dual coordinate descent methods for logistic regression and maximum entropy models*,
//! Machine Learning 85 (2011), algorithm 5, as in LIBLINEAR (`-s 7`). One order of the rows from a fixed seed, plain
//! arithmetic only: the same rows give the same bits.

use super::exact::ln;

/// Sparse rows of a matrix.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    /// Where each row begins in `columns` and `values`, and the end of the last.
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl Rows {
    /// No rows.
    pub(super) fn new() -> Self {
        Self {
            starts: vec![0],
            ..Self::default()
        }
    }

    /// Adds a row of columns and values.
    pub(super) fn push(&mut self, row: impl Iterator<Item = (u32, f32)>) {
        for (column, value) in row {
            self.columns.push(column);
            self.values.push(value);
        }
        self.starts.push(self.columns.len());
    }

    fn row(&self, place: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let (start, end) = (self.starts[place], self.starts[place + 1]);
        self.columns[start..end]
            .iter()
            .zip(&self.values[start..end])
            .map(|(&column, &value)| (column as usize, f64::from(value)))
    }
}

/// One row to learn from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    /// Its place among the rows.
    pub(super) row: usize,
    /// Whether it is of the class.
    pub(super) is_positive: bool,
    /// What an error on it costs: the bound of its dual variable.
    pub(super) cost: f64,
}

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Until {
    /// The largest slope that is as good as flat.
    pub(super) slope: f64,
    /// The most passes over the cases.
    pub(super) passes: usize,
}

/// The weights, one a column, that minimise ½‖w‖² + Σ costᵢ·ln(1 + exp(−yᵢ·w·xᵢ)).
///
/// A constant column, if one is wanted, is one of the rows' columns.
pub(super) fn logistic_regression(
    rows: &Rows,
    columns: usize,
    cases: &[Case],
    until: Until,
    seed: u64,
) -> Vec<f64> {
    let mut weights = vec![0.0f64; columns];
    // Dual variables: for each case its own and the rest up to the cost.
    let mut duals: Vec<[f64; 2]> = Vec::with_capacity(cases.len());
    let mut squares = Vec::with_capacity(cases.len());
    for case in cases {
        let dual = (0.001 * case.cost).min(1e-8);
        duals.push([dual, case.cost - dual]);
        let sign = if case.is_positive { 1.0 } else { -1.0 };
        let mut square = 0.0;
        for (column, value) in rows.row(case.row) {
            square += value * value;
            weights[column] += sign * dual * value;
        }
        squares.push(square);
    }
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let mut random = Random(seed);
    let mut inner_slope = 1e-2f64;
    let inner_slope_min = until.slope.min(1e-8);
    for _ in 0..until.passes {
        random.shuffle(&mut order);
        let mut newton_steps = 0usize;
        let mut steepest = 0.0f64;
        for &place in &order {
            let case = &cases[place];
            let sign = if case.is_positive { 1.0 } else { -1.0 };
            let product: f64 = rows
                .row(case.row)
                .map(|(column, value)| weights[column] * value)
                .sum();
            let (a, b, cost) = (squares[place], sign * product, case.cost);
            let [one, other] = duals[place];
            let is_turned = 0.5 * a * (other - one) + b < 0.0;
            let (old, turn) = if is_turned { (other, -1.0) } else { (one, 1.0) };
            // Newton on g(z) = z ln z + (C − z) ln(C − z) + a(z − old)²/2 ± b(z − old)
            let mut z = old;
            if cost - z < 0.5 * cost {
                z *= 0.1;
            }
            let slope = |z: f64| a * (z - old) + turn * b + ln(z / (cost - z));
            let mut gradient = slope(z);
            steepest = steepest.max(gradient.abs());
            let mut steps = 0usize;
            while steps <= 100 && gradient.abs() >= inner_slope {
                let curvature = a + cost / (cost - z) / z;
                let next = z - gradient / curvature;
                z = if next <= 0.0 { z * 0.1 } else { next };
                gradient = slope(z);
                newton_steps += 1;
                steps += 1;
            }
            if steps > 0 {
                duals[place] = if is_turned {
                    [cost - z, z]
                } else {
                    [z, cost - z]
                };
                let change = turn * (z - old) * sign;
                for (column, value) in rows.row(case.row) {
                    weights[column] += change * value;
                }
            }
        }
        if steepest < until.slope {
            break;
        }
        if newton_steps <= cases.len() / 10 {
            inner_slope = inner_slope_min.max(0.1 * inner_slope);
        }
    }
    weights
}

/// SplitMix64: small, seeded, the same everywhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is above 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// Puts `all` into a random order.
    pub(super) fn shuffle<T>(&mut self, all: &mut [T]) {
        for place in (1..all.len()).rev() {
            all.swap(place, self.below(place + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNTIL: Until = Until {
        slope: 1e-8,
        passes: 2_000,
    };

    #[test]
    fn one_positive_and_one_negative_case_meet_the_solution_on_paper() {
        // x = 1 and x = −1, cost 1 each: w minimises w²/2 + 2 ln(1 + e⁻ʷ), so w = 2/(1 + eʷ), w ≈ 0.6748.
        let mut rows = Rows::new();
        rows.push([(0, 1.0)].into_iter());
        rows.push([(0, -1.0)].into_iter());
        let cases = [(0, true), (1, false)].map(|(row, is_positive)| Case {
            row,
            is_positive,
            cost: 1.0,
        });

        let weights = logistic_regression(&rows, 1, &cases, UNTIL, 1);

        assert!((weights[0] - 2.0 / (1.0 + weights[0].exp())).abs() < 1e-6);
        assert!((weights[0] - 0.6748).abs() < 1e-3, "{weights:?}");
    }

    #[test]
    fn a_dearer_case_pulls_harder() {
        let mut rows = Rows::new();
        for _ in 0..2 {
            rows.push([(0, 1.0)].into_iter());
        }
        let learned = |cost: f64| {
            let cases = [
                Case {
                    row: 0,
                    is_positive: true,
                    cost,
                },
                Case {
                    row: 1,
                    is_positive: false,
                    cost: 1.0,
                },
            ];
            logistic_regression(&rows, 1, &cases, UNTIL, 1)[0]
        };

        assert!(learned(3.0) > 0.1);
        assert!(learned(1.0).abs() < 1e-6);
    }

    #[test]
    fn the_same_seed_gives_the_same_bits_and_the_same_order() {
        let order = |seed| {
            let mut all: Vec<u8> = (0..20).collect();
            Random(seed).shuffle(&mut all);
            all
        };

        assert_eq!(order(7), order(7));
        assert_ne!(order(7), order(8));
    }
}
