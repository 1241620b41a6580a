//! What to write instead, for the result at hand.

use crate::assessment::Verdict;
use crate::rubric::Criterion;
use crate::rubric::CriterionKind;
use crate::rubric::Level;

/// What to write to raise `criterion` from this result: the rubric's advice, led by what held this result down.
/// Empty where nothing is missing.
pub(super) fn advice_for(
    criterion: &Criterion,
    verdict: Verdict,
    level: Option<Level>,
    capped_by: Option<&str>,
) -> String {
    let is_full = match criterion.kind {
        CriterionKind::Content => level == Some(Level::Evidenced),
        CriterionKind::Formality => verdict == Verdict::Met && capped_by.is_none(),
    };
    if is_full || verdict == Verdict::NotApplicable {
        return String::new();
    }
    let lead = lead_of(criterion, level, capped_by.unwrap_or_default());
    match (lead.is_empty(), criterion.advice.is_empty()) {
        (true, _) => criterion.advice.clone(),
        (false, true) => lead,
        (false, false) => format!("{lead} {}", criterion.advice),
    }
}

fn lead_of(criterion: &Criterion, level: Option<Level>, capped_by: &str) -> String {
    if let Some(element) = capped_by.strip_prefix("missing-") {
        let title = criterion
            .elements
            .iter()
            .find(|known| known.id == element)
            .map_or(element, |known| known.title.as_str());
        return format!("Nothing was found on {title}: add it.");
    }
    let lead = match capped_by {
        "future-only" => {
            "Only plans were found: say what is already done, or date each plan and name who does it."
        }
        "commitment-only" => {
            "Only values and expectations were found: say what the company does about them."
        }
        "conditional-only" => {
            "Only what would be done was found: say what is in place and what was done."
        }
        "no-detail" => {
            "A practice was found without detail: say who does it, where, how often, to how many, with what."
        }
        "no-link-to-modern-slavery" => {
            "The practice is not tied to modern slavery: say how it looks for forced labour, child labour or trafficking."
        }
        "no-outcome" => {
            "Say what came of it in the reporting year: numbers, findings, cases, what was changed."
        }
        "negative-without-reason" => {
            "It is said not to be done: give the reason, and when it will be."
        }
        "negative" => {
            "It is said not to be done, with a reason: say when or under which condition it will be."
        }
        "weak-evidence" => "Only weak signs were found: say it plainly, in a section of its own.",
        "unsure" => {
            "It could not be told whether the nearest sentence is meant as an answer: say it plainly, in a section of its own."
        }
        "one-sided" => {
            "Only one side was found: cover both the own business and the supply chains."
        }
        "no-approval-found" => "No approval was found.",
        "not-the-governing-body" => "An approval was found, but not by the governing body.",
        "not-the-statement" => {
            "An approval was found, but of a policy or other paper, not of this statement."
        }
        "no-signature-found" => "No signature was found.",
        "no-signatory-named" => "A place to sign was found without the signatory's name.",
        "no-role-named" => "A name was found without its role.",
        "role-uncertain" => {
            "The signatory's role does not show a seat on the governing body: say that they are a director or member, if so."
        }
        "language" => {
            "The statement is in a language that this rubric does not read: have a person check it."
        }
        _ if level == Some(Level::Absent) => "Nothing was found on it.",
        _ => "",
    };
    lead.to_owned()
}
