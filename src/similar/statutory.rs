//! The wording of the Acts, and of the sentence that says that a statement is made under one: no sign of copying.

use std::sync::LazyLock;

use super::words::Sentence;

/// Wording of the Acts, a passage a line; lines that begin with `#` say where it stands.
const WORDING: &str = include_str!("statutory.txt");

/// A sentence quotes an Act where at least this share of its rows of words stands in the wording.
const QUOTED: f64 = 0.5;

/// The rows of words of the wording, sorted.
static ROWS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut rows: Vec<u32> = WORDING
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| Sentence::of(line).shingles)
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
});

/// Whether `text` quotes an Act, or says in the customary words that the statement is made under one.
#[must_use]
pub fn quotes_an_act(text: &str) -> bool {
    quotes(&Sentence::of(text))
}

pub(super) fn quotes(sentence: &Sentence) -> bool {
    sentence.contained_in(&ROWS) >= QUOTED
}
