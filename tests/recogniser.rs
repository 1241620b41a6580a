//! `classify`, `evaluate` and `train` as users run them: lines of JSON in their order, tables of every layout that is
//! read, figures that can be counted by hand.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

fn avowal(arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("avowal"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    avowal(arguments).output().expect("the program starts")
}

/// What the command answers to `input` on standard input.
fn piped(arguments: &[&str], input: &str) -> Output {
    let mut child = avowal(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut to = child.stdin.take().expect("it reads standard input");
    // A program that refuses its arguments may not read.
    let _ = to.write_all(input.as_bytes());
    drop(to);
    child.wait_with_output().expect("the program ends")
}

fn prints(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn lines(output: &Output) -> Vec<Value> {
    assert_eq!(output.status.code(), Some(0), "{}", errors(output));
    prints(output)
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is an object"))
        .collect()
}

/// A folder with the file `name` of `text`, and the file's path.
fn file(name: &str, text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join(name);
    fs::write(&path, text).expect("the folder can be written");
    (folder, path)
}

const LINES: &str = r#"{"id":"a:0","text":"This statement was approved by the board of directors on 3 March 2025.","prev":null,"next":"We sell doors.","heading":"Approval"}
{"id":"a:1"}
not json

{"id":7,"text":"All buyers were trained on modern slavery in May.","extra":{"kept":true}}
"#;

#[test]
fn classify_answers_each_line_in_its_place_and_bad_ones_with_an_error() {
    let answers = lines(&piped(&["classify"], LINES));

    assert_eq!(answers.len(), 5);
    assert_eq!(answers[0]["id"], "a:0");
    assert_eq!(answers[0]["positive"], serde_json::json!(["approval"]));
    assert_eq!(answers[0]["status"], "action");
    assert_eq!(
        answers[0]["labels"].as_object().map(serde_json::Map::len),
        Some(11)
    );
    assert_eq!(answers[1]["id"], "a:1");
    for bad in &answers[1..4] {
        assert!(bad["error"].is_string(), "{bad}");
        assert!(bad["labels"].is_null());
    }
    assert_eq!(answers[4]["id"], 7);
}

#[test]
fn classify_writes_the_keys_of_a_line_in_the_order_of_the_contract() {
    let output = piped(&["classify"], LINES);
    let printed = prints(&output);
    let first = printed.lines().next().expect("a line");

    let place = |key: &str| first.find(key).unwrap_or(usize::MAX);
    let keys = [
        "\"id\"",
        "\"labels\"",
        "\"approval\"",
        "\"signature\"",
        "\"consultation\"",
        "\"positive\"",
        "\"status\"",
    ];
    assert!(
        keys.windows(2).all(|two| place(two[0]) < place(two[1])),
        "{first}"
    );
    assert!(!first.contains("reasons"), "only where they are asked for");
}

#[test]
fn classify_reads_a_file_tells_reasons_and_takes_a_threshold() {
    let (_folder, path) = file("lines.ndjson", LINES);
    let path = path.to_string_lossy();

    let answers = lines(&run(&["classify", &path, "--reasons"]));
    let none = lines(&run(&["classify", &path, "--threshold", "1"]));

    assert!(
        answers[0]["reasons"]["approval"]
            .as_str()
            .is_some_and(|why| !why.is_empty())
    );
    assert_eq!(none[0]["positive"], serde_json::json!([]));
}

#[test]
fn classify_by_another_rubric_answers_its_criteria() {
    let answers = lines(&piped(
        &["classify", "--rubric", "uk-msa", "--reasons"],
        LINES,
    ));

    let labels = answers[4]["labels"].as_object().expect("labels");
    assert!(labels.contains_key("training") && labels.contains_key("due-diligence"));
    assert_eq!(labels.len(), 11);
    assert!(
        labels
            .values()
            .all(|of| of.as_f64().is_some_and(|of| (0.0..=1.0).contains(&of)))
    );
    let positive = answers[4]["positive"].as_array().expect("a list");
    assert!(positive.contains(&"training".into()), "{positive:?}");
    assert!(
        answers[4]["reasons"]["training"]
            .as_str()
            .is_some_and(|why| why.contains("signal"))
    );
    assert!(
        answers[0]["positive"]
            .as_array()
            .is_some_and(|of| of.contains(&"approval".into()))
    );
}

#[test]
fn classify_refuses_what_is_no_rubric_no_file_and_two_rubrics() {
    for arguments in [
        &["classify", "--rubric", "uk-mas"][..],
        &["classify", "no-such-file.ndjson"],
        &["classify", "--rubric", "aims", "--rubric", "uk-msa"],
        &["classify", "--threshold", "2"],
    ] {
        let output = piped(arguments, LINES);

        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(prints(&output).is_empty());
        assert!(!errors(&output).is_empty());
    }
}

/// Three coders of two criteria, one answer missing.
const SHEET: &str = "\u{feff}statement_id,criterion_id,coder,value,quote,page\n\
a,risk,Ada,yes,\"cotton, from afar\",3\na,risk,Bo,yes,cotton,3\na,risk,Cy,no,,\n\
b,risk,Ada,no,,\nb,risk,Bo,no,,\nb,risk,Cy,no,,\n\
c,risk,Ada,yes,tea,1\nc,risk,Bo,,,\nc,risk,Cy,yes,tea,2\n\
a,training,Ada,0,,\nb,training,Ada,1,all staff,2\nc,training,Ada,1,buyers,4\n";

/// Another's answers to the same: one miss (c, risk), one false alarm (a, training).
const OTHERS: &str = "statement_id,criterion_id,coder,value,quote,page\n\
a,risk,P,yes,cotton,3\nb,risk,P,no,,\nc,risk,P,no,,\n\
a,training,P,yes,drivers,9\nb,training,P,yes,all staff,2\nc,training,P,yes,buyers,4\n";

fn evaluated(gold: &str, predicted: &str, more: &[&str]) -> Output {
    let (_gold_folder, gold) = file("gold.csv", gold);
    let (_other_folder, predicted) = file("predicted.csv", predicted);
    let (gold, predicted) = (gold.to_string_lossy(), predicted.to_string_lossy());
    let arguments: Vec<&str> = ["evaluate", &gold, &predicted]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    run(&arguments)
}

#[test]
fn evaluate_counts_a_coding_sheet_as_a_person_would() {
    let output = evaluated(SHEET, OTHERS, &["--format", "json"]);
    let told: Value = serde_json::from_str(&prints(&output)).expect("JSON");

    assert_eq!(told["by"], "statement");
    let risk = &told["criteria"][0];
    assert_eq!(risk["criterion"], "risk");
    // Gold by majority: a yes, b no, c yes. Found: a. Missed: c.
    assert_eq!(
        (&risk["both"], &risk["only_gold"], &risk["neither"]),
        (&1.into(), &1.into(), &1.into())
    );
    assert_eq!(risk["precision"], 1.0);
    assert_eq!(risk["recall"], 0.5);
    // Units of the coders: a 2:1, b 0:3, c 2:0. Dₒ = (2·2·1/2)/8 = .25, Dₑ = 2·4·4/(8·7) = 4/7: α = 1 − 7/16.
    let alpha = risk["alpha_of_coders"].as_f64().expect("three coders");
    assert!((alpha - 0.5625).abs() < 1e-9, "{alpha}");
    let differ: Vec<(&str, &str)> = told["disagreements"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|of| {
            (
                of["statement_id"].as_str().unwrap_or(""),
                of["criterion"].as_str().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(differ, [("a", "training"), ("c", "risk")]);
    assert_eq!(told["disagreements"][0]["quote"], "drivers");
    assert_eq!(told["disagreements"][0]["page"], "9");
}

#[test]
fn evaluate_measures_how_far_quotes_overlap() {
    let output = evaluated(
        "statement_id,criterion_id,value,quote\na,risk,1,cotton from afar\n",
        "statement_id,criterion_id,value,quote\na,risk,1,cotton from\n",
        &["--format", "csv"],
    );
    let printed = prints(&output);
    let mut reader = csv::Reader::from_reader(printed.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let place = header
        .iter()
        .position(|name| name == "overlap")
        .expect("the column");
    let first = reader.records().next().expect("a row").expect("RFC 4180");

    // "cotton" and "from" of "cotton", "from", "afar": 10 of 14 letters.
    let overlap: f64 = first[place].parse().expect("a number");
    assert!((overlap - 10.0 / 14.0).abs() < 1e-6);
}

#[test]
fn evaluate_shows_a_table_with_quotes_to_adjudicate_and_as_many_as_asked() {
    let all = prints(&evaluated(SHEET, OTHERS, &[]));
    let none = prints(&evaluated(SHEET, OTHERS, &["--disagreements", "0"]));

    assert!(
        all.contains("2 disagreements") && all.contains("drivers"),
        "{all}"
    );
    assert!(all.contains("macro F1"));
    assert!(!none.contains("drivers"));
}

#[test]
fn evaluate_reads_an_export_of_wikirate_answers() {
    let export = "Metric,Company,Year,Value,Comments,Source Page\n\
                  MSA training,Orrin Vale,2023,Yes,\"p. 3, all staff\",https://a.example\n\
                  MSA training,Holm Dairy,2023,No,,\n\
                  MSA training,Tarn Foods,2023,Unknown,,\n";
    let predicted = "statement_id,criterion_id,value\nOrrin Vale 2023,MSA training,yes\nHolm Dairy 2023,MSA training,yes\n";
    let told: Value = serde_json::from_str(&prints(&evaluated(
        export,
        predicted,
        &["--format", "json"],
    )))
    .expect("JSON");

    assert_eq!(told["pooled"]["n"], 2);
    assert_eq!(told["pooled"]["both"], 1);
    assert_eq!(told["pooled"]["only_predicted"], 1);
}

/// Two statements of our own in the layout of the AIMS collections.
const CODED: &str = "statement_id,sentence_index,sentence,approval,risk_mitigation\n\
a,0,This modern slavery statement was approved by the board of directors on 3 March 2025.,1,0\n\
a,1,We audit our suppliers for forced labour every year.,0,1\n\
b,0,Modern slavery is a crime.,0,0\n\
b,4,We sell doors.,0,0\n";

#[test]
fn evaluate_runs_avowal_on_coded_sentences_by_sentence_and_by_statement() {
    let (_folder, path) = file("coded.csv", CODED);
    let path = path.to_string_lossy();
    let told = |more: &[&str]| -> Value {
        let arguments: Vec<&str> = ["evaluate", &path, "--format", "json"]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
        serde_json::from_str(&prints(&output)).expect("JSON")
    };

    let sentences = told(&[]);
    let statements = told(&["--by", "statement"]);
    let law = told(&["--by", "statement", "--rubric", "au-msa"]);

    assert_eq!(sentences["by"], "sentence");
    assert_eq!(sentences["pooled"]["n"], 8);
    assert_eq!(sentences["criteria"][0]["f1"], 1.0);
    assert_eq!(statements["pooled"]["n"], 4);
    assert_eq!(statements["criteria"][0]["both"], 1);
    assert_eq!(
        law["criteria"][0]["both"], 1,
        "approval by the facts of the Act's rubric"
    );
    assert_eq!(
        law["criteria"][1]["both"], 1,
        "`actions` answers for risk_mitigation"
    );
}

#[test]
fn evaluate_says_what_is_wrong_with_a_table() {
    for (gold, told) in [
        (
            "statement_id,criterion_id,value\na,risk,perhaps\n",
            "line 2",
        ),
        ("one,two\n1,2\n", "statement_id"),
        (
            "statement_id,criterion_id,value\na,risk,yes\n",
            "second file",
        ),
    ] {
        let (_folder, path) = file("gold.csv", gold);
        let output = run(&["evaluate", &path.to_string_lossy()]);

        assert_eq!(output.status.code(), Some(2), "{gold}");
        assert!(errors(&output).contains(told), "{}", errors(&output));
    }
}

/// Enough coded sentences of our own to learn something from: in four statements one label, told by two words.
fn to_learn_from() -> String {
    let labels = "approval,signature,reporting_entity,structure,operations,supply_chains,risk_description,risk_mitigation,remediation,effectiveness,consultation";
    let mut table = format!("statement_id,sentence,{labels}\n");
    for statement in 0..6 {
        for turn in 0..4 {
            table.push_str(&format!(
                "s{statement},The board approved this statement on day {turn},1{}\n",
                ",0".repeat(10)
            ));
            table.push_str(&format!(
                "s{statement},Our lorries drove {turn} miles past green hills,0{}\n",
                ",0".repeat(10)
            ));
        }
    }
    table
}

#[test]
fn train_writes_the_same_weights_twice_and_classify_takes_them() {
    let (folder, path) = file("own.csv", &to_learn_from());
    let data = path.to_string_lossy();
    let weights = |name: &str| folder.path().join(name);
    for name in ["one.bin", "other.bin"] {
        let output = run(&["train", &data, "--output", &weights(name).to_string_lossy()]);
        assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
        assert!(
            prints(&output).contains("own: macro F1"),
            "{}",
            prints(&output)
        );
    }
    let one = fs::read(weights("one.bin")).expect("it was written");
    let own = weights("one.bin");
    let line = "{\"id\":1,\"text\":\"The board approved this statement on day 2\"}\n{\"id\":2,\"text\":\"Our lorries drove past green hills\"}\n";
    let answers = lines(&piped(
        &["classify", "--weights", &own.to_string_lossy()],
        line,
    ));

    assert_eq!(one, fs::read(weights("other.bin")).expect("it was written"));
    assert_eq!(answers[0]["positive"], serde_json::json!(["approval"]));
    assert_eq!(answers[1]["positive"], serde_json::json!([]));
}

#[test]
fn train_refuses_data_without_labels_and_a_file_that_cannot_be_written() {
    let (folder, path) = file(
        "own.csv",
        "statement_id,sentence,approval\na,We approve,1\n",
    );
    let missing = run(&[
        "train",
        &path.to_string_lossy(),
        "-o",
        &folder.path().join("w").to_string_lossy(),
    ]);
    let (_folder, path) = file("own.csv", &to_learn_from());
    let unwritable = run(&[
        "train",
        &path.to_string_lossy(),
        "-o",
        "no/such/folder/w.bin",
    ]);

    assert_eq!(missing.status.code(), Some(2));
    assert!(
        errors(&missing).contains("signature"),
        "{}",
        errors(&missing)
    );
    assert_eq!(unwritable.status.code(), Some(2));
}

#[test]
fn assess_tells_which_weights_it_used_and_counts_from_the_threshold_given() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let assess = |name: &str, more: &[&str]| {
        let to = folder.path().join(name).to_string_lossy().into_owned();
        let statement = "fixtures/statements/kestrel-care/statement.txt";
        let arguments: Vec<&str> = ["assess", statement, "-q", "-o", &to]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
        let record: Value = serde_json::from_slice(
            &fs::read(folder.path().join(name).join("run.json")).expect("a record"),
        )
        .expect("JSON");
        let mut reader = csv::Reader::from_path(folder.path().join(name).join("evidence.csv"))
            .expect("the table");
        let header = reader.headers().expect("a header").clone();
        let place = |column: &str| {
            header
                .iter()
                .position(|known| known == column)
                .expect("the column")
        };
        let (counts, method) = (place("counts"), place("method"));
        let counted = reader
            .records()
            .map(|row| row.expect("RFC 4180"))
            .filter(|row| &row[counts] == "true" && &row[method] != "fact")
            .count();
        (record, counted)
    };
    let (plain, counted) = assess("plain", &[]);
    let (strict, counted_strictly) = assess("strict", &["--threshold", "0.95"]);
    let (other, _) = assess("other", &["--rubric", "de-lksg"]);

    assert_eq!(plain["model_sha256"].as_str().map(str::len), Some(64));
    assert_eq!(strict["threshold"], "0.95");
    assert!(
        counted_strictly < counted,
        "{counted_strictly} of {counted}"
    );
    assert!(
        other["model_sha256"].is_null(),
        "its criteria name no label"
    );
}
