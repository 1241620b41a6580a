//! What a company declared to the registry against what its text shows, both ways.

use super::matching::Companies;
use super::matching::Company;
use super::matching::Match;
use super::matching::Method;
use super::suppliers::company_of;
use crate::source::Sheet;
use crate::source::SheetRow;
use crate::source::iso_date;

/// For each area, the registry's column, the column with the reason why it is missing, and the criterion of `uk-msa`.
pub const AREAS: &[(&str, &str, &str)] = &[
    (
        "statementincludesorgstructure",
        "noorgstructurereason",
        "structure",
    ),
    ("statementincludespolicies", "nopoliciesreason", "policies"),
    (
        "statementincludesrisksassessment",
        "noriskassessmentreason",
        "risk",
    ),
    (
        "statementincludesduediligence",
        "noduediligencereason",
        "due-diligence",
    ),
    ("statementincludestraining", "notrainingreason", "training"),
    ("statementincludesgoals", "nogoalsreason", "effectiveness"),
];

/// One statement of a run, as far as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// Its identifier.
    pub statement_id: String,
    /// The addresses by which it was asked for and found.
    pub addresses: Vec<String>,
    /// Whose it is, as told by the text or the manifest.
    pub organisation: String,
    /// Its registered number.
    pub company_number: String,
    /// The first and last day of its period, ISO 8601 as far as known.
    pub period_start: String,
    /// The last day.
    pub period_end: String,
    /// The day of approval.
    pub approval_date: String,
    /// Who signed it.
    pub signatory: String,
    /// For each area in the order of [`AREAS`], its level, the best sentence and the link to it.
    pub areas: Vec<ShownArea>,
}

/// What a text shows of one area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShownArea {
    /// `absent`, `mentioned`, `partial`, `specific`, `evidenced`; empty where the run did not ask.
    pub level: String,
    /// The sentence that shows it best.
    pub evidence: String,
    /// Where it stands.
    pub link: String,
}

/// One comparison: a row of `crosscheck.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The organisation, as the registry names it.
    pub organisation: String,
    /// Its registered number there.
    pub company_number: String,
    /// The registry's page about it.
    pub registry_page: String,
    /// The statement that was compared.
    pub statement_id: String,
    /// How the two were matched.
    pub matched: Match,
    /// What was compared: an area, `period_start`, `period_end`, `approval_date`, `approver`.
    pub check: &'static str,
    /// What the registry says.
    pub declared: String,
    /// What the text shows.
    pub found: String,
    /// What it comes to.
    pub finding: &'static str,
    /// Why it is not covered, as declared.
    pub reason: String,
    /// The sentence that shows it best.
    pub evidence: String,
    /// Where it stands.
    pub link: String,
}

/// What came of a crosscheck.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Crosscheck {
    /// In the order of the registry's rows.
    pub findings: Vec<Finding>,
    /// How many organisations of the registry have a statement in the run.
    pub matched: usize,
    /// How many have none.
    pub unmatched: usize,
}

/// Compares the rows of the registry's export with the statements of a run.
#[must_use]
pub fn crosscheck(registry: &Sheet, shown: &[Shown]) -> Crosscheck {
    let companies: Vec<Company> = shown
        .iter()
        .map(|one| Company {
            number: one.company_number.clone(),
            name: one.organisation.clone(),
        })
        .collect();
    let companies = Companies::new(&companies);
    let mut by_address = std::collections::BTreeMap::new();
    for (place, one) in shown.iter().enumerate() {
        for address in &one.addresses {
            by_address.entry(plain_address(address)).or_insert(place);
        }
    }
    let mut result = Crosscheck::default();
    for row in &registry.rows {
        let address = plain_address(registry.value(row, "url"));
        let matched = match by_address.get(&address).filter(|_| !address.is_empty()) {
            Some(place) => Match {
                place: Some(*place),
                method: Method::Address,
                score: 1.0,
            },
            None => {
                let company = company_of(registry, row);
                companies.find(&company.number, &company.name)
            }
        };
        let Some(one) = matched.place.and_then(|place| shown.get(place)) else {
            result.unmatched += 1;
            continue;
        };
        result.matched += 1;
        compare(registry, row, one, matched, &mut result.findings);
    }
    result
}

fn compare(
    registry: &Sheet,
    row: &SheetRow,
    one: &Shown,
    matched: Match,
    findings: &mut Vec<Finding>,
) {
    let value = |column: &str| registry.value(row, column).to_owned();
    let company = company_of(registry, row);
    let bare = Finding {
        organisation: company.name,
        company_number: company.number,
        registry_page: value("statementsummaryurl"),
        statement_id: one.statement_id.clone(),
        matched,
        check: "",
        declared: String::new(),
        found: String::new(),
        finding: "",
        reason: String::new(),
        evidence: String::new(),
        link: String::new(),
    };
    for (place, (column, reason, area)) in AREAS.iter().enumerate() {
        let declared = value(column);
        let shown = one.areas.get(place).cloned().unwrap_or_default();
        findings.push(Finding {
            check: area,
            finding: finding_on_area(&declared, &shown.level),
            declared,
            found: shown.level,
            reason: value(reason),
            evidence: shown.evidence,
            link: shown.link,
            ..bare.clone()
        });
    }
    let dates = [
        ("period_start", "statementstartdate", &one.period_start),
        // The last day is a column that manifests know too.
        ("period_end", "period_end", &one.period_end),
        ("approval_date", "dateapproved", &one.approval_date),
    ];
    for (check, column, found) in dates {
        let declared = iso_date(&value(column));
        findings.push(Finding {
            check,
            finding: finding_on_date(&declared, found),
            declared,
            found: found.clone(),
            ..bare.clone()
        });
    }
    let declared = value("approvingperson");
    findings.push(Finding {
        check: "approver",
        finding: finding_on_person(&declared, &one.signatory),
        declared,
        found: one.signatory.clone(),
        ..bare
    });
}

/// A text shows an area from `partial` on; a mere mention is said to be one.
fn finding_on_area(declared: &str, level: &str) -> &'static str {
    let said_yes = ["yes", "true", "1"]
        .iter()
        .any(|yes| declared.eq_ignore_ascii_case(yes));
    let said_no = ["no", "false", "0"]
        .iter()
        .any(|no| declared.eq_ignore_ascii_case(no));
    match (said_yes, said_no, level) {
        (_, _, "") => "not-scored",
        (true, _, "absent") => "declared-not-found",
        (true, _, "mentioned") => "declared-only-mentioned",
        (true, _, _) | (_, true, "absent" | "mentioned") => "agrees",
        (_, true, _) => "found-not-declared",
        (_, _, "absent" | "mentioned") => "not-declared-not-found",
        _ => "found-not-declared",
    }
}

fn finding_on_date(declared: &str, found: &str) -> &'static str {
    match (declared.is_empty(), found.is_empty()) {
        (true, true) => "neither",
        (true, false) => "found-not-declared",
        (false, true) => "declared-not-found",
        // As far as both are precise: `2025-03` agrees with `2025-03-31`.
        (false, false) if declared.starts_with(found) || found.starts_with(declared) => "agrees",
        (false, false) => "differs",
    }
}

/// Whether the person who signed is the one that was declared: all words of the shorter name but titles are in the other.
fn finding_on_person(declared: &str, found: &str) -> &'static str {
    let words = |name: &str| -> Vec<String> {
        super::names::normalised(name)
            .split(' ')
            .filter(|word| {
                !word.is_empty()
                    && !matches!(
                        *word,
                        "mr" | "mrs" | "ms" | "miss" | "dr" | "sir" | "dame" | "prof"
                    )
            })
            .map(str::to_owned)
            .collect()
    };
    let (declared, found) = (words(declared), words(found));
    match (declared.is_empty(), found.is_empty()) {
        (true, true) => "neither",
        (true, false) => "found-not-declared",
        (false, true) => "declared-not-found",
        (false, false) => {
            let surname = found.last().is_some_and(|last| declared.contains(last));
            let all = found.iter().all(|word| declared.contains(word));
            let initial = found
                .first()
                .zip(declared.first())
                .is_some_and(|(one, other)| {
                    one.chars().next() == other.chars().next()
                        && (one.len() == 1 || other.len() == 1)
                });
            if all || (surname && initial) {
                "agrees"
            } else {
                "differs"
            }
        }
    }
}

/// An address without what two spellings of one differ in.
fn plain_address(address: &str) -> String {
    let address = address.trim().split('#').next().unwrap_or_default();
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    bare.strip_prefix("www.")
        .unwrap_or(bare)
        .trim_end_matches('/')
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_compared_both_ways() {
        assert_eq!(finding_on_area("Yes", "absent"), "declared-not-found");
        assert_eq!(
            finding_on_area("Yes", "mentioned"),
            "declared-only-mentioned"
        );
        assert_eq!(finding_on_area("Yes", "specific"), "agrees");
        assert_eq!(finding_on_area("No", "partial"), "found-not-declared");
        assert_eq!(finding_on_area("No", "absent"), "agrees");
        assert_eq!(finding_on_area("", "evidenced"), "found-not-declared");
        assert_eq!(finding_on_area("", "absent"), "not-declared-not-found");
        assert_eq!(finding_on_area("Yes", ""), "not-scored");
    }

    #[test]
    fn dates_agree_as_far_as_both_are_precise() {
        assert_eq!(finding_on_date("2025-03-31", "2025-03"), "agrees");
        assert_eq!(finding_on_date("2025-03-31", "2024-03-31"), "differs");
        assert_eq!(finding_on_date("", "2024-03-31"), "found-not-declared");
    }

    #[test]
    fn a_signatory_is_found_among_name_and_job_title() {
        let found = |declared, found| finding_on_person(declared, found);

        assert_eq!(
            found(
                "Hollis Verrinder, Group Chief Executive",
                "Hollis Verrinder"
            ),
            "agrees"
        );
        assert_eq!(found("H. Verrinder CEO", "Hollis Verrinder"), "agrees");
        assert_eq!(found("Ada Moor", "Hollis Verrinder"), "differs");
        assert_eq!(found("Ada Moor", ""), "declared-not-found");
    }
}
