//! `codebook.md`: every column of every table, and every criterion of the rubrics, for people.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use super::Program;
use super::Shape;
use super::column::Kind;
use super::column::TableShape;
use super::tables::TABLES;
use crate::rubric::CriterionKind;
use crate::rubric::Duty;
use crate::rubric::Rubric;

/// The name of the codebook in the folder of a run.
pub(super) const FILE: &str = "codebook.md";

/// Writes the codebook of the tables and of the rubrics of the run into `folder`.
pub(super) fn write(folder: &Path, shape: &Shape) -> io::Result<()> {
    fs::write(folder.join(FILE), told(shape, TABLES))
}

fn told(shape: &Shape, tables: &[TableShape]) -> String {
    let program = Program::default();
    let mut out = format!(
        "# Codebook\n\nWritten by {} {}. Tables are UTF-8 CSV (RFC 4180); an empty cell is a missing value. \
         Parquet has the same columns, typed; Parquet and JSON have every text as it is, while a text in CSV that a \
         spreadsheet would run as a formula begins with an apostrophe, unless the run is verbatim. \
         What was not found in a text is no finding about the company's conduct.\n",
        program.name, program.version
    );
    for table in tables {
        let _ = write!(out, "\n## {}\n\nOne row {}.", table.file, table.row);
        if !table.key.is_empty() {
            let _ = write!(out, " Key: {}.", table.key.join(", "));
        }
        if let Some((fields, other)) = table.joins {
            let _ = write!(out, " Joins `{other}` by {}.", fields.join(", "));
        }
        out.push_str("\n\n| column | type | meaning |\n|---|---|---|\n");
        for column in (table.columns)(shape) {
            let kind = match column.kind {
                Kind::Text => "text".to_owned(),
                Kind::Integer => "integer".to_owned(),
                Kind::Number => "number".to_owned(),
                Kind::Boolean => "true or false".to_owned(),
                Kind::Date => "date, as precise as the statement".to_owned(),
                Kind::Time => "time, RFC 3339 in UTC".to_owned(),
                Kind::Words(words) => words.join(", "),
            };
            let _ = writeln!(
                out,
                "| `{}` | {kind} | {} |",
                column.name,
                cell(&column.about)
            );
        }
    }
    for rubric in &shape.rubrics {
        add_rubric(&mut out, rubric);
    }
    out
}

fn add_rubric(out: &mut String, rubric: &Rubric) {
    let _ = write!(
        out,
        "\n## Rubric {}\n\n{}, version {}.\n\n| criterion | provision | duty | answered by | weight | asks for |\n|---|---|---|---|---|---|\n",
        rubric.id,
        cell(&rubric.title),
        rubric.version
    );
    for criterion in &rubric.criteria {
        let duty = match criterion.duty {
            Duty::Mandatory => "mandatory",
            Duty::Recommended => "recommended",
            Duty::Benchmark => "benchmark",
        };
        let kind = match criterion.kind {
            CriterionKind::Content => "level",
            CriterionKind::Formality => "verdict",
        };
        let _ = writeln!(
            out,
            "| `{}` | {} | {duty} | {kind} | {} | {} |",
            criterion.id,
            cell(&criterion.citation),
            criterion.weight,
            cell(&criterion.title)
        );
    }
    for note in &rubric.notes {
        let _ = writeln!(out, "\n{}", note.trim());
    }
}

/// `text` as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
