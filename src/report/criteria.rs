//! `criteria.csv`: one row a statement, rubric and criterion.

use std::io;

use super::Shape;
use super::column::Column;
use super::column::Kind;
use super::column::LEVELS;
use super::column::TableShape;
use super::column::VERDICTS;
use super::evidence::words_of;
use super::finished::Finished;
use super::link::link_to;
use super::link::link_to_words;
use super::table::Table;
use crate::assessment::Assessed;
use crate::assessment::Verdict;
use crate::rubric::Check;
use crate::rubric::Duty;

pub(super) const FILE: &str = "criteria.csv";

pub(super) const TABLE: TableShape = TableShape {
    file: FILE,
    row: "a statement, rubric and criterion",
    columns,
    key: &["statement_id", "rubric", "criterion_id"],
    joins: None,
};

fn columns(shape: &Shape) -> Vec<Column> {
    use Kind::{Boolean, Integer, Number, Text, Words};

    let mut columns = vec![
        Column::new(
            "statement_id",
            Text,
            "The statement: the first 16 hex digits of the SHA-256 of its bytes; numbered where a file comes again.",
        ),
        Column::new("rubric", Text, "The rubric."),
        Column::new("criterion_id", Text, "The criterion."),
        Column::new("citation", Text, "The provision."),
        Column::new(
            "title",
            Text,
            "What the criterion asks for, in a few words.",
        ),
        Column::new("mandatory", Boolean, "Whether the law says must."),
        Column::new(
            "verdict",
            Words(VERDICTS),
            "Is it there? A content criterion is met from the level partial on, or by a negative answer that the law accepts.",
        ),
        Column::new(
            "level",
            Words(LEVELS),
            "How well it is covered; empty for a formality.",
        ),
        Column::new("level_rank", Integer, "The level as a number, 0 to 4."),
        Column::new(
            "capped_by",
            Text,
            "Why the level or verdict is not better, as a stable word; empty where nothing held it down.",
        ),
        Column::new("confidence", Number, "How sure the answer is, 0 to 1."),
        Column::new("evidence_count", Integer, "How many sentences count."),
        Column::new(
            "top_evidence",
            Text,
            "The best sentence that counts; where capped_by says unsure, the nearest.",
        ),
        Column::new(
            "page",
            Integer,
            "Its page, from 1, where the format has pages.",
        ),
        Column::new("link", Text, "Opens the source at that sentence."),
        Column::new(
            "advice",
            Text,
            "What to write instead; empty where nothing is missing.",
        ),
        Column::new(
            "weight",
            Number,
            "What the level weighs in the quality, against the weights of the other criteria.",
        ),
        Column::new(
            "question",
            Text,
            "The question to put to the organisation where something is missing.",
        ),
    ];
    if shape.review.is_some() {
        columns.extend(review_columns());
    }
    columns
}

/// What a reviewer made of the answer, beside the machine's.
fn review_columns() -> [Column; 5] {
    use Kind::{Text, Words};

    [
        Column::new(
            "reviewed_verdict",
            Words(VERDICTS),
            "The reviewer's verdict; empty where none was given or it no longer holds. The column verdict stays the machine's.",
        ),
        Column::new(
            "reviewed_level",
            Words(LEVELS),
            "The reviewer's level; empty for a formality, and where none was given.",
        ),
        Column::new("reviewed_by", Text, "Who decided."),
        Column::new(
            "reviewed_at",
            Text,
            "When, as the journal has it: an ISO 8601 day or time.",
        ),
        Column::new("review_reason", Text, "Why."),
    ]
}

pub(super) fn write(table: &mut Table, shape: &Shape, assessed: &Assessed) -> io::Result<()> {
    let document = &assessed.document;
    let reviewed = shape.review.as_ref().map(|journal| {
        let mut finished = Finished::of(assessed);
        finished.review(journal);
        finished.assessments
    });
    for (place, assessment) in assessed.assessments.iter().enumerate() {
        let answers = assessment.rubric.criteria.iter().zip(&assessment.results);
        for (number, (criterion, result)) in answers.enumerate() {
            let counting = result
                .evidence
                .iter()
                .filter(|evidence| evidence.counts)
                .count();
            let best = result.top_evidence();
            let best = best.and_then(|evidence| document.sentences.get(evidence.sentence as usize));

            let linked = match (&criterion.check, &assessed.origin.publication) {
                (Some(Check::Publication {}), Some(publication)) => Some(publication),
                _ => None,
            };
            let mut row = table.row();
            row.plain(&assessed.statement_id);
            row.plain(&assessment.rubric.id);
            row.plain(&criterion.id);
            row.text(&criterion.citation);
            row.text(&criterion.title);
            row.plain(criterion.duty == Duty::Mandatory);
            row.plain(result.verdict.word());
            row.maybe_plain(result.level.map(|level| level.word()));
            row.maybe_plain(result.level.map(|level| level.rank()));
            row.maybe_plain(result.capped_by.as_deref());
            row.plain(format_args!("{:.3}", result.confidence));
            if let Some(publication) = linked {
                // Its evidence is a link on the home page, and not a sentence of the document.
                let met = result.verdict == Verdict::Met;
                row.plain(u8::from(met));
                row.maybe_text(met.then(|| words_of(publication)));
                row.plain("");
                row.text(&link_to_words(&publication.home, &publication.words));
            } else {
                row.plain(counting);
                row.maybe_text(best.map(|sentence| document.words_at(sentence.span)));
                row.maybe_plain(best.and_then(|sentence| document.page_at(sentence.span.start)));
                row.maybe_text(
                    best.map(|sentence| link_to(&assessed.origin, document, sentence.span))
                        .as_deref(),
                );
            }
            row.text(&result.advice);
            row.plain(criterion.weight);
            row.text(&criterion.question);
            if let Some(assessments) = &reviewed {
                let review = assessments
                    .get(place)
                    .and_then(|assessment| assessment.criteria.get(number)?.reviewed.as_ref());
                row.maybe_plain(review.map(|review| review.verdict.word()));
                row.maybe_plain(review.and_then(|review| Some(review.level?.word())));
                row.maybe_text(review.map(|review| review.by.as_str()));
                row.maybe_text(review.map(|review| review.when.as_str()));
                row.maybe_text(review.map(|review| review.reason.as_str()));
            }
            table.push(&row)?;
        }
    }
    Ok(())
}
