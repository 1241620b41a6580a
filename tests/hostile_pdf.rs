//! Files made to bring a reader down: each is answered within its time, with text or with a reason.

mod pdf;

use std::time::Duration;
use std::time::Instant;

use avowal::document::Document;
use avowal::extract::Hints;
use avowal::extract::Limits;
use avowal::extract::Unreadable;
use avowal::extract::read;

use pdf::FONT;
use pdf::PAGE;
use pdf::TEXT;
use pdf::deflated_stream;
use pdf::file;
use pdf::form;
use pdf::page_with;
use pdf::stream;

/// What an answer may take where nothing has to be waited for: the machine does other things beside it, unoptimised.
const AT_ONCE: Duration = Duration::from_secs(4);

#[test]
fn forms_that_call_forms_in_a_fan_end_before_the_time_is_over() {
    // Twelve levels of twenty calls each: 4 * 10^15 words.
    let inner = format!("{TEXT}{}", "/F Do ".repeat(20));
    let mut objects = page_with(&inner);
    for level in 0..12 {
        objects.push(form(&inner, 7 + level));
    }
    objects.push(form("", 6));

    let document = answered(&file(&objects), AT_ONCE).expect("it has words");

    assert!(is_truncated(&document));
}

#[test]
fn a_form_that_calls_itself_is_followed_once() {
    let inner = format!("{TEXT}{}", "/F Do ".repeat(20));
    let mut objects = page_with("/F Do");
    objects.push(form(&inner, 6));

    let document = answered(&file(&objects), AT_ONCE).expect("it has words");

    assert_eq!(document.text, "Hello there");
    assert!(!is_truncated(&document));
}

#[test]
fn two_forms_that_call_each_other_are_followed_once() {
    let mut objects = page_with("/F Do");
    objects.push(form("/F Do /F Do", 7));
    objects.push(form(&format!("{TEXT} /F Do /F Do"), 6));

    let document = answered(&file(&objects), AT_ONCE).expect("it has words");

    assert_eq!(document.text, "Hello there");
}

#[test]
fn arrays_nested_without_end_are_refused_before_they_are_parsed() {
    let objects = page_with(&format!("{TEXT}{}", "[".repeat(300_000)));

    assert!(matches!(
        answered(&file(&objects), AT_ONCE),
        Err(Unreadable::Malformed { .. })
    ));
}

#[test]
fn arrays_nested_without_end_in_a_packed_form_leave_its_page_and_no_other() {
    let nested = "[".repeat(300_000);
    let mut objects = two_pages("/F Do", TEXT);
    objects[5] = deflated_stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]",
        nested.as_bytes(),
        1,
    );

    let document = answered(&file(&objects), AT_ONCE).expect("the second page can be read");

    assert_eq!(document.text, "Hello there");
    assert!(is_truncated(&document));
}

#[test]
fn states_saved_without_end_cost_nothing() {
    let heavy = format!("{}{TEXT}{}", "q ".repeat(100_000), "Q ".repeat(100_000));
    let objects = two_pages(&heavy, &TEXT.replace("there", "again"));

    let document = answered(&file(&objects), AT_ONCE).expect("both pages can be read");

    assert_eq!(document.text, "Hello there\n\nHello again");
}

#[test]
fn a_page_of_a_few_kilobytes_that_unfolds_beyond_all_limits_is_a_bomb() {
    let mut objects = page_with(TEXT);
    objects[3] = deflated_stream("", &vec![b' '; 600 << 20], 3);

    assert!(matches!(
        answered(&file(&objects), Duration::from_secs(60)),
        Err(Unreadable::DecompressionBomb { .. })
    ));
}

#[test]
fn a_page_that_unfolds_to_more_than_a_page_has_is_left_out() {
    let mut objects = two_pages(TEXT, &TEXT.replace("there", "again"));
    objects[3] = deflated_stream("", &vec![b' '; 100 << 20], 1);

    let document = answered(&file(&objects), Duration::from_secs(30)).expect("the second page");

    assert_eq!(document.text, "Hello again");
    assert!(is_truncated(&document));
}

#[test]
fn pages_that_share_a_parent_with_themselves_are_read_once() {
    let mut objects = page_with(TEXT);
    objects[1] = b"<</Type/Pages/Kids[3 0 R 2 0 R 6 0 R]/Count 1000000000>>".to_vec();
    objects.push(b"<</Type/Pages/Kids[2 0 R 6 0 R]/Count 3>>".to_vec());

    let document = answered(&file(&objects), AT_ONCE).expect("one page");

    assert_eq!(document.text, "Hello there");
}

#[test]
fn a_tree_of_pages_as_deep_as_the_file_is_read() {
    let mut objects = page_with(TEXT);
    objects[1] = b"<</Type/Pages/Kids[6 0 R]/Count 1>>".to_vec();
    for level in 0..20_000 {
        let below = if level == 19_999 { 3 } else { 7 + level };
        objects.push(format!("<</Type/Pages/Kids[{below} 0 R]/Count 1>>").into_bytes());
    }

    let document = answered(&file(&objects), AT_ONCE).expect("one page");

    assert_eq!(document.text, "Hello there");
}

#[test]
fn a_page_listed_a_hundred_thousand_times_is_read_once() {
    let mut objects = page_with(TEXT);
    let kids = "3 0 R ".repeat(100_000);
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count 100000>>").into_bytes();

    let document = answered(&file(&objects), AT_ONCE).expect("one page");

    assert_eq!(document.pages, Some(1));
}

#[test]
fn a_lot_of_pages_stops_at_the_limit() {
    let mut objects = page_with(TEXT);
    let kids: String = (0..8_000)
        .map(|page| format!("{} 0 R ", 6 + page))
        .collect();
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count 8000>>").into_bytes();
    objects.extend(std::iter::repeat_n(PAGE.as_bytes().to_vec(), 8_000));

    let document = answered(&file(&objects), Duration::from_secs(60)).expect("pages with words");

    assert_eq!(document.pages, Some(8_000));
    assert!(is_truncated(&document));
}

#[test]
fn an_object_stream_that_holds_itself_ends() {
    let header = "3 0 ";
    let content = format!("{header}<</Type/Page/Parent 2 0 R/Contents 4 0 R>>");
    let mut objects = page_with(TEXT);
    objects[2] = stream(
        &format!("/Type/ObjStm/N 1/First {}/Extends 3 0 R", header.len()),
        content.as_bytes(),
    );

    // Whether anything can be read is the library's choice.
    let _ = answered(&file(&objects), AT_ONCE);
}

#[test]
fn references_in_a_circle_end() {
    let mut objects = page_with(TEXT);
    objects[2] = PAGE.replace("4 0 R", "6 0 R").into_bytes();
    objects.push(b"7 0 R".to_vec());
    objects.push(b"6 0 R".to_vec());

    let _ = answered(&file(&objects), AT_ONCE);
}

#[test]
fn a_page_of_a_million_words_is_left_when_it_has_more_than_any_page() {
    let words = "(word) Tj 0 -1 Td ".repeat(400_000);
    let objects = page_with(&format!("BT /A 1 Tf 72 700 Td {words} ET"));

    let document = answered(&file(&objects), Duration::from_secs(60)).expect("it has words");

    assert!(is_truncated(&document));
}

#[test]
fn words_strewn_over_a_page_do_not_hold_up_its_layout() {
    let words: String = (0..40_000u64)
        .map(|place| {
            let (x, y) = ((place * 7_919) % 500, (place * 104_729) % 800);
            format!("1 0 0 1 {x} {y} Tm (ab) Tj ")
        })
        .collect();
    let objects = page_with(&format!("BT /A 2 Tf {words} ET"));

    answered(&file(&objects), Duration::from_secs(60)).expect("it has words");
}

#[test]
fn a_font_without_end_of_differences_is_read() {
    let names = "/a".repeat(500_000);
    let mut objects = page_with(TEXT);
    objects[4] = FONT
        .replace(">>", &format!("/Encoding<</Differences[0{names}]>>>>"))
        .into_bytes();

    let _ = answered(&file(&objects), AT_ONCE);
}

/// The objects of a file with two pages of these contents; the form `F` of both is empty and stands in place 5.
fn two_pages(first: &str, second: &str) -> Vec<Vec<u8>> {
    vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2>>".to_vec(),
        PAGE.as_bytes().to_vec(),
        stream("", first.as_bytes()),
        FONT.as_bytes().to_vec(),
        form("", 6),
        PAGE.replace("4 0 R", "8 0 R").into_bytes(),
        stream("", second.as_bytes()),
    ]
}

fn is_truncated(document: &Document) -> bool {
    document
        .notices
        .iter()
        .any(|notice| notice.code == "truncated")
}

/// The answer, which may not take longer than `patience`.
fn answered(bytes: &[u8], patience: Duration) -> Result<Document, Unreadable> {
    let start = Instant::now();
    let answer = read(bytes, &Hints::default(), &Limits::default());
    let taken = start.elapsed();
    assert!(taken < patience, "{taken:?}");
    answer
}
