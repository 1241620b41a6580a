//! From the sentences that count to a level on the ladder, with the cap that held it down.
//!
//! The common ladder, lowest first:
//!
//! * `absent`: no sentence counts.
//! * `mentioned`: only values, expectations or plans.
//! * `partial`: a present or past practice of the company, without who, what, where, when or how many.
//! * `specific`: a practice with two kinds of marks of specificity in one sentence, or three over all.
//! * `evidenced`: specific, tied to the reporting period, and with an outcome told.

use std::borrow::Cow;

use super::recognise::Candidate;
use super::specificity::Marks;
use super::specificity::tells_date;
use crate::assessment::Status;
use crate::rubric::CapCondition;
use crate::rubric::Criterion;
use crate::rubric::Level;
use crate::rubric::QualityRules;
use crate::rubric::Rung;

/// A level, and why it is not higher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reached {
    /// The level.
    pub(super) level: Level,
    /// The word for what held it down; none at the top and at the bottom.
    pub(super) capped_by: Option<Cow<'static, str>>,
    /// All that was found is an explicit "no".
    pub(super) is_negative: bool,
}

impl Reached {
    fn at(level: Level, capped_by: &'static str) -> Self {
        Self {
            level,
            capped_by: (!capped_by.is_empty()).then_some(Cow::Borrowed(capped_by)),
            is_negative: false,
        }
    }

    /// Holds the level down to `ceiling`, and says by what.
    fn capped(self, ceiling: Level, word: Cow<'static, str>) -> Self {
        if self.level <= ceiling {
            return self;
        }
        Self {
            level: ceiling,
            capped_by: Some(word),
            ..self
        }
    }
}

/// From this confidence on a sentence is no weak evidence: a medium signal in a sentence that itself speaks of modern
/// slavery reaches it, one that only stands near such words does not.
const FIRM_FROM: f32 = 0.53;
/// From this confidence on several sentences together are no weak evidence: two that only just count reach it.
const FIRM_TOGETHER_FROM: f32 = 0.75;

/// By what a level is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// By the criterion's own rungs and required elements, and the common ladder where it has none.
    Own,
    /// By the common ladder alone: what is missing in a full answer is no fault of a step.
    Common,
}

/// The level that `candidates` give to `criterion`.
pub(super) fn level_of<'a>(
    criterion: &Criterion,
    measure: Measure,
    rules: &QualityRules,
    candidates: impl IntoIterator<Item = &'a Candidate>,
) -> Reached {
    let mut counting: Vec<&Candidate> = candidates
        .into_iter()
        .filter(|candidate| candidate.counts)
        .collect();
    // The trained recogniser knows the topic, and not what the criterion asks of it: where the signals find anything,
    // they alone say how well it is covered.
    if counting.iter().any(|candidate| !candidate.is_lifted) {
        counting.retain(|candidate| !candidate.is_lifted);
    }
    let of_status = |status: Status| counting.iter().any(|candidate| candidate.status == status);

    let mut reached = if of_status(Status::Action) {
        of_practice(
            criterion,
            measure,
            &counting,
            &[Status::Action, Status::Conditional],
        )
    } else if of_status(Status::Negative) {
        return of_denial(criterion, rules, &counting);
    } else if of_status(Status::Conditional) {
        let ceiling = ceiling_of(criterion, CapCondition::ConditionalOnly);
        of_practice(criterion, measure, &counting, &[Status::Conditional])
            .capped(ceiling.unwrap_or(Level::Partial), "conditional-only".into())
    } else if of_status(Status::Plan) {
        of_plans(criterion, measure, rules, &counting)
    } else if of_status(Status::Commitment) {
        let ceiling = ceiling_of(criterion, CapCondition::CommitmentOnly);
        Reached::at(ceiling.unwrap_or(rules.commitment_cap), "commitment-only")
    } else {
        return Reached::at(Level::Absent, "");
    };

    if is_weak(&counting) {
        reached = reached.capped(rules.weak_cap, "weak-evidence".into());
    }
    with_caps(criterion, measure, &counting, reached)
}

/// Whether all evidence is weak: no sentence is firm, nor are the three surest together (1 − Π(1 − pᵢ)).
///
/// What counts on the trained recogniser's word alone is weak evidence.
fn is_weak(counting: &[&Candidate]) -> bool {
    const SUREST_COUNTED: usize = 3;
    let mut confidences: Vec<f32> = counting
        .iter()
        .filter(|candidate| !candidate.is_lifted)
        .map(|candidate| candidate.strength)
        .collect();
    confidences.sort_by(|one, other| other.total_cmp(one));
    let surest = confidences.first().copied().unwrap_or_default();
    let wrong: f32 = confidences
        .iter()
        .take(SUREST_COUNTED)
        .map(|confidence| 1.0 - confidence)
        .product();
    surest < FIRM_FROM && 1.0 - wrong < FIRM_TOGETHER_FROM
}

/// The level of practices: of sentences with one of `statuses`.
fn of_practice(
    criterion: &Criterion,
    measure: Measure,
    counting: &[&Candidate],
    statuses: &[Status],
) -> Reached {
    let practices: Vec<&Candidate> = counting
        .iter()
        .filter(|candidate| statuses.contains(&candidate.status))
        .copied()
        .collect();
    let told = Told::of(&practices);
    let mut reached = Level::Partial;
    for level in [Level::Partial, Level::Specific, Level::Evidenced] {
        let rung = criterion
            .rungs
            .iter()
            .find(|rung| rung.level == level && measure == Measure::Own);
        let lacks = match rung {
            Some(rung) => told.lacks_of_rung(criterion, rung),
            None => told.lacks_of_ladder(level),
        };
        if let Some(word) = lacks {
            // Not even the own rung of `partial`: the topic is there, and no more.
            let level = if level == Level::Partial {
                Level::Mentioned
            } else {
                reached
            };
            return Reached::at(level, word);
        }
        reached = level;
    }
    Reached::at(reached, "")
}

/// What the practices tell, taken together.
#[derive(Debug, Default)]
struct Told {
    marks: Marks,
    best_marks: u8,
    elements: u32,
    outcome: bool,
    /// An outcome is told in the reporting period: in the same sentence, or within a few.
    outcome_in_period: bool,
    period: bool,
}

/// How many sentences may lie between a year and what came of it: "In 2025 we audited 26 sites. Nine had …"
const SAME_PASSAGE_SENTENCES: u32 = 3;

impl Told {
    fn of(practices: &[&Candidate]) -> Self {
        let mut told = Self::default();
        for practice in practices {
            told.marks = told.marks.and(practice.language.marks);
            told.best_marks = told.best_marks.max(practice.language.marks.count());
            told.elements |= practice.elements;
            told.outcome |= practice.outcome;
            told.period |= practice.language.period;
        }
        let outcomes = practices.iter().filter(|practice| practice.outcome);
        told.outcome_in_period = outcomes.into_iter().any(|outcome| {
            practices.iter().any(|practice| {
                practice.language.period
                    && practice.sentence.abs_diff(outcome.sentence) <= SAME_PASSAGE_SENTENCES
            })
        });
        told
    }

    /// Why the common ladder does not reach `level`; none where it does.
    fn lacks_of_ladder(&self, level: Level) -> Option<&'static str> {
        match level {
            Level::Specific if self.best_marks < 2 && self.marks.count() < 3 => Some("no-detail"),
            Level::Evidenced if !self.outcome_in_period => Some("no-outcome"),
            _ => None,
        }
    }

    /// Why the criterion's own rung is not reached; none where it is.
    fn lacks_of_rung(&self, criterion: &Criterion, rung: &Rung) -> Option<&'static str> {
        let has = |element: &String| {
            criterion
                .elements
                .iter()
                .position(|known| known.id == *element)
                .is_some_and(|bit| self.elements & (1 << bit.min(31)) != 0)
        };
        let elements = u8::try_from(self.elements.count_ones()).unwrap_or(u8::MAX);
        if self.marks.count() < rung.markers_min
            || elements < rung.elements_min
            || !rung.elements.iter().all(has)
        {
            return Some("no-detail");
        }
        let lacks = match (rung.outcome, rung.period) {
            (true, true) => !self.outcome_in_period,
            (true, false) => !self.outcome,
            (false, true) => !self.period,
            (false, false) => false,
        };
        if lacks {
            return Some("no-outcome");
        }
        None
    }
}

/// An explicit "no": worth more with its reason, and still more with a plan beside it.
fn of_denial(criterion: &Criterion, rules: &QualityRules, counting: &[&Candidate]) -> Reached {
    let denials = || {
        counting
            .iter()
            .filter(|candidate| candidate.status == Status::Negative)
    };
    let gives_reason = denials().any(|denial| denial.language.reason);
    let plans_more = counting
        .iter()
        .any(|candidate| candidate.status == Status::Plan);
    let mut reached = if !gives_reason {
        Reached::at(rules.negative, "negative-without-reason")
    } else if plans_more && criterion.accepts_negative {
        Reached::at(rules.negative_with_reason.max(Level::Specific), "negative")
    } else {
        Reached::at(rules.negative_with_reason, "negative")
    };
    reached.is_negative = true;
    reached
}

/// Plans: worth little, unless they are the point; more where they are dated and specific.
fn of_plans(
    criterion: &Criterion,
    measure: Measure,
    rules: &QualityRules,
    counting: &[&Candidate],
) -> Reached {
    if criterion.accepts_future {
        return of_practice(
            criterion,
            measure,
            counting,
            &[Status::Plan, Status::Action],
        );
    }
    if let Some(ceiling) = ceiling_of(criterion, CapCondition::FutureOnly) {
        return Reached::at(ceiling, "future-only");
    }
    let is_dated = counting.iter().any(|plan| {
        plan.status == Status::Plan
            && tells_date(plan.language.marks)
            && plan.language.marks.count() >= 2
    });
    let level = if is_dated {
        rules.future_specific_cap
    } else {
        rules.future_cap
    };
    Reached::at(level, "future-only")
}

/// The caps that hold for every status: missing elements, one side only, no link.
fn with_caps(
    criterion: &Criterion,
    measure: Measure,
    counting: &[&Candidate],
    reached: Reached,
) -> Reached {
    let mut reached = reached;
    let elements = counting
        .iter()
        .filter(|candidate| candidate.status != Status::Commitment)
        .fold(0, |bits, candidate| bits | candidate.elements);
    for (bit, element) in criterion.elements.iter().enumerate() {
        if let Some(ceiling) = element.missing_caps_at
            && measure == Measure::Own
            && elements & (1 << bit.min(31)) == 0
        {
            reached = reached.capped(ceiling, format!("missing-{}", element.id).into());
        }
    }
    if let Some(ceiling) = ceiling_of(criterion, CapCondition::OneSided)
        && sides_of(counting).is_one_sided()
    {
        reached = reached.capped(ceiling, "one-sided".into());
    }
    if let Some(ceiling) = ceiling_of(criterion, CapCondition::NoLinkToModernSlavery)
        && !counting
            .iter()
            .any(|candidate| candidate.topic >= super::passage::Topic::Near)
    {
        reached = reached.capped(ceiling, "no-link-to-modern-slavery".into());
    }
    reached
}

/// Whether steps reach into the own business, into supply chains, or both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) own_business: bool,
    pub(super) supply_chains: bool,
}

impl Sides {
    /// Whether just one of the two is there.
    pub(super) fn is_one_sided(self) -> bool {
        self.own_business != self.supply_chains
    }
}

/// The sides that `candidates` speak of.
pub(super) fn sides_of(candidates: &[&Candidate]) -> Sides {
    Sides {
        own_business: candidates.iter().any(|step| step.language.own_side),
        supply_chains: candidates.iter().any(|step| step.language.supply_side),
    }
}

fn ceiling_of(criterion: &Criterion, when: CapCondition) -> Option<Level> {
    criterion
        .caps
        .iter()
        .find(|cap| cap.when == when)
        .map(|cap| cap.level)
}
