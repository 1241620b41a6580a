//! What the columns of manifests, supplier lists and registries' exports are called.

use super::sheet::Registry;

/// The columns whose values are carried into `statements.csv` as `manifest.<column>`, in that order.
///
/// `path` and `url` are carried only where both are given: the one that was not read.
pub const CARRIED_COLUMNS: &[&str] = &[
    "id",
    "organisation",
    "company_number",
    "sector",
    "country",
    "turnover",
    "period_end",
    "url",
];

/// Other spellings of columns that people use.
const OTHER_SPELLINGS: &[(&str, &str)] = &[
    ("organization", "organisation"),
    ("organisation_name", "organisation"),
    ("organization_name", "organisation"),
    ("organisationname", "organisation"),
    ("company", "organisation"),
    ("company_name", "organisation"),
    ("companyname", "organisation"),
    ("supplier", "organisation"),
    ("supplier_name", "organisation"),
    ("vendor", "organisation"),
    ("vendor_name", "organisation"),
    ("legal_name", "organisation"),
    ("name", "organisation"),
    ("registered_number", "company_number"),
    ("registration_number", "company_number"),
    ("company_no", "company_number"),
    ("company_registration_number", "company_number"),
    ("companies_house_number", "company_number"),
    ("companynumber", "company_number"),
    ("crn", "company_number"),
    ("abn", "company_number"),
    ("file", "path"),
    ("filename", "path"),
    ("file_name", "path"),
    ("link", "url"),
    ("statement_url", "url"),
    ("statementurl", "url"),
    ("statement_link", "url"),
    ("modern_slavery_statement", "url"),
    ("modern_slavery_statement_url", "url"),
    ("msa_statement_url", "url"),
    ("web_site", "website"),
    ("web_address", "website"),
    ("homepage", "website"),
    ("home_page", "website"),
    ("home_page_url", "website"),
    ("company_website", "website"),
    ("domain", "website"),
];

/// The columns of the registries' exports, where their own names mean something else or nothing to us.
const OF_REGISTRIES: &[(Registry, &str, &str)] = &[
    (Registry::Uk, "statementenddate", "period_end"),
    (Registry::Uk, "organisationsectors", "sector"),
    (Registry::Uk, "pdfurl", "url"),
    (Registry::Australia, "statementid", "id"),
    (Registry::Australia, "statement_id", "id"),
    (Registry::Australia, "entities", "organisation"),
    (Registry::Australia, "reporting_entities", "organisation"),
    (Registry::Australia, "periodend", "period_end"),
    (Registry::Australia, "period_end_date", "period_end"),
    (Registry::Australia, "annualrevenue", "turnover"),
    (Registry::Australia, "revenue", "turnover"),
    (Registry::Australia, "industrysectors", "sector"),
    (Registry::Australia, "industry_sectors", "sector"),
    (Registry::Bhrrc, "statement_id", "id"),
    (Registry::Bhrrc, "override_url", "url_mended"),
    (Registry::Bhrrc, "industry", "sector"),
    (Registry::Bhrrc, "hq", "country"),
];

/// The registry whose export has this header.
pub(super) fn registry_of(header: &[String]) -> Option<Registry> {
    let names: Vec<String> = header.iter().map(|cell| plain(cell)).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    if has("organisationname") && has("statementurl") && has("statementsummaryurl") {
        Some(Registry::Uk)
    } else if (has("statementid") || has("statement_id"))
        && (has("periodend") || has("period_end_date"))
        && (has("entities") || has("reporting_entities"))
        && has("link")
    {
        Some(Registry::Australia)
    } else if has("companies_house_number") && has("is_publisher") {
        Some(Registry::Bhrrc)
    } else {
        None
    }
}

/// The column that a header cell names: `Company Number` is `company_number`.
pub(super) fn column_of(header: &str, registry: Option<Registry>) -> String {
    let column = plain(header);
    let of_registry = OF_REGISTRIES
        .iter()
        .find(|(whose, theirs, _)| Some(*whose) == registry && *theirs == column)
        .map(|(_, _, ours)| *ours);
    // A registry's own headings are known to the letter: no guess is made beyond the spellings of our columns.
    let ours = of_registry.or_else(|| {
        OTHER_SPELLINGS
            .iter()
            .find(|(other, _)| *other == column)
            .map(|(_, ours)| *ours)
    });
    ours.map_or(column, str::to_owned)
}

/// A heading in small letters, what is neither letter nor digit as one `_`.
fn plain(header: &str) -> String {
    let mut column = String::new();
    for character in header
        .trim_matches(|mark: char| mark == '\u{feff}' || mark.is_whitespace())
        .chars()
    {
        if character.is_alphanumeric() {
            column.extend(character.to_lowercase());
        } else if !column.ends_with('_') {
            column.push('_');
        }
    }
    column.trim_matches('_').to_owned()
}

/// A date of a registry in ISO 8601: `31/03/2025` of the UK is `2025-03-31`; anything else stays as it is.
#[must_use]
pub fn iso_date(typed: &str) -> String {
    let day = typed.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split('/').collect();
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    match (parts.len(), numbers.as_slice()) {
        (3, &[day, month, year])
            if (1..=31).contains(&day) && (1..=12).contains(&month) && year > 1900 =>
        {
            format!("{year:04}-{month:02}-{day:02}")
        }
        _ => typed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|&cell| cell.to_owned()).collect()
    }

    #[test]
    fn the_registries_are_known_by_their_headers() {
        let uk = header(&[
            "\u{feff}StatementYear",
            "OrganisationName",
            "StatementURL",
            "StatementSummaryURL",
        ]);
        let australia = header(&[
            "StatementId",
            "PeriodStart",
            "PeriodEnd",
            "Entities",
            "Link",
        ]);
        let bhrrc = header(&[
            "Company ID",
            "Company",
            "Is Publisher",
            "URL",
            "Companies House Number",
        ]);

        assert_eq!(registry_of(&uk), Some(Registry::Uk));
        assert_eq!(registry_of(&australia), Some(Registry::Australia));
        assert_eq!(registry_of(&bhrrc), Some(Registry::Bhrrc));
        assert_eq!(registry_of(&header(&["Company", "URL"])), None);
        assert_eq!(
            column_of("Entities", Some(Registry::Australia)),
            "organisation"
        );
        assert_eq!(column_of("Entities", None), "entities");
        assert_eq!(column_of("Supplier Name", None), "organisation");
    }

    #[test]
    fn dates_of_the_uk_registry_are_days_first() {
        assert_eq!(iso_date("01/04/2024"), "2024-04-01");
        assert_eq!(iso_date("31/03/2025 00:00:00"), "2025-03-31");
        assert_eq!(iso_date("2025-03-31"), "2025-03-31");
        assert_eq!(iso_date("13/13/2025"), "13/13/2025");
    }
}
