//! What may be asked of disks and servers, and with what manners.

use std::path::PathBuf;
use std::time::Duration;

/// What may be asked of disks and servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loading {
    /// The most bytes taken from one file or, after decompression, from one answer of a server.
    pub bytes: usize,
    /// Open no connection at all: addresses are answered from the store.
    pub offline: bool,
    /// Also ask addresses of this machine and of private networks.
    pub allow_private: bool,
    /// How servers are asked.
    pub fetching: Fetching,
    /// What is kept of their answers.
    pub keeping: Keeping,
}

impl Default for Loading {
    fn default() -> Self {
        Self {
            bytes: 200 << 20,
            offline: false,
            allow_private: false,
            fetching: Fetching::default(),
            keeping: Keeping::default(),
        }
    }
}

/// How servers are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetching {
    /// Who asks: the whole `User-Agent`, which names the program so that a server's owner can see it.
    pub user_agent: String,
    /// The longest wait for a connection, the look-up of the name included.
    pub connect: Duration,
    /// The longest silence of a server in the middle of an answer.
    pub silence: Duration,
    /// The longest that one answer with all its redirects may take. Waiting for one's turn does not count.
    pub total: Duration,
    /// How many connections are open at once, altogether.
    pub connections: usize,
    /// How many of them to one host.
    pub per_host: usize,
    /// The pause after each answer of a host. `Crawl-delay` of its robots.txt may lengthen it.
    pub delay: Duration,
    /// How often a request is repeated after a passing failure: 429, 5xx, a connection that broke off.
    pub retries: u32,
    /// The pause before the first repetition, doubled before each further one.
    pub backoff: Duration,
    /// The longest `Retry-After` that is waited for; a host that asks for more is given up.
    pub longest_wait: Duration,
    /// Ask also what robots.txt forbids.
    pub ignore_robots: bool,
}

impl Fetching {
    /// The `User-Agent` of this program, with a way to reach who runs it: a mail address or a page.
    #[must_use]
    pub fn user_agent(contact: Option<&str>) -> String {
        let mut agent = concat!("avowal/", env!("CARGO_PKG_VERSION")).to_owned();
        // What would end the header, or its comment, is left out.
        let contact: String = contact
            .unwrap_or_default()
            .chars()
            .filter(|&sign| matches!(sign, ' '..='~') && !matches!(sign, '(' | ')' | '\\'))
            .collect();
        if !contact.trim().is_empty() {
            agent.push_str(" (+");
            agent.push_str(contact.trim());
            agent.push(')');
        }
        agent
    }
}

impl Default for Fetching {
    fn default() -> Self {
        Self {
            user_agent: Self::user_agent(None),
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(20),
            total: Duration::from_secs(60),
            connections: 32,
            per_host: 1,
            delay: Duration::from_secs(1),
            retries: 2,
            backoff: Duration::from_secs(1),
            longest_wait: Duration::from_secs(120),
            ignore_robots: false,
        }
    }
}

/// What is kept of the answers of servers, and when they are asked again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keeping {
    /// The folder of the store; none keeps answers only while the program runs.
    pub store: Option<PathBuf>,
    /// Ask for whole answers, whatever the store holds.
    pub refresh: bool,
    /// Answer from the store what was fetched or confirmed so short a time ago.
    pub max_age: Option<Duration>,
    /// Answer from the store what was fetched or confirmed since this time, RFC 3339: a run that goes on
    /// does not ask twice.
    pub fresh_since: Option<String>,
    /// Also write all exchanges into this file, as WARC/1.1.
    pub warc: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contact_stands_in_the_user_agent_and_cannot_break_the_header() {
        assert_eq!(
            Fetching::user_agent(Some("mailto:anna@example.org")),
            concat!(
                "avowal/",
                env!("CARGO_PKG_VERSION"),
                " (+mailto:anna@example.org)"
            )
        );
        assert!(!Fetching::user_agent(Some("a)\r\nX: 1")).contains(['\r', '\n']));
        assert!(!Fetching::user_agent(Some(" ")).contains('('));
    }
}
