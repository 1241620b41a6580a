use std::io::Write;
use std::time::Duration;

use super::super::Loader;
use super::super::Loading;
use super::super::Place;
use super::super::Snapshot;
use super::super::Source;
use super::*;
use crate::failure::Failed;

#[path = "../../../tests/web/mod.rs"]
mod web;

use web::Reply;
use web::Request;
use web::Server;

fn allowed() -> Loading {
    let mut loading = Loading {
        allow_private: true,
        bytes: 1 << 20,
        ..Loading::default()
    };
    loading.fetching.total = Duration::from_secs(5);
    loading.fetching.delay = Duration::ZERO;
    loading.fetching.backoff = Duration::from_millis(10);
    loading
}

fn load(loading: &Loading, address: &str) -> Result<Snapshot, Failed> {
    Loader::new(loading.clone()).load(&Source {
        label: "as typed".to_owned(),
        place: Place::Url(address.to_owned()),
        manifest: BTreeMap::new(),
    })
}

fn failure(loading: &Loading, address: &str) -> Failed {
    match load(loading, address) {
        Ok(snapshot) => panic!("{} bytes came", snapshot.bytes.len()),
        Err(failed) => failed,
    }
}

fn code(loading: &Loading, address: &str) -> String {
    failure(loading, address).code.into_owned()
}

/// A server without a robots.txt.
fn server(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404, ""),
        _ => answer(request),
    })
}

fn html(words: &str) -> Reply {
    Reply::page("text/html; charset=\"windows-1252\"", words)
}

#[test]
fn redirects_are_followed_and_kept() {
    let server = server(|request| match request.path.as_str() {
        "/old" => Reply::redirect(301, "/newer#part"),
        "/newer" => Reply::redirect(307, "new"),
        _ => html("hello"),
    });

    let snapshot = load(&allowed(), &server.url("/old")).unwrap();

    assert_eq!(snapshot.bytes, b"hello");
    assert_eq!(snapshot.charset.as_deref(), Some("windows-1252"));
    assert_eq!(snapshot.origin.final_url, Some(server.url("/new")));
    assert_eq!(
        snapshot.origin.redirects,
        [server.url("/old"), server.url("/newer")]
    );
    assert_eq!(
        snapshot.origin.retrieved_at.map(|time| time.len()),
        Some(20)
    );
}

#[test]
fn a_circle_of_redirects_ends() {
    let server = server(|_| Reply::redirect(302, "/again"));

    assert_eq!(code(&allowed(), &server.url("/")), "too-many-redirects");
    assert_eq!(server.paths().len(), 6);
}

#[test]
fn this_machine_is_refused_before_a_connection_is_opened() {
    let server = server(|_| html("secret"));
    let port = server.address.port();

    for host in [
        "127.0.0.1",
        "localhost",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "017700000001",
    ] {
        let failed = failure(&Loading::default(), &format!("http://{host}:{port}/"));
        assert_eq!(failed.code, "private-address", "{host}");
    }
    assert!(server.hits().is_empty());
}

#[test]
fn what_robots_txt_forbids_is_not_asked_unless_the_user_insists() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::page(
            "text/plain",
            "User-agent: *\nDisallow: /private\nAllow: /private/statement\n",
        ),
        _ => html("hello"),
    });
    let mut insisting = allowed();
    insisting.fetching.ignore_robots = true;

    assert_eq!(
        code(&allowed(), &server.url("/private/a?b")),
        "robots-disallowed"
    );
    assert!(load(&allowed(), &server.url("/private/statement")).is_ok());
    assert_eq!(server.paths(), ["/private/statement"]);
    assert!(load(&insisting, &server.url("/private/a?b")).is_ok());
}

#[test]
fn a_robots_txt_that_cannot_be_had_closes_the_house_and_one_that_is_missing_opens_it() {
    let failing = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(503, ""),
        _ => html("hello"),
    });
    let missing = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(403, ""),
        _ => html("hello"),
    });

    let failed = failure(&allowed(), &failing.url("/"));

    assert_eq!(failed.code, "robots-disallowed");
    assert!(failed.message.contains("503"), "{}", failed.message);
    // Once, and twice again: it could have passed.
    assert_eq!(failing.hits().len(), 3);
    assert!(load(&allowed(), &missing.url("/")).is_ok());
}

#[test]
fn a_passing_failure_is_asked_again_as_late_as_the_server_wants() {
    let tries = Mutex::new(0);
    let server = server(move |_| {
        let mut tries = tries.lock().unwrap();
        *tries += 1;
        match *tries {
            1 => Reply::status(429, "slow down").with("Retry-After", "1"),
            2 => Reply::raw(|stream| {
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")
            }),
            _ => html("hello"),
        }
    });
    let began = Instant::now();

    let snapshot = load(&allowed(), &server.url("/")).unwrap();

    assert_eq!(snapshot.bytes, b"hello");
    assert!(
        began.elapsed() >= Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(server.paths().len(), 3);
}

#[test]
fn a_server_that_wants_a_long_pause_is_given_up_and_told_as_blocked() {
    let server = server(|_| Reply::status(429, "").with("Retry-After", "86400"));
    let began = Instant::now();

    assert_eq!(code(&allowed(), &server.url("/")), "blocked");
    assert!(began.elapsed() < Duration::from_secs(4));
    assert_eq!(server.paths().len(), 1);
}

#[test]
fn refusals_of_servers_have_names_of_their_own() {
    let server = server(|request| match request.path.as_str() {
        "/gone" => Reply::status(410, ""),
        "/forbidden" => Reply::status(403, "<h1>Forbidden</h1>"),
        "/wall" => Reply::status(503, "<title>Just a moment...</title>"),
        "/broken" => Reply::status(500, ""),
        _ => Reply::status(404, ""),
    });
    let code = |path: &str| code(&allowed(), &server.url(path));

    assert_eq!(code("/missing"), "http-404");
    assert_eq!(code("/gone"), "http-410");
    assert_eq!(code("/forbidden"), "blocked");
    assert_eq!(code("/wall"), "blocked");
    assert_eq!(code("/broken"), "http-500");
    // Only what may pass is asked again: a wall is not.
    assert_eq!(server.paths().len(), 3 + 1 + 3);
}

#[test]
fn a_small_answer_that_unfolds_to_a_huge_one_is_cut_off() {
    // 4 MiB of zeros against a limit of 1 MiB; the integration tests send a gigabyte.
    let server = server(|_| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![0; 4 << 20]).unwrap();
        Reply::status(200, encoder.finish().unwrap()).with("Content-Encoding", "gzip")
    });

    assert_eq!(code(&allowed(), &server.url("/")), "too-large");
}

#[test]
fn an_answer_that_is_longer_than_allowed_is_told_before_it_is_read() {
    let server = server(|_| {
        Reply::raw(|stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")?;
            thread::sleep(Duration::from_secs(3));
            Ok(())
        })
    });
    let began = Instant::now();

    assert_eq!(code(&allowed(), &server.url("/")), "too-large");
    assert!(began.elapsed() < Duration::from_secs(2));
}

#[test]
fn an_answer_that_trickles_and_one_that_falls_silent_do_not_hold_the_run_up() {
    let server = server(|request| {
        let trickles = request.path == "/trickle";
        Reply::raw(move |stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nx")?;
            for _ in 0..60 {
                thread::sleep(Duration::from_millis(100));
                if trickles {
                    stream.write_all(b"x")?;
                }
            }
            Ok(())
        })
    });
    let mut trickling = allowed();
    trickling.fetching.total = Duration::from_secs(1);
    let mut silent = allowed();
    silent.fetching.silence = Duration::from_millis(500);
    let began = Instant::now();

    assert_eq!(code(&trickling, &server.url("/trickle")), "timeout");
    assert_eq!(code(&silent, &server.url("/silent")), "timeout");
    assert!(
        began.elapsed() < Duration::from_secs(4),
        "{:?}",
        began.elapsed()
    );
}

#[test]
fn an_answer_that_breaks_off_or_is_no_http_is_told() {
    let server = server(|request| match request.path.as_str() {
        "/short" => Reply::raw(|stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")
        }),
        "/chunks" => Reply::raw(|stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n")
        }),
        _ => Reply::raw(|stream| stream.write_all(b"220 mail.example ESMTP\r\n")),
    });

    for path in ["/short", "/chunks", "/other"] {
        assert_eq!(
            code(&allowed(), &server.url(path)),
            "broken-answer",
            "{path}"
        );
    }
    // Each was tried three times.
    assert_eq!(server.paths().len(), 9);
}

#[test]
fn a_closed_door_and_an_unknown_name_are_told_apart() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);

    assert_eq!(
        code(&allowed(), &format!("http://{address}/")),
        "no-connection"
    );
    assert_eq!(code(&allowed(), "http://no-such-name.invalid/"), "dns");
}

#[test]
fn an_open_server_where_encryption_was_asked_for_is_not_trusted() {
    let server = server(|_| html("hello"));

    let code = code(&allowed(), &server.url("/").replace("http:", "https:"));

    assert!(matches!(code.as_str(), "tls" | "no-connection"), "{code}");
}

#[test]
fn an_address_that_is_named_often_is_fetched_once() {
    let server = server(|_| html("hello"));
    let loader = Loader::new(allowed());
    let source = |address: String| Source {
        label: address.clone(),
        place: Place::Url(address),
        manifest: BTreeMap::new(),
    };
    let sources = [source(server.url("/a")), source(server.url("/a#section"))];

    loader.ahead(&sources);
    let bytes: Vec<_> = sources
        .iter()
        .map(|source| loader.load(source).unwrap().bytes)
        .collect();

    assert_eq!(bytes, [b"hello", b"hello"]);
    assert_eq!(server.paths(), ["/a"]);
}

#[test]
fn what_did_not_change_is_not_sent_again_and_what_did_is_noticed() {
    let version = Arc::new(Mutex::new("one"));
    let current = Arc::clone(&version);
    let server = server(move |request| {
        let etag = format!("\"{}\"", current.lock().unwrap());
        if request.headers.get("if-none-match") == Some(&etag) {
            return Reply::status(304, "").with("ETag", etag);
        }
        let body = format!("<html>version {}", current.lock().unwrap());
        Reply::page("text/html", body).with("ETag", etag)
    });
    let folder = tempfile::tempdir().unwrap();
    let mut loading = allowed();
    loading.keeping.store = Some(folder.path().to_owned());
    let url = server.url("/statement");
    let statuses = || {
        let log = std::fs::read_to_string(folder.path().join("log.ndjson")).unwrap();
        log.lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["status"].as_u64())
            .collect::<Vec<_>>()
    };

    let first = load(&loading, &url).unwrap();
    let second = load(&loading, &url).unwrap();
    assert_eq!(second.bytes, first.bytes);
    assert_eq!(second.origin.retrieved_at, first.origin.retrieved_at);
    assert_eq!(statuses(), [Some(200), Some(304)]);
    assert_eq!(second.earlier, None);

    let mut young = loading.clone();
    young.keeping.max_age = Some(Duration::from_secs(3600));
    let mut refreshing = young.clone();
    refreshing.keeping.refresh = true;
    assert!(load(&young, &url).is_ok());
    assert_eq!(statuses().len(), 2, "answered from the store");
    assert!(load(&refreshing, &url).is_ok());
    assert_eq!(statuses()[2..], [Some(200)]);

    *version.lock().unwrap() = "two";
    let replaced = load(&loading, &url).unwrap();
    assert_eq!(replaced.bytes, b"<html>version two");
    let earlier = replaced.earlier.unwrap();
    let loader = Loader::new(loading.clone());
    assert_eq!(
        loader.earlier_bytes(&earlier).unwrap(),
        b"<html>version one"
    );

    let mut offline = loading.clone();
    offline.offline = true;
    offline.allow_private = false;
    let hits = server.hits().len();
    assert_eq!(load(&offline, &url).unwrap().bytes, b"<html>version two");
    assert_eq!(code(&offline, &server.url("/else")), "offline");
    assert_eq!(server.hits().len(), hits);
}

#[test]
fn a_link_that_died_says_what_the_store_still_holds() {
    let dead = Arc::new(Mutex::new(false));
    let now_dead = Arc::clone(&dead);
    let server = server(move |_| {
        if *now_dead.lock().unwrap() {
            Reply::status(404, "")
        } else {
            html("hello")
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let mut loading = allowed();
    loading.keeping.store = Some(folder.path().to_owned());
    load(&loading, &server.url("/")).unwrap();
    *dead.lock().unwrap() = true;

    let failed = failure(&loading, &server.url("/"));

    assert_eq!(failed.code, "http-404");
    assert!(failed.hint.contains("--offline"), "{}", failed.hint);
}

#[test]
fn hosts_are_asked_one_request_at_a_time_with_the_pause_that_robots_txt_asks_for() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::page("text/plain", "User-agent: *\nCrawl-delay: 0.3\n"),
        _ => {
            thread::sleep(Duration::from_millis(50));
            html("hello")
        }
    });
    let mut loading = allowed();
    loading.fetching.connections = 8;
    let loader = Loader::new(loading);
    let sources: Vec<Source> = (0..4)
        .map(|number| Source {
            label: String::new(),
            place: Place::Url(server.url(&format!("/{number}"))),
            manifest: BTreeMap::new(),
        })
        .collect();

    loader.ahead(&sources);
    for source in &sources {
        loader.load(source).unwrap();
    }

    let hits = server.hits();
    assert_eq!(hits.len(), 5);
    for pair in hits.windows(2) {
        let pause = pair[1].began.saturating_duration_since(pair[0].ended);
        assert!(pause >= Duration::from_millis(295), "{pause:?}");
    }
    let paths = server.paths();
    assert_eq!(paths, ["/0", "/1", "/2", "/3"]);
}
