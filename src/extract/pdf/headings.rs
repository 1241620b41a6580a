//! Headings: told from their size, weight, numbering and capitals, and from the outline of the file.

use std::collections::BTreeMap;

use super::paragraphs::Kind;
use super::paragraphs::Paragraph;

/// An entry of the file's outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OutlineEntry {
    /// Its words, folded by [`fold`].
    pub folded: String,
    /// From 1.
    pub level: u8,
}

/// Longer than this, in characters, is no heading.
const LONGEST: usize = 180;

/// The look of a heading; the first fields weigh most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    /// In half points.
    size: u32,
    capitals: bool,
    bold: bool,
}

/// For each paragraph the level of heading that it is, 1 to 6, or none.
pub(super) fn levels(
    paragraphs: &[Paragraph],
    body_size: f32,
    outline: &[OutlineEntry],
) -> Vec<Option<u8>> {
    let body_bold = is_body_bold(paragraphs, body_size);
    let mut listed: BTreeMap<&str, u8> = BTreeMap::new();
    for entry in outline {
        listed.entry(entry.folded.as_str()).or_insert(entry.level);
    }
    let mut found: Vec<Option<Look>> = paragraphs
        .iter()
        .enumerate()
        .map(|(place, paragraph)| {
            let text = paragraph.text();
            let in_outline = listed.contains_key(fold(&text).as_str())
                || listed.contains_key(fold(&format!("{} {text}", paragraph.marker)).as_str());
            let heading = is_heading(paragraphs, place, &text, body_size, body_bold, in_outline);
            heading.then(|| look_of(paragraph, &text))
        })
        .collect();
    drop_heads_of_nothing(paragraphs, &mut found, body_size);
    let mut looks: Vec<Look> = found.iter().flatten().copied().collect();
    looks.sort_unstable_by(|a, b| b.cmp(a));
    looks.dedup();
    found
        .iter()
        .map(|look| {
            let look = (*look)?;
            let rank = looks.iter().position(|other| *other == look)?;
            u8::try_from(rank + 1).ok().map(|level| level.min(6))
        })
        .collect()
}

fn look_of(paragraph: &Paragraph, text: &str) -> Look {
    Look {
        size: (paragraph.size * 2.0).round().clamp(0.0, 10_000.0) as u32,
        capitals: is_capitals(text),
        bold: paragraph.bold,
    }
}

/// Letters of an outline entry or heading: numbers and signs left out, in lower case.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_body_bold(paragraphs: &[Paragraph], body_size: f32) -> bool {
    let mut bold = 0;
    let mut all = 0;
    for paragraph in paragraphs {
        if (paragraph.size - body_size).abs() <= 0.05 * body_size {
            let letters = paragraph.text().len();
            all += letters;
            bold += if paragraph.bold { letters } else { 0 };
        }
    }
    bold * 2 > all
}

fn is_heading(
    paragraphs: &[Paragraph],
    place: usize,
    text: &str,
    body_size: f32,
    body_bold: bool,
    in_outline: bool,
) -> bool {
    let Some(paragraph) = paragraphs.get(place) else {
        return false;
    };
    let item = matches!(paragraph.kind, Kind::Item { .. });
    if !(paragraph.kind == Kind::Text || (item && paragraph.numbered)) {
        return false;
    }
    let length = text.chars().count();
    if length > LONGEST || paragraph.lines > 4 || !text.chars().any(char::is_alphabetic) {
        return false;
    }
    let last = text.trim_end().chars().next_back().unwrap_or(' ');
    let sentence = matches!(last, '.' | ';' | ',') && length > 30;
    if in_outline && !sentence {
        return true;
    }
    let larger = paragraph.size >= 1.12 * body_size;
    let bold = paragraph.bold && !body_bold;
    let numbers_around = item && neighbours_are_items(paragraphs, place);
    if larger {
        let much_larger = paragraph.size >= 1.35 * body_size;
        return (!sentence || much_larger) && (!numbers_around || bold) && words(text) <= 25;
    }
    if paragraph.size < 0.95 * body_size {
        return false;
    }
    if matches!(last, ',' | ';') || (last == '.' && words(text) > 6) || words(text) > 20 {
        return false;
    }
    if bold {
        return !numbers_around || next_is_text(paragraphs, place);
    }
    let set_apart = paragraph.space_above > 0.25 * paragraph.size || paragraph.opens_region;
    if is_capitals(text) && words(text) <= 12 && length > 3 {
        return set_apart && next_is_text(paragraphs, place);
    }
    let numbered = section_number(text) || (item && paragraph.numbered && !numbers_around);
    numbered
        && set_apart
        && words(text) <= 10
        && last.is_alphanumeric()
        && paragraph.lines == 1
        && next_is_text(paragraphs, place)
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// `2.1 Governance`: a number of at least two parts, then a capital.
fn section_number(text: &str) -> bool {
    let Some((number, rest)) = text.split_once(' ') else {
        return false;
    };
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    parts.len() <= 4
        && (parts.len() >= 2 || !number.ends_with('.'))
        && parts.iter().all(|part| {
            !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit())
        })
        && rest.trim_start().starts_with(char::is_uppercase)
}

fn is_capitals(text: &str) -> bool {
    let mut letters = text.chars().filter(|character| character.is_alphabetic());
    let mut count = 0;
    letters.all(|letter| {
        count += 1;
        !letter.is_lowercase()
    }) && count > 2
}

fn neighbours_are_items(paragraphs: &[Paragraph], place: usize) -> bool {
    let item = |place: Option<usize>| {
        place
            .and_then(|place| paragraphs.get(place))
            .is_some_and(|paragraph| {
                matches!(paragraph.kind, Kind::Item { .. }) && paragraph.numbered
            })
    };
    item(place.checked_sub(1)) || item(place.checked_add(1))
}

/// Whether running text or a list follows.
fn next_is_text(paragraphs: &[Paragraph], place: usize) -> bool {
    paragraphs.get(place + 1).is_some_and(|next| {
        matches!(next.kind, Kind::Item { .. }) || next.lines > 1 || words(&next.text()) >= 6
    })
}

/// A name in bold above "Chief Executive" heads nothing: under a heading stands text, a list or a table.
fn drop_heads_of_nothing(paragraphs: &[Paragraph], found: &mut [Option<Look>], body_size: f32) {
    for place in (0..paragraphs.len()).rev() {
        if found.get(place).is_none_or(Option::is_none) {
            continue;
        }
        let large = paragraphs
            .get(place)
            .is_some_and(|paragraph| paragraph.size >= 1.12 * body_size);
        if large {
            continue;
        }
        let below = paragraphs
            .iter()
            .zip(found.iter())
            .skip(place + 1)
            .take_while(|(_, look)| look.is_none())
            .take(6);
        let mut any = false;
        for (paragraph, _) in below {
            any |= !matches!(paragraph.kind, Kind::Text | Kind::Note)
                || paragraph.lines > 1
                || words(&paragraph.text()) >= 9;
        }
        let heading_follows = found.get(place + 1).is_some_and(Option::is_some);
        if !any
            && !heading_follows
            && let Some(look) = found.get_mut(place)
        {
            *look = None;
        }
    }
}
