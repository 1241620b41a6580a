//! Dates as precise as the source gives them: a day, a month or a year.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

/// A date that may lack its day, or day and month: `2025-03-31`, `2025-03`, `2025`.
///
/// Ordered by year, month, day; what is missing sorts first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// The whole year; none outside 1900 to 2199.
    #[must_use]
    pub fn year_only(year: i16) -> Option<Self> {
        (1900..2200).contains(&year).then_some(Self {
            year,
            month: None,
            day: None,
        })
    }

    /// A month of a year; none if there is no such month.
    #[must_use]
    pub fn month_of(year: i16, month: u8) -> Option<Self> {
        let date = Self::year_only(year)?;
        (1..=12).contains(&month).then_some(Self {
            month: Some(month),
            ..date
        })
    }

    /// A day; none if the calendar has no such day.
    #[must_use]
    pub fn day_of(year: i16, month: u8, day: u8) -> Option<Self> {
        let date = Self::month_of(year, month)?;
        (1..=last_day(year, month)).contains(&day).then_some(Self {
            day: Some(day),
            ..date
        })
    }

    /// Reads ISO 8601 (`2025-03-31T10:00:00Z`, `2025-03`) and the dates of PDF (`D:20250331100000`).
    #[must_use]
    pub fn parse_loose(text: &str) -> Option<Self> {
        let digits: String = text
            .trim()
            .trim_start_matches("D:")
            .chars()
            .take_while(|character| character.is_ascii_digit() || *character == '-')
            .filter(char::is_ascii_digit)
            .take(8)
            .collect();
        let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u8>().ok();
        let year: i16 = digits.get(0..4)?.parse().ok()?;
        number(4..6)
            .and_then(|month| match number(6..8) {
                Some(day) => Self::day_of(year, month, day),
                None => Self::month_of(year, month),
            })
            .or_else(|| Self::year_only(year))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, if known.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, if known.
    #[must_use]
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The last day that this date can mean: the end of the month or year where those are all that is known.
    #[must_use]
    pub fn latest_day(self) -> Self {
        let month = self.month.unwrap_or(12);
        Self {
            year: self.year,
            month: Some(month),
            day: Some(self.day.unwrap_or_else(|| last_day(self.year, month))),
        }
    }

    /// The first day that this date can mean.
    #[must_use]
    pub fn earliest_day(self) -> Self {
        Self {
            year: self.year,
            month: Some(self.month.unwrap_or(1)),
            day: Some(self.day.unwrap_or(1)),
        }
    }
}

fn last_day(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(formatter, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(formatter, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_precise_as_its_source() {
        let told = |text| PartialDate::parse_loose(text).map(|date| date.to_string());

        assert_eq!(told("2025-03-31T10:00:00Z").as_deref(), Some("2025-03-31"));
        assert_eq!(
            told("D:20250331100000+00'00'").as_deref(),
            Some("2025-03-31")
        );
        assert_eq!(told("2025-03").as_deref(), Some("2025-03"));
        assert_eq!(told("2025").as_deref(), Some("2025"));
        assert_eq!(told("yesterday"), None);
    }

    #[test]
    fn the_calendar_decides_which_days_there_are() {
        assert_eq!(PartialDate::day_of(2025, 2, 29), None);
        assert!(PartialDate::day_of(2024, 2, 29).is_some());
        let february = PartialDate::month_of(2024, 2).map(PartialDate::latest_day);
        assert_eq!(february, PartialDate::day_of(2024, 2, 29));
    }
}
