//! Footnotes: small print at the foot of a column, and the numbers that it opens with.

use super::lines::Line;
use super::paragraphs::Habits;
use super::paragraphs::Kind;
use super::paragraphs::Paragraph;
use super::paragraphs::continue_with;
use super::paragraphs::opened;

/// Parts what stands at the foot of a column in small print from the text above it.
pub(super) fn split_notes(
    mut lines: Vec<Line>,
    height: f32,
    habits: &Habits<'_>,
) -> (Vec<Line>, Vec<Line>) {
    let small = |line: &Line| line.size <= 0.93 * habits.body_size;
    let from = lines
        .iter()
        .rposition(|line| !small(line))
        .map_or(0, |place| place + 1);
    let start = lines
        .iter()
        .enumerate()
        .skip(from)
        .find(|(_, line)| opens_note(line) && line.baseline > 0.4 * height)
        .map(|(place, _)| place);
    match start {
        Some(start) => {
            let foot = lines.split_off(start);
            (lines, foot)
        }
        None => (lines, Vec::new()),
    }
}

fn opens_note(line: &Line) -> bool {
    if line.raised_start {
        return true;
    }
    let mut characters = line.text.chars();
    let first = characters.next();
    let second = characters.next();
    matches!(first, Some('*' | '†' | '‡' | '¹' | '²' | '³' | '⁴'..='⁹'))
        || line.marker == "*"
        || (first.is_some_and(|character| character.is_ascii_digit())
            && line
                .text
                .trim_start_matches(|character: char| character.is_ascii_digit())
                .starts_with(|character: char| character == ' ' || character.is_alphabetic())
            && second.is_some())
}

/// Takes the number that a note opens with off its text: `12 By staff we mean`, `1Here`.
fn drop_note_number(line: &mut Line, last: &mut u32) {
    let digits = line.text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.text.get(digits..).unwrap_or_default();
    let Ok(number) = line.text.get(..digits).unwrap_or_default().parse::<u32>() else {
        return;
    };
    let glued = rest.starts_with(char::is_alphabetic);
    let follows = number == 1 || number == *last + 1 || (*last == 0 && number < 200);
    if digits > 3 || !(glued || (follows && rest.starts_with(' '))) {
        return;
    }
    *last = number;
    let cut = line.text.len() - rest.trim_start().len();
    line.text.drain(..cut);
    for part in &mut line.links {
        part.start = part.start.saturating_sub(cut);
        part.end = part.end.saturating_sub(cut);
    }
}

/// The notes that `lines` from the foot of a column are.
pub(super) fn notes_of(lines: Vec<Line>, habits: &Habits<'_>) -> Vec<Paragraph> {
    let mut notes: Vec<Paragraph> = Vec::new();
    let mut number = 0u32;
    for mut line in lines {
        let opens = opens_note(&line);
        if opens {
            drop_note_number(&mut line, &mut number);
        }
        let new = opened(line, Kind::Note);
        match notes.last_mut() {
            Some(open) if !opens => continue_with(open, new, habits),
            _ => notes.push(new),
        }
    }
    notes
}
