//! `statements.csv`: one row a statement and rubric.

use std::io;
use std::path::Path;

use super::Shape;
use super::table::Table;
use crate::assessment::Assessed;
use crate::assessment::Assessment;
use crate::document::word_count;
use crate::rubric::Criterion;
use crate::rubric::CriterionKind;

pub(super) const FILE: &str = "statements.csv";

/// The columns before those of the criteria.
const COLUMNS: &[&str] = &[
    "statement_id",
    "source",
    "final_url",
    "sha256",
    "retrieved_at",
    "format",
    "document_kind",
    "title",
    "organisation",
    "company_number",
    "period_start",
    "period_end",
    "approved_by",
    "approval_date",
    "signatory",
    "signatory_role",
    "pages",
    "words",
    "sentences",
    "language",
    "rubric",
    "rubric_version",
    "mandatory_met",
    "mandatory_total",
    "mandatory_unknown",
    "quality",
    "warnings",
];

/// All columns: the fixed ones, one for each criterion of the rubrics, one for each column of the manifests.
pub(super) fn columns(shape: &Shape) -> Vec<String> {
    let manifest = shape
        .manifest_columns
        .iter()
        .map(|column| format!("manifest.{column}"));
    COLUMNS
        .iter()
        .map(|&column| column.to_owned())
        .chain(criterion_columns(shape))
        .chain(manifest)
        .collect()
}

/// `level.ID` or, for a formality, `verdict.ID`, for each criterion of each rubric: once where rubrics share a name.
fn criterion_columns(shape: &Shape) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for criterion in shape.rubrics.iter().flat_map(|rubric| &rubric.criteria) {
        let column = column_of(criterion);
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
}

fn column_of(criterion: &Criterion) -> String {
    let kind = match criterion.kind {
        CriterionKind::Content => "level",
        CriterionKind::Formality => "verdict",
    };
    format!("{kind}.{}", criterion.id)
}

pub(super) fn write(table: &mut Table, shape: &Shape, assessed: &Assessed) -> io::Result<()> {
    let criterion_columns = criterion_columns(shape);
    for assessment in &assessed.assessments {
        let mut row = table.row();
        let (origin, document, facts) = (&assessed.origin, &assessed.document, &assessed.facts);
        let approval = facts.approval.as_ref();
        let signature = facts.signature.as_ref();
        let warnings: Vec<&str> = assessed
            .warnings
            .iter()
            .map(|notice| notice.code.as_str())
            .collect();
        // Of a report that holds a statement, only the statement is scored, and so counted.
        let part = facts.kind.part.unwrap_or(document.whole());
        let sentences = document
            .sentences
            .iter()
            .filter(|sentence| !document.is_heading(sentence))
            .filter(|sentence| part.contains(sentence.span))
            .count();

        row.plain(&assessed.statement_id);
        row.text(&origin.label);
        row.maybe_text(origin.final_url.as_deref());
        row.plain(&origin.sha256);
        row.maybe_plain(origin.retrieved_at.as_deref());
        row.plain(&document.format);
        row.plain(facts.kind.kind.word());
        row.maybe_text(facts.title.as_ref().map(|title| title.value.as_str()));
        row.maybe_text(facts.organisation.as_ref().map(|name| name.value.as_str()));
        row.maybe_text(
            facts
                .company_number
                .as_ref()
                .map(|number| number.value.as_str()),
        );
        row.maybe_plain(facts.period_start.as_ref().map(|date| date.value));
        row.maybe_plain(facts.period_end.as_ref().map(|date| date.value));
        row.maybe_text(approval.map(|approval| approval.body.as_str()));
        row.maybe_plain(approval.and_then(|approval| approval.date));
        row.maybe_text(signature.map(|signature| signature.name.as_str()));
        row.maybe_text(signature.map(|signature| signature.role.as_str()));
        row.maybe_plain(document.pages);
        row.plain(word_count(document.words_at(part)));
        row.plain(sentences);
        row.maybe_plain(facts.language.as_deref());
        row.plain(&assessment.rubric.id);
        row.plain(&assessment.rubric.version);
        row.plain(assessment.compliance.met);
        row.plain(assessment.compliance.total);
        row.plain(assessment.compliance.unknown);
        row.maybe_plain(assessment.quality.map(|quality| format!("{quality:.1}")));
        row.plain(warnings.join("; "));
        for column in &criterion_columns {
            row.maybe_plain(answer_in(assessment, column));
        }
        for column in &shape.manifest_columns {
            row.maybe_text(origin.manifest.get(column).map(String::as_str));
        }
        table.push(&row)?;
    }
    Ok(())
}

/// The identifiers of the statements that the table in `folder` holds, in its order.
pub(super) fn identifiers_in(folder: &Path) -> io::Result<Vec<String>> {
    let mut reader = csv::Reader::from_path(folder.join(FILE)).map_err(io::Error::from)?;
    let mut identifiers = Vec::new();
    for row in reader.records() {
        let row = row.map_err(io::Error::from)?;
        let identifier = row.get(0).unwrap_or_default();
        // One statement has a row for each rubric.
        if identifiers.last().map(String::as_str) != Some(identifier) {
            identifiers.push(identifier.to_owned());
        }
    }
    Ok(identifiers)
}

/// The level or verdict that stands in `column`; none where the rubric has no such criterion.
fn answer_in(assessment: &Assessment, column: &str) -> Option<&'static str> {
    let criteria = assessment.rubric.criteria.iter();
    let (_, result) = criteria
        .zip(&assessment.results)
        .find(|(criterion, _)| column_of(criterion) == column)?;
    Some(
        result
            .level
            .map_or_else(|| result.verdict.word(), |level| level.word()),
    )
}
