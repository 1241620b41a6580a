//! Reviewers' overrides as an auditor follows them: journal, tables, pages; the machine's answers kept beside.

mod program;

use std::fs;
use std::path::Path;

use program::avowal;
use program::ended;
use program::errors;
use program::folder;
use program::prints;
use program::read;
use program::rows;
use program::statement;

/// Assesses `input` into `run`, with more `words` behind.
fn assess(input: &Path, run: &Path, words: &[&str]) -> std::process::Output {
    let mut all = vec![
        "assess".as_ref(),
        input.as_os_str(),
        "-o".as_ref(),
        run.as_os_str(),
        "--overwrite".as_ref(),
        "--quiet".as_ref(),
    ];
    all.extend(words.iter().map(std::ffi::OsStr::new));
    avowal(all)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of letters")
}

/// All files below `folder` with what they hold, sorted.
fn pages(folder: &Path) -> Vec<(String, String)> {
    let mut found = vec![("index".to_owned(), read(folder.join("index.html")))];
    for entry in fs::read_dir(folder.join("statements")).expect("the pages are there") {
        let path = entry.expect("a readable entry").path();
        found.push((path.display().to_string(), read(&path)));
    }
    found.sort();
    found
}

#[test]
fn a_report_drawn_again_is_the_report_drawn_first() {
    let target = folder();
    let run = target.path().join("run");
    ended(
        0,
        assess(
            Path::new("fixtures/statements"),
            &run,
            &["--format", "csv,html"],
        ),
    );
    let first = pages(&run.join("html"));
    assert!(first.len() > 20);
    fs::remove_dir_all(run.join("html")).expect("it can be removed");

    let output = ended(0, avowal(["report", text(&run)]));

    assert!(pages(&run.join("html")) == first, "byte for byte");
    assert!(prints(&output).contains("html/index.html"));
    assert_eq!(errors(&output), "");
}

#[test]
fn a_run_without_texts_is_drawn_with_its_quotes_and_says_what_is_missing() {
    let target = folder();
    let run = target.path().join("run");
    ended(
        0,
        assess(Path::new("fixtures/statements/tarnbeck-foods"), &run, &[]),
    );

    let output = ended(0, avowal(["report", text(&run)]));

    assert!(errors(&output).contains("did not keep the text"));
    let pages = pages(&run.join("html"));
    let page = &pages
        .iter()
        .find(|(name, _)| name.contains("statements"))
        .expect("one page")
        .1;
    assert!(page.contains("This run did not keep the text"));
    assert!(page.contains("<blockquote>") && !page.contains(">in the text<"));
}

#[test]
fn an_override_is_told_everywhere_beside_the_machines_answer_until_the_document_changes() {
    let target = folder();
    let draft = target.path().join("northbank.md");
    let run = target.path().join("run");
    fs::write(&draft, statement("Northbank Foods Limited", 2026, &[])).expect("written");
    ended(0, assess(&draft, &run, &["--format", "csv,html"]));
    let criteria = read(run.join("criteria.csv"));
    let record = read(run.join("run.json"));
    let id = rows(run.join("statements.csv"))[0]["statement_id"].clone();

    let reviewed = ended(
        0,
        avowal([
            "review",
            text(&run),
            "--statement",
            &id[..8],
            "--criterion",
            "training",
            "--level",
            "specific",
            "--by",
            "Ada <b>",
            "--reason",
            "page 4 names the course",
            "--when",
            "2026-06-01",
        ]),
    );
    assert!(prints(&reviewed).contains("specific instead of absent"));
    let output = ended(0, avowal(["report", text(&run)]));
    assert!(errors(&output).contains("1 applied, 0 superseded, 0 stale"));

    // The machine's tables are what they were; what the reviewer decided stands beside.
    assert_eq!(read(run.join("criteria.csv")), criteria);
    let told = &rows(run.join("reviewed.csv"))[0];
    assert_eq!(
        (
            told["state"].as_str(),
            told["level"].as_str(),
            told["new"].as_str()
        ),
        ("applied", "absent", "specific")
    );
    let page = read(run.join(format!("html/statements/{id}.html")));
    assert!(page.contains(
        "<strong>Reviewed</strong> by Ada &lt;b&gt;, 2026-06-01: page 4 names the course"
    ));
    assert!(page.contains("The program said: absent, not met"));
    let index = read(run.join("html/index.html"));
    assert!(index.contains("<strong>1</strong> answer reviewed"));
    assert!(index.contains("<td class=\"c a-specific\" data-machine=\"absent\">specific</td>"));
    // The record of the run tells what the redrawn page is like now.
    assert_ne!(read(run.join("run.json")), record);

    // A second run of the same bytes takes the journal, too.
    let journal = run.join("review.csv");
    let again = target.path().join("again");
    ended(0, assess(&draft, &again, &["--review", text(&journal)]));
    let training = rows(again.join("criteria.csv"))
        .into_iter()
        .find(|row| row["criterion_id"] == "training")
        .expect("the rubric asks for training");
    assert_eq!(training["level"], "absent");
    assert_eq!(training["reviewed_level"], "specific");
    assert_eq!(training["reviewed_verdict"], "met");
    assert_eq!(training["reviewed_by"], "Ada <b>");
    assert_eq!(training["reviewed_at"], "2026-06-01");
    let row = &rows(again.join("statements.csv"))[0];
    let quality = |column: &str| row[column].parse::<f64>().expect("a number");
    assert!(quality("reviewed_quality") > quality("quality"));
    assert_eq!(row["level.training"], "absent");
    assert_eq!(row["reviewed_criteria"], "training");

    // The document changes: the override is stale, says so, and is not applied.
    fs::write(
        &draft,
        statement("Northbank Foods Limited", 2026, &["We also pack fish."]),
    )
    .expect("written");
    let output = ended(
        0,
        assess(
            &draft,
            &again,
            &["--format", "csv,html", "--review", text(&journal)],
        ),
    );
    assert!(errors(&output).contains(&format!("the document changed: {id} was reviewed")));
    let row = &rows(again.join("statements.csv"))[0];
    assert_eq!(
        (
            row["reviewed_criteria"].as_str(),
            row["stale_reviews"].as_str()
        ),
        ("", "1")
    );
    assert_eq!(rows(again.join("reviewed.csv"))[0]["state"], "stale");
    let now = &row["statement_id"];
    let page = read(again.join(format!("html/statements/{now}.html")));
    assert!(page.contains("Reviews that no longer hold"));
}

#[test]
fn bad_rows_of_a_journal_are_named_and_cost_no_others() {
    let target = folder();
    let run = target.path().join("run");
    ended(
        0,
        assess(Path::new("fixtures/statements/tarnbeck-foods"), &run, &[]),
    );
    let statement = &rows(run.join("statements.csv"))[0];
    let id = &statement["statement_id"];
    let old = &statement["level.risk"];
    fs::write(
        run.join("review.csv"),
        format!(
            "who,when,statement,criterion,old,new,reason\n\
             Ada,soon,{id},risk,{old},absent,too vague\n\
             Ada,2026-06-01,{id},risk,{old},absent,too vague\n\
             Ada,2026-06-01,ffffffffffffffff,risk,{old},absent,elsewhere\n\
             Ada,2026-06-01,{id},riks,{old},absent,misspelt\n"
        ),
    )
    .expect("written");

    let output = ended(1, avowal(["review", text(&run)]));

    let told = errors(&output);
    assert!(
        told.contains("review, line 2: `soon` is no day or time"),
        "{told}"
    );
    assert!(told.contains("the run has no criterion `riks`"), "{told}");
    let states: Vec<String> = rows(run.join("reviewed.csv"))
        .into_iter()
        .map(|row| row["state"].clone())
        .collect();
    assert_eq!(states, ["applied", "not-in-run", "stale"]);
}

#[test]
fn who_reviews_is_helped_where_a_word_is_wrong() {
    let target = folder();
    let run = target.path().join("run");
    ended(
        0,
        assess(Path::new("fixtures/statements/tarnbeck-foods"), &run, &[]),
    );
    let review = |statement: &str, words: [&str; 4]| {
        let mut all = vec!["review", text(&run), "--statement", statement];
        all.extend(words);
        all.extend(["--by", "Ada", "--reason", "so"]);
        errors(&ended(2, avowal(all)))
    };
    let id = &rows(run.join("statements.csv"))[0]["statement_id"].clone();

    assert!(
        review("zz", ["--criterion", "risk", "--level", "absent"]).contains("no statement `zz`")
    );
    assert!(
        review(id, ["--criterion", "riks", "--level", "absent"]).contains("it has period, steps")
    );
    assert!(review(id, ["--criterion", "risk", "--level", "good"]).contains("`good` is no level"));
    assert!(
        review(id, ["--criterion", "signature", "--level", "absent"]).contains("give --verdict")
    );
    assert!(!run.join("review.csv").exists(), "nothing was written");
    let output = ended(2, avowal(["report", text(target.path())]));
    assert!(errors(&output).contains("holds no finished run"));
}
