//! The search from one home page: which pages are looked at, and which links are kept.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use url::Url;

use super::addresses::is_same;
use super::addresses::is_same_site;
use super::candidate::Candidate;
use super::candidate::FoundBy;
use super::candidate::prominence;
use super::page;
use super::page::Anchor;
use super::page::Page;
use super::score;
use super::score::ENOUGH;
use super::sitemap;
use crate::failure::Failed;
use crate::failure::Stage;
use crate::source::Loader;
use crate::source::Snapshot;
use crate::source::Source;

/// How many pages behind the home page are followed.
const MOST_HUBS: usize = 5;

/// How many candidates are looked at until one is there.
const MOST_TRIED: usize = 5;

/// How many sitemaps are read.
const MOST_SITEMAPS: usize = 3;

/// A candidate so many points behind the best is not preferred for its year.
const CLOSE: i32 = 25;

/// Where statements usually are.
const USUAL_PATHS: &[&str] = &[
    "/modern-slavery-statement",
    "/modern-slavery",
    "/modern-slavery-act",
    "/modern-slavery-act-statement",
    "/modern-slavery-policy",
    "/slavery-and-human-trafficking-statement",
    "/legal/modern-slavery-statement",
];

/// One search under way.
pub(super) struct Search<'l> {
    pub(super) loader: &'l Loader,
    pub(super) this_year: i16,
    /// By address: of several links to one address the best.
    pub(super) candidates: BTreeMap<String, Candidate>,
    /// What came of the addresses that were asked for.
    pub(super) tried: BTreeMap<String, String>,
}

/// A page that was read, and its address after redirects.
pub(super) struct Read {
    pub(super) address: Url,
    pub(super) page: Page,
}

impl Search<'_> {
    pub(super) fn load(&self, address: &str) -> Result<Snapshot, Failed> {
        self.loader.load(&Source::of_address(address))
    }

    pub(super) fn page(&self, address: &str) -> Result<Read, Failed> {
        let snapshot = self.load(address)?;
        let last = snapshot.origin.final_url.as_deref().unwrap_or(address);
        let address = Url::parse(last).map_err(|error| Failed {
            source: address.to_owned(),
            stage: Stage::Fetch,
            code: "refused-address".into(),
            message: format!("{last} is no address: {error}"),
            hint: "give an address as a browser shows it".to_owned(),
        })?;
        let page = page::read(&snapshot.bytes, snapshot.charset.as_deref(), &address);
        Ok(Read { address, page })
    }

    /// Adds the links of a page that may lead to a statement, and any that leads to the one that is `known`.
    pub(super) fn add_links(
        &mut self,
        read: &Read,
        found_by: FoundBy,
        hops: u32,
        known: Option<&str>,
    ) {
        for anchor in &read.page.anchors {
            let (mut points, mut reasons) =
                score::points(&anchor.words, &anchor.told, &anchor.target);
            if known.is_some_and(|known| is_same(known, anchor.target.as_str())) {
                points += 100;
                reasons.push("the address of the statement itself");
            }
            if points < ENOUGH || anchor.target == read.address {
                continue;
            }
            let candidate = Candidate {
                url: anchor.target.as_str().to_owned(),
                score: points,
                year: score::year_of(&words_of(anchor), &anchor.target),
                hops: Some(hops),
                found_by,
                found_on: read.address.as_str().to_owned(),
                place: Some(anchor.place),
                words: words_of(anchor),
                status: String::new(),
                reason: format!("the link names {}", reasons.join(", ")),
                role: "candidate",
            };
            self.add(candidate);
        }
    }

    pub(super) fn add(&mut self, candidate: Candidate) {
        let better = self.candidates.get(&candidate.url).is_none_or(|there| {
            (candidate.score, prominence(&candidate)) > (there.score, prominence(there))
        });
        if better {
            self.candidates.insert(candidate.url.clone(), candidate);
        }
    }

    /// The candidates in the order in which they are preferred: those close to the best, the newest first; a link that
    /// names no year leads to the present one.
    pub(super) fn order(&self) -> Vec<&Candidate> {
        let best = self
            .candidates
            .values()
            .map(|one| one.score)
            .max()
            .unwrap_or(0);
        let mut order: Vec<&Candidate> = self.candidates.values().collect();
        order.sort_by_key(|one| {
            let close = one.score >= best - CLOSE;
            (
                !close,
                std::cmp::Reverse(one.year.unwrap_or(self.this_year)),
                std::cmp::Reverse(one.score),
                one.hops.unwrap_or(u32::MAX),
                one.url.clone(),
            )
        });
        order
    }

    /// The first candidate that is there.
    pub(super) fn first_there(&mut self) -> Option<String> {
        let order: Vec<String> = self
            .order()
            .into_iter()
            .map(|one| one.url.clone())
            .collect();
        order
            .into_iter()
            .take(MOST_TRIED)
            .find(|url| self.is_there(url))
    }

    /// Whether an address gives a page or a document that may be a statement.
    pub(super) fn is_there(&mut self, url: &str) -> bool {
        if let Some(status) = self.tried.get(url) {
            return status == "ok";
        }
        let status = match self.load(url) {
            Err(failed) => failed.status().to_owned(),
            Ok(snapshot) => {
                let last = snapshot.origin.final_url.as_deref().unwrap_or(url);
                let start = snapshot.bytes.get(..1024).unwrap_or(&snapshot.bytes);
                let is_page = !start.starts_with(b"%PDF") && !start.starts_with(b"PK");
                if crate::source::is_home_page(last) {
                    "homepage".to_owned()
                } else if is_page
                    && !page::speaks_of_slavery(&String::from_utf8_lossy(&snapshot.bytes))
                {
                    "not-a-statement".to_owned()
                } else {
                    "ok".to_owned()
                }
            }
        };
        let there = status == "ok";
        self.tried.insert(url.to_owned(), status);
        there
    }

    /// Looks at the pages that the home page links to and that look like keeping statements.
    pub(super) fn follow_hubs(&mut self, home: &Read) {
        let mut hubs: BTreeMap<&str, (i32, usize)> = BTreeMap::new();
        for (place, anchor) in home.page.anchors.iter().enumerate() {
            let points = score::hub_points(&anchor.words, &anchor.told, &anchor.target);
            if points == 0
                || !is_same_site(&home.address, &anchor.target)
                || is_document(&anchor.target)
            {
                continue;
            }
            let there = hubs
                .entry(anchor.target.as_str())
                .or_insert((points, place));
            there.0 = there.0.max(points);
        }
        let mut order: Vec<(&str, (i32, usize))> = hubs.into_iter().collect();
        order.sort_by_key(|(url, (points, place))| (std::cmp::Reverse(*points), *place, *url));
        for (url, _) in order.into_iter().take(MOST_HUBS) {
            if let Ok(hub) = self.page(url) {
                self.add_links(&hub, FoundBy::Hub, 2, None);
            }
        }
    }

    /// Looks at the sitemaps that robots.txt names, else at the usual one.
    pub(super) fn read_sitemaps(&mut self, home: &Url) {
        let mut waiting = self.loader.sitemaps_of(home);
        if waiting.is_empty()
            && let Ok(usual) = home.join("/sitemap.xml")
        {
            waiting.push(usual.into());
        }
        waiting.reverse();
        let mut read = BTreeSet::new();
        while let Some(address) = waiting.pop() {
            if read.len() >= MOST_SITEMAPS || !read.insert(address.clone()) {
                continue;
            }
            let Ok(snapshot) = self.load(&address) else {
                continue;
            };
            let (entries, is_index) = sitemap::read(&snapshot.bytes);
            if is_index {
                // Pages before posts, products and pictures.
                let mut further = entries;
                further.sort_by_key(|entry| {
                    (entry.contains("page"), std::cmp::Reverse(entry.clone()))
                });
                waiting.extend(further);
                continue;
            }
            for entry in entries {
                let Ok(target) = home.join(&entry) else {
                    continue;
                };
                let (points, reasons) = score::points("", "", &target);
                if points >= ENOUGH && is_same_site(home, &target) {
                    self.add(Candidate {
                        year: score::year_of("", &target),
                        url: target.into(),
                        score: points,
                        hops: None,
                        found_by: FoundBy::Sitemap,
                        found_on: address.clone(),
                        place: None,
                        words: String::new(),
                        status: String::new(),
                        reason: format!(
                            "the sitemap lists it, and its address names {}",
                            reasons.join(", ")
                        ),
                        role: "candidate",
                    });
                }
            }
        }
    }

    pub(super) fn try_usual_paths(&mut self, home: &Url) -> Option<String> {
        for path in USUAL_PATHS {
            let Ok(target) = home.join(path) else {
                continue;
            };
            let url = target.as_str().to_owned();
            if self.is_there(&url) {
                self.add(Candidate {
                    url: url.clone(),
                    score: ENOUGH,
                    year: None,
                    hops: None,
                    found_by: FoundBy::UsualPath,
                    found_on: String::new(),
                    place: None,
                    words: String::new(),
                    status: String::new(),
                    reason: "a page stands where statements usually are".to_owned(),
                    role: "candidate",
                });
                return Some(url);
            }
        }
        None
    }

    /// All candidates, the best first, each with its role.
    pub(super) fn ranked(&self, statement: Option<&str>) -> Vec<Candidate> {
        let mut ranked: Vec<Candidate> = self.order().into_iter().cloned().collect();
        if let Some(place) = ranked
            .iter()
            .position(|one| Some(one.url.as_str()) == statement)
        {
            let found = ranked.remove(place);
            ranked.insert(0, found);
        }
        let best = ranked
            .first()
            .map(|one| (one.score, one.year.unwrap_or(self.this_year)));
        for one in &mut ranked {
            if let Some(status) = self.tried.get(&one.url) {
                one.status.clone_from(status);
            }
            if Some(one.url.as_str()) == statement {
                one.role = "statement";
            } else if let Some((score, year)) = best
                && one.year.is_some_and(|own| own < year)
                && one.score >= score - CLOSE
            {
                one.role = "older";
            }
        }
        ranked
    }
}

fn words_of(anchor: &Anchor) -> String {
    if anchor.words.is_empty() {
        anchor.told.clone()
    } else if anchor.told.is_empty() || anchor.told == anchor.words {
        anchor.words.clone()
    } else {
        format!("{} ({})", anchor.words, anchor.told)
    }
}

fn is_document(target: &Url) -> bool {
    let path = target.path().to_ascii_lowercase();
    [".pdf", ".docx", ".doc", ".jpg", ".png", ".zip", ".xlsx"]
        .iter()
        .any(|ending| path.ends_with(ending))
}
