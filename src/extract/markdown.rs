//! Markdown: CommonMark with tables, footnotes, task lists and front matter; HTML in it is read as HTML.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::CowStr;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::Hints;
use super::Limits;
use super::Unreadable;
use super::decode::decoded;
use super::html;
use super::text;
use crate::document::BlockKind;
use crate::document::Builder;
use crate::document::Piece;
use crate::document::Place;

/// How many of the first bytes are asked whether they are Markdown.
const HEAD: usize = 64 << 10;

/// Front matter has no more lines than this.
const LONGEST_FRONT_MATTER: usize = 200;

/// Whether these bytes are Markdown: text that is named so, or that has more than one of its signs.
pub(super) fn recognises(bytes: &[u8], hints: &Hints<'_>) -> bool {
    let ending = hints
        .name
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("md" | "markdown" | "mdown" | "mkd" | "mkdn" | "qmd" | "rmd" | "mdx") => {
            text::recognises(bytes, hints)
        }
        Some("txt" | "text" | "log" | "csv") => false,
        _ => text::recognises(bytes, hints) && has_signs(bytes, hints),
    }
}

/// Whether the text has signs that nobody puts into plain text: headings with hashes, links, tables.
fn has_signs(bytes: &[u8], hints: &Hints<'_>) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head = decoded(head, hints.charset, None);
    let mut headings = 0usize;
    let mut others = 0usize;
    for line in head.lines() {
        let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
        headings +=
            usize::from((1..=6).contains(&hashes) && line.as_bytes().get(hashes) == Some(&b' '));
        let is_ruler = line.contains("|-") || line.contains("|:-") || line.contains("| -");
        others += usize::from(
            (line.contains("](") && line.contains('[')) || line.contains("**") || is_ruler,
        );
    }
    headings + others.min(2) >= 2 && (headings > 0 || others > 1)
}

pub(super) fn read(
    bytes: &[u8],
    hints: &Hints<'_>,
    _limits: &Limits,
    builder: &mut Builder,
) -> Result<(), Unreadable> {
    let text = decoded(bytes, hints.charset, None);
    let body_from = front_matter(&text, builder);
    let body = text.get(body_from..).unwrap_or_default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut reader = Reader::new(&text, builder);
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        if reader.builder.is_full() {
            break;
        }
        let range = range.start + body_from..range.end + body_from;
        reader.event(event, range);
    }
    reader.flush();
    reader.push_notes();
    Ok(())
}

/// Takes title, author, date and language from the front matter; gives the byte after it.
fn front_matter(text: &str, builder: &mut Builder) -> usize {
    let (ends, separator): (&[&str], char) = match text.lines().next().map(str::trim_end) {
        Some("---") => (&["---", "..."], ':'),
        Some("+++") => (&["+++"], '='),
        _ => return 0,
    };
    let mut at = 0;
    let mut fields = Vec::new();
    let mut end = None;
    for (place, line) in text
        .split_inclusive('\n')
        .enumerate()
        .take(LONGEST_FRONT_MATTER)
    {
        at += line.len();
        let words = line.trim_end();
        if place == 0 {
            continue;
        }
        if ends.contains(&words) {
            end = Some(at);
            break;
        }
        // A thematic break may open the text too; front matter is made of fields.
        let is_nested = words.starts_with([' ', '\t', '-', '#', '[']) || words.is_empty();
        match words.split_once(separator) {
            Some((name, value)) if !is_nested && !name.trim().contains(' ') => {
                fields.push((name.trim(), value.trim()));
            }
            _ if is_nested => {}
            _ => return 0,
        }
    }
    let Some(end) = end else { return 0 };
    let value = |wanted: &[&str]| {
        fields
            .iter()
            .find(|(name, _)| wanted.contains(&name.to_ascii_lowercase().as_str()))
            .map(|(_, value)| value.trim_matches(['"', '\'']).trim().to_owned())
            .filter(|value| !value.is_empty() && !value.starts_with(['[', '{', '|', '>']))
    };
    builder.set_dates(
        value(&["date", "published", "created"]).as_deref(),
        value(&["lastmod", "updated", "modified", "last_modified"]).as_deref(),
    );
    let metadata = builder.metadata();
    metadata.title = value(&["title"]);
    metadata.author = value(&["author"]);
    metadata.language = value(&["lang", "language", "locale"]);
    end
}

/// A run of text: its words, where they stand, the link around them.
#[derive(Debug, Clone)]
struct Run {
    text: String,
    at: usize,
    link: Option<String>,
}

/// A footnote: its number in the text, and its blocks.
type Note = Vec<Vec<Run>>;

struct Reader<'a, 'b> {
    builder: &'b mut Builder,
    source: &'a str,
    /// The byte at which each line begins.
    line_starts: Vec<usize>,
    /// Up to which byte the characters of its line have been counted, and how many there are.
    counted: (usize, usize),
    runs: Vec<Run>,
    links: Vec<String>,
    kind: BlockKind,
    anchor: Option<String>,
    list_depth: u8,
    /// Whether the next block is the first of an item.
    item_waits: bool,
    in_row: bool,
    in_note: bool,
    in_code: bool,
    /// Alternative words of pictures are not read.
    in_picture: bool,
    /// Open HTML elements whose words nobody sees.
    unseen: Option<String>,
    html: Option<(String, usize)>,
    notes: Vec<Note>,
}

impl<'a, 'b> Reader<'a, 'b> {
    fn new(source: &'a str, builder: &'b mut Builder) -> Self {
        let after_newlines = memchr::memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1);
        Self {
            builder,
            source,
            line_starts: std::iter::once(0).chain(after_newlines).collect(),
            counted: (0, 0),
            runs: Vec::new(),
            links: Vec::new(),
            kind: BlockKind::Paragraph,
            anchor: None,
            list_depth: 0,
            item_waits: false,
            in_row: false,
            in_note: false,
            in_code: false,
            in_picture: false,
            unseen: None,
            html: None,
            notes: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => self.code(&text, range.start),
            Event::Text(text) | Event::Code(text) => self.push(text, range.start),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push(text, range.start),
            Event::SoftBreak | Event::HardBreak => self.push(" ".into(), range.start),
            Event::Html(html) => match &mut self.html {
                Some((all, _)) => all.push_str(&html),
                None => self.html = Some((html.into_string(), range.start)),
            },
            Event::InlineHtml(html) => self.inline_html(&html, range.start),
            Event::Rule => self.flush(),
            // The mark of a note is no part of the sentence, a tick box no part of the item.
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.flush(),
            Tag::Heading { level, id, .. } => {
                self.flush();
                self.kind = BlockKind::Heading { level: level as u8 };
                self.anchor = id.map(CowStr::into_string);
            }
            Tag::BlockQuote(_) => self.flush(),
            Tag::CodeBlock(kind) => {
                self.flush();
                self.in_code = true;
                let language = match &kind {
                    CodeBlockKind::Fenced(language) => language.as_ref(),
                    CodeBlockKind::Indented => "",
                };
                // Diagrams are drawn, not read.
                if matches!(language, "mermaid" | "dot" | "plantuml") {
                    self.unseen = Some(String::new());
                }
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some((String::new(), range.start));
            }
            Tag::List(_) => {
                self.flush();
                self.list_depth = self.list_depth.saturating_add(1);
            }
            Tag::Item => {
                self.flush();
                self.item_waits = true;
            }
            Tag::FootnoteDefinition(_) => {
                self.flush();
                self.in_note = true;
                self.notes.push(Note::new());
            }
            Tag::Table(_) => self.flush(),
            Tag::TableHead | Tag::TableRow => {
                self.flush();
                self.in_row = true;
            }
            Tag::TableCell => {
                if !self.runs.is_empty() {
                    self.push(" | ".into(), range.start);
                }
            }
            Tag::Link { dest_url, .. } => self.links.push(dest_url.into_string()),
            Tag::Image { .. } => self.in_picture = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.flush(),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.flush();
                self.in_row = false;
            }
            TagEnd::Item => {
                self.flush();
                self.item_waits = false;
            }
            TagEnd::List(_) => {
                self.flush();
                self.list_depth = self.list_depth.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.flush();
                self.in_code = false;
                self.unseen = None;
            }
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.in_note = false;
            }
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::Image => self.in_picture = false,
            _ => {}
        }
    }

    fn push(&mut self, text: CowStr<'_>, at: usize) {
        if self.in_picture || self.unseen.is_some() {
            return;
        }
        self.runs.push(Run {
            text: text.into_string(),
            at,
            link: self.links.last().cloned(),
        });
    }

    /// Indented text is code to Markdown; in a statement it is text that somebody indented.
    fn code(&mut self, text: &str, at: usize) {
        let mut at = at;
        for line in text.split_inclusive('\n') {
            if line.trim().is_empty() {
                self.flush();
            } else {
                self.push(line.to_owned().into(), at);
            }
            at += line.len();
        }
    }

    fn inline_html(&mut self, html: &str, at: usize) {
        let name: String = html
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|character| character.to_ascii_lowercase())
            .collect();
        let closes = html.starts_with("</");
        match (&self.unseen, closes) {
            (Some(open), true) if *open == name => self.unseen = None,
            (None, false) if matches!(name.as_str(), "script" | "style" | "template" | "sup") => {
                // A raised number in HTML marks a note.
                self.unseen = Some(name);
            }
            (None, false) if matches!(name.as_str(), "br" | "p" | "div" | "td" | "li") => {
                self.push(" ".into(), at);
            }
            _ => {}
        }
    }

    fn html_block(&mut self) {
        let Some((source, at)) = self.html.take() else {
            return;
        };
        let first_line = self.line_of(at);
        for block in html::blocks_of_fragment(&source) {
            let pieces: Vec<Piece<'_>> = block
                .pieces
                .iter()
                .map(|piece| Piece {
                    text: &piece.text,
                    place: Place {
                        line: Some(first_line + piece.line.saturating_sub(1)),
                        ..Place::default()
                    },
                    link: piece.link.as_deref(),
                })
                .collect();
            self.builder
                .block(block.kind, &pieces, block.anchor.as_deref());
        }
    }

    /// The number of the line, from 1, on which the byte `at` stands.
    fn line_of(&self, at: usize) -> u32 {
        let line = self.line_starts.partition_point(|&start| start <= at);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    fn place_of(&mut self, at: usize) -> Place {
        let line = self.line_of(at);
        let start = self
            .line_starts
            .get((line as usize).saturating_sub(1))
            .copied()
            .unwrap_or(0);
        // Counting goes on where it stopped, or one long line would be counted again for each word in it.
        let (from, counted) = match self.counted {
            (from, counted) if (start..=at).contains(&from) => (from, counted),
            _ => (start, 0),
        };
        let more = self.source.get(from..at).unwrap_or_default();
        let column = counted + more.chars().count();
        self.counted = (at, column);
        Place {
            page: None,
            line: Some(line),
            column: u32::try_from(column + 1).ok(),
        }
    }

    /// Ends the block that is being filled.
    fn flush(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        let kind = std::mem::replace(&mut self.kind, BlockKind::Paragraph);
        let anchor = self.anchor.take();
        if runs.iter().all(|run| run.text.trim().is_empty()) {
            return;
        }
        if self.in_note {
            self.notes.last_mut().unwrap_or(&mut Vec::new()).push(runs);
            return;
        }
        let kind = match kind {
            BlockKind::Paragraph if self.in_row => BlockKind::TableRow,
            BlockKind::Paragraph if std::mem::take(&mut self.item_waits) => BlockKind::ListItem {
                depth: self.list_depth.saturating_sub(1),
            },
            other => other,
        };
        self.push_block(kind, &runs, anchor.as_deref());
    }

    fn push_block(&mut self, kind: BlockKind, runs: &[Run], anchor: Option<&str>) {
        let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(runs.len());
        for run in runs {
            pieces.push(Piece {
                text: &run.text,
                place: self.place_of(run.at),
                link: run.link.as_deref(),
            });
        }
        self.builder.block(kind, &pieces, anchor);
    }

    /// Notes stand after the text, wherever in the file they are written.
    fn push_notes(&mut self) {
        for block in std::mem::take(&mut self.notes).into_iter().flatten() {
            self.push_block(BlockKind::Footnote, &block, None);
        }
    }
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
