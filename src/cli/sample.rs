//! `avowal sample`: a coding sheet for people, which `avowal evaluate` reads when it is filled in.

use std::fs;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use super::Answer;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::printed;
use super::report::run_in;
use super::report::say;
use crate::sampling::Draw;
use crate::sampling::Strategy;
use crate::sampling::Unit;
use crate::sampling::sample;
use crate::sampling::write_csv;
use crate::sampling::write_xlsx;
use crate::study::read_coding;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of a finished run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Draw this many answers: a statement and a criterion each
    #[arg(long, short, value_name = "N", default_value_t = 200)]
    n: usize,
    /// How to choose them
    #[arg(long, value_enum, default_value_t, value_name = "STRATEGY")]
    strategy: Chosen,
    /// The same seed draws the same sample
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Hide what the machine says, its evidence included
    #[arg(long)]
    blind: bool,
    /// A coding sheet that is filled in: with `disagreement`, what its coders differ about comes first; repeatable
    #[arg(long, value_name = "SHEET")]
    coded: Vec<PathBuf>,
    /// Write this sheet, .csv or .xlsx; repeatable [default: coding.csv and coding.xlsx in the folder of the run]
    #[arg(long, short, value_name = "FILE")]
    output: Vec<PathBuf>,
    /// Replace sheets that are there already
    #[arg(long)]
    overwrite: bool,
    /// Leave cells as they are, even such as a spreadsheet would run as a formula
    #[arg(long)]
    verbatim: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Chosen {
    /// Each as likely as any other
    #[default]
    Random,
    /// Evenly over criteria and answers, so that rare answers are seen, too
    Stratified,
    /// Those that the machine is least sure of
    Uncertain,
    /// Those about which coders, rubrics, or the recogniser and the rules differ
    Disagreement,
}

impl From<Chosen> for Strategy {
    fn from(chosen: Chosen) -> Self {
        match chosen {
            Chosen::Random => Self::Random,
            Chosen::Stratified => Self::Stratified,
            Chosen::Uncertain => Self::Uncertain,
            Chosen::Disagreement => Self::Disagreement,
        }
    }
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    let run = run_in(&arguments.run)?;
    let codings = arguments
        .coded
        .iter()
        .map(|path| read_coding(path))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Refusal::new(error.to_string(), "give a coding sheet as CSV"))?;
    let outputs = if arguments.output.is_empty() {
        vec![
            arguments.run.join("coding.csv"),
            arguments.run.join("coding.xlsx"),
        ]
    } else {
        arguments.output.clone()
    };
    for path in &outputs {
        if !arguments.overwrite && path.exists() {
            return Err(Refusal::new(
                format!(
                    "{} is there already, and may be filled in",
                    common::shown(path)
                ),
                "name another file with -o, or give --overwrite",
            ));
        }
        if !matches!(ending_of(path), "csv" | "xlsx") {
            return Err(Refusal::new(
                format!("{} ends neither in .csv nor in .xlsx", common::shown(path)),
                "the ending tells what kind of sheet is written",
            ));
        }
    }
    let draw = Draw {
        count: arguments.n,
        strategy: arguments.strategy.into(),
        seed: arguments.seed,
        codings: &codings,
    };
    let units = sample(&run, &draw).map_err(|error| Refusal::new(error.to_string(), ""))?;
    for path in &outputs {
        write_sheet(path, &units, arguments).map_err(|error| {
            Refusal::new(
                format!("{} cannot be written: {error}", common::shown(path)),
                "name a file that you may write with -o",
            )
        })?;
    }
    if units.len() < arguments.n && !globals.quiet {
        say(
            &format!("only {} answers could be drawn", units.len()),
            match arguments.strategy {
                Chosen::Disagreement => {
                    "about the others nobody differs; draw more with another strategy"
                }
                _ => "the run has no more",
            },
        );
    }
    if globals.quiet {
        return Ok(super::Ending::Done);
    }
    let shown: Vec<String> = outputs.iter().map(|path| common::shown(path)).collect();
    printed(writeln!(
        io::stdout().lock(),
        "{} answers: {}\nfill in coder and value (yes, no, unknown), save as CSV, then: avowal evaluate SHEET.csv {}",
        units.len(),
        shown.join(", "),
        common::shown(&arguments.run.join("criteria.csv"))
    ))
}

/// The ending of the name of `path`; as it is typed.
fn ending_of(path: &Path) -> &str {
    path.extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
}

fn write_sheet(
    path: &Path,
    units: &[Unit],
    arguments: &Arguments,
) -> Result<(), crate::sampling::Unwritten> {
    if ending_of(path) == "xlsx" {
        fs::write(path, write_xlsx(units, arguments.blind)?)?;
        return Ok(());
    }
    let file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(path)?;
    let mut file = io::BufWriter::new(file);
    write_csv(&mut file, units, arguments.blind, arguments.verbatim)?;
    file.flush()?;
    Ok(())
}
