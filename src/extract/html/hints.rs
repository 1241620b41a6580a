//! What the class, id and role of an element give away about it.

use std::collections::HashMap;

use html5ever::local_name;

use super::elements::role_of;
use super::tree::Element;

/// What an element calls itself. Names are chosen freely, so each of these is a hint and no proof.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hints {
    /// A cookie banner or consent dialogue.
    pub(super) consent: bool,
    /// A menu, breadcrumb, list of pages.
    pub(super) navigation: bool,
    /// The foot of the site.
    pub(super) footer: bool,
    /// The head of the site.
    pub(super) site_header: bool,
    /// Beside the content for sure: comments, newsletter form, advertisement.
    pub(super) furniture: bool,
    /// Perhaps beside the content: words that also name parts of a statement.
    pub(super) perhaps_furniture: bool,
    /// What visitors wrote below the text.
    pub(super) comments: bool,
    /// Laid over the page.
    pub(super) overlay: bool,
    /// A panel of tabs or of an accordion.
    pub(super) panel: bool,
    /// A row of tabs.
    pub(super) tabs: bool,
    /// The element that holds the content.
    pub(super) content: bool,
    /// A title that is no heading element.
    pub(super) title: bool,
    /// Notes at the foot of a text.
    pub(super) notes: bool,
    /// Only for screen readers.
    pub(super) unseen: bool,
}

/// What class, id and role of `element` give away.
pub(super) fn hints_of(element: &Element) -> Hints {
    HintBook::default().hints_of(element)
}

/// Remembers what classes give away: a page says `elementor-widget-container` a thousand times.
#[derive(Debug, Default)]
pub(super) struct HintBook<'a> {
    by_class: HashMap<&'a str, Hints>,
    words: Words,
}

impl<'a> HintBook<'a> {
    /// What class, id and role of `element` give away.
    pub(super) fn hints_of(&mut self, element: &'a Element) -> Hints {
        let mut hints = match element.attribute(&local_name!("class")) {
            Some(classes) => match self.by_class.get(classes) {
                Some(hints) => *hints,
                None => {
                    let mut hints = Hints::default();
                    by_names(classes, true, &mut self.words, &mut hints);
                    self.by_class.insert(classes, hints);
                    hints
                }
            },
            None => Hints::default(),
        };
        if let Some(role) = role_of(element) {
            by_role(role, &mut hints);
        }
        if let Some(names) = element.attribute(&local_name!("id")) {
            by_names(names, false, &mut self.words, &mut hints);
        }
        hints
    }
}

fn by_names(names: &str, is_class: bool, words: &mut Words, hints: &mut Hints) {
    for name in names.split_ascii_whitespace().take(40) {
        by_name(name, is_class, words, hints);
    }
}

fn by_role(role: &str, hints: &mut Hints) {
    match role.to_ascii_lowercase().as_str() {
        "navigation" | "menubar" | "menu" | "toolbar" | "directory" => hints.navigation = true,
        "search" => hints.furniture = true,
        "tablist" => hints.tabs = true,
        "tabpanel" => hints.panel = true,
        "contentinfo" => hints.footer = true,
        "banner" => hints.site_header = true,
        "complementary" => hints.perhaps_furniture = true,
        "dialog" | "alertdialog" => hints.overlay = true,
        "main" => hints.content = true,
        "doc-endnotes" | "doc-footnote" | "doc-footnotes" => hints.notes = true,
        _ => {}
    }
}

/// Reads one class or the id, word by word: `site-footer`, `cookieBanner`, `nav_main`.
fn by_name(name: &str, is_class: bool, words: &mut Words, hints: &mut Hints) {
    if name.len() > 80 {
        return;
    }
    let only = words_in(name, words, |_, _| {}) == 1;
    let word_count = words_in(name, words, |word, previous| {
        by_word(word, previous, is_class, only, hints);
    });
    // The id of a section is often made of its heading: many words, each of which may be anything.
    if !is_class && word_count > 3 {
        hints.perhaps_furniture = false;
        hints.title = false;
    }
}

fn by_word(word: &str, previous: &str, is_class: bool, only: bool, hints: &mut Hints) {
    match word {
        "consent" | "gdpr" | "onetrust" | "optanon" | "didomi" | "usercentrics" | "truste"
        | "trustarc" | "osano" | "cmplz" | "cky" | "iubenda" | "quantcast" | "ccpa" | "moove"
        | "termly" | "klaro" | "borlabs" => hints.consent = true,
        "nav" | "navbar" | "navigation" | "megamenu" | "breadcrumb" | "breadcrumbs" | "topnav"
        | "sidenav" | "subnav" | "navmenu" | "sitemap" | "pagination" | "pager" | "hamburger"
        | "offcanvas" | "skiplink" | "skiplinks" | "skipnav" | "menubar" | "mainmenu"
        | "submenu" | "mobilemenu" => {
            // Bootstrap's tabs are called `nav nav-tabs`.
            hints.navigation = true;
        }
        "menu" | "menus" => hints.navigation = true,
        "links" if previous == "skip" || previous == "quick" || previous == "footer" => {
            hints.navigation = true;
        }
        "link" if previous == "skip" => hints.navigation = true,
        "footer" | "colophon" | "subfooter" | "foot" => {
            // `article-footer`, `card-footer` belong to what they are the foot of.
            hints.footer |= matches!(
                previous,
                "" | "site" | "page" | "main" | "global" | "app" | "web" | "sub" | "the" | "new"
            );
            hints.perhaps_furniture = true;
        }
        "header" | "masthead" | "topbar" => {
            hints.site_header |= word != "header"
                || matches!(previous, "site" | "global" | "main" | "app" | "top")
                || (only && !is_class);
        }
        "comments" | "commentlist" | "comentarios" | "commentaires" | "kommentare"
        | "disqus_thread" => {
            hints.comments = true;
            hints.furniture = true;
        }
        "newsletter" | "addthis" | "sharethis" | "disqus" | "taboola" | "outbrain" | "sidebar"
        | "adsense" | "advert" | "adverts" | "advertisement" | "advertising" | "respond"
        | "livechat" | "intercom" | "sharebar" | "sharedaddy" | "jetpack" | "mailchimp"
        | "searchform" | "loginform" | "minicart" | "backtotop" => {
            hints.furniture = true;
        }
        "share" | "sharing" | "social" | "socials" | "related" | "recommended"
        | "recommendations" | "promo" | "promos" | "promotion" | "ad" | "ads" | "sponsored"
        | "sponsor" | "comment" | "reply" | "replies" | "search" | "login" | "signin"
        | "signup" | "subscribe" | "subscription" | "tags" | "tagcloud" | "print" | "feedback"
        | "survey" | "chat" | "teaser" | "teasers" | "trending" | "popular" | "archive"
        | "archives" | "categories" | "basket" | "cart" | "wishlist" | "byline" | "author"
        | "upsell" | "crosssell" | "meta" | "toc" | "prevnext" | "rail" | "toast" | "ticker" => {
            hints.perhaps_furniture = true;
        }
        "news" | "posts" | "articles" | "stories" | "products"
            if matches!(
                previous,
                "latest" | "recent" | "more" | "other" | "top" | "similar"
            ) =>
        {
            hints.furniture = true;
        }
        // Page builders call every box a widget: `elementor-widget`.
        "widget" if previous.is_empty() => hints.perhaps_furniture = true,
        "up" if previous == "sign" => hints.perhaps_furniture = true,
        "more" if previous == "read" || previous == "see" => hints.perhaps_furniture = true,
        "top" if previous == "to" => hints.furniture = true,
        "modal" | "popup" | "popups" | "lightbox" | "overlay" | "dialog" | "drawer" => {
            hints.overlay = true;
        }
        "tabpanel" | "tabpane" | "accordion" | "collapse" | "collapsible" | "accordions"
        | "toggle" | "faq" | "expander" | "panel" => hints.panel = true,
        "pane" | "panels" | "content" if previous == "tab" => hints.panel = true,
        "tabs" | "tablist" | "tab" => hints.tabs = true,
        "main" | "maincontent" if only => hints.content = true,
        "content" if only || previous == "main" || previous == "page" || previous == "entry" => {
            hints.content = true;
        }
        "heading" | "title" | "headline" | "subtitle" | "subheading" => hints.title |= is_class,
        "footnote" | "footnotes" | "endnote" | "endnotes" | "fn" | "ftn" => hints.notes = true,
        "visuallyhidden" => hints.unseen = true,
        "hidden" if previous == "visually" => hints.unseen = true,
        "only" if previous == "sr" => hints.unseen = true,
        "reader" if previous == "screen" => hints.unseen = true,
        _ if word.starts_with("cookie") || word.starts_with("cybotcookie") => {
            hints.consent = true;
        }
        _ => {}
    }
}

/// The last two words of a name; a class is read for every element, so they are kept without asking for memory.
#[derive(Debug, Default)]
struct Words {
    word: String,
    previous: String,
}

/// Calls `each` with every word of a name and the one before it, in small letters, and counts them. Words are parted
/// by signs and digits, and where a capital follows a small letter.
fn words_in(name: &str, words: &mut Words, mut each: impl FnMut(&str, &str)) -> usize {
    let mut count = 0;
    let mut after_small = false;
    words.word.clear();
    words.previous.clear();
    for character in name.chars().chain(std::iter::once('-')) {
        if (!character.is_alphabetic() || (character.is_uppercase() && after_small))
            && !words.word.is_empty()
        {
            each(&words.word, &words.previous);
            count += 1;
            std::mem::swap(&mut words.word, &mut words.previous);
            words.word.clear();
        }
        if character.is_ascii() {
            if character.is_ascii_alphabetic() {
                words.word.push(character.to_ascii_lowercase());
            }
        } else if character.is_alphabetic() {
            words.word.extend(character.to_lowercase());
        }
        after_small = character.is_lowercase();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hints(class: &str) -> Hints {
        let mut hints = Hints::default();
        for name in class.split(' ') {
            by_name(name, true, &mut Words::default(), &mut hints);
        }
        hints
    }

    #[test]
    fn names_are_read_word_by_word() {
        let mut words = Vec::new();
        words_in("siteFooter-nav_2main", &mut Words::default(), |word, _| {
            words.push(word.to_owned());
        });
        assert_eq!(words, ["site", "footer", "nav", "main"]);
        assert!(hints("cookieBanner").consent);
        assert!(hints("site-footer dark").footer);
        assert!(hints("primary-nav").navigation);
        assert!(hints("tab-pane fade").panel);
    }

    #[test]
    fn the_foot_of_an_article_is_not_the_foot_of_the_site() {
        assert!(!hints("entry-footer").footer);
        assert!(!hints("section-header").site_header);
        assert!(!hints("innovation").navigation);
    }
}
