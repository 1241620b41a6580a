//! The stock phrases of web pages: consent buttons, headings of link lists, imprints, sign-offs.

/// How a heading tells that what follows is furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Furniture {
    /// Whatever follows, unless it is most of the page.
    Always,
    /// Only if what follows is links.
    IfLinks,
}

/// Whether the heading `words` opens furniture.
pub(super) fn furniture_heading(words: &str) -> Option<Furniture> {
    let plain = plain(words, 60)?;
    let plain = plain.as_str();
    const ALWAYS: &[&str] = &[
        "advertisement",
        "comments",
        "connect with us",
        "cookie preferences",
        "cookie settings",
        "follow us",
        "follow us on",
        "join our mailing list",
        "join our newsletter",
        "keep in touch",
        "latest news",
        "latest posts",
        "leave a comment",
        "leave a reply",
        "manage cookie preferences",
        "more from this section",
        "more news",
        "more stories",
        "most popular",
        "most read",
        "newsletter",
        "our latest news",
        "popular posts",
        "post a comment",
        "privacy preference center",
        "privacy preference centre",
        "recent comments",
        "recent news",
        "recent posts",
        "recommended for you",
        "related articles",
        "related news",
        "related posts",
        "related stories",
        "share",
        "share this",
        "share this article",
        "share this page",
        "share this post",
        "share this story",
        "sign up for our newsletter",
        "sign up to our newsletter",
        "stay connected",
        "stay in touch",
        "stay up to date",
        "subscribe",
        "subscribe to our newsletter",
        "trending",
        "trending now",
        "you may also be interested in",
        "you may also like",
        "you might also be interested in",
        "you might also like",
        "read next",
        "up next",
        "was this page helpful",
        "about the author",
    ];
    const IF_LINKS: &[&str] = &[
        "archives",
        "categories",
        "contact us",
        "contents",
        "discover more",
        "explore",
        "explore more",
        "find out more",
        "further information",
        "further reading",
        "get in touch",
        "in this section",
        "latest",
        "links",
        "more",
        "more information",
        "news",
        "on this page",
        "page contents",
        "popular",
        "quick links",
        "read more",
        "related",
        "related content",
        "related documents",
        "related information",
        "related links",
        "related pages",
        "related topics",
        "see also",
        "table of contents",
        "tags",
        "topics",
        "useful links",
    ];
    if ALWAYS.contains(&plain) || is_comment_count(plain) {
        Some(Furniture::Always)
    } else if IF_LINKS.contains(&plain)
        || [
            "more from ",
            "more on ",
            "more in ",
            "more must",
            "also on ",
            "also in ",
        ]
        .iter()
        .any(|opening| plain.starts_with(opening))
    {
        Some(Furniture::IfLinks)
    } else {
        None
    }
}

/// "12 comments", "1 response"
fn is_comment_count(plain: &str) -> bool {
    plain.split_once(' ').is_some_and(|(count, what)| {
        count.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(
                what,
                "comment" | "comments" | "response" | "responses" | "replies" | "reply"
            )
    })
}

/// Whether the words on a button answer a question about cookies.
pub(super) fn is_consent_button(words: &str) -> bool {
    let words = words.trim();
    words.len() <= 60
        && (words.contains("accept")
            || words.contains("reject")
            || words.contains("allow")
            || words.contains("decline")
            || words.contains("agree")
            || words.contains("consent")
            || words.contains("cookie")
            || words.contains("preferences")
            || words.contains("necessary")
            || matches!(words, "ok" | "okay" | "got it" | "i understand" | "dismiss"))
}

/// Whether `words` speak of cookies or of consent to them.
pub(super) fn speaks_of_cookies(words: &str) -> bool {
    words
        .split(|character: char| !character.is_alphabetic())
        .any(|word| word.eq_ignore_ascii_case("cookies") || word.eq_ignore_ascii_case("cookie"))
}

/// Whether `words` are the imprint of a site: a copyright, a registration in small print.
pub(super) fn is_imprint(words: &str) -> bool {
    let words = words.trim();
    if words.len() > 300 {
        return false;
    }
    let small = words.to_lowercase();
    small.starts_with('©')
        || small.starts_with("(c) 20")
        || (small.starts_with("copyright") && small.bytes().any(|byte| byte.is_ascii_digit()))
        || small.contains("all rights reserved")
}

/// Whether `words` claim copyright anywhere, as the small print at the foot of a page does.
pub(super) fn claims_copyright(words: &str) -> bool {
    words.contains('©') || words.to_lowercase().contains("all rights reserved")
}

/// Whether a line that stands alone is a button or a mark rather than text.
pub(super) fn is_button_like(words: &str) -> bool {
    let Some(plain) = plain(words, 60) else {
        return false;
    };
    matches!(
        plain.as_str(),
        "skip to content"
            | "skip to main content"
            | "skip to navigation"
            | "back to top"
            | "top"
            | "print"
            | "print this page"
            | "print page"
            | "share"
            | "share on facebook"
            | "share on twitter"
            | "share on linkedin"
            | "share on x"
            | "facebook"
            | "twitter"
            | "linkedin"
            | "instagram"
            | "youtube"
            | "email"
            | "tweet"
            | "menu"
            | "search"
            | "close"
            | "close menu"
            | "open menu"
            | "toggle navigation"
            | "log in"
            | "login"
            | "sign in"
            | "advertisement"
            | "read more"
            | "learn more"
            | "find out more"
            | "loading"
            | "expand all"
            | "collapse all"
            | "show more"
            | "show less"
            | "previous"
            | "next"
            | "manage cookies"
            | "cookie settings"
            | "this website uses cookies"
    )
}

/// Whether a line that is all link only asks to go there.
pub(super) fn is_call_to_read(words: &str) -> bool {
    let small = words.trim().to_lowercase();
    [
        "read ",
        "learn ",
        "find out",
        "discover",
        "explore",
        "see all",
        "view all",
        "more ",
        "back to",
        "share",
        "subscribe",
        "sign up",
        "contact us",
        "next",
        "previous",
        "«",
        "»",
        "‹",
        "›",
        "<",
        ">",
        "←",
        "→",
    ]
    .iter()
    .any(|opening| small.starts_with(opening))
}

/// Whether `words` close a statement: a signature, an approval, a role, a date.
pub(super) fn is_sign_off(words: &str) -> bool {
    let small = words.trim().to_lowercase();
    if small.len() > 400 {
        return false;
    }
    [
        "signed",
        "approved by",
        "on behalf of",
        "director",
        "chief executive",
        "chair",
        "president",
        "trustee",
        "designated member",
        "company secretary",
        "date:",
        "dated",
        "signature",
    ]
    .iter()
    .any(|mark| small.contains(mark))
}

/// `words` in small letters without signs around them; none where they are longer than `most` bytes.
fn plain(words: &str, most: usize) -> Option<String> {
    let trimmed = words
        .trim_matches(|character: char| !character.is_alphanumeric())
        .trim();
    if trimmed.is_empty() || trimmed.len() > most {
        return None;
    }
    let mut plain = String::with_capacity(trimmed.len());
    for word in trimmed.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(&word.to_lowercase());
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stock_headings_are_known_and_those_of_statements_are_not() {
        assert_eq!(
            furniture_heading(" You may also like… "),
            Some(Furniture::Always)
        );
        assert_eq!(furniture_heading("12 Comments"), Some(Furniture::Always));
        assert_eq!(
            furniture_heading("Related links:"),
            Some(Furniture::IfLinks)
        );
        for heading in [
            "Training",
            "Our policies",
            "Related companies",
            "Next steps",
            "Contacts",
        ] {
            assert_eq!(furniture_heading(heading), None, "{heading}");
        }
    }

    #[test]
    fn an_imprint_is_short_and_says_so() {
        assert!(is_imprint("© 2025 Acme Ltd. All rights reserved."));
        assert!(is_imprint("Copyright 2025 Acme"));
        assert!(!is_imprint("Copyright law protects our designs."));
    }
}
