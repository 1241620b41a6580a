//! What makes a sentence specific: who, what, where, when, how many, with which tool, and what followed.

use std::sync::LazyLock;

use crate::lexicon::Search;

use super::cues::Cue;
use super::cues::Cues;
use crate::document::PartialDate;
use crate::facts::Facts;
use crate::lexicon::alternation;

/// The kinds of marks that one or several sentences have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks(u16);

/// The nine kinds, each with its cue and its word for people.
const KINDS: [(Cue, &str); 9] = [
    (Cue::Number, "number"),
    (Cue::Place, "place"),
    (Cue::Product, "product"),
    (Cue::Standard, "standard or tool"),
    (Cue::Role, "responsible role"),
    (Cue::Frequency, "frequency"),
    (Cue::Date, "date"),
    (Cue::Population, "population"),
    (Cue::Consequence, "consequence"),
];

impl Marks {
    /// How many different kinds there are, 0 to 9.
    pub(super) fn count(self) -> u8 {
        u8::try_from(self.0.count_ones()).unwrap_or(u8::MAX)
    }

    /// The kinds of both.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The words for people, in a fixed order.
    pub(super) fn words(self) -> Vec<&'static str> {
        KINDS
            .iter()
            .enumerate()
            .filter(|(place, _)| self.0 & (1 << place) != 0)
            .map(|(_, (_, word))| *word)
            .collect()
    }
}

/// The kinds of marks in the sentence of `cues`.
pub(super) fn marks_of(cues: &Cues<'_>) -> Marks {
    let mut marks = Marks::default();
    for (place, (cue, _)) in KINDS.iter().enumerate() {
        let is_there = match cue {
            // "section 54", "2015", "ISO 9001": figures that count nothing.
            Cue::Number => cues.matches(Cue::Number).any(|found| {
                let Some(figure) = found.get(2).filter(|_| found.get(1).is_none()) else {
                    return false;
                };
                let after = cues.form.get(figure.end()..).unwrap_or_default();
                !is_year_or_label(figure.as_str()) && !MONTH_FOLLOWS.is_match(after)
            }),
            // "the UK Modern Slavery Act" places nothing.
            Cue::Place => cues.matches(Cue::Place).any(|found| found.get(2).is_none()),
            // The year of an Act and the end of the reporting period date no practice.
            Cue::Date => cues.matches(Cue::Date).any(|found| found.get(1).is_none()),
            other => cues.has(*other),
        };
        if is_there {
            marks.0 |= 1 << place;
        }
    }
    marks
}

static MONTH_FOLLOWS: LazyLock<Search> = LazyLock::new(|| {
    let months = alternation("month-names").expect("the list stands in dates.toml");
    Search::new(format!(r"^(?:st|nd|rd|th)?(?: of)? (?:{months})\b"))
});

fn is_year_or_label(figure: &str) -> bool {
    let digits = figure.trim_end_matches(['.', ',']);
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    // Numbers of companies, telephones and list items.
    let is_label = digits.len() >= 7 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_year || is_label || digits.starts_with('0') || digits == "1"
}

/// Whether a date is among `marks`.
pub(super) fn tells_date(marks: Marks) -> bool {
    KINDS
        .iter()
        .position(|(kind, _)| *kind == Cue::Date)
        .is_some_and(|place| marks.0 & (1 << place) != 0)
}

/// Whether the sentence tells a result: what was found, closed, repaid, raised, changed.
pub(super) fn tells_outcome(cues: &Cues<'_>) -> bool {
    cues.has(Cue::Outcome)
}

/// Whether the sentence is tied to the reporting period: it says so, or names a year that the period touches.
pub(super) fn is_tied_to_period(cues: &Cues<'_>, facts: &Facts) -> bool {
    if cues.has(Cue::Period) {
        return true;
    }
    let Some(years) = years_of(facts) else {
        return false;
    };
    cues.matches(Cue::Date)
        .filter(|found| found.get(1).is_none())
        .filter_map(|found| found.get(0))
        .any(|date| {
            years
                .iter()
                .any(|year| date.as_str().contains(year.as_str()))
        })
}

/// The years that the reporting period touches, as four digits.
fn years_of(facts: &Facts) -> Option<Vec<String>> {
    let end_date = facts.period_end.as_ref()?.value;
    let end = end_date.year();
    // A year that ends before December began in the year before.
    let assumed = match end_date.month() {
        Some(month) if month < 12 => end - 1,
        _ => end,
    };
    let start = facts
        .period_start
        .as_ref()
        .map(|start| start.value)
        .map_or(assumed, PartialDate::year);
    Some(
        (start.max(end.saturating_sub(2))..=end)
            .map(|year| year.to_string())
            .collect(),
    )
}
