//! From what the user typed to the list of statements to read, in a fixed order.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::ffi::OsString;
use std::io::BufRead;
use std::io::Read;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use super::Place;
use super::Source;
use super::Unloaded;
use super::address::address_of;
use super::address::looks_like_an_address;
use super::files::Found;
use super::files::files_under;
use super::files::is_pattern;
use super::files::matches_of;
use super::manifest::rows_of;
use crate::failure::Failed;

/// One statement to read, or why an argument, a line or a row named none.
pub type Listed = Result<Source, Failed>;

/// The longest line of a list that is taken, in bytes: longer than any path or address.
const LONGEST_LINE: u64 = 64 << 10;

/// How arguments are turned into statements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Listing {
    /// Also read files that ignore files leave out.
    pub read_ignored: bool,
}

impl Listing {
    /// The statements that `arguments` name: files, folders, globs, addresses, manifests, and `-` for more
    /// arguments on `standard_input`, one a line.
    ///
    /// In the order of the arguments, folders and globs in the order of names. What is named twice is listed
    /// once, where it was named first; where a manifest names it too, the manifest's row stands.
    #[must_use]
    pub fn list(self, arguments: &[OsString], standard_input: &mut dyn BufRead) -> Vec<Listed> {
        self.list_with(arguments, standard_input, None)
    }

    /// As [`Listing::list`]; files in `input_folder` that a manifest names, by their names, its identifiers or company
    /// numbers, stand in for the addresses of its rows.
    #[must_use]
    pub fn list_with(
        self,
        arguments: &[OsString],
        standard_input: &mut dyn BufRead,
        input_folder: Option<&Path>,
    ) -> Vec<Listed> {
        let walk = Walk {
            read_ignored: self.read_ignored,
            input_folder,
        };
        let mut listed = Vec::new();
        for argument in arguments {
            if argument == "-" {
                walk.add_lines(standard_input, &mut listed);
            } else {
                walk.add(argument, &mut listed);
            }
        }
        without_repetitions(listed)
    }
}

/// One walk through arguments.
#[derive(Debug, Clone, Copy)]
struct Walk<'w> {
    read_ignored: bool,
    input_folder: Option<&'w Path>,
}

impl Walk<'_> {
    fn add_lines(self, standard_input: &mut dyn BufRead, listed: &mut Vec<Listed>) {
        loop {
            let mut line = Vec::new();
            let mut bounded = standard_input.take(LONGEST_LINE);
            match bounded.read_until(b'\n', &mut line) {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) => {
                    listed.push(Err(Failed::new("-", &Unloaded::NotReadable(error))));
                    return;
                }
            }
            let bare = line
                .strip_prefix(b"\xef\xbb\xbf")
                .unwrap_or(&line)
                .trim_ascii();
            if bare.is_empty() || bare.starts_with(b"#") {
                continue;
            }
            if bare == b"-" {
                listed.push(Err(Failed::new("-", &Unloaded::ListInList)));
                continue;
            }
            self.add(&argument_of(bare), listed);
        }
    }

    fn add(self, argument: &OsStr, listed: &mut Vec<Listed>) {
        let label = argument.to_string_lossy();
        if looks_like_an_address(&label) {
            listed.push(
                address_of(&label)
                    .map(|address| Source {
                        label: label.trim().to_owned(),
                        place: Place::Url(address.into()),
                        manifest: std::collections::BTreeMap::new(),
                    })
                    .map_err(|error| Failed::new(&label, &error)),
            );
            return;
        }
        let path = Path::new(argument);
        if path.symlink_metadata().is_ok() || !is_pattern(&label) {
            self.add_path(path, listed);
            return;
        }
        match matches_of(&label) {
            Err(error) => listed.push(Err(Failed::new(&label, &error))),
            Ok(found) if found.paths.is_empty() => {
                let nothing = Unloaded::NothingFound {
                    what: "the pattern",
                    passed_over: 0,
                };
                listed.push(Err(Failed::new(&label, &nothing)));
            }
            Ok(found) => {
                for path in found.paths {
                    self.add_path(&path, listed);
                }
            }
        }
    }

    fn add_path(self, path: &Path, listed: &mut Vec<Listed>) {
        if path.is_dir() {
            self.add_folder(path, listed);
        } else if is_manifest(path) {
            match rows_of(path, self.input_folder) {
                Ok(rows) => listed.extend(rows),
                Err(error) => listed.push(Err(Failed::new(&path.to_string_lossy(), &error))),
            }
        } else {
            listed.push(Ok(file(path.to_owned())));
        }
    }

    fn add_folder(self, folder: &Path, listed: &mut Vec<Listed>) {
        let Found {
            paths,
            passed_over,
            unreadable,
        } = files_under(folder, self.read_ignored);
        let nothing = paths.is_empty() && unreadable.is_empty();
        listed.extend(paths.into_iter().map(|path| Ok(file(path))));
        for (path, cause) in unreadable {
            let error = Unloaded::NotReadable(cause);
            listed.push(Err(Failed::new(&path.to_string_lossy(), &error)));
        }
        if nothing {
            let error = Unloaded::NothingFound {
                what: "the folder",
                passed_over,
            };
            listed.push(Err(Failed::new(&folder.to_string_lossy(), &error)));
        }
    }
}

fn file(path: PathBuf) -> Source {
    Source {
        label: path.to_string_lossy().into_owned(),
        place: Place::File(path),
        manifest: std::collections::BTreeMap::new(),
    }
}

fn is_manifest(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("csv") || ending.eq_ignore_ascii_case("tsv")
    })
}

/// A line as the system names files: on Unix any bytes, elsewhere text.
fn argument_of(line: &[u8]) -> OsString {
    #[cfg(unix)]
    {
        std::os::unix::ffi::OsStringExt::from_vec(line.to_vec())
    }
    #[cfg(not(unix))]
    {
        String::from_utf8_lossy(line).into_owned().into()
    }
}

/// Leaves out what was listed before, and what is named plainly although a manifest tells more about it.
pub(super) fn without_repetitions(listed: Vec<Listed>) -> Vec<Listed> {
    let in_manifests: BTreeSet<Place> = listed
        .iter()
        .flatten()
        .filter(|source| !source.manifest.is_empty())
        .map(|source| identity(&source.place))
        .collect();
    let mut seen = BTreeSet::new();
    let mut kept = Vec::with_capacity(listed.len());
    for entry in listed {
        if let Ok(source) = &entry {
            let place = identity(&source.place);
            if source.manifest.is_empty() && in_manifests.contains(&place) {
                continue;
            }
            // One group statement may stand in several rows, each for another company: all are kept.
            if !seen.insert((place, source.manifest.clone())) {
                continue;
            }
        }
        kept.push(entry);
    }
    kept
}

/// The same for all ways of writing one place. Links are not followed: two links are two statements.
fn identity(place: &Place) -> Place {
    let Place::File(path) = place else {
        return place.clone();
    };
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    Place::File(plain)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn list(arguments: &[&str], lines: &str) -> Vec<Listed> {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        Listing::default().list(&arguments, &mut lines.as_bytes())
    }

    fn told(listed: &[Listed]) -> Vec<String> {
        listed
            .iter()
            .map(|entry| match entry {
                Ok(source) => source.label.clone(),
                Err(failed) => format!("{}: {}", failed.code, failed.source),
            })
            .collect()
    }

    #[test]
    fn a_list_on_standard_input_may_hold_comments_and_empty_lines() {
        let lines =
            "\u{feff}# suppliers\n\nhttps://example.org/a\r\n  b.txt  \n-\nftp://example.org\n";

        let listed = list(&["first.txt", "-", "last.txt"], lines);

        assert_eq!(
            told(&listed),
            [
                "first.txt",
                "https://example.org/a",
                "b.txt",
                "list-in-list: -",
                "bad-address: ftp://example.org",
                "last.txt",
            ]
        );
    }

    #[test]
    fn what_is_named_twice_is_listed_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "a").unwrap();
        fs::write(folder.path().join("b.txt"), "b").unwrap();
        let root = folder.path().to_string_lossy().into_owned();

        let listed = list(
            &[
                &format!("{root}/b.txt"),
                &root,
                &format!("{root}/./x/../a.txt"),
                "https://example.org/A",
                "https://EXAMPLE.org/A",
            ],
            "",
        );

        assert_eq!(
            told(&listed),
            [
                format!("{root}/b.txt"),
                format!("{root}/a.txt"),
                "https://example.org/A".to_owned()
            ]
        );
    }

    #[test]
    fn rows_for_two_companies_with_one_group_statement_both_stand() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_string_lossy().into_owned();
        fs::write(folder.path().join("group.txt"), "a").unwrap();
        fs::write(
            folder.path().join("list.csv"),
            "path,organisation\ngroup.txt,North Ltd\ngroup.txt,South Ltd\ngroup.txt,South Ltd\n",
        )
        .unwrap();

        let listed = list(
            &[&format!("{root}/group.txt"), &format!("{root}/list.csv")],
            "",
        );

        let companies: Vec<&str> = listed
            .iter()
            .map(|entry| entry.as_ref().unwrap().manifest["organisation"].as_str())
            .collect();
        assert_eq!(companies, ["North Ltd", "South Ltd"]);
    }

    #[test]
    fn an_empty_folder_and_a_pattern_without_a_match_are_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("logo.png"), "png").unwrap();
        let root = folder.path().to_string_lossy().into_owned();

        let listed = list(&[&root, &format!("{root}/*.pdf"), "missing.txt"], "");

        let first = listed[0].as_ref().unwrap_err();
        assert_eq!(
            first.message,
            "the folder holds no file that may be a statement, only one file of another kind"
        );
        assert_eq!(listed[1].as_ref().unwrap_err().code, "nothing-found");
        // A file that is not there is told when it is loaded.
        assert_eq!(listed[2].as_ref().unwrap().label, "missing.txt");
    }
}
