//! Findings on what the Act prescribes beside the content: period, approval, signature, entity.

use super::Expected;
use super::Finding;
use super::Place;
use super::PlaceIs;
use super::Severity;
use super::codes;
use super::codes::Code;
use super::content::name_of;
use crate::assessment::Assessed;
use crate::assessment::Assessment;
use crate::assessment::CriterionResult;
use crate::assessment::Verdict;
use crate::document::Document;
use crate::document::Span;
use crate::facts::legal_names_in;
use crate::facts::same_name;
use crate::rubric::Check;
use crate::rubric::Criterion;

/// The findings of every formality of every rubric, and of the facts against what is expected of them.
pub(super) fn findings(assessed: &Assessed, expected: &Expected) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for assessment in &assessed.assessments {
        for (criterion, result) in assessment.rubric.criteria.iter().zip(&assessment.results) {
            if result.level.is_none() {
                findings.extend(of_formality(assessed, assessment, criterion, result));
            }
        }
    }
    findings.extend(of_expectations(assessed, expected));
    findings
}

fn of_formality(
    assessed: &Assessed,
    assessment: &Assessment,
    criterion: &Criterion,
    result: &CriterionResult,
) -> Option<Finding> {
    let cap = result.capped_by.as_deref().unwrap_or_default();
    let unfit_role = cap == "role-uncertain";
    // What this document cannot tell is no fault of the draft; a role that may not fit is worth a look.
    let is_fault =
        result.verdict == Verdict::NotMet || (unfit_role && result.verdict == Verdict::CannotTell);
    if !is_fault {
        return None;
    }
    let place = place_of(assessed, criterion, result);
    if unfit_role && signs_as_director(assessed.document.words_at(place.span)) {
        return None;
    }
    let (code, message) = told(criterion, cap, assessed);
    let is_certain = result.verdict == Verdict::NotMet
        && !is_of_unnamed_paper(cap, assessed)
        && !is_delegated(cap, assessed);
    let severity = if is_certain {
        Severity::of(criterion.duty)
    } else {
        Severity::Warning
    };
    Some(Finding {
        code,
        severity,
        confidence: result.confidence,
        criterion: Some(name_of(assessment, criterion)),
        message,
        help: result.advice.clone(),
        model: criterion.model.clone(),
        place,
    })
}

/// The kind of finding that an unmet formality is, and what to say of it.
fn told(criterion: &Criterion, cap: &str, assessed: &Assessed) -> (&'static Code, String) {
    let facts = &assessed.facts;
    let body = || {
        facts
            .approval
            .as_ref()
            .map_or("", |approval| &approval.body)
    };
    match &criterion.check {
        Some(Check::Period {}) => (
            &codes::PERIOD_MISSING,
            "the reporting period is not named".to_owned(),
        ),
        Some(Check::Steps { .. }) => (
            &codes::STEPS_MISSING,
            "no step taken in the year is stated, nor that none was taken".to_owned(),
        ),
        Some(Check::Approval { .. }) => match cap {
            // Without a body, "adopted" and the like are said of other things.
            "not-the-governing-body" | "not-the-statement"
                if body().is_empty() && !approves(assessed) =>
            {
                (
                    &codes::APPROVAL_MISSING,
                    "no approval by the governing body is stated".to_owned(),
                )
            }
            "not-the-governing-body" if is_delegated(cap, assessed) => (
                &codes::APPROVAL_BODY,
                "approved on behalf of the board, and not said to be by the board itself"
                    .to_owned(),
            ),
            "not-the-governing-body" if body().is_empty() => (
                &codes::APPROVAL_BODY,
                "an approval is stated, but not by which body".to_owned(),
            ),
            "not-the-governing-body" => (
                &codes::APPROVAL_BODY,
                format!(
                    "approved by \"{}\", which is not the governing body",
                    body()
                ),
            ),
            "not-the-statement" if is_of_unnamed_paper(cap, assessed) => (
                &codes::APPROVAL_OF_POLICY,
                "an approval is stated, but not that it is of this statement".to_owned(),
            ),
            "not-the-statement" => (
                &codes::APPROVAL_OF_POLICY,
                "the approval is of a policy or another paper, not of this statement".to_owned(),
            ),
            _ => (
                &codes::APPROVAL_MISSING,
                "no approval by the governing body is stated".to_owned(),
            ),
        },
        Some(Check::Signature { .. }) => match (cap, facts.signature.as_ref()) {
            ("role-uncertain", Some(signature)) => (
                &codes::SIGNATURE_ROLE,
                format!(
                    "signed by \"{}\", who may not be a member of the governing body",
                    signature.role
                ),
            ),
            ("no-role-named", Some(signature)) => (
                &codes::SIGNATURE_MISSING,
                format!("\"{}\" signs without a role", signature.name),
            ),
            ("no-signatory-named", _) => (
                &codes::SIGNATURE_MISSING,
                "the line to sign on is not filled in".to_owned(),
            ),
            _ => (
                &codes::SIGNATURE_MISSING,
                "no signature with name and role is stated".to_owned(),
            ),
        },
        Some(Check::ReportingEntity {}) => (
            &codes::ENTITY_MISSING,
            "the reporting entity is not named".to_owned(),
        ),
        Some(Check::Publication {} | Check::Attestation {}) | None => (
            &codes::FORMALITY_MISSING,
            format!("{}: not found", criterion.title),
        ),
    }
}

/// The words that state the approval which was found, in small letters.
fn approval_words(assessed: &Assessed) -> String {
    let approval = assessed.facts.approval.as_ref();
    approval
        .map(|approval| assessed.document.words_at(approval.span).to_lowercase())
        .unwrap_or_default()
}

fn approves(assessed: &Assessed) -> bool {
    let words = approval_words(assessed);
    ["approv", "endors", "signed off", "authoris"]
        .iter()
        .any(|word| words.contains(word))
}

/// Whether an approval was found of which the text does not say what was approved, as in a block of signatures.
fn is_of_unnamed_paper(cap: &str, assessed: &Assessed) -> bool {
    const PAPERS: [&str; 9] = [
        "policy",
        "policies",
        "code",
        "strategy",
        "plan",
        "procedure",
        "budget",
        "framework",
        "charter",
    ];
    let words = approval_words(assessed);
    cap == "not-the-statement" && !PAPERS.iter().any(|paper| words.contains(paper))
}

/// Whether the lines of a signature name a directorship beside the role: "President, and Director of X Limited".
fn signs_as_director(lines: &str) -> bool {
    lines.match_indices("irector of ").any(|(place, lead)| {
        let name = lines.get(place + lead.len()..).unwrap_or_default();
        legal_names_in(name)
            .first()
            .is_some_and(|range| range.start < 6)
    })
}

/// Whether somebody approved on behalf of the board, who may or may not have been told to.
fn is_delegated(cap: &str, assessed: &Assessed) -> bool {
    let words = approval_words(assessed);
    cap == "not-the-governing-body"
        && words
            .split_once("behalf of the ")
            .is_some_and(|(_, rest)| rest.contains("board"))
}

/// The words that come nearest; else the place where such a thing stands: the first line for the period and the
/// entity, the last for approval and signature.
fn place_of(assessed: &Assessed, criterion: &Criterion, result: &CriterionResult) -> Place {
    let document = &assessed.document;
    let nearest = result
        .evidence
        .first()
        .and_then(|evidence| document.sentences.get(evidence.sentence as usize))
        .map(|sentence| sentence.span);
    let facts = &assessed.facts;
    let is_approval = matches!(criterion.check, Some(Check::Approval { .. }));
    // Words that approve nothing lead nobody to where the approval belongs.
    let nearest =
        nearest.filter(|_| !is_approval || facts.approval.is_none() || approves(assessed));
    let nearest = nearest.or_else(|| match criterion.check {
        Some(Check::Approval { .. }) => facts
            .approval
            .as_ref()
            .filter(|_| approves(assessed))
            .map(|approval| approval.span),
        Some(Check::Signature { .. }) => facts.signature.as_ref().map(|signature| signature.span),
        _ => None,
    });
    let nearest = nearest.or_else(|| match criterion.check {
        Some(Check::Signature { .. }) => blank_line(document),
        _ => None,
    });
    if let Some(span) = nearest {
        return Place {
            span,
            is: PlaceIs::Nearest,
        };
    }
    match criterion.check {
        Some(Check::Approval { .. } | Check::Signature { .. }) => {
            let words = ["approv", "sign", "sign-off", "declaration"];
            let place = Place::heading_or_start(document, |heading| {
                let heading = heading.to_lowercase();
                words.iter().any(|word| heading.contains(word))
            });
            match place.is {
                PlaceIs::Start => last_line(document),
                _ => place,
            }
        }
        _ => Place::start(document),
    }
}

/// The last line to sign on that nobody filled in.
fn blank_line(document: &Document) -> Option<Span> {
    document
        .sentences
        .iter()
        .rev()
        .map(|sentence| sentence.span)
        .find(|span| document.words_at(*span).contains("____"))
}

fn last_line(document: &Document) -> Place {
    Place {
        span: document
            .sentences
            .last()
            .map_or(Span::default(), |sentence| sentence.span),
        is: PlaceIs::End,
    }
}

/// What the text says of itself against what its company expects.
fn of_expectations(assessed: &Assessed, expected: &Expected) -> Vec<Finding> {
    let facts = &assessed.facts;
    let document = &assessed.document;
    let mut findings = Vec::new();
    let mut add = |code: &'static Code, message: String, help: String, span: Option<Span>| {
        findings.push(Finding {
            code,
            severity: code.severity,
            confidence: 0.9,
            criterion: None,
            message,
            help,
            model: String::new(),
            place: span.map_or(Place::start(document), Place::exact),
        });
    };
    if let (Some(wanted), Some(found)) = (expected.period_end, &facts.period_end)
        && found.value != wanted
    {
        add(
            &codes::PERIOD_UNEXPECTED,
            format!(
                "the period ends on {}, and {wanted} is expected",
                found.value
            ),
            codes::PERIOD_UNEXPECTED.cure.to_owned(),
            found.span,
        );
    }
    if let (Some(wanted), Some(found)) = (&expected.organisation, &facts.organisation)
        && !same_name(wanted, &found.value)
    {
        add(
            &codes::ENTITY_UNEXPECTED,
            format!(
                "the statement is of `{}`, and `{wanted}` is expected",
                found.value
            ),
            codes::ENTITY_UNEXPECTED.cure.to_owned(),
            found.span,
        );
    }
    if let (Some(wanted), Some(approval)) = (&expected.body, &facts.approval)
        && !approval
            .body
            .to_lowercase()
            .contains(&wanted.to_lowercase())
    {
        add(
            &codes::APPROVAL_BODY,
            format!(
                "approved by \"{}\", and \"{wanted}\" is expected",
                approval.body
            ),
            codes::APPROVAL_BODY.cure.to_owned(),
            Some(approval.span),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directorship_beside_another_role_signs() {
        assert!(signs_as_director(
            "Jane Doe, President, EMEA, and Director of Holm Dairy Limited"
        ));
        assert!(!signs_as_director("Jane Doe, Director of Human Resources"));
        assert!(!signs_as_director(
            "Jane Doe, Director of Procurement for all sites, Holm Dairy Limited"
        ));
    }
}
