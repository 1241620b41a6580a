//! Word documents (DOCX): paragraphs, headings, lists and tables in reading order, notes after the text.
//!
//! A document is a ZIP package of XML parts. Its parts are unfolded within bounds, its styles and lists resolved, its
//! body read into paragraphs and tables, and these told to the builder. Other Office formats are known by name.

mod blocks;
mod body;
mod other;
mod package;
mod styles;
mod xml;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Instant;

use super::Hints;
use super::Limits;
use super::Unreadable;
use super::decode::decoded;
use crate::document::AsideKind;
use crate::document::Builder;

use body::Context;
use body::Item;
use package::Package;
use package::Relation;
use package::broken;
use styles::Styles;
use xml::Elements;
use xml::Step;

/// Headers and footers beyond this many repeat themselves.
const MOST_MARGINS: usize = 24;

/// Whether these bytes are a document of an Office program: DOCX, or a format that is told by its name.
pub(super) fn recognises(bytes: &[u8], _hints: &Hints<'_>) -> bool {
    other::is_office(bytes)
}

pub(super) fn read(
    bytes: &[u8],
    _hints: &Hints<'_>,
    limits: &Limits,
    builder: &mut Builder,
) -> Result<(), Unreadable> {
    if let Some(unreadable) = other::what_else_it_is(bytes) {
        return Err(unreadable);
    }
    let started = Instant::now();
    let mut package = Package::open(bytes, limits.unfolded_bytes)?;
    if package.is_locked() {
        return Err(Unreadable::Encrypted);
    }
    let main = main_part(&mut package)?;
    let relations = package.relations_of(&main)?;
    let styles = {
        let styles = part_of_kind(&mut package, &relations, "styles")?;
        let numbering = part_of_kind(&mut package, &relations, "numbering")?;
        Styles::read(styles.as_deref(), numbering.as_deref())
    };
    let context = Context {
        styles: &styles,
        relations: &relations,
        deepest: limits.depth,
        until: started.checked_add(limits.time),
    };
    let xml = package
        .part(&main)?
        .ok_or_else(|| broken("its main part is missing"))?;
    let body = body::read(&xml, context)?;
    drop(xml);
    if body.is_cut {
        builder.notice(
            "document-truncated",
            "the file is damaged or too long to be read to its end",
        );
    }
    read_properties(&mut package, builder)?;

    let mut notes = [false, true].map(|_| BTreeMap::new());
    for (place, kind) in ["footnotes", "endnotes"].into_iter().enumerate() {
        if let Some(name) = name_of_kind(&relations, kind)
            && let Some(xml) = package.part(&name)?
        {
            let own = package.relations_of(&name)?;
            let context = Context {
                relations: &own,
                ..context
            };
            if let Some(found) = notes.get_mut(place) {
                *found = body::read_notes(&xml, context)?;
            }
        }
    }
    blocks::push(&styles, &body.items, builder);
    for note in &body.notes {
        let found = notes
            .get(usize::from(note.at_end))
            .and_then(|notes| notes.get(&note.number));
        if let Some(items) = found {
            blocks::push_note(items, builder);
        }
    }
    builder.aside(AsideKind::Navigation, &text_of(&body.contents), None);
    push_margins(&mut package, &relations, &body.margins, context, builder)
}

/// The name of the part that holds the document; an error that names the format where the package is another one.
fn main_part(package: &mut Package<'_>) -> Result<String, Unreadable> {
    let name = package
        .relations_of("")?
        .into_values()
        .find(|relation| relation.kind == "officeDocument")
        .map(|relation| relation.target);
    match name {
        Some(name) if name.starts_with("xl/") => Err(other::named("Excel workbook")),
        Some(name) if name.starts_with("ppt/") => Err(other::named("PowerPoint presentation")),
        Some(name) if name.starts_with("visio/") => Err(other::named("Visio drawing")),
        Some(name) => Ok(name),
        None if package.holds("word/document.xml") => Ok("word/document.xml".to_owned()),
        None => Err(other::archive(package)),
    }
}

fn name_of_kind(relations: &BTreeMap<String, Relation>, kind: &str) -> Option<String> {
    relations
        .values()
        .find(|relation| relation.kind == kind)
        .map(|relation| relation.target.clone())
}

fn part_of_kind(
    package: &mut Package<'_>,
    relations: &BTreeMap<String, Relation>,
    kind: &str,
) -> Result<Option<String>, Unreadable> {
    match name_of_kind(relations, kind) {
        Some(name) => package.part(&name),
        None => Ok(None),
    }
}

/// Title, author and dates from the core properties, the program from the others.
fn read_properties(package: &mut Package<'_>, builder: &mut Builder) -> Result<(), Unreadable> {
    let relations = package.relations_of("")?;
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for kind in ["core-properties", "extended-properties"] {
        let Some(xml) = part_of_kind(package, &relations, kind)? else {
            continue;
        };
        let mut elements = Elements::new(&xml, 16);
        while let Ok(Some(step)) = elements.next() {
            let Step::Open(element) = step else { continue };
            let name = element.name().to_owned();
            let is_read = matches!(
                name.as_str(),
                "title" | "creator" | "created" | "modified" | "language" | "Application"
            );
            if is_read && let Ok(text) = elements.text() {
                let text = crate::document::cleaned(&text);
                if !text.is_empty() {
                    found.entry(name).or_insert(text);
                }
            }
        }
    }
    builder.set_dates(
        found.get("created").map(String::as_str),
        found.get("modified").map(String::as_str),
    );
    let metadata = builder.metadata();
    metadata.title = found.remove("title");
    metadata.author = found.remove("creator");
    metadata.language = found.remove("language");
    metadata.producer = found.remove("Application");
    Ok(())
}

/// Keeps headers and footers as asides.
fn push_margins(
    package: &mut Package<'_>,
    relations: &BTreeMap<String, Relation>,
    margins: &[String],
    context: Context<'_>,
    builder: &mut Builder,
) -> Result<(), Unreadable> {
    let mut seen = BTreeSet::new();
    for id in margins.iter().take(MOST_MARGINS) {
        let Some(relation) = relations.get(id) else {
            continue;
        };
        let kind = if relation.kind == "header" {
            AsideKind::RunningHead
        } else {
            AsideKind::RunningFoot
        };
        let Some(xml) = package.part(&relation.target)? else {
            continue;
        };
        let Ok(body) = body::read(&xml, context) else {
            continue;
        };
        let text = text_of(&body.items);
        if seen.insert((kind, text.clone())) {
            builder.aside(kind, &text, None);
        }
    }
    Ok(())
}

/// All words of `items`.
fn text_of(items: &[Item]) -> String {
    let mut text = String::new();
    for paragraph in blocks::paragraphs_of(items) {
        text.push_str(&paragraph.text());
        text.push('\n');
    }
    text
}
