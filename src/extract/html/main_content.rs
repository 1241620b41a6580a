//! Which blocks of a page are what it has to say, and which are the furniture around it.
//!
//! One pass over the elements sets aside what calls itself a menu, a footer, a consent dialogue and so on, each time
//! weighed against how much prose it holds; a second finds the element in which nearly all prose stands; a third looks
//! at what is left heading by heading. All questions about an element ("how much prose is in it?") are answered from
//! running sums over the blocks, so that the whole is linear in the size of the page.

use std::ops::Range;

use html5ever::local_name;

use super::blocks::RawBlock;
use super::blocks::Shape;
use super::blocks::Unfolded;
use super::elements::Flow;
use super::elements::flow_of;
use super::elements::is_hidden;
use super::elements::role_of;
use super::hints::Hints;
use super::phrases;
use super::tree::Content;
use super::tree::DOCUMENT;
use super::tree::Element;
use super::tree::NodeId;
use super::tree::Tree;
use crate::document::AsideKind;

/// What becomes of each block: none where it is content, else why it is set aside.
pub(super) type Fates = Vec<Option<AsideKind>>;

/// Decides about every block of `page`.
pub(super) fn fates_of(tree: &Tree, page: &Unfolded) -> Fates {
    let mut judge = Judge::new(tree, page);
    judge.set_furniture_aside();
    judge.find_root();
    judge.set_sections_aside();
    judge.set_single_blocks_aside();
    judge.set_repetitions_aside();
    judge.fates
}

/// Sums over blocks, so that any run of them is measured in one step.
#[derive(Debug)]
struct Sums {
    letters: Vec<u32>,
    linked: Vec<u32>,
    prose: Vec<u32>,
}

/// What stands in a run of blocks.
#[derive(Debug, Clone, Copy, Default)]
struct Mass {
    letters: u32,
    linked: u32,
    prose: u32,
    blocks: usize,
}

impl Mass {
    /// Whether more than `percent` of the letters lead elsewhere.
    fn links_above(self, percent: u64) -> bool {
        u64::from(self.linked) * 100 > u64::from(self.letters) * percent
    }

    /// Whether this holds more than `percent` of the prose of `whole`.
    fn prose_above(self, percent: u64, whole: Self) -> bool {
        u64::from(self.prose) * 100 > u64::from(whole.prose) * percent
    }
}

impl Sums {
    /// Sums over the blocks that are still content.
    fn new(page: &Unfolded, fates: &[Option<AsideKind>]) -> Self {
        let size = page.blocks.len() + 1;
        let mut sums = Self {
            letters: Vec::with_capacity(size),
            linked: Vec::with_capacity(size),
            prose: Vec::with_capacity(size),
        };
        let (mut letters, mut linked, mut prose) = (0u32, 0u32, 0u32);
        sums.letters.push(0);
        sums.linked.push(0);
        sums.prose.push(0);
        for (block, fate) in page.blocks.iter().zip(fates) {
            if fate.is_none() {
                letters += block.letters;
                linked += block.linked;
                prose += if is_prose(block) { block.letters } else { 0 };
            }
            sums.letters.push(letters);
            sums.linked.push(linked);
            sums.prose.push(prose);
        }
        sums
    }

    fn mass(&self, range: &Range<usize>) -> Mass {
        let sum = |sums: &[u32]| {
            let from = sums.get(range.start).copied().unwrap_or(0);
            sums.get(range.end).copied().unwrap_or(from) - from
        };
        Mass {
            letters: sum(&self.letters),
            linked: sum(&self.linked),
            prose: sum(&self.prose),
            blocks: range.len(),
        }
    }
}

/// Whether `block` is running text, as menus and cards are not.
pub(super) fn is_prose(block: &RawBlock) -> bool {
    if matches!(block.shape, Shape::Heading(_) | Shape::Label(_))
        || u64::from(block.linked) * 3 > u64::from(block.letters)
    {
        return false;
    }
    (block.letters >= 80 && block.words >= 12)
        || (block.letters >= 35 && block.words >= 6 && block.ends_sentence)
}

struct Judge<'a> {
    tree: &'a Tree,
    page: &'a Unfolded,
    fates: Fates,
    sums: Sums,
    whole: Mass,
}

impl<'a> Judge<'a> {
    fn new(tree: &'a Tree, page: &'a Unfolded) -> Self {
        let fates = vec![None; page.blocks.len()];
        let sums = Sums::new(page, &fates);
        let whole = sums.mass(&(0..page.blocks.len()));
        Self {
            tree,
            page,
            fates,
            sums,
            whole,
        }
    }

    fn mass(&self, id: NodeId) -> Mass {
        self.sums.mass(&self.page.range(id))
    }

    fn set_aside(&mut self, range: Range<usize>, kind: AsideKind) {
        for fate in self.fates.get_mut(range).unwrap_or_default() {
            fate.get_or_insert(kind);
        }
    }

    fn sum_again(&mut self) {
        self.sums = Sums::new(self.page, &self.fates);
        self.whole = self.sums.mass(&(0..self.page.blocks.len()));
    }

    // --- What calls itself furniture ---------------------------------------------------------------------------

    fn set_furniture_aside(&mut self) {
        let tree = self.tree;
        // How many elements around are of the kind that holds one whole text.
        let mut within = 0usize;
        let mut open: Vec<NodeId> = Vec::new();
        let mut at = Some(DOCUMENT);
        while let Some(id) = at {
            let mut enters = true;
            if let Content::Element(element) = &tree.node(id).content {
                let range = self.page.range(id);
                if range.is_empty() {
                    enters = false;
                } else if let Some(kind) = self.furniture(id, element, within > 0) {
                    self.set_aside(range, kind);
                    enters = false;
                } else if self.holds_a_text(id, element) {
                    open.push(id);
                    within += 1;
                }
            }
            at = match tree.node(id).first_child {
                Some(child) if enters => Some(child),
                _ => tree.after(id, DOCUMENT, |left| {
                    if open.last() == Some(&left) {
                        open.pop();
                        within -= 1;
                    }
                }),
            };
        }
        self.sum_again();
    }

    /// Whether `element` is the one that holds the text of the page: footers and headers in it are its own.
    fn holds_a_text(&self, id: NodeId, element: &Element) -> bool {
        let is_holder = matches!(element.tag(), local_name!("main") | local_name!("article"))
            || role_of(element) == Some("main");
        is_holder && self.mass(id).prose_above(40, self.whole)
    }

    fn furniture(&self, id: NodeId, element: &Element, within: bool) -> Option<AsideKind> {
        let tag = element.tag();
        if matches!(tag, local_name!("html") | local_name!("body")) {
            return None;
        }
        let mass = self.mass(id);
        let hints = self.page.hints(id);
        let is_most = mass.prose_above(50, self.whole) && mass.prose > 200;
        if hints.consent && !mass.prose_above(70, self.whole) {
            return Some(AsideKind::Consent);
        }
        if self.asks_consent(id, mass) {
            return Some(AsideKind::Consent);
        }
        if is_most && self.is_site_footer(id, element, within) {
            return Some(AsideKind::Footer);
        }
        if is_most || is_heading_element(element) {
            return None;
        }
        if tag == local_name!("nav") || (hints.navigation && !hints.tabs && mass_is_links(mass)) {
            return Some(AsideKind::Navigation);
        }
        if hints.tabs && !hints.panel && mass.prose == 0 && mass.letters < 600 {
            return Some(AsideKind::Navigation);
        }
        if tag == local_name!("footer") || hints.footer {
            let is_own = within && !mass.links_above(40) && !self.is_imprint(id);
            if !is_own {
                return Some(AsideKind::Footer);
            }
        }
        if (tag == local_name!("header") || hints.site_header) && !within && mass.prose == 0 {
            return self.has_no_title(id).then_some(AsideKind::Navigation);
        }
        if hints.overlay && !within {
            return Some(AsideKind::Furniture);
        }
        if tag == local_name!("aside") || role_of(element) == Some("complementary") {
            let is_callout = within && mass.prose > 0 && !mass.links_above(15) && !hints.furniture;
            if !is_callout {
                return Some(AsideKind::Furniture);
            }
        }
        if hints.furniture && !mass.prose_above(35, self.whole) {
            return Some(AsideKind::Furniture);
        }
        if hints.perhaps_furniture && self.is_furniture_after_all(mass, hints) {
            return Some(AsideKind::Furniture);
        }
        if tag == local_name!("form") && self.is_form(id, mass) {
            return Some(AsideKind::Furniture);
        }
        if is_hidden(element) && !self.may_be_opened(mass, hints) {
            return Some(AsideKind::Furniture);
        }
        None
    }

    /// Whether `element` is the foot of the site although it holds most of the prose: a titled text stands before it.
    fn is_site_footer(&self, id: NodeId, element: &Element, within: bool) -> bool {
        let is_footer =
            element.tag() == local_name!("footer") || role_of(element) == Some("contentinfo");
        let before = 0..self.page.range(id).start;
        is_footer
            && !within
            && self.sums.mass(&before).prose > 0
            && before.clone().any(|place| self.is_title(place))
    }

    /// Words that also name parts of a statement count only where the element reads like furniture.
    fn is_furniture_after_all(&self, mass: Mass, hints: Hints) -> bool {
        if hints.content {
            return false;
        }
        (mass.prose == 0 && mass.letters < 800 && (mass.links_above(10) || mass.letters < 120))
            || mass.links_above(25)
    }

    /// A dialogue about cookies that does not call itself one: it speaks of them and has a button to press.
    fn asks_consent(&self, id: NodeId, mass: Mass) -> bool {
        if mass.letters > 2_500 || mass.letters < 20 || mass.prose_above(60, self.whole) {
            return false;
        }
        let range = self.page.range(id);
        let has_button = self
            .page
            .buttons
            .iter()
            .skip_while(|(block, _)| *block < range.start)
            .take_while(|(block, _)| *block <= range.end)
            .any(|(_, words)| phrases::is_consent_button(words));
        has_button
            && self
                .page
                .blocks
                .get(range)
                .unwrap_or_default()
                .iter()
                .take(6)
                .any(|block| phrases::speaks_of_cookies(&self.page.text_of(block)))
    }

    /// Whether the blocks of `id` open with a copyright sign or the like.
    fn is_imprint(&self, id: NodeId) -> bool {
        self.page
            .blocks
            .get(self.page.range(id))
            .unwrap_or_default()
            .iter()
            .any(|block| phrases::is_imprint(&self.page.text_of(block)))
    }

    fn has_no_title(&self, id: NodeId) -> bool {
        !self
            .page
            .blocks
            .get(self.page.range(id))
            .unwrap_or_default()
            .iter()
            .any(|block| {
                matches!(block.shape, Shape::Heading(_)) && block.linked * 2 < block.letters
            })
    }

    /// A form that is filled in, and not one around the whole page as some frameworks make it.
    fn is_form(&self, id: NodeId, mass: Mass) -> bool {
        let range = self.page.range(id);
        let fields = self
            .page
            .fields
            .iter()
            .filter(|&&field| range.start <= field && field <= range.end)
            .count();
        fields > 0 && !mass.prose_above(40, self.whole)
    }

    /// Whether what is hidden at first is a panel that a reader can open, and not a template or a menu.
    fn may_be_opened(&self, mass: Mass, hints: Hints) -> bool {
        if hints.overlay || mass.links_above(50) {
            return false;
        }
        hints.panel || mass.prose >= 80
    }

    // --- The element in which the text stands --------------------------------------------------------------------

    /// Finds the element that holds nearly all prose, and sets aside what stands outside of it.
    fn find_root(&mut self) {
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

    fn is_title(&self, place: usize) -> bool {
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
        if mass.letters == 0 || mass.links_above(30) {
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

    // --- What is left, heading by heading ----------------------------------------------------------------------

    fn set_sections_aside(&mut self) {
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
            .position(|block| match block.shape {
                Shape::Heading(other) => other <= level && block.linked * 2 < block.letters,
                _ => false,
            })
            .unwrap_or(rest.len());
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
                }
            }
            at = match tree.node(id).first_child {
                Some(child) if enters => Some(child),
                _ => tree.after(id, DOCUMENT, |_| {}),
            };
        }
        self.sum_again();
    }

    fn is_link_list(&self, element: &Element, range: &Range<usize>, mass: Mass) -> bool {
        let is_list = matches!(
            element.tag(),
            local_name!("ul") | local_name!("ol") | local_name!("menu")
        );
        let has_some = mass.blocks >= 3 || (is_list && mass.blocks >= 2);
        if !has_some || !mass.links_above(if is_list { 65 } else { 75 }) {
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
            .find(|&before| self.fates.get(before).is_some_and(Option::is_none));
        before
            .and_then(|before| self.page.blocks.get(before))
            .is_some_and(|block| {
                let words = self.page.text_of(block);
                words.trim_end().ends_with(':') && !is_headline(block)
            })
    }

    // --- Single blocks -------------------------------------------------------------------------------------------

    fn set_single_blocks_aside(&mut self) {
        for (place, block) in self.page.blocks.iter().enumerate() {
            if self.fates.get(place).is_some_and(Option::is_some) || block.letters > 220 {
                continue;
            }
            let words = self.page.text_of(block);
            let is_furniture = phrases::is_imprint(&words)
                || (block.letters <= 60 && phrases::is_button_like(&words))
                || (block.letters <= 60
                    && block.linked * 10 >= block.letters * 9
                    && phrases::is_call_to_read(&words));
            if is_furniture {
                self.set_aside(place..place + 1, AsideKind::Furniture);
            }
        }
    }

    /// A page may hold its text twice, once for small screens: the first time counts.
    fn set_repetitions_aside(&mut self) {
        let mut seen = std::collections::BTreeSet::new();
        for (place, block) in self.page.blocks.iter().enumerate() {
            let is_content = self.fates.get(place).is_some_and(Option::is_none);
            if !is_content || block.letters < 80 {
                continue;
            }
            let words: Vec<String> = self
                .page
                .text_of(block)
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            if !seen.insert(words.join(" ")) {
                self.set_aside(place..place + 1, AsideKind::Furniture);
            }
        }
    }
}

fn mass_is_links(mass: Mass) -> bool {
    mass.prose == 0 || mass.links_above(35)
}

fn is_heading_element(element: &Element) -> bool {
    matches!(
        element.tag(),
        local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
    )
}

fn is_headline(block: &RawBlock) -> bool {
    matches!(block.shape, Shape::Heading(_) | Shape::Label(_))
        || (block.letters <= 40 && !block.ends_sentence)
}
