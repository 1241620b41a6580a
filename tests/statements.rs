//! Walks `fixtures/statements` and `fixtures/controls`: each file beside what a careful reader finds in it.
//!
//! A new folder with a file and an `expected.toml` is a new test. All differences are told at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use avowal::assessment::Assessed;
use avowal::assessment::Outcome;
use avowal::pipeline::Settings;
use avowal::pipeline::assess_one;
use avowal::rubric::load;
use avowal::source::Place;
use avowal::source::Source;
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
    absent: Phrases,
    #[serde(default)]
    not_evidence: Phrases,
    #[serde(default)]
    warnings: Vec<String>,
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

#[test]
fn every_fixture_is_assessed_as_a_careful_reader_would() {
    let settings = Settings::with_rubrics(vec![Arc::new(load("uk-msa").expect("it is built in"))]);
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    let folders = folders();
    for folder in &folders {
        let (file, expected) = fixture(folder);
        let source = Source {
            label: file.display().to_string(),
            place: Place::File(file.clone()),
            manifest: BTreeMap::new(),
        };
        let slug = folder.file_name().unwrap_or_default().to_string_lossy();
        hold(
            &slug,
            &expected,
            &assess_one(&source, &settings),
            &mut tallies,
        );
    }

    assert!(folders.len() >= 38, "the fixtures are there");
    let mut told = String::new();
    for (kind, tally) in &tallies {
        let all = tally.held + tally.broken.len();
        told.push_str(&format!("== {kind}: {} of {all} hold\n", tally.held));
        for broken in &tally.broken {
            told.push_str(&format!("   {broken}\n"));
        }
    }
    println!("{told}");
    let broken: usize = tallies.values().map(|tally| tally.broken.len()).sum();
    assert_eq!(broken, 0, "\n{told}");
}

fn hold(
    slug: &str,
    expected: &Expected,
    outcome: &Outcome,
    tallies: &mut BTreeMap<&'static str, Tally>,
) {
    let found = match outcome {
        Ok(assessed) => format!("a {}", assessed.facts.kind.kind.word()),
        Err(failed) => failed.code.to_string(),
    };
    let wanted = match (&expected.error, &expected.document_kind) {
        (Some(code), _) => code.clone(),
        (None, Some(kind)) => format!("a {kind}"),
        (None, None) => "anything".to_owned(),
    };
    let why = match outcome {
        Ok(assessed) => assessed.facts.kind.reasons.join("; "),
        Err(failed) => failed.message.clone(),
    };
    tallies
        .entry("1 kind or error")
        .or_default()
        .check(found == wanted, || {
            format!("{slug}: expected {wanted}, found {found} ({why})")
        });
    let Ok(assessed) = outcome else { return };
    hold_text(slug, expected, assessed, tallies);
    hold_facts(slug, expected, assessed, tallies);
    hold_scores(slug, expected, assessed, tallies);
}

fn hold_text(
    slug: &str,
    expected: &Expected,
    assessed: &Assessed,
    tallies: &mut BTreeMap<&'static str, Tally>,
) {
    let document = &assessed.document;
    for quote in &expected.quotes {
        let sentence = document
            .sentences
            .iter()
            .position(|sentence| document.words_at(sentence.span) == quote.text);
        tallies
            .entry("2 quote is one sentence")
            .or_default()
            .check(sentence.is_some(), || format!("{slug}: {}", quote.text));
        let Some(sentence) = sentence else { continue };
        if let Some(page) = quote.page {
            let found = document.page_at(document.sentences[sentence].span.start);
            tallies
                .entry("2 page of quote")
                .or_default()
                .check(found == Some(page), || {
                    format!("{slug}: page {page}, found {found:?}: {}", quote.text)
                });
        }
        hold_quote(slug, quote, sentence, assessed, tallies);
    }
    for phrase in &expected.absent.phrases {
        tallies
            .entry("2 furniture is left out")
            .or_default()
            .check(!document.text.contains(phrase.as_str()), || {
                format!("{slug}: {phrase}")
            });
    }
}

fn hold_quote(
    slug: &str,
    quote: &Quote,
    sentence: usize,
    assessed: &Assessed,
    tallies: &mut BTreeMap<&'static str, Tally>,
) {
    let Some(assessment) = assessed.assessments.first() else {
        return;
    };
    let counting: Vec<(&str, &str)> = assessment
        .rubric
        .criteria
        .iter()
        .zip(&assessment.results)
        .flat_map(|(criterion, result)| {
            result
                .evidence
                .iter()
                .map(move |evidence| (criterion, evidence))
        })
        .filter(|(_, evidence)| evidence.sentence as usize == sentence && evidence.counts)
        .map(|(criterion, evidence)| (criterion.id.as_str(), evidence.status.word()))
        .collect();
    if quote.criterion == "none" {
        tallies
            .entry("4 sentence that does not count")
            .or_default()
            .check(counting.is_empty(), || {
                format!("{slug}: counts for {counting:?}: {}", quote.text)
            });
        return;
    }
    if assessment.rubric.criterion(&quote.criterion).is_none() {
        return;
    }
    let of_criterion = counting
        .iter()
        .find(|(criterion, _)| *criterion == quote.criterion);
    tallies
        .entry("4 sentence counts for its criterion")
        .or_default()
        .check(of_criterion.is_some(), || {
            format!(
                "{slug}: not for {} but for {counting:?}: {}",
                quote.criterion, quote.text
            )
        });
    if let Some((_, status)) = of_criterion {
        tallies
            .entry("4 status of the sentence")
            .or_default()
            .check(*status == quote.status, || {
                format!(
                    "{slug}: {} expected, found {status}: {}",
                    quote.status, quote.text
                )
            });
    }
}

fn hold_facts(
    slug: &str,
    expected: &Expected,
    assessed: &Assessed,
    tallies: &mut BTreeMap<&'static str, Tally>,
) {
    let facts = &assessed.facts;
    let approval = facts.approval.as_ref();
    let signature = facts.signature.as_ref();
    let found: BTreeMap<&str, String> = [
        (
            "title",
            facts.title.as_ref().map(|found| found.value.clone()),
        ),
        (
            "organisation",
            facts.organisation.as_ref().map(|found| found.value.clone()),
        ),
        (
            "company_number",
            facts
                .company_number
                .as_ref()
                .map(|found| found.value.clone()),
        ),
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
    for (key, value) in &expected.facts {
        let told = found.get(key.as_str()).map_or("", String::as_str);
        tallies
            .entry("3 fact")
            .or_default()
            .check(told == value, || {
                format!("{slug}: {key} = {value:?}, found {told:?}")
            });
    }
    for warning in &expected.warnings {
        let there = assessed
            .warnings
            .iter()
            .any(|notice| notice.code == *warning);
        tallies
            .entry("3 warning")
            .or_default()
            .check(there, || format!("{slug}: {warning} expected"));
    }
}

fn hold_scores(
    slug: &str,
    expected: &Expected,
    assessed: &Assessed,
    tallies: &mut BTreeMap<&'static str, Tally>,
) {
    for assessment in &assessed.assessments {
        let Some(wanted) = expected.rubric.get(&assessment.rubric.id) else {
            continue;
        };
        for (criterion, result) in assessment.rubric.criteria.iter().zip(&assessment.results) {
            if let Some(levels) = wanted.level.get(&criterion.id) {
                let found = result.level.map_or("", |level| level.word());
                let cap = result.capped_by.as_deref().unwrap_or_default();
                tallies
                    .entry("5 level")
                    .or_default()
                    .check(levels.allows(found), || {
                        format!("{slug}: {} {levels:?}, found {found} ({cap})", criterion.id)
                    });
            }
            if let Some(verdicts) = wanted.verdict.get(&criterion.id) {
                let found = result.verdict.word();
                tallies
                    .entry("5 verdict")
                    .or_default()
                    .check(verdicts.allows(found), || {
                        format!("{slug}: {} {verdicts:?}, found {found}", criterion.id)
                    });
            }
        }
        let document = &assessed.document;
        for phrase in &expected.not_evidence.phrases {
            let counting = assessment
                .results
                .iter()
                .flat_map(|result| &result.evidence)
                .any(|evidence| {
                    evidence.counts
                        && document
                            .sentences
                            .get(evidence.sentence as usize)
                            .is_some_and(|sentence| {
                                document.words_at(sentence.span).contains(phrase.as_str())
                            })
                });
            tallies
                .entry("4 sentence that does not count")
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
