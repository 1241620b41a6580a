//! Logarithm and exponential from plain arithmetic: the same bits on every machine.
//!
//! The standard ones are the platform's, which differ in the last bit; trained weights and confidences must not.

/// The natural logarithm of a positive, finite `x`, to about 1e-15.
pub(super) fn ln(x: f64) -> f64 {
    const MANTISSA: u64 = (1 << 52) - 1;
    const HALF_EXPONENT: u64 = 1022 << 52;
    if x.is_nan() || x <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let scaled = x.max(f64::MIN_POSITIVE);
    let bits = scaled.to_bits();
    // x = m·2^e with ½ ≤ m < 1; moved to √½ ≤ m < √2, where the series is short.
    let mut exponent = f64::from(u32::try_from((bits >> 52) & 0x7ff).unwrap_or(0)) - 1022.0;
    let mut mantissa = f64::from_bits((bits & MANTISSA) | HALF_EXPONENT);
    if mantissa < std::f64::consts::FRAC_1_SQRT_2 {
        mantissa *= 2.0;
        exponent -= 1.0;
    }
    // ln m = 2·artanh((m − 1)/(m + 1)) = 2·(t + t³/3 + t⁵/5 + …), |t| ≤ 0.172
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let square = t * t;
    let mut sum = 0.0;
    for odd in (0..11u32).rev() {
        sum = sum * square + 1.0 / f64::from(2 * odd + 1);
    }
    exponent * std::f64::consts::LN_2 + 2.0 * t * sum
}

/// e to the power of `x`, to about 1e-14 of its value; bounded to x of −700 to 700.
pub(super) fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    // eˣ = 2ᵏ·eʳ with |r| ≤ ln 2 / 2
    let k = (x / std::f64::consts::LN_2).round();
    let r = x - k * std::f64::consts::LN_2;
    let mut sum = 1.0;
    for n in (1..=16u32).rev() {
        sum = 1.0 + sum * r / f64::from(n);
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number between -1010 and 1010"
    )]
    let power = k as i64;
    let two_to_k = f64::from_bits(u64::try_from(1023 + power).unwrap_or(0) << 52);
    sum * two_to_k
}

/// The logistic function 1 / (1 + e⁻ˣ).
pub(super) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithm_and_exponential_agree_with_the_platform_to_many_digits() {
        for x in [
            1e-12, 0.001, 0.3, 0.7, 0.99, 1.0, 1.5, 2.0, 10.0, 12345.6, 1e30,
        ] {
            assert!(
                (ln(x) - x.ln()).abs() < 1e-13 * (1.0 + x.ln().abs()),
                "ln {x}"
            );
        }
        for x in [-50.0, -3.2, -0.5, 0.0, 0.1, 1.0, 7.5, 60.0f64] {
            assert!((exp(x) - x.exp()).abs() < 1e-13 * x.exp(), "exp {x}");
        }
    }

    #[test]
    fn the_logistic_function_is_a_half_at_nought_and_never_leaves_its_bounds() {
        assert!((logistic(0.0) - 0.5).abs() < 1e-15);
        assert!((logistic(2.0) + logistic(-2.0) - 1.0).abs() < 1e-14);
        assert!(logistic(1e9) <= 1.0 && logistic(-1e9) >= 0.0);
    }
}
