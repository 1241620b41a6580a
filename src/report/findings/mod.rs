//! What a check of drafts found, for people and for other programs: one file a format, one row of [`FORMATS`] each.
//!
//! All is decided before a printer runs: see [`crate::check::Gate`].

mod github;
mod json;
mod junit;
mod markdown;
mod markup;
mod sarif;
mod terminal;

use std::io;
use std::io::Write;

pub use terminal::Terminal;

use super::position::Position;
use crate::assessment::Assessed;
use crate::check::Judged;
use crate::check::PlaceIs;
use crate::check::Severity;
use crate::check::Standing;
use crate::check::Verdict;
use crate::document::CharacterIndex;
use crate::document::Document;
use crate::document::Span;
use crate::failure::Failed;
use markup::Markup;

/// What a check of drafts came to.
#[derive(Debug)]
pub struct Checked<'a> {
    /// The drafts that could be read, in the order of the inputs.
    pub drafts: &'a [Draft],
    /// The inputs that could not.
    pub failed: &'a [Failed],
    /// What became of all of them together.
    pub verdict: &'a Verdict,
}

/// One draft, with what was found in it.
#[derive(Debug)]
pub struct Draft {
    /// The draft as it was read and scored.
    pub assessed: Assessed,
    /// The findings, in reading order.
    pub judged: Vec<Judged>,
    /// The source of a page in HTML, so that lines and columns of the words can be told; none for the lines alone.
    pub source: Option<String>,
}

/// The longest run of text of a page within which words are looked for, in bytes.
const RUN_MAX: usize = 64 << 10;

/// What places in a draft are told with.
struct Places {
    characters: CharacterIndex,
    markup: Option<Markup>,
}

/// A way of telling what was found.
#[derive(Debug)]
pub struct Format {
    /// The word after `--format`.
    pub name: &'static str,
    /// Writes it.
    pub write: fn(&mut dyn Write, &Checked<'_>) -> io::Result<()>,
}

/// All formats but that of the terminal, which needs to know the terminal: see [`Terminal`].
pub static FORMATS: &[Format] = &[
    Format {
        name: "github",
        write: github::write,
    },
    Format {
        name: "json",
        write: json::write,
    },
    Format {
        name: "junit",
        write: junit::write,
    },
    Format {
        name: "markdown",
        write: markdown::write,
    },
    Format {
        name: "sarif",
        write: sarif::write,
    },
];

/// The words that a finding points at, and where they stand.
struct Pointed<'a> {
    words: &'a str,
    heading: String,
    position: Position,
}

impl Draft {
    fn label(&self) -> &str {
        &self.assessed.origin.label
    }

    fn document(&self) -> &Document {
        &self.assessed.document
    }

    /// Whether the place of a sentence is a line of the source: else it is a page or a paragraph.
    fn has_lines(&self) -> bool {
        matches!(
            self.document().format.as_str(),
            "html" | "markdown" | "text"
        )
    }

    fn pointed(&self, places: &Places, span: Span) -> Pointed<'_> {
        let document = self.document();
        let section = document
            .sentences
            .get(sentence_at(document, span))
            .and_then(|sentence| document.section_of(sentence));
        let words = document.words_at(span);
        let mut position = Position::at(document, &places.characters, span);
        let found = places.markup.as_ref().and_then(|markup| {
            let mark = document.mark_at(span.start)?;
            let passed = document.words_at(Span::new(mark.offset as usize, span.start as usize));
            if passed.len() > RUN_MAX {
                return None;
            }
            markup.place_of(mark.line?, passed, words)
        });
        if let Some((line, column)) = found {
            position.line = Some(line);
            position.column = Some(column);
        }
        Pointed {
            words,
            heading: section
                .map(|section| document.heading_path(section).join(" > "))
                .unwrap_or_default(),
            position,
        }
    }

    fn places(&self) -> Places {
        Places {
            characters: CharacterIndex::new(&self.document().text),
            markup: self.source.as_deref().map(Markup::new),
        }
    }
}

/// The place, among the sentences, of the one that `span` begins in or before.
fn sentence_at(document: &Document, span: Span) -> usize {
    document
        .sentences
        .partition_point(|sentence| sentence.span.end <= span.start)
}

/// What the words that a finding points at are to it.
fn told_place(is: PlaceIs) -> &'static str {
    match is {
        PlaceIs::Exact => "here",
        PlaceIs::Nearest => "this comes nearest",
        PlaceIs::Heading => "it would belong under this heading",
        PlaceIs::Start => "nothing nearer was found: this is the first line",
        PlaceIs::End => "nothing nearer was found: this is the last line",
    }
}

/// The words for `count` things.
fn counted(count: usize, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}

/// What all drafts came to, in one line.
fn told_counts(checked: &Checked<'_>) -> String {
    let verdict = checked.verdict;
    let mut parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let count = verdict.counts.get(&severity)?;
            Some(counted(*count, severity.word()))
        })
        .collect();
    if parts.is_empty() && !checked.drafts.is_empty() {
        parts.push("nothing found".to_owned());
    }
    if verdict.waived > 0 {
        parts.push(format!("{} waived", verdict.waived));
    }
    if verdict.known > 0 {
        parts.push(format!("{} known to the baseline", verdict.known));
    }
    if !checked.failed.is_empty() {
        parts.push(format!(
            "{} not read",
            counted(checked.failed.len(), "draft")
        ));
    }
    parts.join(", ")
}

/// `text` cut to `longest` characters, with a mark where something was cut.
fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The word for a finding's standing in machine formats.
fn word_of(standing: &Standing) -> &'static str {
    match standing {
        Standing::Counts => "counts",
        Standing::Waived(_) => "waived",
        Standing::Known => "known",
    }
}
