//! Why one input gave no result: the row of `errors.csv` that it becomes.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::Serialize;

/// Where on the way from argument to report an input was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// A path, glob or manifest row could not be turned into bytes.
    Load,
    /// A URL gave no bytes.
    Fetch,
    /// The bytes are of no format that can be read, or hold no statement.
    Detect,
    /// The bytes are of a known format, but no text came out of them.
    Extract,
    /// The text could not be scored.
    Score,
    /// The result could not be written.
    Write,
}

impl Stage {
    /// The word in the column `stage` of `errors.csv`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Fetch => "fetch",
            Self::Detect => "detect",
            Self::Extract => "extract",
            Self::Score => "score",
            Self::Write => "write",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// What each stage's own error answers, so that all of them are told in one shape.
///
/// The message is the error's `Display`: it starts in lower case, names the thing, and ends without a full stop.
pub trait Explain: std::error::Error {
    /// The stage that failed.
    fn stage(&self) -> Stage;

    /// A stable word for scripts, in kebab case, listed in `docs/errors.md`.
    fn code(&self) -> &'static str;

    /// What the user can do about it: an imperative sentence without a full stop.
    fn hint(&self) -> Cow<'static, str>;
}

/// One input that gave no result: a row of `errors.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// The input as the user named it: a path, a URL, or a manifest and its row.
    pub source: String,
    /// Where it was lost.
    pub stage: Stage,
    /// The stable word for scripts.
    pub code: Cow<'static, str>,
    /// What happened, with the causes behind it.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// A code of a failure with all ways of not being there any more as one word, `dead`: what tables of many links are
/// sorted by.
#[must_use]
pub fn status_of(code: &str) -> &str {
    match code {
        "http-404" | "http-410" | "soft-404" => "dead",
        other => other,
    }
}

impl Failed {
    /// The code as tables of many links are sorted by: see [`status_of`].
    #[must_use]
    pub fn status(&self) -> &str {
        status_of(&self.code)
    }

    /// Tells `error`, which befell the input `source`, together with the causes behind it.
    #[must_use]
    pub fn new(source: &str, error: &dyn Explain) -> Self {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(behind) = cause {
            let text = behind.to_string();
            // Many libraries repeat their cause in their own message: say it once.
            if !message.contains(&text) {
                message.push_str(": ");
                message.push_str(&text);
            }
            cause = behind.source();
        }
        Self {
            source: source.to_owned(),
            stage: error.stage(),
            code: Cow::Borrowed(error.code()),
            message,
            hint: error.hint().into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the table of contents is broken")]
    struct Outer(#[source] Inner);

    #[derive(Debug, thiserror::Error)]
    #[error("entry 3 points past the end")]
    struct Inner;

    impl Explain for Outer {
        fn stage(&self) -> Stage {
            Stage::Extract
        }
        fn code(&self) -> &'static str {
            "malformed"
        }
        fn hint(&self) -> Cow<'static, str> {
            "save the file again".into()
        }
    }

    #[test]
    fn a_failure_tells_its_causes_in_one_message() {
        let failed = Failed::new("reports/a.pdf", &Outer(Inner));

        assert_eq!(
            failed.message,
            "the table of contents is broken: entry 3 points past the end"
        );
        assert_eq!(failed.stage.to_string(), "extract");
        assert_eq!(failed.code, "malformed");
    }
}
