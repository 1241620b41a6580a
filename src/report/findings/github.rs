//! Workflow commands of GitHub Actions: annotations beside the draft.

use std::io;
use std::io::Write;

use super::Checked;
use super::told_place;
use crate::check::PlaceIs;
use crate::check::Severity;
use crate::check::Standing;
use crate::report::printable;

/// Writes an annotation for each finding that counts, the gravest first: only the first ten of a step are shown.
pub(super) fn write(output: &mut dyn Write, checked: &Checked<'_>) -> io::Result<()> {
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        for draft in checked.drafts {
            let places = draft.places();
            for judged in &draft.judged {
                let finding = &judged.finding;
                if judged.standing != Standing::Counts || finding.severity != severity {
                    continue;
                }
                let command = match severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Note => "notice",
                };
                let pointed = draft.pointed(&places, finding.place.span);
                let position = pointed.position;
                let mut properties = format!("file={}", property(draft.label()));
                if draft.has_lines() {
                    properties.push_str(&format!(",line={}", position.line.unwrap_or(1)));
                    if let Some(column) = position.column {
                        properties.push_str(&format!(",col={column}"));
                    }
                } else {
                    properties.push_str(",line=1");
                }
                properties.push_str(&format!(",title={}", property(finding.code.name)));
                let mut message = finding.message.clone();
                if let Some(page) = position.page {
                    message.push_str(&format!(" (page {page})"));
                }
                if finding.place.is != PlaceIs::Exact {
                    message.push_str(&format!(" ({})", told_place(finding.place.is)));
                }
                if !finding.help.is_empty() {
                    message.push_str(&format!("\n{}", finding.help));
                }
                if !finding.model.is_empty() {
                    message.push_str(&format!("\nFor example: {}", finding.model));
                }
                writeln!(output, "::{command} {properties}::{}", data(&message))?;
            }
        }
    }
    for failed in checked.failed {
        let properties = format!("file={},title={}", property(&failed.source), failed.code);
        let message = format!("{}\n{}", failed.message, failed.hint);
        writeln!(output, "::error {properties}::{}", data(&message))?;
    }
    Ok(())
}

/// Text of a command, so that nothing in it begins another command.
fn data(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| printable(line).replace('%', "%25"))
        .collect();
    lines.join("%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    printable(text)
        .replace('%', "%25")
        .replace(':', "%3A")
        .replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_a_draft_cannot_begin_another_command() {
        let hostile = "a\r\n::set-output name=x::y\u{85}::error::z";

        let safe = data(hostile);

        assert_eq!(safe.lines().count(), 1);
        assert!(!safe.starts_with("::"));
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }
}
