//! What a PDF says about itself beside its pages: metadata, language, outline, links.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::Array;
use hayro_syntax::object::DateTime;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::Rect;
use hayro_syntax::object::String as Words;
use hayro_syntax::page::Page as SourcePage;
use kurbo::Affine;
use kurbo::Rect as Shape;

use super::headings::OutlineEntry;
use super::headings::fold;
use super::page::Area;
use super::page::Page;
use crate::document::Builder;

/// Entries of the outline that are read.
const MOST_ENTRIES: usize = 3_000;

/// Links of one page that are read.
const MOST_LINKS: usize = 2_000;

/// Fills in what the document information dictionary says.
pub(super) fn read_metadata(pdf: &Pdf, builder: &mut Builder) {
    let told = pdf.metadata();
    let worth = |text: Option<&[u8]>| {
        text.map(text_of)
            .map(|text| text.trim_matches(['\0', ' ', '\n', '\r', '\t']).to_owned())
            .filter(|text| !text.is_empty())
    };
    let dated = |date: Option<DateTime>| {
        date.map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
    };
    builder.set_dates(
        dated(told.creation_date).as_deref(),
        dated(told.modification_date).as_deref(),
    );
    let metadata = builder.metadata();
    metadata.title = worth(told.title.as_deref());
    metadata.author = worth(told.author.as_deref());
    metadata.producer = worth(told.producer.as_deref()).or(worth(told.creator.as_deref()));
}

/// The language that the catalog declares.
pub(super) fn language(pdf: &Pdf) -> Option<String> {
    let catalog = catalog(pdf)?;
    let words = catalog.get::<Words<'_>>(b"Lang")?;
    Some(text_of(&words)).filter(|text| !text.trim().is_empty())
}

/// The entries of the outline, in their order.
pub(super) fn outline(pdf: &Pdf) -> Vec<OutlineEntry> {
    let mut entries = Vec::new();
    let first = catalog(pdf)
        .and_then(|catalog| catalog.get::<Dict<'_>>(b"Outlines"))
        .and_then(|outlines| outlines.get::<Dict<'_>>(b"First"));
    let Some(first) = first else { return entries };
    let mut seen = BTreeSet::new();
    let mut open = vec![(first, 1u8)];
    while let Some((entry, level)) = open.pop() {
        if entries.len() >= MOST_ENTRIES || !seen.insert(entry.data().as_ptr() as usize) {
            break;
        }
        if let Some(title) = entry.get::<Words<'_>>(b"Title") {
            let folded = fold(&text_of(&title));
            if !folded.is_empty() {
                entries.push(OutlineEntry { folded, level });
            }
        }
        if let Some(next) = entry.get::<Dict<'_>>(b"Next") {
            open.push((next, level));
        }
        if level < 8
            && let Some(child) = entry.get::<Dict<'_>>(b"First")
        {
            open.push((child, level + 1));
        }
    }
    entries
}

/// Finds the links of a page and tells its words which of them covers each.
pub(super) fn link_words(source: &SourcePage<'_>, page: &mut Page) {
    let Some(notes) = source.raw().get::<Array<'_>>(b"Annots") else {
        return;
    };
    let transform = Affine::new(source.initial_transform(true).as_coeffs());
    for note in notes.iter::<Dict<'_>>().take(MOST_LINKS) {
        let Some(target) = target_of(&note) else {
            continue;
        };
        let Some(rect) = note.get::<Rect>(b"Rect") else {
            continue;
        };
        let shape = transform
            .transform_rect_bbox(Shape::new(rect.x0, rect.y0, rect.x1, rect.y1))
            .abs();
        let area = Area {
            left: shape.x0 as f32,
            top: shape.y0 as f32,
            right: shape.x1 as f32,
            bottom: shape.y1 as f32,
        };
        let number = match page.links.iter().position(|known| *known == target) {
            Some(place) => place + 1,
            None => {
                page.links.push(target);
                page.links.len()
            }
        };
        let Ok(number) = u16::try_from(number) else {
            return;
        };
        for word in &mut page.words {
            let middle = (word.left + word.right) / 2.0;
            if area.holds(middle, word.baseline - 0.25 * word.size) {
                word.link = number;
            }
        }
    }
}

fn target_of(note: &Dict<'_>) -> Option<String> {
    let kind = note.get::<Name<'_>>(b"Subtype")?;
    if &*kind != b"Link" {
        return None;
    }
    let uri = note.get::<Dict<'_>>(b"A")?.get::<Words<'_>>(b"URI")?;
    let target = text_of(&uri).trim().to_owned();
    (!target.is_empty() && target.len() < 4_000).then_some(target)
}

fn catalog(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())
}

/// The characters of a text string: UTF-16 or UTF-8 where it says so, otherwise close to Latin 1.
fn text_of(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
        },
    }
}
