//! What scoring costs: a statement of about 2,000 words against one rubric, and against all that are built in.
//!
//! `cargo bench --bench score`. Reading the file and its facts is not counted; making the scorer is measured apart,
//! since it is done once a run.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use avowal::document::BlockKind;
use avowal::document::Builder;
use avowal::document::Document;
use avowal::facts::Facts;
use avowal::facts::facts_of;
use avowal::rubric::Rubric;
use avowal::rubric::builtin;
use avowal::rubric::load;
use avowal::score::Scorer;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// The statement: the texts behind some of the fixtures, up to `WORDS` words.
fn statement() -> (Document, Facts) {
    const WORDS: usize = 2_000;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/make/sources/statements");
    let mut words = 0;
    let mut builder = Builder::new("markdown");
    for slug in [
        "tarnbeck-foods",
        "skerrow-building-group",
        "university-of-eastmere",
    ] {
        let text = fs::read_to_string(folder.join(slug).with_extension("md"))
            .expect("the source of the fixture is there");
        for line in text.lines() {
            if words >= WORDS {
                break;
            }
            words += line.split_whitespace().count();
            let heading = line.trim_start_matches('#');
            let kind = match line.len() - heading.len() {
                0 if line.starts_with("- ") => BlockKind::ListItem { depth: 0 },
                0 => BlockKind::Paragraph,
                level => BlockKind::Heading {
                    level: u8::try_from(level).unwrap_or(6),
                },
            };
            builder.plain(kind, heading.trim_start_matches("- ").trim());
        }
    }
    let document = builder.finish();
    let facts = facts_of(&document);
    (document, facts)
}

fn rubrics(names: &[&str]) -> Vec<Arc<Rubric>> {
    names
        .iter()
        .map(|name| Arc::new(load(name).expect("it is built in")))
        .collect()
}

fn all() -> Vec<Arc<Rubric>> {
    let names: Vec<&str> = builtin().map(|known| known.name).collect();
    rubrics(&names)
}

#[divan::bench]
fn one_rubric(bencher: Bencher) {
    assess(bencher, &rubrics(&["uk-msa"]));
}

#[divan::bench]
fn all_rubrics(bencher: Bencher) {
    assess(bencher, &all());
}

#[divan::bench]
fn making_a_scorer_of_all(bencher: Bencher) {
    let rubrics = all();
    bencher.bench(|| Scorer::new(&rubrics));
}

fn assess(bencher: Bencher, rubrics: &[Arc<Rubric>]) {
    let (document, facts) = statement();
    let scorer = Scorer::new(rubrics);
    bencher
        .counter(ItemsCount::new(document.sentences.len()))
        .bench(|| scorer.assess(&document, &facts));
}
