use super::*;
use crate::facts::facts_of;
use crate::facts::testing::document;

const TITLE: &str = "# Modern Slavery Statement";
const OPENING: &str = "This statement is made by Holm Foods plc under section 54 of the Modern Slavery Act 2015 for the year ended 31 March 2025.";
const WORK: &str = "We buy flour from 120 suppliers and assess the risk of forced labour in our supply chains each year. We trained 40 buyers on modern slavery.";

fn codes(lines: &[&str]) -> Vec<String> {
    let mut blocks = vec![TITLE, OPENING, WORK];
    blocks.extend(lines);
    told(&blocks)
}

fn told(blocks: &[&str]) -> Vec<String> {
    facts_of(&document(blocks))
        .notices
        .into_iter()
        .map(|notice| notice.code)
        .collect()
}

fn has(code: &str, lines: &[&str]) -> bool {
    codes(lines).iter().any(|found| found == code)
}

#[test]
fn a_period_is_stale_eighteen_months_and_a_day_after_its_end() {
    let facts = facts_of(&document(&[TITLE, OPENING, WORK]));
    let stale = |day: (i16, u8, u8)| {
        let as_of = PartialDate::day_of(day.0, day.1, day.2).expect("a day of the calendar");
        warnings_of(&facts, as_of)
            .iter()
            .any(|notice| notice.code == "stale")
    };

    assert!(!stale((2025, 4, 1)));
    assert!(!stale((2026, 9, 30)));
    assert!(stale((2026, 10, 1)));
    assert!(stale((2030, 1, 1)));
}

#[test]
fn the_end_of_a_short_month_is_no_day_earlier() {
    let facts = facts_of(&document(&[
        TITLE,
        "This statement covers the year ended 31 August 2024.",
    ]));
    let stale = |month, day| {
        let as_of = PartialDate::day_of(2026, month, day).expect("a day of the calendar");
        warnings_of(&facts, as_of)
            .iter()
            .any(|notice| notice.code == "stale")
    };

    assert!(!stale(2, 28));
    assert!(stale(3, 1));
}

#[test]
fn a_period_that_is_not_named_is_never_stale() {
    let facts = facts_of(&document(&[TITLE, WORK]));
    let as_of = PartialDate::day_of(2090, 1, 1).expect("a day of the calendar");

    assert!(
        warnings_of(&facts, as_of)
            .iter()
            .all(|notice| notice.code != "stale")
    );
}

#[test]
fn what_a_template_left_to_fill_in_is_told() {
    for line in [
        "This statement is made by [insert company name].",
        "Approved by the board of [Company Name] on [date].",
        "We trained [xx]% of our staff.",
        "The financial year ending dd/mm/yyyy.",
        "<insert number> employees",
        "{{company}} has no sites abroad.",
        "We have ____ employees at [●] sites.",
        "Delete as appropriate.",
        "Lorem ipsum dolor sit amet.",
        "Approved by the board on TBC.",
    ] {
        assert!(has("template", &[line]), "{line}");
    }
    for line in [
        "The Group (see [1]) audits its suppliers.",
        "[Signature page follows]",
        "Our policy says that \u{201c}no worker [should] pay for a job\u{201d}.",
    ] {
        assert!(!has("template", &[line]), "{line}");
    }
}

#[test]
fn a_draft_says_so_in_its_title_or_on_a_line_of_its_own() {
    assert!(
        told(&[
            "# Modern slavery statement (draft for comment)",
            OPENING,
            WORK
        ])
        .contains(&"draft".to_owned())
    );
    assert!(told(&["DRAFT", TITLE, OPENING, WORK]).contains(&"draft".to_owned()));
    assert!(!has("draft", &["We helped to draft the industry's code."]));
}

#[test]
fn who_approved_and_what_is_told_where_it_is_not_the_board_and_the_statement() {
    assert!(has(
        "policy-approved-not-statement",
        &["Our Anti-Slavery Policy was approved by the board of directors."]
    ));
    assert!(has(
        "approval-not-by-governing-body",
        &["This statement was approved by the Executive Committee."]
    ));
    assert!(has(
        "approval-without-body",
        &["This statement was approved on 12 May 2025."]
    ));
    for code in [
        "policy-approved-not-statement",
        "approval-not-by-governing-body",
        "approval-without-body",
    ] {
        assert!(!has(
            code,
            &["This statement was approved by the board of directors."]
        ));
    }
}

#[test]
fn what_is_wrong_with_a_signature_is_told() {
    assert!(has(
        "signature-blank",
        &["Signed: ____________", "Director"]
    ));
    assert!(has("signature-without-role", &["Signed by: Jane Doe"]));
    assert!(has(
        "signature-role-uncertain",
        &["Signed", "Jane Doe", "Company Secretary"]
    ));
    let signed = codes(&["Signed", "Jane Doe", "Director"]);
    assert!(
        signed.iter().all(|code| !code.starts_with("signature")),
        "{signed:?}"
    );
}

#[test]
fn an_attestation_with_blanks_is_told() {
    let attestation =
        "In accordance with section 11 of the Act, I attest that I have reviewed the report.";

    assert!(has(
        "attestation-blank",
        &[
            attestation,
            "Full name: ____________",
            "Title: [title]",
            "Signature: ____________"
        ]
    ));
    assert!(!has(
        "attestation-blank",
        &[
            attestation,
            "Full name: Jane Doe",
            "Title: Director",
            "Date: 28 April 2025"
        ]
    ));
}

#[test]
fn a_person_who_was_exploited_must_not_be_recognisable() {
    for line in [
        "The victim, Ahmed Rahimi, had paid an agent.",
        "One survivor, named Grace Okoro, now works for us.",
        "A victim aged 17 was found at the laundry.",
    ] {
        assert!(has("personal-data", &[line]), "{line}");
    }
    for line in [
        "We refer victims to the Salvation Army and other charities.",
        "Survivors of slavery find work through Bright Future.",
        "Two victims were supported by a charity in the year.",
    ] {
        assert!(!has("personal-data", &[line]), "{line}");
    }
}

#[test]
fn a_revised_version_is_told_and_a_stamp_is_not() {
    for line in [
        "This statement replaces the version published in May 2025.",
        "This is a revised report under section 12 of the Act.",
        "This modern slavery statement was revised on 3 June 2025 to add a company.",
    ] {
        assert!(has("revised-version", &[line]), "{line}");
    }
    for line in [
        "It is not a joint report and it is not a revised version of an earlier report.",
        "Last updated 3 May 2025.",
        "This statement will be reviewed and updated every year.",
        "Our Code was revised in 2024.",
    ] {
        assert!(!has("revised-version", &[line]), "{line}");
    }
    assert!(
        told(&["# Modern Slavery Statement (revised)", OPENING, WORK])
            .contains(&"revised-version".to_owned())
    );
}

#[test]
fn a_company_may_say_that_it_took_no_steps() {
    for line in [
        "In the year the company has taken no steps to ensure that slavery is not taking place.",
        "We did not take any steps during the financial year.",
    ] {
        assert!(has("no-steps", &[line]), "{line}");
    }
    for line in [
        "The Act requires a statement of the steps, or a statement that the organisation has taken no such steps.",
        "We took no further steps at this site.",
        "No incidents were reported.",
    ] {
        assert!(!has("no-steps", &[line]), "{line}");
    }
}

#[test]
fn a_short_statement_and_a_policy_are_told() {
    assert!(has("short", &[]));
    assert!(!has("short", &[WORK; 20]));
    assert!(
        told(&[
            "# Anti-Slavery Policy",
            "This policy applies to all our staff. Breach of this policy leads to dismissal, and compliance with this policy is checked.",
            WORK,
            "We check that modern slavery and forced labour have no place in our work, and we ask all our people to speak up where they see the signs of it. Managers answer for what happens at their site, and nobody who speaks up in good faith is worse off for it.",
        ])
        .contains(&"policy".to_owned())
    );
}
