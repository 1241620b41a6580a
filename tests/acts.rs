//! The rubrics of the Acts of Australia, Canada and California carry what the law itself settles: which criteria
//! there are, which are mandatory, and where an explicit "no" is an answer.

use std::collections::BTreeSet;

use avowal::rubric::Criterion;
use avowal::rubric::CriterionKind;
use avowal::rubric::Duty;
use avowal::rubric::Rubric;
use avowal::rubric::RubricStatus;
use avowal::rubric::load;

fn rubric(name: &str) -> Rubric {
    load(name).expect("it is built in")
}

fn ids(rubric: &Rubric, wanted: impl Fn(&Criterion) -> bool) -> Vec<&str> {
    rubric
        .criteria
        .iter()
        .filter(|criterion| wanted(criterion))
        .map(|criterion| criterion.id.as_str())
        .collect()
}

#[test]
fn criteria_carry_the_ids_that_users_type_in_their_order() {
    let australia = rubric("au-msa");
    assert_eq!(
        ids(&australia, |_| true),
        [
            "reporting-entity",
            "structure",
            "operations",
            "supply-chains",
            "risks",
            "actions",
            "remediation",
            "effectiveness",
            "consultation",
            "approval",
            "signature",
        ]
    );
    let canada = rubric("ca-s211");
    assert_eq!(
        ids(&canada, |_| true),
        [
            "steps",
            "structure",
            "policies",
            "due-diligence",
            "risks",
            "remediation",
            "loss-of-income",
            "training",
            "effectiveness",
            "approval",
            "attestation",
            "signature",
        ]
    );
    let california = rubric("us-ca-tsca");
    let found: BTreeSet<&str> = ids(&california, |_| true).into_iter().collect();
    let areas = [
        "verification",
        "audits",
        "certification",
        "accountability",
        "training",
    ];
    let practices = areas.map(|area| format!("{area}-practice"));
    let wanted: BTreeSet<&str> = areas
        .into_iter()
        .chain(practices.iter().map(String::as_str))
        .chain(["publication"])
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn the_content_that_australia_and_canada_ask_for_is_mandatory() {
    for name in ["au-msa", "ca-s211"] {
        let rubric = rubric(name);
        assert!(
            ids(&rubric, |criterion| criterion.duty != Duty::Mandatory).is_empty(),
            "{name}"
        );
    }
}

#[test]
fn californian_practice_is_a_benchmark_beside_the_mandatory_disclosure() {
    let rubric = rubric("us-ca-tsca");
    for criterion in &rubric.criteria {
        let is_practice = criterion.id.ends_with("-practice");
        let expected = if is_practice {
            Duty::Benchmark
        } else {
            Duty::Mandatory
        };
        assert_eq!(criterion.duty, expected, "{}", criterion.id);
    }
}

#[test]
fn an_explicit_no_is_an_answer_where_the_act_asks_only_for_disclosure() {
    let answers = |name: &str| -> Vec<String> {
        let rubric = rubric(name);
        ids(&rubric, |criterion| criterion.accepts_negative)
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    // s16(1) of the Australian Act asks for descriptions; only consultation has nothing to describe where an entity
    // owns and controls no other.
    assert_eq!(answers("au-msa"), ["consultation"]);
    // "None identified", "not applicable", "no training provided".
    let canada = rubric("ca-s211");
    let content = ids(&canada, |criterion| {
        criterion.kind == CriterionKind::Content && criterion.id != "structure"
    });
    assert_eq!(answers("ca-s211"), content);
    // "To what extent, if any": the disclosure may be a no, the practice may not.
    assert_eq!(
        answers("us-ca-tsca"),
        [
            "verification",
            "audits",
            "certification",
            "accountability",
            "training"
        ]
    );
}

#[test]
fn a_law_whose_report_is_no_longer_examined_is_kept_as_legacy() {
    assert_eq!(rubric("de-lksg").status, RubricStatus::Legacy);
    assert_eq!(rubric("no-transparency").status, RubricStatus::InForce);
}
