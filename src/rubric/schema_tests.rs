//! The schema beside the types that read rubric files, and beside the built-in rubrics.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::schema;
use crate::rubric::Cap;
use crate::rubric::Example;
use crate::rubric::Reference;
use crate::rubric::Rung;
use crate::rubric::Scope;
use crate::rubric::builtin;
use crate::rubric::raw::RawCheck;
use crate::rubric::raw::RawCriterion;
use crate::rubric::raw::RawElement;
use crate::rubric::raw::RawExclusion;
use crate::rubric::raw::RawFile;
use crate::rubric::raw::RawQuality;
use crate::rubric::raw::RawRubric;
use crate::rubric::raw::RawSignal;

/// The keys that the type takes: a deserialiser names them all where it meets one that it does not know.
fn keys_of<T: DeserializeOwned>() -> BTreeSet<String> {
    let error = toml::from_str::<T>("no-such-key = 1")
        .err()
        .expect("no table has a key of this name");
    error
        .message()
        .split('`')
        .skip(3)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The keys that the schema has at `path`, a chain of properties; `[]` steps into the items of a list.
fn keys_at(path: &str) -> BTreeSet<String> {
    let schema = schema();
    let mut place = &schema;
    for step in path.split('/').filter(|step| !step.is_empty()) {
        place = match step {
            "[]" => &place["items"],
            property => &place["properties"][property],
        };
    }
    let properties = place["properties"].as_object().expect("a table");
    properties.keys().cloned().collect()
}

#[test]
fn the_schema_has_every_key_that_a_rubric_file_may_have_and_no_other() {
    let tables: [(&str, BTreeSet<String>); 13] = [
        ("", keys_of::<RawFile>()),
        ("rubric", keys_of::<RawRubric>()),
        ("rubric/sources/[]", keys_of::<Reference>()),
        ("rubric/scope", keys_of::<Scope>()),
        ("rubric/quality", keys_of::<RawQuality>()),
        ("criterion/[]", keys_of::<RawCriterion>()),
        ("criterion/[]/element/[]", keys_of::<RawElement>()),
        ("criterion/[]/signal/[]", keys_of::<RawSignal>()),
        ("criterion/[]/exclusion/[]", keys_of::<RawExclusion>()),
        ("criterion/[]/rung/[]", keys_of::<Rung>()),
        ("criterion/[]/cap/[]", keys_of::<Cap>()),
        ("criterion/[]/check", keys_of::<RawCheck>()),
        ("criterion/[]/example/[]", keys_of::<Example>()),
    ];

    for (path, keys) in tables {
        assert!(!keys.is_empty(), "{path} has keys");
        assert_eq!(keys_at(path), keys, "at {path:?}");
    }
}

#[test]
fn every_built_in_rubric_follows_the_schema() {
    for known in builtin() {
        let file: toml::Table = known.text.parse().expect("it is TOML");
        let value = serde_json::to_value(&file).expect("TOML is within JSON");

        let mut wrong = Vec::new();
        hold(&value, &schema(), known.name, &mut wrong);

        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn what_does_not_follow_the_schema_is_found() {
    let file: toml::Table =
        "schema = 2\n[rubric]\nid = 'x'\nversion = '1.0'\nstatus = 'new'\nauthor = 'me'"
            .parse()
            .expect("it is TOML");
    let value = serde_json::to_value(&file).expect("TOML is within JSON");

    let mut wrong = Vec::new();
    hold(&value, &schema(), "x", &mut wrong);

    assert_eq!(wrong.len(), 3, "{wrong:?}");
}

/// Holds `value` to the part of JSON Schema that [`schema`] uses.
fn hold(value: &Value, schema: &Value, place: &str, wrong: &mut Vec<String>) {
    if let Some(constant) = schema.get("const")
        && constant != value
    {
        wrong.push(format!("{place}: {value} is not {constant}"));
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array)
        && !words.contains(value)
    {
        wrong.push(format!("{place}: {value} is none of {words:?}"));
    }
    let fits = match schema.get("type").and_then(Value::as_str) {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        // A date of TOML comes as a table of one key.
        Some("string") => value.is_string() || schema.get("format").is_some(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_u64(),
        Some("number") => value.is_number(),
        _ => true,
    };
    if !fits {
        wrong.push(format!("{place}: {value} is of another type"));
    }
    if let (Some(items), Some(list)) = (schema.get("items"), value.as_array()) {
        for (number, item) in list.iter().enumerate() {
            hold(item, items, &format!("{place}[{number}]"), wrong);
        }
    }
    let (Some(properties), Some(table)) = (schema.get("properties"), value.as_object()) else {
        return;
    };
    for key in schema["required"].as_array().into_iter().flatten() {
        let key = key.as_str().unwrap_or_default();
        if !table.contains_key(key) {
            wrong.push(format!("{place}: {key} is missing"));
        }
    }
    for (key, item) in table {
        match properties.get(key) {
            Some(property) => hold(item, property, &format!("{place}.{key}"), wrong),
            None => wrong.push(format!("{place}: unknown key {key}")),
        }
    }
}
