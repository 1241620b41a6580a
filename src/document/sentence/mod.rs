//! Sentences: cuts the text of a block where one thought ends and the next begins.

mod words;

#[cfg(test)]
mod tests;

use super::Block;
use super::Section;
use super::Sentence;
use super::Span;

use words::Abbreviation;
pub use words::MONTHS;
use words::abbreviation;
use words::is_code_before_letter;
use words::is_month;
use words::opens_sentence;
use words::opens_sentence_before_verb;

/// A sentence of more words than this is cut at its semicolons too: such a one is a list.
const LONG_SENTENCE_WORDS: usize = 60;

/// Parts of a cut list sentence have at least this many words.
const LIST_PART_WORDS: usize = 4;

/// The sentences of all `blocks`, each with the block and section that it stands in.
pub(super) fn all_sentences(text: &str, blocks: &[Block], sections: &[Section]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut section = 0usize;
    for (place, block) in blocks.iter().enumerate() {
        while sections
            .get(section)
            .is_some_and(|open| open.end_block as usize <= place)
        {
            section += 1;
        }
        for span in sentences_of(block.span.of(text)) {
            sentences.push(Sentence {
                span: span.shifted(block.span.start as usize),
                block: u32::try_from(place).unwrap_or(u32::MAX),
                section: u32::try_from(section).unwrap_or(u32::MAX),
            });
        }
    }
    sentences
}

/// Cuts one block's `text` into sentences: spans into `text`, in order, without white space around them.
///
/// Linear in the length of `text`. Bullets and cell borders between two sentences belong to neither.
#[must_use]
pub fn sentences_of(text: &str) -> Vec<Span> {
    let tokens = tokens_of(text);
    let bullets = tokens.iter().filter(|token| is_bullet(token.word)).count();
    let mut sentences = Vec::new();
    let mut first = 0;
    for next in 1..=tokens.len() {
        let ends = next == tokens.len()
            || is_boundary(&tokens, first, next)
            || tokens
                .get(next)
                .is_some_and(|token| separates(token.word, bullets));
        if ends {
            if let Some(sentence) = tokens.get(first..next) {
                push_sentence(sentence, bullets, &mut sentences);
            }
            first = next;
        }
    }
    sentences
}

/// A run of characters between two spaces, or one side of a sentence end that lacks its space.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    word: &'a str,
    start: usize,
    /// Whether a sentence surely ended right before this token.
    after_end: bool,
}

impl Token<'_> {
    fn end(&self) -> usize {
        self.start + self.word.len()
    }
}

fn tokens_of(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for (place, character) in text.char_indices() {
        if character.is_whitespace() {
            push_word(&mut tokens, text, start, place);
            start = place + character.len_utf8();
        }
    }
    push_word(&mut tokens, text, start, text.len());
    tokens
}

/// Adds what stands from `start` to `end`; a bullet glued to its word is a token of its own.
fn push_word<'a>(tokens: &mut Vec<Token<'a>>, text: &'a str, start: usize, end: usize) {
    let word = text.get(start..end).unwrap_or_default();
    let bullet = word.chars().next().map_or(0, char::len_utf8);
    let (head, rest) = word.split_at(bullet);
    if head != "·" && is_bullet(head) {
        push_token(tokens, head, start);
        push_token(tokens, rest, start + bullet);
    } else {
        push_token(tokens, word, start);
    }
}

/// Adds `word`, cut where a space is missing after a full stop: "policy.We" and "目的。本".
fn push_token<'a>(tokens: &mut Vec<Token<'a>>, word: &'a str, start: usize) {
    if word.is_empty() {
        return;
    }
    let mut from = 0;
    let mut after_end = false;
    for (place, character) in word.char_indices() {
        let after = place + character.len_utf8();
        let cut = match character {
            '。' | '！' | '？' => true,
            '.' | '?' | '!' => is_missing_space(word, place, after),
            _ => false,
        };
        if cut && after < word.len() {
            tokens.push(Token {
                word: word.get(from..after).unwrap_or_default(),
                start: start + from,
                after_end,
            });
            from = after;
            after_end = true;
        }
    }
    tokens.push(Token {
        word: word.get(from..).unwrap_or_default(),
        start: start + from,
        after_end,
    });
}

/// Whether a sentence ends at `stop` of `word`, although no space follows: three small letters before it, and after
/// it nothing but a word that often opens a sentence, so that addresses of web sites stay whole.
fn is_missing_space(word: &str, stop: usize, after: usize) -> bool {
    let before = word.get(..stop).unwrap_or_default();
    let small_before = before
        .chars()
        .rev()
        .take(3)
        .filter(|character| character.is_lowercase())
        .count();
    let rest = word.get(after..).unwrap_or_default();
    small_before == 3
        && rest.starts_with(char::is_uppercase)
        && !before.contains(['/', '@', '.'])
        && opens_sentence(rest.trim_end_matches([',', ';']))
}

fn push_sentence(tokens: &[Token<'_>], bullets: usize, sentences: &mut Vec<Span>) {
    let mut tokens = tokens;
    let borders = |word: &str| word == "|" || separates(word, bullets);
    while let [first, rest @ ..] = tokens
        && borders(first.word)
    {
        tokens = rest;
    }
    while let [rest @ .., last] = tokens
        && borders(last.word)
    {
        tokens = rest;
    }
    if tokens.len() <= LONG_SENTENCE_WORDS {
        push_span(tokens, sentences);
        return;
    }
    let mut first = 0;
    for (place, token) in tokens.iter().enumerate() {
        let enough = place + 1 - first >= LIST_PART_WORDS;
        let enough_left = tokens.len() - (place + 1) >= LIST_PART_WORDS;
        if token.word.ends_with(';') && enough && enough_left {
            push_span(tokens.get(first..=place).unwrap_or_default(), sentences);
            first = place + 1;
        }
    }
    push_span(tokens.get(first..).unwrap_or_default(), sentences);
}

fn push_span(tokens: &[Token<'_>], sentences: &mut Vec<Span>) {
    if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
        sentences.push(Span::new(first.start, last.end()));
    }
}

/// Whether `word` only parts what stands around it: a bullet within a paragraph.
fn separates(word: &str, bullets: usize) -> bool {
    // A middle dot alone is a decimal point or a Catalan letter; two or more make a list.
    is_bullet(word) && (word != "·" || bullets > 1)
}

fn is_bullet(word: &str) -> bool {
    matches!(
        word,
        "•" | "●"
            | "○"
            | "◦"
            | "▪"
            | "▫"
            | "■"
            | "□"
            | "‣"
            | "⁃"
            | "∙"
            | "◆"
            | "◇"
            | "➢"
            | "➤"
            | "►"
            | "▶"
            | "✓"
            | "✔"
            | "❖"
            | "·"
    )
}

/// Whether a sentence that opened at token `first` ends before token `next`.
fn is_boundary(tokens: &[Token<'_>], first: usize, next: usize) -> bool {
    let (Some(last), Some(following)) = (tokens.get(next - 1), tokens.get(next)) else {
        return false;
    };
    if following.after_end {
        return true;
    }
    let Some(ending) = Ending::of(last.word) else {
        return false;
    };
    let mut following = following;
    let mut after = next + 1;
    // A cell border or a dash before the next words says nothing of itself.
    if matches!(following.word, "|" | "–" | "—" | "-") {
        let Some(beyond) = tokens.get(after) else {
            return false;
        };
        following = beyond;
        after += 1;
    }
    let beyond = tokens.get(after).map_or("", |token| token.word);
    let opening = Opening::of(following.word, beyond);
    if opening.is_small {
        return false;
    }
    let before = next
        .checked_sub(2)
        .filter(|&place| place >= first)
        .and_then(|place| tokens.get(place))
        .map_or("", |token| token.word);
    let numbers = next - 1 == first || before.ends_with([':', ';']);
    ending.ends_before(&opening, before, numbers)
}

/// How a token ends that may end a sentence.
#[derive(Debug)]
struct Ending<'a> {
    /// The word before the stop, without opening quotes and brackets.
    word: &'a str,
    stop: Stop,
    /// Whether brackets or quotes close between word and stop: `Ltd).`
    closed_before: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    Full,
    Strong,
    Ellipsis,
}

impl<'a> Ending<'a> {
    fn of(token: &'a str) -> Option<Self> {
        let open = token.trim_end_matches(is_closer);
        let open = without_note_marker(open);
        let open = open.trim_end_matches(is_closer);
        let (stop, body) = match open.chars().next_back()? {
            '!' | '?' | '。' | '！' | '？' | '‽' => (
                Stop::Strong,
                open.trim_end_matches(['!', '?', '.', '。', '！', '？', '‽']),
            ),
            '…' => (Stop::Ellipsis, open.trim_end_matches(['…', '.'])),
            '.' => {
                let body = open.trim_end_matches('.');
                match open.len() - body.len() {
                    1 if body.ends_with(['!', '?']) => (Stop::Strong, body),
                    1 => (Stop::Full, body),
                    2 | 3 => (Stop::Ellipsis, body),
                    // The dots between a title and its page number.
                    _ => return None,
                }
            }
            _ => return None,
        };
        let word = body.trim_end_matches(is_closer);
        Some(Self {
            word: word.trim_start_matches(is_opener),
            stop,
            closed_before: word.len() < body.len(),
        })
    }

    /// Whether the sentence ends here, given the next words, the token `before`, and whether the token stands
    /// where a list has its numbers.
    fn ends_before(&self, opening: &Opening<'_>, before: &str, may_number: bool) -> bool {
        if self.stop == Stop::Strong {
            return true;
        }
        if self.word.is_empty() {
            // A stop that stands alone, "labour . We", and not the dots of ". . .".
            return self.stop == Stop::Full && opening.word != "." && !before.ends_with('.');
        }
        if self.stop == Stop::Ellipsis {
            return opening.is_capital;
        }
        if self.closed_before {
            return true;
        }
        if may_number && is_list_number(self.word) {
            return false;
        }
        // The day of a date: "31. March".
        if self.word.len() <= 2 && is_digits(self.word) && is_month(opening.word) {
            return false;
        }
        if is_initial(self.word) {
            return opening.opens_sentence || is_code_before_letter(before);
        }
        if is_dotted_letters(self.word) {
            let never = matches!(
                self.word,
                "e.g" | "i.e" | "E.g" | "I.e" | "c.f" | "n.b" | "N.B"
            );
            return !never && opening.opens_sentence;
        }
        match abbreviation(self.word) {
            None => true,
            Some(Abbreviation::NeverLast) => false,
            Some(Abbreviation::BeforeNumber) => !opening.is_number_or_code,
            Some(Abbreviation::MayBeLast) => opening.opens_sentence,
            Some(Abbreviation::OftenLast) => opening.is_capital || opening.is_quoted,
        }
    }
}

/// How a token begins that may open a sentence.
#[derive(Debug)]
struct Opening<'a> {
    /// The token without opening quotes and brackets and closing punctuation.
    word: &'a str,
    is_small: bool,
    is_capital: bool,
    is_quoted: bool,
    is_number_or_code: bool,
    opens_sentence: bool,
}

impl<'a> Opening<'a> {
    /// `beyond` is the token after it.
    fn of(token: &'a str, beyond: &str) -> Self {
        let opened = token.trim_start_matches(is_opener);
        let word = opened.trim_end_matches([',', ':', ';']);
        let mut characters = word.chars();
        let first = characters.next().unwrap_or(' ');
        let second = characters.next().unwrap_or(' ');
        let verb_follows = beyond.starts_with(char::is_lowercase);
        // "iPhone", "eBay" open sentences as they are.
        let is_small = first.is_lowercase() && !second.is_uppercase();
        let is_number_or_code = !first.is_alphabetic()
            || matches!(word, "No." | "Nos.")
            || word
                .chars()
                .skip(1)
                .any(|character| character.is_ascii_digit())
            || (word.len() > 1 && word.chars().all(|character| character.is_ascii_uppercase()));
        Self {
            word,
            is_small,
            is_capital: first.is_uppercase(),
            is_quoted: opened.len() < token.len(),
            is_number_or_code,
            opens_sentence: opens_sentence(word)
                || (verb_follows && opens_sentence_before_verb(word)),
        }
    }
}

fn is_closer(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '}' | '*' | '†' | '‡'
    ) || is_superscript(character)
}

fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '“' | '‘' | '„' | '«' | '(' | '[' | '{' | '¿' | '¡' | '*'
    )
}

fn is_superscript(character: char) -> bool {
    matches!(character, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// `token` without the mark of a footnote that stands right behind its full stop: `labour.12`, `labour.[3]`.
///
/// Four small letters must stand before the stop, so that "s.54", "No.5" and "v1.2" stay whole.
fn without_note_marker(token: &str) -> &str {
    let digits = token.chars().rev().take_while(char::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return token;
    }
    let Some(stripped) = token.get(..token.len() - digits) else {
        return token;
    };
    let stripped = stripped.trim_end_matches('[');
    let Some(word) = stripped.trim_end_matches(is_closer).strip_suffix('.') else {
        return token;
    };
    let small = word
        .trim_end_matches(is_closer)
        .chars()
        .rev()
        .take_while(|character| character.is_lowercase())
        .take(4)
        .count();
    if small == 4 && abbreviation(word).is_none() {
        stripped
    } else {
        token
    }
}

/// Whether `word` numbers what comes after it: "1", "2.3", "iv", "b".
fn is_list_number(word: &str) -> bool {
    if word.len() > 8 {
        return false;
    }
    let numbered = word.starts_with(|c: char| c.is_ascii_digit())
        && word
            .split('.')
            .all(|part| part.len() <= 2 && is_digits(part));
    let roman = word
        .bytes()
        .all(|byte| matches!(byte.to_ascii_lowercase(), b'i' | b'v' | b'x'));
    let letter = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    numbered || roman || letter
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// One capital letter: of a first name, or of an appendix.
fn is_initial(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_uppercase) && characters.next().is_none()
}

/// Letters with stops between them: "U.K", "e.g", "p.l.c", "J.R".
fn is_dotted_letters(word: &str) -> bool {
    word.len() <= 12
        && word.contains('.')
        && word.split('.').all(|part| {
            let mut characters = part.chars();
            characters.next().is_some_and(char::is_alphabetic) && characters.count() <= 1
        })
        && word.split('.').any(|part| part.chars().count() == 1)
}
