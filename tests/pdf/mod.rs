//! Builds small PDF files object by object, for tests.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::Write;

/// Shows two words at the top of a page with the font `A`.
pub(crate) const TEXT: &str = "BT /A 12 Tf 72 700 Td (Hello there) Tj ET ";

/// A font that every reader knows.
pub(crate) const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

/// A page whose content is object 4; it knows the form 6 as `F` and the font 5 as `A`.
pub(crate) const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
    /Resources<</XObject<</F 6 0 R>>/Font<</A 5 0 R>>>>>>";

/// The objects 1 to 5 of a file with one page of this content.
pub(crate) fn page_with(content: &str) -> Vec<Vec<u8>> {
    vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        PAGE.as_bytes().to_vec(),
        stream("", content.as_bytes()),
        FONT.as_bytes().to_vec(),
    ]
}

/// A form that knows the form of this object number as `F`.
pub(crate) fn form(content: &str, other: usize) -> Vec<u8> {
    let entries = format!(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {other} 0 R>>/Font<</A 5 0 R>>>>"
    );
    stream(&entries, content.as_bytes())
}

/// A picture of one black dot.
pub(crate) fn picture() -> Vec<u8> {
    stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
        &[0],
    )
}

/// A stream with these entries beside its length.
pub(crate) fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut object = format!("<</Length {}{entries}>>\nstream\n", content.len()).into_bytes();
    object.extend_from_slice(content);
    object.extend_from_slice(b"\nendstream");
    object
}

/// The same, deflated `times` times over.
pub(crate) fn deflated_stream(entries: &str, content: &[u8], times: usize) -> Vec<u8> {
    let mut packed = content.to_vec();
    for _ in 0..times {
        packed = deflated(&packed);
    }
    let filters = "/FlateDecode".repeat(times);
    stream(&format!("/Filter[{filters}]{entries}"), &packed)
}

/// Deflated as well as it goes.
pub(crate) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// A file of these objects, numbered from 1; the first is its catalog.
pub(crate) fn file<O: AsRef<[u8]>>(objects: &[O]) -> Vec<u8> {
    let mut data = b"%PDF-1.7\n".to_vec();
    let mut table = String::new();
    for (place, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", data.len()));
        data.extend_from_slice(format!("{} 0 obj\n", place + 1).as_bytes());
        data.extend_from_slice(object.as_ref());
        data.extend_from_slice(b"\nendobj\n");
    }
    let (start, size) = (data.len(), objects.len() + 1);
    data.extend_from_slice(
        format!(
            "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
        )
        .as_bytes(),
    );
    data
}

/// A file whose pages show the lines given for each; a page without lines is a picture from edge to edge.
pub(crate) fn pages_of(pages: &[&[&str]]) -> Vec<u8> {
    let kids: String = (0..pages.len())
        .map(|place| format!("{} 0 R ", 5 + 2 * place))
        .collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()).into_bytes(),
        FONT.as_bytes().to_vec(),
        picture(),
    ];
    for (place, lines) in pages.iter().enumerate() {
        let content = if lines.is_empty() {
            "q 595 0 0 842 0 0 cm /P Do Q".to_owned()
        } else {
            let shown: String = lines
                .iter()
                .map(|line| format!("({line}) Tj T* "))
                .collect();
            format!("BT /A 11 Tf 14 TL 72 760 Td {shown}ET")
        };
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<</Font<</A 3 0 R>>/XObject<</P 4 0 R>>>>>>",
                6 + 2 * place
            )
            .into_bytes(),
        );
        objects.push(stream("", content.as_bytes()));
    }
    file(&objects)
}
