//! `avowal check`: one's own draft, before it is signed and in CI.

mod arguments;
mod beginning;
mod files;
mod watch;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

pub(super) use arguments::Arguments;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::printed;
use crate::assessment::Assessed;
use crate::check::Finding;
use crate::check::Gate;
use crate::check::Judged;
use crate::check::Previous;
use crate::check::Severity;
use crate::check::dead_link;
use crate::check::findings_of;
use crate::config::Config;
use crate::failure::Failed;
use crate::pipeline::Pipeline;
use crate::pipeline::Reader;
use crate::report::findings;
use crate::report::findings::Checked;
use crate::report::findings::Draft;
use crate::report::findings::Terminal;
use crate::source::Listed;

use arguments::OutputFormat;

/// The largest page of which lines and columns of the words are told, in bytes.
const SOURCE_MAX: u64 = 8 << 20;

/// The most links of one draft that are tried.
const LINKS_MAX: usize = 200;

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
        return beginning::explain(name);
    }
    if arguments.init {
        return beginning::init();
    }
    if arguments.schema {
        return beginning::schema();
    }
    if arguments.watch {
        return watch::run(globals, arguments);
    }
    // It starts while the rubric is read.
    let mut reader = Reader::new(globals.isolation());
    reader.start();
    Check::prepared(globals, arguments)?.once(&mut reader)
}

impl<'a> Check<'a> {
    /// Reads the configuration and what stands beside the drafts.
    fn prepared(globals: &'a Globals, arguments: &'a Arguments) -> Result<Self, Refusal> {
        let config = globals.config(folder_of(&arguments.drafts).as_deref())?;
        let rubrics = globals.rubrics_or(&config.rubrics)?;
        config
            .names_only_criteria_of(&rubrics)
            .map_err(|unknown| Refusal::new(unknown.to_string(), unknown.hint()))?;
        let as_of = common::day(arguments.as_of.as_deref())?;
        let pipeline = Pipeline::new(globals.settings(rubrics, as_of));
        let baseline = arguments
            .baseline
            .as_deref()
            .map(files::read_baseline)
            .transpose()?;
        let fail_on = match arguments.fail_on {
            Some(typed) => typed.least(),
            None => config.fail_on.unwrap_or(Some(Severity::Error)),
        };
        let previous = match &arguments.previous {
            Some(file) => Some(files::read_previous(&pipeline, file)?),
            None => None,
        };
        Ok(Self {
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
        })
    }

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
            files::write_baseline(path, &drafts)?;
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
            files::add_to_job_summary(&checked);
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
        let source = source_of(&assessed);
        Draft {
            assessed,
            judged,
            source,
        }
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
                // What was not asked may well be alive: readers of a draft are in another network than this machine.
                (failed.code != "private-address").then(|| dead_link(link, &failed.message))
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
                    columns: common::columns(),
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
}

/// The source of a draft in HTML that lies on this machine.
fn source_of(assessed: &Assessed) -> Option<String> {
    if assessed.document.format != "html" {
        return None;
    }
    let path = Path::new(&assessed.origin.label);
    let is_small = fs::metadata(path).is_ok_and(|about| about.len() <= SOURCE_MAX);
    // In another encoding the lines must do.
    is_small.then(|| fs::read_to_string(path).ok()).flatten()
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
