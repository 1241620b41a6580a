//! Addresses to kept snapshots: many at once, politely, each asked once a run however often it is named.
//!
//! An errand is one address on its way. It waits in the line of its host ([`queue`]), has its turn with one request
//! ([`client`]), and is then finished or waits again: at the host it was redirected to, or for a repetition. Nothing
//! sleeps while it holds a connection, so slow and throttling hosts hold up no others.

mod challenge;
mod client;
mod errand;
mod proxy;
mod queue;
mod resolver;
mod retry;
mod robots;
mod warc;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use url::Url;

use super::Unfetched;
use super::fetching::Loading;
use super::store::Kept;
use super::store::Store;
use client::Connections;
use errand::Errand;
use errand::Step;
use queue::Host;
use queue::Queue;
use robots::Rules;
use warc::Warc;

/// How long a thread without anything to do stays.
const IDLE: Duration = Duration::from_secs(2);

/// What came of one address; shared by all who asked for it.
pub(super) type Fetched = Result<Arc<Kept>, Arc<Unfetched>>;

/// Fetches addresses with threads of its own, started when the first is asked for.
#[derive(Debug)]
pub(super) struct Web {
    shared: Arc<Shared>,
}

/// What the threads share.
#[derive(Debug)]
struct Shared {
    loading: Loading,
    store: Arc<Store>,
    connections: OnceLock<Result<Connections, String>>,
    warc: Option<Mutex<Warc>>,
    state: Mutex<State>,
    /// Something became ready to be begun, or is to end.
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    queue: Queue<Errand>,
    /// Every address of this run, with what came of it.
    slots: BTreeMap<String, Arc<Slot>>,
    /// What is known of robots.txt, by scheme, host and port.
    robots: BTreeMap<String, Arc<Robots>>,
    threads: usize,
    idle: usize,
    closing: bool,
}

/// What is known of one robots.txt.
#[derive(Debug)]
enum Robots {
    /// It was read, or there is none.
    Rules(Rules),
    /// The server failed to give it: RFC 9309 takes that for a refusal of everything.
    Failing {
        /// The status.
        status: u16,
    },
    /// The server itself cannot be reached.
    Unreachable(Arc<Unfetched>),
}

/// Where what came of one address is put and waited for.
#[derive(Debug, Default)]
pub(super) struct Slot {
    result: Mutex<Option<Fetched>>,
    filled: Condvar,
}

impl Slot {
    fn fill(&self, result: Fetched) {
        let mut there = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        *there = Some(result);
        self.filled.notify_all();
    }

    /// What came of it, waited for as long as it takes.
    pub(super) fn wait(&self) -> Fetched {
        loop {
            if let Some(result) = self.wait_for(Duration::from_secs(3600)) {
                return result;
            }
        }
    }

    /// What came of it, if that is known within `patience`.
    pub(super) fn wait_for(&self, patience: Duration) -> Option<Fetched> {
        let there = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        let (there, _) = self
            .filled
            .wait_timeout_while(there, patience, |result| result.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        there.clone()
    }
}

impl Web {
    /// Keeps to `loading` and keeps in `store`.
    ///
    /// # Errors
    ///
    /// When the WARC file cannot be opened.
    pub(super) fn new(loading: Loading, store: Arc<Store>) -> Result<Self, Unfetched> {
        let warc = match &loading.keeping.warc {
            Some(path) => Some(Mutex::new(
                Warc::open(path, &loading.fetching.user_agent).map_err(|cause| {
                    Unfetched::NotKept {
                        place: path.display().to_string(),
                        cause: cause.into(),
                    }
                })?,
            )),
            None => None,
        };
        let queue = Queue::new(loading.fetching.per_host, loading.fetching.delay);
        Ok(Self {
            shared: Arc::new(Shared {
                loading,
                store,
                connections: OnceLock::new(),
                warc,
                state: Mutex::new(State {
                    queue,
                    slots: BTreeMap::new(),
                    robots: BTreeMap::new(),
                    threads: 0,
                    idle: 0,
                    closing: false,
                }),
                changed: Condvar::new(),
            }),
        })
    }

    /// Has `address` fetched; what came of it will stand in the slot. An address that was asked for before in this run
    /// is not fetched again.
    pub(super) fn submit(&self, address: &str) -> Arc<Slot> {
        let slot = Arc::new(Slot::default());
        let mut url = match Url::parse(address) {
            Ok(url) => url,
            Err(_) => {
                slot.fill(Err(Arc::new(Unfetched::RefusedAddress {
                    address: address.to_owned(),
                    reason: "is not an address",
                })));
                return slot;
            }
        };
        // What stands after `#` is for the reader alone.
        url.set_fragment(None);
        let shared = &self.shared;
        let mut state = shared.lock();
        if let Some(there) = state.slots.get(url.as_str()) {
            return Arc::clone(there);
        }
        state
            .slots
            .insert(url.as_str().to_owned(), Arc::clone(&slot));
        let errand = Errand::new(Arc::clone(&slot), url, shared.loading.fetching.total);
        let host = Host::of(errand.url());
        state.queue.push(&host, errand, Instant::now());
        if state.idle == 0 && state.threads < shared.loading.fetching.connections.max(1) {
            let worker = Arc::clone(shared);
            match thread::Builder::new().spawn(move || worker.work()) {
                Ok(_) => state.threads += 1,
                // Another thread will come to it; without any, nobody would.
                Err(_) if state.threads > 0 => {}
                Err(error) => slot.fill(Err(Arc::new(Unfetched::NotBegun(error)))),
            }
        }
        let needed = state.idle > 0;
        drop(state);
        if needed {
            shared.changed.notify_one();
        }
        slot
    }

    /// Where what came of `address` is put, if it was asked for before in this run.
    pub(super) fn slot_of(&self, address: &str) -> Option<Arc<Slot>> {
        self.shared.lock().slots.get(address).map(Arc::clone)
    }

    /// The sitemaps that the robots.txt of the host of `url` names, as far as it has been read.
    pub(super) fn sitemaps_of(&self, url: &Url) -> Vec<String> {
        let state = self.shared.lock();
        match state.robots.get(&authority_of(url)).map(AsRef::as_ref) {
            Some(Robots::Rules(rules)) => rules.sitemaps.clone(),
            _ => Vec::new(),
        }
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        self.shared.lock().closing = true;
        self.shared.changed.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes errands whose turn it is, until there are none for a while.
    fn work(&self) {
        let mut state = self.lock();
        loop {
            if state.closing {
                break;
            }
            let now = Instant::now();
            match state.queue.take(now) {
                Ok((host, errand)) => {
                    // Whoever is woken for nothing costs more than the request itself.
                    let others = state.idle > 0 && state.queue.is_due(now);
                    drop(state);
                    if others {
                        self.changed.notify_one();
                    }
                    let slot = errand.slot();
                    let step = catch_unwind(AssertUnwindSafe(|| errand.step(self)));
                    state = self.lock();
                    let now = Instant::now();
                    match step {
                        Ok(Step::Done(result)) => slot.fill(result.map(Arc::new)),
                        Ok(Step::Again { errand, pause }) => {
                            let from = now + pause;
                            if !pause.is_zero() {
                                state.queue.hold(&host, from);
                            }
                            let next = Host::of(errand.url());
                            state.queue.push_back(&next, errand, from);
                        }
                        Err(_) => slot.fill(Err(Arc::new(Unfetched::Crashed))),
                    }
                    state.queue.done(&host, now);
                }
                Err(due) => {
                    let patience = due.map_or(IDLE, |due| due.saturating_duration_since(now));
                    state.idle += 1;
                    let (again, waited) = self
                        .changed
                        .wait_timeout(state, patience)
                        .unwrap_or_else(PoisonError::into_inner);
                    state = again;
                    state.idle -= 1;
                    if due.is_none() && waited.timed_out() && state.queue.waiting() == 0 {
                        break;
                    }
                }
            }
        }
        state.threads -= 1;
    }

    /// The client, made when first needed: without an address to fetch, nothing of the network is touched.
    fn connections(&self) -> Result<&Connections, Unfetched> {
        self.connections
            .get_or_init(|| Connections::new(&self.loading).map_err(|error| error.to_string()))
            .as_ref()
            .map_err(|error| Unfetched::NotBegun(std::io::Error::other(error.clone())))
    }
}

/// Scheme, host and port: what one robots.txt speaks for.
fn authority_of(url: &Url) -> String {
    url.origin().ascii_serialization()
}

#[cfg(test)]
mod tests;
