//! A rubric by name or by file: what `--rubric NAME|FILE` asks for.

use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use super::Rubric;
use super::builtin::builtin;
use super::pattern::Author;
use super::validate::read;
use super::validate::validate;
use crate::typed::Invalid;
use crate::typed::nearest;

/// The largest rubric file that is read, in bytes.
const FILE_MAX: u64 = 4 << 20;

/// Why no rubric could be had.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Neither a built-in rubric nor a file.
    #[error("there is no rubric `{name}`, and no file of that name")]
    Unknown {
        /// As typed.
        name: String,
        /// The built-in rubric that was perhaps meant.
        nearest: Option<String>,
        /// All built-in rubrics.
        known: Vec<String>,
    },
    /// The file cannot be read.
    #[error("the rubric file {} cannot be read: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file is larger than any rubric.
    #[error("the file {} is larger than {} MiB, and so no rubric", path.display(), FILE_MAX >> 20)]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file is not UTF-8.
    #[error("the rubric file {} is not UTF-8", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// The file has mistakes; [`crate::typed::told`] shows them.
    #[error("{0}")]
    Invalid(Box<Invalid>),
}

impl LoadError {
    /// What to do about it: an imperative sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Unknown {
                nearest: Some(nearest),
                ..
            } => format!("did you mean `{nearest}`? `avowal rubric list` shows all"),
            Self::Unknown { known, .. } => {
                format!("give a file, or one of {}", known.join(", "))
            }
            Self::Unreadable { .. } => "give the path of a file that you may read".to_owned(),
            Self::TooLarge { .. } => "give a rubric file, see `docs/rubrics.md`".to_owned(),
            Self::NotText { .. } => "save it as UTF-8".to_owned(),
            Self::Invalid(_) => {
                "`avowal rubric validate FILE` shows each mistake with its place".to_owned()
            }
        }
    }
}

/// The built-in rubric, or the one in the file, that `name_or_path` names. Built-in names come first: write
/// `./uk-msa` for a file of that name.
///
/// # Errors
///
/// [`LoadError`] says why there is none.
pub fn load(name_or_path: &str) -> Result<Rubric, LoadError> {
    if let Some(known) = builtin().find(|known| known.name == name_or_path) {
        let file = format!("rubrics/{}.toml", known.name);
        return read(&file, known.text, Author::Ours)
            .map_err(|invalid| LoadError::Invalid(Box::new(invalid)));
    }
    let path = Path::new(name_or_path);
    if !path.exists() && !looks_like_a_path(name_or_path) {
        let known = || builtin().map(|known| known.name);
        return Err(LoadError::Unknown {
            name: name_or_path.to_owned(),
            nearest: nearest(name_or_path, known()).map(str::to_owned),
            known: known().map(str::to_owned).collect(),
        });
    }
    let text = text_of(path)?;
    validate(name_or_path, &text).map_err(|invalid| LoadError::Invalid(Box::new(invalid)))
}

fn looks_like_a_path(text: &str) -> bool {
    text.contains(['/', '\\']) || text.ends_with(".toml")
}

fn text_of(path: &Path) -> Result<String, LoadError> {
    let unreadable = |error| LoadError::Unreadable {
        path: path.to_owned(),
        error,
    };
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(FILE_MAX + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() as u64 > FILE_MAX {
        return Err(LoadError::TooLarge {
            path: path.to_owned(),
        });
    }
    let text = String::from_utf8(bytes).map_err(|_| LoadError::NotText {
        path: path.to_owned(),
    })?;
    // Some editors put a byte order mark in front.
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_told_as_a_file_and_not_as_a_name() {
        let error = load("no/such/rubric.toml").expect_err("there is no such file");

        assert!(matches!(error, LoadError::Unreadable { .. }), "{error:?}");
    }

    #[test]
    fn a_file_that_is_no_text_says_so() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("mine.toml");
        std::fs::write(&path, [0xff, 0xfe, 0x00]).expect("a file for the test");

        let error = load(&path.to_string_lossy()).expect_err("it is not UTF-8");

        assert!(matches!(error, LoadError::NotText { .. }), "{error:?}");
    }
}
