//! From the XML of a document, or of its notes, headers and footers, to paragraphs and tables.
//!
//! Tracked changes are taken as accepted: what was deleted or moved away is left out, what was inserted is kept.

mod properties;
mod text;

use std::collections::BTreeMap;
use std::time::Instant;

use super::Unreadable;
use super::fields::Field;
use super::fields::link_of_field;
use super::items::Cell;
use super::items::Item;
use super::items::Paragraph;
use super::items::Run;
use super::items::Table;
use super::package::Relation;
use super::styles::Styles;
use super::styles::number;
use super::xml::Elements;
use super::xml::Opened;
use super::xml::Step;
use super::xml::Vocabulary;

/// How many steps are taken between two looks at the clock.
const STEPS_PER_LOOK: usize = 4_096;

/// What was read of a part.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) items: Vec<Item>,
    /// The notes that the text refers to, in its order.
    pub(super) notes: Vec<NoteId>,
    /// The relations of headers and footers.
    pub(super) margins: Vec<String>,
    /// Lines of tables of contents.
    pub(super) contents: Vec<Item>,
    /// Whether the clock ran out before the end.
    pub(super) is_cut: bool,
}

/// Which note: of the foot or of the end, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NoteId {
    pub(super) at_end: bool,
    pub(super) number: i64,
}

/// What a part is read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) styles: &'a Styles,
    pub(super) relations: &'a BTreeMap<String, Relation>,
    pub(super) deepest: usize,
    pub(super) until: Option<Instant>,
}

/// Reads a part; what stands before a mistake in its XML is kept, and the mistake told where nothing does.
pub(super) fn read(xml: &str, context: Context<'_>) -> Result<Body, Unreadable> {
    let mut walker = Walker::new(xml, context);
    let outcome = walker.run();
    let body = walker.finish();
    let has_words = super::blocks::paragraphs_of(&body.items)
        .iter()
        .any(|paragraph| paragraph.runs.iter().any(|run| !run.text.trim().is_empty()));
    match outcome {
        Err(error) if !has_words => Err(error),
        Err(_) => Ok(Body {
            is_cut: true,
            ..body
        }),
        Ok(()) => Ok(body),
    }
}

/// The notes of a part by their numbers.
pub(super) fn read_notes(
    xml: &str,
    context: Context<'_>,
) -> Result<BTreeMap<i64, Vec<Item>>, Unreadable> {
    let mut walker = Walker::new(xml, context);
    // Half a part of notes is better than none; what is missing is missing in the file.
    let _ = walker.run();
    Ok(walker.notes)
}

/// What is to be done when an element closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Close {
    Nothing,
    Paragraph,
    Properties,
    Run,
    Link,
    Field,
    Text,
    Box,
    Table,
    Row,
    Cell,
    Alternatives,
    Contents,
    Note,
}

struct Walker<'a> {
    elements: Elements<'a>,
    context: Context<'a>,
    body: Body,
    notes: BTreeMap<i64, Vec<Item>>,
    open: Vec<Close>,
    /// What paragraphs and tables are put into: the body, text boxes, cells, notes, the innermost last.
    holders: Vec<Vec<Item>>,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    fields: Vec<Field>,
    links: Vec<Option<String>>,
    note: Option<i64>,
    /// Whether one alternative was taken, for each open set of them.
    alternatives: Vec<bool>,
    run: Run,
    hidden: bool,
    in_properties: bool,
    in_text: bool,
    in_instruction: bool,
    row_deleted: bool,
    page: Option<u32>,
    /// Whether the file says where its pages broke when it was last shown.
    has_rendered_breaks: bool,
}

impl<'a> Walker<'a> {
    fn new(xml: &'a str, context: Context<'a>) -> Self {
        let has_rendered_breaks =
            memchr::memmem::find(xml.as_bytes(), b"lastRenderedPageBreak").is_some();
        let has_breaks =
            has_rendered_breaks || memchr::memmem::find(xml.as_bytes(), b"type=\"page\"").is_some();
        Self {
            elements: Elements::new(xml, context.deepest),
            context,
            body: Body::default(),
            notes: BTreeMap::new(),
            open: Vec::new(),
            holders: vec![Vec::new()],
            paragraphs: Vec::new(),
            tables: Vec::new(),
            fields: Vec::new(),
            links: Vec::new(),
            note: None,
            alternatives: Vec::new(),
            run: Run::default(),
            hidden: false,
            in_properties: false,
            in_text: false,
            in_instruction: false,
            row_deleted: false,
            page: has_breaks.then_some(1),
            has_rendered_breaks,
        }
    }

    fn run(&mut self) -> Result<(), Unreadable> {
        let mut steps = 0usize;
        while let Some(step) = self.elements.next()? {
            match step {
                Step::Open(element) => {
                    let close = self.enter(&element)?;
                    if let Some(close) = close {
                        self.open.push(close);
                    }
                }
                Step::Close => {
                    let close = self.open.pop().unwrap_or(Close::Nothing);
                    self.leave(close);
                }
                Step::Text(text) => self.text(&text),
            }
            steps += 1;
            if steps.is_multiple_of(STEPS_PER_LOOK)
                && self
                    .context
                    .until
                    .is_some_and(|until| Instant::now() > until)
            {
                self.body.is_cut = true;
                return Ok(());
            }
        }
        Ok(())
    }

    /// Closes whatever is open, as at the end of a file that was cut.
    fn finish(&mut self) -> Body {
        while let Some(close) = self.open.pop() {
            self.leave(close);
        }
        let mut body = std::mem::take(&mut self.body);
        body.items = self.holders.drain(..).flatten().collect();
        body
    }

    /// Takes up an element; none where it was passed over to its end.
    fn enter(&mut self, element: &Opened<'_>) -> Result<Option<Close>, Unreadable> {
        let name = element.name();
        let close = match element.vocabulary {
            Vocabulary::Math if name == "t" => {
                self.in_text = true;
                Some(Close::Text)
            }
            Vocabulary::Compatibility => match name {
                "AlternateContent" => {
                    self.alternatives.push(false);
                    Some(Close::Alternatives)
                }
                "Choice" | "Fallback" => match self.alternatives.last_mut() {
                    // The others draw the same for older programs.
                    Some(taken) if *taken => None,
                    Some(taken) => {
                        *taken = true;
                        Some(Close::Nothing)
                    }
                    None => Some(Close::Nothing),
                },
                _ => Some(Close::Nothing),
            },
            Vocabulary::Word => self.enter_word(name, element),
            Vocabulary::Math | Vocabulary::Other => Some(Close::Nothing),
        };
        if close.is_none() {
            self.elements.skip()?;
        }
        Ok(close)
    }

    fn enter_word(&mut self, name: &str, element: &Opened<'_>) -> Option<Close> {
        if self.in_properties {
            return self.enter_property(name, element);
        }
        Some(match name {
            "p" => {
                self.paragraphs.push(Paragraph::default());
                Close::Paragraph
            }
            "pPr" | "rPr" | "trPr" | "tcPr" | "tblPr" | "sectPr" => {
                self.in_properties = true;
                Close::Properties
            }
            "r" => {
                self.run = Run::default();
                self.hidden = false;
                Close::Run
            }
            "t" => {
                self.in_text = true;
                Close::Text
            }
            "instrText" => {
                self.in_instruction = true;
                Close::Text
            }
            "tab" | "ptab" => self.put("\t"),
            "cr" => self.put(" "),
            "br" => {
                if element.attribute("type").as_deref() == Some("page") && !self.has_rendered_breaks
                {
                    self.turn_page();
                }
                self.put(" ")
            }
            "lastRenderedPageBreak" => {
                self.turn_page();
                Close::Nothing
            }
            "noBreakHyphen" => self.put("-"),
            "softHyphen" => self.put("\u{ad}"),
            "sym" => {
                let character = element
                    .attribute("char")
                    .and_then(|code| u32::from_str_radix(&code, 16).ok())
                    .and_then(char::from_u32);
                self.put(character.unwrap_or(' ').encode_utf8(&mut [0; 4]))
            }
            "hyperlink" => {
                let link = self.link_of(element);
                self.links.push(link);
                Close::Link
            }
            "fldSimple" => {
                let instruction = element.attribute("instr").unwrap_or_default();
                self.fields.push(Field {
                    link: link_of_field(&instruction),
                    shows: true,
                    instruction,
                });
                Close::Field
            }
            "fldChar" => {
                self.field_mark(element);
                Close::Nothing
            }
            "footnoteReference" | "endnoteReference" => {
                if let Some(id) = number(element.attribute("id")) {
                    self.body.notes.push(NoteId {
                        at_end: name == "endnoteReference",
                        number: id,
                    });
                }
                Close::Nothing
            }
            "footnote" | "endnote" => {
                let is_ruler = element
                    .attribute("type")
                    .is_some_and(|kind| kind != "normal");
                self.note = number(element.attribute("id"));
                if is_ruler || self.note.is_none() {
                    return None;
                }
                self.holders.push(Vec::new());
                Close::Note
            }
            "txbxContent" => {
                self.holders.push(Vec::new());
                Close::Box
            }
            "tbl" => {
                self.tables.push(Table::default());
                Close::Table
            }
            "tr" => {
                self.row_deleted = false;
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
                Close::Row
            }
            "tc" => {
                self.holders.push(Vec::new());
                if let Some(row) = self.row() {
                    row.push(Cell {
                        span: 1,
                        ..Cell::default()
                    });
                }
                Close::Cell
            }
            "docPartGallery" if element.value().as_deref() == Some("Table of Contents") => {
                // Said in the properties of the block whose content it is.
                self.holders.push(Vec::new());
                if let Some(block) = self
                    .open
                    .iter_mut()
                    .rev()
                    .nth(2)
                    .filter(|close| **close == Close::Nothing)
                {
                    *block = Close::Contents;
                } else {
                    self.holders.pop();
                }
                Close::Nothing
            }
            // What was deleted or moved away, the words under which a phonetic guide stands, what programs note.
            "del" | "moveFrom" | "rt" | "delText" | "delInstrText" | "altChunk"
            | "numPicBullet" => {
                return None;
            }
            _ => Close::Nothing,
        })
    }

    fn row(&mut self) -> Option<&mut Vec<Cell>> {
        self.tables.last_mut()?.rows.last_mut()
    }

    fn leave(&mut self, close: Close) {
        match close {
            Close::Nothing => {}
            Close::Properties => self.in_properties = false,
            Close::Text => {
                self.in_text = false;
                self.in_instruction = false;
            }
            Close::Run => {
                self.run = Run::default();
                self.hidden = false;
            }
            Close::Link => {
                self.links.pop();
            }
            Close::Field => {
                self.fields.pop();
            }
            Close::Paragraph => self.end_paragraph(),
            Close::Box => {
                let items = self.holders.pop().unwrap_or_default();
                match self.paragraphs.last_mut() {
                    Some(paragraph) => paragraph.boxes.extend(items),
                    None => self.hold_all(items),
                }
            }
            Close::Note => {
                let items = self.holders.pop().unwrap_or_default();
                if let Some(id) = self.note.take() {
                    self.notes.insert(id, items);
                }
            }
            Close::Cell => {
                let items = self.holders.pop().unwrap_or_default();
                if let Some(cell) = self.row().and_then(|row| row.last_mut()) {
                    cell.items = items;
                }
            }
            Close::Row => {
                if std::mem::take(&mut self.row_deleted)
                    && let Some(table) = self.tables.last_mut()
                {
                    table.rows.pop();
                }
            }
            Close::Table => {
                if let Some(table) = self.tables.pop() {
                    self.hold_all(vec![Item::Table(table)]);
                }
            }
            Close::Alternatives => {
                self.alternatives.pop();
            }
            Close::Contents => {
                let items = self.holders.pop().unwrap_or_default();
                self.body.contents.extend(items);
            }
        }
    }

    fn hold_all(&mut self, items: Vec<Item>) {
        if let Some(holder) = self.holders.last_mut() {
            holder.extend(items);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else {
            return;
        };
        let boxes = std::mem::take(&mut paragraph.boxes);
        let Some(holder) = self.holders.last_mut() else {
            return;
        };
        match holder.last_mut() {
            // The mark between the two was deleted.
            Some(Item::Paragraph(last)) if last.joins_next => {
                last.joins_next = paragraph.joins_next;
                last.runs.append(&mut paragraph.runs);
            }
            _ => holder.push(Item::Paragraph(paragraph)),
        }
        holder.extend(boxes);
    }

    fn turn_page(&mut self) {
        self.page = self.page.map(|page| page.saturating_add(1));
    }
}
