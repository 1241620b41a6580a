//! Words from outside in Markdown: shown as they are, whatever signs they hold.

/// `text` on one line, with every sign escaped that Markdown would act upon (CommonMark, section 2.4).
#[must_use]
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (place, letter) in text.char_indices() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            '&' => out.push_str("&amp;"),
            // At the beginning of a line these make lists and headings; a value may stand there.
            '-' | '+' | '=' if place == 0 => {
                out.push('\\');
                out.push(letter);
            }
            '.' | ')' if is_number(text.get(..place).unwrap_or_default()) => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 10 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The web address `text` as a link that can be followed; other text is only shown.
#[must_use]
pub(super) fn link(text: &str) -> String {
    let is_web = text.starts_with("http://") || text.starts_with("https://");
    let is_plain = !text
        .chars()
        .any(|letter| letter.is_whitespace() || letter.is_control() || matches!(letter, '<' | '>'));
    if is_web && is_plain {
        format!("<{text}>")
    } else {
        markdown(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_become_markup() {
        assert_eq!(
            markdown("[pay](javascript:x) <script>\n# now"),
            "\\[pay\\](javascript:x) \\<script\\> \\# now"
        );
        assert_eq!(markdown("- item"), "\\- item");
        assert_eq!(markdown("1. item"), "1\\. item");
        assert_eq!(
            markdown("Acme Ltd. – 3.5 & more"),
            "Acme Ltd. – 3.5 &amp; more"
        );
        assert_eq!(link("https://a.example/b_c"), "<https://a.example/b_c>");
        assert_eq!(link("javascript:alert(1)"), "javascript:alert(1)");
        assert_eq!(
            link("https://a.example/> <b>"),
            "https://a.example/\\> \\<b\\>"
        );
    }
}
