//! The check of a run over addresses: what was fetched is looked for in the store, and never asked for again.

use std::fs;
use std::path::Path;
use std::process::Output;

mod program;
#[path = "web/sites.rs"]
mod sites;
#[path = "web/mod.rs"]
mod web;

use program::folder;

fn told(output: &Output) -> String {
    let (said, errors) = (&output.stdout, &output.stderr);
    String::from_utf8_lossy(said).into_owned() + &String::from_utf8_lossy(errors)
}

fn verify(server: &web::Server, store: &Path, run: &Path) -> Output {
    sites::avowal(server, store)
        .arg("verify")
        .arg(run)
        .output()
        .expect("the program starts")
}

#[test]
fn a_run_over_addresses_is_checked_from_the_store_alone() {
    let (server, store, out) = (sites::serve(), folder(), folder());
    let run = out.path().join("run");
    let list = out.path().join("list.csv");
    fs::write(
        &list,
        "Supplier;Website\nTarnbeck Foods plc;http://www.tarnbeck-foods.example\n",
    )
    .expect("written");
    let output = sites::avowal(&server, store.path())
        .args(["assess", "--discover", "--delay", "0", "--ro-crate"])
        .args(["--as-of", "2026-11-24", "--suppliers"])
        .arg(&list)
        .arg("-o")
        .arg(&run)
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    drop(server);
    // Whoever asks this one is told that nothing is there.
    let nothing = web::Server::start(|_| web::Reply::status(404, ""));

    let holds = verify(&nothing, store.path(), &run);

    assert_eq!(holds.status.code(), Some(0), "{}", told(&holds));
    assert!(
        told(&holds).contains("results: 1 of 1 hold"),
        "{}",
        told(&holds)
    );

    // The tables that came beside are recorded and described too.
    for file in ["run.json", "datapackage.json"] {
        let text = fs::read_to_string(run.join(file)).expect("the file");
        for table in ["suppliers.csv", "candidates.csv", "homepages.csv"] {
            assert!(text.contains(table), "{file} tells of {table}");
        }
    }
    let text = fs::read_to_string(run.join("ro-crate-metadata.json")).expect("the crate");
    assert!(
        text.contains("\"@id\": \"http://www.tarnbeck-foods.example/"),
        "{text}"
    );

    let empty = folder();
    let lost = verify(&nothing, empty.path(), &run);

    assert_eq!(lost.status.code(), Some(1), "{}", told(&lost));
    assert!(told(&lost).contains("not checked:"), "{}", told(&lost));
    assert!(told(&lost).contains("offline"), "{}", told(&lost));
}
