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
use std::sync::Arc;

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
use super::cell::printable;
use super::finished::Finished;
use super::finished::FinishedRun;
use super::finished::Kept;
use super::finished::KeptText;
use super::finished::ShownRubric;
use super::finished::TEXT_FILE;
use super::finished::Unfinished;
use crate::assessment::Outcome;
use crate::review::Journal;
use portfolio::Row;

/// The folder of the pages in the folder of the run.
const FOLDER: &str = "html";

/// What the portfolio needs to know of each outcome, a line each; the page is made of it at the end.
const ROWS: &str = "html-rows.ndjson";

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Runs before anything is laid out: rows that the script will bring in later are not laid out first.
const EARLY: &str = "document.documentElement.classList.add(\"scripted\");";

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
    environment.add_global(
        "early",
        minijinja::Value::from_safe_string(EARLY.to_owned()),
    );
    environment.add_global("policy", policy());
    environment
}

/// The Content-Security-Policy of every page: its own style and its own script, and nothing else.
fn policy() -> String {
    let digest = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}' 'sha256-{}'; base-uri 'none'; form-action 'none'",
        digest(STYLE),
        digest(EARLY),
        digest(SCRIPT)
    )
}

/// The pages of one run.
struct Pages {
    folder: PathBuf,
    rubrics: Vec<ShownRubric>,
    journal: Option<Arc<Journal>>,
    environment: Environment<'static>,
    rows: BufWriter<File>,
    texts: Option<BufWriter<File>>,
}

/// Opens the pages of a run in `folder`.
pub(super) fn open(
    folder: &Path,
    shape: &Shape,
    finished: Option<&Lengths>,
) -> io::Result<Box<dyn Report>> {
    let rubrics = shape
        .rubrics
        .iter()
        .map(|rubric| ShownRubric::from(rubric.as_ref()))
        .collect();
    let mut pages = Pages::open(folder, rubrics, shape.review.clone(), finished)?;
    pages.texts = Some(grown(folder, TEXT_FILE, finished)?);
    Ok(Box::new(pages))
}

/// What drawing the pages again came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redrawn {
    /// How many statements have a page.
    pub statements: usize,
    /// Whether the run kept the text of the statements; pages without it say so.
    pub has_text: bool,
    /// The files written that the record of the run tells of.
    pub files: Vec<String>,
}

/// Draws the pages of the finished `run` into `folder`, with the overrides of `journal` that hold.
///
/// # Errors
///
/// When the run cannot be read, or the folder not be written.
pub(super) fn draw_again(
    run: &FinishedRun,
    journal: Option<Arc<Journal>>,
    folder: &Path,
) -> io::Result<Redrawn> {
    let mut kept = Kept::open(&run.folder)?;
    let mut redrawn = Redrawn {
        has_text: kept.is_there(),
        ..Redrawn::default()
    };
    let mut pages = Pages::open(folder, run.rubrics.clone(), journal, None)?;
    run.each(true, |statement| -> Result<(), Undrawn> {
        let text = kept.next_of(&statement.statement_id)?;
        pages.draw(statement, text.as_ref())?;
        redrawn.statements += 1;
        Ok(())
    })
    .map_err(|error| match error {
        Undrawn::Run(error) => io::Error::other(error),
        Undrawn::Io(error) => error,
    })?;
    for [source, code, message, hint] in run.failures().map_err(io::Error::other)? {
        pages.push(&Row::Failure {
            source,
            code,
            message,
            hint,
        })?;
    }
    redrawn.files = pages
        .flush()?
        .into_keys()
        .chain(pages.describe()?)
        .collect();
    Ok(redrawn)
}

/// Why a page was not drawn.
enum Undrawn {
    Run(Unfinished),
    Io(io::Error),
}

impl From<Unfinished> for Undrawn {
    fn from(error: Unfinished) -> Self {
        Self::Run(error)
    }
}

impl From<io::Error> for Undrawn {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The file `name` in `folder`, cut to what a checkpoint says is finished, to be gone on with.
fn grown(folder: &Path, name: &str, finished: Option<&Lengths>) -> io::Result<BufWriter<File>> {
    let finished = finished
        .and_then(|lengths| lengths.get(name).copied())
        .unwrap_or(0);
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(name))?;
    file.set_len(finished)?;
    file.seek(SeekFrom::End(0))?;
    Ok(BufWriter::new(file))
}

impl Pages {
    fn open(
        folder: &Path,
        rubrics: Vec<ShownRubric>,
        journal: Option<Arc<Journal>>,
        finished: Option<&Lengths>,
    ) -> io::Result<Self> {
        fs::create_dir_all(folder.join(FOLDER).join("statements"))?;
        Ok(Self {
            folder: folder.to_owned(),
            rubrics,
            journal,
            environment: environment(),
            rows: grown(folder, ROWS, finished)?,
            texts: None,
        })
    }

    fn push(&mut self, row: &Row) -> io::Result<()> {
        serde_json::to_writer(&mut self.rows, row)?;
        self.rows.write_all(b"\n")
    }

    /// Writes the page of `statement`, reviewed.
    fn draw(&mut self, mut statement: Finished, text: Option<&KeptText>) -> io::Result<()> {
        if let Some(journal) = &self.journal {
            statement.review(journal);
        }
        self.push(&Row::of(&statement))?;
        let path = self
            .folder
            .join(FOLDER)
            .join("statements")
            .join(format!("{}.html", statement.statement_id));
        self.write_page(
            "statement",
            &page::context(&statement, text, &self.rubrics),
            &path,
        )
    }

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
        match outcome {
            Ok(assessed) => {
                let text = KeptText::of(assessed);
                if let Some(texts) = &mut self.texts {
                    serde_json::to_writer(&mut *texts, &text)?;
                    texts.write_all(b"\n")?;
                }
                self.draw(Finished::of(assessed), Some(&text))
            }
            Err(failed) => self.push(&Row::Failure {
                source: printable(&failed.source).into_owned(),
                code: failed.code.to_string(),
                message: printable(&failed.message).into_owned(),
                hint: printable(&failed.hint).into_owned(),
            }),
        }
    }

    fn flush(&mut self) -> io::Result<Lengths> {
        let mut lengths = Lengths::new();
        let files = [
            (ROWS, Some(&mut self.rows)),
            (TEXT_FILE, self.texts.as_mut()),
        ];
        for (name, file) in files {
            if let Some(file) = file {
                file.flush()?;
                lengths.insert(name.to_owned(), file.get_ref().metadata()?.len());
            }
        }
        Ok(lengths)
    }

    fn describe(&mut self) -> io::Result<Vec<String>> {
        self.rows.flush()?;
        let rows = || -> io::Result<_> {
            let lines = BufReader::new(File::open(self.folder.join(ROWS))?).lines();
            Ok(lines.map(|line| -> io::Result<Row> { Ok(serde_json::from_str(&line?)?) }))
        };
        let mut portfolio = portfolio::Portfolio::of(&self.rubrics);
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
