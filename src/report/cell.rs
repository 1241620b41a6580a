//! Cells and terminal lines that are safe to open: statement text is untrusted.

use std::borrow::Cow;

/// `text` on one line, without characters that a terminal or editor would act upon instead of showing.
///
/// Control characters become spaces; marks that reverse the direction of text are dropped, for they make a line read
/// differently from what it says.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    // Nearly all cells are plain ASCII, which is told by a look at each byte.
    let is_plain = |byte: u8| (b' '..=b'~').contains(&byte);
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    if !text
        .chars()
        .any(|character| character.is_control() || turns_direction(character))
    {
        return Cow::Borrowed(text);
    }
    let shown = text
        .chars()
        .filter(|&character| !turns_direction(character))
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        });
    Cow::Owned(shown.collect())
}

/// `text` as a cell that no spreadsheet runs as a formula: a leading apostrophe where it would.
///
/// A formula begins with `=`, `+`, `-` or `@`, also in full width and after spaces (CWE-1236).
#[must_use]
pub(super) fn formula_safe(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    if starts_formula(&text) {
        return Cow::Owned(format!("'{text}"));
    }
    text
}

/// Whether a spreadsheet into which `text` is typed would take it for a formula.
pub(super) fn starts_formula(text: &str) -> bool {
    let first = text.chars().find(|character| !character.is_whitespace());
    matches!(
        first,
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
    )
}

/// `text` as a cell of a table: as it is where `verbatim`, else such that no spreadsheet runs it as a formula.
#[must_use]
pub fn cell_of(text: &str, verbatim: bool) -> String {
    if verbatim {
        text.to_owned()
    } else {
        formula_safe(text).into_owned()
    }
}

fn turns_direction(character: char) -> bool {
    matches!(
        character,
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_neutralised() {
        assert_eq!(formula_safe("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(formula_safe("  +44 20 7946 0000"), "'  +44 20 7946 0000");
        assert_eq!(formula_safe("＝1+1"), "'＝1+1");
        assert_eq!(formula_safe("\t@SUM(A1)"), "' @SUM(A1)");
        assert_eq!(
            formula_safe("We trained 40 - no, 41 - buyers"),
            "We trained 40 - no, 41 - buyers"
        );
    }

    #[test]
    fn what_a_terminal_would_act_upon_is_not_shown_to_it() {
        assert_eq!(printable("red \u{1b}[31mtext\nnext"), "red  [31mtext next");
        assert_eq!(printable("abc\u{202e}def"), "abcdef");
    }
}
