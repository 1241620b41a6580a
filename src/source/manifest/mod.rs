//! CSV manifests: one statement a row, with what the user already knows about it.

mod columns;
mod sheet;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

pub use columns::CARRIED_COLUMNS;
pub use columns::iso_date;
pub use sheet::Registry;
pub use sheet::Sheet;
pub use sheet::SheetRow;

use super::Place;
use super::Source;
use super::Unloaded;
use super::address::address_of;
use super::address::looks_like_an_address;
use crate::failure::Failed;

/// Endings of files that may be named by an identifier alone.
const ENDINGS: &[&str] = &["pdf", "html", "htm", "mhtml", "mht", "docx", "md", "txt"];

/// One row: a source, or why it names none.
pub(super) type Row = Result<Source, Failed>;

/// The rows of the manifest at `path`. Paths in it start from its own folder, or from `input_folder` where one is given:
/// a file that is there stands in for the address of its row.
///
/// In a registry's export, the rows of a group that name one statement are one source.
pub(super) fn rows_of(path: &Path, input_folder: Option<&Path>) -> Result<Vec<Row>, Unloaded> {
    let sheet = Sheet::read(path)?;
    if !["path", "url", "website"]
        .iter()
        .any(|column| sheet.has(column))
    {
        let told: Vec<&str> = sheet.header.iter().map(String::as_str).take(12).collect();
        return Err(Unloaded::BadManifest {
            reason: format!(
                "the manifest has no column path or url, only: {}",
                told.join(", ")
            ),
        });
    }
    let folders = Folders {
        own: path.parent().unwrap_or(Path::new("")),
        input: input_folder,
    };
    let rows = sheet.rows.iter().map(|row| {
        source_of(&sheet, row, folders).unwrap_or_else(|| {
            let name = format!("{}:{}", path.display(), row.line);
            Err(Failed::new(&name, &Unloaded::BadManifestRow))
        })
    });
    if sheet.registry.is_some() {
        Ok(one_for_each_statement(rows))
    } else {
        Ok(rows.collect())
    }
}

/// Where the files of a manifest lie.
#[derive(Debug, Clone, Copy)]
pub struct Folders<'f> {
    /// The folder of the manifest itself.
    pub own: &'f Path,
    /// The folder of files that stand in for addresses.
    pub input: Option<&'f Path>,
}

/// The source that one row names; none where it names none.
#[must_use]
pub fn source_of(
    sheet: &Sheet,
    row: &SheetRow,
    folders: Folders<'_>,
) -> Option<Result<Source, Failed>> {
    let value = |column: &str| Some(sheet.value(row, column)).filter(|value| !value.is_empty());
    let carried = |but_for: &str| {
        CARRIED_COLUMNS
            .iter()
            .filter(|&&column| column != but_for)
            .filter_map(|&column| Some((column.to_owned(), carried_value(sheet, row, column)?)))
            .collect()
    };
    if let Some(saved) = saved_copy(
        folders.input,
        &[value("path"), value("id"), value("company_number")],
    ) {
        return Some(Ok(Source {
            label: saved.to_string_lossy().into_owned(),
            place: Place::File(saved),
            manifest: carried(""),
        }));
    }
    // The keepers of the BHRRC registry mended addresses beside those that companies gave.
    let address = ["url_mended", "url", "website"].into_iter().find_map(value);
    if let Some(path) = value("path") {
        if looks_like_an_address(path) {
            return Some(url_source(path, carried("url")));
        }
        let path = path_from(folders.own, path);
        // A saved copy that is not there yet leaves the address to be asked.
        if folders.input.is_none() || address.is_none() || path.exists() {
            return Some(Ok(Source {
                label: path.to_string_lossy().into_owned(),
                place: Place::File(path),
                manifest: carried(""),
            }));
        }
    }
    address.map(|url| url_source(url, carried("url")))
}

/// What is carried of a column. A date of a registry is told in ISO 8601, a company that is a group's by the group's name.
fn carried_value(sheet: &Sheet, row: &SheetRow, column: &str) -> Option<String> {
    let value = sheet.value(row, column);
    let value = match (sheet.registry, column) {
        (Some(_), "period_end") => iso_date(value),
        (Some(Registry::Uk), "organisation") => {
            let parent = sheet.value(row, "parentname");
            let is_group = sheet
                .value(row, "groupsubmission")
                .eq_ignore_ascii_case("yes");
            // Some rows hold a number where the name should be.
            let unnamed = !value.chars().any(char::is_alphabetic);
            if !parent.is_empty() && (is_group || unnamed) {
                parent.to_owned()
            } else {
                value.to_owned()
            }
        }
        _ => value.to_owned(),
    };
    (!value.is_empty()).then_some(value)
}

/// A file in the folder `input` that one of `names` names, with its ending or without.
fn saved_copy(input: Option<&Path>, names: &[Option<&str>]) -> Option<PathBuf> {
    let input = input?;
    names.iter().flatten().find_map(|name| {
        let plain = Path::new(name);
        // Only what lies in the folder: a manifest from outside names no other file this way.
        let inside = plain
            .components()
            .all(|part| matches!(part, std::path::Component::Normal(_)));
        if !inside {
            return None;
        }
        let exact = input.join(plain);
        if exact.is_file() {
            return Some(exact);
        }
        ENDINGS
            .iter()
            .map(|ending| input.join(format!("{name}.{ending}")))
            .find(|path| path.is_file())
    })
}

/// Of several rows with one statement the first, with what they all say alike.
fn one_for_each_statement(rows: impl Iterator<Item = Row>) -> Vec<Row> {
    let mut kept: Vec<Row> = Vec::new();
    let mut places: BTreeMap<Place, usize> = BTreeMap::new();
    for row in rows {
        let Ok(source) = row else {
            kept.push(row);
            continue;
        };
        let there = places
            .get(&source.place)
            .and_then(|&place| kept.get_mut(place));
        if let Some(Ok(first)) = there {
            first
                .manifest
                .retain(|column, value| source.manifest.get(column) == Some(value));
        } else {
            places.insert(source.place.clone(), kept.len());
            kept.push(Ok(source));
        }
    }
    kept
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::failure::Explain;

    fn rows(bytes: &[u8]) -> Result<Vec<Row>, Unloaded> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        fs::write(&path, bytes).unwrap();
        rows_of(&path, None)
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

        let source = rows_of(&path, None).unwrap().remove(0).unwrap();

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

    #[test]
    fn the_rows_of_a_group_in_the_uk_registry_are_one_statement() {
        let rows = rows(
            "\u{feff}StatementYear,OrganisationName,CompanyNumber,GroupSubmission,ParentName,StatementURL,StatementSummaryURL,StatementEndDate,OrganisationSectors\r\n\
             2025,North Ltd,99000001,Yes,Moor Group plc,https://moor.example/msa,https://r.example/1,31/03/2025,\"Mining\r\nFashion\"\r\n\
             2025,South Ltd,99000002,Yes,Moor Group plc,https://moor.example/msa,https://r.example/1,31/03/2025,\"Mining\r\nFashion\"\r\n\
             2025,Alone Ltd,99000003,No,,https://alone.example/msa,https://r.example/2,31/12/2024,Other\r\n\
             2025,99000004,99000004,No,Named Ltd,https://named.example/msa,https://r.example/3,31/12/2024,Other\r\n"
                .as_bytes(),
        )
        .unwrap();

        let sources: Vec<&Source> = rows.iter().flatten().collect();
        assert_eq!(sources.len(), 3);
        let group = &sources[0].manifest;
        assert_eq!(group["organisation"], "Moor Group plc");
        assert_eq!(group["period_end"], "2025-03-31");
        assert_eq!(group["sector"], "Mining\r\nFashion");
        assert_eq!(group.get("company_number"), None, "the rows differ in it");
        assert_eq!(sources[1].manifest["company_number"], "99000003");
        assert_eq!(sources[2].manifest["organisation"], "Named Ltd");
    }

    #[test]
    fn the_exports_of_other_registries_are_read() {
        let bhrrc = rows(
            b"Company ID,Company,Is Publisher,Statement ID,URL,Override URL,Companies House Number,Industry,HQ\n\
              1,North Ltd,true,7,https://old.example/,https://new.example/,99000001,Mining,GB\n\
              2,South Ltd,true,8,https://south.example/,,99000002,Retail,GB\n",
        )
        .unwrap();
        let australia = rows(
            b"StatementId,PeriodStart,PeriodEnd,Type,Entities,Link,AnnualRevenue,IndustrySectors\n\
              41,2023-07-01,2024-06-30,Joint,Wattle Pty Ltd (ABN 00 000 000 001),https://register.example/statements/41/,$100-$150M,Mining\n",
        )
        .unwrap();

        let addresses: Vec<&Place> = bhrrc.iter().flatten().map(|source| &source.place).collect();
        assert_eq!(addresses[0], &Place::Url("https://new.example/".to_owned()));
        assert_eq!(
            addresses[1],
            &Place::Url("https://south.example/".to_owned())
        );
        let row = &australia[0].as_ref().unwrap().manifest;
        assert_eq!(row["organisation"], "Wattle Pty Ltd (ABN 00 000 000 001)");
        assert_eq!(
            (row["id"].as_str(), row["period_end"].as_str()),
            ("41", "2024-06-30")
        );
    }

    #[test]
    fn a_saved_copy_stands_in_for_an_address_and_nothing_outside_its_folder_does() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("saved");
        fs::create_dir(&input).unwrap();
        fs::write(input.join("a.mhtml"), "saved").unwrap();
        fs::write(input.join("99000002.pdf"), "%PDF-").unwrap();
        fs::write(folder.path().join("secret.txt"), "secret").unwrap();
        let list = folder.path().join("list.csv");
        fs::write(
            &list,
            "file,company_number,url\na.mhtml,,https://a.example/\n,99000002,https://b.example/\n../secret.txt,,https://c.example/\nlater.pdf,,https://d.example/\n",
        )
        .unwrap();

        let places: Vec<Place> = rows_of(&list, Some(&input))
            .unwrap()
            .into_iter()
            .map(|row| row.unwrap().place)
            .collect();

        assert_eq!(places[0], Place::File(input.join("a.mhtml")));
        assert_eq!(places[1], Place::File(input.join("99000002.pdf")));
        assert_eq!(places[3], Place::Url("https://d.example/".to_owned()));
    }
}
