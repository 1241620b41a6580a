use crate::facts::Facts;
use crate::facts::facts_of;
use crate::facts::testing::document;

fn facts(blocks: &[&str]) -> Facts {
    facts_of(&document(blocks))
}

fn covered(facts: &Facts) -> Vec<(&str, &str)> {
    facts
        .coverage
        .iter()
        .map(|covered| (covered.entity.as_str(), covered.relation.word()))
        .collect()
}

fn is_unnamed(facts: &Facts) -> bool {
    facts
        .notices
        .iter()
        .any(|notice| notice.code == "coverage-unnamed")
}

#[test]
fn a_table_of_subsidiaries_is_read_row_by_row() {
    let found = facts(&[
        "# Holm Group plc: Modern Slavery Statement",
        "This statement is made by Holm Group plc on behalf of itself and the subsidiaries listed in the table below.",
        "| Covered company | Activity",
        "| Holm Group plc | Group services",
        "| Holm Homes Limited | House building",
        "| Holm Interiors Limited | Fit-out",
        "## Suppliers",
        "We buy from 40 suppliers, among them:",
        "- Brick Works Limited",
    ]);

    assert_eq!(
        covered(&found),
        [
            ("Holm Group plc", "reporting-entity"),
            ("Holm Homes Limited", "subsidiary"),
            ("Holm Interiors Limited", "subsidiary"),
        ]
    );
    assert!(!is_unnamed(&found));
}

#[test]
fn each_entity_of_a_joint_statement_reports() {
    let found = facts(&[
        "# Joint Modern Slavery Statement",
        "It covers two reporting entities: Holm Hospitals Limited (ABN 00 000 627 451) and Holm Pathology Limited (ABN 00 000 627 538).",
    ]);

    assert_eq!(
        covered(&found),
        [
            ("Holm Hospitals Limited", "reporting-entity"),
            ("Holm Pathology Limited", "reporting-entity"),
        ]
    );
}

#[test]
fn a_list_in_a_sentence_is_one_list() {
    let found = facts(&[
        "# Modern Slavery Statement",
        "This statement is made by Holm Foods plc and its subsidiaries Holm Dairy Limited, Holm Fish Limited and Holm Bakery Ltd.",
    ]);

    assert_eq!(
        covered(&found),
        [
            ("Holm Foods plc", "reporting-entity"),
            ("Holm Dairy Limited", "subsidiary"),
            ("Holm Fish Limited", "subsidiary"),
            ("Holm Bakery Ltd", "subsidiary"),
        ]
    );
}

#[test]
fn the_owner_is_the_parent_and_a_customer_is_nobody() {
    let found = facts(&[
        "# Modern Slavery Statement",
        "This statement is made by Holm Foods Limited. We are a subsidiary of Holm Holdings SA. Our largest customer is Grocer plc.",
        "We own one trading subsidiary, Holm Retail Ltd, which runs the shops.",
    ]);

    assert_eq!(
        covered(&found),
        [
            ("Holm Foods Limited", "reporting-entity"),
            ("Holm Holdings SA", "parent"),
            ("Holm Retail Ltd", "subsidiary"),
        ]
    );
}

#[test]
fn covered_companies_without_a_name_are_told() {
    let unnamed = facts(&[
        "# Modern Slavery Statement",
        "This statement is made by Holm Foods plc on behalf of itself and all its subsidiaries.",
    ]);
    let named = facts(&[
        "# Modern Slavery Statement",
        "This statement is made by Holm Foods plc on behalf of itself and all its subsidiaries.",
        "The companies covered by this statement are listed below.",
        "- Holm Dairy Limited",
        "- Holm Fish Limited",
    ]);

    assert!(is_unnamed(&unnamed));
    assert!(!is_unnamed(&named));
    assert_eq!(covered(&named).len(), 3);
}

#[test]
fn a_place_in_the_text_stands_behind_every_entity() {
    let document = document(&[
        "# Modern Slavery Statement",
        "This statement is made by Holm Foods plc and its subsidiary Holm Dairy Limited.",
    ]);

    for entity in facts_of(&document).coverage {
        assert_eq!(document.words_at(entity.span), entity.entity);
    }
}
