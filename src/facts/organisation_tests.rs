use crate::facts::facts_of;
use crate::facts::names::legal_names_in;
use crate::facts::testing::document;

fn organisation(blocks: &[&str]) -> Option<String> {
    facts_of(&document(blocks))
        .organisation
        .map(|found| found.value)
}

#[test]
fn the_reporting_entity_is_the_one_that_makes_the_statement() {
    let cases: [(&[&str], &str); 7] = [
        (
            &[
                "# Modern Slavery Statement",
                "This statement is made by Holm Foods plc under section 54. We are a subsidiary of Holm Group Limited.",
            ],
            "Holm Foods plc",
        ),
        (
            &[
                "# Holm Foods Limited: Modern Slavery Statement",
                "We are part of Castellane Holdings SA.",
            ],
            "Holm Foods Limited",
        ),
        (
            &[
                "# Modern Slavery Statement",
                "The Saltholm Trust is a charity. This statement constitutes The Saltholm Trust's statement for the year.",
            ],
            "The Saltholm Trust",
        ),
        (
            &[
                "# University of Holm: Modern Slavery Statement",
                "The University has 9,000 students.",
            ],
            "University of Holm",
        ),
        (
            &[
                "# Report",
                "Holm Outfitters Ltd. submits this report under the Fighting Against Forced Labour and Child Labour in Supply Chains Act.",
            ],
            "Holm Outfitters Ltd.",
        ),
        (
            &[
                "# Modern Slavery Statement",
                "The reporting entity is Holm Minerals Pty Ltd (ABN 00 000 627 451).",
            ],
            "Holm Minerals Pty Ltd",
        ),
        (
            &[
                "# HOLM FOODS LIMITED",
                "## Modern Slavery Statement",
                "Holm Foods Limited bakes bread.",
            ],
            "Holm Foods Limited",
        ),
    ];
    for (blocks, name) in cases {
        assert_eq!(organisation(blocks).as_deref(), Some(name), "{blocks:?}");
    }
}

#[test]
fn a_brand_stands_in_where_no_legal_name_does() {
    assert_eq!(
        organisation(&["# Lumen: Modern Slavery Statement", "We make lamps."]).as_deref(),
        Some("Lumen")
    );
    assert_eq!(
        organisation(&["# Modern Slavery Statement", "We bake bread."]),
        None
    );
    assert_eq!(
        organisation(&[
            "# Statement for the year ended 31 March 2025",
            "We bake bread."
        ]),
        None
    );
}

#[test]
fn words_of_the_sentence_are_cut_off_a_name() {
    let text = "The Boards of Directors of Holm Foods Limited and Holm Dairy plc met. Our parent company is a Limited. Signed for Holm Bakery (UK) Ltd.";
    let names: Vec<&str> = legal_names_in(text)
        .into_iter()
        .filter_map(|range| text.get(range))
        .collect();

    assert_eq!(
        names,
        [
            "Holm Foods Limited",
            "Holm Dairy plc",
            "Holm Bakery (UK) Ltd"
        ]
    );
}

#[test]
fn the_registered_number_is_that_of_the_reporting_entity() {
    let number = |blocks: &[&str]| {
        facts_of(&document(blocks))
            .company_number
            .map(|found| found.value)
    };

    assert_eq!(
        number(&[
            "# Modern Slavery Statement",
            "This statement is made by Holm Foods plc (company number 9912041)."
        ])
        .as_deref(),
        Some("09912041")
    );
    assert_eq!(
        number(&[
            "# Modern Slavery Statement",
            "This statement is made by Farrow LLP (registered number OC999214)."
        ])
        .as_deref(),
        Some("OC999214")
    );
    assert_eq!(
        number(&[
            "# Holm Group plc: Modern Slavery Statement",
            "This statement is made by Holm Group plc and the subsidiaries in the table.",
            "| Company | Number",
            "| Holm Group plc | 99400117",
            "| Holm Homes Limited | 99400218",
        ])
        .as_deref(),
        Some("99400117")
    );
    assert_eq!(
        number(&[
            "# Modern Slavery Statement",
            "The reporting entity is Holm Pty Ltd (ABN 00 000 627 451)."
        ])
        .as_deref(),
        Some("00000627451")
    );
    assert_eq!(
        number(&[
            "# Modern Slavery Statement",
            "This statement is made by Holm Trust (charity number 9900318)."
        ]),
        None
    );
    assert_eq!(
        number(&[
            "# Modern Slavery Statement",
            "This statement is made by Holm Foods plc. Our auditor is Ledger LLP (company number OC999111)."
        ]),
        None
    );
}
