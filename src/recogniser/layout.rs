//! What a sentence looks like, whatever it says: lines of names, titles and dates, labels, rules, fragments.
//!
//! Signatures and reporting entities are layout more than language.

use super::words::Class;
use super::words::Kind;
use super::words::Word;
use super::words::Words;

/// A mark of layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark(u8);

/// Every mark, as people read it.
const TITLES: [&str; 52] = [
    "one word",
    "two or three words",
    "four to six words",
    "seven to ten words",
    "up to twenty words",
    "up to 35 words",
    "up to sixty words",
    "more than sixty words",
    "hardly any capitals",
    "some capitals",
    "many capitals",
    "mostly capitals",
    "nearly all capitals",
    "a short line with hardly any capitals",
    "a short line with some capitals",
    "a short line with many capitals",
    "a short line with mostly capitals",
    "a short line with nearly all capitals",
    "words in capital letters",
    "all in capital letters",
    "a date",
    "a short line with a date",
    "a role",
    "a short line with a role",
    "a company's legal form",
    "several legal forms",
    "a short line with a legal form",
    "a date and a role",
    "a name",
    "two names",
    "a short line with a name",
    "it begins like a person's name",
    "a person's name with a role",
    "nothing but a name",
    "a label such as Name, Title or Date",
    "a ruled line to sign on",
    "marks of an electronic signature",
    "a company number",
    "it goes on from the line before",
    "a list's mark",
    "it ends in a colon",
    "it breaks off",
    "an address on the web",
    "a percentage",
    "a number",
    "more than three numbers",
    "an amount of money",
    "a table's bars",
    "a quotation",
    "a question",
    "brackets",
    "a semicolon",
];

impl Mark {
    /// A number that tells marks apart.
    pub(super) fn number(self) -> u64 {
        u64::from(self.0)
    }

    /// The mark, as people read it.
    pub(super) fn title(self) -> &'static str {
        TITLES.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}

/// The place of a size among ranges that end at `ends`.
fn step(size: usize, ends: &[usize]) -> u8 {
    let place = ends.iter().take_while(|&&end| size > end).count();
    u8::try_from(place).unwrap_or(u8::MAX)
}

/// The marks of the sentence `words`; `is_name` tells whether a word is a name that no list holds.
pub(super) fn marks_of(words: &Words, is_name: impl Fn(&Word) -> bool) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(16);
    let plain = words.plain.as_str();
    let pieces = plain.split(' ').filter(|piece| !piece.is_empty()).count();
    let letters: Vec<&Word> = words
        .all
        .iter()
        .filter(|word| word.kind == Kind::Letters)
        .collect();
    let capitals = letters.iter().filter(|word| word.capital).count();
    let shouted = letters.iter().filter(|word| word.shouted).count();
    let fifth = (capitals * 5 / letters.len().max(1)).min(4);
    let fifth = u8::try_from(fifth).unwrap_or(4);
    let short = pieces <= 14;
    let mut add = |number: u8, holds: bool| {
        if holds {
            marks.push(Mark(number));
        }
    };

    add(step(pieces, &[1, 3, 6, 10, 20, 35, 60]), true);
    add(8 + fifth, true);
    add(13 + fifth, pieces <= 12);
    add(18, shouted >= 2);
    add(19, shouted * 10 > letters.len() * 7);

    let class = |word: &Word| Class::of_word(words.lower(word));
    let role_class = Class::of_list("role");
    let company_class = Class::of_list("company");
    let month_class = Class::of_list("month");
    let has_role = letters.iter().any(|word| class(word) == role_class);
    let companies = letters
        .iter()
        .filter(|word| class(word) == company_class)
        .count();
    let has_date = has_date(words, |word| {
        class(word) == month_class || words.lower(word) == "may"
    });
    add(20, has_date);
    add(21, has_date && short);
    add(22, has_role);
    add(23, has_role && short);
    add(24, companies > 0);
    add(25, companies > 2);
    add(26, companies > 0 && short);
    add(27, has_date && has_role);

    let names = letters.iter().filter(|word| is_name(word)).count();
    let begins_with_name = begins_with_name(words, &letters, &is_name) && pieces <= 20;
    add(28, names > 0);
    add(29, names > 1);
    add(30, names > 0 && short);
    add(31, begins_with_name);
    add(32, begins_with_name && has_role);
    add(33, begins_with_name && pieces <= 4);

    let form = plain.to_lowercase();
    let first = letters.first().map_or("", |word| words.lower(word));
    let is_label = matches!(
        first,
        "name" | "title" | "position" | "date" | "signed" | "signature" | "by" | "per" | "dated"
    ) && form
        .get(first.len()..)
        .is_some_and(|rest| rest.trim_start().starts_with(':'));
    add(34, is_label);
    add(35, plain.contains("___") || plain.contains("......"));
    let signs = [
        "docusign",
        "adobe acrobat sign",
        "adobe sign",
        "envelope id",
        "transaction id",
        " gmt",
        "/s/",
        "signature",
    ];
    add(36, signs.iter().any(|sign| form.contains(sign)));
    let is_number_label =
        |word: &&&Word| matches!(words.lower(word), "abn" | "acn" | "arbn" | "nzbn");
    add(37, letters.iter().find(is_number_label).is_some());
    add(38, plain.starts_with(char::is_lowercase));
    add(
        39,
        plain.starts_with(['\u{2022}', '\u{25aa}', '-', '\u{b7}', '(']),
    );
    add(40, plain.ends_with(':'));
    let last = words.all.last().map_or("", |word| words.lower(word));
    let breaks_off = matches!(
        last,
        "and"
            | "or"
            | "to"
            | "of"
            | "the"
            | "by"
            | "with"
            | "in"
            | "for"
            | "a"
            | "following"
            | "include"
            | "includes"
            | "including"
            | "that"
            | "as"
    );
    add(41, breaks_off);
    add(
        42,
        form.contains("http") || form.contains("www.") || plain.contains('@'),
    );
    add(43, plain.contains('%'));
    let numbers = words
        .all
        .iter()
        .filter(|word| matches!(word.kind, Kind::Number | Kind::Year))
        .count();
    add(44, numbers > 0);
    add(45, numbers > 3);
    add(46, plain.contains(['$', '\u{a3}', '\u{20ac}']));
    add(47, plain.contains('|'));
    add(48, plain.contains('"'));
    add(49, plain.contains('?'));
    add(50, plain.contains('('));
    add(51, plain.contains(';'));
    marks
}

/// A day and a month beside each other, or digits as dates are written.
fn has_date(words: &Words, is_month: impl Fn(&Word) -> bool) -> bool {
    let beside = words.all.windows(2).any(|pair| match pair {
        [one, other] => {
            (one.kind == Kind::Number && is_month(other) && words.lower(one).len() <= 2)
                || (is_month(one) && other.kind == Kind::Number && words.lower(other).len() <= 2)
        }
        _ => false,
    });
    // "3rd March": letters stand between
    let with_ending = words.all.windows(3).any(|run| match run {
        [day, ending, month] => {
            day.kind == Kind::Number
                && matches!(words.lower(ending), "st" | "nd" | "rd" | "th")
                && is_month(month)
        }
        _ => false,
    });
    let in_digits = || {
        words.all.windows(3).any(|run| match run {
            [one, two, three] => {
                let digits = |word: &Word| matches!(word.kind, Kind::Number | Kind::Year);
                let joined = |left: &Word, right: &Word| {
                    right.place.start == left.place.end + 1
                        && words
                            .plain
                            .get(left.place.end..right.place.start)
                            .is_some_and(|between| matches!(between, "/" | "-"))
                };
                digits(one)
                    && digits(two)
                    && digits(three)
                    && joined(one, two)
                    && joined(two, three)
            }
            _ => false,
        })
    };
    beside || with_ending || in_digits()
}

/// Whether the line begins with two or three capitals of which the first is a name, after a label or a title of
/// respect.
fn begins_with_name(words: &Words, letters: &[&Word], is_name: impl Fn(&Word) -> bool) -> bool {
    let is_label = |word: &Word| {
        matches!(
            words.lower(word),
            "mr" | "mrs"
                | "ms"
                | "dr"
                | "sir"
                | "prof"
                | "professor"
                | "name"
                | "by"
                | "per"
                | "signed"
                | "signature"
                | "s"
        )
    };
    let mut rest = letters.iter().skip_while(|word| is_label(word));
    let (Some(first), Some(second)) = (rest.next(), rest.next()) else {
        return false;
    };
    let initial = |word: &Word| word.place.len() == 1;
    let last = if initial(second) {
        rest.next()
    } else {
        Some(second)
    };
    is_name(first) && last.is_some_and(|last| last.capital && last.place.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(sentence: &str, names: &[&str]) -> Vec<&'static str> {
        let words = Words::of(sentence);
        let marks = marks_of(&words, |word| names.contains(&words.lower(word)));
        marks.into_iter().map(Mark::title).collect()
    }

    #[test]
    fn a_line_with_name_role_and_date_looks_like_a_signature() {
        let seen = titles(
            "Asha Vane, Managing Director, 3rd March 2025",
            &["asha", "vane"],
        );

        for wanted in [
            "it begins like a person's name",
            "a person's name with a role",
            "a date and a role",
            "two names",
        ] {
            assert!(seen.contains(&wanted), "{wanted} in {seen:?}");
        }
    }

    #[test]
    fn plain_prose_has_no_marks_of_a_signature() {
        let seen = titles(
            "We train all buyers every year and audit twelve suppliers",
            &[],
        );

        assert_eq!(
            seen,
            [
                "seven to ten words",
                "hardly any capitals",
                "a short line with hardly any capitals"
            ]
        );
    }

    #[test]
    fn labels_rules_and_dates_in_digits_are_seen() {
        assert!(titles("Title: Director", &[]).contains(&"a label such as Name, Title or Date"));
        assert!(titles("________ Director", &[]).contains(&"a ruled line to sign on"));
        assert!(titles("Reviewed 08/11/2024", &[]).contains(&"a date"));
        assert!(!titles("Rooms 8, 11 and 2024", &[]).contains(&"a date"));
    }
}
