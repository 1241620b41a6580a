//! Every built-in rubric is valid, and gives to its own examples the answers that its author wants.

use std::collections::BTreeSet;
use std::sync::Arc;

use avowal::rubric::Rubric;
use avowal::rubric::builtin;
use avowal::rubric::load;
use avowal::rubric::validate;
use avowal::score::examples::run;

/// Every built-in rubric; a test fails with all mistakes told where one is not valid.
fn rubrics() -> Vec<Arc<Rubric>> {
    let rubrics: Vec<Arc<Rubric>> = builtin()
        // As a user's file is read: no run compiles the patterns of ours before it needs them.
        .map(|known| match validate(known.name, known.text) {
            Ok(rubric) => Arc::new(rubric),
            Err(invalid) => panic!("{}", avowal::typed::told(&invalid)),
        })
        .collect();
    assert!(!rubrics.is_empty(), "rubrics are built in");
    rubrics
}

#[test]
fn every_example_gets_the_answer_that_its_rubric_gives() {
    let mut broken = Vec::new();
    for rubric in rubrics() {
        for outcome in run(&rubric) {
            if !outcome.holds() {
                broken.push(format!(
                    "{} {} example {}: {}\n    {}\n      {}",
                    rubric.id,
                    outcome.criterion,
                    outcome.number,
                    outcome.differences.join("; "),
                    outcome.text,
                    outcome.reasons.join("\n      "),
                ));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "{} broken\n{}",
        broken.len(),
        broken.join("\n")
    );
}

#[test]
fn every_criterion_has_three_examples_that_count_and_three_that_do_not() {
    for rubric in rubrics() {
        for criterion in &rubric.criteria {
            for (counts, what) in [(true, "that count"), (false, "that do not count")] {
                let examples = criterion
                    .examples
                    .iter()
                    .filter(|example| example.counts == counts);
                assert!(
                    examples.count() >= 3,
                    "{} {} has fewer than three examples {what}",
                    rubric.id,
                    criterion.id
                );
            }
        }
    }
}

#[test]
fn a_rubric_is_named_as_its_file_and_carries_the_ids_of_the_contract() {
    let rubrics = rubrics();
    for (known, rubric) in builtin().zip(&rubrics) {
        assert_eq!(known.name, rubric.id);
    }
    let uk = load("uk-msa").expect("it is built in");
    let ids: Vec<&str> = uk
        .criteria
        .iter()
        .map(|criterion| criterion.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "period",
            "steps",
            "structure",
            "policies",
            "due-diligence",
            "risk",
            "effectiveness",
            "training",
            "approval",
            "signature",
            "publication"
        ]
    );
    let mandatory: BTreeSet<&str> = uk
        .criteria
        .iter()
        .filter(|criterion| criterion.duty == avowal::rubric::Duty::Mandatory)
        .map(|criterion| criterion.id.as_str())
        .collect();
    // The six areas of s54(5) are what a statement "may include".
    assert_eq!(
        mandatory,
        BTreeSet::from(["approval", "period", "publication", "signature", "steps"])
    );
}

/// A law that no file of this project knows.
const A_NEW_ACT: &str = r#"schema = 1

[rubric]
id = "sb-fair-work"
title = "Fair Work Disclosure Act of Saltby"
version = "1.0"
kind = "law"
jurisdiction = "GB"
status = "in_force"
languages = ["en"]

[[criterion]]
id = "training"
citation = "section 4"
title = "Training of buyers"
description = "Whether those who buy are trained on modern slavery."
duty = "mandatory"
basis = "statute"
kind = "content"
weight = 1
blocks = ["training"]
advice = "Say how many buyers were trained."
question = "How many of your buyers were trained?"

[[criterion.example]]
text = "All 14 buyers completed a course on modern slavery in March."
counts = true
level = "specific"
status = "action"

[[criterion.example]]
text = "We sell prawns."
counts = false
level = "absent"
"#;

#[test]
fn a_new_act_is_one_file() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("sb-fair-work.toml");
    std::fs::write(&path, A_NEW_ACT).expect("a file for the test");

    let rubric = Arc::new(load(&path.to_string_lossy()).expect("it is valid"));
    let outcomes = run(&rubric);

    assert_eq!(outcomes.len(), 2);
    for outcome in outcomes {
        assert!(outcome.holds(), "{:?}", outcome.differences);
    }
}

#[test]
fn an_example_that_does_not_hold_is_told_with_what_was_found() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("sb-fair-work.toml");
    let wrong = A_NEW_ACT.replace("level = \"specific\"", "level = \"evidenced\"");
    std::fs::write(&path, wrong).expect("a file for the test");

    let rubric = Arc::new(load(&path.to_string_lossy()).expect("it is valid"));
    let outcomes = run(&rubric);

    assert_eq!(
        outcomes[0].differences,
        ["level evidenced expected, specific found"]
    );
    assert!(!outcomes[0].reasons.is_empty(), "it says why");
}

#[test]
fn a_threshold_of_ones_own_changes_what_counts() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("strict.toml");
    let strict = "schema = 1\nextends = \"uk-msa\"\n[rubric]\nid = \"strict\"\nversion = \"1.0\"\n\
                  [rubric.quality]\ncounts_from = 0.99\n";
    std::fs::write(&path, strict).expect("a file for the test");

    let rubric = Arc::new(load(&path.to_string_lossy()).expect("it is valid"));
    let broken = run(&rubric)
        .iter()
        .filter(|outcome| !outcome.holds())
        .count();

    assert!(broken > 20, "nearly nothing is so sure: {broken}");
}

#[test]
fn the_rubrics_in_the_documentation_are_valid_and_hold() {
    let guide = include_str!("../docs/rubrics.md");
    let files: Vec<&str> = guide
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .filter(|block| block.starts_with("schema = 1"))
        .collect();

    assert_eq!(files.len(), 2, "a rubric, and a variant of one");
    for file in files {
        let rubric = match avowal::rubric::validate("docs/rubrics.md", file) {
            Ok(rubric) => Arc::new(rubric),
            Err(invalid) => panic!("{}", avowal::typed::told(&invalid)),
        };
        // The variant leaves out a signal that examples of the other rubric rest on.
        let holds = run(&rubric).iter().all(|outcome| outcome.holds());
        assert!(holds || file.contains("extends"), "{file}");
    }
}

#[test]
fn the_documentation_names_every_key_of_a_rubric_file() {
    let guide = include_str!("../docs/rubrics.md");
    let schema = avowal::rubric::schema();
    let mut tables = vec![&schema];
    let mut keys = BTreeSet::new();
    while let Some(table) = tables.pop() {
        for (key, value) in table["properties"].as_object().into_iter().flatten() {
            keys.insert(key.clone());
            tables.push(value);
            tables.push(&value["items"]);
        }
    }

    let missing: Vec<&String> = keys
        .iter()
        .filter(|key| !guide.contains(key.as_str()))
        .collect();
    assert!(keys.len() > 50, "the schema has its keys");
    assert!(missing.is_empty(), "docs/rubrics.md lacks {missing:?}");
}
