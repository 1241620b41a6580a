//! `statements.csv`: one row a statement and rubric.

use std::collections::BTreeMap;
use std::io;

use super::Shape;
use super::column::Column;
use super::column::DOCUMENT_KINDS;
use super::column::Kind;
use super::column::LEVELS;
use super::column::OBLIGATIONS;
use super::column::TableShape;
use super::column::VERDICTS;
use super::finished::Finished;
use super::table::Table;
use crate::assessment::Assessed;
use crate::assessment::Assessment;
use crate::document::Document;
use crate::document::Span;
use crate::document::word_count;
use crate::facts::ObligationAnswer;
use crate::facts::TurnoverTest;
use crate::facts::TurnoverWeight;
use crate::facts::obligation_of;
use crate::rubric::Criterion;
use crate::rubric::CriterionKind;
use crate::rubric::Rubric;
use crate::rubric::TurnoverRole;

pub(super) const FILE: &str = "statements.csv";

pub(super) const TABLE: TableShape = TableShape {
    file: FILE,
    row: "a statement and rubric",
    columns,
    key: &["statement_id", "rubric"],
    joins: None,
};

/// The columns before those of the criteria.
fn fixed_columns() -> Vec<Column> {
    use Kind::{Integer, Text};

    vec![
        Column::new(
            "statement_id",
            Text,
            "The first 16 hex digits of the SHA-256 of the bytes, so that runs join; numbered where a file comes again.",
        ),
        Column::new("source", Text, "The input as it was named."),
        Column::new(
            "final_url",
            Text,
            "The address after redirects; empty for a file.",
        ),
        Column::new("sha256", Text, "The SHA-256 of the bytes, in hex."),
        Column::new(
            "retrieved_at",
            Kind::Time,
            "When it was fetched; empty for a file.",
        ),
        Column::new("format", Text, "What the bytes were read as."),
        Column::new(
            "document_kind",
            Kind::Words(DOCUMENT_KINDS),
            "What kind of document it is; of a report that holds a statement only the statement is scored.",
        ),
        Column::new("title", Text, "The title of the statement."),
        Column::new(
            "organisation",
            Text,
            "The reporting entity as the text names it, or as the manifest gives it.",
        ),
        Column::new("company_number", Text, "Its registered number."),
        Column::new(
            "period_start",
            Kind::Date,
            "The first day of the reporting period.",
        ),
        Column::new(
            "period_end",
            Kind::Date,
            "The last day of the reporting period.",
        ),
        Column::new(
            "approved_by",
            Text,
            "The body that approved it, as the text names it.",
        ),
        Column::new("approval_date", Kind::Date, "When it was approved."),
        Column::new("signatory", Text, "Who signed it."),
        Column::new("signatory_role", Text, "In which role."),
        Column::new(
            "pages",
            Integer,
            "How many pages the file has, where its format has pages.",
        ),
        Column::new("words", Integer, "How many words were scored."),
        Column::new(
            "sentences",
            Integer,
            "How many sentences were scored, headings left out.",
        ),
        Column::new(
            "language",
            Text,
            "The language of most of the text, ISO 639-1.",
        ),
        Column::new("rubric", Text, "The rubric."),
        Column::new("rubric_version", Text, "Its version."),
        Column::new(
            "mandatory_met",
            Integer,
            "How many criteria are met that the law makes mandatory.",
        ),
        Column::new("mandatory_total", Integer, "How many of those apply."),
        Column::new(
            "mandatory_unknown",
            Integer,
            "For how many of those the document cannot tell.",
        ),
        Column::new(
            "quality",
            Kind::Number,
            "The weighted mean of the levels, 0 to 100. Never mixed with the verdicts.",
        ),
        Column::new(
            "warnings",
            Text,
            "Codes of what a reader should know, joined by a semicolon; listed in the documentation.",
        ),
    ]
}

/// All columns: the fixed ones, one for each criterion of the rubrics, one for each column of the manifests.
fn columns(shape: &Shape) -> Vec<Column> {
    let mut columns = fixed_columns();
    columns.extend(criterion_columns(shape));
    columns.extend(shape.manifest_columns.iter().map(|column| {
        Column::new(
            format!("manifest.{column}"),
            Kind::Text,
            format!("`{column}` as the manifest gives it."),
        )
    }));
    if tells_obligation(shape) {
        columns.push(Column::new(
            "obligation",
            Kind::Words(OBLIGATIONS),
            "Whether the Act likely obliges the organisation, from the turnover and country of the manifest.",
        ));
        columns.push(Column::new(
            "obligation_rule",
            Kind::Text,
            "Why, with the rule of the Act.",
        ));
    }
    if shape.review.is_some() {
        columns.extend(review_columns());
    }
    columns
}

/// What the statement comes to with the overrides that hold, beside what the machine came to.
fn review_columns() -> [Column; 6] {
    use Kind::{Integer, Text};

    [
        Column::new(
            "reviewed_mandatory_met",
            Integer,
            "mandatory_met with the reviewers' overrides that hold; empty where there are none.",
        ),
        Column::new(
            "reviewed_mandatory_total",
            Integer,
            "mandatory_total with the overrides.",
        ),
        Column::new(
            "reviewed_mandatory_unknown",
            Integer,
            "mandatory_unknown with the overrides.",
        ),
        Column::new(
            "reviewed_quality",
            Kind::Number,
            "quality with the overrides.",
        ),
        Column::new(
            "reviewed_criteria",
            Text,
            "The criteria whose answers a reviewer gave, joined by a semicolon.",
        ),
        Column::new(
            "stale_reviews",
            Integer,
            "How many overrides of this statement no longer hold; reviewed.csv says why.",
        ),
    ]
}

/// `level.ID` or, for a formality, `verdict.ID`, for each criterion of each rubric: once where rubrics share a name.
fn criterion_columns(shape: &Shape) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for criterion in shape.rubrics.iter().flat_map(|rubric| &rubric.criteria) {
        let name = column_of(criterion);
        if columns.iter().any(|column| column.name == name) {
            continue;
        }
        let kind = match criterion.kind {
            CriterionKind::Content => Kind::Words(LEVELS),
            CriterionKind::Formality => Kind::Words(VERDICTS),
        };
        let about = format!(
            "{}. Empty for a rubric without this criterion.",
            criterion.title
        );
        columns.push(Column::new(name, kind, about));
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
    let reviewed = shape.review.as_ref().map(|journal| {
        let mut finished = Finished::of(assessed);
        finished.review(journal);
        finished
    });
    for (place, assessment) in assessed.assessments.iter().enumerate() {
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
        let sentences = sentences_in(document, part);

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
            row.maybe_plain(answer_in(assessment, &column.name));
        }
        for column in &shape.manifest_columns {
            row.maybe_text(origin.manifest.get(column).map(String::as_str));
        }
        if tells_obligation(shape) {
            let answer = obligation_under(&assessment.rubric, &origin.manifest);
            row.maybe_plain(answer.as_ref().map(|answer| answer.obligation.word()));
            row.maybe_text(answer.as_ref().map(|answer| answer.reason.as_str()));
        }
        if let Some(finished) = &reviewed {
            let assessment = finished.assessments.get(place);
            let counts = assessment.and_then(|assessment| assessment.reviewed);
            row.maybe_plain(counts.map(|counts| counts.mandatory_met));
            row.maybe_plain(counts.map(|counts| counts.mandatory_total));
            row.maybe_plain(counts.map(|counts| counts.mandatory_unknown));
            row.maybe_plain(counts.and_then(|counts| Some(format!("{:.1}", counts.quality?))));
            let criteria: Vec<&str> = assessment
                .iter()
                .flat_map(|assessment| &assessment.criteria)
                .filter(|criterion| criterion.reviewed.is_some())
                .map(|criterion| criterion.criterion_id.as_str())
                .collect();
            row.plain(criteria.join("; "));
            row.plain(finished.stale.len());
        }
        table.push(&row)?;
    }
    Ok(())
}

/// How many sentences of `part` are scored: headings are not.
pub(super) fn sentences_in(document: &Document, part: Span) -> usize {
    document
        .sentences
        .iter()
        .filter(|sentence| !document.is_heading(sentence))
        .filter(|sentence| part.contains(sentence.span))
        .count()
}

/// Whether the manifests give what obligation is told from.
fn tells_obligation(shape: &Shape) -> bool {
    shape
        .manifest_columns
        .iter()
        .any(|column| column == "turnover")
}

/// Whether the Act of `rubric` obliges the organisation of this row; none where the rubric mirrors no Act with a
/// threshold, or nothing is known.
fn obligation_under(
    rubric: &Rubric,
    manifest: &BTreeMap<String, String>,
) -> Option<ObligationAnswer> {
    let scope = rubric.scope.as_ref()?;
    let turnover = manifest.get("turnover")?;
    let test = TurnoverTest {
        jurisdiction: &rubric.jurisdiction,
        turnover_min: scope.turnover_min,
        currency: scope.currency.as_deref(),
        weight: match scope.turnover {
            TurnoverRole::Enough => TurnoverWeight::Enough,
            TurnoverRole::Needed => TurnoverWeight::Needed,
            TurnoverRole::OneOfSeveral => TurnoverWeight::OneOfSeveral,
        },
        rule: &scope.rule,
    };
    let country = manifest.get("country").map(String::as_str);
    Some(obligation_of(&test, Some(turnover), country))
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
