//! A sentence cut into words, each with the stem and the kind that it is learned under.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

/// A word, number or sign of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it stands in [`Words::plain`], bytes.
    pub(super) place: Range<usize>,
    /// Its letters in lower case, as bytes of [`Words::lower`]; without a possessive ending.
    lower: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
    /// It begins with a capital.
    pub(super) capital: bool,
    /// All its letters, two or more, are capitals.
    pub(super) shouted: bool,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters.
    Letters,
    /// Digits, a year.
    Year,
    /// Digits.
    Number,
    /// One of `% $ £ € & @ : ; ? !`
    Sign,
}

/// A sentence cut into words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The sentence with plain quotes and dashes and single spaces.
    pub(super) plain: String,
    lower: String,
    /// Its words, in order.
    pub(super) all: Vec<Word>,
}

/// A sentence is read up to this many bytes: the rest of a table run into one line tells nothing more.
const SENTENCE_BYTES_MAX: usize = 4_000;

impl Words {
    /// Cuts `sentence`.
    pub(super) fn of(sentence: &str) -> Self {
        let mut words = Self {
            plain: plain(sentence),
            ..Self::default()
        };
        let plain = std::mem::take(&mut words.plain);
        let mut rest = plain.char_indices().peekable();
        while let Some((start, first)) = rest.next() {
            if first.is_alphabetic() {
                let mut end = start + first.len_utf8();
                while let Some(&(place, next)) = rest.peek() {
                    let joins = next.is_alphabetic()
                        || (next == '\''
                            && plain
                                .get(place + 1..)
                                .and_then(|after| after.chars().next())
                                .is_some_and(char::is_alphabetic));
                    if !joins {
                        break;
                    }
                    end = place + next.len_utf8();
                    rest.next();
                }
                words.push_letters(&plain, start..end);
            } else if first.is_ascii_digit() {
                let mut end = start + 1;
                while let Some(&(place, next)) = rest.peek() {
                    if !(next.is_ascii_digit() || next == '.' || next == ',') {
                        break;
                    }
                    end = place + 1;
                    rest.next();
                }
                words.push_number(&plain, start..end);
            } else if "%$£€&@:;?!".contains(first) {
                let place = start..start + first.len_utf8();
                let lower = words.lowered(plain.get(place.clone()).unwrap_or_default());
                words.all.push(Word {
                    place,
                    lower,
                    kind: Kind::Sign,
                    capital: false,
                    shouted: false,
                });
            }
        }
        words.plain = plain;
        words
    }

    /// The letters of `word` in lower case.
    pub(super) fn lower(&self, word: &Word) -> &str {
        self.lower.get(word.lower.clone()).unwrap_or_default()
    }

    fn lowered(&mut self, letters: &str) -> Range<usize> {
        let start = self.lower.len();
        self.lower
            .extend(letters.chars().flat_map(char::to_lowercase));
        start..self.lower.len()
    }

    fn push_letters(&mut self, plain: &str, place: Range<usize>) {
        let letters = plain.get(place.clone()).unwrap_or_default();
        let bare = letters
            .strip_suffix("'s")
            .or_else(|| letters.strip_suffix("'S"))
            .unwrap_or(letters);
        let lower = self.lowered(bare);
        self.all.push(Word {
            place,
            lower,
            kind: Kind::Letters,
            capital: letters.starts_with(char::is_uppercase),
            shouted: letters.len() > 1
                && letters
                    .chars()
                    .all(|letter| letter.is_uppercase() || letter == '\''),
        });
    }

    fn push_number(&mut self, plain: &str, place: Range<usize>) {
        let digits = plain
            .get(place.clone())
            .unwrap_or_default()
            .trim_end_matches(['.', ',']);
        let is_year = digits.len() == 4
            && (digits.starts_with("19") || digits.starts_with("20"))
            && !digits.contains(['.', ',']);
        let lower = self.lowered(digits);
        self.all.push(Word {
            place,
            lower,
            kind: if is_year { Kind::Year } else { Kind::Number },
            capital: false,
            shouted: false,
        });
    }
}

/// `sentence` with plain quotes and dashes and single spaces, cut where it is endless.
fn plain(sentence: &str) -> String {
    let mut end = sentence.len().min(SENTENCE_BYTES_MAX);
    while !sentence.is_char_boundary(end) {
        end -= 1;
    }
    let mut out = String::with_capacity(end);
    let mut pending_space = false;
    for character in sentence.get(..end).unwrap_or_default().chars() {
        let character = match character {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{b4}' | '`' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        };
        if character.is_whitespace() {
            pending_space = true;
            continue;
        }
        if std::mem::take(&mut pending_space) && !out.is_empty() {
            out.push(' ');
        }
        out.push(character);
    }
    out
}

/// `word`, in lower case, without the endings of inflection: a rough cut, made to join forms, not to be read.
pub(super) fn stem(word: &str) -> (&str, &'static str) {
    const ENDINGS: [(&str, &str); 17] = [
        ("ies", "y"),
        ("sses", "ss"),
        ("ations", "at"),
        ("ation", "at"),
        ("ments", "ment"),
        ("ingly", "e"),
        ("ings", ""),
        ("ing", ""),
        ("ised", "is"),
        ("ized", "is"),
        ("ises", "is"),
        ("izes", "is"),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
        ("ly", ""),
        ("ise", "is"),
    ];
    if word.len() < 5 {
        return (word, "");
    }
    let mut root = word;
    let mut added = "";
    for (ending, instead) in ENDINGS {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.len() >= 3
            && !(ending == "s" && rest.ends_with('s'))
        {
            root = rest;
            added = instead;
            break;
        }
    }
    if added == "e" {
        added = "";
    }
    if added.is_empty() && root.len() > 4 {
        root = root.strip_suffix('e').unwrap_or(root);
    }
    (root, added)
}

/// A kind of words that are read as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Class(u8);

impl Class {
    /// A name that no other list holds: a capital in the middle, never seen in lower case.
    pub(super) const NAME: Self = Self(0);
    /// A company: a name followed by a legal form.
    pub(super) const ORGANISATION: Self = Self(1);
    /// A year.
    pub(super) const YEAR: Self = Self(2);
    /// A number.
    pub(super) const NUMBER: Self = Self(3);
    /// Classes from here on are those of the word lists, in the order of their names.
    const LISTED: u8 = 4;

    /// The class of words that a list of `classes.toml` holds.
    pub(super) fn of_word(lower: &str) -> Option<Self> {
        CLASSES.of_words.get(lower).copied()
    }

    /// The class of the list `name`.
    pub(super) fn of_list(name: &str) -> Option<Self> {
        let place = CLASSES.names.iter().position(|(known, _)| known == name)?;
        Some(Self(Self::LISTED + u8::try_from(place).ok()?))
    }

    /// A number that tells classes apart.
    pub(super) fn number(self) -> u64 {
        u64::from(self.0)
    }

    /// What the words of the class are, for people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::NAME => "a name",
            Self::ORGANISATION => "a company",
            Self::YEAR => "a year",
            Self::NUMBER => "a number",
            Self(listed) => CLASSES
                .names
                .get(usize::from(listed - Self::LISTED))
                .map_or("", |(_, title)| title),
        }
    }
}

struct Classes {
    /// Name and title of each list, in the order of names.
    names: Vec<(String, String)>,
    of_words: std::collections::HashMap<String, Class>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListOfClass {
    title: String,
    entries: Vec<String>,
}

/// The text of the word lists, part of the identity of the features.
pub(super) const CLASSES_TEXT: &str = include_str!("../../rubrics/recogniser/classes.toml");

static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let lists: BTreeMap<String, ListOfClass> =
        toml::from_str(CLASSES_TEXT).expect("the embedded word lists are tested");
    let mut names = Vec::new();
    let mut of_words = std::collections::HashMap::new();
    for (place, (name, list)) in lists.into_iter().enumerate() {
        let class = Class(Class::LISTED + u8::try_from(place).unwrap_or(u8::MAX - Class::LISTED));
        names.push((name, list.title));
        for entry in list.entries {
            of_words.insert(entry, class);
        }
    }
    Classes { names, of_words }
});

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> String {
        let (root, added) = stem(word);
        format!("{root}{added}")
    }

    #[test]
    fn words_numbers_and_signs_are_told_apart() {
        let words = Words::of("The Group\u{2019}s  2,400 suppliers \u{2013} 98% in 2023.");
        let seen: Vec<(&str, Kind)> = words
            .all
            .iter()
            .map(|word| (words.lower(word), word.kind))
            .collect();

        assert_eq!(
            seen,
            [
                ("the", Kind::Letters),
                ("group", Kind::Letters),
                ("2,400", Kind::Number),
                ("suppliers", Kind::Letters),
                ("98", Kind::Number),
                ("%", Kind::Sign),
                ("in", Kind::Letters),
                ("2023", Kind::Year),
            ]
        );
        assert_eq!(words.plain, "The Group's 2,400 suppliers - 98% in 2023.");
    }

    #[test]
    fn forms_of_one_word_have_one_stem() {
        assert_eq!(stemmed("policies"), stemmed("policy"));
        assert_eq!(stemmed("assessed"), stemmed("assess"));
        assert_eq!(stemmed("training"), stemmed("trained"));
        assert_eq!(stemmed("organised"), stemmed("organized"));
        assert_ne!(stemmed("process"), stemmed("procure"));
        assert_eq!(stemmed("risk"), "risk");
    }

    #[test]
    fn classes_join_words_that_stand_for_their_kind() {
        let place = Class::of_list("place").expect("the list is there");

        assert_eq!(Class::of_word("leeds"), Some(place));
        assert_eq!(place.title(), "a place");
        assert_eq!(Class::of_word("supplier"), None);
    }

    #[test]
    fn hostile_sentences_are_cut_at_a_character() {
        let words = Words::of(&"é".repeat(10_000));

        assert_eq!(words.all.len(), 1);
        assert!(words.plain.len() <= SENTENCE_BYTES_MAX);
    }
}
