//! What is read of whole pages: content, furniture, places, and pages that are none.

use super::*;
use crate::document::Document;

fn read_page(page: &str) -> Result<Document, Unreadable> {
    super::super::read(page.as_bytes(), &Hints::default(), &Limits::default())
}

fn document(page: &str) -> Document {
    read_page(page).expect("the page is read")
}

fn told(page: &str) -> Vec<String> {
    let document = document(page);
    let block = |block: &crate::document::Block| {
        let words = document.words_at(block.span);
        match block.kind {
            BlockKind::Heading { level } => format!("{} {words}", "#".repeat(level.into())),
            BlockKind::ListItem { depth } => format!("{}- {words}", "  ".repeat(depth.into())),
            BlockKind::Footnote => format!("* {words}"),
            BlockKind::TableRow => format!("| {words}"),
            BlockKind::Paragraph => words.to_owned(),
        }
    };
    document.blocks.iter().map(block).collect()
}

fn error(page: &str) -> Unreadable {
    read_page(page).expect_err("the page holds no statement")
}

const ONE: &str =
    "We visited both of our laundries in the year and spoke with nine of their workers.";
const TWO: &str =
    "Our buyers were trained in May, and each of them passed the test at the end of it.";

#[test]
fn menus_banners_and_footers_are_set_aside_and_kept_as_asides() {
    let page = format!(
        "<nav><a href=/>Home</a><a href=/t>Training</a></nav>\
         <div class=cookie-banner><p>We use cookies to make our site work well for you.</p><button>Accept all</button></div>\
         <main><h1>Modern slavery statement</h1><p>{ONE}</p><p>{TWO}</p></main>\
         <footer><p>Sign up to hear of our offers before anybody else hears of them.</p><a href=/p>Privacy</a></footer>"
    );
    let document = document(&page);

    assert_eq!(told(&page), ["# Modern slavery statement", ONE, TWO]);
    let kinds: Vec<AsideKind> = document.asides.iter().map(|aside| aside.kind).collect();
    assert_eq!(
        kinds,
        [AsideKind::Navigation, AsideKind::Consent, AsideKind::Footer]
    );
}

#[test]
fn a_signature_block_at_the_very_end_is_kept_beside_a_longer_footer() {
    let page = format!(
        "<div class=page><div class=text><h1>Statement</h1><p>{ONE}</p></div>\
         <div class=sig><p>Signed on behalf of the board</p><p>Jane Smith</p><p>Director</p><p>3 May 2025</p></div></div>\
         <footer><p>{TWO} {TWO} {TWO}</p></footer>"
    );

    let blocks = told(&page);

    assert!(blocks.contains(&"Jane Smith".to_owned()), "{blocks:?}");
    assert!(blocks.contains(&"3 May 2025".to_owned()), "{blocks:?}");
    assert!(!blocks.iter().any(|block| block.contains("buyers")));
}

#[test]
fn what_is_hidden_until_something_is_pressed_counts() {
    let page = format!(
        "<main><h1>Statement</h1><p>{ONE}</p>\
         <details><summary>Risks</summary><p>{TWO}</p></details>\
         <button aria-controls=p2 aria-expanded=false>Due diligence</button>\
         <div id=p2 class=accordion-panel style='display:none'><p>We refused two agencies that charged workers fees.</p></div></main>"
    );

    assert_eq!(
        told(&page),
        [
            "# Statement",
            ONE,
            "## Risks",
            TWO,
            "## Due diligence",
            "We refused two agencies that charged workers fees."
        ]
    );
}

#[test]
fn tabs_give_their_names_to_their_panels() {
    let page = format!(
        "<main><h1>Statement</h1><ul role=tablist><li role=tab aria-controls=a>Policies</li>\
         <li role=tab aria-controls=b>Training</li></ul>\
         <div role=tabpanel id=a><p>{ONE}</p></div><div role=tabpanel id=b hidden><p>{TWO}</p></div></main>"
    );

    assert_eq!(
        told(&page),
        ["# Statement", "## Policies", ONE, "## Training", TWO]
    );
}

#[test]
fn cells_that_span_rows_and_columns_are_repeated() {
    let page = format!(
        "<main><p>{ONE}</p><table><tr><th rowspan=2>Measure<th colspan=2>Year<tr><th>2024<th>2025\
         <tr><td>Audits<td>1<td>2</table></main>"
    );

    assert_eq!(
        told(&page),
        [
            ONE,
            "| Measure | Year | Year",
            "| Measure | 2024 | 2025",
            "| Audits | 1 | 2"
        ]
    );
}

#[test]
fn a_cell_that_claims_a_million_rows_is_not_believed() {
    let page = format!(
        "<main><p>{ONE}</p><table><tr><td rowspan=1000000 colspan=1000000>x<td>y{}</table></main>",
        "<tr>".repeat(5_000)
    );

    assert!(document(&page).text.len() < 20_000);
}

#[test]
fn every_sentence_knows_its_line_and_every_link_its_address() {
    let page = format!(
        "<main>\n<h1>Statement</h1>\n<p id=s>{ONE}\nSee <a href='/code.pdf'>our\n code</a> too.</p>\n</main>"
    );
    let document = document(&page);
    let line = |words: &str| {
        let at = document.text.find(words).expect("it is there");
        let mark = document.mark_at(u32::try_from(at).expect("short"));
        mark.and_then(|mark| mark.line)
    };

    assert_eq!(line("Statement"), Some(2));
    assert_eq!(line("We visited"), Some(3));
    assert_eq!(line("our code"), Some(4));
    assert_eq!(line("too."), Some(5));
    assert_eq!(document.links[0].target, "/code.pdf");
    assert_eq!(document.words_at(document.links[0].span), "our code");
    assert_eq!(document.blocks[1].anchor.as_deref(), Some("s"));
}

#[test]
fn short_divisions_before_sentences_are_headings_and_names_before_names_are_not() {
    let page = format!(
        "<div><div><div>Due diligence</div><div>{ONE}</div></div>\
         <div><div>Jane Smith</div><div>Chief Executive</div><div>3 May 2025</div></div></div>"
    );

    assert_eq!(
        told(&page),
        [
            "# Due diligence",
            ONE,
            "Jane Smith",
            "Chief Executive",
            "3 May 2025"
        ]
    );
}

#[test]
fn a_paragraph_beside_a_longer_one_is_not_lost() {
    assert_eq!(
        told(&format!(
            "<main><p>{ONE}</p><p>We check payslips.</p></main>"
        )),
        [ONE, "We check payslips."]
    );
}

#[test]
fn related_news_and_forms_are_left_out() {
    let page = format!(
        "<article><h1>Statement</h1><p>{ONE}</p><p>{TWO}</p></article>\
         <section><h2>Related news</h2><a href=/1><h3>New depot opens</h3><p>Our new depot in the north has opened its doors.</p></a></section>\
         <form><label>E-mail</label><input type=email><p>Subscribe to our newsletter today and never miss a thing.</p></form>"
    );

    assert_eq!(told(&page), ["# Statement", ONE, TWO]);
}

#[test]
fn pages_that_are_no_content_say_which_kind_they_are() {
    let consent = "<body><div class=consent><p>We value your privacy. We and our partners store cookies on your device \
        and process personal data such as identifiers.</p><button>Accept all</button><button>Reject all</button></div></body>";
    assert_eq!(error(consent), Unreadable::ConsentWall);

    let shell = "<body><noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div><script src=a.js></script></body>";
    assert_eq!(error(shell), Unreadable::JavaScriptOnly);

    let missing = "<title>Page not found | Acme</title><main><h1>Sorry, we can’t find that page</h1><p>It may have moved.</p></main>";
    assert_eq!(error(missing), Unreadable::SoftNotFound);

    let wall = "<title>Just a moment...</title><h1>acme.example</h1><p>Verifying you are human. This may take a few seconds.</p>";
    assert_eq!(error(wall), Unreadable::Blocked);

    let login = "<title>Sign in</title><main><h1>Log in to your account</h1><form><label>User name</label><input name=u>\
        <label>Password</label><input type=password><button>Log in</button></form><p>Please log in to continue.</p></main>";
    assert_eq!(error(login), Unreadable::LoginWall);

    let landing = "<main><h1>Modern slavery</h1><p>Our modern slavery statement can be downloaded here.</p>\
        <a href='/docs/msa-2025.pdf'>Modern Slavery Statement 2025 (PDF)</a></main>";
    assert_eq!(
        error(landing),
        Unreadable::LandingPage {
            link: "/docs/msa-2025.pdf".to_owned()
        }
    );
}

#[test]
fn a_short_statement_is_not_taken_for_a_wall() {
    let page = "<title>Modern slavery statement</title><main><h1>Modern slavery statement</h1>\
        <p>We took no steps in the year to 31 March 2025.</p><p>Log in to our portal for more.</p></main>";

    assert!(document(page).text.contains("We took no steps"));
}

#[test]
fn metadata_comes_from_the_head() {
    let page = format!(
        "<html lang=en-GB><head><title>Statement | Acme</title><meta property=og:site_name content=Acme>\
         <meta property=article:published_time content='2025-04-02T08:00:00Z'></head><main><p>{ONE}</p></main>"
    );
    let metadata = document(&page).metadata;

    assert_eq!(metadata.title.as_deref(), Some("Statement | Acme"));
    assert_eq!(metadata.site_name.as_deref(), Some("Acme"));
    assert_eq!(metadata.language.as_deref(), Some("en-GB"));
    let created = metadata.created.map(|date| date.to_string());
    assert_eq!(created.as_deref(), Some("2025-04-02"));
}

#[test]
fn a_page_of_ten_thousand_small_parts_is_read_in_time_in_step_with_its_size() {
    let started = Instant::now();
    let part = format!(
        "<div class=card><span>Label</span><p>{ONE}</p><ul><li><a href=/x>More</a></ul></div>"
    );

    let document = document(&format!("<main>{}</main>", part.repeat(10_000)));

    assert!(document.word_count() > 10);
    assert!(started.elapsed().as_secs() < 20);
}
