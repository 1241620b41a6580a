//! The reporting period: which of the many dates in a statement bound the year that it is about.

mod forms;
mod weigh;

use std::sync::LazyLock;

use crate::document::Notice;
use crate::document::PartialDate;
use crate::document::Span;
use crate::lexicon::Search;

use super::Found;
use super::ambiguous_date;
use super::date::year_from;
use super::pattern::pattern;
use super::reading::Reading;
use forms::SLASH_YEAR;
use forms::candidates;

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
pub(super) struct Candidate {
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
        notices.push(ambiguous_date(written, exact.end));
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

static YEAR: LazyLock<Search> = LazyLock::new(|| pattern(r"\b(?:19|20)[0-9]{2}\b"));

static ACT_YEAR: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)\b(?:Act|Regulations?|Bill)\b,? (?:of )?(?:19|20)[0-9]{2}"));

#[cfg(test)]
mod tests;
