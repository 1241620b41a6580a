//! Markdown as people write it, with the lines and columns that it has in the file.

use super::*;
use crate::document::Document;

fn document(text: &str) -> Document {
    let mut builder = Builder::new("markdown");
    read(
        text.as_bytes(),
        &Hints::default(),
        &Limits::default(),
        &mut builder,
    )
    .expect("Markdown is read");
    builder.finish()
}

fn told(document: &Document) -> Vec<String> {
    let block = |block: &crate::document::Block| {
        let words = document.words_at(block.span);
        match block.kind {
            BlockKind::Heading { level } => format!("{} {words}", "#".repeat(level.into())),
            BlockKind::ListItem { depth } => format!("{}- {words}", "  ".repeat(depth.into())),
            BlockKind::Footnote => format!("* {words}"),
            BlockKind::TableRow => format!("| {words}"),
            BlockKind::Paragraph => words.to_owned(),
        }
    };
    document.blocks.iter().map(block).collect()
}

#[test]
fn front_matter_is_metadata_and_no_text() {
    let document = document(
        "---\ntitle: \"Modern slavery statement 2025\"\nauthor: Ada Lowe\ndate: 2025-06-03\ntags:\n  - a\n---\n\n# Statement\n\nWe act.\n",
    );

    assert_eq!(told(&document), ["# Statement", "We act."]);
    assert_eq!(
        document.metadata.title.as_deref(),
        Some("Modern slavery statement 2025")
    );
    assert_eq!(document.metadata.author.as_deref(), Some("Ada Lowe"));
    let created = document.metadata.created.map(|date| date.to_string());
    assert_eq!(created.as_deref(), Some("2025-06-03"));
}

#[test]
fn front_matter_of_hugo_is_read_too() {
    let document = document("+++\ntitle = 'Our statement'\n+++\nWe act.\n");

    assert_eq!(document.metadata.title.as_deref(), Some("Our statement"));
    assert_eq!(told(&document), ["We act."]);
}

#[test]
fn a_thematic_break_at_the_top_hides_nothing() {
    let document = document("---\n\nWe have two policies on this.\n\n---\n\nWe act.\n");

    assert_eq!(
        told(&document),
        ["We have two policies on this.", "We act."]
    );
}

#[test]
fn nested_lists_keep_their_depth_and_later_paragraphs_of_items_stay_paragraphs() {
    let document = document(
        "1. Recruitment\n   - fees are banned\n   - passports are kept\n     by workers\n\n   We check this.\n2. [x] Training\n",
    );

    assert_eq!(
        told(&document),
        [
            "- Recruitment",
            "  - fees are banned",
            "  - passports are kept by workers",
            "We check this.",
            "- Training"
        ]
    );
}

#[test]
fn tables_are_read_row_by_row_and_notes_after_the_text() {
    let document = document(
        "We audit.[^1]\n\n[^1]: By an outside firm.\n\n| Country | Sites |\n|---|---|\n| Latvia | *2* |\n\nThe end.\n",
    );

    assert_eq!(
        told(&document),
        [
            "We audit.",
            "| Country | Sites",
            "| Latvia | 2",
            "The end.",
            "* By an outside firm."
        ]
    );
}

#[test]
fn html_within_markdown_is_read_as_html() {
    let document = document(
        "<details>\n<summary>Our training</summary>\n<p>We trained <b>nine</b> buyers.</p>\n</details>\n\n\
         Line one<br>line two.<!-- check --> A note.<sup>2</sup>\n\n<script>alert(1)</script>\n",
    );

    assert_eq!(
        told(&document),
        [
            "# Our training",
            "We trained nine buyers.",
            "Line one line two. A note."
        ]
    );
}

#[test]
fn lines_columns_and_links_are_those_of_the_source() {
    let source = "---\ntitle: x\n---\n# Über uns\n\nWir kaufen\n**Öl** aus [Riga](https://riga.example/a).\n\n<p>\nIn HTML.</p>\n";
    let document = document(source);
    let place = |words: &str| {
        let at = document.text.find(words).expect("it is there");
        let mark = document
            .mark_at(u32::try_from(at).expect("short"))
            .expect("marked");
        (mark.line, mark.column)
    };

    assert_eq!(place("Über"), (Some(4), Some(3)));
    assert_eq!(place("Wir"), (Some(6), Some(1)));
    assert_eq!(place("Öl"), (Some(7), Some(3)));
    assert_eq!(place("Riga"), (Some(7), Some(13)));
    assert_eq!(place("In HTML"), (Some(10), None));
    assert_eq!(document.links[0].target, "https://riga.example/a");
    assert_eq!(document.words_at(document.links[0].span), "Riga");
}

#[test]
fn markdown_is_told_from_plain_text_by_its_signs() {
    let named = |name| Hints {
        name: Some(name),
        ..Hints::default()
    };
    let marked = b"# Statement\n\nSee [our code](code.md).\n";

    assert!(recognises(marked, &Hints::default()));
    assert!(recognises(b"We act.", &named("draft.MD")));
    assert!(!recognises(marked, &named("statement.txt")));
    assert!(!recognises(
        b"STATEMENT\n=========\n\n- We act.\n# 5\n",
        &Hints::default()
    ));
}

#[test]
fn one_endless_line_of_emphasis_takes_time_in_step_with_its_length() {
    let started = std::time::Instant::now();

    let document = document(&"*a* b ".repeat(100_000));

    assert!(document.word_count() > 150_000);
    assert!(started.elapsed().as_secs() < 10);
}
