//! A review memo in Markdown, to be read as it is or pasted into an e-mail or a job summary.

use std::io;
use std::io::Write;

use super::Checked;
use super::Draft;
use super::Places;
use super::cut;
use super::told_counts;
use super::told_place;
use crate::check::Judged;
use crate::check::PlaceIs;
use crate::check::Severity;
use crate::check::Standing;
use crate::report::printable;

/// The longest quote, in characters.
const QUOTE: usize = 300;

/// Writes the memo.
pub(super) fn write(output: &mut dyn Write, checked: &Checked<'_>) -> io::Result<()> {
    writeln!(output, "# Review of the modern slavery statement\n")?;
    let word = if checked.verdict.fails {
        "does not pass"
    } else {
        "passes"
    };
    writeln!(output, "**The draft {word}**: {}.\n", told_counts(checked))?;
    writeln!(
        output,
        "This memo says what was found in the text and what was not. It is not legal advice.\n"
    )?;
    for draft in checked.drafts {
        writeln!(output, "## {}\n", safe(draft.label()))?;
        let places = draft.places();
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            let findings: Vec<&Judged> = draft
                .judged
                .iter()
                .filter(|judged| {
                    judged.standing == Standing::Counts && judged.finding.severity == severity
                })
                .collect();
            if findings.is_empty() {
                continue;
            }
            let title = match severity {
                Severity::Error => "To be mended before it is signed",
                Severity::Warning => "To be improved",
                Severity::Note => "Worth a thought",
            };
            writeln!(output, "### {title}\n")?;
            for judged in findings {
                write_finding(output, draft, &places, judged)?;
            }
        }
        write_waived(output, draft)?;
    }
    for failed in checked.failed {
        writeln!(
            output,
            "- {} could not be read: {} ({})",
            safe(&failed.source),
            safe(&failed.message),
            safe(&failed.hint)
        )?;
    }
    for remark in &checked.verdict.remarks {
        writeln!(output, "- {}", safe(remark))?;
    }
    Ok(())
}

fn write_finding(
    output: &mut dyn Write,
    draft: &Draft,
    places: &Places,
    judged: &Judged,
) -> io::Result<()> {
    let finding = &judged.finding;
    let pointed = draft.pointed(places, finding.place.span);
    write!(output, "- **{}**", safe(&finding.message))?;
    if let Some(criterion) = &finding.criterion {
        write!(output, " ({})", safe(&criterion.citation))?;
    }
    let mut place = Vec::new();
    if let Some(page) = pointed.position.page {
        place.push(format!("page {page}"));
    } else if let Some(line) = pointed.position.line.filter(|_| draft.has_lines()) {
        place.push(format!("line {line}"));
    }
    if !pointed.heading.is_empty() && finding.place.is != PlaceIs::Heading {
        place.push(format!("under \"{}\"", safe(&pointed.heading)));
    }
    if !place.is_empty() {
        write!(output, ", {}", place.join(", "))?;
    }
    writeln!(output)?;
    if !pointed.words.is_empty() {
        let lead = match finding.place.is {
            PlaceIs::Exact => String::new(),
            is => format!("{}: ", told_place(is)),
        };
        let quote = safe(&cut(pointed.words, QUOTE));
        writeln!(output, "  > {lead}{quote}\n")?;
    }
    if !finding.help.is_empty() {
        writeln!(output, "  {}", safe(&finding.help))?;
    }
    if !finding.model.is_empty() {
        writeln!(output, "\n  For example: *{}*", safe(&finding.model))?;
    }
    writeln!(output)
}

fn write_waived(output: &mut dyn Write, draft: &Draft) -> io::Result<()> {
    let waived = draft
        .judged
        .iter()
        .filter_map(|judged| match &judged.standing {
            Standing::Waived(reason) => Some((judged, reason)),
            _ => None,
        });
    let mut first = true;
    for (judged, reason) in waived {
        if std::mem::take(&mut first) {
            writeln!(output, "### Waived\n")?;
        }
        writeln!(
            output,
            "- {}: {}",
            safe(&judged.finding.message),
            safe(reason)
        )?;
    }
    if !first {
        writeln!(output)?;
    }
    Ok(())
}

/// `text` on one line, with everything that Markdown or HTML would act upon escaped.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in printable(text).chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '#' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_a_draft_stays_text() {
        assert_eq!(
            safe("<img src=x> [a](javascript:b) **c**"),
            "&lt;img src=x&gt; \\[a\\](javascript:b) \\*\\*c\\*\\*"
        );
    }
}
