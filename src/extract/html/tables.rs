//! Tells tables of data, read row by row, from tables that only lay out a page.

use html5ever::local_name;

use super::elements::Flow;
use super::elements::flow_of;
use super::elements::role_of;
use super::tree::Content;
use super::tree::NodeId;
use super::tree::Tree;

/// A cell with more bytes of text than this is a column of a page.
const LONGEST_CELL: usize = 900;

/// How many tables may stand around one that is looked at: it bounds how often a node is looked at.
const DEEPEST: usize = 3;

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
