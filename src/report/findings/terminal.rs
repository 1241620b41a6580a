//! The terminal: each finding like a good compiler's, with the words, what to write instead, and the counts at the end.

use std::fmt::Write as _;
use std::io;
use std::io::Write;
use std::ops::Range;

use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use super::Checked;
use super::Draft;
use super::cut;
use super::told_counts;
use super::told_place;
use crate::check::Judged;
use crate::check::Severity;
use crate::check::Standing;
use crate::document::CharacterIndex;
use crate::document::Span;
use crate::report::printable;

/// The longest quote, in characters.
const QUOTE: usize = 96;

/// One line to show, and the part of it that is meant.
struct Quote {
    text: String,
    /// In bytes of `text`.
    marked: Range<usize>,
}

/// How findings are shown on a terminal.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// With colours.
    pub coloured: bool,
    /// The least severity that is shown; the others are counted.
    pub least: Severity,
}

impl Terminal {
    /// Writes what was found.
    ///
    /// # Errors
    ///
    /// When `output` cannot be written.
    pub fn write(self, output: &mut dyn Write, checked: &Checked<'_>) -> io::Result<()> {
        let renderer = if self.coloured {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut hidden = 0;
        for draft in checked.drafts {
            let index = draft.index();
            for judged in &draft.judged {
                if judged.standing != Standing::Counts {
                    continue;
                }
                if judged.finding.severity < self.least {
                    hidden += 1;
                    continue;
                }
                writeln!(output, "{}\n", shown(&renderer, draft, &index, judged))?;
            }
            for judged in &draft.judged {
                if let Standing::Waived(reason) = &judged.standing {
                    writeln!(
                        output,
                        "waived: {}: {} ({})",
                        printable(draft.label()),
                        printable(&judged.finding.message),
                        printable(reason)
                    )?;
                }
            }
        }
        for failed in checked.failed {
            writeln!(
                output,
                "{}",
                printable(&format!(
                    "not read: {}: {} ({})",
                    failed.source, failed.message, failed.hint
                ))
            )?;
        }
        for remark in &checked.verdict.remarks {
            writeln!(output, "note: {}", printable(remark))?;
        }
        let mut line = told_counts(checked);
        if hidden > 0 {
            let _ = write!(line, " ({hidden} not shown: --show note)");
        }
        let word = if checked.verdict.fails {
            "does not pass"
        } else {
            "passes"
        };
        match checked.drafts {
            [one] => writeln!(output, "{} {word}: {line}", printable(one.label())),
            drafts => writeln!(output, "{} drafts: {line}", drafts.len()),
        }
    }
}

fn shown(renderer: &Renderer, draft: &Draft, index: &CharacterIndex, judged: &Judged) -> String {
    let finding = &judged.finding;
    let pointed = draft.pointed(index, finding.place.span);
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = printable(&finding.message).into_owned();
    let Quote {
        text: quote,
        marked,
    } = Quote::of(draft, finding.place.span);
    let mut path = printable(draft.label()).into_owned();
    if !draft.has_lines() {
        if let Some(page) = pointed.position.page {
            let _ = write!(path, ", page {page}");
        }
        if !pointed.heading.is_empty() {
            let _ = write!(
                path,
                ", under \"{}\"",
                cut(&printable(&pointed.heading), 60)
            );
        }
    }
    let line = pointed.position.line.unwrap_or(1) as usize;
    let place = told_place(finding.place.is);
    let snippet = Snippet::source(quote.as_str())
        .path(path.as_str())
        .line_start(line)
        .annotation(
            AnnotationKind::Primary
                .span(marked)
                .label(if place == "here" { "" } else { place }),
        );
    let citation = finding.criterion.as_ref().map(|criterion| {
        printable(&format!(
            "{} {}: {}",
            criterion.rubric, criterion.citation, criterion.title
        ))
        .into_owned()
    });
    let help = printable(&finding.help).into_owned();
    let model = format!("for example: {}", printable(&finding.model));
    let mut group: Group<'_> = level
        .primary_title(message.as_str())
        .id(finding.code.name)
        .element(snippet);
    if let Some(citation) = &citation {
        group = group.element(Level::NOTE.message(citation.as_str()));
    }
    if !help.is_empty() {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    if !finding.model.is_empty() {
        group = group.element(Level::HELP.message(model.as_str()));
    }
    renderer.render(&[group])
}

impl Quote {
    /// The sentence that `span` stands in, cut to the words around it, or the words of `span` themselves.
    fn of(draft: &Draft, span: Span) -> Self {
        let document = draft.document();
        let around = document
            .sentences
            .iter()
            .map(|sentence| sentence.span)
            .find(|sentence| sentence.contains(span) && *sentence != span);
        let meant = printable(document.words_at(span));
        let Some(around) = around else {
            let text = cut(&meant, QUOTE);
            return Self {
                marked: 0..text.len(),
                text,
            };
        };
        let before = document.words_at(Span::new(around.start as usize, span.start as usize));
        let after = document.words_at(Span::new(span.end as usize, around.end as usize));
        let meant = cut(&meant, QUOTE);
        let room = QUOTE.saturating_sub(meant.chars().count());
        let lead = cut_front(&printable(before), room / 2);
        let rest = cut(&printable(after), room.saturating_sub(lead.chars().count()));
        Self {
            marked: lead.len()..lead.len() + meant.len(),
            text: format!("{lead}{meant}{rest}"),
        }
    }
}

/// `text` cut to its last `longest` characters, with a mark where something was cut.
fn cut_front(text: &str, longest: usize) -> String {
    let length = text.chars().count();
    if length <= longest {
        return text.to_owned();
    }
    let kept: String = text
        .chars()
        .skip(length - longest.saturating_sub(1))
        .collect();
    format!("…{kept}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_in_front_keeps_its_end() {
        assert_eq!(cut_front("abcdef", 6), "abcdef");
        assert_eq!(cut_front("abcdefg", 4), "…efg");
        assert_eq!(cut_front("ähnlich", 3), "…ch");
    }
}
