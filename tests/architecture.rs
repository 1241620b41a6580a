//! The wall between the rooms of the house: who may name whom, and which outside crate has which door.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use regex::Regex;

/// Each room, and the rooms below it that it may name. Rooms further down the list name only rooms above them.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("digest", &[]),
    ("failure", &[]),
    ("document", &[]),
    ("lexicon", &[]),
    ("typed", &[]),
    ("extract", &["document", "failure"]),
    ("recogniser", &["digest", "lexicon"]),
    (
        "rubric",
        &["digest", "lexicon", "recogniser", "typed", "failure"],
    ),
    ("source", &["digest", "failure"]),
    ("discover", &["failure", "source"]),
    ("registry", &["failure", "source"]),
    ("facts", &["document", "lexicon"]),
    (
        "assessment",
        &["document", "facts", "failure", "rubric", "source"],
    ),
    (
        "score",
        &[
            "assessment",
            "document",
            "facts",
            "lexicon",
            "recogniser",
            "rubric",
        ],
    ),
    (
        "check",
        &[
            "assessment",
            "digest",
            "document",
            "facts",
            "lexicon",
            "rubric",
        ],
    ),
    ("review", &["assessment", "rubric"]),
    ("config", &["check", "document", "rubric", "typed"]),
    (
        "pipeline",
        &[
            "assessment",
            "document",
            "extract",
            "facts",
            "failure",
            "rubric",
            "score",
            "source",
        ],
    ),
    (
        "report",
        &[
            "assessment",
            "check",
            "digest",
            "discover",
            "document",
            "facts",
            "failure",
            "registry",
            "review",
            "rubric",
            "source",
        ],
    ),
    (
        "study",
        &[
            "assessment",
            "digest",
            "document",
            "facts",
            "recogniser",
            "rubric",
            "score",
        ],
    ),
    (
        "letters",
        &["assessment", "registry", "report", "review", "rubric"],
    ),
    ("sampling", &["assessment", "report", "study"]),
    ("similar", &["report"]),
    (
        "compare",
        &["assessment", "registry", "report", "rubric", "similar"],
    ),
    (
        "worker",
        &[
            "assessment",
            "document",
            "failure",
            "pipeline",
            "recogniser",
            "report",
            "rubric",
            "source",
        ],
    ),
    (
        "cli",
        &[
            "assessment",
            "check",
            "compare",
            "config",
            "discover",
            "document",
            "extract",
            "facts",
            "failure",
            "letters",
            "lexicon",
            "pipeline",
            "recogniser",
            "report",
            "registry",
            "review",
            "rubric",
            "sampling",
            "score",
            "similar",
            "source",
            "study",
            "typed",
            "worker",
        ],
    ),
];

/// Outside crates that only some files may name.
const DOORS: &[(&str, &[&str])] = &[
    ("reqwest", &["src/source/fetch/"]),
    ("rustls", &["src/source/fetch/client.rs"]),
    ("tokio", &["src/source/fetch/client.rs"]),
    ("hayro_cmap", &["src/extract/pdf"]),
    ("hayro_font", &["src/extract/pdf"]),
    ("hayro_syntax", &["src/extract/pdf"]),
    ("kurbo", &["src/extract/pdf"]),
    ("skrifa", &["src/extract/pdf"]),
    (
        "flate2",
        &[
            "src/discover/sitemap.rs",
            "src/extract/pdf",
            "src/source/fetch/tests.rs",
        ],
    ),
    ("html5ever", &["src/extract/html"]),
    ("pulldown_cmark", &["src/extract/markdown"]),
    ("zip", &["src/extract/docx"]),
    ("scraper", &["src/discover/page.rs", "src/extract/html"]),
    (
        "encoding_rs",
        &[
            "src/discover/page.rs",
            "src/extract/",
            "src/source/manifest",
        ],
    ),
    (
        "postcard",
        &["src/extract/isolated.rs", "src/report/shard.rs"],
    ),
    ("rustix", &["src/extract/isolated.rs", "src/extract/ocr.rs"]),
    ("rayon", &["src/pipeline"]),
    ("regex_lite", &["src/lexicon/search.rs"]),
    ("regex_syntax", &["src/lexicon/"]),
    ("clap", &["src/cli/", "src/main.rs"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_mangen", &["src/cli/"]),
    ("minijinja", &["src/letters/", "src/report/html/"]),
    (
        "rust_xlsxwriter",
        &["src/report/xlsx/", "src/sampling/sheet.rs"],
    ),
    (
        "annotate_snippets",
        &["src/typed/", "src/report/findings/terminal.rs"],
    ),
    (
        "quick_xml",
        &["src/extract/", "src/report/findings/junit.rs"],
    ),
    ("indicatif", &["src/cli/progress.rs"]),
    ("parquet", &["src/report/columnar.rs"]),
    (
        "csv",
        &[
            "src/compare/",
            "src/letters/",
            "src/report/",
            "src/review/",
            "src/sampling/sheet.rs",
            "src/similar/",
            "src/source/manifest",
            "src/study/",
        ],
    ),
    ("terminal_size", &["src/cli/common.rs"]),
    (
        "toml",
        &[
            "src/typed/",
            "src/rubric/",
            "src/lexicon/",
            "src/recogniser/",
            "src/config",
        ],
    ),
];

#[test]
fn rooms_name_only_rooms_below_them() {
    let name = Regex::new(r"\bcrate::(\{|\w+)").expect("a valid pattern");
    let mut seen = 0;
    for (path, text) in sources() {
        let room = room_of(&path);
        let Some((_, below)) = MAY_NAME.iter().find(|(known, _)| *known == room) else {
            assert!(
                matches!(room, "lib" | "main"),
                "{path} stands in no known room"
            );
            continue;
        };
        for hit in name.captures_iter(&text) {
            assert_ne!(
                &hit[1], "{",
                "{path}: one `use crate::room::…` a line, please"
            );
            assert!(
                &hit[1] == room || below.contains(&&hit[1]),
                "{path} names `{}`, which the room `{room}` may not",
                &hit[1]
            );
            seen += 1;
        }
    }
    assert!(seen > 20, "the test reads the sources");
}

#[test]
fn the_rooms_form_a_line_without_cycles() {
    for (place, (room, below)) in MAY_NAME.iter().enumerate() {
        for other in *below {
            let stands = MAY_NAME.iter().position(|(known, _)| known == other);
            assert!(
                stands.is_some_and(|stands| stands < place),
                "{room} names {other}, which is not above it"
            );
        }
    }
}

#[test]
fn every_outside_crate_has_one_door() {
    for (outside, doors) in DOORS {
        let name = Regex::new(&format!(r"\b{outside}::")).expect("a valid pattern");
        for (path, text) in sources() {
            if doors.iter().any(|door| path.starts_with(door)) {
                continue;
            }
            assert!(
                !name.is_match(&text),
                "{path} names the crate {outside}, whose doors are {doors:?}"
            );
        }
    }
}

fn room_of(path: &str) -> &str {
    path.trim_start_matches("src/")
        .split(['/', '.'])
        .next()
        .unwrap_or_default()
}

/// Path (from the root of the repository, with `/`) and text of every source file.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the sources are there") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).expect("sources are UTF-8");
            let path = file
                .strip_prefix(root)
                .expect("below the root")
                .to_string_lossy()
                .replace('\\', "/");
            (path, text)
        })
        .collect()
}
