//! `manifest.csv` of `avowal fetch`: one row an input, with where its bytes lie; itself a manifest that `assess` takes.

use std::io;
use std::path::Path;

use super::table::Table;
use crate::failure::Failed;
use crate::source::CARRIED_COLUMNS;
use crate::source::Place;
use crate::source::Snapshot;
use crate::source::Source;

/// The name of the manifest in its folder.
pub const FILE: &str = "manifest.csv";

/// The columns behind those of the manifest that was given.
const COLUMNS: &[&str] = &[
    "path",
    "status",
    "code",
    "final_url",
    "redirects",
    "content_type",
    "bytes",
    "sha256",
    "retrieved_at",
    "message",
    "hint",
];

/// The manifest of what was fetched, while it is written. The file appears when it is complete.
pub struct FetchedTable {
    table: Table,
    passing: tempfile::TempPath,
    folder: std::path::PathBuf,
}

impl FetchedTable {
    /// Begins the manifest in `folder`.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let passing = tempfile::Builder::new()
            .prefix(".manifest-")
            .tempfile_in(folder)?
            .into_temp_path();
        let carried = CARRIED_COLUMNS.iter().filter(|column| **column != "url");
        let columns = ["url"].iter().chain(carried).chain(COLUMNS).copied();
        // Verbatim: a program reads it again.
        let table = Table::open(&passing, columns, None, true)?;
        Ok(Self {
            table,
            passing,
            folder: folder.to_owned(),
        })
    }

    /// Writes what came of one input; `source` is none for an input that was none.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn record(
        &mut self,
        source: Option<&Source>,
        outcome: &Result<Snapshot, Failed>,
    ) -> io::Result<()> {
        let mut row = self.table.row();
        let (mut url, mut file) = (None, None);
        match source.map(|source| &source.place) {
            Some(Place::Url(_)) => url = source.map(|source| source.label.as_str()),
            Some(Place::File(path)) => file = Some(path),
            None => {}
        }
        row.maybe_text(url);
        for column in CARRIED_COLUMNS.iter().filter(|column| **column != "url") {
            let value = source.and_then(|source| source.manifest.get(*column));
            row.maybe_text(value.map(String::as_str));
        }
        match outcome {
            Ok(snapshot) => {
                let origin = &snapshot.origin;
                let path = snapshot.kept_in.as_ref().or(origin.path.as_ref());
                row.maybe_text(path.map(|path| self.seen_from_here(path)).as_deref());
                row.plain("ok");
                row.plain("");
                row.maybe_text(origin.final_url.as_deref());
                row.text(&origin.redirects.join(" "));
                row.maybe_text(snapshot.content_type.as_deref());
                row.plain(origin.bytes);
                row.plain(&origin.sha256);
                row.maybe_plain(origin.retrieved_at.as_deref());
                row.plain("");
                row.plain("");
            }
            Err(failed) => {
                row.maybe_text(file.map(|path| self.seen_from_here(path)).as_deref());
                row.plain(failed.status());
                row.plain(&failed.code);
                for _ in 3..9 {
                    row.plain("");
                }
                match source {
                    Some(_) => row.text(&failed.message),
                    // What was no address and no path has no other cell to stand in.
                    None => row.text(&format!("{}: {}", failed.source, failed.message)),
                }
                row.text(&failed.hint);
            }
        }
        self.table.push(&row)
    }

    /// Completes the manifest: it takes the place of an earlier one.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.table.flush()?;
        super::run_record::make_readable(&self.passing)?;
        self.passing
            .persist(self.folder.join(FILE))
            .map_err(|error| error.error)
    }

    /// `path` from the folder of the manifest, where it lies below; with `/` everywhere.
    fn seen_from_here(&self, path: &Path) -> String {
        match path.strip_prefix(&self.folder) {
            Ok(below) => below.to_string_lossy().replace('\\', "/"),
            Err(_) => std::path::absolute(path)
                .unwrap_or_else(|_| path.to_owned())
                .to_string_lossy()
                .into_owned(),
        }
    }
}
