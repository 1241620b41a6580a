//! x
pub mod document;
pub mod extract;
pub mod failure;
