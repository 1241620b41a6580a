//! One document as it was read, as text, as sentences, or as JSON: what `avowal extract` shows.

use std::io;
use std::io::Write;

use serde::Serialize;

use super::cell::printable;
use super::position::Position;
use crate::document::Block;
use crate::document::BlockKind;
use crate::document::CharacterIndex;
use crate::document::Document;
use crate::document::Metadata;
use crate::document::Notice;
use crate::facts::languages_of;
use crate::source::Origin;

/// The version of the layout of [`json`].
const SCHEMA: u32 = 1;

/// Writes the scored text of `document`: headings marked by `#` for each level, list items by `-`, blocks parted by
/// an empty line.
///
/// # Errors
///
/// When `output` cannot be written.
pub fn text(output: &mut impl Write, document: &Document) -> io::Result<()> {
    let mut before: Option<BlockKind> = None;
    for block in &document.blocks {
        let tight = matches!(
            (before, block.kind),
            (Some(BlockKind::ListItem { .. }), BlockKind::ListItem { .. })
                | (Some(BlockKind::TableRow), BlockKind::TableRow)
        );
        if before.is_some() && !tight {
            writeln!(output)?;
        }
        before = Some(block.kind);
        let words = document.words_at(block.span);
        let words = printable(words);
        match block.kind {
            BlockKind::Heading { level } => {
                writeln!(
                    output,
                    "{} {words}",
                    "#".repeat(usize::from(level.clamp(1, 6)))
                )?;
            }
            BlockKind::ListItem { depth } => {
                writeln!(
                    output,
                    "{}- {words}",
                    "  ".repeat(usize::from(depth.min(8)))
                )?;
            }
            BlockKind::Paragraph | BlockKind::TableRow | BlockKind::Footnote => {
                writeln!(output, "{words}")?;
            }
        }
    }
    Ok(())
}

/// Writes the names of the columns of [`sentences`].
///
/// # Errors
///
/// When `output` cannot be written.
pub fn sentences_header(output: &mut impl Write) -> io::Result<()> {
    writeln!(
        output,
        "source\tsentence_index\tpage\tline\tcolumn\tkind\tsection\tchar_start\tchar_end\ttext"
    )
}

/// Writes a line a sentence of `document`, its cells parted by tabs; no cell holds a tab or a line break.
///
/// # Errors
///
/// When `output` cannot be written.
pub fn sentences(output: &mut impl Write, source: &str, document: &Document) -> io::Result<()> {
    let index = CharacterIndex::new(&document.text);
    for (place, sentence) in document.sentences.iter().enumerate() {
        let told =
            |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
        let position = Position::at(document, &index, sentence.span);
        let section = document
            .section_of(sentence)
            .map(|section| document.heading_path(section).join(" > "))
            .unwrap_or_default();
        let kind = document
            .block_of(sentence)
            .map_or("", |block| word_of(block.kind));
        writeln!(
            output,
            "{}\t{place}\t{}\t{}\t{}\t{kind}\t{}\t{}\t{}\t{}",
            printable(source),
            told(position.page),
            told(position.line),
            told(position.column),
            printable(&section),
            position.char_start,
            position.char_end,
            printable(document.words_at(sentence.span)),
        )?;
    }
    Ok(())
}

/// Writes all that was read of one document as one line of JSON.
///
/// Offsets are in characters (Unicode scalar values) of `text`.
///
/// # Errors
///
/// When `output` cannot be written.
pub fn json(output: &mut impl Write, origin: &Origin, document: &Document) -> io::Result<()> {
    let index = CharacterIndex::new(&document.text);
    let at = |span| Position::at(document, &index, span);
    let languages = languages_of(document);
    let foreign = |place: usize| {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let passages = &languages.passages;
        let after = passages.partition_point(|passage| passage.blocks.start <= place);
        let passage = passages.get(after.checked_sub(1)?)?;
        let holds = passage.blocks.contains(&place);
        holds.then_some(passage.language.as_str())
    };
    let told = Extracted {
        schema: SCHEMA,
        source: &origin.label,
        final_url: origin.final_url.as_deref(),
        sha256: &origin.sha256,
        format: &document.format,
        pages: document.pages,
        scanned_pages: &document.scanned_pages,
        words: document.word_count(),
        language: languages.main.as_deref(),
        metadata: &document.metadata,
        notices: &document.notices,
        text: &document.text,
        blocks: document
            .blocks
            .iter()
            .enumerate()
            .map(|(place, block)| ToldBlock::of(block, at(block.span), foreign(place)))
            .collect(),
        sections: document
            .sections
            .iter()
            .map(|section| ToldSection {
                level: section.level,
                heading: document.heading_of(section),
                position: at(section.span),
            })
            .collect(),
        sentences: document
            .sentences
            .iter()
            .map(|sentence| ToldSentence {
                block: sentence.block,
                section: sentence.section,
                is_heading: document.is_heading(sentence),
                position: at(sentence.span),
                text: document.words_at(sentence.span),
            })
            .collect(),
        links: document
            .links
            .iter()
            .map(|link| ToldLink {
                target: &link.target,
                position: at(link.span),
                text: document.words_at(link.span),
            })
            .collect(),
        asides: document
            .asides
            .iter()
            .map(|aside| ToldAside {
                kind: &aside.kind,
                page: aside.page,
                text: &aside.text,
            })
            .collect(),
    };
    serde_json::to_writer(&mut *output, &told)?;
    writeln!(output)
}

/// The promised layout, apart from the inner types.
#[derive(Debug, Serialize)]
struct Extracted<'a> {
    schema: u32,
    source: &'a str,
    final_url: Option<&'a str>,
    sha256: &'a str,
    format: &'a str,
    pages: Option<u32>,
    scanned_pages: &'a [u32],
    words: usize,
    /// That of most of the text, ISO 639-1.
    language: Option<&'a str>,
    metadata: &'a Metadata,
    notices: &'a [Notice],
    text: &'a str,
    blocks: Vec<ToldBlock<'a>>,
    sections: Vec<ToldSection<'a>>,
    sentences: Vec<ToldSentence<'a>>,
    links: Vec<ToldLink<'a>>,
    asides: Vec<ToldAside<'a>>,
}

#[derive(Debug, Serialize)]
struct ToldBlock<'a> {
    kind: &'static str,
    level: Option<u8>,
    /// Where it is not that of most of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(flatten)]
    position: Position,
}

#[derive(Debug, Serialize)]
struct ToldSection<'a> {
    level: u8,
    heading: &'a str,
    #[serde(flatten)]
    position: Position,
}

#[derive(Debug, Serialize)]
struct ToldSentence<'a> {
    block: u32,
    section: u32,
    is_heading: bool,
    #[serde(flatten)]
    position: Position,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct ToldLink<'a> {
    target: &'a str,
    #[serde(flatten)]
    position: Position,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct ToldAside<'a> {
    kind: &'a crate::document::AsideKind,
    page: Option<u32>,
    text: &'a str,
}

impl<'a> ToldBlock<'a> {
    fn of(block: &Block, position: Position, language: Option<&'a str>) -> Self {
        Self {
            kind: word_of(block.kind),
            level: match block.kind {
                BlockKind::Heading { level } => Some(level),
                BlockKind::ListItem { depth } => Some(depth),
                _ => None,
            },
            language,
            position,
        }
    }
}

fn word_of(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading { .. } => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem { .. } => "list-item",
        BlockKind::TableRow => "table-row",
        BlockKind::Footnote => "footnote",
    }
}
