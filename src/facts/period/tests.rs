use crate::facts::Facts;
use crate::facts::facts_of;
use crate::facts::testing::document;

const TITLE: &str = "# Modern Slavery Statement";

fn facts(blocks: &[&str]) -> Facts {
    facts_of(&document(blocks))
}

/// Start and end of the period, as far as they are known.
fn period(facts: &Facts) -> (Option<String>, Option<String>) {
    let told = |found: &Option<crate::facts::Found<crate::document::PartialDate>>| {
        found.as_ref().map(|found| found.value.to_string())
    };
    (told(&facts.period_start), told(&facts.period_end))
}

fn codes(facts: &Facts) -> Vec<&str> {
    facts
        .notices
        .iter()
        .map(|notice| notice.code.as_str())
        .collect()
}

#[test]
fn the_end_of_the_year_is_read_in_the_forms_that_companies_write() {
    let cases = [
        (
            "This statement is for the financial year ended 31 March 2025.",
            "2025-03-31",
        ),
        (
            "This statement is for the year ending 31st March, 2025.",
            "2025-03-31",
        ),
        (
            "This statement covers the year to 28 February 2025.",
            "2025-02-28",
        ),
        (
            "This statement covers the 52 weeks ended 29 March 2025.",
            "2025-03-29",
        ),
        (
            "This statement covers the 53 weeks to Saturday 4 January 2025.",
            "2025-01-04",
        ),
        (
            "This statement covers the financial year ending: 30/09/2024.",
            "2024-09-30",
        ),
        (
            "This statement covers fiscal year 2024, which ended on December 28, 2024.",
            "2024-12-28",
        ),
        (
            "This report is for the fiscal year ended December 31, 2024.",
            "2024-12-31",
        ),
        (
            "This statement covers the period to 28 September 2025.",
            "2025-09-28",
        ),
        (
            "This statement is for the financial year ended June 2024.",
            "2024-06",
        ),
        ("This statement is for the financial year 2025.", "2025"),
        ("This statement is made for FY25.", "2025"),
        ("This is our statement for the 2024 reporting year.", "2024"),
        (
            "This is our statement for the calendar year 2024.",
            "2024-12-31",
        ),
    ];
    for (sentence, end) in cases {
        let found = facts(&[TITLE, sentence]);
        assert_eq!(period(&found).1.as_deref(), Some(end), "{sentence}");
    }
}

#[test]
fn a_range_gives_both_ends() {
    let cases = [
        (
            "This statement covers 1 April 2024 to 31 March 2025.",
            "2024-04-01",
            "2025-03-31",
        ),
        (
            "This statement covers the period 1 Jan – 31 Dec 2024.",
            "2024-01-01",
            "2024-12-31",
        ),
        (
            "This statement covers the financial year from 6 April 2024 until 5 April 2025.",
            "2024-04-06",
            "2025-04-05",
        ),
        (
            "This report covers January 1, 2024 to December 31, 2024.",
            "2024-01-01",
            "2024-12-31",
        ),
        (
            "This statement covers July 2023 to June 2024.",
            "2023-07",
            "2024-06",
        ),
        (
            "This statement covers the 2024/25 financial year.",
            "2024",
            "2025",
        ),
        ("This statement is for FY2024/25.", "2024", "2025"),
        ("This statement is for the year 2024–25.", "2024", "2025"),
    ];
    for (sentence, start, end) in cases {
        let found = facts(&[TITLE, sentence]);
        assert_eq!(
            period(&found),
            (Some(start.to_owned()), Some(end.to_owned())),
            "{sentence}"
        );
    }
}

#[test]
fn what_is_no_reporting_period_is_not_taken_for_one() {
    for sentence in [
        "© 2024 Holm Foods plc.",
        "Last updated 3 May 2025.",
        "This policy will be reviewed in the year ending 31 March 2027.",
        "This statement covers the current financial year.",
        "This statement is made under section 54 of the Modern Slavery Act 2015.",
        "Our founder began in 1984/85 with one shop.",
    ] {
        assert_eq!(
            period(&facts(&[TITLE, sentence])),
            (None, None),
            "{sentence}"
        );
    }
}

#[test]
fn the_statements_own_period_counts_before_other_years() {
    let found = facts(&[
        TITLE,
        "This statement is made for the financial year ended 31 March 2025.",
        "In the year ended 31 March 2024 our turnover was £40 million.",
        "In the year ending 31 March 2026 we will audit our laundries.",
    ]);

    assert_eq!(period(&found).1.as_deref(), Some("2025-03-31"));
    assert!(!codes(&found).contains(&"period-conflict"));
}

#[test]
fn the_most_exact_words_for_the_same_period_are_kept() {
    let found = facts(&[
        "# Modern Slavery Statement 2025",
        "This statement is for FY2025.",
        "Our financial year runs from 1 July 2024 to 30 June 2025.",
    ]);

    assert_eq!(
        period(&found),
        (Some("2024-07-01".to_owned()), Some("2025-06-30".to_owned()))
    );
}

#[test]
fn two_different_ends_contradict_each_other() {
    let found = facts(&[
        "# Modern Slavery Statement for the financial year ended 31 December 2024",
        "This statement is made for the financial year ended 31 March 2025.",
    ]);

    assert!(
        codes(&found).contains(&"period-conflict"),
        "{:?}",
        found.notices
    );
}

#[test]
fn a_year_in_the_title_may_be_that_of_publication_but_no_other() {
    let with_title = |title: &str| {
        let found = facts(&[
            title,
            "This statement is made for the financial year ended 31 March 2024.",
        ]);
        codes(&found).contains(&"title-year-differs")
    };

    assert!(!with_title("# Modern Slavery Statement 2024"));
    assert!(!with_title("# Modern Slavery Statement 2025"));
    assert!(with_title("# Modern Slavery Statement 2022"));
    assert!(!with_title("# Modern Slavery Act 2015 Statement"));
}

#[test]
fn a_period_far_from_a_year_is_told() {
    let of = |sentence: &str| codes(&facts(&[TITLE, sentence])).contains(&"period-length");

    assert!(of(
        "This statement covers the period 1 January 2023 to 31 December 2024."
    ));
    assert!(of(
        "This statement covers the period 1 January 2025 to 31 March 2025."
    ));
    assert!(!of(
        "This statement covers the period 1 January 2024 to 30 June 2025."
    ));
}

#[test]
fn numbers_are_read_day_first_under_british_law_without_a_word() {
    let found = facts(&[
        TITLE,
        "This statement under section 54 of the Modern Slavery Act 2015 covers the year ended 05/04/2025.",
    ]);

    assert_eq!(period(&found).1.as_deref(), Some("2025-04-05"));
    assert!(!codes(&found).contains(&"ambiguous-date"));
}

#[test]
fn numbers_are_read_month_first_under_californian_law() {
    let found = facts(&[
        "# California Transparency in Supply Chains Act Disclosure",
        "This disclosure covers the fiscal year ended 09/08/2024.",
    ]);

    assert_eq!(period(&found).1.as_deref(), Some("2024-09-08"));
    assert!(!codes(&found).contains(&"ambiguous-date"));
}

#[test]
fn numbers_in_a_canadian_report_are_never_read_silently() {
    let report =
        "# Report under the Fighting Against Forced Labour and Child Labour in Supply Chains Act";
    let found = facts(&[
        report,
        "This report is for the financial year ended 03/02/2025.",
    ]);
    let settled = facts(&[
        report,
        "This report is for the financial year ended 03/02/2025. It was approved on 05/28/2025.",
    ]);

    assert!(codes(&found).contains(&"ambiguous-date"));
    assert_eq!(period(&settled).1.as_deref(), Some("2025-03-02"));
    assert!(!codes(&settled).contains(&"ambiguous-date"));
}
