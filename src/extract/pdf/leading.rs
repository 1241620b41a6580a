//! How far the lines of a document stand from each other.

use std::collections::BTreeMap;

use super::lines::Line;

/// The usual step from line to line, by size of letters, as a share of that size.
#[derive(Debug, Default)]
pub(super) struct Leading {
    /// From the size in half points to how often each step (in hundredths of the size) occurs.
    steps: BTreeMap<u32, BTreeMap<u32, u32>>,
    usual: BTreeMap<u32, f32>,
}

impl Leading {
    pub(super) fn learn(&mut self, lines: &[Line]) {
        for pair in lines.windows(2) {
            let [a, b] = pair else { continue };
            if (a.size - b.size).abs() > 0.05 * a.size || a.size < 1.0 {
                continue;
            }
            let step = (b.baseline - a.baseline) / a.size;
            if (0.8..2.6).contains(&step) {
                let steps = self.steps.entry(half_points(a.size)).or_default();
                *steps.entry((step * 25.0).round() as u32).or_default() += 1;
            }
        }
    }

    pub(super) fn settle(&mut self) {
        for (size, steps) in &self.steps {
            // The most common step; of two that are as common the smaller one.
            let usual = steps
                .iter()
                .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
                .map(|(step, count)| (*step as f32 / 25.0, *count));
            // One or two wide steps are rather the space between paragraphs than between lines.
            if let Some((usual, count)) = usual
                && (usual < 1.6 || count > 3)
            {
                self.usual.insert(*size, usual);
            }
        }
    }

    /// The usual step between lines of this size, in points.
    pub(super) fn of(&self, size: f32) -> f32 {
        self.usual.get(&half_points(size)).copied().unwrap_or(1.25) * size
    }
}

fn half_points(size: f32) -> u32 {
    (size * 2.0).round().clamp(0.0, 10_000.0) as u32
}
