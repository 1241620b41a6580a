//! Walks `fixtures/statements` and `fixtures/controls`: each file beside what a careful reader finds in it.
//!
//! A new folder with a file and an `expected.toml` is a new test. All differences are told at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use avowal::assessment::Assessment;
use avowal::document::Builder;
use avowal::document::Document;
use avowal::extract::Hints;
use avowal::extract::Limits;
use avowal::extract::read;
use avowal::facts::facts_of;
use avowal::rubric::CriterionKind;
use avowal::rubric::load;
use avowal::score::Scorer;
use serde::Deserialize;

mod fixture;

use fixture::block_of;
use fixture::fixture;
use fixture::folders;
use fixture::slug_of;
use fixture::source_of;

/// What a careful reader finds in a file; the keys are told in `fixtures/README.md`.
#[derive(Debug, Deserialize)]
struct Expected {
    #[serde(default)]
    rubric: BTreeMap<String, ExpectedScores>,
    #[serde(default, rename = "quote")]
    quotes: Vec<Quote>,
    #[serde(default)]
    not_evidence: Phrases,
}

#[derive(Debug, Default, Deserialize)]
struct ExpectedScores {
    #[serde(default)]
    level: BTreeMap<String, OneOrMore>,
    #[serde(default)]
    verdict: BTreeMap<String, OneOrMore>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn allows(&self, found: &str) -> bool {
        match self {
            Self::One(word) => word == found,
            Self::More(words) => words.iter().any(|word| word == found),
        }
    }
}

#[derive(Debug, Deserialize)]
struct Quote {
    text: String,
    criterion: String,
    status: String,
    page: Option<u32>,
}

#[derive(Debug, Default, Deserialize)]
struct Phrases {
    phrases: Vec<String>,
}

/// What one kind of expectation came to: how many held, and which did not.
#[derive(Debug, Default)]
struct Tally {
    held: usize,
    broken: Vec<String>,
}

impl Tally {
    fn check(&mut self, holds: bool, told: impl FnOnce() -> String) {
        if holds {
            self.held += 1;
        } else {
            self.broken.push(told());
        }
    }
}

/// A fixture that was read and scored.
struct Outcome {
    slug: String,
    expected: Expected,
    document: Document,
    assessments: Vec<Assessment>,
}

/// Where the document of a fixture comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// The file, as users give it.
    File,
    /// The text that the file was made of, so that a fault of reading and a fault of scoring are told apart.
    Text,
}

/// The Acts that fixtures are read against. Quotes are held to the first.
const RUBRICS: [&str; 4] = ["uk-msa", "au-msa", "ca-s211", "us-ca-tsca"];

/// Every fixture that can be read, scored; what the gate would keep out is scored all the same.
fn outcomes(from: From) -> Vec<Outcome> {
    let rubrics = RUBRICS.map(|name| Arc::new(load(name).expect("it is built in")));
    let scorer = Scorer::new(&rubrics);
    let mut outcomes = Vec::new();
    for folder in folders() {
        let slug = slug_of(&folder);
        let (file, expected) = fixture(&folder);
        let document = match from {
            From::File => document_in(&file),
            From::Text => source_of(&folder).map(|source| document_of(&source)),
        };
        let Some(document) = document else { continue };
        let facts = facts_of(&document);
        outcomes.push(Outcome {
            slug: format!("{slug} ({from:?})"),
            expected,
            assessments: scorer.assess(&document, &facts),
            document,
        });
    }
    assert!(outcomes.len() >= 25, "the fixtures are there");
    outcomes
}

/// The document in `file`; none where it cannot be read, which is a matter of the tests of extraction.
fn document_in(file: &Path) -> Option<Document> {
    let bytes = fs::read(file).expect("the fixture can be read");
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let hints = Hints {
        name: Some(&name),
        ..Hints::default()
    };
    read(&bytes, &hints, &Limits::default()).ok()
}

#[test]
fn quotes_are_evidence_with_the_status_that_a_careful_reader_gives_them() {
    hold_all(hold_quotes);
}

#[test]
fn levels_and_verdicts_are_those_of_a_careful_reader() {
    hold_all(hold_scores);
}

/// Holds every fixture to its expectations with `hold`; tells all differences at once.
fn hold_all(hold: impl Fn(&Outcome, &mut BTreeMap<&'static str, Tally>)) {
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    for outcome in outcomes(From::File).into_iter().chain(outcomes(From::Text)) {
        hold(&outcome, &mut tallies);
    }
    let mut told = String::new();
    for (kind, tally) in &tallies {
        let all = tally.held + tally.broken.len();
        told.push_str(&format!("== {kind}: {} of {all} hold\n", tally.held));
        for broken in &tally.broken {
            told.push_str(&format!("   {broken}\n"));
        }
    }
    assert!(!tallies.is_empty(), "something is expected");
    let broken: usize = tallies.values().map(|tally| tally.broken.len()).sum();
    assert_eq!(broken, 0, "\n{told}");
}

fn hold_quotes(outcome: &Outcome, tallies: &mut BTreeMap<&'static str, Tally>) {
    let slug = &outcome.slug;
    let document = &outcome.document;
    for quote in &outcome.expected.quotes {
        let sentence = document
            .sentences
            .iter()
            .position(|sentence| plain(document.words_at(sentence.span)) == plain(&quote.text));
        tallies
            .entry("1 quote is one sentence")
            .or_default()
            .check(sentence.is_some(), || format!("{slug}: {}", quote.text));
        let Some(sentence) = sentence else { continue };
        if let Some(page) = quote.page.filter(|_| document.pages.is_some()) {
            let found = document.page_at(document.sentences[sentence].span.start);
            tallies
                .entry("1 page of quote")
                .or_default()
                .check(found == Some(page), || {
                    format!("{slug}: page {page}, found {found:?}: {}", quote.text)
                });
        }
        hold_quote(slug, quote, sentence, outcome, tallies);
    }
}

/// With plain apostrophes, as the texts behind the files have them.
fn plain(words: &str) -> String {
    words.replace('\u{2019}', "'")
}

fn hold_quote(
    slug: &str,
    quote: &Quote,
    sentence: usize,
    outcome: &Outcome,
    tallies: &mut BTreeMap<&'static str, Tally>,
) {
    let Some(assessment) = outcome.assessments.first() else {
        return;
    };
    let seen: Vec<(&str, &str, bool)> = assessment
        .rubric
        .criteria
        .iter()
        .zip(&assessment.results)
        .flat_map(|(criterion, result)| {
            let evidence = result.evidence.iter();
            evidence.map(move |evidence| (criterion, evidence))
        })
        .filter(|(_, evidence)| evidence.sentence as usize == sentence)
        .map(|(criterion, evidence)| {
            let id = criterion.id.as_str();
            (id, evidence.status.word(), evidence.counts)
        })
        .collect();
    if quote.criterion == "none" {
        tallies
            .entry("2 sentence that does not count")
            .or_default()
            .check(seen.iter().all(|(_, _, counts)| !counts), || {
                format!("{slug}: {seen:?}: {}", quote.text)
            });
        return;
    }
    let Some((_, criterion)) = assessment.rubric.criterion(&quote.criterion) else {
        return;
    };
    // A formality is met or not: an approval that is still to come is shown, and counts for nothing.
    let must_count = criterion.kind == CriterionKind::Content || quote.status == "action";
    let of_criterion = seen
        .iter()
        .find(|(id, _, counts)| *id == quote.criterion && (*counts || !must_count));
    tallies
        .entry("2 sentence counts for its criterion")
        .or_default()
        .check(of_criterion.is_some(), || {
            format!(
                "{slug}: not for {} but {seen:?}: {}",
                quote.criterion, quote.text
            )
        });
    if let Some((_, status, _)) = of_criterion {
        tallies
            .entry("2 status of the sentence")
            .or_default()
            .check(*status == quote.status, || {
                format!(
                    "{slug}: {} expected, found {status}: {}",
                    quote.status, quote.text
                )
            });
    }
}

fn hold_scores(outcome: &Outcome, tallies: &mut BTreeMap<&'static str, Tally>) {
    let slug = &outcome.slug;
    let document = &outcome.document;
    for assessment in &outcome.assessments {
        let Some(wanted) = outcome.expected.rubric.get(&assessment.rubric.id) else {
            continue;
        };
        for (criterion, result) in assessment.rubric.criteria.iter().zip(&assessment.results) {
            let cap = result.capped_by.as_deref().unwrap_or_default();
            let best = || {
                let counting = result.evidence.iter().filter(|evidence| evidence.counts);
                let told: Vec<String> = counting
                    .take(4)
                    .map(|evidence| {
                        let sentence = document.sentences.get(evidence.sentence as usize);
                        let words = sentence.map(|sentence| document.words_at(sentence.span));
                        format!(
                            "\n        {} {} ({})",
                            evidence.status.word(),
                            words.unwrap_or_default(),
                            evidence.reason
                        )
                    })
                    .collect();
                told.concat()
            };
            if let Some(levels) = wanted.level.get(&criterion.id) {
                let found = result.level.map_or("", |level| level.word());
                tallies
                    .entry("4 level")
                    .or_default()
                    .check(levels.allows(found), || {
                        format!(
                            "{slug}: {} {levels:?}, found {found} ({cap}){}",
                            criterion.id,
                            best()
                        )
                    });
            }
            if let Some(verdicts) = wanted.verdict.get(&criterion.id) {
                let found = result.verdict.word();
                tallies
                    .entry("3 verdict")
                    .or_default()
                    .check(verdicts.allows(found), || {
                        format!(
                            "{slug}: {} {verdicts:?}, found {found} ({cap}){}",
                            criterion.id,
                            best()
                        )
                    });
            }
        }
        for phrase in &outcome.expected.not_evidence.phrases {
            let evidence = assessment
                .results
                .iter()
                .flat_map(|result| &result.evidence);
            let counting = evidence.filter(|evidence| evidence.counts).any(|evidence| {
                document
                    .sentences
                    .get(evidence.sentence as usize)
                    .is_some_and(|sentence| {
                        document.words_at(sentence.span).contains(phrase.as_str())
                    })
            });
            tallies
                .entry("5 sentence that does not count")
                .or_default()
                .check(!counting, || format!("{slug}: {phrase}"));
        }
    }
}

/// The document that `source`, in the markup of `fixtures/make/markup.py`, stands for.
fn document_of(source: &str) -> Document {
    let mut builder = Builder::new("markdown");
    for line in source.lines().map(str::trim) {
        // Clauses and lists of the sources are numbered by hand: "2. It has …".
        let unnumbered = line.trim_start_matches(|first: char| first.is_ascii_digit());
        let line = unnumbered.strip_prefix(". ").unwrap_or(line);
        let (kind, text) = block_of(line.trim_start_matches('^').trim());
        builder.plain(kind, &text);
    }
    builder.finish()
}
