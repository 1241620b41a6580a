use crate::facts::Signature;
use crate::facts::facts_of;
use crate::facts::testing::document;

const TITLE: &str = "# Modern Slavery Statement";
const OPENING: &str = "This statement is made by Holm Foods plc under section 54 of the Modern Slavery Act 2015 for the year ended 31 March 2025.";
const BODY: &str = "We buy wheat, milk and packaging from 120 suppliers in the United Kingdom and Ireland, and visit the largest of them every year.";

/// The signature of a statement that ends with `lines`.
fn signature(lines: &[&str]) -> Option<Signature> {
    let mut blocks = vec![TITLE, OPENING, BODY, BODY, BODY];
    blocks.extend(lines);
    facts_of(&document(&blocks)).signature
}

fn name_and_role(lines: &[&str]) -> Option<(String, String, String)> {
    signature(lines).map(|found| (found.name, found.role, found.role_kind))
}

#[test]
fn name_and_role_at_the_end_are_a_signature() {
    let cases: [(&[&str], &str, &str, &str); 10] = [
        (
            &["Signed", "Jane Doe", "Director", "14 May 2025"],
            "Jane Doe",
            "Director",
            "director",
        ),
        (
            &["Jane Doe, Chief Executive Officer"],
            "Jane Doe",
            "Chief Executive Officer",
            "chief-executive",
        ),
        (
            &[
                "Signed on behalf of the board",
                "Miriam Oduya-Clarke",
                "Chair of the Board",
            ],
            "Miriam Oduya-Clarke",
            "Chair of the Board",
            "chair",
        ),
        (
            &[
                "/s/ Ann R. Lee",
                "Ann R. Lee",
                "President, Chief Executive Officer and Director",
            ],
            "Ann R. Lee",
            "President, Chief Executive Officer and Director",
            "director",
        ),
        (
            &["/s/ Ann R. Lee Ann R. Lee President"],
            "Ann R. Lee",
            "President",
            "president",
        ),
        (
            &["Signed by: Joost Ferriby", "Designated Member"],
            "Joost Ferriby",
            "Designated Member",
            "designated-member",
        ),
        (
            &[
                "Director's signature: Signed",
                "Director's name: Winifred Hart",
                "Date: 12 March 2025",
            ],
            "Winifred Hart",
            "Director",
            "director",
        ),
        (
            &[
                "Full name: Ann Lee",
                "Title: Chair of the Board and Director",
                "Date: April 28, 2025",
            ],
            "Ann Lee",
            "Chair of the Board and Director",
            "director",
        ),
        (
            &["This statement is signed by Jane Doe, Chair of Trustees."],
            "Jane Doe",
            "Chair of Trustees",
            "trustee",
        ),
        (
            &[
                "Signed for and on behalf of Holm Foods Limited Graham Estlick Managing Director Date: 22 May 2025",
            ],
            "Graham Estlick",
            "Managing Director",
            "director",
        ),
    ];
    for (lines, name, role, kind) in cases {
        assert_eq!(
            name_and_role(lines),
            Some((name.to_owned(), role.to_owned(), kind.to_owned())),
            "{lines:?}"
        );
    }
}

#[test]
fn lines_that_a_reader_joined_to_the_text_are_a_signature_still() {
    let found =
        name_and_role(&["This statement was approved by the board. Barry Holm CEO 27 June 2025."]);

    assert_eq!(
        found.map(|(name, role, _)| (name, role)),
        Some(("Barry Holm".to_owned(), "CEO".to_owned()))
    );
}

#[test]
fn a_name_in_running_text_is_no_signature() {
    for line in [
        "The programme is led by Jane Doe, Director of People, who reports to the board each quarter.",
        "For questions contact Jane Doe, Company Secretary, at our head office.",
        "\u{201c}We take this seriously,\u{201d} said Jane Doe, Chief Executive, when she opened the line.",
        "Policy owner: Jane Doe, Head of Procurement",
        "The trustee of the scheme is Holm Pension Trustee Limited.",
    ] {
        assert_eq!(name_and_role(&[line, BODY, BODY]), None, "{line}");
    }
}

#[test]
fn a_line_left_blank_is_no_signature() {
    for lines in [
        &[
            "Signed: ______________________",
            "Date: ______________________",
        ][..],
        &[
            "Signature ....................",
            "Name ....................",
        ],
        &["Signed: [name of director]", "Director"],
        &[
            "Full name: ____________________",
            "Title: [title]",
            "Signature: ____________________",
        ],
    ] {
        let mut blocks = vec![TITLE, OPENING, BODY, BODY];
        blocks.extend(lines);
        let facts = facts_of(&document(&blocks));

        assert_eq!(facts.signature, None, "{lines:?}");
        let told = facts
            .notices
            .iter()
            .any(|notice| notice.code == "signature-blank");
        assert!(told, "{lines:?}");
    }
}

#[test]
fn a_signature_tells_its_day_and_whether_it_says_that_it_is_one() {
    let signed =
        signature(&["Signed", "Jane Doe", "Director", "14 May 2025"]).expect("a signature");
    let named = signature(&["Jane Doe", "Director"]).expect("name and title stand for one");

    assert!(signed.says_signed);
    assert_eq!(
        signed.date.map(|date| date.to_string()).as_deref(),
        Some("2025-05-14")
    );
    assert!(!named.says_signed);
    assert_eq!(named.date, None);
}

#[test]
fn the_words_of_the_australian_act_make_a_signature() {
    let found = name_and_role(&[
        "Jane Doe Chief Executive Officer Responsible Member of Holm Pty Ltd's Principal Governing Body",
    ]);

    assert_eq!(found.map(|(name, _, _)| name).as_deref(), Some("Jane Doe"));
}

#[test]
fn an_office_that_may_not_sit_on_the_board_is_uncertain() {
    let found = signature(&[
        "Signed",
        "Jane Doe",
        "General Counsel and Company Secretary",
    ]);

    assert_eq!(found.expect("a signature").role_kind, "uncertain");
}
