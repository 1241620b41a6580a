//! One regular expression, compiled when it is first searched, and no dearer than the search is worth.
//!
//! A run over one draft asks most patterns about a few sentences, and a run over thousands asks each of them millions
//! of times. Compiling for the second costs some thirty times as much as for the first. So a pattern begins with the
//! small engine of `regex-lite`, and when it was asked about more text than that, the full one is compiled.

use std::borrow::Cow;
use std::ops::Deref;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use regex::Regex;

/// How many bytes of text the small engine searches for a pattern of `length` bytes before the full one takes over: it
/// tries the alternatives of a long list one by one, the full one all at once.
fn small_engine_bytes(length: usize) -> usize {
    match length {
        0..=500 => 32 << 10,
        501..=1_500 => 16 << 10,
        _ => 8 << 10,
    }
}

/// A regular expression in the notation of the crate `regex`.
///
/// Which engine answers is not to be seen from outside: both find the leftmost match, and prefer earlier alternatives.
/// They differ in what Unicode says of letters, digits and white space beyond ASCII, so that the small one is only
/// given text without such. Whatever is not here ([`Regex::captures`] and its like) is that of the full engine.
#[derive(Debug)]
pub struct Search {
    source: Cow<'static, str>,
    small: OnceLock<Option<regex_lite::Regex>>,
    full: OnceLock<Regex>,
    /// The names of its groups, by number; empty for those without.
    names: OnceLock<Vec<String>>,
    searched: AtomicUsize,
}

/// A match: where it stands in the text that was searched, in bytes, and its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Found<'t> {
    /// The first byte.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start
    }

    /// The byte behind the last.
    #[must_use]
    pub fn end(&self) -> usize {
        self.end
    }

    /// Both.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The words that were found.
    #[must_use]
    pub fn as_str(&self) -> &'t str {
        self.text.get(self.range()).unwrap_or_default()
    }
}

/// A match and its groups, by number and name; 0 is the whole match.
#[derive(Debug, Clone)]
pub struct Groups<'s, 't> {
    search: &'s Search,
    groups: Vec<Option<Found<'t>>>,
}

impl<'t> Groups<'_, 't> {
    /// The group of this name, where it took part in the match.
    #[must_use]
    pub fn name(&self, name: &str) -> Option<Found<'t>> {
        let names = self.search.names();
        self.get(names.iter().position(|known| known == name)?)
    }

    /// The group of this number, where it took part in the match.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<Found<'t>> {
        self.groups.get(number).copied().flatten()
    }
}

/// The engine that answers.
enum Engine<'s> {
    Small(&'s regex_lite::Regex),
    Full(&'s Regex),
}

impl Search {
    /// The pattern `source`, which is known to be valid: a test compiles it, or its file was checked.
    pub fn new(source: impl Into<Cow<'static, str>>) -> Self {
        Self {
            source: source.into(),
            small: OnceLock::new(),
            full: OnceLock::new(),
            names: OnceLock::new(),
            searched: AtomicUsize::new(0),
        }
    }

    /// The pattern.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it matches anywhere in `text`.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        match self.engine(text) {
            Engine::Small(regex) => regex.is_match(text),
            Engine::Full(regex) => regex.is_match(text),
        }
    }

    /// The leftmost match in `text`.
    #[must_use]
    pub fn find<'t>(&self, text: &'t str) -> Option<Found<'t>> {
        let (start, end) = match self.engine(text) {
            Engine::Small(regex) => regex.find(text).map(|found| (found.start(), found.end())),
            Engine::Full(regex) => regex.find(text).map(|found| (found.start(), found.end())),
        }?;
        Some(Found { text, start, end })
    }

    /// All matches in `text`, in order; none overlaps another.
    pub fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Found<'t>> {
        let (small, full) = match self.engine(text) {
            Engine::Small(regex) => (Some(regex.find_iter(text)), None),
            Engine::Full(regex) => (None, Some(regex.find_iter(text))),
        };
        let small = small.into_iter().flatten();
        let full = full.into_iter().flatten();
        small
            .map(|found| found.range())
            .chain(full.map(|found| found.range()))
            .map(move |range| Found {
                text,
                start: range.start,
                end: range.end,
            })
    }

    /// All matches in `text` with their groups, in order; none overlaps another.
    pub fn groups_iter<'s, 't>(
        &'s self,
        text: &'t str,
    ) -> impl Iterator<Item = Groups<'s, 't>> + use<'s, 't> {
        let (small, full) = match self.engine(text) {
            Engine::Small(regex) => (Some(regex.captures_iter(text)), None),
            Engine::Full(regex) => (None, Some(regex.captures_iter(text))),
        };
        let small = small.into_iter().flatten().map(move |groups| Groups {
            search: self,
            groups: groups
                .iter()
                .map(|group| {
                    group.map(|group| Found {
                        text,
                        start: group.start(),
                        end: group.end(),
                    })
                })
                .collect(),
        });
        let full = full.into_iter().flatten().map(move |groups| Groups {
            search: self,
            groups: groups
                .iter()
                .map(|group| {
                    group.map(|group| Found {
                        text,
                        start: group.start(),
                        end: group.end(),
                    })
                })
                .collect(),
        });
        small.chain(full)
    }

    /// The names of its groups, by number.
    fn names(&self) -> &[String] {
        let owned = |name: Option<&str>| name.unwrap_or_default().to_owned();
        self.names.get_or_init(|| match self.small.get() {
            Some(Some(small)) => small.capture_names().map(owned).collect(),
            _ => self.capture_names().map(owned).collect(),
        })
    }

    /// Whether neither engine was made yet.
    #[cfg(test)]
    pub(super) fn is_unused(&self) -> bool {
        self.small.get().is_none() && self.full.get().is_none()
    }

    fn engine(&self, text: &str) -> Engine<'_> {
        if let Some(full) = self.full.get() {
            return Engine::Full(full);
        }
        let before = self.searched.fetch_add(text.len(), Ordering::Relaxed);
        if before.saturating_add(text.len()) <= small_engine_bytes(self.source.len())
            && is_plain(text)
            && let Some(small) = self.small.get_or_init(|| small(&self.source))
        {
            return Engine::Small(small);
        }
        Engine::Full(self)
    }
}

/// The full engine.
impl Deref for Search {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        self.full.get_or_init(|| {
            Regex::new(&self.source).unwrap_or_else(|error| {
                panic!("a pattern was not checked before it was searched: {error}")
            })
        })
    }
}

/// `source` for the small engine; none where it asks for what that engine does not know.
fn small(source: &str) -> Option<regex_lite::Regex> {
    // Its word boundaries are those of ASCII anyway.
    regex_lite::Regex::new(&source.replace(r"(?-u:\b)", r"\b")).ok()
}

/// Whether `text` holds nothing beyond ASCII but signs that are neither letters, digits nor white space: quotes,
/// dashes, bullets, currencies. Of such text both engines say the same.
fn is_plain(text: &str) -> bool {
    text.is_ascii()
        || text
            .chars()
            .filter(|character| !character.is_ascii())
            .all(|character| {
                matches!(
                    character,
                    '£' | '§' | '©' | '«' | '®' | '»' | '€' | '™' | '\u{2010}'..='\u{2027}'
                )
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(regex: &Regex, text: &str) -> Vec<Range<usize>> {
        regex.find_iter(text).map(|found| found.range()).collect()
    }

    #[test]
    fn both_engines_find_the_same() {
        let patterns = [
            r"(?i)\bwe\b[^.;]{0,40}\b(?:audit\w*|train\w*)",
            r"(?-u:\b)risk(?:[^0-9a-z_\x{80}-\x{10ffff}]+[0-9a-z_\x{80}-\x{10ffff}]+){0,3}?[^0-9a-z_\x{80}-\x{10ffff}]+supplier",
            r"\d[\d,.]*(?: ?%| per cent)?",
            r"[”\x22],? said\b|\s\S+$",
        ];
        let texts = [
            "We, that is, the group\u{2019}s buyers, audited 1,240 sites \u{2013} 12 % of them; we train all.",
            "a risk, for each new supplier \u{201c}here\u{201d}, said the board",
            "",
            "no risk supplier was \u{a3}12.5 m",
        ];
        for pattern in patterns {
            let search = Search::new(pattern);
            let regex = Regex::new(pattern).expect("the test's own");
            for text in texts {
                assert!(matches!(search.engine(text), Engine::Small(_)), "{text}");
                let of_small: Vec<_> = search.find_iter(text).map(|found| found.range()).collect();
                assert_eq!(of_small, matches(&regex, text), "{pattern} in {text}");
            }
        }
    }

    #[test]
    fn letters_beyond_ascii_are_left_to_the_full_engine() {
        let search = Search::new(r"\bcaf\w+\b");

        assert!(matches!(search.engine("the café"), Engine::Full(_)));
        assert_eq!(
            search.find("the café is").map(|found| found.range()),
            Some(4..9)
        );
    }

    #[test]
    fn a_pattern_that_is_asked_often_is_compiled_in_full() {
        let search = Search::new("audit");
        let text = "we audit. ".repeat(1_000);

        let first = search.find(&text).map(|found| found.range());
        assert!(search.full.get().is_none());
        for _ in 0..10 {
            assert_eq!(search.find(&text).map(|found| found.range()), first);
        }
        assert!(search.full.get().is_some());
    }
}
