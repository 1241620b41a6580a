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
    /// For each sentence the laws that it or any before it names.
    laws: Vec<u8>,
}

impl Sequence {
    /// Reads `sentences`.
    pub(super) fn of<'a>(
        sentences: impl Iterator<Item = &'a str>,
        common: &CommonWords,
        search: &mut Search,
    ) -> Self {
        let readings: Vec<Reading> = sentences
            .map(|sentence| Reading::of(sentence, common, search))
            .collect();
        let laws = readings
            .iter()
            .scan(0, |laws, reading| {
                *laws |= reading.laws.0;
                Some(*laws)
            })
            .collect();
        Self { readings, laws }
    }

    /// The window over each sentence, in order.
    pub(super) fn windows(&self) -> impl Iterator<Item = Window<'_>> {
        (0..self.readings.len()).filter_map(|place| self.window_at(place))
    }

    /// The window over the sentence at `place`.
    fn window_at(&self, place: usize) -> Option<Window<'_>> {
        let before = |back: usize| {
            let earlier = place.checked_sub(back)?;
            self.readings.get(earlier)
        };
        let own = self.readings.get(place)?;
        let after = self.readings.get(place + 1);
        Some(Window {
            own,
            before: [before(1), before(2)],
            after,
            place: Some(place),
            is_last: after.is_none(),
            laws: self
                .laws
                .get(place + 1)
                .or(self.laws.get(place))
                .copied()
                .unwrap_or_default(),
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
            .window_at(place)
            .map(|window| reason(self.recogniser.weights(), &window, label))
            .unwrap_or_default()
    }
}

/// What of `window` weighed most for `label`, the heaviest first, in words.
pub(super) fn reason(weights: &Weights, window: &Window<'_>, label: Label) -> String {
    const TOLD: usize = 4;
    // Enough to leave out those that say the same again.
    const WEIGHED: usize = 24;
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
    heaviest.truncate(WEIGHED);
    let mut names = Names {
        wanted: heaviest.iter().map(|(_, number)| *number).collect(),
        of: BTreeMap::new(),
    };
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

/// How each of the features that are wanted reads.
struct Names {
    wanted: Vec<u32>,
    of: BTreeMap<u32, String>,
}

impl Sink for Names {
    fn begin(&mut self, _group: Group) {}

    fn put(&mut self, number: u32, name: impl FnOnce() -> String) {
        if self.wanted.contains(&number) {
            self.of.entry(number).or_insert_with(name);
        }
    }

    fn end(&mut self) {}
}
