//! The promise: what tasks, answers and the first line look like, as JSON Schema.

use serde_json::Value;
use serde_json::json;

use crate::report::wire::JSON_SCHEMA;

/// What is the worker's own, as definitions.
const OWN: &str = include_str!("worker.schema.json");

/// The JSON Schema (draft 2020-12) of what a worker takes and gives, each under `$defs`: `task`, `result`, `hello`. The
/// whole describes a line that a worker gives.
#[must_use]
pub fn json_schema() -> Value {
    let outcome: Value = parsed(JSON_SCHEMA);
    let mut definitions = outcome.get("$defs").cloned().unwrap_or_default();
    let own: Value = parsed(OWN);
    if let (Some(all), Some(own)) = (definitions.as_object_mut(), own.as_object()) {
        all.extend(
            own.iter()
                .map(|(name, about)| (name.clone(), about.clone())),
        );
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `avowal worker` takes and gives",
        "description": "Tasks ($defs/task) on standard input, one a line; for each exactly one result ($defs/result) on standard output. With --hello, the first line is $defs/hello. Later versions of the program add keys to results and never remove or change one.",
        "oneOf": [{ "$ref": "#/$defs/result" }, { "$ref": "#/$defs/hello" }],
        "$defs": definitions,
    })
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("the embedded schemas are JSON: a test reads them")
}
