//! Which of many companies is meant: by number first, then by name, then by a name that is nearly the same; and never
//! silently.

use serde::Deserialize;
use serde::Serialize;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::names::likeness;
use super::names::normalised;
use super::names::normalised_number;

/// Names less alike than this are of two companies.
const ALIKE: f64 = 0.9;

/// A second company so nearly as alike as the first leaves open which is meant.
const CLOSE: f64 = 0.02;

/// A word that more names share than this brings no candidates.
const COMMON: usize = 400;

/// By what a company was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Method {
    /// The row names the statement itself.
    Address,
    /// The registered number.
    Number,
    /// The name, but for case, punctuation and legal form.
    Name,
    /// A name that is nearly the same.
    SimilarName,
    /// Several companies are as likely: none is taken.
    Ambiguous,
    /// None.
    None,
}

impl Method {
    /// The word in the column `match_method`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Number => "number",
            Self::Name => "name",
            Self::SimilarName => "similar-name",
            Self::Ambiguous => "ambiguous",
            Self::None => "none",
        }
    }
}

/// One company among many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// As registered; may be empty.
    pub number: String,
    /// As named.
    pub name: String,
}

/// Which company is meant.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// Its place among the companies; none where none is taken.
    pub place: Option<usize>,
    /// By what it was recognised.
    pub method: Method,
    /// How alike the two are, 0 to 1; of an ambiguous or missing match that of the nearest.
    pub score: f64,
}

impl Match {
    /// No company.
    pub const NONE: Self = Self {
        place: None,
        method: Method::None,
        score: 0.0,
    };
}

/// Companies made ready for being looked for.
#[derive(Debug, Default)]
pub struct Companies {
    names: Vec<String>,
    by_number: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// By the first three letters of each word.
    by_beginning: BTreeMap<String, Vec<usize>>,
}

impl Companies {
    /// Makes `companies` ready; their places are their order.
    #[must_use]
    pub fn new<'c>(companies: impl IntoIterator<Item = &'c Company>) -> Self {
        let mut all = Self::default();
        for (place, company) in companies.into_iter().enumerate() {
            let number = normalised_number(&company.number);
            if !number.is_empty() {
                all.by_number.entry(number).or_default().push(place);
            }
            let name = normalised(&company.name);
            if !name.is_empty() {
                all.by_name.entry(name.clone()).or_default().push(place);
                for beginning in beginnings(&name) {
                    all.by_beginning.entry(beginning).or_default().push(place);
                }
            }
            all.names.push(name);
        }
        all
    }

    /// The company that is registered as `number` or called `name`. Of several rows with one number, or one name, the
    /// last: registries add the newest at their end.
    #[must_use]
    pub fn find(&self, number: &str, name: &str) -> Match {
        let number = normalised_number(number);
        if let Some(place) = self.by_number.get(&number).and_then(|places| places.last()) {
            return Match {
                place: Some(*place),
                method: Method::Number,
                score: 1.0,
            };
        }
        let name = normalised(name);
        if name.is_empty() {
            return Match::NONE;
        }
        if let Some(place) = self.by_name.get(&name).and_then(|places| places.last()) {
            return Match {
                place: Some(*place),
                method: Method::Name,
                score: 1.0,
            };
        }
        self.nearest(&name)
    }

    fn nearest(&self, name: &str) -> Match {
        let near: BTreeSet<usize> = beginnings(name)
            .iter()
            .filter_map(|beginning| self.by_beginning.get(beginning))
            .filter(|places| places.len() <= COMMON)
            .flatten()
            .copied()
            .collect();
        let mut best = Match::NONE;
        let mut second = 0.0_f64;
        for place in near {
            let Some(other) = self.names.get(place) else {
                continue;
            };
            let score = likeness(name, other);
            let same_name = best
                .place
                .and_then(|best| self.names.get(best))
                .is_some_and(|best| best == other);
            if score > best.score || (same_name && score >= best.score) {
                if !same_name {
                    second = best.score;
                }
                best = Match {
                    place: Some(place),
                    method: Method::SimilarName,
                    score,
                };
            } else if !same_name {
                second = second.max(score);
            }
        }
        if best.score < ALIKE {
            return Match {
                place: None,
                method: Method::None,
                score: best.score,
            };
        }
        if best.score - second < CLOSE {
            return Match {
                place: None,
                method: Method::Ambiguous,
                score: best.score,
            };
        }
        best
    }
}

/// The first three letters of each word of a name.
fn beginnings(name: &str) -> BTreeSet<String> {
    name.split(' ')
        .map(|word| word.chars().take(3).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn companies(list: &[(&str, &str)]) -> Companies {
        let list: Vec<Company> = list
            .iter()
            .map(|(number, name)| Company {
                number: (*number).to_owned(),
                name: (*name).to_owned(),
            })
            .collect();
        Companies::new(&list)
    }

    #[test]
    fn the_number_comes_before_the_name() {
        let all = companies(&[("99000001", "North Ltd"), ("99000002", "South Ltd")]);

        let found = all.find("99000002", "North Limited");

        assert_eq!((found.place, found.method), (Some(1), Method::Number));
        let found = all.find("", "NORTH LIMITED");
        assert_eq!((found.place, found.method), (Some(0), Method::Name));
    }

    #[test]
    fn a_name_that_is_nearly_the_same_is_said_to_be_so() {
        let all = companies(&[
            ("", "Northbank Foods Ltd"),
            ("", "Skerrow Building Group plc"),
        ]);

        let found = all.find("", "Northbnak Foods");

        assert_eq!((found.place, found.method), (Some(0), Method::SimilarName));
        assert!(found.score > ALIKE && found.score < 1.0);
        assert_eq!(all.find("", "Pellworth Logistics").method, Method::None);
    }

    #[test]
    fn of_two_as_likely_none_is_taken() {
        let all = companies(&[
            ("", "Northbank Foods Eastern"),
            ("", "Northbank Foods Western"),
        ]);

        let found = all.find("", "Northbank Foods Wesstern");

        assert_eq!((found.place, found.method), (Some(1), Method::SimilarName));
        let twins = companies(&[("", "Alba Trading North"), ("", "Alba Trading Norths")]);
        assert_eq!(
            twins.find("", "Alba Trading Northx").method,
            Method::Ambiguous
        );
    }
}
