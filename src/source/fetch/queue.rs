//! Whose turn it is: errands wait in a line per host, and a host is asked only so often and so many times at once.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::time::Duration;
use std::time::Instant;

use url::Url;

/// One host, as far as politeness goes: `www.` is the same machine room, another port is not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Host(String);

impl Host {
    pub(super) fn of(url: &Url) -> Self {
        let name = url.host_str().unwrap_or_default();
        let name = name.strip_prefix("www.").unwrap_or(name);
        match url.port() {
            Some(port) => Self(format!("{name}:{port}")),
            None => Self(name.to_owned()),
        }
    }
}

/// Errands by host, with the time from which each host may be asked again. Knows no clock: times are told to it.
#[derive(Debug)]
pub(super) struct Queue<T> {
    per_host: usize,
    delay: Duration,
    hosts: BTreeMap<Host, Line<T>>,
    /// The hosts that have errands and a free place, by the time of their next turn.
    ready: BTreeSet<(Instant, Host)>,
    waiting: usize,
    under_way: usize,
}

/// The errands of one host.
#[derive(Debug)]
struct Line<T> {
    /// With the time before which each must not be begun.
    errands: VecDeque<(Instant, T)>,
    active: usize,
    /// No request before this time.
    next: Instant,
    /// What robots.txt asks for.
    delay: Duration,
    /// The key in `ready`, while it is there.
    listed: Option<Instant>,
}

impl<T> Queue<T> {
    pub(super) fn new(per_host: usize, delay: Duration) -> Self {
        Self {
            per_host: per_host.max(1),
            delay,
            hosts: BTreeMap::new(),
            ready: BTreeSet::new(),
            waiting: 0,
            under_way: 0,
        }
    }

    /// How many errands wait for their turn.
    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Whether it is an errand's turn at `now`.
    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.ready.first().is_some_and(|(due, _)| *due <= now)
    }

    /// Puts `errand` at the end of the line of `host`.
    pub(super) fn push(&mut self, host: &Host, errand: T, now: Instant) {
        self.line(host, now).errands.push_back((now, errand));
        self.waiting += 1;
        self.list(host);
    }

    /// Puts an errand that is to go on back at the head of the line, not to be begun before `from`.
    pub(super) fn push_back(&mut self, host: &Host, errand: T, from: Instant) {
        self.line(host, from).errands.push_front((from, errand));
        self.waiting += 1;
        self.list(host);
    }

    /// The errand whose turn it is at `now`; else when the next one's turn will be, if any waits for time alone.
    pub(super) fn take(&mut self, now: Instant) -> Result<(Host, T), Option<Instant>> {
        let Some((due, host)) = self.ready.first().cloned() else {
            return Err(None);
        };
        if due > now {
            return Err(Some(due));
        }
        self.ready.remove(&(due, host.clone()));
        let Some(line) = self.hosts.get_mut(&host) else {
            return Err(None);
        };
        line.listed = None;
        let Some((_, errand)) = line.errands.pop_front() else {
            return Err(None);
        };
        line.active += 1;
        line.next = line.next.max(now + self.delay.max(line.delay));
        self.waiting -= 1;
        self.under_way += 1;
        self.list(&host);
        Ok((host, errand))
    }

    /// An errand of `host` ended its turn at `now`: the pause begins.
    pub(super) fn done(&mut self, host: &Host, now: Instant) {
        self.under_way = self.under_way.saturating_sub(1);
        let delay = self.delay;
        if let Some(line) = self.hosts.get_mut(host) {
            line.active = line.active.saturating_sub(1);
            line.next = line.next.max(now + delay.max(line.delay));
        }
        self.list(host);
    }

    /// No request to `host` before `until`: it asked for a pause.
    pub(super) fn hold(&mut self, host: &Host, until: Instant) {
        let line = self.line(host, until);
        line.next = line.next.max(until);
        self.list(host);
    }

    /// Keeps to a longer pause that the robots.txt of `host` asks for.
    pub(super) fn slow_down(&mut self, host: &Host, delay: Duration, now: Instant) {
        let line = self.line(host, now);
        line.delay = line.delay.max(delay);
    }

    fn line(&mut self, host: &Host, now: Instant) -> &mut Line<T> {
        self.hosts.entry(host.clone()).or_insert_with(|| Line {
            errands: VecDeque::new(),
            active: 0,
            next: now,
            delay: Duration::ZERO,
            listed: None,
        })
    }

    /// Brings the place of `host` in `ready` up to date.
    fn list(&mut self, host: &Host) {
        let per_host = self.per_host;
        let Some(line) = self.hosts.get_mut(host) else {
            return;
        };
        if let Some(listed) = line.listed.take() {
            self.ready.remove(&(listed, host.clone()));
        }
        if line.active >= per_host {
            return;
        }
        if let Some((from, _)) = line.errands.front() {
            let due = (*from).max(line.next);
            line.listed = Some(due);
            self.ready.insert((due, host.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn host(name: &str) -> Host {
        Host::of(&Url::parse(&format!("https://{name}/")).expect("an address"))
    }

    #[test]
    fn one_host_is_asked_once_at_a_time_and_after_a_pause() {
        let start = Instant::now();
        let mut queue = Queue::new(1, SECOND);
        let a = host("a.example");
        queue.push(&a, 1, start);
        queue.push(&host("www.a.example"), 2, start);

        assert_eq!(queue.take(start), Ok((a.clone(), 1)));
        assert_eq!(
            queue.take(start + SECOND * 9),
            Err(None),
            "the first is still under way"
        );
        queue.done(&a, start + SECOND * 9);
        assert_eq!(
            queue.take(start + SECOND * 9),
            Err(Some(start + SECOND * 10))
        );
        assert_eq!(queue.take(start + SECOND * 10), Ok((a, 2)));
        assert_eq!(queue.waiting(), 0);
    }

    #[test]
    fn other_hosts_do_not_wait() {
        let start = Instant::now();
        let mut queue = Queue::new(1, SECOND);
        for (name, errand) in [("a.example", 1), ("a.example", 2), ("b.example", 3)] {
            queue.push(&host(name), errand, start);
        }

        let first = queue.take(start).map(|(_, errand)| errand);
        let second = queue.take(start).map(|(_, errand)| errand);

        assert_eq!((first, second), (Ok(1), Ok(3)));
    }

    #[test]
    fn a_host_that_asks_for_a_pause_gets_it_and_the_errand_goes_first_then() {
        let start = Instant::now();
        let mut queue = Queue::new(1, Duration::ZERO);
        let a = host("a.example");
        queue.push(&a, 1, start);
        queue.push(&a, 2, start);
        let (_, errand) = queue.take(start).expect("its turn");
        queue.hold(&a, start + SECOND * 30);
        queue.push_back(&a, errand, start + SECOND * 30);
        queue.done(&a, start);

        assert_eq!(queue.take(start + SECOND), Err(Some(start + SECOND * 30)));
        assert_eq!(queue.take(start + SECOND * 30), Ok((a, 1)));
    }

    #[test]
    fn several_at_once_keep_the_pause_between_their_beginnings() {
        let start = Instant::now();
        let mut queue = Queue::new(2, SECOND);
        let a = host("a.example");
        for errand in 1..=3 {
            queue.push(&a, errand, start);
        }

        assert_eq!(queue.take(start), Ok((a.clone(), 1)));
        assert_eq!(queue.take(start), Err(Some(start + SECOND)));
        assert_eq!(queue.take(start + SECOND), Ok((a, 2)));
        assert_eq!(queue.take(start + SECOND * 9), Err(None));
    }

    #[test]
    fn robots_txt_may_slow_a_host_down_but_not_speed_it_up() {
        let start = Instant::now();
        let mut queue = Queue::new(1, SECOND);
        let (a, b) = (host("a.example"), host("b.example"));
        for host in [&a, &b] {
            queue.push(host, 1, start);
            queue.push(host, 2, start);
        }
        queue.slow_down(&a, SECOND * 5, start);
        queue.slow_down(&b, Duration::ZERO, start);
        for _ in 0..2 {
            let (host, _) = queue.take(start).expect("its turn");
            queue.done(&host, start);
        }

        assert_eq!(queue.take(start + SECOND), Ok((b, 2)));
        assert_eq!(queue.take(start + SECOND), Err(Some(start + SECOND * 5)));
    }
}
