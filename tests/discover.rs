//! From home pages to statements, over the mini web of fictional companies.

use std::fs;

mod program;
#[path = "web/sites.rs"]
mod sites;
#[path = "web/mod.rs"]
mod web;

use program::errors;
use program::folder;
use program::rows;

#[test]
fn from_each_home_page_a_careful_person_finds_the_same() {
    let (server, out) = (sites::serve(), folder());
    let listing = sites::listing();
    let homes: Vec<&toml::Table> = listing["home"]
        .as_array()
        .expect("homes")
        .iter()
        .map(|home| home.as_table().expect("a home"))
        .collect();
    let words = |home: &toml::Table, key: &str| {
        let value = home.get(key).and_then(toml::Value::as_str);
        value.unwrap_or_default().to_owned()
    };

    let output = sites::avowal(&server, out.path())
        .args(["discover", "--delay", "0", "-o"])
        .arg(out.path())
        .args(homes.iter().map(|home| words(home, "url")))
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let found = rows(out.path().join("homepages.csv"));
    let told: Vec<_> = found
        .iter()
        .map(|row| ["home", "publication", "statement"].map(|column| row[column].clone()))
        .collect();
    let expected: Vec<_> = homes
        .iter()
        .map(|home| ["url", "publication", "statement"].map(|key| words(home, key)))
        .collect();
    assert_eq!(told, expected);
    for (row, home) in found.iter().zip(&homes) {
        if let Some(place) = home.get("place").and_then(toml::Value::as_str) {
            assert_eq!(row["place"], place, "{}", row["home"]);
        }
    }
    let candidates = rows(out.path().join("candidates.csv"));
    let older: Vec<&str> = candidates
        .iter()
        .filter(|row| row["role"] == "older")
        .map(|row| row["url"].as_str())
        .collect();
    assert_eq!(
        older,
        ["http://skerrow-group.example/media/slavery-and-human-trafficking-statement-2024.pdf"]
    );
    let hops = |home: &str| {
        let row = candidates
            .iter()
            .find(|row| row["home"] == home && row["role"] == "statement");
        row.map(|row| (row["hops"].clone(), row["found_by"].clone()))
    };
    let two = Some(("2".to_owned(), "hub".to_owned()));
    assert_eq!(hops("http://pellworth-logistics.example/"), two);
    let none = Some((String::new(), "sitemap".to_owned()));
    assert_eq!(hops("http://quillan-hosting.example/"), none);
    let standard = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(standard.lines().count(), homes.len(), "{standard}");
}

#[test]
fn home_pages_give_way_to_statements_and_publication_is_answered_with_the_link() {
    let (server, store, out) = (sites::serve(), folder(), folder());
    let list = out.path().join("list.csv");
    fs::write(
        &list,
        "organisation,url\n\
         Tarnbeck Foods plc,http://www.tarnbeck-foods.example/\n\
         Skerrow Building Group plc,http://skerrow-group.example/media/slavery-and-human-trafficking-statement-2025.pdf\n\
         Pellworth Logistics Limited,http://pellworth-logistics.example/\n\
         Kestrel Care Limited,http://kestrel-care.example/\n",
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
        .args(["--rubric", "tests/rubric/small.toml"])
        .arg(&list)
        .arg("-o")
        .arg(&run)
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let statements = rows(run.join("statements.csv"));
    let told: Vec<_> = statements
        .iter()
        .map(|row| {
            ["manifest.organisation", "final_url", "verdict.publication"]
                .map(|column| row[column].as_str())
        })
        .collect();
    assert_eq!(
        told,
        [
            [
                "Tarnbeck Foods plc",
                "http://www.tarnbeck-foods.example/modern-slavery-statement",
                "met"
            ],
            [
                "Skerrow Building Group plc",
                "http://skerrow-group.example/media/slavery-and-human-trafficking-statement-2025.pdf",
                "met"
            ],
            [
                "Pellworth Logistics Limited",
                "http://pellworth-logistics.example/files/msa.pdf",
                "not_met"
            ],
        ]
    );
    let failed = rows(run.join("errors.csv"));
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0]["code"], "homepage");
    let evidence: Vec<_> = rows(run.join("evidence.csv"))
        .into_iter()
        .filter(|row| row["criterion_id"] == "publication")
        .map(|row| {
            [
                row["text"].clone(),
                row["section"].clone(),
                row["link"].clone(),
            ]
        })
        .collect();
    assert_eq!(
        evidence[0],
        [
            "Modern slavery statement",
            "home page, menu",
            "http://www.tarnbeck-foods.example/#:~:text=Modern%20slavery%20statement"
        ]
    );
    assert_eq!(evidence.len(), 2);
    assert!(run.join("candidates.csv").is_file());
}
