//! Office formats that are not read, told by name so that people know what to do.

use memchr::memmem;

use super::Unreadable;
use super::package::Package;

/// How compound files begin: Word, Excel and PowerPoint up to 2003, and encrypted files of any year.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Whether these bytes are a ZIP package, a compound file, or a format of Word that is text.
pub(super) fn is_office(bytes: &[u8]) -> bool {
    is_package(bytes) || bytes.starts_with(COMPOUND) || is_rich_text(bytes) || is_flat(bytes)
}

fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn is_rich_text(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{\\rtf")
}

/// Word's formats in one XML file, of 2003 and of 2007.
fn is_flat(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(2_048)).unwrap_or_default();
    head.trim_ascii_start().starts_with(b"<?xml")
        && (memmem::find(head, b"<w:wordDocument").is_some()
            || memmem::find(head, b"<pkg:package").is_some())
}

/// What the bytes are if they are no ZIP package.
pub(super) fn what_else_it_is(bytes: &[u8]) -> Option<Unreadable> {
    if is_rich_text(bytes) {
        return Some(named("RTF document"));
    }
    if is_flat(bytes) {
        return Some(named("Word document in one XML file"));
    }
    if !bytes.starts_with(COMPOUND) {
        return None;
    }
    // The names of the streams in a compound file stand in its directory, in UTF-16.
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    Some(if holds("EncryptedPackage") {
        Unreadable::Encrypted
    } else if holds("WordDocument") {
        named("Word document of the format before 2007 (.doc)")
    } else if holds("Workbook") {
        named("Excel workbook")
    } else if holds("PowerPoint Document") {
        named("PowerPoint presentation")
    } else if holds("__properties_version1.0") {
        named("Outlook message")
    } else {
        named("compound file of an Office program")
    })
}

/// What a ZIP package without a Word document in it is.
pub(super) fn archive(package: &mut Package<'_>) -> Unreadable {
    let kind = package
        .part("mimetype")
        .ok()
        .flatten()
        .map(|kind| kind.trim().to_owned())
        .unwrap_or_default();
    named(match kind.as_str() {
        "application/vnd.oasis.opendocument.text" => "OpenDocument text",
        "application/vnd.oasis.opendocument.spreadsheet" => "OpenDocument spreadsheet",
        "application/vnd.oasis.opendocument.presentation" => "OpenDocument presentation",
        "application/epub+zip" => "EPUB book",
        _ if package.holds("Index/Document.iwa") => "Pages document",
        _ => "ZIP archive",
    })
}

/// A file of the format `name`, which is not read.
pub(super) fn named(name: &str) -> Unreadable {
    Unreadable::OtherFormat {
        name: name.to_owned(),
    }
}
