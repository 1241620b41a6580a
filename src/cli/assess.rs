//! `avowal assess`: statements in, scored tables out.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::Args;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::common::Style;
use super::common::stop_on_interrupt;
use super::progress::Progress;
use super::review;
use super::shards::Part;
use super::summary;
use super::web::WebArguments;
use crate::assessment::Outcome;
use crate::discover::Discovery;
use crate::discover::Wanted;
use crate::discover::discover_all;
use crate::pipeline::Ended;
use crate::pipeline::Pipeline;
use crate::registry::LookUp;
use crate::registry::Suppliers;
use crate::report::Existing;
use crate::report::FORMATS;
use crate::report::Format;
use crate::report::Identity;
use crate::report::Run;
use crate::report::RunStatus;
use crate::report::SHARD_FORMAT;
use crate::report::Shape;
use crate::report::ShardRecord;
use crate::report::Unopened;
use crate::report::printable;
use crate::report::write_candidates;
use crate::report::write_ro_crate;
use crate::report::write_suppliers;
use crate::rubric::model_sha256_of;
use crate::source::Folders;
use crate::source::Listed;
use crate::source::Place;
use crate::source::Shard;
use crate::source::Sheet;
use crate::source::Source;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, folders, globs, web addresses, CSV manifests with a column path or url; `-` reads a list of them from
    /// standard input
    #[arg(required_unless_present = "suppliers", value_name = "INPUT")]
    inputs: Vec<OsString>,
    /// Write the tables into this folder
    #[arg(long, short, value_name = "DIR", default_value = "avowal-report")]
    output: PathBuf,
    /// Write these formats, joined by commas; repeatable
    #[arg(long = "format", value_name = "FORMAT", default_values = ["csv"], value_delimiter = ',', value_parser = format_names())]
    formats: Vec<String>,
    /// Replace a run that the folder already holds
    #[arg(long, conflicts_with = "resume")]
    overwrite: bool,
    /// Go on with an interrupted run
    #[arg(long)]
    resume: bool,
    /// Judge whether a statement is out of date as of this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
    /// Count a sentence from this confidence on [default: as rubrics say, and as was learned for each label]
    #[arg(long, value_name = "0..1", value_parser = super::classify::confidence)]
    threshold: Option<f64>,
    /// Leave cells as they are, even such as a spreadsheet would run as a formula
    #[arg(long)]
    verbatim: bool,
    /// Also describe the run as a Research Object Crate (Process Run Crate), in ro-crate-metadata.json
    #[arg(long)]
    ro_crate: bool,
    /// From addresses of home pages, find the statements and score those; also look whether home pages link to the
    /// statements that are named
    #[arg(long)]
    discover: bool,
    /// Assess the statements of a supplier list (CSV), and write the list with the results as suppliers.csv
    #[arg(long, value_name = "FILE")]
    suppliers: Option<PathBuf>,
    /// Look up suppliers without an address in this registry's export, by number, then by name
    #[arg(long, value_name = "FILE", requires = "suppliers")]
    registry: Option<PathBuf>,
    /// Name a column of the supplier list, as in organisation="Trading name"; repeatable
    #[arg(long, value_name = "OURS=THEIRS", requires = "suppliers", value_parser = mapping)]
    map: Vec<(String, String)>,
    /// Read files of this folder in the place of addresses: those that a manifest names, by name, identifier or company
    /// number
    #[arg(long, value_name = "DIR")]
    input_dir: Option<PathBuf>,
    /// Put the overrides of this journal of reviews beside the machine's answers
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    /// Assess only the inputs of this shard, the third of 64, into a folder for `avowal merge`: every shard lists the
    /// same inputs
    #[arg(
        long,
        value_name = "K/N",
        requires = "as_of",
        conflicts_with_all = ["discover", "review"]
    )]
    shard: Option<Shard>,
    #[command(flatten)]
    web: WebArguments,
}

pub(super) fn format_names() -> clap::builder::PossibleValuesParser {
    FORMATS
        .iter()
        .map(|format| format.name)
        .collect::<Vec<_>>()
        .into()
}

/// Runs the command; `words` are those of the whole command line.
pub(super) fn run(globals: &Globals, arguments: Arguments, words: &[OsString]) -> Answer {
    let began = Instant::now();
    let rubrics = globals.rubrics()?;
    let mut sources = globals.listing().list_with(
        &arguments.inputs,
        &mut io::stdin().lock(),
        arguments.input_dir.as_deref(),
    );
    let suppliers = suppliers_of(&arguments, &mut sources)?;
    let as_of = match (&arguments.as_of, arguments.resume) {
        // A run that goes on the next day still judges as of the day it began.
        (None, true) => common::day(Run::pending_as_of(&arguments.output).as_deref())?,
        (typed, _) => common::day(typed.as_deref())?,
    };
    let mut shape = common::shape_of(rubrics.clone(), &sources, arguments.verbatim);
    shape.review = match &arguments.review {
        Some(path) => Some(Arc::new(review::journal_of(path)?)),
        None => None,
    };
    let journal = shape.review.clone();
    let mut names = arguments.formats.clone();
    if suppliers.is_some() {
        // The results are joined to the list from the tables.
        names.push("csv".to_owned());
    }
    let mut formats = formats_of(&names);
    let identity_of = |sources: &[Listed], shape: &Shape, formats: &[&'static Format]| Identity {
        model_sha256: model_sha256_of(&rubrics),
        threshold: arguments.threshold.map(|threshold| threshold.to_string()),
        ..Identity::of(sources, shape, formats, as_of.to_string())
    };
    let mut identity = identity_of(&sources, &shape, &formats);
    let mut part = None;
    if let Some(shard) = arguments.shard {
        if arguments.resume && ShardRecord::is_finished(&arguments.output, shard, &identity) {
            // Schedulers begin again what they lost sight of.
            return Ok(Ending::Done);
        }
        formats.push(&SHARD_FORMAT);
        let whole = Part::cut(shard, &mut sources, identity, &shape);
        identity = identity_of(&sources, &shape, &formats);
        part = Some(whole);
    }
    let existing = match (arguments.overwrite, arguments.resume) {
        (true, _) => Existing::Overwrite,
        (_, true) => Existing::Resume,
        _ => Existing::Keep,
    };
    let mut run = Run::open(
        &arguments.output,
        existing,
        identity,
        shape,
        &formats,
        common::now(),
    )
    .map_err(|error| not_opened(&error))?;

    let mut settings = globals.settings(rubrics.clone(), as_of);
    settings.threshold = arguments.threshold.map(|threshold| threshold as f32);
    arguments.web.apply(&mut settings.loading);
    if arguments.resume {
        // What this run fetched before it was interrupted is not asked for again.
        settings.loading.keeping.fresh_since = Some(run.started_at().to_owned());
    }
    let mut pipeline = Pipeline::new(settings);
    let stop = stop_on_interrupt();
    if arguments.discover {
        let this_year = as_of.year();
        match found_from_home(&mut pipeline, &mut sources, this_year, &stop) {
            Some(found) => {
                write_candidates(&arguments.output, &found, arguments.verbatim)
                    .map_err(|error| {
                        Refusal::new(format!("the tables cannot be written: {error}"), "")
                    })?
                    .into_iter()
                    .for_each(|table| run.attach(table));
            }
            None => return Ok(Ending::Interrupted),
        }
    }
    let pipeline = pipeline;
    let done = run.done();
    let waiting = sources.get(done..).unwrap_or_default();
    let mut progress = Progress::new(globals.progress, globals.quiet, sources.len(), done);
    let ended = pipeline.run(waiting, globals.jobs(), &stop, |outcome| {
        say_more(globals.verbose, &progress, &outcome);
        if let Some(listed) = sources.get(run.done()) {
            run.record(listed, outcome)?;
        }
        progress.advance(run.tally().failed);
        Ok(())
    });
    progress.finish();
    let not_written = |error: io::Error| {
        Refusal::new(
            format!("the tables cannot be written: {error}"),
            "make room on the disk, then give --resume to go on",
        )
    };
    let ended = ended.map_err(not_written)?;
    let status = match ended {
        Ended::Finished => RunStatus::Finished,
        Ended::Interrupted => RunStatus::Interrupted,
    };
    if let Some(suppliers) = &suppliers
        && ended == Ended::Finished
        && part.is_none()
    {
        // The list is joined with what stands in the tables.
        run.checkpoint().map_err(not_written)?;
        let table = write_suppliers(&arguments.output, suppliers, arguments.verbatim);
        run.attach(table.map_err(not_written)?);
    }
    let started_at = run.started_at().to_owned();
    let ended_at = common::now();
    let tally = run
        .finish(status, command_line(words), ended_at.clone())
        .map_err(not_written)?;
    if let Some(part) = part
        && ended == Ended::Finished
    {
        part.finish(
            &arguments.output,
            globals.rubrics_typed(),
            command_line(words),
            (started_at, ended_at),
            suppliers.as_ref(),
        )
        .map_err(not_written)?;
    }
    let mut bad_rows = false;
    if let Some(journal) = &journal
        && ended == Ended::Finished
        && formats.iter().any(|format| format.name == "csv")
    {
        let output = &arguments.output;
        bad_rows = review::tell(globals, journal, output, output, arguments.verbatim)?;
    }
    if arguments.ro_crate && ended == Ended::Finished {
        write_ro_crate(&arguments.output).map_err(not_written)?;
    }
    if !globals.quiet {
        let style = Style::of_errors();
        let told = summary::told(&tally, &rubrics, &arguments.output, began.elapsed(), &style);
        progress.say(told.trim_end());
        if ended == Ended::Interrupted {
            progress.say(&style.warning(&format!(
                "interrupted after {} of {} inputs: repeat the command with --resume to go on",
                tally.inputs,
                sources.len()
            )));
        }
    }
    Ok(match ended {
        Ended::Interrupted => Ending::Interrupted,
        Ended::Finished if tally.failed > 0 || bad_rows => Ending::SomeFailed,
        Ended::Finished => Ending::Done,
    })
}

/// The list of suppliers, whose statements are added to `sources`. A registry's export among the inputs is one too: its
/// organisations are joined to the statements of their groups.
fn suppliers_of(
    arguments: &Arguments,
    sources: &mut Vec<Listed>,
) -> Result<Option<Suppliers>, Refusal> {
    let read = |path: &Path| {
        Sheet::read(path).map_err(|error| {
            Refusal::new(
                format!("{}: {error}", common::shown(path)),
                "give a CSV file with a header row",
            )
        })
    };
    let (path, mut sheet) = match &arguments.suppliers {
        Some(path) => (path.as_path(), read(path)?),
        None => {
            let registry = arguments.inputs.iter().map(Path::new).find_map(|path| {
                let is_table = path.extension().is_some_and(|ending| ending == "csv");
                let sheet = is_table.then(|| Sheet::read(path).ok()).flatten()?;
                sheet.registry.is_some().then_some((path, sheet))
            });
            match registry {
                Some(registry) => registry,
                None => return Ok(None),
            }
        }
    };
    for (ours, theirs) in &arguments.map {
        sheet.map(ours, theirs).map_err(|error| {
            Refusal::new(
                format!("{}: {error}", common::shown(path)),
                "write --map organisation=\"Name of the column\"",
            )
        })?;
    }
    let known = ["organisation", "company_number", "url", "website", "path"];
    if !known.iter().any(|column| sheet.has(column)) {
        return Err(Refusal::new(
            format!(
                "{} has no column for a company, a number or an address, only: {}",
                common::shown(path),
                sheet.header.join(", ")
            ),
            "name one with --map organisation=\"Name of the column\"",
        ));
    }
    let look_up = match &arguments.registry {
        Some(path) => Some(LookUp::new(read(path)?)),
        None => None,
    };
    let folders = Folders {
        own: path.parent().unwrap_or(Path::new("")),
        input: arguments.input_dir.as_deref(),
    };
    let (suppliers, more) = Suppliers::new(sheet, folders, look_up.as_ref(), sources);
    sources.extend(more);
    Ok(Some(suppliers))
}

/// `OURS=THEIRS`, of which ours is one that is known.
fn mapping(typed: &str) -> Result<(String, String), String> {
    let known = [
        "organisation",
        "company_number",
        "url",
        "website",
        "path",
        "id",
    ];
    let (ours, theirs) = typed
        .split_once('=')
        .ok_or_else(|| "write it as organisation=\"Name of the column\"".to_owned())?;
    let ours = ours.trim();
    if !known.contains(&ours) {
        return Err(format!("`{ours}` is none of {}", known.join(", ")));
    }
    Ok((ours.to_owned(), theirs.to_owned()))
}

/// Looks from the home pages of all addresses: a home page among `sources` gives way to the statement that was found from
/// it, and what is known of publication is given to `pipeline`. None where the user interrupts.
fn found_from_home(
    pipeline: &mut Pipeline,
    sources: &mut [Listed],
    this_year: i16,
    stop: &AtomicBool,
) -> Option<Vec<Discovery>> {
    let wanted_of = |source: &Source| match &source.place {
        Place::Url(address) => Wanted::for_address(address),
        Place::File(_) => None,
    };
    // A group's statement is named by many rows, and looked for once.
    let mut wanted: Vec<Wanted> = sources.iter().flatten().filter_map(wanted_of).collect();
    wanted.sort();
    wanted.dedup();
    let threads = pipeline.connections();
    let found = discover_all(pipeline.loader(), &wanted, this_year, threads, stop)?;
    let by_wanted: BTreeMap<&Wanted, &Discovery> = wanted.iter().zip(&found).collect();
    let mut publications = BTreeMap::new();
    for source in sources.iter_mut().flatten() {
        let Some(discovery) = wanted_of(source).and_then(|wanted| by_wanted.get(&wanted).copied())
        else {
            continue;
        };
        publications.insert(source.label.clone(), discovery.publication.clone());
        if let Some(statement) = discovery.statement() {
            source.place = Place::Url(statement.to_owned());
        }
    }
    pipeline.know_publications(publications);
    Some(found)
}

/// The formats named, each once, in the order of [`FORMATS`].
pub(super) fn formats_of(names: &[String]) -> Vec<&'static Format> {
    FORMATS
        .iter()
        .filter(|format| names.iter().any(|name| name == format.name))
        .collect()
}

pub(super) fn not_opened(error: &Unopened) -> Refusal {
    let cause = match error {
        Unopened::NotWritable { cause, .. } => format!("{error}: {cause}"),
        _ => error.to_string(),
    };
    Refusal::new(cause, error.hint())
}

/// With `-v` the failure of `outcome`, with `-vv` also its warnings.
fn say_more(verbose: u8, progress: &Progress, outcome: &Outcome) {
    match outcome {
        Err(failed) if verbose > 0 => progress.say(&printable(&format!(
            "{}: {}: {}",
            failed.source, failed.code, failed.message
        ))),
        Ok(assessed) if verbose > 1 => {
            for notice in &assessed.warnings {
                progress.say(&printable(&format!(
                    "{}: {}: {}",
                    assessed.origin.label, notice.code, notice.message
                )));
            }
        }
        _ => {}
    }
}

/// The words of the command line without the program's own path, for the record. A password is not recorded.
fn command_line(words: &[OsString]) -> Vec<String> {
    let mut recorded = Vec::new();
    let mut secret = false;
    for word in words.iter().skip(1) {
        let word = word.to_string_lossy().into_owned();
        if secret {
            recorded.push("***".to_owned());
            secret = false;
        } else if word.starts_with("--password=") {
            recorded.push("--password=***".to_owned());
        } else {
            secret = word == "--password";
            recorded.push(word);
        }
    }
    recorded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_recorded() {
        let words = [
            "avowal",
            "assess",
            "--password",
            "s3cret",
            "a.pdf",
            "--password=s3cret",
        ];
        let recorded = command_line(&words.map(OsString::from));

        assert_eq!(
            recorded,
            ["assess", "--password", "***", "a.pdf", "--password=***"]
        );
    }
}
