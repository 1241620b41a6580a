//! The model sentences of the built-in rubrics: with the blanks filled in as two companies would, each meets its
//! criterion in full; with the blanks left open, the draft does not pass.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use avowal::assessment::Assessment;
use avowal::assessment::Verdict;
use avowal::document::BlockKind;
use avowal::document::Builder;
use avowal::facts::facts_of;
use avowal::rubric::CriterionKind;
use avowal::rubric::Level;
use avowal::rubric::Rubric;
use avowal::rubric::RubricKind;
use avowal::rubric::blanks_of;
use avowal::rubric::builtin;
use avowal::rubric::load;
use avowal::score::Scorer;

/// Each blank, as a maker of foods and as a firm that runs software would fill it in.
const FILLED: &[(&str, &str, &str)] = &[
    ("age", "15", "16"),
    ("amount", "£38,400", "US$21,600"),
    ("company number", "12 004 044 937", "53 004 085 616"),
    ("country", "Thailand", "China"),
    ("customers", "supermarkets", "hospitals"),
    ("day month year", "31 March 2025", "30 June 2025"),
    (
        "goal",
        "all of them to be audited",
        "overtime to fall below 50 hours a week",
    ),
    ("goods", "prawns", "laptops"),
    ("group of staff", "buyers", "procurement managers"),
    ("group of workers", "agency workers", "migrant workers"),
    ("later year", "2028", "2030"),
    ("legal name", "Northbank Foods Ltd", "Ravel Systems Ltd"),
    ("local partner", "a women's cooperative", "a labour charity"),
    ("month", "May", "October"),
    ("month year", "May 2025", "October 2024"),
    ("name", "Jane Doe", "Idris Coyle"),
    (
        "name of the group",
        "the Seafood Task Force",
        "the Responsible Business Alliance",
    ),
    (
        "name of the policy",
        "Supplier Code of Conduct",
        "Human Rights Policy",
    ),
    (
        "names of the owned entities",
        "Holm Dairy Ltd and Holm Cold Store Ltd",
        "Ravel Hosting Ltd",
    ),
    ("next year", "2026", "June 2026"),
    ("number", "24", "nine"),
    ("number before", "17", "four"),
    ("parent", "Holm plc", "Ravel Holdings Inc."),
    ("percentage", "92%", "71%"),
    ("percentage before", "81%", "48%"),
    ("place", "Kent", "Leeds"),
    ("role", "procurement director", "Head of Sourcing"),
    ("second country", "Bangladesh", "Malaysia"),
    ("services", "cleaning", "cloud hosting"),
    ("tier", "farms", "smelters"),
    ("tool or standard", "Sedex", "Responsible Business Alliance"),
    ("total", "60", "31"),
    (
        "what came of it",
        "74 children went back to school",
        "no family had to sell its land",
    ),
    (
        "what is known of it",
        "peelers have been held in debt bondage",
        "students have been made to work night shifts",
    ),
    (
        "what is not known",
        "which boats catch the fish",
        "which mines the cobalt comes from",
    ),
    (
        "what was changed",
        "we changed the audit firm",
        "lead times were lengthened",
    ),
    (
        "what was changed in the statement",
        "shipping was added to the list of risks",
        "a section on agency labour was added",
    ),
    ("what was done about it", "ended one contract", "revised it"),
    (
        "what was done for the workers",
        "14 workers were repaid their fees",
        "all fees were repaid within 90 days",
    ),
    (
        "what was found",
        "charge recruitment fees",
        "keep passports",
    ),
    (
        "which measure",
        "the audit programme",
        "the complaints procedure",
    ),
    (
        "which result",
        "the closing of audit findings",
        "the training of buyers",
    ),
    ("which violation", "low wages", "excessive overtime"),
    ("who built it", "a labour charity", "the trade union"),
    (
        "who gave it",
        "a labour rights organization",
        "an outside law firm",
    ),
    (
        "why",
        "recruiters charge them fees",
        "workers pay agents for their jobs",
    ),
    ("year", "2025", "the year to June 2025"),
    ("year before", "2024", "the year before"),
];

fn built_in() -> Vec<Arc<Rubric>> {
    builtin()
        .map(|known| Arc::new(load(known.name).expect("a built-in rubric is valid")))
        .collect()
}

fn filled(model: &str, company: usize) -> String {
    let mut text = model.to_owned();
    for &(blank, one, other) in FILLED {
        text = text.replace(&format!("[{blank}]"), [one, other][company]);
    }
    text
}

fn assessed(scorer: &Scorer, text: &str) -> Vec<Assessment> {
    let mut builder = Builder::new("text");
    for line in text.lines() {
        builder.plain(BlockKind::Paragraph, line);
    }
    let document = builder.finish();
    scorer.assess(&document, &facts_of(&document))
}

#[test]
fn every_content_criterion_of_an_act_or_its_guidance_has_a_model() {
    for rubric in built_in() {
        if !matches!(rubric.kind, RubricKind::Law | RubricKind::Guidance) {
            continue;
        }
        for criterion in &rubric.criteria {
            let wanted = criterion.kind == CriterionKind::Content;
            assert!(
                !wanted || !criterion.model.is_empty(),
                "{} {}",
                rubric.id,
                criterion.id
            );
        }
    }
}

#[test]
fn a_model_whose_blanks_are_filled_in_meets_its_criterion_in_full() {
    let mut wrong = Vec::new();
    for rubric in built_in() {
        let scorer = Scorer::new(std::slice::from_ref(&rubric));
        for (place, criterion) in rubric.criteria.iter().enumerate() {
            if criterion.model.is_empty() {
                continue;
            }
            for company in [0, 1] {
                let text = filled(&criterion.model, company);
                assert_eq!(
                    blanks_of(&text).next(),
                    None,
                    "a blank that the table of this test does not know: {text}"
                );
                let result = &assessed(&scorer, &text)[0].results[place];
                let enough = match criterion.kind {
                    CriterionKind::Content => result.level >= Some(Level::Specific),
                    CriterionKind::Formality => true,
                };
                if !enough || result.verdict != Verdict::Met {
                    wrong.push(format!(
                        "{} {}: {:?} {} {:?}: {text}",
                        rubric.id,
                        criterion.id,
                        result.level,
                        result.verdict.word(),
                        result.capped_by,
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_of_fillings_knows_no_blank_twice_and_none_that_is_gone() {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for &(blank, ..) in FILLED {
        *known.entry(blank).or_default() += 1;
    }
    let rubrics = built_in();
    let used: BTreeSet<&str> = rubrics
        .iter()
        .flat_map(|rubric| &rubric.criteria)
        .flat_map(|criterion| blanks_of(&criterion.model))
        .collect();

    assert!(known.values().all(|&times| times == 1), "{known:?}");
    assert_eq!(known.keys().copied().collect::<BTreeSet<_>>(), used);
}
