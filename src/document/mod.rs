//! The text of one statement and what stands where in it; knows no file format and no law.

mod builder;
mod clean;
mod date;
mod section;
mod sentence;
mod span;

use serde::Deserialize;
use serde::Serialize;

pub use builder::Builder;
pub use builder::Piece;
pub use builder::Place;
pub use clean::cleaned;
pub use date::PartialDate;
pub use sentence::MONTHS;
pub use sentence::sentences_of;
pub use span::CharacterIndex;
pub use span::Span;

/// One statement as it was read: one text, and what stands where in it.
///
/// Blocks, sections and sentences are spans of [`text`](Self::text): nothing downstream copies words,
/// and no place is ever searched for after the fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The word of the reader that read it: `html`, `pdf`, `docx`, `markdown`, `text`.
    pub format: String,
    /// The only copy of the words. Blocks are parted by an empty line; a block holds no line break.
    pub text: String,
    /// Reading order, no overlaps.
    pub blocks: Vec<Block>,
    /// A heading and the blocks under it, up to the next heading of any level. Together they cover all blocks.
    pub sections: Vec<Section>,
    /// The unit of evidence; reading order, none crosses a block. Headings are sentences too, of their own
    /// block ([`Document::is_heading`]): they give context, never evidence.
    pub sentences: Vec<Sentence>,
    /// Where pages and source lines begin in the text, by offset.
    pub marks: Vec<Mark>,
    /// Links in the text, in reading order.
    pub links: Vec<Link>,
    /// What was read but kept out of the text: running heads, footers, menus, notices.
    pub asides: Vec<Aside>,
    /// What the file says about itself.
    pub metadata: Metadata,
    /// How many pages the file has, where its format has pages.
    pub pages: Option<u32>,
    /// The pages, from 1, that are pictures without text; ascending.
    pub scanned_pages: Vec<u32>,
    /// What a reader of the result should know about the reading.
    pub notices: Vec<Notice>,
}

/// A heading, paragraph, list item or table row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text.
    pub span: Span,
    /// The identifier in the source that a link can jump to (HTML `id`), if it has one.
    pub anchor: Option<String>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A heading; 1 is the highest level, 6 the lowest.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// Running text.
    Paragraph,
    /// One item of a list; the bullet or number is not part of the text.
    ListItem {
        /// 0 for an outer list, 1 for a list inside it, and so on.
        depth: u8,
    },
    /// One row of a table; its cells are parted by ` | `.
    TableRow,
    /// A footnote, after the text that it belongs to.
    Footnote,
}

/// A heading and the blocks under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The block that is the heading; none for the text before the first heading.
    pub heading: Option<u32>,
    /// The level of the heading, 1 to 6; 0 for the text before the first heading.
    pub level: u8,
    /// The first block, its heading included.
    pub first_block: u32,
    /// The block after the last.
    pub end_block: u32,
    /// From the start of the first block to the end of the last.
    pub span: Span,
}

/// One sentence: the unit of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its text, without white space around it.
    pub span: Span,
    /// The block that it stands in.
    pub block: u32,
    /// The section that it stands in.
    pub section: u32,
}

/// From this offset on, up to the next mark, the text stands at this page and line of the source.
///
/// Pages need not ascend: a footnote follows the paragraph that it belongs to, even over a page's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Byte offset into the text.
    pub offset: u32,
    /// Page of the file, from 1, where the format has pages.
    pub page: Option<u32>,
    /// Line of the source, from 1, where the format has lines.
    pub line: Option<u32>,
    /// Column of the source in characters, from 1, of the first character after the mark.
    pub column: Option<u32>,
}

/// A link in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The words that carry it; empty where the file ties it to no words.
    pub span: Span,
    /// Where it points to, as written in the source.
    pub target: String,
}

/// Text that was read but kept out of the scored text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Why it is out.
    pub kind: AsideKind,
    /// Its words, cleaned.
    pub text: String,
    /// The first page that it stands on, where the format has pages.
    pub page: Option<u32>,
}

/// Why a text was kept out of the scored text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AsideKind {
    /// A line at the top of page after page.
    RunningHead,
    /// A line at the foot of page after page, a page number.
    RunningFoot,
    /// A menu, breadcrumb or list of links.
    Navigation,
    /// The foot of a web page.
    Footer,
    /// A cookie banner or consent dialogue.
    Consent,
    /// Anything else around the main content: related stories, share buttons, forms.
    Furniture,
}

/// What the file says about itself. Dates are as written in the file, cut to what can be read as ISO 8601.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The title: `<title>`, `og:title` or the title of the document information.
    pub title: Option<String>,
    /// The author, as a name.
    pub author: Option<String>,
    /// The name of the site, from `og:site_name` and the like.
    pub site_name: Option<String>,
    /// The language that the source declares, as a BCP 47 tag.
    pub language: Option<String>,
    /// When the content was made.
    pub created: Option<PartialDate>,
    /// When the content was last changed.
    pub modified: Option<PartialDate>,
    /// The program that made the file.
    pub producer: Option<String>,
    /// The address that the page gives as its own.
    pub canonical_url: Option<String>,
}

/// Something that a reader of the result should know: a stable code and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Notice {
    /// Kebab case, listed in `docs/errors.md`.
    pub code: String,
    /// A sentence for people, lower case, without a full stop.
    pub message: String,
}

impl Notice {
    /// A notice of this code and message.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

impl Document {
    /// The words of `span`.
    #[must_use]
    pub fn words_at(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The span of all its text.
    #[must_use]
    pub fn whole(&self) -> Span {
        Span::new(0, self.text.len())
    }

    /// The block that `sentence` stands in.
    #[must_use]
    pub fn block_of(&self, sentence: &Sentence) -> Option<&Block> {
        self.blocks.get(sentence.block as usize)
    }

    /// The section that `sentence` stands in.
    #[must_use]
    pub fn section_of(&self, sentence: &Sentence) -> Option<&Section> {
        self.sections.get(sentence.section as usize)
    }

    /// The words of the heading of `section`; empty for the text before the first heading.
    #[must_use]
    pub fn heading_of(&self, section: &Section) -> &str {
        section
            .heading
            .and_then(|heading| self.blocks.get(heading as usize))
            .map(|block| self.words_at(block.span))
            .unwrap_or_default()
    }

    /// The headings above `section`, highest first, its own last.
    #[must_use]
    pub fn heading_path(&self, section: &Section) -> Vec<&str> {
        let mut path = vec![self.heading_of(section)];
        let mut level = section.level;
        for above in self.sections.iter().rev() {
            if above.first_block < section.first_block && above.level < level && above.level > 0 {
                path.push(self.heading_of(above));
                level = above.level;
            }
        }
        path.retain(|heading| !heading.is_empty());
        path.reverse();
        path
    }

    /// Whether `sentence` is a heading or part of one.
    #[must_use]
    pub fn is_heading(&self, sentence: &Sentence) -> bool {
        self.block_of(sentence)
            .is_some_and(|block| matches!(block.kind, BlockKind::Heading { .. }))
    }

    /// The mark in force at the byte `offset`.
    #[must_use]
    pub fn mark_at(&self, offset: u32) -> Option<&Mark> {
        let after = self.marks.partition_point(|mark| mark.offset <= offset);
        after.checked_sub(1).and_then(|place| self.marks.get(place))
    }

    /// The page, from 1, on which the byte `offset` stands, where the format has pages.
    #[must_use]
    pub fn page_at(&self, offset: u32) -> Option<u32> {
        self.mark_at(offset).and_then(|mark| mark.page)
    }

    /// How many words the text has: runs of non-space characters with a letter or digit in them.
    #[must_use]
    pub fn word_count(&self) -> usize {
        word_count(&self.text)
    }
}

/// How many words `text` has: runs of non-space characters with a letter or digit in them.
#[must_use]
pub fn word_count(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}
