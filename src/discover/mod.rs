//! From a company's home page to its statement, and whether the home page links to it.
//!
//! In this order, and no further than needed: the links of the home page; those of at most five pages that it leads to
//! and that look like keeping statements; the sitemap; addresses where statements usually are.

mod addresses;
mod candidate;
mod linked;
mod page;
mod score;
mod search;
mod sitemap;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;

pub use candidate::Candidate;
pub use candidate::Discovery;
pub use candidate::FoundBy;
pub use candidate::Wanted;
pub use page::Place;

use crate::source::Linked;
use crate::source::Loader;
use crate::source::Source;
use linked::publication;
use search::Search;

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
