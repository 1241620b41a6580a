//! Line breaks: which of them part two blocks, and which only wrap a line.

use crate::extract::is_bullet_sign;
use std::ops::Range;

use super::blocks::Unfolded;

/// A part of a block, between two line breaks that matter.
#[derive(Debug)]
pub(super) struct Segment {
    /// Places in [`Unfolded::runs`].
    pub(super) runs: Range<usize>,
    /// Characters that are no white space.
    pub(super) letters: u32,
    /// Those of them in links to other pages.
    pub(super) linked: u32,
    /// How many links to other pages there are.
    pub(super) links: u32,
    pub(super) words: u32,
    pub(super) ends_sentence: bool,
    /// Whether all of it is bold.
    pub(super) is_bold: bool,
    /// Whether it began with a bullet that somebody typed; it is no longer part of the runs.
    pub(super) is_bulleted: bool,
    first: char,
    last: char,
}

/// The parts of the block made of `runs`; none where no letter is in it. Where it may not be split, it is one.
pub(super) fn segments_of(
    page: &mut Unfolded,
    runs: Range<usize>,
    may_split: bool,
) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut after_blank = false;
    let mut from = runs.start;
    while from < runs.end {
        let line = page.runs.get(from..runs.end).unwrap_or_default();
        let length = line
            .iter()
            .position(|run| run.is_break)
            .unwrap_or(line.len());
        let to = from + length;
        match measured(page, from..to) {
            None => after_blank |= from > runs.start,
            Some(mut segment) => {
                let joins = segments
                    .last()
                    .is_some_and(|last| !may_split || !(after_blank || parts(last, &segment)));
                if joins && let Some(last) = segments.last_mut() {
                    last.join(segment);
                } else {
                    segment.is_bulleted = may_split && strips_bullet(page, &segment.runs);
                    segments.push(segment);
                }
                after_blank = false;
            }
        }
        from = to + 1;
    }
    segments
}

/// Whether a single break between two lines parts two blocks: before a bullet, and after a bold line.
fn parts(line: &Segment, next: &Segment) -> bool {
    is_bullet(next.first) || (line.is_bold && !next.is_bold)
}

impl Segment {
    /// Takes the next line too: the break before it only wraps.
    fn join(&mut self, next: Self) {
        self.runs.end = next.runs.end;
        self.letters += next.letters;
        self.linked += next.linked;
        self.links += next.links;
        self.words += next.words;
        self.ends_sentence = next.ends_sentence;
        self.is_bold &= next.is_bold;
        self.last = next.last;
    }
}

/// What stands in `runs`; none where no letter or digit does.
fn measured(page: &Unfolded, runs: Range<usize>) -> Option<Segment> {
    let mut segment = Segment {
        runs: runs.clone(),
        letters: 0,
        linked: 0,
        links: 0,
        words: 0,
        ends_sentence: false,
        is_bold: true,
        is_bulleted: false,
        first: ' ',
        last: ' ',
    };
    let mut in_word = false;
    let mut has_word = false;
    let mut unspaced = 0;
    let mut last_link = None;
    for run in page.runs.get(runs)? {
        let text = page.words.get(run.text.clone()).unwrap_or_default();
        let mut letters = 0;
        for character in text.chars() {
            if character.is_whitespace() {
                in_word = false;
                continue;
            }
            letters += 1;
            if segment.first == ' ' {
                segment.first = character;
            }
            segment.last = character;
            unspaced += u32::from(is_of_unspaced_script(character));
            if !in_word && character.is_alphanumeric() {
                in_word = true;
                segment.words += 1;
            }
            has_word |= character.is_alphanumeric();
        }
        segment.letters += letters;
        if run.leads_away && letters > 0 {
            segment.linked += letters;
            segment.links += u32::from(last_link != run.link);
            last_link = run.link;
        }
        segment.is_bold &= run.bold || letters == 0;
    }
    // Where words are not parted by spaces, one has about two letters.
    segment.words += unspaced / 2;
    let end = if matches!(segment.last, '"' | '”' | '’' | '\'' | ')' | ']') {
        last_but_closers(page, segment.runs.clone())
    } else {
        segment.last
    };
    segment.ends_sentence = matches!(end, '.' | '!' | '?' | ':' | ';' | '。' | '…');
    has_word.then_some(segment)
}

/// Whether `character` is of a script without spaces between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer.
fn is_of_unspaced_script(character: char) -> bool {
    matches!(
        character,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
    )
}

/// The last character that closes nothing: of `labour.”)` the full stop.
fn last_but_closers(page: &Unfolded, runs: Range<usize>) -> char {
    page.runs
        .get(runs)
        .unwrap_or_default()
        .iter()
        .rev()
        .flat_map(|run| {
            page.words
                .get(run.text.clone())
                .unwrap_or_default()
                .chars()
                .rev()
        })
        .find(|character| {
            !character.is_whitespace() && !matches!(character, '"' | '”' | '’' | '\'' | ')' | ']')
        })
        .unwrap_or(' ')
}

/// Takes a typed bullet off the front of `runs`; whether there was one.
fn strips_bullet(page: &mut Unfolded, runs: &Range<usize>) -> bool {
    for run in page.runs.get_mut(runs.clone()).unwrap_or_default() {
        let text = page.words.get(run.text.clone()).unwrap_or_default();
        let trimmed = text.trim_start();
        let Some(first) = trimmed.chars().next() else {
            continue;
        };
        let rest = trimmed.get(first.len_utf8()..).unwrap_or_default();
        let is_dash = matches!(first, '-' | '–') && rest.starts_with(char::is_whitespace);
        if !is_bullet(first) && !is_dash {
            return false;
        }
        run.text.start = run.text.end - rest.len();
        return true;
    }
    false
}

/// Whether `character` is a bullet wherever it opens a line: also the signs of symbol fonts, which pages carry along.
pub(super) fn is_bullet(character: char) -> bool {
    is_bullet_sign(character)
        || matches!(
            character,
            '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f0fc}' | '·'
        )
}
