//! What a template or another company left behind: placeholders, blanks of a model sentence, another company's name.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::lexicon::Search;

use super::Expected;
use super::Finding;
use super::Place;
use super::codes;
use super::language::finding;
use super::language::pattern;
use crate::assessment::Assessed;
use crate::document::BlockKind;
use crate::document::Document;
use crate::document::Sentence;
use crate::document::Span;
use crate::facts::Facts;
use crate::facts::Relation;
use crate::facts::folded_name;
use crate::facts::legal_names_in;
use crate::facts::placeholders_in;
use crate::rubric::blanks_of;

/// The most names that are weighed: lists of group companies hold hundreds.
const MOST_NAMES: usize = 2_000;

/// A text in which more others than this speak as its author is a statement of several, not a template.
const MOST_OTHERS: usize = 2;

/// The findings in `part` of the draft.
pub(super) fn findings(assessed: &Assessed, expected: &Expected, part: Span) -> Vec<Finding> {
    let mut findings = placeholders(assessed, part);
    findings.extend(other_companies(
        &assessed.document,
        &assessed.facts,
        expected,
        part,
    ));
    findings
}

fn placeholders(assessed: &Assessed, part: Span) -> Vec<Finding> {
    let document = &assessed.document;
    let mut spans = placeholders_in(document, part);
    let known = spans.clone();
    spans.extend(open_blanks(assessed, part).filter(|blank| {
        let overlaps = |span: &Span| span.start < blank.end && blank.start < span.end;
        !known.iter().any(overlaps)
    }));
    spans
        .into_iter()
        .map(|span| {
            let shown = document.words_at(span).trim();
            let message = format!("a placeholder was left in: \"{shown}\"");
            finding(&codes::PLACEHOLDER, 0.95, message, Place::exact(span))
        })
        .collect()
}

/// Blanks of the model sentences of the rubrics, which somebody pasted and did not fill in.
fn open_blanks(assessed: &Assessed, part: Span) -> impl Iterator<Item = Span> {
    let criteria = assessed
        .assessments
        .iter()
        .flat_map(|assessment| &assessment.rubric.criteria);
    let blanks: BTreeSet<&str> = criteria
        .flat_map(|criterion| blanks_of(&criterion.model))
        .collect();
    let text = part.of(&assessed.document.text);
    text.match_indices('[').filter_map(move |(start, _)| {
        let rest = text.get(start..)?;
        let blank = blanks_of(rest).next()?;
        let end = start + blank.len() + 2;
        let is_here = rest.get(1..)?.starts_with(blank) && blanks.contains(blank);
        is_here.then(|| Span::new(start, end).shifted(part.start as usize))
    })
}

/// A company that the text names where it should name itself.
fn other_companies(
    document: &Document,
    facts: &Facts,
    expected: &Expected,
    part: Span,
) -> Vec<Finding> {
    let own = own_names(facts, expected);
    if own.is_empty() {
        return Vec::new();
    }
    let mentions = mentions_in(document, part);
    let related = related(facts, &mentions, &own);
    let mut others: BTreeSet<&str> = BTreeSet::new();
    let mut findings = Vec::new();
    for mention in &mentions {
        let is_other = is_of_one_company(mention.name)
            && !related.contains(mention.key.as_str())
            && !is_one_of(&own, mention.name);
        if !is_other || mention.in_heading || !speaks_as_author(mention) {
            continue;
        }
        others.insert(&mention.key);
        let message = format!(
            "`{}` stands where the text should name `{}`",
            mention.name.trim(),
            own.first().map_or("", String::as_str)
        );
        let place = Place::exact(mention.span);
        findings.push(finding(&codes::ANOTHER_COMPANY, 0.7, message, place));
    }
    if others.len() > MOST_OTHERS {
        findings.clear();
    }
    findings
}

/// The names by which the text may call its author: the one that is expected, else those of its title, else the
/// reporting entity that the text names.
fn own_names(facts: &Facts, expected: &Expected) -> Vec<String> {
    if let Some(name) = &expected.organisation {
        return vec![name.clone()];
    }
    let title = facts.title.as_ref().map(|title| title.value.as_str());
    let title = title.unwrap_or_default();
    let mut own: Vec<String> = legal_names_in(title)
        .into_iter()
        .filter_map(|range| title.get(range).map(str::to_owned))
        .collect();
    if own.is_empty() {
        own.extend(facts.organisation.iter().map(|found| found.value.clone()));
    }
    own.retain(|name| is_of_one_company(name));
    own
}

/// One place where a company is named.
struct Mention<'a> {
    name: &'a str,
    key: String,
    span: Span,
    /// The words of the sentence before and after the name.
    before: &'a str,
    after: &'a str,
    /// The place of the sentence among those of the text.
    sentence: usize,
    in_heading: bool,
    in_list: bool,
}

fn mentions_in(document: &Document, part: Span) -> Vec<Mention<'_>> {
    let is_list = |sentence: &Sentence| {
        let block = document.blocks.get(sentence.block as usize);
        block.is_some_and(|block| {
            matches!(block.kind, BlockKind::TableRow | BlockKind::ListItem { .. })
        })
    };
    let mut mentions = Vec::new();
    for (place, sentence) in document.sentences.iter().enumerate() {
        if !part.contains(sentence.span) {
            continue;
        }
        let words = document.words_at(sentence.span);
        for range in legal_names_in(words) {
            let (Some(before), Some(name), Some(after)) = (
                words.get(..range.start),
                words.get(range.clone()),
                words.get(range.end..),
            ) else {
                continue;
            };
            mentions.push(Mention {
                name,
                key: folded_name(name),
                span: Span::new(range.start, range.end).shifted(sentence.span.start as usize),
                before,
                after,
                sentence: place,
                in_heading: document.is_heading(sentence),
                in_list: is_list(sentence),
            });
            if mentions.len() == MOST_NAMES {
                return mentions;
            }
        }
    }
    mentions
}

/// The companies, by folded name, whose part in the text is told: group companies, suppliers, customers, advisers, and
/// whoever is named beside the author or in a list.
fn related(facts: &Facts, mentions: &[Mention<'_>], own: &[String]) -> BTreeSet<String> {
    let mut related: BTreeSet<String> = facts
        .coverage
        .iter()
        .filter(|covered| matches!(covered.relation, Relation::Parent | Relation::Subsidiary))
        .map(|covered| folded_name(&covered.entity))
        .collect();
    let mut keys_of: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for mention in mentions {
        keys_of
            .entry(mention.sentence)
            .or_default()
            .insert(&mention.key);
    }
    for mention in mentions {
        let has_company = keys_of
            .get(&mention.sentence)
            .is_some_and(|keys| keys.len() > 1);
        let is_told = has_company
            || mention.in_heading
            || mention.in_list
            || ROLE_BEFORE.is_match(mention.before)
            || ROLE_AFTER.is_match(mention.after);
        if is_told && !is_one_of(own, mention.name) {
            related.insert(mention.key.clone());
        }
    }
    related
}

/// Whether `name` is one of `own`, or of the same family: they share a word that tells companies apart.
fn is_one_of(own: &[String], name: &str) -> bool {
    let words = telling_words(name);
    let key = unspaced(name);
    own.iter().any(|own| {
        if unspaced(own) == key {
            return true;
        }
        let initials: String = own
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .flat_map(char::to_lowercase)
            .collect();
        let own = telling_words(own);
        words
            .iter()
            .any(|word| own.contains(word) || (word.len() > 1 && initials.starts_with(word)))
    })
}

/// The letters of a name up to its legal form: "I G T Pty Ltd" is "IGT Limited".
fn unspaced(name: &str) -> String {
    name.to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !LEGAL_FORMS.contains(word))
        .collect()
}

/// Whether `name` ends with a legal form, as only the name of one company does: "The company" does not.
fn is_of_one_company(name: &str) -> bool {
    let mut words = name.split_whitespace().rev();
    let last = words.next().unwrap_or_default();
    let is_article = words
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("the"));
    let last = last.trim_matches(|character: char| !character.is_alphanumeric());
    let begins_large = last.starts_with(char::is_uppercase) || last == "plc";
    begins_large && !is_article && LEGAL_FORMS.contains(&last.to_lowercase().as_str())
}

/// The words of a name that tell companies apart: not its legal form, nor what many bear.
fn telling_words(name: &str) -> Vec<String> {
    name.to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| {
            !word.is_empty() && !LEGAL_FORMS.contains(word) && !COMMON_WORDS.contains(word)
        })
        .map(str::to_owned)
        .collect()
}

/// Whether the words around the name make it the author of the text.
fn speaks_as_author(mention: &Mention<'_>) -> bool {
    let (before, after) = (mention.before, mention.after);
    let subject = SUBJECT_BEFORE.is_match(before) && SUBJECT_AFTER.is_match(after);
    let we = AT_BEFORE.is_match(before) && WE_AFTER.is_match(after);
    let board =
        BOARD_BEFORE.is_match(before) && (APPROVES.is_match(before) || APPROVES.is_match(after));
    subject || we || board || MADE_BY.is_match(before)
}

/// How names of companies end.
const LEGAL_FORMS: &[&str] = &[
    "limited",
    "ltd",
    "plc",
    "llp",
    "lp",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "pty",
    "ulc",
    "gmbh",
    "ag",
    "asa",
    "ab",
    "sa",
    "se",
    "nv",
    "bv",
    "cic",
    "cio",
];

/// Words of many names, that say nothing of which company it is.
const COMMON_WORDS: &[&str] = &[
    "company",
    "co",
    "as",
    "the",
    "of",
    "and",
    "for",
    "de",
    "uk",
    "gb",
    "us",
    "usa",
    "eu",
    "europe",
    "european",
    "international",
    "global",
    "worldwide",
    "british",
    "national",
    "australia",
    "australian",
    "canada",
    "canadian",
    "america",
    "american",
    "england",
    "scotland",
    "wales",
    "ireland",
    "group",
    "holding",
    "holdings",
    "services",
    "service",
    "solutions",
    "systems",
    "partners",
    "partnership",
    "management",
    "foods",
    "food",
    "retail",
    "stores",
    "logistics",
    "transport",
    "construction",
    "engineering",
    "energy",
    "media",
    "technologies",
    "technology",
    "products",
    "industries",
    "properties",
    "property",
    "homes",
    "housing",
    "care",
    "health",
    "healthcare",
    "hotels",
    "trading",
    "manufacturing",
    "supplies",
    "supply",
    "trust",
    "university",
    "college",
    "council",
    "bank",
    "insurance",
    "capital",
    "investments",
    "water",
    "power",
    "building",
    "buildings",
    "cleaning",
    "security",
    "recruitment",
    "consulting",
    "digital",
    "data",
    "software",
];

/// Nothing before the name but an article or a lead-in.
static SUBJECT_BEFORE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[•*–-]\s*)?(?:the |as a business,? |as an? (?:employer|organi[sz]ation),? |we,? (?:at )?)?$",
    )
});

/// What only the author of a statement says of itself.
static SUBJECT_AFTER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        ^,?\ (?:\([^)]{1,60}\)\ )?
        (?:
          (?:is|are|remains?)\ (?:\w+\ )?(?:committed|dedicated|opposed)\ to\b
          | (?:has|have|takes?|adopts?|operates?|maintains?)\ an?\ (?:\w+\ )?zero[- ]tolerance\b
          | (?:does|will|do|shall)\ (?:not|never)\ (?:\w+\ )?(?:tolerate|condone|accept|allow|permit)\b
          | (?:recogni[sz]es|acknowledges|understands|accepts)\ (?:that\ it|its|the\ (?:importance|risks?|need)|that\ (?:modern\ )?slavery|our)\b
          | takes\ (?:its|our|all|this|seriously)\b
          | (?:expects|requires)\ (?:all|its|our)\b
          | (?:makes|publishes|issues|presents|has\ (?:made|published|prepared|issued))\ (?:this|the\ following|its)\b .{0,40}\b(?:statement|report|disclosure)\b
          | believes\ (?:that|in)\b
        )
        | ^['’]s\ (?:modern\ slavery|anti-slavery|commitment|zero[- ]tolerance)\b
        ",
    )
});

static AT_BEFORE: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)(?:^|[,;:] )(?:here )?(?:at|within|as) (?:the )?$"));

static WE_AFTER: LazyLock<Search> = LazyLock::new(|| pattern(r"(?i)^,? (?:we|our)\b"));

static BOARD_BEFORE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:boards?(?: of (?:directors|trustees|management))?|directors|trustees|governing body) of (?:the )?$",
    )
});

static APPROVES: LazyLock<Search> =
    LazyLock::new(|| pattern(r"(?i)\b(?:approv|endors|adopt|sign)(?:ed|es|al|s)\b"));

static MADE_BY: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        \b(?:this|our|the\ following)\b [^.;]{0,60} \b(?:statement|report|disclosure)\b [^.;]{0,50}
          \b(?:made|issued|published|given|submitted)\ (?:jointly\ )?(?:by|on\ behalf\ of|for)\ (?:the\ )?$
        | \bthis\ (?:[\w-]+\ ){0,5}(?:statement|report)\ (?:of|by|from)\ (?:the\ )?$
        | \bsigned\ (?:for\ and\ )?on\ behalf\ of\ (?:the\ (?:board|directors)(?:\ of\ directors)?\ of\ )?(?:the\ )?$
        | ^(?:for\ and\ )?on\ behalf\ of\ (?:the\ (?:board|directors)(?:\ of\ directors)?\ of\ )?(?:the\ )?$
        ",
    )
});

/// The words before the name say who it is to the author.
static ROLE_BEFORE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        \b(?:suppliers?|customers?|clients?|contractors?|subcontractors?|agenc(?:y|ies)|auditors?|advis[eo]rs?|
          consultants?|consultancy|lawyers?|solicitors?|partners?|landlords?|tenants?|franchis\w+|licens\w+|lenders?|banks?|
          insurers?|charity|charities|union|parent|subsidiar(?:y|ies)|affiliates?|shareholders?|investors?|brands?|divisions?|
          joint\ ventures?|sister|holding|group|owned|acquired|owner|owns|formerly|previously|merged|trading\ as|known\ as|
          called|operator|provider|firm|retailers?|manufacturers?|factory|member\ of|part\ of|division\ of|with|from|using|
          through|via|between|including|such\ as|like)\b
          (?:[^.;]{0,40})?$
        ",
    )
});

/// The words after the name say so.
static ROLE_AFTER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        ^\s?(?:\([^)]{0,80}\)\s?)?
        (?:
          ,\ (?:an?|our|the|its|one\ of|which|who|whose|part\ of|formerly|trading)\b
          | \ (?:is|was|are|were|became|remains)\ (?:\w+\ ){0,3}(?:an?|our|the|one\ of|part\ of|owned|acquired|formerly|known)\b .{0,60}
             \b(?:supplier|customer|client|contractor|agency|auditor|advis[eo]r|consultant|partner|landlord|tenant|lender|parent|
              subsidiary|affiliate|shareholder|brand|division|venture|sister|holding|group|owner|company|provider|firm)\b
          | \ \(?(?:trading\ as|t/a|formerly|and\ its|together\ with|group\ of)\b
          | \ (?:(?:was|has\ been|were)\ (?:\w+\ )?(?:acquired|bought|sold|merged|renamed)|changed\ its\ name)\b
          | \ (?:owns|acquired|supplies|audits|audited|provides|manages|operates\ (?:our|the))\b
        )
        ",
    )
});

#[cfg(test)]
#[path = "residue_tests.rs"]
mod tests;
