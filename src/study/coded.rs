//! Coded sentences in the layout of the AIMS collections: what weights are learned from.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use sha2::Digest;
use sha2::Sha256;

use crate::digest::hex;
use crate::recogniser::CodedSentence;
use crate::recogniser::CodedStatement;
use crate::recogniser::LABELS;
use crate::recogniser::Label;

/// Coded statements, and the identity of the files that they came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    /// The statements, collection by collection in the order of the files' names.
    pub statements: Vec<CodedStatement>,
    /// SHA-256 over the files' names and contents, in hexadecimal.
    pub sha256: String,
}

/// Why a file gives no coded sentences.
#[derive(Debug, thiserror::Error)]
pub enum Uncoded {
    /// It cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A column is missing.
    #[error("{path} has no column `{column}`")]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
    },
    /// A row is broken.
    #[error("{path}, line {line}: {message}")]
    Broken {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        message: String,
    },
    /// Nothing to learn from.
    #[error("no statements were given")]
    Nothing,
}

/// Reads `files`: one collection each, named by the file's stem, with the columns `statement_id`, `sentence` and one of
/// 0, 1 or nothing a label. Rows of a statement stand together in reading order. The order of `files` does not matter.
///
/// # Errors
///
/// [`Uncoded`] where a file cannot be read, lacks a column, or holds something else.
pub fn coded(files: &[PathBuf]) -> Result<Coded, Uncoded> {
    let mut named: Vec<(String, &Path)> = files
        .iter()
        .map(|path| {
            let stem = path.file_stem().unwrap_or_default();
            (stem.to_string_lossy().into_owned(), path.as_path())
        })
        .collect();
    named.sort();
    let mut digest = Sha256::new();
    let mut statements = Vec::new();
    for (collection, path) in named {
        let bytes = std::fs::read(path).map_err(|error| Uncoded::Unreadable {
            path: path.to_owned(),
            error,
        })?;
        digest.update(collection.as_bytes());
        digest.update([0]);
        digest.update(Sha256::digest(&bytes));
        statements_of(&collection, path, &bytes, &mut statements)?;
    }
    if statements.is_empty() {
        return Err(Uncoded::Nothing);
    }
    Ok(Coded {
        statements,
        sha256: hex(&digest.finalize()),
    })
}

fn statements_of(
    collection: &str,
    path: &Path,
    bytes: &[u8],
    statements: &mut Vec<CodedStatement>,
) -> Result<(), Uncoded> {
    let broken = |line: u64, message: String| Uncoded::Broken {
        path: path.to_owned(),
        line,
        message,
    };
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader
        .headers()
        .map_err(|error| broken(1, error.to_string()))?
        .clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|known| known.trim_start_matches('\u{feff}') == name)
            .ok_or_else(|| Uncoded::NoColumn {
                path: path.to_owned(),
                column: name.to_owned(),
            })
    };
    let (id, sentence) = (column("statement_id")?, column("sentence")?);
    let mut columns = [0; LABELS];
    for label in Label::ALL {
        columns[label.place()] = column(label.word())?;
    }
    let first = statements.len();
    for row in reader.records() {
        let row = row.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            broken(line, error.to_string())
        })?;
        let line = row.position().map_or(0, csv::Position::line);
        let mut labels = [None; LABELS];
        for label in Label::ALL {
            labels[label.place()] = match row.get(columns[label.place()]).unwrap_or_default().trim()
            {
                "1" | "1.0" => Some(true),
                "0" | "0.0" => Some(false),
                "" => None,
                other => {
                    return Err(broken(
                        line,
                        format!(
                            "`{other}` in the column `{}`, where 0, 1 or nothing is expected",
                            label.word()
                        ),
                    ));
                }
            };
        }
        let coded = CodedSentence {
            text: row.get(sentence).unwrap_or_default().to_owned(),
            labels,
        };
        let id = row.get(id).unwrap_or_default();
        match statements.get_mut(first..).and_then(<[_]>::last_mut) {
            Some(open) if open.id == id => open.sentences.push(coded),
            _ => statements.push(CodedStatement {
                id: id.to_owned(),
                collection: collection.to_owned(),
                sentences: vec![coded],
            }),
        }
    }
    Ok(())
}
