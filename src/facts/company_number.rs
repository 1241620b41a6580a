//! The registered number of the reporting entity.

use std::ops::Range;
use std::sync::LazyLock;

use crate::document::Span;
use crate::lexicon::Search;

use super::Found;
use super::names::key_of;
use super::names::legal_names_in;
use super::pattern::pattern;
use super::reading::Reading;
use super::reading::lines_of;

/// The registered number of `organisation`: a UK company number of eight characters, an ABN or ACN as digits.
pub(super) fn company_number_of(
    reading: &Reading<'_>,
    organisation: Option<&Found<String>>,
) -> Option<Found<String>> {
    let name = organisation.map(|found| key_of(&found.value));
    let mut best: Option<(i32, Found<String>)> = None;
    for number in numbers_in(reading.text()) {
        let before = reading.slice(number.digits.saturating_sub(220), number.digits);
        let line = before.rsplit("\n\n").next().unwrap_or_default();
        let near = legal_names_in(line)
            .pop()
            .and_then(|range| line.get(range).map(key_of));
        let points = match (&near, &name) {
            (Some(near), Some(name)) if near == name => 5,
            (Some(_), Some(_)) => continue,
            _ if is_same_block(reading, &number.range, name.as_deref()) => 4,
            _ => 1,
        };
        let found = Found {
            value: number.value,
            span: Some(Span::new(number.range.start, number.range.end)),
        };
        if best.as_ref().is_none_or(|(most, _)| points > *most) {
            best = Some((points, found));
        }
    }
    for aside in &reading.document.asides {
        for number in numbers_in(&aside.text) {
            let names: Vec<String> = legal_names_in(&aside.text)
                .into_iter()
                .filter_map(|range| aside.text.get(range).map(key_of))
                .collect();
            let same = name.as_ref().is_some_and(|name| names.contains(name));
            let points = match (same, names.is_empty()) {
                (true, _) => 3,
                (false, true) => 1,
                (false, false) => continue,
            };
            if best.as_ref().is_none_or(|(most, _)| points > *most) {
                let value = number.value;
                best = Some((points, Found { value, span: None }));
            }
        }
    }
    best.map(|(_, found)| found)
}

fn is_same_block(reading: &Reading<'_>, range: &Range<usize>, name: Option<&str>) -> bool {
    let Some(block) = reading.block_at(Span::new(range.start, range.end).start) else {
        return false;
    };
    let names = legal_names_in(reading.block_text(block));
    let words = reading.block_text(block);
    match name {
        Some(name) => names
            .into_iter()
            .any(|found| words.get(found).map(key_of).as_deref() == Some(name)),
        None => true,
    }
}

/// A registered number and where it stands.
struct Number {
    value: String,
    range: Range<usize>,
    /// Where its own first letter or digit stands.
    digits: usize,
}

fn numbers_in(text: &str) -> Vec<Number> {
    let mut numbers = Vec::new();
    // No form of a number leaves its line.
    let found = lines_of(text)
        .filter(|(_, line)| line.bytes().any(|byte| byte.is_ascii_digit()))
        .flat_map(|(from, line)| NUMBER.groups_iter(line).map(move |found| (from, found)));
    for (from, found) in found {
        let Some(whole) = found.get(0) else { continue };
        if CHARITY.is_match(whole.as_str()) {
            continue;
        }
        let named = |names: [&str; 2]| names.into_iter().find_map(|name| found.name(name));
        let (value, digits) = if let Some(digits) = named(["abn", "acn"]) {
            let value = digits.as_str().chars().filter(char::is_ascii_digit);
            (value.collect(), from + digits.start())
        } else if let Some(number) = named(["uk", "bare"]) {
            (padded(number.as_str()), from + number.start())
        } else {
            continue;
        };
        numbers.push(Number {
            value,
            range: from + whole.start()..from + whole.end(),
            digits,
        });
    }
    numbers
}

/// A UK company number as the register writes it: letters in capitals, digits padded to eight characters in all.
fn padded(number: &str) -> String {
    let compact: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let compact = compact.to_uppercase();
    let letters: String = compact
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    let digits = compact.get(letters.len()..).unwrap_or_default();
    let width = 8usize.saturating_sub(letters.len());
    format!("{letters}{digits:0>width$}")
}

static NUMBER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        \b(?:charity|vat|company|companies[\ ]house|co\.?|registered|registration|reg\.?|incorporated|CRN|with|registered[\ ]in[\ ][a-z&,\ ]{3,40})\b[^.\n|\d]{0,50}?
          (?:\bno\.?|\bnumber|\bnumbered|\bnum|\bn[°o]|\#|:|\()[\ ]?[:\ ]*(?P<uk>(?:SC|NI|OC|SO|NC|LP|SL|NL|FC|BR|RC|CE|CS|IP|SP|RS|SR|NR|GE|GS|R0)[\ ]?[0-9]{5,6}|[0-9]{7,8})\b
        | \b(?:ABN|A\.B\.N\.)[:\ ]*(?P<abn>[0-9]{2}[\ ]?[0-9]{3}[\ ]?[0-9]{3}[\ ]?[0-9]{3})\b
        | \b(?:ACN|A\.C\.N\.)[:\ ]*(?P<acn>[0-9]{3}[\ ]?[0-9]{3}[\ ]?[0-9]{3})\b
        | \b(?:limited|ltd|plc|llp)\.?[\ ]?(?:\(|\|[\ ]|[\ ])(?P<bare>(?:SC|NI|OC|SO|NC)[0-9]{6}|[0-9]{8})\b
        ",
    )
});

static CHARITY: LazyLock<Search> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:charity|charities|vat)\b[^0-9]*(?:no|number|registration)?[^0-9]*[0-9A-Z]+$")
});
