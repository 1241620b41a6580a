//! Paragraphs that are word for word those of last year.

use std::collections::BTreeSet;

use super::Finding;
use super::Place;
use super::codes;
use crate::document::BlockKind;
use crate::document::Document;
use crate::document::word_count;

/// A shorter paragraph may well be the same every year.
const FEWEST_WORDS: usize = 25;

/// Last year's statement, for telling what was carried over unchanged.
#[derive(Debug, Clone, Default)]
pub struct Previous {
    paragraphs: BTreeSet<String>,
}

impl Previous {
    /// Takes the paragraphs of `document`, last year's statement.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        Self {
            paragraphs: document
                .blocks
                .iter()
                .map(|block| folded(document.words_at(block.span)))
                .collect(),
        }
    }

    pub(super) fn findings(&self, document: &Document) -> Vec<Finding> {
        let is_running_text = |kind| {
            matches!(
                kind,
                BlockKind::Paragraph | BlockKind::ListItem { .. } | BlockKind::TableRow
            )
        };
        document
            .blocks
            .iter()
            .filter(|block| is_running_text(block.kind))
            .filter(|block| {
                let words = document.words_at(block.span);
                word_count(words) >= FEWEST_WORDS && self.paragraphs.contains(&folded(words))
            })
            .map(|block| Finding {
                code: &codes::UNCHANGED_PARAGRAPH,
                severity: codes::UNCHANGED_PARAGRAPH.severity,
                confidence: 1.0,
                criterion: None,
                message: "this paragraph is word for word that of last year".to_owned(),
                help: codes::UNCHANGED_PARAGRAPH.cure.to_owned(),
                model: String::new(),
                place: Place::exact(block.span),
            })
            .collect()
    }
}

/// The words in small letters, without signs and spaces between them.
fn folded(words: &str) -> String {
    words
        .to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Builder;

    fn document(paragraphs: &[&str]) -> Document {
        let mut builder = Builder::new("text");
        for paragraph in paragraphs {
            builder.plain(BlockKind::Paragraph, paragraph);
        }
        builder.finish()
    }

    #[test]
    fn a_long_paragraph_of_last_year_is_told_and_a_changed_or_short_one_is_not() {
        let long = "We assess the risk of modern slavery in our supply chains every year by country and by \
            category, and we ask suppliers in high-risk categories to complete a questionnaire.";
        let changed = long.replace("every year", "twice a year");
        let previous = Previous::new(&document(&[long, "We train staff."]));

        let draft = document(&[&long.to_uppercase(), &changed, "We train staff."]);
        let findings = previous.findings(&draft);

        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place.span, draft.blocks[0].span);
    }
}
