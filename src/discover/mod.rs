//! From a company's home page to its statement, and whether the home page links to it.
//!
//! In this order, and no further than needed: the links of the home page; those of at most five pages that it leads to
//! and that look like keeping statements; the sitemap; addresses where statements usually are.

mod page;
mod score;
mod sitemap;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;

use url::Url;

pub use page::Place;

use crate::failure::Failed;
use crate::failure::Stage;
use crate::source::Linked;
use crate::source::Loader;
use crate::source::Publication;
use crate::source::Snapshot;
use crate::source::Source;

use page::Anchor;
use page::Page;
use score::ENOUGH;

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

/// Finds all of `wanted` with so many `threads`; the answers in their order. `this_year` is the present one, for links
/// that name none. None where `stop` became true before.
pub fn discover_all(
    loader: &Loader,
    wanted: &[Wanted],
    this_year: i16,
    threads: usize,
    stop: &AtomicBool,
) -> Option<Vec<Discovery>> {
    let homes: Vec<Source> = wanted
        .iter()
        .map(|wanted| Source::of_address(&wanted.home))
        .collect();
    loader.ahead(&homes);
    let next = AtomicUsize::new(0);
    let found = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..threads.clamp(1, wanted.len().max(1)) {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(wanted) = wanted.get(place) else {
                        return;
                    };
                    let discovery = discover(loader, wanted, this_year);
                    found
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .insert(place, discovery);
                }
            });
        }
    });
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    (found.len() == wanted.len()).then(|| found.into_values().collect())
}

/// Finds one.
#[must_use]
pub fn discover(loader: &Loader, wanted: &Wanted, this_year: i16) -> Discovery {
    let mut search = Search {
        loader,
        this_year,
        candidates: BTreeMap::new(),
        tried: BTreeMap::new(),
    };
    let home = match search.page(&wanted.home) {
        Ok(home) => home,
        Err(failed) => {
            return Discovery {
                home: wanted.home.clone(),
                publication: publication(
                    Linked::CannotTell,
                    &wanted.home,
                    &failed.code,
                    format!("the home page could not be read: {}", failed.message),
                ),
                candidates: Vec::new(),
            };
        }
    };
    search.add_links(&home, FoundBy::Home, 1, wanted.statement.as_deref());
    let mut statement = match wanted.statement {
        Some(_) => None,
        None => search.first_there(),
    };
    let publication = search.publication(&wanted.home, &home, wanted.statement.as_deref());
    if wanted.statement.is_none() {
        if statement.is_none() {
            search.follow_hubs(&home);
            statement = search.first_there();
        }
        if statement.is_none() {
            search.read_sitemaps(&home.address);
            statement = search.first_there();
        }
        if statement.is_none() {
            statement = search.try_usual_paths(&home.address);
        }
    }
    Discovery {
        home: wanted.home.clone(),
        publication,
        candidates: search.ranked(statement.as_deref()),
    }
}

/// One search under way.
struct Search<'l> {
    loader: &'l Loader,
    this_year: i16,
    /// By address: of several links to one address the best.
    candidates: BTreeMap<String, Candidate>,
    /// What came of the addresses that were asked for.
    tried: BTreeMap<String, String>,
}

/// A page that was read, and its address after redirects.
struct Read {
    address: Url,
    page: Page,
}

impl Search<'_> {
    fn load(&self, address: &str) -> Result<Snapshot, Failed> {
        self.loader.load(&Source::of_address(address))
    }

    fn page(&self, address: &str) -> Result<Read, Failed> {
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
    fn add_links(&mut self, read: &Read, found_by: FoundBy, hops: u32, known: Option<&str>) {
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

    fn add(&mut self, candidate: Candidate) {
        let better = self.candidates.get(&candidate.url).is_none_or(|there| {
            (candidate.score, prominence(&candidate)) > (there.score, prominence(there))
        });
        if better {
            self.candidates.insert(candidate.url.clone(), candidate);
        }
    }

    /// The candidates in the order in which they are preferred: those close to the best, the newest first; a link that
    /// names no year leads to the present one.
    fn order(&self) -> Vec<&Candidate> {
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
    fn first_there(&mut self) -> Option<String> {
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
    fn is_there(&mut self, url: &str) -> bool {
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
    fn follow_hubs(&mut self, home: &Read) {
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
    fn read_sitemaps(&mut self, home: &Url) {
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

    fn try_usual_paths(&mut self, home: &Url) -> Option<String> {
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

    /// Whether the home page links to a statement that is there.
    fn publication(&self, asked: &str, home: &Read, known: Option<&str>) -> Publication {
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

    /// All candidates, the best first, each with its role.
    fn ranked(&self, statement: Option<&str>) -> Vec<Candidate> {
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

fn publication(linked: Linked, home: &str, code: &str, reason: String) -> Publication {
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

/// How prominent a place is: header, menu and footer alike, before the running text.
fn prominence(candidate: &Candidate) -> u8 {
    u8::from(!matches!(candidate.place, None | Some(Place::Text)))
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

/// Whether two addresses are of one site: one host is the other, or below it.
fn is_same_site(one: &Url, other: &Url) -> bool {
    let bare = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    };
    let (one, other) = (bare(one), bare(other));
    one == other || one.ends_with(&format!(".{other}")) || other.ends_with(&format!(".{one}"))
}

/// Whether two addresses are one, but for `www.`, encryption and the last slash.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |address: &str| {
        let address = address.split('#').next().unwrap_or_default();
        let bare = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"))
            .unwrap_or(address);
        let bare = bare.strip_prefix("www.").unwrap_or(bare);
        bare.trim_end_matches('/').to_owned()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_written_in_two_ways_is_one() {
        assert!(is_same(
            "https://www.a.example/msa/",
            "http://a.example/msa#top"
        ));
        assert!(!is_same("https://a.example/msa", "https://a.example/msa2"));
    }

    #[test]
    fn a_site_has_hosts_below_it() {
        let url = |text: &str| Url::parse(text).expect("an address");

        assert!(is_same_site(
            &url("https://www.a.example"),
            &url("https://ir.a.example")
        ));
        assert!(!is_same_site(
            &url("https://a.example"),
            &url("https://ba.example")
        ));
    }

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
