//! A program whose file is replaced while it runs, as an update does, reads the rest of its documents all the same.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

#[test]
fn documents_are_read_also_when_the_program_was_replaced_meanwhile() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = folder.path().join("avowal");
    fs::copy(env!("CARGO_BIN_EXE_avowal"), &program).expect("the program can be copied");
    let statement = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/statements/tarnbeck-foods/statement.html");

    // It waits for its list of inputs, and starts what reads them after that.
    let mut run = Command::new(&program)
        .args(["assess", "--quiet", "-o"])
        .arg(folder.path().join("report"))
        .arg("-")
        .stdin(Stdio::piped())
        .spawn()
        .expect("the copy starts");
    fs::remove_file(&program).expect("its file can be removed");
    fs::write(&program, "another program").expect("another can take its place");
    let mut list = run.stdin.take().expect("its input is a pipe");
    writeln!(list, "{}", statement.display()).expect("it listens");
    drop(list);

    let status = run.wait().expect("it ends");
    assert!(status.success(), "{status}");
    let rows = fs::read_to_string(folder.path().join("report/statements.csv"))
        .expect("the table is written");
    assert_eq!(rows.lines().count(), 2, "{rows}");
}
