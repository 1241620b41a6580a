//! What the styles and lists of a document make of a paragraph: a heading, an item, bold or large text.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::xml::Elements;
use super::xml::Step;
use super::xml::Vocabulary;

/// A chain of styles is followed this far: deeper ones go round in circles.
const LONGEST_CHAIN: usize = 24;

/// The size of text where nothing sets one, in half points: what ECMA-376 says.
const DEFAULT_SIZE: u32 = 20;

/// What one style sets itself.
#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// 0 to 8 for headings, 9 for text.
    outline: Option<u8>,
    list: List,
    bold: Option<bool>,
    size: Option<u32>,
    hidden: bool,
}

/// The list that a paragraph or style belongs to, as far as it says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct List {
    /// The number of the list; 0 takes the paragraph out of any.
    pub(super) number: Option<u32>,
    /// How deep in it, from 0.
    pub(super) level: Option<u8>,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    default_paragraph: Option<String>,
    default_size: Option<u32>,
    /// Lists and their levels that show neither number nor bullet.
    unmarked: BTreeSet<(u32, u8)>,
}

/// What a style amounts to, with all it inherits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Effect {
    /// 1 to 6 where it makes a heading.
    pub(super) heading: Option<u8>,
    pub(super) list: List,
    pub(super) bold: bool,
    /// In half points.
    pub(super) size: Option<u32>,
    /// Whether it is one of the lines of a table of contents.
    pub(super) contents: bool,
    pub(super) caption: bool,
    pub(super) hidden: bool,
}

impl Styles {
    /// Reads the parts `styles.xml` and `numbering.xml`; what is broken in them is left out.
    pub(super) fn read(styles: Option<&str>, numbering: Option<&str>) -> Self {
        let mut read = Self::default();
        if let Some(xml) = styles {
            read.read_styles(xml);
        }
        if let Some(xml) = numbering {
            read.read_lists(xml);
        }
        read
    }

    fn read_styles(&mut self, xml: &str) {
        let mut elements = Elements::new(xml, 64);
        let mut open: Option<(String, Style)> = None;
        let mut path: Vec<String> = Vec::new();
        while let Ok(Some(step)) = elements.next() {
            let element = match step {
                Step::Open(element) => element,
                Step::Close => {
                    if path.pop().is_some_and(|name| name == "style")
                        && let Some((id, style)) = open.take()
                    {
                        self.styles.insert(id, style);
                    }
                    continue;
                }
                Step::Text(_) => continue,
            };
            let name = element.name().to_owned();
            // Table styles set the text of some of their rows; none of it holds for the style as a whole.
            if name == "tblStylePr" || name.ends_with("Change") {
                if elements.skip().is_err() {
                    break;
                }
                continue;
            }
            if name == "style" {
                let id = element.attribute("styleId").unwrap_or_default();
                let is_default = element
                    .attribute("default")
                    .is_some_and(|value| value == "1" || value == "true");
                if is_default && element.attribute("type").as_deref() == Some("paragraph") {
                    self.default_paragraph = Some(id.clone());
                }
                open = Some((id, Style::default()));
            } else if let Some((_, style)) = &mut open {
                let value = element.value();
                match name.as_str() {
                    "name" => style.name = value.unwrap_or_default().to_lowercase(),
                    "basedOn" => style.based_on = value,
                    "outlineLvl" => style.outline = number(value),
                    "numId" => style.list.number = number(value),
                    "ilvl" => style.list.level = number(value),
                    "b" => style.bold = Some(element.is_on()),
                    "sz" => style.size = number(value),
                    "vanish" => style.hidden = element.is_on(),
                    _ => {}
                }
            } else if name == "sz" && path.iter().any(|above| above == "rPrDefault") {
                self.default_size = number(element.value());
            }
            path.push(name);
        }
    }

    fn read_lists(&mut self, xml: &str) {
        let mut elements = Elements::new(xml, 64);
        let mut unmarked: BTreeSet<(u32, u8)> = BTreeSet::new();
        let (mut definition, mut list, mut level) = (None::<u32>, None::<u32>, 0u8);
        while let Ok(Some(step)) = elements.next() {
            let Step::Open(element) = step else { continue };
            if element.vocabulary != Vocabulary::Word {
                continue;
            }
            match element.name() {
                "abstractNum" => {
                    definition = number(element.attribute("abstractNumId"));
                    list = None;
                }
                "num" => {
                    list = number(element.attribute("numId"));
                    definition = None;
                }
                "lvl" => level = number(element.attribute("ilvl")).unwrap_or(0),
                "numFmt" if element.value().as_deref() == Some("none") => {
                    unmarked.extend(definition.map(|definition| (definition, level)));
                }
                "abstractNumId" => {
                    let (Some(list), Some(definition)) = (list, number::<u32>(element.value()))
                    else {
                        continue;
                    };
                    let levels = unmarked.range((definition, 0)..=(definition, u8::MAX));
                    self.unmarked
                        .extend(levels.map(|&(_, level)| (list, level)));
                }
                _ => {}
            }
        }
    }

    /// What the style `id` amounts to; that of ordinary paragraphs where none is named.
    pub(super) fn effect_of(&self, id: Option<&str>) -> Effect {
        let mut effect = Effect::default();
        let (mut outline, mut bold) = (None, None);
        let mut at = id.or(self.default_paragraph.as_deref());
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = at.and_then(|id| self.styles.get(id)) else {
                break;
            };
            // The nearest style that says anything decides.
            outline = outline
                .or(style.outline)
                .or_else(|| outline_by_name(&style.name));
            effect.list.number = effect.list.number.or(style.list.number);
            effect.list.level = effect.list.level.or(style.list.level);
            bold = bold.or(style.bold);
            effect.size = effect.size.or(style.size);
            effect.contents |= style.name.starts_with("toc ")
                || style.name == "toc heading"
                || style.name == "table of figures";
            effect.caption |= style.name == "caption";
            effect.hidden |= style.hidden;
            at = style.based_on.as_deref();
        }
        effect.bold = bold.unwrap_or(false);
        effect.heading = outline.and_then(heading_of);
        effect
    }

    /// The size of text that sets none, in half points.
    pub(super) fn ordinary_size(&self) -> u32 {
        self.effect_of(None)
            .size
            .or(self.default_size)
            .unwrap_or(DEFAULT_SIZE)
    }

    /// Whether paragraphs of `list` show a number or bullet.
    pub(super) fn is_marked(&self, list: List) -> bool {
        list.number.is_some_and(|number| {
            number != 0 && !self.unmarked.contains(&(number, list.level.unwrap_or(0)))
        })
    }
}

/// The level of a heading, 1 to 6, for an outline level counted from 0; 9 means text.
pub(super) fn heading_of(outline: u8) -> Option<u8> {
    (outline < 9).then(|| (outline + 1).min(6))
}

/// Built-in styles keep their English name in every language of Word; only their identifiers are translated.
fn outline_by_name(name: &str) -> Option<u8> {
    if name == "title" {
        return Some(0);
    }
    let level: u8 = name.strip_prefix("heading ")?.trim().parse().ok()?;
    (1..=9).contains(&level).then(|| level - 1)
}

pub(super) fn number<T: std::str::FromStr>(value: Option<String>) -> Option<T> {
    value.and_then(|value| value.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMESPACE: &str =
        "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";

    fn styles(inner: &str) -> Styles {
        let xml = format!("<w:styles {NAMESPACE}>{inner}</w:styles>");
        Styles::read(Some(&xml), None)
    }

    #[test]
    fn a_style_inherits_that_it_is_a_heading() {
        let styles = styles(
            "<w:style w:styleId='berschrift1'><w:name w:val='heading 1'/><w:rPr><w:b/></w:rPr></w:style>\
             <w:style w:styleId='House'><w:name w:val='House title'/><w:basedOn w:val='berschrift1'/></w:style>\
             <w:style w:styleId='Deep'><w:name w:val='Klausel'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>\
             <w:style w:styleId='Body'><w:name w:val='x'/><w:basedOn w:val='House'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>",
        );

        assert_eq!(styles.effect_of(Some("House")).heading, Some(1));
        assert!(styles.effect_of(Some("House")).bold);
        assert_eq!(styles.effect_of(Some("Deep")).heading, Some(3));
        assert_eq!(styles.effect_of(Some("Body")).heading, None);
        assert_eq!(styles.effect_of(Some("unknown")).heading, None);
    }

    #[test]
    fn styles_that_are_based_on_each_other_come_to_an_end() {
        let styles = styles(
            "<w:style w:styleId='a'><w:basedOn w:val='b'/></w:style>\
             <w:style w:styleId='b'><w:basedOn w:val='a'/><w:rPr><w:b w:val='0'/></w:rPr></w:style>",
        );

        assert!(!styles.effect_of(Some("a")).bold);
    }

    #[test]
    fn a_list_without_numbers_or_bullets_is_no_list() {
        let numbering = format!(
            "<w:numbering {NAMESPACE}>\
             <w:abstractNum w:abstractNumId='4'><w:lvl w:ilvl='0'><w:numFmt w:val='none'/></w:lvl>\
             <w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>\
             <w:num w:numId='7'><w:abstractNumId w:val='4'/></w:num></w:numbering>"
        );
        let styles = Styles::read(None, Some(&numbering));
        let list = |number, level| List {
            number: Some(number),
            level: Some(level),
        };

        assert!(!styles.is_marked(list(7, 0)));
        assert!(styles.is_marked(list(7, 1)));
        assert!(!styles.is_marked(list(0, 0)));
    }
}
