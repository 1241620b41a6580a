//! The format `csv`: six tables, tidy and joined by `statement_id`.

use std::io;
use std::path::Path;

use super::Lengths;
use super::Report;
use super::Shape;
use super::column::TableShape;
use super::coverage;
use super::criteria;
use super::errors;
use super::evidence;
use super::sections;
use super::statements;
use super::table::Table;
use crate::assessment::Outcome;
use crate::document::CharacterIndex;

/// The tables in the order in which they are described.
pub(super) const TABLES: &[TableShape] = &[
    statements::TABLE,
    criteria::TABLE,
    evidence::TABLE,
    sections::TABLE,
    coverage::TABLE,
    errors::TABLE,
];

/// The tables of one run.
struct Tables {
    statements: Table,
    criteria: Table,
    evidence: Table,
    sections: Table,
    coverage: Table,
    errors: Table,
    shape: Shape,
}

/// Opens all tables of a run in `folder`.
pub(super) fn open(
    folder: &Path,
    shape: &Shape,
    finished: Option<&Lengths>,
) -> io::Result<Box<dyn Report>> {
    let open = |table: &TableShape| {
        let finished = finished.map(|lengths| lengths.get(table.file).copied().unwrap_or(0));
        // A table whose columns have not reached the file yet starts anew.
        let finished = finished.filter(|&bytes| bytes > 0);
        let columns = (table.columns)(shape);
        Table::open(
            &folder.join(table.file),
            columns.iter().map(|column| &*column.name),
            finished,
            shape.verbatim,
        )
    };
    Ok(Box::new(Tables {
        statements: open(&statements::TABLE)?,
        criteria: open(&criteria::TABLE)?,
        evidence: open(&evidence::TABLE)?,
        sections: open(&sections::TABLE)?,
        coverage: open(&coverage::TABLE)?,
        errors: open(&errors::TABLE)?,
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
        criteria::write(&mut self.criteria, &self.shape, assessed)?;
        evidence::write(&mut self.evidence, assessed, &index)?;
        sections::write(&mut self.sections, assessed, &index)?;
        coverage::write(&mut self.coverage, assessed, &index)
    }

    fn flush(&mut self) -> io::Result<Lengths> {
        let mut lengths = Lengths::new();
        for (name, table) in [
            (statements::FILE, &mut self.statements),
            (criteria::FILE, &mut self.criteria),
            (evidence::FILE, &mut self.evidence),
            (sections::FILE, &mut self.sections),
            (coverage::FILE, &mut self.coverage),
            (errors::FILE, &mut self.errors),
        ] {
            lengths.insert(name.to_owned(), table.flush()?);
        }
        Ok(lengths)
    }
}
