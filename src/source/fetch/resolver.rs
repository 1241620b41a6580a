//! Looks names up and drops addresses that must not be asked, so that the address that was checked is the one that
//! is connected to.

use std::collections::BTreeSet;
use std::error::Error;
use std::net::SocketAddr;
use std::net::ToSocketAddrs;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::thread;
use std::time::Duration;

use reqwest::dns::Addrs;
use reqwest::dns::Name;
use reqwest::dns::Resolve;
use reqwest::dns::Resolving;

use super::super::address::is_private;

/// Why a host name gave no address that may be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum LookupFailed {
    #[error("the name leads to this machine or a private network")]
    Private,
    #[error("{0}")]
    Unknown(String),
}

/// What turns a name into addresses: the system's look-up.
pub(super) type LookUp = fn(&str) -> std::io::Result<Vec<SocketAddr>>;

/// The system's own look-up. Blocks.
pub(super) fn system(name: &str) -> std::io::Result<Vec<SocketAddr>> {
    (name, 0).to_socket_addrs().map(Iterator::collect)
}

/// Looks host names up for the HTTP library.
#[derive(Debug)]
pub(super) struct CheckedResolver {
    pub(super) allow_private: bool,
    /// The hosts of proxies, which the user named and which may well stand in a private network.
    pub(super) proxies: BTreeSet<String>,
    pub(super) look_up: LookUp,
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let allow_private = self.allow_private || self.proxies.contains(&name);
        let look_up = self.look_up;
        let lookup = Arc::new(Mutex::new(Lookup::default()));
        let answer = Arc::clone(&lookup);
        // The system's look-up blocks; a thread of its own keeps it from holding up other connections.
        let started = thread::Builder::new().spawn(move || {
            let found = checked(look_up, &name, allow_private);
            let mut lookup = answer.lock().unwrap_or_else(PoisonError::into_inner);
            lookup.found = Some(found);
            if let Some(waker) = lookup.waker.take() {
                waker.wake();
            }
        });
        if let Err(error) = started {
            let mut lookup = lookup.lock().unwrap_or_else(PoisonError::into_inner);
            lookup.found = Some(Err(LookupFailed::Unknown(error.to_string())));
        }
        Box::pin(Waiting(lookup))
    }
}

/// The addresses of `name` that may be asked.
fn checked(
    look_up: LookUp,
    name: &str,
    allow_private: bool,
) -> Result<Vec<SocketAddr>, LookupFailed> {
    let all = look_up(name).map_err(|error| LookupFailed::Unknown(error.to_string()))?;
    if all.is_empty() {
        return Err(LookupFailed::Unknown("the name has no address".to_owned()));
    }
    let allowed: Vec<SocketAddr> = all
        .into_iter()
        .filter(|address| allow_private || !is_private(address.ip()))
        .collect();
    if allowed.is_empty() {
        return Err(LookupFailed::Private);
    }
    Ok(allowed)
}

/// Whether `name` leads to this machine or a private network, as far as a look-up within `patience` tells.
///
/// For requests that a proxy makes in our stead: what it connects to is beyond our reach, but the obvious is refused.
pub(super) fn leads_inside(look_up: LookUp, name: &str, patience: Duration) -> bool {
    // RFC 6761: these are never looked up outside.
    if [".example", ".invalid", ".test"]
        .iter()
        .any(|reserved| name.ends_with(reserved))
    {
        return false;
    }
    let (send, receive) = mpsc::channel();
    let name = name.to_owned();
    let started = thread::Builder::new().spawn(move || {
        let _ = send.send(checked(look_up, &name, false));
    });
    started.is_ok()
        && matches!(
            receive.recv_timeout(patience),
            Ok(Err(LookupFailed::Private))
        )
}

/// A look-up under way, and who waits for it.
#[derive(Debug, Default)]
struct Lookup {
    found: Option<Result<Vec<SocketAddr>, LookupFailed>>,
    waker: Option<Waker>,
}

struct Waiting(Arc<Mutex<Lookup>>);

impl Future for Waiting {
    type Output = Result<Addrs, Box<dyn Error + Send + Sync>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut lookup = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match lookup.found.take() {
            Some(Ok(addresses)) => Poll::Ready(Ok(Box::new(addresses.into_iter()))),
            Some(Err(error)) => Poll::Ready(Err(error.into())),
            None => {
                lookup.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(_: &str) -> std::io::Result<Vec<SocketAddr>> {
        Ok(vec![SocketAddr::from(([10, 0, 0, 7], 0))])
    }

    fn both(_: &str) -> std::io::Result<Vec<SocketAddr>> {
        Ok(vec![
            SocketAddr::from(([192, 168, 0, 7], 0)),
            SocketAddr::from(([93, 184, 216, 34], 0)),
        ])
    }

    #[test]
    fn a_name_that_leads_inside_is_refused_when_it_is_looked_up() {
        assert_eq!(
            checked(inside, "intranet.example.org", false),
            Err(LookupFailed::Private)
        );
        assert!(checked(inside, "intranet.example.org", true).is_ok());
        // Of several addresses only those outside are connected to.
        let outside = checked(both, "example.org", false).map(|all| all.len());
        assert_eq!(outside, Ok(1));
    }

    #[test]
    fn a_proxy_is_not_sent_inside() {
        let patience = Duration::from_secs(5);

        assert!(leads_inside(inside, "intranet.example.org", patience));
        assert!(!leads_inside(both, "example.org", patience));
        assert!(!leads_inside(inside, "company.example", patience));
    }
}
