//! What is known of one supplier, sorted into what a letter can say.

use serde::Serialize;

use crate::assessment::Verdict;
use crate::report::finished::Finished;
use crate::report::finished::FinishedCriterion;
use crate::report::finished::ShownRubric;
use crate::rubric::Level;

/// What a letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something was not found.
    Gaps,
    /// Nothing was missed; thanks, and perhaps a question.
    Complete,
    /// The document was read and cannot tell: a request.
    Unclear,
    /// There was no document that could be read: a request.
    Unread,
}

impl Kind {
    /// The word in templates and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gaps => "gaps",
            Self::Complete => "complete",
            Self::Unclear => "unclear",
            Self::Unread => "unread",
        }
    }
}

/// One thing to write about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The criterion.
    pub criterion_id: String,
    /// What it asks for, in a few words.
    pub title: String,
    /// The provision.
    pub citation: String,
    /// The question to put.
    pub question: String,
    /// What a good answer holds.
    pub advice: String,
    /// The best sentence that was found; empty where there is none.
    pub quote: String,
    /// Its page.
    pub page: Option<u32>,
}

/// What is known of one supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Case {
    /// What the letter is about.
    pub kind: Kind,
    /// The supplier; empty where it is not known.
    pub organisation: String,
    /// Its registered number; may be empty.
    pub company_number: String,
    /// The statement; empty where none was read.
    pub statement_id: String,
    /// The input as it was named.
    pub source: String,
    /// What to call the document towards its owner: its address, or the bare name of the file.
    pub document: String,
    /// What kind of document it is, as in `statements.csv`; empty where none was read.
    pub document_kind: String,
    /// Where the statement stands on the web; empty where it was a file.
    pub address: String,
    /// Its title; may be empty.
    pub title: String,
    /// The first day of its period; may be empty.
    pub period_start: String,
    /// The last day of its period; may be empty.
    pub period_end: String,
    /// The titles of the rubrics.
    pub rubrics: Vec<String>,
    /// What was found, by title.
    pub found: Vec<String>,
    /// What the law asks for and was not found.
    pub missing_required: Vec<Point>,
    /// What is recommended and was not found.
    pub missing_recommended: Vec<Point>,
    /// What was found in general words only.
    pub general: Vec<Point>,
    /// What the document cannot tell.
    pub unclear: Vec<Point>,
    /// Why nothing was read: the code of `errors.csv`; empty where something was.
    pub failure_code: String,
    /// Why nothing was read, in words.
    pub failure: String,
}

impl Case {
    /// What is known from `statement`.
    #[must_use]
    pub fn of(statement: &Finished, rubrics: &[ShownRubric]) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut case = Self {
            kind: Kind::Complete,
            organisation: statement.organisation().to_owned(),
            company_number: statement.company_number().to_owned(),
            statement_id: statement.statement_id.clone(),
            source: statement.source.clone(),
            document: document_of(&statement.source),
            document_kind: statement.document_kind.clone(),
            address: text(&statement.final_url),
            title: text(&statement.facts.title),
            period_start: text(&statement.facts.period_start),
            period_end: text(&statement.facts.period_end),
            rubrics: rubrics.iter().map(|rubric| rubric.title.clone()).collect(),
            found: Vec::new(),
            missing_required: Vec::new(),
            missing_recommended: Vec::new(),
            general: Vec::new(),
            unclear: Vec::new(),
            failure_code: String::new(),
            failure: String::new(),
        };
        let mut is_told = false;
        for criterion in statement
            .assessments
            .iter()
            .flat_map(|assessment| &assessment.criteria)
        {
            is_told |= matches!(criterion.verdict(), Verdict::Met | Verdict::NotMet);
            case.sort(criterion);
        }
        case.kind = if !is_told {
            Kind::Unclear
        } else if case.missing_required.is_empty()
            && case.missing_recommended.is_empty()
            && case.general.is_empty()
        {
            Kind::Complete
        } else {
            Kind::Gaps
        };
        case
    }

    /// A supplier whose document, from `source`, was not read.
    #[must_use]
    pub fn unread(source: &str, code: &str, message: &str, _hint: &str) -> Self {
        let is_web = source.starts_with("http://") || source.starts_with("https://");
        Self {
            kind: Kind::Unread,
            organisation: String::new(),
            company_number: String::new(),
            statement_id: String::new(),
            source: source.to_owned(),
            document: document_of(source),
            document_kind: String::new(),
            address: if is_web {
                source.to_owned()
            } else {
                String::new()
            },
            title: String::new(),
            period_start: String::new(),
            period_end: String::new(),
            rubrics: Vec::new(),
            found: Vec::new(),
            missing_required: Vec::new(),
            missing_recommended: Vec::new(),
            general: Vec::new(),
            unclear: Vec::new(),
            failure_code: code.to_owned(),
            failure: message.to_owned(),
        }
    }

    fn sort(&mut self, criterion: &FinishedCriterion) {
        // Rubrics that ask for the same share a point.
        let is_known = |points: &[Point]| {
            points
                .iter()
                .any(|point| point.criterion_id == criterion.criterion_id)
        };
        let lists = [
            &self.missing_required,
            &self.missing_recommended,
            &self.general,
            &self.unclear,
        ];
        if self.found.contains(&criterion.title) || lists.iter().any(|points| is_known(points)) {
            return;
        }
        match (criterion.verdict(), criterion.level()) {
            (Verdict::Met, Some(Level::Mentioned | Level::Partial))
            | (Verdict::NotMet, Some(Level::Mentioned)) => self.general.push(point_of(criterion)),
            (Verdict::Met, _) => self.found.push(criterion.title.clone()),
            (Verdict::NotMet, _) if criterion.mandatory => {
                self.missing_required.push(point_of(criterion));
            }
            (Verdict::NotMet, _) => self.missing_recommended.push(point_of(criterion)),
            (Verdict::CannotTell, _) => self.unclear.push(point_of(criterion)),
            (Verdict::NotApplicable, _) => {}
        }
    }
}

/// Where we keep a file is nobody's business but ours.
fn document_of(source: &str) -> String {
    if source.starts_with("http://") || source.starts_with("https://") {
        return source.to_owned();
    }
    source
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn point_of(criterion: &FinishedCriterion) -> Point {
    let best = criterion.evidence.iter().find(|evidence| evidence.counts);
    Point {
        criterion_id: criterion.criterion_id.clone(),
        title: criterion.title.clone(),
        citation: criterion.citation.clone(),
        question: criterion.question.clone(),
        advice: criterion.advice.clone(),
        quote: best
            .map(|evidence| evidence.text.clone())
            .unwrap_or_default(),
        page: best.and_then(|evidence| evidence.page),
    }
}
