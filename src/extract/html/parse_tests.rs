//! The bounds that stand around html5ever, and the places that its tokens are given.

use std::time::Duration;

use proptest::prelude::*;

use super::super::tree::Content;
use super::super::tree::DOCUMENT;
use super::*;

fn parsed_to(page: &str, depth: usize) -> (Tree, bool) {
    parsed(page, Bounds { depth, until: None })
}

/// Element names and texts in order, with closing marks: the tree as one line.
fn outline(tree: &Tree) -> String {
    let mut line = String::new();
    let mut at = Some(DOCUMENT);
    while let Some(id) = at {
        let node = tree.node(id);
        match &node.content {
            Content::Nothing => {}
            Content::Text(text) => line.push_str(text),
            Content::Element(element) => line.push_str(&format!("<{}>", element.any_tag())),
        }
        at = match node.first_child {
            Some(child) => Some(child),
            None => tree.after(id, DOCUMENT, |left| {
                if tree.element(left).is_some() {
                    line.push_str("</>");
                }
            }),
        };
    }
    line
}

#[test]
fn texts_come_in_one_piece_and_scripts_without_theirs() {
    let (tree, _) = parsed_to(
        "<script>if (a<b) {}</script><script type='application/ld+json'>{\"a\":1}</script>\
         <style>p{}</style><p>R&amp;D\nand &eacute;lite<svg><path d=1/></svg>",
        100,
    );

    assert_eq!(
        outline(&tree),
        "<html><head><script></><script>{\"a\":1}</><style></></><body><p>R&D\nand élite\
         <svg><path></></></></></>"
    );
}

#[test]
fn deep_nesting_is_dissolved_in_time_that_grows_with_the_page() {
    let page = format!(
        "{}deep{}<p>after</p>",
        "<div>".repeat(200_000),
        "</div>".repeat(200_000)
    );

    let (tree, truncated) = parsed_to(&page, 256);

    assert!(!truncated);
    assert!(tree.len() < 1_000);
    assert!(tree.text_below(DOCUMENT, 100).contains("deep"));
    let outline = outline(&tree);
    assert!(outline.contains("</><p>after</>"), "{outline}");
}

#[test]
fn scripts_below_the_deepest_level_stay_out_of_the_text() {
    let page = format!("{}<script>let a = '<p>';</script>words", "<div>".repeat(20));

    let (tree, _) = parsed_to(&page, 10);

    assert_eq!(tree.text_below(DOCUMENT, 100).trim(), "words");
}

#[test]
fn formatting_that_is_never_closed_does_not_grow_the_tree_without_bound() {
    let mut page = String::new();
    for place in 0..500 {
        page.push_str(&format!("<font color={place}><b id={place}>"));
    }
    page.push_str(&"<p>x".repeat(10_000));

    let (tree, _) = parsed_to(&page, 10_000);

    assert!(tree.len() < 120_000, "{} nodes", tree.len());
}

#[test]
fn a_tag_of_endless_attributes_ends_with_the_time_that_is_allowed() {
    let mut page = "<p>before</p><p ".to_owned();
    for place in 0..400_000 {
        page.push_str(&format!("a{place} "));
    }
    page.push_str("><p>after</p>");
    let started = Instant::now();

    let until = started.checked_add(Duration::from_millis(200));
    let (tree, truncated) = parsed(&page, Bounds { depth: 100, until });

    assert!(truncated);
    assert!(started.elapsed() < Duration::from_secs(10));
    assert!(tree.text_below(DOCUMENT, 100).contains("before"));
}

#[test]
fn a_node_knows_the_line_that_it_stands_on() {
    let (tree, _) = parsed_to("<p\nclass=a>one\ntwo</p>\n\n<p>\n three</p>", 100);

    let lines: Vec<(String, u32)> = (0..tree.len())
        .map(|index| tree.node(tree.id_at(index)))
        .filter_map(|node| match &node.content {
            Content::Text(text) if !text.trim().is_empty() => {
                Some((text.trim().to_owned(), node.line))
            }
            _ => None,
        })
        .collect();

    assert_eq!(lines, [("one\ntwo".to_owned(), 2), ("three".to_owned(), 6)]);
}

fn soup() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div id=a>",
        "</div>",
        "<b>",
        "</b>",
        "<a href='x'>",
        "</a>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<ul>",
        "<li>",
        "</ul>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "<title>",
        "</title>",
        "<svg>",
        "</svg>",
        "<![CDATA[",
        "]]>",
        "<select>",
        "<option>",
        "<br>",
        "<body class=x>",
        "<frameset>",
        "text",
        "&amp;",
        "&#65",
        "<",
        ">",
        "\"",
        "'",
        "<p id=\"q",
        "\n",
        "é",
        "<form>",
        "<template>",
        "</template>",
        "<noscript>",
        "<i x=1>",
        "<details>",
        "</",
        "<math><mi>",
        "<plaintext>",
        "\0",
    ]);
    prop_oneof![
        4 => prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn any_soup_is_read_at_any_depth_without_harm(page in soup(), depth in 3usize..12) {
        let (tree, _) = parsed_to(&page, depth);
        prop_assert!(tree.len() <= page.len() * 45 + 10);
    }
}
