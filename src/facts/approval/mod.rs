//! Who approved the statement, and when: the governing body's own approval, told apart from that of a committee,
//! of one person, of a policy, and from an approval that is still to come.

mod object;
mod voice;

use std::sync::LazyLock;

use crate::document::PartialDate;
use crate::document::Span;
use crate::lexicon::Search;

use super::Approval;
use super::ApprovedObject;
use super::body::Body;
use super::body::bodies_in;
use super::date::WrittenDate;
use super::pattern::pattern;
use super::reading::Reading;
use super::reading::ceil_boundary;
use super::reading::floor_boundary;
use object::object_of;
use voice::ACTIVE_OBJECT;
use voice::Voice;
use voice::voice_of;

/// How far after the verb the approving body may stand, in bytes.
const REACH_OF_BODY: usize = 190;

/// How far from the verb the date may stand, in bytes: about 25 words.
const REACH_OF_DATE: usize = 170;

/// How many statements of approval are weighed; a text with more is no statement.
const MOST_MENTIONS: usize = 200;

/// The approval that counts most: of the statement before of anything else, by a governing body before by others,
/// dated before undated, and the last of equals, where statements are signed off.
pub(super) fn approval_of(reading: &Reading<'_>, is_policy: bool) -> Option<Approval> {
    VERB.find_iter(reading.text())
        .take(MOST_MENTIONS)
        .filter_map(|verb| mention(reading, Span::new(verb.start(), verb.end()), is_policy))
        .max_by_key(|(points, approval)| (*points, approval.span.start))
        .map(|(_, approval)| approval)
}

/// Whether the kind of body is one that governs an organisation.
pub(super) fn governs(kind: &str) -> bool {
    !matches!(kind, "" | "committee" | "executive" | "individual")
}

/// What one verb of approval says, with its points; none where it says nothing of an approval given.
fn mention(reading: &Reading<'_>, verb: Span, is_policy: bool) -> Option<(i32, Approval)> {
    let (number, sentence) = reading.sentence_at(verb.start)?;
    let block = reading.block_at(verb.start)?;
    let block_span = reading.block_span(block)?;
    let from = (sentence.span.start as usize).max((verb.start as usize).saturating_sub(400));
    let before = reading.slice(from, verb.start as usize);
    // A sentence may be cut after "Ltd."; the body and date that follow stand in the same block.
    let end = (block_span.end as usize).min(verb.end as usize + 420);
    let after = reading.slice(verb.end as usize, end);
    let word = verb.of(reading.text()).to_lowercase();

    let voice = voice_of(before, &word, after)?;
    let (body, active) = body_for(before, after, voice)?;
    let place = Place::of(reading, block, verb);
    let mention = Mention {
        reading,
        number,
        before,
        after,
        voice,
        place,
        active,
    };
    let own = match is_policy {
        true => ApprovedObject::Other,
        false => ApprovedObject::Statement,
    };
    let object = object_of(&mention, own)?;
    let date = date_for(reading, verb, block, before.len(), voice);

    let mut points = match object {
        ApprovedObject::Statement => 20,
        ApprovedObject::Other => 0,
    };
    points += match &body {
        Some(body) if governs(body.kind) => 10,
        Some(_) => 3,
        None => 0,
    };
    points += 2 * i32::from(date.is_some()) + i32::from(place.signs_off);
    points -= 4 * i32::from(voice == Voice::Habit);
    points -= 2 * i32::from(word.starts_with("endorsed") || word.starts_with("adopted"));
    let span = match place.label_with_next {
        true => Span::new(sentence.span.start as usize, end_of_next(reading, block)),
        false => sentence.span,
    };
    let (words, kind) = match body {
        Some(body) => (body.words.to_owned(), body.kind.to_owned()),
        None => (String::new(), String::new()),
    };
    Some((
        points,
        Approval {
            body: words,
            body_kind: kind,
            object,
            date,
            span,
        },
    ))
}

/// The body that approved, and whether it is the subject of the verb; the outer none where the words rule an
/// approval out, the inner none where no body is named.
fn body_for<'t>(before: &'t str, after: &'t str, voice: Voice) -> Option<(Option<Body<'t>>, bool)> {
    let agent = agent_phrase(after, voice);
    let of_agent = || agent.and_then(|phrase| weightiest(bodies_in(phrase)));
    let subject = subject_of(before, voice);
    // "The directors approved this statement at the board meeting": where an object follows, the subject approved.
    let active = ACTIVE_OBJECT.is_match(after) && subject.is_some();
    if !active && let Some(body) = of_agent() {
        return Some((Some(body), false));
    }
    if let Some(body) = subject {
        return Some((Some(body), true));
    }
    if let Some(phrase) = agent
        && NAMED_AGENT.is_match(phrase)
    {
        // "approved by our parent company", "approved by Jane Doe": somebody, but no body that is known.
        return Some((None, false));
    }
    // "This statement was approved on 12 March 2020" names nobody.
    (voice == Voice::Done || voice == Voice::Label).then_some((None, false))
}

/// The body that the words right before the verb make its subject.
fn subject_of(before: &str, voice: Voice) -> Option<Body<'_>> {
    let subject = tail_of(before, 150);
    let near = bodies_in(subject)
        .into_iter()
        .filter(|body| {
            let gap = subject.get(body.range.end..).unwrap_or_default();
            voice == Voice::Label || (gap.len() <= 110 && SUBJECT_GAP.is_match(gap))
        })
        .collect();
    weightiest(near)
}

/// The words after the verb that say by whom.
fn agent_phrase(after: &str, voice: Voice) -> Option<&str> {
    let reach = after
        .get(..floor_boundary(after, REACH_OF_BODY))
        .unwrap_or(after);
    let clause = match SENTENCE_END.find(reach) {
        Some(end) => reach.get(..end.start() + 1).unwrap_or(reach),
        None => reach,
    };
    let found = AGENT.find_iter(clause).find(|agent| {
        let before = clause.get(..agent.start()).unwrap_or_default();
        !before.trim_end().ends_with("behalf")
    })?;
    if voice == Voice::Label {
        return clause.get(found.end()..).or(Some(clause));
    }
    let phrase = clause.get(found.end()..)?;
    // What another verb governs is not what approved: "approved by the CEO and will be reviewed by the Board".
    let stop = OTHER_VERB
        .find(phrase)
        .map_or(phrase.len(), |verb| verb.start());
    phrase.get(..stop)
}

/// Of several bodies the one that governs, and of those the first; "the principal governing body of X, its Board
/// of Directors" is the board, approving in the Act's words.
fn weightiest(bodies: Vec<Body<'_>>) -> Option<Body<'_>> {
    let principal = bodies
        .iter()
        .any(|body| body.kind == "principal-governing-body");
    let mut governing = bodies.iter().filter(|body| governs(body.kind));
    if principal {
        let named = bodies
            .iter()
            .find(|body| governs(body.kind) && body.kind != "principal-governing-body");
        let words = named.or_else(|| governing.next())?;
        return Some(Body {
            kind: "principal-governing-body",
            ..words.clone()
        });
    }
    governing.next().or_else(|| bodies.first()).cloned()
}

/// One verb of approval with what stands around it.
struct Mention<'r, 'a> {
    reading: &'r Reading<'a>,
    /// The number of its sentence.
    number: usize,
    before: &'a str,
    after: &'a str,
    voice: Voice,
    place: Place,
    /// The body that approves is the subject.
    active: bool,
}

/// Where in the document a mention stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Under a heading of approval or sign-off, or near the end.
    signs_off: bool,
    /// The heading above speaks of approval.
    under_approval: bool,
    /// A label whose value stands in the next block.
    label_with_next: bool,
}

impl Place {
    fn of(reading: &Reading<'_>, block: usize, verb: Span) -> Self {
        let under_approval = APPROVAL_HEADING.is_match(reading.heading_above(block));
        let words = reading.block_text(block);
        Self {
            signs_off: under_approval || reading.percent_at(verb.start) >= 80,
            under_approval,
            label_with_next: words.len() < 60
                && !words.contains(|c: char| c.is_ascii_digit())
                && next_is_date(reading, block),
        }
    }
}

/// The date of the approval: after the verb, before it ("On 3 May 2025 the board approved …"), or in the next block
/// where the approval is a label.
fn date_for(
    reading: &Reading<'_>,
    verb: Span,
    block: usize,
    bytes_before: usize,
    voice: Voice,
) -> Option<PartialDate> {
    let block_span = reading.block_span(block)?;
    let reach = (verb.end as usize + REACH_OF_DATE).min(block_span.end as usize);
    let after = reading.dates_between(verb.end, Span::new(0, reach).end);
    let fits = |date: &&WrittenDate| {
        let lead = reading.slice(
            (date.span.start as usize)
                .saturating_sub(45)
                .max(verb.end as usize),
            date.span.start as usize,
        );
        !DATE_OF_ELSE.is_match(lead)
    };
    if let Some(date) = after.iter().find(fits).and_then(|date| date.value()) {
        return Some(date);
    }
    let from = (verb.start as usize).saturating_sub(bytes_before.min(150));
    let before = reading.dates_between(Span::new(from, from).start, verb.start);
    let leading = before.iter().find(|date| {
        let lead = reading.slice(
            (date.span.start as usize).saturating_sub(14),
            date.span.start as usize,
        );
        MEETING.is_match(lead)
    });
    if let Some(date) = leading.and_then(|date| date.value()) {
        return Some(date);
    }
    let short = reading.block_text(block).len() < 60;
    if !(voice == Voice::Label || short) {
        return None;
    }
    (block + 1..=block + 2)
        .filter_map(|next| reading.block_span(next))
        .take_while(|span| span.len() < 60)
        .find_map(|span| {
            reading
                .dates_between(span.start, span.end)
                .first()
                .and_then(|date| date.value())
        })
}

fn next_is_date(reading: &Reading<'_>, block: usize) -> bool {
    reading.block_span(block + 1).is_some_and(|span| {
        span.len() < 40 && !reading.dates_between(span.start, span.end).is_empty()
    })
}

fn end_of_next(reading: &Reading<'_>, block: usize) -> usize {
    reading
        .block_span(block + 1)
        .map_or(0, |span| span.end as usize)
}

/// The last `length` bytes of `text`, from a character boundary on.
fn tail_of(text: &str, length: usize) -> &str {
    let from = ceil_boundary(text, text.len().saturating_sub(length));
    text.get(from..).unwrap_or_default()
}

/// Every way to say that something is approved.
static VERB: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:approved|approves?|approvals?|signed[ -]off|authori[sz]ed for (?:issue|publication|release)|ratified|adopted|endorsed|validated)\b",
    )
});

/// Between a subject and its verb.
static SUBJECT_GAP: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?: of| for| at| in| on|,| [A-Z]|\(| and| \(|'s?|’s?| -| &)[^.;:]*?)?(?:,? ?(?:have|has|had|having|duly|formally|unanimously|reviewed|considered|discussed|viewed|read|signed|met|who|which|also|hereby|each|both|all|fully|then|and|\)|,|approval|date|of directors|is|are|was|were|review|jointly)\b[^.;:]{0,70})? ?$",
    )
});

static AGENT: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[ ,:|])(?:by|of|from|at|through|via|per)\b|^ ?[:|–-]|^ (?:board|directors|trustees)",
    )
});

static NAMED_AGENT: LazyLock<Search> =
    LazyLock::new(|| pattern(r"^[ :|]*(?:the |our |its )?[A-Z]"));

/// Another verb begins: what it governs did not approve.
static OTHER_VERB: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?:and|which|who|it|but|that)(?: [a-z]+)? (?:will|shall|is|are|was|were|has|have|may|must)|and (?:signed|will|published|submitted|reviewed|communicated)|signed (?:by|on|for)|on behalf of|for submission|before|prior to|following|after|in consultation|based on|upon|as recommended)\b",
    )
});

static SENTENCE_END: LazyLock<Search> = LazyLock::new(|| pattern(r"[a-z0-9)][.;] [A-Z]|[;]"));

static APPROVAL_HEADING: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:approv\w*|sign[ -]?off|signature|signatures|signed|declaration|attestation|authori[sz]ation)\b",
    )
});

/// Words right before a date that is not the day of the approval.
static DATE_OF_ELSE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:year|period|ended|ending|reviewed?|review(?:ed)? (?:in|by|on)|expires?|next|until|from|since|updated|published|submitted)\b[^.;]{0,22}$",
    )
});

static MEETING: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)\b(?:on|at|of|in|held|dated)(?: the)? ?$"));

#[cfg(test)]
mod tests;
