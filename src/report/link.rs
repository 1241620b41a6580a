//! Links that open a source at the place of a sentence.

use std::path::Path;

use crate::document::Document;
use crate::document::Span;
use crate::source::Origin;

/// A text fragment quotes this many words from each end of a long sentence.
const WORDS_FROM_EACH_END: usize = 5;

/// A text fragment quotes a sentence of up to this many words whole.
const WORDS_QUOTED_WHOLE: usize = 10;

/// A sentence whose words stand earlier in the text too is told apart by this many words before it.
const WORDS_BEFORE: usize = 4;

/// A link that opens the source of `document` at `span`: `file.pdf#page=3`, `https://…#:~:text=…`.
///
/// Text fragments follow the WICG specification "URL Fragment Text Directives".
#[must_use]
pub fn link_to(origin: &Origin, document: &Document, span: Span) -> String {
    let address = match (&origin.final_url, &origin.path) {
        (Some(url), _) => url.split('#').next().unwrap_or_default().to_owned(),
        (None, Some(path)) => address_of(path),
        (None, None) => return String::new(),
    };
    match (document.format.as_str(), document.page_at(span.start)) {
        ("pdf", Some(page)) => format!("{address}#page={page}"),
        ("html", _) => format!("{address}#:~:text={}", text_directive(document, span)),
        _ => address,
    }
}

/// A link that opens the page at `address` where `words` stand; without words, the page.
#[must_use]
pub(super) fn link_to_words(address: &str, words: &str) -> String {
    let mut link = address.split('#').next().unwrap_or_default().to_owned();
    if !words.is_empty() {
        link.push_str("#:~:text=");
        push_words(&mut link, &words.split(' ').collect::<Vec<_>>());
    }
    link
}

/// `path` as a relative or absolute reference, with `/` between its parts.
pub(super) fn address_of(path: &Path) -> String {
    let path = path.to_string_lossy();
    let mut address = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' if cfg!(windows) => address.push('/'),
            b'/' => address.push('/'),
            b':' if cfg!(windows) => address.push(':'),
            byte => push_encoded(&mut address, byte),
        }
    }
    address
}

/// `link` as an absolute address that a program may open: of the web, or of a file, which is looked for from the working
/// folder; none where it is neither.
#[must_use]
pub(super) fn openable(link: &str) -> Option<String> {
    if link.starts_with("https://") || link.starts_with("http://") {
        return Some(link.to_owned());
    }
    if link.is_empty() {
        return None;
    }
    let folder = url::Url::from_directory_path(std::env::current_dir().ok()?).ok()?;
    // A drive's letter looks like a scheme.
    let is_drive = cfg!(windows) && link.as_bytes().get(1) == Some(&b':');
    let joined = if is_drive {
        folder.join(&format!("file:///{link}"))
    } else {
        folder.join(link)
    };
    let address = joined.ok()?;
    (address.scheme() == "file").then(|| address.to_string())
}

/// `[prefix-,]start[,end]`, percent-encoded.
fn text_directive(document: &Document, span: Span) -> String {
    // A quote must lie within one block of the page: the cells of a row are blocks of their own there.
    let words = document.words_at(span);
    let first: Vec<&str> = words
        .split(" | ")
        .next()
        .unwrap_or_default()
        .split(' ')
        .collect();
    let last: Vec<&str> = words
        .split(" | ")
        .last()
        .unwrap_or_default()
        .split(' ')
        .collect();
    let one_cell = !words.contains(" | ");

    let mut directive = String::new();
    if let Some(before) = words_before(document, span) {
        push_words(&mut directive, &before);
        directive.push_str("-,");
    }
    if one_cell && first.len() <= WORDS_QUOTED_WHOLE {
        push_words(&mut directive, &first);
        return directive;
    }
    push_words(
        &mut directive,
        first.get(..WORDS_FROM_EACH_END).unwrap_or(&first),
    );
    directive.push(',');
    let from = last.len().saturating_sub(WORDS_FROM_EACH_END);
    push_words(&mut directive, last.get(from..).unwrap_or(&last));
    directive
}

/// The words before `span`, in its block or the one before, where what it begins with stands earlier in the text too.
fn words_before(document: &Document, span: Span) -> Option<Vec<&str>> {
    let text_before = document.text.get(..span.start as usize)?;
    let beginning = beginning_of(document.words_at(span));
    memchr::memmem::find(text_before.as_bytes(), beginning.as_bytes())?;
    let line = text_before.trim_end().lines().last()?;
    let line = line.rsplit(" | ").next().unwrap_or(line);
    let mut words: Vec<&str> = line.split(' ').rev().take(WORDS_BEFORE).collect();
    words.reverse();
    (!words.is_empty()).then_some(words)
}

/// The words that a directive for `words` begins with.
fn beginning_of(words: &str) -> &str {
    let spaces = words.match_indices(' ').map(|(place, _)| place);
    let end = if words.split(' ').count() <= WORDS_QUOTED_WHOLE {
        None
    } else {
        spaces.take(WORDS_FROM_EACH_END).last()
    };
    end.and_then(|end| words.get(..end)).unwrap_or(words)
}

fn push_words(directive: &mut String, words: &[&str]) {
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            directive.push_str("%20");
        }
        for byte in word.bytes() {
            // `-`, `,` and `&` have a meaning of their own in a directive.
            if byte == b'-' {
                directive.push_str("%2D");
            } else {
                push_encoded(directive, byte);
            }
        }
    }
}

/// Appends `byte`, percent-encoded unless it is unreserved (RFC 3986 section 2.3).
fn push_encoded(out: &mut String, byte: u8) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
        out.push(char::from(byte));
    } else {
        out.push('%');
        out.extend(HEX.get(usize::from(byte >> 4)));
        out.extend(HEX.get(usize::from(byte & 15)));
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::document::BlockKind;
    use crate::document::Builder;
    use crate::document::Piece;
    use crate::document::Place;

    fn document(format: &str, blocks: &[&str]) -> Document {
        let mut builder = Builder::new(format);
        for (place, text) in (1..).zip(blocks) {
            let piece = Piece {
                text,
                place: Place::on_page(place),
                link: None,
            };
            builder.block(BlockKind::Paragraph, &[piece], None);
        }
        builder.finish()
    }

    fn link(origin: &Origin, document: &Document, sentence: usize) -> String {
        link_to(origin, document, document.sentences[sentence].span)
    }

    #[test]
    fn a_pdf_opens_at_the_page_of_the_sentence() {
        let origin = Origin {
            path: Some(PathBuf::from("our suppliers/année #1.pdf")),
            ..Origin::default()
        };
        let document = document("pdf", &["We trained 40 buyers.", "We audited nine sites."]);

        assert_eq!(
            link(&origin, &document, 1),
            "our%20suppliers/ann%C3%A9e%20%231.pdf#page=2"
        );
    }

    #[test]
    fn a_web_page_opens_at_the_words_of_the_sentence() {
        let origin = Origin {
            final_url: Some("https://holm.example/msa#top".to_owned()),
            ..Origin::default()
        };
        let short = document("html", &["Our buyers, all 40, took e-learning."]);
        let long = document(
            "html",
            &[
                "All of our buyers and site managers take a two-hour course on modern slavery every year.",
            ],
        );

        assert_eq!(
            link(&origin, &short, 0),
            "https://holm.example/msa#:~:text=Our%20buyers%2C%20all%2040%2C%20took%20e%2Dlearning."
        );
        assert_eq!(
            link(&origin, &long, 0),
            "https://holm.example/msa#:~:text=All%20of%20our%20buyers%20and,on%20modern%20slavery%20every%20year."
        );
    }

    #[test]
    fn only_files_and_the_web_can_be_opened() {
        let file = openable("our%20suppliers/a.pdf#page=3").expect("a file");

        assert!(file.starts_with("file:///") && file.ends_with("/our%20suppliers/a.pdf#page=3"));
        assert_eq!(
            openable("https://holm.example/#:~:text=We%20act").as_deref(),
            Some("https://holm.example/#:~:text=We%20act")
        );
        assert_eq!(openable("javascript:alert(1)"), None);
        assert_eq!(openable(""), None);
    }

    #[test]
    fn words_that_stand_twice_are_told_apart_by_those_before_them() {
        let origin = Origin {
            final_url: Some("https://holm.example/".to_owned()),
            ..Origin::default()
        };
        let twice = document(
            "html",
            &[
                "We review this yearly. It works.",
                "Our risk map is new. We review this yearly.",
            ],
        );

        assert_eq!(
            link(&origin, &twice, 3),
            "https://holm.example/#:~:text=risk%20map%20is%20new.-,We%20review%20this%20yearly."
        );
    }
}
