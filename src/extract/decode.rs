//! From bytes to characters: which encoding a text file or web page is in.

use std::borrow::Cow;

use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
use encoding_rs::Encoding;
use encoding_rs::REPLACEMENT;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;

/// How many of the first bytes the encoding is guessed from.
const GUESSED_FROM: usize = 1 << 20;

/// The text of `bytes`.
///
/// A byte order mark decides; then `charset`, the label of the HTTP header; then `declared`, the label that the file
/// itself gives; then what the bytes look like. A label that the bytes plainly refute is not believed: pages that say
/// `iso-8859-1` and are UTF-8 are common, and the other way round.
pub(super) fn decoded<'a>(
    bytes: &'a [u8],
    charset: Option<&str>,
    declared: Option<&str>,
) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0;
    }
    if let Some(encoding) = wide_encoding(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    // Valid UTF-8 beyond ASCII hardly ever is anything else, whatever a label says; plain ASCII is the same in all.
    if let Ok(text) = std::str::from_utf8(bytes)
        && !switches_by_escape(bytes)
    {
        return Cow::Borrowed(text);
    }
    let labelled = charset
        .and_then(named)
        .or_else(|| declared.and_then(named))
        .filter(|encoding| *encoding != UTF_8 || is_mostly_utf_8(bytes));
    let encoding = labelled.unwrap_or_else(|| guessed(bytes));
    encoding.decode_without_bom_handling(bytes).0
}

/// The encoding of that label, as browsers resolve labels.
fn named(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    // Encodings that browsers refuse for safety stand for nothing but U+FFFD.
    if encoding == REPLACEMENT {
        return None;
    }
    // A file whose label could be read byte by byte is not in UTF-16.
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(if wide { UTF_8 } else { encoding })
}

/// UTF-16 without a byte order mark: every other one of the first bytes is zero.
fn wide_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    let pairs = head.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |first: usize| {
        head.iter()
            .skip(first)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= pairs * 8 && even == 0 {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 8 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the bytes may be ISO-2022-JP, which looks like ASCII but for its escapes.
fn switches_by_escape(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"\x1b$").is_some()
}

/// Whether more of the sequences beyond ASCII are valid UTF-8 than not.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    valid >= broken
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let head = bytes
        .get(..bytes.len().min(GUESSED_FROM))
        .unwrap_or_default();
    detector.feed(head, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    if guess == UTF_8 && !is_mostly_utf_8(bytes) {
        return encoding_rs::WINDOWS_1252;
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_that_a_browser_reads_gives_the_same_words() {
        let words = "Québec – “lté” naïve €5";
        for label in ["utf-8", "windows-1252", "utf-16le"] {
            let encoding = Encoding::for_label(label.as_bytes()).expect("a known label");
            let bytes = match label {
                "utf-16le" => words.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                _ => encoding.encode(words).0.into_owned(),
            };
            assert_eq!(decoded(&bytes, Some(label), None), words, "in {label}");
            assert_eq!(
                decoded(&bytes, None, Some(label)),
                words,
                "declared {label}"
            );
            assert_eq!(decoded(&bytes, None, None), words, "guessed {label}");
        }
        let japanese = encoding_rs::SHIFT_JIS.encode("強制労働を禁止します。").0;
        assert_eq!(decoded(&japanese, None, None), "強制労働を禁止します。");
    }

    #[test]
    fn a_byte_order_mark_outweighs_the_header() {
        assert_eq!(
            decoded(b"\xef\xbb\xbfcaf\xc3\xa9", Some("iso-8859-1"), None),
            "café"
        );
        assert_eq!(decoded(b"\xfe\xff\x00h\x00i", Some("utf-8"), None), "hi");
    }

    #[test]
    fn a_label_that_the_bytes_refute_is_not_believed() {
        assert_eq!(
            decoded("Élise".as_bytes(), None, Some("iso-8859-1")),
            "Élise"
        );
        assert_eq!(
            decoded(b"\x93Caf\xe9\x94 na\xefve", None, Some("utf-8")),
            "“Café” naïve"
        );
    }

    #[test]
    fn a_label_that_browsers_refuse_is_passed_over() {
        assert_eq!(
            decoded(
                b"caf\xe9 na\xefve",
                Some("iso-2022-kr"),
                Some("windows-1252")
            ),
            "café naïve"
        );
    }

    #[test]
    fn one_broken_byte_does_not_unsettle_a_page_in_utf_8() {
        let text = decoded(b"caf\xc3\xa9 \xff th\xc3\xa9", None, Some("utf-8"));
        assert_eq!(text, "café \u{fffd} thé");
    }
}
