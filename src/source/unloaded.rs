//! Why a path, glob, list or manifest row gave no statement to read.

use std::borrow::Cow;
use std::io;

use crate::failure::Explain;
use crate::failure::Stage;

/// Why a path, glob, list or manifest row gave no statement to read.
#[derive(Debug, thiserror::Error)]
pub enum Unloaded {
    /// There is no such file or folder.
    #[error("there is no file or folder of this name")]
    NotFound,
    /// It is there, but the system does not let it be read.
    #[error("the file cannot be read")]
    NotReadable(#[source] io::Error),
    /// A folder or glob in which nothing looks like a statement.
    #[error("{what} holds no file that may be a statement{}", told_passed_over(*passed_over))]
    NothingFound {
        /// `the folder` or `the pattern`.
        what: &'static str,
        /// How many files were there, but of other kinds.
        passed_over: usize,
    },
    /// A glob that cannot be read.
    #[error("the pattern cannot be read")]
    BadPattern(#[source] globset::Error),
    /// An address that starts with something else than `http` or `https`, or is none at all.
    #[error("{reason}")]
    BadAddress {
        /// What is wrong with it.
        reason: String,
    },
    /// A CSV file that is no manifest.
    #[error("{reason}")]
    BadManifest {
        /// What is wrong with it.
        reason: String,
    },
    /// A row of a manifest that names no statement.
    #[error("the row has neither a path nor a url")]
    BadManifestRow,
    /// More bytes than the limit allows.
    #[error("the file has more than the {limit} bytes allowed")]
    TooLarge {
        /// How many are allowed.
        limit: usize,
    },
    /// A list or manifest named in a list that is itself being read.
    #[error("a list on standard input cannot name standard input")]
    ListInList,
}

fn told_passed_over(files: usize) -> String {
    match files {
        0 => String::new(),
        1 => ", only one file of another kind".to_owned(),
        more => format!(", only {more} files of other kinds"),
    }
}

impl Explain for Unloaded {
    fn stage(&self) -> Stage {
        Stage::Load
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::NotReadable(_) => "not-readable",
            Self::NothingFound { .. } => "nothing-found",
            Self::BadPattern(_) => "bad-pattern",
            Self::BadAddress { .. } => "bad-address",
            Self::BadManifest { .. } => "bad-manifest",
            Self::BadManifestRow => "bad-manifest-row",
            Self::TooLarge { .. } => "too-large",
            Self::ListInList => "list-in-list",
        }
    }

    fn hint(&self) -> Cow<'static, str> {
        match self {
            Self::NotFound => "check the spelling, and the folder that the path starts from",
            Self::NotReadable(_) => "check that you may read the file and that its disk is there",
            Self::NothingFound { .. } => {
                "name the files themselves, or check for an ignore file that leaves them out (--no-ignore reads them)"
            }
            Self::BadPattern(_) => {
                "write the pattern as in statements/**/*.pdf, in quotes, or name the files"
            }
            Self::BadAddress { .. } => {
                "give an address as a browser shows it, for example https://example.org/modern-slavery-statement"
            }
            Self::BadManifest { .. } => {
                "give the manifest a header row with a column named path or url"
            }
            Self::BadManifestRow => "fill in the column path or url of this row, or delete the row",
            Self::TooLarge { .. } => "pass the statement itself rather than the archive it stands in",
            Self::ListInList => "leave the line with the dash out of the list",
        }
        .into()
    }
}
