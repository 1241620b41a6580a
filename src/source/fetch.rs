//! HTTP within limits; the only file that opens a connection.

use std::error::Error;
use std::io::Read;
use std::net::SocketAddr;
use std::net::ToSocketAddrs;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use reqwest::blocking::Client;
use reqwest::blocking::Response;
use reqwest::dns::Addrs;
use reqwest::dns::Name;
use reqwest::dns::Resolve;
use reqwest::dns::Resolving;
use reqwest::header::ACCEPT;
use reqwest::header::CONTENT_TYPE;
use reqwest::header::LOCATION;
use url::Url;

use super::Loading;
use super::Origin;
use super::Snapshot;
use super::Unfetched;
use super::address::check;
use super::address::is_private;

/// Who asks: the program's name and version, so that a server's owner can see it.
const USER_AGENT: &str = concat!("avowal/", env!("CARGO_PKG_VERSION"));

/// How many redirects are followed.
const MOST_REDIRECTS: usize = 5;

/// The longest wait for a connection, in seconds.
const CONNECT_SECONDS: u64 = 10;

/// The longest wait for the next part of an answer, in seconds.
const SILENT_SECONDS: u64 = 20;

/// Asks servers for pages. The first question makes the client; without one, nothing of the network is touched.
#[derive(Debug)]
pub(super) struct Fetcher {
    loading: Loading,
    client: OnceLock<Result<Client, String>>,
}

impl Fetcher {
    pub(super) fn new(loading: Loading) -> Self {
        Self {
            loading,
            client: OnceLock::new(),
        }
    }

    /// The bytes at `address`, after redirects and decompression.
    pub(super) fn fetch(&self, address: &str) -> Result<Snapshot, Unfetched> {
        let deadline = Instant::now() + Duration::from_secs(self.loading.fetch_seconds);
        let mut redirects = Vec::new();
        let mut url = parsed(address)?;
        loop {
            check(&url, self.loading.allow_private)?;
            let response = self.ask(&url, deadline)?;
            let Some(next) = redirect_of(&response, &url)? else {
                return self.take(response, &url, redirects, deadline);
            };
            redirects.push(url.into());
            if redirects.len() > MOST_REDIRECTS {
                return Err(Unfetched::TooManyRedirects {
                    limit: MOST_REDIRECTS,
                    address: next.into(),
                });
            }
            url = next;
        }
    }

    fn ask(&self, url: &Url, deadline: Instant) -> Result<Response, Unfetched> {
        let client = self
            .client
            .get_or_init(|| client(self.loading).map_err(|error| error.to_string()))
            .as_ref()
            .map_err(|error| Unfetched::Untrusted {
                host: host_of(url),
                cause: error.clone().into(),
            })?;
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(self.late());
        }
        client
            .get(url.clone())
            .header(
                ACCEPT,
                "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
            )
            .timeout(left)
            .send()
            .map_err(|error| self.told(error, url))
    }

    /// Takes the answer in parts, so that neither its length nor its slowness can exceed what is allowed.
    fn take(
        &self,
        mut response: Response,
        url: &Url,
        redirects: Vec<String>,
        deadline: Instant,
    ) -> Result<Snapshot, Unfetched> {
        let status = response.status();
        if !status.is_success() {
            return Err(Unfetched::Status {
                status: status.as_u16(),
            });
        }
        let limit = self.loading.bytes;
        if response
            .content_length()
            .is_some_and(|length| length > limit as u64)
        {
            return Err(Unfetched::TooLarge { limit });
        }
        let charset = response
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(charset_of);
        let mut bytes = Vec::new();
        let mut part = vec![0; 64 << 10];
        loop {
            if Instant::now() >= deadline {
                return Err(self.late());
            }
            let count = match response.read(&mut part) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) if is_late(&error) => return Err(self.late()),
                Err(error) => {
                    return Err(Unfetched::BrokenAnswer {
                        host: host_of(url),
                        cause: error.into(),
                    });
                }
            };
            // These are bytes after decompression: a small answer may unfold to a huge one.
            if bytes.len() + count > limit {
                return Err(Unfetched::TooLarge { limit });
            }
            bytes.extend_from_slice(part.get(..count).unwrap_or_default());
        }
        Ok(Snapshot {
            bytes,
            origin: Origin {
                final_url: Some(url.clone().into()),
                redirects,
                retrieved_at: Some(now()),
                ..Origin::default()
            },
            charset,
        })
    }

    fn late(&self) -> Unfetched {
        Unfetched::Timeout {
            seconds: self.loading.fetch_seconds,
        }
    }

    /// What befell a request, told from the chain of causes: the library keeps its own kinds private.
    fn told(&self, error: reqwest::Error, url: &Url) -> Unfetched {
        let host = host_of(url);
        let error = error.without_url();
        if is_late(&error) {
            return self.late();
        }
        if let Some(lookup) = cause::<LookupFailed>(&error) {
            return match lookup {
                LookupFailed::Private => Unfetched::PrivateAddress { host },
                LookupFailed::Unknown(words) => Unfetched::UnknownHost {
                    host,
                    cause: Some(words.clone().into()),
                },
            };
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

fn client(loading: Loading) -> reqwest::Result<Client> {
    // Chosen here and not by a feature: `ring` builds with a C compiler alone. A second call finds it chosen.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .user_agent(USER_AGENT)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // A proxy would connect in our stead, past the check of addresses.
        .no_proxy()
        .connect_timeout(Duration::from_secs(CONNECT_SECONDS))
        .timeout(Duration::from_secs(SILENT_SECONDS))
        .dns_resolver(Arc::new(CheckedResolver {
            allow_private: loading.allow_private,
        }))
        .build()
}

fn parsed(address: &str) -> Result<Url, Unfetched> {
    Url::parse(address).map_err(|_| Unfetched::RefusedAddress {
        address: address.to_owned(),
        reason: "is not an address",
    })
}

/// Where an answer sends on to, if it does.
fn redirect_of(response: &Response, url: &Url) -> Result<Option<Url>, Unfetched> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(target) = response.headers().get(LOCATION) else {
        return Ok(None);
    };
    let target = String::from_utf8_lossy(target.as_bytes());
    let next = url.join(&target).map_err(|_| Unfetched::RefusedAddress {
        address: target.into_owned(),
        reason: "is no address to redirect to",
    })?;
    if url.scheme() == "https" && next.scheme() == "http" {
        return Err(Unfetched::RefusedAddress {
            address: next.into(),
            reason: "leads from an encrypted connection to an open one",
        });
    }
    Ok(Some(next))
}

/// The charset of a `Content-Type` such as `text/html; charset="utf-8"`.
fn charset_of(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

fn now() -> String {
    let now = jiff::Timestamp::now();
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn host_of(url: &Url) -> String {
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

/// Why a host name gave no address that may be asked.
#[derive(Debug, thiserror::Error)]
enum LookupFailed {
    #[error("the name leads to this machine or a private network")]
    Private,
    #[error("{0}")]
    Unknown(String),
}

/// Looks up host names and drops addresses of this machine and private networks, so that the address that was
/// checked is the one that is connected to.
#[derive(Debug)]
struct CheckedResolver {
    allow_private: bool,
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        let lookup = Arc::new(Mutex::new(Lookup::default()));
        let answer = Arc::clone(&lookup);
        let name = name.as_str().to_owned();
        // The system's lookup blocks; a thread of its own keeps it from holding up other connections.
        let started = thread::Builder::new().spawn(move || {
            let found = look_up(&name, allow_private);
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

fn look_up(name: &str, allow_private: bool) -> Result<Vec<SocketAddr>, LookupFailed> {
    let all = (name, 0)
        .to_socket_addrs()
        .map_err(|error| LookupFailed::Unknown(error.to_string()))?;
    let mut allowed = Vec::new();
    let mut any = false;
    for address in all {
        any = true;
        if allow_private || !is_private(address.ip()) {
            allowed.push(address);
        }
    }
    match (allowed.is_empty(), any) {
        (false, _) => Ok(allowed),
        (true, true) => Err(LookupFailed::Private),
        (true, false) => Err(LookupFailed::Unknown("the name has no address".to_owned())),
    }
}

/// A lookup under way, and who waits for it.
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
    use std::io::BufRead;
    use std::io::BufReader;
    use std::io::Write;
    use std::net::TcpListener;
    use std::net::TcpStream;

    use super::*;
    use crate::failure::Explain;

    /// A server on this machine that gives to each path what `answer` says, byte for byte, until the test ends.
    fn server(answer: fn(&str, &mut TcpStream)) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    let mut stream = stream;
                    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                    let first = lines.next().and_then(Result::ok).unwrap_or_default();
                    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
                    while lines
                        .next()
                        .and_then(Result::ok)
                        .is_some_and(|line| !line.is_empty())
                    {}
                    answer(&path, &mut stream);
                });
            }
        });
        format!("http://{address}")
    }

    fn say(stream: &mut TcpStream, words: &str) {
        // The other side may hang up first, which some tests are about.
        let _ = stream.write_all(words.as_bytes());
    }

    fn allowed() -> Loading {
        Loading {
            allow_private: true,
            bytes: 1 << 20,
            fetch_seconds: 5,
            ..Loading::default()
        }
    }

    fn code(loading: Loading, address: &str) -> &'static str {
        match Fetcher::new(loading).fetch(address) {
            Ok(snapshot) => panic!("{} bytes came", snapshot.bytes.len()),
            Err(error) => error.code(),
        }
    }

    #[test]
    fn redirects_are_followed_and_kept() {
        let server = server(|path, stream| match path {
            "/old" => say(
                stream,
                "HTTP/1.1 301 Moved\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n",
            ),
            _ => say(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"windows-1252\"\r\nContent-Length: 5\r\n\r\nhello",
            ),
        });

        let snapshot = Fetcher::new(allowed())
            .fetch(&format!("{server}/old"))
            .unwrap();

        assert_eq!(snapshot.bytes, b"hello");
        assert_eq!(snapshot.charset.as_deref(), Some("windows-1252"));
        assert_eq!(snapshot.origin.final_url, Some(format!("{server}/new")));
        assert_eq!(snapshot.origin.redirects, [format!("{server}/old")]);
        assert_eq!(
            snapshot.origin.retrieved_at.map(|time| time.len()),
            Some(20)
        );
    }

    #[test]
    fn a_circle_of_redirects_ends() {
        let server = server(|_, stream| {
            say(
                stream,
                "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n",
            );
        });

        assert_eq!(code(allowed(), &server), "too-many-redirects");
    }

    #[test]
    fn this_machine_is_refused_before_a_connection_is_opened() {
        let server = server(|_, _| panic!("nobody may connect"));
        let port = server.rsplit(':').next().unwrap().to_owned();
        let careful = Loading::default();

        for host in [
            "127.0.0.1",
            "localhost",
            "[::ffff:127.0.0.1]",
            "2130706433",
            "0x7f.1",
        ] {
            assert_eq!(
                code(careful, &format!("http://{host}:{port}/")),
                "private-address"
            );
        }
    }

    #[test]
    fn a_name_that_leads_to_this_machine_is_refused_when_it_is_looked_up() {
        // The literal check sees only the name; the resolver sees where it leads.
        assert!(matches!(
            look_up("localhost", false),
            Err(LookupFailed::Private)
        ));
        assert!(look_up("localhost", true).is_ok());
    }

    #[test]
    fn a_server_that_refuses_is_told_by_its_status() {
        let server = server(|_, stream| {
            say(
                stream,
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            );
        });

        assert_eq!(code(allowed(), &server), "http-404");
    }

    #[test]
    fn a_small_answer_that_unfolds_to_a_huge_one_is_cut_off() {
        // One gigabyte cannot be sent by a test; 4 MiB of zeros against a limit of 1 MiB shows the same.
        let server = server(|_, stream| {
            let stored = deflate_of_zeros(4 << 20);
            say(
                stream,
                &format!(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: {}\r\n\r\n",
                    stored.len()
                ),
            );
            let _ = stream.write_all(&stored);
        });

        assert_eq!(code(allowed(), &server), "too-large");
    }

    /// A zlib stream of `count` zeros: one literal, then runs of 258 bytes at distance 1, in fixed Huffman codes.
    fn deflate_of_zeros(count: usize) -> Vec<u8> {
        let mut bits: Vec<bool> = vec![true, true, false];
        let push = |bits: &mut Vec<bool>, code: u32, length: u32| {
            for place in (0..length).rev() {
                bits.push(code >> place & 1 == 1);
            }
        };
        push(&mut bits, 0b0011_0000, 8);
        for _ in 0..count / 258 {
            push(&mut bits, 0b1100_0101, 8);
            push(&mut bits, 0, 5);
        }
        push(&mut bits, 0, 7);
        let mut bytes = vec![0x78, 0x01];
        for chunk in bits.chunks(8) {
            let byte = chunk
                .iter()
                .enumerate()
                .fold(0u8, |byte, (place, &bit)| byte | u8::from(bit) << place);
            bytes.push(byte);
        }
        bytes
    }

    #[test]
    fn an_answer_that_trickles_does_not_hold_the_run_up() {
        let server = server(|_, stream| {
            say(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            for _ in 0..100 {
                say(stream, "x");
                thread::sleep(Duration::from_millis(100));
            }
        });
        let started = Instant::now();

        let code = code(
            Loading {
                fetch_seconds: 1,
                ..allowed()
            },
            &server,
        );

        assert_eq!(code, "timeout");
        assert!(
            started.elapsed() < Duration::from_secs(4),
            "{:?}",
            started.elapsed()
        );
    }

    #[test]
    fn an_answer_that_breaks_off_is_told() {
        let server = server(|_, stream| {
            say(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort",
            );
        });

        assert_eq!(code(allowed(), &server), "broken-answer");
    }

    #[test]
    fn a_closed_door_and_an_unknown_name_are_told_apart() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);

        assert_eq!(
            code(allowed(), &format!("http://{address}/")),
            "no-connection"
        );
        assert_eq!(code(allowed(), "http://no-such-name.invalid/"), "dns");
    }

    #[test]
    fn an_open_server_where_encryption_was_asked_for_is_not_trusted() {
        // It speaks first, as no encrypted server does, and waits until the other side has hung up.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                say(&mut stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                let _ = std::io::copy(&mut stream, &mut std::io::sink());
            }
        });

        let code = code(allowed(), &format!("https://{address}/"));

        assert_eq!(code, "tls");
    }
}
