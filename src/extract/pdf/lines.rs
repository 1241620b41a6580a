//! Lines of text: words that stand on one baseline, put together with the right spaces.

use super::bullets;
use super::page::Area;
use super::page::Page;
use super::page::Word;

/// One line of one column.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    pub page: u32,
    pub area: Area,
    pub baseline: f32,
    /// The height of most of its letters.
    pub size: f32,
    /// Whether all its letters are bold.
    pub bold: bool,
    /// Whether all its letters are slanted.
    pub italic: bool,
    pub text: String,
    /// Links: where each begins and ends in the text, and its number on the page.
    pub links: Vec<LinkedPart>,
    /// How wide its first word is: whether it would have fitted on the line before.
    pub first_width: f32,
    /// The bullet or number that it opens with, taken off the text.
    pub bullet: Option<bullets::Bullet>,
    /// The letters of that bullet or number.
    pub marker: String,
    /// Where the text after the bullet begins.
    pub text_left: f32,
    /// The marked content of its first word; negative for none.
    pub mark: i32,
    /// Whether it opens with a raised number or sign, as a footnote does.
    pub raised_start: bool,
}

/// A part of a line that carries a link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LinkedPart {
    pub start: usize,
    pub end: usize,
    pub link: u16,
}

/// The lines made of `words` (places in `page.words`), from top to bottom.
pub(super) fn lines_of(page: &Page, words: &[u32]) -> Vec<Line> {
    let mut rows: Vec<Row> = Vec::new();
    let mut sorted: Vec<&Word> = words
        .iter()
        .filter_map(|&place| page.words.get(place as usize))
        .collect();
    sorted.sort_by(|a, b| {
        a.baseline
            .total_cmp(&b.baseline)
            .then(a.left.total_cmp(&b.left))
    });
    for word in sorted {
        match rows.last_mut() {
            Some(row) if row.takes(word) => row.add(word),
            _ => rows.push(Row::of(word)),
        }
    }
    let rows = with_raised_joined(rows);
    rows.into_iter()
        .map(|row| line_of(page, row.words))
        .collect()
}

/// The line of words that all stand on it, in any order.
pub(super) fn line_of(page: &Page, mut words: Vec<&Word>) -> Line {
    words.sort_by(|a, b| {
        a.left
            .total_cmp(&b.left)
            .then(a.right.total_cmp(&b.right))
            .then(a.start.cmp(&b.start))
    });
    drop_doubles(page, &mut words);
    let mut line = Line {
        page: page.number,
        size: common_size(&words),
        mark: words.first().map_or(-1, |word| word.mark),
        ..Line::default()
    };
    line.area = words
        .iter()
        .map(|word| word.area())
        .reduce(Area::with)
        .unwrap_or_default();
    let level: Vec<&Word> = words
        .iter()
        .copied()
        .filter(|word| word.size > 0.85 * line.size)
        .collect();
    line.baseline = level
        .iter()
        .map(|word| word.baseline)
        .fold(f32::NEG_INFINITY, f32::max);
    let judged: Vec<&Word> = level
        .iter()
        .copied()
        .filter(|word| word.text(page).chars().any(char::is_alphanumeric))
        .collect();
    line.bold = !judged.is_empty() && judged.iter().all(|word| word.style.bold);
    line.italic = !judged.is_empty() && judged.iter().all(|word| word.style.italic);
    line.raised_start = words.first().is_some_and(|word| {
        is_raised(word, &line)
            || word
                .text(page)
                .starts_with(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
    });
    line.text_left = line.area.left;

    let mut rest: &[&Word] = &words;
    if let Some((bullet, used)) = bullets::opening(page, &words) {
        line.bullet = Some(bullet);
        line.marker = words
            .first()
            .map(|word| word.text(page).to_owned())
            .unwrap_or_default();
        rest = words.get(used..).unwrap_or_default();
        if let Some(first) = rest.first() {
            line.text_left = first.left;
        }
    }
    compose(page, rest, &mut line);
    line
}

struct Row<'w> {
    words: Vec<&'w Word>,
    baseline: f32,
    size: f32,
}

impl<'w> Row<'w> {
    fn of(word: &'w Word) -> Self {
        Self {
            words: vec![word],
            baseline: word.baseline,
            size: word.size,
        }
    }

    fn takes(&self, word: &Word) -> bool {
        (word.baseline - self.baseline).abs() <= 0.3 * self.size.min(word.size)
    }

    fn add(&mut self, word: &'w Word) {
        if word.size > self.size {
            self.size = word.size;
            self.baseline = word.baseline;
        }
        self.words.push(word);
    }

    /// Whether all its words touch words of `other`, as footnote marks and ordinals do.
    fn hangs_on(&self, other: &Self) -> bool {
        let small = self.size <= 0.85 * other.size;
        let near = (-0.75..0.35).contains(&((self.baseline - other.baseline) / other.size));
        small
            && near
            && self.words.iter().all(|word| {
                other.words.iter().any(|beside| {
                    let reach = 0.35 * beside.size;
                    word.left < beside.right + reach && word.right > beside.left - reach
                })
            })
    }
}

/// Puts raised and lowered signs onto the lines that they hang on.
fn with_raised_joined(rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    let mut joined: Vec<Row<'_>> = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(above) = joined.last_mut() {
            if row.hangs_on(above) {
                above.words.extend(row.words);
                continue;
            }
            if above.hangs_on(&row) {
                let mut row = row;
                row.words.append(&mut above.words);
                *above = row;
                continue;
            }
        }
        joined.push(row);
    }
    joined
}

/// The size of most letters.
fn common_size(words: &[&Word]) -> f32 {
    let mut sizes: Vec<(f32, u32)> = Vec::new();
    for word in words {
        let letters = word.end - word.start;
        match sizes
            .iter_mut()
            .find(|(size, _)| (*size - word.size).abs() < 0.05 * word.size)
        {
            Some((_, count)) => *count += letters,
            None => sizes.push((word.size, letters)),
        }
    }
    sizes
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(a.0.total_cmp(&b.0)))
        .map_or(0.0, |(size, _)| size)
}

/// Drops words drawn twice at one place: shadows, and bold made by printing again.
fn drop_doubles(page: &Page, words: &mut Vec<&Word>) {
    let mut kept: Vec<&Word> = Vec::with_capacity(words.len());
    for &word in words.iter() {
        let double = kept.iter().rev().take(4).any(|before| {
            let shift = (word.left - before.left).abs() + (word.right - before.right).abs();
            shift < 0.25 * word.size && word.text(page) == before.text(page)
        });
        if !double {
            kept.push(word);
        }
    }
    *words = kept;
}

fn is_raised(word: &Word, line: &Line) -> bool {
    word.size < 0.8 * line.size && line.baseline - word.baseline > 0.15 * line.size
}

/// Writes the text of `words` into `line`: spaces where gaps are, letter-spaced words put together.
fn compose(page: &Page, words: &[&Word], line: &mut Line) {
    let spread = letter_spacing(page, words);
    let mut before: Option<&Word> = None;
    for word in words {
        if let Some(before) = before {
            let gap = word.left - before.right;
            let size = before.size.min(word.size);
            let apart = match spread {
                Some(inside) if is_spread(page, before) && is_spread(page, word) => gap > inside,
                _ => {
                    (word.spaced && gap > 0.02 * size)
                        || gap > before.word_gap() * size
                        || gap < -2.0 * size
                }
            };
            if apart && !line.text.is_empty() {
                line.text.push(' ');
            }
        } else {
            line.first_width = word.width();
        }
        let start = line.text.len();
        let text = word.text(page);
        if is_raised(word, line) && is_note_mark(text) && !takes_power(&line.text) {
            // The mark of a note is no part of the sentence that it stands in, nor of the note.
            before = Some(word);
            continue;
        }
        if is_raised(word, line) && before.is_some() {
            line.text.extend(text.chars().map(raised));
        } else if word.style.symbol {
            line.text.extend(text.chars().map(bullets::symbol_meant));
        } else {
            push_letters(&mut line.text, text);
        }
        if word.link > 0 {
            add_link(line, start, word.link);
        }
        before = Some(word);
    }
    line.text.truncate(line.text.trim_end().len());
}

/// Appends letters; the mark of a note that stands among them as a character of its own is left out.
fn push_letters(text: &mut String, letters: &str) {
    for letter in letters.chars() {
        let mark = matches!(letter, '¹' | '²' | '³' | '⁴'..='⁹') && !takes_power(text);
        if !mark {
            text.push(letter);
        }
    }
}

/// Whether these raised letters point to a note: up to three digits, or one of the signs used for it.
fn is_note_mark(text: &str) -> bool {
    let bare = text.trim_matches(|character| matches!(character, ',' | '(' | ')' | '[' | ']'));
    !bare.is_empty()
        && bare.len() <= 4
        && bare.chars().all(|character| {
            character.is_ascii_digit() || matches!(character, '*' | '†' | '‡' | '§' | ',')
        })
}

/// Whether a number raised after this text is a power: of a unit, as in `m²`, or of ten.
fn takes_power(text: &str) -> bool {
    let last = text
        .rsplit(|character: char| character.is_whitespace() || matches!(character, '/' | '('))
        .next()
        .unwrap_or_default();
    let unit = last.trim_start_matches(|character: char| {
        character.is_ascii_digit() || matches!(character, '.' | ',')
    });
    matches!(unit, "m" | "km" | "cm" | "mm" | "ft" | "dm") || last == "10"
}

fn add_link(line: &mut Line, start: usize, link: u16) {
    let end = line.text.len();
    if let Some(last) = line.links.last_mut()
        && last.link == link
        && last.end + 1 >= start
    {
        last.end = end;
        return;
    }
    line.links.push(LinkedPart { start, end, link });
}

/// A raised number keeps its height, so that `suppliers` and `2` do not become one word.
fn raised(character: char) -> char {
    match character {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => {
            let digit = u32::from(character) - u32::from('0');
            char::from_u32(0x2070 + digit).unwrap_or(character)
        }
        _ => character,
    }
}

fn is_spread(page: &Page, word: &Word) -> bool {
    word.text(page).chars().count() <= 2
}

/// For a line of single letters set apart: the widest gap that is still inside a word.
fn letter_spacing(page: &Page, words: &[&Word]) -> Option<f32> {
    if words.len() < 4 {
        return None;
    }
    let single: Vec<char> = words
        .iter()
        .filter_map(|word| {
            let mut characters = word.text(page).chars();
            let first = characters.next().filter(|first| first.is_alphanumeric());
            first.filter(|_| characters.next().is_none())
        })
        .collect();
    // Single digits apart are the cells of a table.
    let letters = single
        .iter()
        .filter(|single| single.is_alphabetic())
        .count();
    if single.len() * 10 < words.len() * 7 || letters * 2 < single.len() {
        return None;
    }
    let mut gaps: Vec<f32> = words
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(b.left - a.right),
            _ => None,
        })
        .collect();
    gaps.sort_by(f32::total_cmp);
    let low = gaps.get(gaps.len() / 4).copied()?.max(0.01);
    // The widest step between neighbouring gaps parts those inside words from those between.
    let mut best = (low * 1.45, f32::INFINITY);
    let mut widest = 1.45f32;
    for pair in gaps.windows(2) {
        let [a, b] = pair else { continue };
        if *a >= low * 0.8 && b / a.max(0.01) > widest {
            widest = b / a.max(0.01);
            best = (*a, *b);
        }
    }
    let (inside, beyond) = best;
    Some(if beyond.is_finite() {
        (inside + beyond) / 2.0
    } else {
        f32::INFINITY
    })
}
