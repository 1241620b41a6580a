//! The format `html`: a folder `html` of pages that open from disk, without any request to the outside.
//!
//! `index.html` shows all statements; `statements/ID.html` each one with its evidence and its full text. Readable
//! without scripts; scripts only filter and sort. Each page allows itself nothing but its own style and script.

mod charts;
mod page;
mod portfolio;

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::value::Serde;
use sha2::Digest;
use sha2::Sha256;

use super::Lengths;
use super::Report;
use super::Shape;
use crate::assessment::Outcome;
use portfolio::Row;

/// The folder of the pages in the folder of the run.
const FOLDER: &str = "html";

/// What the portfolio needs to know of each outcome, a line each; the page is made of it at the end.
const ROWS: &str = "html-rows.ndjson";

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The pages of one run.
struct Pages {
    folder: PathBuf,
    shape: Shape,
    environment: Environment<'static>,
    rows: BufWriter<File>,
}

/// Opens the pages of a run in `folder`.
pub(super) fn open(
    folder: &Path,
    shape: &Shape,
    finished: Option<&Lengths>,
) -> io::Result<Box<dyn Report>> {
    let finished = finished
        .and_then(|lengths| lengths.get(ROWS).copied())
        .unwrap_or(0);
    fs::create_dir_all(folder.join(FOLDER).join("statements"))?;
    let mut rows = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(ROWS))?;
    rows.set_len(finished)?;
    rows.seek(SeekFrom::End(0))?;
    Ok(Box::new(Pages {
        folder: folder.to_owned(),
        shape: shape.clone(),
        environment: environment(),
        rows: BufWriter::new(rows),
    }))
}

/// The templates. Whatever they are given is escaped.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    for (name, text) in [
        ("macros", include_str!("macros.html")),
        ("statement", include_str!("statement.html")),
        ("index-head", include_str!("index-head.html")),
        ("index-row", include_str!("index-row.html")),
        ("index-foot", include_str!("index-foot.html")),
    ] {
        environment
            .add_template(name, text)
            .expect("the templates are valid: a test renders them all");
    }
    environment.add_global(
        "style",
        minijinja::Value::from_safe_string(STYLE.to_owned()),
    );
    environment.add_global(
        "script",
        minijinja::Value::from_safe_string(SCRIPT.to_owned()),
    );
    environment.add_global("policy", policy());
    environment
}

/// The Content-Security-Policy of every page: its own style and its own script, and nothing else.
fn policy() -> String {
    let digest = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        digest(STYLE),
        digest(SCRIPT)
    )
}

impl Pages {
    fn write_page(&self, name: &str, context: &serde_json::Value, path: &Path) -> io::Result<()> {
        let page = self
            .environment
            .get_template(name)
            .and_then(|template| template.render(minijinja::Value::from(Serde(context))))
            .map_err(io::Error::other)?;
        fs::write(path, page)
    }
}

impl Report for Pages {
    fn record(&mut self, outcome: &Outcome) -> io::Result<()> {
        let row = Row::of(outcome);
        serde_json::to_writer(&mut self.rows, &row)?;
        self.rows.write_all(b"\n")?;
        if let Ok(assessed) = outcome {
            let path = self
                .folder
                .join(FOLDER)
                .join("statements")
                .join(format!("{}.html", assessed.statement_id));
            self.write_page("statement", &page::context(assessed), &path)?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<Lengths> {
        self.rows.flush()?;
        let length = self.rows.get_ref().metadata()?.len();
        Ok(Lengths::from([(ROWS.to_owned(), length)]))
    }

    fn describe(&mut self) -> io::Result<Vec<String>> {
        self.rows.flush()?;
        let rows = || -> io::Result<_> {
            let lines = BufReader::new(File::open(self.folder.join(ROWS))?).lines();
            Ok(lines.map(|line| -> io::Result<Row> { Ok(serde_json::from_str(&line?)?) }))
        };
        let mut portfolio = portfolio::Portfolio::of(&self.shape);
        for row in rows()? {
            portfolio.add(&row?);
        }
        let name = format!("{FOLDER}/index.html");
        let mut index = BufWriter::new(File::create(self.folder.join(&name))?);
        portfolio.write(&self.environment, &mut index, rows)?;
        index.flush()?;
        Ok(vec![name])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_templates_are_valid_and_the_policy_allows_only_the_own_style_and_script() {
        let environment = environment();

        assert!(environment.get_template("statement").is_ok());
        let policy = policy();
        assert!(policy.starts_with("default-src 'none'"));
        assert!(!policy.contains("unsafe"));
    }
}
