//! Where something stands, for the outside: characters of the text, page, line and column of the source.

use serde::Serialize;

use crate::document::CharacterIndex;
use crate::document::Document;
use crate::document::Span;

/// Where something stands in the text and in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Position {
    /// The first character (Unicode scalar value) in the text, from 0.
    pub(super) char_start: usize,
    /// The character after the last.
    pub(super) char_end: usize,
    /// The page of the source, from 1, where its format has pages.
    pub(super) page: Option<u32>,
    /// The line of the source, from 1, where its format has lines.
    pub(super) line: Option<u32>,
    /// The column of the source in characters, from 1.
    pub(super) column: Option<u32>,
}

impl Position {
    pub(super) fn at(document: &Document, index: &CharacterIndex, span: Span) -> Self {
        let mark = document.mark_at(span.start);
        // A mark tells the place of its own first character; within a line, characters count on from there.
        let column = mark.and_then(|mark| {
            let from = Span::new(mark.offset as usize, span.start as usize);
            let passed = document.words_at(from).chars().count();
            Some(mark.column? + u32::try_from(passed).ok()?)
        });
        Self {
            char_start: index.characters_before(&document.text, span.start),
            char_end: index.characters_before(&document.text, span.end),
            page: mark.and_then(|mark| mark.page),
            line: mark.and_then(|mark| mark.line),
            column,
        }
    }
}
