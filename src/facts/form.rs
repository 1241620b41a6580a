//! The legal form of the reporting entity, which decides who approves and who signs (Modern Slavery Act 2015, s54(6)).

use super::Approval;
use super::LegalForm;
use super::Signature;
use crate::document::Notice;

/// The form that the registered number tells by its prefix, else the one that the name tells by its suffix.
pub(super) fn form_of(name: Option<&str>, number: Option<&str>) -> LegalForm {
    number
        .and_then(by_number)
        .or_else(|| name.and_then(by_name))
        .unwrap_or_default()
}

/// The prefixes of the registers of companies in the United Kingdom; other registers' numbers tell nothing.
fn by_number(number: &str) -> Option<LegalForm> {
    let letters = number.len()
        - number
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .len();
    if number.len() != 8 {
        return None;
    }
    match number.get(..letters)? {
        "" | "SC" | "NI" | "FC" => Some(LegalForm::Company),
        "OC" | "SO" | "NC" => Some(LegalForm::LimitedLiabilityPartnership),
        "LP" | "SL" | "NL" => Some(LegalForm::LimitedPartnership),
        "CE" | "CS" => Some(LegalForm::CharityOrTrust),
        "RC" | "IP" | "SP" | "RS" => Some(LegalForm::OtherCorporate),
        _ => None,
    }
}

fn by_name(name: &str) -> Option<LegalForm> {
    const COMPANIES: &[&str] = &[
        "plc",
        "ltd",
        "limited",
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "llc",
        "gmbh",
        "ag",
        "se",
        "sa",
        "nv",
        "bv",
        "ab",
        "asa",
        "as",
        "oy",
        "cic",
        "ulc",
        "ltée",
        "spa",
    ];
    let words: Vec<String> = name
        .split_whitespace()
        .map(|word| word.to_lowercase().replace(['.', ',', '(', ')'], ""))
        .collect();
    let last = words.last()?.as_str();
    let has = |word: &str| words.iter().any(|other| other == word);
    Some(match last {
        "llp" => LegalForm::LimitedLiabilityPartnership,
        "lp" => LegalForm::LimitedPartnership,
        "cio" | "trust" | "charity" | "foundation" | "hospice" => LegalForm::CharityOrTrust,
        "council" | "authority" | "institute" | "society" | "association" => {
            LegalForm::OtherCorporate
        }
        last if COMPANIES.contains(&last) => LegalForm::Company,
        _ if has("university") || has("college") => LegalForm::OtherCorporate,
        _ => return None,
    })
}

/// Whether the body that approved is the one that s54(6) names for this form; true where the form or the body does
/// not tell.
pub(super) fn approver_fits(form: LegalForm, body_kind: &str) -> bool {
    match form {
        LegalForm::LimitedLiabilityPartnership => {
            matches!(
                body_kind,
                "llp-members" | "partners" | "principal-governing-body"
            )
        }
        // The members of a company are its shareholders, who are no governing body.
        LegalForm::Company => !matches!(body_kind, "llp-members" | "partners"),
        _ => true,
    }
}

/// Whether the role is that of somebody who may sign for this form; true where the form or the role does not tell.
pub(super) fn signatory_fits(form: LegalForm, role_kind: &str) -> bool {
    match form {
        LegalForm::LimitedLiabilityPartnership => matches!(
            role_kind,
            "designated-member" | "llp-member" | "partner" | "general-partner" | "uncertain" | ""
        ),
        LegalForm::Company => !matches!(role_kind, "designated-member" | "llp-member"),
        _ => true,
    }
}

/// What does not fit the form, where approval and signature are otherwise in order.
pub(super) fn notices_on_form(
    form: LegalForm,
    approval: Option<&Approval>,
    signature: Option<&Signature>,
) -> Vec<Notice> {
    let mut notices = Vec::new();
    if let Some(approval) = approval
        && approval.is_by_governing_body()
        && !approver_fits(form, &approval.body_kind)
    {
        notices.push(Notice::new(
            "approval-body-does-not-fit",
            format!(
                "approved by \"{}\", but the reporting entity is {}",
                approval.body,
                form.told()
            ),
        ));
    }
    if let Some(signature) = signature
        && !signatory_fits(form, &signature.role_kind)
    {
        notices.push(Notice::new(
            "signature-role-does-not-fit",
            format!(
                "signed by \"{}\", but the reporting entity is {}",
                signature.role,
                form.told()
            ),
        ));
    }
    notices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::facts_of;
    use crate::facts::testing::document;

    #[test]
    fn the_prefix_of_the_number_tells_the_form_and_else_the_suffix_of_the_name() {
        let cases = [
            (
                Some("Farrow Venn"),
                Some("OC999214"),
                LegalForm::LimitedLiabilityPartnership,
            ),
            (
                Some("Farrow Venn LLP"),
                None,
                LegalForm::LimitedLiabilityPartnership,
            ),
            (
                Some("Holm Partners LP"),
                None,
                LegalForm::LimitedPartnership,
            ),
            (Some("Holm Foods plc"), None, LegalForm::Company),
            (Some("Holm Trust"), Some("99204615"), LegalForm::Company),
            (Some("Holm Outfitters Ltd."), None, LegalForm::Company),
            (Some("The Holm Trust"), None, LegalForm::CharityOrTrust),
            (Some("University of Holm"), None, LegalForm::OtherCorporate),
            (
                Some("Holm Pty Ltd"),
                Some("00000627451"),
                LegalForm::Company,
            ),
            (Some("Holm"), None, LegalForm::Unknown),
            (None, None, LegalForm::Unknown),
        ];
        for (name, number, form) in cases {
            assert_eq!(form_of(name, number), form, "{name:?} {number:?}");
        }
    }

    fn codes(entity: &str, approval: &str, role: &str) -> Vec<String> {
        let opening = format!(
            "This statement is made by {entity} under section 54 of the Modern Slavery Act 2015."
        );
        let facts = facts_of(&document(&[
            "# Modern Slavery Statement",
            &opening,
            "We buy from 120 suppliers and assess the risk of forced labour in our supply chains.",
            approval,
            "Signed",
            "Jane Doe",
            role,
        ]));
        facts
            .notices
            .into_iter()
            .map(|notice| notice.code)
            .filter(|code| code.ends_with("does-not-fit"))
            .collect()
    }

    #[test]
    fn members_approve_and_sign_for_a_limited_liability_partnership() {
        let members = "This statement was approved by the members on 3 May 2025.";
        let board = "This statement was approved by the board of directors on 3 May 2025.";

        assert!(codes("Farrow Venn LLP", members, "Designated Member").is_empty());
        assert!(codes("Farrow Venn LLP", members, "Managing Partner").is_empty());
        assert_eq!(
            codes("Farrow Venn LLP", board, "Director"),
            ["approval-body-does-not-fit", "signature-role-does-not-fit"]
        );
    }

    #[test]
    fn directors_or_trustees_approve_and_sign_for_a_company() {
        let board = "This statement was approved by the board of directors on 3 May 2025.";
        let trustees = "This statement was approved by the trustees on 3 May 2025.";
        let members = "This statement was approved by the members on 3 May 2025.";

        assert!(codes("Holm Foods plc", board, "Director").is_empty());
        assert!(codes("Holm Hospice Limited", trustees, "Chair of Trustees").is_empty());
        assert_eq!(
            codes("Holm Foods plc", members, "Designated Member"),
            ["approval-body-does-not-fit", "signature-role-does-not-fit"]
        );
    }
}
