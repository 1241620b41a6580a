//! The program and its tables, for tests that run it.
#![allow(
    dead_code,
    reason = "each test file uses some of it, and none uses all"
)]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use tempfile::TempDir;

/// The program with the words `words`, run to its end.
pub(crate) fn avowal(words: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Output {
    Command::new(assert_cmd::cargo::cargo_bin!("avowal"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(words)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

pub(crate) fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub(crate) fn prints(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

/// `output`, of a program that must have ended with `code`.
pub(crate) fn ended(code: i32, output: Output) -> Output {
    assert_eq!(
        output.status.code(),
        Some(code),
        "{}{}",
        prints(&output),
        errors(&output)
    );
    output
}

/// The rows of the table in `bytes`, by column.
pub(crate) fn rows_of(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader
        .deserialize()
        .map(|row| row.expect("the table is RFC 4180"))
        .collect()
}

/// The rows of the table at `path`, by column.
pub(crate) fn rows(path: impl AsRef<Path>) -> Vec<BTreeMap<String, String>> {
    let path = path.as_ref();
    rows_of(&fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A statement of `organisation` for the year that ended in `year`, with more `lines` in its text.
pub(crate) fn statement(organisation: &str, year: i32, lines: &[&str]) -> String {
    format!(
        "# Modern slavery statement\n\nThis statement is made by {organisation} under section 54 of the Modern Slavery \
         Act 2015 for the financial year ended 31 March {year}.\n\n## Our supply chains\n\nWe buy prawns from Thailand \
         and Vietnam. We have 430 direct suppliers, whom we ask about modern slavery.\n\n{}\n\n## Approval\n\nThis \
         statement was approved by the board of {organisation} on 14 May {year}.\n\nJane Doe, Director\n",
        lines.join("\n\n")
    )
}
