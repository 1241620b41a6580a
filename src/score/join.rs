//! The trained recogniser beside the signals of a criterion: which sentences both, or one of them, take for evidence.

use super::opinion::Opinions;
use super::passage::Language;
use super::passage::Passage;
use super::passage::Topic;
use super::reason::conclude;
use super::reason::said_of;
use super::recognise::Candidate;
use super::weigh::Found;
use super::weigh::bit_of;
use crate::assessment::Method;
use crate::assessment::Status;
use crate::recogniser::Label;
use crate::recogniser::joined;
use crate::rubric::Criterion;
use crate::rubric::Joining;
use crate::rubric::Rubric;

/// From this confidence on a sentence is near enough to what is asked that "it is not there" would be a guess.
pub(super) const NEAR_FROM: f32 = 0.2;
/// Below this joined confidence the recogniser doubts what a signal finds.
const DOUBTED_BELOW: f32 = 0.12;
/// From this confidence on the recogniser alone is believed.
const SURE_FROM: f32 = 0.8;
/// From this confidence on a signature that it finds is not called missing.
const SIGNED_FROM: f32 = 0.5;

/// A label of the recogniser, and the part of a criterion that means the same thing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    label: Label,
    /// The element, as a bit; 0 where the label means the whole criterion.
    element: u32,
}

/// The labels that speak for `criterion`: its own, then those of its elements.
pub(super) fn parts_of(criterion: &Criterion) -> Vec<Part> {
    let own = criterion.recogniser.map(|label| Part { label, element: 0 });
    let of_elements = criterion.elements.iter().filter_map(|element| {
        Some(Part {
            label: element.recogniser?,
            element: bit_of(criterion, &element.id),
        })
    });
    own.into_iter().chain(of_elements).collect()
}

/// The labels that any criterion of `rubrics` names, each once.
pub(super) fn labels_of<'a>(rubrics: impl Iterator<Item = &'a Rubric>) -> Vec<Label> {
    let mut labels: Vec<Label> = rubrics
        .flat_map(|rubric| &rubric.criteria)
        .flat_map(Criterion::labels)
        .collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// Whether any of `labels` may speak for the sentence at `place`.
pub(super) fn is_near(opinions: &Opinions<'_>, labels: &[Label], place: usize) -> bool {
    labels
        .iter()
        .any(|&label| narrowed(joined(opinions.confidence(place, label), 0.0)) >= NEAR_FROM)
}

/// One sentence before both.
pub(super) struct Sentence<'a> {
    pub(super) place: usize,
    pub(super) passage: &'a Passage,
    pub(super) language: &'a Language,
    /// What signals and exclusions matched.
    pub(super) found: &'a Found,
}

/// How the rubric lets the recogniser join.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    /// Whose word counts where the two differ.
    pub(super) joining: Joining,
    /// Stands in for the confidence from which on a sentence counts.
    pub(super) threshold: Option<f32>,
}

/// What signals and recogniser together make of a sentence; `judged` is what the signals alone say.
///
/// Where the recogniser **supports** ([`Joining::Supports`]), what the signals count stays counted, with the joined
/// confidence: near misses and statuses are what rules know best, and the rubrics' examples hold sentences that the
/// recogniser never saw the like of. What the signals do not count it lifts where it is sure enough, something is done,
/// words of modern slavery stand near, and no exclusion speaks against it.
///
/// Where it **decides** ([`Joining::Decides`]), the joined confidence does, and what it plainly doubts is set aside.
///
/// In a text without a word of modern slavery it is not asked: it knows the sentences of statements only.
pub(super) fn join(
    criterion: &Criterion,
    parts: &[Part],
    opinions: &Opinions<'_>,
    terms: Terms,
    sentence: &Sentence<'_>,
    judged: Option<Candidate>,
) -> Option<Candidate> {
    let lead = |part: &Part| {
        let confidence = opinions.confidence(sentence.place, part.label);
        confidence - opinions.threshold(part.label)
    };
    let surest = parts
        .iter()
        .max_by(|one, other| lead(one).total_cmp(&lead(other)));
    let Some(part) = surest.filter(|_| sentence.passage.topic != Topic::None) else {
        return judged.map(concluded);
    };
    let asked = AskedOfModel {
        criterion,
        part,
        opinions,
        joining: terms.joining,
        counts_from: terms
            .threshold
            .unwrap_or(narrowed(opinions.threshold(part.label))),
        model: opinions.confidence(sentence.place, part.label),
    };
    match judged {
        Some(candidate) => Some(asked.beside_signals(sentence, candidate)),
        None => asked.alone(sentence),
    }
}

/// The recogniser asked about one sentence and the part of a criterion that it is surest of.
struct AskedOfModel<'a> {
    criterion: &'a Criterion,
    part: &'a Part,
    opinions: &'a Opinions<'a>,
    joining: Joining,
    counts_from: f32,
    /// Its confidence.
    model: f64,
}

impl AskedOfModel<'_> {
    /// A sentence that signals found.
    fn beside_signals(&self, sentence: &Sentence<'_>, mut candidate: Candidate) -> Candidate {
        let agrees = narrowed(self.model) >= self.counts_from;
        let together = narrowed(joined(self.model, f64::from(candidate.confidence)));
        let is_of_whole = self.part.element == 0;
        if is_of_whole || agrees {
            candidate.confidence = together;
            candidate.is_joined = true;
        }
        if candidate.status == Status::Context {
            return candidate;
        }
        let is_sure = together >= self.counts_from;
        let by_signals = candidate.counts;
        candidate.counts = match self.joining {
            Joining::Supports => {
                let lifts = agrees && is_sure && !candidate.is_weakened;
                by_signals || lifts && self.may_lift(sentence, candidate.status)
            }
            Joining::Decides => by_signals && together >= DOUBTED_BELOW || is_sure,
        };
        candidate.is_lifted = candidate.counts && !by_signals;
        let is_doubted = is_of_whole && together < DOUBTED_BELOW;
        if agrees && candidate.counts {
            candidate.method = if candidate.is_lifted {
                Method::Model
            } else {
                Method::SignalAndModel
            };
            candidate.elements |= self.part.element;
            candidate.strength = candidate.strength.max(together);
            candidate.reason.push_str("; the trained recogniser agrees");
            if candidate.is_lifted {
                self.push_why(&mut candidate.reason, sentence);
            }
        } else if by_signals && is_doubted {
            let words = match candidate.counts {
                true => "; the trained recogniser doubts it",
                false => "; set aside: the trained recogniser doubts it",
            };
            candidate.reason.push_str(words);
            if !candidate.counts {
                return candidate;
            }
        }
        concluded(candidate)
    }

    /// A sentence that no signal finds.
    fn alone(&self, sentence: &Sentence<'_>) -> Option<Candidate> {
        let confidence = narrowed(joined(self.model, 0.0));
        let is_mere_line = sentence.passage.is_bare_line && !is_of_lines(self.part.label);
        if confidence < NEAR_FROM || is_mere_line {
            return None;
        }
        let language = sentence.language;
        let dropped = sentence.found.dropped(self.criterion);
        let against = dropped
            .map(|exclusion| format!("{} ({})", exclusion.title, exclusion.id))
            .or_else(|| {
                has_blank(&sentence.passage.form).then(|| "a blank to be filled in".into())
            });
        let status = match against {
            Some(_) => Status::Context,
            None => language.standing.status,
        };
        let may_count = match self.joining {
            Joining::Supports => self.may_lift(sentence, status),
            Joining::Decides => status != Status::Context,
        };
        let mut candidate = Candidate {
            sentence: 0,
            confidence,
            strength: confidence,
            is_joined: true,
            is_lifted: true,
            is_weakened: false,
            method: Method::Model,
            status,
            counts: may_count && confidence >= self.counts_from,
            elements: self.part.element,
            outcome: language.outcome,
            language: language.clone(),
            topic: sentence.passage.topic,
            reason: "reads like sentences that people coded so".to_owned(),
        };
        self.push_why(&mut candidate.reason, sentence);
        match against {
            Some(against) => candidate
                .reason
                .push_str(&format!("; set aside: {against}")),
            None => candidate.reason.push_str(said_of(status)),
        }
        Some(concluded(candidate))
    }

    /// Whether the recogniser may make a sentence count that the signals do not: something must be done, and words of
    /// modern slavery must stand near where the label is about them, or the sentence may as well speak of other risks.
    fn may_lift(&self, sentence: &Sentence<'_>, status: Status) -> bool {
        let is_near =
            is_of_the_organisation(self.part.label) || sentence.passage.topic >= Topic::Near;
        is_near
            && !has_blank(&sentence.passage.form)
            && matches!(status, Status::Action | Status::Conditional)
    }

    /// The words that weighed most.
    fn push_why(&self, reason: &mut String, sentence: &Sentence<'_>) {
        let why = self.opinions.why(sentence.place, self.part.label);
        if !why.is_empty() {
            reason.push_str(&format!(" ({why})"));
        }
    }
}

/// Whether it cannot be told from `candidates` if `criterion` is there, where the recogniser knows the same thing:
///
/// - nothing counts, and one sentence comes near;
/// - what counts does so on the recogniser's word alone, and it is not sure of any of it.
///
/// On the coded statements answers there are as often wrong as right; `docs/model.md` has the figures.
pub(super) fn is_unsure(criterion: &Criterion, candidates: &[Candidate]) -> bool {
    if criterion.recogniser.is_none() || candidates.iter().any(|candidate| !candidate.is_joined) {
        return false;
    }
    let surest = |counts: bool| {
        candidates
            .iter()
            .filter(|candidate| candidate.counts == counts && candidate.status != Status::Context)
            .map(|candidate| candidate.confidence)
            .max_by(f32::total_cmp)
    };
    let by_model_alone = candidates
        .iter()
        .all(|candidate| !candidate.counts || candidate.is_lifted);
    match surest(true) {
        None => surest(false).is_some_and(|nearest| nearest >= NEAR_FROM),
        Some(surest) => by_model_alone && surest < SURE_FROM,
    }
}

/// Whether the recogniser is sure of one of `candidates`, where no fact of the document answers.
pub(super) fn is_found_by_model(candidates: &[Candidate]) -> bool {
    candidates.iter().any(|candidate| {
        candidate.method != Method::Signal
            && candidate.status != Status::Context
            && candidate.confidence >= SIGNED_FROM
    })
}

fn narrowed(confidence: f64) -> f32 {
    confidence as f32
}

fn concluded(mut candidate: Candidate) -> Candidate {
    conclude(&mut candidate);
    candidate
}

/// A line to be filled in: "Signed: ______", "[name of director]". It reads like a signature and is none.
fn has_blank(form: &str) -> bool {
    ["___", ".....", "[", "{{"]
        .iter()
        .any(|blank| form.contains(blank))
}

/// Labels that tell who the organisation is, what it does and who answers for the statement, without a word of slavery.
fn is_of_the_organisation(label: Label) -> bool {
    matches!(
        label,
        Label::Approval
            | Label::Signature
            | Label::ReportingEntity
            | Label::Structure
            | Label::Operations
            | Label::SupplyChains
    )
}

/// Labels that lines of names and titles carry.
fn is_of_lines(label: Label) -> bool {
    matches!(
        label,
        Label::Approval | Label::Signature | Label::ReportingEntity | Label::Structure
    )
}
