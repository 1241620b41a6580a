//! Pages that hold no statement at all: consent walls, shells for scripts, error and block pages, mere links.
//!
//! Each asks for very little content, so that no statement, however short, is taken for one.

use html5ever::local_name;

use super::blocks::RawBlock;
use super::blocks::Shape;
use super::blocks::Unfolded;
use super::blocks::address_of;
use super::phrases;
use super::tree::Content;
use super::tree::DOCUMENT;
use super::tree::NodeId;
use super::tree::Tree;
use crate::document::AsideKind;
use crate::document::Builder;
use crate::extract::Unreadable;

/// A page with more words of content than this is read, whatever it says.
const MOST_WORDS: u32 = 140;

/// A script's shell, a consent wall, holds fewer words than this.
const FEW_WORDS: u32 = 45;

/// What the page is instead of a statement; none where it may be one.
pub(super) fn what_else_it_is(
    tree: &Tree,
    page: &Unfolded,
    fates: &[Option<AsideKind>],
    builder: &mut Builder,
) -> Option<Unreadable> {
    let content = |kind: Option<AsideKind>| {
        page.blocks
            .iter()
            .zip(fates)
            .filter(move |(_, fate)| **fate == kind)
            .map(|(block, _)| block)
    };
    let words: u32 = content(None).map(|block| block.words).sum();
    if words > MOST_WORDS {
        return None;
    }
    let text: String = content(None)
        .map(|block| page.text_of(block).to_lowercase() + "\n")
        .collect();
    if !speaks_of_slavery(&text) || words < FEW_WORDS {
        let title = builder
            .metadata()
            .title
            .as_deref()
            .unwrap_or_default()
            .to_lowercase();
        let heading = content(None)
            .find(|block| matches!(block.shape, Shape::Heading(_)))
            .map(|block| page.text_of(block).to_lowercase())
            .unwrap_or_default();
        if !speaks_of_slavery(&text) && is_blocked(&title, &text) {
            return Some(Unreadable::Blocked);
        }
        if !speaks_of_slavery(&text) && (is_missing(&title) || is_missing(&heading)) {
            return Some(Unreadable::SoftNotFound);
        }
        if !speaks_of_slavery(&text)
            && has_password_field(tree)
            && (asks_to_log_in(&title) || asks_to_log_in(&heading) || asks_to_log_in(&text))
        {
            return Some(Unreadable::LoginWall);
        }
        let consent: u32 = content(Some(AsideKind::Consent))
            .map(|block| block.words)
            .sum();
        let asks = page
            .buttons
            .iter()
            .any(|(_, words)| phrases::is_consent_button(words));
        let is_wall = consent > words.max(FEW_WORDS / 3)
            || (asks && !speaks_of_slavery(&text) && phrases::speaks_of_cookies(&text));
        if words < FEW_WORDS && wants_scripts(tree, &text) {
            return Some(Unreadable::JavaScriptOnly);
        }
        if words < FEW_WORDS && is_wall {
            return Some(Unreadable::ConsentWall);
        }
    }
    landing_link(tree, page, content(None), &text).map(|link| Unreadable::LandingPage { link })
}

fn speaks_of_slavery(text: &str) -> bool {
    [
        "slavery",
        "trafficking",
        "forced labour",
        "forced labor",
        "child labour",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// A page of a firewall or of a check for robots.
fn is_blocked(title: &str, text: &str) -> bool {
    const TITLES: &[&str] = &[
        "access denied",
        "attention required",
        "just a moment",
        "are you a robot",
        "are you human",
        "403 forbidden",
        "forbidden",
        "request rejected",
        "pardon our interruption",
        "security check",
        "ddos-guard",
        "bot verification",
        "robot check",
        "human verification",
    ];
    const TEXTS: &[&str] = &[
        "you have been blocked",
        "you don't have permission to access",
        "you do not have permission to access",
        "checking your browser",
        "verify you are human",
        "verify that you are human",
        "verifying you are human",
        "confirm you are human",
        "are not a robot",
        "you're not a robot",
        "unusual traffic",
        "complete the captcha",
        "security of your connection",
        "incapsula incident",
        "support id is",
        "performance & security by cloudflare",
        "ray id",
        "made us think that you are a bot",
        "automated access",
        "access denied",
        "access to this page has been denied",
    ];
    TITLES.iter().any(|phrase| title.starts_with(phrase))
        || TEXTS.iter().any(|phrase| text.contains(phrase))
}

/// A page that says that there is none, although the server says otherwise.
fn is_missing(heading: &str) -> bool {
    let heading = heading.replace('’', "'");
    let is_number = heading
        .split(|character: char| !character.is_alphanumeric())
        .any(|word| word == "404" || word == "410");
    is_number
        || [
            "page not found",
            "not found",
            "page cannot be found",
            "page can't be found",
            "page could not be found",
            "page couldn't be found",
            "can't find that page",
            "can't find the page",
            "cannot find the page",
            "couldn't find that page",
            "couldn't find the page",
            "page doesn't exist",
            "page does not exist",
            "page no longer exists",
            "page is no longer available",
            "page has moved",
            "page missing",
            "page unavailable",
            "nothing found",
            "nothing here",
        ]
        .iter()
        .any(|phrase| heading.contains(phrase))
}

fn asks_to_log_in(text: &str) -> bool {
    [
        "log in",
        "login",
        "log-in",
        "sign in",
        "signin",
        "sign-in",
        "members only",
        "password",
    ]
    .iter()
    .any(|phrase| text.contains(phrase))
}

fn has_password_field(tree: &Tree) -> bool {
    let mut at = Some(DOCUMENT);
    while let Some(id) = at {
        let node = tree.node(id);
        if let Content::Element(element) = &node.content
            && element.tag() == local_name!("input")
            && element
                .attribute(&local_name!("type"))
                .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("password"))
        {
            return true;
        }
        at = match node.first_child {
            Some(child) => Some(child),
            None => tree.after(id, DOCUMENT, |_| {}),
        };
    }
    false
}

/// Whether nothing but scripts would fill the page.
fn wants_scripts(tree: &Tree, text: &str) -> bool {
    let asks = |text: &str| {
        text.contains("javascript")
            && [
                "enable", "disabled", "required", "requires", "turn on", "need", "without",
                "activate",
            ]
            .iter()
            .any(|word| text.contains(word))
    };
    if asks(text) {
        return true;
    }
    let mut scripts = 0;
    let mut at = Some(DOCUMENT);
    while let Some(id) = at {
        let node = tree.node(id);
        if let Content::Element(element) = &node.content {
            match element.tag() {
                local_name!("script") => scripts += 1,
                local_name!("noscript") => {
                    if asks(&tree.text_below(id, 2_000).to_lowercase()) {
                        return true;
                    }
                }
                _ => {}
            }
        }
        at = match node.first_child {
            Some(child) => Some(child),
            None => tree.after(id, DOCUMENT, |_| {}),
        };
    }
    scripts > 0 && text.trim().is_empty()
}

/// The document that the page links to instead of holding the statement itself.
fn landing_link<'a>(
    tree: &Tree,
    page: &Unfolded,
    content: impl Iterator<Item = &'a RawBlock>,
    text: &str,
) -> Option<String> {
    if phrases::is_sign_off(text) {
        return None;
    }
    let mut best: Option<(u32, String)> = None;
    for block in content {
        for run in page.runs.get(block.runs.clone()).unwrap_or_default() {
            let Some(link) = run.link.filter(|_| run.leads_away) else {
                continue;
            };
            let Some(score) = document_score(tree, link, &page.text_of(block)) else {
                continue;
            };
            if best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = address_of(tree, link).map(|address| (score, address.to_owned()));
            }
        }
    }
    best.map(|(_, address)| address)
}

/// How surely `link` leads to the document of a statement; none where it does not.
fn document_score(tree: &Tree, link: NodeId, around: &str) -> Option<u32> {
    let address = address_of(tree, link)?.to_ascii_lowercase();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let is_document = [".pdf", ".docx", ".doc"]
        .iter()
        .any(|ending| path.ends_with(ending))
        || address.contains(".pdf");
    let own = tree.text_below(link, 300).to_lowercase();
    let says_document = own.contains("pdf") || own.contains("download");
    if !is_document && !says_document {
        return None;
    }
    let around = around.to_lowercase();
    let names = |text: &str| {
        speaks_of_slavery(text)
            || text.contains("slavery")
            || (text.contains("transparency") && text.contains("statement"))
            || (text.contains("supply chain") && text.contains("report"))
    };
    let names_itself = names(&own) || names(&path.replace(['-', '_'], " ").replace("%20", " "));
    if !names_itself && !names(&around) {
        return None;
    }
    Some(u32::from(is_document) * 2 + u32::from(names_itself))
}
