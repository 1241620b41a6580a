//! What the row of a manifest says about a statement: it wins over what was extracted, and a difference is told.

use std::collections::BTreeMap;

use crate::document::Notice;
use crate::document::PartialDate;
use crate::facts::Facts;
use crate::facts::Found;
use crate::facts::folded_name;

/// Puts what `manifest` says in the place of what was extracted into `facts`.
///
/// Where the two disagree, one notice `differs-from-manifest` tells each difference.
pub(super) fn apply(manifest: &BTreeMap<String, String>, facts: &mut Facts) -> Option<Notice> {
    let mut differences = Vec::new();
    if let Some(given) = manifest.get("organisation") {
        replace(
            "organisation",
            given,
            &mut facts.organisation,
            &mut differences,
        );
    }
    if let Some(given) = manifest.get("company_number") {
        replace(
            "company_number",
            given,
            &mut facts.company_number,
            &mut differences,
        );
    }
    if let Some(given) = manifest
        .get("period_end")
        .and_then(|date| PartialDate::parse_loose(date))
    {
        let extracted = facts.period_end.as_ref().map(|found| found.value);
        if let Some(extracted) = extracted.filter(|&date| !agrees(date, given)) {
            differences.push(format!(
                "period_end is {given} there, {extracted} in the text"
            ));
        }
        // What both say stays as precise as the more precise of the two, with its place in the text.
        let settled = extracted.is_some_and(|date| date == given);
        if !settled {
            facts.period_end = Some(Found {
                value: given,
                span: None,
            });
        }
    }
    (!differences.is_empty()).then(|| {
        Notice::new(
            "differs-from-manifest",
            format!("the manifest was followed: {}", differences.join("; ")),
        )
    })
}

fn replace(
    name: &str,
    given: &str,
    fact: &mut Option<Found<String>>,
    differences: &mut Vec<String>,
) {
    let extracted = fact.as_ref().map(|found| found.value.as_str());
    match extracted {
        Some(extracted) if is_same(extracted, given) => {}
        Some(extracted) => {
            differences.push(format!(
                "{name} is `{given}` there, `{extracted}` in the text"
            ));
        }
        None => {}
    }
    let span = fact
        .as_ref()
        .filter(|found| is_same(&found.value, given))
        .and_then(|found| found.span);
    *fact = Some(Found {
        value: given.to_owned(),
        span,
    });
}

/// Whether two spellings are of one name or number: zeros in front of a number aside.
fn is_same(one: &str, other: &str) -> bool {
    let bare = |text: &str| folded_name(text).trim_start_matches('0').to_owned();
    bare(one) == bare(other)
}

/// Whether two dates are the same as far as both are precise.
fn agrees(one: PartialDate, other: PartialDate) -> bool {
    one.year() == other.year()
        && (one.month().is_none() || other.month().is_none() || one.month() == other.month())
        && (one.day().is_none() || other.day().is_none() || one.day() == other.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[(&str, &str)]) -> BTreeMap<String, String> {
        cells
            .iter()
            .map(|&(column, value)| (column.to_owned(), value.to_owned()))
            .collect()
    }

    fn found(value: &str) -> Option<Found<String>> {
        Some(Found {
            value: value.to_owned(),
            span: None,
        })
    }

    #[test]
    fn what_the_manifest_says_wins_and_a_difference_is_told() {
        let mut facts = Facts {
            organisation: found("Northbank Foods plc"),
            period_end: PartialDate::day_of(2024, 3, 31).map(|value| Found { value, span: None }),
            ..Facts::default()
        };

        let notice = apply(
            &row(&[
                ("organisation", "Holm Dairy Ltd"),
                ("period_end", "2025-03-31"),
            ]),
            &mut facts,
        )
        .expect("both differ");

        assert_eq!(facts.organisation.expect("given").value, "Holm Dairy Ltd");
        assert_eq!(
            facts.period_end.expect("given").value.to_string(),
            "2025-03-31"
        );
        assert_eq!(notice.code, "differs-from-manifest");
        assert!(notice.message.contains("Northbank Foods plc"));
        assert!(notice.message.contains("2024-03-31"));
    }

    #[test]
    fn another_spelling_of_the_same_name_is_no_difference() {
        let mut facts = Facts {
            organisation: found("NORTHBANK FOODS LIMITED"),
            company_number: found("01234567"),
            ..Facts::default()
        };

        let notice = apply(
            &row(&[
                ("organisation", "Northbank Foods Ltd."),
                ("company_number", "1234567"),
            ]),
            &mut facts,
        );

        assert_eq!(notice, None);
    }

    #[test]
    fn a_day_in_the_manifest_makes_a_year_in_the_text_precise() {
        let mut facts = Facts {
            period_end: PartialDate::year_only(2025).map(|value| Found { value, span: None }),
            ..Facts::default()
        };

        let notice = apply(&row(&[("period_end", "2025-12-31")]), &mut facts);

        assert_eq!(notice, None);
        assert_eq!(
            facts.period_end.expect("given").value.to_string(),
            "2025-12-31"
        );
    }
}
