//! Opening a PDF: what must be refused before it is parsed, passwords, and what can be repaired.

use hayro_syntax::DecryptionError;
use hayro_syntax::LoadPdfError;
use hayro_syntax::Pdf;
use memchr::memmem;

use super::unfold;
use crate::document::Builder;
use crate::extract::Limits;
use crate::extract::Unreadable;

/// Opens the file; says in a notice where it had to be repaired.
pub(super) fn open(
    bytes: &[u8],
    password: Option<&str>,
    limits: &Limits,
    builder: &mut Builder,
) -> Result<Pdf, Unreadable> {
    if nests_deeper_than(bytes, limits.depth) {
        return Err(Unreadable::Malformed {
            format: "pdf".to_owned(),
            cause: "objects are nested deeper than any real file has them".to_owned(),
        });
    }
    if unfold::is_bomb(bytes, limits.unfolded_bytes) {
        return Err(Unreadable::DecompressionBomb {
            limit: limits.unfolded_bytes,
        });
    }
    note_damage(bytes, builder);
    match load(bytes, password) {
        Ok(pdf) => Ok(pdf),
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {
            Err(Unreadable::Encrypted)
        }
        Err(error) => Err(Unreadable::Malformed {
            format: "pdf".to_owned(),
            cause: told(error).to_string(),
        }),
    }
}

/// The file by what its objects say of themselves, whatever its tables list: for tables that lead nowhere.
pub(super) fn rebuilt(bytes: &[u8], password: Option<&str>) -> Option<Pdf> {
    const SIGN: &[u8] = b"startxref";
    let mut without_tables = bytes.to_vec();
    for at in memmem::find_iter(bytes, SIGN) {
        if let Some(sign) = without_tables.get_mut(at..at + SIGN.len()) {
            sign.fill(b' ');
        }
    }
    Pdf::new_with_password(without_tables, password.unwrap_or_default()).ok()
}

fn load(bytes: &[u8], password: Option<&str>) -> Result<Pdf, LoadPdfError> {
    Pdf::new_with_password(bytes.to_vec(), password.unwrap_or_default())
}

fn told(error: LoadPdfError) -> &'static str {
    match error {
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            "its encryption is of an unknown kind"
        }
        LoadPdfError::Decryption(_) => "its encryption is broken",
        LoadPdfError::Invalid => "no pages were found in it",
    }
}

/// Says where the end of the file or its table of contents is not as it should be.
fn note_damage(bytes: &[u8], builder: &mut Builder) {
    let tail = bytes
        .get(bytes.len().saturating_sub(2048)..)
        .unwrap_or_default();
    if !tail.windows(5).any(|part| part == b"%%EOF") {
        builder.notice("truncated", "the end of the file is missing");
        return;
    }
    let Some(start) = tail.windows(9).rposition(|part| part == b"startxref") else {
        builder.notice(
            "repaired",
            "the file does not say where its contents are listed",
        );
        return;
    };
    let digits: String = tail
        .get(start + 9..)
        .unwrap_or_default()
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace())
        .take_while(|byte| byte.is_ascii_digit())
        .map(|&byte| char::from(byte))
        .collect();
    let at = digits.parse::<usize>().ok();
    // The header may stand some bytes into the file; offsets then count from it.
    let shift = bytes
        .get(..bytes.len().min(1024))
        .unwrap_or_default()
        .windows(5)
        .position(|part| part == b"%PDF-")
        .unwrap_or(0);
    let sound = at.is_some_and(|at| {
        lists_objects(bytes, at) || lists_objects(bytes, at.saturating_add(shift))
    });
    if !sound {
        builder.notice(
            "repaired",
            "the list of the file's objects is broken and was rebuilt",
        );
    }
}

/// Whether a cross-reference table or stream begins at `at`.
fn lists_objects(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    let start = rest
        .iter()
        .take(16)
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    let rest = rest.get(start..).unwrap_or_default();
    rest.starts_with(b"xref") || rest.first().is_some_and(u8::is_ascii_digit)
}

/// Whether brackets open more than `depth` times in a row: no real file does, and parsers recurse over them.
pub(super) fn nests_deeper_than(bytes: &[u8], depth: usize) -> bool {
    let mut run = 0usize;
    for &byte in bytes {
        match byte {
            b'[' | b'<' => {
                run += 1;
                if run > depth {
                    return true;
                }
            }
            b' ' | b'\n' | b'\r' | b'\t' => {}
            _ => run = 0,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_brackets_is_seen_before_anything_recurses_over_it() {
        assert!(nests_deeper_than(&b"[ ".repeat(600), 512));
        assert!(!nests_deeper_than(&b"[1]".repeat(600), 512));
    }
}
