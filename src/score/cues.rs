//! The cues of language that every rubric shares: tense, denial, promise, place, number. Word lists are data, in
//! `rubrics/lexicon/`; this file says how they are searched.

use std::sync::LazyLock;

use regex::Captures;
use regex::Regex;

use crate::lexicon::Matcher;
use crate::lexicon::Scratch;
use crate::lexicon::alternation;

/// One kind of cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cue {
    /// Will be done. The group is set, as for all cues with false friends, where it is none of those.
    Future,
    /// Goes on with what is done.
    Continuing,
    /// Values and expectations.
    Commitment,
    /// What would be done.
    Conditional,
    /// An `if` and what follows from it.
    IfThen,
    /// Not, no, none.
    Negator,
    /// A verb of practice that stands alone.
    PracticeFinite,
    /// A verb of practice after its subject.
    PracticeAfterSubject,
    /// What an Act requires.
    QuotedLaw,
    /// What a term means.
    Definition,
    /// How it stands with slavery in the world.
    WorldStatistics,
    /// What customers and governments do.
    OfOthers,
    /// First person.
    FirstPerson,
    /// Gives a reason.
    Reason,
    /// Tells what came of it.
    Outcome,
    /// During the year.
    Period,
    /// Speaks of modern slavery.
    Topic,
    /// Speaks of suppliers.
    SupplySide,
    /// Speaks of the own business.
    OwnSide,
    /// A number or percentage.
    Number,
    /// A country, region or city.
    Place,
    /// A product, commodity or bought service.
    Product,
    /// A standard, instrument, tool or index.
    Standard,
    /// A role or committee.
    Role,
    /// How often.
    Frequency,
    /// A date or year.
    Date,
    /// Workers, suppliers or staff of a named kind.
    Population,
    /// What follows from a breach or finding.
    Consequence,
}

/// Each cue and how it is searched; `{name}` stands for the word list of that name.
const SEARCHES: &[(Cue, &str)] = &[
    (
        Cue::Future,
        r"\b(?:(?:{future-false-friends})|({future-cues}))\b",
    ),
    (Cue::Continuing, r"\b(?:{continuing-cues})\b"),
    (
        Cue::Commitment,
        r"\b(?:(?:{commitment-false-friends})|({commitment-cues}))\b",
    ),
    (
        Cue::Conditional,
        r"\b(?:(?:{conditional-false-friends})|({conditional-cues}))\b",
    ),
    (
        Cue::IfThen,
        r"\b(?:if|where|when|once|wherever|whenever|on finding|upon)\b[^.;]{0,90}\b(?:{discovery-verbs})\b[^.;]{0,90}\b(?:will|may|would|can|could|shall)\b(?: \w+ly)? (?:{sanction-verbs})\b|\b(?:will|may|would|can|could|shall)\b(?: \w+ly)? (?:{sanction-verbs})\b[^.;]{0,90}\b(?:if|where|when|should)\b[^.;]{0,90}\b(?:{discovery-verbs})\b|\bif (?:we|any|a|an|there|it|such|the|this|modern|slavery|issues|suppliers?)\b[^.;]{0,120}\b(?:we|it|they|company|group|supplier|contract|relationship)\b (?:will|may|would|can|could|shall)\b|\b(?:we|company|group|they|it) (?:will|may|would|can|could|shall)\b[^.;]{0,120}\bif (?:we|any|a|an|there|it|such|they)\b",
    ),
    (
        Cue::Negator,
        r"\b(?:(?:{negation-false-friends})|({negators}))(?:\b|')",
    ),
    (
        Cue::PracticeFinite,
        r"(?:\b(be|to|not|if|should|would|will|any|where|when|as|never|may|can|could) (?:\w+ly )?)?\b({practice-finite})\b",
    ),
    (
        Cue::PracticeAfterSubject,
        r"(?:\b(if|where|when|should|that|once|whether|ensure|before|which) )?\b(?:{practice-subjects}) (?:(?:also|then|do|both|regularly|\w+ly) )?({practice-base})\b",
    ),
    (
        Cue::QuotedLaw,
        r"\b(?:{law-words})\b[^.;]{0,50}\b(?:{law-verbs})\b|\b(?:requires|obliges|obligates|requirement for|require) (?:certain |large |commercial |all |affected |in-scope |reporting |eligible )*(?:companies|organisations|organizations|businesses|entities|business)\b",
    ),
    (
        Cue::Definition,
        r#"^[^.;:]{0,60}\b(?:{defined-terms})\b[^.;,]{0,60}\b(?:{definition-verbs})\b|\b(?:is|are) defined (?:as|in|by|under)\b|\bthe (?:term|phrase|definition)\b|\b(?:as|has the meaning|meaning) (?:defined|given|set out)\b|\bfor the purposes? of (?:this|the) (?:statement|report|act)\b"#,
    ),
    (
        Cue::WorldStatistics,
        r"\b(?:{world-bodies})\b[^.;]{0,60}\b(?:estimates?|estimated|estimating|reports? that|suggests?|states|found|there are|some|million)\b|\b\d[\d.,]* ?(?:million|m) (?:people|men|women|children|victims|individuals|persons|workers)\b|\bmillions of (?:people|men|women|children|victims|workers)\b",
    ),
    (
        Cue::OfOthers,
        r"\bour (?:customers?|clients?|competitors)\b[^.;]{0,25}\b(?:audits?|requires?|asks?|assess|assesses|requests?|conducts?|carry out|carries out|expects?)\b|\b(?:government|home office|parliament|regulator) (?:has|have|is|requires|introduced|encourages|recommends|published|estimates)\b|\b(?:companies|businesses|organisations|organizations) (?:must|should|are required|have to|need to)\b",
    ),
    (Cue::FirstPerson, r"\b(?:we|our|us|i)\b"),
    (Cue::Reason, r"\b(?:{reason-words})\b"),
    (
        Cue::Outcome,
        r"\b(?:{outcome-words})\b|\b\d[\d.,]* ?(?:%|per ?cent)?[^.;]{0,60}\b(?:against|compared|versus)\b[^.;]{0,40}\d",
    ),
    (
        Cue::Period,
        r"\b(?:{period-words})\b|\b(?:in|during|since|by|for|throughout) (?:fy ?)?20\d\d\b|\bfy ?\d\d",
    ),
    (Cue::Topic, r"\b(?:{slavery-topic})\b"),
    (Cue::SupplySide, r"\b(?:{supply-side})\b"),
    (Cue::OwnSide, r"\b(?:{own-side})\b"),
    (
        Cue::Number,
        r"(?:\b((?:section|sections|s|act|schedule|clause|article|articles|convention|conventions|no|number|iso|sa|sdg|principle|level|appendix|page|version|fy|in|during|since|year|ended|ending|act of) ?|(?:january|february|march|april|may|june|july|august|september|october|november|december),? ))?\b(\d[\d,.]*(?: ?%| per ?cent| percent)?|{number-words})\b",
    ),
    (
        Cue::Place,
        r"\b({countries})\b( modern slavery| government| act\b| law| listing)?",
    ),
    (Cue::Product, r"\b(?:{commodities})\b"),
    (Cue::Standard, r"\b(?:{standards-and-tools})\b"),
    (Cue::Role, r"\b(?:{roles-responsible})\b"),
    (Cue::Frequency, r"\b(?:{frequencies})\b"),
    (
        Cue::Date,
        r"\b(?:(act|act of|act,|ended|ending|section \d+ of the) )?(?:(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|june|july|august|september|october|november|december)\b(?: \d{1,2}\b,?)?(?: 20\d\d)?|(?:in |by |since |during |from )may(?: 20\d\d)?\b|\b20[0-4]\d(?:/\d\d)?\b|\bfy ?\d\d(?:/\d\d)?\b|\bq[1-4]\b)",
    ),
    (Cue::Population, r"\b(?:{populations}|{workers-at-risk})\b"),
    (Cue::Consequence, r"\b(?:{consequences})\b"),
];

static REGEXES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    SEARCHES
        .iter()
        .map(|(_, search)| {
            Regex::new(&expanded(search))
                .expect("the searches of this file compile: tests run them")
        })
        .collect()
});

static MATCHER: LazyLock<Matcher> = LazyLock::new(|| Matcher::new(REGEXES.clone()));

/// The cues of one text in matching form.
#[derive(Debug, Clone)]
pub(super) struct Cues<'a> {
    /// The text.
    pub(super) form: &'a str,
    present: u32,
}

impl<'a> Cues<'a> {
    /// Looks for all cues in `form`.
    pub(super) fn of(form: &'a str, scratch: &mut Scratch, found: &mut Vec<u32>) -> Self {
        MATCHER.matches(form, scratch, found);
        let present = found.iter().fold(0, |bits, &pattern| {
            bits | 1u32.checked_shl(pattern).unwrap_or(0)
        });
        Self { form, present }
    }

    /// Whether the search for `cue` finds anything, false friends included.
    pub(super) fn has(&self, cue: Cue) -> bool {
        self.present & (1 << place_of(cue)) != 0
    }

    /// All matches of `cue`, in order.
    pub(super) fn matches(&self, cue: Cue) -> impl Iterator<Item = Captures<'a>> + use<'a> {
        let regex = self.has(cue).then(|| REGEXES.get(place_of(cue))).flatten();
        let form = self.form;
        regex
            .into_iter()
            .flat_map(move |regex| regex.captures_iter(form))
    }

    /// The first match of `cue` that is no false friend: start, end and words.
    pub(super) fn first_true(&self, cue: Cue) -> Option<(usize, &'a str)> {
        self.matches(cue)
            .find_map(|found| found.get(1))
            .map(|group| (group.start(), group.as_str()))
    }

    /// The first match of a `cue` without false friends.
    pub(super) fn first(&self, cue: Cue) -> Option<(usize, &'a str)> {
        self.matches(cue)
            .find_map(|found| found.get(0))
            .map(|whole| (whole.start(), whole.as_str()))
    }
}

fn place_of(cue: Cue) -> usize {
    cue as usize
}

/// `search` with every `{name}` replaced by the word list of that name.
fn expanded(search: &str) -> String {
    static NAME: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\{([a-z][a-z-]+)\}").expect("a valid pattern"));
    NAME.replace_all(search, |name: &Captures<'_>| {
        let list = name.get(1).map(|group| group.as_str()).unwrap_or_default();
        alternation(list)
            .expect("the searches of this file name lists that are embedded: tests run them")
    })
    .into_owned()
}

/// The cues of `form`, with buffers of its own.
#[cfg(test)]
pub(super) fn cues_of(form: &str) -> Cues<'_> {
    Cues::of(form, &mut Scratch::default(), &mut Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_stand_in_the_order_of_their_cues() {
        for (place, (cue, _)) in SEARCHES.iter().enumerate() {
            assert_eq!(place_of(*cue), place, "{cue:?}");
        }
        assert!(SEARCHES.len() <= 32, "one bit a cue");
    }

    #[test]
    fn no_search_runs_on_a_text_that_holds_none_of_its_words() {
        assert_eq!(MATCHER.unfiltered(), 1, "only digits can stand anywhere");
    }

    #[test]
    fn a_month_with_its_year_is_one_date() {
        let date = |form| cues_of(form).first(Cue::Date).map(|(_, words)| words);

        assert_eq!(date("repaid by march 2025"), Some("march 2025"));
        assert_eq!(date("on march 14, 2025"), Some("march 14, 2025"));
    }

    #[test]
    fn false_friends_are_no_cues() {
        assert_eq!(
            cues_of("we will not tolerate slavery").first_true(Cue::Future),
            None
        );
        assert_eq!(
            cues_of("we will train all buyers").first_true(Cue::Future),
            Some((3, "will"))
        );
    }
}
