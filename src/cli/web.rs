//! Options of every command that asks servers, and what they come to.

use std::env;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::source::Fetching;
use crate::source::Loading;

/// Options of every command that asks servers.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Fetching")]
pub(super) struct WebArguments {
    /// Tell servers how to reach you: a mail address or a page, in the User-Agent
    #[arg(long, value_name = "ADDRESS", env = "AVOWAL_CONTACT")]
    contact: Option<String>,
    /// Send this User-Agent instead of the program's own
    #[arg(long, value_name = "TEXT", conflicts_with = "contact")]
    user_agent: Option<String>,
    /// Pause after each answer of a host, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    delay: Duration,
    /// Open at most this many connections to one host
    #[arg(long, value_name = "N", default_value = "1")]
    per_host: NonZeroUsize,
    /// Open at most this many connections altogether
    #[arg(long, value_name = "N", default_value = "32")]
    connections: NonZeroUsize,
    /// Repeat a request so often after 429, 5xx or a broken connection
    #[arg(long, value_name = "N", default_value_t = 2)]
    retries: u32,
    /// Give up on an answer after so many seconds, waiting for one's turn not counted
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Duration,
    /// Give up on an answer of more bytes than this, after decompression; K, M and G are understood
    #[arg(long, value_name = "SIZE", default_value = "100M", value_parser = size)]
    max_bytes: usize,
    /// Ask also what robots.txt forbids
    #[arg(long)]
    ignore_robots: bool,
    /// Keep what is fetched in this folder, and look there first [default: in the cache folder of the user; for `fetch`
    /// always its -o]
    #[arg(long, value_name = "DIR", env = "AVOWAL_STORE")]
    store: Option<PathBuf>,
    /// Ask for whole answers, whatever the store holds
    #[arg(long, conflicts_with = "max_age")]
    refresh: bool,
    /// Take from the store what is no older than this, as in 30d, 12h, 90m
    #[arg(long, value_name = "AGE", value_parser = age)]
    max_age: Option<Duration>,
    /// Also write all exchanges into this file, as WARC/1.1
    #[arg(long, value_name = "FILE")]
    warc: Option<PathBuf>,
}

impl WebArguments {
    /// Makes `loading` keep to these options; a store that it names already stays.
    pub(super) fn apply(&self, loading: &mut Loading) {
        let fetching = &mut loading.fetching;
        fetching.bytes = self.max_bytes;
        fetching.user_agent = match &self.user_agent {
            Some(own) => own.clone(),
            None => Fetching::user_agent(self.contact.as_deref()),
        };
        fetching.delay = self.delay;
        fetching.per_host = self.per_host.get();
        fetching.connections = self.connections.get();
        fetching.retries = self.retries;
        fetching.total = self.timeout;
        fetching.ignore_robots = self.ignore_robots;
        let keeping = &mut loading.keeping;
        keeping.store = keeping
            .store
            .take()
            .or_else(|| self.store.clone())
            .or_else(cache);
        keeping.refresh = self.refresh;
        keeping.max_age = self.max_age;
        keeping.warc.clone_from(&self.warc);
    }
}

/// The folder for what the user's programs may fetch again.
pub(super) fn cache() -> Option<PathBuf> {
    let named = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let folder = if cfg!(windows) {
        named("LOCALAPPDATA")?
    } else if let Some(folder) = named("XDG_CACHE_HOME").filter(|folder| folder.is_absolute()) {
        folder
    } else if cfg!(target_os = "macos") {
        named("HOME")?.join("Library/Caches")
    } else {
        named("HOME")?.join(".cache")
    };
    Some(folder.join("avowal"))
}

fn seconds(typed: &str) -> Result<Duration, String> {
    typed
        .parse::<f64>()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|seconds| *seconds <= Duration::from_secs(86_400))
        .ok_or_else(|| "give a number of seconds, for example 1 or 0.5".to_owned())
}

pub(super) fn size(typed: &str) -> Result<usize, String> {
    let (number, unit) = parted(typed);
    let factor = match unit
        .trim_end_matches(['b', 'B', 'i'])
        .to_ascii_uppercase()
        .as_str()
    {
        "" => 1,
        "K" => 1 << 10,
        "M" => 1 << 20,
        "G" => 1 << 30,
        _ => 0,
    };
    number
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_mul(factor))
        .filter(|&bytes| bytes > 0)
        .ok_or_else(|| "give a number of bytes, for example 500K or 20M".to_owned())
}

fn age(typed: &str) -> Result<Duration, String> {
    let (number, unit) = parted(typed);
    let factor = match unit {
        "" | "s" => Some(1),
        "m" => Some(60),
        "h" => Some(3_600),
        "d" => Some(86_400),
        "w" => Some(7 * 86_400),
        _ => None,
    };
    number
        .parse::<u64>()
        .ok()
        .zip(factor)
        .and_then(|(number, factor): (u64, u64)| number.checked_mul(factor))
        .map(Duration::from_secs)
        .ok_or_else(|| "give a number and a unit: 30d, 12h, 90m, 45s".to_owned())
}

fn parted(typed: &str) -> (&str, &str) {
    let typed = typed.trim();
    let end = typed
        .find(|sign: char| !sign.is_ascii_digit())
        .unwrap_or(typed.len());
    typed.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_read_as_people_write_them() {
        assert_eq!(seconds("0.25"), Ok(Duration::from_millis(250)));
        assert!(seconds("-1").is_err());
        assert!(seconds("NaN").is_err());
        assert_eq!(size("20M"), Ok(20 << 20));
        assert_eq!(size("512 KiB").ok(), None);
        assert_eq!(size("512KiB"), Ok(512 << 10));
        assert!(size("99999999999999999999G").is_err());
        assert_eq!(age("30d"), Ok(Duration::from_secs(30 * 86_400)));
        assert_eq!(age("0"), Ok(Duration::ZERO));
        assert!(age("soon").is_err());
    }
}
