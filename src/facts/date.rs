//! Dates as companies write them in running text: "31st March 2025", "March 31, 2025", "31.03.25", "2025-03-31".

use std::sync::LazyLock;

use crate::document::PartialDate;
use crate::document::Span;
use crate::lexicon::Groups;
use crate::lexicon::Search;
use crate::lexicon::alternation;

use super::pattern::pattern;
use super::reading::lines_of;

/// Which number comes first in "03/04/2025".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayOrder {
    /// The third of April, as in the United Kingdom and Australia.
    DayFirst,
    /// The fourth of March, as in the United States.
    MonthFirst,
}

/// How a text writes its numeric dates, and whether that is beyond doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DayHabit {
    /// Which number comes first.
    pub(super) order: DayOrder,
    /// The law that it is written under, or its own dates, leave no doubt.
    pub(super) certain: bool,
}

/// A date found in a text; any part may be missing but not all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrittenDate {
    /// Where it stands.
    pub(super) span: Span,
    /// Day of the month.
    pub(super) day: Option<u8>,
    /// Month.
    pub(super) month: Option<u8>,
    /// Year, four digits.
    pub(super) year: Option<i16>,
    /// It could be read day first or month first, and nothing in the text settles which.
    pub(super) ambiguous: bool,
}

impl WrittenDate {
    /// The date, if it names a year and stands in the calendar.
    pub(super) fn value(&self) -> Option<PartialDate> {
        date_of(self.year?, self.month, self.day)
    }

    /// The date with `year` put in where the text names none.
    pub(super) fn with_year(&self, year: i16) -> Option<PartialDate> {
        date_of(self.year.unwrap_or(year), self.month, self.day)
    }
}

/// The date of these parts, if the calendar has it.
fn date_of(year: i16, month: Option<u8>, day: Option<u8>) -> Option<PartialDate> {
    match (month, day) {
        (Some(month), Some(day)) => PartialDate::day_of(year, month, day),
        (Some(month), None) => PartialDate::month_of(year, month),
        _ => PartialDate::year_only(year),
    }
}

/// All dates of `text` with at least a month and either a day or a year, in order; bare years are not among them.
pub(super) fn dates_in(written: &[Form<'_>], habit: DayHabit) -> Vec<WrittenDate> {
    written
        .iter()
        .filter_map(|found| read(found, habit))
        .collect()
}

/// What is written like a date: the line's place in the text, and the parts of the date in the line.
pub(super) type Form<'t> = (usize, Groups<'static, 't>);

/// All that is written like a date in `text`, in order. No form of dates leaves its line, or has no digit.
pub(super) fn forms_in(text: &str) -> Vec<Form<'_>> {
    lines_of(text)
        .filter(|(_, line)| line.bytes().any(|byte| byte.is_ascii_digit()))
        .flat_map(|(from, line)| WRITTEN.groups_iter(line).map(move |found| (from, found)))
        .collect()
}

/// How `text` writes its numeric dates: as those of its dates that can be read in one way only; else as in the
/// country of the Act that it is made under. Canadian texts use both orders, and a text under Acts of several
/// countries may: those are read day first, or month first where the spelled-out dates of an American text are, and
/// never without doubt.
pub(super) fn day_habit_of(text: &str, written: &[Form<'_>]) -> DayHabit {
    let mut day_first = 0u32;
    let mut month_first = 0u32;
    let mut spelled_day_first = 0u32;
    let mut spelled_month_first = 0u32;
    for (_, found) in written {
        if let (Some(one), Some(two)) = (number(found, "n1"), number(found, "n2")) {
            day_first += u32::from(one > 12 && two <= 12);
            month_first += u32::from(two > 12 && one <= 12);
        }
        spelled_day_first += u32::from(found.name("dm").is_some());
        spelled_month_first += u32::from(found.name("md").is_some());
    }
    let order = |month_first: bool| {
        if month_first {
            DayOrder::MonthFirst
        } else {
            DayOrder::DayFirst
        }
    };
    if day_first != month_first {
        return DayHabit {
            order: order(month_first > day_first),
            certain: day_first == 0 || month_first == 0,
        };
    }
    let american = AMERICAN.is_match(text);
    let canadian = CANADIAN.is_match(text);
    let day_first_country = BRITISH_OR_AUSTRALIAN.is_match(text);
    let spelled_month_first = spelled_month_first > spelled_day_first;
    DayHabit {
        order: order(american && (spelled_month_first || !day_first_country && !canadian)),
        certain: !canadian && american != day_first_country,
    }
}

/// One alternative a form; blocks are parted by line breaks and hold none, so that a plain space never leaves one.
static WRITTEN: LazyLock<Search> = LazyLock::new(|| {
    let months = month_pattern();
    let year = "(?:19|20)[0-9]{2}";
    pattern(&format!(
        r"(?ix)
        \b(?P<iy>{year})-(?P<im>[0-9]{{2}})-(?P<id>[0-9]{{2}})\b
        | \b(?P<n1>[0-9]{{1,2}})[\ ]?[./-][\ ]?(?P<n2>[0-9]{{1,2}})[\ ]?[./-][\ ]?(?P<ny>{year}|[0-9]{{2}})\b
        | \b(?P<d>[0-9]{{1,2}})[\ ]?(?:st|nd|rd|th)?(?:[\ ]day)?(?:[\ ]of)?[\ -]{{0,2}}(?P<dm>{months})\b
          (?:\.?,?[\ -]{{0,2}}(?P<dy>{year})|-(?P<dy2>[0-9]{{2}})\b|[\ ]?['\u{{2019}}](?P<dy3>[0-9]{{2}})\b)?
        | \b(?P<md>{months})\.?[\ ](?:the[\ ])?(?P<mday>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:,?[\ ](?:of[\ ])?(?P<mdy>{year}))?
        | \b(?P<mm>{months})\.?,?[\ -]?(?:of[\ ])?(?P<my>{year})
        "
    ))
});

static AMERICAN: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"\b(?:California|Delaware|Civil Code|forced labor|prison labor|Supply Chains Act of 2010|U\.S\. Securities)\b",
    )
});

static BRITISH_OR_AUSTRALIAN: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"\b(?:Modern Slavery Act,? 201[58]|[Ss]ection 54|Companies House|[Rr]egistered in England|ABN|ACN|\(Cth\)|Pty|PLC|plc)(?:\b|\))|\(Cth\)",
    )
});

static CANADIAN: LazyLock<Search> =
    LazyLock::new(|| pattern(r"\b(?:S-211|Fighting Against Forced|Canada|Canadian)\b"));

/// Month names, longest first, English and French: a Canadian report may be in either.
pub(super) fn month_pattern() -> String {
    format!(
        "{}|{}",
        alternation("month-names").unwrap_or_default(),
        alternation("month-names-french").unwrap_or_default()
    )
}

fn read((from, found): &Form<'_>, habit: DayHabit) -> Option<WrittenDate> {
    let whole = found.get(0)?;
    let mut date = WrittenDate {
        span: Span::new(from + whole.start(), from + whole.end()),
        day: None,
        month: None,
        year: None,
        ambiguous: false,
    };
    if found.name("iy").is_some() {
        date.year = year_of(found, "iy");
        date.month = number(found, "im");
        date.day = number(found, "id");
    } else if let (Some(one), Some(two)) = (number(found, "n1"), number(found, "n2")) {
        let day_first = match habit.order {
            DayOrder::DayFirst => two <= 12,
            DayOrder::MonthFirst => one > 12,
        };
        (date.day, date.month) = if day_first {
            (Some(one), Some(two))
        } else {
            (Some(two), Some(one))
        };
        date.year = year_of(found, "ny");
        date.ambiguous = !habit.certain && one <= 12 && two <= 12 && one != two;
    } else if let Some(month) = found.name("dm") {
        date.day = number(found, "d");
        date.month = month_of(month.as_str());
        date.year = ["dy", "dy2", "dy3"]
            .into_iter()
            .find_map(|name| year_of(found, name));
    } else if let Some(month) = found.name("md") {
        date.day = number(found, "mday");
        date.month = month_of(month.as_str());
        date.year = year_of(found, "mdy");
    } else if let Some(month) = found.name("mm") {
        date.month = month_of(month.as_str());
        date.year = year_of(found, "my");
    }
    // A leap year stands in where none is named, so that 29 February passes.
    date.with_year(2024).map(|_| date)
}

fn number(found: &Groups<'_, '_>, name: &str) -> Option<u8> {
    found.name(name)?.as_str().parse().ok()
}

/// A year of four digits, or of two in this century.
fn year_of(found: &Groups<'_, '_>, name: &str) -> Option<i16> {
    year_from(found.name(name)?.as_str())
}

/// `2025` and `25` as the year 2025.
pub(super) fn year_from(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    Some(if year < 100 { 2000 + year } else { year })
}

/// The number of the month that begins with these letters.
pub(super) fn month_of(name: &str) -> Option<u8> {
    const STEMS: [(&str, u8); 24] = [
        ("jan", 1),
        ("feb", 2),
        ("mar", 3),
        ("apr", 4),
        ("may", 5),
        ("jun", 6),
        ("jul", 7),
        ("aug", 8),
        ("sep", 9),
        ("oct", 10),
        ("nov", 11),
        ("dec", 12),
        ("fév", 2),
        ("fev", 2),
        ("avr", 4),
        ("mai", 5),
        ("juin", 6),
        ("juil", 7),
        ("aoû", 8),
        ("aou", 8),
        ("déc", 12),
        ("mär", 3),
        ("okt", 10),
        ("dez", 12),
    ];
    let name = name.to_lowercase();
    STEMS
        .iter()
        .find(|(stem, _)| name.starts_with(stem))
        .map(|(_, month)| *month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, order: DayOrder) -> Vec<String> {
        let certain = true;
        dates_in(&forms_in(text), DayHabit { order, certain })
            .iter()
            .filter_map(|date| date.value().map(|value| value.to_string()))
            .collect()
    }

    #[test]
    fn dates_are_read_in_the_forms_that_companies_write() {
        let cases = [
            ("signed on 31 March 2025.", "2025-03-31"),
            ("31st March, 2025", "2025-03-31"),
            ("the 31st day of March 2025", "2025-03-31"),
            ("on the 2nd of January 2024", "2024-01-02"),
            ("March 31, 2025", "2025-03-31"),
            ("May 23th, 2024", "2024-05-23"),
            ("Dec. 28, 2024", "2024-12-28"),
            ("14-NOV-2024", "2024-11-14"),
            ("14-Nov-24", "2024-11-14"),
            ("30 Sept '24", "2024-09-30"),
            ("31/03/2025", "2025-03-31"),
            ("31.03.25", "2025-03-31"),
            ("1 / 4 / 2025", "2025-04-01"),
            ("2025-03-31", "2025-03-31"),
            ("in June 2024", "2024-06"),
            ("June, 2024", "2024-06"),
            ("31 décembre 2024", "2024-12-31"),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text, DayOrder::DayFirst), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_read_as_one() {
        for text in [
            "version 3.2.1",
            "tel 020 7946 0018",
            "you may 3 times",
            "31/02/2025",
            "45/13/2025",
            "in 2025",
            "section 54(1)",
        ] {
            assert!(told(text, DayOrder::DayFirst).is_empty(), "{text}");
        }
    }

    #[test]
    fn numbers_alone_follow_the_habit_of_the_text() {
        assert_eq!(told("04/05/2025", DayOrder::DayFirst), ["2025-05-04"]);
        assert_eq!(told("04/05/2025", DayOrder::MonthFirst), ["2025-04-05"]);
        assert_eq!(told("05/23/2024", DayOrder::DayFirst), ["2024-05-23"]);
        assert_eq!(told("23/05/2024", DayOrder::MonthFirst), ["2024-05-23"]);
    }

    #[test]
    fn the_country_of_the_act_decides_what_stands_first() {
        let habit = |text| {
            let habit = day_habit_of(text, &forms_in(text));
            (habit.order, habit.certain)
        };

        assert_eq!(
            habit("04/05/2025, under section 54 of the Modern Slavery Act 2015"),
            (DayOrder::DayFirst, true)
        );
        assert_eq!(
            habit("04/05/2025, under the Modern Slavery Act 2018 (Cth)"),
            (DayOrder::DayFirst, true)
        );
        assert_eq!(
            habit("04/05/2025, California Transparency in Supply Chains Act"),
            (DayOrder::MonthFirst, true)
        );
        assert_eq!(
            habit("04/05/2025, Fighting Against Forced Labour and Child Labour Act, Canada"),
            (DayOrder::DayFirst, false)
        );
        assert_eq!(habit("04/05/2025"), (DayOrder::DayFirst, false));
        assert_eq!(
            habit("March 3, 2025: California and section 54"),
            (DayOrder::MonthFirst, false)
        );
    }

    #[test]
    fn a_date_that_can_be_read_in_one_way_settles_the_others() {
        let text = "Canada: 05/23/2024 and 04/05/2025";
        let habit = day_habit_of(text, &forms_in(text));

        assert_eq!(habit.order, DayOrder::MonthFirst);
        assert!(habit.certain);
        let text = "23/05/2024 and 05/23/2024";
        assert!(!day_habit_of(text, &forms_in(text)).certain);
    }
}
