//! Bullets and numbers that open the items of a list.

use super::page::Page;
use super::page::Word;

/// The sign that opened an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bullet {
    /// A dot, dash, box or arrow.
    Sign,
    /// A number or letter with its full stop or bracket: `3.`, `(a)`, `iv)`.
    Number,
}

/// The bullet that `words` (one line, from left to right) open with, and how many words it takes up.
pub(super) fn opening(page: &Page, words: &[&Word]) -> Option<(Bullet, usize)> {
    let (first, second) = (words.first()?, words.get(1)?);
    let text = first.text(page);
    let gap = second.left - first.right;
    let parted = second.spaced || gap > 0.13 * second.size;
    if !parted {
        return None;
    }
    if is_sign(text, first.style.symbol, gap / second.size.max(0.1)) {
        return Some((Bullet::Sign, 1));
    }
    is_number(text).then_some((Bullet::Number, 1))
}

/// Whether this word alone is a bullet or an item's number.
pub(super) fn is_marker(page: &Page, word: &Word) -> bool {
    let text = word.text(page);
    is_sign(text, word.style.symbol, 1.0) || is_number(text)
}

fn is_sign(text: &str, symbol: bool, gap: f32) -> bool {
    let mut characters = text.chars();
    let (Some(sign), None) = (characters.next(), characters.next()) else {
        return false;
    };
    match sign {
        '•' | '◦' | '▪' | '▫' | '■' | '□' | '●' | '○' | '‣' | '⁃' | '∙' | '·' | '►' | '▶' | '➢'
        | '➤' | '➔' | '→' | '✓' | '✔' | '❖' | '◆' | '◇' | '♦' | '★' | '☐' | '☑' | '⚫'
        | '\u{2b24}' | '\u{25fe}' | '\u{25fc}' | '✗' | '✘' | '❑' | '❒' | '»' | '›' | '\u{fffd}' => {
            true
        }
        '-' | '–' | '—' | '*' | '−' => true,
        'o' | '§' | 'v' | 'Ø' | 'ü' | 'q' | 'n' | 'l' | 'u' | 'Ÿ' => {
            symbol || (sign == 'o' && gap > 0.5)
        }
        _ => symbol || super::glyphs::is_private(sign),
    }
}

fn is_number(text: &str) -> bool {
    let inner = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
        .or_else(|| text.strip_suffix(')'))
        .or_else(|| text.strip_suffix('.'));
    let Some(inner) = inner else { return false };
    let digits =
        !inner.is_empty() && inner.len() <= 2 && inner.bytes().all(|byte| byte.is_ascii_digit());
    let letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_lowercase());
    let roman = !inner.is_empty()
        && inner.len() <= 4
        && inner.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    digits || letter || roman
}

/// What a letter of a font of pictures stands for, as far as it matters to a reader.
pub(super) fn symbol_meant(character: char) -> char {
    match character {
        '\u{f0b7}' | '\u{f0a7}' | '\u{f06e}' | '\u{f0d8}' | '\u{f076}' | '\u{f0a8}' => '•',
        '\u{f0fc}' => '✓',
        '\u{f0e0}' | '\u{f0f0}' | '\u{f0d0}' => '→',
        '\u{f02d}' => '–',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_items_are_told_from_other_numbers() {
        assert!(is_number("3."));
        assert!(is_number("(a)"));
        assert!(is_number("iv)"));
        assert!(!is_number("2025."));
        assert!(!is_number("54"));
        assert!(!is_number("A."));
    }

    #[test]
    fn the_letter_o_is_a_bullet_only_with_a_wide_gap_after_it() {
        assert!(is_sign("o", false, 1.2));
        assert!(!is_sign("o", false, 0.25));
        assert!(is_sign("•", false, 0.25));
    }
}
