//! What a run came to, for a person: how many, how well, what failed and why, and where the files are.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::common::Style;
use super::common::shown;
use crate::report::RubricTally;
use crate::report::Tally;
use crate::rubric::Rubric;

/// How many of the criteria most often missing are named.
const MISSING_NAMED: usize = 3;

/// The words for `tally`, on several lines. `took` is how long the run took, this time.
pub(super) fn told(
    tally: &Tally,
    rubrics: &[Arc<Rubric>],
    folder: &Path,
    took: Duration,
    style: &Style,
) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} in {}",
        style.good(&format!(
            "{} assessed",
            counted(tally.assessed, "statement")
        )),
        told_duration(took)
    );
    for rubric in rubrics {
        if let Some(counts) = tally.rubrics.get(&rubric.id) {
            add_rubric(&mut out, rubric, counts, tally.assessed);
        }
    }
    if tally.failed > 0 {
        let _ = writeln!(
            out,
            "{}",
            style.warning(&format!("{} not assessed", counted(tally.failed, "input")))
        );
        let widest = tally.failures.keys().map(String::len).max().unwrap_or(0);
        for (code, failure) in &tally.failures {
            let _ = writeln!(
                out,
                "  {:>4}  {code:widest$}  {}",
                failure.count, failure.hint
            );
        }
    }
    for note in &tally.notes {
        let _ = writeln!(out, "{} {note}", style.warning("note:"));
    }
    let mut warnings: Vec<(&String, &u64)> = tally.warnings.iter().collect();
    warnings.sort_by_key(|(code, count)| (std::cmp::Reverse(**count), (*code).clone()));
    if !warnings.is_empty() {
        let named: Vec<String> = warnings
            .iter()
            .take(6)
            .map(|(code, count)| format!("{code} {count}"))
            .collect();
        let _ = writeln!(out, "  warnings: {}", named.join(", "));
    }
    let _ = writeln!(out, "  tables: {}", shown(folder));
    out
}

fn add_rubric(out: &mut String, rubric: &Rubric, counts: &RubricTally, assessed: u64) {
    let _ = writeln!(out, "  {}: {}", rubric.id, rubric.title);
    if counts.mandatory_total > 0 {
        let _ = write!(
            out,
            "    mandatory: {} of {} found",
            counts.mandatory_met, counts.mandatory_total
        );
        if counts.mandatory_unknown > 0 {
            let _ = write!(
                out,
                ", {} cannot be told from the files",
                counts.mandatory_unknown
            );
        }
        let _ = writeln!(
            out,
            "; nothing missing in {} of {assessed}",
            counts.nothing_mandatory_missing
        );
    }
    let mut missing: Vec<(&String, &u64)> = counts.not_met.iter().collect();
    missing.sort_by_key(|(criterion, count)| (std::cmp::Reverse(**count), (*criterion).clone()));
    let named: Vec<String> = missing
        .iter()
        .take(MISSING_NAMED)
        .map(|(criterion, count)| format!("{criterion} ({count})"))
        .collect();
    if !named.is_empty() {
        let _ = writeln!(out, "    most often not found: {}", named.join(", "));
    }
}

fn counted(count: u64, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}

fn told_duration(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {} s", took.as_secs() / 60, took.as_secs() % 60)
    }
}
