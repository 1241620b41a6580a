//! Files made to bring a reader down: each is answered within its time, with text or with a reason.

use std::time::Duration;
use std::time::Instant;

use avowal::document::Document;
use avowal::extract::Hints;
use avowal::extract::Limits;
use avowal::extract::Unreadable;
use avowal::extract::read;

const TEXT: &str = "BT /A 12 Tf 72 700 Td (Hello there) Tj ET ";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
    /Resources<</XObject<</F 6 0 R>>/Font<</A 5 0 R>>>>>>";

#[test]
fn forms_that_call_forms_in_a_fan_end_within_the_time() {
    // Twelve levels of twenty calls each: 4 * 10^15 words.
    let inner = format!("{TEXT}{}", "/F Do ".repeat(20));
    let mut objects = page_with(&inner);
    for level in 0..12 {
        objects.push(form(&inner, 7 + level));
    }
    objects.push(form("", 6));

    assert_ends_in_time(&file(&objects));
}

#[test]
fn a_form_that_calls_itself_ends_within_the_time() {
    let inner = "/F Do ".repeat(20);
    let mut objects = page_with(&format!("{TEXT}{inner}"));
    objects.push(form(&inner, 6));

    assert_ends_in_time(&file(&objects));
}

#[test]
fn arrays_nested_without_end_are_refused_before_they_are_parsed() {
    let objects = page_with(&format!("{TEXT}{}", "[".repeat(300_000)));

    assert!(matches!(
        limited(&file(&objects)),
        Err(Unreadable::Malformed { .. })
    ));
}

#[test]
fn a_page_that_saves_states_without_end_is_left_out_and_the_others_are_read() {
    let heavy = format!("{}{TEXT}", "q ".repeat(100_000));
    let objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2>>".to_owned(),
        PAGE.to_owned(),
        stream("", &heavy),
        FONT.to_owned(),
        form("", 6),
        PAGE.replace("4 0 R", "8 0 R"),
        stream("", &TEXT.replace("there", "again")),
    ];

    let document = limited(&file(&objects)).expect("the second page can be read");

    assert_eq!(document.text, "Hello again");
    assert!(
        document
            .notices
            .iter()
            .any(|notice| notice.message.ends_with("page 1"))
    );
}

/// The objects 1 to 5 of a file with one page of this content.
fn page_with(content: &str) -> Vec<String> {
    vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        PAGE.to_owned(),
        stream("", content),
        FONT.to_owned(),
    ]
}

/// A form that knows the form of this object number as `F`.
fn form(content: &str, other: usize) -> String {
    let entries = format!(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {other} 0 R>>/Font<</A 5 0 R>>>>"
    );
    stream(&entries, content)
}

fn stream(entries: &str, content: &str) -> String {
    let length = content.len();
    format!("<</Length {length}{entries}>>\nstream\n{content}\nendstream")
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut data = String::from("%PDF-1.4\n");
    let mut table = String::new();
    for (place, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", data.len()));
        data.push_str(&format!("{} 0 obj\n{object}\nendobj\n", place + 1));
    }
    let (start, size) = (data.len(), objects.len() + 1);
    data.push_str(&format!(
        "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    ));
    data.into_bytes()
}

fn limited(bytes: &[u8]) -> Result<Document, Unreadable> {
    let limits = Limits {
        time: Duration::from_secs(2),
        ..Limits::default()
    };
    read(bytes, &Hints::default(), &limits)
}

/// Twice the limit and some: what the machine does beside it is not ours to choose.
fn assert_ends_in_time(bytes: &[u8]) {
    let start = Instant::now();
    let answer = limited(bytes);
    assert!(
        start.elapsed() < Duration::from_secs(8),
        "{:?}",
        start.elapsed()
    );
    if let Ok(document) = answer {
        assert!(
            document
                .notices
                .iter()
                .any(|notice| notice.code == "truncated")
        );
    }
}
