//! The notation of rubric files for patterns, translated to that of the crate `regex`.
//!
//! The build script translates the built-in rubrics, too: what stands here names nothing but the lexicon.

use std::collections::BTreeSet;

use crate::lexicon::alternation;
use crate::lexicon::lists;
use crate::lexicon::matching_form;
use crate::lexicon::phrase_pattern;
use crate::typed::nearest;

/// What is wrong with a pattern as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// What is wrong, lower case, without a full stop.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: String,
}

/// A pattern in the notation of the crate `regex`, for matching forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Translated {
    /// The regular expression.
    pub(crate) source: String,
    /// Names of the word lists that it stands on.
    pub(crate) lists: BTreeSet<String>,
}

/// The most words that `{~N}` may skip.
const GAP_MAX: u32 = 30;

/// Translates a phrase: whole words, a trailing `*` for any ending, spaces that also match hyphens.
pub(crate) fn phrase(typed: &str) -> Result<Translated, Mistake> {
    let mut lists = BTreeSet::new();
    let source = phrase_source(&matching_form(typed), &mut lists)?;
    Ok(Translated { source, lists })
}

/// Translates a heading: a phrase that is a whole heading, or one of the parts that `and`, commas and colons join
/// in it. Numbering, and `our`, `the` or `its` in front, do not count. A `*` in front or at the end stands
/// for any more words.
pub(crate) fn heading(typed: &str) -> Result<Translated, Mistake> {
    let mut lists = BTreeSet::new();
    let form = matching_form(typed);
    let (head, form) = match form.strip_prefix('*') {
        Some(words) => ("", words.trim_start().to_owned()),
        None => (
            "(?:^(?:[0-9.()]+ )?|[,:;&.)] ?| and | - )(?:our |the |its )?",
            form,
        ),
    };
    let (words, tail) = match form.strip_suffix('*') {
        Some(words) => (words, ""),
        None => (form.as_str(), "(?:$|[,:;&.?]| and | &| - )"),
    };
    let phrase = phrase_source(words, &mut lists)?;
    // A star stands for the rest of its last word, too.
    let phrase = match tail {
        "" => phrase.strip_suffix(BOUNDARY).unwrap_or(&phrase).to_owned(),
        _ => phrase,
    };
    let source = format!("{head}{phrase}{tail}");
    Ok(Translated { source, lists })
}

/// Translates a regular expression in which `{name}` stands for a word list and `{~8}` for up to 8 words.
pub(crate) fn expression(typed: &str) -> Result<Translated, Mistake> {
    let mut lists = BTreeSet::new();
    let source = Translation::of(typed, &mut lists)?;
    Ok(Translated { source, lists })
}

/// A part of a phrase.
enum Piece<'a> {
    /// Words, each with or without a trailing `*`.
    Words(&'a str),
    /// `{name}`
    List(&'a str),
    /// `{~N}`
    Gap(&'a str),
}

/// The phrase `form` as a regular expression; the word lists that it names are added to `lists`.
fn phrase_source(form: &str, lists: &mut BTreeSet<String>) -> Result<String, Mistake> {
    let mut source = String::new();
    let mut glue = "";
    for piece in pieces_of_phrase(form)? {
        match piece {
            Piece::Words(words) => {
                source.push_str(glue);
                source.push_str(&phrase_pattern(words));
                glue = "[ -]";
            }
            Piece::List(name) => {
                source.push_str(glue);
                source.push_str(&list_group(name, lists)?);
                glue = "[ -]";
            }
            Piece::Gap(words) => {
                source.push_str(&gap(words)?);
                glue = "";
            }
        }
    }
    Ok(source)
}

fn pieces_of_phrase(form: &str) -> Result<Vec<Piece<'_>>, Mistake> {
    let mut pieces = Vec::new();
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        push_words(before, &mut pieces)?;
        let Some((inside, behind)) = after.split_once('}') else {
            return Err(Mistake {
                message: "the brace `{` is never closed".to_owned(),
                help: "write `{list-name}` for a word list, or `{~8}` for up to 8 words between"
                    .to_owned(),
            });
        };
        pieces.push(match inside.strip_prefix('~') {
            Some(number) => Piece::Gap(number),
            None => Piece::List(inside),
        });
        rest = behind;
    }
    push_words(rest, &mut pieces)?;
    let starts_or_ends_open = matches!(pieces.first(), Some(Piece::Gap(_)))
        || matches!(pieces.last(), Some(Piece::Gap(_)));
    if starts_or_ends_open {
        return Err(Mistake {
            message: "`{~…}` stands at the edge of the phrase, where it says nothing".to_owned(),
            help: "put it between two words, as in `risk {~4} supplier`".to_owned(),
        });
    }
    if pieces.is_empty() {
        return Err(Mistake {
            message: "the phrase is empty".to_owned(),
            help: "write the words that shall be found, or remove it".to_owned(),
        });
    }
    Ok(pieces)
}

fn push_words<'a>(words: &'a str, pieces: &mut Vec<Piece<'a>>) -> Result<(), Mistake> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(());
    }
    if words
        .split(' ')
        .any(|word| word.trim_end_matches('*').is_empty() || inner_star(word))
    {
        return Err(Mistake {
            message: "a `*` stands where no word ends".to_owned(),
            help: "write `*` behind the beginning of a word, as in `train*`; for anything else use `patterns`, \
                   which takes regular expressions"
                .to_owned(),
        });
    }
    pieces.push(Piece::Words(words));
    Ok(())
}

fn inner_star(word: &str) -> bool {
    word.strip_suffix('*').unwrap_or(word).contains('*')
}

fn list_group(name: &str, used: &mut BTreeSet<String>) -> Result<String, Mistake> {
    let Some(alternatives) = alternation(name) else {
        return Err(Mistake {
            message: format!("there is no word list `{name}`"),
            help: match nearest(name, lists().keys().map(String::as_str)) {
                Some(known) => format!("did you mean `{{{known}}}`?"),
                None => "the word lists stand in `rubrics/lexicon/`".to_owned(),
            },
        });
    };
    used.insert(name.to_owned());
    Ok(format!("(?:{alternatives})"))
}

/// Up to `words` words between two others.
fn gap(words: &str) -> Result<String, Mistake> {
    let number = words
        .parse::<u32>()
        .ok()
        .filter(|number| (1..=GAP_MAX).contains(number));
    let Some(number) = number else {
        return Err(Mistake {
            message: format!("`{{~{words}}}` names no number of words"),
            help: format!("write a number from 1 to {}, as in `{{~8}}`", GAP_MAX),
        });
    };
    Ok(format!("(?:[^{WORD}]+[{WORD}]+){{0,{number}}}?[^{WORD}]+"))
}

/// Characters that words are made of, as the inside of a character class.
///
/// Every character beyond ASCII counts. The exact Unicode class would be a thousand times as large in each compiled
/// pattern, and in the matching form nothing but letters and rare signs is left there.
const WORD: &str = r"0-9a-z_\x{80}-\x{10ffff}";

/// Where a word begins or ends, for ASCII letters: the form that the fast engines take.
const BOUNDARY: &str = r"(?-u:\b)";

/// A regular expression on its way from the notation of rubric files to the one of the crate `regex`.
struct Translation<'a> {
    rest: std::str::Chars<'a>,
    boundary: &'static str,
    out: String,
}

impl<'a> Translation<'a> {
    fn of(typed: &'a str, lists: &mut BTreeSet<String>) -> Result<String, Mistake> {
        let mut translation = Self {
            rest: typed.chars(),
            // Next to letters beyond ASCII only the Unicode boundary is right.
            boundary: if typed.is_ascii() { BOUNDARY } else { r"\b" },
            out: String::with_capacity(typed.len() * 2),
        };
        while let Some(character) = translation.rest.next() {
            match character {
                '\\' => translation.escape(),
                '[' => translation.class(),
                '{' => translation.brace(lists)?,
                '(' if translation.rest.as_str().starts_with('?') => translation.group_flags(),
                other => translation.literal(other),
            }
        }
        Ok(translation.out)
    }

    /// Any literal in matching form: patterns may be typed in any case and with any quotes.
    fn literal(&mut self, character: char) {
        if character == ' ' {
            self.out.push(' ');
        } else {
            self.out
                .push_str(&matching_form(character.encode_utf8(&mut [0; 4])));
        }
    }

    fn escape(&mut self) {
        match self.rest.next() {
            Some('b') => self.out.push_str(self.boundary),
            Some('w') => self.out.push_str(&format!("[{WORD}]")),
            Some('W') => self.out.push_str(&format!("[^{WORD}]")),
            Some('d') => self.out.push_str("[0-9]"),
            Some('D') => self.out.push_str("[^0-9]"),
            // White space is always one space in the matching form.
            Some('s') => self.out.push(' '),
            Some('S') => self.out.push_str("[^ ]"),
            Some(other) => self.other_escape(other),
            None => self.out.push('\\'),
        }
    }

    /// An escape that means the same in both notations; `\p{…}` and `\x{…}` keep their braces.
    fn other_escape(&mut self, letter: char) {
        self.out.push('\\');
        self.out.push(letter);
        if matches!(letter, 'p' | 'P' | 'x' | 'u' | 'U') && self.rest.as_str().starts_with('{') {
            for character in self.rest.by_ref() {
                self.out.push(character);
                if character == '}' {
                    break;
                }
            }
        }
    }

    fn class(&mut self) {
        self.out.push('[');
        if self.rest.as_str().starts_with('^') {
            self.rest.next();
            self.out.push('^');
        }
        // A bracket that closes at once is a literal one.
        if self.rest.as_str().starts_with(']') {
            self.rest.next();
            self.out.push(']');
        }
        let mut depth = 1_u32;
        while let Some(character) = self.rest.next() {
            match character {
                '\\' => match self.rest.next() {
                    Some('w') => self.out.push_str(WORD),
                    Some('d') => self.out.push_str("0-9"),
                    Some('s') => self.out.push(' '),
                    Some(other) => self.other_escape(other),
                    None => self.out.push('\\'),
                },
                '[' => {
                    depth += 1;
                    self.out.push('[');
                }
                ']' => {
                    depth -= 1;
                    self.out.push(']');
                    if depth == 0 {
                        return;
                    }
                }
                other => self.literal(other),
            }
        }
    }

    /// `{8}` is a number of repetitions, `{~8}` a gap, `{name}` a word list.
    fn brace(&mut self, lists: &mut BTreeSet<String>) -> Result<(), Mistake> {
        let rest = self.rest.as_str();
        let repetition = rest.starts_with(|first: char| first.is_ascii_digit() || first == ',');
        let Some(end) = rest.find('}') else {
            return Err(Mistake {
                message: "the brace `{` is never closed".to_owned(),
                help: "write `{list-name}` for a word list, `{~8}` for up to 8 words between, or `\\{` for the \
                       sign itself"
                    .to_owned(),
            });
        };
        let (inside, behind) = rest.split_at(end);
        if repetition {
            self.out.push('{');
            self.out.push_str(inside);
            self.out.push('}');
        } else if let Some(number) = inside.strip_prefix('~') {
            let gap = gap(number)?;
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push_str(&gap);
        } else {
            self.out.push_str(&list_group(inside, lists)?);
        }
        let after_gap = inside.starts_with('~');
        let behind = behind.strip_prefix('}').unwrap_or(behind);
        // A gap brings its own white space.
        let behind = if after_gap {
            behind.trim_start_matches(' ')
        } else {
            behind
        };
        self.rest = behind.chars();
        Ok(())
    }

    /// `(?:`, `(?i)` and their like, whose letters must stay as they are.
    fn group_flags(&mut self) {
        self.out.push('(');
        for character in self.rest.by_ref() {
            self.out.push(character);
            if matches!(character, ':' | ')' | '>') {
                return;
            }
        }
    }
}
