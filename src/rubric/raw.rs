//! A rubric file as typed: every key that may stand in it, nothing checked but its shape.
//!
//! Keys that a rubric or a criterion cannot do without are optional here, so that one missing key does not hide
//! the other mistakes of the file: `validate.rs` asks for them.

use serde::Deserialize;
use toml::Spanned;

use super::Basis;
use super::Cap;
use super::CriterionKind;
use super::Duty;
use super::Effect;
use super::Example;
use super::Joining;
use super::Level;
use super::Reference;
use super::RubricKind;
use super::RubricStatus;
use super::Rung;
use super::Scope;
use super::SignalStatus;
use super::Strength;

/// The whole file `rubrics/ID.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    /// The version of the schema; 1.
    pub(super) schema: Option<Spanned<i64>>,
    /// The built-in rubric that this one changes.
    pub(super) extends: Option<Spanned<String>>,
    /// Criteria of that rubric that are left out.
    #[serde(default)]
    pub(super) remove: Vec<Spanned<String>>,
    pub(super) rubric: Option<Spanned<RawRubric>>,
    #[serde(default, rename = "criterion")]
    pub(super) criteria: Vec<Spanned<RawCriterion>>,
}

/// The table `[rubric]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRubric {
    pub(super) id: Option<Spanned<String>>,
    pub(super) title: Option<Spanned<String>>,
    pub(super) version: Option<Spanned<String>>,
    pub(super) kind: Option<RubricKind>,
    pub(super) jurisdiction: Option<Spanned<String>>,
    pub(super) status: Option<RubricStatus>,
    /// A date of TOML, or the same in quotes.
    pub(super) effective_from: Option<Spanned<toml::Value>>,
    pub(super) effective_to: Option<Spanned<toml::Value>>,
    pub(super) verified_on: Option<Spanned<toml::Value>>,
    pub(super) languages: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    pub(super) sources: Vec<Spanned<Reference>>,
    #[serde(default)]
    pub(super) notes: Vec<String>,
    pub(super) scope: Option<Spanned<Scope>>,
    #[serde(default)]
    pub(super) quality: RawQuality,
}

/// The table `[rubric.quality]`; what is not given is as in [`super::QualityRules`].
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQuality {
    pub(super) negative: Option<Level>,
    pub(super) negative_with_reason: Option<Level>,
    pub(super) future_cap: Option<Level>,
    pub(super) future_specific_cap: Option<Level>,
    pub(super) commitment_cap: Option<Level>,
    pub(super) weak_cap: Option<Level>,
    pub(super) counts_from: Option<Spanned<f32>>,
    pub(super) recogniser: Option<Joining>,
}

/// One `[[criterion]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCriterion {
    pub(super) id: Option<Spanned<String>>,
    pub(super) citation: Option<Spanned<String>>,
    pub(super) title: Option<Spanned<String>>,
    pub(super) description: Option<Spanned<String>>,
    pub(super) duty: Option<Duty>,
    pub(super) basis: Option<Basis>,
    pub(super) kind: Option<CriterionKind>,
    pub(super) weight: Option<Spanned<f32>>,
    pub(super) group: Option<String>,
    pub(super) accepts_negative: Option<bool>,
    pub(super) accepts_future: Option<bool>,
    /// The label of the trained recogniser that means the same thing; `none` leaves it to the rules.
    pub(super) recogniser: Option<Spanned<String>>,
    /// Shared signal blocks, by file name in `rubrics/signals/` without its ending; an optional element is given
    /// to all signals of a block by `"block:element"`.
    #[serde(default)]
    pub(super) blocks: Vec<Spanned<String>>,
    /// Signals and exclusions, by id, that a shared block or the extended rubric brings and this criterion leaves out.
    #[serde(default)]
    pub(super) without: Vec<Spanned<String>>,
    #[serde(default, rename = "element")]
    pub(super) elements: Vec<RawElement>,
    #[serde(default, rename = "signal")]
    pub(super) signals: Vec<Spanned<RawSignal>>,
    #[serde(default, rename = "exclusion")]
    pub(super) exclusions: Vec<Spanned<RawExclusion>>,
    #[serde(default)]
    pub(super) headings: Vec<Spanned<String>>,
    #[serde(default, rename = "rung")]
    pub(super) rungs: Vec<Spanned<Rung>>,
    #[serde(default, rename = "cap")]
    pub(super) caps: Vec<Spanned<Cap>>,
    pub(super) check: Option<Spanned<RawCheck>>,
    pub(super) advice: Option<Spanned<String>>,
    pub(super) model: Option<Spanned<String>>,
    pub(super) question: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) references: Vec<String>,
    #[serde(default, rename = "example")]
    pub(super) examples: Vec<Spanned<Example>>,
}

/// One `[[criterion.element]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawElement {
    pub(super) id: Spanned<String>,
    pub(super) title: String,
    pub(super) missing_caps_at: Option<Level>,
    /// The label of the trained recogniser that means the same thing as this part.
    pub(super) recogniser: Option<Spanned<String>>,
}

/// The table `[criterion.check]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    pub(super) kind: RawCheckKind,
    /// For `steps`: criteria of this rubric.
    pub(super) from: Option<Spanned<Vec<Spanned<String>>>>,
    /// For `approval`: word lists.
    pub(super) bodies: Option<Spanned<Vec<Spanned<String>>>>,
    /// For `signature`: word lists.
    pub(super) roles: Option<Spanned<Vec<Spanned<String>>>>,
}

/// Which check answers a criterion; see [`super::Check`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawCheckKind {
    Period,
    Steps,
    Approval,
    Signature,
    Publication,
    ReportingEntity,
    Attestation,
}

/// One `[[criterion.signal]]`, or one `[[signal]]` of a shared block.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSignal {
    pub(super) id: Spanned<String>,
    pub(super) title: Option<String>,
    /// Phrases in any case; see `pattern.rs`.
    #[serde(default)]
    pub(super) phrases: Vec<Spanned<String>>,
    /// Regular expressions in any case; see `pattern.rs`.
    #[serde(default)]
    pub(super) patterns: Vec<Spanned<String>>,
    pub(super) strength: Option<Strength>,
    pub(super) element: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) needs_topic: bool,
    #[serde(default)]
    pub(super) needs_heading: bool,
    pub(super) status: Option<SignalStatus>,
    #[serde(default)]
    pub(super) outcome: bool,
    #[serde(default)]
    pub(super) firm: bool,
}

/// One `[[criterion.exclusion]]`, or one `[[exclusion]]` of a shared block.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExclusion {
    pub(super) id: Spanned<String>,
    pub(super) title: Option<String>,
    #[serde(default)]
    pub(super) phrases: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) patterns: Vec<Spanned<String>>,
    pub(super) effect: Option<Effect>,
}

/// The whole file `rubrics/signals/BLOCK.toml`: signals that several rubrics share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBlock {
    /// The version of the schema; 1.
    pub(super) schema: Option<Spanned<i64>>,
    /// What the block recognises, for people.
    #[expect(dead_code, reason = "it is for readers of the file")]
    pub(super) title: String,
    /// Headings under which weak signals are believed.
    #[serde(default)]
    pub(super) headings: Vec<Spanned<String>>,
    #[serde(default, rename = "signal")]
    pub(super) signals: Vec<Spanned<RawSignal>>,
    #[serde(default, rename = "exclusion")]
    pub(super) exclusions: Vec<Spanned<RawExclusion>>,
}
