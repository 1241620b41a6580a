//! Walks `fixtures/statements` and `fixtures/controls`: what each file says about itself, beside what a careful reader
//! finds. Read twice: from the file, and from the text that the file was made of, so that a fault of reading and a
//! fault of understanding are told apart.

use std::collections::BTreeMap;
use std::fs;

use avowal::document::BlockKind;
use avowal::document::Builder;
use avowal::document::Document;
use avowal::document::PartialDate;
use avowal::extract::Hints;
use avowal::extract::Limits;
use avowal::extract::read;
use avowal::facts::DocumentKind;
use avowal::facts::Facts;
use avowal::facts::facts_of;
use avowal::facts::warnings_of;
use serde::Deserialize;

mod fixture;

use fixture::block_of;
use fixture::fixture;
use fixture::folders;
use fixture::slug_of;
use fixture::source_of;

/// The keys that are about facts; they are told in `fixtures/README.md`.
#[derive(Debug, Deserialize)]
struct Expected {
    error: Option<String>,
    document_kind: Option<String>,
    #[serde(default)]
    facts: BTreeMap<String, String>,
    warnings: Option<Vec<String>>,
    #[serde(default)]
    coverage: Vec<Covered>,
    statement_pages: Option<[u32; 2]>,
}

#[derive(Debug, Deserialize)]
struct Covered {
    entity: String,
    relation: String,
}

/// The day that the fixtures are read on (`fixtures/README.md`).
fn today() -> PartialDate {
    PartialDate::day_of(2026, 11, 24).expect("a day of the calendar")
}

#[test]
fn every_fixture_file_gives_the_facts_that_a_careful_reader_finds() {
    let mut told = Vec::new();
    let mut seen = 0;
    for folder in folders() {
        let (file, expected) = fixture(&folder);
        let bytes = fs::read(&file).expect("a readable fixture");
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let hints = Hints {
            name: Some(&name),
            ..Hints::default()
        };
        match read(&bytes, &hints, &Limits::default()) {
            Ok(document) => {
                seen += 1;
                hold(&slug_of(&folder), &document, &expected, &mut told);
            }
            // What cannot be read is the matter of the tests of extraction.
            Err(_) if expected.error.is_some() => {}
            Err(error) => told.push(format!("{}: {error}", slug_of(&folder))),
        }
    }

    assert!(seen >= 30, "only {seen} fixtures could be read");
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

#[test]
fn the_texts_behind_the_fixtures_give_the_same_facts_however_their_lines_are_cut() {
    let mut told = Vec::new();
    let mut seen = 0;
    for folder in folders() {
        let Some(source) = source_of(&folder) else {
            continue;
        };
        let (_, expected) = fixture(&folder);
        for cut in [Lines::Apart, Lines::Joined] {
            seen += 1;
            let name = format!("{} ({cut:?})", slug_of(&folder));
            hold(&name, &document_of(&source, cut), &expected, &mut told);
        }
    }

    assert!(seen >= 60, "only {seen} sources were found");
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

fn hold(name: &str, document: &Document, expected: &Expected, told: &mut Vec<String>) {
    let facts = facts_of(document);
    let mut wrong = |what: String| told.push(format!("{name}: {what}"));

    let kind = facts.kind.kind;
    let wanted = match (&expected.error, &expected.document_kind) {
        (Some(_), _) => Some("other"),
        (None, kind) => kind.as_deref(),
    };
    if wanted.is_some_and(|wanted| wanted != kind.word()) {
        wrong(format!(
            "{wanted:?} expected, {} found: {:?}",
            kind.word(),
            facts.kind.reasons
        ));
    }
    let found = told_facts(&facts);
    for (key, value) in &expected.facts {
        let there = found.get(key.as_str()).map_or("", String::as_str);
        if there != value {
            wrong(format!("{key} = {value:?}, found {there:?}"));
        }
    }
    if let Some(warnings) = &expected.warnings {
        let found: Vec<String> = warnings_of(&facts, today())
            .into_iter()
            .map(|notice| notice.code)
            .collect();
        let mut warnings = warnings.clone();
        warnings.sort();
        if found != warnings {
            wrong(format!("warnings {warnings:?}, found {found:?}"));
        }
    }
    let covered: Vec<(&str, &str)> = facts
        .coverage
        .iter()
        .map(|covered| (covered.entity.as_str(), covered.relation.word()))
        .collect();
    for wanted in &expected.coverage {
        if !covered.contains(&(&wanted.entity, &wanted.relation)) {
            wrong(format!("{wanted:?} is not among {covered:?}"));
        }
    }
    for covered in &facts.coverage {
        let words: Vec<&str> = document.words_at(covered.span).split_whitespace().collect();
        if words.join(" ") != covered.entity {
            wrong(format!("{} does not stand at its place", covered.entity));
        }
    }
    if let (Some([first, last]), Some(_)) = (expected.statement_pages, document.pages) {
        let part = facts.kind.part.unwrap_or_default();
        let pages = (
            document.page_at(part.start),
            document.page_at(part.end.saturating_sub(1)),
        );
        if pages != (Some(first), Some(last)) || kind != DocumentKind::ReportWithStatement {
            wrong(format!("pages {first} to {last} expected, found {pages:?}"));
        }
    }
}

fn told_facts(facts: &Facts) -> BTreeMap<&'static str, String> {
    let approval = facts.approval.as_ref();
    let approval = approval.filter(|approval| approval.is_by_governing_body());
    let signature = facts.signature.as_ref();
    let text = |found: &Option<avowal::facts::Found<String>>| {
        found.as_ref().map(|found| found.value.clone())
    };
    let date = |found: &Option<avowal::facts::Found<PartialDate>>| {
        found.as_ref().map(|found| found.value.to_string())
    };
    [
        ("title", text(&facts.title)),
        ("organisation", text(&facts.organisation)),
        ("company_number", text(&facts.company_number)),
        ("period_start", date(&facts.period_start)),
        ("period_end", date(&facts.period_end)),
        (
            "approved_by",
            approval.map(|approval| approval.body.clone()),
        ),
        (
            "approval_date",
            approval
                .and_then(|approval| approval.date)
                .map(|date| date.to_string()),
        ),
        (
            "signatory",
            signature.map(|signature| signature.name.clone()),
        ),
        (
            "signatory_role",
            signature.map(|signature| signature.role.clone()),
        ),
    ]
    .into_iter()
    .filter_map(|(key, value)| value.map(|value| (key, value)))
    .collect()
}

/// How the lines of a signature block come out of a file: some readers keep them apart, some join them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    Apart,
    Joined,
}

/// The document that `source`, in the markup of `fixtures/make/markup.py`, stands for.
fn document_of(source: &str, lines: Lines) -> Document {
    let mut builder = Builder::new("markdown");
    let mut signature: Vec<&str> = Vec::new();
    for line in source.lines().map(str::trim).chain([""]) {
        if let Some(line) = line.strip_prefix('^') {
            signature.push(line.trim());
            continue;
        }
        let signed = std::mem::take(&mut signature);
        match lines {
            Lines::Apart => signed
                .iter()
                .for_each(|line| builder.plain(BlockKind::Paragraph, line)),
            Lines::Joined => builder.plain(BlockKind::Paragraph, &signed.join(" ")),
        }
        let (kind, text) = block_of(line);
        builder.plain(kind, &text);
    }
    builder.finish()
}
