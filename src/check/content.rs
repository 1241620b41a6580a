//! Findings on what the rubric asks for by level: missing, weak, only planned, only promised.

use super::CriterionName;
use super::Expected;
use super::Finding;
use super::Place;
use super::PlaceIs;
use super::Severity;
use super::codes;
use crate::assessment::Assessed;
use crate::assessment::Assessment;
use crate::assessment::CriterionResult;
use crate::assessment::Status;
use crate::assessment::Verdict;
use crate::document::Document;
use crate::rubric::Criterion;
use crate::rubric::Level;

/// A sentence that is less sure to speak to a criterion shows nobody where to write.
const NEAR: f32 = 0.35;

/// The findings of every content criterion of every rubric.
pub(super) fn findings(assessed: &Assessed, expected: &Expected) -> Vec<Finding> {
    let mut findings = Vec::new();
    for assessment in &assessed.assessments {
        for (criterion, result) in assessment.rubric.criteria.iter().zip(&assessment.results) {
            let Some(level) = result.level else {
                continue;
            };
            if matches!(result.verdict, Verdict::NotApplicable | Verdict::CannotTell) {
                continue;
            }
            let asked = Asked {
                document: &assessed.document,
                assessment,
                criterion,
                result,
            };
            findings.extend(asked.finding(level, expected.level_for(&criterion.id)));
        }
    }
    findings
}

/// The name of `criterion` as findings give it.
pub(super) fn name_of(assessment: &Assessment, criterion: &Criterion) -> CriterionName {
    CriterionName {
        rubric: assessment.rubric.id.clone(),
        id: criterion.id.clone(),
        citation: criterion.citation.clone(),
        title: criterion.title.clone(),
    }
}

struct Asked<'a> {
    document: &'a Document,
    assessment: &'a Assessment,
    criterion: &'a Criterion,
    result: &'a CriterionResult,
}

impl Asked<'_> {
    fn finding(&self, level: Level, wanted: Option<Level>) -> Option<Finding> {
        let is_met = self.result.verdict == Verdict::Met;
        let title = &self.criterion.title;
        let (code, severity, message) = if is_met && wanted.is_none_or(|wanted| level >= wanted) {
            // A lawful "no" needs no detail; a practice does.
            let negative = matches!(
                self.result.capped_by.as_deref(),
                Some("negative" | "negative-without-reason")
            );
            if level > Level::Partial || negative {
                return None;
            }
            let message = format!("{title}: met, without the detail that others give");
            (&codes::VAGUE_CRITERION, Severity::Note, message)
        } else if level == Level::Absent {
            let message = format!("{title}: nothing was found");
            (
                &codes::MISSING_CRITERION,
                Severity::of(self.criterion.duty),
                message,
            )
        } else {
            let severity = Severity::of(self.criterion.duty);
            match self.result.capped_by.as_deref() {
                Some("future-only") => (
                    &codes::ONLY_PLANS,
                    severity,
                    format!("{title}: only plans were found"),
                ),
                Some("commitment-only") => (
                    &codes::ONLY_COMMITMENTS,
                    severity,
                    format!("{title}: only values and expectations were found"),
                ),
                _ => (
                    &codes::WEAK_CRITERION,
                    severity,
                    format!(
                        "{title}: the level is `{}`, and `{}` is asked for",
                        level.word(),
                        wanted.unwrap_or(Level::Partial).word()
                    ),
                ),
            }
        };
        Some(Finding {
            code,
            severity,
            confidence: self.result.confidence,
            criterion: Some(name_of(self.assessment, self.criterion)),
            message,
            help: self.result.advice.clone(),
            model: self.criterion.model.clone(),
            place: self.place(),
        })
    }

    /// The sentence that came nearest; else the heading under which it would belong; else the first line.
    fn place(&self) -> Place {
        let nearest = self
            .result
            .evidence
            .iter()
            .find(|evidence| {
                evidence.counts
                    || (evidence.status != Status::Context && evidence.confidence >= NEAR)
            })
            .and_then(|evidence| self.document.sentences.get(evidence.sentence as usize));
        match nearest {
            Some(sentence) => Place {
                span: sentence.span,
                is: PlaceIs::Nearest,
            },
            None => Place::heading_or_start(self.document, |heading| {
                let heading = crate::lexicon::matching_form(heading);
                self.criterion
                    .headings
                    .iter()
                    .any(|pattern| pattern.is_match(&heading))
            }),
        }
    }
}
