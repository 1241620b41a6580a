//! What a text must hold for a pattern to match it: literals, read off the pattern.
//!
//! The build script reads them off every built-in pattern and stores them beside the program, since parsing thousands of
//! patterns takes longer than a draft may take to check.

use regex_syntax::hir::Class;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;
use regex_syntax::hir::Look;

/// What a text in matching form must hold for a pattern to match it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Needs {
    /// It matches exactly where one of these words stands.
    Words(Vec<Word>),
    /// Every match holds at least one literal of each group, the most telling group first. Without groups nothing is
    /// certain.
    Groups(Vec<Group>),
}

/// Literals of which every match holds at least one.
pub(crate) type Group = Vec<Vec<u8>>;

/// A literal, and whether letters and digits may stand beside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Word {
    /// The literal, not empty.
    pub(crate) literal: Vec<u8>,
    /// It begins a word: nothing that words are made of may stand before.
    pub(crate) opens: bool,
    /// It ends a word.
    pub(crate) closes: bool,
}

/// A pattern's groups are kept up to this many: the first ones sort out nearly everything.
const GROUPS_MAX: usize = 3;

/// The most words that are listed for one pattern.
const LISTED_MAX: usize = 1_000;

impl Needs {
    /// What every match of `pattern` needs.
    #[must_use]
    pub(crate) fn of(pattern: &str) -> Self {
        let Ok(hir) = regex_syntax::parse(pattern) else {
            return Self::Groups(Vec::new());
        };
        match words_of(&hir) {
            Some(words) => Self::Words(words),
            None => Self::Groups(groups_of(&hir)),
        }
    }

    /// Appends what [`Needs::decoded`] reads.
    #[allow(dead_code, reason = "the build script calls it")]
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        let put_number = |number: usize, out: &mut Vec<u8>| {
            out.extend(u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes());
        };
        let put = |literal: &[u8], out: &mut Vec<u8>| {
            put_number(literal.len(), out);
            out.extend(literal);
        };
        match self {
            Self::Words(words) => {
                out.push(u8::MAX);
                put_number(words.len(), out);
                for word in words {
                    out.push(u8::from(word.opens) | u8::from(word.closes) << 1);
                    put(&word.literal, out);
                }
            }
            Self::Groups(groups) => {
                out.push(u8::try_from(groups.len()).unwrap_or(u8::MAX));
                for group in groups {
                    put_number(group.len(), out);
                    for literal in group {
                        put(literal, out);
                    }
                }
            }
        }
    }

    /// Reads what [`Needs::encode`] wrote; none where `bytes` are cut short.
    #[must_use]
    pub(crate) fn decoded(mut bytes: &[u8]) -> Option<Self> {
        fn byte(bytes: &mut &[u8]) -> Option<u8> {
            let (first, rest) = bytes.split_first()?;
            *bytes = rest;
            Some(*first)
        }
        fn number(bytes: &mut &[u8]) -> Option<usize> {
            Some(usize::from(u16::from_le_bytes([
                byte(bytes)?,
                byte(bytes)?,
            ])))
        }
        fn literal(bytes: &mut &[u8]) -> Option<Vec<u8>> {
            let length = number(bytes)?;
            let (literal, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            Some(literal.to_vec())
        }
        let bytes = &mut bytes;
        let kind = byte(bytes)?;
        if kind == u8::MAX {
            let words = (0..number(bytes)?)
                .map(|_| {
                    let edges = byte(bytes)?;
                    Some(Word {
                        literal: literal(bytes)?,
                        opens: edges & 1 != 0,
                        closes: edges & 2 != 0,
                    })
                })
                .collect::<Option<_>>()?;
            return Some(Self::Words(words));
        }
        let groups = (0..kind)
            .map(|_| (0..number(bytes)?).map(|_| literal(bytes)).collect())
            .collect::<Option<_>>()?;
        Some(Self::Groups(groups))
    }
}

/// A number for `pattern` that stays the same from the build to the run: FNV-1a, 64 bits.
#[must_use]
pub(crate) fn number_of(pattern: &str) -> u64 {
    pattern.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// One way through a pattern that is nothing but words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Way {
    /// A word boundary is asked for in front.
    opens: bool,
    literal: Vec<u8>,
    /// Any more letters may follow.
    goes_on: bool,
    /// A word boundary is asked for behind.
    closes: bool,
}

/// The words of a pattern that matches exactly where one of them stands; none where it asks for more.
fn words_of(hir: &Hir) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    for way in ways_of(hir)? {
        let first = *way.literal.first()?;
        let last = *way.literal.last()?;
        // Beside a sign, a boundary asks for a letter.
        if (way.opens && !is_word_byte(first)) || (way.closes && !is_word_byte(last)) {
            return None;
        }
        words.push(Word {
            literal: way.literal,
            opens: way.opens,
            closes: way.closes,
        });
    }
    words.sort_unstable();
    words.dedup();
    Some(words)
}

fn ways_of(hir: &Hir) -> Option<Vec<Way>> {
    let plain = |literal: Vec<u8>| Way {
        literal,
        ..Way::default()
    };
    let ways = match hir.kind() {
        HirKind::Empty => vec![Way::default()],
        HirKind::Look(Look::WordAscii | Look::WordUnicode) => vec![Way {
            opens: true,
            ..Way::default()
        }],
        HirKind::Look(_) => return None,
        HirKind::Literal(literal) => vec![plain(literal.0.to_vec())],
        HirKind::Class(class) => letters_in_lower_case(class)?
            .into_iter()
            .map(plain)
            .collect(),
        HirKind::Capture(capture) => ways_of(&capture.sub)?,
        HirKind::Repetition(repetition) => match (repetition.min, repetition.max) {
            (0, Some(1)) => {
                let mut ways = ways_of(&repetition.sub)?;
                ways.push(Way::default());
                ways
            }
            (0, None) if is_all_letters(&repetition.sub) => vec![Way {
                goes_on: true,
                ..Way::default()
            }],
            _ => return None,
        },
        HirKind::Concat(parts) => {
            let mut run = vec![Way::default()];
            for part in parts {
                let next = ways_of(part)?;
                if run.len() * next.len() > LISTED_MAX {
                    return None;
                }
                let mut joined = Vec::new();
                for head in &run {
                    for tail in &next {
                        joined.extend(followed_by(head, tail)?);
                    }
                }
                run = joined;
            }
            run
        }
        HirKind::Alternation(choices) => {
            let mut ways = Vec::new();
            for choice in choices {
                ways.extend(ways_of(choice)?);
            }
            ways
        }
    };
    (ways.len() <= LISTED_MAX).then_some(ways)
}

/// `head`, then `tail`: one way, or no way where a boundary between them cannot be; an error as `None` where that is
/// more than words and their edges can say.
#[expect(
    clippy::option_option,
    reason = "the outer one says that it cannot be said"
)]
fn followed_by(head: &Way, tail: &Way) -> Option<Option<Way>> {
    if tail.literal.is_empty() {
        let mut way = head.clone();
        if tail.opens || tail.closes {
            if way.literal.is_empty() && !way.goes_on {
                way.opens = true;
            } else if !way.goes_on {
                // After any more letters there always is a boundary: at the latest behind the last of them.
                way.closes = true;
            }
        }
        if tail.goes_on {
            // Letters that must follow no letter, or letters on their own, are more than a word's ending.
            let ends_in_letter = way.literal.last().is_some_and(|last| is_word_byte(*last));
            if way.closes || !ends_in_letter {
                return None;
            }
            way.goes_on = true;
        }
        return Some(Some(way));
    }
    if head.goes_on {
        return None;
    }
    if head.literal.is_empty() {
        return Some(Some(Way {
            opens: head.opens || tail.opens,
            ..tail.clone()
        }));
    }
    let (last, first) = (head.literal.last()?, tail.literal.first()?);
    if head.closes || tail.opens {
        if !last.is_ascii() || !first.is_ascii() {
            return None;
        }
        if is_word_byte(*last) == is_word_byte(*first) {
            return Some(None);
        }
    }
    Some(Some(Way {
        opens: head.opens,
        literal: [head.literal.as_slice(), &tail.literal].concat(),
        goes_on: tail.goes_on,
        closes: tail.closes,
    }))
}

/// Whether words are made of `byte`, as ASCII has it.
#[must_use]
pub(crate) fn is_word_byte(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

/// Whether `hir` is the class of all that the words of a matching form are made of.
fn is_all_letters(hir: &Hir) -> bool {
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else {
        return false;
    };
    let ranges: Vec<_> = class
        .ranges()
        .iter()
        .map(|range| (range.start(), range.end()))
        .collect();
    ranges == [('0', '9'), ('_', '_'), ('a', 'z'), ('\u{80}', '\u{10ffff}')]
}

/// The letters of a small class that can stand in a matching form, which is lower case.
fn letters_in_lower_case(class: &Class) -> Option<Group> {
    const LETTERS_MAX: u32 = 8;
    let mut letters = Vec::new();
    let Class::Unicode(class) = class else {
        return None;
    };
    for range in class.ranges() {
        if u32::from(range.end()) - u32::from(range.start()) > LETTERS_MAX {
            return None;
        }
        for letter in range.start()..=range.end() {
            if letter.to_lowercase().eq(std::iter::once(letter)) {
                letters.push(letter.to_string().into_bytes());
            }
        }
    }
    (letters.len() <= LETTERS_MAX as usize).then_some(letters)
}

/// What every match of `hir` must hold, the most telling group first; empty where nothing is certain.
fn groups_of(hir: &Hir) -> Vec<Group> {
    let mut found = Vec::new();
    collect(hir, &mut found);
    let shortest = |group: &Group| group.iter().map(Vec::len).min().unwrap_or_default();
    found.retain(|group| shortest(group) >= 1);
    found.sort_by_key(|group| (std::cmp::Reverse(shortest(group)), group.len()));
    // Two letters stand in every sentence: they only pay where there is nothing better.
    if found.first().is_some_and(|best| shortest(best) >= 3) {
        found.retain(|group| shortest(group) >= 3);
        found.truncate(GROUPS_MAX);
    } else {
        found.truncate(1);
    }
    found
}

/// Adds to `found` the groups of `hir`.
fn collect(hir: &Hir, found: &mut Vec<Group>) {
    if let Some(words) = exact(hir) {
        found.push(words);
        return;
    }
    match hir.kind() {
        HirKind::Capture(capture) => collect(&capture.sub, found),
        HirKind::Repetition(repetition) if repetition.min > 0 => collect(&repetition.sub, found),
        HirKind::Concat(parts) => collect_sequence(parts, found),
        HirKind::Alternation(choices) => {
            let mut union = Group::new();
            for choice in choices {
                let mut of_choice = Vec::new();
                collect(choice, &mut of_choice);
                let shortest = |group: &Group| group.iter().map(Vec::len).min().unwrap_or_default();
                let Some(best) = of_choice.into_iter().max_by_key(shortest) else {
                    return;
                };
                union.extend(best);
            }
            union.sort_unstable();
            union.dedup();
            found.push(union);
        }
        _ => {}
    }
}

/// Adds the groups of parts that follow each other: neighbours that are plain words are joined.
fn collect_sequence(parts: &[Hir], found: &mut Vec<Group>) {
    let mut run: Group = vec![Vec::new()];
    for part in parts {
        let joined = exact(part).and_then(|words| product(&run, &words));
        if let Some(joined) = joined {
            run = joined;
            continue;
        }
        found.push(std::mem::replace(&mut run, vec![Vec::new()]));
        match exact(part) {
            Some(words) => run = words,
            None => collect(part, found),
        }
    }
    found.push(run);
}

/// The words that `hir` matches, where they are few; none where they are many or without end.
fn exact(hir: &Hir) -> Option<Group> {
    const WORDS_MAX: usize = 24;
    let words = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![Vec::new()],
        HirKind::Literal(literal) => vec![literal.0.to_vec()],
        HirKind::Class(class) => letters_of(class)?,
        HirKind::Capture(capture) => exact(&capture.sub)?,
        HirKind::Repetition(repetition) if (repetition.min, repetition.max) == (0, Some(1)) => {
            let mut words = exact(&repetition.sub)?;
            words.push(Vec::new());
            words
        }
        HirKind::Repetition(_) => return None,
        HirKind::Concat(parts) => parts
            .iter()
            .try_fold(vec![Vec::new()], |run, part| product(&run, &exact(part)?))?,
        HirKind::Alternation(choices) => {
            let mut words = Vec::new();
            for choice in choices {
                words.extend(exact(choice)?);
            }
            words
        }
    };
    (words.len() <= WORDS_MAX).then_some(words)
}

/// Every word of `one` followed by every word of `other`, unless they become too many.
fn product(one: &Group, other: &Group) -> Option<Group> {
    const WORDS_MAX: usize = 24;
    if one.len() * other.len() > WORDS_MAX {
        return None;
    }
    let mut words: Group = one
        .iter()
        .flat_map(|head| {
            other
                .iter()
                .map(move |tail| [head.as_slice(), tail].concat())
        })
        .collect();
    words.sort_unstable();
    words.dedup();
    Some(words)
}

/// The letters of a small class, one for both cases of a letter: matching forms are lower case.
fn letters_of(class: &Class) -> Option<Group> {
    const LETTERS_MAX: usize = 6;
    let mut letters = Vec::new();
    match class {
        Class::Unicode(class) => {
            for range in class.ranges() {
                for letter in range.start()..=range.end() {
                    letters.push(letter.to_lowercase().to_string().into_bytes());
                    if letters.len() > LETTERS_MAX {
                        return None;
                    }
                }
            }
        }
        Class::Bytes(class) => {
            for range in class.ranges() {
                for letter in range.start()..=range.end() {
                    letters.push(vec![letter.to_ascii_lowercase()]);
                    if letters.len() > LETTERS_MAX {
                        return None;
                    }
                }
            }
        }
    }
    letters.sort_unstable();
    letters.dedup();
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(pattern: &str) -> Vec<Vec<String>> {
        match Needs::of(pattern) {
            Needs::Words(words) => panic!("{pattern} is nothing but {words:?}"),
            Needs::Groups(groups) => groups
                .into_iter()
                .map(|group| {
                    group
                        .into_iter()
                        .map(|literal| String::from_utf8(literal).expect("the test's own"))
                        .collect()
                })
                .collect(),
        }
    }

    fn words(pattern: &str) -> Option<Vec<String>> {
        match Needs::of(pattern) {
            Needs::Groups(_) => None,
            Needs::Words(words) => Some(
                words
                    .into_iter()
                    .map(|word| {
                        let edge = |asked: bool| if asked { "|" } else { "" };
                        let literal = String::from_utf8(word.literal).expect("the test's own");
                        format!("{}{literal}{}", edge(word.opens), edge(word.closes))
                    })
                    .collect(),
            ),
        }
    }

    #[test]
    fn a_pattern_is_filtered_by_the_words_that_it_cannot_do_without() {
        assert_eq!(
            groups(r"audit\w*\s.*supplier"),
            [["supplier"], ["audit"]].map(|group| group.map(str::to_owned).to_vec())
        );
        assert_eq!(groups(r"^polic(?:y|ies)\b"), [["policies", "policy"]]);
        assert!(groups(r"\w+").is_empty());
    }

    #[test]
    fn a_pattern_of_words_alone_is_known_by_its_words() {
        let is = |pattern, expected: &[&str]| {
            assert_eq!(words(pattern).expect(pattern), expected, "{pattern}");
        };
        is(r"(?-u:\b)polic(?:y|ies)\b", &["|policies|", "|policy|"]);
        is(
            r"\b(?:\bzero[ -]tolerance\b|\bzero\b)\b",
            &["|zero|", "|zero tolerance|", "|zero-tolerance|"],
        );
        is(r"\baudit[0-9a-z_\x{80}-\x{10ffff}]*", &["|audit"]);
        is(
            r"\b(?:\baudit[0-9a-z_\x{80}-\x{10ffff}]*|risk)\b",
            &["|audit", "|risk|"],
        );
        is(r"audit\b ?\bof", &["audit of"]);
        assert_eq!(
            words(r"\b£36m\b"),
            None,
            "a letter would have to stand before"
        );
        assert_eq!(words(r"\bwe [a-z]+\b"), None);
        assert_eq!(words(r"^we\b"), None);
        assert_eq!(words(r"audit[0-9a-z_\x{80}-\x{10ffff}]*ed"), None);
    }

    #[test]
    fn needs_are_read_as_they_were_written() {
        for pattern in [r"\baudit\b|risks?", r"we (?:train|audit).+supplier", r"\w+"] {
            let needs = Needs::of(pattern);
            let mut bytes = Vec::new();
            needs.encode(&mut bytes);

            assert_eq!(Needs::decoded(&bytes), Some(needs));
            assert_eq!(
                Needs::decoded(bytes.get(..bytes.len() - 1).unwrap_or_default()),
                None
            );
        }
    }
}
