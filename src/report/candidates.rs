//! `candidates.csv` and `homepages.csv`: what was found from home pages.

use std::io;
use std::path::Path;

use super::Attached;
use super::column::Column;
use super::column::Kind;
use super::table::Table;
use crate::discover::Discovery;

/// The name of the table of candidates.
const FILE: &str = "candidates.csv";

/// The name of the table of home pages.
const HOME_FILE: &str = "homepages.csv";

/// The columns of [`FILE`]: name, kind, meaning.
const COLUMNS: &[(&str, Kind, &str)] = &[
    ("home", Kind::Text, "The home page from which it was found."),
    (
        "rank",
        Kind::Integer,
        "Its place among the candidates of this home page, the best first.",
    ),
    ("role", Kind::Text, "What it is taken for."),
    ("url", Kind::Text, "Its address."),
    ("score", Kind::Integer, "How much speaks for it."),
    (
        "year",
        Kind::Integer,
        "The year that its address or link names.",
    ),
    (
        "hops",
        Kind::Integer,
        "How many links lead to it from the home page.",
    ),
    ("found_by", Kind::Text, "How it was found."),
    ("found_on", Kind::Text, "The page whose link leads to it."),
    ("place", Kind::Text, "Where on that page the link stands."),
    ("text", Kind::Text, "The words of the link."),
    ("status", Kind::Text, "What became of it."),
    ("reason", Kind::Text, "Why."),
];

/// The columns of [`HOME_FILE`]: name, kind, meaning.
const HOME_COLUMNS: &[(&str, Kind, &str)] = &[
    ("home", Kind::Text, "The home page."),
    (
        "publication",
        Kind::Text,
        "Whether it links to the statement.",
    ),
    ("place", Kind::Text, "Where on it the link stands."),
    ("text", Kind::Text, "The words of the link."),
    ("target", Kind::Text, "Where the link leads."),
    ("statement", Kind::Text, "The statement that was found."),
    ("code", Kind::Text, "A stable word for what happened."),
    ("reason", Kind::Text, "Why."),
];

/// Writes both tables into `folder`, in the order of `found`, and tells what they are.
///
/// # Errors
///
/// When they cannot be written.
pub fn write_candidates(
    folder: &Path,
    found: &[Discovery],
    verbatim: bool,
) -> io::Result<Vec<Attached>> {
    let columns = COLUMNS.iter().map(|(name, ..)| *name);
    let mut table = Table::open(&folder.join(FILE), columns, None, verbatim)?;
    let columns = HOME_COLUMNS.iter().map(|(name, ..)| *name);
    let mut homes = Table::open(&folder.join(HOME_FILE), columns, None, verbatim)?;
    for discovery in found {
        for (place, candidate) in discovery.candidates.iter().enumerate() {
            let mut row = table.row();
            row.text(&discovery.home);
            row.plain(place + 1);
            row.plain(candidate.role);
            row.text(&candidate.url);
            row.plain(candidate.score);
            row.maybe_plain(candidate.year);
            row.maybe_plain(candidate.hops);
            row.plain(candidate.found_by.word());
            row.text(&candidate.found_on);
            row.maybe_plain(candidate.place.map(|place| place.word()));
            row.text(&candidate.words);
            row.plain(&candidate.status);
            row.text(&candidate.reason);
            table.push(&row)?;
        }
        let publication = &discovery.publication;
        let mut row = homes.row();
        row.text(&discovery.home);
        row.plain(publication.linked.word());
        row.plain(&publication.place);
        row.text(&publication.words);
        row.text(&publication.target);
        row.maybe_text(discovery.statement());
        row.plain(&publication.code);
        row.text(&publication.reason);
        homes.push(&row)?;
    }
    table.flush()?;
    homes.flush()?;
    let described = |columns: &[(&'static str, Kind, &'static str)]| {
        columns
            .iter()
            .map(|&(name, kind, about)| Column::new(name, kind, about))
            .collect()
    };
    Ok(vec![
        Attached {
            file: FILE,
            row: "a home page and page that may be its statement",
            columns: described(COLUMNS),
        },
        Attached {
            file: HOME_FILE,
            row: "a home page",
            columns: described(HOME_COLUMNS),
        },
    ])
}
