//! `avowal verify`: whether a finished run still holds, its files by their digests and its results by scoring again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use clap::ValueEnum;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::common::stop_on_interrupt;
use super::printed;
use super::progress::Progress;
use super::web::cache;
use crate::pipeline::Ended;
use crate::pipeline::Pipeline;
use crate::report::CameTo;
use crate::report::FileState;
use crate::report::Held;
use crate::report::InputRecord;
use crate::report::KeptRun;
use crate::report::Verification;
use crate::report::Verified;
use crate::report::found_again;
use crate::report::printable;
use crate::rubric::Rubric;
use crate::rubric::load;
use crate::source::Listed;
use crate::source::Place;

/// So many inputs that do not hold are named, unless more is asked for.
const NAMED: usize = 20;

/// So many characters of a cell are shown.
const CELL_SHOWN: usize = 80;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of a finished run
    #[arg(value_name = "DIR")]
    run: PathBuf,
    /// Look in this store for what was fetched [default: in the cache folder of the user]
    #[arg(long, value_name = "DIR", env = "AVOWAL_STORE")]
    store: Option<PathBuf>,
    /// How to tell what was found
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// Runs the command. No connection is opened: what was fetched is looked for in the store.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    let hint = "give the folder that -o of `avowal assess` named";
    let kept =
        KeptRun::read(&arguments.run).map_err(|error| Refusal::new(error.to_string(), hint))?;
    let inputs = kept
        .inputs()
        .map_err(|error| Refusal::new(error.to_string(), hint))?;
    let rubrics = rubrics_of(globals, &kept)?;
    let as_of = common::day(Some(&kept.as_of))?;
    let listed: Vec<Listed> = inputs
        .iter()
        .map(|input| listed_again(input, kept.working_folder.as_deref()))
        .collect();
    let shape = common::shape_of(rubrics.clone(), &listed, kept.verbatim);

    let mut settings = globals.settings(rubrics, as_of);
    settings.threshold = kept.threshold.as_ref().and_then(|typed| typed.parse().ok());
    settings.loading.offline = true;
    settings.loading.keeping.store = arguments.store.clone().or_else(cache);
    let mut pipeline = Pipeline::new(settings);
    pipeline.know_publications(publications(&inputs));

    let not_checked = |error: io::Error| {
        Refusal::new(
            format!("the run cannot be checked: {error}"),
            "see that its files can be read, and that there is room for passing files",
        )
    };
    let mut verification = Verification::begin(kept, inputs, shape).map_err(not_checked)?;
    let stop = stop_on_interrupt();
    let mut progress = Progress::new(globals.progress, globals.quiet, listed.len(), 0);
    let ended = pipeline.run(&listed, globals.jobs(), &stop, |outcome| {
        verification.record(outcome)?;
        progress.advance(0);
        Ok(())
    });
    progress.finish();
    if ended.map_err(not_checked)? == Ended::Interrupted {
        return Ok(Ending::Interrupted);
    }
    let verified = verification.finish().map_err(not_checked)?;
    let mut output = anstream::stdout().lock();
    let result = match arguments.format {
        Format::Text => output.write_all(told(&verified, globals.verbose > 0).as_bytes()),
        Format::Json => serde_json::to_writer_pretty(&mut output, &Whole::of(&verified))
            .map_err(io::Error::from)
            .and_then(|()| output.write_all(b"\n")),
    };
    printed(result)?;
    Ok(if verified.holds() {
        Ending::Done
    } else {
        Ending::SomeFailed
    })
}

/// What is told to programs.
#[derive(serde::Serialize)]
struct Whole<'a> {
    holds: bool,
    #[serde(flatten)]
    verified: &'a Verified,
}

impl<'a> Whole<'a> {
    fn of(verified: &'a Verified) -> Self {
        Self {
            holds: verified.holds(),
            verified,
        }
    }
}

/// The rubrics of the run as they are today: among those that the run was given, those that are built in, and those named
/// on this command line, the first with the same digest, else the first of the same name. One that is not to be had is
/// left out.
fn rubrics_of(globals: &Globals, kept: &KeptRun) -> Result<Vec<Arc<Rubric>>, Refusal> {
    let mut known: Vec<Arc<Rubric>> = Vec::new();
    let given = named_in(&kept.command_line);
    for name in given
        .iter()
        .chain(kept.rubrics.iter().map(|rubric| &rubric.id))
    {
        let again = found_again(Path::new(name), kept.working_folder.as_deref());
        // A name that is built in comes first, as it did in the run.
        let loaded = load(name).or_else(|_| load(&again.to_string_lossy()));
        known.extend(loaded.ok().map(Arc::new));
    }
    known.extend(globals.rubrics()?);
    Ok(kept
        .rubrics
        .iter()
        .filter_map(|wanted| {
            let of_id = || known.iter().filter(|rubric| rubric.id == wanted.id);
            of_id()
                .find(|rubric| rubric.sha256 == wanted.sha256)
                .or_else(|| of_id().next())
                .cloned()
        })
        .collect())
}

/// What stood after `--rubric` on a command line.
fn named_in(words: &[String]) -> Vec<String> {
    let mut named = Vec::new();
    for (place, word) in words.iter().enumerate() {
        if let Some(name) = word.strip_prefix("--rubric=") {
            named.push(name.to_owned());
        } else if word == "--rubric" {
            named.extend(words.get(place + 1).cloned());
        }
    }
    named
}

/// The source of `input`, its file as it is found today.
fn listed_again(input: &InputRecord, working_folder: Option<&Path>) -> Listed {
    let Some(source) = &input.source else {
        return match &input.came_to {
            CameTo::Failure(failed) => Err(failed.clone()),
            // No run writes a result without its source.
            CameTo::Statement(statement) => Ok(crate::source::Source::of_address(
                statement.final_url.as_deref().unwrap_or_default(),
            )),
        };
    };
    let mut source = source.clone();
    if let Place::File(path) = &source.place {
        source.place = Place::File(found_again(path, working_folder));
    }
    Ok(source)
}

/// What the run knew of home pages, by the label of the source.
fn publications(inputs: &[InputRecord]) -> BTreeMap<String, crate::source::Publication> {
    inputs
        .iter()
        .filter_map(|input| match &input.came_to {
            CameTo::Statement(statement) => {
                Some((input.label().to_owned(), statement.publication.clone()?))
            }
            CameTo::Failure(_) => None,
        })
        .collect()
}

/// What was found, for people; with `all`, also each input that holds.
fn told(verified: &Verified, all: bool) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "run written by {} {}, ended {}",
        verified.program.name, verified.program.version, verified.ended_at
    );
    for other in &verified.other {
        let _ = writeln!(out, "  not this program's: {other}");
    }
    let count = |state: FileState| {
        let files = verified.files.iter();
        files.filter(|file| file.state == state).count()
    };
    let _ = writeln!(
        out,
        "files: {} as they were written",
        count(FileState::Same)
    );
    for file in &verified.files {
        match file.state {
            FileState::Same => {}
            FileState::Changed => {
                let _ = writeln!(out, "  changed: {}", file.name);
            }
            FileState::Missing => {
                let _ = writeln!(out, "  missing: {}", file.name);
            }
        }
    }
    for edit in &verified.edits {
        let place = match &edit.column {
            Some(column) => format!("{}, column {column}", edit.row),
            None => edit.row.clone(),
        };
        let _ = writeln!(
            out,
            "  {}: {place}: `{}` stands there, scoring gives `{}`",
            edit.table,
            clipped(&edit.found),
            clipped(&edit.right)
        );
    }
    let held = verified.inputs.iter();
    let held = held.filter(|input| input.held == Held::Holds).count();
    let _ = writeln!(out, "results: {held} of {} hold", verified.inputs.len());
    let mut left = if all { usize::MAX } else { NAMED };
    let mut unnamed = 0;
    for input in &verified.inputs {
        let line = match &input.held {
            Held::Holds if all => format!("  holds: {}", input.source),
            Held::Holds => continue,
            Held::Changed { changes } => {
                format!("  changed: {}: {}", input.source, changes.join("; "))
            }
            Held::Unchecked { reason } => format!("  not checked: {}: {reason}", input.source),
        };
        if left == 0 {
            unnamed += 1;
            continue;
        }
        left -= 1;
        out.push_str(&line);
        out.push('\n');
    }
    if unnamed > 0 {
        let _ = writeln!(out, "  and {unnamed} more: -v names them all");
    }
    out.push_str(if verified.holds() {
        "the run holds\n"
    } else {
        "the run does not hold, or not all of it can be checked\n"
    });
    // A line is what it says: nothing in a name acts upon the terminal.
    out.lines()
        .map(|line| format!("{}\n", printable(line)))
        .collect()
}

/// The beginning of a long cell.
fn clipped(cell: &str) -> String {
    let mut shown: String = cell.chars().take(CELL_SHOWN).collect();
    if shown.len() < cell.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rubrics_are_found_on_a_command_line_however_they_are_written() {
        let words = ["assess", "a.pdf", "--rubric", "au-msa", "--rubric=own.toml"];

        assert_eq!(named_in(&words.map(str::to_owned)), ["au-msa", "own.toml"]);
    }
}
