//! The addresses that a sitemap lists (sitemaps.org).

/// The most addresses taken from one sitemap: what the protocol allows.
const MOST: usize = 50_000;

/// What stands in the `<loc>` of each entry, and whether it is a list of further sitemaps.
pub(super) fn read(bytes: &[u8]) -> (Vec<String>, bool) {
    let text = String::from_utf8_lossy(bytes);
    let is_index = text.contains("<sitemapindex");
    let mut found = Vec::new();
    let mut rest = text.as_ref();
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

#[cfg(test)]
mod tests {
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
}
