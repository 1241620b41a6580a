//! The files beside a draft: last year's statement, the baseline, the summary of a job.

use std::env;
use std::fs;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;

use super::super::Refusal;
use super::super::common;
use crate::check::Baseline;
use crate::check::Judged;
use crate::check::Previous;
use crate::failure::Failed;
use crate::pipeline::Pipeline;
use crate::report::findings;
use crate::report::findings::Checked;
use crate::report::findings::Draft;
use crate::source::Listing;

pub(super) fn read_previous(pipeline: &Pipeline, file: &Path) -> Result<Previous, Refusal> {
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

pub(super) fn read_baseline(path: &Path) -> Result<Baseline, Refusal> {
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

pub(super) fn write_baseline(path: &Path, drafts: &[Draft]) -> Result<(), Refusal> {
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
pub(super) fn add_to_job_summary(checked: &Checked<'_>) {
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
