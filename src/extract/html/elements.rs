//! What the elements of HTML mean for the flow of the text.

use html5ever::LocalName;
use html5ever::local_name;

use super::tree::Element;

/// How an element takes part in the flow of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// It holds nothing that a reader reads: scripts, pictures, form fields.
    Unread,
    /// It begins and ends a paragraph.
    Block,
    /// It runs on within a paragraph.
    Inline,
    /// A line break.
    Break,
    /// A heading of this level.
    Heading(u8),
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
    /// The term of a definition list.
    Term,
    /// What a definition list says of a term.
    Definition,
    /// What stays visible of closed details.
    Summary,
    /// A link.
    Link,
    /// Bold text.
    Bold,
    /// Raised text, often the mark of a footnote.
    Raised,
    /// Something to press.
    Button,
    /// Text whose line breaks are meant.
    Lines,
}

/// How `element` takes part in the flow of the text.
pub(super) fn flow_of(element: &Element) -> Flow {
    match element.tag() {
        local_name!("head")
        | local_name!("script")
        | local_name!("style")
        | local_name!("template")
        | local_name!("noscript")
        | local_name!("iframe")
        | local_name!("object")
        | local_name!("embed")
        | local_name!("applet")
        | local_name!("noframes")
        | local_name!("noembed")
        | local_name!("canvas")
        | local_name!("video")
        | local_name!("audio")
        | local_name!("picture")
        | local_name!("img")
        | local_name!("map")
        | local_name!("input")
        | local_name!("select")
        | local_name!("option")
        | local_name!("textarea")
        | local_name!("datalist")
        | local_name!("progress")
        | local_name!("meter")
        | local_name!("colgroup")
        | local_name!("link")
        | local_name!("meta") => Flow::Unread,
        // Of SVG and MathML; what MathML says cannot be told without its layout either.
        local_name!("") => Flow::Unread,
        local_name!("br") => Flow::Break,
        local_name!("h1") => Flow::Heading(1),
        local_name!("h2") => Flow::Heading(2),
        local_name!("h3") => Flow::Heading(3),
        local_name!("h4") => Flow::Heading(4),
        local_name!("h5") => Flow::Heading(5),
        local_name!("h6") => Flow::Heading(6),
        local_name!("ul") | local_name!("ol") | local_name!("menu") | local_name!("dir") => {
            Flow::List
        }
        local_name!("li") => Flow::Item,
        local_name!("table") => Flow::Table,
        local_name!("tr") => Flow::Row,
        local_name!("td") | local_name!("th") => Flow::Cell,
        local_name!("dt") => Flow::Term,
        local_name!("dd") => Flow::Definition,
        local_name!("summary") => Flow::Summary,
        local_name!("a") => Flow::Link,
        local_name!("b") | local_name!("strong") => Flow::Bold,
        local_name!("sup") => Flow::Raised,
        local_name!("button") => Flow::Button,
        local_name!("pre")
        | local_name!("listing")
        | local_name!("xmp")
        | local_name!("plaintext") => Flow::Lines,
        local_name!("abbr")
        | local_name!("acronym")
        | local_name!("bdi")
        | local_name!("bdo")
        | local_name!("big")
        | local_name!("cite")
        | local_name!("code")
        | local_name!("data")
        | local_name!("del")
        | local_name!("dfn")
        | local_name!("em")
        | local_name!("font")
        | local_name!("i")
        | local_name!("ins")
        | local_name!("kbd")
        | local_name!("label")
        | local_name!("mark")
        | local_name!("nobr")
        | local_name!("output")
        | local_name!("q")
        | local_name!("rp")
        | local_name!("rt")
        | local_name!("ruby")
        | local_name!("s")
        | local_name!("samp")
        | local_name!("small")
        | local_name!("span")
        | local_name!("strike")
        | local_name!("sub")
        | local_name!("time")
        | local_name!("tt")
        | local_name!("u")
        | local_name!("var")
        | local_name!("wbr") => inline_or_block(element),
        // Elements that nobody knows are the page builder's own and stand for blocks; html5ever's own are blocks.
        _ => heading_by_role(element).map_or(Flow::Block, Flow::Heading),
    }
}

/// Page builders set paragraphs of `<span style="display:block">`.
fn inline_or_block(element: &Element) -> Flow {
    let is_block = element
        .attribute(&local_name!("style"))
        .is_some_and(|style| says(style, "display", "block"));
    if is_block { Flow::Block } else { Flow::Inline }
}

/// `<div role="heading" aria-level="2">`
fn heading_by_role(element: &Element) -> Option<u8> {
    let role = element.attribute(&local_name!("role"))?;
    if !role.trim().eq_ignore_ascii_case("heading") {
        return None;
    }
    let level = element
        .attribute(&local_name!("aria-level"))
        .and_then(|level| level.trim().parse::<u8>().ok())
        .unwrap_or(2);
    Some(level.clamp(1, 6))
}

/// Whether a `style` attribute sets `property` to `value`.
pub(super) fn says(style: &str, property: &str, value: &str) -> bool {
    style.split(';').any(|declaration| {
        declaration.split_once(':').is_some_and(|(name, set)| {
            name.trim().eq_ignore_ascii_case(property)
                && set
                    .trim()
                    .split(['!', ' '])
                    .next()
                    .is_some_and(|set| set.eq_ignore_ascii_case(value))
        })
    })
}

/// Whether a reader sees nothing of `element` until something is pressed.
pub(super) fn is_hidden(element: &Element) -> bool {
    element.has(&local_name!("hidden"))
        || element
            .attribute(&local_name!("aria-hidden"))
            .is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
        || element
            .attribute(&local_name!("style"))
            .is_some_and(|style| {
                says(style, "display", "none") || says(style, "visibility", "hidden")
            })
}

/// The identifiers that `element` opens, closes or jumps to within the page.
pub(super) fn targets(element: &Element) -> impl Iterator<Item = &str> {
    let controls = element
        .attribute(&local_name!("aria-controls"))
        .unwrap_or_default();
    let within_page = [
        local_name!("href"),
        LocalName::from("data-target"),
        LocalName::from("data-bs-target"),
    ]
    .into_iter()
    .filter_map(|name| element.attribute(&name))
    .filter_map(|value| value.trim().strip_prefix('#'));
    controls
        .split_ascii_whitespace()
        .chain(within_page)
        .filter(|target| !target.is_empty())
}

/// Whether `element` opens and closes another when pressed.
pub(super) fn is_toggle(element: &Element) -> bool {
    [
        local_name!("aria-controls"),
        local_name!("aria-expanded"),
        LocalName::from("data-target"),
        LocalName::from("data-bs-target"),
    ]
    .iter()
    .any(|name| element.has(name))
}

/// The role of `element` in small letters, as it is written.
pub(super) fn role_of(element: &Element) -> Option<&str> {
    element.attribute(&local_name!("role")).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_read_declaration_by_declaration() {
        assert!(says(
            "color:red; DISPLAY : none !important",
            "display",
            "none"
        ));
        assert!(!says("display:none-such", "display", "none"));
        assert!(!says("background:url(display)", "display", "none"));
    }
}
