//! `avowal merge`: the shards of one run into one.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::assess::format_names;
use super::assess::formats_of;
use super::assess::not_opened;
use super::common::Globals;
use super::common::Style;
use super::progress::Progress;
use super::shards::suppliers_in;
use super::shards::whole_command_line;
use super::summary;
use crate::report::Existing;
use crate::report::Identity;
use crate::report::Run;
use crate::report::RunStatus;
use crate::report::Shape;
use crate::report::Shards;
use crate::report::Unmerged;
use crate::report::write_suppliers;
use crate::rubric::Rubric;
use crate::rubric::load;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folders that `avowal assess --shard` wrote, or folders that hold them
    #[arg(required = true, value_name = "DIR")]
    shards: Vec<PathBuf>,
    /// Write the run into this folder
    #[arg(long, short, value_name = "DIR", default_value = "avowal-report")]
    output: PathBuf,
    /// Write this format; repeatable [default: those of the shards]
    #[arg(long = "format", value_name = "FORMAT", value_parser = format_names())]
    formats: Vec<String>,
    /// Replace a run that the folder already holds
    #[arg(long)]
    overwrite: bool,
    /// Merge what is there, although shards are missing or unfinished
    #[arg(long)]
    partial: bool,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    let began = Instant::now();
    let not_merged = |error: Unmerged| Refusal::new(error.to_string(), error.hint());
    let shards = Shards::find(&arguments.shards, arguments.partial).map_err(not_merged)?;
    let record = shards.record();
    let rubrics = rubrics_of(globals, &record.whole, &record.rubrics_typed)?;
    let names = if arguments.formats.is_empty() {
        &record.whole.formats
    } else {
        &arguments.formats
    };
    let formats = formats_of(names);
    let shape = Shape {
        rubrics: rubrics.clone(),
        manifest_columns: record.manifest_columns.clone(),
        verbatim: record.whole.verbatim,
        // A journal of reviews is applied to the merged run: `avowal report --review`.
        review: None,
    };
    let identity = Identity {
        formats: formats
            .iter()
            .map(|format| format.name.to_owned())
            .collect(),
        ..record.whole.clone()
    };
    let inputs = usize::try_from(identity.inputs).unwrap_or(usize::MAX);
    let existing = if arguments.overwrite {
        Existing::Overwrite
    } else {
        Existing::Keep
    };
    let mut run = Run::open(
        &arguments.output,
        existing,
        identity,
        shape,
        &formats,
        shards.started_at(),
    )
    .map_err(|error| not_opened(&error))?;
    let mut progress = Progress::new(globals.progress, globals.quiet, inputs, 0);
    let twice = shards
        .merge_into(&mut run, &rubrics, || progress.advance(0))
        .map_err(not_merged)?;
    progress.finish();
    let status = if shards.missing().is_empty() {
        RunStatus::Finished
    } else {
        RunStatus::Partial
    };
    let not_written = |error: io::Error| not_merged(Unmerged::NotWritten(error));
    let command_line = whole_command_line(&record.command_line, &arguments.output);
    if let Some(suppliers) = suppliers_in(shards.first_folder()).map_err(not_written)? {
        // The list is joined with what stands in the tables.
        run.checkpoint().map_err(not_written)?;
        let table = write_suppliers(&arguments.output, &suppliers, record.whole.verbatim);
        run.attach(table.map_err(not_written)?);
    }
    let tally = run
        .finish(status, command_line, shards.ended_at())
        .map_err(not_written)?;
    if !globals.quiet {
        let style = Style::of_errors();
        let told = summary::told(&tally, &rubrics, &arguments.output, began.elapsed(), &style);
        progress.say(told.trim_end());
        if twice > 0 {
            progress.say(&format!("{twice} inputs came twice, and said the same"));
        }
        if !shards.missing().is_empty() {
            progress.say(&style.warning(&format!(
                "{} of {} shards are missing: {} of {} inputs were merged",
                shards.missing().len(),
                record.of,
                tally.inputs,
                record.whole.inputs
            )));
        }
    }
    Ok(if tally.failed > 0 || status == RunStatus::Partial {
        Ending::SomeFailed
    } else {
        Ending::Done
    })
}

/// The rubrics of the run, each the very one that the shards were scored against: those after `--rubric`, those that
/// the shards were given, those built in.
fn rubrics_of(
    globals: &Globals,
    whole: &Identity,
    typed: &[String],
) -> Result<Vec<Arc<Rubric>>, Refusal> {
    let mut named = globals.rubrics_or(&[])?;
    let mut rubrics = Vec::new();
    for (id, sha256) in &whole.rubrics {
        let is_it = |rubric: &Rubric| rubric.id == *id && rubric.sha256 == *sha256;
        if !named.iter().any(|rubric| is_it(rubric)) {
            let names = typed.iter().chain(std::iter::once(id));
            named.extend(names.filter_map(|name| load(name).ok().map(Arc::new)));
        }
        match named.iter().find(|rubric| is_it(rubric)) {
            Some(rubric) => rubrics.push(Arc::clone(rubric)),
            None => {
                return Err(Refusal::new(
                    format!("the rubric `{id}` that the shards were scored against is not at hand"),
                    "give its file with --rubric, as it was then",
                ));
            }
        }
    }
    Ok(rubrics)
}
