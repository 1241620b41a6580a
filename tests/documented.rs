//! Every code that a user can meet in `errors.csv` and in the column `warnings` stands in the documentation, and
//! nothing stands there that no user can meet.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use regex::Regex;

#[test]
fn every_error_code_is_documented_with_its_stage() {
    let (told, rows) = (error_codes(), rows_of("docs/errors.md"));

    assert!(told.len() >= 40, "the test reads the sources: {told:?}");
    assert_eq!(
        told,
        first_cells(&rows),
        "left: sources, right: docs/errors.md"
    );
    for row in &rows {
        let [code, stage, meaning, remedy] = row.as_slice() else {
            panic!("{row:?} has no four cells");
        };
        for stage in stage.split(", ") {
            assert!(
                ["load", "fetch", "detect", "extract", "score", "write"].contains(&stage),
                "{code}: there is no stage {stage}"
            );
        }
        assert!(
            meaning.len() > 15 && remedy.len() > 15,
            "{code} says too little"
        );
    }
}

#[test]
fn every_warning_code_is_documented() {
    let (told, rows) = (warning_codes(), rows_of("docs/warnings.md"));

    assert!(told.len() >= 25, "the test reads the sources: {told:?}");
    assert_eq!(
        told,
        first_cells(&rows),
        "left: sources, right: docs/warnings.md"
    );
    for row in &rows {
        let [code, meaning, remedy] = row.as_slice() else {
            panic!("{row:?} has no three cells");
        };
        assert!(
            meaning.len() > 15 && remedy.len() > 15,
            "{code} says too little"
        );
    }
}

/// The words that the functions `code` of errors, and those that they call, can answer.
fn error_codes() -> BTreeSet<String> {
    let word = Regex::new(r#"(?:=>|\{)\s*"([a-z0-9-]+)""#).expect("a valid pattern");
    let literal = Regex::new(r#"\bFailed \{[^}]*\bcode: (?:Cow::Borrowed\()?"([a-z0-9-]+)""#)
        .expect("a valid pattern");
    let mut codes = BTreeSet::new();
    for text in sources() {
        for opening in ["fn code(&self) -> &'static str {", "fn status_code("] {
            for (place, _) in text.match_indices(opening) {
                let body = text.get(place..).unwrap_or_default();
                let end = body.find("\n    }\n").or(body.find("\n}\n"));
                let body = body.get(..end.unwrap_or(body.len())).unwrap_or_default();
                codes.extend(word.captures_iter(body).map(|found| found[1].to_owned()));
            }
        }
        // Where a row of `errors.csv` is written without an error of its own.
        codes.extend(
            literal
                .captures_iter(&text)
                .map(|found| found[1].to_owned()),
        );
    }
    codes
}

/// The words that notices are made with.
fn warning_codes() -> BTreeSet<String> {
    let word =
        Regex::new(r#"(?:Notice::new|\.notice)\(\s*"([a-z0-9-]+)""#).expect("a valid pattern");
    let any = Regex::new(r"(?:Notice::new|\.notice)\(\s*(\S{0,12})").expect("a valid pattern");
    let mut codes = BTreeSet::new();
    for text in sources() {
        codes.extend(word.captures_iter(&text).map(|found| found[1].to_owned()));
        for made in any.captures_iter(&text) {
            let literal = made[1].starts_with('"') || made[1].starts_with("code,");
            assert!(
                literal,
                "a notice is made with {}: write its code there",
                &made[1]
            );
        }
    }
    codes
}

/// The cells of the tables of a page, headers left out.
fn rows_of(page: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"));
    text.lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            line.trim_matches('|')
                .split(" | ")
                .map(|cell| cell.trim().trim_matches('`').to_owned())
                .collect()
        })
        .collect()
}

fn first_cells(rows: &[Vec<String>]) -> BTreeSet<String> {
    let codes: BTreeSet<String> = rows.iter().filter_map(|row| row.first().cloned()).collect();
    assert_eq!(codes.len(), rows.len(), "a code stands in two rows");
    codes
}

/// The sources of the program, without their tests.
fn sources() -> Vec<String> {
    let mut folders: Vec<PathBuf> = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the sources are there") {
            let path = entry.expect("a readable entry").path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
                texts.push(text.get(..end).unwrap_or_default().to_owned());
            }
        }
    }
    texts
}
