//! Which sentences speak to which criterion, how surely, and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use regex::Regex;

use super::passage::Language;
use super::passage::Passage;
use super::passage::Passages;
use super::passage::Topic;
use crate::assessment::Status;
use crate::lexicon::Hit;
use crate::lexicon::Matcher;
use crate::rubric::Criterion;
use crate::rubric::Effect;
use crate::rubric::Exclusion;
use crate::rubric::Pattern;
use crate::rubric::Rubric;
use crate::rubric::Signal;
use crate::rubric::SignalStatus;
use crate::rubric::Strength;

/// From this confidence on a sentence counts.
pub(super) const COUNTS_FROM: f32 = 0.5;
/// Below this confidence a sentence is not even shown.
pub(super) const SHOWN_FROM: f32 = 0.25;

/// A sentence that speaks to a criterion, or seems to.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Its place in the document's sentences.
    pub(super) sentence: u32,
    /// How sure it is that it speaks to the criterion, 0 to 1.
    pub(super) confidence: f32,
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
pub(super) struct Recogniser {
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

impl Recogniser {
    /// Gathers the patterns of `rubrics`.
    pub(super) fn new(rubrics: &[Arc<Rubric>]) -> Self {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut regexes: Vec<Regex> = Vec::new();
        let mut uses: Vec<Vec<Use>> = Vec::new();
        let mut gather = |pattern: &Pattern, usage: Use| {
            let place = *places
                .entry(pattern.regex.as_str().to_owned())
                .or_insert_with(|| {
                    regexes.push(pattern.regex.clone());
                    uses.push(Vec::new());
                    regexes.len() - 1
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
            matcher: Matcher::new(regexes),
            uses,
        }
    }

    /// The one matcher of all patterns.
    pub(super) fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// For each criterion of the rubric at `place` in the list that this was made of: the candidates, in reading
    /// order.
    ///
    /// A trained model joins here: it too would turn passages into candidates with a confidence and a reason.
    pub(super) fn candidates(
        &self,
        place: usize,
        rubric: &Rubric,
        passages: &Passages,
    ) -> Vec<Vec<Candidate>> {
        let mut of_criteria: Vec<Vec<Candidate>> = vec![Vec::new(); rubric.criteria.len()];
        let mut found: BTreeMap<u16, Found> = BTreeMap::new();
        for (sentence, passage) in passages.all.iter().enumerate() {
            let Some(language) = &passage.language else {
                continue;
            };
            self.gather(narrow(place), passage, &mut found);
            for (criterion_place, found) in std::mem::take(&mut found) {
                let Some(criterion) = rubric.criteria.get(criterion_place as usize) else {
                    continue;
                };
                let heading = self.heading_above(narrow(place), criterion_place, passages, passage);
                let judged = judge(criterion, &found, passage, heading, language);
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
                    // An exclusion without a signal says nothing.
                    Role::Exclusion => found
                        .entry(usage.criterion)
                        .or_default()
                        .exclusions
                        .push(usage.place),
                    Role::Heading => {}
                }
            }
        }
        found.retain(|_, found| !found.signals.is_empty());
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

/// What matches in one passage, for one criterion.
#[derive(Debug, Default)]
struct Found {
    /// Signals by place; whether the match reaches into the sentence's own words, beyond its list's lead-in.
    signals: BTreeMap<u16, bool>,
    exclusions: Vec<u16>,
}

/// Weighs what was found in one passage for one criterion.
///
/// Confidence is 1 − Π(1 − pᵢ) over what speaks for it: each signal (strong .75, medium .42, weak .25; a match only
/// in the lead-in of a list has .7 of that), a heading of the criterion above (.35), and words of modern slavery in
/// the sentence (.2) or near it (.15). Each exclusion that weakens halves it. Signals that need what is not there do
/// not speak. A sentence counts from [`COUNTS_FROM`] on, so: a strong signal alone, a medium one near words of
/// modern slavery or under its heading, a weak one under its heading, or two weak ones near words of modern slavery.
fn judge(
    criterion: &Criterion,
    found: &Found,
    passage: &Passage,
    heading: Option<&str>,
    language: &Language,
) -> Option<Candidate> {
    let mut against = 1.0f32;
    let mut best: Option<(&Signal, bool)> = None;
    let mut elements = 0u32;
    let mut outcome = false;
    let mut settled: Option<(&Signal, SignalStatus)> = None;
    for (&place, &is_own) in &found.signals {
        let Some(signal) = criterion.signals.get(place as usize) else {
            continue;
        };
        if signal.needs_heading && heading.is_none() {
            continue;
        }
        if signal.needs_topic && passage.topic < Topic::Near {
            continue;
        }
        let share = if is_own { 1.0 } else { LEAD_IN_SHARE };
        against *= 1.0 - weight_of(signal.strength) * share;
        if best.is_none_or(|(known, _)| signal.strength > known.strength) {
            best = Some((signal, is_own));
        }
        outcome |= signal.outcome;
        let element = signal.element.as_deref();
        if let Some(bit) = criterion
            .elements
            .iter()
            .position(|known| Some(known.id.as_str()) == element)
        {
            elements |= 1u32.checked_shl(narrow(bit).into()).unwrap_or(0);
        }
        if let Some(status) = signal.status {
            settled.get_or_insert((signal, status));
        }
    }
    let (best, is_own) = best?;
    if heading.is_some() {
        against *= 1.0 - HEADING_WEIGHT;
    }
    against *= 1.0
        - match passage.topic {
            Topic::Own => TOPIC_WEIGHT,
            Topic::Near => NEAR_TOPIC_WEIGHT,
            Topic::Document | Topic::None => 0.0,
        };
    let mut confidence = 1.0 - against;

    let exclusions = || {
        found
            .exclusions
            .iter()
            .filter_map(|&place| criterion.exclusions.get(place as usize))
    };
    let dropped = exclusions().find(|exclusion| exclusion.effect == Effect::Drop);
    for _ in exclusions().filter(|exclusion| exclusion.effect == Effect::Weaken) {
        confidence *= 0.5;
    }
    if confidence < SHOWN_FROM {
        return None;
    }

    let status = status_of(language, settled.map(|(_, status)| status), dropped);
    let counts = confidence >= COUNTS_FROM && status != Status::Context;
    let reason = reason_of(&Weighed {
        signal: best,
        is_own,
        others: found.signals.len().saturating_sub(1),
        heading,
        language,
        status,
        settled: settled.map(|(signal, _)| signal),
        dropped,
        weakened: exclusions().find(|exclusion| exclusion.effect == Effect::Weaken),
        counts,
    });
    Some(Candidate {
        sentence: 0,
        confidence,
        status,
        counts,
        elements,
        outcome: outcome || language.outcome,
        language: language.clone(),
        topic: passage.topic,
        reason,
    })
}

const LEAD_IN_SHARE: f32 = 0.7;
const HEADING_WEIGHT: f32 = 0.35;
const TOPIC_WEIGHT: f32 = 0.2;
const NEAR_TOPIC_WEIGHT: f32 = 0.15;

fn weight_of(strength: Strength) -> f32 {
    match strength {
        Strength::Strong => 0.75,
        Strength::Medium => 0.42,
        Strength::Weak => 0.25,
    }
}

/// What a signal settles overrules the tense; what is dropped is context, whatever it says.
fn status_of(
    language: &Language,
    settled: Option<SignalStatus>,
    dropped: Option<&Exclusion>,
) -> Status {
    if dropped.is_some() {
        return Status::Context;
    }
    match settled {
        Some(SignalStatus::Negative) => Status::Negative,
        Some(SignalStatus::Commitment) if language.standing.status == Status::Action => {
            Status::Commitment
        }
        Some(SignalStatus::Conditional) if language.standing.status == Status::Action => {
            Status::Conditional
        }
        _ => language.standing.status,
    }
}

struct Weighed<'a> {
    signal: &'a Signal,
    is_own: bool,
    others: usize,
    heading: Option<&'a str>,
    language: &'a Language,
    status: Status,
    settled: Option<&'a Signal>,
    dropped: Option<&'a Exclusion>,
    weakened: Option<&'a Exclusion>,
    counts: bool,
}

/// Why the sentence counts or was set aside, in plain language.
fn reason_of(weighed: &Weighed<'_>) -> String {
    let strength = match weighed.signal.strength {
        Strength::Strong => "strong",
        Strength::Medium => "medium",
        Strength::Weak => "weak",
    };
    let mut reason = format!(
        "names {} (signal {}, {strength}",
        weighed.signal.title, weighed.signal.id
    );
    match weighed.others {
        0 => {}
        1 => reason.push_str(", and 1 more"),
        more => reason.push_str(&format!(", and {more} more")),
    }
    reason.push(')');
    if !weighed.is_own {
        reason.push_str(" in the words that introduce it");
    }
    if let Some(heading) = weighed.heading {
        reason.push_str(&format!(" under the heading '{}'", shortened(heading)));
    }
    if let Some(exclusion) = weighed.dropped {
        reason.push_str(&format!(
            "; set aside: {} ({})",
            exclusion.title, exclusion.id
        ));
        return reason;
    }
    let because = match weighed.settled {
        Some(signal) if weighed.status != weighed.language.standing.status => {
            format!(" (signal {})", signal.id)
        }
        _ if weighed.language.standing.because.is_empty() => String::new(),
        _ => format!(" ('{}')", shortened(&weighed.language.standing.because)),
    };
    let said = match weighed.status {
        Status::Action => "",
        Status::Plan => "; a plan",
        Status::Conditional => "; what would be done",
        Status::Negative => "; says that it is not done or not found",
        Status::Commitment => "; values or expectations, no practice",
        Status::Context => "; set aside: quotes the law, defines terms or describes others",
    };
    if !said.is_empty() {
        reason.push_str(said);
        reason.push_str(&because);
    }
    if let Some(exclusion) = weighed.weakened {
        reason.push_str(&format!(
            "; weakened: {} ({})",
            exclusion.title, exclusion.id
        ));
    }
    if !weighed.counts && weighed.status != Status::Context {
        reason.push_str("; too weak to count alone");
    }
    let marks = weighed.language.marks.words();
    if weighed.counts && !marks.is_empty() {
        reason.push_str(&format!("; gives {}", marks.join(", ")));
    }
    reason
}

/// At most 60 characters of `words`, cut at a space.
fn shortened(words: &str) -> String {
    const CHARACTERS_MAX: usize = 60;
    if words.chars().count() <= CHARACTERS_MAX {
        return words.to_owned();
    }
    let cut: String = words.chars().take(CHARACTERS_MAX).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{whole} …")
}

/// Rubrics are bounded far below this.
fn narrow(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}
