//! A task: one document, and what is to be done with it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;

use crate::failure::Explain;
use crate::failure::Stage;
use crate::source::Origin;
use crate::source::Place;
use crate::source::Snapshot;
use crate::source::Source;

/// The longest that a task may allow its document.
const LONGEST: f64 = 86_400.0;

/// The characters of an identifier that are repeated as the name of a document.
const LABEL_CHARACTERS: usize = 200;

/// One document, and what is to be done with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Comes back with the answer: a string or a number.
    pub id: Value,
    /// The document.
    pub document: Given,
    /// What the document is called: stands in `source`.
    pub name: Option<String>,
    /// Where bytes that are given came from: links lead there.
    pub final_url: Option<String>,
    /// When they were fetched, RFC 3339.
    pub retrieved_at: Option<String>,
    /// The `charset` of the HTTP `Content-Type` that they came with.
    pub charset: Option<String>,
    /// The rubrics to score against, in the place of the worker's own.
    pub rubrics: Option<Vec<String>>,
    /// The longest that reading may take.
    pub timeout: Option<Duration>,
    /// What is known of the statement, as the columns of a manifest.
    pub manifest: BTreeMap<String, String>,
}

/// A document, or where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A file.
    Path(String),
    /// A web address.
    Url(String),
    /// The text itself.
    Text(String),
    /// The bytes of a file, in base64.
    Base64(String),
}

/// A task as it is typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: Value,
    path: Option<String>,
    url: Option<String>,
    text: Option<String>,
    base64: Option<String>,
    name: Option<String>,
    final_url: Option<String>,
    retrieved_at: Option<String>,
    charset: Option<String>,
    rubric: Option<Names>,
    timeout: Option<f64>,
    organisation: Option<Value>,
    company_number: Option<Value>,
    sector: Option<Value>,
    country: Option<Value>,
    turnover: Option<Value>,
    period_end: Option<Value>,
}

/// One name or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

/// Why a line is no task that can be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTask {
    /// It is not JSON, or not of the shape of a task.
    #[error("the line is no task: {0}")]
    Malformed(String),
    /// It is longer than lines may be.
    #[error("the line is longer than {limit} bytes")]
    TooLong {
        /// The longest line, in bytes.
        limit: usize,
    },
    /// The rubric is none of the worker's.
    #[error("there is no rubric `{name}` here")]
    UnknownRubric {
        /// As the task has it.
        name: String,
    },
}

impl Explain for BadTask {
    fn stage(&self) -> Stage {
        Stage::Load
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too-large",
            Self::Malformed(_) | Self::UnknownRubric { .. } => "bad-task",
        }
    }

    fn hint(&self) -> Cow<'static, str> {
        match self {
            Self::Malformed(_) => {
                "`avowal worker --schema` describes tasks: an id, and one of path, url, text, base64"
            }
            Self::TooLong { .. } => "pass large documents by path, or raise --max-line",
            Self::UnknownRubric { .. } => {
                "name a built-in rubric, or start the worker with --rubric FILE"
            }
        }
        .into()
    }
}

fn malformed(words: impl Into<String>) -> BadTask {
    BadTask::Malformed(words.into())
}

impl Task {
    /// The task in a line of JSON.
    ///
    /// # Errors
    ///
    /// [`BadTask`], where it is none.
    pub fn parse(line: &[u8]) -> Result<Self, BadTask> {
        let raw: Raw =
            serde_json::from_slice(line).map_err(|error| malformed(error.to_string()))?;
        if !matches!(raw.id, Value::String(_) | Value::Number(_)) {
            return Err(malformed("its id is neither a string nor a number"));
        }
        let mut documents = [
            raw.path.map(Given::Path),
            raw.url.map(Given::Url),
            raw.text.map(Given::Text),
            raw.base64.map(Given::Base64),
        ]
        .into_iter()
        .flatten();
        let (Some(document), None) = (documents.next(), documents.next()) else {
            return Err(malformed("it needs one of path, url, text and base64"));
        };
        let has_bytes = matches!(document, Given::Text(_) | Given::Base64(_));
        let of_bytes = [
            raw.name.is_some(),
            raw.final_url.is_some(),
            raw.retrieved_at.is_some(),
            raw.charset.is_some(),
        ];
        if !has_bytes && of_bytes.contains(&true) {
            return Err(malformed(
                "name, final_url, retrieved_at and charset go with text or base64",
            ));
        }
        let timeout = match raw.timeout {
            None => None,
            Some(seconds) if seconds > 0.0 && seconds <= LONGEST => {
                Some(Duration::from_secs_f64(seconds))
            }
            Some(_) => return Err(malformed("its timeout is no number of seconds up to a day")),
        };
        let rubrics = match raw.rubric {
            None => None,
            Some(Names::One(name)) => Some(vec![name]),
            Some(Names::Several(names)) if names.is_empty() => None,
            Some(Names::Several(names)) => Some(names),
        };
        let mut manifest = BTreeMap::new();
        for (column, value) in [
            ("organisation", raw.organisation),
            ("company_number", raw.company_number),
            ("sector", raw.sector),
            ("country", raw.country),
            ("turnover", raw.turnover),
            ("period_end", raw.period_end),
        ] {
            let value = match value {
                None | Some(Value::Null) => continue,
                Some(Value::String(text)) => text.trim().to_owned(),
                Some(Value::Number(number)) => number.to_string(),
                Some(_) => return Err(malformed(format!("its {column} is no text"))),
            };
            if !value.is_empty() {
                manifest.insert(column.to_owned(), value);
            }
        }
        Ok(Self {
            id: raw.id,
            document,
            name: raw.name,
            final_url: raw.final_url,
            retrieved_at: raw.retrieved_at,
            charset: raw.charset,
            rubrics,
            timeout,
            manifest,
        })
    }

    /// What the document is called.
    #[must_use]
    pub fn label(&self) -> String {
        match (&self.document, &self.name, &self.final_url) {
            (Given::Path(path), ..) => path.clone(),
            (Given::Url(address), ..) => address.clone(),
            (_, Some(name), _) => name.clone(),
            (_, None, Some(address)) => address.clone(),
            (_, None, None) => {
                let id = match &self.id {
                    Value::String(id) => id.clone(),
                    other => other.to_string(),
                };
                id.chars().take(LABEL_CHARACTERS).collect()
            }
        }
    }

    /// Where the document is.
    pub(super) fn source(&self) -> Result<Source, BadTask> {
        let place = match &self.document {
            Given::Url(address) => {
                let address = url::Url::parse(address.trim())
                    .ok()
                    .filter(|address| matches!(address.scheme(), "http" | "https"))
                    .ok_or_else(|| malformed("its url is no http or https address"))?;
                Place::Url(address.into())
            }
            Given::Path(path) => Place::File(PathBuf::from(path)),
            Given::Text(_) | Given::Base64(_) => Place::File(PathBuf::from(self.label())),
        };
        Ok(Source {
            label: self.label(),
            place,
            manifest: self.manifest.clone(),
        })
    }

    /// The bytes that the task brings with it; none where it says where they are.
    pub(super) fn given(&self) -> Result<Option<Snapshot>, BadTask> {
        let (bytes, charset) = match &self.document {
            Given::Path(_) | Given::Url(_) => return Ok(None),
            // Whatever a page says of its own encoding: what comes as a JSON string is UTF-8.
            Given::Text(text) => (text.clone().into_bytes(), Some("utf-8".to_owned())),
            Given::Base64(coded) => {
                let bytes = STANDARD
                    .decode(coded)
                    .map_err(|error| malformed(format!("its base64 cannot be read: {error}")))?;
                (bytes, self.charset.clone())
            }
        };
        let digest = Sha256::digest(&bytes);
        let origin = Origin {
            label: self.label(),
            final_url: self.final_url.clone(),
            path: match self.final_url {
                Some(_) => None,
                None => self.name.as_ref().map(PathBuf::from),
            },
            retrieved_at: self.retrieved_at.clone(),
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            bytes: bytes.len() as u64,
            manifest: self.manifest.clone(),
            ..Origin::default()
        };
        Ok(Some(Snapshot {
            bytes,
            origin,
            charset,
            earlier: None,
            kept_in: None,
            content_type: None,
        }))
    }
}
