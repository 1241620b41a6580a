//! `candidates.csv` and `homepages.csv`: what was found from home pages.

use std::io;
use std::path::Path;

use super::table::Table;
use crate::discover::Discovery;

/// The name of the table of candidates.
const FILE: &str = "candidates.csv";

/// The name of the table of home pages.
const HOME_FILE: &str = "homepages.csv";

const COLUMNS: &[&str] = &[
    "home", "rank", "role", "url", "score", "year", "hops", "found_by", "found_on", "place",
    "text", "status", "reason",
];

const HOME_COLUMNS: &[&str] = &[
    "home",
    "publication",
    "place",
    "text",
    "target",
    "statement",
    "code",
    "reason",
];

/// Writes both tables into `folder`, in the order of `found`.
///
/// # Errors
///
/// When they cannot be written.
pub fn write_candidates(folder: &Path, found: &[Discovery], verbatim: bool) -> io::Result<()> {
    let mut table = Table::open(&folder.join(FILE), COLUMNS.iter().copied(), None, verbatim)?;
    let columns = HOME_COLUMNS.iter().copied();
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
    Ok(())
}
