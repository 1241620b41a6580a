use super::*;

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(Some(folder.path())).unwrap();
    store.make().unwrap();
    (folder, store)
}

/// Keeps `words` for `url` as fetched at `time`, and logs it.
fn fetched(store: &Store, url: &str, words: &str, time: &str) -> Record {
    let stored = store.keep(words.as_bytes()).unwrap();
    let record = Record {
        time: time.to_owned(),
        url: url.to_owned(),
        final_url: Some(url.to_owned()),
        status: Some(200),
        headers: [("etag".to_owned(), format!("\"{}\"", words.len()))].into(),
        sha256: Some(stored.sha256),
        bytes: Some(stored.bytes),
        file: Some(stored.file),
        ..Record::default()
    };
    store.log(&record).unwrap();
    record
}

const URL: &str = "https://a.example/statement";

#[test]
fn what_was_kept_is_found_again_by_another_process() {
    let (folder, store) = store();
    fetched(
        &store,
        URL,
        "<html>We trained 34 buyers.",
        "2026-01-01T00:00:00Z",
    );

    // A second store in the same folder stands for a second process.
    let other = Store::open(Some(folder.path())).unwrap();
    let kept = other.find(URL).unwrap().unwrap();
    let file = kept.record.file.clone().unwrap();
    let bytes = other.bytes_of(&file, kept.record.sha256.as_ref().unwrap(), 1000);

    assert_eq!(bytes.unwrap(), b"<html>We trained 34 buyers.");
    assert!(file.ends_with(".html"), "{file}");
    assert!(other.holds(&kept.record));
    assert_eq!(kept.etag.as_deref(), Some("\"27\""));
    assert_eq!(other.find("https://b.example/").unwrap(), None);

    // What the first adds later, the second sees.
    fetched(&store, "https://b.example/", "b", "2026-01-02T00:00:00Z");
    assert!(other.find("https://b.example/").unwrap().is_some());
}

#[test]
fn the_same_bytes_again_keep_the_day_they_came_and_others_replace_them() {
    let (_folder, store) = store();
    let first = fetched(&store, URL, "old", "2026-01-01T00:00:00Z");
    store
        .log(&Record {
            time: "2026-02-01T00:00:00Z".to_owned(),
            status: Some(304),
            headers: BTreeMap::new(),
            ..first.clone()
        })
        .unwrap();
    let kept = store.find(URL).unwrap().unwrap();

    assert_eq!(kept.record.time, "2026-01-01T00:00:00Z");
    assert_eq!(kept.confirmed, "2026-02-01T00:00:00Z");
    assert_eq!(kept.etag.as_deref(), Some("\"3\""));
    assert_eq!(kept.earlier, None);

    fetched(&store, URL, "newer", "2026-03-01T00:00:00Z");
    let kept = store.find(URL).unwrap().unwrap();
    let earlier = kept.earlier.unwrap();
    assert_eq!(kept.record.time, "2026-03-01T00:00:00Z");
    assert_eq!(Some(earlier.sha256), first.sha256);
    assert_eq!(earlier.retrieved_at, "2026-01-01T00:00:00Z");
}

#[test]
fn a_failure_does_not_hide_what_was_kept_before() {
    let (_folder, store) = store();
    fetched(&store, URL, "old", "2026-01-01T00:00:00Z");
    store
        .log(&Record {
            time: "2026-02-01T00:00:00Z".to_owned(),
            url: URL.to_owned(),
            status: Some(404),
            error: Some("http-404".to_owned()),
            ..Record::default()
        })
        .unwrap();

    let kept = store.find(URL).unwrap().unwrap();

    assert_eq!(kept.confirmed, "2026-01-01T00:00:00Z");
}

#[test]
fn a_line_that_a_killed_process_left_is_passed_over_and_costs_no_other_line() {
    let (folder, store) = store();
    fetched(&store, URL, "old", "2026-01-01T00:00:00Z");
    let mut log = OpenOptions::new()
        .append(true)
        .open(folder.path().join(LOG))
        .unwrap();
    log.write_all(b"{\"time\":\"2026-01-0").unwrap();
    drop(log);
    assert!(store.find(URL).unwrap().is_some());

    fetched(&store, "https://b.example/", "b", "2026-01-02T00:00:00Z");

    for store in [&store, &Store::open(Some(folder.path())).unwrap()] {
        assert!(store.find(URL).unwrap().is_some());
        assert!(store.find("https://b.example/").unwrap().is_some());
    }
}

#[test]
fn a_damaged_file_is_not_read_and_is_written_again() {
    let (folder, store) = store();
    let record = fetched(&store, URL, "whole", "2026-01-01T00:00:00Z");
    let (file, sha256) = (record.file.clone().unwrap(), record.sha256.clone().unwrap());
    fs::write(folder.path().join(&file), "wh").unwrap();

    assert!(!store.holds(&record));
    assert!(store.bytes_of(&file, &sha256, 100).is_err());
    store.keep(b"whole").unwrap();
    assert_eq!(store.bytes_of(&file, &sha256, 100).unwrap(), b"whole");
}

#[test]
fn a_log_from_outside_opens_no_other_file() {
    let (folder, store) = store();
    fs::write(folder.path().join("secret"), "secret").unwrap();
    let digest = sha256_of(b"secret");

    for file in [
        "secret",
        "snapshots/../secret",
        "/etc/hostname",
        "snapshots/..%2fsecret",
    ] {
        assert!(store.bytes_of(file, &digest, 100).is_err(), "{file}");
    }
}

#[test]
fn many_writers_tear_no_line() {
    let (folder, store) = store();
    std::thread::scope(|threads| {
        for writer in 0..8 {
            let folder = folder.path();
            threads.spawn(move || {
                let store = Store::open(Some(folder)).unwrap();
                for number in 0..25 {
                    fetched(
                        &store,
                        &format!("https://{writer}.example/{number}"),
                        &format!("{writer} {}", "long ".repeat(number)),
                        "2026-01-01T00:00:00Z",
                    );
                }
            });
        }
    });

    let found = (0..8)
        .flat_map(|writer| (0..25).map(move |number| format!("https://{writer}.example/{number}")))
        .filter(|url| {
            store
                .find(url)
                .unwrap()
                .is_some_and(|kept| store.holds(&kept.record))
        })
        .count();
    assert_eq!(found, 200);
}
