//! The element in which the text stands: what is outside of it is set aside.

use std::ops::Range;

use html5ever::local_name;

use super::Judge;
use super::Mass;
use crate::document::AsideKind;
use crate::extract::html::blocks::Shape;
use crate::extract::html::elements::Flow;
use crate::extract::html::elements::flow_of;
use crate::extract::html::elements::role_of;
use crate::extract::html::phrases;
use crate::extract::html::tree::DOCUMENT;
use crate::extract::html::tree::NodeId;

impl Judge<'_> {
    /// Finds the element that holds nearly all prose, and sets aside what stands outside of it.
    pub(super) fn find_root(&mut self) {
        let Some(root) = self.root() else { return };
        let range = self.page.range(root);
        let has_title = self.has_title(range.clone());
        let mut title = None;
        if !has_title {
            title = (0..range.start).rev().find(|&place| self.is_title(place));
        }
        for place in (0..range.start).chain(range.end..self.page.blocks.len()) {
            if Some(place) != title {
                self.set_aside(place..place + 1, AsideKind::Furniture);
            }
        }
        self.sum_again();
    }

    fn has_title(&self, range: Range<usize>) -> bool {
        self.page
            .blocks
            .get(range)
            .unwrap_or_default()
            .iter()
            .any(|block| block.shape == Shape::Heading(1))
    }

    pub(super) fn is_title(&self, place: usize) -> bool {
        let is_content = self.fates.get(place).is_some_and(Option::is_none);
        is_content
            && self.page.blocks.get(place).is_some_and(|block| {
                matches!(block.shape, Shape::Heading(1 | 2)) && block.linked * 2 < block.letters
            })
    }

    /// `main` or the like where it holds most; else the lowest element that the prose does not leave.
    fn root(&self) -> Option<NodeId> {
        if self.whole.prose == 0 {
            return None;
        }
        let mut best = None;
        let mut at = DOCUMENT;
        loop {
            let Some((child, mass)) = self.heaviest_child(at) else {
                return best;
            };
            let is_main = self.tree.element(child).is_some_and(|element| {
                element.tag() == local_name!("main") || role_of(element) == Some("main")
            });
            if is_main && mass.prose_above(50, self.whole) {
                best = Some(child);
            } else if !self.leaves_little(at, child) {
                return best;
            } else if self.is_worth_narrowing(child) {
                best = Some(child);
            }
            at = child;
        }
    }

    fn heaviest_child(&self, id: NodeId) -> Option<(NodeId, Mass)> {
        let mut heaviest: Option<(NodeId, Mass)> = None;
        let mut at = self.tree.node(id).first_child;
        while let Some(child) = at {
            let mass = self.mass(child);
            if mass.prose > heaviest.map_or(0, |(_, mass)| mass.prose) {
                heaviest = Some((child, mass));
            }
            at = self.tree.node(child).next;
        }
        heaviest
    }

    /// Whether nothing outside of `child`, within `parent`, looks like a part of the text.
    fn leaves_little(&self, parent: NodeId, child: NodeId) -> bool {
        let mut at = self.tree.node(parent).first_child;
        while let Some(sibling) = at {
            if sibling != child && self.belongs(sibling, child) {
                return false;
            }
            at = self.tree.node(sibling).next;
        }
        true
    }

    /// Whether `sibling` is a part of the text whose main part is `main`.
    fn belongs(&self, sibling: NodeId, main: NodeId) -> bool {
        let range = self.page.range(sibling);
        let mass = self.sums.mass(&range);
        if mass.letters == 0 || mass.links_above(30) || self.is_small_print(&range, main) {
            return false;
        }
        if mass.prose * 2 > mass.letters || self.is_text_element(sibling) {
            return true;
        }
        // A title before the text, and a signature, date or address after it.
        let main = self.page.range(main);
        let blocks = self.page.blocks.get(range.clone()).unwrap_or_default();
        if range.end <= main.start {
            return range.clone().any(|place| self.is_title(place));
        }
        blocks.len() <= 12
            && blocks
                .iter()
                .any(|block| phrases::is_sign_off(&self.page.text_of(block)))
    }

    /// Whether the blocks of `range` stand after the text, speak of copyright, and sign nothing.
    fn is_small_print(&self, range: &Range<usize>, main: NodeId) -> bool {
        let main = self.page.range(main);
        if range.start < main.end || self.sums.mass(range).prose > self.sums.mass(&main).prose {
            return false;
        }
        let mut claims = false;
        for block in self.page.blocks.get(range.clone()).unwrap_or_default() {
            let text = self.page.text_of(block);
            if phrases::is_sign_off(&text) {
                return false;
            }
            claims |= phrases::claims_copyright(&text);
        }
        claims
    }

    /// Whether `id` is an element that pages use to hold one text, and not a part of one.
    fn is_worth_narrowing(&self, id: NodeId) -> bool {
        self.tree.element(id).is_some() && !self.is_text_element(id)
    }

    /// Whether `id` is a paragraph, list, table or heading: a part of a text, whatever stands beside it.
    fn is_text_element(&self, id: NodeId) -> bool {
        self.tree.element(id).is_some_and(|element| {
            matches!(
                flow_of(element),
                Flow::Heading(_)
                    | Flow::List
                    | Flow::Item
                    | Flow::Row
                    | Flow::Cell
                    | Flow::Term
                    | Flow::Definition
                    | Flow::Summary
                    | Flow::Lines
            ) || matches!(
                element.tag(),
                local_name!("p") | local_name!("dl") | local_name!("blockquote")
            )
        })
    }
}
