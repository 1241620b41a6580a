//! Whether a home page links to a statement: the answer to publication.

use super::addresses::is_same;
use super::candidate::Candidate;
use super::candidate::FoundBy;
use super::candidate::prominence;
use super::page::Place;
use super::search::Read;
use super::search::Search;
use crate::source::Linked;
use crate::source::Publication;

impl Search<'_> {
    /// Whether the home page links to a statement that is there.
    pub(super) fn publication(&self, asked: &str, home: &Read, known: Option<&str>) -> Publication {
        let is_alive = |one: &Candidate| {
            known.is_some_and(|known| is_same(known, &one.url))
                || match self.tried.get(&one.url) {
                    Some(status) => status == "ok",
                    // Where the statement is known, its links are not asked for.
                    None => known.is_some(),
                }
        };
        let mut links: Vec<&Candidate> = self
            .candidates
            .values()
            .filter(|one| one.found_by == FoundBy::Home)
            .collect();
        links.sort_by_key(|one| {
            (
                !is_alive(one),
                std::cmp::Reverse(prominence(one)),
                std::cmp::Reverse(one.year.unwrap_or(self.this_year)),
                std::cmp::Reverse(one.score),
                one.url.clone(),
            )
        });
        let Some(best) = links.first() else {
            return if home.page.is_shell {
                publication(
                    Linked::CannotTell,
                    asked,
                    "javascript-only",
                    "the home page shows nothing until its scripts run".to_owned(),
                )
            } else {
                publication(
                    Linked::NotMet,
                    asked,
                    "no-link-found",
                    "the home page was read, and none of its links names a statement".to_owned(),
                )
            };
        };
        let place = best.place.unwrap_or(Place::Text);
        let (linked, code, reason) = if !is_alive(best) {
            let status = self.tried.get(&best.url).map_or("", String::as_str);
            match status {
                "blocked" | "robots-disallowed" | "timeout" => (
                    Linked::CannotTell,
                    status.to_owned(),
                    format!(
                        "the home page links to it in its {}, but where the link leads could not be read",
                        place.word()
                    ),
                ),
                _ => (
                    Linked::NotMet,
                    "dead-link".to_owned(),
                    format!(
                        "the link in the {} of the home page leads to no statement: {status}",
                        place.word()
                    ),
                ),
            }
        } else if place == Place::Text {
            (
                Linked::CannotTell,
                "link-in-text".to_owned(),
                "the home page links to it in its text; whether that is a prominent place, a person must say".to_owned(),
            )
        } else {
            (
                Linked::Met,
                String::new(),
                format!("the home page links to it in its {}", place.word()),
            )
        };
        Publication {
            linked,
            home: asked.to_owned(),
            place: place.word().to_owned(),
            words: best.words.clone(),
            target: best.url.clone(),
            reason,
            code,
        }
    }
}

/// An answer without a link.
pub(super) fn publication(linked: Linked, home: &str, code: &str, reason: String) -> Publication {
    Publication {
        linked,
        home: home.to_owned(),
        place: String::new(),
        words: String::new(),
        target: String::new(),
        reason,
        code: code.to_owned(),
    }
}
