//! The JSON Schema of `avowal.toml`, for editors that complete and check TOML while it is written.
//!
//! It tells shape: keys, types and words. Whether a criterion or rubric of that name exists only the program can tell.

use serde_json::Value;
use serde_json::json;

use crate::check::CODES;

/// The JSON Schema (draft 7, which every editor reads) of the configuration.
#[must_use]
pub fn schema() -> Value {
    let codes: Vec<Value> = CODES
        .iter()
        .map(|code| json!({ "const": code.name, "description": code.title }))
        .collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "avowal.toml",
        "description": "What a company asks of its own modern slavery statement: the configuration of avowal check.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "rubric": {
                "description": "The rubrics to check against: names from `avowal rubric list`, or files relative to this one.",
                "oneOf": [
                    { "type": "string", "minLength": 1 },
                    { "type": "array", "items": { "type": "string", "minLength": 1 } },
                ],
            },
            "check": {
                "type": "object",
                "description": "When a draft is good enough.",
                "additionalProperties": false,
                "properties": {
                    "fail-on": {
                        "enum": ["note", "warning", "error", "never"],
                        "default": "error",
                        "description": "From which severity on a draft does not pass.",
                    },
                    "min-level": level("The lowest level that is good enough for every criterion; commonly partial."),
                    "levels": {
                        "type": "object",
                        "description": "The same for single criteria, by identifier.",
                        "additionalProperties": level("The lowest level that is good enough for this criterion."),
                    },
                },
            },
            "expect": {
                "type": "object",
                "description": "What the draft should say of itself.",
                "additionalProperties": false,
                "properties": {
                    "organisation": {
                        "type": "string",
                        "description": "The reporting entity, by its legal name.",
                    },
                    "period-end": day("The last day of the reporting period."),
                    "body": {
                        "type": "string",
                        "description": "Words that the approving body must hold, as in board.",
                    },
                },
            },
            "waive": {
                "type": "array",
                "description": "Findings that somebody decided to live with: shown and counted, never silent.",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["code", "reason"],
                    "properties": {
                        "code": {
                            "oneOf": codes,
                            "description": "The kind of finding; `avowal check --explain` lists them.",
                        },
                        "criterion": {
                            "type": "string",
                            "description": "Only for this criterion; left out for all.",
                        },
                        "reason": {
                            "type": "string",
                            "minLength": 1,
                            "description": "Why it is right to live with it, and who decided so.",
                        },
                        "expires": day("The last day on which the waiver holds; left out for ever."),
                    },
                },
            },
        },
    })
}

fn level(description: &str) -> Value {
    json!({
        "enum": ["absent", "mentioned", "partial", "specific", "evidenced"],
        "description": description,
    })
}

/// A date of TOML, or the same in quotes.
fn day(description: &str) -> Value {
    json!({ "type": "string", "format": "date", "description": description })
}
