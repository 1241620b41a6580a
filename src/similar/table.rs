//! The tables: pairs of statements, and the passages that several organisations use.

use std::io;
use std::io::Write;

use super::Text;
use super::groups::Grouped;
use super::pairs::Pair;
use crate::report::cell_of;

/// The longest quote, in characters.
const QUOTE_MAX: usize = 600;

/// How many statements are listed of one passage.
const STATEMENTS_LISTED: usize = 20;

/// Writes `pairs`, with the longest passage that each shares.
///
/// # Errors
///
/// When `output` cannot be written.
pub fn write_pairs(
    output: impl Write,
    texts: &[Text],
    pairs: &[Pair],
    verbatim: bool,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record([
        "statement_a",
        "organisation_a",
        "source_a",
        "statement_b",
        "organisation_b",
        "source_b",
        "score",
        "jaccard",
        "shared_sentences",
        "shared_words",
        "common_words",
        "statutory_sentences",
        "same_organisation",
        "cluster",
        "passage_words",
        "page_a",
        "passage_a",
        "page_b",
        "passage_b",
    ])?;
    for pair in pairs {
        let (Some(one), Some(other)) = (texts.get(pair.texts.0), texts.get(pair.texts.1)) else {
            continue;
        };
        let cell = |text: &str| cell_of(text, verbatim);
        let (words, span, other_span) = pair.passage;
        let cluster = pair.cluster.and_then(|place| texts.get(place));
        writer.write_record([
            cell(&one.statement_id),
            cell(&one.organisation),
            cell(&one.source),
            cell(&other.statement_id),
            cell(&other.organisation),
            cell(&other.source),
            format!("{:.3}", pair.score),
            format!("{:.3}", pair.jaccard),
            pair.shared_sentences.to_string(),
            pair.shared_words.to_string(),
            pair.common_words.to_string(),
            pair.statutory_sentences.to_string(),
            (one.owner == other.owner).to_string(),
            cluster
                .map(|text| text.statement_id.clone())
                .unwrap_or_default(),
            words.to_string(),
            page_of(one, span.0),
            cell(&quote(one, span)),
            page_of(other, other_span.0),
            cell(&quote(other, other_span)),
        ])?;
    }
    writer.flush()
}

/// Writes the passages that more than one organisation uses, those of most organisations first.
///
/// # Errors
///
/// When `output` cannot be written.
pub fn write_passages(
    output: impl Write,
    texts: &[Text],
    grouped: &Grouped,
    verbatim: bool,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record([
        "kind",
        "organisations",
        "statements",
        "passage",
        "page",
        "first_statement",
        "first_organisation",
        "first_source",
        "statement_ids",
    ])?;
    let mut shared: Vec<_> = grouped
        .passages
        .iter()
        .filter(|passage| passage.organisations > 1)
        .collect();
    shared.sort_by(|one, other| {
        other
            .organisations
            .cmp(&one.organisations)
            .then(one.first.cmp(&other.first))
    });
    for passage in shared {
        let Some(first) = texts.get(passage.first.0) else {
            continue;
        };
        let cell = |text: &str| cell_of(text, verbatim);
        let mut ids: Vec<&str> = passage
            .texts
            .iter()
            .take(STATEMENTS_LISTED)
            .filter_map(|place| texts.get(*place as usize))
            .map(|text| text.statement_id.as_str())
            .collect();
        if passage.texts.len() > STATEMENTS_LISTED {
            ids.push("…");
        }
        writer.write_record([
            passage.kind.word().to_owned(),
            passage.organisations.to_string(),
            passage.texts.len().to_string(),
            cell(&quote(first, (passage.first.1, passage.first.1))),
            page_of(first, passage.first.1),
            cell(&first.statement_id),
            cell(&first.organisation),
            cell(&first.source),
            ids.join("; "),
        ])?;
    }
    writer.flush()
}

fn page_of(text: &Text, sentence: usize) -> String {
    text.sentences
        .get(sentence)
        .and_then(|(_, page)| *page)
        .map(|page| page.to_string())
        .unwrap_or_default()
}

/// The sentences of `text` from the first to the last place, cut where they are long.
fn quote(text: &Text, (first, last): (usize, usize)) -> String {
    let sentences: Vec<&str> = text
        .sentences
        .get(first..=last)
        .unwrap_or_default()
        .iter()
        .map(|(sentence, _)| sentence.as_str())
        .collect();
    let whole = sentences.join(" ");
    if whole.chars().count() <= QUOTE_MAX {
        return whole;
    }
    let cut: String = whole.chars().take(QUOTE_MAX - 1).collect();
    format!("{}…", cut.trim_end())
}
