//! What a statement says about itself: whose it is, for which year, approved by whom, signed by whom.

use serde::Deserialize;
use serde::Serialize;

use crate::document::PartialDate;
use crate::document::Span;

/// What a statement says about itself. Each finding carries the sentence or block that says so.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// What kind of document it is, and why.
    pub kind: KindOfDocument,
    /// The statement's own title.
    pub title: Option<Found<String>>,
    /// The reporting entity, as named in the text, with its legal suffix.
    pub organisation: Option<Found<String>>,
    /// The registered number, padded to eight characters for UK companies.
    pub company_number: Option<Found<String>>,
    /// The first day of the reporting period.
    pub period_start: Option<Found<PartialDate>>,
    /// The last day of the reporting period, as precise as the statement is.
    pub period_end: Option<Found<PartialDate>>,
    /// Approval of the statement, by whatever body.
    pub approval: Option<Approval>,
    /// The signature, by whatever role.
    pub signature: Option<Signature>,
    /// The language of most of the text, ISO 639-1.
    pub language: Option<String>,
}

/// A value and the place that says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// The words that say it; none where it comes from metadata.
    pub span: Option<Span>,
}

/// Approval of a statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// The body as the text names it, for example `board of directors`.
    pub body: String,
    /// The lexicon list that the body belongs to, for example `company-board`, `llp-members`, `committee`;
    /// empty where no body is named.
    pub body_kind: String,
    /// What was approved.
    pub object: ApprovedObject,
    /// When.
    pub date: Option<PartialDate>,
    /// The sentence that says so.
    pub span: Span,
}

/// What an approval is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApprovedObject {
    /// The statement itself.
    Statement,
    /// A policy, code or budget.
    Other,
}

/// A signature, or what stands in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// The name of who signed; empty where only a role or a blank line stands.
    pub name: String,
    /// The role as the text gives it; empty where none is given.
    pub role: String,
    /// The lexicon list that the role belongs to, for example `director`, `designated-member`, `uncertain`.
    pub role_kind: String,
    /// When it was signed.
    pub date: Option<PartialDate>,
    /// Whether the text says that it is signed ("signed", "/s/", "on behalf of the board").
    pub says_signed: bool,
    /// The lines that carry it.
    pub span: Span,
}

/// What kind of document a file is, with the reasons.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KindOfDocument {
    /// The kind.
    pub kind: DocumentKind,
    /// The points for and against being a statement; see `docs/rubrics.md`.
    pub score: i32,
    /// Why, in a few words each, strongest first.
    pub reasons: Vec<String>,
    /// For a report that holds a statement: the part that is the statement.
    pub part: Option<Span>,
}

/// What kind of document a file is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// A company's statement for a year.
    Statement,
    /// A policy or code of the company: scored, and flagged.
    Policy,
    /// A longer report that holds a statement.
    ReportWithStatement,
    /// Anything else: never scored.
    #[default]
    Other,
}

impl DocumentKind {
    /// The word in the column `document_kind`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Policy => "policy",
            Self::ReportWithStatement => "report-with-statement",
            Self::Other => "other",
        }
    }
}

/// Reads off `document` what it says about itself.
#[must_use]
pub fn facts_of(_document: &crate::document::Document) -> Facts {
    Facts::default()
}
