//! Reports in two languages, as Canada has many: what can be read is scored, and what cannot is told.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

const FRENCH: &str = "# Rapport sur l'esclavage moderne 2025

Nous achetons nos uniformes auprès de quatre fabricants au Portugal et nous les avons tous visités pendant l'année. Chez \
l'un d'eux, des travailleurs avaient payé des frais à un agent, et le fabricant les a depuis remboursés intégralement.

Le conseil d'administration a approuvé le présent rapport. Nos acheteurs ont suivi une formation d'une demi-journée sur les \
signes du travail forcé, et un essai à la fin montre que la plupart d'entre eux savent les reconnaître aujourd'hui.
";

const ENGLISH: &str = "# Modern Slavery Statement 2025

Orrin Workwear Limited makes this statement under section 54 of the Modern Slavery Act 2015 for the year ended 31 March \
2025. We sell uniforms to hospitals and hotels and employ 140 people at one site in Leeds.

We buy our uniforms from four makers in Portugal and visited all of them in the year. At one of them we found that workers \
had paid a fee to an agent, and the maker has since repaid what they had lost to that agent.

Our 12 buyers attended a training of half a day on the signs of forced labour in June 2024. A test at the end of it showed \
that eleven of them could name the signs, and the twelfth took the training again in September 2024.

Our code of conduct for suppliers forbids forced labour, child labour and fees for recruitment. All four makers have signed \
it. We assessed the risk of each by country and by kind of work, and found the highest in the washing of garments, which \
two of our makers give to others. We have asked both for the names of these laundries and have visited three of the five.

This statement was approved by the board of directors of Orrin Workwear Limited on 12 June 2025.

Signed

Ida Orrin, Director
";

fn assess(folder: &Path, file: &str, text: &str) -> (Output, String, String) {
    fs::write(folder.join(file), text).expect("written");
    let run = folder.join("run");
    let output = Command::cargo_bin("avowal")
        .expect("built")
        .current_dir(folder)
        .args([
            "assess",
            file,
            "-o",
            "run",
            "--overwrite",
            "--as-of",
            "2025-11-24",
        ])
        .output()
        .expect("the program starts");
    let read = |table: &str| fs::read_to_string(run.join(table)).expect("a table");
    (output, read("statements.csv"), read("errors.csv"))
}

#[test]
fn of_a_report_in_two_languages_the_half_that_can_be_read_is_scored() {
    let folder = TempDir::new().expect("a folder");
    let text = format!("{FRENCH}\n{FRENCH}\n{FRENCH}\n{ENGLISH}");

    let (output, statements, errors) = assess(folder.path(), "rapport.md", &text);

    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert!(
        statements.contains("Orrin Workwear Limited"),
        "{statements}"
    );
    assert!(statements.contains("other-language"), "{statements}");
    let row = statements.lines().nth(1).expect("a row");
    assert!(row.contains(",fr,uk-msa,"), "{row}");
}

#[test]
fn a_report_in_a_language_that_no_rubric_reads_is_never_scored_zero() {
    let folder = TempDir::new().expect("a folder");

    let (output, statements, errors) = assess(folder.path(), "rapport.md", FRENCH);

    assert_eq!(output.status.code(), Some(1));
    assert_eq!(statements.lines().count(), 1);
    assert!(errors.contains("unsupported-language"), "{errors}");
}

#[test]
fn extract_tells_the_language_of_foreign_blocks() {
    let folder = TempDir::new().expect("a folder");
    fs::write(
        folder.path().join("statement.md"),
        format!("{ENGLISH}\n{FRENCH}"),
    )
    .expect("written");

    let output = Command::cargo_bin("avowal")
        .expect("built")
        .current_dir(folder.path())
        .args(["extract", "--format", "json", "statement.md"])
        .output()
        .expect("the program starts");

    let read: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(read["language"], "en");
    let foreign = read["blocks"]
        .as_array()
        .expect("blocks")
        .iter()
        .filter(|block| block["language"] == "fr")
        .count();
    assert_eq!(foreign, 2);
}
