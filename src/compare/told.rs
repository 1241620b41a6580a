//! Comparisons told: for a terminal, as a table, as Markdown.

use std::fmt::Write;
use std::io;

use super::Change;
use super::Comparison;
use super::CriterionChange;
use super::Quote;
use super::SentenceChange;
use super::Side;
use crate::report::cell_of;
use crate::report::printable;

/// The columns of the table.
pub const CSV_COLUMNS: &[&str] = &[
    "organisation",
    "company_number",
    "old_statement_id",
    "new_statement_id",
    "old_period_end",
    "new_period_end",
    "rubric",
    "criterion_id",
    "title",
    "old_verdict",
    "new_verdict",
    "old_level",
    "new_level",
    "level_change",
    "change",
    "similarity",
    "old_text",
    "new_text",
    "old_page",
    "new_page",
    "old_link",
    "new_link",
];

/// How many sentences of one kind a terminal shows of a criterion.
const SENTENCES_TOLD: usize = 5;

/// The longest sentence that a terminal shows, in characters.
const TOLD_MAX: usize = 240;

/// A row a sentence that counts in either statement; a criterion without any has one row, whose change is empty.
///
/// # Errors
///
/// When `output` cannot be written.
pub fn csv_of(
    output: impl io::Write,
    comparisons: &[Comparison],
    verbatim: bool,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(CSV_COLUMNS)?;
    for comparison in comparisons {
        for criterion in &comparison.criteria {
            if criterion.sentences.is_empty() {
                writer.write_record(row_of(comparison, criterion, None, verbatim))?;
            }
            for sentence in &criterion.sentences {
                writer.write_record(row_of(comparison, criterion, Some(sentence), verbatim))?;
            }
        }
    }
    writer.flush()
}

fn row_of(
    comparison: &Comparison,
    criterion: &CriterionChange,
    sentence: Option<&SentenceChange>,
    verbatim: bool,
) -> Vec<String> {
    let safe = |text: &str| cell_of(text, verbatim);
    let word = |word: Option<&'static str>| word.unwrap_or_default().to_owned();
    let (old, new) = (
        sentence.and_then(|sentence| sentence.old.as_ref()),
        sentence.and_then(|sentence| sentence.new.as_ref()),
    );
    let text = |quote: Option<&Quote>| safe(quote.map_or("", |quote| &quote.text));
    let link = |quote: Option<&Quote>| safe(quote.map_or("", |quote| &quote.link));
    let page = |quote: Option<&Quote>| {
        let page = quote.and_then(|quote| quote.page);
        page.map(|page| page.to_string()).unwrap_or_default()
    };
    vec![
        safe(name_of(comparison)),
        safe(first_of(
            &comparison.new.company_number,
            &comparison.old.company_number,
        )),
        safe(&comparison.old.statement_id),
        safe(&comparison.new.statement_id),
        safe(&comparison.old.period_end),
        safe(&comparison.new.period_end),
        safe(&criterion.rubric),
        safe(&criterion.criterion_id),
        safe(&criterion.title),
        word(criterion.old_verdict.map(|verdict| verdict.word())),
        word(criterion.new_verdict.map(|verdict| verdict.word())),
        word(criterion.old_level.map(|level| level.word())),
        word(criterion.new_level.map(|level| level.word())),
        criterion
            .rungs()
            .map(|rungs| rungs.to_string())
            .unwrap_or_default(),
        word(sentence.map(|sentence| sentence.change.word())),
        sentence
            .and_then(|sentence| sentence.similarity)
            .map(|similarity| format!("{similarity:.3}"))
            .unwrap_or_default(),
        text(old),
        text(new),
        page(old),
        page(new),
        link(old),
        link(new),
    ]
}

fn first_of<'a>(one: &'a str, other: &'a str) -> &'a str {
    if one.is_empty() { other } else { one }
}

fn name_of(comparison: &Comparison) -> &str {
    let named = first_of(&comparison.new.organisation, &comparison.old.organisation);
    first_of(named, &comparison.new.source)
}

/// The answer before and after, in words.
fn answers(criterion: &CriterionChange) -> String {
    let word = |level: Option<crate::rubric::Level>,
                verdict: Option<crate::assessment::Verdict>| {
        level
            .map(|level| level.word())
            .or_else(|| verdict.map(|verdict| verdict.word()))
            .unwrap_or("not asked")
            .replace('_', " ")
    };
    let old = word(criterion.old_level, criterion.old_verdict);
    let new = word(criterion.new_level, criterion.new_verdict);
    if old == new {
        if criterion.old_verdict != criterion.new_verdict {
            let verdict = |verdict: Option<crate::assessment::Verdict>| {
                verdict
                    .map_or("not asked", |verdict| verdict.word())
                    .replace('_', " ")
            };
            return format!(
                "{new}; {} → {}",
                verdict(criterion.old_verdict),
                verdict(criterion.new_verdict)
            );
        }
        return new;
    }
    format!("{old} → {new}")
}

/// A sign for what became of the level: better, worse, another, the same.
fn sign(criterion: &CriterionChange) -> &'static str {
    match criterion.rungs() {
        Some(rungs) if rungs > 0 => "▲",
        Some(rungs) if rungs < 0 => "▼",
        _ if criterion.is_changed() => "◆",
        _ => " ",
    }
}

fn counts(criterion: &CriterionChange) -> String {
    let told: Vec<String> = Change::ALL
        .into_iter()
        .map(|change| (criterion.count(change), change))
        .filter(|(count, _)| *count > 0)
        .map(|(count, change)| format!("{count} {}", change.word().replace('-', " ")))
        .collect();
    if told.is_empty() {
        "no sentence counts in either".to_owned()
    } else {
        told.join(", ")
    }
}

fn side(side: &Side) -> String {
    if side.period_end.is_empty() {
        side.source.clone()
    } else {
        format!("{} (period to {})", side.source, side.period_end)
    }
}

fn shortened(text: &str) -> String {
    let text = printable(text);
    if text.chars().count() <= TOLD_MAX {
        return text.into_owned();
    }
    let cut: String = text.chars().take(TOLD_MAX - 1).collect();
    format!("{}…", cut.trim_end())
}

/// One comparison for a terminal.
#[must_use]
pub fn terminal_of(comparison: &Comparison) -> String {
    let mut out = format!(
        "{}\n  old: {}\n  new: {}\n",
        printable(name_of(comparison)),
        printable(&side(&comparison.old)),
        printable(&side(&comparison.new))
    );
    if let Some(text) = comparison.text {
        let old = text.unchanged + text.updated + text.dropped;
        let _ = writeln!(
            out,
            "  of {old} sentences {} are unchanged, {} updated, {} dropped; {} are new",
            text.unchanged, text.updated, text.dropped, text.added
        );
    }
    for criterion in &comparison.criteria {
        let _ = writeln!(
            out,
            "\n{} {} ({}): {}\n    {}",
            sign(criterion),
            printable(&criterion.title),
            printable(&criterion.citation),
            answers(criterion),
            counts(criterion)
        );
        for (change, mark) in [
            (Change::Added, "+"),
            (Change::Dropped, "-"),
            (Change::Updated, "~"),
        ] {
            let sentences: Vec<&SentenceChange> = criterion
                .sentences
                .iter()
                .filter(|sentence| sentence.change == change)
                .collect();
            for sentence in sentences.iter().take(SENTENCES_TOLD) {
                if change == Change::Updated
                    && let Some(old) = &sentence.old
                {
                    let _ = writeln!(out, "    ~ {}", shortened(&old.text));
                }
                let quote = sentence.new.as_ref().or(sentence.old.as_ref());
                let mark = if change == Change::Updated {
                    "→"
                } else {
                    mark
                };
                if let Some(quote) = quote {
                    let _ = writeln!(out, "    {mark} {}", shortened(&quote.text));
                }
            }
            if sentences.len() > SENTENCES_TOLD {
                let more = sentences.len() - SENTENCES_TOLD;
                let _ = writeln!(out, "    {mark} … and {more} more {}", change.word());
            }
        }
    }
    out
}

/// One comparison as Markdown.
#[must_use]
pub fn markdown_of(comparison: &Comparison) -> String {
    let mut out = format!(
        "## {}\n\nOld: {}. New: {}.\n",
        escaped(name_of(comparison)),
        escaped(&side(&comparison.old)),
        escaped(&side(&comparison.new))
    );
    if let Some(text) = comparison.text {
        let old = text.unchanged + text.updated + text.dropped;
        let _ = write!(
            out,
            "\nOf {old} sentences {} are unchanged, {} updated, {} dropped; {} are new.\n",
            text.unchanged, text.updated, text.dropped, text.added
        );
    }
    out.push_str("\n| | criterion | answer | sentences |\n|---|---|---|---|\n");
    for criterion in &comparison.criteria {
        let _ = writeln!(
            out,
            "| {} | {} ({}) | {} | {} |",
            sign(criterion).trim(),
            escaped(&criterion.title),
            escaped(&criterion.citation),
            answers(criterion),
            counts(criterion)
        );
    }
    for criterion in &comparison.criteria {
        let told: Vec<&SentenceChange> = criterion
            .sentences
            .iter()
            .filter(|sentence| {
                matches!(
                    sentence.change,
                    Change::Added | Change::Dropped | Change::Updated
                )
            })
            .collect();
        if told.is_empty() {
            continue;
        }
        let _ = write!(out, "\n### {}\n\n", escaped(&criterion.title));
        for sentence in told {
            let text = |quote: &Option<Quote>| {
                quote
                    .as_ref()
                    .map(|quote| escaped(&quote.text))
                    .unwrap_or_default()
            };
            let _ = match sentence.change {
                Change::Added => writeln!(out, "- added: {}", text(&sentence.new)),
                Change::Dropped => writeln!(out, "- dropped: {}", text(&sentence.old)),
                _ => writeln!(
                    out,
                    "- updated: {} → {}",
                    text(&sentence.old),
                    text(&sentence.new)
                ),
            };
        }
    }
    out
}

/// `text` with every sign escaped that Markdown would act upon.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in printable(text).chars() {
        if matches!(
            letter,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '!'
        ) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
