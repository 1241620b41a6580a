//! Year on year: what a statement adds to the one before it, what it drops, and what it carries over; per criterion.

mod align;
mod runs;
mod told;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

pub use align::Aligned;
pub use align::align;
pub use runs::Matched;
pub use runs::compare_runs;
pub use told::CSV_COLUMNS;
pub use told::csv_of;
pub use told::markdown_of;
pub use told::terminal_of;

use crate::assessment::Verdict;
use crate::report::finished::Finished;
use crate::report::finished::FinishedCriterion;
use crate::report::finished::FinishedEvidence;
use crate::rubric::Level;

/// One year's statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// What was found in it.
    pub statement: Finished,
    /// All its sentences, where they are known.
    pub sentences: Option<Vec<String>>,
}

/// Which statement a comparison speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Its identifier.
    pub statement_id: String,
    /// The input as it was named.
    pub source: String,
    /// The organisation; may be empty.
    pub organisation: String,
    /// Its number; may be empty.
    pub company_number: String,
    /// The last day of its period; may be empty.
    pub period_end: String,
}

/// Two statements compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The earlier.
    pub old: Side,
    /// The later.
    pub new: Side,
    /// The whole texts, where both are known.
    pub text: Option<TextChange>,
    /// Criterion by criterion, in the order of the rubrics.
    pub criteria: Vec<CriterionChange>,
}

/// How many sentences of two texts are the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct TextChange {
    /// Word for word in both.
    pub unchanged: usize,
    /// In both, with other figures or a few other words.
    pub updated: usize,
    /// In the later only.
    pub added: usize,
    /// In the earlier only.
    pub dropped: usize,
}

/// What became of one criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionChange {
    /// The rubric.
    pub rubric: String,
    /// The criterion.
    pub criterion_id: String,
    /// The provision.
    pub citation: String,
    /// What it asks for.
    pub title: String,
    /// The verdict of the earlier; none where its rubric had no such criterion.
    pub old_verdict: Option<Verdict>,
    /// The verdict of the later.
    pub new_verdict: Option<Verdict>,
    /// The level of the earlier.
    pub old_level: Option<Level>,
    /// The level of the later.
    pub new_level: Option<Level>,
    /// What became of the sentences that count.
    pub sentences: Vec<SentenceChange>,
}

/// What became of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It counts in the later, and is not in the earlier.
    Added,
    /// It counted in the earlier, and is not in the later.
    Dropped,
    /// It counts in both, with other figures or a few other words.
    Updated,
    /// It counts in both, word for word.
    Unchanged,
    /// It is in both, and counts only in the later.
    NowCounts,
    /// It is in both, and counted only in the earlier.
    NoLongerCounts,
}

impl Change {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] = [
        Self::Added,
        Self::Dropped,
        Self::Updated,
        Self::Unchanged,
        Self::NowCounts,
        Self::NoLongerCounts,
    ];

    /// The word in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Dropped => "dropped",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::NowCounts => "now-counts",
            Self::NoLongerCounts => "no-longer-counts",
        }
    }
}

/// A sentence, where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// Its words.
    pub text: String,
    /// Its page.
    pub page: Option<u32>,
    /// Opens the source at it; may be empty.
    pub link: String,
}

/// What became of one sentence that counts in either statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SentenceChange {
    /// What became of it.
    pub change: Change,
    /// How alike both are, 0 to 1; none where there is one only.
    pub similarity: Option<f64>,
    /// In the earlier.
    pub old: Option<Quote>,
    /// In the later.
    pub new: Option<Quote>,
}

impl CriterionChange {
    /// How many rungs the level rose, or fell where it is negative; none without two levels.
    #[must_use]
    pub fn rungs(&self) -> Option<i16> {
        Some(i16::from(self.new_level?.rank()) - i16::from(self.old_level?.rank()))
    }

    /// Whether level or verdict is another than before.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.old_level != self.new_level || self.old_verdict != self.new_verdict
    }

    /// How many of its sentences changed so.
    #[must_use]
    pub fn count(&self, change: Change) -> usize {
        self.sentences
            .iter()
            .filter(|sentence| sentence.change == change)
            .count()
    }
}

/// Compares the statement `new` with `old`, the one before it.
#[must_use]
pub fn compare(old: &Edition, new: &Edition) -> Comparison {
    let text = match (&old.sentences, &new.sentences) {
        (Some(old), Some(new)) => Some(text_change(old, new)),
        _ => None,
    };
    let mut criteria = Vec::new();
    let of_old = by_name(&old.statement);
    for assessment in &new.statement.assessments {
        for criterion in &assessment.criteria {
            let key = (assessment.rubric.as_str(), criterion.criterion_id.as_str());
            let before = of_old.get(&key).copied();
            criteria.push(criterion_change(
                &assessment.rubric,
                before,
                Some(criterion),
                old,
                new,
            ));
        }
    }
    let of_new = by_name(&new.statement);
    for assessment in &old.statement.assessments {
        for criterion in &assessment.criteria {
            let key = (assessment.rubric.as_str(), criterion.criterion_id.as_str());
            if !of_new.contains_key(&key) {
                criteria.push(criterion_change(
                    &assessment.rubric,
                    Some(criterion),
                    None,
                    old,
                    new,
                ));
            }
        }
    }
    Comparison {
        old: side_of(&old.statement),
        new: side_of(&new.statement),
        text,
        criteria,
    }
}

fn side_of(statement: &Finished) -> Side {
    Side {
        statement_id: statement.statement_id.clone(),
        source: statement.source.clone(),
        organisation: statement.organisation().to_owned(),
        company_number: statement.company_number().to_owned(),
        period_end: statement.facts.period_end.clone().unwrap_or_default(),
    }
}

fn by_name(statement: &Finished) -> BTreeMap<(&str, &str), &FinishedCriterion> {
    statement
        .assessments
        .iter()
        .flat_map(|assessment| {
            assessment.criteria.iter().map(|criterion| {
                let key = (assessment.rubric.as_str(), criterion.criterion_id.as_str());
                (key, criterion)
            })
        })
        .collect()
}

fn text_change(old: &[String], new: &[String]) -> TextChange {
    let olds: Vec<&str> = old.iter().map(String::as_str).collect();
    let news: Vec<&str> = new.iter().map(String::as_str).collect();
    let mut change = TextChange::default();
    for aligned in align(&olds, &news) {
        match (aligned.old, aligned.new, aligned.is_same) {
            (Some(_), Some(_), true) => change.unchanged += 1,
            (Some(_), Some(_), false) => change.updated += 1,
            (None, _, _) => change.added += 1,
            (_, None, _) => change.dropped += 1,
        }
    }
    change
}

fn criterion_change(
    rubric: &str,
    before: Option<&FinishedCriterion>,
    after: Option<&FinishedCriterion>,
    old: &Edition,
    new: &Edition,
) -> CriterionChange {
    let counting = |criterion: Option<&FinishedCriterion>| -> Vec<FinishedEvidence> {
        let mut counting: Vec<FinishedEvidence> = criterion
            .iter()
            .flat_map(|criterion| &criterion.evidence)
            .filter(|evidence| evidence.counts)
            .cloned()
            .collect();
        // In reading order, as a person compares.
        counting.sort_by_key(|evidence| evidence.sentence_index);
        counting
    };
    let (olds, news) = (counting(before), counting(after));
    let words = |evidence: &[FinishedEvidence]| -> Vec<String> {
        evidence.iter().map(|one| one.text.clone()).collect()
    };
    let (old_words, new_words) = (words(&olds), words(&news));
    let old_strs: Vec<&str> = old_words.iter().map(String::as_str).collect();
    let new_strs: Vec<&str> = new_words.iter().map(String::as_str).collect();
    let aligned = align(&old_strs, &new_strs);

    // What has no partner among the sentences that count may still stand in the other text.
    let alone_old: Vec<&str> = aligned
        .iter()
        .filter(|one| one.new.is_none())
        .filter_map(|one| old_strs.get(one.old?).copied())
        .collect();
    let alone_new: Vec<&str> = aligned
        .iter()
        .filter(|one| one.old.is_none())
        .filter_map(|one| new_strs.get(one.new?).copied())
        .collect();
    let in_new = elsewhere(&alone_old, new);
    let in_old = elsewhere(&alone_new, old);

    let quote = |evidence: Option<&FinishedEvidence>| {
        evidence.map(|evidence| Quote {
            text: evidence.text.clone(),
            page: evidence.page,
            link: evidence.link.clone(),
        })
    };
    let found = |text: &str| Quote {
        text: text.to_owned(),
        page: None,
        link: String::new(),
    };
    let mut sentences: Vec<SentenceChange> = aligned
        .iter()
        .map(|one| {
            let old = quote(one.old.and_then(|place| olds.get(place)));
            let new = quote(one.new.and_then(|place| news.get(place)));
            match (old, new) {
                (Some(old), Some(new)) => SentenceChange {
                    change: if one.is_same {
                        Change::Unchanged
                    } else {
                        Change::Updated
                    },
                    similarity: Some(one.similarity),
                    old: Some(old),
                    new: Some(new),
                },
                (Some(old), None) => {
                    let there = in_new.get(old.text.as_str());
                    SentenceChange {
                        change: if there.is_some() {
                            Change::NoLongerCounts
                        } else {
                            Change::Dropped
                        },
                        similarity: there.map(|(_, similarity)| *similarity),
                        new: there.map(|(text, _)| found(text)),
                        old: Some(old),
                    }
                }
                (old, new) => {
                    let there = new.as_ref().and_then(|new| in_old.get(new.text.as_str()));
                    SentenceChange {
                        change: if there.is_some() {
                            Change::NowCounts
                        } else {
                            Change::Added
                        },
                        similarity: there.map(|(_, similarity)| *similarity),
                        old: old.or_else(|| there.map(|(text, _)| found(text))),
                        new,
                    }
                }
            }
        })
        .collect();
    sentences.sort_by_key(|sentence| sentence.change);
    let shown = after.or(before);
    CriterionChange {
        rubric: rubric.to_owned(),
        criterion_id: shown
            .map(|one| one.criterion_id.clone())
            .unwrap_or_default(),
        citation: shown.map(|one| one.citation.clone()).unwrap_or_default(),
        title: shown.map(|one| one.title.clone()).unwrap_or_default(),
        old_verdict: before.map(FinishedCriterion::verdict),
        new_verdict: after.map(FinishedCriterion::verdict),
        old_level: before.and_then(FinishedCriterion::level),
        new_level: after.and_then(FinishedCriterion::level),
        sentences,
    }
}

/// For each of `alone` that stands in `edition` too, the sentence there and how alike it is. Where the whole text is not
/// known, the sentences that were seen are looked through.
fn elsewhere<'a>(alone: &[&'a str], edition: &Edition) -> BTreeMap<&'a str, (String, f64)> {
    if alone.is_empty() {
        return BTreeMap::new();
    }
    let seen: Vec<String> = match &edition.sentences {
        Some(sentences) => sentences.clone(),
        None => edition
            .statement
            .assessments
            .iter()
            .flat_map(|assessment| &assessment.criteria)
            .flat_map(|criterion| &criterion.evidence)
            .map(|evidence| evidence.text.clone())
            .collect(),
    };
    let seen: Vec<&str> = seen.iter().map(String::as_str).collect();
    align(alone, &seen)
        .into_iter()
        .filter_map(|one| {
            let own = alone.get(one.old?)?;
            let there = seen.get(one.new?)?;
            Some((*own, ((*there).to_owned(), one.similarity)))
        })
        .collect()
}
