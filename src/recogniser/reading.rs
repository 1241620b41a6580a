//! One sentence read once: its words in every form that features are made of.

use super::features::hash_of;
use super::features::joined;
use super::layout::Mark;
use super::layout::marks_of;
use super::signals::Search;
use super::signals::Signal;
use super::words::Class;
use super::words::Kind;
use super::words::Word;
use super::words::Words;
use super::words::stem;

/// Words that were seen in lower case: a capital in the middle of a sentence is a name only where the word is none of
/// these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CommonWords {
    /// Their hashes, ascending.
    hashes: Vec<u32>,
}

impl CommonWords {
    /// A word is common where at least this many sentences have it.
    const SENTENCES_MIN: usize = 3;

    /// The words that stand in lower case, behind another word, in at least three of `sentences`.
    pub(super) fn of<'a>(sentences: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
        for sentence in sentences {
            let words = Words::of(sentence);
            let mut seen: Vec<u32> = words
                .all
                .iter()
                .skip(1)
                .filter(|word| word.kind == Kind::Letters && !word.capital)
                .map(|word| short_hash(words.lower(word)))
                .collect();
            seen.sort_unstable();
            seen.dedup();
            for hash in seen {
                *counts.entry(hash).or_default() += 1;
            }
        }
        Self {
            hashes: counts
                .into_iter()
                .filter(|&(_, count)| count >= Self::SENTENCES_MIN)
                .map(|(hash, _)| hash)
                .collect(),
        }
    }

    /// The words of these hashes, which ascend.
    pub(super) fn of_hashes(hashes: Vec<u32>) -> Self {
        Self { hashes }
    }

    /// Their hashes, ascending.
    pub(super) fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    fn holds(&self, lower: &str) -> bool {
        self.hashes.binary_search(&short_hash(lower)).is_ok()
    }
}

fn short_hash(word: &str) -> u32 {
    hash_of(word) as u32
}

/// A token that features are made of: what it hashes to, and how it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Its hash.
    pub(super) hash: u64,
    /// What it reads as.
    pub(super) reads: Reads,
}

/// What a token reads as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    /// The word at this place of the sentence.
    Word(u32),
    /// Any word of this class.
    Class(Class),
}

/// One sentence, read.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    words: Words,
    /// Each word by its stem, numbers by their kind.
    pub(super) stems: Vec<Token>,
    /// The same with classes instead of names, places, goods, roles, legal forms.
    pub(super) classes: Vec<Token>,
    /// Marks of layout.
    pub(super) marks: Vec<Mark>,
    /// Turns of phrase.
    pub(super) signals: Vec<Signal>,
    /// Laws that it names.
    pub(super) laws: Laws,
}

/// Which laws a text names, as bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Laws(pub(super) u8);

impl Laws {
    const AUSTRALIA: u8 = 1;
    const UNITED_KINGDOM: u8 = 2;
    const CANADA: u8 = 4;

    fn of(form: &str) -> Self {
        let any = |signs: &[&str]| signs.iter().any(|sign| form.contains(sign));
        let mut laws = 0;
        if any(&[
            "(cth)",
            "slavery act 2018",
            "commonwealth modern slavery",
            "acn ",
            "abn ",
            "pty ltd",
            "pty limited",
            "australian modern slavery",
        ]) {
            laws |= Self::AUSTRALIA;
        }
        if any(&[
            "section 54",
            "slavery act 2015",
            "s54",
            "s.54",
            "uk modern slavery act",
            "companies house",
        ]) {
            laws |= Self::UNITED_KINGDOM;
        }
        if any(&[
            "fighting against forced",
            "s-211",
            "s211",
            "minister of public safety",
            "in supply chains act",
            "public safety canada",
        ]) {
            laws |= Self::CANADA;
        }
        Self(laws)
    }
}

impl Reading {
    /// Reads `sentence`.
    pub(super) fn of(sentence: &str, common: &CommonWords, search: &mut Search) -> Self {
        let words = Words::of(sentence);
        let is_name = |word: &Word| {
            word.kind == Kind::Letters
                && word.capital
                && word.place.len() > 1
                && Class::of_word(words.lower(word)).is_none()
                && !common.holds(words.lower(word))
        };
        let marks = marks_of(&words, is_name);
        let mut stems = Vec::with_capacity(words.all.len());
        let mut classes: Vec<Token> = Vec::with_capacity(words.all.len());
        let of_class = |class: Class| Token {
            hash: joined(0x636c_6173, class.number()),
            reads: Reads::Class(class),
        };
        let company = Class::of_list("company");
        for (place, word) in words.all.iter().enumerate() {
            let lower = words.lower(word);
            let number_class = match word.kind {
                Kind::Year => Some(Class::YEAR),
                Kind::Number => Some(Class::NUMBER),
                Kind::Letters | Kind::Sign => None,
            };
            let (root, added) = stem(lower);
            let token = number_class.map_or_else(
                || Token {
                    hash: hash_of_two(root, added),
                    reads: Reads::Word(u32::try_from(place).unwrap_or(u32::MAX)),
                },
                of_class,
            );
            stems.push(token);
            let class = number_class
                .or_else(|| Class::of_word(lower))
                .or_else(|| is_name(word).then_some(Class::NAME));
            let last = classes.last().map(|token| token.reads);
            match class {
                None => classes.push(token),
                Some(class) if Some(class) == company && is_named(last) => {
                    classes.pop();
                    classes.push(of_class(Class::ORGANISATION));
                }
                Some(class) if last == Some(Reads::Class(class)) && !is_number(class) => {}
                Some(class) => classes.push(of_class(class)),
            }
        }
        let form = words.plain.to_lowercase();
        let signals = Signal::all_in(&form, search);
        Self {
            laws: Laws::of(&form),
            words,
            stems,
            classes,
            marks,
            signals,
        }
    }

    /// The words as they stand in the sentence, for features of letters.
    pub(super) fn lower_words(&self) -> impl Iterator<Item = &str> {
        self.words
            .all
            .iter()
            .filter(|word| word.kind != Kind::Sign)
            .map(|word| self.words.lower(word))
    }

    /// How `token` reads.
    pub(super) fn reads(&self, token: Token) -> &str {
        match token.reads {
            Reads::Word(place) => self
                .words
                .all
                .get(place as usize)
                .map_or("", |word| self.words.lower(word)),
            Reads::Class(class) => class.title(),
        }
    }
}

fn is_named(last: Option<Reads>) -> bool {
    last == Some(Reads::Class(Class::NAME))
        || last == Some(Reads::Class(Class::ORGANISATION))
        || last == Class::of_list("place").map(Reads::Class)
}

fn is_number(class: Class) -> bool {
    class == Class::NUMBER || class == Class::YEAR
}

fn hash_of_two(root: &str, added: &str) -> u64 {
    if added.is_empty() {
        hash_of(root)
    } else {
        super::features::hash_on(hash_of(root), added)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(sentence: &str) -> Vec<String> {
        let common = CommonWords::of(
            [
                "a of employs people in",
                "of employs people in",
                "he of employs people in",
            ]
            .into_iter(),
        );
        let reading = Reading::of(sentence, &common, &mut Search::default());
        reading
            .classes
            .iter()
            .map(|token| reading.reads(*token).to_owned())
            .collect()
    }

    #[test]
    fn names_places_and_companies_are_read_by_their_kind() {
        assert_eq!(
            classes("Orrin Vale Ltd of Leeds employs 230 People in 2024"),
            [
                "a company",
                "of",
                "a place",
                "employs",
                "a number",
                "people",
                "in",
                "a year"
            ]
        );
    }

    #[test]
    fn forms_of_one_word_are_one_token() {
        let common = CommonWords::default();
        let one = Reading::of("assess policies", &common, &mut Search::default());
        let other = Reading::of("assessed policy", &common, &mut Search::default());

        let hashes = |reading: &Reading| -> Vec<u64> {
            reading.stems.iter().map(|token| token.hash).collect()
        };
        assert_eq!(hashes(&one), hashes(&other));
    }
}
