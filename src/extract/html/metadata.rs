//! What a page says about itself in its head.

use html5ever::local_name;

use super::tree::Content;
use super::tree::DOCUMENT;
use super::tree::Element;
use super::tree::Tree;
use crate::document::Builder;
use crate::document::cleaned;

/// No value is longer than this.
const LONGEST: usize = 1_000;

/// What was found, each the first of its kind.
#[derive(Debug, Default)]
struct Found {
    title: Option<String>,
    social_title: Option<String>,
    site_name: Option<String>,
    author: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    canonical: Option<String>,
    language: Option<String>,
    publisher: Option<String>,
}

/// Fills in the metadata of `builder`.
pub(super) fn read_metadata(tree: &Tree, builder: &mut Builder) {
    let mut found = Found::default();
    let mut at = Some(DOCUMENT);
    while let Some(id) = at {
        let node = tree.node(id);
        if let Content::Element(element) = &node.content {
            match element.tag() {
                local_name!("html") => {
                    set(&mut found.language, element.attribute(&local_name!("lang")));
                }
                // A picture may have a title too.
                local_name!("title") => {
                    set(&mut found.title, Some(&tree.text_below(id, LONGEST)));
                }
                local_name!("meta") => found.meta(element),
                local_name!("link") => {
                    let is_canonical = element
                        .attribute(&local_name!("rel"))
                        .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                    if is_canonical {
                        set(
                            &mut found.canonical,
                            element.attribute(&local_name!("href")),
                        );
                    }
                }
                local_name!("script") => found.data(&tree.text_below(id, 1 << 18)),
                local_name!("time") => {
                    set(
                        &mut found.published,
                        element.attribute(&local_name!("datetime")),
                    );
                }
                _ => {}
            }
        }
        at = match node.first_child {
            Some(child) => Some(child),
            None => tree.after(id, DOCUMENT, |_| {}),
        };
    }
    builder.set_dates(found.published.as_deref(), found.modified.as_deref());
    let metadata = builder.metadata();
    metadata.title = found.title.or(found.social_title);
    metadata.site_name = found.site_name.or(found.publisher);
    metadata.author = found.author;
    metadata.canonical_url = found.canonical;
    metadata.language = found.language;
}

impl Found {
    fn meta(&mut self, element: &Element) {
        let name = element
            .attribute(&local_name!("property"))
            .or_else(|| element.attribute(&local_name!("name")))
            .or_else(|| element.attribute(&local_name!("http-equiv")))
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let content = element.attribute(&local_name!("content"));
        match name.as_str() {
            "og:title" | "twitter:title" | "dc.title" | "dcterms.title" => {
                set(&mut self.social_title, content);
            }
            "og:site_name" | "application-name" => set(&mut self.site_name, content),
            "author" | "article:author" | "dc.creator" => {
                let is_address = content.is_some_and(|content| content.contains("://"));
                set(&mut self.author, content.filter(|_| !is_address));
            }
            "article:published_time"
            | "date"
            | "dc.date"
            | "dcterms.created"
            | "pubdate"
            | "dc.date.issued"
            | "dcterms.issued" => set(&mut self.published, content),
            "article:modified_time" | "og:updated_time" | "last-modified" | "dcterms.modified" => {
                set(&mut self.modified, content);
            }
            "og:url" => set(&mut self.canonical, content),
            "content-language" | "dc.language" => set(&mut self.language, content),
            _ => {}
        }
    }

    /// JSON-LD: who publishes the page, and when it did.
    fn data(&mut self, script: &str) {
        let Ok(data) = serde_json::from_str::<serde_json::Value>(script) else {
            return;
        };
        self.value(&data, 0);
    }

    fn value(&mut self, value: &serde_json::Value, depth: usize) {
        // Deeper than this stand offers and breadcrumbs; serde_json itself stops at 128.
        if depth > 6 {
            return;
        }
        match value {
            serde_json::Value::Array(values) => {
                for value in values.iter().take(100) {
                    self.value(value, depth + 1);
                }
            }
            serde_json::Value::Object(fields) => {
                let kind = fields.get("@type").and_then(serde_json::Value::as_str);
                let text = |name: &str| fields.get(name).and_then(serde_json::Value::as_str);
                if matches!(
                    kind,
                    Some("Organization" | "Corporation" | "LocalBusiness" | "NGO")
                ) {
                    set(
                        &mut self.publisher,
                        text("legalName").or_else(|| text("name")),
                    );
                }
                set(&mut self.published, text("datePublished"));
                set(&mut self.modified, text("dateModified"));
                for name in ["@graph", "publisher", "sourceOrganization", "mainEntity"] {
                    if let Some(inner) = fields.get(name) {
                        self.value(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Sets `place` to the words of `value` unless it is set already.
fn set(place: &mut Option<String>, value: Option<&str>) {
    if place.is_some() {
        return;
    }
    *place = value
        .map(|value| {
            let mut end = value.len().min(LONGEST);
            while !value.is_char_boundary(end) {
                end -= 1;
            }
            cleaned(value.get(..end).unwrap_or_default())
        })
        .filter(|value| !value.is_empty());
}
