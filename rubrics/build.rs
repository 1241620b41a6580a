//! Embeds every rubric, signal block and word list of this folder into the program.

use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let folder =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rubrics");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    embed(&folder, &out.join("rubrics.rs"))?;
    embed(&folder.join("signals"), &out.join("signals.rs"))?;
    embed(&folder.join("lexicon"), &out.join("lexicon.rs"))
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
