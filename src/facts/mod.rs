//! What a statement says about itself: whose it is, for which year, approved by whom, signed by whom.
//!
//! [`facts_of`] reads a document once. Each fact has a file of its own; `reading.rs` holds what they share, and the
//! words that they know stand as lists in `rubrics/lexicon/`.

mod approval;
mod body;
mod company_number;
mod coverage;
mod date;
mod excerpt;
mod form;
mod kind;
mod language;
mod names;
mod obligation;
mod organisation;
mod pattern;
mod period;
mod person;
mod reading;
mod role;
mod signature;
#[cfg(test)]
mod testing;
mod title;
mod warnings;

use serde::Deserialize;
use serde::Serialize;

use crate::document::Document;
use crate::document::Notice;
use crate::document::PartialDate;
use crate::document::Span;

use approval::approval_of;
use approval::governs;
use company_number::company_number_of;
use coverage::coverage_of;
use coverage::unnamed;
use excerpt::excerpt_of;
use form::form_of;
use form::notices_on_form;
use kind::Formalities;
use kind::is_titled_policy;
use kind::kind_of;
use kind::statement_part_of;
use language::on_languages;
use organisation::organisation_of;
use period::period_of;
use reading::Reading;
use signature::signing_of;
use warnings::notices_on;

pub use language::ForeignPassage;
pub use language::Languages;
pub use language::languages_of;
pub use names::folded_name;
pub use names::legal_names_in;
pub use names::same_name;
pub use obligation::Obligation;
pub use obligation::ObligationAnswer;
pub use obligation::TurnoverTest;
pub use obligation::TurnoverWeight;
pub use obligation::obligation_of;
pub use warnings::identifiable_persons_in;
pub use warnings::placeholders_in;
pub use warnings::warnings_of;

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
    /// The legal form of the reporting entity, as far as its name and number tell.
    pub form: LegalForm,
    /// The first day of the reporting period.
    pub period_start: Option<Found<PartialDate>>,
    /// The last day of the reporting period, as precise as the statement is.
    pub period_end: Option<Found<PartialDate>>,
    /// Approval of the statement, by whatever body.
    pub approval: Option<Approval>,
    /// The signature, by whatever role.
    pub signature: Option<Signature>,
    /// The organisations that the statement is of or covers, in the order of the text.
    pub coverage: Vec<Covered>,
    /// The language of most of the text, ISO 639-1.
    pub language: Option<String>,
    /// The passages in other languages, in the order of the text.
    pub passages: Vec<ForeignPassage>,
    /// What a reader should know about these findings, by code; [`warnings_of`] adds what depends on the day.
    pub notices: Vec<Notice>,
}

/// The legal form of an organisation, as far as it decides who approves and who signs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LegalForm {
    /// A body corporate that is no partnership: approved by its directors, signed by one of them.
    Company,
    /// Approved by its members, signed by a designated member.
    LimitedLiabilityPartnership,
    /// Signed by a general partner; the UK Act names no approver.
    LimitedPartnership,
    /// A charity or trust: its trustees are the equivalent body.
    CharityOrTrust,
    /// A university, society, council or other body corporate: its equivalent body.
    OtherCorporate,
    /// Neither name nor number tells.
    #[default]
    Unknown,
}

impl LegalForm {
    /// The form in words, with its article.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Company => "a company",
            Self::LimitedLiabilityPartnership => "a limited liability partnership",
            Self::LimitedPartnership => "a limited partnership",
            Self::CharityOrTrust => "a charity or trust",
            Self::OtherCorporate => "a body corporate",
            Self::Unknown => "of a form that the text does not tell",
        }
    }
}

/// A value and the place that says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// The words that say it; none where it comes from metadata.
    pub span: Option<Span>,
}

/// An organisation that a statement covers, or that stands behind the one that reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    /// The entity as named in the text.
    pub entity: String,
    /// How it stands to the statement.
    pub relation: Relation,
    /// The name in the words that say so.
    pub span: Span,
}

/// How an organisation stands to a statement; where the text says several things of one, the first here counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// It is one of those that make the statement.
    ReportingEntity,
    /// It owns the one that reports.
    Parent,
    /// It is owned by the one that reports.
    Subsidiary,
    /// The statement is made for it too, without that the text says whose it is.
    Covered,
}

impl Relation {
    /// The word in the column `relation` of `coverage.csv`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ReportingEntity => "reporting-entity",
            Self::Parent => "parent",
            Self::Subsidiary => "subsidiary",
            Self::Covered => "covered",
        }
    }
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

/// Reads off `document` what it says about itself. Linear in the length of the text.
///
/// Of a report that holds a statement, only the part that is the statement is read, so that the year, the approvals
/// and the signatures of the other chapters are not taken for its own.
#[must_use]
pub fn facts_of(document: &Document) -> Facts {
    let whole = Reading::new(document);
    match statement_part_of(document, whole.title.as_ref()) {
        Some(part) => {
            let excerpt = excerpt_of(document, part);
            let mut facts = facts_in(&Reading::new(&excerpt), document, Some(part));
            facts.move_by(part.start);
            facts
        }
        None => facts_in(&whole, document, None),
    }
}

/// The facts that `reading` shows; `part` is the part of `document` that it covers, where it does not cover all.
fn facts_in(reading: &Reading<'_>, document: &Document, part: Option<Span>) -> Facts {
    let titled_policy = is_titled_policy(reading.title.as_ref());
    let period = period_of(reading);
    let approval = approval_of(reading, titled_policy);
    let signing = signing_of(reading, approval.as_ref());
    let organisation = organisation_of(reading, approval.as_ref(), signing.signature.as_ref());
    let formalities = Formalities {
        period: period.end.is_some(),
        approval: approval
            .as_ref()
            .is_some_and(|approval| approval.object == ApprovedObject::Statement),
        signature: signing.signature.is_some(),
    };
    let kind = kind_of(document, reading.title.as_ref(), formalities, part);
    let coverage = coverage_of(reading, organisation.as_ref());
    let company_number = company_number_of(reading, organisation.as_ref());
    let form = form_of(
        organisation.as_ref().map(|found| found.value.as_str()),
        company_number.as_ref().map(|found| found.value.as_str()),
    );
    let languages = languages_of(document);
    let mut facts = Facts {
        kind,
        form,
        title: reading.title.as_ref().map(|title| Found {
            value: title.text.clone(),
            span: title.span,
        }),
        company_number,
        organisation,
        period_start: period.start,
        period_end: period.end,
        approval,
        signature: signing.signature.clone(),
        coverage,
        language: languages.main.clone(),
        passages: Vec::new(),
        notices: period.notices,
    };
    facts.notices.extend(on_languages(document, &languages));
    facts.passages = languages.passages;
    let text = part.unwrap_or(Span::new(0, document.text.len()));
    let more = notices_on(document, &facts, &signing, text);
    facts.notices.extend(more);
    facts.notices.extend(unnamed(reading, &facts.coverage));
    let misfits = notices_on_form(form, facts.approval.as_ref(), facts.signature.as_ref());
    facts.notices.extend(misfits);
    facts.notices.extend(ambiguous_dates(reading, &facts));
    facts.notices.sort();
    facts.notices.dedup_by(|one, other| one.code == other.code);
    facts
}

/// The dates of approval and signature that could be read in two ways: told, never settled silently.
fn ambiguous_dates(reading: &Reading<'_>, facts: &Facts) -> Option<Notice> {
    let approval = facts.approval.as_ref();
    let signature = facts.signature.as_ref();
    let dated = [
        approval.and_then(|approval| approval.date.zip(Some(approval.span))),
        signature.and_then(|signature| signature.date.zip(Some(signature.span))),
    ];
    dated.into_iter().flatten().find_map(|(date, span)| {
        let from = span.start.saturating_sub(200);
        let near = reading.dates_between(from, span.end.saturating_add(300));
        let written = near
            .iter()
            .find(|written| written.ambiguous && written.value() == Some(date))?;
        Some(ambiguous_date(written.span.of(reading.text()), date))
    })
}

/// What is told of a date that can be read in two ways.
fn ambiguous_date(written: &str, read_as: PartialDate) -> Notice {
    Notice::new(
        "ambiguous-date",
        format!("\"{written}\" can be read day first or month first; it was read as {read_as}"),
    )
}

impl Approval {
    /// Whether it is an approval of the statement itself by a body that governs the organisation.
    #[must_use]
    pub fn is_by_governing_body(&self) -> bool {
        self.object == ApprovedObject::Statement && governs(&self.body_kind)
    }
}

impl Facts {
    /// Moves all places `bytes` to the right: from a part of a document to the document. The part itself, in
    /// `kind`, already is a place of the document.
    fn move_by(&mut self, bytes: u32) {
        let moved = |span: &mut Span| *span = span.shifted(bytes as usize);
        for found in [
            &mut self.title,
            &mut self.organisation,
            &mut self.company_number,
        ] {
            found
                .as_mut()
                .and_then(|found| found.span.as_mut())
                .map(moved);
        }
        for found in [&mut self.period_start, &mut self.period_end] {
            found
                .as_mut()
                .and_then(|found| found.span.as_mut())
                .map(moved);
        }
        if let Some(approval) = self.approval.as_mut() {
            moved(&mut approval.span)
        }
        if let Some(signature) = self.signature.as_mut() {
            moved(&mut signature.span)
        }
        for covered in &mut self.coverage {
            moved(&mut covered.span);
        }
    }
}

#[cfg(test)]
mod hostile_tests;
