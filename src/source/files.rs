//! Files that may be statements: what a folder holds, and what a glob matches.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use globset::GlobBuilder;
use globset::GlobMatcher;
use ignore::WalkBuilder;

use super::Unloaded;

/// Endings of files that are read wherever a folder holds them.
const ENDINGS: &[&str] = &[
    "html", "htm", "xhtml", "pdf", "docx", "md", "markdown", "txt", "text",
];

/// How many bytes are looked at where the name does not say what a file is.
const PEEKED_BYTES: u64 = 1024;

/// The characters that make an argument a pattern.
const PATTERN_CHARACTERS: &[char] = &['*', '?', '[', '{'];

/// What one folder or pattern gave.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Files and, from a pattern, folders, in the order of their names.
    pub(super) paths: Vec<PathBuf>,
    /// How many files were passed over because they are of another kind.
    pub(super) passed_over: usize,
    /// Folders and files that could not be looked at, with what the system says.
    pub(super) unreadable: Vec<(PathBuf, std::io::Error)>,
}

/// The files under `folder` that may be statements, hidden ones and runs of this program left out.
///
/// Files named by ignore files (`.ignore`, and `.gitignore` inside a repository) are left out unless
/// `read_ignored`.
pub(super) fn files_under(folder: &Path, read_ignored: bool) -> Found {
    let mut walk = WalkBuilder::new(folder);
    walk.hidden(true)
        .ignore(!read_ignored)
        .git_ignore(!read_ignored)
        .git_exclude(!read_ignored)
        // What a machine ignores everywhere must not change the result of a run.
        .git_global(false)
        .filter_entry(|entry| !is_run(entry.path()))
        .sort_by_file_name(|one, other| one.cmp(other));
    let mut found = Found::default();
    for entry in walk.build() {
        match entry {
            Ok(entry) => {
                let path = entry.path();
                if !path.is_file() {
                    continue;
                }
                if may_be_statement(path) {
                    found.paths.push(path.to_owned());
                } else {
                    found.passed_over += 1;
                }
            }
            Err(error) => {
                let path = path_of(&error).unwrap_or(folder).to_owned();
                let cause = error
                    .into_io_error()
                    .unwrap_or_else(|| std::io::Error::other("a loop of links"));
                found.unreadable.push((path, cause));
            }
        }
    }
    found
}

/// The path that an error of walking speaks of.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

/// Whether a folder was written by `avowal assess`: its own tables and reports are no statements.
fn is_run(folder: &Path) -> bool {
    folder.is_dir()
        && folder.join("statements.csv").is_file()
        && (folder.join("run.json").is_file() || folder.join(".avowal-checkpoint.json").is_file())
}

/// Whether the name, or else the first bytes, say that a file may hold a statement.
fn may_be_statement(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending {
        Some(ending) if ENDINGS.contains(&ending.as_str()) => true,
        Some(_) => is_page(&first_bytes(path)),
        None => {
            let bytes = first_bytes(path);
            is_page(&bytes) || bytes.starts_with(b"PK\x03\x04") || is_text(&bytes)
        }
    }
}

/// The first bytes of a file; none where it cannot be read, which is told when it is loaded.
fn first_bytes(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(file) = File::open(path) {
        let _ = file.take(PEEKED_BYTES).read_to_end(&mut bytes);
    }
    bytes
}

fn is_page(bytes: &[u8]) -> bool {
    let bytes = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let starts = |with: &[u8]| {
        bytes
            .get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    starts(b"%PDF-") || starts(b"<!doctype html") || starts(b"<html")
}

fn is_text(bytes: &[u8]) -> bool {
    !bytes.is_empty() && !bytes.contains(&0)
}

/// Whether an argument is a pattern.
pub(super) fn is_pattern(argument: &str) -> bool {
    argument.contains(PATTERN_CHARACTERS)
}

/// The files and folders that match the glob `pattern`: `*` and `?` stay within one folder, `**` goes through many.
pub(super) fn matches_of(pattern: &str) -> Result<Found, Unloaded> {
    let matcher = GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(Unloaded::BadPattern)?
        .compile_matcher();
    let base = base_of(pattern);
    let mut walk = WalkBuilder::new(if base.as_os_str().is_empty() {
        Path::new(".")
    } else {
        base.as_path()
    });
    walk.standard_filters(false)
        .hidden(!names_hidden(pattern, &base))
        .sort_by_file_name(|one, other| one.cmp(other));
    if !pattern.contains("**") {
        let below = pattern.split('/').filter(|part| !part.is_empty()).count();
        let above = base.components().filter(|part| !is_root(part)).count();
        walk.max_depth(Some(below.saturating_sub(above)));
    }
    let mut found = Found::default();
    for entry in walk.build().flatten() {
        if let Some(path) = matched(&matcher, &base, entry.path()) {
            found.paths.push(path);
        }
    }
    Ok(found)
}

fn is_root(part: &std::path::Component<'_>) -> bool {
    matches!(
        part,
        std::path::Component::RootDir | std::path::Component::Prefix(_)
    )
}

/// `path` as the pattern would name it, if it matches: a walk of the working folder puts `./` before it.
fn matched(matcher: &GlobMatcher, base: &Path, path: &Path) -> Option<PathBuf> {
    let named = if base.as_os_str().is_empty() {
        path.strip_prefix(".").unwrap_or(path)
    } else {
        path
    };
    matcher.is_match(named).then(|| named.to_owned())
}

/// The folders at the start of a pattern that are spelt out.
fn base_of(pattern: &str) -> PathBuf {
    let spelt_out = match pattern.find(PATTERN_CHARACTERS) {
        Some(place) => pattern.get(..place).unwrap_or_default(),
        None => pattern,
    };
    match spelt_out.rfind('/') {
        Some(0) => PathBuf::from("/"),
        Some(end) => PathBuf::from(spelt_out.get(..end).unwrap_or_default()),
        None => PathBuf::new(),
    }
}

/// Whether the part of the pattern below its spelt-out folders asks for hidden files: a hidden folder that is spelt
/// out is gone into, without that its hidden files are meant.
fn names_hidden(pattern: &str, base: &Path) -> bool {
    pattern
        .get(base.as_os_str().len()..)
        .unwrap_or(pattern)
        .split('/')
        .any(|part| part.len() > 1 && part.starts_with('.') && part != "..")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(folder: &Path, paths: &[PathBuf]) -> Vec<String> {
        paths
            .iter()
            .map(|path| {
                let inside = path.strip_prefix(folder).unwrap_or(path);
                inside.to_string_lossy().replace('\\', "/")
            })
            .collect()
    }

    fn folder_of(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn a_folder_gives_what_may_be_a_statement_in_the_order_of_names() {
        let folder = folder_of(&[
            ("b.PDF", "%PDF-1.7"),
            ("a/deep/er.html", "<p>"),
            ("a/page.aspx", "\u{feff} <!DOCTYPE html><p>"),
            ("notes", "We trained our buyers."),
            ("binary", "\0\0"),
            ("logo.png", "png"),
            ("list.csv", "path\nb.PDF"),
            (".hidden/c.txt", "hidden"),
            (".d.txt", "hidden"),
        ]);

        let found = files_under(folder.path(), false);

        assert_eq!(
            names(folder.path(), &found.paths),
            ["a/deep/er.html", "a/page.aspx", "b.PDF", "notes"]
        );
        assert_eq!(found.passed_over, 3);
        assert!(found.unreadable.is_empty());
    }

    #[test]
    fn ignore_files_are_respected_unless_told_otherwise() {
        let folder = folder_of(&[
            (".ignore", "drafts/\n*.md\n"),
            ("drafts/a.txt", "a"),
            ("b.md", "b"),
            ("c.txt", "c"),
        ]);

        let respected = files_under(folder.path(), false);
        let all = files_under(folder.path(), true);

        assert_eq!(names(folder.path(), &respected.paths), ["c.txt"]);
        assert_eq!(
            names(folder.path(), &all.paths),
            ["b.md", "c.txt", "drafts/a.txt"]
        );
    }

    #[test]
    fn an_earlier_run_in_the_folder_is_no_statement() {
        let folder = folder_of(&[
            ("a.txt", "a"),
            ("avowal-report/statements.csv", ""),
            ("avowal-report/run.json", "{}"),
            ("avowal-report/report.html", "<html>"),
        ]);

        let found = files_under(folder.path(), false);

        assert_eq!(names(folder.path(), &found.paths), ["a.txt"]);
    }

    #[test]
    fn one_star_stays_in_its_folder_and_two_go_deep() {
        let folder = folder_of(&[
            ("x/a.txt", "a"),
            ("x/b.pdf", "b"),
            ("x/y/c.txt", "c"),
            ("x/.h.txt", "h"),
        ]);
        let root = folder.path().to_string_lossy().replace('\\', "/");
        let told = |pattern: &str| {
            let found = matches_of(&format!("{root}/{pattern}")).unwrap();
            names(folder.path(), &found.paths)
        };

        assert_eq!(told("x/*.txt"), ["x/a.txt"]);
        assert_eq!(told("x/**/*.txt"), ["x/a.txt", "x/y/c.txt"]);
        assert_eq!(told("x/{a.txt,b.pdf}"), ["x/a.txt", "x/b.pdf"]);
        assert_eq!(told("x/[ab].*"), ["x/a.txt", "x/b.pdf"]);
        assert_eq!(told("*"), ["x"]);
        assert!(told("x/*.docx").is_empty());
    }

    #[test]
    fn hidden_files_match_only_where_the_pattern_asks_for_them() {
        let folder = folder_of(&[(".h/a.txt", "a"), (".h/.b.txt", "b"), ("c.txt", "c")]);
        let root = folder.path().to_string_lossy().replace('\\', "/");
        let told = |pattern: &str| {
            let found = matches_of(&format!("{root}/{pattern}")).unwrap();
            names(folder.path(), &found.paths)
        };

        assert_eq!(told("**/*.txt"), ["c.txt"]);
        assert_eq!(told(".h/*.txt"), [".h/a.txt"]);
        assert_eq!(told(".h/.*.txt"), [".h/.b.txt"]);
        assert_eq!(told("*/.b.txt"), [".h/.b.txt"]);
    }

    #[test]
    fn a_broken_pattern_is_told() {
        assert!(matches!(
            matches_of("statements/[a"),
            Err(Unloaded::BadPattern(_))
        ));
    }
}
