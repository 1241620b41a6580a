//! Unfolds the tree of a page into blocks in reading order: all of them, furniture too, without judging any.

use std::collections::BTreeMap;
use std::ops::Range;

use html5ever::LocalName;
use html5ever::local_name;

use super::elements::Flow;
use super::elements::flow_of;
use super::elements::is_hidden;
use super::elements::is_toggle;
use super::elements::role_of;
use super::elements::targets;
use super::hints::Hints;
use super::hints::hints_of;
use super::segments::Segment;
use super::segments::segments_of;
use super::tables::Grid;
use super::tables::is_data_table;
use super::tables::spans_of;
use super::tree::Content;
use super::tree::DOCUMENT;
use super::tree::Element;
use super::tree::NodeId;
use super::tree::Tree;

/// A name of a tab or accordion is no longer than this many bytes.
const LONGEST_LABEL: usize = 160;

/// A definition no longer than this stands in one row with its term.
const SHORT_DEFINITION: usize = 160;

/// A cell longer than this, or of more runs, is not repeated where it spans rows or columns.
const LONGEST_REPEATED: usize = 160;
const MOST_RUNS_REPEATED: usize = 8;

/// A heading that nothing but its place tells has at most this many words.
const MOST_WORDS_STANDING: u32 = 8;

/// What a block of a page is, as far as its elements tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Heading(u8),
    /// What may be a heading of a level that its neighbours tell: a bold line, the name of a tab.
    Label(Label),
    Paragraph,
    Item(u8),
    Row,
    Note,
}

/// Where a label comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// It opens a panel, or is the term of a definition: surely a heading.
    Opens,
    /// It is bold, or its class calls it a title: a heading if prose follows.
    Looks,
    /// It is short and fills a division of its own, which is all that some page builders make of a heading.
    Stands,
}

/// A run of text within a block.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Bytes of [`Unfolded::words`].
    pub(super) text: Range<usize>,
    /// The line of the source.
    pub(super) line: u32,
    /// The link that carries it.
    pub(super) link: Option<NodeId>,
    /// Whether that link leads away from the page.
    pub(super) leads_away: bool,
    pub(super) bold: bool,
    /// Whether it is a line break rather than text.
    pub(super) is_break: bool,
}

/// One block of the page.
#[derive(Debug, Clone)]
pub(super) struct RawBlock {
    pub(super) shape: Shape,
    /// Places in [`Unfolded::runs`].
    pub(super) runs: Range<usize>,
    /// The element whose `id` is nearest before or around it.
    pub(super) anchor: Option<NodeId>,
    /// Characters that are no white space.
    pub(super) letters: u32,
    /// Those of them that link to another page.
    pub(super) linked: u32,
    pub(super) words: u32,
    /// Whether it ends as a sentence does.
    pub(super) ends_sentence: bool,
}

/// All blocks of a page, and which of them stand in which element.
#[derive(Debug)]
pub(super) struct Unfolded {
    pub(super) words: String,
    pub(super) runs: Vec<Run>,
    pub(super) blocks: Vec<RawBlock>,
    /// Per node: its first block and the one after its last.
    ranges: Vec<(u32, u32)>,
    /// Per node: what its class and id give away.
    hints: Vec<Hints>,
    /// Words on buttons, with the number of the block that comes next.
    pub(super) buttons: Vec<(usize, String)>,
    /// The number of the block after each form field.
    pub(super) fields: Vec<usize>,
}

impl Unfolded {
    /// The blocks of the element `id`.
    pub(super) fn range(&self, id: NodeId) -> Range<usize> {
        let (start, end) = self.ranges.get(id.index()).copied().unwrap_or_default();
        start as usize..end as usize
    }

    /// What class, id and role of the element `id` give away.
    pub(super) fn hints(&self, id: NodeId) -> Hints {
        self.hints.get(id.index()).copied().unwrap_or_default()
    }

    /// The words of `block` as the source has them.
    pub(super) fn text_of(&self, block: &RawBlock) -> String {
        let runs = self.runs.get(block.runs.clone()).unwrap_or_default();
        let mut text = String::new();
        for run in runs {
            if run.is_break {
                text.push(' ');
            } else {
                text.push_str(self.words.get(run.text.clone()).unwrap_or_default());
            }
        }
        text
    }
}

/// Unfolds `tree`.
pub(super) fn unfolded(tree: &Tree) -> Unfolded {
    let mut unfolder = Unfolder {
        tree,
        labels: labels_of(tree),
        out: Unfolded {
            words: String::new(),
            runs: Vec::new(),
            blocks: Vec::new(),
            ranges: vec![(0, 0); tree.len()],
            hints: vec![Hints::default(); tree.len()],
            buttons: Vec::new(),
            fields: Vec::new(),
        },
        open: Vec::new(),
        state: State::default(),
        block_from: 0,
        item_waits: false,
        identifiers: 0,
        heading_anchor: None,
        grid: Grid::default(),
    };
    unfolder.run();
    unfolder.out
}

/// For every identifier that something on the page opens: the tab that names it.
fn labels_of(tree: &Tree) -> BTreeMap<&str, NodeId> {
    let mut labels = BTreeMap::new();
    let mut at = Some(DOCUMENT);
    while let Some(id) = at {
        let node = tree.node(id);
        if let Content::Element(element) = &node.content
            && (role_of(element) == Some("tab") || stands_in_tabs(tree, id, element))
        {
            for target in targets(element) {
                labels.entry(target).or_insert(id);
            }
        }
        at = match node.first_child {
            Some(child) => Some(child),
            None => tree.after(id, DOCUMENT, |_| {}),
        };
    }
    labels
}

fn stands_in_tabs(tree: &Tree, id: NodeId, element: &Element) -> bool {
    if element.tag() != local_name!("a") || targets(element).next().is_none() {
        return false;
    }
    let mut at = tree.node(id).parent;
    for _ in 0..3 {
        let Some(above) = at else { return false };
        if tree
            .element(above)
            .is_some_and(|element| hints_of(element).tabs)
        {
            return true;
        }
        at = tree.node(above).parent;
    }
    false
}

/// What holds for all text within an element; copied from the element around it.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    link: Option<NodeId>,
    leads_away: bool,
    bold: bool,
    list_depth: u8,
    heading: Option<u8>,
    /// Whether the text opens a panel or is a term.
    opens: bool,
    notes: bool,
    titled: bool,
    keeps_lines: bool,
    /// Whether a whole table row, or a term and its definition, becomes one block.
    in_row: bool,
    in_data_table: bool,
    /// The nearest identifier around, and how many identifiers came before it.
    anchor: Option<(usize, NodeId)>,
}

struct Unfolder<'a> {
    tree: &'a Tree,
    labels: BTreeMap<&'a str, NodeId>,
    out: Unfolded,
    /// The elements that are open, with the state outside of them.
    open: Vec<(NodeId, Flow, State)>,
    state: State,
    /// The first run of the block that is being filled.
    block_from: usize,
    /// Whether the next block is the first of a list item.
    item_waits: bool,
    identifiers: usize,
    /// The last heading with an identifier, and how many identifiers came before it.
    heading_anchor: Option<(usize, NodeId)>,
    grid: Grid,
}

impl<'a> Unfolder<'a> {
    fn run(&mut self) {
        let tree = self.tree;
        let mut at = Some(DOCUMENT);
        while let Some(id) = at {
            let enters = self.enter(id);
            at = match tree.node(id).first_child {
                Some(child) if enters => Some(child),
                _ => tree.after(id, DOCUMENT, |left| self.leave(left)),
            };
        }
        self.flush();
    }

    /// Takes up the node `id`; whether what is below it is read.
    fn enter(&mut self, id: NodeId) -> bool {
        let tree = self.tree;
        let node = tree.node(id);
        let element = match &node.content {
            Content::Nothing => return true,
            Content::Text(text) => {
                self.text(text, node.line);
                return false;
            }
            Content::Element(element) => element,
        };
        let flow = flow_of(element);
        let next_block = self.out.blocks.len();
        if flow == Flow::Unread {
            self.note_field(element, next_block);
            self.open.push((id, flow, self.state));
            self.set_start(id);
            return false;
        }
        let hints = hints_of(element);
        if let Some(place) = self.out.hints.get_mut(id.index()) {
            *place = hints;
        }
        self.open.push((id, flow, self.state));
        let enters = self.enter_element(id, element, flow, hints);
        if !enters {
            self.set_start(id);
        }
        enters
    }

    fn enter_element(&mut self, id: NodeId, element: &Element, flow: Flow, hints: Hints) -> bool {
        if self.is_block(flow) {
            self.flush();
        }
        self.set_start(id);
        if let Some(name) = element.attribute(&local_name!("id"))
            && !name.trim().is_empty()
        {
            self.identifiers += 1;
            self.state.anchor = Some((self.identifiers, id));
            if matches!(flow, Flow::Heading(_)) || self.state.heading.is_some() {
                self.heading_anchor = self.state.anchor;
            }
            self.panel_label(name, hints);
        }
        self.state.notes |= hints.notes && self.is_block(flow);
        match flow {
            Flow::Heading(level) if !self.state.in_row => {
                self.state.heading = Some(level);
            }
            Flow::Block => self.state.titled = hints.title,
            Flow::List => {
                self.state.list_depth = self.state.list_depth.saturating_add(1);
            }
            Flow::Item if self.state.in_row => self.push_text(" • ", 0),
            Flow::Item => self.item_waits = true,
            Flow::Table => {
                self.state.in_data_table = is_data_table(self.tree, id);
                if self.state.in_data_table {
                    self.grid = Grid::default();
                }
            }
            Flow::Row if self.state.in_data_table => {
                self.state.in_row = true;
                self.grid.start_row();
            }
            Flow::Cell if self.state.in_row => self.enter_cell(),
            Flow::Term => self.enter_term(id),
            Flow::Definition if self.state.in_row => {
                self.border();
            }
            Flow::Summary => self.state.opens = true,
            Flow::Link => return self.enter_link(id, element),
            Flow::Bold => self.state.bold = true,
            Flow::Raised => return !self.is_note_mark(id),
            Flow::Button => return self.enter_button(id, element),
            Flow::Lines => self.state.keeps_lines = true,
            Flow::Break => {
                let line = self.tree.node(id).line;
                self.push_break(line);
            }
            Flow::Inline => {
                self.state.titled |= hints.title;
                // Words for screen readers and icon fonts, within a line that a reader sees.
                return !(hints.unseen || is_hidden(element)) || self.is_long(id);
            }
            _ => {}
        }
        true
    }

    fn leave(&mut self, id: NodeId) {
        if self.open.last().is_none_or(|(open, ..)| *open != id) {
            return;
        }
        let Some((_, flow, outside)) = self.open.pop() else {
            return;
        };
        if flow == Flow::Cell && self.state.in_row {
            self.leave_cell(id);
        }
        if flow == Flow::Row && self.state.in_row {
            self.repeat_cells_from_above();
        }
        if self.is_block(flow) || (flow == Flow::Row && self.state.in_row) {
            self.flush();
        }
        if flow == Flow::Item {
            self.item_waits = false;
        }
        if flow == Flow::Button && !self.state.in_row {
            self.push_text(" ", 0);
        }
        let keeps_row = matches!(flow, Flow::Term | Flow::Definition)
            && self.state.in_row
            && !outside.in_data_table
            && self.definition_follows(id);
        self.state = outside;
        if keeps_row {
            self.state.in_row = true;
        } else if matches!(flow, Flow::Term | Flow::Definition) && !outside.in_data_table {
            self.state.in_row = false;
            self.flush();
        }
        let end = u32::try_from(self.out.blocks.len()).unwrap_or(u32::MAX);
        if let Some(range) = self.out.ranges.get_mut(id.index()) {
            range.1 = end;
        }
    }

    fn set_start(&mut self, id: NodeId) {
        let start = u32::try_from(self.out.blocks.len()).unwrap_or(u32::MAX);
        if let Some(range) = self.out.ranges.get_mut(id.index()) {
            *range = (start, start);
        }
    }

    /// Whether an element of this flow parts what is before it from what is in it.
    fn is_block(&self, flow: Flow) -> bool {
        let parts = matches!(
            flow,
            Flow::Block
                | Flow::Heading(_)
                | Flow::List
                | Flow::Item
                | Flow::Table
                | Flow::Row
                | Flow::Cell
                | Flow::Term
                | Flow::Definition
                | Flow::Summary
                | Flow::Lines
        );
        parts && !self.state.in_row
    }

    fn text(&mut self, text: &str, line: u32) {
        if self.state.keeps_lines && !self.state.in_row {
            for (place, part) in text.split('\n').enumerate() {
                let line = line.saturating_add(u32::try_from(place).unwrap_or(0));
                if place > 0 {
                    self.push_break(line);
                }
                self.push_text(part, line);
            }
        } else {
            self.push_text(text, line);
        }
    }

    fn push_text(&mut self, text: &str, line: u32) {
        if text.is_empty() {
            return;
        }
        let from = self.out.words.len();
        self.out.words.push_str(text);
        self.out.runs.push(Run {
            text: from..from + text.len(),
            line,
            link: self.state.link,
            leads_away: self.state.leads_away,
            bold: self.state.bold,
            is_break: false,
        });
    }

    fn push_break(&mut self, line: u32) {
        if self.state.in_row {
            self.push_text(" ", line);
            return;
        }
        let at = self.out.words.len();
        self.out.runs.push(Run {
            text: at..at,
            line,
            link: None,
            leads_away: false,
            bold: false,
            is_break: true,
        });
    }

    /// Parts two cells of a row.
    fn border(&mut self) {
        if self.out.runs.len() > self.block_from {
            let inside = self.state;
            self.state.link = None;
            self.state.leads_away = false;
            self.push_text(" | ", 0);
            self.state = inside;
        }
    }

    fn enter_cell(&mut self) {
        self.repeat_cells_from_above();
        self.border();
        self.grid.cell_from = self.out.runs.len();
    }

    /// A cell that spans rows or columns is read in each of them: a row says what it says without the table.
    fn leave_cell(&mut self, id: NodeId) {
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

    fn repeat_cells_from_above(&mut self) {
        while let Some(runs) = self.grid.held_here() {
            self.repeat(&runs);
            self.grid.column += 1;
        }
    }

    fn repeat(&mut self, runs: &[Run]) {
        self.border();
        self.out.runs.extend_from_slice(runs);
    }

    fn enter_term(&mut self, id: NodeId) {
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

    fn definition_follows(&self, id: NodeId) -> bool {
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

    fn enter_link(&mut self, id: NodeId, element: &Element) -> bool {
        if element.has(&local_name!("href")) {
            self.state.link = Some(id);
            self.state.leads_away = leads_away(self.tree, id);
        } else if let Some(name) = element.attribute(&local_name!("name"))
            && !name.trim().is_empty()
        {
            self.identifiers += 1;
            self.heading_anchor = Some((self.identifiers, id));
        }
        if role_of(element) == Some("doc-noteref") {
            return false;
        }
        let goes_back = element
            .attribute(&local_name!("href"))
            .is_some_and(|href| href.starts_with('#'))
            && matches!(
                self.tree.text_below(id, 12).trim(),
                "↩" | "↩\u{fe0e}" | "↑" | "^" | "#" | "¶" | "§" | "🔗"
            );
        !goes_back
    }

    /// A button is read where it opens a panel or is part of a heading; else its words are no part of the text.
    fn enter_button(&mut self, id: NodeId, element: &Element) -> bool {
        if self.state.heading.is_some() || self.state.opens {
            return true;
        }
        if is_toggle(element) && role_of(element) != Some("tab") {
            let words = self.tree.text_below(id, LONGEST_LABEL);
            if words.trim().len() <= LONGEST_LABEL && !self.state.in_row {
                self.flush();
                self.set_start(id);
                self.state.opens = true;
                return true;
            }
        }
        let words = self.tree.text_below(id, 80);
        let next_block = self.out.blocks.len();
        self.out
            .buttons
            .push((next_block, words.trim().to_lowercase()));
        false
    }

    /// The mark of a footnote: a raised number or sign that links to it, or stands behind a word or stop.
    fn is_note_mark(&self, id: NodeId) -> bool {
        let words = self.tree.text_below(id, 12);
        let mark = words.trim().trim_matches(['[', ']', '(', ')']);
        let is_sign = !mark.is_empty()
            && mark.len() <= 4
            && mark
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡' | ','));
        let links = self
            .tree
            .node(id)
            .first_child
            .and_then(|child| self.tree.element(child))
            .is_some_and(|element| targets(element).next().is_some());
        let before = self.out.words.trim_end();
        let follows_text = before.ends_with(['.', ',', ';', ':', ')', '”', '"', '’', '?', '!'])
            || before
                .chars()
                .rev()
                .take_while(|character| character.is_lowercase())
                .take(4)
                .count()
                == 4;
        (is_sign && (links || follows_text)) || (links && mark.chars().count() <= 2)
    }

    /// Whether the element `id` holds more than a few words.
    fn is_long(&self, id: NodeId) -> bool {
        self.tree.text_below(id, 200).trim().len() > 200
    }

    fn note_field(&mut self, element: &Element, next_block: usize) {
        let is_field = match element.tag() {
            local_name!("select") | local_name!("textarea") => true,
            local_name!("input") => !element
                .attribute(&local_name!("type"))
                .is_some_and(|kind| kind.eq_ignore_ascii_case("hidden")),
            _ => false,
        };
        if is_field {
            self.out.fields.push(next_block);
        }
    }

    /// Puts the name of its tab before the panel `name`: the row of tabs itself stands far above.
    fn panel_label(&mut self, name: &str, hints: Hints) {
        if !hints.panel || self.state.in_row {
            return;
        }
        let Some(&tab) = self.labels.get(name) else {
            return;
        };
        let words = self.tree.text_below(tab, LONGEST_LABEL);
        if words.trim().is_empty() || words.len() > LONGEST_LABEL {
            return;
        }
        self.flush();
        let outside = self.state;
        self.state.opens = true;
        self.push_text(&words, self.tree.node(tab).line);
        self.flush();
        self.state = outside;
    }

    /// Ends the block that is being filled.
    fn flush(&mut self) {
        let runs = self.block_from..self.out.runs.len();
        self.block_from = runs.end;
        if runs.is_empty() {
            return;
        }
        let splits = self.state.heading.is_none() && !self.state.opens && !self.state.in_row;
        let segments = segments_of(&mut self.out, runs.clone(), splits);
        if segments.is_empty() {
            self.out.runs.truncate(runs.start);
            self.block_from = runs.start;
            return;
        }
        let anchor = match (self.state.anchor, self.heading_anchor) {
            (Some(around), Some(before)) if before.0 > around.0 => Some(before.1),
            (Some(around), _) => Some(around.1),
            (None, before) => before.map(|(_, id)| id),
        };
        for segment in segments {
            let shape = self.shape_of(&segment);
            self.out.blocks.push(RawBlock {
                shape,
                runs: segment.runs,
                anchor,
                letters: segment.letters,
                linked: segment.linked,
                words: segment.words,
                ends_sentence: segment.ends_sentence,
            });
        }
    }

    /// Whether the block stands in a division, and not in a paragraph, cell or item.
    fn fills_division(&self) -> bool {
        let around = self.open.iter().rev().find(|(_, flow, _)| {
            !matches!(flow, Flow::Inline | Flow::Bold | Flow::Link | Flow::Raised)
        });
        around
            .and_then(|(id, ..)| self.tree.element(*id))
            .is_some_and(|element| {
                element.tag() == local_name!("div") || element.tag() == local_name!("section")
            })
    }

    fn shape_of(&mut self, segment: &Segment) -> Shape {
        if let Some(level) = self.state.heading {
            return Shape::Heading(level);
        }
        if self.state.in_row {
            return Shape::Row;
        }
        if self.state.opens {
            return Shape::Label(Label::Opens);
        }
        if self.state.notes {
            return Shape::Note;
        }
        if std::mem::take(&mut self.item_waits) || segment.is_bulleted {
            return Shape::Item(self.state.list_depth.saturating_sub(1));
        }
        if segment.is_bold || self.state.titled {
            return Shape::Label(Label::Looks);
        }
        if segment.words <= MOST_WORDS_STANDING && !segment.ends_sentence && self.fills_division() {
            return Shape::Label(Label::Stands);
        }
        Shape::Paragraph
    }
}

/// The address that the link element `id` points to.
pub(super) fn address_of(tree: &Tree, id: NodeId) -> Option<&str> {
    let name: LocalName = local_name!("href");
    tree.element(id)?
        .attribute(&name)
        .map(str::trim)
        .filter(|address| !address.is_empty())
}

/// Whether the link element `id` leads away from the page.
pub(super) fn leads_away(tree: &Tree, id: NodeId) -> bool {
    address_of(tree, id).is_some_and(|address| {
        let scheme = address.get(..11).unwrap_or(address);
        !address.starts_with('#')
            && !scheme.eq_ignore_ascii_case("javascript:")
            && !scheme.to_ascii_lowercase().starts_with("mailto:")
            && !scheme.to_ascii_lowercase().starts_with("tel:")
    })
}

/// The name by which `element` can be jumped to.
pub(super) fn identifier_of(element: &Element) -> Option<&str> {
    element
        .attribute(&local_name!("id"))
        .or_else(|| element.attribute(&local_name!("name")))
        .map(str::trim)
        .filter(|name| !name.is_empty())
}
