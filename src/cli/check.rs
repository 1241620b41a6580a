//! `avowal check`: one's own draft, before it is signed and in CI.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::str::FromStr;
use std::thread;
use std::time::Duration;
use std::time::SystemTime;

use clap::Args;
use clap::ValueEnum;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::common::When;
use super::printed;
use crate::assessment::Assessed;
use crate::check::Baseline;
use crate::check::CODES;
use crate::check::Finding;
use crate::check::Gate;
use crate::check::Judged;
use crate::check::Previous;
use crate::check::Severity;
use crate::check::code;
use crate::check::dead_link;
use crate::check::findings_of;
use crate::config;
use crate::config::Config;
use crate::failure::Failed;
use crate::pipeline::Pipeline;
use crate::pipeline::Reader;
use crate::report::findings;
use crate::report::findings::Checked;
use crate::report::findings::Draft;
use crate::report::findings::Terminal;
use crate::source::Listed;
use crate::source::Listing;
use crate::source::Place;

/// How often a watched draft is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The most links of one draft that are tried.
const LINKS_MAX: usize = 200;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Drafts: files, folders, globs
    #[arg(value_name = "DRAFT", required_unless_present_any = ["explain", "init"])]
    drafts: Vec<OsString>,
    /// The draft does not pass from this severity on [default: error, or what avowal.toml says]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    /// How to tell what was found, on standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: OutputFormat,
    /// Also write this format into this file; repeatable, for example sarif=avowal.sarif
    #[arg(long, value_name = "FORMAT=PATH")]
    output: Vec<OutputFile>,
    /// Show findings of this severity and above on the terminal; the others are counted
    #[arg(long, value_enum, default_value_t = Shown::Warning, value_name = "SEVERITY")]
    show: Shown,
    /// Last year's statement: paragraphs that did not change are told
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// Fail only on what this baseline does not know
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write what is found now as the baseline of later runs
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// Also try whether the links in the text open
    #[arg(long, conflicts_with = "offline")]
    online: bool,
    /// Check again whenever a draft is saved
    #[arg(long)]
    watch: bool,
    /// Judge staleness and waivers as of this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
    /// Explain a kind of finding, or list them all
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "", exclusive = true)]
    explain: Option<String>,
    /// Write a commented avowal.toml into this folder
    #[arg(long, exclusive = true)]
    init: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Note,
    Warning,
    Error,
    /// Whatever is found
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    Note,
    Warning,
    Error,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
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
struct OutputFile {
    format: OutputFormat,
    path: PathBuf,
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

impl From<Shown> for Severity {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Note => Self::Note,
            Shown::Warning => Self::Warning,
            Shown::Error => Self::Error,
        }
    }
}

/// Everything that stays the same from one look at the drafts to the next.
struct Check<'a> {
    globals: &'a Globals,
    arguments: &'a Arguments,
    config: Config,
    pipeline: Pipeline,
    gate: Gate,
    previous: Option<Previous>,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    if let Some(name) = &arguments.explain {
        return explain(name);
    }
    if arguments.init {
        return init();
    }
    let config = globals.config(folder_of(&arguments.drafts).as_deref())?;
    // It starts while the rubric is read.
    let mut reader = Reader::new(globals.isolation());
    reader.start();
    let rubrics = globals.rubrics_or(&config.rubrics)?;
    let as_of = common::day(arguments.as_of.as_deref())?;
    let pipeline = Pipeline::new(globals.settings(rubrics, as_of));
    let baseline = arguments
        .baseline
        .as_deref()
        .map(read_baseline)
        .transpose()?;
    let fail_on = match arguments.fail_on {
        Some(FailOn::Note) => Some(Severity::Note),
        Some(FailOn::Warning) => Some(Severity::Warning),
        Some(FailOn::Error) => Some(Severity::Error),
        Some(FailOn::Never) => None,
        None => config.fail_on.unwrap_or(Some(Severity::Error)),
    };
    let previous = match &arguments.previous {
        Some(file) => Some(read_previous(&pipeline, file)?),
        None => None,
    };
    let check = Check {
        globals,
        arguments,
        gate: Gate {
            fail_on,
            waivers: config.waivers.clone(),
            baseline,
            today: as_of,
        },
        config,
        pipeline,
        previous,
    };
    if arguments.watch {
        check.watch(&mut reader)
    } else {
        check.once(&mut reader)
    }
}

impl Check<'_> {
    fn sources(&self) -> Vec<Listed> {
        self.globals
            .listing()
            .list(&self.arguments.drafts, &mut io::stdin().lock())
    }

    /// Checks all drafts and tells what was found.
    fn once(&self, reader: &mut Reader) -> Answer {
        let mut drafts = Vec::new();
        let mut failed: Vec<Failed> = Vec::new();
        for listed in self.sources() {
            match listed.and_then(|source| self.pipeline.review(&source, reader)) {
                Ok(assessed) => drafts.push(self.draft(assessed)),
                Err(error) => failed.push(error),
            }
        }
        let verdict = self
            .gate
            .verdict(drafts.iter().flat_map(|draft| &draft.judged));
        let checked = Checked {
            drafts: &drafts,
            failed: &failed,
            verdict: &verdict,
        };
        if let Some(path) = &self.arguments.write_baseline {
            write_baseline(path, &drafts)?;
        }
        for target in &self.arguments.output {
            let written = File::create(&target.path).and_then(|file| {
                let mut file = io::BufWriter::new(file);
                self.write(&mut file, target.format, &checked, false)?;
                file.flush()
            });
            written.map_err(|error| {
                Refusal::new(
                    format!("{} cannot be written: {error}", common::shown(&target.path)),
                    "name a file that you may write",
                )
            })?;
        }
        let mut output = io::BufWriter::new(io::stdout().lock());
        let coloured = self.globals.colours_on_output();
        let written = self
            .write(&mut output, self.arguments.format, &checked, coloured)
            .and_then(|()| output.flush());
        printed(written)?;
        if self.arguments.format == OutputFormat::Github {
            add_to_job_summary(&checked);
        }
        Ok(if verdict.fails || !failed.is_empty() {
            Ending::SomeFailed
        } else {
            Ending::Done
        })
    }

    fn draft(&self, assessed: Assessed) -> Draft {
        let mut findings = findings_of(&assessed, &self.config.expected, self.previous.as_ref());
        if self.arguments.online {
            findings.extend(self.dead_links(&assessed));
        }
        let judged: Vec<Judged> =
            self.gate
                .judge(&assessed.origin.label, &assessed.document, findings);
        Draft { assessed, judged }
    }

    fn dead_links(&self, assessed: &Assessed) -> Vec<Finding> {
        let mut tried = BTreeSet::new();
        let links = assessed.document.links.iter();
        links
            .filter(|link| {
                link.target.starts_with("http://") || link.target.starts_with("https://")
            })
            .filter(|link| tried.insert(link.target.as_str()))
            .take(LINKS_MAX)
            .filter_map(|link| {
                let failed = self.pipeline.open_link(&link.target).err()?;
                Some(dead_link(link, &failed.message))
            })
            .collect()
    }

    fn write(
        &self,
        output: &mut dyn Write,
        format: OutputFormat,
        checked: &Checked<'_>,
        coloured: bool,
    ) -> io::Result<()> {
        let name = match format {
            OutputFormat::Text => {
                if self.globals.quiet && !checked.verdict.fails && checked.failed.is_empty() {
                    return Ok(());
                }
                let terminal = Terminal {
                    coloured,
                    least: self.arguments.show.into(),
                };
                return terminal.write(output, checked);
            }
            OutputFormat::Github => "github",
            OutputFormat::Sarif => "sarif",
            OutputFormat::Junit => "junit",
            OutputFormat::Json => "json",
            OutputFormat::Markdown => "markdown",
        };
        match findings::FORMATS.iter().find(|known| known.name == name) {
            Some(known) => (known.write)(output, checked),
            None => Err(io::Error::other(format!("the format {name} is unknown"))),
        }
    }

    /// Checks again whenever a draft, or what stands beside it, is saved; until it is interrupted.
    fn watch(&self, reader: &mut Reader) -> Answer {
        loop {
            let seen = self.saved_at();
            if self.globals.progress != When::Never {
                // Clears the screen and the lines above, as terminals do.
                let _ = write!(io::stdout(), "\u{1b}[2J\u{1b}[3J\u{1b}[H");
            }
            self.once(reader)?;
            while self.saved_at() == seen {
                thread::sleep(LOOK_EVERY);
            }
        }
    }

    /// When each draft was last saved.
    fn saved_at(&self) -> Vec<Option<SystemTime>> {
        self.sources()
            .iter()
            .map(|listed| match listed {
                Ok(source) => match &source.place {
                    Place::File(path) => fs::metadata(path).and_then(|about| about.modified()).ok(),
                    Place::Url(_) => None,
                },
                Err(_) => None,
            })
            .collect()
    }
}

/// The folder in which the search for a configuration begins: that of the first draft.
fn folder_of(drafts: &[OsString]) -> Option<PathBuf> {
    let first = Path::new(drafts.first()?);
    let first = fs::canonicalize(first).ok()?;
    if first.is_dir() {
        Some(first)
    } else {
        first.parent().map(Path::to_owned)
    }
}

fn read_previous(pipeline: &Pipeline, file: &Path) -> Result<Previous, Refusal> {
    let refused = |error: &Failed| {
        Refusal::new(
            format!(
                "last year's statement {} cannot be read: {}",
                error.source, error.message
            ),
            error.hint.clone(),
        )
    };
    let listed = Listing::default().list(&[file.as_os_str().to_owned()], &mut io::empty());
    let mut reader = pipeline.reader();
    let [listed] = listed.as_slice() else {
        return Err(Refusal::new(
            format!("{} is more than one statement", common::shown(file)),
            "name one file with --previous",
        ));
    };
    let read = listed
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|source| pipeline.read(source, &mut reader))
        .map_err(|error| refused(&error))?;
    Ok(Previous::new(&read.document))
}

fn read_baseline(path: &Path) -> Result<Baseline, Refusal> {
    let refused = |cause: String| {
        Refusal::new(
            format!(
                "the baseline {} cannot be used: {cause}",
                common::shown(path)
            ),
            "write one with --write-baseline FILE",
        )
    };
    let bytes = fs::read(path).map_err(|error| refused(error.to_string()))?;
    let baseline: Baseline =
        serde_json::from_slice(&bytes).map_err(|error| refused(error.to_string()))?;
    if baseline.schema != Baseline::SCHEMA {
        return Err(refused(format!(
            "its schema {} is unknown",
            baseline.schema
        )));
    }
    Ok(baseline)
}

fn write_baseline(path: &Path, drafts: &[Draft]) -> Result<(), Refusal> {
    let judged: Vec<(&str, &[Judged])> = drafts
        .iter()
        .map(|draft| {
            (
                draft.assessed.origin.label.as_str(),
                draft.judged.as_slice(),
            )
        })
        .collect();
    let written = serde_json::to_vec_pretty(&Baseline::of(&judged))
        .map_err(io::Error::from)
        .and_then(|mut bytes| {
            bytes.push(b'\n');
            fs::write(path, bytes)
        });
    written.map_err(|error| {
        Refusal::new(
            format!(
                "the baseline {} cannot be written: {error}",
                common::shown(path)
            ),
            "name a file that you may write",
        )
    })
}

/// Adds the memo to the summary of the job, where GitHub Actions asks for one.
fn add_to_job_summary(checked: &Checked<'_>) {
    let Some(path) = env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return;
    };
    let memo = findings::FORMATS
        .iter()
        .find(|format| format.name == "markdown");
    if let (Some(memo), Ok(mut file)) = (
        memo,
        OpenOptions::new().append(true).create(true).open(path),
    ) {
        // The summary is a courtesy: the annotations are already out.
        let _ = (memo.write)(&mut file, checked);
    }
}

fn explain(name: &str) -> Answer {
    let mut output = io::stdout().lock();
    if name.is_empty() {
        let mut write = || -> io::Result<()> {
            for code in CODES {
                writeln!(
                    output,
                    "{:24} {:8} {}",
                    code.name,
                    code.severity.word(),
                    code.title
                )?;
            }
            Ok(())
        };
        return printed(write());
    }
    let Some(code) = code(name) else {
        let known = CODES.iter().map(|code| code.name);
        return Err(Refusal::new(
            format!("there is no finding `{name}`"),
            match crate::typed::nearest(name, known) {
                Some(meant) => {
                    format!("did you mean `{meant}`? `avowal check --explain` lists all")
                }
                None => "`avowal check --explain` lists all".to_owned(),
            },
        ));
    };
    printed(writeln!(
        output,
        "{} ({})\n  {}\n\nWhy it matters\n  {}\n\nHow to mend it\n  {}",
        code.name,
        code.severity.word(),
        code.title,
        code.why,
        code.cure
    ))
}

fn init() -> Answer {
    let path = Path::new(config::FILE);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(config::BEGINNING.as_bytes()));
    match written {
        Ok(()) => printed(writeln!(
            io::stdout(),
            "{} was written: uncomment what you need",
            config::FILE
        )),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Refusal::new(
            format!("{} is already there", config::FILE),
            "edit it, or move it away first",
        )),
        Err(error) => Err(Refusal::new(
            format!("{} cannot be written: {error}", config::FILE),
            "run the command in a folder that you may write",
        )),
    }
}
