//! `avowal compare`: year on year, two documents or two runs.

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::printed;
use super::report::run_in;
use crate::compare::Change;
use crate::compare::Comparison;
use crate::compare::Edition;
use crate::compare::Matched;
use crate::compare::compare;
use crate::compare::compare_runs;
use crate::compare::csv_of;
use crate::compare::markdown_of;
use crate::compare::terminal_of;
use crate::pipeline::Pipeline;
use crate::report::finished::Finished;
use crate::report::finished::KeptText;
use crate::report::printable;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The earlier statement, or the folder of the earlier run
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The later statement, or the folder of the later run
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How to show it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Write it into this file [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Leave cells as they are, even such as a spreadsheet would run as a formula
    #[arg(long)]
    verbatim: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: two documents in full, of two runs a summary
    #[default]
    Terminal,
    /// A row a sentence that counts in either
    Csv,
    /// Everything
    Json,
    /// For a report
    Markdown,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    let is_run = |path: &Path| path.join("run.json").is_file();
    let are_runs = (is_run(&arguments.old), is_run(&arguments.new));
    let matched = match are_runs {
        (true, true) => {
            let (old, new) = (run_in(&arguments.old)?, run_in(&arguments.new)?);
            compare_runs(&old, &new).map_err(|error| Refusal::new(error.to_string(), ""))?
        }
        (false, false) => Matched {
            comparisons: vec![documents(globals, &arguments.old, &arguments.new)?],
            ..Matched::default()
        },
        _ => {
            return Err(Refusal::new(
                "one is a run and the other is not",
                "give two documents, or the folders of two finished runs",
            ));
        }
    };
    let text = match arguments.format {
        Format::Terminal if are_runs.0 => summary(&matched),
        Format::Terminal => matched.comparisons.iter().map(terminal_of).collect(),
        Format::Markdown => {
            let mut text = "# Year on year\n".to_owned();
            for comparison in &matched.comparisons {
                text.push('\n');
                text.push_str(&markdown_of(comparison));
            }
            text
        }
        Format::Json => {
            let mut text = serde_json::to_string_pretty(&serde_json::json!({
                "schema": 1,
                "comparisons": matched.comparisons,
                "only_old": matched.only_old,
                "only_new": matched.only_new,
            }))
            .unwrap_or_default();
            text.push('\n');
            text
        }
        Format::Csv => {
            let mut bytes = Vec::new();
            csv_of(&mut bytes, &matched.comparisons, arguments.verbatim)
                .map_err(|error| Refusal::new(error.to_string(), ""))?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
    };
    match &arguments.output {
        None => printed(io::stdout().lock().write_all(text.as_bytes())),
        Some(path) => fs::write(path, text)
            .map(|()| Ending::Done)
            .map_err(|error| {
                Refusal::new(
                    format!("{} cannot be written: {error}", common::shown(path)),
                    "name a file that you may write with -o",
                )
            }),
    }
}

/// Two documents, read and scored.
fn documents(globals: &Globals, old: &Path, new: &Path) -> Result<Comparison, Refusal> {
    let pipeline = Pipeline::new(globals.settings(globals.rubrics()?, common::day(None)?));
    let mut reader = pipeline.reader();
    let mut edition = |path: &Path| -> Result<Edition, Refusal> {
        let sources = globals
            .listing()
            .list(&[path.as_os_str().to_owned()], &mut io::empty());
        let [listed] = sources.as_slice() else {
            return Err(Refusal::new(
                format!("{} names {} documents", common::shown(path), sources.len()),
                "give one document, or the folder of a finished run",
            ));
        };
        let assessed = listed
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|source| pipeline.review(source, &mut reader))
            .map_err(|failed| {
                Refusal::new(
                    printable(&format!("{}: {}", failed.source, failed.message)).into_owned(),
                    failed.hint,
                )
            })?;
        Ok(Edition {
            sentences: Some(
                KeptText::of(&assessed)
                    .sentences()
                    .map(str::to_owned)
                    .collect(),
            ),
            statement: Finished::of(&assessed),
        })
    };
    Ok(compare(&edition(old)?, &edition(new)?))
}

/// Two runs in a table: criterion by criterion, how many rose, fell, and stayed.
fn summary(matched: &Matched) -> String {
    let mut out = format!(
        "{} organisations in both runs, {} only in the old, {} only in the new\n",
        matched.comparisons.len(),
        matched.only_old.len(),
        matched.only_new.len()
    );
    let Some(first) = matched.comparisons.first() else {
        return out;
    };
    out.push_str("\n rose  fell  same  added  dropped  updated  unchanged  criterion\n");
    for (place, criterion) in first.criteria.iter().enumerate() {
        let all: Vec<_> = matched
            .comparisons
            .iter()
            .filter_map(|comparison| comparison.criteria.get(place))
            .filter(|other| other.criterion_id == criterion.criterion_id)
            .collect();
        // A formality has no levels: it rises where it is met for the first time.
        let way = |criterion: &crate::compare::CriterionChange| {
            criterion.rungs().map_or_else(
                || {
                    let met = |verdict: Option<crate::assessment::Verdict>| {
                        i16::from(verdict == Some(crate::assessment::Verdict::Met))
                    };
                    met(criterion.new_verdict) - met(criterion.old_verdict)
                },
                std::convert::identity,
            )
        };
        let rose = all.iter().filter(|one| way(one) > 0).count();
        let fell = all.iter().filter(|one| way(one) < 0).count();
        let sum = |change: Change| all.iter().map(|one| one.count(change)).sum::<usize>();
        out.push_str(&format!(
            "{rose:>5} {fell:>5} {:>5} {:>6} {:>8} {:>8} {:>10}  {} {}\n",
            all.len() - rose - fell,
            sum(Change::Added),
            sum(Change::Dropped),
            sum(Change::Updated),
            sum(Change::Unchanged),
            printable(&criterion.rubric),
            printable(&criterion.criterion_id)
        ));
    }
    out.push_str("\n--format csv or json tells which organisations and sentences\n");
    out
}
