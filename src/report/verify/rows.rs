//! Cells of a table that scoring does not give.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::Serialize;

use crate::report::column::Column;
use crate::report::column::TableShape;

/// So many differences of one table are named.
const NAMED: usize = 20;

/// A difference between a table and what scoring gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The table.
    pub table: String,
    /// The row: the values of the columns that name it.
    pub row: String,
    /// The column; none where rows were added or taken away.
    pub column: Option<String>,
    /// What stands there.
    pub found: String,
    /// What scoring gives.
    pub right: String,
}

/// The rows of each statement, or in a table of failures of each source.
type Rows = BTreeMap<String, Vec<csv::StringRecord>>;

/// The first differences between the table at `found` and the one at `right`, in the order of the keys of the latter;
/// rows of inputs that `right` does not hold are passed over.
pub(super) fn edits(
    table: &TableShape,
    columns: &[Column],
    found: &Path,
    right: &Path,
) -> io::Result<Vec<Edit>> {
    let (header, rows) = read(found)?;
    let names: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    let edit = |row: String, column: Option<String>, found: String, right: String| Edit {
        table: table.file.to_owned(),
        row,
        column,
        found,
        right,
    };
    if header.iter().ne(names.iter().copied()) {
        return Ok(vec![edit(
            "header".to_owned(),
            None,
            header.iter().collect::<Vec<_>>().join(", "),
            names.join(", "),
        )]);
    }
    let mut edits = Vec::new();
    for (id, right) in read(right)?.1 {
        let found = rows.get(&id).map_or(&[][..], Vec::as_slice);
        if found.len() != right.len() {
            let count = |rows: usize| format!("{rows} rows");
            edits.push(edit(id, None, count(found.len()), count(right.len())));
        } else {
            for (found, right) in found.iter().zip(&right) {
                let row = named(table, &names, right);
                let cells = names.iter().zip(found.iter().zip(right));
                for (name, (found, right)) in cells.filter(|(_, (one, other))| one != other) {
                    edits.push(edit(
                        row.clone(),
                        Some((*name).to_owned()),
                        found.to_owned(),
                        right.to_owned(),
                    ));
                }
            }
        }
        if edits.len() >= NAMED {
            edits.truncate(NAMED);
            break;
        }
    }
    Ok(edits)
}

/// The header and the rows of the table at `path`, by what stands in their first column.
fn read(path: &Path) -> io::Result<(csv::StringRecord, Rows)> {
    // Whoever edited it may have left rows of another length.
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(path)
        .map_err(io::Error::from)?;
    let header = reader.headers().map_err(io::Error::from)?.clone();
    let mut rows = Rows::new();
    for row in reader.records() {
        let row = row.map_err(io::Error::from)?;
        let id = row.get(0).unwrap_or_default().to_owned();
        rows.entry(id).or_default().push(row);
    }
    Ok((header, rows))
}

/// What names `row`: the values of its key, or of what it joins, or else its first cell.
fn named(table: &TableShape, names: &[&str], row: &csv::StringRecord) -> String {
    let key = match (table.key, table.joins) {
        ([], Some((fields, _))) => fields,
        (key, _) => key,
    };
    let values: Vec<&str> = names
        .iter()
        .zip(row)
        .filter(|(name, _)| key.contains(name))
        .map(|(_, value)| value)
        .collect();
    if values.is_empty() {
        row.get(0).unwrap_or_default().to_owned()
    } else {
        values.join(", ")
    }
}
