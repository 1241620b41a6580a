//! A rubric's own examples, scored: each is a small statement whose right answer the rubric's author knows.

use std::sync::Arc;

use super::Scorer;
use crate::assessment::CriterionResult;
use crate::document::BlockKind;
use crate::document::Builder;
use crate::document::Document;
use crate::facts::facts_of;
use crate::rubric::Example;
use crate::rubric::Rubric;

/// One example of a rubric, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleOutcome {
    /// The criterion that it belongs to.
    pub criterion: String,
    /// Its place among the criterion's examples, from 1.
    pub number: usize,
    /// The example.
    pub text: String,
    /// Each answer that is not the one the rubric gives, in words: what was expected and what was found. Empty where
    /// the example holds.
    pub differences: Vec<String>,
    /// Why the engine answered so: the reasons of the evidence, surest first.
    pub reasons: Vec<String>,
}

impl ExampleOutcome {
    /// Whether the rubric gives the answer that its author wants.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Scores every example of `rubric` as a statement of its own, in the order of the file.
///
/// Costs as much as making a [`Scorer`], and then a fraction of a millisecond an example.
#[must_use]
pub fn run(rubric: &Arc<Rubric>) -> Vec<ExampleOutcome> {
    let scorer = Scorer::new(std::slice::from_ref(rubric));
    let mut outcomes = Vec::new();
    for (place, criterion) in rubric.criteria.iter().enumerate() {
        for (number, example) in criterion.examples.iter().enumerate() {
            let document = document_of(example);
            let assessments = scorer.assess(&document, &facts_of(&document));
            let result = assessments
                .first()
                .and_then(|assessment| assessment.results.get(place));
            let Some(result) = result else { continue };
            outcomes.push(ExampleOutcome {
                criterion: criterion.id.clone(),
                number: number + 1,
                text: example.text.clone(),
                differences: differences(example, result),
                reasons: result
                    .evidence
                    .iter()
                    .map(|evidence| {
                        let word = evidence.status.word();
                        let sure = evidence.confidence;
                        format!("{word}, confidence {sure:.2}: {}", evidence.reason)
                    })
                    .collect(),
            });
        }
    }
    outcomes
}

/// The example as a document: its heading, then a block for each line; a line that begins with `- ` is a list item.
fn document_of(example: &Example) -> Document {
    let mut builder = Builder::new("text");
    if let Some(heading) = &example.heading {
        builder.plain(BlockKind::Heading { level: 2 }, heading);
    }
    for line in example.text.lines().map(str::trim) {
        match line.strip_prefix("- ") {
            Some(item) => builder.plain(BlockKind::ListItem { depth: 0 }, item),
            None => builder.plain(BlockKind::Paragraph, line),
        }
    }
    builder.finish()
}

fn differences(example: &Example, result: &CriterionResult) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, expected: Option<&str>, found: &str| {
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            differences.push(format!("{what} {expected} expected, {found} found"));
        }
    };
    let counts = result.evidence.iter().any(|evidence| evidence.counts);
    let word = |counts| if counts { "true" } else { "false" };
    compare("counts", Some(word(example.counts)), word(counts));
    let level = result.level.map_or("none", |level| level.word());
    compare("level", example.level.map(|level| level.word()), level);
    compare("verdict", example.verdict.as_deref(), result.verdict.word());
    // The evidence is sorted, the best first.
    let status = result
        .evidence
        .first()
        .map_or("none", |evidence| evidence.status.word());
    compare("status", example.status.as_deref(), status);
    differences
}
