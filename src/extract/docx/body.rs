//! From the XML of a document, or of its notes, headers and footers, to paragraphs and tables.
//!
//! Tracked changes are taken as accepted: what was deleted or moved away is left out, what was inserted is kept.

use std::collections::BTreeMap;
use std::time::Instant;

use super::Unreadable;
use super::package::Relation;
use super::styles::List;
use super::styles::Styles;
use super::styles::number;
use super::xml::Elements;
use super::xml::Opened;
use super::xml::Step;
use super::xml::Vocabulary;

/// How many steps are taken between two looks at the clock.
const STEPS_PER_LOOK: usize = 4_096;

/// A run of text that looks the same and links to the same place.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) bold: bool,
    /// In half points, where it or its style sets one.
    pub(super) size: Option<u32>,
    pub(super) link: Option<String>,
    pub(super) page: Option<u32>,
}

/// A paragraph, with the text boxes that hang on it.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    pub(super) runs: Vec<Run>,
    pub(super) style: Option<String>,
    pub(super) outline: Option<u8>,
    pub(super) list: List,
    /// The mark at its end was deleted: it and the next are one paragraph.
    joins_next: bool,
    boxes: Vec<Item>,
}

impl Paragraph {
    /// Its words.
    pub(super) fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// A table, row by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) items: Vec<Item>,
    /// Over how many columns it goes.
    pub(super) span: usize,
    /// Whether it is the lower part of the cell above.
    pub(super) continues: bool,
}

/// A paragraph or a table.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Paragraph(Paragraph),
    Table(Table),
}

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

/// A field, as a link or a page number: instructions, then what it shows.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    shows: bool,
    link: Option<String>,
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

    /// A property of the paragraph, run, row, cell or section that is open.
    fn enter_property(&mut self, name: &str, element: &Opened<'_>) -> Option<Close> {
        let in_run = self.open.iter().rev().find_map(|close| match close {
            Close::Run => Some(true),
            Close::Paragraph => Some(false),
            _ => None,
        });
        match name {
            // What the properties were before a tracked change.
            _ if name.ends_with("Change") => return None,
            "gridSpan" => {
                let span = number(element.value()).unwrap_or(1usize);
                if let Some(cell) = self.row().and_then(|row| row.last_mut()) {
                    cell.span = span.clamp(1, 63);
                }
            }
            "vMerge" => {
                let continues = element.value().is_none_or(|value| value == "continue");
                if let Some(cell) = self.row().and_then(|row| row.last_mut()) {
                    cell.continues = continues;
                }
            }
            "del" | "moveFrom" => match self.open_owner() {
                Close::Row => self.row_deleted = true,
                Close::Paragraph => {
                    if let Some(paragraph) = self.paragraphs.last_mut() {
                        paragraph.joins_next = true;
                    }
                }
                _ => {}
            },
            "headerReference" | "footerReference" => {
                self.body.margins.extend(element.attribute("id"));
            }
            _ if in_run == Some(true) => self.run_property(name, element),
            _ => self.paragraph_property(name, element),
        }
        Some(Close::Nothing)
    }

    /// What the properties that are read now belong to.
    fn open_owner(&self) -> Close {
        self.open
            .iter()
            .rev()
            .find(|close| !matches!(close, Close::Nothing | Close::Properties))
            .copied()
            .unwrap_or(Close::Nothing)
    }

    fn run_property(&mut self, name: &str, element: &Opened<'_>) {
        match name {
            "rStyle" => {
                let effect = self.context.styles.effect_of(element.value().as_deref());
                self.run.bold |= effect.bold;
                self.run.size = self.run.size.or(effect.size);
                self.hidden |= effect.hidden;
            }
            "b" => self.run.bold = element.is_on(),
            "sz" => self.run.size = number(element.value()),
            "vanish" => self.hidden = element.is_on(),
            _ => {}
        }
    }

    fn paragraph_property(&mut self, name: &str, element: &Opened<'_>) {
        let value = element.value();
        if name == "pageBreakBefore" && element.is_on() && !self.has_rendered_breaks {
            self.turn_page();
        }
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        match name {
            "pStyle" => paragraph.style = value,
            "outlineLvl" => paragraph.outline = number(value),
            "numId" => paragraph.list.number = number(value),
            "ilvl" => paragraph.list.level = number(value),
            _ => {}
        }
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

    /// Text that an element without text of its own stands for.
    fn put(&mut self, text: &str) -> Close {
        let outside = std::mem::replace(&mut self.in_text, true);
        self.text(text);
        self.in_text = outside;
        Close::Nothing
    }

    fn text(&mut self, text: &str) {
        if self.in_instruction {
            if let Some(field) = self.fields.last_mut().filter(|field| !field.shows) {
                field.instruction.push_str(text);
            }
            return;
        }
        let in_instructions = self.fields.iter().any(|field| !field.shows);
        if !self.in_text || self.hidden || in_instructions {
            return;
        }
        let link = self
            .links
            .iter()
            .rev()
            .chain(self.fields.iter().rev().map(|field| &field.link))
            .find_map(Option::as_ref);
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        if let Some(last) = paragraph.runs.last_mut()
            && last.link.as_ref() == link
            && (last.bold, last.size, last.page) == (self.run.bold, self.run.size, self.page)
        {
            last.text.push_str(text);
            return;
        }
        paragraph.runs.push(Run {
            text: text.to_owned(),
            bold: self.run.bold,
            size: self.run.size,
            link: link.cloned(),
            page: self.page,
        });
    }

    fn link_of(&self, element: &Opened<'_>) -> Option<String> {
        let place = element
            .attribute("anchor")
            .map(|anchor| format!("#{anchor}"))
            .unwrap_or_default();
        let outside = element
            .attribute("id")
            .and_then(|id| self.context.relations.get(&id))
            .map(|relation| relation.target.as_str())
            .unwrap_or_default();
        let link = format!("{outside}{place}");
        (!link.is_empty()).then_some(link)
    }

    fn field_mark(&mut self, element: &Opened<'_>) {
        match element.attribute("fldCharType").as_deref() {
            Some("begin") => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.shows = true;
                    field.link = link_of_field(&field.instruction);
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }
}

/// Where a `HYPERLINK "address" \l "place"` field leads.
fn link_of_field(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?;
    let mut quoted = rest.split('"').skip(1).step_by(2);
    let first = quoted.next()?;
    let before = rest.split('"').next().unwrap_or_default();
    let link = if before.contains("\\l") {
        format!("#{first}")
    } else {
        first.to_owned()
    };
    (!link.is_empty()).then_some(link)
}
