//! SARIF 2.1.0 (OASIS), for code hosts and viewers. Lines and columns are counted from 1, columns in characters.

use std::io;
use std::io::Write;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use super::Checked;
use super::Draft;
use super::Places;
use super::told_place;
use crate::check::CODES;
use crate::check::Code;
use crate::check::Judged;
use crate::check::PlaceIs;
use crate::check::Severity;
use crate::check::Standing;
use crate::report::Program;
use crate::report::link::address_of;
use crate::report::printable;

/// Writes one log with one run.
pub(super) fn write(output: &mut dyn Write, checked: &Checked<'_>) -> io::Result<()> {
    let program = Program::default();
    let results: Vec<Value> = checked.drafts.iter().flat_map(results_of).collect();
    let notifications: Vec<Value> = checked
        .failed
        .iter()
        .map(|failed| {
            json!({
                "level": "error",
                "descriptor": { "id": failed.code },
                "message": { "text": format!("{} ({})", printable(&failed.message), failed.hint) },
                "locations": [{ "physicalLocation": { "artifactLocation": artifact(&failed.source) } }],
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": program.name,
                "semanticVersion": program.version,
                "rules": CODES.iter().map(|code| rule_of(code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": checked.failed.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *output, &log)?;
    writeln!(output)
}

fn rule_of(code: &Code) -> Value {
    json!({
        "id": code.name,
        "shortDescription": { "text": code.title },
        "fullDescription": { "text": code.why },
        "help": {
            "text": format!("{}\n\n{}", code.why, code.cure),
            "markdown": format!("{}\n\n**Cure.** {}", code.why, code.cure),
        },
        "defaultConfiguration": { "level": code.severity.word() },
    })
}

fn results_of(draft: &Draft) -> Vec<Value> {
    let places = draft.places();
    draft
        .judged
        .iter()
        .map(|judged| result_of(draft, &places, judged))
        .collect()
}

fn result_of(draft: &Draft, places: &Places, judged: &Judged) -> Value {
    let finding = &judged.finding;
    let pointed = draft.pointed(places, finding.place.span);
    let position = pointed.position;
    let place = CODES
        .iter()
        .position(|code| code.name == finding.code.name)
        .unwrap_or_default();
    let mut text = printable(&finding.message).into_owned();
    if let Some(page) = position.page {
        text.push_str(&format!(" (page {page})"));
    }
    if finding.place.is != PlaceIs::Exact {
        text.push_str(&format!(" ({})", told_place(finding.place.is)));
    }
    if !finding.help.is_empty() {
        text.push_str(&format!(". {}", printable(&finding.help)));
    }
    if !finding.model.is_empty() {
        text.push_str(&format!(" For example: {}", printable(&finding.model)));
    }
    // Every viewer wants a line; a PDF has none, and its page stands in the message and the properties.
    let mut region =
        json!({ "startLine": position.line.filter(|_| draft.has_lines()).unwrap_or(1) });
    if draft.has_lines() {
        if let Some(column) = position.column {
            region["startColumn"] = json!(column);
        }
        region["snippet"] = json!({ "text": printable(pointed.words) });
    }
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": artifact(draft.label()),
            "region": region,
        },
    });
    if !pointed.heading.is_empty() {
        location["logicalLocations"] = json!([{
            "fullyQualifiedName": printable(&pointed.heading),
            "kind": "module",
        }]);
    }
    let mut result = json!({
        "ruleId": finding.code.name,
        "ruleIndex": place,
        "level": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        "message": { "text": text },
        "locations": [location],
        "partialFingerprints": { "avowal/v1": judged.fingerprint },
        "properties": {
            "confidence": finding.confidence,
            "criterion": finding.criterion.as_ref().map(|criterion| format!("{}/{}", criterion.rubric, criterion.id)),
            "citation": finding.criterion.as_ref().map(|criterion| &criterion.citation),
            "page": position.page,
            "charStart": position.char_start,
            "charEnd": position.char_end,
            "text": printable(pointed.words),
        },
    });
    match &judged.standing {
        Standing::Counts => {}
        Standing::Waived(reason) => {
            result["suppressions"] =
                json!([{ "kind": "external", "justification": printable(reason) }]);
        }
        Standing::Known => {
            result["suppressions"] =
                json!([{ "kind": "external", "justification": "known to the baseline" }]);
        }
    }
    result
}

/// The draft as a URI: relative to the root of the sources where it was named so.
fn artifact(label: &str) -> Value {
    if label.contains("://") {
        return json!({ "uri": label });
    }
    let path = Path::new(label);
    let uri = address_of(path);
    if path.is_absolute() {
        json!({ "uri": format!("file://{uri}") })
    } else {
        let uri = uri.strip_prefix("./").unwrap_or(&uri);
        json!({ "uri": uri, "uriBaseId": "%SRCROOT%" })
    }
}
