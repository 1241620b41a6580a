//! The gate: is this a statement, a policy, a report that holds a statement, or something else; and why.

use std::sync::LazyLock;

use crate::document::BlockKind;
use crate::document::Document;
use crate::document::Section;
use crate::document::Span;
use crate::document::word_count;
use crate::lexicon::Search;
use crate::lexicon::alternation;

use super::DocumentKind;
use super::KindOfDocument;
use super::pattern::pattern;
use super::title::SUBJECT;
use super::title::Title;

/// From how many points on a document is a statement; below one it is none, between the two it is doubtful.
pub(super) const STATEMENT_POINTS: i32 = 3;

/// A report of more pages or words may hold a statement as one of its parts.
const LONG_REPORT_PAGES: u32 = 30;
const LONG_REPORT_WORDS: usize = 15_000;

/// A page with fewer words than this tells nothing by itself: a contents list, a landing page.
const FEWEST_WORDS: usize = 90;

/// What the other facts say that the gate needs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Formalities {
    /// A reporting period is named.
    pub(super) period: bool,
    /// The statement itself was approved.
    pub(super) approval: bool,
    /// Somebody signed.
    pub(super) signature: bool,
}

/// Whether the title is that of a policy or code and of no statement.
pub(super) fn is_titled_policy(title: Option<&Title>) -> bool {
    title.is_some_and(|title| {
        POLICY_TITLE.is_match(&title.text) && !STATEMENT_TITLE.is_match(&title.text)
    })
}

/// Weighs what speaks for and against `document` being a statement: each reason with its points, so that a reader
/// can see why.
pub(super) fn kind_of(
    document: &Document,
    title: Option<&Title>,
    formalities: Formalities,
    part: Option<Span>,
) -> KindOfDocument {
    let text = part.map_or(document.text.as_str(), |part| part.of(&document.text));
    let words = word_count(text);
    let head = text
        .get(..super::reading::floor_boundary(text, 60_000))
        .unwrap_or(text);
    let signs = Signs::read(head, title, words, formalities, part.is_some());
    let mut reasons = signs.reasons();
    reasons.sort_by_key(|(points, _)| std::cmp::Reverse(points.abs()));
    let score: i32 = reasons.iter().map(|(points, _)| points).sum();
    let kind = verdict(&signs, score, part.is_some());
    KindOfDocument {
        kind,
        score,
        reasons: reasons
            .into_iter()
            .map(|(points, reason)| format!("{points:+} {reason}"))
            .collect(),
        part,
    }
}

/// What a text shows of its kind.
#[derive(Debug)]
struct Signs {
    maker: bool,
    statement_title: bool,
    own_areas: usize,
    formalities: Formalities,
    other_title: bool,
    policy_title: bool,
    supplier_code: bool,
    policy_phrases: usize,
    news: usize,
    courses: usize,
    guidance: usize,
    own_voice: usize,
    other_voice: usize,
    topic: usize,
    words: usize,
    quoted_speech: usize,
    report_part: bool,
    report_title: bool,
}

impl Signs {
    fn read(
        text: &str,
        title: Option<&Title>,
        words: usize,
        formalities: Formalities,
        report_part: bool,
    ) -> Self {
        let title_text = title.map(|title| title.text.as_str()).unwrap_or_default();
        let statement_title = STATEMENT_TITLE.is_match(title_text);
        let count = |pattern: &Search, most: usize| pattern.find_iter(text).take(most).count();
        Self {
            maker: names_maker(text),
            statement_title,
            own_areas: own_areas(text),
            formalities,
            other_title: OTHER_TITLE.is_match(title_text) || RELAYED_TITLE.is_match(title_text),
            policy_title: POLICY_TITLE.is_match(title_text) && !statement_title,
            supplier_code: SUPPLIER_CODE_TITLE.is_match(title_text) && !statement_title,
            policy_phrases: count(&POLICY_PHRASE, 20),
            news: count(&NEWS, 10),
            courses: count(&COURSE, 20),
            guidance: count(&GUIDANCE, 40),
            own_voice: count(&OWN_VOICE, 400),
            other_voice: count(&YOUR_VOICE, 200),
            topic: count(&TOPIC, 200),
            words,
            quoted_speech: count(&SPEECH, 10),
            report_part,
            report_title: REPORT_TITLE.is_match(title_text) && !statement_title,
        }
    }

    /// Each sign with its points, for and against (domain note, appendix C, with the marks that the controls taught).
    fn reasons(&self) -> Vec<(i32, String)> {
        let mut reasons = Vec::new();
        let mut add = |holds: bool, points: i32, reason: &str| {
            if holds {
                reasons.push((points, reason.to_owned()));
            }
        };
        add(
            self.maker,
            2,
            "says that it is made as the organisation's statement under an Act",
        );
        add(self.statement_title, 2, "its title is that of a statement");
        add(self.formalities.period, 1, "names its reporting period");
        add(self.formalities.approval, 1, "says that it was approved");
        add(self.formalities.signature, 1, "is signed");
        add(
            self.own_areas >= 3,
            1,
            "tells of the organisation's own work in three areas or more",
        );
        add(
            self.other_title,
            -3,
            "its title is that of another kind of document",
        );
        add(
            self.report_title && !self.report_part,
            -4,
            "is a longer report in which no statement was found",
        );
        add(
            self.policy_title,
            -1,
            "its title is that of a policy or code",
        );
        add(
            self.supplier_code,
            -3,
            "sets rules for suppliers and reports nothing",
        );
        add(
            self.policy_phrases >= 3 && !self.maker,
            -1,
            "reads like rules to be followed",
        );
        add(self.news >= 1, -1, "has the furniture of a news page");
        add(
            self.quoted_speech >= 2,
            -2,
            "quotes people as a news page does",
        );
        add(
            self.courses >= 3,
            -3,
            "sells courses, templates or services",
        );
        add(self.instructs(), -3, "tells others what to do");
        add(
            self.off_topic(),
            -4,
            "hardly speaks of modern slavery, forced labour or trafficking",
        );
        add(
            self.words < FEWEST_WORDS && !(self.maker && self.words >= 40),
            -4,
            "is too short to be more than a list or a link",
        );
        add(
            self.own_voice == 0 && !self.maker && !self.report_part,
            -2,
            "no organisation speaks of itself",
        );
        reasons
    }

    /// Whether the subject is hardly named. A plain statement may name it in its title alone and then speak of fees,
    /// passports and wages.
    fn off_topic(&self) -> bool {
        self.topic < 2 && !(self.topic == 1 && self.statement_title && self.own_areas >= 3)
    }

    /// Whether the text speaks to a reader who is to do something, more than of the organisation itself.
    fn instructs(&self) -> bool {
        let addressed = self.guidance + self.other_voice;
        addressed >= 4 && addressed * 2 > self.own_voice && self.policy_phrases < 4
            || (self.guidance >= 4 && self.own_voice < 3)
    }
}

fn verdict(signs: &Signs, score: i32, has_part: bool) -> DocumentKind {
    if has_part {
        return DocumentKind::ReportWithStatement;
    }
    let off_topic = signs.off_topic() || signs.words < FEWEST_WORDS && !signs.maker;
    if off_topic || signs.supplier_code && !signs.maker {
        return DocumentKind::Other;
    }
    let of_policy = signs.policy_title || (signs.policy_phrases >= 3 && !signs.statement_title);
    if of_policy && !signs.other_title && !(signs.maker && score >= STATEMENT_POINTS) {
        return DocumentKind::Policy;
    }
    if score >= 1 {
        return DocumentKind::Statement;
    }
    DocumentKind::Other
}

/// In how many areas the organisation tells of its own work, as the subject of the sentence.
fn own_areas(text: &str) -> usize {
    /// How many characters of the sentence may stand between the subject and the word of the area.
    const APART_MOST: usize = 120;
    let mut missing: Vec<&Search> = AREAS.iter().collect();
    for subject in AREA_SUBJECT.find_iter(text) {
        if missing.is_empty() {
            break;
        }
        let rest = text.get(subject.end()..).unwrap_or_default();
        let end = rest.find(['.', ';', '\n']).unwrap_or(rest.len());
        let rest = rest.get(..end).unwrap_or_default();
        // Far enough for a word that begins within reach, and up to the end of a word.
        let reach = super::reading::floor_boundary(rest, APART_MOST * 4 + 80);
        let end = rest
            .get(reach..)
            .and_then(|beyond| beyond.find(' '))
            .map_or(rest.len(), |space| reach + space);
        let rest = rest.get(..end).unwrap_or_default();
        missing.retain(|area| {
            !area.find(rest).is_some_and(|found| {
                let between = rest.get(..found.start()).unwrap_or_default();
                between.chars().count() <= APART_MOST
            })
        });
    }
    AREAS.len() - missing.len()
}

/// Whether the text says that it is the organisation's statement. No form of saying so goes beyond a full stop or
/// semicolon, but for that in "s. 54", so that each stretch between them is asked by itself.
fn names_maker(text: &str) -> bool {
    let mut rest = text;
    let mut from = 0;
    while let Some(stop) = rest.get(from..).and_then(|ahead| ahead.find(['.', ';'])) {
        let stop = from + stop;
        let before = rest.get(..stop).unwrap_or_default();
        if before.ends_with(['s', 'S']) {
            from = stop + 1;
            continue;
        }
        if MAKER.is_match(before) {
            return true;
        }
        rest = rest.get(stop + 1..).unwrap_or_default();
        from = 0;
    }
    MAKER.is_match(rest)
}

/// The part of a longer report that is its statement; none where `document` is no such report.
pub(super) fn statement_part_of(document: &Document, title: Option<&Title>) -> Option<Span> {
    let titled_report = title.is_some_and(|title| {
        REPORT_TITLE.is_match(&title.text) && !STATEMENT_TITLE.is_match(&title.text)
    });
    let long = document
        .pages
        .is_some_and(|pages| pages > LONG_REPORT_PAGES)
        || document.word_count() > LONG_REPORT_WORDS;
    let titled_statement = title.is_some_and(|title| STATEMENT_TITLE.is_match(&title.text));
    if !titled_report && (!long || titled_statement) {
        return None;
    }
    part_by_heading(document).or_else(|| part_by_density(document))
}

/// The section whose heading names a statement on modern slavery, with the sections under it; of several the one
/// that says most of the subject.
fn part_by_heading(document: &Document) -> Option<Span> {
    let mut best: Option<(usize, Span)> = None;
    for (place, section) in document.sections.iter().enumerate() {
        let heading = document.heading_of(section);
        if !PART_HEADING.is_match(heading) || heading.len() > 160 {
            continue;
        }
        let span = part_from(document, place, section);
        let words = span.of(&document.text);
        let hits = TOPIC.find_iter(words).take(500).count();
        // A line of a contents list has the heading's words and nothing under it; a paragraph that points to the
        // statement elsewhere does not say that it is one.
        let count = word_count(words);
        let is_one = names_maker(words)
            || (count >= 100 && STATEMENT_TITLE.is_match(heading))
            || (count >= 300 && own_areas(words) >= 3);
        if count < 60 || hits < 2 || !is_one {
            continue;
        }
        if best.is_none_or(|(most, _)| hits > most) {
            best = Some((hits, span));
        }
    }
    best.map(|(_, span)| span)
}

/// From section `place` on, up to the next heading of its level or above that does not go on with the subject.
fn part_from(document: &Document, place: usize, first: &Section) -> Span {
    let mut end = first.span.end;
    for section in document.sections.iter().skip(place + 1) {
        let heading = document.heading_of(section);
        let below = section.level > first.level;
        let goes_on = below
            || (AREA_HEADING.is_match(heading) && TOPIC.is_match(section.span.of(&document.text)));
        if !goes_on {
            break;
        }
        end = section.span.end;
    }
    Span {
        start: first.span.start,
        end,
    }
}

/// Without headings: the run of blocks in which the subject is named most densely, with the lines of its signature.
fn part_by_density(document: &Document) -> Option<Span> {
    /// What one word of the subject weighs against so many bytes without one.
    const BYTES_FOR_A_WORD: i64 = 400;
    let mut best: Option<(i64, usize, usize)> = None;
    let mut open: (i64, usize) = (0, 0);
    for (place, block) in document.blocks.iter().enumerate() {
        let words = document.words_at(block.span);
        let hits = NARROW_TOPIC.find_iter(words).take(50).count();
        let worth = i64::try_from(hits).unwrap_or(0) * BYTES_FOR_A_WORD
            - i64::try_from(words.len()).unwrap_or(0);
        // The best run that ends here goes on from the best that ended before, while that is worth something.
        open = match open {
            (sum, first) if sum > 0 => (sum + worth, first),
            _ => (worth, place),
        };
        if open.0 > 0 && best.is_none_or(|(most, ..)| open.0 > most) {
            best = Some((open.0, open.1, place));
        }
    }
    let (_, first, last) = best?;
    let span = Span {
        start: document.blocks.get(first)?.span.start,
        end: document
            .blocks
            .get(end_of_signature(document, last))?
            .span
            .end,
    };
    let words = span.of(&document.text);
    let hits = NARROW_TOPIC.find_iter(words).take(8).count();
    (hits >= 8 && names_maker(words)).then_some(span)
}

/// The last of the short lines after block `last`: names, roles and dates, but not the heading of what follows.
fn end_of_signature(document: &Document, last: usize) -> usize {
    const MOST_LINES: usize = 6;
    let is_short = |place: usize| {
        document.blocks.get(place).is_some_and(|block| {
            block.span.len() < 90 && !matches!(block.kind, BlockKind::Heading { .. })
        })
    };
    let lines = (last + 1..=last + MOST_LINES)
        .take_while(|place| is_short(*place))
        .count();
    let opens_something = lines > 0 && document.blocks.len() > last + lines + 1;
    last + lines - usize::from(opens_something)
}

/// Any entry of the list `name`; each asks by itself where words begin and end.
fn of_list(name: &str) -> Search {
    Search::new(format!("(?i){}", alternation(name).unwrap_or_default()))
}

static OTHER_TITLE: LazyLock<Search> = LazyLock::new(|| of_list("titles-of-other-documents"));
static POLICY_TITLE: LazyLock<Search> = LazyLock::new(|| of_list("titles-of-policies"));
static REPORT_TITLE: LazyLock<Search> = LazyLock::new(|| of_list("titles-of-reports"));
static NEWS: LazyLock<Search> = LazyLock::new(|| of_list("furniture-of-news"));
static COURSE: LazyLock<Search> = LazyLock::new(|| of_list("furniture-of-courses"));
static GUIDANCE: LazyLock<Search> = LazyLock::new(|| of_list("furniture-of-guidance"));
static POLICY_PHRASE: LazyLock<Search> = LazyLock::new(|| of_list("furniture-of-policies"));

static SUPPLIER_CODE_TITLE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:supplier|vendor|supply chain|third[- ]party|business partner|partner)s?['’]?s? (?:code|standards?|charter|handbook|guidelines|requirements|manual)\b|\bcode of conduct for (?:suppliers|vendors|business partners)\b",
    )
});

/// A title that tells of somebody's statement is a headline.
static RELAYED_TITLE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:publishes|released?|launches|announces|unveils|repays|writing|write|drafting|prepare your|need to know)\b",
    )
});

/// The title of a statement or report on the subject.
pub(super) static STATEMENT_TITLE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:slavery|traffick|forced labou?r|child labou?r|supply[ -]chains?|transparency|esclavage|travail forcé|human rights)\b.*\b(?:statement|report|disclosure|declaration|rapport)\b|\b(?:statement|report|disclosure|declaration|rapport)\b.*(?:slavery|traffick|forced labou?r|child labou?r|supply[ -]chains?|esclavage|travail forcé)|\bsection 54\b|\bS-211\b|\bstand against (?:modern )?slavery\b|\btransparency act\b.*\b(?:account|statement)\b|åpenhetsloven",
    )
});

/// The organisation says that this is its statement: under which Act, or for which year.
static MAKER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        \bthis\b[^.;]{0,40}\b(?:statement|report|disclosure|document)\b[^.;]{0,90}\b(?:is|has[\ ]been|was)\b[^.;]{0,40}\b(?:made|published|issued|prepared|produced|submitted|given|provided|written|drafted|presented)\b[^.;]{0,200}\b(?:Act|section|s\.?[\ ]?54|S-211|year|period|by|behalf)\b
        | \b(?:statement|report|disclosure)\b[^.;]{0,60}\b(?:pursuant[\ ]to|in[\ ]accordance[\ ]with|under|in[\ ]compliance[\ ]with|as[\ ]required[\ ]by|in[\ ]line[\ ]with|in[\ ]response[\ ]to|to[\ ]comply[\ ]with|constitutes|prepared[\ ]for)\b[^.;]{0,90}\b(?:Act|section|Bill|S-211|reporting)\b
        | \bconstitutes\b[^.;]{0,140}\b(?:statement|report|disclosure)\b
        | \b(?:makes?|publish(?:es)?|submits?|issues?|presents?)[\ ](?:this|its|our)\b[^.;]{0,80}\b(?:statement|report|disclosure)\b
        | \b(?:this[\ ]is|here[\ ]is|document[\ ]is)[\ ](?:a|the|our)\b[^.;]{0,60}\b(?:slavery|trafficking|forced[\ ]labou?r)\b[^.;]{0,40}\b(?:statement|report|disclosure)\b
        | \b(?:this|our)\b[^.;]{0,60}\b(?:statement|report|disclosure)\b[^.;]{0,50}\b(?:covers?|relates[\ ]to|sets[\ ]out|describes|outlines|explains|details|addresses|summari[sz]es)\b[^.;]{0,140}\b(?:we|our|taken|steps|actions|year|period)\b
        | \bsteps\b[^.;]{0,40}\b(?:we|has|have|it|taken[\ ]by)\b[^.;]{0,160}\b(?:year|period|20[0-9]{2})\b[^.;]{0,120}\b(?:slavery|trafficking|forced[\ ]labou?r)\b
        ",
    )
});

static OWN_VOICE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:we|our|us)\b|\b(?:the|our) (?:company|group|firm|university|trust|charity|organisation|council|college)(?:['’]s)? (?:has|is|does|will|operates|employs|requires|believes|recognises|publishes)\b|\b(?:plc|ltd|limited|llp|inc)\.? (?:has|is|makes|operates|employs|publishes|believes)\b",
    )
});

static YOUR_VOICE: LazyLock<Search> = LazyLock::new(|| pattern(r"(?i)\byou(?:r|rs|rself)?\b"));

/// The subject, in the words of the Acts.
pub(super) static TOPIC: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:modern[- ](?:day )?slavery|slavery|human trafficking|trafficking|forced labou?r|child labou?r|forced or compulsory|bonded labou?r|debt bondage|servitude|exploitation of workers|supply chains act|esclavage|travail forcé|decent work|human rights)\b",
    )
});

/// The subject without the words that stand in every report.
static NARROW_TOPIC: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:slavery|trafficking|forced labou?r|child labou?r|forced or compulsory|bonded labou?r|debt bondage|servitude|recruitment fees|supply chains?|suppliers?|esclavage|travail forcé)\b",
    )
});

static SPEECH: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)[”\u{22}],? (?:said|told|says|added|explained|commented)\b|\b(?:said|told|added)\b[^.\n]{0,60}[“\u{22}]|[”\u{22}] ?(?:mr|ms|mrs|dr) [A-Z]|\b(?:mr|ms|mrs) [A-Z][a-z-]+ (?:said|told)\b",
    )
});

/// The organisation as the subject of a sentence.
static AREA_SUBJECT: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:we|our|the (?:company|group|firm|university|trust|charity|college|organisation)|(?:plc|ltd|limited|llp|inc|corporation)\.?|it)\b",
    )
});

/// The words of each area.
static AREAS: LazyLock<Vec<Search>> = LazyLock::new(|| {
    [
        r"\b(?:suppliers|supply chains?|sourc\w+|procure\w*|buy|purchase)\b",
        r"\b(?:polic(?:y|ies)|code of conduct|codes?)\b",
        r"\b(?:due diligence|audit\w*|questionnaires?|assess\w*|screen\w*|checks?|visits?)\b",
        r"\b(?:risks?|high[- ]risk)\b",
        r"\b(?:train\w*|e-learning|course|workshop|awareness)\b",
        r"\b(?:effective\w*|indicators?|KPIs?|measur\w+|monitor\w*)\b",
        r"\b(?:employ\w*|staff|people|subsidiar\w+|sites|offices|operat\w+)\b",
    ]
    .iter()
    .map(|area| pattern(&format!("(?i){area}")))
    .collect()
});

/// The heading of a statement inside a report.
static PART_HEADING: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:modern[- ](?:day )?slavery|slavery and human trafficking|anti[- ]slavery|human trafficking|forced labou?r|transparency in (?:the )?supply chains?)\b",
    )
});

/// The headings by which a statement is divided, where they stand on the level of its own heading.
static AREA_HEADING: LazyLock<Search> = LazyLock::new(|| {
    let subject = SUBJECT.source().trim_start_matches("(?i)");
    pattern(&format!(
        r"(?i){subject}|\b(?:structure|polic(?:y|ies)|due diligence|risks?|training|effectiveness|performance indicators|remediation|grievance|whistleblowing|further steps|next steps|approval|consultation|our (?:business|suppliers|people|approach))\b"
    ))
});

#[cfg(test)]
#[path = "kind_tests.rs"]
mod tests;
