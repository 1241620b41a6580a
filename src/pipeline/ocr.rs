//! A document with scanned pages is read a second time, from what a program for OCR makes of it.

use super::Ocr;
use crate::document::Document;
use crate::document::Notice;
use crate::extract::Limits;
use crate::extract::Unreadable;

/// `answer` as it is, or with the text of its scanned pages, which `ocr` recognises in `bytes` and `read` reads.
///
/// Where recognition fails, a document keeps what it has and says so; one without any text fails.
pub(super) fn recognised(
    ocr: &Ocr,
    answer: Result<Document, Unreadable>,
    bytes: &[u8],
    limits: &Limits,
    read: impl FnOnce(&[u8]) -> Result<Document, Unreadable>,
) -> Result<Document, Unreadable> {
    let pages: Vec<u32> = match &answer {
        Ok(document) => document.scanned_pages.clone(),
        Err(Unreadable::NoTextLayer { pages }) => {
            (1..=u32::try_from(*pages).unwrap_or(u32::MAX)).collect()
        }
        Err(_) => Vec::new(),
    };
    if pages.is_empty() {
        return answer;
    }
    let program = ocr.command.program();
    let second = ocr
        .command
        .run(bytes, &pages, ocr.timeout, limits.bytes)
        .map_err(|failure| failure.to_string())
        .and_then(|pdf| {
            read(&pdf).map_err(|error| format!("what `{program}` wrote could not be read: {error}"))
        });
    match (answer, second) {
        (Ok(before), Ok(after)) if before.pages != after.pages => Ok(failed(
            before,
            format!("`{program}` wrote another number of pages"),
        )),
        (before, Ok(mut after)) => {
            // What the program says of itself is not what the file says.
            if let Ok(before) = before {
                after.metadata = before.metadata;
            }
            let left = &after.scanned_pages;
            let done: Vec<u32> = pages
                .into_iter()
                .filter(|page| !left.contains(page))
                .collect();
            if !done.is_empty() {
                after.notices.push(Notice::new(
                    "ocr",
                    format!("`{program}` recognised the text of {}", counted(done.len())),
                ));
            }
            Ok(after)
        }
        (Ok(before), Err(cause)) => Ok(failed(before, cause)),
        (Err(_), Err(cause)) => Err(Unreadable::OcrFailed {
            pages: pages.len(),
            cause,
        }),
    }
}

fn failed(mut document: Document, cause: String) -> Document {
    document.notices.push(Notice::new("ocr-failed", cause));
    document
}

fn counted(pages: usize) -> String {
    match pages {
        1 => "1 page".to_owned(),
        many => format!("{many} pages"),
    }
}
