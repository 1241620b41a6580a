//! Walks `fixtures/formats`: beside each file stands the text that must come out. A new pair of files is a new test.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use avowal::document::Block;
use avowal::document::BlockKind;
use avowal::document::Document;
use avowal::extract::Hints;
use avowal::extract::Limits;
use avowal::extract::read;

#[test]
fn every_format_fixture_gives_the_text_beside_it() {
    let mut failures = Vec::new();
    let fixtures = fixtures();
    for file in &fixtures {
        let expected =
            fs::read_to_string(file.with_extension("txt")).expect("the truth stands beside it");
        let bytes = fs::read(file).expect("the fixture can be read");
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let hints = Hints {
            name: Some(&name),
            ..Hints::default()
        };
        let found = match read(&bytes, &hints, &Limits::default()) {
            Ok(document) => blocks_of(&document),
            Err(error) => vec![format!("(not read: {error})")],
        };
        let expected: Vec<String> = expected
            .replace("\r\n", "\n")
            .split("\n\n")
            .map(folded)
            .collect();
        let expected: Vec<String> = expected
            .into_iter()
            .filter(|block| !block.is_empty())
            .collect();
        if expected != found {
            failures.push(format!("== {name}\n{}", difference(&expected, &found)));
        }
    }
    assert!(fixtures.len() >= 30, "the fixtures are there");
    assert!(
        failures.is_empty(),
        "{} of {} differ (- expected, + found):\n{}",
        failures.len(),
        fixtures.len(),
        failures.join("\n")
    );
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending != "txt"))
        .collect();
    files.sort();
    files
}

/// The blocks in the notation of the `.txt` files.
fn blocks_of(document: &Document) -> Vec<String> {
    let told = |block: &Block| {
        let words = document.words_at(block.span);
        match block.kind {
            BlockKind::Heading { .. } => format!("# {words}"),
            BlockKind::ListItem { .. } => format!("- {words}"),
            BlockKind::Paragraph | BlockKind::TableRow | BlockKind::Footnote => words.to_owned(),
        }
    };
    document
        .blocks
        .iter()
        .map(told)
        .map(|block| folded(&block))
        .collect()
}

fn folded(text: impl AsRef<str>) -> String {
    text.as_ref()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn difference(expected: &[String], found: &[String]) -> String {
    let mut told = String::new();
    for block in expected.iter().filter(|block| !found.contains(block)) {
        told.push_str(&format!("  - {block}\n"));
    }
    for block in found.iter().filter(|block| !expected.contains(block)) {
        told.push_str(&format!("  + {block}\n"));
    }
    if told.is_empty() {
        told.push_str("  the same blocks in another order\n");
        for block in found {
            told.push_str(&format!("  = {block}\n"));
        }
    }
    told
}
