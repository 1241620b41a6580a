//! The tables of a run, read again.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::criteria;
use super::errors;
use super::statements;
use crate::registry::AREAS;
use crate::registry::Shown;
use crate::registry::ShownArea;

/// The rubric whose criteria are the areas of the UK registry.
const UK: &str = "uk-msa";

/// One row of a table, by column.
pub(super) type Cells = BTreeMap<String, String>;

/// What a run came to, by the source of each row.
#[derive(Debug, Default)]
pub(super) struct Results {
    /// The columns of `statements.csv`, in its order.
    pub(super) columns: Vec<String>,
    /// Its rows, one for each statement and rubric.
    pub(super) statements: Vec<Cells>,
    /// The places of the rows of each source.
    pub(super) by_source: BTreeMap<String, Vec<usize>>,
    /// The rows of `errors.csv`, by source.
    pub(super) errors: BTreeMap<String, Cells>,
}

impl Results {
    /// Reads the tables of the run in `folder`.
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        let (columns, statements) = table(&folder.join(statements::FILE))?;
        let mut by_source: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, row) in statements.iter().enumerate() {
            let source = row.get("source").cloned().unwrap_or_default();
            by_source.entry(source).or_default().push(place);
        }
        let (_, failed) = table(&folder.join(errors::FILE))?;
        let errors = failed
            .into_iter()
            .map(|row| (row.get("source").cloned().unwrap_or_default(), row))
            .collect();
        Ok(Self {
            columns,
            statements,
            by_source,
            errors,
        })
    }
}

/// The header and the rows of one table.
fn table(path: &Path) -> io::Result<(Vec<String>, Vec<Cells>)> {
    let mut reader = csv::Reader::from_path(path)
        .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
    let columns: Vec<String> = reader
        .headers()
        .map_err(io::Error::from)?
        .iter()
        .map(str::to_owned)
        .collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(io::Error::from)?;
        let cells = columns
            .iter()
            .cloned()
            .zip(record.iter().map(str::to_owned));
        rows.push(cells.collect());
    }
    Ok((columns, rows))
}

/// The statements of the run in `folder`, as far as they are compared with the UK registry.
///
/// # Errors
///
/// When the tables cannot be read, or the run was not scored against `uk-msa`.
pub fn shown_in(folder: &Path) -> io::Result<Vec<Shown>> {
    let results = Results::read(folder)?;
    let (_, criteria) = table(&folder.join(criteria::FILE))?;
    let mut areas: BTreeMap<(&str, &str), &Cells> = BTreeMap::new();
    for row in criteria
        .iter()
        .filter(|row| row.get("rubric").is_some_and(|rubric| rubric == UK))
    {
        areas.insert((cell(row, "statement_id"), cell(row, "criterion_id")), row);
    }
    let shown: Vec<Shown> = results
        .statements
        .iter()
        .filter(|row| cell(row, "rubric") == UK)
        .map(|row| {
            let id = cell(row, "statement_id");
            let either = |column: &str| {
                let given = cell(row, &format!("manifest.{column}"));
                let own = cell(row, column);
                if own.is_empty() { given } else { own }.to_owned()
            };
            Shown {
                statement_id: id.to_owned(),
                addresses: ["source", "final_url", "manifest.url"]
                    .iter()
                    .map(|column| cell(row, column).to_owned())
                    .filter(|address| !address.is_empty())
                    .collect(),
                organisation: either("organisation"),
                company_number: either("company_number"),
                period_start: cell(row, "period_start").to_owned(),
                period_end: cell(row, "period_end").to_owned(),
                approval_date: cell(row, "approval_date").to_owned(),
                signatory: cell(row, "signatory").to_owned(),
                areas: AREAS
                    .iter()
                    .map(|(_, _, area)| {
                        let about = areas.get(&(id, *area));
                        let told =
                            |column: &str| about.map_or("", |row| cell(row, column)).to_owned();
                        ShownArea {
                            level: told("level"),
                            evidence: told("top_evidence"),
                            link: told("link"),
                        }
                    })
                    .collect(),
            }
        })
        .collect();
    if shown.is_empty() && !results.statements.is_empty() {
        return Err(io::Error::other(format!(
            "the run was not scored against {UK}, whose criteria are the areas of the registry"
        )));
    }
    Ok(shown)
}

/// The cell of `row` in `column`; empty where there is none.
pub(super) fn cell<'r>(row: &'r Cells, column: &str) -> &'r str {
    row.get(column).map(String::as_str).unwrap_or_default()
}
