//! One reading of a document, made once and shared by all facts: its dates, its title, where its parts begin and end.

use std::cell::OnceCell;
use std::ops::Range;

use crate::document::BlockKind;
use crate::document::Document;
use crate::document::Sentence;
use crate::document::Span;

use super::date::WrittenDate;
use super::date::dates_in;
use super::date::day_habit_of;
use super::date::forms_in;
use super::names::MOST_MENTIONS;
use super::names::legal_names_in;
use super::title::Title;
use super::title::title_of;

/// A document and what every fact needs to know about it.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// The document itself.
    pub(super) document: &'a Document,
    /// All dates of the text, in order.
    pub(super) dates: Vec<WrittenDate>,
    /// The statement's own title.
    pub(super) title: Option<Title>,
    names: OnceCell<Vec<Range<usize>>>,
}

impl<'a> Reading<'a> {
    /// Reads dates and title of `document`.
    pub(super) fn new(document: &'a Document) -> Self {
        let written = forms_in(&document.text);
        let habit = day_habit_of(&document.text, &written);
        Self {
            document,
            dates: dates_in(&written, habit),
            title: title_of(document),
            names: OnceCell::new(),
        }
    }

    /// The legal names in the text, in order; group statements list hundreds, and more are not looked at.
    pub(super) fn names(&self) -> &[Range<usize>] {
        let names = self.names.get_or_init(|| legal_names_in(self.text()));
        names.get(..MOST_MENTIONS).unwrap_or(names)
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'a str {
        &self.document.text
    }

    /// The part of the text from byte `from` up to byte `to`, pulled in to character boundaries.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        let text = self.text();
        let to = floor_boundary(text, to);
        let from = ceil_boundary(text, from);
        text.get(from..to).unwrap_or_default()
    }

    /// The number of the block in which byte `offset` stands.
    pub(super) fn block_at(&self, offset: u32) -> Option<usize> {
        let after = self
            .document
            .blocks
            .partition_point(|block| block.span.start <= offset);
        after.checked_sub(1)
    }

    /// The span of block `place`.
    pub(super) fn block_span(&self, place: usize) -> Option<Span> {
        self.document.blocks.get(place).map(|block| block.span)
    }

    /// The words of block `place`; empty past the end.
    pub(super) fn block_text(&self, place: usize) -> &'a str {
        self.block_span(place)
            .map(|span| span.of(self.text()))
            .unwrap_or_default()
    }

    /// Whether block `place` is a heading.
    pub(super) fn is_heading(&self, place: usize) -> bool {
        self.document
            .blocks
            .get(place)
            .is_some_and(|block| matches!(block.kind, BlockKind::Heading { .. }))
    }

    /// The sentence in which byte `offset` stands, with its number.
    pub(super) fn sentence_at(&self, offset: u32) -> Option<(usize, &'a Sentence)> {
        let after = self
            .document
            .sentences
            .partition_point(|sentence| sentence.span.start <= offset);
        let place = after.checked_sub(1)?;
        self.document
            .sentences
            .get(place)
            .map(|sentence| (place, sentence))
    }

    /// How far into the text byte `offset` stands, in hundredths.
    pub(super) fn percent_at(&self, offset: u32) -> u32 {
        let length = u64::try_from(self.text().len().max(1)).unwrap_or(u64::MAX);
        u32::try_from(u64::from(offset) * 100 / length).unwrap_or(100)
    }

    /// The words of the last heading at or before block `place`.
    pub(super) fn heading_above(&self, place: usize) -> &'a str {
        let after = self
            .document
            .sections
            .partition_point(|section| section.first_block as usize <= place);
        after
            .checked_sub(1)
            .and_then(|section| self.document.sections.get(section))
            .map(|section| self.document.heading_of(section))
            .unwrap_or_default()
    }

    /// The dates that begin at or after byte `from` and end at or before byte `to`.
    pub(super) fn dates_between(&self, from: u32, to: u32) -> &[WrittenDate] {
        let first = self.dates.partition_point(|date| date.span.start < from);
        let end = self.dates.partition_point(|date| date.span.end <= to);
        self.dates.get(first..end.max(first)).unwrap_or_default()
    }
}

/// The lines of `text`, each with its place.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    text.split('\n').map(move |line| {
        let place = next;
        next += line.len() + 1;
        (place, line)
    })
}

/// The last character boundary of `text` at or before `offset`.
pub(super) fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The first character boundary of `text` at or after `offset`.
pub(super) fn ceil_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    offset
}
