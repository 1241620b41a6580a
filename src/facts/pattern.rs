//! Fixed patterns of this room, compiled in one way.

use regex::Regex;

/// The fixed pattern `text`. Its word boundaries are the ASCII ones: those keep to the fast engines also where the text
/// has a curly quote or an accent, and stand between the same words in the languages that are read.
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(&text.replace(r"\b", r"(?-u:\b)"))
        .expect("a fixed pattern, but for entries of the lexicon, which are escaped")
}
