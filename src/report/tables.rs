//! The format `csv`: five tables, tidy and joined by `statement_id`.

use std::io;
use std::path::Path;

use super::Lengths;
use super::Report;
use super::Shape;
use super::criteria;
use super::errors;
use super::evidence;
use super::sections;
use super::statements;
use super::table::Table;
use crate::assessment::Outcome;
use crate::document::CharacterIndex;

/// The tables of one run.
struct Tables {
    statements: Table,
    criteria: Table,
    evidence: Table,
    sections: Table,
    errors: Table,
    shape: Shape,
}

/// Opens all tables of a run in `folder`.
pub(super) fn open(
    folder: &Path,
    shape: &Shape,
    finished: Option<&Lengths>,
) -> io::Result<Box<dyn Report>> {
    let open = |name: &str, columns: &[&str]| {
        let finished = finished.map(|lengths| lengths.get(name).copied().unwrap_or(0));
        // A table whose columns have not reached the file yet starts anew.
        let finished = finished.filter(|&bytes| bytes > 0);
        Table::open(
            &folder.join(name),
            columns.iter().copied(),
            finished,
            shape.verbatim,
        )
    };
    let statement_columns = statements::columns(shape);
    let statement_columns: Vec<&str> = statement_columns.iter().map(String::as_str).collect();
    Ok(Box::new(Tables {
        statements: open(statements::FILE, &statement_columns)?,
        criteria: open(criteria::FILE, criteria::COLUMNS)?,
        evidence: open(evidence::FILE, evidence::COLUMNS)?,
        sections: open(sections::FILE, sections::COLUMNS)?,
        errors: open(errors::FILE, errors::COLUMNS)?,
        shape: shape.clone(),
    }))
}

impl Report for Tables {
    fn record(&mut self, outcome: &Outcome) -> io::Result<()> {
        let assessed = match outcome {
            Ok(assessed) => assessed,
            Err(failed) => return errors::write(&mut self.errors, failed),
        };
        let index = CharacterIndex::new(&assessed.document.text);
        statements::write(&mut self.statements, &self.shape, assessed)?;
        criteria::write(&mut self.criteria, assessed)?;
        evidence::write(&mut self.evidence, assessed, &index)?;
        sections::write(&mut self.sections, assessed, &index)
    }

    fn flush(&mut self) -> io::Result<Lengths> {
        let mut lengths = Lengths::new();
        for (name, table) in [
            (statements::FILE, &mut self.statements),
            (criteria::FILE, &mut self.criteria),
            (evidence::FILE, &mut self.evidence),
            (sections::FILE, &mut self.sections),
            (errors::FILE, &mut self.errors),
        ] {
            lengths.insert(name.to_owned(), table.flush()?);
        }
        Ok(lengths)
    }
}
