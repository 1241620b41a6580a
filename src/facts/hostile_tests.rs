//! Whatever a text holds: no panic, every place inside the text, the same answer twice.

use proptest::prelude::*;

use super::facts_of;
use super::testing::document;
use super::warnings_of;
use crate::document::PartialDate;
use crate::document::Span;

/// Pieces that the patterns wait for, and pieces that upset offsets.
const PIECES: &[&str] = &[
    "approved by the board of directors",
    "The Board of Trustees approved this statement on",
    "Signed",
    "Signed: ____",
    "/s/ Ann R. Lee",
    "Zoë Ångström-O’Hara, Chief Executive",
    "Full name:",
    "31/03/2025",
    "1 April 2024 to",
    "31 décembre 2024",
    "FY24/25",
    "financial year ended",
    "Holm Foods Limited",
    "University of",
    "and its subsidiaries",
    "(company number 09912041)",
    "ABN 00 000 627 451",
    "Modern Slavery Statement",
    "forced labour",
    "a victim, named",
    "aged 17",
    "[insert company]",
    "I attest that",
    "— “”’…",
    "\u{1f600}",
    "é",
    "İ",
    "\u{200b}",
    ". ",
    "| ",
    "# ",
    "- ",
    "",
];

fn blocks() -> impl Strategy<Value = Vec<String>> {
    let piece = proptest::sample::select(PIECES);
    let block = proptest::collection::vec(piece, 0..9).prop_map(|pieces| pieces.join(" "));
    proptest::collection::vec(block, 0..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_place_lies_in_the_text_and_the_answer_is_the_same_twice(blocks in blocks()) {
        let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
        let document = document(&blocks);
        let facts = facts_of(&document);
        let spans: Vec<Span> = [
            facts.title.as_ref().and_then(|found| found.span),
            facts.organisation.as_ref().and_then(|found| found.span),
            facts.company_number.as_ref().and_then(|found| found.span),
            facts.period_start.as_ref().and_then(|found| found.span),
            facts.period_end.as_ref().and_then(|found| found.span),
            facts.approval.as_ref().map(|approval| approval.span),
            facts.signature.as_ref().map(|signature| signature.span),
            facts.kind.part,
        ]
        .into_iter()
        .flatten()
        .chain(facts.coverage.iter().map(|covered| covered.span))
        .collect();

        for span in spans {
            prop_assert!(document.text.get(span.range()).is_some(), "{span:?}");
            prop_assert!(!span.is_empty());
        }
        let today = PartialDate::day_of(2026, 11, 24).expect("a day of the calendar");
        prop_assert_eq!(warnings_of(&facts, today), warnings_of(&facts_of(&document), today));
        prop_assert_eq!(facts_of(&document), facts);
    }
}
