//! A small web server for tests: well-behaved where a test wants it, and as malformed as a test wants it. It keeps a
//! log, by which tests see how politely they were asked. As a proxy it stands for any number of hosts.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "each test that takes this file uses part of it"
)]

use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::thread;
use std::time::Instant;

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// The host it is for: of its address where we are a proxy, else of its `Host`.
    pub host: String,
    /// Path and query.
    pub path: String,
    /// Names in small letters.
    pub headers: BTreeMap<String, String>,
}

/// One request with when it came and when its answer was complete.
#[derive(Debug, Clone)]
pub struct Hit {
    pub request: Request,
    pub began: Instant,
    pub ended: Instant,
}

type Writing = Box<dyn FnOnce(&mut TcpStream) -> std::io::Result<()>>;

/// What the server gives.
pub enum Reply {
    /// A whole answer; the connection stays open.
    Page {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
    /// Whatever is written; then the connection is closed.
    Raw(Writing),
}

impl Reply {
    pub fn page(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::status(200, body).with("Content-Type", content_type)
    }

    pub fn status(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Page {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    pub fn redirect(status: u16, to: &str) -> Self {
        Self::status(status, "").with("Location", to)
    }

    pub fn raw(write: impl FnOnce(&mut TcpStream) -> std::io::Result<()> + 'static) -> Self {
        Self::Raw(Box::new(write))
    }

    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        if let Self::Page { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.into()));
        }
        self
    }
}

type Answer = dyn Fn(&Request) -> Reply + Send + Sync;

/// A server on this machine, until the test ends.
pub struct Server {
    pub address: SocketAddr,
    hits: Arc<Mutex<Vec<Hit>>>,
}

impl Server {
    pub fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at("127.0.0.1:0", answer)
    }

    pub fn start_at(
        place: &str,
        answer: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(place).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let hits: Arc<Mutex<Vec<Hit>>> = Arc::default();
        let log = Arc::clone(&hits);
        let answer: Arc<Answer> = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
                thread::spawn(move || {
                    // The other side may hang up at any time, which some tests are about.
                    let _ = serve(stream, &*answer, &log);
                });
            }
        });
        Self { address, hits }
    }

    /// The address of `path` on this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// All requests so far, in the order in which their answers ended.
    pub fn hits(&self) -> Vec<Hit> {
        self.hits
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The paths asked for so far, robots.txt left out.
    pub fn paths(&self) -> Vec<String> {
        self.hits()
            .into_iter()
            .map(|hit| hit.request.path)
            .filter(|path| path != "/robots.txt")
            .collect()
    }
}

fn serve(stream: TcpStream, answer: &Answer, log: &Mutex<Vec<Hit>>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    while let Some(request) = request_of(&mut reader)? {
        let began = Instant::now();
        let reply = answer(&request);
        let record = |ended| {
            log.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(Hit {
                    request: request.clone(),
                    began,
                    ended,
                });
        };
        match reply {
            Reply::Page {
                status,
                headers,
                body,
            } => {
                let mut out = format!("HTTP/1.1 {status} So\r\n").into_bytes();
                for (name, value) in headers {
                    out.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
                }
                if status != 304 {
                    out.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
                }
                out.extend_from_slice(b"\r\n");
                out.extend_from_slice(&body);
                // Before the last byte, so that nobody can ask again before it is logged.
                record(Instant::now());
                stream.write_all(&out)?;
            }
            Reply::Raw(write) => {
                let written = write(&mut stream);
                record(Instant::now());
                return written;
            }
        }
    }
    Ok(())
}

fn request_of(reader: &mut impl BufRead) -> std::io::Result<Option<Request>> {
    let mut first = String::new();
    if reader.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    let target = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    if let Some(length) = headers
        .get("content-length")
        .and_then(|length| length.parse::<u64>().ok())
    {
        std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
    }
    let (host, path) = match target.strip_prefix("http://") {
        Some(rest) => match rest.find('/') {
            Some(place) => (rest[..place].to_owned(), rest[place..].to_owned()),
            None => (rest.to_owned(), "/".to_owned()),
        },
        None => (
            headers.get("host").cloned().unwrap_or_default(),
            target.clone(),
        ),
    };
    Ok(Some(Request {
        host,
        path,
        headers,
    }))
}
