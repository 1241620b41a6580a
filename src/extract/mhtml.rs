//! Pages that a browser saved in one file (MHTML, RFC 2557): the page is taken out and read as HTML.

use std::borrow::Cow;

use super::Hints;
use super::Limits;
use super::Unreadable;
use super::html;
use crate::document::Builder;

/// How much of the file is looked at for its headers, in bytes.
const HEAD: usize = 16 << 10;

/// The most parts looked at.
const MOST_PARTS: usize = 2_000;

/// Names in small letters and values, in order.
type Headers = Vec<(String, String)>;

/// Whether the bytes begin with the headers of a message of several related parts.
pub(super) fn recognises(bytes: &[u8], _: &Hints<'_>) -> bool {
    let Some((headers, _)) = headers_of(bytes) else {
        return false;
    };
    value_of(&headers, "mime-version").is_some()
        && value_of(&headers, "content-type")
            .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/related"))
}

/// Reads the first part that is a page.
pub(super) fn read(
    bytes: &[u8],
    hints: &Hints<'_>,
    limits: &Limits,
    builder: &mut Builder,
) -> Result<(), Unreadable> {
    let malformed = |cause: &str| Unreadable::Malformed {
        format: "mhtml".to_owned(),
        cause: cause.to_owned(),
    };
    let (headers, body) = headers_of(bytes).ok_or_else(|| malformed("it has no headers"))?;
    let kind = value_of(&headers, "content-type").unwrap_or_default();
    let boundary =
        parameter_of(kind, "boundary").ok_or_else(|| malformed("it names no boundary"))?;
    let delimiter = format!("--{boundary}").into_bytes();
    for part in parts_of(body, &delimiter).take(MOST_PARTS) {
        let Some((headers, content)) = headers_of(part) else {
            continue;
        };
        let kind = value_of(&headers, "content-type").unwrap_or_default();
        let plain = kind.to_ascii_lowercase();
        if !plain.starts_with("text/html") && !plain.starts_with("application/xhtml") {
            continue;
        }
        let coding = value_of(&headers, "content-transfer-encoding").unwrap_or_default();
        let page = decoded(content, coding);
        let charset = parameter_of(kind, "charset");
        let hints = Hints {
            charset: charset.as_deref().or(hints.charset),
            ..*hints
        };
        return html::read(&page, &hints, limits, builder);
    }
    Err(malformed("none of its parts is a page"))
}

/// The headers at the start of `bytes`, folded lines joined, and what follows the empty line after them.
fn headers_of(bytes: &[u8]) -> Option<(Headers, &[u8])> {
    let mut headers = Headers::new();
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        let end = memchr::memchr(b'\n', rest.get(..HEAD).unwrap_or(rest))?;
        let line = rest.get(..end)?;
        at += end + 1;
        if at > HEAD {
            return None;
        }
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            if headers.is_empty() {
                // Parts may begin with an empty line.
                continue;
            }
            return Some((headers, bytes.get(at..)?));
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
                continue;
            }
            return None;
        }
        let (name, value) = line.split_once(':')?;
        if name.is_empty() || name.contains(|sign: char| !sign.is_ascii_graphic()) {
            return None;
        }
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

fn value_of<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
}

/// The parameter `name` of a header such as `multipart/related; boundary="x"`.
fn parameter_of(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|parameter| {
        let (known, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (known.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// The parts between lines that begin with `delimiter`.
fn parts_of<'b>(body: &'b [u8], delimiter: &[u8]) -> impl Iterator<Item = &'b [u8]> {
    let mut starts: Vec<usize> = memchr::memmem::find_iter(body, delimiter)
        .filter(|&at| at == 0 || body.get(at - 1) == Some(&b'\n'))
        .collect();
    starts.push(body.len());
    let length = delimiter.len();
    let pairs: Vec<(usize, usize)> = starts
        .windows(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
        .collect();
    pairs.into_iter().filter_map(move |(start, end)| {
        let part = body.get(start + length..end)?;
        // What stands behind the delimiter on its own line is padding.
        let line = memchr::memchr(b'\n', part)?;
        part.get(line + 1..)
    })
}

/// The content of a part, out of its transfer encoding (RFC 2045, section 6).
fn decoded<'b>(content: &'b [u8], coding: &str) -> Cow<'b, [u8]> {
    match coding.trim().to_ascii_lowercase().as_str() {
        "quoted-printable" => Cow::Owned(from_quoted_printable(content)),
        "base64" => Cow::Owned(from_base_64(content)),
        _ => Cow::Borrowed(content),
    }
}

fn from_quoted_printable(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut at = 0;
    while let Some(&byte) = content.get(at) {
        if byte != b'=' {
            out.push(byte);
            at += 1;
            continue;
        }
        let hex = |offset: usize| {
            content
                .get(at + offset)
                .and_then(|digit| char::from(*digit).to_digit(16))
        };
        match (hex(1), hex(2)) {
            (Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                at += 3;
            }
            // A line that goes on.
            _ => match (content.get(at + 1), content.get(at + 2)) {
                (Some(b'\r'), Some(b'\n')) => at += 3,
                (Some(b'\n'), _) => at += 2,
                _ => {
                    out.push(byte);
                    at += 1;
                }
            },
        }
    }
    out
}

fn from_base_64(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for &byte in content {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).unwrap_or(0));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::read as read_any;

    const SAVED: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/msa\r\nSubject: Modern slavery\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Part--x--\"\r\n\r\n\r\n------Part--x--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------Part--x--\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<!DOCTYPE html><html><body><main><h1>Modern slavery statement</h1><p>In the year, the 34 buyers of the caf=C3=A9s completed our course on modern slavery, and =\r\n96 % passed its test.</p></main></body></html>\r\n------Part--x------\r\n";

    #[test]
    fn the_page_in_a_saved_file_is_read() {
        let document = read_any(SAVED.as_bytes(), &Hints::default(), &Limits::default()).unwrap();

        assert_eq!(document.format, "mhtml");
        assert!(
            document.text.contains(
                "the 34 buyers of the cafés completed our course on modern slavery, and 96 % passed"
            ),
            "{}",
            document.text
        );
        assert!(!document.text.contains("boundary"));
    }

    #[test]
    fn base_64_is_read_and_other_files_are_left_alone() {
        assert_eq!(from_base_64(b"Zm9v\r\nYmE="), b"fooba");
        assert!(!recognises(
            b"Subject: a letter\r\n\r\nDear all",
            &Hints::default()
        ));
        assert!(!recognises(b"<html>", &Hints::default()));
        assert!(!recognises(b"", &Hints::default()));
    }

    #[test]
    fn a_file_that_was_cut_says_so() {
        let cut = &SAVED.as_bytes()[..300];

        let error = read_any(cut, &Hints::default(), &Limits::default()).unwrap_err();

        assert!(matches!(error, Unreadable::Malformed { .. }), "{error}");
    }
}
