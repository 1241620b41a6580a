//! What is left, heading by heading and list by list: related news, lists of links, teasers.

use std::ops::Range;

use html5ever::local_name;

use super::Judge;
use super::Mass;
use super::furniture::LEAST_TEXT;
use super::is_heading_element;
use super::is_headline;
use crate::document::AsideKind;
use crate::extract::html::blocks::Shape;
use crate::extract::html::phrases;
use crate::extract::html::tree::Content;
use crate::extract::html::tree::DOCUMENT;
use crate::extract::html::tree::Element;
use crate::extract::html::tree::NodeId;

/// A teaser has at most this many letters.
const LONGEST_TEASER: u32 = 420;

/// The title of a teaser has at least this many letters.
const SHORTEST_TITLE: u32 = 12;

/// A section, or what stands before a list, is looked at this many blocks far: it bounds the time for a page of headings.
const FARTHEST: usize = 500;

impl Judge<'_> {
    pub(super) fn set_sections_aside(&mut self) {
        self.set_link_lists_aside();
        let mut place = 0;
        while let Some(block) = self.page.blocks.get(place) {
            let is_content = self.fates.get(place).is_some_and(Option::is_none);
            if is_content && is_headline(block) {
                let words = self.page.text_of(block);
                if let Some(kind) = phrases::furniture_heading(&words) {
                    let end = self.section_end(place, block.shape);
                    let mass = self.sums.mass(&(place..end));
                    let keeps = match kind {
                        phrases::Furniture::Always => mass.prose_above(40, self.whole),
                        phrases::Furniture::IfLinks => mass.prose > 0 && !mass.links_above(30),
                    };
                    if !keeps {
                        self.set_aside(place..end, AsideKind::Furniture);
                        place = end;
                        continue;
                    }
                }
            }
            place += 1;
        }
        self.sum_again();
    }

    /// The block after the last of the section that the heading at `place` opens.
    fn section_end(&self, place: usize, shape: Shape) -> usize {
        let level = match shape {
            Shape::Heading(level) => level,
            _ => 6,
        };
        let rest = self.page.blocks.get(place + 1..).unwrap_or_default();
        let length = rest
            .iter()
            .take(FARTHEST)
            .position(|block| match block.shape {
                Shape::Heading(other) => other <= level && block.linked * 2 < block.letters,
                _ => false,
            })
            .unwrap_or(rest.len().min(FARTHEST));
        place + 1 + length
    }

    /// Lists in which nearly every word leads elsewhere, unless the text announces them.
    fn set_link_lists_aside(&mut self) {
        let tree = self.tree;
        let mut at = Some(DOCUMENT);
        while let Some(id) = at {
            let mut enters = true;
            if let Content::Element(element) = &tree.node(id).content {
                let range = self.page.range(id);
                let mass = self.sums.mass(&range);
                if range.is_empty() || mass.linked == 0 {
                    enters = false;
                } else if !is_heading_element(element) && self.is_link_list(element, &range, mass) {
                    self.set_aside(range, AsideKind::Navigation);
                    enters = false;
                } else if self.is_row_of_teasers(id, &range, mass) {
                    self.set_aside(range, AsideKind::Furniture);
                    enters = false;
                }
            }
            at = match tree.node(id).first_child {
                Some(child) if enters => Some(child),
                _ => tree.after(id, DOCUMENT, |_| {}),
            };
        }
        self.sum_again();
    }

    /// Whether `id` ends the page with three or more teasers: each a title that links elsewhere, and a few words.
    fn is_row_of_teasers(&self, id: NodeId, range: &Range<usize>, mass: Mass) -> bool {
        let after = self.sums.mass(&(range.end..self.page.blocks.len()));
        let before = self.sums.mass(&(0..range.start));
        if after.prose * 10 > self.whole.prose
            || before.prose < mass.prose
            || before.prose < LEAST_TEXT / 2
        {
            return false;
        }
        let (mut teasers, mut others) = (0usize, 0usize);
        let mut at = self.tree.node(id).first_child;
        while let Some(child) = at {
            at = self.tree.node(child).next;
            let blocks = self
                .page
                .blocks
                .get(self.page.range(child))
                .unwrap_or_default();
            let letters: u32 = blocks.iter().map(|block| block.letters).sum();
            if letters == 0 {
                continue;
            }
            let has_title = blocks.iter().take(3).any(|block| {
                block.letters >= SHORTEST_TITLE && block.linked * 10 >= block.letters * 8
            });
            if has_title && letters <= LONGEST_TEASER && blocks.len() <= 6 {
                teasers += 1;
            } else {
                others += 1;
            }
        }
        teasers >= 3 && others <= 1
    }

    fn is_link_list(&self, element: &Element, range: &Range<usize>, mass: Mass) -> bool {
        let is_list = matches!(
            element.tag(),
            local_name!("ul") | local_name!("ol") | local_name!("menu")
        );
        let links: u32 = self
            .page
            .blocks
            .get(range.clone())
            .unwrap_or_default()
            .iter()
            .map(|block| block.links)
            .sum();
        let has_some = links >= 3 || mass.blocks >= 3 || (is_list && mass.blocks >= 2);
        // Around a short text stand more links than words: what holds the text is no list of them.
        let holds_text = mass.prose_above(25, self.whole);
        if !has_some || holds_text || !mass.links_above(if is_list { 65 } else { 75 }) {
            return false;
        }
        let all = 0..self.page.blocks.len();
        let before = self.sums.mass(&(all.start..range.start));
        let after = self.sums.mass(&(range.end..all.end));
        if before.prose == 0 || after.prose == 0 {
            return !self.is_announced(range.start);
        }
        // In the middle of the text a list of links is mostly one of policies.
        !is_list && !self.is_announced(range.start)
    }

    /// Whether the block before `place` leads over to what follows.
    fn is_announced(&self, place: usize) -> bool {
        let before = (0..place)
            .rev()
            .take(FARTHEST)
            .find(|&before| self.fates.get(before).is_some_and(Option::is_none));
        before
            .and_then(|before| self.page.blocks.get(before))
            .is_some_and(|block| {
                let words = self.page.text_of(block);
                words.trim_end().ends_with(':') && !is_headline(block)
            })
    }
}
