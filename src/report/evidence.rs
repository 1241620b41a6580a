//! `evidence.csv`: one row a sentence that counts towards a criterion, or that was seen and set aside.

use std::io;

use super::Shape;
use super::column::Column;
use super::column::Kind;
use super::column::STATUSES;
use super::column::TableShape;
use super::link::link_to;
use super::link::link_to_words;
use super::table::Table;
use crate::assessment::Assessed;
use crate::assessment::Method;
use crate::assessment::Status;
use crate::assessment::Verdict;
use crate::document::CharacterIndex;
use crate::rubric::Check;
use crate::source::Publication;

pub(super) const FILE: &str = "evidence.csv";

pub(super) const TABLE: TableShape = TableShape {
    file: FILE,
    row: "a statement, rubric, criterion and sentence that counts or was seen and set aside",
    columns,
    key: &[],
    joins: Some((&["statement_id", "rubric", "criterion_id"], "criteria.csv")),
};

fn columns(_: &Shape) -> Vec<Column> {
    use Kind::{Boolean, Integer, Number, Text, Words};

    vec![
        Column::new("statement_id", Text, "The statement."),
        Column::new("rubric", Text, "The rubric."),
        Column::new("criterion_id", Text, "The criterion."),
        Column::new(
            "sentence_index",
            Integer,
            "The sentence, from 0, in the order of the text.",
        ),
        Column::new(
            "page",
            Integer,
            "Its page, from 1, where the format has pages.",
        ),
        Column::new(
            "section",
            Text,
            "The headings above it, highest first, joined by >.",
        ),
        Column::new(
            "char_start",
            Integer,
            "Its first character in the extracted text, from 0 (Unicode scalar values).",
        ),
        Column::new("char_end", Integer, "The character after its last."),
        Column::new("text", Text, "The sentence."),
        Column::new(
            "status",
            Words(STATUSES),
            "What it says: done or ongoing, planned, conditional, denied, promised, or no disclosure of its own.",
        ),
        Column::new(
            "specificity",
            Integer,
            "How many kinds of specificity marks it has (numbers, places, names, dates and so on), 0 to 9.",
        ),
        Column::new(
            "confidence",
            Number,
            "How sure it is that the sentence speaks to the criterion, 0 to 1; calibrated where the criterion names a label of the trained recogniser.",
        ),
        Column::new(
            "method",
            Text,
            "What recognised it: signal (words of the rubric), model (the trained recogniser), signal+model (both), fact (dates, bodies, names).",
        ),
        Column::new("reason", Text, "Why it counts, or why it was set aside."),
        Column::new("link", Text, "Opens the source at the sentence."),
        Column::new(
            "counts",
            Boolean,
            "Whether it counts towards the level or verdict.",
        ),
    ]
}

pub(super) fn write(
    table: &mut Table,
    assessed: &Assessed,
    index: &CharacterIndex,
) -> io::Result<()> {
    let document = &assessed.document;
    for assessment in &assessed.assessments {
        for (criterion, result) in assessment.rubric.criteria.iter().zip(&assessment.results) {
            for evidence in &result.evidence {
                let Some(sentence) = document.sentences.get(evidence.sentence as usize) else {
                    continue;
                };
                let section = document.section_of(sentence);
                let section = section.map(|section| document.heading_path(section).join(" > "));

                let mut row = table.row();
                row.plain(&assessed.statement_id);
                row.plain(&assessment.rubric.id);
                row.plain(&criterion.id);
                row.plain(evidence.sentence);
                row.maybe_plain(document.page_at(sentence.span.start));
                row.maybe_text(section.as_deref());
                row.plain(index.characters_before(&document.text, sentence.span.start));
                row.plain(index.characters_before(&document.text, sentence.span.end));
                row.text(document.words_at(sentence.span));
                row.plain(evidence.status.word());
                row.plain(evidence.specificity);
                row.plain(format_args!("{:.3}", evidence.confidence));
                row.plain(evidence.method.word());
                row.text(&evidence.reason);
                row.text(&link_to(&assessed.origin, document, sentence.span));
                row.plain(evidence.counts);
                table.push(&row)?;
            }
            if criterion.check == Some(Check::Publication {})
                && let Some(publication) = &assessed.origin.publication
                && !publication.target.is_empty()
            {
                // The link stands on the home page, and not in the document.
                let mut row = table.row();
                row.plain(&assessed.statement_id);
                row.plain(&assessment.rubric.id);
                row.plain(&criterion.id);
                row.plain("");
                row.plain("");
                row.text(&format!("home page, {}", publication.place));
                row.plain("");
                row.plain("");
                row.text(words_of(publication));
                row.plain(Status::Action.word());
                row.plain(0);
                row.plain(format_args!("{:.3}", result.confidence));
                row.plain(Method::Fact.word());
                row.text(&publication.reason);
                row.text(&link_to_words(&publication.home, &publication.words));
                row.plain(result.verdict == Verdict::Met);
                table.push(&row)?;
            }
        }
    }
    Ok(())
}

/// The words of the link on the home page; of one without words, where it leads.
pub(super) fn words_of(publication: &Publication) -> &str {
    if publication.words.is_empty() {
        &publication.target
    } else {
        &publication.words
    }
}
