//! Plain text: paragraphs parted by empty lines, lines that only wrap put together, headings told by their looks.

use super::Hints;
use super::Limits;
use super::Unreadable;
use super::decode::decoded;
use super::is_bullet_sign;
use crate::document::BlockKind;
use crate::document::Builder;
use crate::document::Piece;
use crate::document::Place;

/// How many of the first characters tell text from other bytes.
const HEAD: usize = 64 << 10;

/// A heading has at most this many words, and this many characters.
const MOST_WORDS: usize = 14;
const MOST_CHARACTERS: usize = 100;

/// A line that looks like a heading is one only if a paragraph of this many characters follows.
const LEAST_AFTER: usize = 40;

/// Nobody wraps text wider than this: lines of such a file are whole paragraphs.
const WIDEST_WRAP: usize = 132;

/// Whether these bytes are text in any encoding: hardly a control character among the first ones.
pub(super) fn recognises(bytes: &[u8], hints: &Hints<'_>) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    is_text(&decoded(head, hints.charset, None))
}

fn is_text(text: &str) -> bool {
    let (mut all, mut odd, mut replaced) = (0usize, 0usize, 0usize);
    for character in text.chars() {
        all += 1;
        let is_usual = matches!(
            character,
            '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{85}'
        );
        odd += usize::from(character.is_control() && !is_usual);
        replaced += usize::from(character == char::REPLACEMENT_CHARACTER);
    }
    odd * 100 <= all && replaced * 10 <= all
}

pub(super) fn read(
    bytes: &[u8],
    hints: &Hints<'_>,
    _limits: &Limits,
    builder: &mut Builder,
) -> Result<(), Unreadable> {
    let text = decoded(bytes, hints.charset, None);
    let lines = lines_of(&text);
    let width = wrap_width(&lines);
    let paragraphs = paragraphs_of(&lines, width);
    let mut level_above = 1;
    for (place, paragraph) in paragraphs.iter().enumerate() {
        if builder.is_full() {
            break;
        }
        let next = paragraphs.get(place + 1);
        let kind = match paragraph.kind {
            Kind::Heading(level) => BlockKind::Heading { level },
            Kind::Item(depth) => BlockKind::ListItem { depth },
            Kind::Paragraph => match looks_like_heading(paragraph, next) {
                Some(level) => BlockKind::Heading {
                    level: level.unwrap_or(if place == 0 { 1 } else { level_above + 1 }.min(3)),
                },
                None => BlockKind::Paragraph,
            },
        };
        if let BlockKind::Heading { level } = kind {
            level_above = if place == 0 {
                1
            } else {
                level_above.min(level)
            };
        }
        builder.block(kind, &pieces_of(paragraph), None);
    }
    if let Some(last) = lines.last()
        && last.page > 1
    {
        builder.set_pages(last.page);
    }
    Ok(())
}

/// One line of the file, without white space around it.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    number: u32,
    /// In characters, from 1, of the first one that is no space.
    column: u32,
    /// Form feeds part pages, as `pdftotext` writes them.
    page: u32,
    characters: usize,
}

fn lines_of(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut page = 1u32;
    let has_pages = text.contains('\u{c}');
    let mut number = 0u32;
    for raw in text.split('\n') {
        // Files of old Macs end their lines with a return alone.
        for part in raw.strip_suffix('\r').unwrap_or(raw).split('\r') {
            number = number.saturating_add(1);
            let turns = part
                .chars()
                .filter(|&character| character == '\u{c}')
                .count();
            page = page.saturating_add(u32::try_from(turns).unwrap_or(u32::MAX));
            let start = part.trim_start();
            let column = part.chars().count() - start.chars().count() + 1;
            let text = start.trim_end();
            lines.push(Line {
                text,
                number,
                column: u32::try_from(column).unwrap_or(u32::MAX),
                page: if has_pages { page } else { 0 },
                characters: text.chars().count(),
            });
        }
    }
    lines
}

/// How wide the text is wrapped; none where its lines are whole paragraphs.
fn wrap_width(lines: &[Line<'_>]) -> Option<usize> {
    let mut lengths: Vec<usize> = lines
        .iter()
        .map(|line| line.characters)
        .filter(|&length| length > 0)
        .collect();
    lengths.sort_unstable();
    let width = *lengths.get(lengths.len() * 19 / 20)?;
    (width <= WIDEST_WRAP).then_some(width)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heading(u8),
    Item(u8),
    Paragraph,
}

#[derive(Debug)]
struct Paragraph<'a> {
    kind: Kind,
    lines: Vec<Line<'a>>,
}

fn paragraphs_of<'a>(lines: &[Line<'a>], width: Option<usize>) -> Vec<Paragraph<'a>> {
    let mut paragraphs: Vec<Paragraph<'a>> = Vec::new();
    let mut is_open = false;
    // The columns at which items began, outermost first.
    let mut indents: Vec<u32> = Vec::new();
    for line in lines {
        if line.text.is_empty() {
            is_open = false;
            continue;
        }
        if let Some(level) = underlines(line.text) {
            // Under a single line it makes a heading; anywhere else it only parts.
            if is_open
                && let Some(last) = paragraphs.last_mut()
                && last.lines.len() == 1
                && last.kind == Kind::Paragraph
            {
                last.kind = Kind::Heading(level);
            }
            is_open = false;
            continue;
        }
        if let Some(rest) = without_marker(line.text) {
            while indents.last().is_some_and(|&indent| indent > line.column) {
                indents.pop();
            }
            if indents.last() != Some(&line.column) {
                indents.push(line.column);
            }
            let taken = line.text.get(..line.text.len() - rest.len());
            let skipped = taken.unwrap_or_default().chars().count();
            let depth = u8::try_from(indents.len() - 1).unwrap_or(8).min(8);
            paragraphs.push(Paragraph {
                kind: Kind::Item(depth),
                lines: vec![Line {
                    text: rest,
                    column: line.column + u32::try_from(skipped).unwrap_or(0),
                    ..*line
                }],
            });
            is_open = true;
            continue;
        }
        let joins = is_open
            && paragraphs
                .last()
                .and_then(|paragraph| paragraph.lines.last())
                .is_some_and(|last| wraps(last, line, width));
        match paragraphs.last_mut() {
            Some(paragraph) if joins => paragraph.lines.push(*line),
            _ => {
                indents.clear();
                paragraphs.push(Paragraph {
                    kind: Kind::Paragraph,
                    lines: vec![*line],
                });
            }
        }
        is_open = true;
    }
    paragraphs
}

/// Whether the break between two lines only wraps: the first word of the next would not have fit, or the sentence
/// plainly goes on.
fn wraps(line: &Line<'_>, next: &Line<'_>, width: Option<usize>) -> bool {
    let Some(width) = width else { return false };
    if is_shouted(line.text) != is_shouted(next.text) && line.characters * 10 < width * 7 {
        return false;
    }
    let word = next
        .text
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    let would_fit = line.characters + 1 + word <= width;
    let goes_on = next.text.starts_with(char::is_lowercase)
        || line.text.ends_with([',', '-', '–', '&'])
        || (line.characters * 10 >= width * 6 && !line.text.ends_with(['.', ':', ';', '!', '?']));
    !would_fit || goes_on
}

/// The level of the heading that a line of equals signs or dashes makes of the line above it.
fn underlines(text: &str) -> Option<u8> {
    let is_made_of = |sign: char| text.len() >= 3 && text.chars().all(|c| c == sign);
    if is_made_of('=') {
        Some(1)
    } else if is_made_of('-') || is_made_of('~') || is_made_of('*') || is_made_of('_') {
        Some(2)
    } else {
        None
    }
}

/// What stands after the bullet or number of an item; none where there is no such mark.
///
/// Only `1)`, `(a)` and the like are taken for numbers of items: `1.` numbers headings and clauses too.
fn without_marker(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    let is_sign =
        matches!(first, '-' | '–' | '*' | '+' | '·') && rest.starts_with(char::is_whitespace);
    // Text from a PDF keeps the letter that stood for a bullet.
    let is_letter = first == 'o' && rest.starts_with("  ");
    if is_bullet_sign(first) || is_sign || is_letter {
        let rest = rest.trim_start();
        return (!rest.is_empty()).then_some(rest);
    }
    let inner = text.strip_prefix('(').unwrap_or(text);
    let (number, rest) = inner.split_once(')')?;
    let is_number = (1..=4).contains(&number.len())
        && (number.bytes().all(|byte| byte.is_ascii_digit())
            || (number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_alphabetic()))
            || number
                .bytes()
                .all(|byte| matches!(byte.to_ascii_lowercase(), b'i' | b'v' | b'x')));
    let rest = rest.strip_prefix(' ')?.trim_start();
    (is_number && !rest.is_empty()).then_some(rest)
}

/// Whether `paragraph` heads the next; the level where its number tells one.
fn looks_like_heading(
    paragraph: &Paragraph<'_>,
    next: Option<&Paragraph<'_>>,
) -> Option<Option<u8>> {
    let [line] = paragraph.lines.as_slice() else {
        return None;
    };
    let next = next?;
    let text = line.text;
    let words = text.split_whitespace().count();
    if words > MOST_WORDS || line.characters > MOST_CHARACTERS {
        return None;
    }
    let following: usize = next.lines.iter().map(|line| line.characters).sum();
    let leads = matches!(next.kind, Kind::Item(_)) || following >= LEAST_AFTER;
    let ends = text.ends_with(['.', ',', ';', '!', ':']);
    let opens = text.starts_with(|first: char| first.is_uppercase() || first.is_numeric());
    (opens && !ends && leads).then(|| number_depth(text))
}

/// Whether all letters of `text` are capitals, and there are some.
fn is_shouted(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() >= 4 && !text.chars().any(char::is_lowercase)
}

/// The level of a heading that begins with its number: 2 for "3 Risks", 3 for "3.1 Our suppliers".
fn number_depth(text: &str) -> Option<u8> {
    let number = text.split_whitespace().next()?.trim_end_matches('.');
    let is_number = number
        .split('.')
        .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    is_number.then(|| {
        u8::try_from(number.split('.').count() + 1)
            .unwrap_or(6)
            .min(6)
    })
}

/// The lines of a paragraph with what stands between them.
fn pieces_of<'a>(paragraph: &Paragraph<'a>) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = Vec::with_capacity(paragraph.lines.len() * 2);
    let mut before = "";
    for line in &paragraph.lines {
        let place = Place {
            page: (line.page > 0).then_some(line.page),
            line: Some(line.number),
            column: Some(line.column),
        };
        // A word broken at a hyphen goes on without a space; the cleaner takes soft hyphens out.
        if !before.is_empty() && !breaks_word(before, line.text) {
            pieces.push(Piece {
                text: " ",
                place,
                link: None,
            });
        }
        pieces.push(Piece {
            text: line.text,
            place,
            link: None,
        });
        before = line.text;
    }
    pieces
}

fn breaks_word(before: &str, after: &str) -> bool {
    let joins = after.starts_with(char::is_alphanumeric);
    if before.ends_with('\u{ad}') {
        return joins;
    }
    before
        .strip_suffix('-')
        .is_some_and(|word| joins && word.ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn document(text: &str) -> Document {
        let mut builder = Builder::new("text");
        read(
            text.as_bytes(),
            &Hints::default(),
            &Limits::default(),
            &mut builder,
        )
        .expect("text is read");
        builder.finish()
    }

    fn told(text: &str) -> Vec<String> {
        let document = document(text);
        let block = |block: &crate::document::Block| {
            let words = document.words_at(block.span);
            match block.kind {
                BlockKind::Heading { level } => format!("{} {words}", "#".repeat(level.into())),
                BlockKind::ListItem { depth } => format!("{}- {words}", "  ".repeat(depth.into())),
                _ => words.to_owned(),
            }
        };
        document.blocks.iter().map(block).collect()
    }

    #[test]
    fn wrapped_lines_are_put_together_and_short_lines_are_not() {
        let text = "ACME LIMITED\n\
                    ============\n\n\
                    This statement covers the year to 31 March 2025 and is made under third-\n\
                    party advice. It was approved by the board of directors in the month of\n\
                    June.\n\n\
                    Jane Smith\n\
                    Director\n\
                    3 June 2025\n";

        assert_eq!(
            told(text),
            [
                "# ACME LIMITED",
                "This statement covers the year to 31 March 2025 and is made under third-party advice. \
                 It was approved by the board of directors in the month of June.",
                "Jane Smith",
                "Director",
                "3 June 2025",
            ]
        );
    }

    #[test]
    fn lines_that_are_whole_paragraphs_stay_apart() {
        let long = "We visited both of our suppliers in the year and spoke with their workers in private, \
                    in their own language, without their managers, and away from the place of work.";
        let text = format!("Training\n{long}\n{long}\n");

        assert_eq!(told(&text), ["# Training", long, long]);
    }

    #[test]
    fn bullets_make_items_and_their_indent_the_depth() {
        let text =
            "We do this:\n\n- train buyers in\n  spring\n  * and agents\n- audit\n(a) report\n";

        assert_eq!(
            told(text),
            [
                "We do this:",
                "- train buyers in spring",
                "  - and agents",
                "- audit",
                "- report"
            ]
        );
    }

    #[test]
    fn lines_columns_and_pages_are_those_of_the_file() {
        let document = document("One page.\r\n\r\n   Two\u{a0}words here.\r\n\u{c}Next page.\r\n");
        let place = |words: &str| {
            let at = document.text.find(words).expect("it is there");
            let mark = document
                .mark_at(u32::try_from(at).expect("short"))
                .expect("marked");
            (mark.page, mark.line, mark.column)
        };

        assert_eq!(place("One"), (Some(1), Some(1), Some(1)));
        assert_eq!(place("Two"), (Some(1), Some(3), Some(4)));
        assert_eq!(place("Next"), (Some(2), Some(4), Some(2)));
        assert_eq!(document.pages, Some(2));
    }

    #[test]
    fn bytes_that_are_no_text_are_not_taken_for_it() {
        let is_text = |bytes: &[u8]| recognises(bytes, &Hints::default());

        assert!(is_text("Élise’s déclaration".as_bytes()));
        assert!(is_text(b"caf\xe9 in windows-1252, with some more words"));
        assert!(!is_text(
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08"
        ));
        assert!(!is_text(
            b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10"
        ));
    }
}
