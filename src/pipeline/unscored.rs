//! Why a document that was read is not scored.

use std::borrow::Cow;

use crate::failure::Explain;
use crate::failure::Stage;

/// Why a document that was read is not scored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unscored {
    /// It is a guide, a news page, a notice, an article: no company's statement for a year.
    #[error("the document is not a company's statement: {}", because(reasons))]
    NotAStatement {
        /// Why, in a few words each, strongest first.
        reasons: Vec<String>,
    },
    /// The address leads to the home page of a site, which is no statement.
    #[error("{}", told_home(address, *redirected))]
    HomePage {
        /// The address of the home page.
        address: String,
        /// Whether another address was asked for.
        redirected: bool,
    },
    /// It is in a language that no rubric of the run reads.
    #[error("the text is in the language `{language}`, which no rubric of this run reads")]
    UnsupportedLanguage {
        /// ISO 639-1.
        language: String,
    },
    /// Scoring panicked: a mistake of this program.
    #[error("scoring failed: {how}")]
    Crashed {
        /// What the panic said.
        how: String,
    },
}

fn told_home(address: &str, redirected: bool) -> String {
    if redirected {
        format!("the page is gone: its address now leads to the home page {address}")
    } else {
        format!("the address is that of a home page, {address}, and not of a statement")
    }
}

/// The reasons in one line, the first three of them.
fn because(reasons: &[String]) -> String {
    const SHOWN: usize = 3;
    if reasons.is_empty() {
        return "nothing in it says so".to_owned();
    }
    let shown: Vec<&str> = reasons.iter().take(SHOWN).map(String::as_str).collect();
    shown.join("; ")
}

impl Explain for Unscored {
    fn stage(&self) -> Stage {
        match self {
            Self::NotAStatement { .. }
            | Self::HomePage { .. }
            | Self::UnsupportedLanguage { .. } => Stage::Detect,
            Self::Crashed { .. } => Stage::Score,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotAStatement { .. } => "not-a-statement",
            Self::HomePage { .. } => "homepage",
            Self::UnsupportedLanguage { .. } => "unsupported-language",
            Self::Crashed { .. } => "crashed",
        }
    }

    fn hint(&self) -> Cow<'static, str> {
        match self {
            Self::NotAStatement { .. } => {
                "pass the statement itself; `avowal extract` shows what was read"
            }
            Self::HomePage { .. } => {
                "`avowal discover` looks for the statement from the home page; `assess --discover` also scores it"
            }
            Self::UnsupportedLanguage { .. } => {
                "pass the version in English, or a rubric that reads this language"
            }
            Self::Crashed { .. } => "report this document: avowal should have scored it",
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_is_no_statement_says_why() {
        let error = Unscored::NotAStatement {
            reasons: vec!["it sells courses".to_owned(), "it names no year".to_owned()],
        };

        assert_eq!(error.code(), "not-a-statement");
        assert_eq!(
            error.to_string(),
            "the document is not a company's statement: it sells courses; it names no year"
        );
    }
}
