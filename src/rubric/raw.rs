//! A rubric file as typed: every key that may stand in it, nothing checked but its shape.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::Basis;
use super::Cap;
use super::Check;
use super::CriterionKind;
use super::Duty;
use super::Effect;
use super::Example;
use super::Level;
use super::QualityRules;
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
    pub(super) schema: Spanned<u32>,
    pub(super) rubric: RawRubric,
    #[serde(default, rename = "criterion")]
    pub(super) criteria: Vec<RawCriterion>,
}

/// The table `[rubric]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRubric {
    pub(super) id: Spanned<String>,
    pub(super) title: String,
    pub(super) version: Spanned<String>,
    pub(super) kind: RubricKind,
    #[serde(default)]
    pub(super) jurisdiction: String,
    pub(super) status: RubricStatus,
    pub(super) effective_from: Option<Spanned<String>>,
    pub(super) effective_to: Option<Spanned<String>>,
    pub(super) verified_on: Option<Spanned<String>>,
    pub(super) languages: Spanned<Vec<String>>,
    #[serde(default)]
    pub(super) sources: Vec<Reference>,
    #[serde(default)]
    pub(super) notes: Vec<String>,
    pub(super) scope: Option<Scope>,
    #[serde(default)]
    pub(super) quality: QualityRules,
}

/// One `[[criterion]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCriterion {
    pub(super) id: Spanned<String>,
    pub(super) citation: String,
    pub(super) title: Spanned<String>,
    #[serde(default)]
    pub(super) description: String,
    pub(super) duty: Duty,
    pub(super) basis: Basis,
    pub(super) kind: CriterionKind,
    pub(super) weight: Option<Spanned<f32>>,
    pub(super) group: Option<String>,
    #[serde(default)]
    pub(super) accepts_negative: bool,
    #[serde(default)]
    pub(super) accepts_future: bool,
    /// Shared signal blocks, by file name in `rubrics/signals/` without its ending; an optional element is given
    /// to all signals of a block by `"block:element"`.
    #[serde(default)]
    pub(super) blocks: Vec<Spanned<String>>,
    #[serde(default, rename = "element")]
    pub(super) elements: Vec<RawElement>,
    #[serde(default, rename = "signal")]
    pub(super) signals: Vec<RawSignal>,
    #[serde(default, rename = "exclusion")]
    pub(super) exclusions: Vec<RawExclusion>,
    #[serde(default)]
    pub(super) headings: Vec<Spanned<String>>,
    #[serde(default, rename = "rung")]
    pub(super) rungs: Vec<Spanned<Rung>>,
    #[serde(default, rename = "cap")]
    pub(super) caps: Vec<Cap>,
    pub(super) check: Option<Spanned<Check>>,
    #[serde(default)]
    pub(super) advice: Option<String>,
    #[serde(default)]
    pub(super) question: Option<String>,
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
}

/// One `[[criterion.signal]]`, or one `[[signal]]` of a shared block.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSignal {
    pub(super) id: Spanned<String>,
    pub(super) title: String,
    /// Phrases: whole words, any case, `a/b` alternatives not needed: list them. See `pattern.rs`.
    #[serde(default)]
    pub(super) phrases: Vec<Spanned<String>>,
    /// Regular expressions, any case. `{name}` stands for the lexicon list of that name.
    #[serde(default)]
    pub(super) patterns: Vec<Spanned<String>>,
    pub(super) strength: Strength,
    pub(super) element: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) needs_topic: bool,
    #[serde(default)]
    pub(super) needs_heading: bool,
    pub(super) status: Option<SignalStatus>,
    #[serde(default)]
    pub(super) outcome: bool,
}

/// One `[[criterion.exclusion]]`, or one `[[exclusion]]` of a shared block.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExclusion {
    pub(super) id: Spanned<String>,
    pub(super) title: String,
    #[serde(default)]
    pub(super) phrases: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) patterns: Vec<Spanned<String>>,
    pub(super) effect: Effect,
}

/// The whole file `rubrics/signals/BLOCK.toml`: signals that several rubrics share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBlock {
    pub(super) schema: Spanned<u32>,
    /// What the block recognises, for people.
    pub(super) title: String,
    /// Headings under which weak signals are believed.
    #[serde(default)]
    pub(super) headings: Vec<Spanned<String>>,
    #[serde(default, rename = "signal")]
    pub(super) signals: Vec<RawSignal>,
    #[serde(default, rename = "exclusion")]
    pub(super) exclusions: Vec<RawExclusion>,
}

/// The blocks that the rubric's criteria name, as typed, by name.
pub(super) type RawBlocks = BTreeMap<String, RawBlock>;
