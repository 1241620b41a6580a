//! Reads the files named on standard input, one a line, and writes what it read of each as a line of JSON: for the
//! scripts in `tests/extraction/`, which compare readers side by side.
//!
//! `seconds` is the shortest of a few readings, without the time it takes to read the file from the disk.

use std::io::BufRead;
use std::io::Write;
use std::time::Instant;

use avowal::document::BlockKind;
use avowal::extract::Hints;
use avowal::extract::Limits;
use avowal::extract::read;
use avowal::failure::Explain;

/// How often each file is read; the first readings warm the caches.
const READINGS: usize = 3;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::io::stdin().lock().lines() {
        let path = path?;
        let bytes = std::fs::read(&path)?;
        let name = path.rsplit('/').next();
        let hints = Hints {
            name,
            ..Hints::default()
        };
        let mut seconds = f64::MAX;
        let mut outcome = None;
        for _ in 0..READINGS {
            let started = Instant::now();
            let read = read(&bytes, &hints, &Limits::default());
            seconds = seconds.min(started.elapsed().as_secs_f64());
            outcome = Some(read);
        }
        let row = match outcome {
            Some(Ok(document)) => {
                let headings: Vec<&str> = document
                    .blocks
                    .iter()
                    .filter(|block| matches!(block.kind, BlockKind::Heading { .. }))
                    .map(|block| document.words_at(block.span))
                    .collect();
                serde_json::json!({
                    "path": path,
                    "seconds": seconds,
                    "text": document.text,
                    "headings": headings,
                    "asides": document.asides,
                })
            }
            Some(Err(error)) => serde_json::json!({
                "path": path,
                "seconds": seconds,
                "error": error.code(),
                "message": error.to_string(),
            }),
            None => continue,
        };
        writeln!(out, "{row}")?;
    }
    Ok(())
}
