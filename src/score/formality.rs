//! Verdicts on formalities: from facts of the document, never from levels.

use std::borrow::Cow;

use super::join::is_found_by_model;
use super::level::sides_of;
use super::recognise::Candidate;
use crate::assessment::Evidence;
use crate::assessment::Method;
use crate::assessment::Status;
use crate::assessment::UNSURE;
use crate::assessment::Verdict;
use crate::document::Document;
use crate::document::Span;
use crate::facts::ApprovedObject;
use crate::facts::Facts;
use crate::rubric::Check;
use crate::rubric::Criterion;
use crate::rubric::Rubric;

/// The answer of a check.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) verdict: Verdict,
    pub(super) capped_by: Option<Cow<'static, str>>,
    pub(super) confidence: f32,
    pub(super) evidence: Vec<Evidence>,
}

impl Answer {
    fn new(verdict: Verdict, confidence: f32) -> Self {
        Self {
            verdict,
            capped_by: None,
            confidence,
            evidence: Vec::new(),
        }
    }

    fn because(mut self, word: &'static str) -> Self {
        self.capped_by = Some(Cow::Borrowed(word));
        self
    }

    fn with(mut self, evidence: Vec<Evidence>) -> Self {
        self.evidence = evidence;
        self
    }
}

/// What a check can look at.
pub(super) struct Asked<'a> {
    pub(super) document: &'a Document,
    pub(super) facts: &'a Facts,
    pub(super) rubric: &'a Rubric,
    /// The criterion that the check answers.
    pub(super) criterion: &'a Criterion,
    /// The candidates of that criterion itself.
    pub(super) own: &'a [Candidate],
    /// The candidates of every criterion of the rubric.
    pub(super) all: &'a [Vec<Candidate>],
}

/// The answer to `check`.
pub(super) fn answer(check: &Check, asked: &Asked<'_>) -> Answer {
    match check {
        Check::Period {} => period(asked),
        Check::Steps { from } => steps(asked, from),
        Check::Approval { bodies } => approval(asked, bodies),
        Check::Signature { roles } => signature(asked, roles),
        Check::Publication {} => publication(asked),
        Check::ReportingEntity {} => reporting_entity(asked),
        Check::Attestation {} => attestation(asked),
    }
}

fn period(asked: &Asked<'_>) -> Answer {
    let Some(end) = &asked.facts.period_end else {
        return Answer::new(Verdict::NotMet, 0.7).because("no-period-found");
    };
    let mut evidence = Vec::new();
    for found in [asked.facts.period_start.as_ref(), Some(end)]
        .into_iter()
        .flatten()
    {
        if let Some(span) = found.span {
            let reason = format!("names the reporting period, which ends on {}", end.value);
            evidence.extend(evidence_at(asked.document, span, true, &reason));
        }
    }
    evidence.sort_by_key(|piece: &Evidence| piece.sentence);
    evidence.dedup_by_key(|piece| piece.sentence);
    Answer::new(Verdict::Met, 0.9).with(evidence)
}

/// A source of steps, `criterion` or `criterion:element`, in its parts.
pub(super) fn source_of(source: &str) -> (&str, Option<&str>) {
    match source.split_once(':') {
        Some((id, element)) => (id, Some(element)),
        None => (source, None),
    }
}

/// The candidates of one source of steps.
pub(super) fn steps_from<'a>(
    asked: &Asked<'a>,
    source: &str,
) -> impl Iterator<Item = &'a Candidate> {
    let (id, element) = source_of(source);
    let known = asked.rubric.criterion(id);
    let bit = known.zip(element).map(|((_, criterion), id)| {
        criterion
            .elements
            .iter()
            .position(|known| known.id == id)
            .and_then(|place| 1u32.checked_shl(u32::try_from(place).ok()?))
            .unwrap_or(0)
    });
    known
        .and_then(|(place, _)| asked.all.get(place))
        .into_iter()
        .flatten()
        .filter(move |step| bit.is_none_or(|bit| step.elements & bit != 0))
}

/// The candidates of all of `from` and of the criterion itself, each sentence once, in reading order.
fn steps_in<'a>(asked: &Asked<'a>, from: &[String]) -> Vec<&'a Candidate> {
    let mut steps: Vec<&Candidate> = from
        .iter()
        .flat_map(|source| steps_from(asked, source))
        .chain(asked.own)
        .collect();
    // What counts first.
    steps.sort_by(|one, other| {
        one.sentence
            .cmp(&other.sentence)
            .then(other.counts.cmp(&one.counts))
            .then(other.confidence.total_cmp(&one.confidence))
    });
    steps.dedup_by_key(|step| step.sentence);
    steps
}

/// s54(4): a statement of the steps taken during the year, in the business and its supply chains, or a statement
/// that no such steps were taken.
pub(super) fn steps(asked: &Asked<'_>, from: &[String]) -> Answer {
    let all = steps_in(asked, from);
    let denials: Vec<&Candidate> = asked
        .own
        .iter()
        .filter(|candidate| candidate.counts && candidate.status == Status::Negative)
        .collect();
    if !denials.is_empty() {
        let verdict = if asked.criterion.accepts_negative {
            Verdict::Met
        } else {
            Verdict::NotMet
        };
        let surest = surest_of(&denials);
        return Answer::new(verdict, surest)
            .because("negative")
            .with(pieces_of(&denials, "says that no steps were taken"));
    }
    let mut taken: Vec<&Candidate> = all
        .iter()
        .copied()
        // What only the trained recogniser finds may be a fragment: "Managers who have completed the module".
        .filter(|step| step.counts && step.status == Status::Action && !step.is_lifted)
        .collect();
    if taken.is_empty() {
        let mut nearest: Vec<&Candidate> = all
            .iter()
            .copied()
            .filter(|step| step.counts && step.status != Status::Negative)
            .collect();
        let word = if nearest.iter().any(|step| step.status == Status::Plan) {
            "future-only"
        } else {
            "no-step-found"
        };
        nearest.sort_by(surest_first);
        nearest.truncate(STEPS_SHOWN_MAX);
        return Answer::new(Verdict::NotMet, 0.7)
            .because(word)
            .with(pieces_of(&nearest, ""));
    }
    let sides = sides_of(&taken);
    let confidence = surest_of(&taken);
    taken.sort_by(surest_first);
    taken.truncate(STEPS_SHOWN_MAX);
    let answer = Answer::new(Verdict::Met, confidence).with(pieces_of(&taken, ""));
    if sides.is_one_sided() {
        return answer.because("one-sided");
    }
    answer
}

fn surest_first(one: &&Candidate, other: &&Candidate) -> std::cmp::Ordering {
    other
        .confidence
        .total_cmp(&one.confidence)
        .then(one.sentence.cmp(&other.sentence))
}

/// A statement may describe hundreds of steps; each is shown under its own criterion, the surest also here.
const STEPS_SHOWN_MAX: usize = 10;

fn surest_of(candidates: &[&Candidate]) -> f32 {
    candidates
        .iter()
        .map(|candidate| candidate.confidence)
        .fold(0.0, f32::max)
}

fn pieces_of(candidates: &[&Candidate], prefix: &str) -> Vec<Evidence> {
    candidates
        .iter()
        .map(|candidate| {
            let mut evidence = super::evidence_of(candidate);
            if !prefix.is_empty() {
                evidence.reason = format!("{prefix}: {}", evidence.reason);
            }
            evidence
        })
        .collect()
}

/// s54(6): approved by the board of directors, by the members of a limited liability partnership, and so on. The
/// approval of a policy is not that of the statement; an executive committee is no governing body.
fn approval(asked: &Asked<'_>, bodies: &[String]) -> Answer {
    let Some(approval) = &asked.facts.approval else {
        return Answer::new(Verdict::NotMet, 0.8)
            .because("no-approval-found")
            .with(near_misses(asked, &[]));
    };
    let body = if approval.body.is_empty() {
        "nobody named"
    } else {
        approval.body.as_str()
    };
    let fits = bodies.contains(&approval.body_kind);
    let is_statement = approval.object == ApprovedObject::Statement;
    let dated = match approval.date {
        Some(date) => format!(", dated {date}"),
        None => String::new(),
    };
    let reason = match (is_statement, fits) {
        (true, true) => format!("says that the statement was approved by {body}{dated}"),
        (true, false) => format!(
            "says that the statement was approved, by {body}: no governing body that the rubric accepts"
        ),
        (false, _) => format!("says that {body} approved something else than the statement"),
    };
    let met = is_statement && fits;
    let evidence = evidence_at(asked.document, approval.span, met, &reason);
    if met {
        return Answer::new(Verdict::Met, 0.9).with(evidence);
    }
    let mut evidence = evidence;
    evidence.extend(near_misses(asked, &evidence));
    let word = if is_statement {
        "not-the-governing-body"
    } else {
        "not-the-statement"
    };
    Answer::new(Verdict::NotMet, 0.8)
        .because(word)
        .with(evidence)
}

/// s54(6): signed by a director, a designated member, a partner. Name and title are enough; a name or a title alone
/// is not; a role that may or may not sit on the governing body cannot be told from the document.
fn signature(asked: &Asked<'_>, roles: &[String]) -> Answer {
    let Some(signature) = &asked.facts.signature else {
        let evidence = near_misses(asked, &[]);
        // A name and a title in one run of words, whose parts could not be told: all six such cases of the coded
        // statements are signatures.
        if is_found_by_model(asked.own) {
            return Answer::new(Verdict::CannotTell, 0.5)
                .because(UNSURE)
                .with(evidence);
        }
        return Answer::new(Verdict::NotMet, 0.8)
            .because("no-signature-found")
            .with(evidence);
    };
    let name = signature.name.trim();
    let role = signature.role.trim();
    let fits = roles.contains(&signature.role_kind);
    let (verdict, word, reason) = match (name.is_empty(), role.is_empty()) {
        (true, true) => (
            Verdict::NotMet,
            "no-signatory-named",
            "a place to sign without a name".to_owned(),
        ),
        (true, false) => (
            Verdict::NotMet,
            "no-signatory-named",
            format!("names the role {role} without a name"),
        ),
        (false, true) => (
            Verdict::NotMet,
            "no-role-named",
            format!("names {name} without a role"),
        ),
        (false, false) if fits => (Verdict::Met, "", format!("names {name}, {role}")),
        (false, false) => (
            Verdict::CannotTell,
            "role-uncertain",
            format!(
                "names {name}, {role}: the document does not tell whether this role sits on the governing body"
            ),
        ),
    };
    let confidence = if signature.says_signed { 0.9 } else { 0.7 };
    let evidence = evidence_at(
        asked.document,
        signature.span,
        verdict == Verdict::Met,
        &reason,
    );
    let answer = Answer::new(verdict, confidence).with(evidence);
    if word.is_empty() {
        answer
    } else {
        answer.because(word)
    }
}

/// s54(7): published on the website, with a link in a prominent place on the homepage. No file can show that; what
/// it says on it is shown.
fn publication(asked: &Asked<'_>) -> Answer {
    let said: Vec<&Candidate> = asked.own.iter().collect();
    Answer::new(Verdict::CannotTell, 1.0)
        .because("not-in-the-document")
        .with(pieces_of(&said, "says so itself"))
}

fn reporting_entity(asked: &Asked<'_>) -> Answer {
    let Some(organisation) = &asked.facts.organisation else {
        return Answer::new(Verdict::NotMet, 0.6).because("no-entity-found");
    };
    let evidence = organisation
        .span
        .map(|span| {
            let reason = format!("names the reporting entity, {}", organisation.value);
            evidence_at(asked.document, span, true, &reason)
        })
        .unwrap_or_default();
    Answer::new(Verdict::Met, 0.8).with(evidence)
}

/// S-211 s11(5): the attestation, signed by a member of the governing body. The words are the criterion's signals.
fn attestation(asked: &Asked<'_>) -> Answer {
    let attesting: Vec<&Candidate> = asked
        .own
        .iter()
        .filter(|candidate| candidate.counts)
        .collect();
    if attesting.is_empty() {
        return Answer::new(Verdict::NotMet, 0.8).because("no-attestation-found");
    }
    let answer = Answer::new(Verdict::Met, surest_of(&attesting)).with(pieces_of(&attesting, ""));
    match &asked.facts.signature {
        Some(signature) if !signature.name.trim().is_empty() => answer,
        _ => Answer {
            verdict: Verdict::NotMet,
            ..answer.because("no-signatory-named")
        },
    }
}

/// Sentences that the criterion's signals find and the check does not accept: shown, not counted.
fn near_misses(asked: &Asked<'_>, known: &[Evidence]) -> Vec<Evidence> {
    asked
        .own
        .iter()
        .filter(|candidate| {
            known
                .iter()
                .all(|piece| piece.sentence != candidate.sentence)
        })
        .map(|candidate| Evidence {
            counts: false,
            ..super::evidence_of(candidate)
        })
        .collect()
}

/// The sentences that `span` touches, as evidence from a fact.
fn evidence_at(document: &Document, span: Span, counts: bool, reason: &str) -> Vec<Evidence> {
    let first = document
        .sentences
        .partition_point(|sentence| sentence.span.end <= span.start);
    document
        .sentences
        .iter()
        .enumerate()
        .skip(first)
        .take_while(|(_, sentence)| sentence.span.start < span.end)
        .map(|(place, _)| Evidence {
            sentence: u32::try_from(place).unwrap_or(u32::MAX),
            counts,
            status: Status::Action,
            specificity: 0,
            confidence: 0.9,
            method: Method::Fact,
            reason: reason.to_owned(),
        })
        .collect()
}
