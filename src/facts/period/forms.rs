//! The forms in which companies write a period: an end, a range, two years in a row, a named year.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::document::PartialDate;
use crate::document::Span;
use crate::lexicon::Search;

use super::super::date::WrittenDate;
use super::super::date::month_of;
use super::super::date::month_pattern;
use super::super::date::year_from;
use super::super::pattern::pattern;
use super::super::reading::Reading;
use super::Candidate;
use super::months_between;
use super::weigh::weigh;

pub(super) fn candidates(reading: &Reading<'_>) -> Vec<Candidate> {
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
            opens.map_or(0, |word| word.as_str().len()),
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

/// What stands right before the date that ends a year.
static ENDING: LazyLock<Search> = LazyLock::new(|| {
    pattern(
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
});

/// What may stand between the two dates of a range.
static CONNECTOR: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^[ ,]*(?:\(inclusive\) ?)?(?:to|until|till|through(?: to)?|up to(?: and including)?|and(?: ending(?: on)?)?|ending(?: on)?|ended(?: on)?|and ended|au|-+ ?(?:to)?|–|—|/|\|)?[ ,]*(?:the )?$",
    )
});

static BETWEEN: LazyLock<Search> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:between|commenc\w+|beginning|starting|from)(?: on)?(?: the)? ?$")
});

/// A word for a period right before a range.
static PERIOD_WORD_BEFORE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?:financial|fiscal|reporting|accounting|calendar)(?: reporting)? )?(?:year|period|FY ?(?:20)?[0-9]{2}|months?|weeks?)(?: (?:20[0-9]{2}|covered|of))?[,:]? ?(?:\(|from |between |of |is |was |being |running |commencing |beginning |covering |dates? ?:? ?)*(?:on )?(?:the )?$",
    )
});

static MONTH_RANGE: LazyLock<Search> = LazyLock::new(|| {
    let months = month_pattern();
    pattern(&format!(
        r"(?i)\b(?P<first>{months})(?:,? (?:19|20)[0-9]{{2}})? ?(?:up to|through(?: to)?|until|to|-|–|—) ?(?P<last>{months}),? (?P<year>(?:19|20)[0-9]{{2}})\b"
    ))
});

pub(super) static SLASH_YEAR: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?P<code>FY ?'?|F/?Y )?(?P<first>20[0-9]{2}|[0-9]{2}) ?[/–—-] ?(?P<last>20[0-9]{2}|[0-9]{2})\b",
    )
});

static NAMES_A_YEAR: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:financial|fiscal|reporting|accounting|academic)? ?(?:years?|period|FY)(?: end(?:ing|ed))?[: ]*(?:of |in )?$",
    )
});

static NAMED_YEAR: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        \b(?:financial|fiscal|reporting|calendar|accounting)(?:[\ ]reporting)?[\ ](?:year|period)s?(?:[\ ](?:of|ended|ending|end|in|is|was|for))*[:,\ ]+\(?(?P<after>20[0-9]{2})\b
        | \bfiscal(?:[\ ]year)?[\ ](?P<before>20[0-9]{2})\b
        | \b(?P<leading>20[0-9]{2})[\ ](?:financial|fiscal|reporting|calendar|accounting)[\ ](?:year|period)\b
        | \b(?:FY|CY)[\ ]?'?(?P<code>20[0-9]{2}|[0-9]{2})\b
        | \b(?:year|period)[\ ](?:end(?:ing|ed)?|of)[\ ](?P<plain>20[0-9]{2})\b
        ",
    )
});

/// A year that goes on as a range or a date is read by another form.
static CONTINUES_A_DATE: LazyLock<Search> = LazyLock::new(|| pattern(r"^ ?[/–—-] ?[0-9]{2}"));
