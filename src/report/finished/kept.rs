//! `html-text.ndjson`: the text of each statement as it was read, kept so that its page can be drawn again.

use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::iter::Peekable;
use std::path::Path;

use serde::Deserialize;
use serde::Serialize;

use super::Finished;
use super::FinishedRun;
use super::Unfinished;
use crate::assessment::Assessed;
use crate::document::Block;
use crate::document::BlockKind;
use crate::document::Document;
use crate::document::Notice;
use crate::document::Span;
use crate::report::link::link_to;

/// The file in the folder of a run: a line a statement.
pub(in crate::report) const FILE: &str = "html-text.ndjson";

/// The text of one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptText {
    /// The statement.
    pub statement_id: String,
    /// Opens the source from wherever a page stands; empty where no browser could.
    pub source_link: String,
    /// Its warnings.
    pub warnings: Vec<Notice>,
    /// Its blocks, in reading order.
    pub blocks: Vec<KeptBlock>,
}

/// One block of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBlock {
    /// `heading`, `paragraph`, `item` or `row`.
    pub kind: String,
    /// The level of a heading, 1 to 6; the depth of a list item, 0 to 4.
    pub level: u8,
    /// The page that begins with this block, where one does.
    pub new_page: Option<u32>,
    /// Whether it is part of what was scored.
    pub is_scored: bool,
    /// Its sentences, and what stands between them.
    pub pieces: Vec<KeptPiece>,
}

/// A sentence, or what stands between two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPiece {
    /// The words.
    pub text: String,
    /// The place of the sentence in the document; none for what stands between two.
    pub sentence: Option<u32>,
}

impl KeptText {
    /// The text of `assessed`.
    #[must_use]
    pub fn of(assessed: &Assessed) -> Self {
        let document = &assessed.document;
        let part = assessed.facts.kind.part.unwrap_or(document.whole());
        let mut page = None;
        let mut from = 0;
        let mut blocks = Vec::with_capacity(document.blocks.len());
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
            blocks.push(KeptBlock {
                kind: kind.to_owned(),
                level,
                new_page,
                is_scored: part.contains(block.span),
                pieces: pieces_of(document, block, &mut from),
            });
        }
        Self {
            statement_id: assessed.statement_id.clone(),
            source_link: source_link_of(assessed),
            warnings: assessed.warnings.clone(),
            blocks,
        }
    }

    /// Its sentences outside headings that were scored, in reading order.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.blocks
            .iter()
            .filter(|block| block.is_scored && block.kind != "heading")
            .flat_map(|block| &block.pieces)
            .filter(|piece| piece.sentence.is_some())
            .map(|piece| piece.text.as_str())
    }
}

impl KeptText {
    /// Its sentences outside headings that were scored, in reading order, each with its page where it has one.
    #[must_use]
    pub fn paged_sentences(&self) -> Vec<(String, Option<u32>)> {
        let mut page = None;
        let mut sentences = Vec::new();
        for block in &self.blocks {
            page = block.new_page.or(page);
            if !block.is_scored || block.kind == "heading" {
                continue;
            }
            for piece in &block.pieces {
                if piece.sentence.is_some() {
                    sentences.push((piece.text.clone(), page));
                }
            }
        }
        sentences
    }
}

/// Gives each statement of `run` with its kept text to `take`, and tells whether the run kept any.
///
/// # Errors
///
/// When the run cannot be read.
pub fn texts_of(
    run: &FinishedRun,
    mut take: impl FnMut(Finished, KeptText),
) -> Result<bool, Unfinished> {
    let unreadable = |error: io::Error| Unfinished::Unreadable {
        path: run.folder.join(FILE),
        cause: error.to_string(),
    };
    let mut kept = Kept::open(&run.folder).map_err(unreadable)?;
    if !kept.is_there() {
        return Ok(false);
    }
    run.each(false, |statement| -> Result<(), Unfinished> {
        if let Some(text) = kept.next_of(&statement.statement_id).map_err(unreadable)? {
            take(statement, text);
        }
        Ok(())
    })?;
    Ok(true)
}

/// The sentences of `block` and what stands between them. `from` is where to look among the sentences.
fn pieces_of(document: &Document, block: &Block, from: &mut usize) -> Vec<KeptPiece> {
    let mut pieces = Vec::new();
    let mut at = block.span.start;
    let piece = |start: u32, end: u32, sentence: Option<u32>| {
        let text = document.words_at(Span::new(start as usize, end as usize));
        (!text.is_empty()).then(|| KeptPiece {
            text: text.to_owned(),
            sentence,
        })
    };
    while let Some(sentence) = document.sentences.get(*from) {
        if sentence.span.start >= block.span.end {
            break;
        }
        pieces.extend(piece(at, sentence.span.start, None));
        let place = u32::try_from(*from).unwrap_or(u32::MAX);
        pieces.extend(piece(sentence.span.start, sentence.span.end, Some(place)));
        at = sentence.span.end;
        *from += 1;
    }
    pieces.extend(piece(at, block.span.end, None));
    pieces
}

/// A link that opens the source from wherever the page stands; empty where no browser could follow it.
fn source_link_of(assessed: &Assessed) -> String {
    if let Some(url) = &assessed.origin.final_url {
        let is_web = url.starts_with("http://") || url.starts_with("https://");
        return if is_web { url.clone() } else { String::new() };
    }
    // Without a path, there is nothing that could be opened.
    if link_to(&assessed.origin, &assessed.document, Span::new(0, 0)).is_empty() {
        return String::new();
    }
    assessed
        .origin
        .path
        .as_deref()
        .map(file_link)
        .unwrap_or_default()
}

/// The file at `path` as an address.
pub(in crate::report) fn file_link(path: &Path) -> String {
    std::path::absolute(path)
        .ok()
        .and_then(|path| url::Url::from_file_path(path).ok())
        .map(String::from)
        .unwrap_or_default()
}

/// The kept texts of a run, read in the order of its statements; empty where the run kept none.
pub(in crate::report) struct Kept {
    lines: Option<Peekable<std::io::Lines<BufReader<File>>>>,
}

impl Kept {
    /// Opens the texts of the run in `folder`.
    pub(in crate::report) fn open(folder: &Path) -> io::Result<Self> {
        let lines = match File::open(folder.join(FILE)) {
            Ok(file) => Some(BufReader::new(file).lines().peekable()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        Ok(Self { lines })
    }

    /// Whether the run kept any.
    pub(in crate::report) fn is_there(&self) -> bool {
        self.lines.is_some()
    }

    /// The text of the statement `id`, where it is the next.
    pub(in crate::report) fn next_of(&mut self, id: &str) -> io::Result<Option<KeptText>> {
        let Some(line) = self.lines.as_mut().and_then(Iterator::next) else {
            return Ok(None);
        };
        let text: KeptText = serde_json::from_str(&line?)?;
        if text.statement_id != id {
            return Err(io::Error::other(format!(
                "{FILE} is not in the order of statements.csv: {} where {id} should be",
                text.statement_id
            )));
        }
        Ok(Some(text))
    }
}
