//! `--ocr`: pages without text are given to a program, here a small script in place of a real one.
#![cfg(unix)]

mod pdf;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use tempfile::TempDir;

const FIRST: &[&str] = &[
    "Our suppliers in Ghana are audited every year.",
    "We trained 40 buyers on forced labour.",
];
const SECOND: &[&str] = &["The board approved this statement in March 2025."];

/// A folder with a scan, a PDF of the same pages with text, and a program that gives the one for the other.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(scan: &[&[&str]], text: &[&[&str]], script: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        fs::write(folder.path().join("scan.pdf"), pdf::pages_of(scan)).expect("written");
        fs::write(folder.path().join("text.pdf"), pdf::pages_of(text)).expect("written");
        let program = folder.path().join("recognise");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect("written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("made a program");
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn extract(&self, ocr: Option<&str>) -> Output {
        let mut command = avowal();
        command.arg("extract").arg(self.path("scan.pdf"));
        command.env("TMPDIR", self.temporary());
        if let Some(arguments) = ocr {
            let program = self.path("recognise");
            command.arg("--ocr");
            command.arg(format!("'{}' {arguments}", program.display()));
        }
        command.output().expect("the program starts")
    }

    /// Where its temporary files are: nothing may be left there.
    fn temporary(&self) -> PathBuf {
        let folder = self.path("temporary");
        fs::create_dir_all(&folder).expect("made");
        folder
    }

    fn left_behind(&self) -> usize {
        fs::read_dir(self.temporary()).expect("there").count()
    }
}

fn avowal() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("avowal"))
}

fn told(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// Gives the text for the scan, and notes what it was called with.
fn honest(folder: &Path) -> String {
    let folder = folder.display();
    format!("echo \"$1\" > '{folder}/pages'; cp '{folder}/text.pdf' \"$3\"")
}

const ARGUMENTS: &str = "{pages} {input} {output}";

fn desk(scan: &[&[&str]], text: &[&[&str]]) -> Desk {
    let desk = Desk::new(scan, text, "");
    let script = honest(desk.folder.path());
    fs::write(desk.path("recognise"), format!("#!/bin/sh\n{script}\n")).expect("written");
    desk
}

#[test]
fn a_file_of_scans_fails_without_ocr_and_says_how_to_read_it() {
    let desk = desk(&[&[], &[]], &[FIRST, SECOND]);

    let output = desk.extract(None);

    let (_, errors) = told(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        errors.contains("none of the 2 pages holds text"),
        "{errors}"
    );
    assert!(errors.contains("--ocr"), "{errors}");
}

#[test]
fn a_file_of_scans_is_read_with_ocr() {
    let desk = desk(&[&[], &[]], &[FIRST, SECOND]);

    let output = desk.extract(Some(ARGUMENTS));

    let (text, errors) = told(&output);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert!(text.contains("We trained 40 buyers"), "{text}");
    assert!(text.contains("approved this statement"), "{text}");
    assert!(
        errors.contains("recognised the text of 2 pages"),
        "{errors}"
    );
    assert_eq!(
        fs::read_to_string(desk.path("pages")).ok().as_deref(),
        Some("1-2\n")
    );
    assert_eq!(desk.left_behind(), 0, "temporary files are gone");
}

#[test]
fn only_the_pages_without_text_are_named_to_the_program() {
    let desk = desk(&[FIRST, &[]], &[FIRST, SECOND]);

    let without = told(&desk.extract(None));
    let with = told(&desk.extract(Some(ARGUMENTS)));

    assert!(
        without.1.contains("pictures without text: page 2"),
        "{}",
        without.1
    );
    assert!(!without.0.contains("approved"));
    assert!(with.0.contains("approved this statement"), "{}", with.0);
    assert!(!with.1.contains("pictures without text"), "{}", with.1);
    assert_eq!(
        fs::read_to_string(desk.path("pages")).ok().as_deref(),
        Some("2\n")
    );
}

#[test]
fn a_file_with_text_on_all_pages_is_not_given_away() {
    let desk = desk(&[FIRST, SECOND], &[FIRST, SECOND]);

    let output = desk.extract(Some(ARGUMENTS));

    assert_eq!(output.status.code(), Some(0));
    assert!(!desk.path("pages").exists(), "the program was not started");
}

#[test]
fn a_program_that_fails_says_why_and_costs_only_the_scanned_pages() {
    let script = "echo 'tesseract: no such language: xyz' >&2; exit 3";
    let all = Desk::new(&[&[], &[]], &[FIRST, SECOND], script);
    let some = Desk::new(&[FIRST, &[]], &[FIRST, SECOND], script);

    let (nothing, partly) = (all.extract(Some(ARGUMENTS)), some.extract(Some(ARGUMENTS)));

    assert_eq!(nothing.status.code(), Some(1));
    assert!(
        told(&nothing).1.contains("no such language: xyz"),
        "{}",
        told(&nothing).1
    );
    assert_eq!(partly.status.code(), Some(0));
    assert!(told(&partly).0.contains("We trained 40 buyers"));
    assert!(told(&partly).1.contains("no such language: xyz"));
    assert!(told(&partly).1.contains("pictures without text: page 2"));
    assert_eq!(all.left_behind() + some.left_behind(), 0);
}

#[test]
fn a_program_that_writes_no_pdf_or_other_pages_is_not_believed() {
    let none = Desk::new(&[FIRST, &[]], &[FIRST], "true");
    let text = Desk::new(&[FIRST, &[]], &[FIRST], "echo recognised > \"$3\"");
    let fewer = desk(&[FIRST, &[]], &[SECOND]);

    for (desk, complaint) in [
        (none, "wrote nothing"),
        (text, "is no PDF"),
        (fewer, "another number of pages"),
    ] {
        let (text, errors) = told(&desk.extract(Some(ARGUMENTS)));
        assert!(errors.contains(complaint), "{errors}");
        assert!(text.contains("We trained 40 buyers"), "{text}");
    }
}

#[test]
fn a_program_that_is_not_there_and_a_command_without_files_are_told() {
    let desk = desk(&[&[]], &[FIRST]);
    let with = |ocr: &str| {
        let output = avowal()
            .args(["extract", "--ocr", ocr])
            .arg(desk.path("scan.pdf"))
            .output()
            .expect("the program starts");
        (output.status.code(), told(&output).1)
    };

    let (code, errors) = with("no-such-program-for-ocr {input} {output}");
    assert_eq!(code, Some(1));
    assert!(errors.contains("could not be started"), "{errors}");
    let (code, errors) = with("ocrmypdf {input}");
    assert_eq!(code, Some(2));
    assert!(errors.contains("{output} is missing"), "{errors}");
}

#[test]
fn assess_scores_what_was_recognised_and_warns_of_it() {
    let desk = desk(&[FIRST, &[]], &[FIRST, SECOND]);
    let report = desk.path("report");

    let output = avowal()
        .arg("assess")
        .arg(desk.path("scan.pdf"))
        .arg("-o")
        .arg(&report)
        .arg("--ocr")
        .arg(format!(
            "'{}' {ARGUMENTS}",
            desk.path("recognise").display()
        ))
        .output()
        .expect("the program starts");

    let (_, errors) = told(&output);
    let table = ["statements.csv", "errors.csv"]
        .map(|table| fs::read_to_string(report.join(table)).unwrap_or_default())
        .join("\n");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{errors}");
    assert!(desk.path("pages").exists(), "the program was started");
    assert!(table.contains("scan.pdf"), "{table}");
}
