//! Properties of every reader: whatever the bytes, spans stand on character boundaries, inside the text, in order;
//! and nothing panics.

use avowal::document::Document;
use avowal::document::Span;
use avowal::extract::FORMATS;
use avowal::extract::Hints;
use avowal::extract::Limits;
use avowal::extract::read;
use proptest::prelude::*;

/// What must hold of any document, whoever read it.
fn assert_sound(document: &Document) -> Result<(), TestCaseError> {
    let text = &document.text;
    let whole = |span: Span| text.get(span.start as usize..span.end as usize);
    let mut end = 0;
    for block in &document.blocks {
        prop_assert!(block.span.start >= end, "blocks overlap");
        let words = whole(block.span);
        prop_assert!(
            words.is_some_and(|words| !words.trim().is_empty()),
            "an empty block"
        );
        prop_assert!(
            words.is_some_and(|words| !words.contains('\n')),
            "a broken block"
        );
        end = block.span.end;
    }
    let mut end = 0;
    for sentence in &document.sentences {
        let words = whole(sentence.span);
        let is_trimmed = words.is_some_and(|words| !words.is_empty() && words.trim() == words);
        prop_assert!(is_trimmed, "a sentence with space around it");
        prop_assert!(sentence.span.start >= end, "sentences overlap");
        end = sentence.span.end;
        let block = document.block_of(sentence).map(|block| block.span);
        let is_within = block.is_some_and(|block| {
            block.start <= sentence.span.start && sentence.span.end <= block.end
        });
        prop_assert!(is_within, "a sentence leaves its block");
        prop_assert!(document.section_of(sentence).is_some());
    }
    let mut offset = 0;
    for mark in &document.marks {
        prop_assert!(mark.offset >= offset, "marks are out of order");
        prop_assert!(text.is_char_boundary(mark.offset as usize));
        prop_assert!(
            [mark.page, mark.line, mark.column]
                .iter()
                .all(|place| *place != Some(0))
        );
        offset = mark.offset;
    }
    for link in &document.links {
        prop_assert!(whole(link.span).is_some());
    }
    let blocks: usize = document
        .sections
        .iter()
        .map(|section| (section.end_block - section.first_block) as usize)
        .sum();
    prop_assert_eq!(blocks, document.blocks.len());
    Ok(())
}

fn check(bytes: &[u8], name: &str) -> Result<(), TestCaseError> {
    let hints = Hints {
        name: Some(name),
        ..Hints::default()
    };
    match read(bytes, &hints, &Limits::default()) {
        Ok(document) => assert_sound(&document),
        Err(error) => {
            prop_assert!(!error.to_string().is_empty());
            Ok(())
        }
    }
}

fn soup(parts: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(parts), 0..60).prop_map(|parts| parts.concat())
}

const HTML: &[&str] = &[
    "<!doctype html>",
    "<p>",
    "</p>",
    "<div class=\"nav\">",
    "<div id=a class='tab-pane'>",
    "</div>",
    "<main>",
    "</main>",
    "<footer>",
    "</footer>",
    "<h1>",
    "</h2>",
    "<table>",
    "<tr>",
    "<td rowspan=3 colspan=2>",
    "</td>",
    "</table>",
    "<ul>",
    "<li>",
    "</ul>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<br>",
    "<br><br>",
    "<b>",
    "</b>",
    "<a href='/x'>",
    "<a href='#a' role=tab>",
    "</a>",
    "<details>",
    "<summary>",
    "</details>",
    "<sup>",
    "1",
    "</sup>",
    "<button aria-expanded=false>",
    "</button>",
    "<form>",
    "<input>",
    "<pre>",
    "\n",
    "</pre>",
    "<script>",
    "</script>",
    "<aside>",
    "hidden",
    "We audit. ",
    "• one ",
    "Our suppliers",
    "é",
    "a\u{301}",
    "\u{301}",
    "&shy;",
    "&nbsp;",
    "ﬁ",
    "\u{ad}",
    "。",
    "|",
    "Signed by the board, ",
    "© 2025 ",
    "forced labour ",
];

const MARKDOWN: &[&str] = &[
    "# ",
    "## ",
    "\n",
    "\n\n",
    "- ",
    "  - ",
    "1. ",
    "> ",
    "| a | b |\n|---|---|\n",
    "| c |",
    "**",
    "_",
    "[x](y)",
    "[^1]",
    "[^1]: ",
    "```\n",
    "    ",
    "<details>\n",
    "<p>",
    "<br>",
    "---\n",
    "title: x\n",
    "+++\n",
    "We audit. ",
    "é",
    "a\u{301}",
    "\u{301}",
    "\\",
    "&amp;",
    "![",
    "](",
    ")",
    "===",
    "\r\n",
    "\t",
    "- [ ] ",
    "https://a.example ",
];

const TEXT: &[&str] = &[
    "TRAINING\n",
    "We audit each supplier once a year and ",
    "third-\n",
    "party ",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "====\n",
    "----\n",
    "- ",
    "• ",
    "(a) ",
    "1. ",
    "  ",
    "\t",
    "\u{c}",
    "é",
    "\u{301}",
    "\u{ad}\n",
    "Jane Smith\n",
    "Director\n",
    "a.b ",
    "。",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_page_is_read_into_sound_spans(page in soup(HTML)) {
        check(page.as_bytes(), "a.html")?;
        check(format!("<html><body>{page}").as_bytes(), "a.html")?;
    }

    #[test]
    fn any_markdown_is_read_into_sound_spans(text in soup(MARKDOWN)) {
        check(text.as_bytes(), "a.md")?;
    }

    #[test]
    fn any_text_is_read_into_sound_spans(text in soup(TEXT)) {
        check(text.as_bytes(), "a.txt")?;
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for name in ["a", "a.md", "a.txt", "a.html"] {
            check(&bytes, name)?;
        }
        for start in [&b"<html>"[..], b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"{\\rtf"] {
            check(&[start, &bytes].concat(), "a")?;
        }
    }

    #[test]
    fn a_word_document_damaged_anywhere_is_read_or_refused(
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/formats/word.docx"))
            .expect("the fixture is there");
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        check(&bytes, "a.docx")?;
    }
}

#[test]
fn every_format_fixture_is_sound() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/formats");
    let mut formats = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("a readable entry").path();
        let bytes = std::fs::read(&path).expect("a readable file");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let hints = Hints {
            name: Some(&name),
            ..Hints::default()
        };
        if let Ok(document) = read(&bytes, &hints, &Limits::default()) {
            assert_sound(&document).unwrap_or_else(|error| panic!("{name}: {error}"));
            formats.insert(document.format);
        }
    }
    assert_eq!(formats.len(), FORMATS.len(), "each format has a fixture");
}
