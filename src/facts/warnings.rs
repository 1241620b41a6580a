//! What a reader of the result should know about a statement, each with a stable code; `docs/warnings.md` lists them.

use std::sync::LazyLock;

use crate::document::AsideKind;
use crate::document::Document;
use crate::document::Notice;
use crate::document::PartialDate;
use crate::document::Span;
use crate::document::word_count;
use crate::lexicon::Search;

use super::ApprovedObject;
use super::DocumentKind;
use super::Facts;
use super::approval::governs;
use super::kind::STATEMENT_POINTS;
use super::pattern::pattern;
use super::person::name_at_start;
use super::signature::Signing;

/// A statement with fewer words is flagged: most of the content that the Acts ask for cannot stand in it.
const FEWEST_WORDS: usize = 300;

/// Twelve months to the end of the next year and six to publish (domain note F9).
const MONTHS_UNTIL_STALE: i32 = 18;

/// All warnings on a statement as of the day `as_of`: those found while reading, and whether it is out of date.
#[must_use]
pub fn warnings_of(facts: &Facts, as_of: PartialDate) -> Vec<Notice> {
    let mut warnings = facts.notices.clone();
    warnings.extend(staleness(facts, as_of));
    warnings.extend(dated_ahead(facts, as_of));
    warnings.sort();
    warnings.dedup_by(|one, other| one.code == other.code);
    warnings
}

/// Whether the period ended more than 18 months before `as_of`. A period that is not named is never stale: the text
/// does not tell.
fn staleness(facts: &Facts, as_of: PartialDate) -> Option<Notice> {
    let end = facts.period_end.as_ref()?.value;
    let months = |date: PartialDate| {
        let date = date.latest_day();
        i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(12))
    };
    let late = months(as_of) - months(end);
    let past_the_day = as_of.latest_day().day() > end.latest_day().day();
    let stale = late > MONTHS_UNTIL_STALE || (late == MONTHS_UNTIL_STALE && past_the_day);
    stale.then(|| {
        Notice::new(
            "stale",
            format!("the reporting period ended on {end}, more than {MONTHS_UNTIL_STALE} months before {as_of}"),
        )
    })
}

/// An approval or signature of a day still to come: a slip, or a text that was prepared ahead.
fn dated_ahead(facts: &Facts, as_of: PartialDate) -> Option<Notice> {
    let dates = [
        facts.approval.as_ref().and_then(|approval| approval.date),
        facts
            .signature
            .as_ref()
            .and_then(|signature| signature.date),
    ];
    let ahead = dates
        .into_iter()
        .flatten()
        .find(|date| date.earliest_day() > as_of.latest_day())?;
    Some(Notice::new(
        "future-date",
        format!("an approval or signature is dated {ahead}, after {as_of}"),
    ))
}

/// What is to be said about the findings, whatever the day.
pub(super) fn notices_on(
    document: &Document,
    facts: &Facts,
    signing: &Signing,
    text: Span,
) -> Vec<Notice> {
    let words = text.of(&document.text);
    let mut notices = Vec::new();
    notices.extend(placeholders(words));
    notices.extend(draft(document, words, facts));
    notices.extend(on_length(words, facts.kind.kind));
    notices.extend(on_kind(facts));
    notices.extend(on_approval(facts));
    notices.extend(on_signature(facts, signing));
    notices.extend(personal_data(words));
    notices.extend(blank_attestation(words, signing));
    notices.extend(revised(words, facts));
    notices.extend(no_steps(words));
    notices
}

/// Where in `part` of `document` placeholders of a template were left in.
#[must_use]
pub fn placeholders_in(document: &Document, part: Span) -> Vec<Span> {
    let words = part.of(&document.text);
    let places = PLACEHOLDER.find_iter(words);
    places
        .filter(|found| !NOT_A_PLACEHOLDER.is_match(found.as_str()))
        .map(|found| Span::new(found.start(), found.end()).shifted(part.start as usize))
        .collect()
}

/// Canada's attestation (S-211 s11(5)) as a form that nobody filled in.
fn blank_attestation(words: &str, signing: &Signing) -> Option<Notice> {
    let blank = signing.signature.is_none()
        && ATTESTS.is_match(words)
        && BLANK_FIELD.find_iter(words).take(2).count() == 2;
    blank.then(|| {
        Notice::new(
            "attestation-blank",
            "the attestation is in the text but its name, title or signature is left blank",
        )
    })
}

/// A later version of a statement for the same year (S-211 s12(2) asks for its date and what was changed).
fn revised(words: &str, facts: &Facts) -> Option<Notice> {
    let title = facts.title.as_ref().map(|title| title.value.as_str());
    let marked = title.and_then(|title| REVISED_TITLE.find(title));
    let found = marked.or_else(|| {
        REVISED.find_iter(words).take(50).find(|found| {
            let from = super::reading::ceil_boundary(words, found.start().saturating_sub(40));
            let before = words.get(from..found.start()).unwrap_or_default();
            !NOT_SO.is_match(before)
        })
    })?;
    let shown: String = found.as_str().trim().chars().take(80).collect();
    Some(Notice::new(
        "revised-version",
        format!("the statement calls itself a revised version: \"{shown}\""),
    ))
}

/// The answer that s54(4)(b) of the UK Act allows: that no steps were taken.
fn no_steps(words: &str) -> Option<Notice> {
    let said = NO_STEPS.find_iter(words).take(50).any(|found| {
        let from = super::reading::ceil_boundary(words, found.start().saturating_sub(90));
        let before = words.get(from..found.start()).unwrap_or_default();
        let own = before.rsplit(['.', '\n']).next().unwrap_or_default();
        !QUOTES_THE_LAW.is_match(own)
    });
    said.then(|| {
        Notice::new(
            "no-steps",
            "the text says that no steps were taken in the year, which the law may allow",
        )
    })
}

fn placeholders(words: &str) -> Option<Notice> {
    let found = PLACEHOLDER
        .find_iter(words)
        .take(50)
        .find(|found| !NOT_A_PLACEHOLDER.is_match(found.as_str()))?;
    let shown: String = found.as_str().trim().chars().take(60).collect();
    Some(Notice::new(
        "template",
        format!("a placeholder of a template was left in: \"{shown}\""),
    ))
}

fn draft(document: &Document, words: &str, facts: &Facts) -> Option<Notice> {
    let titled = facts
        .title
        .as_ref()
        .is_some_and(|title| DRAFT.is_match(&title.value));
    let marked = document.asides.iter().any(|aside| {
        matches!(aside.kind, AsideKind::RunningHead | AsideKind::RunningFoot)
            && DRAFT.is_match(&aside.text)
    });
    let head = words
        .get(..super::reading::floor_boundary(words, 600))
        .unwrap_or(words);
    (titled || marked || DRAFT_LINE.is_match(head))
        .then(|| Notice::new("draft", "the text calls itself a draft"))
}

fn on_length(words: &str, kind: DocumentKind) -> Option<Notice> {
    let count = word_count(words);
    (count < FEWEST_WORDS && kind != DocumentKind::Other).then(|| {
        Notice::new(
            "short",
            format!("the statement has {count} words; most have more than {FEWEST_WORDS}"),
        )
    })
}

fn on_kind(facts: &Facts) -> Option<Notice> {
    match facts.kind.kind {
        DocumentKind::Policy => Some(Notice::new(
            "policy",
            "this is a policy or code, not a statement for a year",
        )),
        DocumentKind::Statement if facts.kind.score < STATEMENT_POINTS => Some(Notice::new(
            "doubtful-statement",
            "little in the text says that it is a statement for a year",
        )),
        _ => None,
    }
}

fn on_approval(facts: &Facts) -> Option<Notice> {
    let approval = facts.approval.as_ref()?;
    if approval.object == ApprovedObject::Other {
        return Some(Notice::new(
            "policy-approved-not-statement",
            "the only approval in the text is of a policy or of something else, not of the statement",
        ));
    }
    if approval.body.is_empty() {
        return Some(Notice::new(
            "approval-without-body",
            "the text says that the statement was approved but not by which body",
        ));
    }
    (!governs(&approval.body_kind)).then(|| {
        Notice::new(
            "approval-not-by-governing-body",
            format!(
                "approved by \"{}\", which is not the governing body",
                approval.body
            ),
        )
    })
}

fn on_signature(facts: &Facts, signing: &Signing) -> Option<Notice> {
    let Some(signature) = &facts.signature else {
        return signing.blank_line.map(|_| {
            Notice::new(
                "signature-blank",
                "the text has a line to sign on that is not filled in",
            )
        });
    };
    if signature.role.is_empty() {
        return Some(Notice::new(
            "signature-without-role",
            format!("signed by \"{}\" without a role", signature.name),
        ));
    }
    (signature.role_kind == "uncertain").then(|| {
        Notice::new(
            "signature-role-uncertain",
            format!(
                "signed by \"{}\", who may or may not be a member of the governing body",
                signature.role
            ),
        )
    })
}

/// A person affected who could be recognised: named, or with an exact age, where the sentence speaks of a victim.
fn personal_data(words: &str) -> Option<Notice> {
    persons(words).next().map(|_| {
        Notice::new(
            "personal-data",
            "a sentence may identify a person who was exploited, by name or by age",
        )
    })
}

/// Where in `part` of `document` a person who was exploited may be recognised, by name or by age.
#[must_use]
pub fn identifiable_persons_in(document: &Document, part: Span) -> Vec<Span> {
    persons(part.of(&document.text))
        .map(|place| place.shifted(part.start as usize))
        .collect()
}

/// The words that speak of a victim beside whom a name or an age stands. Looks at the first 200.
fn persons(words: &str) -> impl Iterator<Item = Span> {
    AFFECTED.find_iter(words).take(200).filter_map(|found| {
        let from = super::reading::ceil_boundary(words, found.end());
        let after = words.get(from..)?;
        let named = AFFECTED_NAME
            .find(after)
            .and_then(|gap| after.get(gap.end()..))
            .is_some_and(|rest| name_at_start(rest).is_some());
        let to = super::reading::floor_boundary(after, 80);
        let aged = after
            .get(..to)
            .is_some_and(|near| AGE.is_match(near.split(['.', '\n']).next().unwrap_or_default()));
        (named || aged).then(|| Span::new(found.start(), found.end()))
    })
}

/// What templates leave to be filled in (domain note, appendix C).
static PLACEHOLDER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        [\[<{]{1,2}[\ ]?(?:please[\ ])?(?:insert|add|enter|delete|describe|specify|complete|state|fill[\ ]in|give|list|provide|your|name|company|company[\ ]name|organisation|organisation[\ ]name|organization|organization[\ ]name|business|date|year|number|title|job[\ ]title|role|position|signature|director|financial[\ ]year|xx+|tbc|tbd|n|x%)\b[^\]>}\n]{0,80}[\]>}]
        | \{\{[^}\n]{1,60}\}\}
        | \[(?:dd|d|xx)[/\ -](?:mm|m|xx|month)[/\ -](?:yy|yyyy|xxxx|year)\]
        | \b(?:dd[/-]mm[/-]yyyy|mm[/-]dd[/-]yyyy)\b
        | \blorem[\ ]ipsum\b
        | \bdelete[\ ]as[\ ]appropriate\b
        | \binsert[\ ](?:company|organisation|organization|business|name|date|year|number|details|logo|your)\b
        | \[[\ ]?(?:\.{3}|…|●|•|x{1,4}%?|\#|_{2,}|[\ ]+)[\ ]?\]
        | \bx{2,4}[\ ]?%
        | (?:\b|[\(\ :])(?:TBC|TBD)(?:\b|\))
        | \b(?:of|by|at|in|for|the|has|ending|ended|on)[\ ]_{4,}[\ ]?(?:,|\.|has|is|and|to|employees|suppliers|limited|20)
        ",
    )
});

/// Square brackets that are no placeholder.
static NOT_A_PLACEHOLDER: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)^\[?signatures? (?:page|follows?|block)"));

static ATTESTS: LazyLock<Search> = LazyLock::new(|| pattern(r"(?i)\battest(?:s|ed|ation)?\b"));

/// A field of a form with nothing in it.
static BLANK_FIELD: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:full name|name|title|signature|date|bind)\b[ :|]*(?:\n\n)?(?:_{3,}|\.{6,}|…{2,}|\[[^\]\n]{0,40}\])",
    )
});

static REVISED_TITLE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:revised|amended|re-?issued|corrected|v(?:ersion)? ?(?:[2-9]|1[0-9])(?:\.[0-9]+)?)\b",
    )
});

static REVISED: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:revised|amended|corrected|re-?issued|updated) (?:version of (?:the|this|our|an) [^.;\n]{0,40}\b(?:statement|report)|(?:modern slavery |slavery and human trafficking )?(?:statement|report)\b[^.;\n]{0,40}\b(?:replaces|supersedes))\b|\bthis (?:[a-z-]+ ){0,4}(?:statement|report) (?:replaces|supersedes|was (?:revised|amended|re-?issued|corrected) (?:on|in)|has been (?:revised|amended|re-?issued|corrected) (?:on|in|to))\b|\bthis is a (?:revised|amended|corrected) (?:[a-z]+ ){0,3}(?:statement|report|version)\b",
    )
});

static NOT_SO: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)\b(?:not|nor|neither|no|if|when|whether|any)\b[^.;]{0,36}$"));

static NO_STEPS: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?:has|have|had) (?:not (?:yet )?taken (?:any )?(?:such )?steps|taken no (?:such )?steps)|took no (?:such )?steps|did not take (?:any )?(?:such )?steps|no (?:such )?steps (?:were|have been) taken)\b",
    )
});

/// "section 54 asks for a statement that it has taken no such steps".
static QUOTES_THE_LAW: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:requires?|must|either|asks?|may|can|or a statement|statement that|where|if|whether)\b",
    )
});

static DRAFT: LazyLock<Search> = LazyLock::new(|| pattern(r"(?i)\bdraft\b"));

static DRAFT_LINE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?im)^(?:\W*draft\b(?: (?:[0-9.]+|v[0-9.]+|version|for|statement|not)\b.*|\W*)?|.{0,40}\bdraft (?:for (?:comment|approval|review)|[0-9.]+|version)\b.*)$",
    )
});

static AFFECTED: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:victims?|survivors?|the (?:exploited|affected|trafficked|migrant) (?:worker|person|woman|man|employee|child))\b",
    )
});

static AFFECTED_NAME: LazyLock<Search> = LazyLock::new(|| {
    pattern(r"^(?:,? (?:a (?:man|woman|worker|person) )?(?:named|called|known as)|,) ")
});

static AGE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^[^.]{0,40}(?:\baged [0-9]{1,2}\b|, [0-9]{1,2},|\b[0-9]{1,2}[- ]years?[- ]old\b|\(?(?:date of birth|born on|passport (?:number|no))\b)",
    )
});

#[cfg(test)]
#[path = "warnings_tests.rs"]
mod tests;
