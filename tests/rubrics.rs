//! Every built-in rubric is valid, and gives to its own examples the answers that its author wants.

use std::collections::BTreeSet;
use std::sync::Arc;

use avowal::rubric::Rubric;
use avowal::rubric::builtin;
use avowal::rubric::load;
use avowal::score::examples::run;

/// Every built-in rubric; a test fails with all mistakes told where one is not valid.
fn rubrics() -> Vec<Arc<Rubric>> {
    let rubrics: Vec<Arc<Rubric>> = builtin()
        .map(|known| match load(known.name) {
            Ok(rubric) => Arc::new(rubric),
            Err(avowal::rubric::LoadError::Invalid(invalid)) => {
                panic!("{}", avowal::typed::told(&invalid))
            }
            Err(error) => panic!("{}: {error}", known.name),
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
