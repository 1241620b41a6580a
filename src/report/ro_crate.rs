//! `ro-crate-metadata.json`: a finished run as a Research Object Crate, for repositories of research data.
//!
//! RO-Crate 1.1 with the profile Process Run Crate 0.5: the run is a `CreateAction`, whose instrument is this program,
//! whose objects are the statements and rubrics, and whose results are the files of the run.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use super::CameTo;
use super::InputRecord;
use super::KeptRun;
use super::NotARun;
use super::StatementRecord;
use super::package::media_type;
use super::package::title_of;
use super::run_record::write_whole;
use crate::source::Place;

/// The name of the description in the folder of a run.
const FILE: &str = "ro-crate-metadata.json";

const CRATE: &str = "https://w3id.org/ro/crate/1.1";
const PROFILE: &str = "https://w3id.org/ro/wfrun/process/0.5";

/// Describes the finished run in `folder` as a Research Object Crate, in that folder.
///
/// # Errors
///
/// When the folder holds no finished run, or cannot be written.
pub fn write_ro_crate(folder: &Path) -> io::Result<()> {
    let kept = KeptRun::read(folder).map_err(io::Error::other)?;
    let inputs = kept
        .inputs()
        .map_err(|error: NotARun| io::Error::other(error))?;
    write_whole(folder, FILE, &described(&kept, &inputs))
}

fn described(kept: &KeptRun, inputs: &[InputRecord]) -> Value {
    let results = kept.files.iter().map(|file| {
        json!({
            "@id": file.name,
            "@type": "File",
            "name": title_of(&file.name),
            "encodingFormat": media_type(&file.name),
            "contentSize": file.bytes.to_string(),
            "sha256": file.sha256,
        })
    });
    let results: Vec<Value> = results.collect();
    let mut seen = BTreeSet::new();
    let read: Vec<Value> = inputs
        .iter()
        .filter_map(|input| match &input.came_to {
            CameTo::Statement(statement) => Some(statement_entity(input, statement)),
            CameTo::Failure(_) => None,
        })
        // The same address may be named twice.
        .filter(|entity| seen.insert(entity["@id"].to_string()))
        .collect();
    let rubrics = kept.rubrics.iter().map(|rubric| {
        json!({
            "@id": format!("#rubric-{}", rubric.id),
            "@type": "CreativeWork",
            "name": format!("Rubric {}", rubric.id),
            "version": rubric.version,
            "sha256": rubric.sha256,
        })
    });
    let rubrics: Vec<Value> = rubrics.collect();

    let references = |entities: &mut dyn Iterator<Item = &Value>| -> Vec<Value> {
        entities
            .map(|entity| json!({ "@id": entity["@id"] }))
            .collect()
    };
    // Statements of the web are data of the crate; files on a disk that is not part of it are only told of.
    let of_the_web = || read.iter().filter(|entity| entity["@type"] == "File");
    let program = format!("{} {}", kept.program.name, kept.program.version);
    let mut graph = vec![
        json!({
            "@id": FILE,
            "@type": "CreativeWork",
            "conformsTo": { "@id": CRATE },
            "about": { "@id": "./" },
        }),
        json!({
            "@id": "./",
            "@type": "Dataset",
            "name": "Modern slavery statements, read and scored",
            "description": format!("What {} statements disclose, sentence by sentence, scored by {program}. It measures disclosure, not conduct.", read.len()),
            "datePublished": kept.ended_at,
            "license": { "@id": "#licence" },
            "conformsTo": { "@id": PROFILE },
            "hasPart": references(&mut results.iter().chain(of_the_web())),
            "mentions": { "@id": "#run" },
        }),
        json!({
            "@id": PROFILE,
            "@type": "CreativeWork",
            "name": "Process Run Crate",
            "version": "0.5",
        }),
        json!({
            "@id": "#licence",
            "@type": "CreativeWork",
            "name": "No licence is stated",
            "description": "The tables quote statements, whose rights stay with those who wrote them. Whoever publishes the run decides about the rest.",
        }),
        json!({
            "@id": "#program",
            "@type": "SoftwareApplication",
            "name": kept.program.name,
            "description": env!("CARGO_PKG_DESCRIPTION"),
            "softwareVersion": kept.program.version,
        }),
        json!({
            "@id": "#run",
            "@type": "CreateAction",
            "name": format!("{} {}", kept.program.name, kept.command_line.join(" ")),
            "description": format!("Statements were judged as of {}.", kept.as_of),
            "instrument": { "@id": "#program" },
            "object": references(&mut read.iter().chain(&rubrics)),
            "result": references(&mut results.iter()),
            "startTime": with_offset(&kept.started_at),
            "endTime": with_offset(&kept.ended_at),
            "actionStatus": "http://schema.org/CompletedActionStatus",
        }),
    ];
    graph.extend(rubrics);
    graph.extend(read);
    graph.extend(results);
    json!({
        "@context": [
            format!("{CRATE}/context"),
            { "sha256": "https://w3id.org/ro/terms/workflow-run#sha256" },
        ],
        "@graph": graph,
    })
}

/// The time `utc` with its offset in digits, which is all that the profile's validator takes.
fn with_offset(utc: &str) -> String {
    utc.replace('Z', "+00:00")
}

fn statement_entity(input: &InputRecord, statement: &StatementRecord) -> Value {
    let name = statement.title.as_deref().unwrap_or(input.label());
    let is_file = matches!(
        input.source.as_ref().map(|source| &source.place),
        Some(Place::File(_))
    );
    let mut entity = match (&statement.final_url, is_file) {
        (Some(address), false) => json!({ "@id": address, "@type": "File" }),
        _ => json!({
            "@id": format!("#statement-{}", statement.statement_id),
            "@type": "CreativeWork",
            "identifier": input.label(),
        }),
    };
    entity["name"] = json!(name);
    entity["sha256"] = json!(statement.sha256);
    if entity["@type"] == "File" {
        entity["contentSize"] = json!(statement.bytes.to_string());
    }
    if let Some(time) = &statement.retrieved_at {
        entity["sdDatePublished"] = json!(time);
    }
    entity
}
