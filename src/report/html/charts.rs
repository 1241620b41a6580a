//! Charts as inline SVG: shapes with classes, no style of their own, each with a title for those who cannot see it.

use std::collections::BTreeMap;
use std::fmt::Write;

/// The answers, worst first, in the order in which they are drawn; levels, then verdicts.
const ANSWERS: &[&str] = &[
    "absent",
    "mentioned",
    "partial",
    "specific",
    "evidenced",
    "not_met",
    "cannot_tell",
    "not_applicable",
    "met",
];

/// Horizontal bars, one a criterion: how often each answer came among `total` statements.
pub(super) fn spread(criteria: &[(String, &BTreeMap<String, usize>)], total: usize) -> String {
    const ROW: usize = 26;
    const LABEL: usize = 330;
    const WIDTH: usize = 380;
    let height = criteria.len() * ROW + 4;
    let mut out = format!(
        "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 {} {height}\" aria-label=\"How the answers to each criterion are spread; the table below holds the numbers\">",
        LABEL + WIDTH + 4
    );
    for (row, (title, answers)) in criteria.iter().enumerate() {
        let y = row * ROW;
        let _ = write!(
            out,
            "<text class=\"label\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            LABEL - 8,
            y + 18,
            escaped(&shortened(title, 46))
        );
        let mut x = LABEL as f64;
        for answer in ANSWERS {
            let count = answers.get(*answer).copied().unwrap_or(0);
            if count == 0 || total == 0 {
                continue;
            }
            let width = WIDTH as f64 * count as f64 / total as f64;
            let _ = write!(
                out,
                "<rect class=\"a-{answer}\" x=\"{x:.1}\" y=\"{}\" width=\"{width:.1}\" height=\"{}\"><title>{}: {} {count}</title></rect>",
                y + 4,
                ROW - 8,
                escaped(title),
                answer.replace('_', " "),
            );
            if width > 22.0 {
                let _ = write!(
                    out,
                    "<text class=\"count t-{answer}\" x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{count}</text>",
                    x + width / 2.0,
                    y + 18
                );
            }
            x += width;
        }
    }
    out.push_str("</svg>");
    out
}

/// Quality against length: a point a statement.
pub(super) fn scatter(points: &[(usize, f64)]) -> String {
    const WIDTH: f64 = 520.0;
    const HEIGHT: f64 = 260.0;
    const LEFT: f64 = 46.0;
    const FOOT: f64 = 34.0;
    let longest = points.iter().map(|(words, _)| *words).max().unwrap_or(0);
    let most = round_up(longest.max(250));
    let mut out = format!(
        "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 {} {}\" aria-label=\"Quality of each statement against its length in words\">",
        LEFT + WIDTH + 30.0,
        HEIGHT + FOOT + 14.0
    );
    for quality in [0, 25, 50, 75, 100] {
        let y = 8.0 + HEIGHT * (1.0 - f64::from(quality) / 100.0);
        let _ = write!(
            out,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text class=\"label\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{quality}</text>",
            LEFT + WIDTH,
            LEFT - 6.0,
            y + 4.0
        );
    }
    for quarter in 0..=4 {
        let words = most * quarter / 4;
        let x = LEFT + WIDTH * quarter as f64 / 4.0;
        let _ = write!(
            out,
            "<text class=\"label\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{words}</text>",
            HEIGHT + 26.0
        );
    }
    let _ = write!(
        out,
        "<text class=\"label\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">words</text>",
        LEFT + WIDTH,
        HEIGHT + 42.0
    );
    for (words, quality) in points {
        let x = LEFT + WIDTH * *words as f64 / most as f64;
        let y = 8.0 + HEIGHT * (1.0 - *quality / 100.0);
        let _ = write!(
            out,
            "<circle class=\"point\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"><title>{words} words, quality {quality:.0}</title></circle>"
        );
    }
    out.push_str("</svg>");
    out
}

/// The next number that reads well on an axis.
fn round_up(number: usize) -> usize {
    let mut step = 250;
    while number > step * 8 {
        step *= 2;
    }
    number.div_ceil(step) * step
}

fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest - 1).collect();
    format!("{}…", kept.trim_end())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_share_and_titles_cannot_be_markup() {
        let answers = BTreeMap::from([("absent".to_owned(), 1), ("specific".to_owned(), 3)]);

        let chart = spread(&[("<script>".to_owned(), &answers)], 4);

        assert!(chart.contains("class=\"a-absent\" x=\"330.0\" y=\"4\" width=\"95.0\""));
        assert!(chart.contains("class=\"a-specific\" x=\"425.0\" y=\"4\" width=\"285.0\""));
        assert!(!chart.contains("<script>"));
    }

    #[test]
    fn an_axis_ends_at_a_number_that_reads_well() {
        assert_eq!(round_up(300), 500);
        assert_eq!(round_up(1_900), 2_000);
        assert_eq!(round_up(7_600), 8_000);
        assert_eq!(round_up(8_100), 10_000);
    }
}
