//! `sections.csv`: one row a section of a document.

use std::io;

use super::Shape;
use super::column::Column;
use super::column::Kind;
use super::column::TableShape;
use super::table::Table;
use crate::assessment::Assessed;
use crate::document::CharacterIndex;
use crate::document::word_count;

pub(super) const FILE: &str = "sections.csv";

pub(super) const TABLE: TableShape = TableShape {
    file: FILE,
    row: "a section of a document",
    columns,
    key: &["statement_id", "section_index"],
    joins: None,
};

fn columns(_: &Shape) -> Vec<Column> {
    use Kind::{Integer, Text};

    vec![
        Column::new("statement_id", Text, "The statement."),
        Column::new(
            "section_index",
            Integer,
            "The section, from 0, in the order of the text.",
        ),
        Column::new(
            "level",
            Integer,
            "The level of its heading, 1 to 6; 0 for the text before the first heading.",
        ),
        Column::new("heading", Text, "Its heading."),
        Column::new(
            "page_start",
            Integer,
            "The page on which it begins, from 1, where the format has pages.",
        ),
        Column::new("page_end", Integer, "The page on which it ends."),
        Column::new(
            "char_start",
            Integer,
            "Its first character in the extracted text, from 0.",
        ),
        Column::new("char_end", Integer, "The character after its last."),
        Column::new(
            "words",
            Integer,
            "How many words it has, its heading included.",
        ),
        Column::new(
            "areas",
            Text,
            "The criteria that sentences in it count towards, joined by a semicolon.",
        ),
    ]
}

pub(super) fn write(
    table: &mut Table,
    assessed: &Assessed,
    index: &CharacterIndex,
) -> io::Result<()> {
    let document = &assessed.document;
    let areas = areas_by_section(assessed);
    for (place, section) in document.sections.iter().enumerate() {
        let last = section.span.end.saturating_sub(1).max(section.span.start);
        let mut row = table.row();
        row.plain(&assessed.statement_id);
        row.plain(place);
        row.plain(section.level);
        row.text(document.heading_of(section));
        row.maybe_plain(document.page_at(section.span.start));
        row.maybe_plain(document.page_at(last));
        row.plain(index.characters_before(&document.text, section.span.start));
        row.plain(index.characters_before(&document.text, section.span.end));
        row.plain(word_count(document.words_at(section.span)));
        row.plain(
            areas
                .get(place)
                .map(|areas| areas.join("; "))
                .unwrap_or_default(),
        );
        table.push(&row)?;
    }
    Ok(())
}

/// For each section the criteria that sentences in it count towards, in the order of the rubrics.
fn areas_by_section(assessed: &Assessed) -> Vec<Vec<&str>> {
    let document = &assessed.document;
    let mut areas: Vec<Vec<&str>> = vec![Vec::new(); document.sections.len()];
    for assessment in &assessed.assessments {
        for (criterion, result) in assessment.rubric.criteria.iter().zip(&assessment.results) {
            for evidence in result.evidence.iter().filter(|evidence| evidence.counts) {
                let sentence = document.sentences.get(evidence.sentence as usize);
                let here = sentence.and_then(|sentence| areas.get_mut(sentence.section as usize));
                if let Some(here) = here
                    && !here.contains(&criterion.id.as_str())
                {
                    here.push(&criterion.id);
                }
            }
        }
    }
    areas
}
