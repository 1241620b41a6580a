//! Roles of those who sign: "Group Managing Director", "Designated Member", "Chair of Trustees", and which kind each is.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::lexicon::Literals;
use crate::lexicon::Search;
use crate::lexicon::alternation;
use crate::lexicon::list;
use crate::lexicon::matching_form;

use crate::document::Span;

use super::pattern::pattern;
use super::reading::lines_of;

/// The kinds of role, the most telling first: of "Chief Operating Officer and Director" the director counts.
const KINDS: [&str; 12] = [
    "designated-member",
    "general-partner",
    "trustee",
    "governing-body-member",
    "director",
    "chair",
    "chief-executive",
    "president",
    "partner",
    "responsible-member",
    "llp-member",
    "uncertain",
];

/// The roles in `text`, in order: each with all its parts ("Chair and Chief Executive").
pub(super) fn roles_in(text: &str) -> Vec<Span> {
    // No role leaves its line, and few lines hold one.
    let lower = text.to_ascii_lowercase();
    lines_of(text)
        .filter(|(from, line)| {
            lower
                .get(*from..from + line.len())
                .is_some_and(|line| ROLE_WORDS.any_in(line))
        })
        .flat_map(|(from, line)| ROLE.find_iter(line).map(move |role| (from, role)))
        .filter(|(_, role)| {
            // A role that somebody signs with has a capital; "the directors" and "member of staff" have none.
            role.as_str().chars().next().is_some_and(char::is_uppercase)
        })
        .map(|(from, role)| Span::new(from + role.start(), from + role.end()))
        .collect()
}

/// What every role holds, in lower case: the words of one of the lists, without apostrophes and accents, which have
/// several forms.
static ROLE_WORDS: LazyLock<Literals> = LazyLock::new(|| {
    Literals::new(KIND_OF.keys().filter_map(|entry| {
        entry
            .split(|sign: char| sign == '\'' || !sign.is_ascii())
            .max_by_key(|plain| plain.len())
    }))
});

/// The kind of the role that `words` name; `uncertain` where it may or may not sit on the governing body.
pub(super) fn kind_of_role(words: &str) -> &'static str {
    let form = matching_form(words);
    let mut kinds: Vec<&'static str> = Vec::new();
    if let Some(kind) = KIND_OF.get(form.as_str()) {
        kinds.push(kind);
    }
    for part in PARTS.split(&form) {
        kinds.push(kind_of_part(part.trim()));
    }
    KINDS
        .into_iter()
        .find(|kind| kinds.contains(kind))
        .unwrap_or("uncertain")
}

/// The kind of one part: as it stands, else without the words before it that do not narrow it.
fn kind_of_part(part: &str) -> &'static str {
    let part = part.strip_prefix("a ").unwrap_or(part);
    if let Some(kind) = KIND_OF.get(part) {
        return kind;
    }
    if let Some(kind) = kind_before_company(part) {
        return kind;
    }
    let mut rest = part;
    let mut narrowed = false;
    while let Some((word, after)) = rest.split_once(' ') {
        if !QUALIFIER_WORDS.contains(word) {
            break;
        }
        narrowed |= !NEUTRAL.contains(word);
        rest = after;
        if let Some(kind) = KIND_OF.get(rest) {
            // A sales director need not be a director of the company; a regional managing director is one.
            let functional = narrowed && rest == "director";
            return if functional { "uncertain" } else { kind };
        }
    }
    kind_before_company(rest).unwrap_or("uncertain")
}

/// The kind of a role that the company or the body follows: "director of Holm Foods Limited".
fn kind_before_company(part: &str) -> Option<&'static str> {
    let found = LONGEST_AT_START.find(part)?;
    let tail = part.get(found.end()..)?;
    let of_company = tail.is_empty() || tail.starts_with(',') || LEGAL_TAIL.is_match(tail);
    of_company
        .then(|| KIND_OF.get(found.as_str()).copied())
        .flatten()
}

static KIND_OF: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut kinds = BTreeMap::new();
    for kind in KINDS {
        for entry in list(kind)
            .map(|list| list.entries.as_slice())
            .unwrap_or_default()
        {
            kinds.entry(entry.as_str()).or_insert(kind);
        }
    }
    kinds
});

/// Single words of the qualifiers, for taking them off one by one.
static QUALIFIER_WORDS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| words_of("role-qualifiers"));
static NEUTRAL: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| words_of("neutral-qualifiers"));

fn words_of(name: &str) -> BTreeSet<&'static str> {
    list(name)
        .map(|list| {
            list.entries
                .iter()
                .flat_map(|entry| entry.split(' '))
                .collect()
        })
        .unwrap_or_default()
}

/// Every role, the longest first; `of_something` picks those that need a field after them, such as "head of".
fn role_alternation(of_something: bool) -> String {
    let mut entries: Vec<&str> = KIND_OF
        .keys()
        .copied()
        .filter(|entry| entry.ends_with(" of") == of_something)
        .collect();
    entries.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    let escaped: Vec<String> = entries
        .iter()
        .map(|entry| regex::escape(entry).replace('\'', "['\u{2019}]"))
        .collect();
    escaped.join("|")
}

static ROLE: LazyLock<Search> = LazyLock::new(|| {
    let qualifiers = alternation("role-qualifiers").unwrap_or_default();
    let roles = role_alternation(false);
    let heads = role_alternation(true);
    let body = "board(?: of (?:directors|trustees|governors|management))?|directors|trustees|(?:university )?council|court|governors|governing body|principal governing body|llp";
    // "Head of Legal and Compliance", "Director of Holm Foods Limited" keep what follows.
    let field = "(?-i: of [A-Z][A-Za-z&-]+(?:(?: |, | and | & )[A-Z][A-Za-z&-]+){0,4})";
    let part = format!(
        r"(?:(?:{qualifiers})[ /])*(?:(?:{heads}) [a-z&-]+(?-i:(?: |, | and | & )[A-Z][A-Za-z&-]+){{0,4}}|(?:{roles})\b(?:,? of (?:the )?(?:{body})\b|, board of (?:directors|trustees|governors)\b|{field}\b)?)"
    );
    pattern(&format!(
        r"(?i)\b(?:{part})(?:(?:,? and (?:a )?|,? & ?|, | ?/ ?| \| )(?:{part}))*"
    ))
});

static LONGEST_AT_START: LazyLock<Search> =
    LazyLock::new(|| pattern(&format!(r"^(?:{})\b", role_alternation(false))));

static PARTS: LazyLock<Search> = LazyLock::new(|| pattern(r",? and (?:a )?|,? & ?|, | ?/ ?| \| "));

static LEGAL_TAIL: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"^ of (?:the )?(?:company|firm|.{0,60}\b(?:limited|ltd|plc|llp|inc|corp|holdings|group|llc)\b)|^ (?:limited|ltd|plc)",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_of_one_kind() {
        let cases = [
            ("Director", "director"),
            ("Managing Director", "director"),
            ("Group Managing Director", "director"),
            ("Regional Managing Director", "director"),
            ("Non-Executive Director", "director"),
            ("Chief Operating Officer and Director", "director"),
            (
                "President, Chief Executive Officer and Director",
                "director",
            ),
            ("Group Chief Executive and Director", "director"),
            ("Board Member", "director"),
            ("Board Member of Holm UK Holdings Limited", "director"),
            ("Chair", "chair"),
            ("Chairman of the Board", "chair"),
            ("Chair of the Board of Directors", "chair"),
            ("Chief Executive Officer", "chief-executive"),
            ("Group CEO", "chief-executive"),
            ("President & CEO", "chief-executive"),
            ("President", "president"),
            ("Designated Member", "designated-member"),
            ("Managing Partner", "partner"),
            ("General Partner", "general-partner"),
            ("Chair of Trustees", "trustee"),
            ("Trustee", "trustee"),
            (
                "Vice-Chancellor and member of Council",
                "governing-body-member",
            ),
            ("Chair of Governors", "governing-body-member"),
            ("Company Secretary", "uncertain"),
            ("General Counsel", "uncertain"),
            ("Sales Director", "uncertain"),
            ("Group Finance & Commercial Director", "uncertain"),
            ("Head of Legal and Compliance", "uncertain"),
            ("Chief Financial Officer", "uncertain"),
            ("Senior Vice President", "uncertain"),
            ("Director of Compliance", "uncertain"),
        ];
        for (role, kind) in cases {
            assert_eq!(kind_of_role(role), kind, "{role}");
        }
    }

    #[test]
    fn a_role_is_found_with_all_its_parts() {
        let cases = [
            (
                "Jane Doe\n\nChair of the Board and Director\n\nHolm plc",
                "Chair of the Board and Director",
            ),
            (
                "Jane Doe, Group Human Resources Director & Deputy Managing Director",
                "Group Human Resources Director & Deputy Managing Director",
            ),
            (
                "Jane Doe Vice-Chancellor and member of Council",
                "Vice-Chancellor and member of Council",
            ),
            (
                "Jane Doe, President, Chief Executive Officer and Director",
                "President, Chief Executive Officer and Director",
            ),
            (
                "Jane Doe | Head of Legal and Compliance",
                "Head of Legal and Compliance",
            ),
        ];
        for (text, role) in cases {
            let found: Vec<&str> = roles_in(text).iter().map(|span| span.of(text)).collect();
            assert_eq!(found, [role], "{text}");
        }
    }
}
