//! What the journal makes of one statement's answers.

use super::journal::Answer;
use super::journal::Entry;
use super::journal::Journal;
use crate::assessment::Verdict;
use crate::rubric::Level;

/// The machine's answer to one criterion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Machine<'a> {
    /// The rubric.
    pub rubric: &'a str,
    /// The criterion.
    pub criterion: &'a str,
    /// Is it there?
    pub verdict: Verdict,
    /// How well it is covered; none for a formality.
    pub level: Option<Level>,
}

impl Machine<'_> {
    /// Whether a reviewer who saw `answer` saw this one.
    fn was(&self, answer: Answer) -> bool {
        match answer {
            Answer::Level(level) => self.level == Some(level),
            Answer::Verdict(verdict) => self.verdict == verdict,
        }
    }
}

/// What a reviewer made of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// Is it there?
    pub verdict: Verdict,
    /// How well it is covered; none for a formality, and where the criterion is set aside.
    pub level: Option<Level>,
    /// Who decided.
    pub by: String,
    /// When.
    pub when: String,
    /// Why.
    pub reason: String,
    /// The line of the journal.
    pub line: u64,
}

/// An override that no longer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// The override.
    pub entry: Entry,
    /// Why it does not hold.
    pub cause: Cause,
}

/// Why an override does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The source gives other bytes than those that were reviewed.
    DocumentChanged {
        /// The identifier of the bytes that it gives now.
        now: String,
    },
    /// The machine's answer is another one than the reviewer saw.
    AnswerChanged {
        /// The answer now.
        now: &'static str,
    },
    /// No rubric of the run has such a criterion.
    NoSuchCriterion,
    /// Several rubrics of the run have such a criterion, and the override names none.
    WhichRubric,
    /// A formality has no level.
    NoLevel,
}

impl Cause {
    /// In words, to stand behind a colon.
    #[must_use]
    pub fn told(&self, entry: &Entry) -> String {
        match self {
            Self::DocumentChanged { now } => format!(
                "the document changed: {} was reviewed, the source now gives {now}",
                entry.statement
            ),
            Self::AnswerChanged { now } => format!(
                "the answer was {} when it was reviewed and is {} now",
                entry.old.word(),
                now
            ),
            Self::NoSuchCriterion => format!(
                "the run has no criterion `{}`{}",
                entry.criterion,
                if entry.rubric.is_empty() {
                    String::new()
                } else {
                    format!(" of {}", entry.rubric)
                }
            ),
            Self::WhichRubric => format!(
                "several rubrics of the run have a criterion `{}`: name one in the column `rubric`",
                entry.criterion
            ),
            Self::NoLevel => format!(
                "`{}` is answered by a verdict and not by a level such as {}",
                entry.criterion,
                entry.new.word()
            ),
        }
    }
}

/// What became of one override.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Applied,
    /// It held until a later one of the journal.
    Superseded,
    /// It does not hold.
    Stale(Cause),
}

/// What the journal makes of one statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// For each of the machine's answers, what a reviewer made of it.
    pub reviewed: Vec<Option<Reviewed>>,
    /// The overrides of this statement that do not hold.
    pub stale: Vec<Stale>,
    /// For each override that speaks of this statement, its place in the journal and what became of it.
    pub states: Vec<(usize, State)>,
}

impl Journal {
    /// What the journal makes of the statement `id`, read from `source`, whose answers by the machine are `answers`.
    #[must_use]
    pub fn judge(&self, id: &str, source: &str, answers: &[Machine<'_>]) -> Judged {
        let mut judged = Judged {
            reviewed: vec![None; answers.len()],
            ..Judged::default()
        };
        let (own, of_other_bytes) = self.about(id, source);
        let mut holding: Vec<Option<usize>> = vec![None; answers.len()];
        for &place in own {
            let Some(entry) = self.entries.get(place) else {
                continue;
            };
            match applied(entry, answers, &judged.reviewed) {
                Ok((answer, reviewed)) => {
                    if let Some(before) =
                        holding.get_mut(answer).and_then(|held| held.replace(place))
                        && let Some((_, state)) =
                            judged.states.iter_mut().find(|(other, _)| *other == before)
                    {
                        *state = State::Superseded;
                    }
                    if let Some(cell) = judged.reviewed.get_mut(answer) {
                        *cell = Some(reviewed);
                    }
                    judged.states.push((place, State::Applied));
                }
                Err(cause) => judged.set_stale(place, entry, cause),
            }
        }
        for place in of_other_bytes {
            if let Some(entry) = self.entries.get(place) {
                let now = id.to_owned();
                judged.set_stale(place, entry, Cause::DocumentChanged { now });
            }
        }
        judged
    }
}

impl Judged {
    fn set_stale(&mut self, place: usize, entry: &Entry, cause: Cause) {
        self.stale.push(Stale {
            entry: entry.clone(),
            cause: cause.clone(),
        });
        self.states.push((place, State::Stale(cause)));
    }
}

/// The place of the answer that `entry` overrides, and what it makes of it; `so_far` is what earlier entries made.
fn applied(
    entry: &Entry,
    answers: &[Machine<'_>],
    so_far: &[Option<Reviewed>],
) -> Result<(usize, Reviewed), Cause> {
    let mut meant = answers.iter().enumerate().filter(|(_, answer)| {
        answer.criterion == entry.criterion
            && (entry.rubric.is_empty() || answer.rubric == entry.rubric)
    });
    let (place, machine) = meant.next().ok_or(Cause::NoSuchCriterion)?;
    if meant.next().is_some() {
        return Err(Cause::WhichRubric);
    }
    let before = so_far.get(place).and_then(Option::as_ref);
    // A second reviewer may have seen what the first decided.
    let was_reviewed = before.is_some_and(|reviewed| match entry.old {
        Answer::Level(level) => reviewed.level == Some(level),
        Answer::Verdict(verdict) => reviewed.verdict == verdict,
    });
    if !machine.was(entry.old) && !was_reviewed {
        let now = machine
            .level
            .map_or_else(|| machine.verdict.word(), Level::word);
        return Err(Cause::AnswerChanged { now });
    }
    let (verdict, level) = match (entry.new, machine.level) {
        (Answer::Level(_), None) => return Err(Cause::NoLevel),
        (Answer::Level(level), Some(_)) if level >= Level::Partial => (Verdict::Met, Some(level)),
        // What the law accepts a negative answer for stays met at the level where the machine found it met.
        (Answer::Level(level), Some(known)) if level == known => (machine.verdict, Some(level)),
        (Answer::Level(level), Some(_)) => (Verdict::NotMet, Some(level)),
        (Answer::Verdict(verdict @ (Verdict::Met | Verdict::NotMet)), level) => (verdict, level),
        (Answer::Verdict(verdict), _) => (verdict, None),
    };
    let reviewed = Reviewed {
        verdict,
        level,
        by: entry.who.clone(),
        when: entry.when.clone(),
        reason: entry.reason.clone(),
        line: entry.line,
    };
    Ok((place, reviewed))
}
