//! Patterns on words: phrases and regular expressions, in the small notation of rubric files.

use regex::Regex;

/// One compiled pattern and the words that a person typed for it.
///
/// It is matched against the *matching form* of a text: lower case, typographic quotes and dashes made plain,
/// white space folded ([`crate::lexicon::matching_form`]).
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As it stands in the file.
    pub typed: String,
    /// Compiled; made to be searched in a matching form.
    pub regex: Regex,
}
