//! From a rubric as typed to a rubric that is valid, with every mistake and its place at once.

use std::ops::Range;

use super::Rubric;

/// One mistake in a rubric file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands in the file, in bytes.
    pub place: Option<Range<usize>>,
    /// What is wrong, lower case, without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// A rubric file with mistakes.
#[derive(Debug, thiserror::Error)]
#[error("{name} is not a valid rubric: {} problems", problems.len())]
pub struct Invalid {
    /// The file's name.
    pub name: String,
    /// The file's text, for showing the places.
    pub text: String,
    /// All mistakes, in the order of the file.
    pub problems: Vec<Problem>,
}

/// Checks and compiles the rubric file `name` of content `text`.
///
/// # Errors
///
/// [`Invalid`] holds all mistakes at once.
pub fn validate(name: &str, text: &str) -> Result<Rubric, Invalid> {
    Err(Invalid {
        name: name.to_owned(),
        text: text.to_owned(),
        problems: Vec::new(),
    })
}
