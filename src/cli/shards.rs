//! One shard of a run: what `avowal assess --shard` does beside assessing, and `avowal merge` reads.

use std::fs;
use std::io;
use std::path::Path;

use crate::registry::Suppliers;
use crate::report::Identity;
use crate::report::Shape;
use crate::report::ShardRecord;
use crate::source::Listed;
use crate::source::Shard;

/// The supplier list of the whole run, in the folder of its first shard.
const SUPPLIERS: &str = "suppliers.json";

/// One part of a run, and what it must know of the whole.
pub(super) struct Part {
    record: ShardRecord,
}

impl Part {
    /// Leaves only the inputs of `shard` in `sources`, which are those of the run `whole`, shaped as `shape`.
    pub(super) fn cut(
        shard: Shard,
        sources: &mut Vec<Listed>,
        whole: Identity,
        shape: &Shape,
    ) -> Self {
        let mut places = Vec::new();
        let mut own = Vec::new();
        for (place, listed) in (0u64..).zip(sources.drain(..)) {
            if shard.holds(&listed) {
                places.push(place);
                own.push(listed);
            }
        }
        *sources = own;
        Self {
            record: ShardRecord {
                shard: shard.number(),
                of: shard.of(),
                whole,
                manifest_columns: shape.manifest_columns.clone(),
                rubrics_typed: Vec::new(),
                command_line: Vec::new(),
                started_at: String::new(),
                ended_at: String::new(),
                places,
                outcome_bytes: 0,
            },
        }
    }

    /// Says in `folder` that the shard is finished: last of all, and whole or not at all.
    pub(super) fn finish(
        self,
        folder: &Path,
        rubrics_typed: &[String],
        command_line: Vec<String>,
        (started_at, ended_at): (String, String),
        suppliers: Option<&Suppliers>,
    ) -> io::Result<()> {
        if let Some(suppliers) = suppliers
            && self.record.shard == 1
        {
            fs::write(folder.join(SUPPLIERS), serde_json::to_vec(suppliers)?)?;
        }
        ShardRecord {
            rubrics_typed: rubrics_typed.to_vec(),
            command_line,
            started_at,
            ended_at,
            ..self.record
        }
        .write(folder)
    }
}

/// The supplier list of a run whose shard with the lowest number is in `folder`; none where it has none.
pub(super) fn suppliers_in(folder: &Path) -> io::Result<Option<Suppliers>> {
    match fs::read(folder.join(SUPPLIERS)) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The command line of a shard as that of the whole run, written into `folder`.
pub(super) fn whole_command_line(of_shard: &[String], folder: &Path) -> Vec<String> {
    let mut whole = Vec::new();
    let mut words = of_shard.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--shard" | "--output" | "-o" => {
                words.next();
            }
            "--resume" | "--overwrite" => {}
            joined if joined.starts_with("--shard=") || joined.starts_with("--output=") => {}
            joined if joined.starts_with("-o") => {}
            _ => whole.push(word.clone()),
        }
    }
    // Before anything that may end the options.
    whole.insert(whole.len().min(1), folder.to_string_lossy().into_owned());
    whole.insert(whole.len().min(1), "-o".to_owned());
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_run_is_told_without_its_shard() {
        let words = [
            "assess",
            "--shard",
            "3/64",
            "in",
            "-opart",
            "--resume",
            "--as-of=2026-11-24",
        ];
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();

        let whole = whole_command_line(&words, Path::new("report"));

        assert_eq!(
            whole,
            ["assess", "-o", "report", "in", "--as-of=2026-11-24"]
        );
    }
}
