//! Whether an Act obliges an organisation, as far as its turnover and country tell: help for a reader of a list, not
//! a finding of law.

use std::fmt;
use std::sync::LazyLock;

use crate::lexicon::Search;
use crate::lexicon::list;
use crate::lexicon::matching_form;

use super::pattern::pattern;

/// Whom an Act obliges, in plain values: the scope of a rubric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnoverTest<'a> {
    /// The country of the Act, ISO 3166-1 alpha-2, for example `GB`; `US-CA` and its like count as their country.
    pub jurisdiction: &'a str,
    /// The smallest turnover that is obliged, in whole units of `currency`; none where the Act asks for none.
    pub turnover_min: Option<u64>,
    /// The currency of the threshold, ISO 4217.
    pub currency: Option<&'a str>,
    /// What reaching the threshold means.
    pub weight: TurnoverWeight,
    /// The rule in words, with its citation.
    pub rule: &'a str,
}

/// What the turnover decides under an Act.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TurnoverWeight {
    /// Who reaches it and does business in the country is obliged: United Kingdom, Australia.
    #[default]
    Enough,
    /// Who does not reach it is not obliged; who does may be, by what it deals in: California.
    Needed,
    /// One of several tests of which some must be met: Canada, Norway.
    OneOfSeveral,
}

/// Whether an Act obliges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obligation {
    /// The turnover reaches the threshold, in the country of the Act.
    Likely,
    /// The turnover is below the threshold.
    Unlikely,
    /// What is given does not tell.
    Unknown,
}

impl Obligation {
    /// The word in the column `obligation`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Likely => "likely",
            Self::Unlikely => "unlikely",
            Self::Unknown => "unknown",
        }
    }
}

/// An answer and its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObligationAnswer {
    /// The answer.
    pub obligation: Obligation,
    /// Why, with the rule of the Act.
    pub reason: String,
}

/// Whether the Act of `test` obliges an organisation of this turnover and country, both as typed in a manifest.
///
/// A turnover without a currency is taken in the Act's currency only where the country is the Act's. No currency is
/// ever converted: rates and dates would have to be guessed.
#[must_use]
pub fn obligation_of(
    test: &TurnoverTest<'_>,
    turnover: Option<&str>,
    country: Option<&str>,
) -> ObligationAnswer {
    let (obligation, why) = judged(test, turnover, country);
    ObligationAnswer {
        obligation,
        reason: format!("{why}; the rule: {}", test.rule),
    }
}

fn judged(
    test: &TurnoverTest<'_>,
    turnover: Option<&str>,
    country: Option<&str>,
) -> (Obligation, String) {
    let unknown = |why: String| (Obligation::Unknown, why);
    let (Some(least), Some(currency)) = (test.turnover_min, test.currency) else {
        return unknown("the Act sets no turnover that decides".to_owned());
    };
    let typed = |text: Option<&str>| {
        text.map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let Some(turnover) = typed(turnover) else {
        return unknown("no turnover is given".to_owned());
    };
    let Some(money) = Money::parse(&turnover) else {
        return unknown(format!("the turnover \"{turnover}\" cannot be read"));
    };
    let country = typed(country);
    let at_home = country
        .as_deref()
        .map(|country| country_code_of(country).is_some_and(|code| is_of(test.jurisdiction, code)));
    match &money.currency {
        None if at_home != Some(true) => {
            return unknown(format!(
                "the turnover \"{turnover}\" names no currency, and the country does not tell that it is {currency}"
            ));
        }
        // "$" alone is the dollar of the country that is given.
        Some(Currency::Dollar) if at_home != Some(true) || !currency.ends_with('D') => {
            return unknown(format!(
                "the turnover \"{turnover}\" does not say which dollar it is in"
            ));
        }
        Some(Currency::Code(code)) if *code != currency => {
            return unknown(format!(
                "the turnover is in {code} and the threshold in {currency}, which are not converted"
            ));
        }
        _ => {}
    }
    if test.weight == TurnoverWeight::OneOfSeveral {
        return unknown(
            "the turnover is one of several tests, of which some must be met".to_owned(),
        );
    }
    let threshold = format!("the threshold of {currency} {}", grouped(least));
    if money.most.is_some_and(|most| most < least) {
        return (
            Obligation::Unlikely,
            format!("the turnover is below {threshold}"),
        );
    }
    if money.least < least {
        return unknown(format!(
            "the turnover \"{turnover}\" may be above or below {threshold}"
        ));
    }
    match (test.weight, at_home) {
        (TurnoverWeight::Needed, _) => unknown(format!(
            "the turnover reaches {threshold}, but the Act obliges only some businesses"
        )),
        (_, Some(false)) => unknown(format!(
            "the turnover reaches {threshold}, but whether a business is carried on in the country of the Act is not given"
        )),
        _ => (
            Obligation::Likely,
            format!("the turnover reaches {threshold}"),
        ),
    }
}

fn is_of(jurisdiction: &str, code: &str) -> bool {
    jurisdiction.split('-').next() == Some(code)
}

/// The ISO code of a country as people type it; none where it is not one of those whose Acts are known or it is
/// unclear.
fn country_code_of(country: &str) -> Option<&'static str> {
    const CODES: [(&str, &str); 6] = [
        ("GB", "names-of-the-united-kingdom"),
        ("AU", "names-of-australia"),
        ("CA", "names-of-canada"),
        ("US", "names-of-the-united-states"),
        ("NO", "names-of-norway"),
        ("DE", "names-of-germany"),
    ];
    let form = matching_form(country);
    let form = form.trim_end_matches('.');
    CODES
        .iter()
        .find(|(code, names)| {
            code.eq_ignore_ascii_case(form)
                || list(names).is_some_and(|list| list.entries.iter().any(|entry| entry == form))
        })
        .map(|(code, _)| *code)
}

/// An amount of money as typed: a number, a range or a bound.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Money {
    /// At least so much, in whole units.
    least: u64,
    /// At most so much; none for "over £500 million".
    most: Option<u64>,
    /// The currency, where it is named.
    currency: Option<Currency>,
}

/// A currency as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Currency {
    /// Told without doubt, as ISO 4217.
    Code(&'static str),
    /// `$` alone: of whatever country.
    Dollar,
}

impl Money {
    /// Reads "£36m", "36,000,000", "AUD 120 million", "Under £36 million", "£36 million to £60 million".
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let found: Vec<(u64, bool)> = AMOUNT
            .captures_iter(text)
            .map(|found| {
                let number = number_of(found.name("number")?.as_str())?;
                let scale = found
                    .name("scale")
                    .map(|scale| scale.as_str().to_lowercase());
                Some((scaled(number, scale.as_deref())?, scale.is_some()))
            })
            .collect::<Option<_>>()?;
        let currency = currency_in(text);
        let (least, most) = match *found.as_slice() {
            [(amount, _)] if UNDER.is_match(text) => (0, Some(amount.saturating_sub(1))),
            [(amount, _)] if OVER.is_match(text) => (amount, None),
            [(amount, _)] => (amount, Some(amount)),
            // "36 to 60 million": the scale of the second holds for both.
            [(low, false), (high, true)] if RANGE.is_match(text) && low < 1_000 => {
                let scale = AMOUNT
                    .captures_iter(text)
                    .filter_map(|found| found.name("scale"))
                    .last()?
                    .as_str()
                    .to_lowercase();
                (scaled(i128::from(low) * 100, Some(&scale))?, Some(high))
            }
            [(low, _), (high, _)] if RANGE.is_match(text) && low <= high => (low, Some(high)),
            _ => return None,
        };
        Some(Self {
            least,
            most,
            currency,
        })
    }
}

/// A number in hundredths: `36,000,000`, `36.5`, `36 000 000`, `36.000.000`, `36,5`.
fn number_of(text: &str) -> Option<i128> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\'')
        .collect();
    let marks: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | ','))
        .collect();
    let (whole, fraction) = match marks.as_slice() {
        [] => (text.as_str(), ""),
        [.., (place, mark)] => {
            let after = text.get(place + 1..)?;
            let alone = marks.iter().filter(|(_, other)| other == mark).count() == 1;
            // Three digits after a mark are a group, but for a full stop after fewer than four digits with no other
            // mark, which nobody can tell.
            let group =
                after.len() == 3 && !(alone && marks.len() == 1 && *mark == '.' && *place < 1);
            if group || !alone {
                (text.as_str(), "")
            } else {
                (text.get(..*place)?, after)
            }
        }
    };
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole: i128 = digits.parse().ok()?;
    let cents: i128 = match fraction.len() {
        0 => 0,
        1 => fraction.parse::<i128>().ok()? * 10,
        _ => fraction.get(..2)?.parse().ok()?,
    };
    Some(whole * 100 + cents)
}

/// `hundredths` times its scale, in whole units.
fn scaled(hundredths: i128, scale: Option<&str>) -> Option<u64> {
    let factor: i128 = match scale.map(|scale| scale.trim_end_matches('.')) {
        None => 1,
        Some("k" | "thousand") => 1_000,
        Some("m" | "mn" | "mio" | "mil" | "million" | "millions") => 1_000_000,
        Some("bn" | "b" | "billion" | "billions") => 1_000_000_000,
        Some(_) => return None,
    };
    u64::try_from(hundredths.checked_mul(factor)? / 100).ok()
}

fn currency_in(text: &str) -> Option<Currency> {
    const WORDS: [(&str, &str); 17] = [
        ("gbp", "GBP"),
        ("£", "GBP"),
        ("pound", "GBP"),
        ("aud", "AUD"),
        ("a$", "AUD"),
        ("au$", "AUD"),
        ("cad", "CAD"),
        ("c$", "CAD"),
        ("ca$", "CAD"),
        ("usd", "USD"),
        ("us$", "USD"),
        ("eur", "EUR"),
        ("€", "EUR"),
        ("nok", "NOK"),
        ("chf", "CHF"),
        ("jpy", "JPY"),
        ("nz$", "NZD"),
    ];
    let form = matching_form(text);
    // "a$" also stands inside no other: the longest word that is there decides.
    let best = WORDS
        .iter()
        .filter(|(word, _)| form.contains(word))
        .max_by_key(|(word, _)| word.len());
    match best {
        Some((_, code)) => Some(Currency::Code(code)),
        None => form.contains('$').then_some(Currency::Dollar),
    }
}

fn grouped(number: u64) -> impl fmt::Display {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

static AMOUNT: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)(?P<number>[0-9]{1,3}(?:[ ,.'\u{a0}][0-9]{3})+(?:[.,][0-9]{1,2})?|[0-9]+(?:[.,][0-9]+)?)[ -]?(?P<scale>thousand|millions?|billions?|mio|mil|mn|bn|[kmb])?\b",
    )
});

static UNDER: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)\b(?:under|below|less than|up to)\b|<"));

static OVER: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)\b(?:over|above|more than|at least)\b|>|\+\s*$"));

static RANGE: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)[0-9a-z]\s*(?:\bto\b|\band\b|-|–)\s*\S"));

#[cfg(test)]
#[path = "obligation_tests.rs"]
mod tests;
