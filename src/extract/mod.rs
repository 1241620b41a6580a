//! From bytes to a [`Document`]: one file a format, one row of [`FORMATS`] each.

mod decode;
mod docx;
mod html;
mod isolated;
mod markdown;
mod mhtml;
mod ocr;
mod pdf;
mod text;
mod unreadable;

pub use isolated::COMMAND as READING_COMMAND;
pub use isolated::IsolatedReader;
pub use isolated::Isolation;
pub use isolated::serve;
pub use ocr::BadCommand;
pub use ocr::OcrCommand;
pub use ocr::OcrFailure;
use std::time::Duration;

pub use unreadable::Unreadable;

use serde::Deserialize;
use serde::Serialize;

use crate::document::Builder;
use crate::document::Document;

/// One kind of file that can be read.
#[derive(Debug)]
pub struct Format {
    /// The word in the column `format` of `statements.csv`.
    pub name: &'static str,
    /// Whether these bytes are of this format. Asked in the order of [`FORMATS`]; sees the whole file.
    pub recognises: fn(&[u8], &Hints<'_>) -> bool,
    /// Reads the bytes; bounded in time and memory by [`Limits`].
    pub read: fn(&[u8], &Hints<'_>, &Limits, &mut Builder) -> Result<(), Unreadable>,
}

/// Asked from top to bottom; the first that recognises the bytes reads them.
pub static FORMATS: &[Format] = &[
    Format {
        name: "pdf",
        recognises: pdf::recognises,
        read: pdf::read,
    },
    Format {
        name: "docx",
        recognises: docx::recognises,
        read: docx::read,
    },
    Format {
        name: "mhtml",
        recognises: mhtml::recognises,
        read: mhtml::read,
    },
    Format {
        name: "html",
        recognises: html::recognises,
        read: html::read,
    },
    Format {
        name: "markdown",
        recognises: markdown::recognises,
        read: markdown::read,
    },
    Format {
        name: "text",
        recognises: text::recognises,
        read: text::read,
    },
];

/// What is known of a file beside its bytes. The bytes decide; these only settle what bytes leave open.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The file's name or the last part of its URL, for telling Markdown from plain text.
    pub name: Option<&'a str>,
    /// The `charset` of the HTTP `Content-Type`.
    pub charset: Option<&'a str>,
    /// The password that opens an encrypted file.
    pub password: Option<&'a str>,
}

/// Bounds on what one file may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The largest file, in bytes.
    pub bytes: usize,
    /// The most bytes that anything compressed in the file may unfold to, altogether.
    pub unfolded_bytes: usize,
    /// The most pages read.
    pub pages: usize,
    /// The deepest nesting of elements or objects followed.
    pub depth: usize,
    /// The most characters of text taken.
    pub text_bytes: usize,
    /// How long reading may take; what has been read by then is kept.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 200 << 20,
            unfolded_bytes: 512 << 20,
            pages: 5_000,
            depth: 512,
            text_bytes: 32 << 20,
            time: Duration::from_secs(20),
        }
    }
}

/// Reads `bytes` as whatever format they are.
///
/// # Errors
///
/// [`Unreadable`] says why no text came out: the format is unknown, the file is encrypted, holds only pictures, and so on.
pub fn read(bytes: &[u8], hints: &Hints<'_>, limits: &Limits) -> Result<Document, Unreadable> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(Unreadable::TooLarge {
            bytes: bytes.len(),
            limit: limits.bytes,
        });
    }
    let format = FORMATS
        .iter()
        .find(|format| (format.recognises)(bytes, hints))
        .ok_or(Unreadable::UnsupportedFormat)?;
    let mut builder = Builder::new(format.name).bounded(limits.text_bytes);
    (format.read)(bytes, hints, limits, &mut builder)?;
    let document = builder.finish();
    if document.word_count() == 0 {
        return Err(Unreadable::NoText {
            format: format.name.to_owned(),
        });
    }
    Ok(document)
}

/// Whether `character` is a sign that does nothing but open the items of a list.
fn is_bullet_sign(character: char) -> bool {
    matches!(
        character,
        '•' | '●'
            | '○'
            | '◦'
            | '▪'
            | '▫'
            | '■'
            | '□'
            | '‣'
            | '⁃'
            | '∙'
            | '◆'
            | '➢'
            | '➤'
            | '►'
            | '✓'
            | '✔'
            | '❖'
    )
}
