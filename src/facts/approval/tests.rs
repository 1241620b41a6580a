use crate::facts::Approval;
use crate::facts::ApprovedObject;
use crate::facts::facts_of;
use crate::facts::testing::document;

fn approval(blocks: &[&str]) -> Option<Approval> {
    facts_of(&document(blocks)).approval
}

/// The body that approved the statement, with the kind it is of.
fn body(sentence: &str) -> Option<(String, String)> {
    approval(&["# Modern Slavery Statement", sentence])
        .filter(|approval| approval.object == ApprovedObject::Statement)
        .map(|approval| (approval.body, approval.body_kind))
}

#[test]
fn the_body_that_approves_is_named_with_its_kind() {
    let cases = [
        (
            "This statement was approved by the board of directors of Holm Foods plc on 14 May 2025.",
            "board of directors",
            "company-board",
        ),
        (
            "The Board of Directors has reviewed and approved this statement.",
            "Board of Directors",
            "company-board",
        ),
        (
            "The directors of Holm Ltd approved this statement at the board meeting of 30 September 2025.",
            "directors",
            "company-board",
        ),
        (
            "This statement has been signed off by the Board.",
            "Board",
            "company-board",
        ),
        (
            "This statement was approved by the members of the LLP on 3 June 2025.",
            "members of the LLP",
            "llp-members",
        ),
        (
            "The board of trustees approved this statement at its meeting on 9 July 2025.",
            "board of trustees",
            "trustees",
        ),
        (
            "This statement was approved by the Council of the University of Holm.",
            "Council",
            "council",
        ),
        (
            "This statement was approved by the Governing Body on 4 July 2025.",
            "Governing Body",
            "governing-body",
        ),
        (
            "This statement was approved by the principal governing body of Holm Pty Ltd on 2 May 2025.",
            "principal governing body",
            "principal-governing-body",
        ),
        (
            "Approved by the Board: 15 February 2024",
            "Board",
            "company-board",
        ),
        (
            "Jane Doe, Chair, Holm plc Approved by the Board: 15 February 2024",
            "Board",
            "company-board",
        ),
        (
            "This policy statement was approved by the Board of Directors in June 2024.",
            "Board of Directors",
            "company-board",
        ),
        (
            "I hereby certify that the report has been approved by the board.",
            "board",
            "company-board",
        ),
        (
            "Having considered the statement in detail, the Board of Management approved it.",
            "Board of Management",
            "company-board",
        ),
    ];
    for (sentence, words, kind) in cases {
        assert_eq!(
            body(sentence),
            Some((words.to_owned(), kind.to_owned())),
            "{sentence}"
        );
    }
}

#[test]
fn a_committee_or_one_person_is_no_governing_body() {
    for sentence in [
        "This statement was approved by the Executive Committee on 4 May 2025.",
        "This statement was approved by the Audit and Risk Committee of the board.",
        "This statement was approved by our Chief Executive on 4 May 2025.",
        "This statement was approved by the General Counsel on behalf of the Board of Holm BV.",
        "This statement was approved by the senior leadership team.",
        "One of the directors approved this statement.",
        "This statement was approved by our working group and noted.",
        "Signed and approved on behalf of the Board",
    ] {
        let found = approval(&["# Modern Slavery Statement", sentence]);
        let governs = found.is_some_and(|approval| approval.is_by_governing_body());
        assert!(!governs, "{sentence}");
    }
}

#[test]
fn an_approval_still_to_come_is_none() {
    for sentence in [
        "This statement will be approved by the Board of Directors on 9 December.",
        "This statement is subject to approval by the board.",
        "The draft will be put to the board for approval.",
        "This statement has not been approved by the board.",
        "The statement must be approved by the board of directors.",
        "Once it has been approved by the board, the statement will be published.",
        "This statement is awaiting approval by the trustees.",
    ] {
        assert_eq!(
            approval(&["# Modern Slavery Statement", sentence]),
            None,
            "{sentence}"
        );
    }
}

#[test]
fn the_approval_of_a_policy_is_not_that_of_the_statement() {
    for sentence in [
        "Our Anti-Slavery Policy was approved by the Board of Directors on 4 May 2025.",
        "The board approved a new Supplier Code of Conduct in March 2025.",
        "A Human Rights Policy was written and it was approved by the Board.",
    ] {
        let found = approval(&["# Modern Slavery Statement", sentence]);
        assert_eq!(
            found.map(|approval| approval.object),
            Some(ApprovedObject::Other),
            "{sentence}"
        );
    }
    assert_eq!(
        approval(&["We buy from approved suppliers on an approved list only."]),
        None
    );
}

#[test]
fn the_approval_of_the_statement_counts_before_that_of_a_policy() {
    let found = approval(&[
        "# Modern Slavery Statement",
        "The board of directors approved our Supplier Code on 2 February 2025.",
        "This statement was approved by the board of directors on 14 May 2025.",
    ])
    .expect("an approval");

    assert_eq!(found.object, ApprovedObject::Statement);
    assert_eq!(
        found.date.map(|date| date.to_string()).as_deref(),
        Some("2025-05-14")
    );
}

#[test]
fn the_date_of_the_approval_is_its_own() {
    let date = |sentence: &str| {
        approval(&["# Modern Slavery Statement", sentence])
            .and_then(|approval| approval.date)
            .map(|date| date.to_string())
    };

    assert_eq!(
        date("On 3 May 2025 the board approved this statement.").as_deref(),
        Some("2025-05-03")
    );
    assert_eq!(
        date("This statement was approved by the board in May 2025 and will be reviewed by 1 June 2026.")
            .as_deref(),
        Some("2025-05")
    );
    assert_eq!(
        date("This statement, for the year ended 31 March 2025, was approved by the board of Holm plc.")
            .as_deref(),
        None
    );
}

#[test]
fn a_label_takes_its_date_from_the_next_line() {
    let found = approval(&[
        "# Modern Slavery Statement",
        "## Sign-off",
        "Approved by the Board",
        "14 May 2025",
    ])
    .expect("an approval");

    assert_eq!(
        found.date.map(|date| date.to_string()).as_deref(),
        Some("2025-05-14")
    );
    assert!(found.is_by_governing_body());
}

#[test]
fn in_a_policy_the_approval_is_of_the_policy() {
    let found = approval(&[
        "# Anti-Slavery Policy",
        "This document was approved by the board of directors on 14 May 2025.",
    ]);

    assert_eq!(
        found.map(|approval| approval.object),
        Some(ApprovedObject::Other)
    );
}
