//! `avowal check` as a company and its CI run it: planted faults are named with place and cure, the mended draft passes.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// A draft with seven faults, each on a line that the tests name.
const FAULTY: &str = "\
# Modern Slavery Statement 2025

This statement is made by [insert company name] under section 54 of the Modern Slavery Act 2015.

## Our business and supply chains

Northbank Foods Limited is wholly owned by Holm plc, employs 1,240 people at three sites in the United Kingdom and
buys prawns from Thailand and Vietnam and cotton uniforms from Bangladesh from 430 direct suppliers. In 2025 we
published the list of 62 tier 1 sites, and mapping rose from 55% to 80% of our spend.

## Policies

Our Supplier Code prohibits forced labour, recruitment fees and the retention of passports. It is part of every contract
and is reviewed each May; in 2025 we found four suppliers in breach and revised it.

## Due diligence and risk

Our highest risks of forced labour are agency labour in our packing sites in the United Kingdom and cotton in India,
because of recruitment fees. In 2025 we assessed 120 suppliers with the Sedex questionnaire and 24 sites were audited
by an independent firm; 9 audits found excess overtime, and 7 corrective action plans are closed.

There is no slavery in our supply chain.

## Training

We will roll out training on modern slavery next year.

## Effectiveness

We are committed to measuring the effectiveness of our approach.

## Approval

Our Modern Slavery Policy was approved by the board on 14 May 2025.

Signed: ______________
";

fn mended() -> String {
    FAULTY
        .replace(
            "[insert company name] under section 54 of the Modern Slavery Act 2015.",
            "Northbank Foods Limited under section 54 of the Modern Slavery Act 2015 for the financial year ended \
             31 December 2025.",
        )
        .replace(
            "We are committed to measuring the effectiveness of our approach.",
            "We track the share of high-risk suppliers audited (92% in 2025, 81% in 2024) and the reports received \
             (11 in 2025). Because audit findings fell short of our target, we lengthened lead times for two \
             categories.",
        )
        .replace(
            "There is no slavery in our supply chain.",
            "In the year two cases of withheld wages were found; 14 workers were repaid.",
        )
        .replace(
            "We will roll out training on modern slavery next year.",
            "All buyers and site managers take a two-hour course on modern slavery each year; 96% completed it in \
             2025 (2024: 81%), and three concerns were raised as a result.",
        )
        .replace(
            "Our Modern Slavery Policy was approved by the board on 14 May 2025.",
            "This statement was approved by the board of Northbank Foods Limited on 14 May 2026.",
        )
        .replace("Signed: ______________", "Jane Doe, Director, 14 May 2026")
}

struct Desk {
    folder: TempDir,
}

impl Desk {
    /// A folder with the draft `text`, in which nothing above is a configuration.
    fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        fs::create_dir(folder.path().join(".git")).expect("made");
        fs::write(folder.path().join("draft.md"), text).expect("written");
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn check(&self, arguments: &[&str]) -> Output {
        Command::new(assert_cmd::cargo::cargo_bin!("avowal"))
            .current_dir(self.path())
            .env_remove("GITHUB_STEP_SUMMARY")
            .args(["check", "--as-of", "2026-11-24"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .expect("the program starts")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.check(&[&["--format", "json", "draft.md"], arguments].concat());
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

/// Code, severity and line of each finding that counts.
fn findings(told: &Value) -> Vec<(String, String, u64)> {
    told["drafts"][0]["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|finding| finding["standing"] == "counts")
        .map(|finding| {
            (
                finding["code"].as_str().unwrap_or_default().to_owned(),
                finding["severity"].as_str().unwrap_or_default().to_owned(),
                finding["line"].as_u64().unwrap_or_default(),
            )
        })
        .collect()
}

#[test]
fn each_planted_fault_is_named_at_its_line_and_nothing_else_is_an_error() {
    let desk = Desk::with(FAULTY);
    let told = desk.json(&[]);
    let found = findings(&told);

    let line_of = |words: &str| {
        let place = FAULTY.lines().position(|line| line.contains(words));
        place.expect("the words are in the draft") as u64 + 1
    };
    for (code, severity, line) in [
        ("placeholder", "error", line_of("[insert company name]")),
        ("only-commitments", "warning", line_of("We are committed")),
        (
            "absolute-assurance",
            "warning",
            line_of("There is no slavery"),
        ),
        ("only-plans", "warning", line_of("We will roll out")),
        (
            "approval-of-policy",
            "error",
            line_of("was approved by the board"),
        ),
        ("signature-missing", "error", line_of("Signed:")),
    ] {
        let expected = (code.to_owned(), severity.to_owned(), line);
        assert!(
            found.contains(&expected),
            "{expected:?} is not in {found:?}"
        );
    }
    assert!(
        found
            .iter()
            .any(|(code, severity, _)| code == "period-missing" && severity == "error"),
        "{found:?}"
    );
    let errors = found.iter().filter(|(_, severity, _)| severity == "error");
    assert_eq!(errors.count(), 4, "{found:?}");
    let passes = desk.check(&["draft.md"]);
    assert_eq!(passes.status.code(), Some(1));
    let shown = text(&passes.stdout);
    // Helps are told in lines that fit the terminal.
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "error[approval-of-policy]",
        "draft.md:",
        "= help:",
        "This statement was approved by the board of [legal name] on [day month year].",
        "does not pass: 4 errors",
    ] {
        assert!(shown.contains(words), "{words} is not in\n{shown}");
    }
}

/// The draft as a Word document: headings by style, one paragraph for each block.
fn word(text: &str) -> Vec<u8> {
    let mut body = String::new();
    for block in text.split("\n\n") {
        let words = block.split_whitespace().collect::<Vec<_>>().join(" ");
        let (style, words) = match words.strip_prefix("## ") {
            Some(words) => ("Heading2", words),
            None => match words.strip_prefix("# ") {
                Some(words) => ("Heading1", words),
                None => ("Normal", words.as_str()),
            },
        };
        body.push_str(&format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        ));
    }
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let office =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let styles = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{main}\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}\" Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{styles}\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "word/styles.xml",
            "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/></w:style></w:styles>"
                .to_owned(),
        ),
        (
            "word/document.xml",
            format!(
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
            ),
        ),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive
            .start_file(name, zip::write::SimpleFileOptions::default())
            .expect("memory takes it");
        archive
            .write_all(content.as_bytes())
            .expect("memory takes it");
    }
    archive.finish().expect("memory takes it").into_inner()
}

#[test]
fn a_word_draft_is_told_its_faults_with_heading_and_the_mended_one_passes() {
    let desk = Desk::with("");
    fs::write(desk.path().join("draft.docx"), word(FAULTY)).expect("written");
    let output = desk.check(&["draft.docx", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut codes: Vec<String> = findings(&told)
        .into_iter()
        .filter(|(_, severity, _)| severity != "note")
        .map(|(code, ..)| code)
        .collect();
    codes.sort();
    assert_eq!(
        codes,
        [
            "absolute-assurance",
            "approval-of-policy",
            "only-commitments",
            "only-plans",
            "period-missing",
            "placeholder",
            "signature-missing",
        ]
    );
    let shown = text(&desk.check(&["draft.docx"]).stdout);
    assert!(
        shown.contains("draft.docx, under \"Modern Slavery Statement 2025 > Training\""),
        "{shown}"
    );

    fs::write(desk.path().join("draft.docx"), word(&mended())).expect("written");
    let output = desk.check(&["draft.docx"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
}

/// `avowal check --watch` on the draft of a desk, and the verdicts that it tells.
struct Watched {
    child: Child,
    lines: Receiver<String>,
}

impl Watched {
    fn at(desk: &Desk) -> Self {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("avowal"))
            .current_dir(desk.path())
            .args(["check", "--watch", "draft.md"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let (sender, lines) = channel();
        let mut output = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        thread::spawn(move || {
            while let Some(Ok(line)) = output.next() {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    /// The next verdict; with everything told before it, which must not hold `never`.
    fn verdict(&self, never: &str) -> String {
        loop {
            let line = self
                .lines
                .recv_timeout(Duration::from_secs(60))
                .expect("a verdict within a minute");
            assert!(never.is_empty() || !line.contains(never), "{line}");
            if line.contains(": ") && (line.contains(" passes") || line.contains("does not pass")) {
                return line;
            }
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has told then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_watched_draft_is_checked_again_however_it_is_saved() {
    let desk = Desk::with(FAULTY);
    let draft = desk.path().join("draft.md");
    let watched = Watched::at(&desk);
    assert!(watched.verdict("").contains("does not pass"));

    fs::write(&draft, mended()).expect("written in place");
    assert!(watched.verdict("").contains("passes"));

    let beside = desk.path().join(".draft.md.swp");
    fs::write(&beside, FAULTY).expect("written");
    fs::rename(&beside, &draft).expect("saved as editors do, by renaming");
    assert!(watched.verdict("not read").contains("does not pass"));

    fs::remove_file(&draft).expect("removed");
    thread::sleep(Duration::from_millis(150));
    fs::write(&draft, mended()).expect("and written anew");
    assert!(watched.verdict("not read").contains("passes"));
}

#[test]
fn a_watched_draft_is_checked_again_when_the_configuration_changes_and_survives_its_mistakes() {
    let desk = Desk::with(&mended());
    let config = desk.path().join("avowal.toml");
    let watched = Watched::at(&desk);
    assert!(watched.verdict("").contains(" passes"));

    fs::write(&config, "[expect]\norganisation = \"Holm Dairy Limited\"\n").expect("written");
    assert!(watched.verdict("").contains("does not pass"));

    fs::write(&config, "[check]\nfail-no = \"error\"\n").expect("written");
    thread::sleep(Duration::from_millis(400));
    fs::write(&config, "[check]\nfail-on = \"error\"\n").expect("written");
    assert!(watched.verdict("").contains(" passes"));
}

#[test]
fn the_mended_draft_passes() {
    let desk = Desk::with(&mended());
    let output = desk.check(&["draft.md"]);

    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{shown}");
    assert!(shown.contains("passes"), "{shown}");
    assert!(!shown.contains("error["), "{shown}");
    assert_eq!(text(&desk.check(&["draft.md", "--quiet"]).stdout), "");
}

#[test]
fn the_threshold_decides_and_can_be_set() {
    let draft = mended().replace(
        "In the year two cases of withheld wages were found; 14 workers were repaid.",
        "There is no slavery in our supply chain.",
    );
    let desk = Desk::with(&draft);

    assert_eq!(desk.check(&["draft.md"]).status.code(), Some(0));
    assert_eq!(
        desk.check(&["draft.md", "--fail-on", "warning"])
            .status
            .code(),
        Some(1)
    );
    let desk = Desk::with(FAULTY);
    assert_eq!(
        desk.check(&["draft.md", "--fail-on", "never"])
            .status
            .code(),
        Some(0)
    );
}

#[test]
fn a_waiver_is_shown_with_its_reason_and_an_unknown_key_with_what_was_meant() {
    let desk = Desk::with(FAULTY);
    let config = desk.path().join("avowal.toml");
    fs::write(
        &config,
        "[check]\nfail-on = \"error\"\n\n[expect]\norganisation = \"Holm Dairy Limited\"\n\n\
         [[waive]]\ncode = \"signature-missing\"\nreason = \"signed at the meeting of 4 December\"\n",
    )
    .expect("written");
    let told = desk.json(&[]);
    assert_eq!(told["counts"]["waived"], 1);
    assert!(
        findings(&told)
            .iter()
            .any(|(code, ..)| code == "entity-unexpected")
    );
    let shown = text(&desk.check(&["draft.md"]).stdout);
    assert!(
        shown.contains("signed at the meeting of 4 December"),
        "{shown}"
    );

    fs::write(&config, "[check]\nfail-no = \"error\"\n").expect("written");
    let refused = desk.check(&["draft.md"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused.stderr).contains("did you mean `fail-on`?"),
        "{}",
        text(&refused.stderr)
    );
}

#[test]
fn a_baseline_fails_only_on_what_got_worse_also_when_text_moves() {
    let desk = Desk::with(FAULTY);
    assert_eq!(
        desk.check(&["draft.md", "--write-baseline", "known.json"])
            .status
            .code(),
        Some(1)
    );
    fs::write(
        desk.path().join("draft.md"),
        FAULTY.replace("## Training", "A new line.\n\n## Training"),
    )
    .expect("written");
    assert_eq!(
        desk.check(&["draft.md", "--baseline", "known.json"])
            .status
            .code(),
        Some(0)
    );

    let worse = FAULTY.replace("## Approval", "The share is [xx]%.\n\n## Approval");
    fs::write(desk.path().join("draft.md"), worse).expect("written");
    assert_eq!(
        desk.check(&["draft.md", "--baseline", "known.json"])
            .status
            .code(),
        Some(1)
    );
    assert_eq!(
        desk.check(&["draft.md", "--baseline", "lost.json"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn what_last_year_said_word_for_word_is_told() {
    let desk = Desk::with(&mended());
    fs::write(desk.path().join("last.md"), FAULTY).expect("written");

    let told = desk.json(&["--previous", "last.md"]);

    let unchanged = findings(&told)
        .iter()
        .filter(|(code, ..)| code == "unchanged-paragraph")
        .count();
    assert_eq!(unchanged, 3, "{:?}", findings(&told));
}

#[test]
fn a_page_is_told_by_line_and_column_of_its_source() {
    let desk = Desk::with("");
    let page = "<!doctype html>\n<title>Modern Slavery Statement 2025</title>\n<h1>Modern Slavery Statement 2025</h1>\n\
        <p>This statement is made by\n  Northbank Foods Limited for the year ended 31 December 2025.\n\
        In it we say what <b>[insert number]</b> &amp; more\n  suppliers did, and what [insert number] did not.</p>\n";
    fs::write(desk.path().join("draft.html"), page).expect("written");

    let output = desk.check(&["draft.html", "--format", "json"]);

    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let places: Vec<(u64, u64)> = told["drafts"][0]["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|finding| finding["code"] == "placeholder")
        .map(|finding| {
            (
                finding["line"].as_u64().expect("a line"),
                finding["column"].as_u64().expect("a column"),
            )
        })
        .collect();
    assert_eq!(places, [(6, 22), (7, 27)]);
    let shown = text(&desk.check(&["draft.html"]).stdout);
    assert!(shown.contains("--> draft.html:7:27\n"), "{shown}");
    assert!(!shown.contains(":::"), "{shown}");
}

#[test]
fn the_column_is_that_of_the_source_however_the_quote_is_cut_and_wide_letters_are_marked_whole() {
    let desk = Desk::with(&format!(
        "# Modern Slavery Statement 2025\r\n\r\n日本語 \u{1f33e} {} [insert number] of them.\r\n",
        "and so on, ".repeat(12)
    ));

    let output = desk.check(&["draft.md"]);

    let shown = text(&output.stdout);
    // Six characters, twelve times eleven, a second space: the bracket is the 140th.
    assert!(shown.contains("--> draft.md:3:140\n"), "{shown}");
    let lines: Vec<&str> = shown.lines().collect();
    let quote = lines
        .iter()
        .position(|line| line.starts_with("3 |") && line.contains("[insert number]"))
        .expect("the words are quoted");
    let at = |line: &str, sign: &str| {
        let before = line.split(sign).next().expect("there is one");
        before.chars().count()
    };
    assert_eq!(at(lines[quote], "[insert"), at(lines[quote + 1], "^"));
    assert!(lines[quote + 1].ends_with(&"^".repeat("[insert number]".len())));
}

#[test]
fn that_no_steps_were_taken_is_lawful_and_no_fault() {
    let desk = Desk::with(
        "# Modern Slavery Statement 2025\n\nThis statement is made by Northbank Foods Limited under section 54 of the \
         Modern Slavery Act 2015 for the financial year ended 31 December 2025.\n\nNorthbank Foods Limited has taken no \
         steps during the financial year to ensure that slavery and human trafficking is not taking place in its supply \
         chains or its business.\n\nThis statement was approved by the board of Northbank Foods Limited on 14 May 2026.\n\n\
         Jane Doe, Director, 14 May 2026\n",
    );

    let found = findings(&desk.json(&[]));

    assert!(
        !found.iter().any(|(_, severity, _)| severity == "error"),
        "{found:?}"
    );
    let config = "[check.levels]\nsteps = \"partial\"\n";
    fs::write(desk.path().join("avowal.toml"), config).expect("written");
    assert!(
        findings(&desk.json(&[]))
            .iter()
            .any(|(code, severity, _)| code == "weak-criterion" && severity == "error"),
        "what the company asks of itself is asked"
    );
}

#[test]
fn a_dead_link_is_told_and_one_that_was_not_asked_is_not() {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = server.local_addr().expect("it is bound").port();
    thread::spawn(move || {
        for stream in server.incoming() {
            let mut stream = stream.expect("a connection");
            let mut request = [0; 4096];
            let length = stream.read(&mut request).expect("a request");
            let is_there = request[..length]
                .windows(7)
                .any(|words| words == b"/policy");
            let answer = if is_there {
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 8\r\nconnection: close\r\n\r\n<p>x</p>"
            } else {
                "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            };
            // The other side may have read enough already.
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    let links = format!(
        "See our [policy](http://127.0.0.1:{port}/policy) and our [code](http://127.0.0.1:{port}/gone).\n\n## Training"
    );
    let desk = Desk::with(&mended().replace("## Training", &links));
    let dead = |arguments: &[&str]| -> Vec<String> {
        let told = desk.json(arguments);
        let all = told["drafts"][0]["findings"].as_array().expect("a list");
        let dead = all.iter().filter(|finding| finding["code"] == "dead-link");
        dead.map(|finding| finding["text"].as_str().unwrap_or_default().to_owned())
            .collect()
    };

    assert_eq!(dead(&["--online", "--allow-private"]), ["code"]);
    assert_eq!(
        dead(&["--online"]),
        [""; 0],
        "a private address is not asked"
    );
    assert_eq!(dead(&[]), [""; 0]);
}

#[test]
fn a_fault_in_every_line_is_told_in_bounded_time() {
    let desk = Desk::with(&format!(
        "# Modern Slavery Statement 2025\n\n{}",
        "[insert number] of them. ".repeat(20_000)
    ));

    let told = desk.json(&[]);

    let placeholders = findings(&told)
        .iter()
        .filter(|(code, ..)| code == "placeholder")
        .count();
    assert_eq!(placeholders, 500);
}

#[test]
fn another_company_in_the_place_of_the_own_is_told_and_a_supplier_is_not() {
    let desk = Desk::with(&mended().replace(
        "## Training\n",
        "Our supplier Carrow Farms Limited is committed to the same.\n\nRavel Stores plc is committed to fair work.\n\n\
         ## Training\n",
    ));

    let told = desk.json(&[]);

    let others: Vec<&Value> = told["drafts"][0]["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|finding| finding["code"] == "another-company")
        .collect();
    assert_eq!(others.len(), 1, "{others:?}");
    assert_eq!(others[0]["text"], "Ravel Stores plc");
    assert_eq!(others[0]["severity"], "warning");
    assert_eq!(
        desk.check(&["draft.md"]).status.code(),
        Some(0),
        "a warning passes"
    );
}

#[test]
fn a_model_that_was_pasted_and_not_filled_in_does_not_pass() {
    let explained = Command::new(assert_cmd::cargo::cargo_bin!("avowal"))
        .args(["rubric", "explain", "uk-msa", "training"])
        .output()
        .expect("the program starts");
    let explained = text(&explained.stdout);
    let desk = Desk::with(FAULTY);
    let told = desk.json(&[]);
    let training = told["drafts"][0]["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|finding| finding["criterion_id"] == "training")
        .expect("it is told");
    let model = training["model"].as_str().expect("text");
    assert!(model.contains("[group of staff]"), "{model}");
    let shown: Vec<&str> = explained.split_whitespace().collect();
    assert!(shown.join(" ").contains(model), "{explained}");

    let pasted = mended().replace("## Training\n", &format!("## Training\n\n{model}\n"));
    let desk = Desk::with(&pasted);
    let open = findings(&desk.json(&[]))
        .iter()
        .filter(|(code, ..)| code == "placeholder")
        .count();
    assert_eq!(open, model.matches('[').count());
    assert_eq!(desk.check(&["draft.md"]).status.code(), Some(1));
}

#[test]
fn sarif_names_rule_place_and_fingerprint_in_lines_that_were_counted() {
    let desk = Desk::with(FAULTY);
    let output = desk.check(&["draft.md", "--format", "sarif", "--output", "junit=out.xml"]);

    let log: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("a list");
    let placeholder = results
        .iter()
        .find(|result| result["ruleId"] == "placeholder")
        .expect("it is found");
    let index = placeholder["ruleIndex"].as_u64().expect("a number") as usize;
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "placeholder");
    let location = &placeholder["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "draft.md");
    // "This statement is made by " is 26 characters long, on the third line.
    assert_eq!(location["region"]["startLine"], 3);
    assert_eq!(location["region"]["startColumn"], 27);
    assert_eq!(placeholder["level"], "error");
    let fingerprints = |results: &[Value]| -> Vec<String> {
        results
            .iter()
            .map(|result| result["partialFingerprints"]["avowal/v1"].to_string())
            .collect()
    };
    let before = fingerprints(results);
    fs::write(desk.path().join("draft.md"), format!("A line.\n\n{FAULTY}")).expect("written");
    let output = desk.check(&["draft.md", "--format", "sarif"]);
    let log: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let after = fingerprints(log["runs"][0]["results"].as_array().expect("a list"));
    assert_eq!(before, after, "edits elsewhere change no fingerprint");
    let junit = fs::read_to_string(desk.path().join("out.xml")).expect("it was written");
    assert!(
        junit.contains("<testcase classname=\"uk-msa\" name=\"approval\">"),
        "{junit}"
    );
    assert!(
        junit.contains("<failure type=\"error\" message=\"approval-of-policy: "),
        "{junit}"
    );
}

#[test]
fn hostile_text_cannot_begin_a_workflow_command_nor_markup() {
    let hostile = FAULTY.replace(
        "[insert company name]",
        "[insert company name\u{202e}] ::error::<script>alert(1)</script>",
    );
    let desk = Desk::with(&hostile);
    let summary = desk.path().join("summary.md");
    let output = Command::new(assert_cmd::cargo::cargo_bin!("avowal"))
        .current_dir(desk.path())
        .env("GITHUB_STEP_SUMMARY", &summary)
        .args(["check", "--format", "github", "draft.md"])
        .output()
        .expect("the program starts");

    let shown = text(&output.stdout);
    assert!(shown.lines().count() >= 4);
    for line in shown.lines() {
        let begins = ["::error file=", "::warning file=", "::notice file="];
        assert!(begins.iter().any(|begin| line.starts_with(begin)), "{line}");
    }
    assert!(!shown.contains('\u{202e}'));
    let memo = fs::read_to_string(&summary).expect("the summary is written");
    assert!(
        !memo.contains("<script>") && !memo.contains('\u{202e}'),
        "{memo}"
    );
}

#[test]
fn the_file_to_begin_with_is_written_once_and_each_code_is_explained() {
    let desk = Desk::with(&mended());
    let init = || {
        Command::new(assert_cmd::cargo::cargo_bin!("avowal"))
            .current_dir(desk.path())
            .args(["check", "--init"])
            .output()
            .expect("the program starts")
    };
    assert_eq!(init().status.code(), Some(0));
    assert_eq!(
        init().status.code(),
        Some(2),
        "an existing file is not overwritten"
    );
    assert_eq!(
        desk.check(&["draft.md"]).status.code(),
        Some(0),
        "it changes nothing"
    );

    let explain = |code: &str| {
        Command::new(assert_cmd::cargo::cargo_bin!("avowal"))
            .args(["check", "--explain", code])
            .output()
            .expect("the program starts")
    };
    assert!(text(&explain("approval-of-policy").stdout).contains("How to mend it"));
    assert!(
        text(&explain("aproval-of-policy").stderr).contains("did you mean `approval-of-policy`?")
    );
}
