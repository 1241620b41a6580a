//! How sure a sentence is that it speaks to a criterion: signals, headings, words of slavery, exclusions.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::passage::Language;
use super::passage::Passage;
use super::passage::Topic;
use super::reason::Weighed;
use super::reason::reason_of;
use super::reason::said_of;
use super::reason::shortened;
use super::recognise::Candidate;
use super::recognise::SHOWN_FROM;
use super::recognise::narrow;
use crate::assessment::Method;
use crate::assessment::Status;
use crate::rubric::Criterion;
use crate::rubric::CriterionKind;
use crate::rubric::Effect;
use crate::rubric::Exclusion;
#[cfg(doc)]
use crate::rubric::QualityRules;
use crate::rubric::Signal;
use crate::rubric::SignalStatus;
use crate::rubric::Strength;

/// The criterion that a passage is weighed for, and from which confidence on it counts.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) criterion: &'a Criterion,
    pub(super) counts_from: f32,
}

/// What matches in one passage, for one criterion.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Signals by place; whether the match reaches into the sentence's own words, beyond its list's lead-in.
    pub(super) signals: BTreeMap<u16, bool>,
    pub(super) exclusions: BTreeSet<u16>,
    /// Whether the nearest heading above is one of the criterion's.
    pub(super) headed: bool,
}

impl Found {
    /// The exclusion that drops the passage whatever else it says.
    pub(super) fn dropped<'a>(&self, criterion: &'a Criterion) -> Option<&'a Exclusion> {
        self.exclusions
            .iter()
            .filter_map(|&place| criterion.exclusions.get(place as usize))
            .find(|exclusion| exclusion.effect == Effect::Drop)
    }
}

/// Weighs what was found in one passage for one criterion.
///
/// Confidence is 1 − Π(1 − pᵢ) over what speaks for it: each signal (strong .75, medium .42, weak .25; a match only
/// in the lead-in of a list has .7 of that), a heading of the criterion above (.35), and words of modern slavery in
/// the sentence (.2) or near it (.15). Each exclusion that weakens halves it; those of a shared block speak only of
/// its own signals, so where several blocks have signals the strongest reading stands. Signals that need what is not
/// there do not speak. A sentence counts from [`QualityRules::counts_from`] on, commonly .5, so: a strong signal alone, a medium one near words
/// of modern slavery or under its heading, a weak one under its heading, or two weak ones near words of slavery.
pub(super) fn judge(
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
    });
    Some(Candidate {
        sentence: 0,
        confidence,
        strength: confidence,
        is_joined: false,
        is_lifted: false,
        is_weakened: halvings > 0,
        method: Method::Signal,
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
pub(super) fn judge_headed(
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
    if criterion.kind != CriterionKind::Content || found.dropped(criterion).is_some() {
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
    let confidence =
        1.0 - (1.0 - weight_of(Strength::Weak)) * (1.0 - HEADING_WEIGHT) * (1.0 - topic);
    Some(Candidate {
        sentence: 0,
        confidence,
        strength: confidence,
        is_joined: false,
        is_lifted: false,
        is_weakened: false,
        method: Method::Signal,
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

/// The bit of the criterion's element `id`.
pub(super) fn bit_of(criterion: &Criterion, id: &str) -> u32 {
    criterion
        .elements
        .iter()
        .position(|known| known.id == id)
        .and_then(|place| 1u32.checked_shl(narrow(place).into()))
        .unwrap_or(0)
}
