//! `errors.csv`: one row an input that gave no result.

use std::io;

use super::Shape;
use super::column::Column;
use super::column::Kind;
use super::column::STAGES;
use super::column::TableShape;
use super::table::Table;
use crate::failure::Failed;

pub(super) const FILE: &str = "errors.csv";

pub(super) const TABLE: TableShape = TableShape {
    file: FILE,
    row: "an input that gave no result",
    columns,
    key: &[],
    joins: None,
};

fn columns(_: &Shape) -> Vec<Column> {
    use Kind::Text;

    vec![
        Column::new("source", Text, "The input as it was named."),
        Column::new(
            "stage",
            Kind::Words(STAGES),
            "Where on the way from input to report it was lost.",
        ),
        Column::new(
            "code",
            Text,
            "A stable word for what happened; listed in the documentation.",
        ),
        Column::new("message", Text, "What happened, with the causes behind it."),
        Column::new("hint", Text, "What to do about it."),
    ]
}

pub(super) fn write(table: &mut Table, failed: &Failed) -> io::Result<()> {
    let mut row = table.row();
    row.text(&failed.source);
    row.plain(failed.stage);
    row.plain(&failed.code);
    row.text(&failed.message);
    row.text(&failed.hint);
    table.push(&row)
}
