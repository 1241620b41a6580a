//! `avowal` reads companies' modern slavery statements and scores them, with the sentence and page
//! behind every score.
//!
//! One way through the program, each type finished when the next stage sees it:
//!
//! ```text
//! argument ─► Source ─► Snapshot ─► Document ────────────────► Assessed ─► tables and reports
//!  path,URL,  one       bytes,       text, blocks, pages,       Document, Facts and one
//!  manifest   statement sha256,      sections, sentences        Assessment per rubric
//!             to read   final URL                   ▲
//! rubrics/*.toml ─► Rubric (validated, compiled) ───┘
//! ```
//!
//! Any stage may end instead in [`failure::Failed`]: a row of `errors.csv`, never the end of the run.
//! `tests/architecture.rs` holds which room may name which.

pub mod digest;
pub mod failure;

pub mod document;
pub mod lexicon;
pub mod typed;

pub mod extract;
pub mod rubric;
pub mod source;

pub mod discover;
pub mod registry;

pub mod facts;

pub mod recogniser;

pub mod assessment;

pub mod score;

pub mod check;

pub mod review;

pub mod config;
pub mod pipeline;
pub mod report;
pub mod study;
pub mod worker;

pub mod letters;
pub mod sampling;
pub mod similar;

pub mod compare;

#[doc(hidden)]
pub mod cli;
