//! Whether a home page links to the statement: what no file of the statement itself can tell.

use serde::Deserialize;
use serde::Serialize;

/// Whether a home page links to the statement in a prominent place (s54(7) of the Modern Slavery Act 2015).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The answer.
    pub linked: Linked,
    /// The address of the home page.
    pub home: String,
    /// Where on it the link stands: `header`, `menu`, `footer` or `text`; empty without one.
    pub place: String,
    /// The words of the link; empty without one.
    pub words: String,
    /// Where the link leads; empty without one.
    pub target: String,
    /// Why the answer is what it is, in plain language.
    pub reason: String,
    /// Why it is not `met`, as a kebab-case word; empty where it is.
    pub code: String,
}

/// The answer to "does the home page link to it?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Linked {
    /// A direct link in header, menu or footer.
    Met,
    /// The home page was read, and there is none.
    NotMet,
    /// The home page could not be read, or the link stands where only a person can say how prominent that is.
    CannotTell,
}

impl Linked {
    /// The word in every table: that of the verdict.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::CannotTell => "cannot_tell",
        }
    }
}
