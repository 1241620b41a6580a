//! The links of a web page with where they stand: header, menu, footer, text.

use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::WINDOWS_1252;
use scraper::ElementRef;
use scraper::Html;
use scraper::Selector;
use url::Url;

/// Of a longer page only the beginning and, for its footer, the end are looked at, in bytes each.
const HALF: usize = 4 << 20;

/// The most links taken from one page.
const MOST_LINKS: usize = 20_000;

/// The most characters taken of the words of one link.
const MOST_WORDS: usize = 300;

/// How many elements above a link are looked at.
const MOST_ABOVE: usize = 200;

/// So many links in one list make it a menu, whatever it is called.
const MENU: usize = 3;

/// Where on a page a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the head of the page.
    Header,
    /// In a menu, drop-downs included.
    Menu,
    /// At the foot of the page.
    Footer,
    /// In the running text.
    Text,
}

impl Place {
    /// The word in every table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Menu => "menu",
            Self::Footer => "footer",
            Self::Text => "text",
        }
    }
}

/// One link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anchor {
    /// Where it leads, without what stands behind `#`.
    pub(super) target: Url,
    /// Its words, or the description of its picture, white space folded.
    pub(super) words: String,
    /// What its `title` and `aria-label` add.
    pub(super) told: String,
    pub(super) place: Place,
}

/// A page, as far as its links go.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// In the order of the page, each target and wording once for each place.
    pub(super) anchors: Vec<Anchor>,
    /// Whether nothing but scripts would fill it.
    pub(super) is_shell: bool,
}

/// Reads the page at `address`.
pub(super) fn read(bytes: &[u8], charset: Option<&str>, address: &Url) -> Page {
    let html = decoded(bytes, charset);
    let document = Html::parse_document(&html);
    let base = first(&document, "base[href]")
        .and_then(|base| base.value().attr("href"))
        .and_then(|href| address.join(href).ok())
        .unwrap_or_else(|| address.clone());
    let mut anchors: Vec<Anchor> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    if let Ok(links) = Selector::parse("a[href], area[href]") {
        for link in document.select(&links).take(MOST_LINKS) {
            if let Some(anchor) = anchor_of(link, &base)
                && seen.insert((anchor.target.clone(), anchor.words.clone(), anchor.place))
            {
                anchors.push(anchor);
            }
        }
    }
    let text = first(&document, "body").map_or(0, shown_letters);
    let scripts = first(&document, "script").is_some();
    Page {
        is_shell: scripts && anchors.len() < MENU && text < 200,
        anchors,
    }
}

/// Whether a text, in small letters or not, speaks of the thing at all.
pub(super) fn speaks_of_slavery(text: &str) -> bool {
    let text = text.to_lowercase();
    [
        "slavery",
        "trafficking",
        "forced labour",
        "forced labor",
        "esclavage",
        "travail forcé",
    ]
    .iter()
    .any(|word| text.contains(word))
}

fn first<'a>(document: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    document.select(&Selector::parse(selector).ok()?).next()
}

/// How many letters the page shows without scripts, up to a few hundred.
fn shown_letters(body: ElementRef<'_>) -> usize {
    let mut letters = 0;
    for node in body.descendants() {
        let Some(text) = node.value().as_text() else {
            continue;
        };
        let hidden = node.ancestors().take(3).any(|above| {
            above.value().as_element().is_some_and(|element| {
                matches!(element.name(), "script" | "style" | "noscript" | "template")
            })
        });
        if !hidden {
            letters += text.chars().filter(|sign| sign.is_alphanumeric()).count();
        }
        if letters > 400 {
            break;
        }
    }
    letters
}

fn anchor_of(link: ElementRef<'_>, base: &Url) -> Option<Anchor> {
    let element = link.value();
    let mut target = base.join(element.attr("href")?.trim()).ok()?;
    if !matches!(target.scheme(), "http" | "https") {
        return None;
    }
    target.set_fragment(None);
    let mut words = folded(link.text());
    if words.is_empty()
        && let Ok(pictures) = Selector::parse("img[alt], svg title")
    {
        words = folded(link.select(&pictures).flat_map(|picture| {
            let alt = picture.value().attr("alt");
            alt.into_iter().chain(picture.text()).collect::<Vec<_>>()
        }));
    }
    let told = folded(
        [
            element.attr("title"),
            element.attr("aria-label"),
            element.attr("alt"),
        ]
        .into_iter()
        .flatten(),
    );
    Some(Anchor {
        target,
        words,
        told,
        place: place_of(link),
    })
}

/// Where a link stands, told from the elements above it and what they are called.
fn place_of(link: ElementRef<'_>) -> Place {
    let (mut header, mut menu, mut text) = (false, false, false);
    for above in link
        .ancestors()
        .take(MOST_ABOVE)
        .filter_map(ElementRef::wrap)
    {
        let element = above.value();
        let role = element.attr("role").unwrap_or_default();
        let names = [element.attr("id"), element.attr("class")]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
            .to_ascii_lowercase();
        let name = element.name();
        if name == "body" || name == "html" {
            break;
        }
        if name == "footer" || role == "contentinfo" || names.contains("footer") {
            return Place::Footer;
        }
        if name == "main" || role == "main" || name == "article" {
            text = true;
        }
        if name == "nav"
            || matches!(role, "navigation" | "menu" | "menubar")
            || names.split([' ', '-', '_']).any(|part| {
                matches!(
                    part,
                    "nav" | "navbar" | "navigation" | "menu" | "topbar" | "megamenu"
                )
            })
        {
            menu = true;
        }
        if name == "header"
            || role == "banner"
            || names.split([' ', '-', '_']).any(|part| part == "header")
        {
            header = true;
        }
        if matches!(name, "p" | "blockquote" | "h1" | "h2") {
            text = true;
        }
    }
    match (menu, header, text) {
        (true, _, _) => Place::Menu,
        (_, true, _) => Place::Header,
        (_, _, true) => Place::Text,
        _ if is_one_of_many(link) => Place::Menu,
        _ => Place::Text,
    }
}

/// Whether a link stands in a list of links: old pages have menus and footers that no element says are some.
fn is_one_of_many(link: ElementRef<'_>) -> bool {
    let Some(parent) = link.parent().and_then(ElementRef::wrap) else {
        return false;
    };
    let links_in = |list: ElementRef<'_>| {
        list.child_elements()
            .filter(|item| item.value().name() == "a")
            .take(MENU)
            .count()
    };
    if links_in(parent) >= MENU {
        return true;
    }
    parent
        .parent()
        .and_then(ElementRef::wrap)
        .is_some_and(|list| {
            list.child_elements()
                .filter(|item| links_in(*item) > 0)
                .take(MENU)
                .count()
                >= MENU
        })
}

/// White space folded, cut to a bound.
fn folded<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for word in texts.flat_map(str::split_whitespace) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() > MOST_WORDS {
            return out.chars().take(MOST_WORDS).collect();
        }
    }
    out
}

/// The text of a page: as its mark or the server says, else UTF-8 where it is that, else Windows-1252.
fn decoded(bytes: &[u8], charset: Option<&str>) -> String {
    let mut both = Vec::new();
    let bytes = if bytes.len() > 2 * HALF {
        both.extend_from_slice(bytes.get(..HALF).unwrap_or_default());
        both.extend_from_slice(bytes.get(bytes.len() - HALF..).unwrap_or_default());
        both.as_slice()
    } else {
        bytes
    };
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => charset
            .and_then(|label| Encoding::for_label(label.as_bytes()))
            .filter(|encoding| *encoding != UTF_8)
            .unwrap_or(WINDOWS_1252),
    };
    encoding.decode(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(html: &str) -> Vec<(String, &'static str)> {
        let address = Url::parse("https://a.example/en/").unwrap();
        read(html.as_bytes(), None, &address)
            .anchors
            .into_iter()
            .map(|anchor| (anchor.words, anchor.place.word()))
            .collect()
    }

    #[test]
    fn a_link_is_placed_by_the_elements_above_it() {
        let found = places(
            "<header><a href=/a>head</a><nav><ul><li><a href=/b>deep</a></ul></nav></header>
             <main><p>Read <a href=/c>this</a></p></main>
             <div class='site-footer'><nav><a href=/d>foot</a></nav></div>
             <ul><li><a href=/e>e</a><li><a href=/f>f</a><li><a href=/g>g</a></ul><div><a href=/h>lonely</a></div>",
        );

        let expected = [
            ("head", "header"),
            ("deep", "menu"),
            ("this", "text"),
            ("foot", "footer"),
            ("e", "menu"),
            ("f", "menu"),
            ("g", "menu"),
            ("lonely", "text"),
        ];
        assert_eq!(
            found,
            expected.map(|(words, place)| (words.to_owned(), place))
        );
    }

    #[test]
    fn targets_are_joined_and_pictures_speak() {
        let address = Url::parse("https://a.example/en/").unwrap();
        let page = read(
            b"<base href='/base/'><a href='x.pdf#page=2'><img alt='Modern  slavery statement'></a><a href='mailto:a@b'>m</a>",
            None,
            &address,
        );

        assert_eq!(page.anchors.len(), 1);
        assert_eq!(
            page.anchors[0].target.as_str(),
            "https://a.example/base/x.pdf"
        );
        assert_eq!(page.anchors[0].words, "Modern slavery statement");
    }

    #[test]
    fn a_shell_for_scripts_is_noticed() {
        let address = Url::parse("https://a.example/").unwrap();
        let shell = b"<html><script src=app.js></script><body><div id=root></div><noscript>You need to enable JavaScript, please, to run this app in the browser that you are using at the moment.</noscript></body>";

        assert!(read(shell, None, &address).is_shell);
        assert!(!read(b"<body><p>We mend roofs.</p></body>", None, &address).is_shell);
    }
}
