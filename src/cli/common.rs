//! Options that every command takes, and what they come to.

use std::env;
use std::io;
use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::Path;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use anstyle::AnsiColor;
use clap::Args;
use clap::ValueEnum;

use super::Ending;
use super::Refusal;
use crate::config::Config;
use crate::config::Unconfigured;
use crate::document::PartialDate;
use crate::extract::Isolation;
use crate::extract::Limits;
use crate::extract::OcrCommand;
use crate::pipeline::Ocr;
use crate::pipeline::Settings;
use crate::report::Shape;
use crate::rubric::LoadError;
use crate::rubric::Rubric;
use crate::rubric::load;
use crate::source::Listing;
use crate::source::Loading;
use crate::typed::told;

/// The rubric that is scored against where none is named.
const DEFAULT_RUBRIC: &str = "uk-msa";

/// The rubric whose criteria are the labels of the trained recogniser.
pub(super) const LABELS_RUBRIC: &str = "aims";

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Globals {
    /// Score against this rubric: a name from `avowal rubric list`, or a file; repeatable [default: uk-msa]
    #[arg(
        long = "rubric",
        global = true,
        value_name = "NAME|FILE",
        help_heading = "Global options"
    )]
    pub(super) rubrics: Vec<String>,
    /// Work on this many documents at once [default: the number of processors]
    #[arg(
        long,
        short = 'j',
        global = true,
        value_name = "N",
        help_heading = "Global options"
    )]
    jobs: Option<NonZeroUsize>,
    /// Say nothing but errors
    #[arg(
        long,
        short,
        global = true,
        conflicts_with = "verbose",
        help_heading = "Global options"
    )]
    pub(super) quiet: bool,
    /// Say more: each input that failed; twice: also each warning
    #[arg(long, short, global = true, action = clap::ArgAction::Count, help_heading = "Global options")]
    pub(super) verbose: u8,
    /// Colours; NO_COLOR is respected
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        help_heading = "Global options"
    )]
    color: When,
    /// Show progress on standard error
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        help_heading = "Global options"
    )]
    pub(super) progress: When,
    /// Open no connection
    #[arg(long, global = true, help_heading = "Global options")]
    offline: bool,
    /// Also ask addresses of this machine and of private networks
    #[arg(long, global = true, help_heading = "Global options")]
    allow_private: bool,
    /// Give up on a document after this many seconds
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=86_400), help_heading = "Global options")]
    doc_timeout: u64,
    /// Open encrypted files with this password
    #[arg(
        long,
        global = true,
        value_name = "PASSWORD",
        env = "AVOWAL_PASSWORD",
        hide_env_values = true,
        help_heading = "Global options"
    )]
    password: Option<String>,
    /// Read scanned pages with this program; {input}, {output} and {pages} stand for its files and the pages
    #[arg(
        long,
        global = true,
        value_name = "COMMAND",
        value_parser = OcrCommand::from_str,
        help_heading = "Global options"
    )]
    ocr: Option<OcrCommand>,
    /// Give up on reading the scanned pages of a document after this many seconds
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400), help_heading = "Global options")]
    ocr_timeout: u64,
    /// Take the settings from this file [default: the nearest avowal.toml upwards]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help_heading = "Global options"
    )]
    config: Option<PathBuf>,
    /// Also read files that ignore files leave out
    #[arg(long, global = true, help_heading = "Global options")]
    pub(super) no_ignore: bool,
}

/// When to do something that suits a terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal
    #[default]
    Auto,
    /// Whatever reads it
    Always,
    /// Not at all
    Never,
}

impl Globals {
    /// Makes the choice of colours hold for everything that is printed.
    pub(super) fn choose_colours(&self) {
        match self.color {
            When::Auto => anstream::ColorChoice::Auto,
            When::Always => anstream::ColorChoice::Always,
            When::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }

    /// How many documents are worked on at once.
    pub(super) fn jobs(&self) -> usize {
        self.jobs
            .or_else(|| thread::available_parallelism().ok())
            .map_or(1, NonZeroUsize::get)
    }

    /// Whether standard output is to be coloured.
    pub(super) fn colours_on_output(&self) -> bool {
        anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
    }

    /// The configuration named, or the nearest from `folder` (else from the working folder) upwards, or the defaults.
    pub(super) fn config(&self, folder: Option<&Path>) -> Result<Config, Refusal> {
        let working = env::current_dir().ok();
        let path = match &self.config {
            Some(path) => Some(path.clone()),
            None => folder.or(working.as_deref()).and_then(Config::find),
        };
        let Some(path) = path else {
            return Ok(Config::default());
        };
        Config::read(&path).map_err(|error| match &error {
            Unconfigured::Invalid(invalid) => {
                Refusal::new(format!("{error}\n{}", told(invalid)), "")
            }
            Unconfigured::Unreadable { .. } => Refusal::new(
                error.to_string(),
                "name a file that you may read with --config",
            ),
        })
    }

    /// How arguments are turned into statements.
    pub(super) fn listing(&self) -> Listing {
        Listing {
            read_ignored: self.no_ignore,
        }
    }

    /// The one rubric by which `what` is done: that of the command line, else `aims`, whose criteria are the labels of the
    /// trained recogniser.
    pub(super) fn one_rubric(&self, what: &str) -> Result<Arc<Rubric>, Refusal> {
        let name = match self.rubrics.as_slice() {
            [] => LABELS_RUBRIC,
            [name] => name,
            _ => {
                return Err(Refusal::new(
                    format!("{what} by one rubric at a time"),
                    "give --rubric once",
                ));
            }
        };
        load(name).map(Arc::new).map_err(|error| refused(&error))
    }

    /// The rubrics asked for on the command line, else those of the nearest configuration, else the default.
    pub(super) fn rubrics(&self) -> Result<Vec<Arc<Rubric>>, Refusal> {
        if self.rubrics.is_empty() {
            let configured = self.config(None)?;
            return self.rubrics_or(&configured.rubrics);
        }
        self.rubrics_or(&[])
    }

    /// The names and files after `--rubric`.
    pub(super) fn rubrics_typed(&self) -> &[String] {
        &self.rubrics
    }

    /// The rubrics asked for on the command line, else `configured`, else the default; in their order, each once.
    pub(super) fn rubrics_or(&self, configured: &[String]) -> Result<Vec<Arc<Rubric>>, Refusal> {
        let default = [DEFAULT_RUBRIC.to_owned()];
        let names = match (self.rubrics.as_slice(), configured) {
            ([], []) => &default,
            ([], configured) => configured,
            (typed, _) => typed,
        };
        let mut rubrics: Vec<Arc<Rubric>> = Vec::new();
        for name in names {
            let rubric = load(name).map_err(|error| refused(&error))?;
            if let Some(twin) = rubrics.iter().find(|known| known.id == rubric.id) {
                if twin.sha256 == rubric.sha256 {
                    continue;
                }
                return Err(Refusal::new(
                    format!("two different rubrics are called `{}`", rubric.id),
                    "give each its own `id`: the rows of the tables are told apart by it",
                ));
            }
            rubrics.push(Arc::new(rubric));
        }
        Ok(rubrics)
    }

    /// How documents are read in processes of their own.
    pub(super) fn isolation(&self) -> Option<Isolation> {
        let time = Duration::from_secs(self.doc_timeout);
        this_program().map(|program| Isolation::by(program, time))
    }

    /// The settings of a run over `rubrics` as of the day `as_of`, with documents read in processes of their own.
    pub(super) fn settings(&self, rubrics: Vec<Arc<Rubric>>, as_of: PartialDate) -> Settings {
        let time = Duration::from_secs(self.doc_timeout);
        Settings {
            rubrics,
            loading: Loading {
                offline: self.offline,
                allow_private: self.allow_private,
                ..Loading::default()
            },
            limits: Limits {
                time,
                ..Limits::default()
            },
            isolation: self.isolation(),
            password: self.password.clone(),
            ocr: self.ocr.clone().map(|command| Ocr {
                command,
                timeout: Duration::from_secs(self.ocr_timeout),
            }),
            as_of,
            threshold: None,
        }
    }
}

/// The program that runs now, to be started once more; none where the system does not tell.
///
/// Linux keeps a running program's file under this name also when another took its place: an update in the middle of a
/// run must not change what reads the rest, nor leave nothing to read it with.
fn this_program() -> Option<PathBuf> {
    let kept = Path::new("/proc/self/exe");
    if cfg!(target_os = "linux") && kept.exists() {
        return Some(kept.to_owned());
    }
    env::current_exe().ok()
}

/// Why the rubric asked for cannot be had.
pub(super) fn refused(error: &LoadError) -> Refusal {
    match error {
        LoadError::Invalid(invalid) => Refusal::new(format!("{error}\n{}", told(invalid)), ""),
        _ => Refusal::new(error.to_string(), error.hint()),
    }
}

/// The day `typed`, or today in UTC.
pub(super) fn day(typed: Option<&str>) -> Result<PartialDate, Refusal> {
    let today = now();
    // RFC 3339 begins with the day.
    let typed = typed.unwrap_or_else(|| today.get(..10).unwrap_or_default());
    PartialDate::parse_loose(typed)
        .filter(|date| date.day().is_some())
        .ok_or_else(|| {
            Refusal::new(
                format!("`{typed}` is no day"),
                "write it as YYYY-MM-DD, for example 2026-03-31",
            )
        })
}

/// The present time, RFC 3339 in UTC, to the second.
pub(super) fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second())
        .map_or_else(|_| now.to_string(), |now| now.to_string())
}

/// `path` with what a shell would not show taken out.
pub(super) fn shown(path: &Path) -> String {
    crate::report::printable(&path.to_string_lossy()).into_owned()
}

/// How wide the terminal is, in characters: what `COLUMNS` says, else the terminal itself; 100 where there is none.
pub(super) fn columns() -> usize {
    let said = env::var("COLUMNS").ok().and_then(|said| said.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    said.or_else(measured).unwrap_or(100).clamp(20, 120)
}

/// The columns that the manifests among `sources` carry, in the order of the contract.
pub(super) fn shape_of(
    rubrics: Vec<Arc<Rubric>>,
    sources: &[crate::source::Listed],
    verbatim: bool,
) -> Shape {
    let carried = |column: &str| {
        sources
            .iter()
            .flatten()
            .any(|source| source.manifest.contains_key(column))
    };
    Shape {
        rubrics,
        manifest_columns: crate::source::CARRIED_COLUMNS
            .iter()
            .filter(|column| carried(column))
            .map(|&column| column.to_owned())
            .collect(),
        verbatim,
        review: None,
    }
}

/// Becomes true when the user interrupts; the second time, the program ends at once.
pub(super) fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    let times = AtomicUsize::new(0);
    // Where the system takes no handler, an interrupt ends the program, and the checkpoint holds.
    let _ = ctrlc::set_handler(move || {
        asked.store(true, Ordering::Relaxed);
        if times.fetch_add(1, Ordering::Relaxed) > 0 {
            end_at_once();
        }
    });
    stop
}

#[expect(
    clippy::exit,
    reason = "the user asked twice; the checkpoint on disk holds"
)]
fn end_at_once() {
    std::process::exit(Ending::Interrupted as i32);
}

/// Colours for words on standard error. What a terminal cannot show is taken out where it is printed.
pub(super) struct Style {
    coloured: bool,
}

impl Style {
    /// As standard error is to be coloured.
    pub(super) fn of_errors() -> Self {
        let choice = anstream::AutoStream::choice(&io::stderr());
        Self {
            coloured: choice != anstream::ColorChoice::Never,
        }
    }

    pub(super) fn error(&self, words: &str) -> String {
        self.painted(words, AnsiColor::Red)
    }

    pub(super) fn hint(&self, words: &str) -> String {
        self.painted(words, AnsiColor::Cyan)
    }

    pub(super) fn good(&self, words: &str) -> String {
        self.painted(words, AnsiColor::Green)
    }

    pub(super) fn warning(&self, words: &str) -> String {
        self.painted(words, AnsiColor::Yellow)
    }

    fn painted(&self, words: &str, colour: AnsiColor) -> String {
        if !self.coloured {
            return words.to_owned();
        }
        let style = colour.on_default().bold();
        format!("{style}{words}{style:#}")
    }
}

/// Whether standard error is a terminal.
pub(super) fn errors_on_terminal() -> bool {
    io::stderr().is_terminal()
}
