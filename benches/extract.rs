//! How fast each format is read, in bytes of the file a second: `cargo bench --bench extract`.

use std::path::Path;

use avowal::extract::Hints;
use avowal::extract::Limits;
use avowal::extract::read;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// A file of each format, as statements come.
const FILES: &[&str] = &[
    "statements/tarnbeck-foods/statement.html",
    "statements/lumenara-living/statement.html",
    "statements/solandra-outdoor/statement.html",
    "statements/velden-devices/statement.docx",
    "statements/ashgrove-growers/statement.md",
    "statements/kestrel-care/statement.txt",
    "statements/wattlebrook-minerals/statement.pdf",
];

#[divan::bench(args = FILES)]
fn one_statement(bencher: Bencher<'_, '_>, file: &str) {
    measure(bencher, file, &bytes_of(file));
}

/// Formats of text can be made as long as wished: a hundred statements in one file.
#[divan::bench(args = ["html", "md", "txt"])]
fn a_hundred_statements_in_one_file(bencher: Bencher<'_, '_>, ending: &str) {
    let file = FILES
        .iter()
        .find(|file| file.ends_with(ending))
        .expect("there is one of each");
    measure(bencher, file, &bytes_of(file).repeat(100));
}

fn measure(bencher: Bencher<'_, '_>, file: &str, bytes: &[u8]) {
    let hints = Hints {
        name: Some(file),
        ..Hints::default()
    };
    let limits = Limits::default();
    bencher
        .counter(BytesCount::of_slice(bytes))
        .bench(|| read(divan::black_box(bytes), &hints, &limits).expect("the fixture is readable"));
}

fn bytes_of(file: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(file);
    std::fs::read(&path).expect("the fixture is there")
}
