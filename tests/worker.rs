//! `avowal worker` as an engine runs it: pipes, signals, a reading process that is killed.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::Path;
use std::process::Child;
use std::process::ChildStdin;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

const STATEMENT: &str = "Modern slavery statement\n\nThis statement is made by Holm Mills Limited under section 54 of the \
     Modern Slavery Act 2015 for the year ended 31 March 2026.\n\nIn the year all 34 buyers completed our course on modern \
     slavery.\n\nThis statement was approved by the board on 14 May 2026.\n";

/// A worker with its ends.
struct Running {
    child: Child,
    tasks: Option<ChildStdin>,
    results: Option<BufReader<ChildStdout>>,
}

impl Running {
    fn start(options: &[&str]) -> Self {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("avowal"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["worker", "--as-of", "2026-11-24", "--jobs", "2"])
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        Self {
            tasks: child.stdin.take(),
            results: child.stdout.take().map(BufReader::new),
            child,
        }
    }

    fn give(&mut self, task: &Value) {
        let tasks = self.tasks.as_mut().expect("still open");
        writeln!(tasks, "{task}").expect("the worker reads");
    }

    fn take(&mut self) -> Value {
        let mut line = String::new();
        let results = self.results.as_mut().expect("still open");
        results
            .read_line(&mut line)
            .expect("the worker writes UTF-8");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    fn rest(&mut self) -> Vec<Value> {
        let results = self.results.take().expect("still open");
        results
            .lines()
            .map(|line| serde_json::from_str(&line.expect("UTF-8")).expect("whole lines of JSON"))
            .collect()
    }

    fn code(&mut self) -> Option<i32> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it is ours") {
                return status.code();
            }
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "the worker does not end"
            );
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Some of the fixtures, of every format, and some that give no result.
fn fixtures() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["fixtures/statements", "fixtures/controls"] {
        let mut slugs: Vec<_> = fs::read_dir(root.join(folder))
            .expect("they are there")
            .map(|entry| entry.expect("readable").path())
            .collect();
        slugs.sort();
        for slug in slugs.iter().step_by(3) {
            let mut files: Vec<_> = fs::read_dir(slug)
                .expect("a folder each")
                .map(|entry| entry.expect("readable").path())
                .filter(|path| path.extension().is_some_and(|ending| ending != "toml"))
                .collect();
            files.sort();
            for file in files {
                let path = file.strip_prefix(root).expect("below it");
                paths.push(path.to_string_lossy().into_owned());
            }
        }
    }
    assert!(paths.len() > 8, "{paths:?}");
    paths
}

#[test]
fn results_are_the_lines_that_assess_writes_each_with_its_id() {
    let out = tempfile::tempdir().expect("a folder for the test");
    let paths = fixtures();
    let status = Command::new(assert_cmd::cargo::cargo_bin!("avowal"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "assess",
            "--format",
            "ndjson",
            "--as-of",
            "2026-11-24",
            "--quiet",
            "-o",
        ])
        .arg(out.path())
        .args(&paths)
        .status()
        .expect("the program starts");
    assert_eq!(status.code(), Some(1), "some of them give no result");
    let written = fs::read_to_string(out.path().join("assessments.ndjson")).expect("written");
    let expected: Vec<String> = written
        .lines()
        .enumerate()
        .map(|(id, line)| format!("{{\"id\":{id},{}", &line[1..]))
        .collect();

    let mut worker = Running::start(&[]);
    for (id, path) in paths.iter().enumerate() {
        worker.give(&json!({ "id": id, "path": path }));
    }
    drop(worker.tasks.take());
    let given: Vec<String> = worker
        .results
        .take()
        .expect("still open")
        .lines()
        .map(|line| line.expect("UTF-8"))
        .collect();

    assert_eq!(given, expected);
    assert_eq!(worker.code(), Some(0));
}

#[test]
fn a_caller_may_ask_task_by_task_and_the_first_line_tells_who_answers() {
    let mut worker = Running::start(&["--hello", "--rubric", "uk-msa", "--rubric", "au-msa"]);

    let hello = worker.take();
    worker.give(&json!({ "id": "a", "text": STATEMENT }));
    let first = worker.take();
    worker.give(&json!({ "id": "b", "text": STATEMENT, "rubric": ["ca-s211"] }));
    let second = worker.take();

    assert_eq!(hello["type"], "hello");
    assert_eq!(hello["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(hello["as_of"], "2026-11-24");
    assert_eq!(hello["rubrics"][1]["id"], "au-msa");
    assert_eq!(
        hello["rubrics"][1]["sha256"].as_str().map(str::len),
        Some(64)
    );
    assert_eq!(hello["weights_sha256"].as_str().map(str::len), Some(64));
    let rubrics = |answer: &Value| -> Vec<String> {
        let assessments = answer["assessments"].as_array().expect("scored");
        assessments
            .iter()
            .map(|assessment| assessment["rubric"].to_string())
            .collect()
    };
    assert_eq!(rubrics(&first), ["\"uk-msa\"", "\"au-msa\""]);
    assert_eq!(rubrics(&second), ["\"ca-s211\""]);
}

#[test]
fn as_they_are_done_every_task_still_has_its_one_result() {
    let mut worker = Running::start(&["--unordered", "--max-line", "1K"]);
    for id in 0..40 {
        let text = if id % 10 == 9 {
            "x".repeat(2000)
        } else {
            STATEMENT.to_owned()
        };
        worker.give(&json!({ "id": id, "text": text }));
    }
    drop(worker.tasks.take());

    let results = worker.rest();

    let mut ids: Vec<i64> = results
        .iter()
        .filter_map(|result| result["id"].as_i64())
        .collect();
    ids.sort_unstable();
    let expected: Vec<i64> = (0..40).filter(|id| id % 10 != 9).collect();
    assert_eq!(ids, expected);
    let refused: Vec<&Value> = results
        .iter()
        .filter(|result| result["id"].is_null())
        .collect();
    assert_eq!(refused.len(), 4);
    assert!(refused.iter().all(|result| result["code"] == "too-large"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_reading_process_that_is_killed_costs_no_later_task_its_result() {
    let mut worker = Running::start(&[]);
    worker.give(&json!({ "id": 1, "text": STATEMENT }));
    assert_eq!(worker.take()["type"], "statement");
    for killed in 0..2 {
        for child in children_of(worker.child.id()) {
            signal("KILL", child);
        }
        worker.give(&json!({ "id": killed, "text": STATEMENT }));

        assert_eq!(worker.take()["type"], "statement");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_holds_nobody_up() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let pipe = folder.path().join("statement.pdf");
    let made = Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("mkfifo is there");
    assert!(made.success());
    let mut worker = Running::start(&[]);

    worker.give(&json!({ "id": 1, "path": pipe }));

    assert_eq!(worker.take()["code"], "not-readable");
}

#[cfg(unix)]
#[test]
fn asked_to_end_it_answers_what_it_took_and_ends_well() {
    let mut worker = Running::start(&[]);
    for id in 0..30 {
        worker.give(&json!({ "id": id, "text": STATEMENT }));
    }
    let first = worker.take();
    // All thirty are within the window: they have been taken by now.
    thread::sleep(Duration::from_millis(300));

    signal("TERM", worker.child.id());

    let results = worker.rest();
    assert_eq!(worker.code(), Some(0));
    let ids: Vec<u64> = std::iter::once(&first)
        .chain(&results)
        .filter_map(|result| result["id"].as_u64())
        .collect();
    assert_eq!(ids, (0..30).collect::<Vec<u64>>());
}

#[test]
fn a_caller_that_reads_no_further_ends_it_without_a_word() {
    let mut worker = Running::start(&[]);
    worker.give(&json!({ "id": 0, "text": STATEMENT }));
    assert_eq!(worker.take()["id"], 0);
    drop(worker.results.take());

    for id in 1..10 {
        let tasks = worker.tasks.as_mut().expect("still open");
        let _ = writeln!(tasks, "{}", json!({ "id": id, "text": STATEMENT }));
    }

    assert_eq!(worker.code(), Some(0));
}

#[test]
fn the_schema_is_printed_whole() {
    let output = Command::new(assert_cmd::cargo::cargo_bin!("avowal"))
        .args(["worker", "--schema"])
        .output()
        .expect("the program starts");

    let schema: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    for name in ["task", "result", "hello", "statement", "failure"] {
        assert!(schema["$defs"][name].is_object(), "{name}");
    }
}

#[cfg(unix)]
fn signal(name: &str, process: u32) {
    let sent = Command::new("kill")
        .args([format!("-{name}"), process.to_string()])
        .status()
        .expect("kill is there");
    assert!(sent.success());
}

#[cfg(target_os = "linux")]
fn children_of(process: u32) -> Vec<u32> {
    let mut children = Vec::new();
    for thread in fs::read_dir(format!("/proc/{process}/task")).expect("it runs") {
        let list = thread.expect("readable").path().join("children");
        let list = fs::read_to_string(list).unwrap_or_default();
        children.extend(
            list.split(' ')
                .filter_map(|child| child.parse::<u32>().ok()),
        );
    }
    assert!(
        !children.is_empty(),
        "documents are read in a process of their own"
    );
    children
}
