//! A statement as its tables will tell it, from its outcome.

use super::Counts;
use super::Finished;
use super::FinishedAssessment;
use super::FinishedCovered;
use super::FinishedCriterion;
use super::FinishedEvidence;
use super::FinishedFacts;
use super::to_one_decimal;
use crate::assessment::Assessed;
use crate::assessment::Assessment;
use crate::assessment::CriterionResult;
use crate::assessment::Evidence;
use crate::assessment::Status;
use crate::assessment::Verdict;
use crate::document::word_count;
use crate::report::cell::printable;
use crate::report::evidence::words_of;
use crate::report::link::link_to;
use crate::report::link::link_to_words;
use crate::rubric::Check;
use crate::rubric::Criterion;
use crate::rubric::Duty;

impl Finished {
    /// The statement `assessed`, as the tables tell it.
    #[must_use]
    pub fn of(assessed: &Assessed) -> Self {
        let (origin, document, facts) = (&assessed.origin, &assessed.document, &assessed.facts);
        let part = facts.kind.part.unwrap_or(document.whole());
        let mut warnings: Vec<String> = assessed
            .warnings
            .iter()
            .map(|notice| notice.code.clone())
            .collect();
        warnings.dedup();
        Self {
            statement_id: assessed.statement_id.clone(),
            source: told(&origin.label),
            final_url: origin.final_url.as_deref().map(told),
            sha256: origin.sha256.clone(),
            format: document.format.clone(),
            document_kind: facts.kind.kind.word().to_owned(),
            pages: document.pages,
            words: word_count(document.words_at(part)),
            facts: facts_of(assessed),
            warnings,
            manifest: origin
                .manifest
                .iter()
                .map(|(column, value)| (column.clone(), told(value)))
                .collect(),
            coverage: facts
                .coverage
                .iter()
                .map(|covered| FinishedCovered {
                    entity: told(&covered.entity),
                    relation: covered.relation.word().to_owned(),
                })
                .collect(),
            assessments: assessed
                .assessments
                .iter()
                .map(|assessment| assessment_of(assessed, assessment))
                .collect(),
            stale: Vec::new(),
        }
    }
}

/// `text` as a cell of a table tells it, without the mark against formulas.
fn told(text: &str) -> String {
    printable(text).into_owned()
}

fn facts_of(assessed: &Assessed) -> FinishedFacts {
    let facts = &assessed.facts;
    let approval = facts.approval.as_ref();
    let signature = facts.signature.as_ref();
    let filled = |text: &str| (!text.is_empty()).then(|| told(text));
    FinishedFacts {
        title: facts.title.as_ref().and_then(|found| filled(&found.value)),
        organisation: facts
            .organisation
            .as_ref()
            .and_then(|found| filled(&found.value)),
        company_number: facts
            .company_number
            .as_ref()
            .and_then(|found| filled(&found.value)),
        period_start: facts
            .period_start
            .as_ref()
            .map(|found| found.value.to_string()),
        period_end: facts
            .period_end
            .as_ref()
            .map(|found| found.value.to_string()),
        approved_by: approval.and_then(|approval| filled(&approval.body)),
        approval_date: approval.and_then(|approval| Some(approval.date?.to_string())),
        signatory: signature.and_then(|signature| filled(&signature.name)),
        signatory_role: signature.and_then(|signature| filled(&signature.role)),
    }
}

fn assessment_of(assessed: &Assessed, assessment: &Assessment) -> FinishedAssessment {
    let compliance = assessment.compliance;
    FinishedAssessment {
        rubric: assessment.rubric.id.clone(),
        rubric_version: assessment.rubric.version.clone(),
        machine: Counts {
            mandatory_met: compliance.met,
            mandatory_total: compliance.total,
            mandatory_unknown: compliance.unknown,
            quality: assessment.quality.map(to_one_decimal),
        },
        reviewed: None,
        criteria: assessment
            .rubric
            .criteria
            .iter()
            .zip(&assessment.results)
            .map(|(criterion, result)| criterion_of(assessed, criterion, result))
            .collect(),
    }
}

fn criterion_of(
    assessed: &Assessed,
    criterion: &Criterion,
    result: &CriterionResult,
) -> FinishedCriterion {
    let mut evidence: Vec<FinishedEvidence> = result
        .evidence
        .iter()
        .filter_map(|evidence| evidence_of(assessed, evidence))
        .collect();
    let mut link = evidence
        .iter()
        .find(|evidence| evidence.counts)
        .map(|evidence| evidence.link.clone())
        .unwrap_or_default();
    if criterion.check == Some(Check::Publication {})
        && let Some(publication) = &assessed.origin.publication
    {
        link = told(&link_to_words(&publication.home, &publication.words));
        if !publication.target.is_empty() {
            // The link stands on the home page, and not in the document.
            evidence.push(FinishedEvidence {
                sentence_index: None,
                page: None,
                section: told(&format!("home page, {}", publication.place)),
                text: told(words_of(publication)),
                status: Status::Action.word().to_owned(),
                confidence: to_three_decimals(result.confidence),
                reason: told(&publication.reason),
                link: link.clone(),
                counts: result.verdict == Verdict::Met,
            });
        }
    }
    FinishedCriterion {
        criterion_id: criterion.id.clone(),
        citation: told(&criterion.citation),
        title: told(&criterion.title),
        mandatory: criterion.duty == Duty::Mandatory,
        verdict: result.verdict,
        level: result.level,
        capped_by: result.capped_by.as_deref().map(str::to_owned),
        confidence: to_three_decimals(result.confidence),
        link,
        advice: told(&result.advice),
        weight: Some(criterion.weight),
        question: told(&criterion.question),
        evidence,
        reviewed: None,
    }
}

fn evidence_of(assessed: &Assessed, evidence: &Evidence) -> Option<FinishedEvidence> {
    let document = &assessed.document;
    let sentence = document.sentences.get(evidence.sentence as usize)?;
    Some(FinishedEvidence {
        sentence_index: Some(evidence.sentence),
        page: document.page_at(sentence.span.start),
        section: document
            .section_of(sentence)
            .map(|section| told(&document.heading_path(section).join(" > ")))
            .unwrap_or_default(),
        text: told(document.words_at(sentence.span)),
        status: evidence.status.word().to_owned(),
        confidence: to_three_decimals(evidence.confidence),
        reason: told(&evidence.reason),
        link: told(&link_to(&assessed.origin, document, sentence.span)),
        counts: evidence.counts,
    })
}

/// `confidence` as the tables tell it.
fn to_three_decimals(confidence: f32) -> f64 {
    format!("{confidence:.3}").parse().unwrap_or_default()
}
