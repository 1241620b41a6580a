//! The addresses that a sitemap lists (sitemaps.org).

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

/// The most addresses taken from one sitemap: what the protocol allows.
const MOST: usize = 50_000;

/// The most bytes of a compressed sitemap once it is unfolded: what the protocol allows.
const MOST_BYTES: u64 = 50 * 1024 * 1024;

/// What stands in the `<loc>` of each entry, and whether it is a list of further sitemaps. A sitemap may be gzipped as a
/// file (`sitemap.xml.gz`, with no `Content-Encoding` that the client would undo), or plain text with an address a line.
pub(super) fn read(bytes: &[u8]) -> (Vec<String>, bool) {
    let bytes = unfolded(bytes);
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('<') {
        let lines = text.lines().map(str::trim);
        let addresses =
            lines.filter(|line| line.starts_with("http://") || line.starts_with("https://"));
        return (addresses.take(MOST).map(str::to_owned).collect(), false);
    }
    let is_index = text.contains("<sitemapindex");
    let mut found = Vec::new();
    let mut rest = text;
    while found.len() < MOST
        && let Some((_, after)) = rest.split_once("<loc>")
    {
        let Some((entry, after)) = after.split_once("</loc>") else {
            break;
        };
        let entry = entry
            .trim()
            .trim_start_matches("<![CDATA[")
            .trim_end_matches("]]>")
            .replace("&amp;", "&");
        found.push(entry);
        rest = after;
    }
    (found, is_index)
}

/// The bytes, unfolded where they are gzipped; what a torn file holds before the tear counts.
fn unfolded(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Cow::Borrowed(bytes);
    }
    let mut unfolded = Vec::new();
    let mut reader = MultiGzDecoder::new(bytes).take(MOST_BYTES);
    // Whatever came before an error is kept in the buffer.
    let _torn = reader.read_to_end(&mut unfolded);
    Cow::Owned(unfolded)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn entries_are_taken_from_a_sitemap_and_from_an_index_of_some() {
        let map = b"<urlset><url><loc> https://a.example/?a=1&amp;b=2 </loc></url><url><loc><![CDATA[https://a.example/c]]></loc></url><url><loc>torn";

        assert_eq!(
            read(map),
            (
                vec![
                    "https://a.example/?a=1&b=2".to_owned(),
                    "https://a.example/c".to_owned()
                ],
                false
            )
        );
        assert!(read(b"<sitemapindex><sitemap><loc>x</loc></sitemap></sitemapindex>").1);
    }
    #[test]
    fn gzipped_files_and_plain_lists_are_sitemaps_too_and_a_torn_one_gives_what_it_holds() {
        let mut map = String::from("<urlset>");
        for entry in 0..2_000 {
            map.push_str(&format!(
                "<url><loc>https://a.example/{}</loc></url>",
                entry * 7_919 % 104_729
            ));
        }
        let mut gzipped = GzEncoder::new(Vec::new(), Compression::default());
        gzipped.write_all(map.as_bytes()).unwrap();
        let gzipped = gzipped.finish().unwrap();

        assert_eq!(read(&gzipped).0.len(), 2_000);
        let torn = read(&gzipped[..gzipped.len() / 2]).0.len();
        assert!(torn > 100 && torn < 2_000, "{torn}");
        assert_eq!(
            read("\u{feff}https://a.example/a\r\n# note\nhttps://a.example/b\n".as_bytes()).0,
            ["https://a.example/a", "https://a.example/b"]
        );
    }

    #[test]
    fn a_gzipped_bomb_is_read_no_further_than_the_protocol_allows() {
        let mut gzipped = GzEncoder::new(Vec::new(), Compression::fast());
        for _ in 0..200 {
            gzipped.write_all(&vec![b' '; 1024 * 1024]).unwrap();
        }
        let gzipped = gzipped.finish().unwrap();

        assert_eq!(unfolded(&gzipped).len() as u64, MOST_BYTES);
    }
}
