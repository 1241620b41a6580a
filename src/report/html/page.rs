//! The page of one statement: its answers, the evidence behind them, and the full text with the evidence marked.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use crate::assessment::Assessed;
use crate::document::Block;
use crate::document::BlockKind;
use crate::document::Document;
use crate::document::Span;
use crate::report::Program;
use crate::report::link::link_to;
use crate::report::wire::ToldStatement;

/// One block of the text.
#[derive(Debug, Serialize)]
struct ToldBlock<'a> {
    /// `heading`, `paragraph`, `item` or `row`.
    kind: &'static str,
    level: u8,
    /// The page that begins with this block, where one does.
    new_page: Option<u32>,
    is_scored: bool,
    pieces: Vec<Piece<'a>>,
}

/// A sentence, or what stands between two.
#[derive(Debug, Serialize)]
struct Piece<'a> {
    text: &'a str,
    sentence: Option<usize>,
    /// `counts`, `seen`, or empty.
    mark: &'static str,
    /// The criteria that it is evidence for.
    title: String,
}

/// What the template of a statement is given.
pub(super) fn context(assessed: &Assessed) -> Value {
    let statement = ToldStatement::from(assessed);
    let source = source_of(assessed, assessed.document.whole());
    let links = links_of(assessed);
    let blocks = blocks_of(assessed);
    let program = Program::default();
    // A title of its own even where the text has none.
    let title = assessed
        .facts
        .organisation
        .as_ref()
        .map(|found| found.value.clone())
        .or_else(|| {
            assessed
                .facts
                .title
                .as_ref()
                .map(|found| found.value.clone())
        })
        .unwrap_or_else(|| assessed.origin.label.clone());
    let rubrics: Vec<Value> = assessed
        .assessments
        .iter()
        .map(|assessment| {
            json!({ "title": assessment.rubric.title, "questions": assessment.rubric.criteria.iter().map(|criterion| criterion.question.as_str()).collect::<Vec<_>>(), "notes": assessment.rubric.notes })
        })
        .collect();
    json!({ "page_title": title, "program": json!({ "name": program.name, "version": program.version }), "source_link": source, "statement": statement, "rubrics": rubrics, "links": links, "blocks": blocks })
}

/// For each sentence that is evidence, a link into its source.
fn links_of(assessed: &Assessed) -> BTreeMap<String, String> {
    let mut links = BTreeMap::new();
    let evidence = assessed
        .assessments
        .iter()
        .flat_map(|assessment| &assessment.results)
        .flat_map(|result| &result.evidence);
    for piece in evidence {
        if let Some(sentence) = assessed.document.sentences.get(piece.sentence as usize) {
            let link = source_of(assessed, sentence.span);
            if !link.is_empty() {
                links.insert(piece.sentence.to_string(), link);
            }
        }
    }
    links
}

/// A link that opens the source at `span`, from wherever the page stands; empty where no browser could follow it.
fn source_of(assessed: &Assessed, span: Span) -> String {
    let link = link_to(&assessed.origin, &assessed.document, span);
    if assessed.origin.final_url.is_some() {
        let is_web = link.starts_with("http://") || link.starts_with("https://");
        return if is_web { link } else { String::new() };
    }
    let Some(path) = &assessed.origin.path else {
        return String::new();
    };
    let Ok(path) = std::path::absolute(path) else {
        return String::new();
    };
    let fragment = link.split_once('#').map_or("", |(_, fragment)| fragment);
    file_address(&path, fragment)
}

fn file_address(path: &Path, fragment: &str) -> String {
    let Ok(mut address) = url::Url::from_file_path(path) else {
        return String::new();
    };
    if !fragment.is_empty() {
        address.set_fragment(Some(fragment));
    }
    address.to_string()
}

fn blocks_of(assessed: &Assessed) -> Vec<ToldBlock<'_>> {
    let document = &assessed.document;
    let marks = marks_of(assessed);
    let part = assessed.facts.kind.part.unwrap_or(document.whole());
    let mut page = None;
    let mut from = 0;
    let mut told = Vec::with_capacity(document.blocks.len());
    for block in &document.blocks {
        let here = document.page_at(block.span.start);
        let new_page = here.filter(|_| here != page);
        page = here;
        let (kind, level) = match block.kind {
            BlockKind::Heading { level } => ("heading", level.clamp(1, 6)),
            BlockKind::ListItem { depth } => ("item", depth.min(4)),
            BlockKind::TableRow => ("row", 0),
            BlockKind::Paragraph | BlockKind::Footnote => ("paragraph", 0),
        };
        told.push(ToldBlock {
            kind,
            level,
            new_page,
            is_scored: part.contains(block.span),
            pieces: pieces_of(document, block, &marks, &mut from),
        });
    }
    told
}

/// The sentences of `block` and what stands between them. `from` is where to look among the sentences.
fn pieces_of<'a>(
    document: &'a Document,
    block: &Block,
    marks: &BTreeMap<u32, (bool, Vec<String>)>,
    from: &mut usize,
) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut at = block.span.start;
    let plain = |start: u32, end: u32| {
        let text = document.words_at(Span::new(start as usize, end as usize));
        (!text.is_empty()).then_some(Piece {
            text,
            sentence: None,
            mark: "",
            title: String::new(),
        })
    };
    while let Some(sentence) = document.sentences.get(*from) {
        if sentence.span.start >= block.span.end {
            break;
        }
        pieces.extend(plain(at, sentence.span.start));
        let place = u32::try_from(*from).unwrap_or(u32::MAX);
        let mark = marks.get(&place);
        pieces.push(Piece {
            text: document.words_at(sentence.span),
            sentence: Some(*from),
            mark: match mark {
                Some((true, _)) => "counts",
                Some((false, _)) => "seen",
                None => "",
            },
            title: mark
                .map(|(_, reasons)| reasons.join("\n"))
                .unwrap_or_default(),
        });
        at = sentence.span.end;
        *from += 1;
    }
    pieces.extend(plain(at, block.span.end));
    pieces
}

/// For each sentence that is evidence: whether it counts for anything, and what for.
fn marks_of(assessed: &Assessed) -> BTreeMap<u32, (bool, Vec<String>)> {
    let mut marks: BTreeMap<u32, (bool, Vec<String>)> = BTreeMap::new();
    for assessment in &assessed.assessments {
        for (criterion, result) in assessment.rubric.criteria.iter().zip(&assessment.results) {
            for evidence in &result.evidence {
                let (counts, reasons) = marks.entry(evidence.sentence).or_default();
                *counts |= evidence.counts;
                reasons.push(format!(
                    "{}: {}{}",
                    criterion.title,
                    evidence.status.word(),
                    if evidence.counts { "" } else { ", set aside" }
                ));
            }
        }
    }
    marks
}
