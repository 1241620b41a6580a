//! The formats `ndjson` and `json`: each outcome whole, in the layout of [`wire`].

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::BufWriter;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use super::Lengths;
use super::Report;
use super::Shape;
use super::wire;
use super::wire::Told;
use crate::assessment::Outcome;

/// The description of the layout, beside the file.
const SCHEMA_FILE: &str = "assessments.schema.json";

/// One JSON value an outcome, a line each.
const LINES: Layout = Layout {
    file: "assessments.ndjson",
    opening: "",
    between: "\n",
    closing: "\n",
};

/// One JSON document: an object with all outcomes in a list.
const WHOLE: Layout = Layout {
    file: "assessments.json",
    opening: "{\"schema\":1,\"results\":[\n",
    between: ",\n",
    closing: "\n]}\n",
};

/// How outcomes are put together.
struct Layout {
    file: &'static str,
    opening: &'static str,
    between: &'static str,
    closing: &'static str,
}

/// A file that grows outcome by outcome. Its closing is written last, and cut off again by who goes on with the run.
struct Json {
    folder: PathBuf,
    layout: &'static Layout,
    file: BufWriter<File>,
    is_first: bool,
}

/// Opens the lines of a run in `folder`.
pub(super) fn open_lines(
    folder: &Path,
    _shape: &Shape,
    finished: Option<&Lengths>,
) -> io::Result<Box<dyn Report>> {
    open(folder, &LINES, finished)
}

/// Opens the document of a run in `folder`.
pub(super) fn open_whole(
    folder: &Path,
    _shape: &Shape,
    finished: Option<&Lengths>,
) -> io::Result<Box<dyn Report>> {
    open(folder, &WHOLE, finished)
}

fn open(
    folder: &Path,
    layout: &'static Layout,
    finished: Option<&Lengths>,
) -> io::Result<Box<dyn Report>> {
    let finished = finished
        .and_then(|lengths| lengths.get(layout.file).copied())
        .unwrap_or(0);
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(layout.file))?;
    file.set_len(finished)?;
    file.seek(SeekFrom::End(0))?;
    if finished == 0 {
        file.write_all(layout.opening.as_bytes())?;
    }
    Ok(Box::new(Json {
        folder: folder.to_owned(),
        layout,
        file: BufWriter::new(file),
        is_first: finished <= layout.opening.len() as u64,
    }))
}

impl Report for Json {
    fn record(&mut self, outcome: &Outcome) -> io::Result<()> {
        if !std::mem::take(&mut self.is_first) {
            self.file.write_all(self.layout.between.as_bytes())?;
        }
        serde_json::to_writer(&mut self.file, &Told::from(outcome))?;
        Ok(())
    }

    fn flush(&mut self) -> io::Result<Lengths> {
        self.file.flush()?;
        let length = self.file.get_ref().metadata()?.len();
        Ok(Lengths::from([(self.layout.file.to_owned(), length)]))
    }

    fn describe(&mut self) -> io::Result<Vec<String>> {
        self.file.write_all(self.layout.closing.as_bytes())?;
        self.file.flush()?;
        fs::write(self.folder.join(SCHEMA_FILE), wire::JSON_SCHEMA)?;
        Ok(vec![SCHEMA_FILE.to_owned()])
    }
}
