//! Sentences of two texts, put beside each other: first what is the same word for word, then what is nearly so.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::similar::Sentence;
use crate::similar::likeness;

/// How alike two sentences are at least to be one that was carried over.
const ALIKE: f64 = 0.6;

/// Rows of words that stand in more sentences than this lead to none: they are everywhere.
const POSTINGS_MAX: usize = 40;

/// How many sentences one is compared with at most.
const CANDIDATES_MAX: usize = 8;

/// A sentence of the one text, of the other, or of both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aligned {
    /// Its place among the earlier.
    pub old: Option<usize>,
    /// Its place among the later.
    pub new: Option<usize>,
    /// Whether both are the same word for word, case and punctuation aside.
    pub is_same: bool,
    /// How alike both are, digits aside, 0 to 1.
    pub similarity: f64,
}

/// Puts the sentences of `old` and `new` beside each other, each used once: in the order of the later, those of the earlier
/// that have no partner behind them. Time grows with the number of sentences.
#[must_use]
pub fn align(old: &[&str], new: &[&str]) -> Vec<Aligned> {
    let olds: Vec<Sentence> = old.iter().map(|text| Sentence::of(text)).collect();
    let news: Vec<Sentence> = new.iter().map(|text| Sentence::of(text)).collect();
    let mut partner: Vec<Option<(usize, bool, f64)>> = vec![None; new.len()];
    let mut used = vec![false; old.len()];

    let mut exact: BTreeMap<u64, VecDeque<usize>> = BTreeMap::new();
    for (place, sentence) in olds.iter().enumerate() {
        exact.entry(sentence.exact).or_default().push_back(place);
    }
    for (sentence, partner) in news.iter().zip(&mut partner) {
        let first = exact.get_mut(&sentence.exact).and_then(VecDeque::pop_front);
        if let Some(place) = first {
            *partner = Some((place, true, 1.0));
            if let Some(used) = used.get_mut(place) {
                *used = true;
            }
        }
    }

    let mut postings: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, sentence) in olds.iter().enumerate() {
        if used.get(place) == Some(&false) {
            for shingle in &sentence.shingles {
                postings.entry(*shingle).or_default().push(place);
            }
        }
    }
    let mut near: Vec<(f64, usize, usize)> = Vec::new();
    for (place, sentence) in news.iter().enumerate() {
        if partner.get(place).is_some_and(Option::is_some) {
            continue;
        }
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for shingle in &sentence.shingles {
            let others = postings.get(shingle).map_or(&[][..], Vec::as_slice);
            if others.len() <= POSTINGS_MAX {
                for other in others {
                    *shared.entry(*other).or_default() += 1;
                }
            }
        }
        let mut candidates: Vec<(usize, usize)> = shared.into_iter().collect();
        candidates.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        for (other, _) in candidates.into_iter().take(CANDIDATES_MAX) {
            let (Some(one), Some(text)) = (old.get(other), new.get(place)) else {
                continue;
            };
            let alike = likeness(one, text);
            if alike >= ALIKE {
                near.push((alike, other, place));
            }
        }
    }
    near.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then((one.1, one.2).cmp(&(other.1, other.2)))
    });
    for (alike, from, to) in near {
        if let (Some(used), Some(partner)) = (used.get_mut(from), partner.get_mut(to))
            && !*used
            && partner.is_none()
        {
            *used = true;
            *partner = Some((from, false, alike));
        }
    }

    let of_new = partner.into_iter().enumerate().map(|(new, partner)| {
        let (old, is_same, similarity) = match partner {
            Some((old, is_same, similarity)) => (Some(old), is_same, similarity),
            None => (None, false, 0.0),
        };
        Aligned {
            old,
            new: Some(new),
            is_same,
            similarity,
        }
    });
    let of_old = used
        .iter()
        .enumerate()
        .filter(|(_, used)| !**used)
        .map(|(old, _)| Aligned {
            old: Some(old),
            new: None,
            is_same: false,
            similarity: 0.0,
        });
    of_new.chain(of_old).collect()
}
