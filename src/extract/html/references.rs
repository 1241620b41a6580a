//! Character references: `&amp;`, `&#163;`, `&eacute`.

use html5ever::data::NAMED_ENTITIES;

/// The longest name has 31 characters; the table is never asked for more.
const LONGEST_NAME: usize = 32;

/// Appends `text` to `out` with its references replaced, by the rules for attribute values or for running text.
pub(super) fn push_decoded(text: &str, in_attribute: bool, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let taken = if reference.as_bytes().get(1) == Some(&b'#') {
            push_numbered(reference, out)
        } else {
            push_named(reference, in_attribute, out)
        };
        if taken == 0 {
            out.push('&');
        }
        rest = reference.get(taken.max(1)..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// `&#163;`, `&#xA3;`: how many bytes of `reference` were replaced.
fn push_numbered(reference: &str, out: &mut String) -> usize {
    let bytes = reference.as_bytes();
    let is_hexadecimal = matches!(bytes.get(2), Some(b'x' | b'X'));
    let (from, base) = if is_hexadecimal { (3, 16) } else { (2, 10) };
    let mut number = 0u32;
    let mut at = from;
    while let Some(digit) = bytes
        .get(at)
        .and_then(|&byte| char::from(byte).to_digit(base))
    {
        number = number.saturating_mul(base).saturating_add(digit);
        at += 1;
    }
    if at == from {
        return 0;
    }
    if bytes.get(at) == Some(&b';') {
        at += 1;
    }
    out.push(numbered(number));
    at
}

/// The character of that number, as browsers correct it.
fn numbered(number: u32) -> char {
    if number == 0 {
        return char::REPLACEMENT_CHARACTER;
    }
    // Numbers 128 to 159 are meant, and shown by browsers, as of Windows-1252.
    if let Ok(byte @ 0x80..=0x9f) = u8::try_from(number) {
        let meant = encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(&[byte])
            .0
            .chars()
            .next();
        return meant.unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// `&eacute;`, `&eacute`: how many bytes of `reference` were replaced by the longest name that fits.
fn push_named(reference: &str, in_attribute: bool, out: &mut String) -> usize {
    let name = reference.get(1..).unwrap_or_default();
    let mut longest = None;
    for length in 1..=name.len().min(LONGEST_NAME) {
        // The table holds every beginning of a name too, standing for zero.
        let Some(found) = name.get(..length).and_then(|name| NAMED_ENTITIES.get(name)) else {
            break;
        };
        if found.0 != 0 {
            longest = Some((length, found));
        }
    }
    let Some((length, &(first, second))) = longest else {
        return 0;
    };
    let ended = name.as_bytes().get(length - 1) == Some(&b';');
    let next = name.as_bytes().get(length).copied().unwrap_or(0);
    // In `?a=1&copy=2` nobody means the sign.
    if in_attribute && !ended && (next == b'=' || next.is_ascii_alphanumeric()) {
        return 0;
    }
    out.extend(char::from_u32(first));
    if second != 0 {
        out.extend(char::from_u32(second));
    }
    length + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str, in_attribute: bool) -> String {
        let mut out = String::new();
        push_decoded(text, in_attribute, &mut out);
        out
    }

    #[test]
    fn references_become_what_a_browser_shows() {
        let cases = [
            ("Smith &amp; Sons &ndash; &pound;5", "Smith & Sons – £5"),
            ("&#163;5 &#xA35 &#x2019;", "£5 ਵ ’"),
            ("caf&eacute &notit; &notin;", "café ¬it; ∉"),
            (
                "&#150; &#0; &#x110000; &#xD800;",
                "– \u{fffd} \u{fffd} \u{fffd}",
            ),
            ("R&D, A & B, &unknown; &", "R&D, A & B, &unknown; &"),
            ("&#; &#x;", "&#; &#x;"),
        ];
        for (raw, shown) in cases {
            assert_eq!(decoded(raw, false), shown, "from {raw}");
        }
    }

    #[test]
    fn in_an_address_a_parameter_is_no_reference() {
        assert_eq!(decoded("?a=1&copy=2&amp;b=3", true), "?a=1&copy=2&b=3");
        assert_eq!(decoded("?a=1&copy=2", false), "?a=1©=2");
    }
}
