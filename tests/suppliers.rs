//! Lists of suppliers and the government registry's export, over the mini web of fictional companies.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

mod program;
#[path = "web/sites.rs"]
mod sites;
#[path = "web/mod.rs"]
mod web;

use program::errors;
use program::folder;
use program::rows;

fn told<'r, const N: usize>(
    rows: &'r [BTreeMap<String, String>],
    columns: [&str; N],
) -> Vec<[&'r str; N]> {
    rows.iter()
        .map(|row| columns.map(|column| row[column].as_str()))
        .collect()
}

#[test]
fn a_supplier_list_comes_back_as_it_was_with_results_appended() {
    let (server, store, out) = (sites::serve(), folder(), folder());
    // As a spreadsheet of Windows writes it: semicolons, Windows-1252, headings of the company's own.
    let list = out.path().join("lieferanten.csv");
    let text = "Ref;Trading name;Company No;Category;Statement URL\r\n\
        1;Hexley Instruments;;Sensors;http://hexley-instruments.example/modern-slavery\r\n\
        2;Skerrow Roads North Ltd;99400118;Build\u{e9};\r\n\
        3;Velden Devices;99000222;Pumps;\r\n\
        4;Skerow Building Group;;Build;\r\n\
        5;Unknown Caf\u{e9};;Food;\r\n\
        6;Broken;;;ftp://nowhere.example/\r\n";
    let bytes: Vec<u8> = text
        .chars()
        .map(|sign| u8::try_from(u32::from(sign)).expect("Latin-1"))
        .collect();
    fs::write(&list, bytes).expect("written");
    let run = out.path().join("run");

    let output = sites::avowal(&server, store.path())
        .args(["assess", "--delay", "0", "--as-of", "2026-11-24"])
        .args([
            "--rubric",
            "tests/rubric/small.toml",
            "--map",
            "organisation=Trading name",
        ])
        .args(["--registry", "fixtures/sites/registry.csv", "--suppliers"])
        .arg(&list)
        .arg("-o")
        .arg(&run)
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let found = rows(run.join("suppliers.csv"));
    assert_eq!(
        told(
            &found,
            [
                "Ref",
                "Trading name",
                "Category",
                "avowal.status",
                "avowal.match_method"
            ]
        ),
        [
            ["1", "Hexley Instruments", "Sensors", "ok", "address"],
            ["2", "Skerrow Roads North Ltd", "Buildé", "ok", "number"],
            ["3", "Velden Devices", "Pumps", "dead", "number"],
            ["4", "Skerow Building Group", "Build", "ok", "similar-name"],
            ["5", "Unknown Café", "Food", "no-address", "none"],
            ["6", "Broken", "", "bad-address", "none"],
        ]
    );
    let lost = rows(run.join("errors.csv"));
    assert_eq!(
        told(&lost, ["code"]),
        [["http-404"], ["bad-address"]],
        "what a row asks for and cannot be had is told with all else that was not had"
    );
    // Two companies of one group: one statement, fetched and scored once.
    assert_eq!(
        found[1]["avowal.statement_id"],
        found[3]["avowal.statement_id"]
    );
    assert!(!found[1]["avowal.uk-msa.level.training"].is_empty());
    let statements = rows(run.join("statements.csv"));
    assert_eq!(statements.len(), 2);
    let asked = server
        .paths()
        .iter()
        .filter(|path| path.contains("statement-2025.pdf"))
        .count();
    assert_eq!(asked, 1);
}

/// The tables of a run that hold results, each with its bytes.
fn tables(run: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(run)
        .expect("a run")
        .filter_map(|entry| {
            let path = entry.expect("readable").path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            // Two runs never end at the same second.
            let is_compared = path.is_file() && name != "run.json";
            is_compared.then(|| (name, fs::read(&path).expect("readable")))
        })
        .collect()
}

#[test]
fn a_supplier_list_assessed_in_shards_is_merged_into_the_run_in_one_piece() {
    let (server, store, out) = (sites::serve(), folder(), folder());
    let list = out.path().join("list.csv");
    fs::write(
        &list,
        "Supplier,Company number,Statement URL\n\
         Hexley Instruments,,http://hexley-instruments.example/modern-slavery\n\
         Skerrow Roads North Ltd,99400118,\n\
         Velden Devices,99000222,\n\
         Skerow Building Group,,\n\
         Broken,,ftp://nowhere.example/\n",
    )
    .expect("written");
    let assess = |folder: &str, more: &[&str]| {
        let output = sites::avowal(&server, store.path())
            .args(["assess", "--delay", "0", "--as-of", "2026-11-24"])
            .args(["--rubric", "tests/rubric/small.toml"])
            .args(["--registry", "fixtures/sites/registry.csv", "--suppliers"])
            .arg(&list)
            .arg("-o")
            .arg(out.path().join(folder))
            .args(more)
            .output()
            .expect("the program starts");
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{folder}: {}",
            errors(&output)
        );
    };
    assess("whole", &[]);
    for shard in ["1/3", "2/3", "3/3"] {
        assess(&format!("shards/{}", &shard[..1]), &["--shard", shard]);
    }

    let output = sites::avowal(&server, store.path())
        .arg("merge")
        .arg(out.path().join("shards"))
        .arg("-o")
        .arg(out.path().join("merged"))
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let (whole, merged) = (
        tables(&out.path().join("whole")),
        tables(&out.path().join("merged")),
    );
    assert!(whole.contains_key("suppliers.csv"), "{:?}", whole.keys());
    assert_eq!(
        whole.keys().collect::<Vec<_>>(),
        merged.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &whole {
        assert_eq!(
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(&merged[name]),
            "{name}"
        );
    }
}

#[test]
fn suppliers_of_whom_only_the_website_is_known_are_found_from_there() {
    let (server, store, out) = (sites::serve(), folder(), folder());
    let list = out.path().join("list.csv");
    fs::write(
        &list,
        "Supplier;Website\nTarnbeck Foods plc;http://www.tarnbeck-foods.example\nKestrel Care;http://kestrel-care.example\n",
    )
    .expect("written");
    let run = out.path().join("run");

    let output = sites::avowal(&server, store.path())
        .args([
            "assess",
            "--discover",
            "--delay",
            "0",
            "--as-of",
            "2026-11-24",
        ])
        .args(["--rubric", "tests/rubric/small.toml", "--suppliers"])
        .arg(&list)
        .arg("-o")
        .arg(&run)
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let found = rows(run.join("suppliers.csv"));
    assert_eq!(
        told(
            &found,
            [
                "Supplier",
                "avowal.status",
                "avowal.uk-msa.verdict.publication"
            ]
        ),
        [
            ["Tarnbeck Foods plc", "ok", "met"],
            ["Kestrel Care", "homepage", ""]
        ]
    );
}

#[test]
fn the_registrys_export_is_an_input_and_is_held_against_the_texts() {
    let (server, store, out) = (sites::serve(), folder(), folder());
    let run = out.path().join("run");

    let output = sites::avowal(&server, store.path())
        .args(["assess", "--delay", "0", "--as-of", "2026-11-24"])
        .args([
            "--rubric",
            "tests/rubric/small.toml",
            "fixtures/sites/registry.csv",
            "-o",
        ])
        .arg(&run)
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let statements = rows(run.join("statements.csv"));
    assert_eq!(
        told(
            &statements,
            ["manifest.organisation", "manifest.period_end"]
        ),
        [
            ["Skerrow Building Group plc", "2025-06-30"],
            ["Hexley Instruments Limited", "2024-12-31"],
        ]
    );
    let joined = rows(run.join("suppliers.csv"));
    assert_eq!(
        told(&joined, ["OrganisationName", "avowal.status"]),
        [
            ["Skerrow Building Group plc", "ok"],
            ["Skerrow Roads \"North\" Limited", "ok"],
            ["Velden Devices Limited", "dead"],
            ["Hexley Instruments Limited", "ok"],
        ]
    );

    let output = sites::avowal(&server, store.path())
        .arg("crosscheck")
        .arg(&run)
        .arg("fixtures/sites/registry.csv")
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    let findings = rows(run.join("crosscheck.csv"));
    // Three organisations have a statement, each with six areas, three dates and the approver.
    assert_eq!(findings.len(), 30);
    let about = |organisation: &str, check: &str| {
        let row = findings
            .iter()
            .find(|row| row["organisation"] == organisation && row["check"] == check);
        row.map(|row| row["finding"].as_str())
    };
    assert_eq!(
        about("Skerrow Building Group plc", "training"),
        Some("agrees")
    );
    assert_eq!(
        about("Skerrow Roads \"North\" Limited", "training"),
        Some("found-not-declared")
    );
    assert_eq!(
        about("Skerrow Building Group plc", "period_end"),
        Some("agrees")
    );
    assert_eq!(
        about("Skerrow Building Group plc", "approval_date"),
        Some("agrees")
    );
    assert_eq!(
        about("Skerrow Building Group plc", "approver"),
        Some("agrees")
    );
    assert_eq!(
        about("Hexley Instruments Limited", "approver"),
        Some("differs")
    );
    assert_eq!(about("Velden Devices Limited", "training"), None);
}

#[test]
fn pages_saved_in_a_browser_stand_in_for_sites_that_turn_programs_away() {
    let (server, store, out) = (sites::serve(), folder(), folder());
    let saved = out.path().join("saved");
    fs::create_dir(&saved).expect("a folder");
    let page =
        fs::read_to_string(sites::fixtures().join("statements/tarnbeck-foods/statement.html"))
            .expect("the fixture");
    let parts = [
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
        &page,
        "\r\n--x--\r\n",
    ];
    fs::write(saved.join("corvane.mhtml"), parts.concat()).expect("written");
    let list = out.path().join("list.csv");
    fs::write(
        &list,
        "id,organisation,url\ncorvane,Tarnbeck Foods plc,http://corvane-textiles.example/modern-slavery-statement\n",
    )
    .expect("written");
    let run = out.path().join("run");

    let output = sites::avowal(&server, store.path())
        .args([
            "assess",
            "--as-of",
            "2026-11-24",
            "--rubric",
            "tests/rubric/small.toml",
        ])
        .arg("--input-dir")
        .arg(&saved)
        .arg(&list)
        .arg("-o")
        .arg(&run)
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    let statements = rows(run.join("statements.csv"));
    assert_eq!(
        told(&statements, ["format", "manifest.url"]),
        [[
            "mhtml",
            "http://corvane-textiles.example/modern-slavery-statement"
        ]]
    );
    assert!(server.hits().is_empty());
}
