//! Which of eleven things a sentence speaks to, learned from sentences that experts coded. No model service, no
//! download: a linear model whose every answer can be told in words.
//!
//! ```text
//! sentence ─► Words ─► Reading ──────┐
//!   words.rs   cut,     stems, kinds,│
//!              stems    letters,     ├─► Window ─► Features ─► Weights ─► Confidences
//! rubrics/recogniser/   layout.rs,   │   own and    numbers,   sums of    calibration.rs: 0.8 is
//!   classes.toml        signals.rs   │   neighbours features.rs a linear  right eight times in ten
//!   signals.toml ─────────────────── ┘   stream.rs, statement.rs model
//!
//! coded sentences ─► training.rs (learn.rs, calibration.rs) ─► Weights ─► rubrics/recogniser/weights.bin
//! ```
//!
//! - **Reading** ([`reading`](self)): a sentence's words by stem; the same with names, places, months, goods, roles
//!   and companies read as their kind; marks of layout (name-like lines, titles, dates, labels, rules, fragments);
//!   turns of phrase from `signals.toml`, each of which explains itself.
//! - **Features**: words and pairs, pairs and triples of kinds, runs of letters, signals, marks, pairs of signals and
//!   marks; words, signals and marks of the sentence before, the one before that, and the one after; place; the law
//!   that the statement names. Numbers are 32-bit hashes. Each group is brought to the same length, then scaled.
//! - **Learning**: one logistic regression a label, both answers weighted alike, by dual coordinate descent: plain
//!   arithmetic, one seed, the same bits every time.
//! - **Answers**: sums become confidences by Platt's scaling, fitted on sentences of statements that were left out;
//!   so are the thresholds, one a label.
//!
//! `docs/model.md` is the model card.

mod calibration;
mod exact;
mod features;
mod join;
mod label;
mod layout;
mod learn;
mod reading;
mod signals;
mod statement;
mod stream;
mod training;
mod weights;
mod words;

use std::sync::LazyLock;

use crate::digest::sha256_of;

pub use join::joined;
pub use label::LABELS;
pub use label::Label;
pub use statement::Recognised;
pub use stream::Line;
pub use stream::Stream;
pub use training::CodedSentence;
pub use training::CodedStatement;
pub use training::HeldOut;
pub use training::Training;
pub use weights::OfLabel;
pub use weights::Record;
pub use weights::Unusable;
pub use weights::Weights;

use crate::digest::Sha256Writer;

/// The weights that are part of the program.
static BUILT_IN: &[u8] = include_bytes!("../../rubrics/recogniser/weights.bin");

/// Tells which of the eleven labels a sentence speaks to.
#[derive(Debug, Clone, PartialEq)]
pub struct Recogniser {
    weights: Weights,
}

impl Recogniser {
    /// The recogniser whose weights are part of the program.
    ///
    /// # Panics
    ///
    /// Where the program was built with weights that cannot be read; a test reads them.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static READ: LazyLock<Recogniser> = LazyLock::new(|| {
            Recogniser::new(Weights::from_bytes(BUILT_IN).expect("the embedded weights are tested"))
        });
        &READ
    }

    /// SHA-256 of the weights that are part of the program, in hexadecimal.
    #[must_use]
    pub fn built_in_sha256() -> String {
        sha256_of(BUILT_IN)
    }

    /// A recogniser with other weights.
    #[must_use]
    pub fn new(weights: Weights) -> Self {
        Self { weights }
    }

    /// Its weights.
    #[must_use]
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Judges the sentences of a whole statement, given in reading order; a heading belongs before the first sentence
    /// under it, or as a sentence of its own.
    #[must_use]
    pub fn recognise<'a>(&self, sentences: impl Iterator<Item = &'a str>) -> Recognised<'_> {
        Recognised::of(self, sentences)
    }

    /// Judges sentences one by one, as they come.
    #[must_use]
    pub fn stream(&self) -> Stream<'_> {
        Stream::new(self)
    }
}

/// How sure it is that a sentence speaks to each label, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidences {
    of: [f64; LABELS],
}

impl Confidences {
    fn of(weights: &Weights, sums: &[f64; LABELS]) -> Self {
        Self {
            of: Label::ALL.map(|label| weights.confidence(label, sums[label.place()])),
        }
    }

    /// The confidence that the sentence speaks to `label`.
    #[must_use]
    pub fn of_label(&self, label: Label) -> f64 {
        self.of[label.place()]
    }
}

/// SHA-256 of everything that makes features and learns from them, in hexadecimal: weights of another digest mean
/// something else.
#[must_use]
pub fn features_sha256() -> String {
    const SOURCES: [&str; 9] = [
        include_str!("exact.rs"),
        include_str!("features.rs"),
        include_str!("layout.rs"),
        include_str!("learn.rs"),
        include_str!("reading.rs"),
        include_str!("training.rs"),
        include_str!("words.rs"),
        words::CLASSES_TEXT,
        signals::SIGNALS_TEXT,
    ];
    let mut digest = Sha256Writer::default();
    for source in SOURCES {
        digest.update(source.as_bytes());
        digest.update([0]);
    }
    digest.finish()
}
