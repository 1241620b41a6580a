//! People's names: capitalised words with initials, particles and honorifics, and no word of companies or headings.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::lexicon::list;
use crate::lexicon::matching_form;

/// The most words that a name may have, honorifics and letters after it not counted.
const MOST_WORDS: usize = 5;

/// The name that `text` ends with, as a range of it: the longest run of name words at its end.
pub(super) fn name_at_end(text: &str) -> Option<Range<usize>> {
    let words = words_of(text);
    let mut first = words.len();
    let mut counted = 0;
    while first > 0 {
        let kind = kind_of(text.get(words[first - 1].clone())?);
        match kind {
            Kind::None => break,
            Kind::Word | Kind::Initial | Kind::Particle | Kind::Nickname => {
                if counted == MOST_WORDS {
                    break;
                }
                counted += 1;
            }
            Kind::Honorific | Kind::PostNominal => {}
        }
        first -= 1;
        // An honorific opens a name: what stands before it is somebody else.
        if kind == Kind::Honorific && first > 0 {
            let before = kind_of(text.get(words[first - 1].clone())?);
            if before != Kind::Honorific {
                break;
            }
        }
        // A comma ends what stands before it, but for "Jane Doe, OBE"; a full stop does after a whole word.
        if first > 0 {
            let before = text.get(words[first - 1].clone())?;
            if before.ends_with('.') && kind_of(before) == Kind::Word {
                break;
            }
            let gap = text.get(words[first - 1].end..words[first].start)?;
            if !gap.chars().all(|c| c == ' ') && kind != Kind::PostNominal {
                break;
            }
        }
    }
    trimmed(text, last_of_two(text, words.get(first..)?))
}

/// A name written twice, once as the signature and once in print, is one name: the words from the second on.
fn last_of_two<'w>(text: &str, words: &'w [Range<usize>]) -> &'w [Range<usize>] {
    let word = |place: usize| words.get(place).and_then(|word| text.get(word.clone()));
    let Some(last) = words.len().checked_sub(1).filter(|last| *last >= 2) else {
        return words;
    };
    let before = (0..last).rev().find(|place| word(*place) == word(last));
    before
        .and_then(|place| words.get(place + 1..))
        .filter(|second| second.len() >= 2)
        .unwrap_or(words)
}

/// As [`last_of_two`], for the words up to where the name begins again.
fn first_of_two<'w>(text: &str, words: &'w [Range<usize>]) -> &'w [Range<usize>] {
    let word = |place: usize| words.get(place).and_then(|word| text.get(word.clone()));
    (2..words.len())
        .find(|place| word(*place) == word(0))
        .and_then(|place| words.get(..place))
        .unwrap_or(words)
}

/// The name that `text` begins with, as a range of it.
pub(super) fn name_at_start(text: &str) -> Option<Range<usize>> {
    let words = words_of(text.get(..super::reading::floor_boundary(text, 90))?);
    let mut end = 0;
    let mut counted = 0;
    for (place, word) in words.iter().enumerate() {
        let kind = kind_of(text.get(word.clone())?);
        if place > 0 {
            let gap = text.get(words[place - 1].end..word.start)?;
            if !gap.chars().all(|c| c == ' ') && kind != Kind::PostNominal {
                break;
            }
        }
        match kind {
            Kind::None => break,
            Kind::Honorific if counted > 0 => break,
            Kind::Word | Kind::Initial | Kind::Particle | Kind::Nickname => {
                if counted == MOST_WORDS {
                    break;
                }
                counted += 1;
            }
            Kind::Honorific | Kind::PostNominal => {}
        }
        end = place + 1;
        if kind == Kind::Word && text.get(word.clone())?.ends_with('.') {
            break;
        }
    }
    trimmed(text, first_of_two(text, words.get(..end)?))
}

/// What a word can be in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A capitalised word.
    Word,
    /// `J`, `J.`, `J.R.`
    Initial,
    /// `de`, `van`.
    Particle,
    /// `(George)`, `"Bob"`.
    Nickname,
    /// `Dr`.
    Honorific,
    /// `OBE`.
    PostNominal,
    /// No part of a name.
    None,
}

/// Cuts what cannot stand at a name's ends, and asks for two words, the last of them whole.
fn trimmed(text: &str, words: &[Range<usize>]) -> Option<Range<usize>> {
    let kinds: Vec<Kind> = words
        .iter()
        .map(|word| kind_of(text.get(word.clone()).unwrap_or_default()))
        .collect();
    let first = kinds
        .iter()
        .position(|kind| matches!(kind, Kind::Word | Kind::Initial | Kind::Honorific))?;
    let last_word = kinds.iter().rposition(|kind| *kind == Kind::Word)?;
    let first_of_name = kinds
        .iter()
        .position(|kind| matches!(kind, Kind::Word | Kind::Initial))?;
    if last_word < first_of_name {
        return None;
    }
    let named = kinds
        .get(first_of_name..=last_word)?
        .iter()
        .filter(|kind| matches!(kind, Kind::Word | Kind::Initial))
        .count();
    let titled = kinds.get(first) == Some(&Kind::Honorific);
    if named < 2 && !titled {
        return None;
    }
    // A family name alone of words that are no names ("Dr Court") is none.
    let whole = words.get(last_word)?;
    let last = text.get(whole.clone())?;
    if last.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return None;
    }
    if NEVER.contains(matching_form(trim_word(last)).as_str()) && named < 2 {
        return None;
    }
    // Only the last word may be one that is a heading or an address as well.
    let doubtful = words
        .get(first_of_name..last_word)?
        .iter()
        .any(|word| is_surname_too(text.get(word.clone()).unwrap_or_default()));
    if doubtful {
        return None;
    }
    Some(words.get(first)?.start..whole.end - trailing_dot(last))
}

/// A full stop at the end of the last word is the sentence's, not the name's.
fn trailing_dot(word: &str) -> usize {
    word.len() - word.trim_end_matches(['.', ',', ':', ';']).len()
}

/// The runs of `text` between white space and separators.
fn words_of(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (place, character) in text.char_indices() {
        let parts = character.is_whitespace()
            || matches!(
                character,
                ',' | '|' | ':' | ';' | '_' | '/' | '–' | '—' | '•'
            );
        match (parts, start) {
            (false, None) => start = Some(place),
            (true, Some(from)) => {
                words.push(from..place);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push(from..text.len());
    }
    words
}

fn trim_word(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn kind_of(word: &str) -> Kind {
    let bare = trim_word(word);
    let lower = matching_form(bare);
    let Some(initial) = bare.chars().next() else {
        return Kind::None;
    };
    if bare.chars().any(|c| c.is_ascii_digit()) || bare.contains('@') {
        return Kind::None;
    }
    if initial.is_uppercase()
        && HONORIFICS.contains(lower.as_str())
        && lower != "the"
        && bare.len() > 1
    {
        return Kind::Honorific;
    }
    if initial.is_uppercase() && POST_NOMINALS.contains(lower.as_str()) {
        return Kind::PostNominal;
    }
    if (word.starts_with('(') && word.ends_with(')'))
        || (word.starts_with(['"', '“', '‘', '\'']) && word.ends_with(['"', '”', '’', '\'']))
    {
        return if initial.is_uppercase() && bare.chars().all(char::is_alphabetic) {
            Kind::Nickname
        } else {
            Kind::None
        };
    }
    if word.starts_with(|c: char| !c.is_alphanumeric()) {
        return Kind::None;
    }
    if PARTICLES.contains(lower.as_str()) && !initial.is_uppercase() {
        return Kind::Particle;
    }
    if !initial.is_uppercase() {
        return Kind::None;
    }
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 1 && bare.chars().count() <= 2 {
        return Kind::Initial;
    }
    if letters <= 3 && bare.contains('.') {
        return Kind::Initial;
    }
    if NEVER.contains(lower.as_str()) {
        return if is_surname_too(bare) {
            Kind::Word
        } else {
            Kind::None
        };
    }
    let spelled = bare.chars().all(|c| {
        c.is_alphabetic() || matches!(c, '-' | '\'' | '\u{2019}' | '\u{2010}' | '\u{2011}')
    });
    let possessive = lower.ends_with("'s");
    if spelled && !possessive && letters <= 24 {
        Kind::Word
    } else {
        Kind::None
    }
}

fn is_surname_too(word: &str) -> bool {
    SURNAMES_TOO.contains(matching_form(trim_word(word)).as_str())
}

fn set_of(name: &str) -> BTreeSet<&'static str> {
    list(name)
        .map(|list| list.entries.iter().map(String::as_str).collect())
        .unwrap_or_default()
}

static HONORIFICS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| set_of("honorifics"));
static PARTICLES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| set_of("name-particles"));
static POST_NOMINALS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| set_of("post-nominals"));
static NEVER: LazyLock<BTreeSet<&str>> = LazyLock::new(|| set_of("never-names"));
static SURNAMES_TOO: LazyLock<BTreeSet<&str>> = LazyLock::new(|| set_of("surnames-too"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_at_the_end_of_a_line_is_found() {
        let cases = [
            ("Signed by Jonathan Marsh", "Jonathan Marsh"),
            (
                "Signed on behalf of the board Miriam Oduya-Clarke",
                "Miriam Oduya-Clarke",
            ),
            ("Dr Leonie Castellanos", "Dr Leonie Castellanos"),
            ("by Professor Sir Ian O’Hara", "Professor Sir Ian O’Hara"),
            ("Limited M. J. Thackeray", "M. J. Thackeray"),
            ("____ NICK CRANNEN", "NICK CRANNEN"),
            (
                "Date: 3 May 2024 Ludwig van der Velde",
                "Ludwig van der Velde",
            ),
            ("Harriet Banks OBE", "Harriet Banks"),
            ("Jean-Luc McIntyre", "Jean-Luc McIntyre"),
            ("Chao-Ming (George) Shaw", "Chao-Ming (George) Shaw"),
            ("and Peter Lane", "Peter Lane"),
            ("Mrs Thackeray", "Mrs Thackeray"),
            ("/s/ Ann R. Lee Ann R. Lee", "Ann R. Lee"),
            ("offices in Holm. Ann R. Lee", "Ann R. Lee"),
        ];
        for (text, expected) in cases {
            let found = name_at_end(text).and_then(|range| text.get(range));
            assert_eq!(found, Some(expected), "{text}");
        }
    }

    #[test]
    fn companies_headings_and_places_are_no_names() {
        for text in [
            "Acme Holdings Limited",
            "Modern Slavery Statement",
            "United Kingdom",
            "for the Board",
            "Approved by",
            "Jane",
            "3 May 2024",
            "Human Resources",
            "supply chain",
            "Park Lane",
            "",
        ] {
            assert_eq!(name_at_end(text), None, "{text}");
        }
    }

    #[test]
    fn the_name_at_the_start_of_a_line_is_found() {
        let cases = [
            ("Jane Doe, Director", "Jane Doe"),
            ("Joost Ferriby\n\nDirector", "Joost Ferriby"),
            ("Ann B. Lee Title: Director", "Ann B. Lee"),
            ("Mr Tom de Souza is", "Mr Tom de Souza"),
            ("Ann R. Lee Ann R. Lee Director", "Ann R. Lee"),
        ];
        for (text, expected) in cases {
            let found = name_at_start(text).and_then(|range| text.get(range));
            assert_eq!(found, Some(expected), "{text}");
        }
    }
}
