//! One's own draft, linted: what is missing or weak, what is said in a way that it should not be, and where.
//!
//! [`findings_of`] looks at one assessed draft; each kind of finding has a [`Code`] in [`CODES`]. [`Gate`] then decides
//! whether the draft passes: thresholds, waivers, baseline. Printers come after and decide nothing.

mod codes;
mod content;
mod formalities;
mod gate;
mod language;
mod previous;
mod residue;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;

use crate::assessment::Assessed;
use crate::digest::hex;
use crate::document::Document;
use crate::document::Link;
use crate::document::PartialDate;
use crate::document::Span;
use crate::rubric::Duty;
use crate::rubric::Level;

pub use codes::CODES;
pub use codes::Code;
pub use codes::code;
pub use gate::Baseline;
pub use gate::Gate;
pub use gate::Judged;
pub use gate::Standing;
pub use gate::Verdict;
pub use gate::Waiver;
pub use previous::Previous;

/// The most findings of one kind that are told of one draft, the first in reading order.
const MOST_OF_A_KIND: usize = 500;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A matter of style in disclosure, or a chance to do better.
    Note,
    /// Guidance asks for it, or it weakens the statement.
    Warning,
    /// The Act requires it, or the text must not be published so.
    Error,
}

impl Severity {
    /// The word in every report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// What a missing criterion of this duty is.
    #[must_use]
    pub fn of(duty: Duty) -> Self {
        match duty {
            Duty::Mandatory => Self::Error,
            Duty::Recommended => Self::Warning,
            Duty::Benchmark => Self::Note,
        }
    }
}

/// One thing that the writers of a draft should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What kind of finding it is.
    pub code: &'static Code,
    /// How much it matters.
    pub severity: Severity,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
    /// The criterion that it belongs to, if it belongs to one.
    pub criterion: Option<CriterionName>,
    /// What was found, lower case, without a full stop.
    pub message: String,
    /// What to do about it: imperative sentences.
    pub help: String,
    /// A sentence to adapt, with blanks in square brackets; empty where there is none.
    pub model: String,
    /// Where to look.
    pub place: Place,
}

/// A criterion, as findings name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CriterionName {
    /// The rubric.
    pub rubric: String,
    /// The identifier in the rubric.
    pub id: String,
    /// The provision.
    pub citation: String,
    /// What it asks for.
    pub title: String,
}

/// Where to look in the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The words; empty at the start of the text where nothing better is known.
    pub span: Span,
    /// What the words are to the finding.
    pub is: PlaceIs,
}

/// What the place of a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceIs {
    /// The finding is about these words.
    Exact,
    /// What is missing is nowhere; these words come nearest.
    Nearest,
    /// What is missing is nowhere; it would belong under this heading.
    Heading,
    /// What is missing is nowhere; this is the first line.
    Start,
    /// What is missing is nowhere; this is the last line.
    End,
}

/// What a company expects of its own draft.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expected {
    /// The reporting entity, by its legal name.
    pub organisation: Option<String>,
    /// The last day of the reporting period.
    pub period_end: Option<PartialDate>,
    /// Words that the approving body must hold, for example `board`.
    pub body: Option<String>,
    /// For content criteria, by identifier, the lowest level that is good enough; `*` stands for all others.
    pub levels: Vec<(String, Level)>,
}

impl Expected {
    /// The lowest level that is good enough for the criterion `id`; none where it is enough that it is met.
    fn level_for(&self, id: &str) -> Option<Level> {
        let named = |name: &str| {
            self.levels
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, level)| *level)
        };
        named(id).or_else(|| named("*"))
    }
}

/// All findings on one draft, in reading order of their places; at one place the graver first.
#[must_use]
pub fn findings_of(
    assessed: &Assessed,
    expected: &Expected,
    previous: Option<&Previous>,
) -> Vec<Finding> {
    let mut findings = content::findings(assessed, expected);
    findings.extend(formalities::findings(assessed, expected));
    findings.extend(language::findings(assessed, expected));
    if let Some(previous) = previous {
        findings.extend(previous.findings(&assessed.document));
    }
    findings.sort_by(|one, other| {
        let key = |finding: &Finding| {
            (
                finding.place.span.start,
                std::cmp::Reverse(finding.severity),
                finding.code.name,
                finding.criterion.clone(),
                finding.place.span.end,
            )
        };
        key(one).cmp(&key(other))
    });
    findings.dedup();
    // A hostile text may hold a fault in every line: nobody reads so many of one kind, and each costs its place.
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    findings.retain(|finding| {
        let count = counts.entry(finding.code.name).or_default();
        *count += 1;
        *count <= MOST_OF_A_KIND
    });
    findings
}

/// The finding that `link` does not open, because of `cause`.
#[must_use]
pub fn dead_link(link: &Link, cause: &str) -> Finding {
    Finding {
        code: &codes::DEAD_LINK,
        severity: codes::DEAD_LINK.severity,
        confidence: 0.9,
        criterion: None,
        message: format!("the link to {} does not open: {cause}", link.target),
        help: codes::DEAD_LINK.cure.to_owned(),
        model: String::new(),
        place: Place::exact(link.span),
    }
}

/// So many hex digits tell one finding from another: 128 bits.
const FINGERPRINT_DIGITS: usize = 32;

impl Finding {
    /// What stays the same when the text is edited elsewhere: the code, the criterion, and the words of the sentence
    /// where the finding is about words. In hex.
    #[must_use]
    pub fn fingerprint(&self, document: &Document) -> String {
        let mut digest = Sha256::new();
        digest.update(self.code.name);
        if let Some(criterion) = &self.criterion {
            digest.update([0]);
            digest.update(&criterion.rubric);
            digest.update([0]);
            digest.update(&criterion.id);
        }
        if self.place.is == PlaceIs::Exact {
            let words = document.words_at(self.place.span).to_lowercase();
            for word in words.split(|character: char| !character.is_alphanumeric()) {
                digest.update([0]);
                digest.update(word);
            }
        }
        let mut fingerprint = hex(&digest.finalize());
        fingerprint.truncate(FINGERPRINT_DIGITS);
        fingerprint
    }
}

impl Place {
    /// These words.
    fn exact(span: Span) -> Self {
        Self {
            span,
            is: PlaceIs::Exact,
        }
    }

    /// The first line, for what is nowhere.
    fn start(document: &Document) -> Self {
        let first = document.sentences.first();
        Self {
            span: first.map_or(Span::default(), |sentence| sentence.span),
            is: PlaceIs::Start,
        }
    }

    /// The heading that fits one of `patterns`, or else the first line.
    fn heading_or_start(document: &Document, fits: impl Fn(&str) -> bool) -> Self {
        document
            .sections
            .iter()
            .filter_map(|section| section.heading)
            .filter_map(|heading| document.blocks.get(heading as usize))
            .find(|block| fits(document.words_at(block.span)))
            .map_or_else(
                || Self::start(document),
                |block| Self {
                    span: block.span,
                    is: PlaceIs::Heading,
                },
            )
    }
}
