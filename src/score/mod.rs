//! A document against a rubric: which sentences speak to which criterion, and what level they reach. Pure, no I/O.

use std::sync::Arc;

use crate::assessment::Assessment;
use crate::document::Document;
use crate::facts::Facts;
use crate::rubric::Rubric;

/// Scores `document` against `rubric`.
#[must_use]
pub fn assess(_document: &Document, _facts: &Facts, _rubric: &Arc<Rubric>) -> Option<Assessment> {
    None
}
