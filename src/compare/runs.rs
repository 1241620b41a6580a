//! Two runs, statement by statement: matched by company number, else by name.

use std::collections::BTreeMap;

use super::Comparison;
use super::Edition;
use super::Side;
use super::compare;
use super::side_of;
use crate::registry::normalised;
use crate::registry::normalised_number;
use crate::report::finished::Finished;
use crate::report::finished::FinishedRun;
use crate::report::finished::Unfinished;

/// The statements of two runs, matched.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matched {
    /// The organisations of both, in the order of the later run.
    pub comparisons: Vec<Comparison>,
    /// Statements of organisations that only the earlier run has.
    pub only_old: Vec<Side>,
    /// Statements of organisations that only the later run has.
    pub only_new: Vec<Side>,
}

/// The number and the name by which an organisation is known again; none where it has neither.
fn keys_of(statement: &Finished) -> [Option<String>; 2] {
    let number = normalised_number(statement.company_number());
    let name = normalised(statement.organisation());
    [
        (!number.is_empty()).then(|| format!("number {number}")),
        (!name.is_empty()).then(|| format!("name {name}")),
    ]
}

/// Compares the run `new` with the run `old`. Where an organisation has several statements in a run, the one of its latest
/// period is taken; of the same period, the later in the run.
///
/// # Errors
///
/// When a run cannot be read.
pub fn compare_runs(old: &FinishedRun, new: &FinishedRun) -> Result<Matched, Unfinished> {
    let olds = latest(old)?;
    let news = latest(new)?;
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    for (place, statement) in olds.iter().enumerate() {
        for key in keys_of(statement).into_iter().flatten() {
            by_key.entry(key).or_insert(place);
        }
    }
    let mut matched = Matched::default();
    let mut used = vec![false; olds.len()];
    for statement in news {
        let place = keys_of(&statement)
            .into_iter()
            .flatten()
            .find_map(|key| by_key.get(&key).copied())
            .filter(|place| used.get(*place) == Some(&false));
        let Some((place, before)) = place.and_then(|place| Some((place, olds.get(place)?))) else {
            matched.only_new.push(side_of(&statement));
            continue;
        };
        if let Some(used) = used.get_mut(place) {
            *used = true;
        }
        let edition = |statement: &Finished| Edition {
            statement: statement.clone(),
            sentences: None,
        };
        matched
            .comparisons
            .push(compare(&edition(before), &edition(&statement)));
    }
    matched.only_old = olds
        .iter()
        .zip(used)
        .filter(|(_, used)| !used)
        .map(|(statement, _)| side_of(statement))
        .collect();
    Ok(matched)
}

/// The latest statement of each organisation of `run`, in the order of the run.
fn latest(run: &FinishedRun) -> Result<Vec<Finished>, Unfinished> {
    let mut kept: Vec<Finished> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    run.each(true, |statement| -> Result<(), Unfinished> {
        let keys = keys_of(&statement);
        let key = keys.into_iter().flatten().next();
        let place = key.as_ref().and_then(|key| known.get(key).copied());
        match place.and_then(|place| kept.get_mut(place)) {
            Some(before) if statement.facts.period_end >= before.facts.period_end => {
                *before = statement;
            }
            Some(_) => {}
            None => {
                if let Some(key) = key {
                    known.insert(key, kept.len());
                }
                kept.push(statement);
            }
        }
        Ok(())
    })?;
    Ok(kept)
}
