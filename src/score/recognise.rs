//! Which sentences speak to which criterion, how surely, and why.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
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
use crate::rubric::CriterionKind;
use crate::rubric::Effect;
use crate::rubric::Exclusion;
use crate::rubric::Pattern;
#[cfg(doc)]
use crate::rubric::QualityRules;
use crate::rubric::Rubric;
use crate::rubric::Signal;
use crate::rubric::SignalStatus;
use crate::rubric::Strength;

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
            let nearest = passages.headings_above(passage).next_back();
            if let Some((_, heading)) = nearest {
                self.gather_headed(narrow(place), heading, &mut found);
            }
            for (criterion_place, found) in std::mem::take(&mut found) {
                let Some(criterion) = rubric.criteria.get(criterion_place as usize) else {
                    continue;
                };
                let asked = Asked {
                    criterion,
                    counts_from: rubric.quality.counts_from,
                };
                let heading = self.heading_above(narrow(place), criterion_place, passages, passage);
                let mut judged = judge(asked, &found, passage, heading, language);
                if let Some((_, heading)) = nearest
                    && found.headed
                    && judged
                        .as_ref()
                        .is_none_or(|judged| !judged.counts && judged.status != Status::Context)
                {
                    judged =
                        judge_headed(asked, &found, passage, &heading.form, language).or(judged);
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

/// The criterion that a passage is weighed for, and from which confidence on it counts.
#[derive(Clone, Copy)]
struct Asked<'a> {
    criterion: &'a Criterion,
    counts_from: f32,
}

/// What matches in one passage, for one criterion.
#[derive(Debug, Default)]
struct Found {
    /// Signals by place; whether the match reaches into the sentence's own words, beyond its list's lead-in.
    signals: BTreeMap<u16, bool>,
    exclusions: BTreeSet<u16>,
    /// Whether the nearest heading above is one of the criterion's.
    headed: bool,
}

/// Weighs what was found in one passage for one criterion.
///
/// Confidence is 1 − Π(1 − pᵢ) over what speaks for it: each signal (strong .75, medium .42, weak .25; a match only
/// in the lead-in of a list has .7 of that), a heading of the criterion above (.35), and words of modern slavery in
/// the sentence (.2) or near it (.15). Each exclusion that weakens halves it; those of a shared block speak only of
/// its own signals, so where several blocks have signals the strongest reading stands. Signals that need what is not
/// there do not speak. A sentence counts from [`QualityRules::counts_from`] on, commonly .5, so: a strong signal alone, a medium one near words
/// of modern slavery or under its heading, a weak one under its heading, or two weak ones near words of slavery.
fn judge(
    asked: Asked<'_>,
    found: &Found,
    passage: &Passage,
    heading: Option<&str>,
    language: &Language,
) -> Option<Candidate> {
    let Asked {
        criterion,
        counts_from,
    } = asked;
    let blocks = blocks_of(criterion, found, passage, heading.is_some());
    let mut context = 1.0f32;
    if heading.is_some() {
        context *= 1.0 - HEADING_WEIGHT;
    }
    context *= 1.0
        - match passage.topic {
            Topic::Own => TOPIC_WEIGHT,
            Topic::Near => NEAR_TOPIC_WEIGHT,
            Topic::Document | Topic::None => 0.0,
        };
    let all_dropped = blocks.iter().all(|block| block.dropped.is_some());
    let live = |block: &&InBlock<'_>| all_dropped || block.dropped.is_none();
    let (confidence, halvings) = (0..=HALVINGS_MAX)
        .map(|halvings| {
            let against = blocks
                .iter()
                .filter(live)
                .filter(|block| block.halvings() <= halvings)
                .fold(1.0, |against, block| against * block.against);
            let speaks = against < 1.0;
            let share = if speaks { 1.0 - against * context } else { 0.0 };
            (share * 0.5f32.powi(halvings), halvings)
        })
        .fold(
            (0.0f32, 0),
            |best, next| if next.0 > best.0 { next } else { best },
        );
    if confidence < SHOWN_FROM {
        return None;
    }
    let speaking: Vec<&InBlock<'_>> = blocks
        .iter()
        .filter(live)
        .filter(|block| block.halvings() <= halvings)
        .collect();

    let signals = || speaking.iter().flat_map(|block| &block.signals);
    let &(best, is_own) = signals().rev().max_by_key(|(signal, _)| signal.strength)?;
    let elements = signals()
        .filter_map(|(signal, _)| signal.element.as_deref())
        .fold(0, |bits, element| bits | bit_of(criterion, element));
    let settled = signals()
        .filter_map(|(signal, _)| Some((*signal, signal.status?)))
        .rev()
        .max_by_key(|(_, status)| precedence_of(*status));
    let dropped = speaking
        .iter()
        .find_map(|block| block.dropped)
        .filter(|_| all_dropped);

    let status = status_of(language, settled.map(|(_, status)| status), dropped);
    let counts = confidence >= counts_from && status != Status::Context;
    let outcome = signals().any(|(signal, _)| signal.outcome) || language.outcome;
    let reason = reason_of(&Weighed {
        signal: best,
        is_own,
        others: signals().count().saturating_sub(1),
        heading,
        language,
        status,
        settled: settled.map(|(signal, _)| signal),
        dropped,
        weakened: speaking
            .iter()
            .filter_map(|block| block.weakened.first().copied())
            .next()
            .filter(|_| halvings > 0),
        counts,
        outcome,
    });
    Some(Candidate {
        sentence: 0,
        confidence,
        status,
        counts,
        elements,
        outcome,
        language: language.clone(),
        topic: passage.topic,
        reason,
    })
}

/// Weighs a passage whose signals do not make it count but which stands directly under one of its headings.
///
/// "In 2025, 188 of 193 people passed" is about training under the heading "Training" and nowhere else. It counts, as
/// weak evidence, where it tells something: two kinds of marks of specificity, a result, or a plan or denial with one.
fn judge_headed(
    asked: Asked<'_>,
    found: &Found,
    passage: &Passage,
    heading: &str,
    language: &Language,
) -> Option<Candidate> {
    let Asked {
        criterion,
        counts_from,
    } = asked;
    let is_dropped = found
        .exclusions
        .iter()
        .filter_map(|&place| criterion.exclusions.get(place as usize))
        .any(|exclusion| exclusion.effect == Effect::Drop);
    if criterion.kind != CriterionKind::Content || is_dropped {
        return None;
    }
    let marks = language.marks.count();
    let status = language.standing.status;
    let tells = match status {
        Status::Action => marks >= 2 || language.outcome || (language.period && marks >= 1),
        Status::Plan | Status::Negative | Status::Conditional => marks >= 1 || language.period,
        Status::Commitment | Status::Context => false,
    };
    if !tells {
        return None;
    }
    let topic = match passage.topic {
        Topic::Own => TOPIC_WEIGHT,
        Topic::Near => NEAR_TOPIC_WEIGHT,
        Topic::Document | Topic::None => 0.0,
    };
    let mut reason = format!("stands under the heading '{}'", shortened(heading));
    let said = said_of(status);
    if !said.is_empty() {
        reason.push_str(said);
    }
    push_telling(&mut reason, language, language.outcome);
    let confidence =
        1.0 - (1.0 - weight_of(Strength::Weak)) * (1.0 - HEADING_WEIGHT) * (1.0 - topic);
    Some(Candidate {
        sentence: 0,
        confidence,
        status,
        counts: confidence >= counts_from,
        elements: found
            .signals
            .keys()
            .filter_map(|&place| criterion.signals.get(place as usize)?.element.as_deref())
            .fold(0, |bits, element| bits | bit_of(criterion, element)),
        outcome: language.outcome,
        language: language.clone(),
        topic: passage.topic,
        reason,
    })
}

/// The signals of one shared block, or of the criterion itself, that a passage matches, and what speaks against.
struct InBlock<'a> {
    block: Option<&'a str>,
    /// Of firm signals only, which nothing weakens.
    firm: bool,
    /// Each with whether it matches in the sentence's own words.
    signals: Vec<(&'a Signal, bool)>,
    /// Π(1 − pᵢ) over the signals.
    against: f32,
    dropped: Option<&'a Exclusion>,
    weakened: Vec<&'a Exclusion>,
}

impl InBlock<'_> {
    fn halvings(&self) -> i32 {
        i32::try_from(self.weakened.len())
            .unwrap_or(HALVINGS_MAX)
            .min(HALVINGS_MAX)
    }
}

/// What speaks, block by block, in the order of the criterion's signals.
fn blocks_of<'a>(
    criterion: &'a Criterion,
    found: &Found,
    passage: &Passage,
    under_heading: bool,
) -> Vec<InBlock<'a>> {
    let mut blocks: Vec<InBlock<'a>> = Vec::new();
    for (&place, &is_own) in &found.signals {
        let Some(signal) = criterion.signals.get(place as usize) else {
            continue;
        };
        if (signal.needs_heading && !under_heading)
            || (signal.needs_topic && passage.topic < Topic::Near)
        {
            continue;
        }
        let name = signal.block.as_deref();
        let known = blocks
            .iter()
            .position(|block| block.block == name && block.firm == signal.firm);
        if known.is_none() {
            blocks.push(InBlock {
                block: name,
                firm: signal.firm,
                signals: Vec::new(),
                against: 1.0,
                dropped: None,
                weakened: Vec::new(),
            });
        }
        let last = blocks.len().saturating_sub(1);
        let Some(block) = blocks.get_mut(known.unwrap_or(last)) else {
            continue;
        };
        let share = if is_own { 1.0 } else { LEAD_IN_SHARE };
        block.against *= 1.0 - weight_of(signal.strength) * share;
        block.signals.push((signal, is_own));
    }
    let exclusions = found
        .exclusions
        .iter()
        .filter_map(|&place| criterion.exclusions.get(place as usize));
    for exclusion in exclusions {
        for block in &mut blocks {
            if exclusion.block.is_some() && exclusion.block.as_deref() != block.block {
                continue;
            }
            match exclusion.effect {
                Effect::Drop => {
                    block.dropped.get_or_insert(exclusion);
                }
                Effect::Weaken if block.firm => {}
                Effect::Weaken => block.weakened.push(exclusion),
            }
        }
    }
    blocks
}

/// Which of several settled statuses stands: a denial before a condition, before values, before a plain fact.
fn precedence_of(status: SignalStatus) -> u8 {
    match status {
        SignalStatus::Negative => 3,
        SignalStatus::Conditional => 2,
        SignalStatus::Commitment => 1,
        SignalStatus::Action => 0,
    }
}

/// Below an eighth nothing is shown.
const HALVINGS_MAX: i32 = 3;
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
        // "The Act allows a company to say that it took no steps" denies nothing.
        Some(SignalStatus::Negative) if language.standing.status != Status::Context => {
            Status::Negative
        }
        Some(SignalStatus::Commitment) if language.standing.status == Status::Action => {
            Status::Commitment
        }
        Some(SignalStatus::Conditional) if language.standing.status == Status::Action => {
            Status::Conditional
        }
        Some(SignalStatus::Action)
            if matches!(
                language.standing.status,
                Status::Commitment | Status::Conditional
            ) =>
        {
            Status::Action
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
    outcome: bool,
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
    let said = said_of(weighed.status);
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
    if weighed.counts {
        push_telling(&mut reason, weighed.language, weighed.outcome);
    }
    reason
}

/// What lifts a level: marks of specificity, a result, the reporting period.
fn push_telling(reason: &mut String, language: &Language, outcome: bool) {
    let mut gives = language.marks.words();
    if outcome {
        gives.push("result");
    }
    if language.period {
        gives.push("tie to the period");
    }
    if !gives.is_empty() {
        reason.push_str(&format!("; gives {}", gives.join(", ")));
    }
}

/// The bit of the criterion's element `id`.
fn bit_of(criterion: &Criterion, id: &str) -> u32 {
    criterion
        .elements
        .iter()
        .position(|known| known.id == id)
        .and_then(|place| 1u32.checked_shl(narrow(place).into()))
        .unwrap_or(0)
}

fn said_of(status: Status) -> &'static str {
    match status {
        Status::Action => "",
        Status::Plan => "; a plan",
        Status::Conditional => "; what would be done",
        Status::Negative => "; says that it is not done or not found",
        Status::Commitment => "; values or expectations, no practice",
        Status::Context => "; set aside: quotes the law, defines terms or describes others",
    }
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
