//! The ZIP package of an Office file: its parts, unfolded within bounds, and the relations between them.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;

use zip::ZipArchive;

use super::Unreadable;
use super::xml::Elements;
use super::xml::Step;

/// No document has more parts than this; a hundred pictures make a hundred parts.
const MOST_ENTRIES: usize = 20_000;

/// The most bytes that the parts that are read may unfold to, whatever the limits allow: a novel has two million.
const MOST_UNFOLDED: usize = 256 << 20;

/// A part that unfolds to more than this many times its size is a bomb; deflate ends at 1,032 times. Tables in which
/// every cell repeats its borders reach 60.
const HIGHEST_RATIO: u64 = 200;

/// Below this size no ratio is looked at: short parts that repeat themselves are harmless.
const SMALL_PART: u64 = 4 << 20;

/// The parts of a package that are read, by name.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unfolded.
    room: u64,
    limit: usize,
}

/// A relation of one part to another part or to an address outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    /// The last word of its type: `officeDocument`, `hyperlink`, `footer`.
    pub(super) kind: String,
    /// The address as written, or the name of the part.
    pub(super) target: String,
}

impl<'a> Package<'a> {
    /// Opens the package without unfolding anything.
    pub(super) fn open(bytes: &'a [u8], unfolded_bytes: usize) -> Result<Self, Unreadable> {
        match entry_count(bytes) {
            Some(count) if count <= MOST_ENTRIES => {}
            Some(_) => return Err(broken("it has more parts than any document")),
            None => return Err(broken("its list of parts is missing: it may be cut short")),
        }
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error.to_string()))?;
        let limit = unfolded_bytes.min(MOST_UNFOLDED);
        Ok(Self {
            archive,
            room: limit as u64,
            limit,
        })
    }

    /// Whether there is a part whose name begins with `prefix`.
    pub(super) fn holds(&self, prefix: &str) -> bool {
        self.archive
            .file_names()
            .any(|name| name.is_ok_and(|name| name.starts_with(prefix)))
    }

    /// Whether a part is locked with the password of the archive.
    pub(super) fn is_locked(&mut self) -> bool {
        (0..self.archive.len()).any(|index| {
            self.archive
                .by_index_raw(index)
                .is_ok_and(|part| part.encrypted())
        })
    }

    /// The text of the part `name`; none where there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let mut part = self
            .archive
            .by_index(index)
            .map_err(|error| broken(&format!("{name}: {error}")))?;
        // What the archive says of sizes is not believed: the bytes are counted as they come.
        let packed = part.compressed_size().max(1);
        let by_ratio = packed.saturating_mul(HIGHEST_RATIO).max(SMALL_PART);
        let allowed = by_ratio.min(self.room);
        let mut bytes = Vec::new();
        let outcome = part.by_ref().take(allowed + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > allowed {
            return Err(Unreadable::DecompressionBomb {
                limit: usize::try_from(allowed).unwrap_or(self.limit),
            });
        }
        self.room -= bytes.len() as u64;
        match outcome {
            Ok(_) => Ok(Some(super::decoded(&bytes, None, None).into_owned())),
            Err(error) => Err(broken(&format!("{name}: {error}"))),
        }
    }

    /// The relations of the part `name` by their identifiers; none where they cannot be read.
    pub(super) fn relations_of(
        &mut self,
        name: &str,
    ) -> Result<BTreeMap<String, Relation>, Unreadable> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let parent = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let mut relations = BTreeMap::new();
        let Some(xml) = self.part(&format!("{parent}_rels/{file}.rels"))? else {
            return Ok(relations);
        };
        let mut elements = Elements::new(&xml, 16);
        while let Ok(Some(step)) = elements.next() {
            let Step::Open(element) = step else { continue };
            let value = |name| element.attribute(name);
            let (Some(id), Some(kind), Some(target)) =
                (value("Id"), value("Type"), value("Target"))
            else {
                continue;
            };
            let is_outside =
                value("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
            let target = if is_outside {
                target
            } else {
                part_name(&parent, &target)
            };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.insert(id, Relation { kind, target });
        }
        Ok(relations)
    }
}

/// The name of the part that `target` means, seen from `folder`.
fn part_name(folder: &str, target: &str) -> String {
    let whole = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

/// How many entries the archive says it has, before anything is made room for.
fn entry_count(bytes: &[u8]) -> Option<usize> {
    let tail_from = bytes.len().saturating_sub((64 << 10) + 22);
    let tail = bytes.get(tail_from..)?;
    let at = memchr::memmem::rfind(tail, b"PK\x05\x06")?;
    let count = tail.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([
        *count.first()?,
        *count.get(1)?,
    ])))
}

pub(super) fn broken(cause: &str) -> Unreadable {
    Unreadable::Malformed {
        format: "docx".to_owned(),
        cause: cause.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_seen_from_the_folder_of_its_part() {
        assert_eq!(part_name("word/", "styles.xml"), "word/styles.xml");
        assert_eq!(part_name("word/", "/word/notes.xml"), "word/notes.xml");
        assert_eq!(part_name("word/sub/", "../header1.xml"), "word/header1.xml");
        assert_eq!(part_name("", "word/document.xml"), "word/document.xml");
    }

    #[test]
    fn a_file_cut_short_says_so() {
        let cut = Package::open(b"PK\x03\x04 and then nothing", 1 << 20);

        assert!(cut.is_err_and(|error| error.to_string().contains("cut short")));
    }
}
