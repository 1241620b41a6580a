//! The blocks of a page in reading order, and which of them stand in which element.

use std::ops::Range;

use html5ever::LocalName;
use html5ever::local_name;

use super::hints::Hints;
use super::tree::Element;
use super::tree::NodeId;
use super::tree::Tree;

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
    /// How many links to other pages there are.
    pub(super) links: u32,
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
    pub(super) ranges: Vec<(u32, u32)>,
    /// Per node: what its class and id give away.
    pub(super) hints: Vec<Hints>,
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
