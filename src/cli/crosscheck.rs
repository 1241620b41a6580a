//! `avowal crosscheck`: what companies declared to the government registry against what their texts show.

use std::collections::BTreeMap;
use std::io;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::Answer;
use super::Refusal;
use super::common;
use super::common::Globals;
use super::printed;
use crate::registry::crosscheck;
use crate::report::shown_in;
use crate::report::write_crosscheck;
use crate::source::Registry;
use crate::source::Sheet;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of a finished run against the rubric uk-msa
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// The registry's export: StatementSummaries of a year
    #[arg(value_name = "REGISTRY.csv")]
    registry: PathBuf,
    /// Write the comparison here [default: crosscheck.csv in the folder of the run]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Leave cells as they are, even such as a spreadsheet would run as a formula
    #[arg(long)]
    verbatim: bool,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: Arguments) -> Answer {
    let registry = Sheet::read(&arguments.registry).map_err(|error| {
        Refusal::new(
            format!("{}: {error}", common::shown(&arguments.registry)),
            "give the CSV that the registry offers for download",
        )
    })?;
    if registry.registry != Some(Registry::Uk) {
        return Err(Refusal::new(
            format!(
                "{} is no export of the UK registry: it has no columns OrganisationName, StatementURL and StatementSummaryURL",
                common::shown(&arguments.registry)
            ),
            "give the CSV that the registry offers for download",
        ));
    }
    let shown = shown_in(&arguments.run).map_err(|error| {
        Refusal::new(
            format!("the run cannot be read: {error}"),
            "give the folder of a finished `avowal assess` with the rubric uk-msa",
        )
    })?;
    let result = crosscheck(&registry, &shown);
    let output = arguments
        .output
        .unwrap_or_else(|| arguments.run.join("crosscheck.csv"));
    write_crosscheck(&output, &result.findings, arguments.verbatim).map_err(|error| {
        Refusal::new(
            format!("{} cannot be written: {error}", common::shown(&output)),
            "name a file that you may write with -o",
        )
    })?;
    if globals.quiet {
        return Ok(super::Ending::Done);
    }
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for finding in &result.findings {
        *counts.entry((finding.finding, finding.check)).or_default() += 1;
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut tell = || -> io::Result<()> {
        writeln!(
            out,
            "{} organisations compared; {} of the registry have no statement in the run",
            result.matched, result.unmatched
        )?;
        for ((finding, check), count) in &counts {
            writeln!(out, "{count:>6}  {finding:<24} {check}")?;
        }
        writeln!(out, "table: {}", common::shown(&output))?;
        out.flush()
    };
    printed(tell())
}
