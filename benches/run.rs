//! Statements and bytes a second through the whole of `assess`, tables included, on generated copies of the fixtures.
//!
//! `cargo bench --bench run`; the corpus stands in a temporary folder that goes with the run.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use divan::Bencher;
use divan::counter::BytesCount;
use divan::counter::ItemsCount;
use tempfile::TempDir;

/// How many copies of each fixture make a corpus.
const COPIES: usize = 20;

/// The folder of the copies, beside that of the report.
const STATEMENTS: &str = "statements";

fn main() {
    divan::main();
}

/// A folder of statements, and how much it holds.
struct Corpus {
    folder: TempDir,
    files: usize,
    bytes: u64,
}

/// `COPIES` copies of every fixture statement with this ending, no two with the same bytes.
fn corpus(endings: &[&str]) -> Corpus {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join(STATEMENTS)).expect("the corpus can be written");
    let (mut files, mut bytes) = (0, 0);
    for path in fixtures(endings) {
        let original = fs::read(&path).expect("the fixture can be read");
        let slug = path.parent().and_then(Path::file_name).unwrap_or_default();
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        for copy in 0..COPIES {
            let mut content = original.clone();
            // A comment after the end: in HTML and PDF it changes the bytes and not what is read.
            let comment = match &*ending {
                "html" => format!("<!-- {copy} -->"),
                _ => format!("\n% {copy}\n"),
            };
            content.extend_from_slice(comment.as_bytes());
            let name = format!("{}-{copy:04}.{ending}", slug.to_string_lossy());
            fs::write(folder.path().join(STATEMENTS).join(name), &content)
                .expect("the corpus can be written");
            files += 1;
            bytes += content.len() as u64;
        }
    }
    Corpus {
        folder,
        files,
        bytes,
    }
}

fn fixtures(endings: &[&str]) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/statements");
    let mut found = Vec::new();
    for entry in fs::read_dir(root).expect("the fixtures are there") {
        let folder = entry.expect("a readable entry").path();
        for ending in endings {
            let file = folder.join("statement").with_extension(ending);
            // UTF-16 would need its comment in UTF-16.
            if file.exists() && !folder.ends_with("maplehurst-hardware") {
                found.push(file);
            }
        }
    }
    found.sort();
    found
}

fn assess(bencher: Bencher<'_, '_>, corpus: &Corpus, jobs: &str) {
    bencher
        .counter(ItemsCount::new(corpus.files))
        .counter(BytesCount::new(corpus.bytes))
        .bench(|| {
            let status = Command::new(env!("CARGO_BIN_EXE_avowal"))
                .args(["assess", "--quiet", "--overwrite", "--as-of", "2026-11-24"])
                .args(["--jobs", jobs, "-o"])
                .arg(corpus.folder.path().join("report"))
                .arg(corpus.folder.path().join(STATEMENTS))
                .stdin(Stdio::null())
                .status()
                .expect("the program starts");
            assert!(status.success(), "every copy is assessed");
        });
}

#[divan::bench(args = ["1", "2"], sample_count = 10, sample_size = 1)]
fn html(bencher: Bencher<'_, '_>, jobs: &str) {
    assess(bencher, &corpus(&["html"]), jobs);
}

#[divan::bench(args = ["1", "2"], sample_count = 10, sample_size = 1)]
fn pdf(bencher: Bencher<'_, '_>, jobs: &str) {
    assess(bencher, &corpus(&["pdf"]), jobs);
}

#[divan::bench(args = ["1", "2"], sample_count = 10, sample_size = 1)]
fn mixed(bencher: Bencher<'_, '_>, jobs: &str) {
    assess(bencher, &corpus(&["html", "pdf"]), jobs);
}
