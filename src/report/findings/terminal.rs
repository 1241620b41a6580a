//! The terminal: each finding like a good compiler's, with the words, what to write instead, and the counts at the end.

use std::fmt::Write as _;
use std::io;
use std::io::Write;
use std::ops::Range;

use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use super::Checked;
use super::Draft;
use super::Places;
use super::cut;
use super::sentence_at;
use super::told_counts;
use super::told_place;
use crate::check::Judged;
use crate::check::Severity;
use crate::check::Standing;
use crate::document::Span;
use crate::report::printable;

/// The longest quote, in characters, where the terminal is wide enough for it.
const QUOTE: usize = 96;

/// The shortest that a quote is cut to.
const QUOTE_MIN: usize = 30;

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
    /// How wide it is, in characters.
    pub columns: usize,
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
            let places = draft.places();
            for judged in &draft.judged {
                if judged.standing != Standing::Counts {
                    continue;
                }
                if judged.finding.severity < self.least {
                    hidden += 1;
                    continue;
                }
                writeln!(
                    output,
                    "{}\n",
                    shown(&renderer, self.columns, draft, &places, judged)
                )?;
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
        let fails = checked.verdict.fails;
        match checked.drafts {
            [] => writeln!(output, "{line}"),
            [one] => {
                let word = if fails { "does not pass" } else { "passes" };
                writeln!(output, "{} {word}: {line}", printable(one.label()))
            }
            drafts => {
                let word = if fails { "do not all pass" } else { "pass" };
                writeln!(output, "{} drafts {word}: {line}", drafts.len())
            }
        }
    }
}

fn shown(
    renderer: &Renderer,
    columns: usize,
    draft: &Draft,
    places: &Places,
    judged: &Judged,
) -> String {
    let finding = &judged.finding;
    let pointed = draft.pointed(places, finding.place.span);
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = printable(&finding.message).into_owned();
    let Quote {
        text: quote,
        marked,
    } = Quote::of(
        draft,
        finding.place.span,
        columns.saturating_sub(8).clamp(QUOTE_MIN, QUOTE),
    );
    let mut path = printable(draft.label()).into_owned();
    if !draft.has_lines() {
        if let Some(page) = pointed.position.page {
            let _ = write!(path, ", page {page}");
        }
        if !pointed.heading.is_empty() {
            let _ = write!(
                path,
                ", under \"{}\"",
                cut_front(&printable(&pointed.heading), 60)
            );
        }
    }
    let line = pointed.position.line.unwrap_or(1) as usize;
    let place = told_place(finding.place.is);
    // The quote may be cut in front: the column is told from the source.
    let mut origin = Origin::path(path.as_str());
    if draft.has_lines() {
        origin = origin.line(line);
        if let Some(column) = pointed.position.column {
            origin = origin.char_column(column as usize);
        }
    }
    let snippet = Snippet::source(quote.as_str())
        .line_start(line)
        .line_numbering(draft.has_lines())
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
    let help = wrapped(&printable(&finding.help), columns);
    let model = wrapped(
        &format!("for example: {}", printable(&finding.model)),
        columns,
    );
    let mut group: Group<'_> = level
        .primary_title(message.as_str())
        .id(finding.code.name)
        .element(origin)
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
    without_second_origin(&renderer.render(&[group]))
}

/// The rendered finding without the line that leads over from the place to the words: both are of one file.
fn without_second_origin(rendered: &str) -> String {
    let leads_over = |line: &str| {
        let signs: String = anstream::adapter::strip_str(line).to_string();
        signs.trim() == ":::"
    };
    let lines: Vec<&str> = rendered
        .lines()
        .enumerate()
        .filter(|(number, line)| *number != 3 || !leads_over(line))
        .map(|(_, line)| line)
        .collect();
    lines.join("\n")
}

impl Quote {
    /// The sentence that `span` stands in, cut to the words around it and to `longest` characters, or the words of `span` themselves.
    fn of(draft: &Draft, span: Span, longest: usize) -> Self {
        let document = draft.document();
        let around = document
            .sentences
            .get(sentence_at(document, span))
            .map(|sentence| sentence.span)
            .filter(|sentence| sentence.contains(span) && *sentence != span);
        let meant = printable(document.words_at(span));
        let Some(around) = around else {
            let text = cut(&meant, longest);
            return Self {
                marked: 0..text.len(),
                text,
            };
        };
        let before = document.words_at(Span::new(around.start as usize, span.start as usize));
        let after = document.words_at(Span::new(span.end as usize, around.end as usize));
        let meant = cut(&meant, longest);
        let room = longest.saturating_sub(meant.chars().count());
        let lead = cut_front(&printable(before), room / 2);
        let rest = cut(&printable(after), room.saturating_sub(lead.chars().count()));
        Self {
            marked: lead.len()..lead.len() + meant.len(),
            text: format!("{lead}{meant}{rest}"),
        }
    }
}

/// `text` in lines that fit beside the signs in front of a help, in a terminal of so many `columns`.
fn wrapped(text: &str, columns: usize) -> String {
    /// The gutter, `= help: `, and a line number of up to four digits.
    const LEAD: usize = 14;
    let width = columns.saturating_sub(LEAD).max(24);
    let mut lines = String::with_capacity(text.len() + 8);
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push('\n');
            used = 0;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    lines
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
    fn a_long_help_is_told_in_lines_that_fit() {
        let help = wrapped(
            "Say who does it, where, how often, to how many, and what came of it.",
            48,
        );

        assert_eq!(
            help,
            "Say who does it, where, how often,\nto how many, and what came of it."
        );
        assert_eq!(wrapped("", 80), "");
        assert_eq!(
            wrapped("anunbreakablewordofmanymanyletters", 20)
                .lines()
                .count(),
            1
        );
    }

    #[test]
    fn what_is_cut_in_front_keeps_its_end() {
        assert_eq!(cut_front("abcdef", 6), "abcdef");
        assert_eq!(cut_front("abcdefg", 4), "…efg");
        assert_eq!(cut_front("ähnlich", 3), "…ch");
    }
}
