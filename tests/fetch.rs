//! Fetching as users do it, against servers on this machine: honest statuses, politeness, proof that lasts.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::Duration;

mod program;
#[path = "web/sites.rs"]
mod sites;
#[path = "web/mod.rs"]
mod web;

use program::errors;
use program::folder;
use program::rows;
use web::Reply;
use web::Server;

/// The program for one server, which is asked directly.
fn direct(server: &Server, store: &Path) -> std::process::Command {
    let mut command = sites::avowal(server, store);
    command.env_remove("http_proxy");
    command
}

#[test]
fn each_way_of_not_getting_a_statement_has_its_own_status() {
    let (server, out) = (sites::serve(), folder());
    let inputs = [
        (
            "http://skerrow-group.example/media/slavery-and-human-trafficking-statement-2025.pdf",
            "ok",
        ),
        ("http://hexley-instruments.example/modern-slavery", "ok"),
        (
            "http://www.tarnbeck-foods.example/modern-slavery-statement",
            "ok",
        ),
        ("http://www.tarnbeck-foods.example/", "homepage"),
        (
            "http://ostlers-yard.example/modern-slavery-statement",
            "homepage",
        ),
        (
            "http://velden-devices.example/modern-slavery-statement-2023.pdf",
            "dead",
        ),
        (
            "http://corvane-textiles.example/modern-slavery-statement",
            "blocked",
        ),
        ("http://lumenara-living.example/", "javascript-only"),
        (
            "http://brindle-hotels.example/modern-slavery-statement",
            "consent-wall",
        ),
        (
            "http://farrow-venn.example/legal/modern-slavery-statement.pdf",
            "robots-disallowed",
        ),
    ];

    let output = sites::avowal(&server, out.path())
        .args(["fetch", "--delay", "0"])
        .args(inputs.map(|(url, _)| url))
        .arg("-o")
        .arg(out.path())
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let found = rows(out.path().join("manifest.csv"));
    let statuses: Vec<(&str, &str)> = found
        .iter()
        .map(|row| (row["url"].as_str(), row["status"].as_str()))
        .collect();
    assert_eq!(statuses, inputs);
    // The document behind the landing page stands for it.
    let landed = &found[1];
    assert_eq!(
        landed["final_url"],
        "http://hexley-instruments.example/downloads/modern-slavery-statement.pdf"
    );
    assert_eq!(
        landed["redirects"],
        "http://hexley-instruments.example/modern-slavery"
    );
    let bytes = fs::read(out.path().join(&landed["path"])).expect("the snapshot");
    let fixture = sites::fixtures().join("statements/hexley-instruments/statement.pdf");
    assert_eq!(bytes, fs::read(fixture).expect("the fixture"));

    // The manifest is one that `assess` takes: what was fetched is read from its files.
    let scored = out.path().join("run");
    let manifest = out.path().join("manifest.csv");
    let output = sites::avowal(&server, out.path())
        .args(["assess", "--offline", "--rubric", "tests/rubric/small.toml"])
        .arg(&manifest)
        .arg("-o")
        .arg(&scored)
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    assert_eq!(rows(scored.join("statements.csv")).len(), 3);
}

#[test]
fn what_was_fetched_is_scored_offline_and_a_second_run_gives_the_same_tables() {
    let (server, store, out) = (sites::serve(), folder(), folder());
    let assess = |name: &str, offline: bool| {
        let target = out.path().join(name);
        let mut command = sites::avowal(&server, store.path());
        if offline {
            command.arg("--offline");
        }
        let output = command
            .args(["assess", "--delay", "0", "--as-of", "2026-11-24"])
            .args(["--rubric", "tests/rubric/small.toml"])
            .arg("http://hexley-instruments.example/modern-slavery")
            .arg("http://www.tarnbeck-foods.example/modern-slavery-statement")
            .arg("-o")
            .arg(&target)
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
        ["statements.csv", "criteria.csv", "evidence.csv"]
            .map(|table| fs::read_to_string(target.join(table)).expect("the table"))
    };

    let first = assess("first", false);
    let second = assess("second", false);
    let hits = server.hits().len();
    let third = assess("third", true);

    assert_eq!(first, second);
    assert_eq!(first, third);
    assert_eq!(server.hits().len(), hits, "nothing was asked offline");
    assert!(first[0].contains("landing-page"), "{}", first[0]);
}

#[test]
fn a_redirect_inwards_is_refused_whatever_it_looks_like() {
    // The hosts are those of a proxy, so that the first address is one from outside.
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404, ""),
        "/a" => Reply::redirect(302, "http://127.0.0.1:9/latest"),
        "/b" => Reply::redirect(302, "http://169.254.169.254/latest/meta-data/"),
        "/c" => Reply::redirect(302, "http://[::ffff:10.0.0.1]/"),
        "/d" => Reply::redirect(302, "http://2130706433/"),
        "/e" => Reply::redirect(302, "http://localhost/"),
        "/f" => Reply::redirect(302, "file:///etc/hostname"),
        _ => Reply::page("text/plain", "inside"),
    });
    let out = folder();

    let output = sites::avowal(&server, out.path())
        .args(["fetch", "--delay", "0", "-o"])
        .arg(out.path())
        .args(["a", "b", "c", "d", "e", "f"].map(|path| format!("http://public.example/{path}")))
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let codes: Vec<String> = rows(out.path().join("manifest.csv"))
        .into_iter()
        .map(|row| row["code"].clone())
        .collect();
    assert_eq!(codes[..5], ["private-address"; 5].map(str::to_owned));
    assert_eq!(codes[5], "refused-address");
    assert!(
        server
            .hits()
            .iter()
            .all(|hit| hit.request.host == "public.example"),
        "nobody was sent inside"
    );
}

#[test]
fn a_gigabyte_in_a_megabyte_is_cut_off_in_little_memory() {
    let server = Server::start(|request| {
        if request.path == "/robots.txt" {
            return Reply::status(404, "");
        }
        Reply::raw(|stream| {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            let zeros = vec![0; 1 << 20];
            for _ in 0..1024 {
                packed.write_all(&zeros)?;
            }
            let packed = packed.finish()?;
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
                packed.len()
            )?;
            stream.write_all(&packed)
        })
    });
    let out = folder();

    let output = direct(&server, out.path())
        .args(["--allow-private", "fetch", "--max-bytes", "20M", "-o"])
        .arg(out.path())
        .arg(server.url("/bomb"))
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let found = rows(out.path().join("manifest.csv"));
    assert_eq!(found[0]["code"], "too-large");
}

#[test]
fn the_user_agent_names_the_program_and_how_to_reach_its_user() {
    let (server, out) = (
        Server::start(|_| Reply::page("text/plain", "hello")),
        folder(),
    );

    let output = direct(&server, out.path())
        .args(["--allow-private", "fetch", "--delay", "0"])
        .args(["--contact", "mailto:anna@example.org", "-o"])
        .arg(out.path())
        .arg(server.url("/"))
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    for hit in server.hits() {
        let agent = &hit.request.headers["user-agent"];
        assert!(
            agent.starts_with("avowal/") && agent.ends_with("(+mailto:anna@example.org)"),
            "{agent}"
        );
    }
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    let out = folder();
    let (server, _) = encrypted("self-signed", &[b"http/1.1"], "hi");

    let output = sites::avowal(&sites::serve(), out.path())
        .env_remove("http_proxy")
        .args(["--allow-private", "fetch", "-o"])
        .arg(out.path())
        .arg(format!("https://localhost:{}/", server.port()))
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let found = rows(out.path().join("manifest.csv"));
    assert_eq!(found[0]["code"], "tls", "{}", found[0]["message"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_trusted_server_is_read_and_http_2_is_offered_but_nothing_leads_out_of_encryption() {
    let out = folder();
    let (server, _) = encrypted("trusted", &[b"http/1.1"], "hello");
    let (downward, _) = encrypted("trusted", &[b"http/1.1"], "");
    let (modern, negotiated) = encrypted("trusted", &[b"h2"], "hello");
    let urls =
        [server, downward, modern].map(|address| format!("https://localhost:{}/", address.port()));

    let output = sites::avowal(&sites::serve(), out.path())
        .env_remove("http_proxy")
        // Where the system keeps those whom it trusts.
        .env(
            "SSL_CERT_FILE",
            sites::fixtures().join("sites/authority.pem"),
        )
        .args([
            "--allow-private",
            "fetch",
            "--delay",
            "0",
            "--retries",
            "0",
            "--ignore-robots",
            "-o",
        ])
        .arg(out.path())
        .args(&urls)
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let found = rows(out.path().join("manifest.csv"));
    assert_eq!(found[0]["status"], "ok", "{}", found[0]["message"]);
    assert_eq!(
        found[1]["code"], "refused-address",
        "{}",
        found[1]["message"]
    );
    let protocol = negotiated.recv_timeout(Duration::from_secs(5));
    assert_eq!(protocol.expect("a connection").as_deref(), Some(&b"h2"[..]));
}

/// A server with the certificate `NAME.crt.der` of fixtures/sites (made with openssl) that gives `body` to whoever asks, or
/// without one redirects to an open connection; and the protocols that were agreed on.
fn encrypted(
    name: &str,
    protocols: &[&[u8]],
    body: &'static str,
) -> (
    std::net::SocketAddr,
    std::sync::mpsc::Receiver<Option<Vec<u8>>>,
) {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::PrivateKeyDer;
    use rustls::pki_types::PrivatePkcs8KeyDer;

    let read = |ending: &str| {
        let file = sites::fixtures()
            .join("sites")
            .join(format!("{name}.{ending}"));
        fs::read(file).expect("a file")
    };
    let certificate = CertificateDer::from(read("crt.der"));
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(read("key.der")));
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocols")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate");
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    let config = std::sync::Arc::new(config);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let (tell, told) = std::sync::mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let Ok(mut session) = rustls::ServerConnection::new(std::sync::Arc::clone(&config))
            else {
                return;
            };
            let mut stream = stream;
            let mut tls = rustls::Stream::new(&mut session, &mut stream);
            let mut request = [0; 4096];
            let _ = std::io::Read::read(&mut tls, &mut request);
            let answer = if body.is_empty() {
                "HTTP/1.1 302 Found\r\nLocation: http://localhost:9/\r\nContent-Length: 0\r\n\r\n"
                    .to_owned()
            } else {
                format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                )
            };
            let _ = tls.write_all(answer.as_bytes());
            let _ = tell.send(tls.conn.alpn_protocol().map(<[u8]>::to_vec));
        }
    });
    (address, told)
}

#[test]
fn a_statement_that_was_replaced_in_place_is_said_to_be_and_a_page_that_only_blinks_is_not() {
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering;

    let statement = fs::read(sites::fixtures().join("statements/quillan-hosting/statement.html"))
        .expect("the fixture");
    let statement = String::from_utf8_lossy(&statement).into_owned();
    let visits = AtomicUsize::new(0);
    let server = Server::start(move |request| {
        let visit = visits.fetch_add(1, Ordering::Relaxed);
        match request.path.as_str() {
            "/robots.txt" => Reply::status(404, ""),
            // The same words with another token each time.
            "/blinking" => {
                let token = format!("<body data-token=\"{visit}\"");
                Reply::page("text/html", statement.replace("<body", &token))
            }
            _ => Reply::page(
                "text/html",
                statement.replace("Quillan", &format!("Quillan{visit}")),
            ),
        }
    });
    let (store, out) = (folder(), folder());
    let assess = |name: &str| {
        let output = sites::avowal(&server, store.path())
            .args(["assess", "--delay", "0", "--as-of", "2026-11-24"])
            .args(["--rubric", "tests/rubric/small.toml"])
            .args([
                "http://moor.example/blinking",
                "http://moor.example/replaced",
                "-o",
            ])
            .arg(out.path().join(name))
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
        rows(out.path().join(name).join("statements.csv"))
            .iter()
            .map(|row| row["warnings"].contains("replaced-in-place"))
            .collect::<Vec<_>>()
    };

    assert_eq!(assess("first"), [false, false]);
    assert_eq!(assess("second"), [false, true]);
}

#[test]
fn endless_headers_and_sudden_ends_are_told_and_hold_up_nobody() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404, ""),
        "/headers" => Reply::raw(|stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
            loop {
                stream.write_all(format!("X-More: {}\r\n", "y".repeat(1000)).as_bytes())?;
            }
        }),
        "/reset" => Reply::raw(|stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")?;
            stream.shutdown(std::net::Shutdown::Both)
        }),
        _ => Reply::page("text/plain", "hello"),
    });
    let out = folder();

    let output = direct(&server, out.path())
        .args([
            "--allow-private",
            "fetch",
            "--delay",
            "0",
            "--retries",
            "0",
            "-o",
        ])
        .arg(out.path())
        .args([
            server.url("/headers"),
            server.url("/reset"),
            server.url("/fine"),
        ])
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let codes: Vec<String> = rows(out.path().join("manifest.csv"))
        .into_iter()
        .map(|row| row["code"].clone())
        .collect();
    assert_eq!(codes, ["broken-answer", "broken-answer", ""]);
}
