//! Reviewers' overrides: a journal that only ever grows, and what it makes of the machine's answers.
//!
//! The machine's answer is never changed. An override stands beside it for as long as it speaks of the same bytes and of
//! the answer that the reviewer saw; else it is stale, and says why.

mod append;
mod journal;
mod judge;

#[cfg(test)]
mod tests;

pub use append::Unappended;
pub use append::append;
pub use journal::Answer;
pub use journal::BadRow;
pub use journal::COLUMNS;
pub use journal::Entry;
pub use journal::Journal;
pub use journal::Unread;
pub use judge::Cause;
pub use judge::Judged;
pub use judge::Machine;
pub use judge::Reviewed;
pub use judge::Stale;
pub use judge::State;
