//! The typed formats and the check of a finished run, end to end: same bytes whatever the jobs and interruptions, and
//! every change named.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use tempfile::TempDir;

const STATEMENT: &str = "\
# Modern slavery statement

This statement is made by Northbank Foods Limited under section 54 of the Modern Slavery Act 2015 for the
financial year ended 31 March 2026.

## Our supply chains

We buy prawns from Thailand and Vietnam. We have 430 direct suppliers, whom we ask about modern slavery.

## Training

In the year all 34 buyers completed our course on modern slavery, and 96% passed its test.

## Approval

This statement was approved by the board of Northbank Foods Limited on 14 May 2026.

Jane Doe, Director
";

fn avowal(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("avowal"));
    command
        .current_dir(folder)
        .env_remove("AVOWAL_STORE")
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .stdin(Stdio::null());
    command
}

fn assess(folder: &Path, arguments: &[&str]) -> Output {
    avowal(folder)
        .args(["assess", "--quiet", "--as-of", "2026-11-24"])
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// Whether the run in `folder`/run holds, and what is said of it.
fn verify(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = avowal(folder)
        .args(["verify", "run"])
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (output.status.code(), text)
}

/// A folder with `count` statements of different companies, and one file that is no statement.
fn statements(count: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let inputs = folder.path().join("in");
    fs::create_dir(&inputs).expect("made");
    for number in 0..count {
        let text = STATEMENT.replace("Northbank", &format!("Northbank{number}"));
        fs::write(inputs.join(format!("s{number:03}.md")), text).expect("written");
    }
    fs::write(inputs.join("broken.pdf"), "%PDF-1.7 no").expect("written");
    folder
}

fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

const TYPED: &[&str] = &[
    "statements.parquet",
    "criteria.parquet",
    "evidence.parquet",
    "sections.parquet",
    "coverage.parquet",
    "errors.parquet",
    "report.xlsx",
    "inputs.ndjson",
];

#[test]
fn typed_files_have_the_same_bytes_with_one_worker_and_with_many() {
    let folder = statements(12);
    let folder = folder.path();
    for (run, jobs) in [("one", "1"), ("two", "2")] {
        let output = assess(
            folder,
            &["in", "-o", run, "--format", "parquet,xlsx", "--jobs", jobs],
        );
        assert_eq!(output.status.code(), Some(1), "the broken file fails");
    }

    for file in TYPED {
        let one = bytes(&folder.join("one").join(file));
        assert!(one.len() > 200, "{file} holds something");
        assert!(one == bytes(&folder.join("two").join(file)), "{file}");
    }
    let left: Vec<String> = fs::read_dir(folder.join("one"))
        .expect("the run")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.starts_with("checkpoint"))
        .collect();
    assert!(
        left.is_empty(),
        "nothing of the way there is left: {left:?}"
    );
}

#[test]
fn a_run_verifies_as_long_as_nothing_was_touched() {
    let folder = statements(3);
    let folder = folder.path();
    assess(folder, &["in", "-o", "run", "--format", "csv,parquet,json"]);

    let (code, text) = verify(folder, &[]);

    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("results: 4 of 4 hold"), "{text}");
    let record = fs::read_to_string(folder.join("run/run.json")).expect("the record");
    for file in [
        "criteria.csv",
        "criteria.parquet",
        "inputs.ndjson",
        "datapackage.json",
    ] {
        assert!(
            record.contains(&format!("\"{file}\"")),
            "{file} is recorded"
        );
    }
}

#[test]
fn an_edited_cell_is_named_with_what_scoring_gives() {
    let folder = statements(2);
    let folder = folder.path();
    assess(folder, &["in", "-o", "run"]);
    let table = folder.join("run/criteria.csv");
    let text = fs::read_to_string(&table).expect("the table");
    let row = text
        .lines()
        .find(|line| line.contains(",training,") && line.contains(",met,"))
        .expect("training is met")
        .to_owned();
    fs::write(
        &table,
        text.replacen(&row, &row.replace(",met,", ",not_met,"), 1),
    )
    .expect("written");
    fs::remove_file(folder.join("run/codebook.md")).expect("removed");

    let (code, text) = verify(folder, &[]);

    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("changed: criteria.csv"), "{text}");
    assert!(text.contains("missing: codebook.md"), "{text}");
    assert!(
        text.contains(
            "uk-msa, training, column verdict: `not_met` stands there, scoring gives `met`"
        ),
        "{text}"
    );
    assert!(text.contains("results: 3 of 3 hold"), "{text}");
}

#[test]
fn inputs_that_were_replaced_or_are_gone_are_named() {
    let folder = statements(3);
    let folder = folder.path();
    assess(folder, &["in", "-o", "run"]);
    let less: String = STATEMENT
        .lines()
        .filter(|line| !line.contains("34 buyers"))
        .map(|line| format!("{line}\n"))
        .collect();
    fs::write(
        folder.join("in/s000.md"),
        less.replace("Northbank", "Northbank0"),
    )
    .expect("written");
    fs::remove_file(folder.join("in/s001.md")).expect("removed");

    let (code, text) = verify(folder, &[]);

    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("results: 2 of 4 hold"), "{text}");
    let changed = text
        .lines()
        .find(|line| line.contains("s000.md"))
        .expect("named");
    assert!(
        changed.contains("changed:") && changed.contains("its bytes are others now"),
        "{text}"
    );
    assert!(changed.contains("uk-msa training was met"), "{text}");
    let gone = text
        .lines()
        .find(|line| line.contains("s001.md"))
        .expect("named");
    assert!(
        gone.contains("not checked:") && gone.contains("not-found"),
        "{text}"
    );
}

#[test]
fn another_rubric_or_program_is_named_and_says_nothing_against_the_run() {
    let folder = statements(1);
    let folder = folder.path();
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rubric/small.toml");
    let own = folder.join("own.toml");
    fs::copy(small, &own).expect("copied");
    assess(folder, &["in", "-o", "run", "--rubric", "own.toml"]);
    assert_eq!(verify(folder, &[]).0, Some(0));

    let rubric = fs::read_to_string(&own).expect("the rubric");
    fs::write(&own, rubric.replace("weight = 1.0", "weight = 2.0")).expect("written");
    let (code, text) = verify(folder, &[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(
        text.contains("the rubric uk-msa is another one now"),
        "{text}"
    );
    assert!(text.contains("not checked:"), "{text}");
    fs::write(&own, rubric).expect("written");

    let record = folder.join("run/run.json");
    let text = fs::read_to_string(&record).expect("the record");
    let own = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    fs::write(&record, text.replacen(&own, "\"version\": \"0.0.1\"", 1)).expect("written");
    let (code, text) = verify(folder, &[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(
        text.contains("the run was written by avowal 0.0.1"),
        "{text}"
    );
    assert!(text.contains("this one gives the same result"), "{text}");
}

#[test]
fn a_run_that_moved_away_from_its_inputs_still_finds_them() {
    let folder = statements(1);
    let elsewhere = tempfile::tempdir().expect("a folder for the test");
    assess(folder.path(), &["in", "-o", "run"]);
    fs::rename(folder.path().join("run"), elsewhere.path().join("run")).expect("moved");

    let (code, text) = verify(elsewhere.path(), &[]);

    assert_eq!(code, Some(0), "{text}");
}

#[test]
fn what_holds_no_run_is_refused() {
    let folder = statements(1);

    let output = avowal(folder.path())
        .args(["verify", "in"])
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("holds no finished run"), "{text}");
}

#[test]
fn a_crate_names_program_statements_and_files() {
    let folder = statements(2);
    let folder = folder.path();
    assess(folder, &["in", "-o", "run", "--ro-crate"]);

    let text = fs::read_to_string(folder.join("run/ro-crate-metadata.json")).expect("the crate");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let graph = value["@graph"].as_array().expect("a graph");
    let action = graph
        .iter()
        .find(|entity| entity["@type"] == "CreateAction")
        .expect("the run");
    // Two statements and the rubric; the broken file was not read.
    assert_eq!(action["object"].as_array().map(Vec::len), Some(3));
    assert_eq!(action["instrument"]["@id"], "#program");
    for reference in action["result"].as_array().expect("results") {
        assert!(graph.iter().any(|entity| entity["@id"] == reference["@id"]));
    }
}
