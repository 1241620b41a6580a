//! The form of a text that patterns are matched against.

/// `text` in lower case, with plain quotes and dashes and folded white space.
///
/// It is for asking whether, not where: its offsets are not those of `text`.
#[must_use]
pub fn matching_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    let mut pending_space = false;
    for character in text.chars() {
        let plain = match character {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{b4}' | '`' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => '"',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        };
        if plain.is_whitespace() {
            pending_space = true;
            continue;
        }
        if std::mem::take(&mut pending_space) && !form.is_empty() {
            form.push(' ');
        }
        form.extend(plain.to_lowercase());
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_does_not_hide_words_from_patterns() {
        assert_eq!(
            matching_form(
                "  The Board\u{2019}s \u{201c}zero\u{2011}tolerance\u{201d}\u{a0}policy "
            ),
            "the board's \"zero-tolerance\" policy"
        );
    }
}
