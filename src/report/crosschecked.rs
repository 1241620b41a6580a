//! `crosscheck.csv`: what companies declared to the registry against what their texts show.

use std::io;
use std::path::Path;

use super::table::Table;
use crate::registry::Finding;

const COLUMNS: &[&str] = &[
    "organisation",
    "company_number",
    "registry_page",
    "statement_id",
    "match_method",
    "match_score",
    "check",
    "declared",
    "found",
    "finding",
    "reason_declared",
    "evidence",
    "link",
];

/// Writes `findings` to the file at `path`, in their order.
///
/// # Errors
///
/// When it cannot be written.
pub fn write_crosscheck(path: &Path, findings: &[Finding], verbatim: bool) -> io::Result<()> {
    let mut table = Table::open(path, COLUMNS.iter().copied(), None, verbatim)?;
    for finding in findings {
        let mut row = table.row();
        row.text(&finding.organisation);
        row.text(&finding.company_number);
        row.text(&finding.registry_page);
        row.plain(&finding.statement_id);
        row.plain(finding.matched.method.word());
        row.plain(format_args!("{:.3}", finding.matched.score));
        row.plain(finding.check);
        row.text(&finding.declared);
        row.text(&finding.found);
        row.plain(finding.finding);
        row.text(&finding.reason);
        // These come from the run's own tables, which were made safe when they were written.
        row.plain(&finding.evidence);
        row.plain(&finding.link);
        table.push(&row)?;
    }
    table.flush()?;
    Ok(())
}
