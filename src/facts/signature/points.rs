//! What the place of a name and role says for its being a signature.

use std::sync::LazyLock;

use crate::document::BlockKind;
use crate::document::Span;
use crate::lexicon::Search;

use super::super::Approval;
use super::super::pattern::pattern;
use super::super::reading::Reading;
use super::Candidate;

pub(super) fn points_of(
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

static SIGNED_BEFORE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)/s/|\b(?:signed|signature|signatories|for and on behalf|on behalf of|sincerely|faithfully|kind regards|best regards|sign[ -]?off|authori[sz]ed for (?:issue|release|publication)|duly authori[sz]ed|hereby certify|attestation|signatory)\b[^.]{0,110}$|\bper:? ?$|\bby: ?$|\b(?:full |print |printed )?name:\s*$|\bDate: [^.]{4,24}$|\bapproved (?:and signed )?by:?\s*$",
    )
});

/// "signed on its behalf by", "signed by our": the name belongs to the sentence and is a signature all the same.
static SIGNED_BY: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\bsigned(?: off)?(?: on [^.;]{0,50}behalf(?: of [^.;]{0,50})?)?(?: by|:)(?: our| the| its)?(?: responsible member,?)?[^.;a-z]{0,6}$",
    )
});

static UNDERSCORES: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?:_{3,}|\.{6,}|…{3,})[^a-z]{0,30}$"));

static BINDS: LazyLock<Search> = LazyLock::new(|| pattern(r"(?i)\bauthority to bind\b"));

static COMPANY_NEAR: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^[^.;]{0,70}\b(?:limited|ltd|plc|llp|inc|corp|corporation|llc|gmbh|pty|group|holdings|university|trust|company)\b|^,? (?:for and )?on behalf of",
    )
});

/// The name opens its line, or only signing words stand before it.
static OWN_LINE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[\s:|_.,•–—-]|\b(?:signed|signature|by|for|and|on|behalf|of|the|board|directors?|trustees?|members?|company|name|full|print|approved|dated?|yours|sincerely|faithfully|regards|kind|with|warm|best|duly|electronically|digitally|authori[sz]ed)\b|/s/|[0-9/.]+)*$",
    )
});

static SIGN_OFF_HEADING: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:approv\w*|sign[ -]?off|signature|signatures|signed|attestation|declaration|authori[sz]ation|release)\b",
    )
});

static SENTENCE_BREAK: LazyLock<Search> =
    LazyLock::new(|| pattern(r"[a-z0-9)”\u{22}][.!?] |[;:] "));

static SENTENCE_BREAK_AFTER: LazyLock<Search> =
    LazyLock::new(|| pattern(r"[A-Za-z0-9)][.!?](?: [A-Z]|$)"));

/// Capitalised words, numbers and the small words between them: a company and a date, no sentence.
static VERBLESS: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"^(?:[\s,|:./()&–—-]|[A-Z0-9][\p{L}0-9'’/&.-]*|(?:of|the|and|for|on|behalf|date|dated|st|nd|rd|th)\b)*$",
    )
});

/// The words of the Australian Act after a signatory's name.
static RESPONSIBLE_MEMBER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^[^.;]{0,30}\b(?:responsible member|member of (?:the|its|our) (?:principal )?governing body)\b",
    )
});

static DATE_END: LazyLock<Search> = LazyLock::new(|| pattern(r"\b20[0-9]{2}[ .,|]*$"));

static PROSE_LEAD: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:our|led by|headed by|chaired by|under|with|from|including|appointed|sponsored by|reports to|contact|by the|overseen by|to|said|told)(?: the)? ?$",
    )
});

static VERB_AFTER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^,? ?(?:is|was|has|had|have|leads?|led|says?|said|will|who|oversees?|chairs?|holds?|reports?|presented|joined|told|takes?|attended|and (?:the|our|his|her)|responsible|to (?:the|oversee)|in charge|also|owns?|provides?|are|were|sits?|sponsors?|describes?|explains?|commented)\b",
    )
});

/// Names that stand for another reason.
static OTHER_LABEL: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:contact(?:s)?|enquir(?:y|ies)|author|prepared by|written by|document owner|policy owner|owner|reviewed by|reviewer|media|e-?mail|telephone|message from|photo(?:graph)?|caption|interview with|process owner|responsible person|responsible(?: owner)?|foreword by|case study|issued by|page [0-9]+)\b[^.]{0,40}$|\b(?:said|told|asked|according to|quote)\b[^.]{0,40}$|[”\u{22}] ?[–—-]? ?$",
    )
});

static QUOTED: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)^,? ?(?:said|told|commented|added|explained)\b"));
