//! Another company's name: told where the text should name its own, and nowhere else.

use super::*;
use crate::document::Builder;
use crate::facts::facts_of;

/// The companies that the draft of Northbank Foods Limited, with `sentences` in it, names in its own place.
fn others(sentences: &[&str]) -> Vec<String> {
    let mut builder = Builder::new("text");
    builder.plain(
        BlockKind::Heading { level: 1 },
        "Northbank Foods Limited: Modern Slavery Statement 2025",
    );
    builder.plain(
        BlockKind::Paragraph,
        "This statement is made by Northbank Foods Limited for the financial year ended 31 December 2025.",
    );
    for sentence in sentences {
        match sentence.strip_prefix("- ") {
            Some(item) => builder.plain(BlockKind::ListItem { depth: 0 }, item),
            None => builder.plain(BlockKind::Paragraph, sentence),
        }
    }
    builder.plain(
        BlockKind::Paragraph,
        "This statement was approved by the board of Northbank Foods Limited on 14 May 2026.",
    );
    let document = builder.finish();
    let facts = facts_of(&document);
    other_companies(&document, &facts, &Expected::default(), document.whole())
        .iter()
        .map(|found| document.words_at(found.place.span).to_owned())
        .collect()
}

#[test]
fn a_company_in_the_place_of_the_author_is_told() {
    for sentence in [
        "Ravel Stores plc is committed to preventing modern slavery in its business.",
        "Ravel Stores plc has a zero-tolerance approach to slavery.",
        "Ravel Stores plc will not tolerate forced labour.",
        "Ravel Stores plc recognises that it has a responsibility to act.",
        "At Ravel Stores plc, we expect the same of everyone who works for us.",
        "The board of Ravel Stores plc approved this statement.",
        "This policy was adopted by the board of directors of Ravel Stores plc in May.",
        "This statement is made by Ravel Stores plc under section 54 of the Modern Slavery Act 2015.",
        "Ravel Stores plc’s commitment to human rights is set out below.",
        "Signed on behalf of Ravel Stores plc",
        "Ravel Stores plc requires all suppliers to sign this code.",
    ] {
        assert_eq!(others(&[sentence]), ["Ravel Stores plc"], "{sentence}");
    }
}

#[test]
fn whoever_is_named_in_passing_is_not_told() {
    for sentences in [
        &["Our largest supplier, Ravel Stores plc, is committed to repaying the fees."][..],
        &["We audited Ravel Stores plc in May and found no breach."],
        &["Ravel Stores plc audited 14 of our sites."],
        &["Ravel Stores plc is our largest customer and expects all its suppliers to sign a code."],
        &[
            "We worked with Ravel Stores plc on this.",
            "Ravel Stores plc is committed to repaying the fees.",
        ],
        &[
            "Northbank Foods Limited is a wholly owned subsidiary of Ravel Stores plc.",
            "Ravel Stores plc is committed to preventing modern slavery.",
            "The board of Ravel Stores plc approved this statement.",
        ],
        &[
            "Our parent company, Ravel Stores plc, sets the policies of the group.",
            "Ravel Stores plc does not tolerate forced labour.",
        ],
        &[
            "The statement also covers these companies:",
            "- Ravel Stores plc",
            "- Ravel Depots Limited",
            "Ravel Stores plc is committed to the same steps.",
        ],
        &["The accounts were audited by Ravel Stores LLP."],
        &["This statement was prepared with the help of Ravel Stores LLP."],
        &["This statement is made by Northbank Foods Limited and Ravel Stores plc."],
        &["Northbank Dairy Limited is committed to the same steps."],
        &["N O R T H B A N K Foods Ltd is committed to preventing modern slavery."],
        &["Conclusion The Corporation is committed to preventing modern slavery."],
        &["NF Holdings plc is committed to preventing modern slavery."],
        &["Ravel Stores plc was acquired in March. Ravel Stores plc is committed to our policy."],
        &["Three suppliers were screened by Ravel Checks Limited, which takes its work seriously."],
    ] {
        assert_eq!(others(sentences), [""; 0], "{sentences:?}");
    }
}

#[test]
fn a_text_in_which_many_companies_speak_is_a_statement_of_many() {
    let many = [
        "Ravel Stores plc",
        "Carrow Dental Limited",
        "Tideway Ropes Limited",
    ]
    .map(|name| format!("{name} is committed to preventing modern slavery."));

    assert_eq!(others(&many.each_ref().map(String::as_str)), [""; 0]);
}
