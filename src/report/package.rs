//! `datapackage.json`: the tables described as a Frictionless Data Package (version 1), so that tools load them typed.

use std::io;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use super::FileRecord;
use super::Program;
use super::Shape;
use super::column::Column;
use super::column::Kind;
use super::column::TableShape;
use super::run_record::write_whole;

/// The name of the description in the folder of a run.
pub(super) const FILE: &str = "datapackage.json";

/// Describes `tables`, whose files stand in `folder`.
pub(super) fn write(folder: &Path, shape: &Shape, tables: &[TableShape]) -> io::Result<()> {
    let program = Program::default();
    let resources = tables
        .iter()
        .map(|table| resource(folder, shape, table))
        .collect::<io::Result<Vec<Value>>>()?;
    let package = json!({
        "profile": "tabular-data-package",
        "name": "avowal-report",
        "title": "Modern slavery statements, read and scored",
        "description": "What companies disclose, sentence by sentence. It measures disclosure, not conduct, and is not legal advice.",
        "created_by": format!("{} {}", program.name, program.version),
        "resources": resources,
    });
    write_whole(folder, FILE, &package)
}

fn resource(folder: &Path, shape: &Shape, table: &TableShape) -> io::Result<Value> {
    let record = FileRecord::of(folder, table.file)?;
    let name = table.name();
    let columns = (table.columns)(shape);
    let mut schema = json!({
        "fields": columns.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    if let Some((fields, other)) = table.joins {
        schema["foreignKeys"] = json!([{
            "fields": fields,
            "reference": { "resource": other.trim_end_matches(".csv"), "fields": fields },
        }]);
    }
    Ok(json!({
        "profile": "tabular-data-resource",
        "name": name,
        "path": table.file,
        "title": format!("One row {}", table.row),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": record.bytes,
        "hash": format!("sha256:{}", record.sha256),
        "dialect": { "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema,
    }))
}

fn field(column: &Column) -> Value {
    let mut field = json!({ "name": column.name, "description": column.about });
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => {
            field["trueValues"] = json!(["true"]);
            field["falseValues"] = json!(["false"]);
            "boolean"
        }
        // Not every date is a whole day, so none can be of the type `date`.
        Kind::Date => {
            field["constraints"] = json!({ "pattern": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?" });
            "string"
        }
        Kind::Time => "datetime",
        Kind::Words(words) => {
            field["constraints"] = json!({ "enum": words });
            "string"
        }
    };
    field["type"] = json!(kind);
    field
}
