//! How each cue of language is searched. Word lists are data, in `rubrics/lexicon/`.
//!
//! The build script reads these searches, too, and so nothing else of the program is named here.

/// One kind of cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cue {
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
pub(crate) const SEARCHES: &[(Cue, &str)] = &[
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

/// `search` with every `{name}` replaced by the word list of that name, which `alternation` looks up.
///
/// # Panics
///
/// Where a list is missing: tests run all searches.
pub(crate) fn expanded(search: &str, alternation: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(search.len() * 4);
    let mut rest = search;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let name = after
            .split_once('}')
            .filter(|(name, _)| name.starts_with(|first: char| first.is_ascii_lowercase()));
        rest = match name {
            Some((name, behind)) => {
                out.push_str(
                    &alternation(name).unwrap_or_else(|| panic!("a search names the list {name}")),
                );
                behind
            }
            None => {
                // A number of repetitions.
                out.push('{');
                after
            }
        };
    }
    out.push_str(rest);
    out
}
