//! Words broken at the end of a line: joined where the line broke them, kept where they are compounds.

use std::collections::BTreeMap;

use super::lines::Line;

/// How often each word stands whole somewhere in the document, and whether its lines break words at all.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: BTreeMap<String, u32>,
    /// Lines that end in a hyphen, and lines altogether.
    broken: usize,
    lines: usize,
    /// Hyphens in the middle of lines.
    plain_hyphens: usize,
}

/// What becomes of the hyphen at the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// The line broke the word: no hyphen.
    Seamless,
    /// A compound: the hyphen stays, no space.
    Hyphen,
    /// No hyphen at all: a space.
    Space,
}

/// First parts that commonly take a hyphen in English.
const COMPOUND_FIRSTS: &[&str] = &[
    "all", "anti", "best", "case", "co", "cross", "cut", "day", "decision", "due", "end", "ever",
    "ex", "face", "fact", "far", "fast", "first", "five", "follow", "four", "full", "fully",
    "good", "grass", "half", "hard", "health", "high", "in", "ill", "large", "last", "late",
    "like", "long", "low", "lower", "medium", "mid", "multi", "near", "non", "off", "on", "one",
    "part", "people", "policy", "poorly", "post", "pre", "problem", "re", "real", "recently",
    "risk", "root", "second", "self", "semi", "short", "site", "six", "small", "so", "tax", "ten",
    "third", "three", "tier", "time", "two", "up", "value", "well", "whistle", "wide", "work",
    "world", "year", "zero", "higher", "six", "ad", "by", "country", "sector", "data", "human",
    "supply",
];

impl Vocabulary {
    /// Learns the whole words of `lines`, which follow each other in one column.
    pub(super) fn learn(&mut self, lines: &[Line]) {
        let mut broken_before = false;
        for line in lines {
            self.lines += 1;
            let broken = ends_in_hyphen(&line.text);
            let mut words: Vec<&str> = line.text.split_whitespace().collect();
            if broken {
                self.broken += 1;
                words.pop();
            }
            for word in words.iter().skip(usize::from(broken_before)) {
                let word = bare(word);
                if word.contains('-') {
                    self.plain_hyphens += 1;
                }
                if word.chars().any(char::is_alphabetic) && word.len() <= 40 {
                    *self.words.entry(word).or_default() += 1;
                }
            }
            broken_before = broken;
        }
    }

    fn count(&self, word: &str) -> u32 {
        self.words.get(word).copied().unwrap_or(0)
    }

    /// How the line that ends with `before` goes on with `after`.
    pub(super) fn joint(&self, before: &str, after: &str) -> Joint {
        let mut backwards = before.chars().rev();
        let sign = backwards.next();
        let left = backwards.next();
        let right = after.chars().next();
        match sign {
            Some('\u{ad}') => return Joint::Seamless,
            Some('-' | '\u{2010}' | '\u{2011}') => {}
            _ => return Joint::Space,
        }
        let (Some(left), Some(right)) = (left, right) else {
            return Joint::Space;
        };
        if !left.is_alphanumeric() || !right.is_alphanumeric() {
            // A dash between spaces, or a hyphen at the end of a thought.
            return if left.is_whitespace() {
                Joint::Space
            } else {
                Joint::Hyphen
            };
        }
        if sign == Some('\u{2011}') || !left.is_alphabetic() || !right.is_lowercase() {
            return Joint::Hyphen;
        }
        let first = bare(before.split_whitespace().next_back().unwrap_or_default());
        let first = first.trim_end_matches('-').to_owned();
        let second = bare(after.split_whitespace().next().unwrap_or_default());
        if let Some((_, piece)) = first.rsplit_once('-') {
            // The last part of a compound may itself be broken: "self-assess-" and "ment".
            let joined =
                self.count(&format!("{first}{second}")) + self.count(&format!("{piece}{second}"));
            let apart = self.count(&format!("{first}-{second}")) + self.count(&second);
            let broken = joined > 0 || (apart == 0 && self.count(piece) == 0);
            return if broken {
                Joint::Seamless
            } else {
                Joint::Hyphen
            };
        }
        let second_part = second.split('-').next().unwrap_or_default().to_owned();
        let whole =
            self.count(&format!("{first}{second}")) + self.count(&format!("{first}{second_part}"));
        let parted = self.count(&format!("{first}-{second}"));
        if whole != parted {
            return if whole > parted {
                Joint::Seamless
            } else {
                Joint::Hyphen
            };
        }
        if sign == Some('\u{2010}') && self.plain_hyphens > 0 {
            return Joint::Seamless;
        }
        let (known_first, known_second) = (self.count(&first), self.count(&second));
        if COMPOUND_FIRSTS.contains(&first.as_str()) && (known_second > 0 || second.len() > 3) {
            return Joint::Hyphen;
        }
        if !self.breaks_words() && known_first + known_second > 0 {
            return Joint::Hyphen;
        }
        Joint::Seamless
    }

    /// Whether the document breaks words at line ends as a habit: a few hyphens there are chance.
    fn breaks_words(&self) -> bool {
        self.broken * 50 > self.lines
    }
}

/// Whether the line ends in a hyphen that may have been put there by the line break.
pub(super) fn ends_in_hyphen(text: &str) -> bool {
    text.ends_with(['-', '\u{2010}', '\u{ad}'])
}

/// A word in lower case without what surrounds it.
fn bare(word: &str) -> String {
    word.trim_matches(|character: char| !character.is_alphanumeric())
        .replace('\u{2010}', "-")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(lines: &[&str]) -> Vocabulary {
        let lines: Vec<Line> = lines
            .iter()
            .map(|text| Line {
                text: (*text).to_owned(),
                ..Line::default()
            })
            .collect();
        let mut vocabulary = Vocabulary::default();
        vocabulary.learn(&lines);
        vocabulary
    }

    #[test]
    fn a_word_follows_its_other_places_in_the_document() {
        let words = vocabulary(&[
            "a third-party audit of management",
            "and thirdly our cooperation",
        ]);

        assert_eq!(words.joint("a third-", "party check"), Joint::Hyphen);
        assert_eq!(words.joint("our manage-", "ment team"), Joint::Seamless);
        assert_eq!(words.joint("in co-", "operation with"), Joint::Seamless);
    }

    #[test]
    fn numbers_and_names_keep_their_hyphen() {
        let words = vocabulary(&[]);

        assert_eq!(words.joint("the year 2024-", "25 was"), Joint::Hyphen);
        assert_eq!(words.joint("in Asia-", "Pacific"), Joint::Hyphen);
        assert_eq!(words.joint("a self-", "assessment"), Joint::Hyphen);
    }

    #[test]
    fn a_line_without_hyphen_goes_on_after_a_space() {
        assert_eq!(vocabulary(&[]).joint("our supply", "chain"), Joint::Space);
        assert_eq!(
            vocabulary(&[]).joint("slavery \u{2013}", "any"),
            Joint::Space
        );
    }
}
