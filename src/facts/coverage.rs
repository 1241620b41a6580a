//! Which organisations a statement covers: each as named, how it stands to the one that reports, and where it says so.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::document::BlockKind;
use crate::document::Notice;
use crate::document::Span;
use crate::lexicon::Search;

use super::Covered;
use super::Found;
use super::Relation;
use super::names::key_of;
use super::pattern::pattern;
use super::reading::Reading;

/// How far before a name the words stand that say what it is, in bytes.
const REACH: usize = 220;

/// The entities that `reading` says the statement is of or about, in the order in which they are first said to be so.
/// `organisation` is the reporting entity already found.
pub(super) fn coverage_of(
    reading: &Reading<'_>,
    organisation: Option<&Found<String>>,
) -> Vec<Covered> {
    let reporting = organisation.map(|found| key_of(&found.value));
    let mut covered: BTreeMap<String, Covered> = BTreeMap::new();
    if let (Some(found), Some(key)) = (organisation, &reporting)
        && let Some(span) = found.span
    {
        covered.insert(
            key.clone(),
            Covered {
                entity: found.value.clone(),
                relation: Relation::ReportingEntity,
                span,
            },
        );
    }
    let mut chain = Chain::default();
    for range in reading.names() {
        let Some(relation) = chain.relation_of(reading, range) else {
            continue;
        };
        let Some(name) = reading.text().get(range.clone()) else {
            continue;
        };
        let key = key_of(name);
        // What the statement says of the reporting entity, it says of itself.
        if reporting.as_ref() == Some(&key) {
            continue;
        }
        let found = Covered {
            entity: name.split_whitespace().collect::<Vec<_>>().join(" "),
            relation,
            span: Span::new(range.start, range.end),
        };
        let known = covered.entry(key).or_insert_with(|| found.clone());
        if found.relation < known.relation {
            *known = found;
        }
    }
    let mut covered: Vec<Covered> = covered.into_values().collect();
    covered.sort_by_key(|entity| (entity.span.start, entity.span.end));
    covered
}

/// Group companies that are covered without being named, where none is named anywhere.
pub(super) fn unnamed(reading: &Reading<'_>, covered: &[Covered]) -> Option<Notice> {
    let named = covered
        .iter()
        .filter(|entity| entity.relation != Relation::Parent)
        .count();
    if named > 1 {
        return None;
    }
    let found = UNNAMED.find(reading.text())?;
    let words: Vec<&str> = found.as_str().split_whitespace().collect();
    let from = words.len().saturating_sub(8);
    let shown = words.get(from..).unwrap_or_default().join(" ");
    Some(Notice::new(
        "coverage-unnamed",
        format!("the statement covers companies that it does not name: \"{shown}\""),
    ))
}

/// The list of names that is being read: what is said of its first name is said of all.
#[derive(Debug, Default)]
struct Chain {
    relation: Option<Relation>,
    end: usize,
    /// The lead-in of the table or list at hand, by the first block after it, and what it says of its rows.
    lead: Option<(usize, Option<Relation>)>,
}

impl Chain {
    /// What the words around the name at `range` say of it.
    fn relation_of(&mut self, reading: &Reading<'_>, range: &Range<usize>) -> Option<Relation> {
        let between = reading.slice(self.end, range.start);
        let goes_on = self.end > 0 && between.len() < 90 && IN_A_LIST.is_match(between);
        let relation = self
            .said_before(reading, range)
            .or_else(|| self.said_by_lead(reading, range))
            .or(if goes_on { self.relation } else { None });
        self.relation = relation;
        self.end = range.end;
        relation
    }

    fn said_before(&self, reading: &Reading<'_>, range: &Range<usize>) -> Option<Relation> {
        let block = reading.block_at(Span::new(range.start, range.end).start)?;
        let start = reading.block_span(block)?.start as usize;
        let before = reading.slice(start.max(range.start.saturating_sub(REACH)), range.start);
        // What another name governs is said of that one: only the words after it count.
        let own = if self.end > start {
            reading.slice(self.end.max(range.start.saturating_sub(REACH)), range.start)
        } else {
            before
        };
        if REPORTING.is_match(own) {
            return Some(Relation::ReportingEntity);
        }
        if DENIED.is_match(own) {
            return None;
        }
        if PARENT.is_match(own) && OF_US.is_match(before) {
            return Some(Relation::Parent);
        }
        if SUBSIDIARY.is_match(own) {
            return Some(Relation::Subsidiary);
        }
        COVERS.is_match(own).then_some(Relation::Covered)
    }

    /// A row of a table, or an item of a list, whose lead-in says that it lists what is covered.
    fn said_by_lead(&mut self, reading: &Reading<'_>, range: &Range<usize>) -> Option<Relation> {
        let place = reading.block_at(Span::new(range.start, range.end).start)?;
        let block = reading.document.blocks.get(place)?;
        if !is_of_list(block.kind) || range.start > block.span.start as usize + 4 {
            return None;
        }
        let opens = match self.lead {
            Some((first, relation)) if runs_on(reading, first, place) => {
                self.lead = Some((place, relation));
                return relation;
            }
            _ => (0..place).rev().take(60).find(|above| {
                reading
                    .document
                    .blocks
                    .get(*above)
                    .is_none_or(|block| !is_of_list(block.kind))
            })?,
        };
        let lead = reading.block_text(opens);
        let heading = reading.heading_above(place);
        let listed = LISTS.is_match(lead) || LISTS.is_match(heading);
        let relation = listed.then(|| {
            if SUBSIDIARIES.is_match(lead) || SUBSIDIARIES.is_match(heading) {
                Relation::Subsidiary
            } else {
                Relation::Covered
            }
        });
        self.lead = Some((place, relation));
        relation
    }
}

fn is_of_list(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::TableRow | BlockKind::ListItem { .. })
}

/// Whether only rows and items stand between two of them.
fn runs_on(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    last >= first
        && reading
            .document
            .blocks
            .get(first..last)
            .is_some_and(|blocks| blocks.iter().all(|block| is_of_list(block.kind)))
}

/// Between two names of one list.
static IN_A_LIST: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:\s|,|;|&|\band\b|\bas well as\b|\btogether with\b|\bthe\b|\bits\b|\(?[ivx0-9]{1,4}\)|\((?:[^()]|\([^()]*\)){0,80}\))*$",
    )
});

static REPORTING: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\breporting entit(?:y|ies)(?:['’]s? legal name| is| are| include| being|,)?[: ]*(?:the )?$",
    )
});

/// "neither is the parent of the other", "has no parent company".
static DENIED: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:neither|nor|no longer|not|excluding|except|other than|does not (?:cover|include|apply to))\b[^.;]{0,60}$",
    )
});

static PARENT: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?:subsidiary|subsidiaries|division|member|part)(?: company| companies| undertaking)? of(?: the)?|owned(?: and controlled)? by|controlled by|(?:ultimate |immediate |direct )?(?:parent|holding)(?: company| entity| undertaking| organisation)?(?: is| being|,|:)?)(?: the)?(?: [a-z]+-based| [a-z]+ listed)? ?$",
    )
});

/// The sentence speaks of whose statement it is, so that the owner it names is its own.
static OF_US: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:we|us|our|its|it|the (?:company|group|firm|business|organisation|organization|corporation)|limited|ltd|plc|llp|inc|whose)\b",
    )
});

static SUBSIDIARY: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\bsubsidiar(?:y|ies)(?: compan(?:y|ies)| undertakings?| entit(?:y|ies))?(?:,? (?:are|is|include|includes|including|being|namely|called|such as))?[,:(]? ?(?:the following:? )?$|\b(?:we|it|which|company|plc|limited|ltd|inc) (?:wholly )?(?:owns?|controls?)(?: [0-9]+%| all| 100 per cent)?(?: of)?(?: the)? ?$",
    )
});

static COVERS: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:statement|report|disclosure|it)\b[^.;]{0,100}\b(?:covers?|covering|applies to|in respect of|relates? to|on behalf of|made by|published by|submitted by|issued by|given by|for)(?: itself and| both| each of| the| all)*(?: (?:following|relevant|group|legal|covered|associated))*(?: entit(?:y|ies)| compan(?:y|ies)| organisations)?[:,]? ?(?:the )?$|\bjoint (?:statement|report)\b[^.;]{0,60}\b(?:of|by|for|between)(?: the)? ?$|\bfor and on behalf of(?: the)? ?$",
    )
});

/// The lead-in of a list of what is covered.
static LISTS: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:entities|companies|subsidiaries|undertakings|organisations|businesses)\b[^.;]{0,60}\b(?:cover(?:ed|s)?|listed|below|following|table|reporting under|included|part of this (?:statement|report))\b|\b(?:covers?|covered|on behalf of|applies to|following|made by|listed|reporting)\b[^.;]{0,80}\b(?:entities|companies|subsidiaries|undertakings)\b",
    )
});

static SUBSIDIARIES: LazyLock<Search> = LazyLock::new(|| pattern(r"(?i)\bsubsidiar(?:y|ies)\b"));

/// Companies covered by their sort alone.
static UNNAMED: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:statement|report|disclosure)\b[^.;\n]{0,200}?\b(?:on behalf of|covers?|covering|applies to|made by|published by|submitted by|issued by|relates to|includes?|for)\b[^.;\n]{0,120}?\b(?:its|our|their|all|all of its|all of our|each of its|the)(?: [a-z-]+){0,3} (?:subsidiaries|subsidiary companies|subsidiary undertakings|group companies|companies (?:in|within|of) (?:the|our|its) group|affiliates|affiliated companies|controlled entities|related bodies corporate)\b",
    )
});

#[cfg(test)]
#[path = "coverage_tests.rs"]
mod tests;
