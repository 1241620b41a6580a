//! One address on its way to its answer: each step is one request.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use url::Url;

use super::Robots;
use super::Shared;
use super::Slot;
use super::authority_of;
use super::challenge;
use super::client::Answer;
use super::client::Bound;
use super::client::Connections;
use super::queue::Host;
use super::retry;
use super::robots;
use super::robots::Rules;
use crate::failure::Explain;
use crate::source::Unfetched;
use crate::source::address::check;
use crate::source::load::now;
use crate::source::store::Hop;
use crate::source::store::Kept;
use crate::source::store::Record;

/// How many redirects are followed.
const MOST_REDIRECTS: usize = 5;

/// One address on its way.
#[derive(Debug)]
pub(super) struct Errand {
    slot: Arc<Slot>,
    /// As it was asked for.
    asked: String,
    /// Where it is now, after redirects.
    url: Url,
    redirects: Vec<Hop>,
    /// How often the request at hand was repeated.
    tries: u32,
    /// What is left of the time of this try. Waiting for one's turn costs nothing of it.
    left: Duration,
    total: Duration,
}

/// What one step came to.
#[derive(Debug)]
pub(super) enum Step {
    /// The errand is finished.
    Done(Result<Kept, Arc<Unfetched>>),
    /// It goes on, after `pause`, which holds for its host too.
    Again { errand: Errand, pause: Duration },
}

impl Errand {
    pub(super) fn new(slot: Arc<Slot>, url: Url, total: Duration) -> Self {
        Self {
            slot,
            asked: url.as_str().to_owned(),
            url,
            redirects: Vec::new(),
            tries: 0,
            left: total,
            total,
        }
    }

    /// Where it is now.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    pub(super) fn slot(&self) -> Arc<Slot> {
        Arc::clone(&self.slot)
    }

    /// One request: for robots.txt where that is not known yet, else for the address itself.
    pub(super) fn step(self, shared: &Shared) -> Step {
        let connections = match self.prepared(shared) {
            Ok(connections) => connections,
            Err(error) => return self.failed(shared, None, error.into()),
        };
        if !shared.loading.fetching.ignore_robots {
            let known = shared.lock().robots.get(&authority_of(&self.url)).cloned();
            let Some(robots) = known else {
                return self.ask_robots(shared, connections);
            };
            if let Some(error) = self.refused_by(&robots) {
                return self.failed(shared, None, error);
            }
        }
        self.ask(shared, connections)
    }

    fn prepared<'s>(&self, shared: &'s Shared) -> Result<&'s Connections, Unfetched> {
        check(&self.url, shared.loading.allow_private)?;
        shared.connections()
    }

    fn refused_by(&self, robots: &Robots) -> Option<Arc<Unfetched>> {
        let host = self.url.host_str().unwrap_or_default().to_owned();
        match robots {
            Robots::Rules(rules) => {
                let path = &self.url[url::Position::BeforePath..url::Position::AfterQuery];
                (!rules.allow(path)).then(|| {
                    Arc::new(Unfetched::RobotsDisallowed {
                        address: self.url.as_str().to_owned(),
                    })
                })
            }
            Robots::Failing { status } => Some(Arc::new(Unfetched::RobotsFailing {
                host,
                status: *status,
            })),
            Robots::Unreachable(error) => Some(Arc::clone(error)),
        }
    }

    /// Asks for the address itself.
    fn ask(mut self, shared: &Shared, connections: &Connections) -> Step {
        let kept = match shared.store.find(&self.asked) {
            Ok(kept) => kept.filter(|kept| shared.store.holds(&kept.record)),
            Err(error) => return self.not_kept(shared, error),
        };
        let conditions = self.conditions(shared, kept.as_ref());
        let conditional = !conditions.is_empty();
        let began = Instant::now();
        let bound = Bound::Refuse(shared.loading.bytes);
        let answer = connections.ask(&self.url, conditions, bound, self.left);
        self.left = self.left.saturating_sub(began.elapsed());
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if error.is_passing() && self.tries < shared.loading.fetching.retries => {
                let pause = retry::pause(shared.loading.fetching.backoff, self.tries + 1);
                return self.again(pause);
            }
            Err(error) => return self.failed(shared, None, error.into()),
        };
        if let Some(warc) = &shared.warc {
            let mut warc = warc
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Err(error) = warc.exchange(&self.url, &answer) {
                drop(warc);
                return self.not_kept(shared, error);
            }
        }
        if let Some(target) = answer.redirect() {
            let target = target.to_owned();
            return self.redirected(shared, &target, answer.status);
        }
        match (answer.status, kept) {
            (304, Some(kept)) if conditional => self.confirmed(shared, &kept, answer),
            (200..=299, _) => self.came(shared, answer),
            _ => self.turned_away(shared, answer),
        }
    }

    /// What makes the request conditional: the server need not send again what the store holds.
    fn conditions(&self, shared: &Shared, kept: Option<&Kept>) -> Vec<(&'static str, String)> {
        let Some(kept) = kept.filter(|_| !shared.loading.keeping.refresh) else {
            return Vec::new();
        };
        // What the server said then holds only for the address that said it.
        if kept.record.final_url.as_deref() != Some(self.url.as_str()) {
            return Vec::new();
        }
        let etag = kept.etag.clone().map(|etag| ("if-none-match", etag));
        let date = kept
            .last_modified
            .clone()
            .map(|date| ("if-modified-since", date));
        etag.into_iter().chain(date).collect()
    }

    fn redirected(mut self, shared: &Shared, target: &str, status: u16) -> Step {
        let refused = |address: String, reason| Unfetched::RefusedAddress { address, reason };
        let next = match self.url.join(target) {
            Ok(next) => next,
            Err(_) => {
                let error = refused(target.to_owned(), "is no address to redirect to");
                return self.failed(shared, Some(status), error.into());
            }
        };
        if self.url.scheme() == "https" && next.scheme() == "http" {
            let error = refused(
                next.into(),
                "leads from an encrypted connection to an open one",
            );
            return self.failed(shared, Some(status), error.into());
        }
        self.redirects.push(Hop {
            url: self.url.as_str().to_owned(),
            status,
        });
        if self.redirects.len() > MOST_REDIRECTS {
            let error = Unfetched::TooManyRedirects {
                limit: MOST_REDIRECTS,
                address: next.into(),
            };
            return self.failed(shared, Some(status), error.into());
        }
        if self.left.is_zero() {
            let error = shared.late();
            return self.failed(shared, Some(status), error.into());
        }
        self.url = next;
        self.url.set_fragment(None);
        Step::Again {
            errand: self,
            pause: Duration::ZERO,
        }
    }

    /// The server says that what the store holds is still what it would give.
    fn confirmed(self, shared: &Shared, kept: &Kept, answer: Answer) -> Step {
        let record = Record {
            status: Some(304),
            headers: answer.headers,
            sha256: kept.record.sha256.clone(),
            bytes: kept.record.bytes,
            file: kept.record.file.clone(),
            ..self.record()
        };
        self.logged(shared, &record)
    }

    /// The bytes came: they are kept, then the log says so.
    fn came(self, shared: &Shared, answer: Answer) -> Step {
        let stored = match shared.store.keep(&answer.body) {
            Ok(stored) => stored,
            Err(error) => return self.not_kept(shared, error),
        };
        let record = Record {
            status: Some(answer.status),
            headers: answer.headers,
            sha256: Some(stored.sha256),
            bytes: Some(stored.bytes),
            file: Some(stored.file),
            ..self.record()
        };
        self.logged(shared, &record)
    }

    fn logged(self, shared: &Shared, record: &Record) -> Step {
        let kept = shared
            .store
            .log(record)
            .and_then(|()| shared.store.find(&self.asked));
        match kept {
            Ok(Some(kept)) => Step::Done(Ok(kept)),
            Ok(None) => {
                let error = std::io::Error::other("the line just written to the log is not there");
                self.not_kept(shared, error)
            }
            Err(error) => self.not_kept(shared, error),
        }
    }

    /// Neither a success nor a redirect: asked again where that may help, else told.
    fn turned_away(self, shared: &Shared, answer: Answer) -> Step {
        let headers = answer
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let wall = challenge::wall(headers, &answer.body);
        let status = answer.status;
        let given_up = wall.is_some() && status != 429;
        if retry::is_passing(status)
            && !given_up
            && self.tries < shared.loading.fetching.retries
            && let Some(pause) = pause_of(shared, &answer, self.tries + 1)
        {
            return self.again(pause);
        }
        let error = match status {
            401 | 403 | 429 => Unfetched::Blocked { status, wall },
            // The page that says so to nobody in particular may still look like a wall: 404 stays 404.
            404 | 410 => Unfetched::Status { status },
            _ if wall.is_some() => Unfetched::Blocked { status, wall },
            _ => Unfetched::Status { status },
        };
        let record = Record {
            headers: answer.headers,
            ..self.record()
        };
        self.failed_as(shared, record, Some(status), error.into())
    }

    /// Asks for the robots.txt that speaks for the address at hand.
    fn ask_robots(self, shared: &Shared, connections: &Connections) -> Step {
        let authority = authority_of(&self.url);
        let Ok(mut url) = self.url.join("/robots.txt") else {
            return self.ask(shared, connections);
        };
        let mut left = self.total;
        for _ in 0..=MOST_REDIRECTS {
            let began = Instant::now();
            let answer = connections.ask(&url, Vec::new(), Bound::Cut(robots::MOST_BYTES), left);
            left = left.saturating_sub(began.elapsed());
            let answer = match answer {
                Ok(answer) => answer,
                Err(error)
                    if error.is_passing() && self.tries < shared.loading.fetching.retries =>
                {
                    let pause = retry::pause(shared.loading.fetching.backoff, self.tries + 1);
                    return self.again(pause);
                }
                // Where robots.txt was moved to an address that must not be asked, there is none.
                Err(Unfetched::PrivateAddress { .. } | Unfetched::RefusedAddress { .. })
                    if authority_of(&url) != authority =>
                {
                    return self.knowing(shared, &authority, Robots::Rules(Rules::default()));
                }
                Err(error) => {
                    let error = Arc::new(error);
                    let robots = Robots::Unreachable(Arc::clone(&error));
                    shared.learn(&authority, robots);
                    return self.failed(shared, None, error);
                }
            };
            if let Some(next) = answer.redirect().and_then(|target| url.join(target).ok()) {
                url = next;
                continue;
            }
            if retry::is_passing(answer.status)
                && self.tries < shared.loading.fetching.retries
                && let Some(pause) = pause_of(shared, &answer, self.tries + 1)
            {
                return self.again(pause);
            }
            let robots = match answer.status {
                200..=299 => Robots::Rules(Rules::parse(&answer.body)),
                429 | 500.. => Robots::Failing {
                    status: answer.status,
                },
                _ => Robots::Rules(Rules::default()),
            };
            return self.knowing(shared, &authority, robots);
        }
        // RFC 9309, 2.3.1.2: after five redirects it may be taken for not there.
        self.knowing(shared, &authority, Robots::Rules(Rules::default()))
    }

    /// Goes on with what robots.txt says.
    fn knowing(mut self, shared: &Shared, authority: &str, robots: Robots) -> Step {
        if let Robots::Rules(Rules {
            delay: Some(delay), ..
        }) = &robots
        {
            let host = Host::of(&self.url);
            shared.lock().queue.slow_down(&host, *delay, Instant::now());
        }
        shared.learn(authority, robots);
        self.tries = 0;
        Step::Again {
            errand: self,
            pause: Duration::ZERO,
        }
    }

    fn again(mut self, pause: Duration) -> Step {
        self.tries += 1;
        self.left = self.total;
        Step::Again {
            errand: self,
            pause,
        }
    }

    fn record(&self) -> Record {
        Record {
            time: now(),
            url: self.asked.clone(),
            redirects: self.redirects.clone(),
            final_url: Some(self.url.as_str().to_owned()),
            status: None,
            headers: BTreeMap::new(),
            ..Record::default()
        }
    }

    fn failed(self, shared: &Shared, status: Option<u16>, error: Arc<Unfetched>) -> Step {
        let record = self.record();
        self.failed_as(shared, record, status, error)
    }

    fn failed_as(
        self,
        shared: &Shared,
        record: Record,
        status: Option<u16>,
        error: Arc<Unfetched>,
    ) -> Step {
        let record = Record {
            status,
            error: Some(error.code().to_owned()),
            message: Some(error.to_string()),
            ..record
        };
        match shared.store.log(&record) {
            Ok(()) => Step::Done(Err(error)),
            Err(cause) => self.not_kept(shared, cause),
        }
    }

    fn not_kept(self, shared: &Shared, cause: std::io::Error) -> Step {
        Step::Done(Err(Arc::new(Unfetched::NotKept {
            place: shared.store.name(),
            cause: cause.into(),
        })))
    }
}

impl Shared {
    fn learn(&self, authority: &str, robots: Robots) {
        self.lock()
            .robots
            .insert(authority.to_owned(), Arc::new(robots));
    }

    fn late(&self) -> Unfetched {
        Unfetched::Timeout {
            seconds: self.loading.fetching.total.as_secs(),
            silence: self.loading.fetching.silence.as_secs(),
        }
    }
}

/// How long to wait before the repetition number `tries`; none where the server asks for more than is waited for.
fn pause_of(shared: &Shared, answer: &Answer, tries: u32) -> Option<Duration> {
    let fetching = &shared.loading.fetching;
    let own = retry::pause(fetching.backoff, tries);
    let asked = answer
        .header("retry-after")
        .and_then(|header| retry::asked_for(header, jiff::Timestamp::now()));
    match asked {
        Some(asked) if asked > fetching.longest_wait => None,
        Some(asked) => Some(asked.max(own)),
        None => Some(own),
    }
}
