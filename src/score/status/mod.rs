//! What a sentence says about the thing it speaks of: done, planned, conditional, denied, promised, or of others.

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use crate::lexicon::Search;

use super::cues::Cue;
use super::cues::Cues;
use crate::assessment::Status;
use crate::document::MONTHS;
use crate::document::PartialDate;
use crate::facts::Facts;

/// The status of a sentence, and the words that decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    /// The status.
    pub(super) status: Status,
    /// The words that decided; empty where the plain present or past did.
    pub(super) because: String,
}

/// One question on a sentence: an answer, or none where it does not settle the standing.
type Question = fn(&Cues<'_>, &[Practice]) -> Option<Standing>;

/// What the sentence of `cues` says about the thing it speaks of.
///
/// The order of the questions is the order of precedence: who speaks of others or of the law discloses nothing; a
/// denial is a denial in any tense; then what is already done overrules what is planned or promised beside it.
pub(super) fn standing_of(cues: &Cues<'_>) -> Standing {
    let practices = practices_of(cues);
    let checks: [Question; 5] = [context, denial, conditional, plan, commitment];
    checks
        .into_iter()
        .find_map(|check| check(cues, &practices))
        .unwrap_or(Standing {
            status: Status::Action,
            because: String::new(),
        })
}

impl Standing {
    /// The same, or a plan where all that the sentence dates lies after the day of the statement: a row of a timetable
    /// needs no "will".
    pub(super) fn in_view_of(self, cues: &Cues<'_>, facts: &Facts) -> Self {
        if self.status != Status::Action || !cues.has(Cue::Date) || cues.has(Cue::Period) {
            return self;
        }
        let approved = facts.approval.as_ref().and_then(|approval| approval.date);
        let signed = facts
            .signature
            .as_ref()
            .and_then(|signature| signature.date);
        let Some(today) = approved.or(signed).and_then(month_of) else {
            return self;
        };
        let mut months = MONTH_AND_YEAR.captures_iter(cues.form).peekable();
        let is_ahead = months.peek().is_some()
            && months.all(|found| month_in(&found).is_some_and(|month| month > today));
        let is_done = cues.has(Cue::PracticeAfterSubject)
            || cues
                .matches(Cue::PracticeFinite)
                .any(|found| found.get(1).is_none());
        if !is_ahead || is_done {
            return self;
        }
        Self {
            status: Status::Plan,
            because: "dated ahead".to_owned(),
        }
    }
}

/// Year and month; none where the date is only a year.
fn month_of(date: PartialDate) -> Option<(i16, u8)> {
    Some((date.year(), date.month()?))
}

fn month_in(found: &regex::Captures<'_>) -> Option<(i16, u8)> {
    let name = found.get(1)?.as_str();
    let month = MONTHS.iter().position(|month| *month == name)?;
    let year = found.get(2)?.as_str().parse().ok()?;
    Some((year, u8::try_from(month + 1).ok()?))
}

static MONTH_AND_YEAR: LazyLock<Search> = LazyLock::new(|| {
    Search::new(
        r"\b(january|february|march|april|may|june|july|august|september|october|november|december),? (20\d\d)\b",
    )
});

fn standing(status: Status, because: &str) -> Option<Standing> {
    Some(Standing {
        status,
        because: because.to_owned(),
    })
}

/// A verb of practice in a form that says that it is or was done.
#[derive(Debug, Clone, Copy)]
struct Practice {
    start: usize,
    /// With its subject, or after has, have, is, are: it holds even after a promise in the same sentence.
    certain: bool,
}

/// The last words before the byte `place`: what decides stands near, and a hostile text must not cost the square of its
/// length.
fn words_before(form: &str, place: usize) -> &str {
    const BYTES_MAX: usize = 240;
    let mut start = place.saturating_sub(BYTES_MAX);
    while !form.is_char_boundary(start) {
        start += 1;
    }
    form.get(start..place).unwrap_or_default()
}

fn practices_of(cues: &Cues<'_>) -> Vec<Practice> {
    // Only these are weighed against practice; a plain sentence needs no proof.
    let needed = [
        Cue::Future,
        Cue::Commitment,
        Cue::Conditional,
        Cue::IfThen,
        Cue::QuotedLaw,
        Cue::Definition,
        Cue::WorldStatistics,
        Cue::OfOthers,
        Cue::Negator,
    ];
    if !needed.into_iter().any(|cue| cues.has(cue)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (cue, with_subject) in [
        (Cue::PracticeFinite, false),
        (Cue::PracticeAfterSubject, true),
    ] {
        for hit in cues.matches(cue) {
            let Some(verb) = hit.get(2).filter(|_| hit.get(1).is_none()) else {
                continue;
            };
            let rest = cues.form.get(verb.end()..).unwrap_or_default();
            if VALUES_AFTER_VERB.is_match(rest) {
                continue;
            }
            let before = words_before(cues.form, verb.start());
            // "Managers who have completed the module": not what is told of them, but which are meant.
            if RELATIVE.is_match(before) {
                continue;
            }
            let start = hit.get(0).map_or(verb.start(), |whole| whole.start());
            found.push(Practice {
                start,
                certain: with_subject || AUXILIARY.is_match(before),
            });
        }
    }
    found
}

/// "we have a zero-tolerance approach", "we take this seriously": a verb of practice, and no practice.
static VALUES_AFTER_VERB: LazyLock<Search> = LazyLock::new(|| {
    Search::new(
        r"^ (?:(?:an?|our|the|its|all|in place|that|such|this|these|any|have|has|been) )*(?:(?:strong|firm|clear|full|strict|robust|long-standing|moral|legal|corporate|ethical|continued|key|important) )*(?:zero|commitment|committed|responsibilit|culture|duty|mission|vision|belief|obligation|respect|business\b|businesses\b|aware that|importance|high standards|highest)|^ (?:\w+ ){0,5}seriously",
    )
});

static RELATIVE: LazyLock<Search> = LazyLock::new(|| {
    Search::new(
        r"\b(?:who|which) (?:(?:has|have|had|is|are|was|were|been|also|already|not|\w+ly) )*$",
    )
});

static AUXILIARY: LazyLock<Search> = LazyLock::new(|| {
    Search::new(r"\b(?:has|have|is|are|was|were|been) (?:(?:\w+ly|also|already|now|since|been) )*$")
});

/// Whether a practice stands beside a cue at `place`: before it, or certain in itself.
fn is_practised(practices: &[Practice], place: usize) -> bool {
    practices
        .iter()
        .any(|practice| practice.start < place || practice.certain)
}

fn context(cues: &Cues<'_>, practices: &[Practice]) -> Option<Standing> {
    if let Some((_, words)) = cues.first(Cue::OfOthers)
        && !cues.form.starts_with("we ")
    {
        return standing(Status::Context, words);
    }
    let own = cues.has(Cue::FirstPerson) || practices.iter().any(|practice| practice.certain);
    let told = [Cue::WorldStatistics, Cue::Definition, Cue::QuotedLaw];
    let (_, words) = told
        .into_iter()
        .filter(|_| !own)
        .find_map(|cue| cues.first(cue))?;
    standing(Status::Context, words)
}

fn denial(cues: &Cues<'_>, practices: &[Practice]) -> Option<Standing> {
    // The questionnaires of registries: "Do you provide training on forced labour? No".
    if ANSWERED_NO.is_match(cues.form) {
        return standing(Status::Negative, "no");
    }
    for negator in cues.matches(Cue::Negator).filter_map(|found| found.get(1)) {
        let before = words_before(cues.form, negator.start());
        let after = cues.form.get(negator.end()..).unwrap_or_default();
        if OF_OTHERS_OR_AIMS.is_match(before) {
            continue;
        }
        // "We buy hinges from India, and we do not know which mills": first of all it says what is done.
        let in_new_clause = NEW_CLAUSE.is_match(before)
            && practices
                .iter()
                .any(|practice| practice.start < negator.start());
        if in_new_clause || GIVES_REASON.is_match(before) {
            continue;
        }
        let denies = match negator.as_str() {
            "no" | "zero" | "not had" | "not received" => ABSENT.is_match(after),
            // "84%, 93% and nil": a value among others.
            "nil" => negator.start() == 0 || ABSENT.is_match(after),
            "none" => NONE_FOUND.is_match(after),
            "is not" | "are not" | "was not" | "were not" => NOT_DONE.is_match(after),
            "never" => NEVER_FOUND.is_match(after),
            "not identified" | "not identify" | "not been" | "not taken" => {
                !WILL.is_match(before) && !COUNTED_AMONG.is_match(before)
            }
            _ => true,
        };
        if denies {
            return standing(Status::Negative, negator.as_str());
        }
    }
    None
}

/// "…, because the makers do not tell us": the denial is the reason of something else.
static GIVES_REASON: LazyLock<Search> = LazyLock::new(|| Search::new(r"\w,? (?:because|since)\b"));

static ANSWERED_NO: LazyLock<Search> = LazyLock::new(|| Search::new(r"\?(?: \|)? no\b"));

/// A clause of its own begins a few words before.
static NEW_CLAUSE: LazyLock<Search> = LazyLock::new(|| {
    Search::new(
        r"(?:[,;] (?:and|but|though|although|while)|\bbut|\balthough|\bthough|;) (?:[\w'-]+ ){0,3}$",
    )
});

static OF_OTHERS_OR_AIMS: LazyLock<Search> = LazyLock::new(|| {
    let openers =
        crate::lexicon::alternation("exempting-openers").expect("the list stands in status.toml");
    Search::new(format!(r"\b(?:{openers})(?: (?:[\w'-]+)){{0,7}} ?$"))
});

static ABSENT: LazyLock<Search> = LazyLock::new(|| {
    let nouns =
        crate::lexicon::alternation("absence-nouns").expect("the list stands in status.toml");
    Search::new(format!(r"^(?: [\w/'-]+){{0,3}}? (?:{nouns})\b"))
});

static NONE_FOUND: LazyLock<Search> = LazyLock::new(|| {
    Search::new(
        r"^(?:$|[.,;)]| (?:was|were|have|has|had|of|identified|found|reported|to report|noted|known|during|in|are|is|required|applicable))",
    )
});

static NOT_DONE: LazyLock<Search> = LazyLock::new(|| {
    let words =
        crate::lexicon::alternation("not-done-words").expect("the list stands in status.toml");
    Search::new(format!(r"^(?: \w+ly| been| yet)? (?:{words})\b"))
});

static NEVER_FOUND: LazyLock<Search> = LazyLock::new(|| {
    Search::new(
        r"^ (?:been |had |received |identified |found |discovered |experienced |encountered )",
    )
});

static WILL: LazyLock<Search> =
    LazyLock::new(|| Search::new(r"\b(?:will|would|should|must|may|can|could) $"));

/// "where remediation has not been made": a condition a few words before.
static COUNTED_AMONG: LazyLock<Search> =
    LazyLock::new(|| Search::new(r"\b(?:if|where|unless|until|that|which|who)\b[^,.;]{0,40}$"));

fn conditional(cues: &Cues<'_>, practices: &[Practice]) -> Option<Standing> {
    let if_then = cues
        .first(Cue::IfThen)
        .map(|(start, words)| (start, words.split(' ').next().unwrap_or_default()));
    let (place, words) = cues.first_true(Cue::Conditional).or(if_then)?;
    let done_elsewhere = practices.iter().any(|practice| {
        // In a condition's own clause a passive is part of the condition: "if slavery is identified".
        practice.start < place && (practice.certain || !cues.has(Cue::IfThen))
    });
    if done_elsewhere {
        return None;
    }
    standing(Status::Conditional, words)
}

fn plan(cues: &Cues<'_>, practices: &[Practice]) -> Option<Standing> {
    if cues.has(Cue::Continuing) {
        return None;
    }
    let (place, words) = cues.first_true(Cue::Future)?;
    if is_practised(practices, place) {
        return None;
    }
    standing(Status::Plan, words)
}

fn commitment(cues: &Cues<'_>, practices: &[Practice]) -> Option<Standing> {
    let (place, words) = cues.first_true(Cue::Commitment)?;
    if is_practised(practices, place) {
        return None;
    }
    standing(Status::Commitment, words)
}
