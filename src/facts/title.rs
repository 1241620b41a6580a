//! The statement's own title: the heading that names its subject, not the first words of a menu.

use std::sync::LazyLock;

use crate::document::BlockKind;
use crate::document::Document;
use crate::document::Span;
use crate::lexicon::Search;

use super::pattern::pattern;

/// A title and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    /// Its words.
    pub(super) text: String,
    /// The block that holds it; none where it comes from the metadata.
    pub(super) span: Option<Span>,
}

/// How many blocks from the start may hold the title: a cover page, a masthead and a document control table.
const BLOCKS_TO_LOOK_AT: usize = 14;

/// How long a title that is no heading may be, in bytes.
const LONGEST_PLAIN_TITLE: usize = 160;

/// The title of `document`: among its first blocks the one that reads most like the title of a statement, else
/// the first heading of the highest level, else the title that the file declares.
pub(super) fn title_of(document: &Document) -> Option<Title> {
    let mut best: Option<(i32, &str, Span)> = None;
    for (place, block) in document.blocks.iter().take(BLOCKS_TO_LOOK_AT).enumerate() {
        let words = document.words_at(block.span);
        let Some(points) = title_points(words, block.kind, place) else {
            continue;
        };
        if best.is_none_or(|(most, _, _)| points > most) {
            best = Some((points, words, block.span));
        }
    }
    let declared = document.metadata.title.as_deref().map(str::trim);
    match (best, declared) {
        (Some((points, words, span)), Some(title))
            if points >= 3
                || !SUBJECT.is_match(title)
                || title.len() > LONGEST_PLAIN_TITLE
                // The declared title is often the heading with the name of the site after it.
                || title.starts_with(words) =>
        {
            Some(Title {
                text: words.to_owned(),
                span: Some(span),
            })
        }
        (Some((_, words, span)), None) => Some(Title {
            text: words.to_owned(),
            span: Some(span),
        }),
        (_, Some(title)) if !title.is_empty() => Some(Title {
            text: title.to_owned(),
            span: None,
        }),
        _ => None,
    }
}

/// How much `words` read like a title; none where they cannot be one.
fn title_points(words: &str, kind: BlockKind, place: usize) -> Option<i32> {
    let mut points = match kind {
        BlockKind::Heading { level: 1 } => 5,
        BlockKind::Heading { level: 2 } => 3,
        BlockKind::Heading { .. } => 1,
        BlockKind::Paragraph if words.len() <= LONGEST_PLAIN_TITLE && !ends_a_sentence(words) => 0,
        _ => return None,
    };
    if SUBJECT.is_match(words) {
        points += 3;
    }
    if KIND_WORD.is_match(words) {
        points += 2;
    }
    if NUMBERED.is_match(words) || ASIDE_HEADING.is_match(words) {
        points -= 4;
    }
    points -= i32::try_from(place / 4).unwrap_or(0);
    (points >= 1).then_some(points)
}

fn ends_a_sentence(words: &str) -> bool {
    words.ends_with(['.', ';', ':']) && !words.ends_with("Ltd.") && !words.ends_with("Inc.")
}

/// What a statement is about, in a title.
pub(super) static SUBJECT: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)slavery|traffick|forced labou?r|child labou?r|supply[ -]chains?|transparency|esclavage|travail forcé|human rights",
    )
});

/// What a statement calls itself, in a title.
static KIND_WORD: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)\b(?:statement|report|disclosure|declaration|rapport)\b"));

/// A numbered heading is a part of a statement, not its title.
static NUMBERED: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)^(?:section |part )?[0-9]+[.)]? "));

/// Headings of parts that stand early.
static ASIDE_HEADING: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:our |about |the )?(?:contents|table of contents|introduction|foreword|message|background|policies|supply chains?|structure|organi[sz]ation|menu|about|overview)\b",
    )
});
