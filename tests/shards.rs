//! A run in shards, merged, is the run in one piece: byte for byte, in every format.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

/// What a run is made of: fixtures of every format and some that give no result, a file that comes again byte for byte, a
/// manifest with what is known of its rows.
struct Inputs {
    folder: TempDir,
    arguments: Vec<String>,
}

impl Inputs {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/statements");
        let twice = fs::read(root.join("tarnbeck-foods/statement.pdf"))
            .or_else(|_| fs::read(root.join("ashgrove-growers/statement.md")))
            .expect("it is there");
        for name in ["again-1", "again-2", "again-3"] {
            fs::write(folder.path().join(name), &twice).expect("written");
        }
        let manifest = "id,organisation,turnover,country,path\n\
                        A1,Northbank Foods Limited,40000000,GB,again-1\n\
                        A2,\"=Holm, Mills\",,GB,again-2\n\
                        A3,,,,missing.pdf\n";
        fs::write(folder.path().join("list.csv"), manifest).expect("written");
        let mut arguments = vec![
            "no/such/file.pdf".to_owned(),
            folder
                .path()
                .join("list.csv")
                .to_string_lossy()
                .into_owned(),
            folder.path().join("again-3").to_string_lossy().into_owned(),
        ];
        for kind in ["fixtures/statements", "fixtures/controls"] {
            let all = Path::new(env!("CARGO_MANIFEST_DIR")).join(kind);
            let mut slugs: Vec<_> = fs::read_dir(all)
                .expect("they are there")
                .map(|entry| entry.expect("readable").file_name())
                .collect();
            slugs.sort();
            let some = slugs.iter().step_by(3);
            arguments.extend(some.map(|slug| format!("{kind}/{}", slug.to_string_lossy())));
        }
        Self { folder, arguments }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `assess` with the options `more` into the folder `out`.
    fn assess(&self, out: &str, more: &[&str]) -> Output {
        let output = avowal()
            .arg("assess")
            .args(&self.arguments)
            .args(["--as-of", "2026-11-24", "--quiet", "-o"])
            .arg(self.path(out))
            .args(more)
            .output();
        output.expect("the program starts")
    }

    /// All of `of` shards, below the folder `out`.
    fn shards(&self, out: &str, of: usize, more: &[&str]) {
        for number in 1..=of {
            let shard = format!("{number}/{of}");
            let folder = format!("{out}/part-{number}");
            let options: Vec<&str> = ["--shard", &shard].iter().chain(more).copied().collect();
            let output = self.assess(&folder, &options);
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{}",
                told(&output)
            );
        }
    }

    fn merge(&self, shards: &[&str], out: &str, more: &[&str]) -> Output {
        let output = avowal()
            .arg("merge")
            .args(shards.iter().map(|name| self.path(name)))
            .arg("-o")
            .arg(self.path(out))
            .args(more)
            .output();
        output.expect("the program starts")
    }
}

const ALL_FORMATS: &[&str] = &[
    "--rubric", "uk-msa", "--rubric", "au-msa", "--format", "csv", "--format", "json", "--format",
    "ndjson", "--format", "html",
];

fn avowal() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("avowal"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file below `folder` with its bytes.
fn files_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("it is there") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below it").to_owned();
                files.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    files
}

/// The record of a run without what two runs cannot share.
fn record_in(files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Value {
    let record = files
        .remove(Path::new("run.json"))
        .expect("every run has one");
    let mut record: Value = serde_json::from_slice(&record).expect("JSON");
    let record_of = record.as_object_mut().expect("an object");
    for key in ["command_line", "started_at", "ended_at"] {
        record_of.remove(key).expect("it is recorded");
    }
    record
}

#[test]
fn merged_shards_are_the_run_in_one_piece_in_every_format() {
    let inputs = Inputs::new();
    assert_eq!(inputs.assess("whole", ALL_FORMATS).status.code(), Some(1));
    let mut whole = files_in(&inputs.path("whole"));
    let record = record_in(&mut whole);
    assert!(whole.len() > 15, "{:?}", whole.keys());
    let table = String::from_utf8_lossy(&whole[Path::new("statements.csv")]).into_owned();
    assert!(
        table.contains("-2,") && table.contains("-3,"),
        "a file comes again"
    );

    for of in [3, 7] {
        let (parts, merged) = (format!("parts-{of}"), format!("merged-{of}"));
        inputs.shards(&parts, of, ALL_FORMATS);

        let output = inputs.merge(&[&parts], &merged, &[]);

        assert_eq!(output.status.code(), Some(1), "{}", told(&output));
        let mut found = files_in(&inputs.path(&merged));
        assert_eq!(record_in(&mut found), record, "{of} shards");
        assert_eq!(
            found.keys().collect::<Vec<_>>(),
            whole.keys().collect::<Vec<_>>()
        );
        for (name, bytes) in &whole {
            assert!(
                found[name] == *bytes,
                "{} differs, {of} shards",
                name.display()
            );
        }
    }
}

#[test]
fn a_run_may_be_merged_into_other_formats_than_its_shards_have() {
    let inputs = Inputs::new();
    inputs.assess("whole", &["--format", "ndjson"]);
    inputs.shards("parts", 2, &[]);

    inputs.merge(&["parts"], "merged", &["--format", "ndjson"]);

    let lines = |run: &str| {
        fs::read_to_string(inputs.path(run).join("assessments.ndjson")).expect("written")
    };
    assert_eq!(lines("merged"), lines("whole"));
    assert!(!inputs.path("merged/statements.csv").exists());
}

#[test]
fn a_missing_shard_is_told_and_left_out_only_when_asked() {
    let inputs = Inputs::new();
    inputs.shards("parts", 3, &[]);
    fs::remove_dir_all(inputs.path("parts/part-2")).expect("it is there");

    let refused = inputs.merge(&["parts"], "merged", &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        told(&refused).contains("1 of 3 shards are missing: 2"),
        "{}",
        told(&refused)
    );
    assert!(!inputs.path("merged").exists());

    let partial = inputs.merge(&["parts"], "merged", &["--partial"]);
    assert_eq!(partial.status.code(), Some(1));
    assert!(
        told(&partial).contains("1 of 3 shards are missing"),
        "{}",
        told(&partial)
    );
    let record = fs::read(inputs.path("merged/run.json")).expect("written");
    let record: Value = serde_json::from_slice(&record).expect("JSON");
    assert_eq!(record["status"], "partial");
    assert!(record["counts"]["inputs"].as_u64() < record["inputs"].as_u64());
}

#[test]
fn an_unfinished_shard_is_no_shard_yet() {
    let inputs = Inputs::new();
    inputs.shards("parts", 2, &[]);
    fs::remove_file(inputs.path("parts/part-1/shard.json")).expect("it is there");

    let refused = inputs.merge(&["parts"], "merged", &[]);

    assert_eq!(refused.status.code(), Some(2));
    assert!(
        told(&refused).contains("part-1 is not finished"),
        "{}",
        told(&refused)
    );
}

#[test]
fn a_shard_that_was_run_twice_counts_once_and_must_say_the_same() {
    let inputs = Inputs::new();
    inputs.assess("whole", &[]);
    inputs.shards("parts", 2, &[]);
    inputs.assess("again", &["--shard", "2/2", "--jobs", "1"]);

    let merged = inputs.merge(&["parts", "again"], "merged", &[]);
    assert!(
        told(&merged).contains("came twice, and said the same"),
        "{}",
        told(&merged)
    );
    let table = |run: &str| fs::read(inputs.path(run).join("evidence.csv")).expect("written");
    assert!(table("merged") == table("whole"));

    // Both of these change: one of them is in the second shard, or in the first.
    fs::write(
        inputs.path("again-1"),
        "Modern slavery statement\n\nWe trained 40 buyers in modern slavery.",
    )
    .expect("written");
    fs::write(
        inputs.path("again-2"),
        "Modern slavery statement\n\nWe trained 40 buyers in modern slavery.",
    )
    .expect("written");
    fs::remove_dir_all(inputs.path("again")).expect("it is there");
    inputs.assess("again-of-1", &["--shard", "1/2"]);
    inputs.assess("again-of-2", &["--shard", "2/2"]);
    let refused = inputs.merge(&["parts", "again-of-1", "again-of-2"], "conflict", &[]);
    assert_eq!(refused.status.code(), Some(2));
    let told = told(&refused);
    assert!(told.contains("say different things of"), "{told}");
    assert!(
        told.contains("parts/part-") && told.contains("again-of-"),
        "{told}"
    );
}

#[test]
fn shards_of_different_runs_are_told_apart() {
    let inputs = Inputs::new();
    inputs.assess("one", &["--shard", "1/2"]);
    inputs.assess("other", &["--shard", "2/2", "--verbatim"]);

    let refused = inputs.merge(&["one", "other"], "merged", &[]);

    assert_eq!(refused.status.code(), Some(2));
    assert!(
        told(&refused).contains("not of one run: --verbatim differ"),
        "{}",
        told(&refused)
    );
}

#[test]
fn a_shard_that_is_begun_again_when_it_is_finished_is_left_as_it_is() {
    let inputs = Inputs::new();
    inputs.assess("part", &["--shard", "1/2"]);
    let before = files_in(&inputs.path("part"));

    let again = inputs.assess("part", &["--shard", "1/2", "--resume"]);
    assert_eq!(again.status.code(), Some(0), "{}", told(&again));
    assert!(files_in(&inputs.path("part")) == before);

    let other = inputs.assess("part", &["--shard", "2/2", "--resume"]);
    assert_eq!(other.status.code(), Some(2), "another shard is in there");
}

#[test]
fn a_shard_without_a_day_is_refused() {
    let output = avowal()
        .args(["assess", "fixtures/statements", "--shard", "1/2"])
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("--as-of"), "{}", told(&output));
}
