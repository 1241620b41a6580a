//! Tells tables of data, read row by row, from tables that only lay out a page.

use html5ever::local_name;

use super::blocks::Run;
use super::elements::Flow;
use super::elements::flow_of;
use super::elements::role_of;
use super::tree::Content;
use super::tree::Element;
use super::tree::NodeId;
use super::tree::Tree;

/// A cell spans at most this many columns, and rows: the numbers come from outside.
const MOST_COLUMNS: usize = 16;
const MOST_ROWS: usize = 64;

/// A cell with more bytes of text than this is a column of a page.
const LONGEST_CELL: usize = 900;

/// How many tables may stand around one that is looked at: it bounds how often a node is looked at.
const DEEPEST: usize = 3;

/// Where the reading of a data table stands, and the cells that reach down into the rows to come.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) column: usize,
    /// The run with which the open cell begins.
    pub(super) cell_from: usize,
    /// By column, in its order: for how many more rows the cell is to be repeated, and what it holds.
    held: Vec<(usize, usize, Vec<Run>)>,
}

impl Grid {
    pub(super) fn start_row(&mut self) {
        self.column = 0;
    }

    /// Keeps the cell of this column for `rows` more rows.
    pub(super) fn hold(&mut self, rows: usize, runs: Vec<Run>) {
        self.held.retain(|(column, ..)| *column != self.column);
        // One more, for the row that is being read is not over.
        self.held.push((self.column, rows + 1, runs));
    }

    /// What a cell further up puts into this column.
    pub(super) fn held_here(&mut self) -> Option<Vec<Run>> {
        let held = self
            .held
            .iter_mut()
            .find(|(column, ..)| *column == self.column)?;
        held.1 = held.1.checked_sub(1)?;
        (held.1 > 0).then(|| held.2.clone())
    }
}

/// Over how many columns and rows the cell `element` goes.
pub(super) fn spans_of(element: &Element) -> (usize, usize) {
    let span = |name| {
        element
            .attribute(&name)
            .and_then(|span| span.trim().parse::<usize>().ok())
            .unwrap_or(1)
    };
    (
        span(local_name!("colspan")).clamp(1, MOST_COLUMNS),
        span(local_name!("rowspan")).clamp(1, MOST_ROWS),
    )
}

/// Whether the table `id` holds data: rows of at least two cells, none of which holds headings, forms or tables.
pub(super) fn is_data_table(tree: &Tree, id: NodeId) -> bool {
    let says_layout = tree
        .element(id)
        .and_then(role_of)
        .is_some_and(|role| matches!(role, "presentation" | "none"));
    if says_layout || stands_deep(tree, id) {
        return false;
    }
    let mut cells = 0;
    let mut most_cells = 0;
    let mut bytes = 0;
    let mut at = tree.node(id).first_child;
    while let Some(node) = at {
        match &tree.node(node).content {
            Content::Nothing => {}
            Content::Text(text) => bytes += text.trim().len(),
            Content::Element(element) => match flow_of(element) {
                Flow::Table | Flow::Heading(_) => return false,
                Flow::Row => cells = 0,
                Flow::Cell => {
                    cells += 1;
                    most_cells = most_cells.max(cells);
                    bytes = 0;
                }
                Flow::Unread
                    if element.tag() == local_name!("input")
                        || element.tag() == local_name!("select") =>
                {
                    return false;
                }
                _ => {}
            },
        }
        if bytes > LONGEST_CELL {
            return false;
        }
        at = match tree.node(node).first_child {
            Some(child) => Some(child),
            None => tree.after(node, id, |_| {}),
        };
    }
    most_cells >= 2
}

fn stands_deep(tree: &Tree, id: NodeId) -> bool {
    let mut tables = 0;
    let mut at = tree.node(id).parent;
    while let Some(above) = at {
        let is_table = tree
            .element(above)
            .is_some_and(|element| element.tag() == local_name!("table"));
        tables += usize::from(is_table);
        at = tree.node(above).parent;
    }
    tables > DEEPEST
}
