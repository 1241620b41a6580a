//! Measures the rules on sentences that we wrote for criteria without coded data: precision and recall, with floors.
//!
//! `fixtures/gold/synthetic*/CRITERION.csv` hold sentences that count and near misses, with the reason;
//! `fixtures/gold/floors.csv` holds what the rules must reach on them. A row of data without a floor, and a floor
//! without data, fail. `fixtures/README.md` tells how and when the sentences were written.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use avowal::document::BlockKind;
use avowal::document::Builder;
use avowal::document::Document;
use avowal::facts::facts_of;
use avowal::rubric::Rubric;
use avowal::rubric::builtin;
use avowal::rubric::load;
use avowal::score::Scorer;
use serde::Deserialize;

/// One sentence with its right answer.
#[derive(Debug, Deserialize)]
struct Row {
    criterion_id: String,
    rubric: String,
    text: String,
    counts: bool,
    why: String,
}

/// What the rules must reach on the sentences of one set, rubric and criterion.
#[derive(Debug, Deserialize)]
struct Floor {
    set: String,
    rubric: String,
    criterion_id: String,
    precision: f64,
    recall: f64,
}

/// Set, rubric and criterion.
type Key = (String, String, String);

/// Right and wrong answers of one key.
#[derive(Debug, Default)]
struct Tally {
    found: u32,
    false_alarms: u32,
    missed: u32,
    set_aside: u32,
    /// The sentences with a wrong answer.
    wrong: Vec<String>,
}

impl Tally {
    /// Of what was found, the share that counts; 1 where nothing was found.
    fn precision(&self) -> f64 {
        share(self.found, self.false_alarms)
    }

    /// Of what counts, the share that was found.
    fn recall(&self) -> f64 {
        share(self.found, self.missed)
    }
}

fn share(right: u32, wrong: u32) -> f64 {
    if right + wrong == 0 {
        return 1.0;
    }
    f64::from(right) / f64::from(right + wrong)
}

fn gold() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/gold")
}

/// Every row of every set, in the order of sets, files and rows.
fn rows() -> Vec<(String, Row)> {
    let mut folders: Vec<PathBuf> = fs::read_dir(gold())
        .expect("the folder is part of the repository")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    let mut rows = Vec::new();
    for folder in folders {
        let set = name_of(&folder);
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)
            .expect("a readable folder")
            .map(|entry| entry.expect("a readable folder").path())
            .collect();
        files.sort();
        for file in files {
            let mut reader = csv::Reader::from_path(&file).expect("a readable file");
            for row in reader.deserialize() {
                let row: Row = row.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                assert_eq!(
                    format!("{}.csv", row.criterion_id),
                    name_of(&file),
                    "a file holds one criterion"
                );
                rows.push((set.clone(), row));
            }
        }
    }
    rows
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The sentence as it stands in a statement: under the statement's title, behind a sentence that says what the text is
/// about (a title says nothing on what one paragraph speaks of), and nothing else near it.
fn statement_with(sentence: &str) -> Document {
    let mut builder = Builder::new("text");
    builder.plain(BlockKind::Heading { level: 1 }, "Modern slavery statement");
    builder.plain(
        BlockKind::Paragraph,
        "The pages below are about modern slavery and human trafficking.",
    );
    builder.plain(BlockKind::Paragraph, sentence);
    builder.finish()
}

/// Precision and recall of the rules, by set, rubric and criterion.
fn measured() -> BTreeMap<Key, Tally> {
    let rubrics: BTreeMap<String, (Arc<Rubric>, Scorer)> = rows()
        .into_iter()
        .map(|(_, row)| row.rubric)
        .collect::<BTreeSet<String>>()
        .into_iter()
        .filter(|name| builtin().any(|known| known.name == name))
        .map(|name| {
            let rubric = Arc::new(load(&name).expect("tests/rubrics.rs tells its mistakes"));
            let scorer = Scorer::new(std::slice::from_ref(&rubric));
            (name, (rubric, scorer))
        })
        .collect();
    let mut tallies: BTreeMap<Key, Tally> = BTreeMap::new();
    for (set, row) in rows() {
        let Some((rubric, scorer)) = rubrics.get(&row.rubric) else {
            panic!("no built-in rubric is called {}", row.rubric);
        };
        let (place, _) = rubric
            .criterion(&row.criterion_id)
            .unwrap_or_else(|| panic!("{} has no criterion {}", row.rubric, row.criterion_id));
        let document = statement_with(&row.text);
        let assessments = scorer.assess(&document, &facts_of(&document));
        let result = &assessments[0].results[place];
        // The sentence may be cut in two; what stands before it is not asked.
        let own = |sentence: u32| sentence >= 2;
        let found = result
            .evidence
            .iter()
            .any(|evidence| evidence.counts && own(evidence.sentence));
        let tally = tallies
            .entry((set, row.rubric, row.criterion_id))
            .or_default();
        match (row.counts, found) {
            (true, true) => tally.found += 1,
            (false, false) => tally.set_aside += 1,
            (true, false) => {
                tally.missed += 1;
                tally
                    .wrong
                    .push(format!("missed: {} ({})", row.text, row.why));
            }
            (false, true) => {
                tally.false_alarms += 1;
                tally
                    .wrong
                    .push(format!("false alarm: {} ({})", row.text, row.why));
            }
        }
    }
    tallies
}

fn floors() -> BTreeMap<Key, (f64, f64)> {
    let mut reader =
        csv::Reader::from_path(gold().join("floors.csv")).expect("it stands beside the sets");
    reader
        .deserialize()
        .map(|floor| {
            let floor: Floor = floor.expect("columns set, rubric, criterion_id, precision, recall");
            let key = (floor.set, floor.rubric, floor.criterion_id);
            (key, (floor.precision, floor.recall))
        })
        .collect()
}

#[test]
fn the_rules_reach_their_floors_on_synthetic_sentences() {
    let measured = measured();
    let floors = floors();
    let told: BTreeSet<&Key> = measured.keys().collect();
    assert_eq!(
        told,
        floors.keys().collect(),
        "floors.csv has one row for each set, rubric and criterion"
    );

    // Floors are written with two digits.
    let rounding = 0.005;
    let mut below = Vec::new();
    let mut table = String::new();
    for (key, tally) in &measured {
        let (set, rubric, criterion) = key;
        let (precision, recall) = (tally.precision(), tally.recall());
        table.push_str(&format!(
            "{set},{rubric},{criterion},{precision:.2},{recall:.2}\n"
        ));
        let (least_precision, least_recall) = floors[key];
        if precision < least_precision - rounding || recall < least_recall - rounding {
            below.push(format!(
                "{set} {rubric} {criterion}: precision {precision:.2} of {least_precision:.2}, recall {recall:.2} \
                 of {least_recall:.2}\n  {}",
                tally.wrong.join("\n  ")
            ));
        }
    }
    assert!(
        below.is_empty(),
        "below their floors:\n{}\n\nall figures:\n{table}",
        below.join("\n")
    );
}

#[test]
fn every_set_has_as_many_near_misses_as_sentences_that_count_and_no_sentence_twice() {
    let mut seen = BTreeSet::new();
    let mut balance: BTreeMap<Key, (usize, usize)> = BTreeMap::new();
    for (set, row) in rows() {
        assert!(!row.why.trim().is_empty(), "{} has no reason", row.text);
        let key = (set, row.rubric.clone(), row.criterion_id.clone());
        let (counting, near) = balance.entry(key).or_default();
        if row.counts {
            *counting += 1;
        } else {
            *near += 1;
        }
        assert!(
            seen.insert((row.rubric, row.criterion_id, row.text.clone())),
            "{} stands twice",
            row.text
        );
    }
    for ((set, rubric, criterion), (counting, near)) in balance {
        assert_eq!(counting, near, "{set} {rubric} {criterion}");
        if set == "synthetic" {
            assert!(counting >= 20, "{set} {rubric} {criterion}: {counting}");
        }
    }
}
