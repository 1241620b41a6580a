//! Who signed: a name and role that stand together where statements are signed off, not a name in running text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Match;
use regex::Regex;

use crate::document::BlockKind;
use crate::document::PartialDate;
use crate::document::Span;

use super::Approval;
use super::Signature;
use super::organisation::legal_names_in;
use super::person::name_at_end;
use super::person::name_at_start;
use super::reading::Reading;
use super::role::kind_of_role;
use super::role::roles_in;

/// A candidate with fewer points is a name in running text.
const FEWEST_POINTS: i32 = 5;

/// How many roles and signing words are weighed; more stand only in registers.
const MOST_CANDIDATES: usize = 2_000;

/// What was found about the signature.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Signing {
    /// The signature that counts most.
    pub(super) signature: Option<Signature>,
    /// A line to sign on that nobody signed.
    pub(super) blank_line: Option<Span>,
}

/// A name, a role or both, and how much speaks for its being a signature.
#[derive(Debug, Clone)]
struct Candidate {
    name: Option<Span>,
    role: Option<Span>,
    /// A word such as "Signed" or "/s/" that stands right before.
    sign: Option<Span>,
    points: i32,
}

impl Candidate {
    fn start(&self) -> u32 {
        let parts = [self.sign, self.name, self.role];
        parts
            .into_iter()
            .flatten()
            .map(|span| span.start)
            .min()
            .unwrap_or(0)
    }

    fn end(&self) -> u32 {
        let parts = [self.sign, self.name, self.role];
        parts
            .into_iter()
            .flatten()
            .map(|span| span.end)
            .max()
            .unwrap_or(0)
    }
}

/// The signature that counts most, or the line that was left blank for one.
pub(super) fn signing_of(reading: &Reading<'_>, approval: Option<&Approval>) -> Signing {
    let mut candidates = with_roles(reading);
    add_signed(reading, &mut candidates);
    let mut candidates: Vec<Candidate> = candidates.into_values().collect();
    let starts: Vec<u32> = candidates.iter().map(Candidate::start).collect();
    for candidate in &mut candidates {
        candidate.points += points_of(reading, candidate, approval, &starts);
    }
    let best = candidates
        .iter()
        .filter(|candidate| candidate.points >= FEWEST_POINTS)
        .max_by_key(|candidate| {
            let whole = i32::from(candidate.name.is_some() && candidate.role.is_some());
            (candidate.points + 3 * whole, candidate.start())
        });
    let signature = best.map(|candidate| signature_from(reading, candidate));
    let blank_line = signature
        .is_none()
        .then(|| BLANK.find_iter(reading.text()).last())
        .flatten()
        .map(|line| Span::new(line.start(), line.end()));
    Signing {
        signature,
        blank_line,
    }
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
fn role_in_label(sign: &Match<'_>) -> Option<Span> {
    let length = sign.as_str().find(['\'', '’'])?;
    let role = sign.as_str().get(..length)?;
    let known = roles_in(role).first() == Some(&Span::new(0, length));
    known.then(|| Span::new(sign.start(), sign.start() + length))
}

fn points_of(
    reading: &Reading<'_>,
    candidate: &Candidate,
    approval: Option<&Approval>,
    starts: &[u32],
) -> i32 {
    let start = candidate.start() as usize;
    let end = candidate.end() as usize;
    let Some(block) = reading.block_at(candidate.start()) else {
        return 0;
    };
    let block_start = reading
        .block_span(block)
        .map_or(0, |span| span.start as usize);
    let last_block = reading
        .block_at(candidate.end().saturating_sub(1))
        .unwrap_or(block);
    let last_block_end = reading
        .block_span(last_block)
        .map_or(end, |span| span.end as usize);
    let before = reading.slice(start.saturating_sub(140), start);
    let in_block = reading.slice(block_start.max(start.saturating_sub(300)), start);
    let after = reading.slice(end, end + 260);
    let rest_of_block = reading.slice(end, last_block_end.min(end + 120));

    let signed = SIGNED_BEFORE.is_match(before) || candidate.sign.is_some();
    let signed_by = SIGNED_BY.is_match(in_block);
    let mut points = 0;
    points += 3 * i32::from(SIGNED_BEFORE.is_match(before));
    points += 5 * i32::from(signed_by);
    points += 2 * i32::from(UNDERSCORES.is_match(before));
    points += 2 * i32::from(has_date(reading, end, 90));
    points += i32::from(has_date(reading, start.saturating_sub(40), 40));
    points += 3 * i32::from(BINDS.is_match(after) || BINDS.is_match(before));
    points += i32::from(COMPANY_NEAR.is_match(reading.slice(end, end + 90)));
    let bare = stands_alone(in_block, rest_of_block);
    let own_line = bare || OWN_LINE.is_match(in_block);
    points += 2 * i32::from(bare && last_block_end > end + 2);
    points += 4 * i32::from(RESPONSIBLE_MEMBER.is_match(after));
    points += 2 * i32::from(own_line);
    points += i32::from(rest_of_block.trim_matches([' ', '.', ',']).is_empty());
    let short = reading.block_text(block).len() < 160;
    points += i32::from(own_line && short);
    points += zone_points(reading, block, candidate.start());
    points += 2 * i32::from(SIGN_OFF_HEADING.is_match(reading.heading_above(block)));
    points +=
        2 * i32::from(approval.is_some_and(|approval| follows(approval.span, candidate.start())));

    let crowd = starts.partition_point(|other| *other < candidate.start() + 500)
        - starts.partition_point(|other| other + 500 < candidate.start());
    points -= 3 * i32::from(crowd > 5 && !signed);
    points -= 5 * i32::from(!signed_by && reads_as_prose(in_block, rest_of_block));
    points -= 7 * i32::from(OTHER_LABEL.is_match(in_block) || QUOTED.is_match(rest_of_block));
    let kind = reading.document.blocks.get(block).map(|block| block.kind);
    points -= 2 * i32::from(matches!(kind, Some(BlockKind::ListItem { .. })) && !signed);
    points -= 2 * i32::from(reading.is_heading(block) && !own_line);
    points
}

/// How much the place in the document speaks for a signature: the end, where statements are signed.
fn zone_points(reading: &Reading<'_>, block: usize, offset: u32) -> i32 {
    let from_end = reading.document.blocks.len().saturating_sub(block);
    if reading.percent_at(offset) >= 75 || from_end <= 8 {
        return 2;
    }
    0
}

/// Whether `offset` stands not far after an approval.
fn follows(approval: Span, offset: u32) -> bool {
    offset >= approval.start && offset <= approval.end.saturating_add(700)
}

/// Whether name and role are all that their sentence holds, but for signing words, a company and a date: lines that a
/// reader joined.
fn stands_alone(in_block: &str, rest_of_block: &str) -> bool {
    let rest = SENTENCE_BREAK_AFTER
        .find(rest_of_block)
        .and_then(|stop| rest_of_block.get(..stop.start()))
        .unwrap_or(rest_of_block);
    OWN_LINE.is_match(last_sentence_of(in_block)) && VERBLESS.is_match(rest)
}

/// What stands in `text` after its last full sentence.
fn last_sentence_of(text: &str) -> &str {
    SENTENCE_BREAK
        .find_iter(text)
        .last()
        .and_then(|stop| text.get(stop.end()..))
        .unwrap_or(text)
}

/// Whether a name stands in a sentence: words before it that are no signing words, or a verb after it.
fn reads_as_prose(in_block: &str, rest_of_block: &str) -> bool {
    if VERB_AFTER.is_match(rest_of_block) {
        return true;
    }
    let segment = last_sentence_of(in_block);
    if SIGNED_BEFORE.is_match(segment)
        || BINDS.is_match(segment)
        || UNDERSCORES.is_match(segment)
        || DATE_END.is_match(segment)
    {
        return false;
    }
    let small = segment
        .split_whitespace()
        .filter(|word| word.chars().next().is_some_and(char::is_lowercase))
        .count();
    small >= 4 || PROSE_LEAD.is_match(segment)
}

fn has_date(reading: &Reading<'_>, from: usize, length: usize) -> bool {
    let span = Span::new(from, from + length);
    reading
        .dates_between(span.start, span.end)
        .iter()
        .any(|date| date.value().is_some())
}

fn signature_from(reading: &Reading<'_>, candidate: &Candidate) -> Signature {
    let text = reading.text();
    let words = |span: Option<Span>| {
        span.map(|span| {
            span.of(text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .unwrap_or_default()
    };
    let role = words(candidate.role);
    let start = candidate.start() as usize;
    let end = candidate.end() as usize;
    let around_before = reading.slice(start.saturating_sub(140), start);
    let around_after = reading.slice(end, end + 160);
    let date = date_of(reading, candidate);
    let role_kind = if role.is_empty() {
        String::new()
    } else {
        kind_of_role(&role).to_owned()
    };
    Signature {
        name: words(candidate.name),
        role,
        role_kind,
        date,
        says_signed: candidate
            .sign
            .is_some_and(|sign| SAYS_SIGNED.is_match(sign.of(text)))
            || SAYS_SIGNED.is_match(around_before)
            || SIGNED_AFTER.is_match(around_after),
        span: Span::new(start, end),
    }
}

/// The date by a signature: in the lines after it, else right before the name.
fn date_of(reading: &Reading<'_>, candidate: &Candidate) -> Option<PartialDate> {
    let end = candidate.end();
    let start = candidate.start();
    reading
        .dates_between(end, end.saturating_add(130))
        .iter()
        .find_map(|date| date.value())
        .or_else(|| {
            reading
                .dates_between(start.saturating_sub(45), end)
                .iter()
                .rev()
                .find_map(|date| date.value())
        })
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}

/// What may stand between a name and the role after it, at the end of the text before the role.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:[\s,|:;(.–—_-]|\b(?:job title|title|position|role|capacity|office|in (?:his|her|my|their) capacity as|acting as|as)\b|\ba\b|\bthe\b|\bsigned\b|\bdate\b)*$",
    )
});

/// Between a role and a name after it.
static GAP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:\s*[,:|–—-]?\s*)(?:(?:full |print |printed )?name\s*[:|]\s*|signature\s*[:|]\s*|signed\s*(?:by)?\s*[:|]\s*)?",
    )
});

static NAME_ENDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:$|[\n|;.,(–—-]|[0-9]|(?i:date|on|signed|signature|for|title)\b)")
});

/// Words that say that a name which follows is a signature.
static SIGN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)/s/|\b(?:electronically|digitally|docu)?[ ]?signed(?: (?:for and )?(?:on|in) [a-z ’']{0,30}behalf(?: of)?(?: the)?(?: board| company| directors| trustees)?(?: of directors)?)?(?: by)?\b|\bsignatures?\b|\b(?:(?:managing |designated )?(?:director|trustee|member|partner)|chair(?:man)?|signatory)['’]?s? (?:signature|name)\b|\b(?:full|printed?|signatory|signatory's) name\b|\bname\s*:",
    )
});

/// Between a signing word and the name: punctuation, lines, other labels.
static SIGN_GAP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[\s:|_.…–—-]|\b(?:by|signed|signature|name|full name|print name|printed name|in full|/s/|[a-z]+['’]s (?:signature|name))\b|/s/|\((?:signed|signature)\))*",
    )
});

static NOT_YET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:will be|must be|should be|to be|shall be|not been|not yet been|may be|not|when|once)(?: [a-z]+)? ?$",
    )
});

static ROLE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[^:]{0,60}?\b(?:job title|title|position|role|capacity)\s*[:|]\s*(?P<role>[^\n:|]{2,90}?)(?:\n|\||$|\s+(?:date|signature|signed|i have|name)\b)",
    )
});

static SIGNED_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)/s/|\b(?:signed|signature|signatories|for and on behalf|on behalf of|sincerely|faithfully|kind regards|best regards|sign[ -]?off|authori[sz]ed for (?:issue|release|publication)|duly authori[sz]ed|hereby certify|attestation|signatory)\b[^.]{0,110}$|\bper:? ?$|\bby: ?$|\b(?:full |print |printed )?name:\s*$|\bDate: [^.]{4,24}$|\bapproved (?:and signed )?by:?\s*$",
    )
});

/// "signed on its behalf by", "signed by our": the name belongs to the sentence and is a signature all the same.
static SIGNED_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\bsigned(?: off)?(?: on [^.;]{0,50}behalf(?: of [^.;]{0,50})?)?(?: by|:)(?: our| the| its)?(?: responsible member,?)?[^.;a-z]{0,6}$",
    )
});

static UNDERSCORES: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:_{3,}|\.{6,}|…{3,})[^a-z]{0,30}$"));

static BINDS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bauthority to bind\b"));

static COMPANY_NEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[^.;]{0,70}\b(?:limited|ltd|plc|llp|inc|corp|corporation|llc|gmbh|pty|group|holdings|university|trust|company)\b|^,? (?:for and )?on behalf of",
    )
});

static COMPANY_OF_THE_OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^s?(?: company| services| nominees)?(?: \([a-z. ]{1,12}\))? (?:limited|ltd|plc|llp|inc)\b",
    )
});

static COMPANY_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:limited|ltd|plc|llp|inc|corp|corporation|llc|gmbh|group|holdings|university|trust|company)\.?$",
    )
});

/// The name opens its line, or only signing words stand before it.
static OWN_LINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[\s:|_.,•–—-]|\b(?:signed|signature|by|for|and|on|behalf|of|the|board|directors?|trustees?|members?|company|name|full|print|approved|dated?|yours|sincerely|faithfully|regards|kind|with|warm|best|duly|electronically|digitally|authori[sz]ed)\b|/s/|[0-9/.]+)*$",
    )
});

static SIGN_OFF_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:approv\w*|sign[ -]?off|signature|signatures|signed|attestation|declaration|authori[sz]ation|release)\b",
    )
});

static SENTENCE_BREAK: LazyLock<Regex> = LazyLock::new(|| pattern(r"[a-z0-9)”\u{22}][.!?] |[;:] "));

static SENTENCE_BREAK_AFTER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[A-Za-z0-9)][.!?](?: [A-Z]|$)"));

/// Capitalised words, numbers and the small words between them: a company and a date, no sentence.
static VERBLESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[\s,|:./()&–—-]|[A-Z0-9][\p{L}0-9'’/&.-]*|(?:of|the|and|for|on|behalf|date|dated|st|nd|rd|th)\b)*$",
    )
});

/// The words of the Australian Act after a signatory's name.
static RESPONSIBLE_MEMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[^.;]{0,30}\b(?:responsible member|member of (?:the|its|our) (?:principal )?governing body)\b",
    )
});

static DATE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b20[0-9]{2}[ .,|]*$"));

static PROSE_LEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:our|led by|headed by|chaired by|under|with|from|including|appointed|sponsored by|reports to|contact|by the|overseen by|to|said|told)(?: the)? ?$",
    )
});

static VERB_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^,? ?(?:is|was|has|had|have|leads?|led|says?|said|will|who|oversees?|chairs?|holds?|reports?|presented|joined|told|takes?|attended|and (?:the|our|his|her)|responsible|to (?:the|oversee)|in charge|also|owns?|provides?|are|were|sits?|sponsors?|describes?|explains?|commented)\b",
    )
});

/// Names that stand for another reason.
static OTHER_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:contact(?:s)?|enquir(?:y|ies)|author|prepared by|written by|document owner|policy owner|owner|reviewed by|reviewer|media|e-?mail|telephone|message from|photo(?:graph)?|caption|interview with|process owner|responsible person|responsible(?: owner)?|foreword by|case study|issued by|page [0-9]+)\b[^.]{0,40}$|\b(?:said|told|asked|according to|quote)\b[^.]{0,40}$|[”\u{22}] ?[–—-]? ?$",
    )
});

static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^,? ?(?:said|told|commented|added|explained)\b"));

static SAYS_SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)/s/|\b(?:docu)?signed\b|\bsignature\b|\bon behalf of\b|\bsigned on (?:its|their) behalf\b|\bsign[ -]off\b",
    )
});

static SIGNED_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)/s/|\b(?:electronically|digitally) signed\b|\bdocusign(?:ed)? by\b|\bsignature: ?[A-Z/]|\bon behalf of\b|\bauthority to bind\b",
    )
});

/// A line to sign on with nothing on it.
static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:signed|signature|sign here|signed by)\b[ :|]*(?:\n\n)?[ ]*(?:_{3,}|\.{6,}|…{2,}|\[[^\]\n]{0,40}\]|x{3,})",
    )
});

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;
