//! `coverage.csv`: one row a statement and organisation that it covers.

use std::io;

use super::Shape;
use super::column::Column;
use super::column::Kind;
use super::column::TableShape;
use super::table::Table;
use crate::assessment::Assessed;
use crate::document::CharacterIndex;

pub(super) const FILE: &str = "coverage.csv";

/// The words of the column `relation`.
const RELATIONS: &[&str] = &["reporting-entity", "parent", "subsidiary", "covered"];

pub(super) const TABLE: TableShape = TableShape {
    file: FILE,
    row: "a statement and an organisation that it covers",
    columns,
    key: &["statement_id", "entity"],
    joins: None,
};

fn columns(_: &Shape) -> Vec<Column> {
    vec![
        Column::new("statement_id", Kind::Text, "The statement."),
        Column::new(
            "entity",
            Kind::Text,
            "The organisation as the text names it.",
        ),
        Column::new(
            "relation",
            Kind::Words(RELATIONS),
            "How it stands to the statement; where the text says several things of one, the first of these.",
        ),
        Column::new("page", Kind::Integer, "The page of the words that say so."),
        Column::new(
            "char_start",
            Kind::Integer,
            "The first character of the name in those words, from 0.",
        ),
        Column::new("char_end", Kind::Integer, "The character after its last."),
    ]
}

pub(super) fn write(
    table: &mut Table,
    assessed: &Assessed,
    index: &CharacterIndex,
) -> io::Result<()> {
    let document = &assessed.document;
    for covered in &assessed.facts.coverage {
        let mut row = table.row();
        row.plain(&assessed.statement_id);
        row.text(&covered.entity);
        row.plain(covered.relation.word());
        row.maybe_plain(document.page_at(covered.span.start));
        row.plain(index.characters_before(&document.text, covered.span.start));
        row.plain(index.characters_before(&document.text, covered.span.end));
        table.push(&row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Relation;

    #[test]
    fn the_words_of_the_schema_are_those_that_are_written() {
        let written = [
            Relation::ReportingEntity,
            Relation::Parent,
            Relation::Subsidiary,
            Relation::Covered,
        ]
        .map(Relation::word);

        assert_eq!(RELATIONS, written);
    }
}
