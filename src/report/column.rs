//! What stands in the columns of the tables: the one source of headers, of `datapackage.json` and of the codebook.

use std::borrow::Cow;

use super::Shape;

/// One table of a run.
#[derive(Debug)]
pub(super) struct TableShape {
    /// The file.
    pub(super) file: &'static str,
    /// What one row is.
    pub(super) row: &'static str,
    /// Its columns, in order.
    pub(super) columns: fn(&Shape) -> Vec<Column>,
    /// The columns that together are different in every row; empty where rows may repeat.
    pub(super) key: &'static [&'static str],
    /// The columns that name a row of another table, by the same names, and that table's file.
    pub(super) joins: Option<(&'static [&'static str], &'static str)>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// The header.
    pub(super) name: Cow<'static, str>,
    /// What kind of value stands in it.
    pub(super) kind: Kind,
    /// What it means, in a sentence.
    pub(super) about: Cow<'static, str>,
}

/// What kind of value stands in a column. An empty cell is a missing value in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A number with a decimal point.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An ISO 8601 date as precise as the statement is: `2025-03-31`, `2025-03`, `2025`.
    Date,
    /// An RFC 3339 time in UTC.
    Time,
    /// One of these words.
    Words(&'static [&'static str]),
}

impl TableShape {
    /// Its name, without the ending of a file.
    pub(super) fn name(&self) -> &'static str {
        self.file.trim_end_matches(".csv")
    }
}

impl Column {
    /// A column of this name, kind and meaning.
    pub(super) fn new(
        name: impl Into<Cow<'static, str>>,
        kind: Kind,
        about: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            name: name.into(),
            kind,
            about: about.into(),
        }
    }
}

/// The words of the column `verdict`.
pub(super) const VERDICTS: &[&str] = &["met", "not_met", "cannot_tell", "not_applicable"];

/// The words of the column `level`, worst first.
pub(super) const LEVELS: &[&str] = &["absent", "mentioned", "partial", "specific", "evidenced"];

/// The words of the column `status`.
pub(super) const STATUSES: &[&str] = &[
    "action",
    "plan",
    "conditional",
    "negative",
    "commitment",
    "context",
];

/// The words of the column `stage`.
pub(super) const STAGES: &[&str] = &["load", "fetch", "detect", "extract", "score", "write"];

/// The words of the column `obligation`.
pub(super) const OBLIGATIONS: &[&str] = &["likely", "unlikely", "unknown"];

/// The words of the column `document_kind`.
pub(super) const DOCUMENT_KINDS: &[&str] =
    &["statement", "policy", "report-with-statement", "other"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Status;
    use crate::assessment::Verdict;
    use crate::failure::Stage;
    use crate::rubric::Level;

    #[test]
    fn the_words_of_the_schema_are_those_that_are_written() {
        assert_eq!(LEVELS, Level::ALL.map(Level::word));
        assert_eq!(
            VERDICTS,
            [
                Verdict::Met,
                Verdict::NotMet,
                Verdict::CannotTell,
                Verdict::NotApplicable
            ]
            .map(Verdict::word)
        );
        assert_eq!(
            STATUSES,
            [
                Status::Action,
                Status::Plan,
                Status::Conditional,
                Status::Negative,
                Status::Commitment,
                Status::Context
            ]
            .map(Status::word)
        );
        assert_eq!(
            STAGES,
            [
                Stage::Load,
                Stage::Fetch,
                Stage::Detect,
                Stage::Extract,
                Stage::Score,
                Stage::Write
            ]
            .map(Stage::word)
        );
    }
}
