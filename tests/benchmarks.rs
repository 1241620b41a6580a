//! The rubrics beside the Acts: guidance, benchmarks and practices. They carry the ids of the contract, and nothing in
//! them ever counts as a duty.

use std::sync::Arc;

use avowal::document::BlockKind;
use avowal::document::Builder;
use avowal::facts::facts_of;
use avowal::rubric::Duty;
use avowal::rubric::Rubric;
use avowal::rubric::load;
use avowal::score::assess;

const BESIDE_THE_ACTS: [&str; 4] = ["uk-guidance-2025", "walkfree-bcdr", "safeguarding", "aims"];

fn rubric(name: &str) -> Arc<Rubric> {
    Arc::new(load(name).expect("it is built in and valid"))
}

fn ids(name: &str) -> Vec<String> {
    let criteria = &rubric(name).criteria;
    criteria
        .iter()
        .map(|criterion| criterion.id.clone())
        .collect()
}

#[test]
fn the_guide_has_two_levels_for_each_of_its_six_areas() {
    let areas = [
        "structure",
        "policies",
        "risk",
        "due-diligence",
        "training",
        "effectiveness",
    ];
    let expected: Vec<String> = areas
        .iter()
        .flat_map(|area| [format!("{area}-1"), format!("{area}-2")])
        .collect();

    assert_eq!(ids("uk-guidance-2025"), expected);
}

#[test]
fn every_safeguarding_practice_of_the_contract_is_there() {
    let mut found = ids("safeguarding");
    found.sort();
    let mut expected = [
        "forms",
        "indicators",
        "hr-monitoring",
        "audits",
        "supply-chain-review",
        "training",
        "whistleblowing",
        "first-response",
        "referral",
        "victim-support",
        "multi-agency",
        "records",
        "confidentiality",
        "culture",
        "voluntary",
    ];
    expected.sort_unstable();

    assert_eq!(found, expected);
}

#[test]
fn the_labels_of_aims_stand_in_the_order_of_the_collections() {
    let expected = [
        "approval",
        "signature",
        "reporting_entity",
        "structure",
        "operations",
        "supply_chains",
        "risk_description",
        "risk_mitigation",
        "remediation",
        "effectiveness",
        "consultation",
    ];

    assert_eq!(ids("aims"), expected);
}

#[test]
fn the_disclosure_rate_rests_on_sixteen_metrics() {
    assert_eq!(ids("walkfree-bcdr").len(), 16);
}

#[test]
fn nothing_in_them_is_a_duty_or_counts_for_compliance() {
    let mut builder = Builder::new("text");
    builder.plain(
        BlockKind::Paragraph,
        "We audited 24 suppliers in India for forced labour in 2025.",
    );
    let document = builder.finish();
    for name in BESIDE_THE_ACTS {
        let rubric = rubric(name);
        for criterion in &rubric.criteria {
            assert_ne!(criterion.duty, Duty::Mandatory, "{name} {}", criterion.id);
        }
        let assessment = assess(&document, &facts_of(&document), &rubric);
        assert_eq!(assessment.compliance.total, 0, "{name}");
    }
}

#[test]
fn what_is_not_confirmed_is_told_in_the_notes() {
    for name in ["uk-guidance-2025", "walkfree-bcdr", "safeguarding"] {
        let notes = rubric(name).notes.join(" ").to_lowercase();
        assert!(notes.contains("not confirmed"), "{name}: {notes}");
    }
}
