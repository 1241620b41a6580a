//! Why a sentence counts or was set aside, in plain language.

use super::passage::Language;
use super::recognise::Candidate;
use crate::assessment::Status;
use crate::rubric::Exclusion;
use crate::rubric::Signal;
use crate::rubric::Strength;

/// What was weighed, for the reason.
pub(super) struct Weighed<'a> {
    pub(super) signal: &'a Signal,
    pub(super) is_own: bool,
    pub(super) others: usize,
    pub(super) heading: Option<&'a str>,
    pub(super) language: &'a Language,
    pub(super) status: Status,
    pub(super) settled: Option<&'a Signal>,
    pub(super) dropped: Option<&'a Exclusion>,
    pub(super) weakened: Option<&'a Exclusion>,
}

/// Why the sentence counts or was set aside, in plain language; [`conclude`] ends it.
pub(super) fn reason_of(weighed: &Weighed<'_>) -> String {
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
    reason
}

/// How the reason of `candidate` ends: what it gives where it counts, and why it does not.
pub(super) fn conclude(candidate: &mut Candidate) {
    if candidate.counts {
        let (language, outcome) = (candidate.language.clone(), candidate.outcome);
        push_telling(&mut candidate.reason, &language, outcome);
    } else if candidate.status != Status::Context {
        candidate.reason.push_str("; too weak to count alone");
    }
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

pub(super) fn said_of(status: Status) -> &'static str {
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
pub(super) fn shortened(words: &str) -> String {
    const CHARACTERS_MAX: usize = 60;
    if words.chars().count() <= CHARACTERS_MAX {
        return words.to_owned();
    }
    let cut: String = words.chars().take(CHARACTERS_MAX).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{whole} …")
}
