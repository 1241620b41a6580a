//! The proxies that the environment names.

use std::collections::BTreeSet;
use std::env;

use url::Url;

/// Whether a proxy may make our requests, and the hosts of all that are named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Proxies {
    http: Option<String>,
    https: Option<String>,
}

impl Proxies {
    /// As the environment says: `HTTP_PROXY`, `HTTPS_PROXY` and `ALL_PROXY`, in capitals or small letters.
    ///
    /// Only these names decide here; which requests go through them (`NO_PROXY`) is the HTTP library's to tell.
    pub(super) fn of_environment() -> Self {
        Self::from(|name| env::var(name).ok())
    }

    fn from(value: impl Fn(&str) -> Option<String>) -> Self {
        let named = |names: [&str; 4]| {
            let typed = names
                .iter()
                .filter_map(|name| value(name))
                .find(|typed| !typed.trim().is_empty())?;
            host_of(typed.trim())
        };
        Self {
            http: named(["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]),
            https: named(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]),
        }
    }

    /// Whether a request for `url` may go through a proxy.
    pub(super) fn may_take(&self, url: &Url) -> bool {
        match url.scheme() {
            "https" => self.https.is_some(),
            _ => self.http.is_some(),
        }
    }

    /// The hosts of the proxies.
    pub(super) fn hosts(&self) -> BTreeSet<String> {
        self.http.iter().chain(&self.https).cloned().collect()
    }
}

fn host_of(typed: &str) -> Option<String> {
    let url = if typed.contains("://") {
        Url::parse(typed)
    } else {
        Url::parse(&format!("http://{typed}"))
    };
    Some(url.ok()?.host_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_named_by_the_environment() {
        let proxies = Proxies::from(|name| match name {
            "https_proxy" => Some("http://anna:secret@proxy.example.org:3128".to_owned()),
            "ALL_PROXY" => Some("10.0.0.5:3128".to_owned()),
            _ => None,
        });
        let url = |address: &str| Url::parse(address).expect("an address");

        assert_eq!(
            proxies.hosts().into_iter().collect::<Vec<_>>(),
            ["10.0.0.5", "proxy.example.org"]
        );
        assert!(proxies.may_take(&url("http://example.org/")));
        assert!(!Proxies::from(|_| None).may_take(&url("https://example.org/")));
        assert!(!Proxies::from(|_| Some(String::new())).may_take(&url("http://example.org/")));
    }
}
