//! The answers as JSON: a promised layout of its own, apart from the inner types. Described by `wire.schema.json`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::link::link_to;
use super::position::Position;
use super::statements::sentences_in;
use crate::assessment::Assessed;
use crate::assessment::Assessment;
use crate::assessment::CriterionResult;
use crate::assessment::Evidence;
use crate::assessment::Outcome;
use crate::document::CharacterIndex;
use crate::document::Document;
use crate::document::Notice;
use crate::document::word_count;
use crate::facts::Facts;
use crate::failure::Failed;
use crate::rubric::Criterion;
use crate::rubric::Duty;

/// The version of the layout: it only ever gains keys.
pub const SCHEMA: u32 = 1;

/// The description of the layout as JSON Schema (draft 2020-12).
pub const JSON_SCHEMA: &str = include_str!("wire.schema.json");

/// One outcome of a run.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Told<'a> {
    /// A statement that was read and scored.
    Statement(Box<ToldStatement<'a>>),
    /// An input that gave no result.
    Failure(ToldFailure<'a>),
}

/// An input that gave no result.
#[derive(Debug, Serialize)]
pub struct ToldFailure<'a> {
    schema: u32,
    #[serde(flatten)]
    failed: &'a Failed,
}

/// A statement that was read and scored.
#[derive(Debug, Serialize)]
pub struct ToldStatement<'a> {
    schema: u32,
    statement_id: &'a str,
    source: &'a str,
    final_url: Option<&'a str>,
    sha256: &'a str,
    retrieved_at: Option<&'a str>,
    format: &'a str,
    document_kind: &'static str,
    pages: Option<u32>,
    words: usize,
    sentences: usize,
    language: Option<&'a str>,
    facts: ToldFacts<'a>,
    coverage: Vec<ToldCovered<'a>>,
    warnings: &'a [Notice],
    manifest: &'a BTreeMap<String, String>,
    assessments: Vec<ToldAssessment<'a>>,
}

#[derive(Debug, Serialize)]
struct ToldFacts<'a> {
    title: Option<&'a str>,
    organisation: Option<&'a str>,
    company_number: Option<&'a str>,
    period_start: Option<String>,
    period_end: Option<String>,
    approved_by: Option<&'a str>,
    approval_date: Option<String>,
    signatory: Option<&'a str>,
    signatory_role: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ToldCovered<'a> {
    entity: &'a str,
    relation: &'static str,
    #[serde(flatten)]
    position: Position,
}

#[derive(Debug, Serialize)]
struct ToldAssessment<'a> {
    rubric: &'a str,
    rubric_version: &'a str,
    mandatory_met: u32,
    mandatory_total: u32,
    mandatory_unknown: u32,
    quality: Option<f64>,
    criteria: Vec<ToldCriterion<'a>>,
}

#[derive(Debug, Serialize)]
struct ToldCriterion<'a> {
    criterion_id: &'a str,
    citation: &'a str,
    title: &'a str,
    mandatory: bool,
    verdict: &'static str,
    level: Option<&'static str>,
    level_rank: Option<u8>,
    capped_by: Option<&'a str>,
    confidence: f64,
    advice: &'a str,
    /// The place in `evidence` of the sentence to show for the answer.
    top_evidence: Option<usize>,
    evidence: Vec<ToldEvidence<'a>>,
}

#[derive(Debug, Serialize)]
struct ToldEvidence<'a> {
    sentence_index: u32,
    section: String,
    text: &'a str,
    status: &'static str,
    specificity: u8,
    confidence: f64,
    method: &'static str,
    reason: &'a str,
    link: String,
    counts: bool,
    #[serde(flatten)]
    position: Position,
}

impl<'a> From<&'a Outcome> for Told<'a> {
    fn from(outcome: &'a Outcome) -> Self {
        match outcome {
            Ok(assessed) => Self::Statement(Box::new(ToldStatement::from(assessed))),
            Err(failed) => Self::Failure(ToldFailure {
                schema: SCHEMA,
                failed,
            }),
        }
    }
}

impl<'a> From<&'a Assessed> for ToldStatement<'a> {
    fn from(assessed: &'a Assessed) -> Self {
        let (origin, document, facts) = (&assessed.origin, &assessed.document, &assessed.facts);
        let index = CharacterIndex::new(&document.text);
        let part = facts.kind.part.unwrap_or(document.whole());
        Self {
            schema: SCHEMA,
            statement_id: &assessed.statement_id,
            source: &origin.label,
            final_url: origin.final_url.as_deref(),
            sha256: &origin.sha256,
            retrieved_at: origin.retrieved_at.as_deref(),
            format: &document.format,
            document_kind: facts.kind.kind.word(),
            pages: document.pages,
            words: word_count(document.words_at(part)),
            sentences: sentences_in(document, part),
            language: facts.language.as_deref(),
            facts: ToldFacts::from(facts),
            coverage: facts
                .coverage
                .iter()
                .map(|covered| ToldCovered {
                    entity: &covered.entity,
                    relation: covered.relation.word(),
                    position: Position::at(document, &index, covered.span),
                })
                .collect(),
            warnings: &assessed.warnings,
            manifest: &origin.manifest,
            assessments: assessed
                .assessments
                .iter()
                .map(|assessment| told_assessment(assessed, &index, assessment))
                .collect(),
        }
    }
}

impl<'a> From<&'a Facts> for ToldFacts<'a> {
    fn from(facts: &'a Facts) -> Self {
        let approval = facts.approval.as_ref();
        let signature = facts.signature.as_ref();
        Self {
            title: facts.title.as_ref().map(|found| found.value.as_str()),
            organisation: facts
                .organisation
                .as_ref()
                .map(|found| found.value.as_str()),
            company_number: facts
                .company_number
                .as_ref()
                .map(|found| found.value.as_str()),
            period_start: facts
                .period_start
                .as_ref()
                .map(|found| found.value.to_string()),
            period_end: facts
                .period_end
                .as_ref()
                .map(|found| found.value.to_string()),
            approved_by: approval.map(|approval| approval.body.as_str()),
            approval_date: approval.and_then(|approval| Some(approval.date?.to_string())),
            signatory: signature.map(|signature| signature.name.as_str()),
            signatory_role: signature.map(|signature| signature.role.as_str()),
        }
    }
}

fn told_assessment<'a>(
    assessed: &'a Assessed,
    index: &CharacterIndex,
    assessment: &'a Assessment,
) -> ToldAssessment<'a> {
    let compliance = assessment.compliance;
    ToldAssessment {
        rubric: &assessment.rubric.id,
        rubric_version: &assessment.rubric.version,
        mandatory_met: compliance.met,
        mandatory_total: compliance.total,
        mandatory_unknown: compliance.unknown,
        quality: assessment.quality.map(|quality| rounded(quality, 1)),
        criteria: assessment
            .rubric
            .criteria
            .iter()
            .zip(&assessment.results)
            .map(|(criterion, result)| told_criterion(assessed, index, criterion, result))
            .collect(),
    }
}

fn told_criterion<'a>(
    assessed: &'a Assessed,
    index: &CharacterIndex,
    criterion: &'a Criterion,
    result: &'a CriterionResult,
) -> ToldCriterion<'a> {
    let top = result.top_evidence();
    let mut top_evidence = None;
    let mut told = Vec::with_capacity(result.evidence.len());
    for evidence in &result.evidence {
        if let Some(sentence) = told_evidence(assessed, index, evidence) {
            if top.is_some_and(|top| std::ptr::eq(top, evidence)) {
                top_evidence = Some(told.len());
            }
            told.push(sentence);
        }
    }
    ToldCriterion {
        criterion_id: &criterion.id,
        citation: &criterion.citation,
        title: &criterion.title,
        mandatory: criterion.duty == Duty::Mandatory,
        verdict: result.verdict.word(),
        level: result.level.map(|level| level.word()),
        level_rank: result.level.map(|level| level.rank()),
        capped_by: result.capped_by.as_deref(),
        confidence: rounded(result.confidence, 3),
        advice: &result.advice,
        top_evidence,
        evidence: told,
    }
}

fn told_evidence<'a>(
    assessed: &'a Assessed,
    index: &CharacterIndex,
    evidence: &'a Evidence,
) -> Option<ToldEvidence<'a>> {
    let document: &Document = &assessed.document;
    let sentence = document.sentences.get(evidence.sentence as usize)?;
    Some(ToldEvidence {
        sentence_index: evidence.sentence,
        section: document
            .section_of(sentence)
            .map(|section| document.heading_path(section).join(" > "))
            .unwrap_or_default(),
        text: document.words_at(sentence.span),
        status: evidence.status.word(),
        specificity: evidence.specificity,
        confidence: rounded(evidence.confidence, 3),
        method: evidence.method.word(),
        reason: &evidence.reason,
        link: link_to(&assessed.origin, document, sentence.span),
        counts: evidence.counts,
        position: Position::at(document, index, sentence.span),
    })
}

/// `number` with so many `decimals`, rounded as the tables round it: halves, such as 81.25, go to the even digit.
fn rounded(number: f32, decimals: usize) -> f64 {
    format!("{number:.decimals$}")
        .parse()
        .unwrap_or_else(|_| f64::from(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_rounded_as_in_the_tables() {
        for number in [81.25, 81.35, 0.0, 100.0, 66.666_664] {
            assert_eq!(format!("{:.1}", rounded(number, 1)), format!("{number:.1}"));
        }
        assert_eq!(rounded(81.25, 1), 81.2);
    }
}
