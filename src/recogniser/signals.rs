//! Turns of phrase that speak for or against a label, as data: `rubrics/recogniser/signals.toml`.
//!
//! A signal here is a feature, not a verdict: what it weighs is learned. Each has a title, which explains itself.

use std::sync::Arc;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::Matcher;
use crate::lexicon::Scratch;
use crate::lexicon::Search as LazySearch;
use crate::lexicon::phrase_pattern;

/// A turn of phrase, by its place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Signal(u16);

/// The text of the signals, part of the identity of the features.
pub(super) const SIGNALS_TEXT: &str = include_str!("../../rubrics/recogniser/signals.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    signal: Vec<Typed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    id: String,
    title: String,
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    patterns: Vec<String>,
}

struct Signals {
    matcher: Matcher,
    /// For each pattern of the matcher: its signal.
    signal_of: Vec<Signal>,
    /// Identity and title of each signal.
    all: Vec<(u64, String)>,
}

static SIGNALS: LazyLock<Signals> = LazyLock::new(|| {
    let file: File = toml::from_str(SIGNALS_TEXT).expect("the embedded signals are tested");
    let mut searches = Vec::new();
    let mut signal_of = Vec::new();
    let mut all = Vec::new();
    for typed in file.signal {
        let signal = Signal(u16::try_from(all.len()).unwrap_or(u16::MAX));
        let phrases = typed.phrases.iter().map(|phrase| phrase_pattern(phrase));
        for pattern in phrases.chain(typed.patterns.iter().map(|typed| ascii_words(typed))) {
            searches.push(Arc::new(LazySearch::new(pattern)));
            signal_of.push(signal);
        }
        all.push((super::features::hash_of(&typed.id), typed.title));
    }
    Signals {
        matcher: Matcher::new(searches),
        signal_of,
        all,
    }
});

/// `\b` and `\w` of ASCII: the forms are English, and the fast engines take only these.
fn ascii_words(pattern: &str) -> String {
    pattern
        .replace(r"\b", r"(?-u:\b)")
        .replace(r"\w", "[0-9a-z_]")
}

/// What a search needs to remember; kept between searches.
#[derive(Debug, Default)]
pub(super) struct Search {
    scratch: Scratch,
    matches: Vec<u32>,
}

impl Signal {
    /// The signals of the sentence `form`, in lower case with plain quotes; each once, in order.
    pub(super) fn all_in(form: &str, search: &mut Search) -> Vec<Self> {
        SIGNALS
            .matcher
            .matches(form, &mut search.scratch, &mut search.matches);
        let mut found: Vec<Self> = search
            .matches
            .iter()
            .filter_map(|&pattern| SIGNALS.signal_of.get(pattern as usize).copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A number that stays the same when other signals are added.
    pub(super) fn number(self) -> u64 {
        SIGNALS
            .all
            .get(usize::from(self.0))
            .map_or(0, |(id, _)| *id)
    }

    /// What it is a sign of, for people.
    pub(super) fn title(self) -> &'static str {
        SIGNALS
            .all
            .get(usize::from(self.0))
            .map_or("", |(_, title)| title)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use regex::Regex;

    use super::*;

    #[test]
    fn every_signal_compiles_and_has_its_own_id_and_title() {
        let file: File = toml::from_str(SIGNALS_TEXT).expect("it parses");
        let mut ids = BTreeSet::new();
        let mut titles = BTreeSet::new();
        for typed in &file.signal {
            assert!(ids.insert(typed.id.clone()), "two signals {}", typed.id);
            assert!(
                titles.insert(typed.title.clone()),
                "two titles {}",
                typed.title
            );
            assert!(!(typed.phrases.is_empty() && typed.patterns.is_empty()));
            for pattern in &typed.patterns {
                let regex = Regex::new(&ascii_words(pattern));
                assert!(regex.is_ok_and(|regex| !regex.is_match("")), "{pattern}");
            }
        }
        assert_eq!(SIGNALS.all.len(), file.signal.len());
    }

    #[test]
    fn a_turn_of_phrase_is_found_once_however_often_it_stands() {
        let form = "this statement was approved by the board and approved by the board again";
        let found = Signal::all_in(form, &mut Search::default());
        let titles: Vec<&str> = found.iter().map(|signal| signal.title()).collect();

        assert_eq!(
            titles
                .iter()
                .filter(|title| **title == "approved by the board")
                .count(),
            1
        );
    }
}
