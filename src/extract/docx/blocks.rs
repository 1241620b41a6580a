//! From paragraphs and tables to blocks: which paragraphs are headings or items, which tables hold data.

use super::body::Cell;
use super::body::Item;
use super::body::Paragraph;
use super::body::Table;
use super::styles::Effect;
use super::styles::List;
use super::styles::Styles;
use super::styles::heading_of;
use crate::document::AsideKind;
use crate::document::BlockKind;
use crate::document::Builder;
use crate::document::Piece;
use crate::document::Place;

/// A heading that no style tells has at most this many words.
const MOST_WORDS: usize = 14;

/// A line that looks like a heading is one only if a block of this many letters follows.
const LEAST_LETTERS_AFTER: usize = 40;

/// A cell with more bytes of text than this is a column of a page.
const LONGEST_CELL: usize = 900;

/// Text that is this many half points larger than ordinary text stands out.
const LARGER: u32 = 4;

/// What a paragraph may be, before its neighbours have been asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Heading(u8),
    /// Bold, large or all in capitals, and short; an item of a list or not.
    LooksLikeHeading(Option<u8>),
    Item(u8),
    Paragraph,
    Contents,
    Row,
}

/// One block to be.
enum Unit<'a> {
    Paragraph(&'a Paragraph, Shape),
    Row(String, Option<u32>),
}

impl Unit<'_> {
    fn shape(&self) -> Shape {
        match self {
            Self::Paragraph(_, shape) => *shape,
            Self::Row(..) => Shape::Row,
        }
    }

    fn letters(&self) -> usize {
        let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        match self {
            Self::Paragraph(paragraph, _) => {
                paragraph.runs.iter().map(|run| count(&run.text)).sum()
            }
            Self::Row(text, _) => count(text),
        }
    }
}

/// Tells `items` to the builder.
pub(super) fn push(styles: &Styles, items: &[Item], builder: &mut Builder) {
    let mut units = Vec::new();
    collect(styles, items, &mut units);
    let mut level_above = 0u8;
    let mut last_page = None;
    for (place, unit) in units.iter().enumerate() {
        if builder.is_full() {
            break;
        }
        let kind = match unit.shape() {
            Shape::Heading(level) => {
                level_above = level;
                BlockKind::Heading { level }
            }
            Shape::LooksLikeHeading(item) => {
                let is_heading = units
                    .get(place + 1)
                    .is_some_and(|next| leads_to(item, next));
                match item {
                    _ if is_heading => BlockKind::Heading {
                        level: (level_above + 1).min(6),
                    },
                    Some(depth) => BlockKind::ListItem { depth },
                    None => BlockKind::Paragraph,
                }
            }
            Shape::Item(depth) => BlockKind::ListItem { depth },
            Shape::Paragraph => BlockKind::Paragraph,
            Shape::Row => BlockKind::TableRow,
            Shape::Contents => {
                if let Unit::Paragraph(paragraph, _) = unit {
                    builder.aside(AsideKind::Navigation, &paragraph.text(), None);
                }
                continue;
            }
        };
        match unit {
            Unit::Paragraph(paragraph, _) => push_paragraph(kind, paragraph, builder),
            Unit::Row(text, page) => {
                let piece = Piece {
                    text,
                    place: Place {
                        page: *page,
                        ..Place::default()
                    },
                    link: None,
                };
                builder.block(kind, &[piece], None);
            }
        }
        last_page = last_page.max(page_of(unit));
    }
    if let Some(pages) = last_page {
        builder.set_pages(pages);
    }
}

/// Tells the paragraphs of a note to the builder.
pub(super) fn push_note(items: &[Item], builder: &mut Builder) {
    for paragraph in paragraphs_of(items) {
        push_paragraph(BlockKind::Footnote, paragraph, builder);
    }
}

/// All paragraphs of `items`, those in tables too, in reading order.
pub(super) fn paragraphs_of(items: &[Item]) -> Vec<&Paragraph> {
    let mut found = Vec::new();
    // Tables nest only as deep as the elements that were read, which is bounded.
    for item in items {
        match item {
            Item::Paragraph(paragraph) => found.push(paragraph),
            Item::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    found.extend(paragraphs_of(&cell.items));
                }
            }
        }
    }
    found
}

fn page_of(unit: &Unit<'_>) -> Option<u32> {
    match unit {
        Unit::Paragraph(paragraph, _) => paragraph.runs.last().and_then(|run| run.page),
        Unit::Row(_, page) => *page,
    }
}

fn push_paragraph(kind: BlockKind, paragraph: &Paragraph, builder: &mut Builder) {
    let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(paragraph.runs.len());
    for (place, run) in paragraph.runs.iter().enumerate() {
        let text = if place == 0 && matches!(kind, BlockKind::ListItem { .. }) {
            without_bullet(&run.text)
        } else {
            run.text.as_str()
        };
        pieces.push(Piece {
            text,
            place: Place {
                page: run.page,
                ..Place::default()
            },
            link: run.link.as_deref(),
        });
    }
    builder.block(kind, &pieces, None);
}

fn collect<'a>(styles: &Styles, items: &'a [Item], units: &mut Vec<Unit<'a>>) {
    for item in items {
        match item {
            Item::Paragraph(paragraph) => {
                if let Some(shape) = shape_of(styles, paragraph) {
                    units.push(Unit::Paragraph(paragraph, shape));
                }
            }
            Item::Table(table) if is_data(styles, table) => collect_rows(table, units),
            Item::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    // Elements nest within bounds, and so do tables.
                    collect(styles, &cell.items, units);
                }
            }
        }
    }
}

/// What `paragraph` may be; none where it shows no letter.
fn shape_of(styles: &Styles, paragraph: &Paragraph) -> Option<Shape> {
    let text = paragraph.text();
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let effect = styles.effect_of(paragraph.style.as_deref());
    if effect.hidden {
        return None;
    }
    if effect.contents {
        return Some(Shape::Contents);
    }
    let words = text.split_whitespace().count();
    let heading = match paragraph.outline {
        Some(outline) => heading_of(outline),
        None => effect.heading,
    };
    if let Some(level) = heading.filter(|_| words <= 40) {
        return Some(Shape::Heading(level));
    }
    let list = List {
        number: paragraph.list.number.or(effect.list.number),
        level: paragraph.list.level.or(effect.list.level),
    };
    let item = (styles.is_marked(list) || opens_with_bullet(&text))
        .then(|| list.level.unwrap_or(0).min(8));
    if looks_like_heading(styles, paragraph, &effect, text.trim(), words) {
        return Some(Shape::LooksLikeHeading(item));
    }
    Some(item.map_or(Shape::Paragraph, Shape::Item))
}

fn looks_like_heading(
    styles: &Styles,
    paragraph: &Paragraph,
    effect: &Effect,
    text: &str,
    words: usize,
) -> bool {
    if words > MOST_WORDS || effect.caption || text.ends_with(['.', ',', ';', '!']) {
        return false;
    }
    let opens = text.starts_with(|first: char| first.is_uppercase() || first.is_numeric());
    let mut runs = paragraph
        .runs
        .iter()
        .filter(|run| run.text.chars().any(char::is_alphanumeric));
    let ordinary = styles.ordinary_size();
    let stands_out = runs.all(|run| {
        let size = run.size.or(effect.size).unwrap_or(ordinary);
        run.bold || effect.bold || size >= ordinary + LARGER
    });
    let shouts = words >= 1
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 4
        && !text.chars().any(char::is_lowercase);
    opens && (stands_out || shouts)
}

/// Whether a line that looks like a heading is one, given what comes next: text that it can head.
fn leads_to(item: Option<u8>, next: &Unit<'_>) -> bool {
    match next.shape() {
        Shape::Row => true,
        // A bold item among items is one of them.
        Shape::Item(_) => item.is_none() || next.letters() >= LEAST_LETTERS_AFTER * 2,
        Shape::Paragraph => next.letters() >= LEAST_LETTERS_AFTER,
        Shape::LooksLikeHeading(_) => item.is_none() && next.letters() >= LEAST_LETTERS_AFTER,
        Shape::Heading(_) | Shape::Contents => false,
    }
}

/// Whether `table` holds data: rows of at least two cells, none of which holds headings, tables or much text.
fn is_data(styles: &Styles, table: &Table) -> bool {
    let has_columns = table.rows.iter().any(|row| row.len() >= 2);
    has_columns
        && table.rows.iter().flatten().all(|cell| {
            let mut bytes = 0;
            cell.items.iter().all(|item| match item {
                Item::Table(_) => false,
                Item::Paragraph(paragraph) => {
                    bytes += paragraph
                        .runs
                        .iter()
                        .map(|run| run.text.len())
                        .sum::<usize>();
                    let effect = styles.effect_of(paragraph.style.as_deref());
                    bytes <= LONGEST_CELL && effect.heading.is_none()
                }
            })
        })
}

/// One unit a row, its cells parted by borders; a cell that spans rows or columns is repeated in each.
fn collect_rows(table: &Table, units: &mut Vec<Unit<'_>>) {
    let mut above: Vec<String> = Vec::new();
    for row in &table.rows {
        let mut texts: Vec<String> = Vec::new();
        for cell in row {
            let text = if cell.continues {
                above.get(texts.len()).cloned().unwrap_or_default()
            } else {
                text_of(cell)
            };
            texts.extend(std::iter::repeat_n(text, cell.span));
        }
        let page = row
            .iter()
            .flat_map(|cell| paragraphs_of(&cell.items))
            .flat_map(|paragraph| &paragraph.runs)
            .find_map(|run| run.page);
        if texts.iter().any(|text| !text.is_empty()) {
            let told: Vec<&str> = texts
                .iter()
                .map(String::as_str)
                .filter(|text| !text.is_empty())
                .collect();
            units.push(Unit::Row(told.join(" | "), page));
        }
        above = texts;
    }
}

/// The words of a cell: paragraphs after each other, items with a bullet between them.
fn text_of(cell: &Cell) -> String {
    let mut text = String::new();
    for paragraph in paragraphs_of(&cell.items) {
        let own = paragraph.text();
        let own = own.trim();
        if own.is_empty() {
            continue;
        }
        if !text.is_empty() {
            let is_item = paragraph.list.number.is_some_and(|number| number != 0);
            text.push_str(if is_item { " • " } else { " " });
        }
        text.push_str(own);
    }
    text
}

/// Whether a bullet was typed at the front of `text`.
fn opens_with_bullet(text: &str) -> bool {
    without_bullet(text).len() < text.trim_start().len()
}

/// `text` without the bullet typed at its front.
fn without_bullet(text: &str) -> &str {
    let trimmed = text.trim_start();
    let mut characters = trimmed.chars();
    let rest =
        |characters: std::str::Chars<'_>| characters.as_str().starts_with(char::is_whitespace);
    match characters.next() {
        Some(
            '•' | '●' | '○' | '◦' | '▪' | '▫' | '■' | '□' | '‣' | '⁃' | '∙' | '◆' | '➢' | '➤' | '►'
            | '✓' | '✔' | '❖' | '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f0fc}' | '·',
        ) => characters.as_str().trim_start(),
        Some('-' | '–') if rest(characters.clone()) => characters.as_str().trim_start(),
        _ => text,
    }
}
