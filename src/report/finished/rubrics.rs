//! What reports tell of the rubrics of a run.

use crate::rubric::CriterionKind;
use crate::rubric::Duty;
use crate::rubric::Rubric;

/// A rubric of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRubric {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Its criteria, in their order; none known where no statement was scored.
    pub criteria: Vec<ShownCriterion>,
}

/// A criterion of a rubric of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownCriterion {
    /// Its name.
    pub id: String,
    /// What it asks for, in a few words.
    pub title: String,
    /// The provision.
    pub citation: String,
    /// Whether the law says must.
    pub mandatory: bool,
    /// Whether it is answered by a verdict alone.
    pub formality: bool,
}

impl From<&Rubric> for ShownRubric {
    fn from(rubric: &Rubric) -> Self {
        Self {
            id: rubric.id.clone(),
            title: rubric.title.clone(),
            version: rubric.version.clone(),
            criteria: rubric
                .criteria
                .iter()
                .map(|criterion| ShownCriterion {
                    id: criterion.id.clone(),
                    title: criterion.title.clone(),
                    citation: criterion.citation.clone(),
                    mandatory: criterion.duty == Duty::Mandatory,
                    formality: criterion.kind == CriterionKind::Formality,
                })
                .collect(),
        }
    }
}
