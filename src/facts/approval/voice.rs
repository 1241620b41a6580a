//! How a sentence speaks of an approval: as done, as a habit, as a label; or as something still to come, which is none.

use std::sync::LazyLock;

use crate::lexicon::Search;

use super::super::pattern::pattern;
use super::tail_of;

/// How a sentence speaks of an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// "was approved by the board", "the board approved".
    Done,
    /// "is approved each year", "who review and approve the statement annually".
    Habit,
    /// "Approved by the Board: 15 February 2024", "Board approval 15 February 2024".
    Label,
    /// "approval of this statement by the board", "has received the approval of the trustees".
    Noun,
}

/// How the words speak of an approval; none where it is still to come, denied or no approval at all.
pub(super) fn voice_of(before: &str, word: &str, after: &str) -> Option<Voice> {
    if word.starts_with("approv") && APPROVED_THING.is_match(after) {
        return None;
    }
    let tail = tail_of(before, 90);
    if word == "approval" || word == "approvals" {
        return voice_of_noun(before, tail, after);
    }
    let without = PARTICIPLES.replace(tail, "");
    if PENDING.is_match(&without) || NEGATED.is_match(&without) {
        return None;
    }
    if word == "approve" || word == "approves" {
        let habit = HABIT_SUBJECT.is_match(before) && !INFINITIVE.is_match(tail);
        return habit.then_some(Voice::Habit);
    }
    let opens = before
        .trim_matches(|c: char| !c.is_alphanumeric())
        .is_empty();
    let active = ACTIVE_OBJECT.is_match(after) && !PASSIVE.is_match(&without);
    if !active && (opens || LABEL_BEFORE.is_match(before) || LABEL_AFTER.is_match(after)) {
        return Some(Voice::Label);
    }
    if PRESENT.is_match(&without) {
        return Some(Voice::Habit);
    }
    Some(Voice::Done)
}

fn voice_of_noun(before: &str, tail: &str, after: &str) -> Option<Voice> {
    if PENDING_APPROVAL.is_match(tail) || NEGATED.is_match(tail) {
        return None;
    }
    if NOUN_LABEL.is_match(after) && before.len() < 60 {
        return Some(Voice::Label);
    }
    (GIVEN.is_match(tail) || OF_THE_STATEMENT_BY.is_match(after)).then_some(Voice::Noun)
}

/// "approved suppliers", "approved list": no approval of anything here.
static APPROVED_THING: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^ (?:suppliers?|vendors?|contractors?|sub-?contractors?|lists?|agenc(?:y|ies)|labour|providers?|supply|products?|schemes?|sources?|process|processes|procedures?|limits?|version|training|materials?|factor(?:y|ies)|sites?|code|codes|projects?|plan|budget)\b",
    )
});

/// Words between the helping verb and "approved" that do not change the tense.
static PARTICIPLES: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?:reviewed|considered|discussed|read|viewed|signed|agreed|authori[sz]ed|noted|prepared|presented to|tabled|duly|formally|fully|unanimously|also|hereby|subsequently|finally|then|jointly|electronically|officially|now|both|recently|accepted|drafted|published|developed|adopted|endorsed|made|ratified)\b(?:,| &| and|, and)? ?)+$",
    )
});

/// "will be", "should be", "to be", "when", "before being": not yet.
static PENDING: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\bbe|\b(?:to|will|shall|must|should|may|might|would|can|could|cannot|once|when(?:ever)?|until|unless|if|before|after|before being|after being|prior to being|is being|are being|pending|awaiting|where)) ?$|\b(?:will|shall|must|should|may|would|can|could|needs? to|has to|have to|required to|to) (?:[a-z]+ )?(?:be|have been) ?(?:[a-z]+ )?$|\b(?:once|when|until|unless|if|before|where|after) (?:it|this|the [a-z]+|they|[a-z]+) (?:is|are|has been|have been) ?$",
    )
});

static NEGATED: LazyLock<Search> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:not|never|nor|yet to|un)(?: yet)?(?: been| being| formally| be)* ?$")
});

/// "is approved by the board each year".
static PRESENT: LazyLock<Search> = LazyLock::new(|| pattern(r"(?i)\b(?:is|are|gets) ?$"));

static INFINITIVE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:to|will|shall|must|should|may|would|can|could|not|for|responsible|please)(?: [a-z]+){0,1}(?: and)? ?$",
    )
});

/// A governing body as the subject of "approves".
static HABIT_SUBJECT: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:board|boards|directors|trustees|governors|council|governing body|partners|members)\b[^.;]{0,60}$",
    )
});

/// "Name, Chairman … Approved by the Board": a label inside a line that is no sentence.
static LABEL_BEFORE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:[|:]|\b(?:board|date|directors|trustees|document|statement|policy|version [0-9.]+|review(?:ed)?)) ?$",
    )
});

/// "Approved by the Board: 15 February 2024" after a name, with no full stop between them.
static LABEL_AFTER: LazyLock<Search> =
    LazyLock::new(|| pattern(r"^ by(?: the| our)? [A-Za-z ]{4,40}: ?[0-9A-Z]"));

/// What an active verb is followed by.
pub(super) static ACTIVE_OBJECT: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:,? (?:and|&) [a-z]+(?: for [a-z]+)?)? (?:this|the|our|its|it|that|both|these)\b",
    )
});

static PASSIVE: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)\b(?:was|were|been|being|is|are|be) ?$"));

static PENDING_APPROVAL: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:subject to|for|pending|awaiting|seek(?:ing|s)?|requir(?:e|es|ed|ing)|prior to|before|obtain|upon|until|without|need(?:s|ed)?|await(?:s)?|submitted|on|after)(?: [a-z'’]+){0,4} ?$",
    )
});

static NOUN_LABEL: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?: date| by| given| granted| of (?:this|the) statement)?(?: by the [a-z ]{3,30})? ?[:|–-]",
    )
});

static GIVEN: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:received|given|gave|granted|obtained|with|has|have|had|confirms?|confirmed|recorded)(?: [a-z'’]+){0,3} ?$",
    )
});

static OF_THE_STATEMENT_BY: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^ of (?:this|the|our|its) (?:[a-z]+ ){0,4}(?:statement|report|disclosure)[^.;]{0,40}\bby\b|^ was (?:given|granted|obtained)",
    )
});
