//! A whole statement read in order, and what the recogniser makes of each sentence.

use std::collections::BTreeMap;

use super::Confidences;
use super::Recogniser;
use super::features::Features;
use super::features::Group;
use super::features::Sink;
use super::features::Window;
use super::features::make;
use super::label::LABELS;
use super::label::Label;
use super::reading::CommonWords;
use super::reading::Reading;
use super::signals::Search;
use super::weights::Weights;

/// The sentences of a statement, read in order.
#[derive(Debug)]
pub(super) struct Sequence {
    readings: Vec<Reading>,
}

impl Sequence {
    /// Reads `sentences`.
    pub(super) fn of<'a>(
        sentences: impl Iterator<Item = &'a str>,
        common: &CommonWords,
        search: &mut Search,
    ) -> Self {
        Self {
            readings: sentences
                .map(|sentence| Reading::of(sentence, common, search))
                .collect(),
        }
    }

    /// The window over each sentence, in order.
    pub(super) fn windows(&self) -> impl Iterator<Item = Window<'_>> {
        let mut laws = 0;
        self.readings.iter().enumerate().map(move |(place, own)| {
            let before = |back: usize| {
                let earlier = place.checked_sub(back)?;
                self.readings.get(earlier)
            };
            let after = self.readings.get(place + 1);
            laws |= own.laws.0 | after.map_or(0, |after| after.laws.0);
            Window {
                own,
                before: [before(1), before(2)],
                after,
                place: Some(place),
                is_last: after.is_none(),
                laws,
            }
        })
    }

    /// For each sentence the sums of `weights`.
    pub(super) fn sums(&self, weights: &Weights) -> Vec<[f64; LABELS]> {
        let mut features = Features::default();
        self.windows()
            .map(|window| {
                features.fill(&window);
                weights.sums(&features.all)
            })
            .collect()
    }
}

/// A statement with what the recogniser makes of each of its sentences.
#[derive(Debug)]
pub struct Recognised<'r> {
    recogniser: &'r Recogniser,
    sequence: Sequence,
    confidences: Vec<Confidences>,
}

impl<'r> Recognised<'r> {
    pub(super) fn of<'a>(
        recogniser: &'r Recogniser,
        sentences: impl Iterator<Item = &'a str>,
    ) -> Self {
        let weights = recogniser.weights();
        let sequence = Sequence::of(sentences, &weights.common, &mut Search::default());
        let confidences = sequence
            .sums(weights)
            .into_iter()
            .map(|sums| Confidences::of(weights, &sums))
            .collect();
        Self {
            recogniser,
            sequence,
            confidences,
        }
    }

    /// For each sentence, in order: how sure it is that it speaks to each label.
    #[must_use]
    pub fn confidences(&self) -> &[Confidences] {
        &self.confidences
    }

    /// Why the sentence at `place` is taken to speak to `label`, in plain language: what weighed most for it. Empty
    /// where nothing did.
    #[must_use]
    pub fn reason(&self, place: usize, label: Label) -> String {
        self.sequence
            .windows()
            .nth(place)
            .map(|window| reason(self.recogniser.weights(), &window, label))
            .unwrap_or_default()
    }
}

/// What of `window` weighed most for `label`, the heaviest first, in words.
pub(super) fn reason(weights: &Weights, window: &Window<'_>, label: Label) -> String {
    const TOLD: usize = 4;
    let mut features = Features::default();
    features.fill(window);
    let mut heaviest: Vec<(f32, u32)> = features
        .all
        .iter()
        .filter_map(|feature| {
            let weight = weights.row(feature.number)?[label.place()];
            // Runs of letters repeat what words say already.
            (weight > 0 && feature.group != Group::Letters)
                .then(|| (feature.value * f32::from(weight), feature.number))
        })
        .collect();
    heaviest.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut names = Names::default();
    make(window, &mut names);
    let mut told: Vec<&str> = Vec::new();
    for (_, number) in heaviest {
        let Some(name) = names.of.get(&number).map(String::as_str) else {
            continue;
        };
        // A pair of words says more than each of them.
        let is_new = !told
            .iter()
            .any(|other| other.contains(name.trim_matches(['\u{201c}', '\u{201d}'])));
        if is_new && !name.is_empty() {
            told.push(name);
        }
        if told.len() == TOLD {
            break;
        }
    }
    told.join("; ")
}

/// How each feature reads.
#[derive(Default)]
struct Names {
    of: BTreeMap<u32, String>,
}

impl Sink for Names {
    fn begin(&mut self, _group: Group) {}

    fn put(&mut self, number: u32, name: impl FnOnce() -> String) {
        self.of.entry(number).or_insert_with(name);
    }

    fn end(&mut self) {}
}
