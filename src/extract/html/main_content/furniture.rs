//! What calls itself a menu, a footer, a consent dialogue: set aside unless too much prose is in it.

use html5ever::local_name;

use super::Judge;
use super::Mass;
use super::is_heading_element;
use crate::document::AsideKind;
use crate::extract::html::blocks::Shape;
use crate::extract::html::elements::is_hidden;
use crate::extract::html::elements::role_of;
use crate::extract::html::hints::Hints;
use crate::extract::html::phrases;
use crate::extract::html::tree::Content;
use crate::extract::html::tree::DOCUMENT;
use crate::extract::html::tree::Element;
use crate::extract::html::tree::NodeId;

/// Prose of fewer letters than this is no text of its own.
pub(super) const LEAST_TEXT: u32 = 300;

impl Judge<'_> {
    pub(super) fn set_furniture_aside(&mut self) {
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
        if hints.comments && self.follows_a_text(id) {
            return Some(AsideKind::Furniture);
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

    /// Whether enough prose stands before `id` for a text that people comment on.
    fn follows_a_text(&self, id: NodeId) -> bool {
        let before = 0..self.page.range(id).start;
        self.sums.mass(&before).prose > LEAST_TEXT
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
        let buttons = &self.page.buttons;
        let first = buttons.partition_point(|(block, _)| *block < range.start);
        let has_button = buttons
            .iter()
            .skip(first)
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
        let fields = &self.page.fields;
        let first = fields.partition_point(|&field| field < range.start);
        let has_field = fields.get(first).is_some_and(|&field| field <= range.end);
        has_field && !mass.prose_above(40, self.whole)
    }

    /// Whether what is hidden at first is a panel that a reader can open, and not a template or a menu.
    fn may_be_opened(&self, mass: Mass, hints: Hints) -> bool {
        if hints.overlay || mass.links_above(50) {
            return false;
        }
        hints.panel || mass.prose >= 80
    }
}

fn mass_is_links(mass: Mass) -> bool {
    mass.prose == 0 || mass.links_above(35)
}
