//! A list of suppliers: what each row asks for, and what came of it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::Serialize;

use super::matching::Companies;
use super::matching::Company;
use super::matching::Match;
use super::matching::Method;
use crate::failure::Failed;
use crate::source::Folders;
use crate::source::Listed;
use crate::source::Place;
use crate::source::Sheet;
use crate::source::SheetRow;
use crate::source::Source;
use crate::source::Unloaded;
use crate::source::source_of;

/// A list of suppliers and what its rows ask for.
#[derive(Debug, Serialize, Deserialize)]
pub struct Suppliers {
    /// The list as it was given.
    pub sheet: Sheet,
    /// What each row asks for, in order.
    pub asked: Vec<Asked>,
}

/// What one row asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Asked {
    /// A statement, by the label of its source, and how it was matched.
    Statement {
        /// The label of the source.
        label: String,
        /// How the row came to it.
        matched: Match,
    },
    /// The row names no statement: perhaps one of the run is this company's.
    Company {
        /// How near the registry came.
        matched: Match,
    },
    /// What the row names cannot be one.
    Nothing(Failed),
}

/// Where suppliers without an address are looked up: the rows of a registry.
#[derive(Debug)]
pub struct LookUp {
    sheet: Sheet,
    companies: Companies,
}

impl LookUp {
    /// Makes a registry's export ready.
    #[must_use]
    pub fn new(sheet: Sheet) -> Self {
        let companies: Vec<Company> = sheet
            .rows
            .iter()
            .map(|row| company_of(&sheet, row))
            .collect();
        Self {
            companies: Companies::new(&companies),
            sheet,
        }
    }
}

impl Suppliers {
    /// The list in `sheet` with what its rows ask for, and the sources to read for them, each once: a group's statement is
    /// read once for all of its companies, and not again where it is among those `already` listed.
    #[must_use]
    pub fn new(
        sheet: Sheet,
        folders: Folders<'_>,
        look_up: Option<&LookUp>,
        already: &[Listed],
    ) -> (Self, Vec<Listed>) {
        let mut sources: Vec<Listed> = Vec::new();
        // The place of a source among `sources`, and its label.
        let mut known: BTreeMap<Place, (usize, String)> = BTreeMap::new();
        for source in already.iter().flatten() {
            known
                .entry(source.place.clone())
                .or_insert_with(|| (usize::MAX, source.label.clone()));
        }
        let mut asked = Vec::with_capacity(sheet.rows.len());
        for row in &sheet.rows {
            let (source, matched) = match source_of(&sheet, row, folders) {
                Some(source) => (
                    Some(source),
                    Match {
                        place: None,
                        method: Method::Address,
                        score: 1.0,
                    },
                ),
                None => looked_up(&sheet, row, look_up),
            };
            asked.push(match source {
                None => Asked::Company { matched },
                Some(Err(failed)) => {
                    // A row of errors.csv as well, like every input that gave nothing.
                    sources.push(Err(failed.clone()));
                    Asked::Nothing(failed)
                }
                Some(Ok(source)) => {
                    let label = match known.get(&source.place) {
                        Some((place, label)) => {
                            if let Some(Ok(first)) = sources.get_mut(*place) {
                                // What the rows do not say alike is no single truth about the statement.
                                first.manifest.retain(|column, value| {
                                    source.manifest.get(column) == Some(value)
                                });
                            }
                            label.clone()
                        }
                        None => {
                            let label = source.label.clone();
                            known.insert(source.place.clone(), (sources.len(), label.clone()));
                            sources.push(Ok(source));
                            label
                        }
                    };
                    Asked::Statement { label, matched }
                }
            });
        }
        (Self { sheet, asked }, sources)
    }

    /// The company that the row at `place` names.
    #[must_use]
    pub fn company(&self, place: usize) -> Company {
        self.sheet.rows.get(place).map_or_else(
            || Company {
                number: String::new(),
                name: String::new(),
            },
            |row| company_of(&self.sheet, row),
        )
    }
}

/// The source that the registry names for the company of `row`.
fn looked_up(
    sheet: &Sheet,
    row: &SheetRow,
    look_up: Option<&LookUp>,
) -> (Option<Result<Source, Failed>>, Match) {
    let Some(look_up) = look_up else {
        return (None, Match::NONE);
    };
    let company = company_of(sheet, row);
    let matched = look_up.companies.find(&company.number, &company.name);
    let there = matched
        .place
        .and_then(|place| look_up.sheet.rows.get(place));
    let folders = Folders {
        own: Path::new(""),
        input: None,
    };
    let source = there.and_then(|there| source_of(&look_up.sheet, there, folders));
    (source, matched)
}

/// The company that a row names.
pub(super) fn company_of(sheet: &Sheet, row: &SheetRow) -> Company {
    Company {
        number: sheet.value(row, "company_number").to_owned(),
        name: sheet.value(row, "organisation").to_owned(),
    }
}

/// What is told of a supplier of whom nothing is known.
#[must_use]
pub fn without_address() -> (&'static str, String) {
    (
        "no-address",
        format!(
            "{}, and no statement of the run is this company's",
            Unloaded::BadManifestRow
        ),
    )
}
