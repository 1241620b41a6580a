//! Plain text for a terminal: wrapped lines and items, and patterns as people read them.

use std::sync::LazyLock;

use regex::Regex;

/// No line is longer, in characters, unless one word is.
pub(super) const COLUMNS: usize = 100;

/// Text that grows, wrapped.
#[derive(Default)]
pub(super) struct Page {
    /// What was written so far.
    pub(super) text: String,
}

impl Page {
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    pub(super) fn heading(&mut self, words: &str) {
        self.gap();
        self.line(&words.to_uppercase());
    }

    pub(super) fn line(&mut self, words: &str) {
        self.wrapped(words, "", "");
    }

    pub(super) fn item(&mut self, words: &str) {
        self.wrapped(words, "- ", "  ");
    }

    fn wrapped(&mut self, words: &str, first: &str, indent: &str) {
        let mut width = first.chars().count();
        self.text.push_str(first);
        let mut is_first = true;
        for word in words.split_whitespace() {
            let length = word.chars().count();
            if !is_first && width + 1 + length > COLUMNS {
                self.text.push('\n');
                self.text.push_str(indent);
                width = indent.chars().count();
            } else if !is_first {
                self.text.push(' ');
                width += 1;
            }
            self.text.push_str(word);
            width += length;
            is_first = false;
        }
        self.text.push('\n');
    }
}

/// A regular expression as a person reads it: `audit/audits/… … supplier/vendor`, where `…` stands for words between
/// or left out, `*` for any ending, `#` for a number.
pub(super) fn gist_of(expression: &str) -> String {
    static STEPS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        let steps = [
            // Up to so many words, up to so many characters, whatever they are.
            (
                r"\(\?:(?:\\w|\[[^\]]*\])[+*]\s?\)\{[\d,]+\}\??",
                " \u{2026} ",
            ),
            (r"(?:\.|\[\^[^\]]*\])\{[\d,]+\}\??", " \u{2026} "),
            (r"\\b|\^|\$|\\W\*", ""),
            (r"\\w[*+]", "*"),
            (r"(?:\\d|\[\\d[^\]]*\])[*+]?(?:\{[\d,]+\})?", "#"),
            (r"\[([^\]])[^\]]*\]", "$1"),
            (r"\(\?:|\(|\)|\?|\\", ""),
            (r"\|", "/"),
            (r"#+", "#"),
            (r"\s+", " "),
        ];
        steps
            .into_iter()
            .map(|(pattern, by)| (Regex::new(pattern).expect("a fixed pattern"), by))
            .collect()
    });
    const CHOICES_SHOWN: usize = 5;
    let plain = STEPS
        .iter()
        .fold(expression.to_owned(), |text, (pattern, by)| {
            pattern.replace_all(&text, *by).into_owned()
        });
    let parts: Vec<String> = plain
        .split('\u{2026}')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let choices: Vec<&str> = part.split('/').collect();
            match choices.get(..CHOICES_SHOWN) {
                Some(first) if choices.len() > CHOICES_SHOWN + 1 => {
                    format!("{}/\u{2026}", first.join("/"))
                }
                _ => part.to_owned(),
            }
        })
        .collect();
    format!("[{}]", parts.join(" \u{2026} "))
}
