//! `avowal check --watch`: checks again whenever a draft, or a file that decides about it, is saved.

use std::fs;
use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use super::super::Answer;
use super::super::Refusal;
use super::super::common::Globals;
use super::super::common::When;
use super::super::tell;
use super::Arguments;
use super::Check;
use crate::config;
use crate::source::Place;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A file that was touched is read once it stayed the same for so long: editors write in several steps.
const SETTLED: Duration = Duration::from_millis(20);

/// For so long a file may be missing before it is told: editors replace a file by removing and renaming.
const MISSING: Duration = Duration::from_millis(500);

/// What tells one saved state of a file from another: when it was written, and its length; none where there is no file.
type State = Option<(Option<SystemTime>, u64)>;

/// The watched files, each with its state.
#[derive(Debug, PartialEq, Eq)]
struct Look {
    drafts: Vec<(PathBuf, State)>,
    /// What decides about the drafts: the configuration, the baseline, last year's statement, rubrics of one's own.
    beside: Vec<(PathBuf, State)>,
}

/// Checks, and checks again on every change, until it is interrupted.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    if arguments.drafts.iter().any(|draft| draft == "-") {
        return Err(Refusal::new(
            "a list on standard input cannot be watched",
            "name the drafts on the command line",
        ));
    }
    let mut check = Check::prepared(globals, arguments)?;
    let mut seen = Look::at(&check);
    loop {
        clear(globals);
        check.once(&mut check.pipeline.reader())?;
        loop {
            let now = changed(&check, &seen);
            let is_beside = now.beside != seen.beside;
            seen = now;
            if !is_beside {
                break;
            }
            match Check::prepared(globals, arguments) {
                Ok(prepared) => {
                    check = prepared;
                    // Another configuration may name other files.
                    seen = Look::at(&check);
                    break;
                }
                // A mistake in the configuration is mended as a mistake in the draft is.
                Err(refusal) => {
                    clear(globals);
                    tell(&refusal);
                }
            }
        }
    }
}

/// Waits until something is not as it was `seen`, and stays as it is for a moment.
fn changed(check: &Check<'_>, seen: &Look) -> Look {
    loop {
        thread::sleep(LOOK_EVERY);
        let mut now = Look::at(check);
        if now == *seen {
            continue;
        }
        let since = Instant::now();
        loop {
            thread::sleep(SETTLED);
            let later = Look::at(check);
            let is_settled = later == now;
            now = later;
            if is_settled && (now.has_all_of(seen) || since.elapsed() >= MISSING) {
                break;
            }
        }
        if now != *seen {
            return now;
        }
    }
}

impl Look {
    fn at(check: &Check<'_>) -> Self {
        let arguments = check.arguments;
        let drafts = check
            .sources()
            .into_iter()
            .filter_map(|listed| match listed.ok()?.place {
                Place::File(path) => Some(path),
                Place::Url(_) => None,
            });
        // A configuration that is not there yet may come.
        let nearest = || PathBuf::from(config::FILE);
        let config = check.config.path.clone().unwrap_or_else(nearest);
        let rubrics = check.globals.rubrics.iter().chain(&check.config.rubrics);
        let beside = [
            Some(config),
            arguments.previous.clone(),
            arguments.baseline.clone(),
        ]
        .into_iter()
        .flatten()
        .chain(
            rubrics
                .filter(|name| name.ends_with(".toml"))
                .map(PathBuf::from),
        );
        Self {
            drafts: drafts.map(with_state).collect(),
            beside: beside.map(with_state).collect(),
        }
    }

    /// Whether every file that was there in `earlier` is there.
    fn has_all_of(&self, earlier: &Self) -> bool {
        let there = |files: &[(PathBuf, State)], path: &Path| {
            files
                .iter()
                .any(|(known, state)| known == path && state.is_some())
        };
        let all = |now: &[(PathBuf, State)], before: &[(PathBuf, State)]| {
            before
                .iter()
                .filter(|(_, state)| state.is_some())
                .all(|(path, _)| there(now, path))
        };
        all(&self.drafts, &earlier.drafts) && all(&self.beside, &earlier.beside)
    }
}

fn with_state(path: PathBuf) -> (PathBuf, State) {
    let state = fs::metadata(&path)
        .ok()
        .map(|about| (about.modified().ok(), about.len()));
    (path, state)
}

/// Clears the screen and the lines above, as terminals do.
fn clear(globals: &Globals) {
    if globals.progress != When::Never && io::stdout().is_terminal() {
        // A terminal that is gone is told when the findings are written.
        let _ = write!(io::stdout(), "\u{1b}[2J\u{1b}[3J\u{1b}[H");
    }
}
