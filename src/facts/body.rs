//! Bodies that can approve: the board, the members, the trustees, a committee, one person.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::lexicon::Search;
use crate::lexicon::list;
use crate::lexicon::matching_form;

use super::pattern::pattern;

/// A body as a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body<'a> {
    /// The words, as written.
    pub(super) words: &'a str,
    /// The list of the lexicon that holds them.
    pub(super) kind: &'static str,
    /// Where they stand in the text that was searched.
    pub(super) range: Range<usize>,
}

/// The lists of bodies. Where two match at one place the longer wins, then the one that stands first here: a
/// committee before a board, a person before the body that the person sits on.
const KINDS: [&str; 10] = [
    "committee",
    "executive",
    "individual",
    "principal-governing-body",
    "trustees",
    "governing-body",
    "llp-members",
    "partners",
    "company-board",
    "council",
];

/// The bodies that `text` names, in order, without those that only stand behind another: "on behalf of the board",
/// "the audit committee of the board", "a member of the board".
pub(super) fn bodies_in(text: &str) -> Vec<Body<'_>> {
    let mut bodies: Vec<Body<'_>> = Vec::new();
    for words in BODIES.find_iter(text) {
        let Some(kind) = KIND_OF.get(&matching_form(words.as_str())).copied() else {
            continue;
        };
        let before = text.get(..words.start()).unwrap_or_default();
        if BEHIND_ANOTHER.is_match(before) {
            continue;
        }
        let after = text.get(words.end()..).unwrap_or_default();
        let kind = corrected(kind, words.as_str(), before, after);
        let Some(kind) = kind else { continue };
        bodies.push(Body {
            words: words.as_str(),
            kind,
            range: words.range(),
        });
    }
    bodies
}

/// The kind of a body, once its neighbours are heard; none where the word means something else here.
fn corrected(kind: &'static str, words: &str, before: &str, after: &str) -> Option<&'static str> {
    let lower = words.to_lowercase();
    match kind {
        "individual" => Some(kind),
        _ if ONE_OF.is_match(before) => Some("individual"),
        "company-board" if lower == "directors" && OFFICE_BEFORE.is_match(before) => {
            Some("individual")
        }
        "company-board" | "trustees" | "governing-body" if SEAT_AFTER.is_match(after) => {
            Some("individual")
        }
        // "members of staff", "the members of the board": not the members of a partnership.
        "llp-members" if lower == "members" && MEMBERS_OF_ELSE.is_match(after) => {
            if MEMBERS_OF_BOARD.is_match(after) {
                let all = ALL_BEFORE.is_match(before);
                Some(if all { "company-board" } else { "individual" })
            } else {
                None
            }
        }
        "partners" if lower == "partners" && !DEFINITE.is_match(before) => None,
        "council" if lower == "council" && COUNCIL_OF_ELSE.is_match(after) => None,
        other => Some(other),
    }
}

/// Which list each phrase stands in.
static KIND_OF: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let mut kinds = BTreeMap::new();
    for kind in KINDS {
        for entry in list(kind)
            .map(|list| list.entries.as_slice())
            .unwrap_or_default()
        {
            kinds.entry(entry.clone()).or_insert(kind);
        }
    }
    kinds
});

/// Every phrase, the longest first: `board of directors` before `board`.
static BODIES: LazyLock<Search> = LazyLock::new(|| {
    let mut phrases: Vec<String> = KIND_OF
        .keys()
        .map(|phrase| regex::escape(phrase).replace('\'', "['\u{2019}]"))
        .collect();
    phrases.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    pattern(&format!(r"(?i)\b(?:{})\b", phrases.join("|")))
});

static BEHIND_ANOTHER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\bon behalf of(?: the| our| its)?(?: [a-z]+)? ?|\bcommittees? of (?:the |our |its )?(?:[a-z]+ )?|\bto (?:the |our )?|\bfor (?:the |our )?(?:[a-z]+ )?)$",
    )
});

/// "one of the directors": one person, not the body.
static ONE_OF: LazyLock<Search> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:one|two|a|another|any|some) (?:member )?of (?:the |our |its )?$")
});

static OFFICE_BEFORE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:executive|managing|finance|regional|associate|area|operational|functional)(?: and [a-z]+)? ?$",
    )
});

static SEAT_AFTER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:'s|’s)? ?(?:members?|chair\w*|representatives?|sponsor|secretary|champion|lead|level|papers?|committees?|delegate)\b",
    )
});

static MEMBERS_OF_ELSE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^ (?:of (?:the |our |its )?(?:board|staff|team|management|senior|executive|group|public|committee|leadership|supply|procurement|workforce|governing|council)|who)\b",
    )
});

static MEMBERS_OF_BOARD: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)^ of (?:the |our |its )?board\b"));

static ALL_BEFORE: LazyLock<Search> = LazyLock::new(|| pattern(r"(?i)\b(?:all|the)(?: the)? ?$"));

static DEFINITE: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)\b(?:the|all|our|its|firm's|firm’s|equity|by) ?$"));

static COUNCIL_OF_ELSE: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)^ (?:directive|regulation|of europe|tax|of the eu)\b"));
