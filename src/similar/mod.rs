//! Words that stand in several companies' statements: copied texts, shared passages, and the wording of the Acts told apart.
//!
//! Each sentence joins the group of the sentences that say nearly the same ([`groups`]); which groups two statements share
//! says how much of the one stands in the other. Time grows with the number of sentences, not of pairs of statements.

mod groups;
mod pairs;
mod statutory;
mod table;
mod words;

#[cfg(test)]
mod tests;

pub use groups::Grouped;
pub use groups::Passage;
pub use groups::SentenceKind;
pub use pairs::Pair;
pub use pairs::Wanted;
pub use pairs::pairs_of;
pub use statutory::quotes_an_act;
pub use table::write_pairs;
pub use table::write_passages;
pub use words::Sentence;
pub use words::likeness;

/// The text of one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its identifier.
    pub statement_id: String,
    /// The input as it was named.
    pub source: String,
    /// Whose statement it is, as it names itself; may be empty.
    pub organisation: String,
    /// What makes two statements the same organisation's: a number, else a normalised name, else the identifier.
    pub owner: String,
    /// Its sentences in reading order, headings left out, each with its page where it has one.
    pub sentences: Vec<(String, Option<u32>)>,
}
