//! Embeds every rubric, signal block and word list of this folder into the program, and what each of their patterns
//! needs of a text.

// The program's own files, of which the build needs a part.
#![allow(dead_code, unused_imports, unreachable_pub)]

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use toml::Value;

#[path = "../src/lexicon/needs.rs"]
mod needs;
#[path = "../src/rubric/notation.rs"]
mod notation;
#[path = "../src/score/searches.rs"]
mod searches;

/// What the translation of patterns names of the program's room of this name.
mod lexicon {
    use std::collections::BTreeMap;
    use std::sync::OnceLock;

    #[path = "../../src/lexicon/matching.rs"]
    mod matching;
    #[path = "../../src/lexicon/pattern.rs"]
    mod pattern;

    pub(crate) use matching::matching_form;
    pub(crate) use pattern::phrase_pattern;

    /// The entries of each list, set before anything is translated.
    pub(crate) static LISTS: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();

    pub(crate) fn lists() -> &'static BTreeMap<String, Vec<String>> {
        LISTS.get_or_init(BTreeMap::new)
    }

    pub(crate) fn alternation(name: &str) -> Option<String> {
        Some(pattern::alternation_of(lists().get(name)?))
    }
}

/// What the translation of patterns names of the program's room of this name.
mod typed {
    pub(crate) fn nearest<'a>(_: &str, _: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        None
    }
}

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = root.join("rubrics");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    embed(&folder, &out.join("rubrics.rs"))?;
    embed(&folder.join("signals"), &out.join("signals.rs"))?;
    embed(&folder.join("lexicon"), &out.join("lexicon.rs"))?;
    for file in [
        "lexicon/matching",
        "lexicon/needs",
        "lexicon/pattern",
        "rubric/notation",
        "score/searches",
    ] {
        println!(
            "cargo::rerun-if-changed={}",
            root.join("src").join(file).with_extension("rs").display()
        );
    }
    fs::write(out.join("needs.bin"), needs_of_all(&folder)?)
}

/// Writes an expression of type `&[(&str, &str)]`: the name and text of each TOML file of `folder`.
fn embed(folder: &Path, target: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut out = String::from("&[\n");
    for file in toml_files(folder)? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let path = file.to_string_lossy();
        out.push_str(&format!("    ({name:?}, include_str!({path:?})),\n"));
    }
    out.push_str("]\n");
    fs::write(target, out)
}

fn toml_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    // The order of a folder differs between file systems; ours must not.
    files.sort();
    Ok(files)
}

/// What each built-in pattern needs, in the form that `src/lexicon/known.rs` reads.
///
/// A file that cannot be read is passed over: the program's tests tell what is wrong with it, and the program reads
/// off at run time what is not found here.
fn needs_of_all(folder: &Path) -> io::Result<Vec<u8>> {
    let mut lists = BTreeMap::new();
    for file in tables(&folder.join("lexicon"))? {
        for (name, list) in file {
            lists.insert(
                name,
                texts(list.get("entries")).map(str::to_owned).collect(),
            );
        }
    }
    let _ = lexicon::LISTS.set(lists);

    let mut sources: BTreeSet<String> = searches::SEARCHES
        .iter()
        .map(|(_, search)| searches::expanded(search, lexicon::alternation))
        .collect();
    for folder in [folder.to_owned(), folder.join("signals")] {
        for file in tables(&folder)? {
            gather(&Value::Table(file), &mut sources);
        }
    }

    let mut numbered: Vec<(u64, needs::Needs)> = sources
        .iter()
        .map(|source| (needs::number_of(source), needs::Needs::of(source)))
        .collect();
    numbered.sort_by_key(|(number, _)| *number);
    let mut entries = Vec::new();
    let mut encoded = Vec::new();
    for (number, needs) in &numbered {
        entries.extend(number.to_le_bytes());
        entries.extend(offset(encoded.len())?);
        needs.encode(&mut encoded);
    }
    Ok([offset(numbered.len())?.to_vec(), entries, encoded].concat())
}

fn offset(place: usize) -> io::Result<[u8; 4]> {
    u32::try_from(place)
        .map(u32::to_le_bytes)
        .map_err(io::Error::other)
}

fn tables(folder: &Path) -> io::Result<Vec<toml::Table>> {
    let mut tables = Vec::new();
    for file in toml_files(folder)? {
        tables.extend(fs::read_to_string(file)?.parse::<toml::Table>());
    }
    Ok(tables)
}

/// Adds all patterns that stand anywhere in `value`, translated.
fn gather(value: &Value, sources: &mut BTreeSet<String>) {
    match value {
        Value::Table(table) => {
            for (key, value) in table {
                let translate = match key.as_str() {
                    "phrases" => notation::phrase,
                    "patterns" => notation::expression,
                    "headings" => notation::heading,
                    _ => {
                        gather(value, sources);
                        continue;
                    }
                };
                let translated = texts(Some(value)).filter_map(|typed| translate(typed).ok());
                sources.extend(translated.map(|translated| translated.source));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, sources)),
        _ => {}
    }
}

fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}
