//! Many sources at once: each worker draws the next one, and outcomes are handed on in input order.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crossbeam_channel::bounded;

use super::Pipeline;
use crate::assessment::Outcome;
use crate::source::Listed;

/// How many sources a worker may be ahead of the first unfinished one: bounds how many outcomes ever wait.
const AHEAD_PER_WORKER: usize = 64;

/// How often a worker that waits for the network looks whether it is to stop.
const LISTENS_EVERY: Duration = Duration::from_millis(100);

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All sources were taken.
    Finished,
    /// It was asked to stop; what was handed on is an unbroken beginning of the sources.
    Interrupted,
}

impl Pipeline {
    /// Assesses `sources` with `jobs` workers and hands each outcome to `take`, in the order of `sources`.
    ///
    /// At most 64 sources a worker are under way or waiting for their turn, however many there are. When `stop`
    /// becomes true, no further source is begun; outcomes that wait for an unfinished one before them are dropped.
    ///
    /// # Errors
    ///
    /// The first error of `take`, which ends the run.
    pub fn run(
        &self,
        sources: &[Listed],
        jobs: usize,
        stop: &AtomicBool,
        mut take: impl FnMut(Outcome) -> io::Result<()>,
    ) -> io::Result<Ended> {
        let jobs = jobs.clamp(1, sources.len().max(1));
        let window = jobs * AHEAD_PER_WORKER;
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build()
            .map_err(io::Error::other)?;
        // One ticket lets one source be begun; it comes back when an outcome has been handed on.
        let (give_ticket, tickets) = bounded::<()>(window);
        let (send, outcomes) = bounded::<(usize, Outcome)>(window);
        let next = AtomicUsize::new(0);
        // Fetching has threads and a pace of its own, and is not held up by what is slow to read.
        self.loader.ahead(sources.iter().flatten());
        let mut taken = 0;
        let mut failure = None;
        pool.in_place_scope(|scope| {
            for _ in 0..jobs {
                let (tickets, send, next) = (tickets.clone(), send.clone(), &next);
                scope.spawn(move |_| {
                    let mut reader = self.reader();
                    while tickets.recv().is_ok() && !stop.load(Ordering::Relaxed) {
                        let place = next.fetch_add(1, Ordering::Relaxed);
                        let Some(listed) = sources.get(place) else {
                            return;
                        };
                        if let Ok(source) = listed {
                            while !self.loader.wait_for(source, LISTENS_EVERY) {
                                if stop.load(Ordering::Relaxed) {
                                    return;
                                }
                            }
                        }
                        let outcome = match listed {
                            Ok(source) => self.assess(source, &mut reader),
                            Err(failed) => Err(failed.clone()),
                        };
                        if send.send((place, outcome)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop((send, tickets));
            for _ in 0..window {
                // The channel holds `window` tickets: this never waits.
                let _ = give_ticket.send(());
            }
            let mut waiting = BTreeMap::new();
            while taken < sources.len() {
                let Ok((place, outcome)) = outcomes.recv() else {
                    break;
                };
                waiting.insert(place, outcome);
                while let Some(outcome) = waiting.remove(&taken) {
                    if let Err(error) = take(outcome) {
                        failure = Some(error);
                        break;
                    }
                    taken += 1;
                    let _ = give_ticket.send(());
                }
                if failure.is_some() {
                    break;
                }
            }
            // Without tickets and without a receiver every worker ends after the source at hand.
            drop((give_ticket, outcomes));
        });
        match failure {
            Some(error) => Err(error),
            None if taken == sources.len() => Ok(Ended::Finished),
            None => Ok(Ended::Interrupted),
        }
    }
}
