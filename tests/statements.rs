//! Walks `fixtures/statements` and `fixtures/controls`: each file beside what a careful reader finds in it.
//!
//! A new folder with a file and an `expected.toml` is a new test. All differences are told at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use avowal::assessment::Assessment;
use avowal::document::Document;
use avowal::extract::Hints;
use avowal::extract::Limits;
use avowal::extract::read;
use avowal::facts::DocumentKind;
use avowal::facts::Facts;
use avowal::facts::facts_of;
use avowal::rubric::CriterionKind;
use avowal::rubric::load;
use avowal::score::Scorer;
use serde::Deserialize;

/// What a careful reader finds in a file; the keys are told in `fixtures/README.md`.
#[derive(Debug, Deserialize)]
struct Expected {
    error: Option<String>,
    document_kind: Option<String>,
    #[serde(default)]
    facts: BTreeMap<String, String>,
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

/// A fixture that was read and scored, or why it was not.
struct Outcome {
    slug: String,
    expected: Expected,
    found: Result<Scored, String>,
}

struct Scored {
    document: Document,
    facts: Facts,
    assessments: Vec<Assessment>,
}

/// Every fixture, read and scored as the program does it; what the gate would keep out is scored all the same.
fn outcomes() -> Vec<Outcome> {
    let scorer = Scorer::new(&[Arc::new(load("uk-msa").expect("it is built in"))]);
    let outcomes: Vec<Outcome> = folders()
        .iter()
        .map(|folder| {
            let (file, expected) = fixture(folder);
            Outcome {
                slug: folder
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                expected,
                found: scored(&file, &scorer),
            }
        })
        .collect();
    assert!(outcomes.len() >= 38, "the fixtures are there");
    outcomes
}

fn scored(file: &Path, scorer: &Scorer) -> Result<Scored, String> {
    let bytes = fs::read(file).expect("the fixture can be read");
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let hints = Hints {
        name: Some(&name),
        ..Hints::default()
    };
    let document = read(&bytes, &hints, &Limits::default()).map_err(|error| error.to_string())?;
    let facts = facts_of(&document);
    let assessments = scorer.assess(&document, &facts);
    Ok(Scored {
        document,
        facts,
        assessments,
    })
}

#[test]
fn quotes_are_evidence_with_the_status_that_a_careful_reader_gives_them() {
    hold_all(hold_quotes);
}

#[test]
fn levels_and_verdicts_are_those_of_a_careful_reader() {
    hold_all(hold_scores);
}

#[test]
fn facts_are_those_of_a_careful_reader() {
    hold_all(|outcome, tallies| {
        hold_kind(outcome, tallies);
        hold_facts(outcome, tallies);
    });
}

/// Holds every fixture to its expectations with `hold`; tells all differences at once.
fn hold_all(hold: impl Fn(&Outcome, &mut BTreeMap<&'static str, Tally>)) {
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    for outcome in outcomes() {
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

fn hold_kind(outcome: &Outcome, tallies: &mut BTreeMap<&'static str, Tally>) {
    let found = match &outcome.found {
        Ok(scored) if scored.facts.kind.kind == DocumentKind::Other => "not-a-statement".to_owned(),
        Ok(scored) => format!("a {}", scored.facts.kind.kind.word()),
        Err(why) => why.clone(),
    };
    let wanted = match (&outcome.expected.error, &outcome.expected.document_kind) {
        // Other errors of reading are told by their own tests.
        (Some(code), _) if code != "not-a-statement" => return,
        (Some(code), _) => code.clone(),
        (None, Some(kind)) => format!("a {kind}"),
        (None, None) => return,
    };
    tallies
        .entry("kind of document")
        .or_default()
        .check(found == wanted, || {
            format!("{}: expected {wanted}, found {found}", outcome.slug)
        });
}

fn hold_quotes(outcome: &Outcome, tallies: &mut BTreeMap<&'static str, Tally>) {
    let Ok(scored) = &outcome.found else { return };
    let slug = &outcome.slug;
    let document = &scored.document;
    for quote in &outcome.expected.quotes {
        let sentence = document
            .sentences
            .iter()
            .position(|sentence| document.words_at(sentence.span) == quote.text);
        tallies
            .entry("1 quote is one sentence")
            .or_default()
            .check(sentence.is_some(), || format!("{slug}: {}", quote.text));
        let Some(sentence) = sentence else { continue };
        if let Some(page) = quote.page {
            let found = document.page_at(document.sentences[sentence].span.start);
            tallies
                .entry("1 page of quote")
                .or_default()
                .check(found == Some(page), || {
                    format!("{slug}: page {page}, found {found:?}: {}", quote.text)
                });
        }
        hold_quote(slug, quote, sentence, scored, tallies);
    }
}

fn hold_quote(
    slug: &str,
    quote: &Quote,
    sentence: usize,
    scored: &Scored,
    tallies: &mut BTreeMap<&'static str, Tally>,
) {
    let Some(assessment) = scored.assessments.first() else {
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

fn hold_facts(outcome: &Outcome, tallies: &mut BTreeMap<&'static str, Tally>) {
    let Ok(scored) = &outcome.found else { return };
    let slug = &outcome.slug;
    let facts = &scored.facts;
    let approval = facts.approval.as_ref();
    let signature = facts.signature.as_ref();
    let value = |found: &Option<avowal::facts::Found<String>>| {
        found.as_ref().map(|found| found.value.clone())
    };
    let found: BTreeMap<&str, String> = [
        ("title", value(&facts.title)),
        ("organisation", value(&facts.organisation)),
        ("company_number", value(&facts.company_number)),
        (
            "period_start",
            facts
                .period_start
                .as_ref()
                .map(|found| found.value.to_string()),
        ),
        (
            "period_end",
            facts
                .period_end
                .as_ref()
                .map(|found| found.value.to_string()),
        ),
        (
            "approved_by",
            approval.map(|approval| approval.body.clone()),
        ),
        (
            "approval_date",
            approval
                .and_then(|approval| approval.date)
                .map(|date| date.to_string()),
        ),
        (
            "signatory",
            signature.map(|signature| signature.name.clone()),
        ),
        (
            "signatory_role",
            signature.map(|signature| signature.role.clone()),
        ),
    ]
    .into_iter()
    .filter_map(|(key, value)| value.map(|value| (key, value)))
    .collect();
    for (key, value) in &outcome.expected.facts {
        let told = found.get(key.as_str()).map_or("", String::as_str);
        tallies.entry("fact").or_default().check(told == value, || {
            format!("{slug}: {key} = {value:?}, found {told:?}")
        });
    }
}

fn hold_scores(outcome: &Outcome, tallies: &mut BTreeMap<&'static str, Tally>) {
    let Ok(scored) = &outcome.found else { return };
    let slug = &outcome.slug;
    let document = &scored.document;
    for assessment in &scored.assessments {
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

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut folders: Vec<PathBuf> = ["statements", "controls"]
        .iter()
        .flat_map(|part| fs::read_dir(root.join(part)).expect("the folder is there"))
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// The one file of a fixture that is not its `expected.toml`, and what is expected of it.
fn fixture(folder: &Path) -> (PathBuf, Expected) {
    let expected =
        fs::read_to_string(folder.join("expected.toml")).expect("each fixture says what it shows");
    let expected =
        toml::from_str(&expected).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let file = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("a readable entry").path())
        .find(|path| path.file_name().is_some_and(|name| name != "expected.toml"))
        .expect("each fixture is a file");
    (file, expected)
}
