//! Word documents made here, part by part.

use std::io::Cursor;
use std::io::Write;

use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::document::BlockKind;
use crate::document::Document;

const MAIN: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
    xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
    xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).expect("a new part");
        writer.write_all(content.as_bytes()).expect("room");
    }
    writer.finish().expect("a whole archive").into_inner()
}

fn relations(rows: &[(&str, &str, &str)]) -> String {
    let rows: String = rows
        .iter()
        .map(|(id, kind, target)| {
            let mode = if target.contains("://") {
                " TargetMode='External'"
            } else {
                ""
            };
            format!("<Relationship Id='{id}' Type='{KINDS}/{kind}' Target='{target}'{mode}/>")
        })
        .collect();
    format!("<Relationships>{rows}</Relationships>")
}

/// A document with this body, and these parts and relations beside it.
fn docx(body: &str, parts: &[(&str, String)], own: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut all = vec![
        (
            "_rels/.rels",
            relations(&[
                ("a", "officeDocument", "word/document.xml"),
                ("b", "metadata/core-properties", "docProps/core.xml"),
            ]),
        ),
        (
            "word/document.xml",
            format!("<w:document {MAIN}><w:body>{body}</w:body></w:document>"),
        ),
        ("word/_rels/document.xml.rels", relations(own)),
    ];
    all.extend(parts.iter().cloned());
    package(&all)
}

fn read_bytes(bytes: &[u8]) -> Result<Document, Unreadable> {
    super::super::read(bytes, &Hints::default(), &Limits::default())
}

fn told(bytes: &[u8]) -> Vec<String> {
    let document = read_bytes(bytes).expect("the document is read");
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

fn told_body(body: &str) -> Vec<String> {
    told(&docx(body, &[], &[]))
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

const LONG: &str = "We visited both of our laundries in the year and spoke with nine workers.";

#[test]
fn tracked_changes_are_taken_as_accepted() {
    let body = "<w:p><w:r><w:t xml:space='preserve'>We </w:t></w:r>\
        <w:del><w:r><w:delText>may </w:delText></w:r></w:del>\
        <w:ins><w:r><w:t xml:space='preserve'>do </w:t></w:r></w:ins><w:r><w:t>audit.</w:t></w:r></w:p>\
        <w:p><w:moveFrom><w:r><w:t>Moved away.</w:t></w:r></w:moveFrom></w:p>\
        <w:p><w:moveTo><w:r><w:t>Moved here.</w:t></w:r></w:moveTo></w:p>\
        <w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>One </w:t></w:r></w:p>\
        <w:p><w:r><w:t>sentence.</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val='x'/><w:pPrChange><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:pPrChange></w:pPr>\
        <w:r><w:t>No heading.</w:t></w:r></w:p>";

    assert_eq!(
        told_body(body),
        [
            "We do audit.",
            "Moved here.",
            "One sentence.",
            "No heading."
        ]
    );
}

#[test]
fn headings_are_told_by_outline_style_and_looks() {
    let bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>2. Risks</w:t></w:r></w:p>";
    let signed = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Jane Smith</w:t></w:r></w:p>";
    let body = format!(
        "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>Our business</w:t></w:r></w:p>{}{bold}{}{}{}{signed}{}",
        paragraph(LONG),
        paragraph(LONG),
        paragraph("TRAINING"),
        paragraph(LONG),
        paragraph("Director"),
    );

    assert_eq!(
        told_body(&body),
        [
            "## Our business",
            LONG,
            "### 2. Risks",
            LONG,
            "### TRAINING",
            LONG,
            "Jane Smith",
            "Director"
        ]
    );
}

#[test]
fn items_of_lists_keep_their_depth_and_lose_their_bullets() {
    let item = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='3'/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let none = "<w:p><w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr><w:r><w:t>Not one.</w:t></w:r></w:p>";
    let body = format!(
        "{}{}{none}{}",
        item(0, "Audits"),
        item(1, "without notice"),
        paragraph("• typed by hand")
    );

    assert_eq!(
        told_body(&body),
        [
            "- Audits",
            "  - without notice",
            "Not one.",
            "- typed by hand"
        ]
    );
}

#[test]
fn tables_are_read_row_by_row_and_spanning_cells_repeated() {
    let cell = |properties: &str, text: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>",
            paragraph(text)
        )
    };
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr>\
         <w:tr><w:trPr><w:del w:id='9'/></w:trPr>{}</w:tr></w:tbl>\
         <w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        cell("<w:vMerge w:val='restart'/>", "Measure"),
        cell("<w:gridSpan w:val='2'/>", "Year"),
        cell("<w:vMerge/>", ""),
        cell("", "2024"),
        cell("", "2025"),
        cell("", "gone"),
        paragraph("A box made of a table."),
    );

    assert_eq!(
        told_body(&body),
        [
            "| Measure | Year | Year",
            "| Measure | 2024 | 2025",
            "A box made of a table."
        ]
    );
}

#[test]
fn notes_stand_after_the_text_in_the_order_of_their_marks() {
    let note =
        |id: u8, text: &str| format!("<w:footnote w:id='{id}'>{}</w:footnote>", paragraph(text));
    let notes = format!(
        "<w:footnotes {MAIN}><w:footnote w:type='separator' w:id='0'>{}</w:footnote>{}{}</w:footnotes>",
        paragraph("-"),
        note(1, "Second note."),
        note(2, "First note.")
    );
    let body = "<w:p><w:r><w:t>One</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>\
        <w:r><w:t>.</w:t></w:r></w:p><w:p><w:r><w:t>Two.</w:t><w:footnoteReference w:id='1'/></w:r></w:p>";

    assert_eq!(
        told(&docx(
            body,
            &[("word/footnotes.xml", notes)],
            &[("n", "footnotes", "footnotes.xml")]
        )),
        ["One.", "Two.", "* First note.", "* Second note."]
    );
}

#[test]
fn a_text_box_is_read_once_and_after_its_paragraph() {
    let boxed = format!(
        "<w:txbxContent>{}</w:txbxContent>",
        paragraph("In the box.")
    );
    let body = format!(
        "<w:p><w:r><w:t xml:space='preserve'>Around </w:t></w:r><w:r><mc:AlternateContent>\
         <mc:Choice Requires='wps'>{boxed}</mc:Choice><mc:Fallback>{boxed}</mc:Fallback>\
         </mc:AlternateContent></w:r><w:r><w:t>it.</w:t></w:r></w:p>"
    );

    assert_eq!(told_body(&body), ["Around it.", "In the box."]);
}

#[test]
fn links_and_fields_keep_what_they_show_and_where_they_lead() {
    let body = "<w:p><w:hyperlink r:id='l' w:anchor='p'><w:r><w:t>Our code</w:t></w:r></w:hyperlink>\
        <w:r><w:t xml:space='preserve'> and </w:t></w:r>\
        <w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HYPERLINK \"https://b.example/\"</w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>report</w:t></w:r>\
        <w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>.</w:t></w:r></w:p>";
    let bytes = docx(body, &[], &[("l", "hyperlink", "https://a.example/code")]);
    let document = read_bytes(&bytes).expect("the document is read");

    assert_eq!(document.text, "Our code and report.");
    let links: Vec<(&str, &str)> = document
        .links
        .iter()
        .map(|link| (document.words_at(link.span), link.target.as_str()))
        .collect();
    assert_eq!(
        links,
        [
            ("Our code", "https://a.example/code#p"),
            ("report", "https://b.example/")
        ]
    );
}

#[test]
fn special_characters_become_what_a_reader_sees() {
    let body = "<w:p><w:r><w:t>R&amp;D</w:t><w:tab/><w:t>third</w:t><w:noBreakHyphen/><w:t>party</w:t><w:br/>\
        <w:t>sla</w:t><w:softHyphen/><w:t>very</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>";

    assert_eq!(told_body(body), ["R&D third-party slavery"]);
}

#[test]
fn headers_and_contents_are_kept_aside_and_properties_as_metadata() {
    let body = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>\
         <w:sdtContent>{}</w:sdtContent></w:sdt>{}<w:sectPr><w:headerReference r:id='h'/></w:sectPr>",
        paragraph("Risks 4"),
        paragraph(LONG)
    );
    let header = format!("<w:hdr {MAIN}>{}</w:hdr>", paragraph("Acme Limited"));
    let core = "<p xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:t='http://purl.org/dc/terms/'>\
        <dc:title>Statement</dc:title><dc:creator>Ada Lowe</dc:creator><t:created>2025-03-04T10:00:00Z</t:created></p>";
    let bytes = docx(
        &body,
        &[
            ("word/header1.xml", header),
            ("docProps/core.xml", core.to_owned()),
        ],
        &[("h", "header", "header1.xml")],
    );
    let document = read_bytes(&bytes).expect("the document is read");

    assert_eq!(document.text, LONG);
    let asides: Vec<(AsideKind, &str)> = document
        .asides
        .iter()
        .map(|aside| (aside.kind, aside.text.as_str()))
        .collect();
    assert_eq!(
        asides,
        [
            (AsideKind::Navigation, "Risks 4"),
            (AsideKind::RunningHead, "Acme Limited")
        ]
    );
    assert_eq!(document.metadata.title.as_deref(), Some("Statement"));
    assert_eq!(document.metadata.author.as_deref(), Some("Ada Lowe"));
    let created = document.metadata.created.map(|date| date.to_string());
    assert_eq!(created.as_deref(), Some("2025-03-04"));
}

#[test]
fn pages_are_those_that_word_last_showed() {
    let body = format!(
        "{}<w:p><w:r><w:lastRenderedPageBreak/><w:t>Second page.</w:t></w:r></w:p>",
        paragraph("First page.")
    );
    let document = read_bytes(&docx(&body, &[], &[])).expect("the document is read");
    let at = document.text.find("Second").expect("it is there");

    assert_eq!(document.page_at(0), Some(1));
    assert_eq!(document.page_at(u32::try_from(at).expect("short")), Some(2));
    assert_eq!(document.pages, Some(2));
}

#[test]
fn a_bomb_is_refused_before_it_unfolds() {
    let bytes = docx(&" ".repeat(64 << 20), &[], &[]);
    assert!(bytes.len() < 200_000);

    let error = read_bytes(&bytes).expect_err("it is a bomb");

    assert!(
        matches!(error, Unreadable::DecompressionBomb { .. }),
        "{error}"
    );
}

#[test]
fn elements_without_end_are_refused_and_not_recursed_into() {
    let bytes = docx(&"<w:p>".repeat(100_000), &[], &[]);

    let error = read_bytes(&bytes).expect_err("it nests too deep");

    assert!(error.to_string().contains("nest deeper"), "{error}");
}

#[test]
fn entities_that_unfold_into_each_other_are_not_followed() {
    let bytes = package(&[
        (
            "_rels/.rels",
            relations(&[("a", "officeDocument", "d.xml")]),
        ),
        (
            "d.xml",
            format!(
                "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><w:document {MAIN}><w:body>{}</w:body></w:document>",
                paragraph("Ho &b; ho.")
            ),
        ),
    ]);

    assert_eq!(told(&bytes), ["Ho ho."]);
}

#[test]
fn a_document_that_breaks_off_gives_what_it_holds() {
    let bytes = package(&[
        (
            "_rels/.rels",
            relations(&[("a", "officeDocument", "d.xml")]),
        ),
        (
            "d.xml",
            format!(
                "<w:document {MAIN}><w:body>{}<w:p><w:r><w:t>Half a",
                paragraph("Whole.")
            ),
        ),
    ]);
    let document = read_bytes(&bytes).expect("half a document is read");

    assert_eq!(document.text, "Whole.\n\nHalf a");
}

#[test]
fn other_formats_of_office_programs_are_told_by_name() {
    let compound = |stream: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let message = |bytes: &[u8]| read_bytes(bytes).expect_err("it is not read").to_string();

    assert_eq!(
        read_bytes(&compound("EncryptedPackage")),
        Err(Unreadable::Encrypted)
    );
    assert!(message(&compound("WordDocument")).contains("before 2007"));
    assert!(message(b"{\\rtf1 Statement}").contains("RTF"));
    let workbook = package(&[(
        "_rels/.rels",
        relations(&[("a", "officeDocument", "xl/workbook.xml")]),
    )]);
    assert!(message(&workbook).contains("Excel"));
    let text = package(&[(
        "mimetype",
        "application/vnd.oasis.opendocument.text".to_owned(),
    )]);
    assert!(message(&text).contains("OpenDocument text"));
    assert!(message(&package(&[("a.txt", "x".to_owned())])).contains("ZIP archive"));
}
