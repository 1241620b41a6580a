//! The reporting period: which of the many dates in a statement bound the year that it is about.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::Notice;
use crate::document::PartialDate;
use crate::document::Span;

use super::Found;
use super::date::WrittenDate;
use super::date::month_of;
use super::date::month_pattern;
use super::date::year_from;
use super::reading::Reading;

/// The reporting period as the text has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Period {
    /// The first day.
    pub(super) start: Option<Found<PartialDate>>,
    /// The last day.
    pub(super) end: Option<Found<PartialDate>>,
    /// What a reader should know about it.
    pub(super) notices: Vec<Notice>,
}

/// A period that some words name, and how much they speak for its being the statement's own.
#[derive(Debug, Clone, PartialEq)]
struct Candidate {
    start: Option<PartialDate>,
    end: PartialDate,
    span: Span,
    points: i32,
    /// The sentence is about the statement itself, so that another such period contradicts it.
    about_statement: bool,
    ambiguous: bool,
}

/// A period with fewer points is somebody else's year.
const FEWEST_POINTS: i32 = 3;

/// From how many points on two different periods contradict each other.
const CONFLICT_POINTS: i32 = 8;

/// The reporting period of the document, with notices on what does not fit.
pub(super) fn period_of(reading: &Reading<'_>) -> Period {
    let mut candidates = candidates(reading);
    candidates.retain(|candidate| candidate.points >= FEWEST_POINTS);
    let Some(winner) = candidates.iter().reduce(|best, other| {
        // The first of equals stays: statements open with their own period.
        if other.points > best.points {
            other
        } else {
            best
        }
    }) else {
        return Period::default();
    };
    let exact = most_exact(winner, &candidates);
    let mut notices = Vec::new();
    notices.extend(conflict(winner, &candidates));
    notices.extend(title_year_differs(reading, exact.end));
    notices.extend(length_notice(exact));
    if exact.ambiguous {
        let written = exact.span.of(reading.text());
        notices.push(super::ambiguous_date(written, exact.end));
    }
    Period {
        start: exact.start.map(|value| Found {
            value,
            span: Some(exact.span),
        }),
        end: Some(Found {
            value: exact.end,
            span: Some(exact.span),
        }),
        notices,
    }
}

/// Among the candidates that agree with `winner`, the one that says most: a full range before an end date, an end
/// date before a year.
fn most_exact<'a>(winner: &'a Candidate, candidates: &'a [Candidate]) -> &'a Candidate {
    candidates
        .iter()
        .filter(|other| agrees(winner, other))
        .fold(winner, |best, other| {
            let better = (exactness(other.end), other.start.map_or(0, exactness))
                > (exactness(best.end), best.start.map_or(0, exactness));
            if better { other } else { best }
        })
}

/// Whether `other` may name the same period with more or fewer words.
fn agrees(winner: &Candidate, other: &Candidate) -> bool {
    let ends_agree = same_as_far_as_known(winner.end, other.end);
    let starts_agree = match (winner.start, other.start) {
        (Some(one), Some(two)) => same_as_far_as_known(one, two),
        _ => true,
    };
    // A bare year may be the year that a period ends or most of it: "FY2024" for the year to 31 March 2025 is rare,
    // so that only equal years agree.
    ends_agree && starts_agree
}

fn same_as_far_as_known(one: PartialDate, two: PartialDate) -> bool {
    one.year() == two.year()
        && one
            .month()
            .zip(two.month())
            .is_none_or(|(one, two)| one == two)
        && one.day().zip(two.day()).is_none_or(|(one, two)| one == two)
}

fn exactness(date: PartialDate) -> u8 {
    1 + u8::from(date.month().is_some()) + u8::from(date.day().is_some())
}

/// Two sentences about the statement itself that name different ends.
fn conflict(winner: &Candidate, candidates: &[Candidate]) -> Option<Notice> {
    let other = candidates.iter().find(|other| {
        other.about_statement
            && other.points >= CONFLICT_POINTS
            && !same_as_far_as_known(winner.end, other.end)
            && !same_year_written_by_its_start(winner.end, other)
    })?;
    winner.about_statement.then(|| {
        Notice::new(
            "period-conflict",
            format!(
                "the text names two reporting periods, ending {} and {}",
                winner.end, other.end
            ),
        )
    })
}

/// "FY2024" beside "year ended 31 March 2025": a year named after its start.
fn same_year_written_by_its_start(end: PartialDate, other: &Candidate) -> bool {
    other.end.month().is_none() && other.start.is_none() && other.end.year() + 1 == end.year()
}

/// The title says a year that is neither the period's nor the year of publication after it.
fn title_year_differs(reading: &Reading<'_>, end: PartialDate) -> Option<Notice> {
    let title = reading.title.as_ref()?;
    // The year of an Act ("Modern Slavery Act 2015") is no year of the statement.
    let text = ACT_YEAR.replace_all(&title.text, "");
    let years: Vec<i16> = YEAR
        .find_iter(&text)
        .filter_map(|year| year_from(year.as_str()))
        .collect();
    if years.is_empty() || SLASH_YEAR.is_match(&text) {
        return None;
    }
    let fits = years
        .iter()
        .any(|year| *year == end.year() || *year == end.year() + 1);
    (!fits).then(|| {
        Notice::new(
            "title-year-differs",
            format!("the title says {} but the period ends {end}", years[0]),
        )
    })
}

/// A period far from a year: a first period, a changed year end, or a slip.
fn length_notice(period: &Candidate) -> Option<Notice> {
    let start = period.start?;
    let months = months_between(start.earliest_day(), period.end.latest_day());
    (start.month().is_some() && !(6..=18).contains(&months)).then(|| {
        Notice::new(
            "period-length",
            format!(
                "the period from {start} to {} is {months} months long",
                period.end
            ),
        )
    })
}

/// Whole months from `start` to the day after `end`.
fn months_between(start: PartialDate, end: PartialDate) -> i32 {
    let count =
        |date: PartialDate| i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(1));
    let days = i32::from(end.day().unwrap_or(1)) - i32::from(start.day().unwrap_or(1));
    count(end) - count(start) + i32::from(days >= 14) - i32::from(days < -14)
}

fn candidates(reading: &Reading<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut starts = BTreeSet::new();
    for pair in reading.dates.windows(2) {
        if let [first, second] = pair
            && let Some(candidate) = range_of(reading, first, second)
        {
            starts.insert(first.span.start);
            candidates.push(candidate);
        }
    }
    candidates.extend(endings(reading, &starts));
    candidates.extend(month_ranges(reading));
    candidates.extend(slash_years(reading));
    candidates.extend(named_years(reading));
    candidates.sort_by_key(|candidate| (candidate.span.start, candidate.span.end));
    for candidate in &mut candidates {
        weigh(reading, candidate);
    }
    candidates
}

/// "year ended 31 March 2025", "52 weeks to 29 March 2025", "fiscal 2024, which ended on December 28, 2024".
///
/// `starts` are the offsets of dates that open a range: "financial year: 1 April 2024 to 31 March 2025".
fn endings<'a>(
    reading: &'a Reading<'_>,
    starts: &'a BTreeSet<u32>,
) -> impl Iterator<Item = Candidate> + 'a {
    reading.dates.iter().filter_map(|date| {
        if starts.contains(&date.span.start) {
            return None;
        }
        let end = date.value()?;
        let before = before(reading, date.span.start, 90);
        let found = ENDING.captures(before)?;
        let named = found.name("kind").is_some();
        Some(Candidate {
            start: None,
            end,
            span: widened(date.span, found.get(0)?.len()),
            points: if named { 6 } else { 4 },
            about_statement: false,
            ambiguous: date.ambiguous,
        })
    })
}

/// "1 April 2024 to 31 March 2025": two dates with nothing but a connecting word between them.
fn range_of(reading: &Reading<'_>, first: &WrittenDate, second: &WrittenDate) -> Option<Candidate> {
    let between = reading.slice(first.span.end as usize, second.span.start as usize);
    if between.len() > 40 || !CONNECTOR.is_match(between) {
        return None;
    }
    let before = before(reading, first.span.start, 60);
    let end = second.value()?;
    let same_year = first.with_year(end.year())?;
    let start = if first.year.is_none() && same_year > end {
        first.with_year(end.year() - 1)?
    } else {
        same_year
    };
    let spells_and = between.trim().starts_with("and") && !between.contains("ending");
    if spells_and && !BETWEEN.is_match(before) {
        return None;
    }
    // A dash that was lost in extraction leaves two dates side by side: believed only for a whole year.
    let months = months_between(start.earliest_day(), end.latest_day());
    if between.trim().is_empty() && months != 12 {
        return None;
    }
    let opens = PERIOD_WORD_BEFORE.find(before);
    let allowed = if opens.is_some() { 1..=24 } else { 10..=18 };
    if start >= end || !allowed.contains(&months) {
        return None;
    }
    Some(Candidate {
        start: Some(start),
        end,
        span: widened(
            Span::new(first.span.start as usize, second.span.end as usize),
            opens.map_or(0, |word| word.len()),
        ),
        points: if opens.is_some() { 7 } else { 4 },
        about_statement: false,
        ambiguous: first.ambiguous && second.ambiguous,
    })
}

/// "January through December 2023", "July 2023 until June 2024".
fn month_ranges<'a>(reading: &'a Reading<'_>) -> impl Iterator<Item = Candidate> + 'a {
    MONTH_RANGE
        .captures_iter(reading.text())
        .filter_map(|found| {
            let whole = found.get(0)?;
            let end = PartialDate::month_of(
                year_from(found.name("year")?.as_str())?,
                month_of(found.name("last")?.as_str())?,
            )?;
            let first = month_of(found.name("first")?.as_str())?;
            let year = end.year() - i16::from(first > end.month()?);
            let start = PartialDate::month_of(year, first)?;
            (months_between(start.earliest_day(), end.latest_day()) == 12).then_some(Candidate {
                start: Some(start),
                end,
                span: Span::new(whole.start(), whole.end()),
                points: 5,
                about_statement: false,
                ambiguous: false,
            })
        })
}

/// "2024/25", "2024-2025", "FY24/25": two years in a row.
fn slash_years<'a>(reading: &'a Reading<'_>) -> impl Iterator<Item = Candidate> + 'a {
    SLASH_YEAR
        .captures_iter(reading.text())
        .filter_map(|found| {
            let whole = found.get(0)?;
            let first = year_from(found.name("first")?.as_str())?;
            let last = year_from(found.name("last")?.as_str())?;
            let coded = found.name("code").is_some();
            let short = found.name("first")?.len() == 2;
            let before = before(reading, Span::new(whole.start(), whole.end()).start, 40);
            let named = NAMES_A_YEAR.is_match(before);
            if last != first + 1
                || (short && !coded && !named)
                || in_address(reading, whole.range())
            {
                return None;
            }
            Some(Candidate {
                start: PartialDate::year_only(first),
                end: PartialDate::year_only(last)?,
                span: Span::new(whole.start(), whole.end()),
                points: 2 + 2 * i32::from(coded || named),
                about_statement: false,
                ambiguous: false,
            })
        })
}

/// "financial year 2024", "fiscal 2024", "FY25", "2024 reporting year", "calendar year 2024".
fn named_years<'a>(reading: &'a Reading<'_>) -> impl Iterator<Item = Candidate> + 'a {
    NAMED_YEAR
        .captures_iter(reading.text())
        .filter_map(|found| {
            let whole = found.get(0)?;
            let digits = ["after", "before", "leading", "code", "plain"]
                .into_iter()
                .find_map(|name| found.name(name))?;
            let year = year_from(digits.as_str())?;
            let followed_by = reading.slice(whole.end(), whole.end() + 8);
            if CONTINUES_A_DATE.is_match(followed_by) || in_address(reading, whole.range()) {
                return None;
            }
            let words = whole.as_str().to_lowercase();
            let calendar = words.contains("calendar") || words.starts_with("cy");
            let (start, end) = if calendar {
                // A calendar year leaves no doubt about its days.
                (
                    PartialDate::day_of(year, 1, 1),
                    PartialDate::day_of(year, 12, 31)?,
                )
            } else {
                (None, PartialDate::year_only(year)?)
            };
            let plain = found.name("plain").is_some();
            Some(Candidate {
                start,
                end,
                span: Span::new(whole.start(), whole.end()),
                points: if plain { 1 } else { 3 },
                about_statement: false,
                ambiguous: false,
            })
        })
}

/// Adds what the sentence around a candidate says for or against its being the statement's own period.
fn weigh(reading: &Reading<'_>, candidate: &mut Candidate) {
    let offset = candidate.span.start;
    let Some(block) = reading.block_at(offset) else {
        return;
    };
    let title_span = reading.title.as_ref().and_then(|title| title.span);
    let in_title = title_span.is_some_and(|span| span.contains(candidate.span));
    if in_title {
        candidate.points += 4;
        candidate.about_statement = true;
    } else if block < 6 && (reading.is_heading(block) || reading.block_text(block).len() < 120) {
        candidate.points += 3;
    } else if reading.percent_at(offset) < 15 {
        candidate.points += 1;
    }
    let sentence = reading
        .sentence_at(offset)
        .map(|(_, sentence)| sentence.span)
        .unwrap_or(candidate.span);
    let from = (sentence.start as usize).max((offset as usize).saturating_sub(320));
    let to = (sentence.end as usize).min(candidate.span.end as usize + 160);
    let before = reading.slice(from, offset as usize);
    let around = reading.slice(from, to);
    if STATEMENT_OF.is_match(around) {
        candidate.points += 4;
        candidate.about_statement = true;
    } else if STATEMENT_WORD.is_match(around) {
        candidate.points += 2;
    }
    if DEFINED.is_match(reading.slice(
        candidate.span.end as usize,
        candidate.span.end as usize + 60,
    )) {
        candidate.points += 4;
    }
    let near = reading.slice(
        (offset as usize).saturating_sub(70).max(from),
        offset as usize,
    );
    if FUTURE.is_match(before) || OTHER_YEAR.is_match(near) {
        candidate.points -= 5;
        candidate.about_statement = false;
    }
    if FIGURES.is_match(around) {
        candidate.points -= 2;
    }
    if NOT_A_PERIOD.is_match(near) {
        candidate.points -= 8;
        candidate.about_statement = false;
    }
}

/// The words of the block up to byte `offset`, at most `length` bytes of them.
fn before<'a>(reading: &Reading<'a>, offset: u32, length: usize) -> &'a str {
    let block = reading
        .block_at(offset)
        .and_then(|place| reading.block_span(place))
        .map_or(0, |span| span.start as usize);
    let from = block.max((offset as usize).saturating_sub(length));
    reading.slice(from, offset as usize)
}

fn widened(span: Span, bytes_before: usize) -> Span {
    Span::new(
        (span.start as usize).saturating_sub(bytes_before),
        span.end as usize,
    )
}

/// Whether the match stands inside a web address, a file name or a longer number.
fn in_address(reading: &Reading<'_>, range: std::ops::Range<usize>) -> bool {
    let before = reading.slice(range.start.saturating_sub(1), range.start);
    let after = reading.slice(range.end, range.end + 2);
    before.starts_with(['/', '-', '_', '.', '=', '%', '–'])
        || after.starts_with(['/', '_', '='])
        || (after.starts_with(['-', '.', '–'])
            && after.chars().nth(1).is_some_and(char::is_alphanumeric))
}

static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:19|20)[0-9]{2}\b").expect("a fixed pattern"));

static ACT_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:Act|Regulations?|Bill)\b,? (?:of )?(?:19|20)[0-9]{2}")
        .expect("a fixed pattern")
});

/// What stands right before the date that ends a year.
static ENDING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b
        (?:(?P<kind>financial|fiscal|accounting|reporting|calendar|trading|business|company|corporate|tax)[\ -](?:reporting[\ ])?)?
        (?:years?|period|FY|exercice|twelve[\ -]months?(?:[\ ]period)?|12[\ -]months?(?:[\ ]period)?|(?:52|53|fifty-two|fifty-three)[\ -]weeks?(?:[\ ]period)?)
        (?:[\ ](?:19|20)[0-9]{2})?
        (?:[\ ]\([^()]{1,40}\))?
        [\ -]?(?:,?[\ ](?:which|that)[\ ])?
        (?:(?:\(?(?:is[\ ])?end(?:ed|ing|s)?|to|up[\ ]to|through|until|clos(?:ed|ing)|terminée[\ ]le|se[\ ]terminant[\ ]le)
           (?:[\ ]date)?[\ ]?(?:on|at|of|in|is|was|as[\ ]at|:|,|-|–|\|)?|[\ ]?[:|]|E)
        [\ ]?(?:the[\ ])?
        (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?[\ ])?$",
    )
    .expect("a fixed pattern")
});

/// What may stand between the two dates of a range.
static CONNECTOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[ ,]*(?:\(inclusive\) ?)?(?:to|until|till|through(?: to)?|up to(?: and including)?|and(?: ending(?: on)?)?|ending(?: on)?|ended(?: on)?|and ended|au|-+ ?(?:to)?|–|—|/|\|)?[ ,]*(?:the )?$",
    )
    .expect("a fixed pattern")
});

static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:between|commenc\w+|beginning|starting|from)(?: on)?(?: the)? ?$")
        .expect("a fixed pattern")
});

/// A word for a period right before a range.
static PERIOD_WORD_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:(?:financial|fiscal|reporting|accounting|calendar)(?: reporting)? )?(?:year|period|FY ?(?:20)?[0-9]{2}|months?|weeks?)(?: (?:20[0-9]{2}|covered|of))?[,:]? ?(?:\(|from |between |of |is |was |being |running |commencing |beginning |covering |dates? ?:? ?)*(?:on )?(?:the )?$",
    )
    .expect("a fixed pattern")
});

static MONTH_RANGE: LazyLock<Regex> = LazyLock::new(|| {
    let months = month_pattern();
    Regex::new(&format!(
        r"(?i)\b(?P<first>{months})(?:,? (?:19|20)[0-9]{{2}})? ?(?:up to|through(?: to)?|until|to|-|–|—) ?(?P<last>{months}),? (?P<year>(?:19|20)[0-9]{{2}})\b"
    ))
    .expect("the pattern is fixed but for month names")
});

static SLASH_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?P<code>FY ?'?|F/?Y )?(?P<first>20[0-9]{2}|[0-9]{2}) ?[/–—-] ?(?P<last>20[0-9]{2}|[0-9]{2})\b",
    )
    .expect("a fixed pattern")
});

static NAMES_A_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:financial|fiscal|reporting|accounting|academic)? ?(?:years?|period|FY)(?: end(?:ing|ed))?[: ]*(?:of |in )?$")
        .expect("a fixed pattern")
});

static NAMED_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)
        \b(?:financial|fiscal|reporting|calendar|accounting)(?:[\ ]reporting)?[\ ](?:year|period)s?(?:[\ ](?:of|ended|ending|end|in|is|was|for))*[:,\ ]+\(?(?P<after>20[0-9]{2})\b
        | \bfiscal(?:[\ ]year)?[\ ](?P<before>20[0-9]{2})\b
        | \b(?P<leading>20[0-9]{2})[\ ](?:financial|fiscal|reporting|calendar|accounting)[\ ](?:year|period)\b
        | \b(?:FY|CY)[\ ]?'?(?P<code>20[0-9]{2}|[0-9]{2})\b
        | \b(?:year|period)[\ ](?:end(?:ing|ed)?|of)[\ ](?P<plain>20[0-9]{2})\b
        ",
    )
    .expect("a fixed pattern")
});

/// A year that goes on as a range or a date is read by another form.
static CONTINUES_A_DATE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^ ?[/–—-] ?[0-9]{2}").expect("a fixed pattern"));

/// The sentence says of the statement itself which period it is for.
static STATEMENT_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)
        \b(?:constitutes?|represents?|comprises?)\b
        | \b(?:this|our|the|its)\b[^.;]{0,60}\b(?:statement|report|disclosure|document|declaration)\b[^.;]{0,120}\b(?:covers?|covering|relates?|relating|made|respect|prepared|published|issued|produced|sets?[\ ]out|describes?|outlines?|addresses|explains?|reports?|details?|summari[sz]es|for|during)\b
        | \b(?:statement|report|disclosure)\b[\ ,:–-]*(?:for|covering|of[\ ]compliance[\ ]for)\b
        | \b(?:reporting|financial)[\ ](?:reporting[\ ])?(?:period|year)(?:[\ ]covered[\ ]by[\ ]the[\ ]report)?[\ ]?[:|]
        | \b(?:makes?|publish(?:es)?|submits?|issues?)[\ ](?:this|its|our)\b
        | \bin[\ ]respect[\ ]of\b
        | \b(?:year|period)\b[^.;]{0,80}\bto[\ ](?:ensure|prevent|assess|reduce|identify|address|combat|mitigate)\b
        | \b(?:slavery|trafficking|forced[\ ]labou?r|child[\ ]labou?r|supply[\ ]chains?)\b[^.;]{0,40}\b(?:statement|report|disclosure)\b
        ",
    )
    .expect("a fixed pattern")
});

static STATEMENT_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:statement|report|disclosure|slavery|trafficking|forced labou?r|section 54|this year|reporting period)\b")
        .expect("a fixed pattern")
});

/// `("Reporting Period")` after a date: the text defines it.
static DEFINED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)^[^.;]{0,20}[("“'‘][^)]{0,30}\b(?:period|year|FY ?[0-9]{2,4}|fiscal [0-9]{4})\b"#,
    )
    .expect("a fixed pattern")
});

static FUTURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:will(?: also| then)? (?:be|continue|work|review|focus|seek|conduct|roll|publish|endeavour|develop|undertake|report|extend|introduce)|aims? to|plans? to|planned|intends?|intend to|propose to|next (?:year|financial|reporting|fiscal)|following (?:year|financial)|coming year|roadmap|looking ahead|target(?:s|ed)?|goals? for|objectives for|commitments for|actions for|ahead to|by the end of)\b",
    )
    .expect("a fixed pattern")
});

/// Right before the candidate: last year, a comparison, a year long gone.
static OTHER_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:previous(?:ly)?(?: submitted)?|prior|last|preceding|earlier|compared (?:with|to)|against|since|first statement|replaces|supersedes|up from|down from|next|since)\b[^.;]{0,35}$",
    )
    .expect("a fixed pattern")
});

static FIGURES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:revenues?|turnover|sales of|profit|employed|headcount|employees|spen[dt]|procured|vendors|annual information form|annual report and accounts|financial statements|suppliers were|completed by)\b",
    )
    .expect("a fixed pattern")
});

static NOT_A_PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:©|copyright|all rights reserved|\b(?:updated|revised|reviewed|review date|version|published|publication date|effective|approved|signed|dated|issued?|expires?|valid until|copyright|act|directive|regulation|iso) ?(?:on|:|no\.?)?) ?(?:the )?$",
    )
    .expect("a fixed pattern")
});

#[cfg(test)]
#[path = "period_tests.rs"]
mod tests;
