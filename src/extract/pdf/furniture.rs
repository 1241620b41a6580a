//! Running heads, running feet and page numbers: lines that come back on page after page at the same height.

use std::collections::BTreeMap;

use super::lines::Line;
use super::lines::lines_of;
use super::page::Page;

/// A line that is no part of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Furniture {
    pub page: u32,
    pub at_top: bool,
    pub text: String,
}

/// The share of a page's height, at top and bottom, in which furniture is looked for.
const ZONE: f32 = 0.16;

/// Lines looked at in each zone.
const LINES: usize = 5;

/// Two lines stand at the same height if no more points are between them.
const SAME_HEIGHT: f32 = 6.0;

/// A line of a zone, and which words it is made of.
struct Candidate {
    page: usize,
    at_top: bool,
    /// From the top of the page, or from its foot.
    height: f32,
    /// What it has in common with the same line of other pages: see [`keys`].
    keys: Vec<String>,
    text: String,
    words: Vec<u32>,
    tagged: bool,
}

/// Finds the furniture of all `pages`: for each page the places of its words, and the lines themselves.
pub(super) fn furniture(pages: &[Page]) -> (Vec<Vec<u32>>, Vec<Furniture>) {
    let candidates = candidates(pages);
    // For each kind of line the heights at which it stands.
    let mut by_key: BTreeMap<(bool, &str), Vec<f32>> = BTreeMap::new();
    for candidate in &candidates {
        for key in &candidate.keys {
            by_key
                .entry((candidate.at_top, key.as_str()))
                .or_default()
                .push(candidate.height);
        }
    }
    for heights in by_key.values_mut() {
        heights.sort_by(f32::total_cmp);
    }
    let mut taken = vec![Vec::new(); pages.len()];
    let mut lines = Vec::new();
    let mut told: Vec<(bool, String)> = Vec::new();
    for candidate in &candidates {
        let alike = candidate
            .keys
            .iter()
            .filter_map(|key| by_key.get(&(candidate.at_top, key.as_str())))
            .map(|heights| {
                let from =
                    heights.partition_point(|height| *height < candidate.height - SAME_HEIGHT);
                let to =
                    heights.partition_point(|height| *height <= candidate.height + SAME_HEIGHT);
                to - from
            })
            .max()
            .unwrap_or(0);
        let repeated = alike >= 3 || (alike == 2 && pages.len() <= 6);
        let number = is_page_number(&candidate.text, candidate.page + 1, pages.len());
        if !(repeated || number || candidate.tagged) {
            continue;
        }
        if let Some(taken) = taken.get_mut(candidate.page) {
            taken.extend(&candidate.words);
        }
        let name = (candidate.at_top, letters(&candidate.text));
        if !told.contains(&name) {
            lines.push(Furniture {
                page: u32::try_from(candidate.page + 1).unwrap_or(u32::MAX),
                at_top: candidate.at_top,
                text: candidate.text.clone(),
            });
            // A book of many short chapters may have hundreds of heads: telling the first ones is enough.
            if told.len() < 200 {
                told.push(name);
            }
        }
    }
    (taken, lines)
}

fn candidates(pages: &[Page]) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (place, page) in pages.iter().enumerate() {
        for at_top in [true, false] {
            let zone: Vec<u32> = page
                .words
                .iter()
                .enumerate()
                .filter(|(_, word)| {
                    // A little beyond the zone: a raised number must not be looked at without its line.
                    if at_top {
                        word.baseline < ZONE * page.height + 2.0 * word.size
                    } else {
                        word.baseline > (1.0 - ZONE) * page.height - 2.0 * word.size
                    }
                })
                .filter_map(|(word, _)| u32::try_from(word).ok())
                .collect();
            let mut lines = with_words(page, &zone);
            lines.retain(|(line, _)| {
                if at_top {
                    line.baseline < ZONE * page.height
                } else {
                    line.baseline > (1.0 - ZONE) * page.height
                }
            });
            if !at_top {
                lines.reverse();
            }
            for (line, words) in lines.into_iter().take(LINES) {
                let tagged = words.iter().all(|&word| {
                    page.words
                        .get(word as usize)
                        .is_some_and(|word| word.style.artifact)
                });
                let text = format!("{} {}", line.marker, line.text);
                candidates.push(Candidate {
                    page: place,
                    at_top,
                    height: if at_top {
                        line.baseline
                    } else {
                        page.height - line.baseline
                    },
                    keys: keys(&text, page.number),
                    text: text.trim().to_owned(),
                    words,
                    tagged,
                });
            }
        }
    }
    candidates
}

/// The lines of `words` with the words of each, from top to bottom.
fn with_words(page: &Page, words: &[u32]) -> Vec<(Line, Vec<u32>)> {
    let lines = lines_of(page, words);
    let mut parted: Vec<(Line, Vec<u32>)> =
        lines.into_iter().map(|line| (line, Vec::new())).collect();
    for &place in words {
        let Some(word) = page.words.get(place as usize) else {
            continue;
        };
        let nearest = parted
            .iter_mut()
            .filter(|(line, _)| {
                line.area.left <= word.left + 0.01 && word.right <= line.area.right + 0.01
            })
            .min_by(|(a, _), (b, _)| {
                let distance = |line: &Line| (line.baseline - word.baseline).abs();
                distance(a).total_cmp(&distance(b))
            });
        if let Some((_, words)) = nearest {
            words.push(place);
        }
    }
    parted
}

/// Numbers of one line that are tried both as they are and as counting the pages.
const NUMBERS: usize = 3;

/// What stays the same of a running head from page to page: its letters in lower case, and each of its numbers either
/// as it is or as its distance from the number of the page. Each way of taking the numbers makes one key.
fn keys(text: &str, page: u32) -> Vec<String> {
    let mut keys = vec![letters(text)];
    let mut numbers = 0;
    for run in text.split(|character: char| !character.is_ascii_digit()) {
        if run.is_empty() {
            continue;
        }
        numbers += 1;
        let distance = run.parse::<i64>().ok().filter(|_| numbers <= NUMBERS);
        let distance = distance.map(|number| number - i64::from(page));
        let counted: Vec<String> = distance
            .iter()
            .flat_map(|distance| keys.iter().map(move |key| format!("{key} +{distance}")))
            .collect();
        for key in &mut keys {
            key.push(' ');
            key.push_str(run);
        }
        keys.extend(counted);
    }
    keys
}

/// The letters of a line in lower case.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a line says nothing but which page this is.
fn is_page_number(text: &str, page: usize, pages: usize) -> bool {
    let bare: String = text
        .chars()
        .filter(|character| !matches!(character, '-' | '–' | '—' | '|' | '[' | ']'))
        .collect();
    let words: Vec<&str> = bare.split_whitespace().collect();
    let number = |word: &&str| word.parse::<usize>().ok();
    match words.as_slice() {
        [only] => {
            number(only) == Some(page)
                || only
                    .split_once('/')
                    .is_some_and(|(at, of)| number(&at) == Some(page) && number(&of) == Some(pages))
        }
        [label, at] => label.eq_ignore_ascii_case("page") && number(at).is_some(),
        [label, at, of, all] => {
            label.eq_ignore_ascii_case("page")
                && of.eq_ignore_ascii_case("of")
                && number(at).is_some()
                && number(all).is_some()
        }
        [at, of, all] => {
            (of.eq_ignore_ascii_case("of") || *of == "/")
                && number(at) == Some(page)
                && number(all).is_some()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_only_counts_pages_is_told_from_a_figure() {
        assert!(is_page_number("3", 3, 10));
        assert!(is_page_number("- 3 -", 3, 10));
        assert!(is_page_number("Page 3 of 10", 3, 10));
        assert!(is_page_number("3 / 10", 3, 10));
        assert!(!is_page_number("4", 3, 10));
        assert!(!is_page_number("3 factories were audited", 3, 10));
    }

    #[test]
    fn numbers_that_count_the_pages_do_not_tell_running_heads_apart() {
        let alike = |a: &str, b: &str| {
            let others = keys(b, 4);
            keys(a, 3).iter().any(|key| others.contains(key))
        };

        assert!(alike("Page 3 of 12", "Page 4 of 12"));
        assert!(alike("Annual report 2024 | 57", "Annual report 2024 | 58"));
        assert!(!alike("We trained 12 people", "We trained 40 people"));
        assert!(!alike("Our policies", "Our people"));
    }
}
