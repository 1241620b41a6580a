//! What is looked for from a home page, and what was found.

use url::Url;

use super::page::Place;
use crate::source::Publication;

/// How a candidate was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundBy {
    /// A link on the home page.
    Home,
    /// A link on a page that the home page links to.
    Hub,
    /// An entry of the sitemap.
    Sitemap,
    /// An address where statements usually are.
    UsualPath,
}

impl FoundBy {
    /// The word in `candidates.csv`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Hub => "hub",
            Self::Sitemap => "sitemap",
            Self::UsualPath => "usual-path",
        }
    }
}

/// An address that may be that of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The address.
    pub url: String,
    /// Points; from 50 on it may be a statement.
    pub score: i32,
    /// The reporting year that the link names.
    pub year: Option<i16>,
    /// How many links it is away from the home page; none where no link leads to it.
    pub hops: Option<u32>,
    /// How it was found.
    pub found_by: FoundBy,
    /// The page with the link.
    pub found_on: String,
    /// Where on that page; none where there is no link.
    pub place: Option<Place>,
    /// The words of the link.
    pub words: String,
    /// `ok`, the code of the failure, or empty where it was not asked for.
    pub status: String,
    /// What its points are for, in plain language.
    pub reason: String,
    /// `statement` for the one that was found, `older` for those of earlier years, else `candidate`.
    pub role: &'static str,
}

/// What was found from one home page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovery {
    /// The home page, as it was asked for.
    pub home: String,
    /// Whether it links to the statement.
    pub publication: Publication,
    /// The best first.
    pub candidates: Vec<Candidate>,
}

impl Discovery {
    /// The address of the statement, where one was found.
    #[must_use]
    pub fn statement(&self) -> Option<&str> {
        self.candidates
            .iter()
            .find(|candidate| candidate.role == "statement")
            .map(|candidate| candidate.url.as_str())
    }
}

/// What is to be found: the statement of a home page, or whether it links to one that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// The address of the home page.
    pub home: String,
    /// The address of the statement, where it is known: then only the home page is looked at.
    pub statement: Option<String>,
}

impl Wanted {
    /// What is wanted for the address of `source`: the statement, where that is a home page; else whether the home page
    /// of its site links to it.
    #[must_use]
    pub fn for_address(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        if crate::source::is_home_page(address) {
            return Some(Self {
                home: address.to_owned(),
                statement: None,
            });
        }
        let home = url.join("/").ok()?;
        Some(Self {
            home: home.into(),
            statement: Some(address.to_owned()),
        })
    }
}

/// How prominent a place is: header, menu and footer alike, before the running text.
pub(super) fn prominence(candidate: &Candidate) -> u8 {
    u8::from(!matches!(candidate.place, None | Some(Place::Text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_is_wanted_of_a_home_page_and_the_link_of_any_other() {
        let home = Wanted::for_address("https://a.example/en/").expect("an address");
        let deep = Wanted::for_address("https://a.example/files/msa.pdf").expect("an address");

        assert_eq!(
            (home.home.as_str(), home.statement),
            ("https://a.example/en/", None)
        );
        assert_eq!(deep.home, "https://a.example/");
        assert_eq!(
            deep.statement.as_deref(),
            Some("https://a.example/files/msa.pdf")
        );
    }
}
