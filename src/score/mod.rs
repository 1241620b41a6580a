//! A document against a rubric: which sentences speak to which criterion, and what level they reach. Pure, no I/O.
//!
//! [`recognise`] finds the sentences, [`status`] and [`specificity`] say what kind of disclosure each is, [`level`]
//! and [`formality`] answer each criterion, [`advice`] says what to write instead.

mod advice;
mod cues;
pub mod examples;
mod formality;
mod join;
mod level;
mod opinion;
mod passage;
mod reason;
mod recognise;
mod searches;
mod specificity;
mod status;
mod weigh;

#[cfg(test)]
mod join_tests;
#[cfg(test)]
mod tests;

pub use opinion::Opinions;
use std::borrow::Cow;
use std::sync::Arc;

use crate::assessment::Assessment;
use crate::assessment::Compliance;
use crate::assessment::CriterionResult;
use crate::assessment::Evidence;
use crate::assessment::Method;
use crate::assessment::Status;
use crate::assessment::UNSURE;
use crate::assessment::Verdict;
use crate::assessment::quality_of;
use crate::document::Document;
use crate::facts::Facts;
use crate::lexicon::Scratch;
use crate::lexicon::matching_form;
use crate::recogniser::Label;
use crate::recogniser::Recogniser;
use crate::rubric::Check;
use crate::rubric::CriterionKind;
use crate::rubric::Duty;
use crate::rubric::Level;
use crate::rubric::Rubric;
use cues::Cues;
use formality::Answer;
use formality::Asked;
use level::Measure;
use passage::Passages;
use recognise::Candidate;
use recognise::Rules;
use status::standing_of;

/// Several rubrics made ready to score many documents, each document read once for all of them.
#[derive(Debug)]
pub struct Scorer {
    rubrics: Vec<Arc<Rubric>>,
    rules: Rules,
    /// The labels that criteria name: where there are none, the trained recogniser is never asked.
    labels: Vec<Label>,
    recogniser: Trained,
    threshold: Option<f32>,
}

/// The trained recogniser that joins the rules.
#[derive(Debug, Clone)]
enum Trained {
    BuiltIn,
    Own(Arc<Recogniser>),
    None,
}

impl Scorer {
    /// Gathers the patterns of `rubrics` in one automaton. Costs milliseconds: make it once a run.
    #[must_use]
    pub fn new(rubrics: &[Arc<Rubric>]) -> Self {
        Self {
            rubrics: rubrics.to_vec(),
            rules: Rules::new(rubrics),
            labels: join::labels_of(rubrics.iter().map(AsRef::as_ref)),
            recogniser: Trained::BuiltIn,
            threshold: None,
        }
    }

    /// The same, with other weights than those that are part of the program.
    #[must_use]
    pub fn with_recogniser(mut self, recogniser: Arc<Recogniser>) -> Self {
        self.recogniser = Trained::Own(recogniser);
        self
    }

    /// The same by the signals of the rubrics alone.
    #[must_use]
    pub fn by_rules_alone(mut self) -> Self {
        self.recogniser = Trained::None;
        self
    }

    /// The same, with `threshold` (0 to 1) in the place of the rubrics' `counts_from` and of the thresholds that were
    /// learned: from this confidence on a sentence counts.
    #[must_use]
    pub fn with_threshold(mut self, threshold: Option<f32>) -> Self {
        self.threshold = threshold;
        self
    }

    /// Scores `document` against every rubric, in their order.
    #[must_use]
    pub fn assess(&self, document: &Document, facts: &Facts) -> Vec<Assessment> {
        let recogniser = match &self.recogniser {
            _ if self.labels.is_empty() => None,
            Trained::BuiltIn => Some(Recogniser::built_in()),
            Trained::Own(recogniser) => Some(recogniser.as_ref()),
            Trained::None => None,
        };
        let opinions = recogniser.map(|recogniser| Opinions::of(recogniser, document, facts));
        self.assess_with(document, facts, opinions.as_ref())
    }

    /// Scores `document` as [`Scorer::assess`] does, with `opinions` in the place of the trained recogniser's; by the
    /// rules alone where there are none.
    #[must_use]
    pub fn assess_with(
        &self,
        document: &Document,
        facts: &Facts,
        opinions: Option<&Opinions<'_>>,
    ) -> Vec<Assessment> {
        let passages = Passages::of(document, facts, self.rules.matcher(), |place| {
            opinions.is_some_and(|opinions| join::is_near(opinions, &self.labels, place))
        });
        self.rubrics
            .iter()
            .enumerate()
            .map(|(place, rubric)| {
                let candidates =
                    self.rules
                        .candidates(place, rubric, &passages, opinions, self.threshold);
                assessment_of(document, facts, rubric, &candidates)
            })
            .collect()
    }
}

/// Scores `document` against `rubric`.
///
/// Makes a [`Scorer`] for this one call: who scores many documents makes one and keeps it.
#[must_use]
pub fn assess(document: &Document, facts: &Facts, rubric: &Arc<Rubric>) -> Assessment {
    let mut assessments = Scorer::new(std::slice::from_ref(rubric)).assess(document, facts);
    assessments.swap_remove(0)
}

/// What `sentence`, alone, says about the thing it speaks of: done, planned, denied, promised.
#[must_use]
pub fn status_of(sentence: &str) -> Status {
    let form = matching_form(sentence);
    let cues = Cues::of(&form, &mut Scratch::default());
    standing_of(&cues).status
}

fn assessment_of(
    document: &Document,
    facts: &Facts,
    rubric: &Arc<Rubric>,
    candidates: &[Vec<Candidate>],
) -> Assessment {
    let results: Vec<CriterionResult> = rubric
        .criteria
        .iter()
        .zip(candidates)
        .map(|(criterion, own)| {
            let asked = Asked {
                document,
                facts,
                rubric,
                criterion,
                own,
                all: candidates,
            };
            result_of(&asked)
        })
        .collect();
    let answers = || rubric.criteria.iter().zip(&results);
    Assessment {
        compliance: Compliance::of(
            answers()
                .map(|(criterion, result)| (criterion.duty == Duty::Mandatory, result.verdict)),
        ),
        quality: quality_of(
            answers().map(|(criterion, result)| (criterion.weight, result.verdict, result.level)),
        ),
        rubric: Arc::clone(rubric),
        results,
    }
}

fn result_of(asked: &Asked<'_>) -> CriterionResult {
    let criterion = asked.criterion;
    let mut result = match (&criterion.check, criterion.kind) {
        (Some(check), CriterionKind::Formality) => {
            let Answer {
                verdict,
                capped_by,
                confidence,
                evidence,
            } = formality::answer(check, asked);
            CriterionResult {
                verdict,
                level: None,
                capped_by,
                confidence,
                evidence,
                advice: String::new(),
            }
        }
        (Some(Check::Steps { from }), CriterionKind::Content) => steps_result(asked, from),
        _ => content_result(asked),
    };
    result.evidence.sort_by(best_first);
    result.advice = advice::advice_for(
        criterion,
        result.verdict,
        result.level,
        result.capped_by.as_deref(),
    );
    result
}

fn content_result(asked: &Asked<'_>) -> CriterionResult {
    let criterion = asked.criterion;
    let reached = level::level_of(criterion, Measure::Own, &asked.rubric.quality, asked.own);
    let mut capped_by = reached.capped_by;
    // Where the law does not accept "we do not" for an answer, not even a reasoned one meets it.
    let is_met = if reached.is_negative {
        criterion.accepts_negative
    } else {
        reached.level >= Level::Partial
    };
    let mut level = reached.level;
    let is_unsure =
        !reached.is_negative && join::is_unsure(criterion, asked.own) && !is_foreign(asked);
    let verdict = if is_unsure {
        level = level.min(Level::Mentioned);
        capped_by = Some(Cow::Borrowed(UNSURE));
        Verdict::CannotTell
    } else if is_met {
        Verdict::Met
    } else if is_foreign(asked) {
        capped_by = Some(Cow::Borrowed("language"));
        Verdict::CannotTell
    } else {
        Verdict::NotMet
    };
    CriterionResult {
        verdict,
        level: Some(level),
        capped_by,
        confidence: confidence_of(asked.own),
        evidence: asked.own.iter().map(evidence_of).collect(),
        advice: String::new(),
    }
}

/// A criterion on steps that has levels, too: the highest level that the steps of any of the other criteria reach, and
/// the verdict of the check.
fn steps_result(asked: &Asked<'_>, from: &[String]) -> CriterionResult {
    let rules = &asked.rubric.quality;
    let denied = level::level_of(asked.criterion, Measure::Own, rules, asked.own);
    let reached = from
        .iter()
        .filter_map(|source| {
            let (_, criterion) = asked.rubric.criterion(formality::source_of(source).0)?;
            let steps = formality::steps_from(asked, source);
            Some(level::level_of(criterion, Measure::Common, rules, steps))
        })
        .fold(
            denied,
            |best, next| if next.level > best.level { next } else { best },
        );
    let answer = formality::steps(asked, from);
    let is_met = answer.verdict == Verdict::Met;
    let is_foreign = !is_met && is_foreign(asked);
    CriterionResult {
        verdict: if is_foreign {
            Verdict::CannotTell
        } else {
            answer.verdict
        },
        // What would be done, or was only promised, is no step.
        level: Some(if is_met {
            reached.level
        } else {
            reached.level.min(Level::Mentioned)
        }),
        capped_by: if is_foreign {
            Some(Cow::Borrowed("language"))
        } else if is_met {
            reached.capped_by.or(answer.capped_by)
        } else {
            answer.capped_by
        },
        confidence: answer.confidence,
        evidence: answer.evidence,
        advice: String::new(),
    }
}

/// Whether the text is in a language that the rubric does not read: then nothing found means nothing.
fn is_foreign(asked: &Asked<'_>) -> bool {
    asked
        .facts
        .language
        .as_ref()
        .is_some_and(|language| !asked.rubric.languages.contains(language))
}

/// How sure a content answer is: with counting evidence, that at least one of the three surest sentences is right
/// (1 − Π(1 − pᵢ), at most .99); without, that the nearest sentence was rightly set aside (1 − p, at most .95).
fn confidence_of(candidates: &[Candidate]) -> f32 {
    const SUREST_COUNTED: usize = 3;
    let mut counting: Vec<f32> = Vec::new();
    let mut nearest = 0.05f32;
    for candidate in candidates {
        if candidate.counts {
            counting.push(candidate.confidence);
        } else if candidate.status != Status::Context {
            nearest = nearest.max(candidate.confidence);
        }
    }
    if counting.is_empty() {
        return 1.0 - nearest;
    }
    counting.sort_by(|one, other| other.total_cmp(one));
    let wrong: f32 = counting
        .iter()
        .take(SUREST_COUNTED)
        .map(|confidence| 1.0 - confidence)
        .product();
    (1.0 - wrong).min(0.99)
}

/// A candidate as the tables tell it.
fn evidence_of(candidate: &Candidate) -> Evidence {
    Evidence {
        sentence: candidate.sentence,
        counts: candidate.counts,
        status: candidate.status,
        specificity: candidate.language.marks.count(),
        confidence: candidate.confidence,
        method: candidate.method,
        reason: candidate.reason.clone(),
    }
}

/// What counts before what was set aside, what signals find before what only the recogniser does, practice before promise, specific before vague, sure before unsure; then
/// reading order.
fn best_first(one: &Evidence, other: &Evidence) -> std::cmp::Ordering {
    let rank = |evidence: &Evidence| match evidence.status {
        Status::Action => 0u8,
        Status::Negative => 1,
        Status::Conditional => 2,
        Status::Plan => 3,
        Status::Commitment => 4,
        Status::Context => 5,
    };
    let by_model_alone = |evidence: &Evidence| evidence.method == Method::Model;
    other
        .counts
        .cmp(&one.counts)
        .then(by_model_alone(one).cmp(&by_model_alone(other)))
        .then(rank(one).cmp(&rank(other)))
        .then(other.specificity.cmp(&one.specificity))
        .then(other.confidence.total_cmp(&one.confidence))
        .then(one.sentence.cmp(&other.sentence))
}
