//! Rows: of tables of data, and of terms with their definitions.

use html5ever::local_name;

use super::Unfolder;
use crate::extract::html::blocks::Run;
use crate::extract::html::tables::spans_of;
use crate::extract::html::tree::NodeId;

/// A definition no longer than this stands in one row with its term.
const SHORT_DEFINITION: usize = 160;

/// A cell longer than this is not repeated where it spans rows or columns.
const LONGEST_REPEATED: usize = 160;

/// Nor is a cell of more runs.
const MOST_RUNS_REPEATED: usize = 8;

impl Unfolder<'_> {
    /// Parts two cells of a row.
    pub(super) fn border(&mut self) {
        if self.out.runs.len() > self.block_from {
            let inside = self.state;
            self.state.link = None;
            self.state.leads_away = false;
            self.push_text(" | ", 0);
            self.state = inside;
        }
    }

    pub(super) fn enter_cell(&mut self) {
        self.repeat_cells_from_above();
        self.border();
        self.grid.cell_from = self.out.runs.len();
    }

    /// A cell that spans rows or columns is read in each of them: a row says what it says without the table.
    pub(super) fn leave_cell(&mut self, id: NodeId) {
        let Some(element) = self.tree.element(id) else {
            return;
        };
        let runs: Vec<Run> = self
            .out
            .runs
            .get(self.grid.cell_from..)
            .unwrap_or_default()
            .to_vec();
        let (columns, rows) = spans_of(element);
        let is_short = runs.iter().map(|run| run.text.len()).sum::<usize>() <= LONGEST_REPEATED
            && runs.len() <= MOST_RUNS_REPEATED;
        let columns = if is_short { columns } else { 1 };
        for place in 0..columns {
            if place > 0 {
                self.repeat(&runs);
            }
            if rows > 1 && is_short {
                self.grid.hold(rows - 1, runs.clone());
            }
            self.grid.column += 1;
        }
    }

    pub(super) fn repeat_cells_from_above(&mut self) {
        while let Some(runs) = self.grid.held_here() {
            self.repeat(&runs);
            self.grid.column += 1;
        }
    }

    fn repeat(&mut self, runs: &[Run]) {
        self.border();
        self.out.runs.extend_from_slice(runs);
    }

    pub(super) fn enter_term(&mut self, id: NodeId) {
        if self.state.in_data_table {
            return;
        }
        if self.has_short_definition(id) {
            self.state.in_row = true;
        } else {
            self.state.opens = true;
        }
    }

    /// Whether one short definition follows the term `id`, a name or figure: such a pair is a row of a table. A
    /// sentence is text under a heading.
    fn has_short_definition(&self, id: NodeId) -> bool {
        let Some(next) = self.next_element(id) else {
            return false;
        };
        self.tree
            .element(next)
            .is_some_and(|element| element.tag() == local_name!("dd"))
            && !self.definition_follows(next)
            && self.is_short_and_no_sentence(next)
    }

    fn is_short_and_no_sentence(&self, id: NodeId) -> bool {
        let text = self.tree.text_below(id, SHORT_DEFINITION);
        let length: usize = text.split_whitespace().map(|word| word.len() + 1).sum();
        length < SHORT_DEFINITION && !text.trim_end().ends_with(['.', '!', '?'])
    }

    pub(super) fn definition_follows(&self, id: NodeId) -> bool {
        self.next_element(id)
            .and_then(|next| self.tree.element(next))
            .is_some_and(|element| element.tag() == local_name!("dd"))
    }

    fn next_element(&self, id: NodeId) -> Option<NodeId> {
        let mut at = self.tree.node(id).next;
        while let Some(next) = at {
            if self.tree.element(next).is_some() {
                return Some(next);
            }
            at = self.tree.node(next).next;
        }
        None
    }
}
