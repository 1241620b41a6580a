//! Who approved the statement, and when: the governing body's own approval, told apart from that of a committee,
//! of one person, of a policy, and from an approval that is still to come.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::PartialDate;
use crate::document::Span;

use super::Approval;
use super::ApprovedObject;
use super::body::Body;
use super::body::bodies_in;
use super::reading::Reading;

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
    let object = object_of(
        reading, number, before, after, voice, active, is_policy, &place,
    )?;
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

/// How a sentence speaks of an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// "was approved by the board", "the board approved".
    Done,
    /// "is approved each year", "who review and approve the statement annually".
    Habit,
    /// "Approved by the Board: 15 February 2024", "Board approval 15 February 2024".
    Label,
    /// "approval of this statement by the board", "has received the approval of the trustees".
    Noun,
}

/// How the words speak of an approval; none where it is still to come, denied or no approval at all.
fn voice_of(before: &str, word: &str, after: &str) -> Option<Voice> {
    if word.starts_with("approv") && APPROVED_THING.is_match(after) {
        return None;
    }
    let tail = tail_of(before, 90);
    if word == "approval" || word == "approvals" {
        return voice_of_noun(before, tail, after);
    }
    let without = PARTICIPLES.replace(tail, "");
    if PENDING.is_match(&without) || NEGATED.is_match(&without) {
        return None;
    }
    if word == "approve" || word == "approves" {
        let habit = HABIT_SUBJECT.is_match(before) && !INFINITIVE.is_match(tail);
        return habit.then_some(Voice::Habit);
    }
    let opens = before
        .trim_matches(|c: char| !c.is_alphanumeric())
        .is_empty();
    let active = ACTIVE_OBJECT.is_match(after) && !PASSIVE.is_match(&without);
    if !active && (opens || LABEL_BEFORE.is_match(before) || LABEL_AFTER.is_match(after)) {
        return Some(Voice::Label);
    }
    if PRESENT.is_match(&without) {
        return Some(Voice::Habit);
    }
    Some(Voice::Done)
}

fn voice_of_noun(before: &str, tail: &str, after: &str) -> Option<Voice> {
    if PENDING_APPROVAL.is_match(tail) || NEGATED.is_match(tail) {
        return None;
    }
    if NOUN_LABEL.is_match(after) && before.len() < 60 {
        return Some(Voice::Label);
    }
    (GIVEN.is_match(tail) || OF_THE_STATEMENT_BY.is_match(after)).then_some(Voice::Noun)
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
    let reach = after.get(..floor(after, REACH_OF_BODY)).unwrap_or(after);
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

/// Where in the document a mention stands.
#[derive(Debug, Clone, Copy)]
struct Place {
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

/// What was approved; none where it is neither the statement nor anything like a policy.
#[allow(clippy::too_many_arguments)]
fn object_of(
    reading: &Reading<'_>,
    number: usize,
    before: &str,
    after: &str,
    voice: Voice,
    active: bool,
    is_policy: bool,
    place: &Place,
) -> Option<ApprovedObject> {
    let own = if is_policy {
        ApprovedObject::Other
    } else {
        ApprovedObject::Statement
    };
    let after_near = after.get(..floor(after, 130)).unwrap_or(after);
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
    let fits = |date: &&super::date::WrittenDate| {
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
    let from = super::reading::ceil_boundary(text, text.len().saturating_sub(length));
    text.get(from..).unwrap_or_default()
}

fn floor(text: &str, length: usize) -> usize {
    super::reading::floor_boundary(text, length)
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}

/// Every way to say that something is approved.
static VERB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:approved|approves?|approvals?|signed[ -]off|authori[sz]ed for (?:issue|publication|release)|ratified|adopted|endorsed|validated)\b",
    )
});

/// "approved suppliers", "approved list": no approval of anything here.
static APPROVED_THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^ (?:suppliers?|vendors?|contractors?|sub-?contractors?|lists?|agenc(?:y|ies)|labour|providers?|supply|products?|schemes?|sources?|process|processes|procedures?|limits?|version|training|materials?|factor(?:y|ies)|sites?|code|codes|projects?|plan|budget)\b",
    )
});

/// Words between the helping verb and "approved" that do not change the tense.
static PARTICIPLES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?:reviewed|considered|discussed|read|viewed|signed|agreed|authori[sz]ed|noted|prepared|presented to|tabled|duly|formally|fully|unanimously|also|hereby|subsequently|finally|then|jointly|electronically|officially|now|both|recently|accepted|drafted|published|developed|adopted|endorsed|made|ratified)\b(?:,| &| and|, and)? ?)+$",
    )
});

/// "will be", "should be", "to be", "when", "before being": not yet.
static PENDING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\bbe|\b(?:to|will|shall|must|should|may|might|would|can|could|cannot|once|when(?:ever)?|until|unless|if|before|after|before being|after being|prior to being|is being|are being|pending|awaiting|where)) ?$|\b(?:will|shall|must|should|may|would|can|could|needs? to|has to|have to|required to|to) (?:[a-z]+ )?(?:be|have been) ?(?:[a-z]+ )?$|\b(?:once|when|until|unless|if|before|where|after) (?:it|this|the [a-z]+|they|[a-z]+) (?:is|are|has been|have been) ?$",
    )
});

static NEGATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:not|never|nor|yet to|un)(?: yet)?(?: been| being| formally| be)* ?$")
});

/// "is approved by the board each year".
static PRESENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:is|are|gets) ?$"));

static INFINITIVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:to|will|shall|must|should|may|would|can|could|not|for|responsible|please)(?: [a-z]+){0,1}(?: and)? ?$",
    )
});

/// A governing body as the subject of "approves".
static HABIT_SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:board|boards|directors|trustees|governors|council|governing body|partners|members)\b[^.;]{0,60}$",
    )
});

/// "Name, Chairman … Approved by the Board": a label inside a line that is no sentence.
static LABEL_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:[|:]|\b(?:board|date|directors|trustees|document|statement|policy|version [0-9.]+|review(?:ed)?)) ?$",
    )
});

/// "Approved by the Board: 15 February 2024" after a name, with no full stop between them.
static LABEL_AFTER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^ by(?: the| our)? [A-Za-z ]{4,40}: ?[0-9A-Z]"));

/// What an active verb is followed by.
static ACTIVE_OBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:,? (?:and|&) [a-z]+(?: for [a-z]+)?)? (?:this|the|our|its|it|that|both|these)\b",
    )
});

static PASSIVE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:was|were|been|being|is|are|be) ?$"));

static PENDING_APPROVAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:subject to|for|pending|awaiting|seek(?:ing|s)?|requir(?:e|es|ed|ing)|prior to|before|obtain|upon|until|without|need(?:s|ed)?|await(?:s)?|submitted|on|after)(?: [a-z'’]+){0,4} ?$",
    )
});

static NOUN_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?: date| by| given| granted| of (?:this|the) statement)?(?: by the [a-z ]{3,30})? ?[:|–-]",
    )
});

static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:received|given|gave|granted|obtained|with|has|have|had|confirms?|confirmed|recorded)(?: [a-z'’]+){0,3} ?$",
    )
});

static OF_THE_STATEMENT_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^ of (?:this|the|our|its) (?:[a-z]+ ){0,4}(?:statement|report|disclosure)[^.;]{0,40}\bby\b|^ was (?:given|granted|obtained)",
    )
});

/// Between a subject and its verb.
static SUBJECT_GAP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?: of| for| at| in| on|,| [A-Z]|\(| and| \(|'s?|’s?| -| &)[^.;:]*?)?(?:,? ?(?:have|has|had|having|duly|formally|unanimously|reviewed|considered|discussed|viewed|read|signed|met|who|which|also|hereby|each|both|all|fully|then|and|\)|,|approval|date|of directors|is|are|was|were|review|jointly)\b[^.;:]{0,70})? ?$",
    )
});

static AGENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[ ,:|])(?:by|of|from|at|through|via|per)\b|^ ?[:|–-]|^ (?:board|directors|trustees)",
    )
});

static NAMED_AGENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[ :|]*(?:the |our |its )?[A-Z]"));

/// Another verb begins: what it governs did not approve.
static OTHER_VERB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?:and|which|who|it|but|that)(?: [a-z]+)? (?:will|shall|is|are|was|were|has|have|may|must)|and (?:signed|will|published|submitted|reviewed|communicated)|signed (?:by|on|for)|on behalf of|for submission|before|prior to|following|after|in consultation|based on|upon|as recommended)\b",
    )
});

static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"[a-z0-9)][.;] [A-Z]|[;]"));

static APPROVAL_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:approv\w*|sign[ -]?off|signature|signatures|signed|declaration|attestation|authori[sz]ation)\b",
    )
});

/// The statement by its own names.
static STATEMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:statements?|reports?|disclosures?|declaration|this document|rapport)\b")
});

static PRONOUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:it|this)\b[^.;]{0,40}$"));

/// What follows an active verb: the statement, something else, or a pronoun.
static OBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?P<statement>(?:slavery |anti-slavery )?(?:policy )?(?:statements?|reports?|disclosures?|declaration))|(?P<other>polic(?:y|ies)|codes?|strateg(?:y|ies)|budgets?|frameworks?|plans?|procedures?|accounts|programmes?|appointments?|suppliers?|standards?|targets?|charter|investments?|terms)|(?P<pronoun>it|(?:this|the same)(?:[.,;]|$| (?:and|on|at|in|for|before|after|during)\b)))",
    )
});

static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:polic(?:y|ies)|codes?|strateg(?:y|ies)|budgets?|frameworks?|plans?|procedures?|accounts|programmes?|standards?|charter|kiln|investments?|notice|terms of reference|roadmap|targets?)\b",
    )
});

/// A noun that is no statement, right before the verb.
static OTHER_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:polic(?:y|ies)|codes?(?: of (?:business )?(?:conduct|ethics|practice))?|strateg(?:y|ies)|budgets?|frameworks?|plans?|procedures?|accounts|programmes?|standards?|charter|suppliers?|targets?|roadmap|terms|notice|appointment)\b(?: [a-z0-9.]+){0,2}?,? ?(?:which|that|and|each)? ?(?:(?:was|were|has been|have been|had been|is|are|been)(?: [a-z]+){0,3}(?: and| &)?)? ?$",
    )
});

/// "This policy statement": the statement, whose writers call it both.
static POLICY_STATEMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:this|the|our) (?:[a-z-]+ ){0,5}policy (?:and )?statement\b[^.;]{0,30}$")
});

static STATEMENT_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:this|the|its|our|as the|of the)\b[^.;]{0,50}\b(?:statement|report|disclosure)\b",
    )
});

static OTHER_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?: (?:a|an|the|our|its|this|new|revised|updated|group|global))*(?: [a-z-]+){0,5} (?:polic(?:y|ies)|code|strategy|budget|framework|plan|procedure|accounts|programme|charter|targets?)\b",
    )
});

static ATTESTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:attest|certify|confirm|declare)\b"));

/// Words right before a date that is not the day of the approval.
static DATE_OF_ELSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:year|period|ended|ending|reviewed?|review(?:ed)? (?:in|by|on)|expires?|next|until|from|since|updated|published|submitted)\b[^.;]{0,22}$",
    )
});

static MEETING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:on|at|of|in|held|dated)(?: the)? ?$"));

#[cfg(test)]
#[path = "approval_tests.rs"]
mod tests;
