//! Who signed: a name and role that stand together where statements are signed off, not a name in running text.

mod candidates;
mod points;

use std::sync::LazyLock;

use crate::document::PartialDate;
use crate::document::Span;
use crate::lexicon::Search;

use super::Approval;
use super::Signature;
use super::pattern::pattern;
use super::reading::Reading;
use super::role::kind_of_role;
use candidates::candidates_in;
use points::points_of;

/// A candidate with fewer points is a name in running text.
const FEWEST_POINTS: i32 = 5;

/// What was found about the signature.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Signing {
    /// The signature that counts most.
    pub(super) signature: Option<Signature>,
    /// A line to sign on that nobody signed.
    pub(super) blank_line: Option<Span>,
}

/// A name, a role or both, and how much speaks for its being a signature.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    name: Option<Span>,
    role: Option<Span>,
    /// A word such as "Signed" or "/s/" that stands right before.
    sign: Option<Span>,
    points: i32,
}

impl Candidate {
    fn start(&self) -> u32 {
        let parts = [self.sign, self.name, self.role];
        parts
            .into_iter()
            .flatten()
            .map(|span| span.start)
            .min()
            .unwrap_or(0)
    }

    fn end(&self) -> u32 {
        let parts = [self.sign, self.name, self.role];
        parts
            .into_iter()
            .flatten()
            .map(|span| span.end)
            .max()
            .unwrap_or(0)
    }
}

/// The signature that counts most, or the line that was left blank for one.
pub(super) fn signing_of(reading: &Reading<'_>, approval: Option<&Approval>) -> Signing {
    let mut candidates = candidates_in(reading);
    let starts: Vec<u32> = candidates.iter().map(Candidate::start).collect();
    for candidate in &mut candidates {
        candidate.points += points_of(reading, candidate, approval, &starts);
    }
    let best = candidates
        .iter()
        .filter(|candidate| candidate.points >= FEWEST_POINTS)
        .max_by_key(|candidate| {
            let whole = i32::from(candidate.name.is_some() && candidate.role.is_some());
            (candidate.points + 3 * whole, candidate.start())
        });
    let signature = best.map(|candidate| signature_from(reading, candidate));
    let blank_line = signature
        .is_none()
        .then(|| BLANK.find_iter(reading.text()).last())
        .flatten()
        .map(|line| Span::new(line.start(), line.end()));
    Signing {
        signature,
        blank_line,
    }
}

fn signature_from(reading: &Reading<'_>, candidate: &Candidate) -> Signature {
    let text = reading.text();
    let words = |span: Option<Span>| {
        span.map(|span| {
            span.of(text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .unwrap_or_default()
    };
    let role = words(candidate.role);
    let start = candidate.start() as usize;
    let end = candidate.end() as usize;
    let around_before = reading.slice(start.saturating_sub(140), start);
    let around_after = reading.slice(end, end + 160);
    let date = date_of(reading, candidate);
    let role_kind = if role.is_empty() {
        String::new()
    } else {
        kind_of_role(&role).to_owned()
    };
    Signature {
        name: words(candidate.name),
        role,
        role_kind,
        date,
        says_signed: candidate
            .sign
            .is_some_and(|sign| SAYS_SIGNED.is_match(sign.of(text)))
            || SAYS_SIGNED.is_match(around_before)
            || SIGNED_AFTER.is_match(around_after),
        span: Span::new(start, end),
    }
}

/// The date by a signature: in the lines after it, else right before the name.
fn date_of(reading: &Reading<'_>, candidate: &Candidate) -> Option<PartialDate> {
    let end = candidate.end();
    let start = candidate.start();
    reading
        .dates_between(end, end.saturating_add(130))
        .iter()
        .find_map(|date| date.value())
        .or_else(|| {
            reading
                .dates_between(start.saturating_sub(45), end)
                .iter()
                .rev()
                .find_map(|date| date.value())
        })
}

static SAYS_SIGNED: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)/s/|\b(?:docu)?signed\b|\bsignature\b|\bon behalf of\b|\bsigned on (?:its|their) behalf\b|\bsign[ -]off\b",
    )
});

static SIGNED_AFTER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)/s/|\b(?:electronically|digitally) signed\b|\bdocusign(?:ed)? by\b|\bsignature: ?[A-Z/]|\bon behalf of\b|\bauthority to bind\b",
    )
});

/// A line to sign on with nothing on it.
static BLANK: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:signed|signature|sign here|signed by)\b[ :|]*(?:\n\n)?[ ]*(?:_{3,}|\.{6,}|…{2,}|\[[^\]\n]{0,40}\]|x{3,})",
    )
});

#[cfg(test)]
mod tests;
