//! Which sentences speak to which criterion, how surely, and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::join::Part;
use super::join::Sentence;
use super::join::Terms;
use super::join::join;
use super::join::parts_of;
use super::opinion::Opinions;
use super::passage::Language;
use super::passage::Passage;
use super::passage::Passages;
use super::passage::Topic;
use super::reason::conclude;
use super::weigh::Asked;
use super::weigh::Found;
use super::weigh::judge;
use super::weigh::judge_headed;
use crate::assessment::Method;
use crate::assessment::Status;
use crate::lexicon::Hit;
use crate::lexicon::Matcher;
use crate::lexicon::Search;
#[cfg(doc)]
use crate::rubric::Criterion;
use crate::rubric::Pattern;
use crate::rubric::Rubric;

/// Below this confidence a sentence is not even shown.
pub(super) const SHOWN_FROM: f32 = 0.25;

/// A sentence that speaks to a criterion, or seems to.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Its place in the document's sentences.
    pub(super) sentence: u32,
    /// How sure it is that it speaks to the criterion, 0 to 1: calibrated where the trained recogniser joins in.
    pub(super) confidence: f32,
    /// How strong a sign it is, 0 to 1: what the signals weigh, or the joined confidence where that is more.
    pub(super) strength: f32,
    /// The trained recogniser was asked about it, so that its confidence is calibrated.
    pub(super) is_joined: bool,
    /// It counts on the trained recogniser's word alone: the signals would not have counted it.
    pub(super) is_lifted: bool,
    /// An exclusion that weakens speaks against it.
    pub(super) is_weakened: bool,
    /// What recognised it.
    pub(super) method: Method,
    /// Its status, as its language and signals settle it.
    pub(super) status: Status,
    /// Whether it counts.
    pub(super) counts: bool,
    /// Places in [`Criterion::elements`] that it is a sign of, as bits.
    pub(super) elements: u32,
    /// It tells a result.
    pub(super) outcome: bool,
    /// What the sentence's language tells.
    pub(super) language: Language,
    /// How near words of modern slavery stand.
    pub(super) topic: Topic,
    /// Why, in plain language.
    pub(super) reason: String,
}

/// Rubrics whose patterns are gathered in one matcher, each distinct pattern once.
#[derive(Debug)]
pub(super) struct Rules {
    matcher: Matcher,
    /// For each pattern: what it means to which criterion.
    uses: Vec<Vec<Use>>,
}

/// What a pattern means to one criterion of one rubric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    rubric: u16,
    criterion: u16,
    role: Role,
    /// The place among the criterion's signals or exclusions.
    place: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Signal,
    Exclusion,
    Heading,
}

impl Rules {
    /// Gathers the patterns of `rubrics`.
    pub(super) fn new(rubrics: &[Arc<Rubric>]) -> Self {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut searches: Vec<Arc<Search>> = Vec::new();
        let mut uses: Vec<Vec<Use>> = Vec::new();
        let mut gather = |pattern: &Pattern, usage: Use| {
            let place = *places
                .entry(pattern.search.source().to_owned())
                .or_insert_with(|| {
                    searches.push(Arc::clone(&pattern.search));
                    uses.push(Vec::new());
                    searches.len() - 1
                });
            if let Some(uses) = uses.get_mut(place)
                && !uses.contains(&usage)
            {
                uses.push(usage);
            }
        };
        for (rubric_place, rubric) in rubrics.iter().enumerate() {
            for (criterion_place, criterion) in rubric.criteria.iter().enumerate() {
                let usage = |role, place: usize| Use {
                    rubric: narrow(rubric_place),
                    criterion: narrow(criterion_place),
                    role,
                    place: narrow(place),
                };
                for (place, signal) in criterion.signals.iter().enumerate() {
                    for pattern in &signal.patterns {
                        gather(pattern, usage(Role::Signal, place));
                    }
                }
                for (place, exclusion) in criterion.exclusions.iter().enumerate() {
                    for pattern in &exclusion.patterns {
                        gather(pattern, usage(Role::Exclusion, place));
                    }
                }
                for pattern in &criterion.headings {
                    gather(pattern, usage(Role::Heading, 0));
                }
            }
        }
        Self {
            matcher: Matcher::new(searches),
            uses,
        }
    }

    /// The one matcher of all patterns.
    pub(super) fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// For each criterion of the rubric at `place` in the list that this was made of: the candidates, in reading
    /// order. Where `opinions` are given, the trained recogniser joins the criteria that name a label of it; `threshold`
    /// stands in for the confidence from which on a sentence counts.
    pub(super) fn candidates(
        &self,
        place: usize,
        rubric: &Rubric,
        passages: &Passages,
        opinions: Option<&Opinions<'_>>,
        threshold: Option<f32>,
    ) -> Vec<Vec<Candidate>> {
        let terms = Terms {
            joining: rubric.quality.recogniser,
            threshold,
        };
        let mut of_criteria: Vec<Vec<Candidate>> = vec![Vec::new(); rubric.criteria.len()];
        let parts: Vec<Vec<Part>> = rubric
            .criteria
            .iter()
            .map(|criterion| opinions.map(|_| parts_of(criterion)).unwrap_or_default())
            .collect();
        let joined: Vec<u16> = (0..)
            .zip(&parts)
            .filter(|(_, parts)| !parts.is_empty())
            .map(|(place, _)| place)
            .collect();
        let mut found: BTreeMap<u16, Found> = BTreeMap::new();
        for (sentence, passage) in passages.all.iter().enumerate() {
            let Some(language) = &passage.language else {
                continue;
            };
            self.gather(narrow(place), passage, &mut found);
            let nearest = passages.headings_above(passage).next_back();
            if let Some((_, heading)) = nearest {
                self.gather_headed(narrow(place), heading, &mut found);
            }
            for &criterion_place in &joined {
                found.entry(criterion_place).or_default();
            }
            for (criterion_place, found) in std::mem::take(&mut found) {
                let Some(criterion) = rubric.criteria.get(criterion_place as usize) else {
                    continue;
                };
                let asked = Asked {
                    criterion,
                    counts_from: threshold.unwrap_or(rubric.quality.counts_from),
                };
                let heading = self.heading_above(narrow(place), criterion_place, passages, passage);
                let mut judged = passage
                    .by_signals
                    .then(|| judge(asked, &found, passage, heading, language))
                    .flatten();
                if let Some((_, heading)) = nearest
                    && passage.by_signals
                    && found.headed
                    && judged
                        .as_ref()
                        .is_none_or(|judged| !judged.counts && judged.status != Status::Context)
                {
                    judged =
                        judge_headed(asked, &found, passage, &heading.form, language).or(judged);
                }
                match (opinions, parts.get(criterion_place as usize)) {
                    (Some(opinions), Some(parts)) if !parts.is_empty() => {
                        let sentence = Sentence {
                            place: sentence,
                            passage,
                            language,
                            found: &found,
                        };
                        judged = join(criterion, parts, opinions, terms, &sentence, judged);
                    }
                    _ => judged.iter_mut().for_each(conclude),
                }
                if let (Some(mut candidate), Some(list)) =
                    (judged, of_criteria.get_mut(criterion_place as usize))
                {
                    candidate.sentence = u32::try_from(sentence).unwrap_or(u32::MAX);
                    list.push(candidate);
                }
            }
        }
        of_criteria
    }

    /// What the patterns that match `passage` mean to each criterion.
    fn gather(&self, rubric: u16, passage: &Passage, found: &mut BTreeMap<u16, Found>) {
        for hit in &passage.hits {
            for usage in self.uses_of(hit).filter(|usage| usage.rubric == rubric) {
                match usage.role {
                    Role::Signal => {
                        let signals = &mut found.entry(usage.criterion).or_default().signals;
                        let is_own = hit.end > passage.own_start;
                        let known = signals.entry(usage.place).or_insert(false);
                        *known |= is_own;
                    }
                    Role::Exclusion => {
                        let exclusions = &mut found.entry(usage.criterion).or_default().exclusions;
                        exclusions.insert(usage.place);
                    }
                    Role::Heading => {}
                }
            }
        }
    }

    /// The criteria under whose headings a passage stands.
    fn gather_headed(&self, rubric: u16, heading: &Passage, found: &mut BTreeMap<u16, Found>) {
        let uses = heading.hits.iter().flat_map(|hit| self.uses_of(hit));
        for usage in uses.filter(|usage| usage.rubric == rubric && usage.role == Role::Heading) {
            found.entry(usage.criterion).or_default().headed = true;
        }
    }

    /// The nearest heading above `passage` that is one of the criterion's.
    fn heading_above<'a>(
        &self,
        rubric: u16,
        criterion: u16,
        passages: &'a Passages,
        passage: &'a Passage,
    ) -> Option<&'a str> {
        passages
            .headings_above(passage)
            .rev()
            .find(|(_, heading)| {
                heading
                    .hits
                    .iter()
                    .flat_map(|hit| self.uses_of(hit))
                    .any(|usage| {
                        (usage.rubric, usage.criterion, usage.role)
                            == (rubric, criterion, Role::Heading)
                    })
            })
            .map(|(_, heading)| heading.form.as_str())
    }

    fn uses_of(&self, hit: &Hit) -> impl Iterator<Item = Use> {
        self.uses
            .get(hit.pattern as usize)
            .into_iter()
            .flatten()
            .copied()
    }
}

/// Rubrics are bounded far below this.
pub(super) fn narrow(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}
