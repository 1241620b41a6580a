//! `criteria.csv`: one row a statement, rubric and criterion.

use std::io;

use super::Shape;
use super::column::Column;
use super::column::Kind;
use super::column::LEVELS;
use super::column::TableShape;
use super::column::VERDICTS;
use super::evidence::words_of;
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

fn columns(_: &Shape) -> Vec<Column> {
    use Kind::{Boolean, Integer, Number, Text, Words};

    vec![
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
    ]
}

pub(super) fn write(table: &mut Table, assessed: &Assessed) -> io::Result<()> {
    let document = &assessed.document;
    for assessment in &assessed.assessments {
        for (criterion, result) in assessment.rubric.criteria.iter().zip(&assessment.results) {
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
            table.push(&row)?;
        }
    }
    Ok(())
}
