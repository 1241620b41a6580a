//! What the body of a document is made of: paragraphs with their runs, and tables.

use super::styles::List;

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
    pub(super) joins_next: bool,
    pub(super) boxes: Vec<Item>,
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
