//! One letter a supplier: what was found, what was not, and what to ask, from a template that users can replace.
//!
//! A letter never says more than is known. Where the document could not be read, or cannot tell, it asks.

mod case;
mod escape;
mod template;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

pub use case::Case;
pub use case::Kind;
pub use case::Point;
pub use template::Letter;
pub use template::TEMPLATE;
pub use template::Untold;

use crate::registry::normalised;
use crate::registry::normalised_number;
use crate::report::cell_of;
use crate::report::finished::FinishedRun;
use crate::report::finished::Unfinished;
use crate::review::Journal;

/// The table of the letters, in their folder.
pub const INDEX: &str = "index.csv";

/// The longest name of a supplier in the name of a file.
const NAME_MAX: usize = 60;

/// Why the letters were not written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// The run cannot be read.
    #[error(transparent)]
    Run(#[from] Unfinished),
    /// A file cannot be written.
    #[error(transparent)]
    NotWritable(#[from] io::Error),
    /// The template cannot be filled in.
    #[error(transparent)]
    Template(#[from] Untold),
}

/// The suppliers of `run`, each with what is known of its latest statement, reviewers' overrides included; in the order of
/// the run, those whose statement was not read last.
///
/// # Errors
///
/// When the run cannot be read.
pub fn cases_of(run: &FinishedRun, journal: Option<&Journal>) -> Result<Vec<Case>, Unfinished> {
    let mut cases: Vec<Case> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    run.each(true, |mut statement| -> Result<(), Unfinished> {
        if let Some(journal) = journal {
            statement.review(journal);
        }
        let case = Case::of(&statement, &run.rubrics);
        let key = key_of(&case);
        match known.get(&key).and_then(|place| cases.get_mut(*place)) {
            // Of several years, the latest is written about.
            Some(earlier) if case.period_end >= earlier.period_end => *earlier = case,
            Some(_) => {}
            None => {
                known.insert(key, cases.len());
                cases.push(case);
            }
        }
        Ok(())
    })?;
    for [source, code, message, hint] in run.failures()? {
        cases.push(Case::unread(&source, &code, &message, &hint));
    }
    Ok(cases)
}

/// Whose statement it is: by number, else by name, else by source.
fn key_of(case: &Case) -> String {
    let number = normalised_number(&case.company_number);
    if !number.is_empty() {
        return format!("number {number}");
    }
    let name = normalised(&case.organisation);
    if name.is_empty() {
        format!("source {}", case.source)
    } else {
        format!("name {name}")
    }
}

/// Writes a letter for each of `cases` into `folder`, and their table. Nothing is written where one cannot be filled in.
///
/// # Errors
///
/// When the template cannot be filled in, or a file not be written.
pub fn write_letters(
    cases: &[Case],
    letter: &Letter,
    folder: &Path,
    verbatim: bool,
) -> Result<(), Unwritten> {
    // A template that fails for one supplier must not leave half of the letters behind.
    for case in cases {
        letter.text_of(case)?;
    }
    fs::create_dir_all(folder)?;
    let mut index = csv::Writer::from_path(folder.join(INDEX)).map_err(io::Error::from)?;
    index
        .write_record([
            "organisation",
            "company_number",
            "statement_id",
            "source",
            "file",
            "kind",
            "missing_required",
            "missing_recommended",
            "general",
            "unclear",
        ])
        .map_err(io::Error::from)?;
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases {
        let name = file_name(case, &mut taken);
        fs::write(folder.join(&name), letter.text_of(case)?)?;
        let count = |points: &[Point]| points.len().to_string();
        let safe = |text: &str| cell_of(text, verbatim);
        index
            .write_record([
                safe(&case.organisation),
                safe(&case.company_number),
                safe(&case.statement_id),
                safe(&case.source),
                name,
                case.kind.word().to_owned(),
                count(&case.missing_required),
                count(&case.missing_recommended),
                count(&case.general),
                count(&case.unclear),
            ])
            .map_err(io::Error::from)?;
    }
    index.flush()?;
    Ok(())
}

/// A name for the letter's file that holds nothing but small letters, digits and hyphens, and comes once.
fn file_name(case: &Case, taken: &mut BTreeMap<String, usize>) -> String {
    let called = if case.organisation.is_empty() {
        case.source.rsplit(['/', '\\']).next().unwrap_or_default()
    } else {
        &case.organisation
    };
    let mut name = String::new();
    for letter in called.to_lowercase().chars() {
        if name.len() >= NAME_MAX {
            break;
        }
        if letter.is_ascii_alphanumeric() {
            name.push(letter);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    // What follows keeps names apart, and from those that a system keeps to itself, such as `con`.
    let mark = case.statement_id.get(..8).unwrap_or("unread");
    let name = match name {
        "" => format!("supplier-{mark}"),
        name => format!("{name}-{mark}"),
    };
    let count = taken.entry(name.clone()).or_default();
    *count += 1;
    if *count > 1 {
        format!("{name}-{count}.md")
    } else {
        format!("{name}.md")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_safely_whatever_the_supplier_is_called() {
        let mut taken = BTreeMap::new();
        let mut name = |organisation: &str| {
            let mut case = Case::unread("../../etc/passwd", "not-found", "", "");
            case.organisation = organisation.to_owned();
            file_name(&case, &mut taken)
        };

        assert_eq!(name("Acme & Sons (UK) Ltd."), "acme-sons-uk-ltd-unread.md");
        assert_eq!(name("../../.ssh/id_rsa\0"), "ssh-id-rsa-unread.md");
        assert_eq!(name("CON"), "con-unread.md");
        assert_eq!(name("株式会社"), "supplier-unread.md");
        assert_eq!(name("株式"), "supplier-unread-2.md");
        assert_eq!(name(""), "passwd-unread.md");
        assert!(name(&"long ".repeat(100)).len() < 80);
    }
}
