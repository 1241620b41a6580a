//! Whole documents through the engine: what context, shared blocks, steps and languages do to the answers.

use std::sync::Arc;
use std::sync::LazyLock;

use super::Scorer;
use super::assess;
use crate::assessment::Assessment;
use crate::assessment::CriterionResult;
use crate::assessment::Status;
use crate::assessment::Verdict;
use crate::document::BlockKind;
use crate::document::Builder;
use crate::document::Document;
use crate::facts::Facts;
use crate::rubric::Level;
use crate::rubric::Rubric;
use crate::rubric::load;
use crate::rubric::validate;

/// Lines as blocks: `# ` a heading, `- ` a list item, ` | ` a table row, anything else a paragraph.
fn document(text: &str) -> Document {
    let mut builder = Builder::new("text");
    for line in text.lines().map(str::trim) {
        let depth = BlockKind::ListItem { depth: 0 };
        if let Some(heading) = line.strip_prefix("# ") {
            builder.plain(BlockKind::Heading { level: 2 }, heading);
        } else if let Some(item) = line.strip_prefix("- ") {
            builder.plain(depth, item);
        } else if line.contains(" | ") {
            builder.plain(BlockKind::TableRow, line);
        } else {
            builder.plain(BlockKind::Paragraph, line);
        }
    }
    builder.finish()
}

/// Made ready once for all tests.
static UK: LazyLock<Scorer> =
    LazyLock::new(|| Scorer::new(&[Arc::new(load("uk-msa").expect("it is built in"))]));

fn uk(text: &str) -> Assessment {
    UK.assess(&document(text), &Facts::default()).remove(0)
}

fn of<'a>(assessment: &'a Assessment, id: &str) -> &'a CriterionResult {
    let (place, _) = assessment.rubric.criterion(id).expect("a criterion");
    &assessment.results[place]
}

/// The sentences that count for the criterion, by place.
fn counting(result: &CriterionResult) -> Vec<u32> {
    let counts = result.evidence.iter().filter(|evidence| evidence.counts);
    let mut places: Vec<u32> = counts.map(|evidence| evidence.sentence).collect();
    places.sort_unstable();
    places
}

/// A rubric with one content criterion of `body`.
fn rubric_of(body: &str) -> Arc<Rubric> {
    let text = format!(
        r#"schema = 1
[rubric]
id = "holm"
title = "Holm"
version = "1.0"
kind = "benchmark"
status = "benchmark"
languages = ["en"]
[[criterion]]
id = "one"
citation = "clause 1"
title = "One"
description = "One thing."
duty = "mandatory"
basis = "benchmark"
kind = "content"
weight = 1
advice = "Write it."
question = "Is it so?"
{body}
[[criterion.example]]
text = "Yes."
counts = true
level = "partial"
[[criterion.example]]
text = "No."
counts = false
level = "absent"
"#
    );
    Arc::new(validate("holm.toml", &text).expect("the test's own rubric is valid"))
}

fn scored(text: &str, body: &str) -> Assessment {
    assess(&document(text), &Facts::default(), &rubric_of(body))
}

const PRAWN: &str = r#"
headings = ["our prawns"]
[[criterion.signal]]
id = "prawn"
title = "prawns"
phrases = ["prawns"]
"#;

fn with_strength(strength: &str) -> String {
    format!("{PRAWN}strength = \"{strength}\"\n")
}

#[test]
fn a_strong_signal_counts_alone_and_a_weak_one_under_its_heading() {
    let strong = scored("We peel prawns.", &with_strength("strong"));
    let weak = scored("We peel prawns.", &with_strength("weak"));
    let headed = scored("# Our prawns\nWe peel prawns.", &with_strength("weak"));

    assert_eq!(counting(&strong.results[0]), [0]);
    assert_eq!(counting(&weak.results[0]), [0u32; 0]);
    assert_eq!(
        weak.results[0].evidence.len(),
        1,
        "it is shown, and set aside"
    );
    assert_eq!(counting(&headed.results[0]), [1]);
}

#[test]
fn a_medium_signal_counts_near_words_of_modern_slavery() {
    let body = with_strength("medium");
    let alone = scored("We peel prawns.", &body);
    let near = scored("We look for forced labour. We peel prawns.", &body);
    let far = scored(
        "We look for forced labour.\nA.\nB.\nC.\nWe peel prawns.",
        &body,
    );

    assert_eq!(counting(&alone.results[0]), [0u32; 0]);
    assert_eq!(counting(&near.results[0]), [1]);
    assert_eq!(counting(&far.results[0]), [0u32; 0]);
}

#[test]
fn the_title_of_a_statement_is_no_topic_of_its_paragraphs() {
    let body = with_strength("medium");
    let title = scored("# Modern slavery statement\nWe peel prawns.", &body);
    let section = scored("# Forced labour at sea\nWe peel prawns.", &body);

    assert_eq!(counting(&title.results[0]), [0u32; 0]);
    assert_eq!(counting(&section.results[0]), [1]);
}

#[test]
fn a_sentence_without_a_signal_counts_under_the_heading_where_it_tells_something() {
    let assessment = uk(
        "# Training\nIn 2025, 188 of 193 people passed.\nThat is how it is.\n# Our offices\nIn 2025, 188 of 193 people passed.",
    );

    assert_eq!(counting(of(&assessment, "training")), [1]);
    let evidence = &of(&assessment, "training").evidence[0];
    assert!(
        evidence
            .reason
            .starts_with("stands under the heading 'training'"),
        "{}",
        evidence.reason
    );
}

#[test]
fn an_item_of_a_list_is_read_with_the_words_that_introduce_it() {
    let assessment = uk(
        "# Due diligence\nBy the end of next year we will:\n- audit our suppliers for forced labour\n# Due diligence\nWe:\n- audit our suppliers for forced labour",
    );

    let statuses: Vec<(u32, Status)> = of(&assessment, "due-diligence")
        .evidence
        .iter()
        .filter(|evidence| evidence.counts)
        .map(|evidence| (evidence.sentence, evidence.status))
        .collect();
    assert!(statuses.contains(&(2, Status::Plan)), "{statuses:?}");
    assert!(statuses.contains(&(5, Status::Action)), "{statuses:?}");
}

#[test]
fn a_label_of_a_form_is_no_practice() {
    let assessment = uk("# Due diligence\nQuestionnaire to suppliers");

    assert_eq!(counting(of(&assessment, "due-diligence")), [0u32; 0]);
}

#[test]
fn an_exclusion_speaks_of_the_signals_of_its_own_block() {
    // "Suppliers" weakens signs of the own structure, and not those of the supply chains beside them.
    let assessment =
        uk("Our supply chains include food and packaging, and we have 430 suppliers in Spain.");

    assert_eq!(counting(of(&assessment, "structure")), [0]);
}

#[test]
fn an_exclusion_that_weakens_halves_and_one_that_drops_sets_aside() {
    let signal = with_strength("strong");
    let weakened = format!(
        "{signal}[[criterion.exclusion]]\nid = \"toy\"\ntitle = \"toys\"\nphrases = [\"toy\"]\neffect = \"weaken\"\n"
    );
    let dropped = weakened.replace("weaken", "drop");
    let firm = weakened.replace(
        "strength = \"strong\"",
        "strength = \"strong\"\nfirm = true",
    );
    let text = "We sell toy prawns.";

    assert_eq!(counting(&scored(text, &weakened).results[0]), [0u32; 0]);
    let set_aside = scored(text, &dropped);
    assert_eq!(set_aside.results[0].evidence[0].status, Status::Context);
    assert_eq!(counting(&scored(text, &firm).results[0]), [0]);
}

#[test]
fn a_denial_meets_a_criterion_only_where_the_law_takes_it_for_an_answer() {
    let text = "We do not peel prawns, because they come peeled.";
    let refused = scored(text, &with_strength("strong"));
    let accepted = scored(
        text,
        &format!("accepts_negative = true\n{}", with_strength("strong")),
    );

    assert_eq!(refused.results[0].verdict, Verdict::NotMet);
    assert_eq!(
        refused.results[0].level,
        Some(Level::Partial),
        "it gives its reason"
    );
    assert_eq!(accepted.results[0].verdict, Verdict::Met);
}

#[test]
fn what_came_of_a_step_lifts_it_where_it_stands_in_the_year() {
    let body = with_strength("strong");
    let told = |text: &str| scored(text, &body).results[0].level;

    assert_eq!(told("We peel prawns."), Some(Level::Partial));
    assert_eq!(
        told("All 40 workers in Vietnam peel prawns."),
        Some(Level::Specific)
    );
    assert_eq!(
        told(
            "In 2025 we checked 40 plants in Vietnam that peel prawns; nine were found to charge fees."
        ),
        Some(Level::Evidenced)
    );
}

#[test]
fn steps_take_the_highest_level_of_what_was_done_and_none_of_what_is_planned() {
    let done = uk("All buyers take a two-hour course on forced labour each year.");
    let planned = uk("All buyers will take a two-hour course on forced labour next year.");

    assert_eq!(of(&done, "steps").verdict, Verdict::Met);
    assert_eq!(of(&done, "steps").level, of(&done, "training").level);
    assert_eq!(of(&planned, "steps").verdict, Verdict::NotMet);
    assert_eq!(of(&planned, "steps").level, Some(Level::Mentioned));
    assert_eq!(
        of(&planned, "steps").capped_by.as_deref(),
        Some("future-only")
    );
}

#[test]
fn describing_a_risk_is_no_step() {
    let assessment = uk("We see a risk of modern slavery among agency workers in cleaning.");

    assert!(of(&assessment, "risk").level >= Some(Level::Partial));
    assert_eq!(of(&assessment, "steps").verdict, Verdict::NotMet);
}

#[test]
fn in_a_language_that_the_rubric_does_not_read_nothing_is_found_missing() {
    let facts = Facts {
        language: Some("fr".to_owned()),
        ..Facts::default()
    };
    let french = document("Nous formons tous nos acheteurs chaque ann\u{e9}e.");
    let assessment = UK.assess(&french, &facts).remove(0);

    for id in ["steps", "training", "risk"] {
        let result = of(&assessment, id);
        assert_eq!(result.verdict, Verdict::CannotTell, "{id}");
        assert_eq!(result.capped_by.as_deref(), Some("language"), "{id}");
    }
    assert_eq!(assessment.quality, None, "nothing is known");
}

#[test]
fn compliance_counts_what_is_mandatory_and_quality_what_has_weight() {
    let assessment = uk("All buyers take a two-hour course on forced labour each year.");

    // Mandatory: period, steps, approval, signature, publication.
    assert_eq!(assessment.compliance.total, 5);
    assert_eq!(assessment.compliance.met, 1, "the steps");
    assert_eq!(assessment.compliance.unknown, 1, "publication");
    let weights: f32 = assessment
        .rubric
        .criteria
        .iter()
        .map(|criterion| criterion.weight)
        .sum();
    let levels: f32 = assessment
        .rubric
        .criteria
        .iter()
        .zip(&assessment.results)
        .filter_map(|(criterion, result)| Some(criterion.weight * f32::from(result.level?.rank())))
        .sum();
    assert_eq!(assessment.quality, Some(100.0 * levels / (weights * 4.0)));
}

#[test]
fn the_same_statement_is_scored_the_same_however_many_rubrics_there_are() {
    let text = "We audit 40 suppliers in India for forced labour each year. Staff are trained on modern slavery.";
    let names: Vec<&str> = crate::rubric::builtin().map(|known| known.name).collect();
    let rubrics: Vec<Arc<Rubric>> = names
        .iter()
        .map(|name| Arc::new(load(name).expect("it is built in")))
        .collect();
    let document = document(text);
    let together = Scorer::new(&rubrics).assess(&document, &Facts::default());

    for (rubric, assessment) in rubrics.iter().zip(&together) {
        let alone = assess(&document, &Facts::default(), rubric);
        assert_eq!(alone.results, assessment.results, "{}", rubric.id);
    }
}

#[test]
fn a_hostile_text_costs_no_more_than_its_length() {
    // Nothing ends a sentence, and every word asks for a look around it.
    let endless =
        "we do not audit no suppliers who have not been trained, and never ".repeat(16_000);
    let header = format!("{} | b", "very long header ".repeat(20_000));
    let rows = format!("{header}\n{}", "1 | 2\n".repeat(2_000));
    let started = std::time::Instant::now();

    for text in [endless, rows] {
        let assessment = uk(&text);
        assert_eq!(assessment.results.len(), assessment.rubric.criteria.len());
    }

    // With the square of the length it would take minutes.
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}
