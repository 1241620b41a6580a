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
                notices: Vec::new(),
            },
        }
    }

    /// What the file says about itself, to be filled in.
    pub fn metadata(&mut self) -> &mut Metadata {
        &mut self.document.metadata
    }

    /// Sets how many pages the file has.
    pub fn set_pages(&mut self, pages: u32) {
        self.document.pages = Some(pages);
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
        for piece in pieces {
            let from = cleaner.next_offset();
            cleaner.push(piece.text);
            let to = cleaner.end();
            if to <= from {
                continue;
            }
            let mark = Mark {
                offset: Span::new(from, to).start,
                page: piece.place.page,
                line: piece.place.line,
                column: piece.place.column,
            };
            push_mark(&mut self.document.marks, mark, marks_before);
            if let Some(target) = piece.link {
                self.document.links.push(Link {
                    span: Span::new(from, to),
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
    }

    /// The finished document: sections and sentences cut.
    #[must_use]
    pub fn finish(mut self) -> Document {
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
