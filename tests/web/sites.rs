//! The mini web of `fixtures/sites/sites.toml`, served as a proxy for all its hosts.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "each test that takes this file uses part of it"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use super::web::Reply;
use super::web::Server;

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

pub fn listing() -> toml::Table {
    let text = fs::read_to_string(fixtures().join("sites/sites.toml")).expect("the mini web");
    text.parse().expect("valid TOML")
}

/// Serves all sites.
pub fn serve() -> Server {
    let mut pages: BTreeMap<String, toml::Table> = BTreeMap::new();
    for page in listing()["page"].as_array().expect("pages") {
        let page = page.as_table().expect("a page").clone();
        pages.insert(page["url"].as_str().expect("an address").to_owned(), page);
    }
    Server::start(move |request| {
        let url = format!("http://{}{}", request.host, request.path);
        let Some(page) = pages.get(&url) else {
            return Reply::status(404, "<h1>Not found</h1>");
        };
        let words = |key: &str| page.get(key).and_then(toml::Value::as_str);
        if let Some(target) = words("redirect") {
            return Reply::redirect(301, target);
        }
        let status = page
            .get("status")
            .and_then(toml::Value::as_integer)
            .and_then(|status| u16::try_from(status).ok())
            .unwrap_or(200);
        if let Some(file) = words("file") {
            let bytes = fs::read(fixtures().join(file)).expect("the file is there");
            let kind = if file.ends_with(".pdf") {
                "application/pdf"
            } else {
                "text/html"
            };
            return Reply::page(kind, bytes);
        }
        if let Some(text) = words("text") {
            return Reply::page("text/plain", text);
        }
        Reply::status(status, words("html").unwrap_or_default()).with("Content-Type", "text/html")
    })
}

/// The program, with `server` as its proxy and without pauses, told apart from the user's own store and settings.
pub fn avowal(server: &Server, store: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("avowal"));
    for name in [
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
        "no_proxy",
        "NO_PROXY",
        "AVOWAL_CONTACT",
    ] {
        command.env_remove(name);
    }
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("http_proxy", format!("http://{}", server.address))
        .env("AVOWAL_STORE", store)
        .stdin(std::process::Stdio::null());
    command
}
