//! `avowal fetch`: addresses in, snapshots and a manifest out, nothing scored.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
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
use super::web::WebArguments;
use crate::failure::Failed;
use crate::pipeline::Ended;
use crate::pipeline::Pipeline;
use crate::report::FETCHED_FILE;
use crate::report::FetchedTable;
use crate::report::printable;
use crate::source::Snapshot;

/// Says since when a fetch that was not finished has been going on.
const UNFINISHED: &str = ".unfinished";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Web addresses, CSV manifests and lists of suppliers, files; `-` reads a list of them from standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<OsString>,
    /// Keep snapshots and write the manifest into this folder
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    /// Do not look whether a page is one: a bot wall, a question about cookies, a home page is kept as it comes
    #[arg(long)]
    no_check: bool,
    #[command(flatten)]
    web: WebArguments,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: Arguments) -> Answer {
    let began = Instant::now();
    let folder = arguments.output.as_path();
    let not_written = |error: io::Error| {
        Refusal::new(
            format!(
                "the folder {} cannot be written: {error}",
                common::shown(folder)
            ),
            "name a folder that you may write with -o",
        )
    };
    let sources = globals
        .listing()
        .list(&arguments.inputs, &mut io::stdin().lock());
    fs::create_dir_all(folder).map_err(not_written)?;
    let mut settings = globals.settings(Vec::new(), common::day(None)?);
    // The folder is a store, unless another one is named.
    settings.loading.keeping.store = Some(folder.to_owned());
    arguments.web.apply(&mut settings.loading);
    settings.loading.keeping.fresh_since = Some(begun(folder).map_err(not_written)?);
    let pipeline = Pipeline::new(settings);
    let mut table = FetchedTable::open(folder).map_err(not_written)?;
    let stop = stop_on_interrupt();
    let mut progress = Progress::new(globals.progress, globals.quiet, sources.len(), 0);
    let mut tally = Tally::default();
    let work = if arguments.no_check {
        Pipeline::locate
    } else {
        Pipeline::examine
    };
    let mut place = 0;
    let ended = pipeline.run_each(&sources, globals.jobs(), &stop, work, |outcome| {
        let source = sources.get(place).and_then(|listed| listed.as_ref().ok());
        place += 1;
        table.record(source, &outcome)?;
        tally.count(&outcome);
        if let Err(failed) = &outcome
            && globals.verbose > 0
        {
            progress.say(&printable(&format!(
                "{}: {}: {}",
                failed.source, failed.code, failed.message
            )));
        }
        progress.advance(tally.failed);
        Ok(())
    });
    progress.finish();
    let style = Style::of_errors();
    match ended.map_err(not_written)? {
        Ended::Interrupted => {
            if !globals.quiet {
                progress.say(&style.warning(&format!(
                    "interrupted after {place} of {} inputs: repeat the command to go on",
                    sources.len()
                )));
            }
            return Ok(Ending::Interrupted);
        }
        Ended::Finished => {}
    }
    table.finish().map_err(not_written)?;
    remove(&folder.join(UNFINISHED)).map_err(not_written)?;
    if !globals.quiet {
        let told = tally.told(began.elapsed().as_secs_f64(), &style);
        progress.say(&told);
        progress.say(&format!(
            "  manifest: {}",
            common::shown(&folder.join(FETCHED_FILE))
        ));
    }
    Ok(if tally.failed > 0 {
        Ending::SomeFailed
    } else {
        Ending::Done
    })
}

/// Since when this fetch has been going on, also where it was killed in between: what it fetched is not asked for twice.
fn begun(folder: &Path) -> io::Result<String> {
    let path = folder.join(UNFINISHED);
    match fs::read_to_string(&path) {
        Ok(since) if since.trim().ends_with('Z') => return Ok(since.trim().to_owned()),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let since = common::now();
    let passing = tempfile::NamedTempFile::new_in(folder)?;
    fs::write(passing.path(), &since)?;
    passing.persist(&path).map_err(|error| error.error)?;
    Ok(since)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What came of all inputs, counted.
#[derive(Debug, Default)]
struct Tally {
    kept: u64,
    bytes: u64,
    failed: u64,
    failures: BTreeMap<String, (u64, String)>,
}

impl Tally {
    fn count(&mut self, outcome: &Result<Snapshot, Failed>) {
        match outcome {
            Ok(snapshot) => {
                self.kept += 1;
                self.bytes += snapshot.origin.bytes;
            }
            Err(failed) => {
                self.failed += 1;
                let (count, _) = self
                    .failures
                    .entry(failed.code.to_string())
                    .or_insert_with(|| (0, failed.hint.clone()));
                *count += 1;
            }
        }
    }

    fn told(&self, seconds: f64, style: &Style) -> String {
        let mut out = style.good(&format!("{} kept", self.kept));
        let megabytes = self.bytes as f64 / 1e6;
        out.push_str(&format!(" ({megabytes:.1} MB) in {seconds:.1} s"));
        if self.failed > 0 {
            out.push('\n');
            out.push_str(&style.warning(&format!("{} failed", self.failed)));
            let widest = self.failures.keys().map(String::len).max().unwrap_or(0);
            for (code, (count, hint)) in &self.failures {
                out.push_str(&format!("\n  {count:>4}  {code:widest$}  {hint}"));
            }
        }
        out
    }
}
