//! Mistakes in a file for people: file, line, caret, what is wrong and what to write, all at once.

use std::ops::Range;

use annotate_snippets::AnnotationKind;
use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use super::problem::Invalid;
use super::problem::Problem;

/// All mistakes of `invalid` as text without colours, in the order of the file.
#[must_use]
pub fn told(invalid: &Invalid) -> String {
    shown_by(&Renderer::plain(), invalid)
}

fn shown_by(renderer: &Renderer, invalid: &Invalid) -> String {
    let mut out = String::new();
    for problem in &invalid.problems {
        out.push_str(&one(renderer, invalid, problem));
        out.push_str("\n\n");
    }
    let count = invalid.problems.len();
    let mistakes = if count == 1 { "mistake" } else { "mistakes" };
    out.push_str(&format!("{}: {count} {mistakes}\n", invalid.name));
    out
}

fn one(renderer: &Renderer, invalid: &Invalid, problem: &Problem) -> String {
    let title = Level::ERROR
        .primary_title(problem.message.as_str())
        .id(problem.code);
    let help = Level::HELP.message(problem.help.as_str());
    let Some(place) = problem.place.clone() else {
        return renderer.render(&[annotate_snippets::Group::with_title(title).element(help)]);
    };
    let snippet = Snippet::source(invalid.text.as_str())
        .path(invalid.name.as_str())
        .annotation(AnnotationKind::Primary.span(within(place, &invalid.text)));
    renderer.render(&[title.element(snippet).element(help)])
}

/// `place` cut down to its first line, to whole characters and to the text.
fn within(place: Range<usize>, text: &str) -> Range<usize> {
    let start = whole(place.start, text);
    let end = whole(place.end, text).max(start);
    let first_line = text.get(start..end).unwrap_or_default().lines().next();
    start..start + first_line.map_or(0, str::len)
}

/// The last boundary between characters at or before `offset`.
fn whole(offset: usize, text: &str) -> usize {
    (0..=offset.min(text.len()))
        .rev()
        .find(|&offset| text.is_char_boundary(offset))
        .unwrap_or(0)
}
