//! The page of all statements: what each came to, how the criteria are spread, what is most often missing.

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use minijinja::Environment;
use minijinja::value::Serde;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use super::charts;
use crate::report::Program;
use crate::report::finished::Finished;
use crate::report::finished::ShownRubric;

/// How many points the chart of quality against length shows: more would only cover each other.
const POINTS_MAX: usize = 2_000;

/// How many rows are laid out at once; a script lays out the next as the reader comes to them.
const ROWS_AT_ONCE: usize = 150;

/// What the portfolio needs to know of one outcome.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Row {
    Statement(StatementRow),
    Failure {
        source: String,
        code: String,
        message: String,
        hint: String,
    },
}

/// A statement in the portfolio.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StatementRow {
    id: String,
    name: String,
    source: String,
    sector: String,
    country: String,
    period_end: String,
    words: usize,
    warnings: Vec<String>,
    /// How many overrides no longer hold.
    stale: usize,
    assessments: Vec<AssessmentRow>,
}

#[derive(Debug, Serialize, Deserialize)]
struct AssessmentRow {
    met: u32,
    total: u32,
    unknown: u32,
    quality: Option<f64>,
    /// How many of its answers were reviewed.
    reviewed: usize,
    /// One for each criterion.
    cells: Vec<Cell>,
}

/// The answer to one criterion, short.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Cell {
    /// The level or verdict.
    answer: String,
    /// Whether the criterion is met: `met`, `not_met` and so on.
    verdict: String,
    /// The machine's answer, where a reviewer's stands in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    machine: Option<String>,
}

impl Row {
    pub(super) fn of(statement: &Finished) -> Self {
        Self::Statement(StatementRow {
            id: statement.statement_id.clone(),
            name: statement.name().to_owned(),
            source: statement.source.clone(),
            sector: statement.given("sector").to_owned(),
            country: statement.given("country").to_owned(),
            period_end: statement.facts.period_end.clone().unwrap_or_default(),
            words: statement.words,
            warnings: statement.warnings.clone(),
            stale: statement.stale.len(),
            assessments: statement
                .assessments
                .iter()
                .map(|assessment| {
                    let counts = assessment.counts();
                    AssessmentRow {
                        met: counts.mandatory_met,
                        total: counts.mandatory_total,
                        unknown: counts.mandatory_unknown,
                        quality: counts.quality,
                        reviewed: assessment
                            .criteria
                            .iter()
                            .filter(|criterion| criterion.reviewed.is_some())
                            .count(),
                        cells: assessment
                            .criteria
                            .iter()
                            .map(|criterion| Cell {
                                answer: criterion.answer().to_owned(),
                                verdict: criterion.verdict().word().to_owned(),
                                machine: criterion
                                    .reviewed
                                    .is_some()
                                    .then(|| criterion.machine_answer().word().to_owned()),
                            })
                            .collect(),
                    }
                })
                .collect(),
        })
    }
}

/// The whole run, counted.
pub(super) struct Portfolio<'a> {
    shown: &'a [ShownRubric],
    statements: usize,
    reviewed: usize,
    stale: usize,
    failures: BTreeMap<String, usize>,
    failed: usize,
    rubrics: Vec<RubricCounts>,
    sectors: BTreeMap<String, usize>,
    countries: BTreeMap<String, usize>,
    warnings: BTreeMap<String, usize>,
}

#[derive(Default)]
struct RubricCounts {
    /// For each criterion, how often each answer came.
    answers: Vec<BTreeMap<String, usize>>,
    not_met: Vec<usize>,
    nothing_missing: usize,
    quality_sum: f64,
    quality_count: usize,
    /// Words and quality.
    points: Vec<(usize, f64)>,
}

impl<'a> Portfolio<'a> {
    pub(super) fn of(shown: &'a [ShownRubric]) -> Self {
        Self {
            shown,
            statements: 0,
            reviewed: 0,
            stale: 0,
            failures: BTreeMap::new(),
            failed: 0,
            rubrics: shown
                .iter()
                .map(|rubric| RubricCounts {
                    answers: vec![BTreeMap::new(); rubric.criteria.len()],
                    not_met: vec![0; rubric.criteria.len()],
                    ..RubricCounts::default()
                })
                .collect(),
            sectors: BTreeMap::new(),
            countries: BTreeMap::new(),
            warnings: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, row: &Row) {
        let statement = match row {
            Row::Failure { code, .. } => {
                self.failed += 1;
                *self.failures.entry(code.clone()).or_default() += 1;
                return;
            }
            Row::Statement(statement) => statement,
        };
        self.statements += 1;
        self.stale += statement.stale;
        for (value, counts) in [
            (&statement.sector, &mut self.sectors),
            (&statement.country, &mut self.countries),
        ] {
            if !value.is_empty() {
                *counts.entry(value.clone()).or_default() += 1;
            }
        }
        for warning in &statement.warnings {
            *self.warnings.entry(warning.clone()).or_default() += 1;
        }
        let assessments = statement.assessments.iter();
        for (counts, assessment) in self.rubrics.iter_mut().zip(assessments) {
            self.reviewed += assessment.reviewed;
            counts.add(assessment, statement.words);
        }
    }

    /// Writes the page; `rows` gives all outcomes again.
    pub(super) fn write<I>(
        &self,
        environment: &Environment<'_>,
        output: &mut impl Write,
        rows: impl Fn() -> io::Result<I>,
    ) -> io::Result<()>
    where
        I: Iterator<Item = io::Result<Row>>,
    {
        let program = Program::default();
        let template = |name: &str| environment.get_template(name).map_err(io::Error::other);
        let head = template("index-head")?;
        let one = template("index-row")?;
        let foot = template("index-foot")?;
        let mut render = |text: Result<String, minijinja::Error>| {
            output.write_all(text.map_err(io::Error::other)?.as_bytes())
        };
        render(filled(
            &head,
            &json!({ "program": json!({ "name": program.name, "version": program.version }), "statements": self.statements, "failed": self.failed, "reviewed": self.reviewed, "stale": self.stale, "rubrics": self.told_rubrics(), "sectors": self.sectors, "countries": self.countries, "warnings": self.warnings }),
        ))?;
        for place in 0..self.shown.len() {
            render(filled(
                &one,
                &json!({ "begin": true, "place": place, "rubric": self.told_rubric(place) }),
            ))?;
            for (number, statement) in worst_first(rows()?, place)?.iter().enumerate() {
                let Some(assessment) = statement.assessments.get(place) else {
                    continue;
                };
                let cells: Vec<Value> = assessment
                    .cells
                    .iter()
                    .map(|cell| json!({ "answer": cell.answer, "machine": cell.machine }))
                    .collect();
                render(filled(
                    &one,
                    &json!({ "statement": statement, "assessment": assessment, "quality": assessment.quality.map(|quality| format!("{quality:.0}")), "cells": cells, "later": number >= ROWS_AT_ONCE }),
                ))?;
            }
            render(filled(&one, &json!({ "end": true })))?;
        }
        let failures: Vec<Value> = rows()?
            .filter_map(|row| match row {
                Ok(Row::Failure {
                    source,
                    code,
                    message,
                    hint,
                }) => Some(Ok(
                    json!({ "source": source, "code": code, "message": message, "hint": hint }),
                )),
                Ok(Row::Statement(_)) => None,
                Err(error) => Some(Err(error)),
            })
            .collect::<io::Result<_>>()?;
        render(filled(
            &foot,
            &json!({ "failures": failures, "codes": self.failures }),
        ))
    }

    fn told_rubrics(&self) -> Vec<Value> {
        (0..self.shown.len())
            .map(|place| self.told_rubric(place))
            .collect()
    }

    fn told_rubric(&self, place: usize) -> Value {
        let (Some(rubric), Some(counts)) = (self.shown.get(place), self.rubrics.get(place)) else {
            return Value::Null;
        };
        let mut missing: Vec<(usize, &str)> = counts
            .not_met
            .iter()
            .zip(&rubric.criteria)
            .map(|(count, criterion)| (*count, criterion.title.as_str()))
            .filter(|(count, _)| *count > 0)
            .collect();
        missing.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
        missing.truncate(5);
        let criteria: Vec<Value> = rubric
            .criteria
            .iter()
            .zip(&counts.answers)
            .map(|(criterion, answers)| {
                json!({ "id": criterion.id, "title": criterion.title, "citation": criterion.citation, "mandatory": criterion.mandatory, "formality": criterion.formality, "answers": answers })
            })
            .collect();
        let spread: Vec<(String, &BTreeMap<String, usize>)> = rubric
            .criteria
            .iter()
            .zip(&counts.answers)
            .map(|(criterion, answers)| (criterion.title.clone(), answers))
            .collect();
        json!({ "place": place, "id": rubric.id, "title": rubric.title, "version": rubric.version, "criteria": criteria, "missing": missing.iter().map(|(count, title)| json!({ "count": *count, "title": *title })).collect::<Vec<_>>(), "nothing_missing": counts.nothing_missing, "quality_mean": (counts.quality_count > 0).then(|| format!("{:.0}", counts.quality_sum / counts.quality_count as f64)), "spread_chart": charts::spread(&spread, self.statements), "scatter_chart": charts::scatter(&counts.points) })
    }
}

impl RubricCounts {
    fn add(&mut self, assessment: &AssessmentRow, words: usize) {
        for (cell, (answers, not_met)) in assessment
            .cells
            .iter()
            .zip(self.answers.iter_mut().zip(&mut self.not_met))
        {
            *answers.entry(cell.answer.clone()).or_default() += 1;
            *not_met += usize::from(cell.verdict == "not_met");
        }
        self.nothing_missing +=
            usize::from(assessment.met + assessment.unknown == assessment.total);
        if let Some(quality) = assessment.quality {
            self.quality_sum += quality;
            self.quality_count += 1;
            if self.points.len() < POINTS_MAX {
                self.points.push((words, quality));
            }
        }
    }
}

/// The statements of `rows`, those with most missing of what the rubric at `place` makes mandatory first, then those of least
/// quality.
fn worst_first(
    rows: impl Iterator<Item = io::Result<Row>>,
    place: usize,
) -> io::Result<Vec<StatementRow>> {
    let mut statements = Vec::new();
    for row in rows {
        if let Row::Statement(statement) = row? {
            statements.push(statement);
        }
    }
    statements.sort_by(|one, other| {
        let of = |statement: &StatementRow| {
            let assessment = statement.assessments.get(place);
            assessment.map_or((0, 0.0), |assessment| {
                let told = assessment.met + assessment.unknown;
                let missing = assessment.total.saturating_sub(told);
                (missing, assessment.quality.unwrap_or(0.0))
            })
        };
        let ((missing, quality), (others, other_quality)) = (of(one), of(other));
        others
            .cmp(&missing)
            .then(quality.total_cmp(&other_quality))
            .then_with(|| (&one.name, &one.id).cmp(&(&other.name, &other.id)))
    });
    Ok(statements)
}

/// The text of `template` filled in with `context`.
fn filled(
    template: &minijinja::Template<'_, '_>,
    context: &Value,
) -> Result<String, minijinja::Error> {
    template.render(minijinja::Value::from(Serde(context)))
}
