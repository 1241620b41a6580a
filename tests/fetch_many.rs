//! Many addresses: accounted for one by one, asked politely, and none lost when the program is killed.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
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

#[test]
fn an_interrupted_fetch_goes_on_without_asking_twice_for_what_it_has() {
    let server = Server::start(|request| {
        thread::sleep(Duration::from_millis(20));
        Reply::page("text/plain", format!("page {}", request.path))
    });
    let out = folder();
    let list = out.path().join("list.txt");
    let urls: String = (0..300)
        .map(|number| format!("http://host{}.example/{number}\n", number % 30))
        .collect();
    fs::write(&list, urls).expect("written");
    let fetch = || {
        let mut command = sites::avowal(&server, out.path());
        command
            .args(["fetch", "--delay", "0", "--connections", "4", "-", "-o"])
            .arg(out.path().join("store"))
            .stdin(fs::File::open(&list).expect("the list"));
        command
    };
    // Three times it is killed without warning, each time a little later.
    for delay in [300, 450, 250] {
        let mut child = fetch().spawn().expect("the program starts");
        thread::sleep(Duration::from_millis(delay));
        child.kill().expect("killed");
        child.wait().expect("gone");
    }
    let log = fs::read_to_string(out.path().join("store/log.ndjson")).expect("the log");
    let had: Vec<String> = log
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|record| Some(record["url"].as_str()?.to_owned()))
        .collect();
    assert!(
        (10..300).contains(&had.len()),
        "killed in the middle: {}",
        had.len()
    );
    // What was under way at the last kill is not yet in the server's log.
    thread::sleep(Duration::from_millis(300));
    let asked = server.paths().len();

    let output = fetch().output().expect("the program starts");

    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    let found = rows(out.path().join("store/manifest.csv"));
    assert_eq!(found.len(), 300);
    for (number, row) in found.iter().enumerate() {
        let bytes = fs::read(out.path().join("store").join(&row["path"])).expect("a snapshot");
        assert_eq!(bytes, format!("page /{number}").as_bytes());
    }
    assert_eq!(
        server.paths().len() - asked,
        300 - had.len(),
        "what was recorded is not asked for again"
    );
}

#[test]
fn a_run_that_is_killed_and_resumed_ends_with_the_tables_of_one_that_is_not() {
    let statement = fs::read(sites::fixtures().join("statements/quillan-hosting/statement.html"))
        .expect("the fixture");
    let statement = String::from_utf8_lossy(&statement).into_owned();
    let server = Server::start(move |request| {
        // 360 answers through eight connections take a second at least: long enough to be killed in the middle.
        thread::sleep(Duration::from_millis(25));
        if request.path == "/robots.txt" {
            Reply::status(404, "")
        } else if request.path.ends_with('9') {
            Reply::status(410, "")
        } else {
            let name = format!("Quillan{}", &request.path[1..]);
            Reply::page("text/html", statement.replace("Quillan", &name))
        }
    });
    let (store, out) = (folder(), folder());
    let list = out.path().join("list.txt");
    let urls: String = (0..300)
        .map(|number| format!("http://host{}.example/{number}\n", number % 60))
        .collect();
    fs::write(&list, urls).expect("written");
    let assess = |name: &str, more: &[&str]| {
        let mut command = sites::avowal(&server, store.path());
        command
            .args([
                "assess",
                "--delay",
                "0",
                "--connections",
                "8",
                "--as-of",
                "2026-11-24",
            ])
            .args(["--rubric", "tests/rubric/small.toml", "-", "-o"])
            .arg(out.path().join(name))
            .args(more)
            .stdin(fs::File::open(&list).expect("the list"))
            .stderr(std::process::Stdio::null());
        command
    };
    let mut more: &[&str] = &[];
    let mut killed = 0;
    for delay in [150, 450, 800, 1300] {
        let mut child = assess("killed", more).spawn().expect("the program starts");
        thread::sleep(Duration::from_millis(delay));
        if child.try_wait().expect("asked").is_none() {
            killed += 1;
        }
        let _ = child.kill();
        child.wait().expect("gone");
        more = &["--resume"];
        if !out.path().join("killed/checkpoint.json").exists() {
            break;
        }
    }
    assert!(killed > 0, "it was killed in the middle");

    if out.path().join("killed/checkpoint.json").exists() {
        let output = assess("killed", &["--resume"])
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    }
    let output = assess("whole", &["--offline"])
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));

    let tables = |name: &str, table: &str| {
        fs::read_to_string(out.path().join(name).join(table)).expect("the table")
    };
    for table in [
        "statements.csv",
        "criteria.csv",
        "evidence.csv",
        "sections.csv",
    ] {
        assert_eq!(tables("killed", table), tables("whole", table), "{table}");
    }
    assert_eq!(rows(out.path().join("killed/statements.csv")).len(), 270);
    assert_eq!(rows(out.path().join("killed/errors.csv")).len(), 30);
}

#[test]
fn a_thousand_addresses_of_fifty_hosts_are_all_accounted_for_and_asked_politely() {
    // One in ten is at fault, in five ways.
    let server = Server::start(|request| {
        let number: usize = request.path.trim_start_matches('/').parse().unwrap_or(1);
        match (request.path.as_str(), number % 50) {
            ("/robots.txt", _) => Reply::page("text/plain", "User-agent: *\nDisallow: /private\n"),
            (_, 0) => Reply::status(404, ""),
            (_, 10) => Reply::status(403, ""),
            (_, 20) => Reply::raw(|stream| {
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf")
            }),
            (_, 30) => Reply::status(503, "").with("Retry-After", "0"),
            (_, 40) => Reply::redirect(302, &request.path),
            _ => Reply::page(
                "application/pdf",
                format!("%PDF-1.4 {}", "x".repeat(number * 20)),
            ),
        }
    });
    let out = folder();
    let list = out.path().join("list.csv");
    let mut text = "id,url\n".to_owned();
    for number in 0..1000 {
        text.push_str(&format!(
            "{number},http://h{}.example/{number}\n",
            number / 20
        ));
    }
    fs::write(&list, text).expect("written");

    let output = sites::avowal(&server, out.path())
        .args([
            "fetch",
            "--delay",
            "0.1",
            "--connections",
            "64",
            "--retries",
            "1",
            "-o",
        ])
        .arg(out.path())
        .arg(&list)
        .output()
        .expect("the program starts");

    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let found = rows(out.path().join("manifest.csv"));
    let ids: Vec<usize> = found
        .iter()
        .map(|row| row["id"].parse().expect("a number"))
        .collect();
    assert!(ids.iter().copied().eq(0..1000), "every row, in order");
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &found {
        *codes.entry(row["code"].as_str()).or_default() += 1;
    }
    let expected = [
        ("", 900),
        ("blocked", 20),
        ("broken-answer", 20),
        ("http-404", 20),
        ("http-503", 20),
        ("too-many-redirects", 20),
    ];
    assert_eq!(codes, BTreeMap::from(expected));

    let mut by_host: BTreeMap<String, Vec<web::Hit>> = BTreeMap::new();
    for hit in server.hits() {
        by_host
            .entry(hit.request.host.clone())
            .or_default()
            .push(hit);
    }
    assert_eq!(by_host.len(), 50);
    for (host, hits) in &mut by_host {
        hits.sort_by_key(|hit| hit.began);
        assert_eq!(hits[0].request.path, "/robots.txt", "{host}");
        for pair in hits.windows(2) {
            assert!(pair[1].began >= pair[0].ended, "{host}: two at once");
            let pause = pair[1].began - pair[0].ended;
            assert!(pause >= Duration::from_millis(95), "{host}: {pause:?}");
        }
    }
}
