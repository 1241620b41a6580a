//! What is said of PDFs whose text is not all there: characters without meaning, pages without text, broken tables.

mod pdf;

use avowal::document::Document;
use avowal::extract::Hints;
use avowal::extract::Limits;
use avowal::extract::Unreadable;
use avowal::extract::read;

use pdf::file;
use pdf::page_with;
use pdf::pages_of;

/// A font whose letters have names that mean nothing, as subset fonts without ToUnicode have them.
const NAMELESS: &str = "<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+Obscure/FirstChar 97/LastChar 97/Widths[500]\
    /FontDescriptor<</Type/FontDescriptor/FontName/ABCDEF+Obscure/Flags 4>>\
    /Encoding<</Type/Encoding/Differences[97/glyphthirtyone]>>>>";

fn extracted(bytes: &[u8]) -> Result<Document, Unreadable> {
    read(bytes, &Hints::default(), &Limits::default())
}

fn notice(document: &Document, code: &str) -> Option<String> {
    document
        .notices
        .iter()
        .find(|notice| notice.code == code)
        .map(|notice| notice.message.clone())
}

/// A page of 100 characters, `nameless` of which have no known meaning.
fn partly_decoded(nameless: usize) -> Vec<u8> {
    let plain: String = ["workers "; 20].concat();
    let plain: String = plain
        .chars()
        .filter(|letter| *letter != ' ')
        .take(100 - nameless)
        .collect();
    let content = format!(
        "BT /A 5 Tf 20 700 Td ({plain}) Tj 0 -20 Td /B 5 Tf ({}) Tj ET",
        "a".repeat(nameless)
    );
    let mut objects = page_with(&content);
    objects[2] = String::from_utf8_lossy(&objects[2])
        .replace("/A 5 0 R", "/A 5 0 R/B 6 0 R")
        .into_bytes();
    objects.push(NAMELESS.as_bytes().to_vec());
    file(&objects)
}

#[test]
fn a_few_characters_without_meaning_are_nothing_to_tell() {
    let document = extracted(&partly_decoded(5)).expect("text");

    assert_eq!(notice(&document, "undecoded-text"), None);
}

#[test]
fn more_than_one_character_in_twenty_without_meaning_is_told() {
    let document = extracted(&partly_decoded(6)).expect("text");

    assert_eq!(
        notice(&document, "undecoded-text").as_deref(),
        Some("6 % of the characters could not be decoded")
    );
}

#[test]
fn more_than_four_characters_in_ten_without_meaning_are_no_text() {
    assert!(extracted(&partly_decoded(40)).is_ok());
    assert_eq!(
        extracted(&partly_decoded(41)),
        Err(Unreadable::Garbled { percent: 41 })
    );
}

#[test]
fn pages_that_are_pictures_are_named() {
    let first: &[&str] = &["We trained 40 buyers on forced labour."];
    let last: &[&str] = &["Our suppliers are audited every year."];

    let document = extracted(&pages_of(&[&[], first, &[], &[], &[], last])).expect("text");

    assert_eq!(document.scanned_pages, [1, 3, 4, 5]);
    assert_eq!(
        notice(&document, "scanned-pages").as_deref(),
        Some("pictures without text: pages 1, 3 to 5")
    );
    assert_eq!(
        extracted(&pages_of(&[&[], &[]])),
        Err(Unreadable::NoTextLayer { pages: 2 })
    );
}

#[test]
fn a_file_of_nothing_but_the_same_line_keeps_it() {
    let line: &[&str] = &["We trained 40 buyers on forced labour."];

    let document = extracted(&pages_of(&[line, line, line, line])).expect("text");

    assert!(document.text.contains("We trained 40 buyers"));
}

#[test]
fn tables_of_contents_that_lead_astray_are_left_aside() {
    let sound = file(&page_with(pdf::TEXT));
    let text = String::from_utf8_lossy(&sound);
    // The table says that the contents are where the font is.
    let entries: Vec<&str> = text
        .lines()
        .filter(|line| line.ends_with(" 00000 n "))
        .collect();
    let astray = text.replace(entries[3], entries[4]);

    let document = extracted(astray.as_bytes()).expect("text");

    assert_eq!(document.text, "Hello there");
}

#[test]
fn layers_that_are_switched_off_are_not_read() {
    let content = "/OC /Off BDC BT /A 12 Tf 72 700 Td (Draft) Tj ET EMC \
        /OC /On BDC BT /A 12 Tf 72 600 Td (Final) Tj ET EMC";
    let mut objects = page_with(content);
    objects[0] =
        b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[6 0 R]>>>>>>"
            .to_vec();
    objects[2] = String::from_utf8_lossy(&objects[2])
        .replace(
            "/Resources<<",
            "/Resources<</Properties<</Off 6 0 R/On 7 0 R>>",
        )
        .into_bytes();
    objects.push(b"<</Type/OCG/Name(Draft)>>".to_vec());
    objects.push(b"<</Type/OCG/Name(Final)>>".to_vec());

    assert_eq!(extracted(&file(&objects)).expect("text").text, "Final");
}

#[test]
fn fonts_ordered_as_a_national_collection_are_read() {
    // CID 1125 of Adobe-Japan1 is U+4E9C, the first of the kanji.
    let font = "<</Type/Font/Subtype/Type0/BaseFont/Ryumin/Encoding/Identity-H/DescendantFonts[\
        <</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin/CIDSystemInfo\
        <</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>]>>";
    let mut objects = page_with("BT /A 12 Tf 72 700 Td <046504650465> Tj ET");
    objects[4] = font.as_bytes().to_vec();

    assert_eq!(extracted(&file(&objects)).expect("text").text, "亜亜亜");
}

#[test]
fn single_digits_of_a_table_are_not_put_together() {
    let row = |y: u32| {
        format!(
            "1 0 0 1 72 {y} Tm (0) Tj 1 0 0 1 110 {y} Tm (1) Tj 1 0 0 1 148 {y} Tm (4) Tj 1 0 0 1 186 {y} Tm (4) Tj "
        )
    };
    let content = format!("BT /A 10 Tf {}{}{}ET", row(700), row(688), row(676));

    let text = extracted(&file(&page_with(&content))).expect("text").text;

    assert!(!text.contains("0144"), "{text}");
}
