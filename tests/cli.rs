//! The program as users run it: inputs of every kind in, tables out, exit codes, interruption and resumption.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use tempfile::TempDir;

const TABLES: &[&str] = &[
    "statements.csv",
    "criteria.csv",
    "evidence.csv",
    "sections.csv",
    "coverage.csv",
    "errors.csv",
];

fn avowal() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("avowal"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("NO_COLOR")
        .stdin(Stdio::null());
    command
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

fn run(command: &mut Command) -> Output {
    command.output().expect("the program starts")
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn prints(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The rows of a table, each as its cells, the header first.
fn rows(folder: &Path, table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(folder.join(table))
        .expect("the table is there");
    reader
        .records()
        .map(|row| {
            let row = row.expect("the table is RFC 4180");
            row.iter().map(str::to_owned).collect()
        })
        .collect()
}

/// The cells of the column `name`.
fn column(folder: &Path, table: &str, name: &str) -> Vec<String> {
    let rows = rows(folder, table);
    let place = rows[0].iter().position(|column| column == name);
    let place = place.unwrap_or_else(|| panic!("{table} has no column {name}"));
    rows[1..].iter().map(|row| row[place].clone()).collect()
}

fn tables(folder: &Path) -> Vec<String> {
    TABLES
        .iter()
        .map(|table| fs::read_to_string(folder.join(table)).expect("the table is there"))
        .collect()
}

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

/// Writes `count` statements of different companies, and a broken file after every tenth, into `folder`.
fn write_statements(folder: &Path, count: usize) {
    for number in 0..count {
        let text = STATEMENT.replace("Northbank", &format!("Northbank{number}"));
        fs::write(folder.join(format!("statement-{number:04}.md")), text).expect("written");
        if number % 10 == 9 {
            fs::write(
                folder.join(format!("statement-{number:04}.pdf")),
                "%PDF-1.7 no",
            )
            .expect("written");
        }
    }
}

#[test]
fn the_tables_are_the_same_bytes_whatever_the_number_of_jobs() {
    let out = folder();
    let mut found = Vec::new();
    for jobs in ["1", "2", "7"] {
        let target = out.path().join(jobs);
        let output = run(avowal()
            .args(["assess", "fixtures/statements", "fixtures/controls"])
            .args(["--jobs", jobs, "--as-of", "2026-11-24", "-o"])
            .arg(&target));
        assert_eq!(code(&output), Some(1), "{}", errors(&output));
        found.push(tables(&target));
    }

    assert_eq!(found[0], found[1]);
    assert_eq!(found[0], found[2]);
    assert!(found[0][0].lines().count() > 20);
}

#[test]
fn what_cannot_be_read_has_a_row_with_the_way_out_and_costs_no_other_input_its_result() {
    let out = folder();
    let target = out.path().join("report");

    let output = run(avowal()
        .args([
            "assess",
            "fixtures/controls",
            "fixtures/statements/tarnbeck-foods",
        ])
        .args(["no/such/file.pdf", "--as-of", "2026-11-24", "-o"])
        .arg(&target));

    assert_eq!(code(&output), Some(1), "{}", errors(&output));
    let sources = column(&target, "errors.csv", "source");
    let codes = column(&target, "errors.csv", "code");
    for (slug, expected) in expected_errors() {
        let place = sources.iter().position(|source| {
            Path::new(source)
                .parent()
                .is_some_and(|folder| folder.ends_with(&slug))
        });
        let found = place.map(|place| codes[place].as_str());
        assert_eq!(found, Some(expected.as_str()), "{slug}");
    }
    assert!(codes.contains(&"not-found".to_owned()));
    assert!(
        column(&target, "errors.csv", "hint")
            .iter()
            .all(|hint| !hint.is_empty())
    );
    let assessed = column(&target, "statements.csv", "source");
    assert!(
        assessed
            .iter()
            .any(|source| source.contains("tarnbeck-foods"))
    );
}

/// Folder and code of each control that must give no result.
fn expected_errors() -> Vec<(String, String)> {
    let controls = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/controls");
    let mut expected = Vec::new();
    for entry in fs::read_dir(controls).expect("the controls are there") {
        let folder = entry.expect("a readable entry").path();
        let text =
            fs::read_to_string(folder.join("expected.toml")).expect("each says what it shows");
        let slug = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let error = text
            .lines()
            .find_map(|line| line.strip_prefix("error = \""));
        if let Some(error) = error {
            expected.push((slug, error.trim_end_matches('"').to_owned()));
        }
    }
    assert!(expected.len() > 10);
    expected
}

#[test]
fn files_folders_globs_lists_and_manifests_mix_freely() {
    let inputs = folder();
    write_statements(inputs.path(), 4);
    let manifest = inputs.path().join("suppliers.csv");
    fs::write(
        &manifest,
        "id,organisation,path,period_end\n7,Holm Dairy Ltd,statement-0003.md,2026-03-31\n8,,missing.md,\n",
    )
    .expect("written");
    let target = inputs.path().join("report");
    let mut child = avowal()
        .args(["assess", "-", "--quiet", "--as-of", "2026-11-24", "-o"])
        .arg(&target)
        .arg(inputs.path().join("statement-000[12].md"))
        .arg(&manifest)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    writeln!(
        child.stdin.take().expect("a pipe"),
        "# the first\n{}",
        inputs.path().join("statement-0000.md").display()
    )
    .expect("it reads the list");
    let output = child.wait_with_output().expect("it ends");

    assert_eq!(code(&output), Some(1));
    assert_eq!(errors(&output), "", "quiet says nothing");
    let sources = column(&target, "statements.csv", "source");
    let ends: Vec<&str> = sources
        .iter()
        .map(|source| &source[source.len() - "0000.md".len()..])
        .collect();
    assert_eq!(ends, ["0000.md", "0001.md", "0002.md", "0003.md"]);
    assert_eq!(
        column(&target, "statements.csv", "manifest.id"),
        ["", "", "", "7"]
    );
    // What the manifest gives wins, and the difference is told.
    assert_eq!(
        column(&target, "statements.csv", "organisation")[3],
        "Holm Dairy Ltd"
    );
    assert!(column(&target, "statements.csv", "warnings")[3].contains("differs-from-manifest"));
    assert_eq!(column(&target, "errors.csv", "code"), ["not-found"]);
}

#[test]
fn a_turnover_in_the_manifest_tells_whether_the_act_likely_obliges() {
    let inputs = folder();
    write_statements(inputs.path(), 3);
    let manifest = inputs.path().join("suppliers.csv");
    fs::write(
        &manifest,
        "path,turnover,country\nstatement-0000.md,£36m,GB\nstatement-0001.md,1000000,GB\nstatement-0002.md,,GB\n",
    )
    .expect("written");
    let target = inputs.path().join("report");

    let output = run(avowal().args(["assess", "-o"]).arg(&target).arg(&manifest));

    assert_eq!(code(&output), Some(0), "{}", errors(&output));
    assert_eq!(
        column(&target, "statements.csv", "obligation"),
        ["likely", "unlikely", ""]
    );
    let rules = column(&target, "statements.csv", "obligation_rule");
    assert!(rules[0].contains("s54(2)"), "{}", rules[0]);
}

#[test]
fn every_score_shows_its_sentence_its_place_and_a_link() {
    let inputs = folder();
    let file = inputs.path().join("statement.md");
    fs::write(&file, STATEMENT).expect("written");
    let target = inputs.path().join("report");

    let output = run(avowal()
        .args(["assess", "--as-of", "2026-11-24", "-o"])
        .arg(&target)
        .arg(&file));

    assert_eq!(code(&output), Some(0), "{}", errors(&output));
    assert!(
        errors(&output).contains("1 statement assessed"),
        "{}",
        errors(&output)
    );
    let verdict_of = |criterion: &str| {
        let ids = column(&target, "criteria.csv", "criterion_id");
        let place = ids.iter().position(|id| id == criterion).expect("a row");
        column(&target, "criteria.csv", "verdict")[place].clone()
    };
    assert_eq!(verdict_of("approval"), "met");
    assert_eq!(verdict_of("signature"), "met");
    assert_eq!(verdict_of("training"), "met");
    assert_eq!(verdict_of("publication"), "cannot_tell");
    assert_eq!(
        column(&target, "statements.csv", "organisation"),
        ["Northbank Foods Limited"]
    );
    assert_eq!(
        column(&target, "statements.csv", "period_end"),
        ["2026-03-31"]
    );
    assert_eq!(
        column(&target, "statements.csv", "approval_date"),
        ["2026-05-14"]
    );
    assert_eq!(column(&target, "statements.csv", "signatory"), ["Jane Doe"]);
    // The offsets of each quote are those of the text that `extract` shows.
    let output = run(avowal().args(["extract", "--format", "json"]).arg(&file));
    let read: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text: Vec<char> = read["text"].as_str().expect("the text").chars().collect();
    let rows = rows(&target, "evidence.csv");
    assert!(rows.len() > 5);
    let at = |name: &str| {
        rows[0]
            .iter()
            .position(|column| column == name)
            .expect("a column")
    };
    let number = |cell: &str| cell.parse::<usize>().expect("a number");
    for row in &rows[1..] {
        let quoted: String = text[number(&row[at("char_start")])..number(&row[at("char_end")])]
            .iter()
            .collect();
        assert_eq!(quoted, row[at("text")]);
        assert!(row[at("link")].ends_with("statement.md"));
        assert!(!row[at("reason")].is_empty());
    }
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_made_safe_unless_asked_otherwise() {
    let inputs = folder();
    let file = inputs.path().join("statement.md");
    let hostile = "=HYPERLINK(\"http://evil.example\") Modern slavery statement";
    fs::write(
        &file,
        STATEMENT.replace("Modern slavery statement", hostile),
    )
    .expect("written");
    let title = |verbatim: &[&str], name: &str| {
        let target = inputs.path().join(name);
        let output = run(avowal()
            .arg("assess")
            .args(verbatim)
            .arg("-o")
            .arg(&target)
            .arg(&file));
        assert_eq!(code(&output), Some(0), "{}", errors(&output));
        column(&target, "sections.csv", "heading")[0].clone()
    };

    assert!(title(&[], "safe").starts_with("'=HYPERLINK"));
    assert!(title(&["--verbatim"], "verbatim").starts_with("=HYPERLINK"));
}

#[test]
fn a_folder_that_holds_a_run_is_not_touched_unless_asked() {
    let inputs = folder();
    write_statements(inputs.path(), 2);
    let target = inputs.path().join("report");
    let assess = |more: &[&str]| {
        run(avowal()
            .args(["assess", "--as-of", "2026-11-24", "-o"])
            .arg(&target)
            .args(more)
            .arg(inputs.path().join("statement-0000.md")))
    };
    assert_eq!(code(&assess(&[])), Some(0));
    let before = tables(&target);

    let refused = assess(&[]);
    assert_eq!(code(&refused), Some(2));
    assert!(
        errors(&refused).contains("--overwrite"),
        "{}",
        errors(&refused)
    );
    assert_eq!(tables(&target), before);

    assert_eq!(code(&assess(&["--overwrite"])), Some(0));
    assert_eq!(tables(&target), before);
}

#[test]
fn wrong_usage_does_nothing_and_says_what_was_meant() {
    let out = folder();
    let refused = run(avowal()
        .args(["assess", "fixtures/statements", "--rubric", "uk-mas", "-o"])
        .arg(out.path().join("report")));
    assert_eq!(code(&refused), Some(2));
    assert!(
        errors(&refused).contains("did you mean `uk-msa`?"),
        "{}",
        errors(&refused)
    );
    assert!(!out.path().join("report").exists());

    let refused = run(avowal().args(["assess"]));
    assert_eq!(code(&refused), Some(2));

    let rubric = out.path().join("mine.toml");
    fs::write(&rubric, "schema = 1\n[rubric]\nidd = \"mine\"\n").expect("written");
    let refused = run(avowal().args(["rubric", "validate"]).arg(&rubric));
    assert_eq!(code(&refused), Some(1));
    assert!(
        errors(&refused).contains("mine.toml:3"),
        "{}",
        errors(&refused)
    );

    fs::write(out.path().join("file"), "").expect("written");
    let refused = run(avowal()
        .args(["assess", "fixtures/statements/kestrel-care", "-o"])
        .arg(out.path().join("file")));
    assert_eq!(code(&refused), Some(2));
}

#[test]
fn a_run_without_a_terminal_draws_no_bar() {
    let out = folder();
    let output = run(avowal()
        .args(["assess", "fixtures/statements/kestrel-care", "-o"])
        .arg(out.path().join("report")));

    assert_eq!(prints(&output), "");
    assert!(!errors(&output).contains('\u{1b}'), "{}", errors(&output));
    assert!(!errors(&output).contains("left"), "{}", errors(&output));
}

#[test]
fn an_interrupted_run_leaves_whole_tables_and_goes_on_to_the_same_end() {
    let inputs = folder();
    let statements = inputs.path().join("statements");
    fs::create_dir(&statements).expect("made");
    write_statements(&statements, 400);
    let whole = inputs.path().join("whole");
    let output = run(&mut assess_all(&statements, &whole));
    assert_eq!(code(&output), Some(1), "{}", errors(&output));

    for (signal, name) in [("INT", "interrupted"), ("KILL", "killed")] {
        let target = inputs.path().join(name);
        let mut child = assess_all(&statements, &target)
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        wait_for_rows(&target);
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &child.id().to_string()])
            .status()
            .expect("kill is there");
        assert!(sent.success());
        let ended = child.wait().expect("it ends");
        if signal == "INT" && ended.code() != Some(1) {
            // It may have come to its end before the signal; else it says how to go on, and every row is whole.
            assert_eq!(ended.code(), Some(130));
            for table in TABLES {
                rows(&target, table);
            }
        }

        let resumed = run(assess_all(&statements, &target).arg("--resume"));

        if target.join("run.json").exists() && code(&resumed) == Some(2) {
            assert!(
                errors(&resumed).contains("finished"),
                "{}",
                errors(&resumed)
            );
        } else {
            assert_eq!(code(&resumed), Some(1), "{}", errors(&resumed));
        }
        assert_eq!(tables(&target), tables(&whole), "{name}");
    }
}

#[test]
fn json_holds_what_the_tables_hold_and_survives_a_resume() {
    let inputs = folder();
    let statements = inputs.path().join("statements");
    fs::create_dir(&statements).expect("made");
    write_statements(&statements, 12);
    let target = inputs.path().join("report");
    let output = run(assess_all(&statements, &target)
        .args(["--format", "json", "--format", "ndjson", "--format", "csv"]));
    assert_eq!(code(&output), Some(1), "{}", errors(&output));

    let whole: serde_json::Value =
        serde_json::from_slice(&fs::read(target.join("assessments.json")).expect("written"))
            .expect("JSON");
    let lines = fs::read_to_string(target.join("assessments.ndjson")).expect("written");
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(whole["results"].as_array(), Some(&lines));
    assert_eq!(lines.len(), 13);
    let ids: Vec<&str> = lines
        .iter()
        .filter(|line| line["type"] == "statement")
        .filter_map(|line| line["statement_id"].as_str())
        .collect();
    assert_eq!(ids, column(&target, "statements.csv", "statement_id"));
    let evidence: usize = lines
        .iter()
        .flat_map(|line| {
            line["assessments"][0]["criteria"]
                .as_array()
                .into_iter()
                .flatten()
        })
        .map(|criterion| criterion["evidence"].as_array().map_or(0, Vec::len))
        .sum();
    assert_eq!(evidence, column(&target, "evidence.csv", "text").len());
}

fn assess_all(statements: &Path, target: &Path) -> Command {
    let mut command = avowal();
    command
        .args(["assess", "--as-of", "2026-11-24", "-o"])
        .arg(target)
        .arg(statements);
    command
}

/// Waits until some rows are on disk.
fn wait_for_rows(target: &Path) {
    let began = Instant::now();
    let file: PathBuf = target.join("statements.csv");
    while fs::metadata(&file).map_or(0, |about| about.len()) < 20_000 {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "no row within a minute"
        );
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn extract_shows_what_was_read_as_text_and_as_sentences() {
    let output = run(avowal().args(["extract", "fixtures/statements/farrow-venn-llp"]));
    assert_eq!(code(&output), Some(0), "{}", errors(&output));
    let text = prints(&output);
    assert!(text.starts_with("# Modern Slavery Act 2015: Transparency Statement\n\n"));
    assert!(
        !text.contains("FARROW VENN LLP"),
        "the running head is no text"
    );

    let output = run(avowal().args([
        "extract",
        "--format",
        "sentences",
        "fixtures/statements/farrow-venn-llp",
    ]));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .from_reader(output.stdout.as_slice());
    let sentences: Vec<csv::StringRecord> =
        reader.records().map(|row| row.expect("a row")).collect();
    assert!(sentences.len() > 20);
    assert_eq!(&sentences[0][2], "1", "the first page");
    assert_eq!(&sentences[0][5], "heading");

    let output = run(avowal().args(["extract", "fixtures/controls/scanned"]));
    assert_eq!(code(&output), Some(1));
    assert!(errors(&output).contains("OCR"));
}

#[test]
fn the_rubrics_are_listed_and_shown() {
    let output = run(avowal().args(["rubric", "list"]));
    assert_eq!(code(&output), Some(0));
    assert!(
        prints(&output)
            .lines()
            .any(|line| line.starts_with("uk-msa "))
    );

    let output = run(avowal().args(["rubric", "show", "uk-msa"]));
    assert_eq!(code(&output), Some(0));
    assert!(prints(&output).contains("s54(6)"));
}
