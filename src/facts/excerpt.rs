//! A part of a document as a document of its own: the statement inside an annual report.

use crate::document::Block;
use crate::document::Document;
use crate::document::Section;
use crate::document::Sentence;
use crate::document::Span;

/// The blocks of `document` that lie in `part`, with their sections and sentences, counted from the start of `part`.
///
/// What belongs to the whole file (asides, metadata, pages) stays with it.
pub(super) fn excerpt_of(document: &Document, part: Span) -> Document {
    let inside = |span: Span| part.contains(span);
    let moved = |span: Span| Span {
        start: span.start.saturating_sub(part.start),
        end: span.end.saturating_sub(part.start),
    };
    let first_block = document
        .blocks
        .partition_point(|block| block.span.start < part.start);
    let blocks: Vec<Block> = document
        .blocks
        .iter()
        .skip(first_block)
        .take_while(|block| inside(block.span))
        .map(|block| Block {
            span: moved(block.span),
            ..block.clone()
        })
        .collect();
    let first = u32::try_from(first_block).unwrap_or(u32::MAX);
    let end = first.saturating_add(u32::try_from(blocks.len()).unwrap_or(u32::MAX));
    let sections: Vec<Section> = document
        .sections
        .iter()
        .filter(|section| section.first_block < end && section.end_block > first)
        .map(|section| Section {
            heading: section
                .heading
                .filter(|heading| (first..end).contains(heading))
                .map(|heading| heading - first),
            first_block: section.first_block.max(first) - first,
            end_block: section.end_block.min(end) - first,
            span: Span {
                start: moved(section.span).start,
                end: moved(section.span).end.min(part.end - part.start),
            },
            ..section.clone()
        })
        .collect();
    let first_section = document
        .sections
        .iter()
        .position(|section| section.first_block < end && section.end_block > first)
        .and_then(|place| u32::try_from(place).ok())
        .unwrap_or(0);
    let sentences: Vec<Sentence> = document
        .sentences
        .iter()
        .filter(|sentence| inside(sentence.span))
        .map(|sentence| Sentence {
            span: moved(sentence.span),
            block: sentence.block.saturating_sub(first),
            section: sentence.section.saturating_sub(first_section),
        })
        .collect();
    Document {
        format: document.format.clone(),
        text: part.of(&document.text).to_owned(),
        blocks,
        sections,
        sentences,
        marks: Vec::new(),
        links: Vec::new(),
        asides: document.asides.clone(),
        metadata: document.metadata.clone(),
        pages: document.pages,
        scanned_pages: document.scanned_pages.clone(),
        notices: Vec::new(),
    }
}
