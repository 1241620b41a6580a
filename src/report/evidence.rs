//! `evidence.csv`: one row a sentence that counts towards a criterion, or that was seen and set aside.

use std::io;

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

pub(super) const COLUMNS: &[&str] = &[
    "statement_id",
    "rubric",
    "criterion_id",
    "sentence_index",
    "page",
    "section",
    "char_start",
    "char_end",
    "text",
    "status",
    "specificity",
    "confidence",
    "method",
    "reason",
    "link",
    "counts",
];

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
