//! Readers push blocks here; `finish` cuts sections and sentences and hands out the document.

use super::Aside;
use super::AsideKind;
use super::Block;
use super::BlockKind;
use super::Document;
use super::Link;
use super::Mark;
use super::Metadata;
use super::Notice;
use super::PartialDate;
use super::Span;
use super::clean::Cleaner;
use super::clean::cleaned;
use super::section::sections_of;
use super::sentence::all_sentences;

/// Where a piece of text stands in its source; all parts optional, all counted from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub page: Option<u32>,
    /// The line of the source file.
    pub line: Option<u32>,
    /// The column in characters.
    pub column: Option<u32>,
}

impl Place {
    /// A place on a page.
    #[must_use]
    pub fn on_page(page: u32) -> Self {
        Self {
            page: Some(page),
            ..Self::default()
        }
    }
}

/// A run of a block's text that stands at one place, and may carry a link.
///
/// Pieces of one block are put together as they are: a reader that wants a space between two adds it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Piece<'a> {
    /// The words, as the source has them.
    pub text: &'a str,
    /// Where they stand.
    pub place: Place,
    /// Where they link to.
    pub link: Option<&'a str>,
}

/// Builds a [`Document`] block by block, in reading order.
#[derive(Debug)]
pub struct Builder {
    document: Document,
    /// The most bytes of source text taken into the document.
    text_bytes: usize,
    truncated: bool,
}

impl Builder {
    /// What parts two blocks in the text.
    const BETWEEN_BLOCKS: &'static str = "\n\n";

    /// An empty document of the format named by `format`.
    #[must_use]
    pub fn new(format: &str) -> Self {
        Self {
            document: Document {
                format: format.to_owned(),
                text: String::new(),
                blocks: Vec::new(),
                sections: Vec::new(),
                sentences: Vec::new(),
                marks: Vec::new(),
                links: Vec::new(),
                asides: Vec::new(),
                metadata: Metadata::default(),
                pages: None,
                scanned_pages: Vec::new(),
                notices: Vec::new(),
            },
            text_bytes: usize::MAX,
            truncated: false,
        }
    }

    /// The same, which takes no more than `text_bytes` bytes of text and says so in a notice when there were more.
    #[must_use]
    pub fn bounded(self, text_bytes: usize) -> Self {
        Self { text_bytes, ..self }
    }

    /// Whether no more text is taken: a reader may stop here.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.truncated
    }

    /// What the file says about itself, to be filled in.
    pub fn metadata(&mut self) -> &mut Metadata {
        &mut self.document.metadata
    }

    /// Sets how many pages the file has.
    pub fn set_pages(&mut self, pages: u32) {
        self.document.pages = Some(pages);
    }

    /// Sets which pages are pictures without text, from 1, ascending.
    pub fn set_scanned_pages(&mut self, pages: Vec<u32>) {
        self.document.scanned_pages = pages;
    }

    /// Adds a notice for whoever reads the result.
    pub fn notice(&mut self, code: &str, message: impl Into<String>) {
        self.document.notices.push(Notice::new(code, message));
    }

    /// Keeps `text` as something that was read but is not part of the statement; nothing where no word is left.
    pub fn aside(&mut self, kind: AsideKind, text: &str, page: Option<u32>) {
        let text = cleaned(text);
        if !text.is_empty() {
            self.document.asides.push(Aside { kind, text, page });
        }
    }

    /// How many bytes of text have been taken so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.document.text.len()
    }

    /// Whether no block has been taken so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.document.blocks.is_empty()
    }

    /// Adds a block of one piece that stands nowhere in particular.
    pub fn plain(&mut self, kind: BlockKind, text: &str) {
        let piece = Piece {
            text,
            ..Piece::default()
        };
        self.block(kind, &[piece], None);
    }

    /// Adds a block made of `pieces`, cleaned; nothing where no word is left of them.
    ///
    /// `anchor` is the identifier in the source that a link can jump to.
    pub fn block(&mut self, kind: BlockKind, pieces: &[Piece<'_>], anchor: Option<&str>) {
        let text_before = self.document.text.len();
        let marks_before = self.document.marks.len();
        let links_before = self.document.links.len();
        if !self.document.text.is_empty() {
            self.document.text.push_str(Self::BETWEEN_BLOCKS);
        }
        let start = self.document.text.len();

        let mut cleaner = Cleaner::new(&mut self.document.text);
        let mut room = self.text_bytes.saturating_sub(start);
        for piece in pieces {
            let text = cut_at(piece.text, room);
            self.truncated |= text.len() < piece.text.len();
            room -= text.len();
            let Some(taken) = cleaner.push(text) else {
                continue;
            };
            let mark = Mark {
                offset: Span::new(taken.start, taken.end).start,
                page: piece.place.page,
                line: piece.place.line,
                column: piece.place.column,
            };
            push_mark(&mut self.document.marks, mark, marks_before);
            if let Some(target) = piece.link {
                self.document.links.push(Link {
                    span: Span::new(taken.start, taken.end),
                    target: target.to_owned(),
                });
            }
        }
        let end = cleaner.finish();

        if start == end {
            self.document.text.truncate(text_before);
            self.document.marks.truncate(marks_before);
            self.document.links.truncate(links_before);
            return;
        }
        self.document.blocks.push(Block {
            kind,
            span: Span::new(start, end),
            anchor: anchor.map(str::to_owned),
        });
        self.settle(marks_before, links_before);
    }

    /// Brings the places of the last block to character boundaries: where an accent came in a piece of its own,
    /// the letter before it has changed its length since.
    fn settle(&mut self, first_mark: usize, first_link: usize) {
        let document = &mut self.document;
        let text = document.text.as_str();
        for mark in document.marks.iter_mut().skip(first_mark) {
            mark.offset = boundary_before(text, mark.offset);
        }
        for link in document.links.iter_mut().skip(first_link) {
            link.span = Span {
                start: boundary_before(text, link.span.start),
                end: boundary_after(text, link.span.end),
            };
        }
    }

    /// The finished document: sections and sentences cut.
    #[must_use]
    pub fn finish(mut self) -> Document {
        if self.truncated {
            self.notice(
                "text-truncated",
                format!(
                    "only the first {} bytes of the text were read",
                    self.text_bytes
                ),
            );
        }
        let document = &mut self.document;
        document.sections = sections_of(&document.blocks);
        document.sentences = all_sentences(&document.text, &document.blocks, &document.sections);
        self.document
    }

    /// Sets the dates of the metadata from texts in any form that [`PartialDate::parse_loose`] reads.
    pub fn set_dates(&mut self, created: Option<&str>, modified: Option<&str>) {
        self.document.metadata.created = created.and_then(PartialDate::parse_loose);
        self.document.metadata.modified = modified.and_then(PartialDate::parse_loose);
    }
}

/// Adds `mark` unless the one before it, within the same block, says the same place.
fn push_mark(marks: &mut Vec<Mark>, mark: Mark, first_of_block: usize) {
    if let Some(last) = marks.get(first_of_block..).and_then(<[Mark]>::last)
        && (last.page, last.line, last.column) == (mark.page, mark.line, mark.column)
    {
        return;
    }
    marks.push(mark);
}

/// The first `bytes` bytes of `text`, less where that would cut a character.
fn cut_at(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The character boundary at or before the byte `offset`, never past the end of `text`.
fn boundary_before(text: &str, offset: u32) -> u32 {
    let before = cut_at(text, offset as usize).len();
    u32::try_from(before).unwrap_or(u32::MAX)
}

/// The character boundary at or after the byte `offset`, never past the end of `text`.
fn boundary_after(text: &str, offset: u32) -> u32 {
    let mut end = offset;
    while (end as usize) < text.len() && !text.is_char_boundary(end as usize) {
        end += 1;
    }
    end.min(u32::try_from(text.len()).unwrap_or(u32::MAX))
}

#[cfg(test)]
#[path = "builder_tests.rs"]
mod tests;
