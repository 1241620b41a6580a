//! `datapackage.json`: the tables described as a Frictionless Data Package (version 1), so that tools load them typed.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use super::Attached;
use super::FileRecord;
use super::Program;
use super::Shape;
use super::codebook;
use super::column::Column;
use super::column::Kind;
use super::inputs;
use super::run_record::write_whole;
use super::tables::TABLES;
use super::xlsx;

/// The name of the description in the folder of a run.
pub(super) const FILE: &str = "datapackage.json";

/// The profile of a table in CSV.
const TABULAR: &str = "tabular-data-resource";

/// Describes the files of a run that stand in `folder`, the tables `attached` to it among them.
pub(super) fn write(
    folder: &Path,
    shape: &Shape,
    files: &[FileRecord],
    attached: &[Attached],
) -> io::Result<()> {
    let program = Program::default();
    let described: Vec<Value> = files
        .iter()
        .map(|file| resource(file, shape, attached))
        .collect();
    let all_tables = described
        .iter()
        .all(|resource| resource["profile"] == TABULAR);
    let package = json!({
        "profile": if all_tables { "tabular-data-package" } else { "data-package" },
        "name": "avowal-report",
        "title": "Modern slavery statements, read and scored",
        "description": "What companies disclose, sentence by sentence. It measures disclosure, not conduct, and is not legal advice.",
        "created_by": format!("{} {}", program.name, program.version),
        "resources": described,
    });
    write_whole(folder, FILE, &package)
}

/// The description of one file: of its columns too, where it is a table in CSV.
fn resource(file: &FileRecord, shape: &Shape, attached: &[Attached]) -> Value {
    let table = TABLES.iter().find(|table| table.file == file.name);
    let attached = attached.iter().find(|attached| attached.file == file.name);
    let mut resource = match (table, attached) {
        (Some(table), _) => {
            let mut schema = schema_of(&(table.columns)(shape));
            if !table.key.is_empty() {
                schema["primaryKey"] = json!(table.key);
            }
            if let Some((fields, other)) = table.joins {
                schema["foreignKeys"] = json!([{
                    "fields": fields,
                    "reference": { "resource": other.trim_end_matches(".csv"), "fields": fields },
                }]);
            }
            tabular(table.name(), table.row, schema)
        }
        // The own columns of a user may lack names, or share them: no schema can tell those apart.
        (None, Some(attached)) if are_names(&attached.columns) => {
            let name = attached.file.trim_end_matches(".csv");
            tabular(name, attached.row, schema_of(&attached.columns))
        }
        _ => json!({
            "profile": "data-resource",
            "type": "file",
            "name": name_of(&file.name),
            "title": title_of(&file.name),
            "format": file.name.rsplit('.').next(),
            "mediatype": media_type(&file.name),
        }),
    };
    resource["path"] = json!(file.name);
    resource["bytes"] = json!(file.bytes);
    resource["hash"] = json!(format!("sha256:{}", file.sha256));
    resource
}

fn tabular(name: &str, row: &str, schema: Value) -> Value {
    json!({
        "profile": TABULAR,
        "name": name,
        "title": format!("One row {row}"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema,
    })
}

fn schema_of(columns: &[Column]) -> Value {
    json!({
        "fields": columns.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
    })
}

/// Whether each of `columns` has a name of its own.
fn are_names(columns: &[Column]) -> bool {
    let names: BTreeSet<&str> = columns.iter().map(|column| column.name.trim()).collect();
    names.len() == columns.len() && !names.contains("")
}

/// The file `path` as the name of a resource: small letters, digits, and `.`, `-` and `_` between them.
fn name_of(path: &str) -> String {
    path.to_ascii_lowercase()
        .replace(|sign: char| !sign.is_ascii_alphanumeric(), "-")
}

/// What the file `path` is, in a few words.
pub(super) fn title_of(path: &str) -> String {
    let table = TABLES
        .iter()
        .find(|table| path.split('.').next() == Some(table.name()));
    match (table, path) {
        (Some(table), _) => format!("One row {}", table.row),
        (None, codebook::FILE) => "Every column and criterion, explained".to_owned(),
        (None, FILE) => "The tables, described for programs".to_owned(),
        (None, "html/index.html") => "The portfolio, with a page for each statement".to_owned(),
        (None, xlsx::FILE) => "The statements, criteria and evidence as a workbook".to_owned(),
        (None, inputs::FILE) => "Each input with what it came to, to check the run by".to_owned(),
        (None, "html-rows.ndjson") => "What the portfolio shows of each input".to_owned(),
        (None, path) if path.ends_with(".schema.json") => "The layout of the JSON files".to_owned(),
        (None, path) if path.ends_with("json") => "Each statement with all answers".to_owned(),
        (None, path) => path.to_owned(),
    }
}

/// What the file `path` holds, for programs (RFC 6838).
pub(super) fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "csv" => "text/csv",
        "json" => "application/json",
        "ndjson" => "application/x-ndjson",
        "md" => "text/markdown",
        "html" => "text/html",
        "parquet" => "application/vnd.apache.parquet",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
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
