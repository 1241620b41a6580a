//! Where words of a text stand in the HTML that they were read from: line and column of the source.
//!
//! The reader of pages keeps the line on which a run of text begins. A review needs the words themselves, which are
//! looked for from there on: with tags, comments and white space left out, and character references resolved.

/// The source of a page, ready for words to be found in it.
#[derive(Debug)]
pub(super) struct Markup {
    /// What the source shows, without white space.
    shown: String,
    /// For each character of `shown`: its offset there, and its line and column in the source, from 1.
    places: Vec<(usize, u32, u32)>,
}

impl Markup {
    /// Reads `source`, once through.
    pub(super) fn new(source: &str) -> Self {
        let mut markup = Self {
            shown: String::with_capacity(source.len() / 2),
            places: Vec::new(),
        };
        let (mut line, mut column) = (1, 1);
        let mut rest = source;
        while let Some(first) = rest.chars().next() {
            let (length, shown) = match first {
                '<' => (tag_length(rest), None),
                '&' => reference(rest),
                other if other.is_whitespace() || is_invisible(other) => (other.len_utf8(), None),
                other => (other.len_utf8(), Some(other)),
            };
            if let Some(shown) = shown.filter(|shown| !shown.is_whitespace()) {
                markup.places.push((markup.shown.len(), line, column));
                markup.shown.push(shown);
            }
            let (passed, after) = rest.split_at(length);
            for character in passed.chars() {
                if character == '\n' {
                    line += 1;
                    column = 1;
                } else {
                    column += 1;
                }
            }
            rest = after;
        }
        markup
    }

    /// Line and column of `words`, which stand on `from_line` or below, with `passed` shown between that line's run of
    /// text and them.
    pub(super) fn place_of(&self, from_line: u32, passed: &str, words: &str) -> Option<(u32, u32)> {
        let bare = |text: &str| -> String {
            text.chars()
                .filter(|character| !character.is_whitespace() && !is_invisible(*character))
                .collect()
        };
        // As many characters as tell one place from another.
        let wanted: String = bare(words).chars().take(60).collect();
        if wanted.is_empty() {
            return None;
        }
        let passed = bare(passed);
        let first = self
            .places
            .partition_point(|(_, line, _)| *line < from_line);
        let start = self.places.get(first)?.0;
        let from = self.shown.get(start..)?;
        // The same words may stand there more than once: those that were passed over are not meant.
        let earlier = passed.matches(wanted.as_str()).count();
        let (found, _) = from.match_indices(wanted.as_str()).nth(earlier)?;
        let place = self
            .places
            .partition_point(|(offset, ..)| *offset < start + found);
        self.places
            .get(place)
            .map(|(_, line, column)| (*line, *column))
    }
}

/// Soft hyphens, marks of direction and the like, which no text that was read holds.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// The length in bytes of the tag, comment, script or style sheet that `rest` begins with.
fn tag_length(rest: &str) -> usize {
    let until = |end: &str, from: usize| {
        let found = rest.get(from..).and_then(|after| after.find(end));
        found.map_or(rest.len(), |found| from + found + end.len())
    };
    if rest.starts_with("<!--") {
        return until("-->", 4);
    }
    let opens = |name: &str| {
        rest.get(1..=name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    if opens("script") {
        return until("</script>", 1);
    }
    if opens("style") {
        return until("</style>", 1);
    }
    let is_tag = rest
        .get(1..)
        .and_then(|after| after.chars().next())
        .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'));
    if is_tag { until(">", 1) } else { 1 }
}

/// The length in bytes of the character reference that `rest` begins with, and what it shows; a bare `&` is itself.
fn reference(rest: &str) -> (usize, Option<char>) {
    const NAMED: [(&str, char); 18] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("mdash", '—'),
        ("ndash", '–'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("hellip", '…'),
        ("bull", '•'),
        ("middot", '·'),
        ("pound", '£'),
        ("euro", '€'),
        ("copy", '©'),
    ];
    let name: String = rest
        .chars()
        .skip(1)
        .take(12)
        .take_while(|&character| character != ';')
        .collect();
    let length = 1 + name.len() + 1;
    if rest.as_bytes().get(length - 1) != Some(&b';') {
        return (1, Some('&'));
    }
    let number = name.strip_prefix('#').and_then(|digits| {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => digits.parse(),
        };
        char::from_u32(code.ok()?)
    });
    let named = NAMED.iter().find(|(known, _)| *known == name);
    match number.or(named.map(|(_, shown)| *shown)) {
        Some(shown) => (length, Some(shown)),
        None => (1, Some('&')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<h1>Title</h1>\n<script>if (1 < 2) { x = '[insert]' }</script>\n<p>One <b class='a>b'>two\n  \
        three</b> &amp; four [insert date]\n\u{a0}five [insert date] &#8217;six</p>\n";

    #[test]
    fn words_are_found_across_tags_lines_and_references() {
        let markup = Markup::new(PAGE);

        assert_eq!(markup.place_of(3, "", "One"), Some((3, 4)));
        assert_eq!(markup.place_of(3, "", "three & four"), Some((4, 3)));
        assert_eq!(markup.place_of(3, "", "’six"), Some((5, 21)));
    }

    #[test]
    fn the_second_of_the_same_words_is_told_from_the_first() {
        let markup = Markup::new(PAGE);
        let passed = "One two three & four [insert date] five ";

        assert_eq!(
            markup.place_of(3, "One two three & four ", "[insert date]"),
            Some((4, 24))
        );
        assert_eq!(markup.place_of(3, passed, "[insert date]"), Some((5, 7)));
        assert_eq!(
            markup.place_of(3, "", "[insert]"),
            None,
            "a script shows nothing"
        );
    }

    #[test]
    fn odd_markup_ends_the_search_and_nothing_else() {
        for source in ["<", "&", "<!--", "a &#x110000; b", "<script>", "<p", "&#;"] {
            assert_eq!(
                Markup::new(source).place_of(1, "", "nothing"),
                None,
                "{source}"
            );
        }
    }
}
