//! `errors.csv`: one row an input that gave no result.

use std::io;

use super::table::Table;
use crate::failure::Failed;

pub(super) const FILE: &str = "errors.csv";

pub(super) const COLUMNS: &[&str] = &["source", "stage", "code", "message", "hint"];

pub(super) fn write(table: &mut Table, failed: &Failed) -> io::Result<()> {
    let mut row = table.row();
    row.text(&failed.source);
    row.plain(failed.stage);
    row.plain(&failed.code);
    row.text(&failed.message);
    row.text(&failed.hint);
    table.push(&row)
}
