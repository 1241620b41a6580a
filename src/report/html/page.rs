//! The page of one statement: its answers, the evidence behind them, and the full text with the evidence marked.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::report::Program;
use crate::report::finished::Finished;
use crate::report::finished::KeptText;
use crate::report::finished::ShownRubric;
use crate::report::finished::file_link;

/// What the template of a statement is given. Without its text, the page says that it was not kept.
pub(super) fn context(
    statement: &Finished,
    text: Option<&KeptText>,
    rubrics: &[ShownRubric],
) -> Value {
    let program = Program::default();
    let source_link = source_link_of(statement, text);
    let marks = marks_of(statement);
    let blocks: Option<Vec<Value>> = text.map(|text| {
        text.blocks
            .iter()
            .map(|block| {
                let pieces: Vec<Value> = block
                    .pieces
                    .iter()
                    .map(|piece| {
                        let mark = piece.sentence.and_then(|sentence| marks.get(&sentence));
                        let (counts, reasons) = match mark {
                            Some((true, reasons)) => ("counts", reasons.join("\n")),
                            Some((false, reasons)) => ("seen", reasons.join("\n")),
                            None => ("", String::new()),
                        };
                        json!({ "text": piece.text, "sentence": piece.sentence, "mark": counts, "title": reasons })
                    })
                    .collect();
                json!({ "kind": block.kind, "level": block.level, "new_page": block.new_page, "is_scored": block.is_scored, "pieces": pieces })
            })
            .collect()
    });
    let warnings: Vec<Value> = match text {
        Some(text) => text
            .warnings
            .iter()
            .map(|notice| json!({ "code": notice.code, "message": notice.message }))
            .collect(),
        None => statement
            .warnings
            .iter()
            .map(|code| json!({ "code": code, "message": "" }))
            .collect(),
    };
    let titles: Vec<&str> = statement
        .assessments
        .iter()
        .map(|assessment| {
            let rubric = rubrics.iter().find(|rubric| rubric.id == assessment.rubric);
            rubric.map_or("", |rubric| &rubric.title)
        })
        .collect();
    json!({
        "titles": titles,
        "page_title": statement.name(),
        "program": json!({ "name": program.name, "version": program.version }),
        "source_link": source_link,
        "statement": statement,
        "warnings": warnings,
        "links": links_of(statement, &source_link),
        "blocks": blocks,
    })
}

/// Opens the source; empty where no browser could.
fn source_link_of(statement: &Finished, text: Option<&KeptText>) -> String {
    if let Some(text) = text {
        return text.source_link.clone();
    }
    if let Some(url) = &statement.final_url {
        return if is_web(url) {
            url.clone()
        } else {
            String::new()
        };
    }
    // As it was named: a path, where it still leads somewhere from here.
    let path = Path::new(&statement.source);
    if path.is_file() {
        file_link(path)
    } else {
        String::new()
    }
}

fn is_web(link: &str) -> bool {
    link.starts_with("http://") || link.starts_with("https://")
}

/// For each link of the tables the same from wherever the page stands; those that no browser could follow are left out.
fn links_of(statement: &Finished, source_link: &str) -> BTreeMap<String, String> {
    let mut links = BTreeMap::new();
    let criteria = statement
        .assessments
        .iter()
        .flat_map(|assessment| &assessment.criteria);
    for criterion in criteria {
        let of_evidence = criterion.evidence.iter().map(|evidence| &evidence.link);
        for link in of_evidence.chain([&criterion.link]) {
            if is_web(link) {
                links.insert(link.clone(), link.clone());
            } else if !link.is_empty() && source_link.starts_with("file:") {
                let fragment = link.split_once('#').map_or("", |(_, fragment)| fragment);
                let hash = if fragment.is_empty() { "" } else { "#" };
                links.insert(link.clone(), format!("{source_link}{hash}{fragment}"));
            }
        }
    }
    links
}

/// For each sentence that is evidence: whether it counts for anything, and what for.
fn marks_of(statement: &Finished) -> BTreeMap<u32, (bool, Vec<String>)> {
    let mut marks: BTreeMap<u32, (bool, Vec<String>)> = BTreeMap::new();
    for assessment in &statement.assessments {
        for criterion in &assessment.criteria {
            for evidence in &criterion.evidence {
                let Some(sentence) = evidence.sentence_index else {
                    continue;
                };
                let (counts, reasons) = marks.entry(sentence).or_default();
                *counts |= evidence.counts;
                reasons.push(format!(
                    "{}: {}{}",
                    criterion.title,
                    evidence.status,
                    if evidence.counts { "" } else { ", set aside" }
                ));
            }
        }
    }
    marks
}
