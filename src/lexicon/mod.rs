//! Word lists as data: tenses, commitments, bodies, roles, countries, standards, legal suffixes.
//!
//! Every list is a table `[NAME]` of a file in `rubrics/lexicon/`, embedded at build time. Names are unique over
//! all files, so that a pattern can say `{countries}` without saying where the list stands.

mod known;
mod literals;
mod matcher;
mod matching;
mod needs;
mod pattern;
mod search;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

pub use literals::Literals;
pub use matcher::Hit;
pub use matcher::Matcher;
pub use matcher::Scratch;
pub use matching::matching_form;
pub use pattern::phrase_pattern;
pub use search::Found;
pub use search::Groups;
pub use search::Search;

static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

static LISTS: LazyLock<BTreeMap<String, WordList>> = LazyLock::new(|| {
    let mut lists = BTreeMap::new();
    for (file, text) in EMBEDDED {
        let tables: BTreeMap<String, WordList> = toml::from_str(text)
            .unwrap_or_else(|error| panic!("rubrics/lexicon/{file}.toml is broken: {error}"));
        for (name, list) in tables {
            let known = lists.insert(name.clone(), list);
            assert!(known.is_none(), "the word list {name} stands in two files");
        }
    }
    lists
});

/// Words and phrases of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    /// What the words have in common, for people.
    pub title: String,
    /// Lower case, in matching form; `*`, spaces and hyphens as in [`phrase_pattern`].
    pub entries: Vec<String>,
}

/// The list of this name.
#[must_use]
pub fn list(name: &str) -> Option<&'static WordList> {
    LISTS.get(name)
}

/// All lists by name.
#[must_use]
pub fn lists() -> &'static BTreeMap<String, WordList> {
    &LISTS
}

/// The list as one alternation for a regular expression on matching forms, without a group around it: whole words,
/// longest entries first, so that `board of directors` wins over `board`. None where there is no such list.
#[must_use]
pub fn alternation(name: &str) -> Option<String> {
    Some(pattern::alternation_of(&list(name)?.entries))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_in_matching_form() {
        for (name, list) in lists() {
            assert!(!list.entries.is_empty(), "{name} is empty");
            for entry in &list.entries {
                let stem = entry.trim_end_matches('*');
                assert_eq!(matching_form(stem), stem, "in the list {name}");
            }
        }
    }

    #[test]
    fn an_alternation_prefers_the_longest_entry() {
        let pattern = alternation("month-names").expect("the list stands in dates.toml");
        let months = regex::Regex::new(&pattern).expect("entries are escaped");

        assert_eq!(
            months.find("on 3 september 2025").map(|hit| hit.as_str()),
            Some("september")
        );
    }
}
