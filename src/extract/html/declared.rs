//! What the first bytes of a page say: that it is one, and in which encoding.

use memchr::memmem;

use super::Hints;

/// How many of the first bytes are looked at.
const HEAD: usize = 16 << 10;

/// Whether these bytes are a page of HTML or XHTML: the first thing in them, after comments, is a tag of it.
pub(in crate::extract) fn recognises(bytes: &[u8], hints: &Hints<'_>) -> bool {
    let head = narrowed(bytes.get(..bytes.len().min(HEAD)).unwrap_or_default());
    let Some(opening) = first_markup(&head) else {
        return false;
    };
    if let Some(rest) = without_prefix(opening, b"<!doctype") {
        let name = rest.trim_ascii_start();
        return without_prefix(name, b"html").is_some();
    }
    let name = tag_name(opening);
    // Markdown may begin with `<div align="center">` or a comment.
    let is_markdown = hints.name.is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        name.ends_with(".md") || name.ends_with(".markdown")
    });
    if is_markdown {
        return name == "html";
    }
    matches!(
        name.as_str(),
        "html"
            | "head"
            | "body"
            | "title"
            | "meta"
            | "link"
            | "base"
            | "script"
            | "style"
            | "div"
            | "p"
            | "span"
            | "a"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "table"
            | "tbody"
            | "tr"
            | "td"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "nav"
            | "aside"
            | "form"
            | "center"
            | "font"
            | "b"
            | "i"
            | "strong"
            | "em"
            | "br"
            | "hr"
            | "img"
            | "iframe"
            | "noscript"
            | "blockquote"
            | "frameset"
            | "details"
            | "figure"
            | "template"
            | "pre"
            | "button"
            | "dialog"
    )
}

/// The label of the encoding that the page itself gives, in an XML declaration or a `meta` element.
pub(super) fn charset_of(bytes: &[u8]) -> Option<&str> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let start = head.trim_ascii_start();
    if start.starts_with(b"<?xml") {
        let end = memchr::memchr(b'>', start).unwrap_or(start.len());
        let declaration = start.get(..end).unwrap_or_default();
        if let Some(label) = value_after(declaration, b"encoding") {
            return Some(label);
        }
    }
    let mut rest = head;
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = rest.get(at..).unwrap_or_default();
        if rest.starts_with(b"<!--") {
            let end = memmem::find(rest, b"-->").unwrap_or(rest.len());
            rest = rest.get(end..).unwrap_or_default();
            continue;
        }
        if without_prefix(rest, b"<meta").is_some() {
            let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
            let tag = rest.get(..end).unwrap_or_default();
            if let Some(label) = value_after(tag, b"charset") {
                return Some(label);
            }
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    None
}

/// UTF-16 to one byte a character, which is enough to see tags.
fn narrowed(head: &[u8]) -> Vec<u8> {
    let is_wide = head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || head.starts_with(b"<\0")
        || head.starts_with(b"\0<");
    if is_wide {
        head.iter().copied().filter(|&byte| byte != 0).collect()
    } else {
        head.to_vec()
    }
}

/// From the first tag or document type on, after byte order mark, white space, comments and XML declarations.
fn first_markup(head: &[u8]) -> Option<&[u8]> {
    let mut rest = head;
    for mark in [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"] {
        rest = rest.strip_prefix(mark).unwrap_or(rest);
    }
    loop {
        rest = rest.trim_ascii_start();
        let end = if rest.starts_with(b"<!--") {
            memmem::find(rest, b"-->")? + 3
        } else if rest.starts_with(b"<?") {
            memchr::memchr(b'>', rest)? + 1
        } else {
            break;
        };
        rest = rest.get(end..)?;
    }
    rest.starts_with(b"<").then_some(rest)
}

/// The name of the tag that `opening` begins with, in small letters.
fn tag_name(opening: &[u8]) -> String {
    opening
        .iter()
        .skip(1)
        .take(12)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .map(|&byte| char::from(byte.to_ascii_lowercase()))
        .collect()
}

/// `bytes` after `prefix`, whatever the case of its letters.
fn without_prefix<'a>(bytes: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// The word after `name` and an equals sign, with or without quotes.
fn value_after<'a>(bytes: &'a [u8], name: &[u8]) -> Option<&'a str> {
    let at = bytes
        .windows(name.len())
        .position(|window| window.eq_ignore_ascii_case(name))?;
    let rest = bytes.get(at + name.len()..)?.trim_ascii_start();
    let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or_else(|| rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let length = rest
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b':'))
        .unwrap_or(rest.len());
    std::str::from_utf8(rest.get(..length)?)
        .ok()
        .filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_first_tag() {
        let pages: [&[u8]; 8] = [
            b"<!DOCTYPE html><html>",
            b"\xef\xbb\xbf \n<!-- saved -->\n<HTML lang=en>",
            b"<?xml version='1.0'?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\"><html>",
            b"<div class=statement>Our statement</div>",
            b"<h1>Modern slavery</h1>",
            b"\xff\xfe<\0h\0t\0m\0l\0>\0",
            b"<\0p\0>\0a\0",
            b"<script>1</script><p>x",
        ];
        for page in pages {
            assert!(recognises(page, &Hints::default()), "{page:?}");
        }
    }

    #[test]
    fn other_files_are_not_taken_for_pages() {
        let files: [&[u8]; 6] = [
            b"Modern slavery < statement",
            b"<?xml version='1.0'?><feed>",
            b"<!DOCTYPE svg><svg>",
            b"# Statement\n<p>x</p>",
            b"%PDF-1.7",
            b"<3 our people",
        ];
        for file in files {
            assert!(!recognises(file, &Hints::default()), "{file:?}");
        }
        let hints = Hints {
            name: Some("statement.md"),
            ..Hints::default()
        };
        assert!(!recognises(
            b"<div align=center>\n\n# Statement\n</div>",
            &hints
        ));
    }

    #[test]
    fn the_encoding_is_read_where_a_page_gives_it() {
        assert_eq!(charset_of(b"<meta charset=\"utf-8\">"), Some("utf-8"));
        assert_eq!(
            charset_of(b"<META http-equiv=Content-Type content='text/html; charset=Windows-1252'>"),
            Some("Windows-1252")
        );
        assert_eq!(
            charset_of(b"<?xml version=\"1.0\" encoding='iso-8859-1'?><html>"),
            Some("iso-8859-1")
        );
        assert_eq!(charset_of(b"<!-- <meta charset=koi8-r> --><p>x"), None);
    }
}
