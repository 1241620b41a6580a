//! `criteria.csv`: one row a statement, rubric and criterion.

use std::io;

use super::evidence::words_of;
use super::link::link_to;
use super::link::link_to_words;
use super::table::Table;
use crate::assessment::Assessed;
use crate::assessment::Verdict;
use crate::rubric::Check;
use crate::rubric::Duty;

pub(super) const FILE: &str = "criteria.csv";

pub(super) const COLUMNS: &[&str] = &[
    "statement_id",
    "rubric",
    "criterion_id",
    "citation",
    "title",
    "mandatory",
    "verdict",
    "level",
    "level_rank",
    "capped_by",
    "confidence",
    "evidence_count",
    "top_evidence",
    "page",
    "link",
    "advice",
];

pub(super) fn write(table: &mut Table, assessed: &Assessed) -> io::Result<()> {
    let document = &assessed.document;
    for assessment in &assessed.assessments {
        for (criterion, result) in assessment.rubric.criteria.iter().zip(&assessment.results) {
            let counting = result
                .evidence
                .iter()
                .filter(|evidence| evidence.counts)
                .count();
            let best = result.evidence.iter().find(|evidence| evidence.counts);
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
