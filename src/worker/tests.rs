use std::io::Cursor;
use std::sync::atomic::AtomicBool;

use serde_json::Value;
use serde_json::json;

use super::*;
use crate::document::PartialDate;

const STATEMENT: &str = "Modern slavery statement\n\nThis statement is made by Holm Mills Limited under section 54 of the \
     Modern Slavery Act 2015 for the year ended 31 March 2026.\n\nIn the year all 34 buyers completed our course on modern \
     slavery.\n\nThis statement was approved by the board on 14 May 2026.\n";

fn worker() -> Arc<Worker> {
    let rubric = Arc::new(load("uk-msa").expect("it is built in"));
    let day = PartialDate::day_of(2026, 11, 24).expect("a day");
    Arc::new(Worker::new(Settings::with_rubrics(vec![rubric], day)))
}

fn serving() -> Serving {
    Serving {
        jobs: 2,
        in_order: true,
        longest_line: 1 << 16,
    }
}

fn answers(input: Vec<u8>, serving: Serving) -> Vec<Value> {
    let mut output = Vec::new();
    let stop = Arc::new(AtomicBool::new(false));
    serve(&worker(), Cursor::new(input), &mut output, serving, &stop).expect("memory takes it");
    String::from_utf8(output)
        .expect("JSON is UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}

#[test]
fn each_line_gets_one_answer_in_its_place_whatever_it_is() {
    let long = format!("{{\"id\":\"long\",\"text\":\"{}\"}}", "x".repeat(1 << 16));
    let lines = [
        json!({ "id": 1, "text": STATEMENT }).to_string(),
        String::new(),
        "not JSON".to_owned(),
        long,
        json!({ "id": "two", "text": "x", "path": "y" }).to_string(),
        json!({ "id": "gone", "path": "no/such/file.pdf" }).to_string(),
        json!({ "id": "last", "text": STATEMENT, "rubric": "au-msa" }).to_string(),
    ];

    let answers = answers(lines.join("\n").into_bytes(), serving());

    let told: Vec<(Value, Value, Value)> = answers
        .iter()
        .map(|answer| {
            (
                answer["id"].clone(),
                answer["line"].clone(),
                answer["code"].clone(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (json!(1), json!(null), json!(null)),
            (json!(null), json!(3), json!("bad-task")),
            (json!(null), json!(4), json!("too-large")),
            (json!(null), json!(5), json!("bad-task")),
            (json!("gone"), json!(null), json!("not-found")),
            (json!("last"), json!(null), json!(null)),
        ]
    );
    assert_eq!(answers[0]["assessments"][0]["rubric"], "uk-msa");
    assert_eq!(answers[5]["assessments"][0]["rubric"], "au-msa");
}

#[test]
fn what_is_known_already_wins_and_bytes_carry_their_address() {
    let page = format!(
        "<html><body><p>{}</p></body></html>",
        STATEMENT.replace('\n', "</p><p>")
    );
    let task = json!({
        "id": "a",
        "base64": base64::Engine::encode(&base64::engine::general_purpose::STANDARD, page),
        "final_url": "https://holm.example/modern-slavery",
        "organisation": "Holm Mills (Holdings) plc",
        "turnover": 40_000_000,
    });

    let answers = answers(task.to_string().into_bytes(), serving());

    let answer = &answers[0];
    assert_eq!(answer["source"], "https://holm.example/modern-slavery");
    assert_eq!(answer["format"], "html");
    assert_eq!(answer["facts"]["organisation"], "Holm Mills (Holdings) plc");
    assert_eq!(answer["manifest"]["turnover"], "40000000");
    let link = answer["assessments"][0]["criteria"]
        .as_array()
        .and_then(|criteria| {
            criteria
                .iter()
                .find_map(|criterion| criterion["evidence"][0]["link"].as_str())
        })
        .expect("some sentence is evidence");
    assert!(link.starts_with("https://holm.example/modern-slavery#:~:text="));
}

#[test]
fn a_worker_that_is_to_stop_answers_what_it_took_and_reads_no_further() {
    /// Gives one task, asks to stop, and would then give tasks for ever.
    struct Endless {
        stop: Arc<AtomicBool>,
        given: bool,
    }
    impl std::io::Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let line = json!({ "id": "taken", "text": STATEMENT }).to_string() + "\n";
            if self.given {
                std::thread::sleep(std::time::Duration::from_secs(60));
            }
            self.given = true;
            self.stop.store(true, std::sync::atomic::Ordering::Relaxed);
            buffer[..line.len()].copy_from_slice(line.as_bytes());
            Ok(line.len())
        }
    }
    let stop = Arc::new(AtomicBool::new(false));
    let input = Endless {
        stop: Arc::clone(&stop),
        given: false,
    };
    let mut output = Vec::new();

    serve(&worker(), input, &mut output, serving(), &stop).expect("memory takes it");

    let output = String::from_utf8(output).expect("JSON is UTF-8");
    assert_eq!(output.lines().count(), 1);
    assert!(output.starts_with("{\"id\":\"taken\",\"type\":\"statement\""));
}

#[test]
fn tasks_name_rubrics_but_open_no_files_as_such() {
    let worker = worker();
    let mut reader = worker.reader();
    for name in ["rubrics/uk-msa.toml", "./x.toml", "uk-mas"] {
        let task = json!({ "id": 1, "text": STATEMENT, "rubric": name }).to_string();

        let answer = worker.answer(task.as_bytes(), 1, &mut reader);

        let answer: Value = serde_json::from_slice(&answer).expect("JSON");
        assert_eq!(answer["code"], "bad-task", "{name}");
    }
}

#[test]
fn the_schema_names_everything_that_a_task_may_hold() {
    let schema = json_schema();

    let known = schema["$defs"]["task"]["properties"]
        .as_object()
        .expect("an object");
    for key in known.keys() {
        let task = json!({ "id": 1, key: "1" }).to_string();
        let error = Task::parse(task.as_bytes())
            .err()
            .map(|error| error.to_string());
        assert!(
            !error.unwrap_or_default().contains("unknown field"),
            "{key}"
        );
    }
    let error = Task::parse(b"{\"id\":1,\"no_such_key\":1}").expect_err("no such key");
    assert!(error.to_string().contains("unknown field"));
    assert!(schema["$defs"]["statement"].is_object());
    assert!(schema["$defs"]["hello"].is_object());
}
