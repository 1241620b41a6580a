//! The examples of a criterion: what counts, and what does not.

use toml::Spanned;

use super::Draft;
use crate::rubric::CriterionKind;
use crate::rubric::Example;
use crate::typed::nearest;

/// The words of the column `verdict`.
const VERDICTS: [&str; 4] = ["met", "not_met", "cannot_tell", "not_applicable"];

/// The words of the column `status`.
const STATUSES: [&str; 6] = [
    "action",
    "plan",
    "conditional",
    "negative",
    "commitment",
    "context",
];

impl Draft<'_> {
    pub(super) fn examples(&mut self, kind: CriterionKind) -> Vec<Example> {
        for example in &self.typed.examples {
            self.check_example(example, kind);
        }
        let examples: Vec<Example> = self
            .typed
            .examples
            .iter()
            .map(|example| example.get_ref().clone())
            .collect();
        let sides = [
            (true, "that counts", "true"),
            (false, "that does not count", "false"),
        ];
        for (counts, what, word) in sides {
            let asked = kind == CriterionKind::Content || examples.is_empty();
            if asked
                && !self.problems.mistype(&self.opening, "example")
                && !examples.iter().any(|example| example.counts == counts)
            {
                self.problems.add(
                    "no-examples",
                    self.opening.clone(),
                    format!("the criterion has no example {what}"),
                    format!(
                        "add `[[criterion.example]]` with `text`, and `counts = {word}`: examples are its tests"
                    ),
                );
            }
        }
        examples
    }

    fn check_example(&mut self, example: &Spanned<Example>, kind: CriterionKind) {
        let place = example.span();
        let example = example.get_ref();
        if example.text.trim().is_empty() {
            self.problems.add(
                "empty-text",
                place.clone(),
                "the example has no text",
                "write one or a few sentences in a company's words",
            );
        }
        let words = [
            ("verdict", example.verdict.as_deref(), &VERDICTS[..]),
            ("status", example.status.as_deref(), &STATUSES[..]),
        ];
        for (key, word, known) in words {
            let Some(word) = word.filter(|word| !known.contains(word)) else {
                continue;
            };
            self.problems.add(
                "unknown-word",
                place.clone(),
                format!("`{word}` is no {key}"),
                match nearest(word, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("write one of {}", known.join(", ")),
                },
            );
        }
        if kind == CriterionKind::Formality && example.level.is_some() {
            self.problems.add(
                "stray-key",
                place.clone(),
                "the example gives a level, and a formality has none",
                "write `verdict` instead",
            );
        }
        let answered = match kind {
            CriterionKind::Content => example.level.is_some(),
            CriterionKind::Formality => example.verdict.is_some(),
        };
        let key = match kind {
            CriterionKind::Content => "level",
            CriterionKind::Formality => "verdict",
        };
        if !answered && !self.problems.mistype(&place, key) {
            self.problems.add(
                "missing-key",
                place,
                format!("the example does not say which {key} is right"),
                format!("add a line `{key} = \"…\"`"),
            );
        }
    }
}
