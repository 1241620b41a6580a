//! What `avowal check` is told on the command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use clap::ValueEnum;

use crate::check::Severity;

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Drafts: files, folders, globs
    #[arg(value_name = "DRAFT", required_unless_present_any = ["explain", "init", "schema"])]
    pub(super) drafts: Vec<OsString>,
    /// The draft does not pass from this severity on [default: error, or what avowal.toml says]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
    /// How to tell what was found, on standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: OutputFormat,
    /// Also write this format into this file; repeatable, for example sarif=avowal.sarif
    #[arg(long, value_name = "FORMAT=PATH")]
    pub(super) output: Vec<OutputFile>,
    /// Show findings of this severity and above on the terminal; the others are counted
    #[arg(long, value_enum, default_value_t = Shown::Warning, value_name = "SEVERITY")]
    pub(super) show: Shown,
    /// Last year's statement: paragraphs that did not change are told
    #[arg(long, value_name = "FILE")]
    pub(super) previous: Option<PathBuf>,
    /// Fail only on what this baseline does not know
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write what is found now as the baseline of later runs
    #[arg(long, value_name = "FILE")]
    pub(super) write_baseline: Option<PathBuf>,
    /// Also try whether the links in the text open
    #[arg(long, conflicts_with = "offline")]
    pub(super) online: bool,
    /// Check again whenever a draft is saved
    #[arg(long)]
    pub(super) watch: bool,
    /// Judge staleness and waivers as of this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) as_of: Option<String>,
    /// Explain a kind of finding, or list them all
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "", exclusive = true)]
    pub(super) explain: Option<String>,
    /// Write a commented avowal.toml into this folder
    #[arg(long, exclusive = true)]
    pub(super) init: bool,
    /// Print the JSON Schema of avowal.toml, for editors
    #[arg(long, exclusive = true)]
    pub(super) schema: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Note,
    Warning,
    Error,
    /// Whatever is found
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Shown {
    Note,
    Warning,
    Error,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    /// For people, like a compiler's messages
    #[default]
    Text,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
    /// JUnit XML
    Junit,
    /// JSON, schema 1
    Json,
    /// A review memo
    Markdown,
}

/// A format and the file that it goes to.
#[derive(Debug, Clone)]
pub(super) struct OutputFile {
    pub(super) format: OutputFormat,
    pub(super) path: PathBuf,
}

impl FromStr for OutputFile {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let (format, path) = typed
            .split_once('=')
            .ok_or("write FORMAT=PATH, for example sarif=avowal.sarif")?;
        let format = OutputFormat::from_str(format, false)?;
        if path.is_empty() {
            return Err("name a file after the `=`".to_owned());
        }
        Ok(Self {
            format,
            path: PathBuf::from(path),
        })
    }
}

impl FailOn {
    /// The least severity that fails a draft; none where nothing does.
    pub(super) fn least(self) -> Option<Severity> {
        match self {
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
            Self::Never => None,
        }
    }
}

impl From<Shown> for Severity {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Note => Self::Note,
            Shown::Warning => Self::Warning,
            Shown::Error => Self::Error,
        }
    }
}
