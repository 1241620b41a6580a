//! What the trained recogniser makes of the sentences of a document.

use crate::document::Document;
use crate::facts::Facts;
use crate::recogniser::LABELS;
use crate::recogniser::Label;
use crate::recogniser::Recognised;
use crate::recogniser::Recogniser;

/// How sure the trained recogniser is of each sentence, and from which confidence on it says yes.
#[derive(Debug)]
pub struct Opinions<'r> {
    /// For each sentence from `first` on, for each label: the calibrated confidence, 0 to 1.
    confidences: Vec<[f64; LABELS]>,
    /// The place of the first sentence that was judged.
    first: usize,
    thresholds: [f64; LABELS],
    recognised: Option<Recognised<'r>>,
}

impl<'r> Opinions<'r> {
    /// The opinions of `recogniser` on those sentences of `document` that are scored: all, or the statement in a report.
    #[must_use]
    pub fn of(recogniser: &'r Recogniser, document: &Document, facts: &Facts) -> Self {
        let is_scored = |span| facts.kind.part.is_none_or(|part| part.contains(span));
        let first = document
            .sentences
            .iter()
            .position(|sentence| is_scored(sentence.span))
            .unwrap_or(document.sentences.len());
        let scored = document.sentences.iter().skip(first);
        let recognised = recogniser.recognise(
            scored
                .take_while(|sentence| is_scored(sentence.span))
                .map(|sentence| document.words_at(sentence.span)),
        );
        let confidences = recognised.confidences().iter();
        Self {
            confidences: confidences
                .map(|of| Label::ALL.map(|label| of.of_label(label)))
                .collect(),
            first,
            thresholds: Label::ALL.map(|label| recogniser.weights().threshold(label)),
            recognised: Some(recognised),
        }
    }

    /// Opinions that were formed elsewhere, one for each sentence of the document: those of weights that never saw it.
    #[must_use]
    pub fn given(confidences: Vec<[f64; LABELS]>, thresholds: [f64; LABELS]) -> Self {
        Self {
            confidences,
            first: 0,
            thresholds,
            recognised: None,
        }
    }

    /// How sure it is that the sentence at `place` speaks to `label`; 0 where it was not judged.
    pub(super) fn confidence(&self, place: usize, label: Label) -> f64 {
        place
            .checked_sub(self.first)
            .and_then(|place| self.confidences.get(place))
            .map_or(0.0, |of| of[label.place()])
    }

    /// From this confidence on a sentence is taken to speak to `label`.
    pub(super) fn threshold(&self, label: Label) -> f64 {
        self.thresholds[label.place()]
    }

    /// What weighed most for `label` in the sentence at `place`, in words; empty where nothing can be told.
    pub(super) fn why(&self, place: usize, label: Label) -> String {
        match (&self.recognised, place.checked_sub(self.first)) {
            (Some(recognised), Some(place)) => recognised.reason(place, label),
            _ => String::new(),
        }
    }
}
