//! Fixed patterns of this room, made in one way.

use crate::lexicon::Search;

/// The fixed pattern `text`. Its word boundaries are the ASCII ones: those keep to the fast engines also where the text
/// has a curly quote or an accent, and stand between the same words in the languages that are read.
pub(super) fn pattern(text: &str) -> Search {
    Search::new(text.replace(r"\b", r"(?-u:\b)"))
}
