//! One request and its answer, within limits; the only file that opens a connection.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use reqwest::Response;
use reqwest::header::ACCEPT;
use reqwest::header::ACCEPT_LANGUAGE;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::HeaderValue;
use tokio::runtime::Runtime;
use url::Url;

use super::super::Unfetched;
use super::super::address::check;
use super::super::fetching::Loading;
use super::proxy::Proxies;
use super::resolver::CheckedResolver;
use super::resolver::LookUp;
use super::resolver::LookupFailed;
use super::resolver::leads_inside;
use super::resolver::system;

/// How many bytes of headers are remembered of one answer; what is beyond is left out.
const MOST_HEADER_BYTES: usize = 16 << 10;

/// Headers that are not remembered: they are of one visit and may identify it.
const FORGOTTEN: &[&str] = &["set-cookie", "set-cookie2"];

/// What is preferred: statements come as pages and as PDF.
const ACCEPTED: &str = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5";

/// In which languages, where a server has several.
const LANGUAGES: &str = "en-GB,en;q=0.8,*;q=0.5";

/// Opens connections and asks.
#[derive(Debug)]
pub(super) struct Connections {
    client: Client,
    /// Moves the bytes of all connections, on one thread of its own.
    runtime: Runtime,
    proxies: Proxies,
    look_up: LookUp,
    loading: Loading,
}

/// How many bytes of a success are taken, and what becomes of more.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bound {
    /// More is a failure.
    Refuse(usize),
    /// More is left.
    Cut(usize),
}

/// One answer, whatever its status.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in small letters; of several of one name, joined by commas.
    pub(super) headers: BTreeMap<String, String>,
    /// After decompression; of a refusal only the beginning; of a redirect nothing.
    pub(super) body: Vec<u8>,
    /// What was sent beside the usual.
    pub(super) conditions: Vec<(&'static str, String)>,
}

impl Answer {
    /// The value of the header `name`.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Whether it sends on to another address, and to which.
    pub(super) fn redirect(&self) -> Option<&str> {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
            .then(|| self.header("location"))
            .flatten()
    }
}

impl Connections {
    pub(super) fn new(loading: &Loading) -> io::Result<Self> {
        Self::with(loading, Proxies::of_environment(), system)
    }

    fn with(loading: &Loading, proxies: Proxies, look_up: LookUp) -> io::Result<Self> {
        // Chosen here and not by a feature: `ring` builds with a C compiler alone. A second call finds it chosen.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let fetching = &loading.fetching;
        let client = Client::builder()
            .user_agent(&fetching.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(fetching.connect)
            .read_timeout(fetching.silence)
            .pool_idle_timeout(Duration::from_secs(30))
            .pool_max_idle_per_host(fetching.per_host)
            .dns_resolver(Arc::new(CheckedResolver {
                allow_private: loading.allow_private,
                proxies: proxies.hosts(),
                look_up,
            }))
            .build()
            .map_err(io::Error::other)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        Ok(Self {
            client,
            runtime,
            proxies,
            look_up,
            loading: loading.clone(),
        })
    }

    /// Asks for `url` and takes the answer, of a success as many bytes as `bound` says, within `left`.
    ///
    /// Redirects are not followed, and no status is a failure here.
    pub(super) fn ask(
        &self,
        url: &Url,
        conditions: Vec<(&'static str, String)>,
        bound: Bound,
        left: Duration,
    ) -> Result<Answer, Unfetched> {
        check(url, self.loading.allow_private)?;
        self.check_behind_proxy(url)?;
        // Made within the runtime, whose clock it needs.
        let exchange =
            async { tokio::time::timeout(left, self.exchange(url, conditions, bound)).await };
        self.runtime
            .block_on(exchange)
            .unwrap_or_else(|_| Err(self.late()))
    }

    async fn exchange(
        &self,
        url: &Url,
        conditions: Vec<(&'static str, String)>,
        bound: Bound,
    ) -> Result<Answer, Unfetched> {
        let response = self
            .client
            .get(url.clone())
            .headers(headers_with(&conditions))
            .send()
            .await
            .map_err(|error| self.told(error, url))?;
        let mut answer = Answer {
            status: response.status().as_u16(),
            headers: remembered(response.headers()),
            body: Vec::new(),
            conditions,
        };
        if answer.redirect().is_some() || answer.status == 304 {
            return Ok(answer);
        }
        let success = response.status().is_success();
        let bound = if success {
            bound
        } else {
            // Enough to see what kind of refusal it is.
            Bound::Cut(super::challenge::LOOKED_AT)
        };
        match self.take(response, url, bound).await {
            Ok(body) => answer.body = body,
            // A refusal is told by its status, whatever becomes of its page.
            Err(_) if !success => {}
            Err(error) => return Err(error),
        }
        Ok(answer)
    }

    /// A proxy connects in our stead, past the check of the resolver.
    fn check_behind_proxy(&self, url: &Url) -> Result<(), Unfetched> {
        if self.loading.allow_private || !self.proxies.may_take(url) {
            return Ok(());
        }
        if let Some(url::Host::Domain(name)) = url.host()
            && leads_inside(self.look_up, name, self.loading.fetching.connect)
        {
            return Err(Unfetched::PrivateAddress {
                host: name.to_owned(),
            });
        }
        Ok(())
    }

    /// Takes the answer in parts, so that it cannot be longer than allowed.
    async fn take(
        &self,
        mut response: Response,
        url: &Url,
        bound: Bound,
    ) -> Result<Vec<u8>, Unfetched> {
        let (limit, cut) = match bound {
            Bound::Refuse(limit) => (limit, false),
            Bound::Cut(limit) => (limit, true),
        };
        let length = response.content_length();
        if !cut && length.is_some_and(|length| length > limit as u64) {
            return Err(Unfetched::TooLarge { limit });
        }
        let expected = length.and_then(|length| usize::try_from(length).ok());
        let mut bytes = Vec::with_capacity(expected.unwrap_or(0).min(limit).min(1 << 20));
        while let Some(part) = response
            .chunk()
            .await
            .map_err(|error| self.told(error, url))?
        {
            // These are bytes after decompression: a small answer may unfold to a huge one.
            if bytes.len() + part.len() > limit {
                if cut {
                    bytes.extend_from_slice(part.get(..limit - bytes.len()).unwrap_or_default());
                    return Ok(bytes);
                }
                return Err(Unfetched::TooLarge { limit });
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }

    fn late(&self) -> Unfetched {
        Unfetched::Timeout {
            seconds: self.loading.fetching.total.as_secs(),
            silence: self.loading.fetching.silence.as_secs(),
        }
    }

    /// What befell a request, told from the chain of causes: the library keeps its own kinds private.
    fn told(&self, error: reqwest::Error, url: &Url) -> Unfetched {
        let host = host_of(url);
        let error = error.without_url();
        if let Some(lookup) = cause::<LookupFailed>(&error) {
            return match lookup {
                LookupFailed::Private => Unfetched::PrivateAddress { host },
                LookupFailed::Unknown(words) => Unfetched::UnknownHost {
                    host,
                    cause: Some(words.clone().into()),
                },
            };
        }
        if is_late(&error) {
            return self.late();
        }
        if cause::<rustls::Error>(&error).is_some() {
            return Unfetched::Untrusted {
                host,
                cause: error.into(),
            };
        }
        if error.is_connect() {
            return Unfetched::NoConnection {
                host,
                cause: error.into(),
            };
        }
        Unfetched::BrokenAnswer {
            host,
            cause: error.into(),
        }
    }
}

fn headers_with(conditions: &[(&'static str, String)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ACCEPTED));
    headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(LANGUAGES));
    for (name, value) in conditions {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    headers
}

/// What every request sends beside its conditions: for the record.
pub(super) fn usual_headers() -> [(&'static str, &'static str); 2] {
    [("accept", ACCEPTED), ("accept-language", LANGUAGES)]
}

/// The headers of an answer, within bounds.
fn remembered(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    let mut bytes = 0;
    for (name, value) in headers {
        let name = name.as_str();
        bytes += name.len() + value.len();
        // What decides how the answer is read is kept, however long the others are.
        let decides = matches!(
            name,
            "location" | "content-type" | "etag" | "last-modified" | "retry-after"
        );
        if FORGOTTEN.contains(&name) || (bytes > MOST_HEADER_BYTES && !decides) {
            continue;
        }
        let value: String = String::from_utf8_lossy(value.as_bytes())
            .chars()
            .take(MOST_HEADER_BYTES)
            .collect();
        kept.entry(name.to_owned())
            .and_modify(|there| {
                there.push_str(", ");
                there.push_str(&value);
            })
            .or_insert(value);
    }
    kept
}

pub(super) fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn is_late(error: &(dyn Error + 'static)) -> bool {
    let mut behind = Some(error);
    while let Some(error) = behind {
        let ours = error
            .downcast_ref::<reqwest::Error>()
            .is_some_and(reqwest::Error::is_timeout);
        let theirs = error
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut);
        if ours || theirs {
            return true;
        }
        behind = wrapped(error);
    }
    false
}

fn cause<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut behind = Some(error);
    while let Some(error) = behind {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        behind = wrapped(error);
    }
    None
}

/// The error behind `error`: an I/O error hides the one that it wraps from `source`.
fn wrapped<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<std::io::Error>() {
        Some(error) => error.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::time::Instant;

    use super::*;
    use crate::failure::Explain;

    #[test]
    fn a_name_server_that_does_not_answer_holds_nobody_up() {
        fn slow(_: &str) -> std::io::Result<Vec<SocketAddr>> {
            std::thread::sleep(Duration::from_secs(5));
            Ok(Vec::new())
        }
        let mut loading = Loading::default();
        loading.fetching.connect = Duration::from_millis(200);
        let connections = Connections::with(&loading, Proxies::default(), slow).unwrap();
        let url = Url::parse("http://slow.example/").unwrap();
        let began = Instant::now();

        let error = connections
            .ask(
                &url,
                Vec::new(),
                Bound::Refuse(1000),
                Duration::from_secs(3),
            )
            .unwrap_err();

        assert_eq!(error.code(), "timeout");
        assert!(
            began.elapsed() < Duration::from_secs(2),
            "{:?}",
            began.elapsed()
        );
    }

    #[test]
    fn a_name_that_leads_inside_is_not_connected_to() {
        fn inside(_: &str) -> std::io::Result<Vec<SocketAddr>> {
            Ok(vec![SocketAddr::from(([127, 0, 0, 1], 0))])
        }
        let connections =
            Connections::with(&Loading::default(), Proxies::default(), inside).unwrap();
        let url = Url::parse("http://intranet.example/").unwrap();

        let error = connections
            .ask(
                &url,
                Vec::new(),
                Bound::Refuse(1000),
                Duration::from_secs(3),
            )
            .unwrap_err();

        assert_eq!(error.code(), "private-address");
    }

    #[test]
    fn cookies_are_forgotten_and_endless_headers_cut() {
        let mut headers = HeaderMap::new();
        headers.insert("set-cookie", HeaderValue::from_static("id=7"));
        headers.insert("a", HeaderValue::from_str(&"x".repeat(20 << 10)).unwrap());
        headers.insert("b", HeaderValue::from_static("after"));
        headers.insert("etag", HeaderValue::from_static("\"v1\""));

        let kept = remembered(&headers);

        assert_eq!(kept.keys().collect::<Vec<_>>(), ["etag"]);
    }
}
