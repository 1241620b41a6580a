//! `suppliers.csv`: a supplier list as it was given, with what came of each row behind its own columns.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::Attached;
use super::column::Column;
use super::column::Kind;
use super::column::LEVELS;
use super::column::VERDICTS;
use super::read_back::Cells;
use super::read_back::Results;
use super::read_back::cell;
use super::table::Row;
use super::table::Table;
use crate::failure::Failed;
use crate::failure::status_of;
use crate::registry::Asked;
use crate::registry::Companies;
use crate::registry::Company;
use crate::registry::Match;
use crate::registry::Suppliers;
use crate::registry::without_address;

/// The name of the table.
const FILE: &str = "suppliers.csv";

/// What is appended about the row.
const OF_ROW: &[&str] = &["status", "code", "message", "match_method", "match_score"];

/// What is appended about its statement, from `statements.csv`.
const OF_STATEMENT: &[&str] = &[
    "statement_id",
    "source",
    "final_url",
    "document_kind",
    "organisation",
    "company_number",
    "period_end",
    "warnings",
];

/// What is appended for each rubric, before its levels and verdicts.
const OF_RUBRIC: &[&str] = &[
    "mandatory_met",
    "mandatory_total",
    "mandatory_unknown",
    "quality",
];

/// What came of one row.
struct Came<'r> {
    status: String,
    code: String,
    message: String,
    matched: Match,
    /// The rows of its statement, one for each rubric.
    statements: Vec<&'r Cells>,
}

/// Writes the list with the results of the run in `folder` into that folder, and tells what the table is.
///
/// # Errors
///
/// When the run's tables cannot be read, or the list not be written.
pub fn write_suppliers(
    folder: &Path,
    suppliers: &Suppliers,
    verbatim: bool,
) -> io::Result<Attached> {
    let results = Results::read(folder)?;
    let rubrics: BTreeSet<&str> = results
        .statements
        .iter()
        .map(|row| cell(row, "rubric"))
        .collect();
    let criteria: Vec<&str> = results
        .columns
        .iter()
        .map(String::as_str)
        .filter(|column| column.starts_with("level.") || column.starts_with("verdict."))
        .collect();
    let sheet = &suppliers.sheet;
    let width = sheet
        .rows
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0)
        .max(sheet.header.len());
    let mut header = sheet.header.clone();
    // Some rows are longer than the header.
    header.resize(width, String::new());
    let own = header
        .into_iter()
        .map(|name| Column::new(name, Kind::Text, "As the list gives it."));
    let mut columns: Vec<Column> = own.collect();
    columns.extend(OF_ROW.iter().chain(OF_STATEMENT).map(|column| {
        Column::new(
            format!("avowal.{column}"),
            kind_of(column),
            format!("`{column}` of the row or its statement."),
        )
    }));
    for rubric in &rubrics {
        columns.extend(OF_RUBRIC.iter().chain(&criteria).map(|column| {
            Column::new(
                format!("avowal.{rubric}.{column}"),
                kind_of(column),
                format!("`{column}` of its statement under {rubric}."),
            )
        }));
    }
    let mut table = Table::open(
        &folder.join(FILE),
        columns.iter().map(|column| &*column.name),
        None,
        verbatim,
    )?;
    let companies: Vec<Company> = results.statements.iter().map(company_of).collect();
    let companies = Companies::new(&companies);
    for (place, (row, asked)) in sheet.rows.iter().zip(&suppliers.asked).enumerate() {
        let mut out = table.row();
        for column in 0..width {
            out.maybe_text(row.cells.get(column).map(String::as_str));
        }
        let came = match asked {
            Asked::Nothing(failed) => lost(failed),
            Asked::Statement { label, matched } => of_source(&results, label, *matched),
            Asked::Company { matched } => {
                of_company(&results, &companies, &suppliers.company(place), *matched)
            }
        };
        write_came(&mut out, &came, &rubrics, &criteria);
        table.push(&out)?;
    }
    table.flush()?;
    Ok(Attached {
        file: FILE,
        row: "a row of the supplier list",
        columns,
    })
}

/// What kind of value stands in a column of ours.
fn kind_of(column: &str) -> Kind {
    match column {
        "match_score" | "quality" => Kind::Number,
        "mandatory_met" | "mandatory_total" | "mandatory_unknown" => Kind::Integer,
        "period_end" => Kind::Date,
        _ if column.starts_with("level.") => Kind::Words(LEVELS),
        _ if column.starts_with("verdict.") => Kind::Words(VERDICTS),
        _ => Kind::Text,
    }
}

fn write_came(out: &mut Row, came: &Came<'_>, rubrics: &BTreeSet<&str>, criteria: &[&str]) {
    out.plain(&came.status);
    out.plain(&came.code);
    out.text(&came.message);
    out.plain(came.matched.method.word());
    out.plain(format_args!("{:.3}", came.matched.score));
    let first = came.statements.first();
    for column in OF_STATEMENT {
        // The run's tables were made safe when they were written.
        out.maybe_plain(first.map(|row| cell(row, column)));
    }
    for rubric in rubrics {
        let row = came
            .statements
            .iter()
            .find(|row| cell(row, "rubric") == *rubric);
        for column in OF_RUBRIC.iter().chain(criteria) {
            out.maybe_plain(row.map(|row| cell(row, column)));
        }
    }
}

fn lost<'r>(failed: &Failed) -> Came<'r> {
    Came {
        status: failed.status().to_owned(),
        code: failed.code.to_string(),
        message: failed.message.clone(),
        matched: Match::NONE,
        statements: Vec::new(),
    }
}

/// What came of a row that named a statement.
fn of_source<'r>(results: &'r Results, label: &str, matched: Match) -> Came<'r> {
    if let Some(places) = results.by_source.get(label) {
        return found(results, places.iter().copied(), matched);
    }
    let failed = results.errors.get(label);
    let told = |column: &str| {
        failed
            .map(|row| cell(row, column))
            .unwrap_or_default()
            .to_owned()
    };
    let code = told("code");
    let status = match code.as_str() {
        "" => "unknown",
        code => status_of(code),
    };
    Came {
        status: status.to_owned(),
        message: told("message"),
        code,
        matched,
        statements: Vec::new(),
    }
}

/// What came of a row that named a company alone: a statement of the run may be this company's.
fn of_company<'r>(
    results: &'r Results,
    companies: &Companies,
    company: &Company,
    looked_up: Match,
) -> Came<'r> {
    let matched = companies.find(&company.number, &company.name);
    if let Some(row) = matched
        .place
        .and_then(|place| results.statements.get(place))
    {
        let id = cell(row, "statement_id");
        let same = results
            .statements
            .iter()
            .enumerate()
            .filter(|(_, other)| cell(other, "statement_id") == id)
            .map(|(place, _)| place);
        return found(results, same, matched);
    }
    let (code, message) = without_address();
    Came {
        status: code.to_owned(),
        code: code.to_owned(),
        message,
        matched: if looked_up.score > matched.score {
            looked_up
        } else {
            matched
        },
        statements: Vec::new(),
    }
}

fn found(results: &Results, places: impl Iterator<Item = usize>, matched: Match) -> Came<'_> {
    Came {
        status: "ok".to_owned(),
        code: String::new(),
        message: String::new(),
        matched,
        statements: places
            .filter_map(|place| results.statements.get(place))
            .collect(),
    }
}

/// Whose a statement is, as its row says.
fn company_of(row: &Cells) -> Company {
    Company {
        number: cell(row, "company_number").to_owned(),
        name: cell(row, "organisation").to_owned(),
    }
}
