//! Which lines that look like headings are, and of which level.

use super::blocks::Label;
use super::blocks::RawBlock;
use super::blocks::Shape;
use super::blocks::Unfolded;
use super::phrases::is_sign_off;
use crate::document::BlockKind;

/// A heading has at most this many words.
const MOST_WORDS: u32 = 14;

/// A line that looks like a heading is one only if a block of this many letters follows.
const LEAST_LETTERS_AFTER: u32 = 40;

/// Where nothing but its place speaks for a heading, a sentence of this many words must follow.
const LEAST_WORDS_AFTER: u32 = 6;

/// The kinds of `blocks`, the content of a page in reading order.
pub(super) fn kinds_of(page: &Unfolded, blocks: &[&RawBlock]) -> Vec<BlockKind> {
    let mut level_above = 0u8;
    let mut kinds = Vec::with_capacity(blocks.len());
    for (place, block) in blocks.iter().enumerate() {
        let next = blocks.get(place + 1).copied();
        let kind = match block.shape {
            Shape::Heading(level) if block.words <= 40 => {
                level_above = level;
                BlockKind::Heading { level }
            }
            // Somebody set the whole text in large letters.
            Shape::Heading(_) => BlockKind::Paragraph,
            Shape::Label(label) if is_heading(page, block, label, next) => BlockKind::Heading {
                level: (level_above + 1).min(6),
            },
            Shape::Label(_) | Shape::Paragraph => BlockKind::Paragraph,
            Shape::Item(depth) => BlockKind::ListItem { depth },
            Shape::Row => BlockKind::TableRow,
            Shape::Note => BlockKind::Footnote,
        };
        kinds.push(kind);
    }
    kinds
}

fn is_heading(page: &Unfolded, block: &RawBlock, label: Label, next: Option<&RawBlock>) -> bool {
    let Some(next) = next else { return false };
    if block.words > MOST_WORDS {
        return false;
    }
    if label == Label::Opens {
        return true;
    }
    let text = page.text_of(block);
    let text = text.trim();
    if label == Label::Stands {
        // The only thing that speaks for it is the sentence that follows; a name or role may stand like that too.
        return next.ends_sentence
            && next.words >= LEAST_WORDS_AFTER
            && matches!(next.shape, Shape::Paragraph | Shape::Item(_))
            && text.starts_with(char::is_uppercase)
            && !text.ends_with([',', ':', ';'])
            && !is_sign_off(text);
    }
    let opens = text.starts_with(|first: char| first.is_uppercase() || first.is_numeric());
    let ends = text.ends_with(['.', ',', ';', '!']);
    let follows = matches!(next.shape, Shape::Item(_) | Shape::Row)
        || (next.letters >= LEAST_LETTERS_AFTER && !matches!(next.shape, Shape::Heading(_)));
    opens && !ends && follows
}
