//! Mistakes in files that people write: what is wrong, where, and what to write instead.

use std::ops::Range;

use super::nearest::nearest;
use super::shape::Cut;

/// One mistake in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A stable word in kebab case, for scripts and for the documentation.
    pub code: &'static str,
    /// Where it stands in the file, in bytes.
    pub place: Option<Range<usize>>,
    /// What is wrong, lower case, without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// A file with mistakes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} is not valid: {}", counted(problems.len()))]
pub struct Invalid {
    /// The file's name.
    pub name: String,
    /// The file's text, for showing the places.
    pub text: String,
    /// All mistakes, in the order of the file.
    pub problems: Vec<Problem>,
}

fn counted(problems: usize) -> String {
    match problems {
        1 => "1 mistake".to_owned(),
        many => format!("{many} mistakes"),
    }
}

/// Mistakes as they are found.
#[derive(Debug)]
pub struct Problems {
    found: Vec<Problem>,
    cuts: Vec<Cut>,
}

impl Problems {
    /// A collection that begins with the mistakes of shape `found`, for which `cuts` were made.
    pub fn starting_with(found: Vec<Problem>, cuts: Vec<Cut>) -> Self {
        Self { found, cuts }
    }

    /// Adds one mistake.
    pub fn add(
        &mut self,
        code: &'static str,
        place: impl Into<Option<Range<usize>>>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(Problem {
            code,
            place: place.into(),
            message: message.into(),
            help: help.into(),
        });
    }

    /// Whether a mistake stands within `region`: what seems to be missing there may only be mistyped.
    pub fn touch(&self, region: &Range<usize>) -> bool {
        self.found
            .iter()
            .filter_map(|problem| problem.place.as_ref())
            .any(|place| region.contains(&place.start))
    }

    /// Whether `key` seems to be missing in the table at `table` only because it is mistyped, which is told already.
    pub fn mistype(&self, table: &Range<usize>, key: &str) -> bool {
        self.cuts
            .iter()
            .any(|cut| cut.table == *table && nearest(&cut.key, [key]).is_some())
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All mistakes of the file `name`, in the order of its text, each once.
    pub fn into_invalid(mut self, name: &str, text: &str) -> Invalid {
        self.found.sort_by(|one, other| {
            let start = |problem: &Problem| problem.place.as_ref().map(|place| place.start);
            (start(one), one.code, &one.message).cmp(&(start(other), other.code, &other.message))
        });
        self.found.dedup();
        Invalid {
            name: name.to_owned(),
            text: text.to_owned(),
            problems: self.found,
        }
    }
}
