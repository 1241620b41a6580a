//! Names and roles that may be a signature: every role with a name beside it, and what follows a signing word.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::document::Span;
use crate::lexicon::Found;
use crate::lexicon::Search;

use super::super::names::legal_names_in;
use super::super::pattern::pattern;
use super::super::person::name_at_end;
use super::super::person::name_at_start;
use super::super::reading::Reading;
use super::super::role::roles_in;
use super::Candidate;

/// How many roles and signing words are weighed; more stand only in registers.
const MOST_CANDIDATES: usize = 2_000;

/// All candidates of the document, in the order of their names.
pub(super) fn candidates_in(reading: &Reading<'_>) -> Vec<Candidate> {
    let mut candidates = with_roles(reading);
    add_signed(reading, &mut candidates);
    candidates.into_values().collect()
}

/// Every role with a name beside it, by where the name stands.
fn with_roles(reading: &Reading<'_>) -> BTreeMap<u32, Candidate> {
    let mut candidates = BTreeMap::new();
    for role in roles_in(reading.text()).into_iter().take(MOST_CANDIDATES) {
        // "Holm Trustee Limited" is a company whose name ends with an office.
        if COMPANY_OF_THE_OFFICE.is_match(reading.slice(role.end as usize, role.end as usize + 40))
        {
            continue;
        }
        let Some(name) = name_before(reading, role).or_else(|| name_after(reading, role)) else {
            continue;
        };
        let candidate = Candidate {
            name: Some(name),
            role: Some(role),
            sign: None,
            points: 0,
        };
        candidates.entry(name.start).or_insert(candidate);
    }
    candidates
}

/// The name that stands right before `role`, over separators, labels, and a line with the company.
fn name_before(reading: &Reading<'_>, role: Span) -> Option<Span> {
    let from = (role.start as usize).saturating_sub(160);
    let before = reading.slice(from, role.start as usize);
    let from = role.start as usize - before.len();
    let stripped = strip_between(before)?;
    if let Some(name) = name_at_end(stripped) {
        return Some(Span::new(from + name.start, from + name.end));
    }
    // The company may stand between name and role, on a line of its own or not.
    let line = stripped.rfind("\n\n").unwrap_or(0);
    let last_line = stripped.get(line..)?;
    if !COMPANY_END.is_match(last_line) {
        return None;
    }
    let stripped = strip_between(stripped.get(..line)?)?;
    if let Some(name) = name_at_end(stripped).filter(|_| line > 0) {
        return Some(Span::new(from + name.start, from + name.end));
    }
    None
}

fn strip_between(text: &str) -> Option<&str> {
    let end = BETWEEN.find(text)?.start();
    text.get(..end)
}

/// The name that stands right after `role`: "Chief Executive: Jane Doe", "signed by our CEO, Jane Doe".
fn name_after(reading: &Reading<'_>, role: Span) -> Option<Span> {
    let after = reading.slice(role.end as usize, role.end as usize + 120);
    let gap = GAP.find(after)?.end();
    let rest = after.get(gap..)?;
    let name = name_at_start(rest)?;
    let follows = rest.get(name.end..)?;
    if !NAME_ENDS.is_match(follows) {
        return None;
    }
    let from = role.end as usize + gap;
    Some(Span::new(from + name.start, from + name.end))
}

/// Names and roles after "Signed by", "/s/", "Full name:", whether or not the other part is there.
fn add_signed(reading: &Reading<'_>, candidates: &mut BTreeMap<u32, Candidate>) {
    for sign in SIGN.find_iter(reading.text()).take(MOST_CANDIDATES) {
        let before = reading.slice(sign.start().saturating_sub(50), sign.start());
        if NOT_YET.is_match(before) {
            continue;
        }
        let after = reading.slice(sign.end(), sign.end() + 140);
        let Some(gap) = SIGN_GAP.find(after).map(|gap| gap.end()) else {
            continue;
        };
        let rest = after.get(gap..).unwrap_or_default();
        // "Signed for and on behalf of Holm Foods Limited": the person follows the company.
        let company = legal_names_in(rest)
            .first()
            .filter(|name| name.start == 0)
            .map_or(0, |name| name.end);
        let rest = rest.get(company..).unwrap_or_default();
        let separators = rest.len() - rest.trim_start_matches([' ', ',', ':', '.', '\n']).len();
        let rest = rest.get(separators..).unwrap_or_default();
        let sign_span = Span::new(sign.start(), sign.end());
        let from = sign.end() + gap + company + separators;
        let Some(name) = name_at_start(rest) else {
            continue;
        };
        let name = printed_again(rest, name);
        let name = Span::new(from + name.start, from + name.end);
        let label = sign.as_str().to_lowercase().contains("name");
        let worth = if label { 2 } else { 3 };
        let candidate = candidates.entry(name.start).or_insert(Candidate {
            name: Some(name),
            role: None,
            sign: None,
            points: 0,
        });
        candidate.sign = Some(sign_span);
        candidate.points = candidate.points.max(worth);
        if candidate.role.is_none() {
            candidate.role = labelled_role(reading, name).or_else(|| role_in_label(&sign));
        }
    }
}

/// A signature and the same name in print below it: the printed one, which the role follows.
fn printed_again(text: &str, name: Range<usize>) -> Range<usize> {
    let again = || {
        let words = text.get(name.clone())?;
        let rest = text.get(name.end..)?;
        let gap = rest.len() - rest.trim_start_matches([' ', '\n', '|', ',']).len();
        let second = name.end + gap;
        rest.get(gap..)?
            .starts_with(words)
            .then_some(second..second + words.len())
    };
    again().unwrap_or(name.clone())
}

/// "Title: Head Brewer" after a name: a role whatever its words.
fn labelled_role(reading: &Reading<'_>, name: Span) -> Option<Span> {
    let after = reading.slice(name.end as usize, name.end as usize + 220);
    let found = ROLE_LABEL.captures(after)?;
    let role = found.name("role")?;
    let words = role.as_str().trim_end_matches([' ', ',', '.', '|']);
    if words.contains('_') || words.contains('[') || !words.chars().any(char::is_alphabetic) {
        return None;
    }
    let from = name.end as usize + role.start();
    Some(Span::new(from, from + words.len()))
}

/// "Director's name:" says what the one named is.
fn role_in_label(sign: &Found<'_>) -> Option<Span> {
    let length = sign.as_str().find(['\'', '’'])?;
    let role = sign.as_str().get(..length)?;
    let known = roles_in(role).first() == Some(&Span::new(0, length));
    known.then(|| Span::new(sign.start(), sign.start() + length))
}

/// What may stand between a name and the role after it, at the end of the text before the role.
static BETWEEN: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:[\s,|:;(.–—_-]|\b(?:job title|title|position|role|capacity|office|in (?:his|her|my|their) capacity as|acting as|as)\b|\ba\b|\bthe\b|\bsigned\b|\bdate\b)*$",
    )
});

/// Between a role and a name after it.
static GAP: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:\s*[,:|–—-]?\s*)(?:(?:full |print |printed )?name\s*[:|]\s*|signature\s*[:|]\s*|signed\s*(?:by)?\s*[:|]\s*)?",
    )
});

static NAME_ENDS: LazyLock<Search> = LazyLock::new(|| {
    pattern(r"^\s*(?:$|[\n|;.,(–—-]|[0-9]|(?i:date|on|signed|signature|for|title)\b)")
});

/// Words that say that a name which follows is a signature.
static SIGN: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)/s/|\b(?:electronically|digitally|docu)?[ ]?signed(?: (?:for and )?(?:on|in) [a-z ’']{0,30}behalf(?: of)?(?: the)?(?: board| company| directors| trustees)?(?: of directors)?)?(?: by)?\b|\bsignatures?\b|\b(?:(?:managing |designated )?(?:director|trustee|member|partner)|chair(?:man)?|signatory)['’]?s? (?:signature|name)\b|\b(?:full|printed?|signatory|signatory's) name\b|\bname\s*:",
    )
});

/// Between a signing word and the name: punctuation, lines, other labels.
static SIGN_GAP: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[\s:|_.…–—-]|\b(?:by|signed|signature|name|full name|print name|printed name|in full|/s/|[a-z]+['’]s (?:signature|name))\b|/s/|\((?:signed|signature)\))*",
    )
});

static NOT_YET: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:will be|must be|should be|to be|shall be|not been|not yet been|may be|not|when|once)(?: [a-z]+)? ?$",
    )
});

static ROLE_LABEL: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^[^:]{0,60}?\b(?:job title|title|position|role|capacity)\s*[:|]\s*(?P<role>[^\n:|]{2,90}?)(?:\n|\||$|\s+(?:date|signature|signed|i have|name)\b)",
    )
});

static COMPANY_OF_THE_OFFICE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^s?(?: company| services| nominees)?(?: \([a-z. ]{1,12}\))? (?:limited|ltd|plc|llp|inc)\b",
    )
});

static COMPANY_END: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:limited|ltd|plc|llp|inc|corp|corporation|llc|gmbh|group|holdings|university|trust|company)\.?$",
    )
});
