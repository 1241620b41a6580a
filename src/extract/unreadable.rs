//! Why the bytes of one file could not become a document.

use std::borrow::Cow;

use serde::Deserialize;
use serde::Serialize;

use crate::failure::Explain;
use crate::failure::Stage;

/// Why the bytes of one file could not become a document.
///
/// It travels between processes ([`super::IsolatedReader`]), so causes are told in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Unreadable {
    /// Nothing in it, or only white space.
    #[error("the file holds nothing")]
    Empty,
    /// The bytes are of no format that can be read.
    #[error("the bytes are of no format that avowal reads")]
    UnsupportedFormat,
    /// A format that is known by name and not read: an older Word document, a spreadsheet, an archive.
    #[error("the file is a {name}, which avowal does not read")]
    OtherFormat {
        /// What people call it.
        name: String,
    },
    /// A password is needed, or the one given does not open it.
    #[error("the file is encrypted and opens only with a password")]
    Encrypted,
    /// Every page is a picture: there is no text to read.
    #[error("none of the {pages} pages holds text")]
    NoTextLayer {
        /// How many pages the file has.
        pages: usize,
    },
    /// There is no text to read, and the program that was to recognise some failed.
    #[error("none of the {pages} pages holds text, and {cause}")]
    OcrFailed {
        /// How many pages the file has.
        pages: usize,
        /// What went wrong.
        cause: String,
    },
    /// Too many characters have no known meaning: the fonts do not say what their glyphs are.
    #[error("{percent} % of the characters cannot be decoded")]
    Garbled {
        /// How many of a hundred characters.
        percent: u32,
    },
    /// A file of a readable format in which no word stands.
    #[error("the {format} file holds no words")]
    NoText {
        /// The word of the format.
        format: String,
    },
    /// More bytes than the limit allows.
    #[error("the file has {bytes} bytes, more than the {limit} allowed")]
    TooLarge {
        /// How many it has.
        bytes: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// What is compressed in the file unfolds to more than any document holds.
    #[error(
        "what is compressed in the file unfolds to more than {limit} bytes, as in a decompression bomb"
    )]
    DecompressionBomb {
        /// How many bytes are allowed.
        limit: usize,
    },
    /// A page that shows nothing but a question about cookies.
    #[error("the page holds a consent dialogue and nothing behind it")]
    ConsentWall,
    /// A page that is empty until scripts fill it.
    #[error("the page holds no text until its scripts run")]
    JavaScriptOnly,
    /// A page that asks for a name and password first.
    #[error("the page asks to log in before it shows anything")]
    LoginWall,
    /// A page of a firewall, or of a check for robots.
    #[error("the page is a block page or a check for robots, not the one asked for")]
    Blocked,
    /// A page that says that there is no such page.
    #[error("the page says that it was not found")]
    SoftNotFound,
    /// A page that only links to the document with the statement.
    #[error("the page holds no statement, only a link to one: {link}")]
    LandingPage {
        /// Where the link points to, as written in the page.
        link: String,
    },
    /// The structure of the file is broken beyond repair.
    #[error("the {format} file is broken: {cause}")]
    Malformed {
        /// The word of the format.
        format: String,
        /// What the library that reads it says.
        cause: String,
    },
    /// Reading took longer than allowed.
    #[error("reading took longer than {seconds} s")]
    TimedOut {
        /// How long it may take.
        seconds: u64,
    },
    /// The process that read it ended, or its reader panicked.
    #[error("the reader failed: {how}")]
    Crashed {
        /// How it ended.
        how: String,
    },
}

impl Explain for Unreadable {
    fn stage(&self) -> Stage {
        match self {
            Self::UnsupportedFormat
            | Self::OtherFormat { .. }
            | Self::ConsentWall
            | Self::JavaScriptOnly
            | Self::LoginWall
            | Self::Blocked
            | Self::SoftNotFound
            | Self::LandingPage { .. } => Stage::Detect,
            Self::Empty | Self::TooLarge { .. } => Stage::Load,
            _ => Stage::Extract,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::UnsupportedFormat | Self::OtherFormat { .. } => "unsupported-format",
            Self::DecompressionBomb { .. } => "decompression-bomb",
            Self::Encrypted => "encrypted",
            Self::NoTextLayer { .. } => "no-text-layer",
            Self::OcrFailed { .. } => "ocr-failed",
            Self::Garbled { .. } => "garbled",
            Self::NoText { .. } => "no-text",
            Self::TooLarge { .. } => "too-large",
            Self::ConsentWall => "consent-wall",
            Self::JavaScriptOnly => "javascript-only",
            Self::LoginWall => "login-wall",
            Self::Blocked => "blocked",
            Self::SoftNotFound => "soft-404",
            Self::LandingPage { .. } => "landing-page",
            Self::Malformed { .. } => "malformed",
            Self::TimedOut { .. } => "timeout",
            Self::Crashed { .. } => "crashed",
        }
    }

    fn hint(&self) -> Cow<'static, str> {
        match self {
            Self::Empty => "check that the download or export of this file completed",
            Self::UnsupportedFormat => {
                "give the statement as HTML, PDF, DOCX, Markdown or plain text"
            }
            Self::OtherFormat { .. } => {
                "open the file in its own program and save the statement as DOCX or PDF"
            }
            Self::DecompressionBomb { .. } => {
                "do not open the file if you do not know where it comes from; ask for another copy"
            }
            Self::Encrypted => "save a copy without a password, or give the password",
            Self::NoTextLayer { .. } => {
                "run OCR over it: install ocrmypdf and add --ocr 'ocrmypdf --pages {pages} {input} {output}'"
            }
            Self::OcrFailed { .. } => {
                "run the command of --ocr by hand over this file, and mend what it complains of"
            }
            Self::Garbled { .. } => {
                "make the PDF anew with its fonts' characters (ToUnicode), or run OCR over it"
            }
            Self::NoText { .. } => "open the file and check that the statement is in it",
            Self::TooLarge { .. } => {
                "pass the statement itself rather than the archive it stands in"
            }
            Self::TimedOut { .. } => {
                "save the file again in its own program, or allow more with --doc-timeout"
            }
            Self::ConsentWall => {
                "open the page in a browser, answer the question, and save it as HTML"
            }
            Self::JavaScriptOnly => {
                "open the page in a browser and save what it shows, as HTML or PDF"
            }
            Self::LoginWall => {
                "log in with a browser and save the page as HTML, or ask the company for the statement"
            }
            Self::Blocked => {
                "open the page in a browser and save it as HTML, or ask the company for it"
            }
            Self::SoftNotFound => "look for the new address of the statement on the company's site",
            Self::LandingPage { .. } => "pass the linked document instead of the page",
            Self::Crashed { .. } | Self::Malformed { .. } => {
                "open the file in its own program, save it again, and pass the new copy"
            }
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scanned_file_says_what_happened_and_what_to_do() {
        let scanned = Unreadable::NoTextLayer { pages: 12 };

        assert_eq!(scanned.code(), "no-text-layer");
        assert_eq!(scanned.to_string(), "none of the 12 pages holds text");
        assert!(scanned.hint().contains("OCR"));
    }
}
