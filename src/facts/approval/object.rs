//! What was approved: the statement, or a policy, a code, a budget.

use std::sync::LazyLock;

use crate::lexicon::Search;

use super::super::ApprovedObject;
use super::super::pattern::pattern;
use super::super::reading::Reading;
use super::super::reading::floor_boundary;
use super::Mention;
use super::Voice;

/// What was approved, where `own` is what the document itself is; none where it is neither the statement nor anything
/// like a policy.
pub(super) fn object_of(mention: &Mention<'_, '_>, own: ApprovedObject) -> Option<ApprovedObject> {
    let Mention {
        reading,
        number,
        before,
        after,
        voice,
        place,
        active,
    } = *mention;
    let after_near = after.get(..floor_boundary(after, 130)).unwrap_or(after);
    if active || voice == Voice::Habit || voice == Voice::Noun {
        // The object follows the verb: "the board approved this statement".
        let first = OBJECT.captures(after_near);
        match first {
            Some(found) if found.name("statement").is_some() => return Some(own),
            Some(found) if found.name("other").is_some() => return Some(ApprovedObject::Other),
            Some(_) => return antecedent(reading, number, own),
            None if voice == Voice::Habit && !STATEMENT.is_match(before) => return None,
            None => {}
        }
    }
    if POLICY_STATEMENT.is_match(before) {
        return Some(own);
    }
    if OTHER_BEFORE.is_match(before) {
        return Some(ApprovedObject::Other);
    }
    if STATEMENT.is_match(before) {
        return Some(own);
    }
    if PRONOUN.is_match(before) {
        if OTHER.is_match(before) {
            return Some(ApprovedObject::Other);
        }
        return antecedent(reading, number, own);
    }
    if STATEMENT_AFTER.is_match(after_near) {
        return Some(own);
    }
    if OTHER.is_match(before) || OTHER_AFTER.is_match(after_near) {
        return Some(ApprovedObject::Other);
    }
    match voice {
        Voice::Label => Some(own),
        _ if place.under_approval || (place.signs_off && before.len() < 40) => Some(own),
        _ if ATTESTED.is_match(before) => Some(own),
        _ => None,
    }
}

/// What "it" stands for: the last thing that the sentence before names.
fn antecedent(reading: &Reading<'_>, number: usize, own: ApprovedObject) -> Option<ApprovedObject> {
    let previous = number
        .checked_sub(1)
        .and_then(|place| reading.document.sentences.get(place))
        .map(|sentence| sentence.span.of(reading.text()))?;
    if STATEMENT.is_match(previous) {
        return Some(own);
    }
    OTHER.is_match(previous).then_some(ApprovedObject::Other)
}

/// The statement by its own names.
static STATEMENT: LazyLock<Search> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:statements?|reports?|disclosures?|declaration|this document|rapport)\b")
});

static PRONOUN: LazyLock<Search> = LazyLock::new(|| pattern(r"(?i)\b(?:it|this)\b[^.;]{0,40}$"));

/// What follows an active verb: the statement, something else, or a pronoun.
static OBJECT: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?P<statement>(?:slavery |anti-slavery )?(?:policy )?(?:statements?|reports?|disclosures?|declaration))|(?P<other>polic(?:y|ies)|codes?|strateg(?:y|ies)|budgets?|frameworks?|plans?|procedures?|accounts|programmes?|appointments?|suppliers?|standards?|targets?|charter|investments?|terms)|(?P<pronoun>it|(?:this|the same)(?:[.,;]|$| (?:and|on|at|in|for|before|after|during)\b)))",
    )
});

static OTHER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:polic(?:y|ies)|codes?|strateg(?:y|ies)|budgets?|frameworks?|plans?|procedures?|accounts|programmes?|standards?|charter|kiln|investments?|notice|terms of reference|roadmap|targets?)\b",
    )
});

/// A noun that is no statement, right before the verb.
static OTHER_BEFORE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:polic(?:y|ies)|codes?(?: of (?:business )?(?:conduct|ethics|practice))?|strateg(?:y|ies)|budgets?|frameworks?|plans?|procedures?|accounts|programmes?|standards?|charter|suppliers?|targets?|roadmap|terms|notice|appointment)\b(?: [a-z0-9.]+){0,2}?,? ?(?:which|that|and|each)? ?(?:(?:was|were|has been|have been|had been|is|are|been)(?: [a-z]+){0,3}(?: and| &)?)? ?$",
    )
});

/// "This policy statement": the statement, whose writers call it both.
static POLICY_STATEMENT: LazyLock<Search> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:this|the|our) (?:[a-z-]+ ){0,5}policy (?:and )?statement\b[^.;]{0,30}$")
});

static STATEMENT_AFTER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:this|the|its|our|as the|of the)\b[^.;]{0,50}\b(?:statement|report|disclosure)\b",
    )
});

static OTHER_AFTER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?: (?:a|an|the|our|its|this|new|revised|updated|group|global))*(?: [a-z-]+){0,5} (?:polic(?:y|ies)|code|strategy|budget|framework|plan|procedure|accounts|programme|charter|targets?)\b",
    )
});

static ATTESTED: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)\b(?:attest|certify|confirm|declare)\b"));
