//! CSV manifests: one statement a row, with what the user already knows about it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;

use super::Place;
use super::Source;
use super::Unloaded;
use super::address::address_of;
use super::address::looks_like_an_address;
use crate::failure::Failed;

/// The columns whose values are carried into `statements.csv` as `manifest.<column>`, in that order.
///
/// `path` and `url` are carried only where both are given: the one that was not read.
pub const CARRIED_COLUMNS: &[&str] = &[
    "id",
    "organisation",
    "company_number",
    "sector",
    "country",
    "turnover",
    "period_end",
    "url",
];

/// Other spellings of columns that people use.
const OTHER_SPELLINGS: &[(&str, &str)] = &[
    ("organization", "organisation"),
    ("organisation_name", "organisation"),
    ("organization_name", "organisation"),
    ("company", "organisation"),
    ("company_name", "organisation"),
    ("registered_number", "company_number"),
    ("registration_number", "company_number"),
    ("file", "path"),
    ("filename", "path"),
    ("link", "url"),
];

/// The largest manifest that is taken, in bytes.
const MOST_BYTES: u64 = 1 << 30;

/// One row: a source, or why it names none.
pub(super) type Row = Result<Source, Failed>;

/// The rows of the manifest at `path`. Paths in it start from its own folder.
pub(super) fn rows_of(path: &Path) -> Result<Vec<Row>, Unloaded> {
    let text = text_of(path)?;
    let (delimiter, text) = delimiter_of(&text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let bad = |reason: String| Unloaded::BadManifest { reason };
    let header = match records.next() {
        None => return Err(bad("the manifest is empty".to_owned())),
        Some(header) => {
            header.map_err(|error| bad(format!("the header row is broken: {error}")))?
        }
    };
    let columns: Vec<String> = header.iter().map(column_of).collect();
    if !columns
        .iter()
        .any(|column| column == "path" || column == "url")
    {
        let told: Vec<&str> = header.iter().take(12).collect();
        return Err(bad(format!(
            "the manifest has no column path or url, only: {}",
            told.join(", ")
        )));
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut rows = Vec::new();
    for record in records {
        // The text is already decoded, and rows of any length are taken: nothing is left that can break.
        let record = record.map_err(|error| bad(format!("a row is broken: {error}")))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let cells = columns.iter().map(String::as_str).zip(record.iter());
        rows.push(row_of(cells, folder, || {
            format!("{}:{line}", path.display())
        }));
    }
    Ok(rows)
}

/// The source that one row names.
fn row_of<'a>(
    cells: impl Iterator<Item = (&'a str, &'a str)>,
    folder: &Path,
    name: impl Fn() -> String,
) -> Row {
    let mut values: BTreeMap<&str, &str> = BTreeMap::new();
    for (column, value) in cells {
        if !value.is_empty() {
            // The first of two columns of one name wins.
            values.entry(column).or_insert(value);
        }
    }
    let carried = |values: &BTreeMap<&str, &str>, but_for: &str| {
        CARRIED_COLUMNS
            .iter()
            .filter(|&&column| column != but_for)
            .filter_map(|&column| Some((column.to_owned(), (*values.get(column)?).to_owned())))
            .collect()
    };
    if let Some(&path) = values.get("path") {
        if looks_like_an_address(path) {
            return url_source(path, carried(&values, "url"));
        }
        let path = path_from(folder, path);
        return Ok(Source {
            label: path.to_string_lossy().into_owned(),
            place: Place::File(path),
            manifest: carried(&values, ""),
        });
    }
    match values.get("url") {
        Some(url) => url_source(url, carried(&values, "url")),
        None => Err(Failed::new(&name(), &Unloaded::BadManifestRow)),
    }
}

fn url_source(url: &str, manifest: BTreeMap<String, String>) -> Row {
    // Registries list addresses as people type them: `www.example.org/statement`.
    let typed: Cow<'_, str> = if url.contains("://") {
        Cow::Borrowed(url)
    } else {
        Cow::Owned(format!("https://{url}"))
    };
    let address = address_of(&typed).map_err(|error| Failed::new(url, &error))?;
    Ok(Source {
        label: url.to_owned(),
        place: Place::Url(address.into()),
        manifest,
    })
}

/// `path` from the manifest's `folder`; backslashes of Windows are understood where no such file is there.
fn path_from(folder: &Path, path: &str) -> PathBuf {
    let there = folder.join(path);
    if path.contains('\\') && !there.exists() {
        let turned = folder.join(path.replace('\\', "/"));
        if turned.exists() {
            return turned;
        }
    }
    there
}

/// The text of a manifest as spreadsheets write it: UTF-8 and UTF-16 with or without a mark, else Windows-1252.
fn text_of(path: &Path) -> Result<String, Unloaded> {
    let file = File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Unloaded::NotFound,
        _ => Unloaded::NotReadable(error),
    })?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(Unloaded::NotReadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Unloaded::TooLarge {
            limit: usize::try_from(MOST_BYTES).unwrap_or(usize::MAX),
        });
    }
    let encoding = match Encoding::for_bom(&bytes) {
        Some((encoding, _)) => encoding,
        None if bytes.get(1) == Some(&0) => UTF_16LE,
        None if bytes.first() == Some(&0) => UTF_16BE,
        None if std::str::from_utf8(&bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    let (text, _, _) = encoding.decode(&bytes);
    Ok(text.into_owned())
}

/// What parts the cells, told from the header row, and the text from that row on.
///
/// Excel may write a line `sep=;` before the header, and means it.
fn delimiter_of(text: &str) -> (u8, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_end();
    if let Some(separator) = first
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("sep="))
    {
        let told = first.as_bytes().get(separator.len()).copied();
        if let Some(delimiter) = told.filter(u8::is_ascii) {
            return (delimiter, rest);
        }
    }
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in first.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        }
        for (delimiter, count) in &mut counts {
            if !quoted && byte == *delimiter {
                *count += 1;
            }
        }
    }
    // The first of equals wins, so that one column alone is read as commas.
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    (best.0, text)
}

/// The column that a header cell names: `Company Number` is `company_number`.
fn column_of(header: &str) -> String {
    let mut column = String::new();
    for character in header
        .trim_matches(|mark: char| mark == '\u{feff}' || mark.is_whitespace())
        .chars()
    {
        if character.is_alphanumeric() {
            column.extend(character.to_lowercase());
        } else if !column.ends_with('_') {
            column.push('_');
        }
    }
    let column = column.trim_matches('_');
    OTHER_SPELLINGS
        .iter()
        .find(|(other, _)| *other == column)
        .map_or(column, |(_, ours)| ours)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::failure::Explain;

    fn rows(bytes: &[u8]) -> Result<Vec<Row>, Unloaded> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        fs::write(&path, bytes).unwrap();
        rows_of(&path)
    }

    fn only(bytes: &[u8]) -> Source {
        let mut rows = rows(bytes).unwrap();
        assert_eq!(rows.len(), 1, "{rows:?}");
        rows.remove(0).unwrap()
    }

    #[test]
    fn a_row_carries_what_the_user_knows() {
        let source = only(
            b"Company Name,company_number,URL,Turnover,mood\nFoxglove Ltd,01234567,https://foxglove.example/msa,90000000,fine\n",
        );

        assert_eq!(source.label, "https://foxglove.example/msa");
        assert_eq!(
            source.manifest,
            BTreeMap::from([
                ("organisation".to_owned(), "Foxglove Ltd".to_owned()),
                ("company_number".to_owned(), "01234567".to_owned()),
                ("turnover".to_owned(), "90000000".to_owned()),
            ])
        );
    }

    #[test]
    fn spreadsheets_encodings_and_separators_are_understood() {
        let text = "sep=;\nPfad;path;organisation\n1;a.pdf;Café Müller\n";
        let mut utf_16 = vec![0xff, 0xfe];
        utf_16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let windows = b"path;organisation\na.pdf;Caf\xe9 M\xfcller\n";
        let marked = "\u{feff}path\torganisation\na.pdf\tCafé Müller\n";

        for bytes in [utf_16.as_slice(), windows, marked.as_bytes()] {
            let source = only(bytes);
            assert!(source.label.ends_with("a.pdf"), "{}", source.label);
            assert_eq!(source.manifest["organisation"], "Café Müller");
        }
    }

    #[test]
    fn a_path_starts_from_the_folder_of_the_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        fs::write(&path, "id,path,url\n7,sub\\a.txt,https://example.org/a\n").unwrap();
        fs::create_dir(folder.path().join("sub")).unwrap();
        fs::write(folder.path().join("sub/a.txt"), "a").unwrap();

        let source = rows_of(&path).unwrap().remove(0).unwrap();

        assert_eq!(source.place, Place::File(folder.path().join("sub/a.txt")));
        assert_eq!(source.manifest["url"], "https://example.org/a");
    }

    #[test]
    fn a_row_without_a_place_fails_alone_and_is_named_by_its_line() {
        let rows = rows(b"id,url\n1,\n\n2,example.org/a\n3,ftp://example.org/\n").unwrap();

        let first = rows[0].as_ref().unwrap_err();
        assert_eq!(first.code, "bad-manifest-row");
        assert!(first.source.ends_with("list.csv:2"), "{}", first.source);
        assert_eq!(
            rows[1].as_ref().unwrap().place,
            Place::Url("https://example.org/a".to_owned())
        );
        assert_eq!(rows[2].as_ref().unwrap_err().code, "bad-address");
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn a_table_that_is_no_manifest_says_what_columns_it_has() {
        let error = rows(b"name,score\na,1\n").unwrap_err();

        assert_eq!(error.code(), "bad-manifest");
        assert_eq!(
            error.to_string(),
            "the manifest has no column path or url, only: name, score"
        );
        assert_eq!(rows(b"").unwrap_err().to_string(), "the manifest is empty");
    }
}
