//! What people do with a finished run: code a sample, write to suppliers, compare years, look for copied words.

mod program;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use program::avowal;
use program::ended;
use program::errors;
use program::folder;
use program::prints;
use program::read;
use program::rows;
use program::rows_of;
use program::statement;

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of letters")
}

/// A run over `inputs` in `target`, called `name`.
fn run(target: &Path, name: &str, inputs: &[&str], words: &[&str]) -> PathBuf {
    let run = target.join(name);
    let mut all = vec!["assess"];
    all.extend(inputs);
    all.extend(["-o", text(&run), "--quiet"]);
    all.extend(words);
    let code = avowal(all).status.code();
    assert!(code == Some(0) || code == Some(1), "{code:?}");
    run
}

/// Writes the table of `rows` with the columns of `like`, in its order.
fn write_table(path: &Path, like: &str, rows: &[BTreeMap<String, String>]) {
    let header: Vec<&str> = like.lines().next().unwrap_or_default().split(',').collect();
    let mut writer = csv::Writer::from_path(path).expect("it can be written");
    writer.write_record(&header).expect("it can be written");
    for row in rows {
        writer
            .write_record(header.iter().map(|column| &row[*column]))
            .expect("it can be written");
    }
    writer.flush().expect("it can be written");
}

#[test]
fn a_sample_that_is_filled_in_gives_the_agreement_that_was_filled_in() {
    let target = folder();
    let run = run(target.path(), "run", &["fixtures/statements"], &[]);
    let sheet = target.path().join("sheet.csv");
    let book = target.path().join("sheet.xlsx");
    let draw = |output: &Path, seed: &str, more: &[&str]| {
        let mut words = vec![
            "sample",
            text(&run),
            "--n",
            "60",
            "--strategy",
            "stratified",
            "--seed",
            seed,
            "-o",
            text(output),
        ];
        words.extend(more);
        avowal(words)
    };
    ended(0, draw(&sheet, "7", &["--blind"]));
    ended(0, draw(&book, "7", &[]));

    // The same seed draws the same; a sheet that may be filled in is not written over.
    let again = target.path().join("again.csv");
    ended(0, draw(&again, "7", &["--blind"]));
    assert_eq!(read(&sheet), read(&again));
    let other = target.path().join("other.csv");
    ended(0, draw(&other, "8", &["--blind"]));
    assert_ne!(read(&sheet), read(&other));
    let refused = ended(2, draw(&sheet, "7", &[]));
    assert!(errors(&refused).contains("is there already, and may be filled in"));
    assert!(fs::read(&book).expect("it is there").starts_with(b"PK"));

    // Blind: nothing of what the machine says.
    let mut coded = rows(&sheet);
    assert_eq!(coded.len(), 60);
    assert!(
        !read(&sheet)
            .lines()
            .next()
            .unwrap_or_default()
            .contains("machine")
    );

    // Ada agrees with the machine but in every tenth answer that it gives.
    let machine: BTreeMap<(String, String), String> = rows(run.join("criteria.csv"))
        .into_iter()
        .map(|row| {
            let key = (row["statement_id"].clone(), row["criterion_id"].clone());
            (key, row["verdict"].clone())
        })
        .collect();
    let mut answered = 0;
    for row in &mut coded {
        let said = &machine[&(row["statement_id"].clone(), row["criterion_id"].clone())];
        let value = match said.as_str() {
            "met" | "not_met" => {
                let agrees = answered % 10 != 0;
                answered += 1;
                if (said == "met") == agrees {
                    "yes"
                } else {
                    "no"
                }
            }
            _ => "unknown",
        };
        row.insert("value".to_owned(), value.to_owned());
        row.insert("coder".to_owned(), "Ada".to_owned());
    }
    let differing = usize::div_ceil(answered, 10);
    assert!(differing >= 5);
    write_table(&sheet, &read(&again), &coded);
    let output = ended(
        0,
        avowal([
            "evaluate",
            text(&sheet),
            text(&run.join("criteria.csv")),
            "--format",
            "json",
        ]),
    );
    let told: serde_json::Value =
        serde_json::from_str(&prints(&output)).expect("the evaluation is JSON");
    let disagreements = told["disagreements"].as_array().expect("a list");
    assert_eq!(disagreements.len(), differing, "{told}");

    // What the coder and the machine differ about is drawn first.
    let next = target.path().join("next.csv");
    ended(
        0,
        avowal([
            "sample",
            text(&run),
            "--n",
            &differing.to_string(),
            "--strategy",
            "disagreement",
            "--coded",
            text(&sheet),
            "-o",
            text(&next),
        ]),
    );
    let drawn = rows(&next);
    assert_eq!(drawn.len(), differing);
    assert!(drawn.iter().all(|row| row["disagreement"].contains("Ada")));
}

#[test]
fn rubrics_that_answer_the_same_question_differently_are_a_disagreement() {
    let target = folder();
    let run = run(
        target.path(),
        "run",
        &["fixtures/statements"],
        &["--rubric", "uk-msa", "--rubric", "ca-s211"],
    );
    let sheet = target.path().join("sheet.csv");

    ended(
        0,
        avowal([
            "sample",
            text(&run),
            "--n",
            "3",
            "--strategy",
            "disagreement",
            "-o",
            text(&sheet),
        ]),
    );

    for row in rows(&sheet) {
        let told = &row["disagreement"];
        assert!(
            told.contains("uk-msa: ") && told.contains("ca-s211: "),
            "{told}"
        );
    }
}

#[test]
fn letters_ask_and_never_accuse_where_nothing_is_known() {
    let target = folder();
    let inputs = target.path().join("inputs");
    fs::create_dir(&inputs).expect("a folder for the test");
    let hostile = "Acme [pay](javascript:alert(1)) ../../Limited";
    fs::write(inputs.join("a.md"), statement(hostile, 2026, &[])).expect("written");
    fs::write(inputs.join("broken.pdf"), "%PDF-1.7 no").expect("written");
    let run = run(target.path(), "run", &[text(&inputs)], &[]);

    let output = ended(
        0,
        avowal([
            "letters",
            text(&run),
            "--sender",
            "Bo, Procurement",
            "--reply-by",
            "31 January 2027",
        ]),
    );

    assert!(prints(&output).starts_with("2 letters (1 gaps, 1 unread)"));
    let index = rows(run.join("letters/index.csv"));
    let names: Vec<&str> = index.iter().map(|row| row["file"].as_str()).collect();
    let files: Vec<String> = fs::read_dir(run.join("letters"))
        .expect("the letters are there")
        .map(|entry| {
            entry
                .expect("a readable entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(files.len(), 3);
    for name in &names {
        assert!(files.iter().any(|file| file == name));
        assert!(
            name.chars()
                .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.')),
            "{name}"
        );
    }
    let gaps = read(run.join("letters").join(names[0]));
    assert!(gaps.contains("Training on slavery and trafficking"));
    assert!(gaps.contains("Bo, Procurement") && gaps.contains("by 31 January 2027"));
    assert!(
        gaps.contains("\\[pay\\]") || !gaps.contains("javascript"),
        "{gaps}"
    );
    assert!(!gaps.contains("[pay]("));
    let unread = read(run.join("letters").join(names[1]));
    assert!(unread.contains("we were not able to read yours") && unread.contains("broken.pdf"));
    assert!(!unread.contains("did not find") && !unread.contains(text(&inputs)));

    // What only a person can tell is asked, and not missed.
    let publication = gaps
        .find("prominent place on the homepage")
        .expect("it is asked");
    let section = gaps[..publication]
        .rfind("\n## ")
        .expect("it has a heading");
    assert!(gaps[section..].starts_with("\n## What the document alone could not tell us"));
}

#[test]
fn a_template_of_ones_own_is_used_and_its_errors_are_told_with_the_line() {
    let target = folder();
    let run = run(
        target.path(),
        "run",
        &["fixtures/statements/lumenara-living"],
        &[],
    );
    let template = target.path().join("own.md");
    let write = |words: &str| fs::write(&template, words).expect("written");
    let letters = || {
        avowal([
            "letters",
            text(&run),
            "--template",
            text(&template),
            "--overwrite",
        ])
    };

    write(
        "Hi {{ organisation }}!\n{% for point in missing_required %}{{ point.criterion_id }} {% endfor %}",
    );
    ended(0, letters());
    let index = rows(run.join("letters/index.csv"));
    let letter = read(run.join("letters").join(&index[0]["file"]));
    assert_eq!(letter, "Hi Lumenara Living Ltd!\napproval signature ");

    write("Hi {{ organisation }}!\n\n{{ organization }}");
    let told = errors(&ended(2, letters()));
    assert!(told.contains("own.md, line 3: undefined value"), "{told}");
    assert!(prints(&ended(0, avowal(["letters", "--print-template"]))).contains("Kind regards"));
}

#[test]
fn two_years_are_compared_sentence_by_sentence() {
    let target = folder();
    let path = |name: &str| target.path().join(name);
    let kept =
        "All 34 buyers completed our course on modern slavery in 2025, and 96% passed its test.";
    let later =
        "All 51 buyers completed our course on modern slavery in 2026, and 98% passed its test.";
    let dropped =
        "We audited 12 farms in Kenya for forced labour and interviewed 200 workers there.";
    let added =
        "We repaid recruitment fees to nine workers from Nepal who had been in debt bondage.";
    fs::write(
        path("old.md"),
        statement("Northbank Foods Limited", 2025, &[kept, dropped]),
    )
    .expect("written");
    fs::write(
        path("new.md"),
        statement("Northbank Foods Limited", 2026, &[later, added]),
    )
    .expect("written");
    let compare = |old: &Path, new: &Path, format: &str| {
        prints(&ended(
            0,
            avowal(["compare", text(old), text(new), "--format", format]),
        ))
    };

    let table = compare(&path("old.md"), &path("new.md"), "csv");
    let changes = rows_of(table.as_bytes());
    let change_of = |column: &str, sentence: &str, criterion: &str| {
        changes
            .iter()
            .find(|row| row[column] == sentence && row["criterion_id"] == criterion)
            .map(|row| row["change"].clone())
    };
    assert_eq!(
        change_of("new_text", later, "training").as_deref(),
        Some("updated")
    );
    assert_eq!(
        change_of("new_text", added, "due-diligence").as_deref(),
        Some("added")
    );
    assert_eq!(
        change_of("old_text", dropped, "due-diligence").as_deref(),
        Some("dropped")
    );
    assert!(changes.iter().any(|row| row["change"] == "unchanged"));

    let shown = compare(&path("old.md"), &path("new.md"), "terminal");
    assert!(shown.contains(&format!("+ {added}")) && shown.contains(&format!("- {dropped}")));
    assert!(
        compare(&path("old.md"), &path("new.md"), "markdown")
            .contains("- dropped: We audited 12 farms")
    );

    // Two runs are matched by organisation, and come to the same.
    let old = run(
        target.path(),
        "old",
        &[text(&path("old.md")), "fixtures/statements/tarnbeck-foods"],
        &[],
    );
    let new = run(
        target.path(),
        "new",
        &[text(&path("new.md")), "fixtures/statements/velden-devices"],
        &[],
    );
    let told: serde_json::Value =
        serde_json::from_str(&compare(&old, &new, "json")).expect("it is JSON");
    assert_eq!(told["comparisons"].as_array().map(Vec::len), Some(1));
    assert_eq!(told["only_old"][0]["organisation"], "Tarnbeck Foods plc");
    assert_eq!(
        told["only_new"][0]["organisation"],
        "Velden Devices Limited"
    );
    let of_runs = rows_of(compare(&old, &new, "csv").as_bytes());
    assert_eq!(of_runs.len(), changes.len());
    assert!(compare(&old, &new, "terminal").contains("1 organisations in both runs"));
    let mixed = ended(2, avowal(["compare", text(&old), text(&path("new.md"))]));
    assert!(errors(&mixed).contains("one is a run and the other is not"));
}

#[test]
fn copied_passages_are_found_across_companies_and_the_act_is_told_apart() {
    let target = folder();
    let copied = [
        "Each of our packhouses keeps a register of the agencies that bring seasonal workers from abroad.",
        "Twice a season two interpreters speak with a fifth of the pickers, away from their supervisors.",
        "Whatever a picker paid to an agency is paid back with the first wage, and the agency is dropped.",
    ];
    let own = "Our foundry melts scrap in two electric furnaces and buys sand from three quarries nearby.";
    let write = |name: &str, organisation: &str, lines: &[&str]| {
        fs::write(
            target.path().join(name),
            statement(organisation, 2026, lines),
        )
        .expect("written");
    };
    write("a.md", "Northbank Foods Limited", &copied);
    write("b.md", "Southbank Fruit Limited", &copied.map(|line| line));
    write("c.md", "Eastbank Metals Limited", &[own]);
    let words = ["similar", text(target.path()), "--quiet"];
    let similar = |more: &[&str]| prints(&ended(0, avowal(words.iter().chain(more))));

    let pairs = rows_of(similar(&["--score", "0.6"]).as_bytes());

    assert_eq!(pairs.len(), 1, "{pairs:?}");
    let pair = &pairs[0];
    assert_eq!(pair["organisation_a"], "Northbank Foods Limited");
    assert_eq!(pair["organisation_b"], "Southbank Fruit Limited");
    assert!(pair["passage_a"].contains(copied[0]) && pair["passage_b"].contains(copied[2]));
    assert!(
        pair["statutory_sentences"]
            .parse::<u32>()
            .expect("a number")
            >= 1
    );

    let passages = rows_of(similar(&["--by", "passage"]).as_bytes());
    let act = passages
        .iter()
        .find(|row| row["passage"].contains("section 54"))
        .expect("all say it");
    assert_eq!(
        (act["kind"].as_str(), act["organisations"].as_str()),
        ("statutory", "3")
    );
    let shared = passages
        .iter()
        .find(|row| row["passage"] == copied[1])
        .expect("two say it");
    assert_eq!(
        (shared["kind"].as_str(), shared["organisations"].as_str()),
        ("shared", "2")
    );

    // A run that kept its text says the same as its documents.
    let run = run(
        target.path(),
        "run",
        &[text(target.path())],
        &["--format", "csv,html"],
    );
    let of_run = prints(&ended(
        0,
        avowal(["similar", text(&run), "--quiet", "--score", "0.6"]),
    ));
    assert_eq!(rows_of(of_run.as_bytes()), pairs);
}
