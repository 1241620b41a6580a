//! Sentences that say nearly the same, gathered in groups.
//!
//! Each group has a leader, its first sentence. A sentence joins the first group whose leader it equals, or whose leader
//! shares a band of minima with it (MinHash with locality-sensitive hashing: Leskovec, Rajaraman and Ullman, *Mining of
//! Massive Datasets*, chapter 3) and is at least [`ALIKE`] in the rows of words that both have.

use std::collections::BTreeSet;
use std::collections::HashMap;

use super::Text;
use super::statutory::quotes;
use super::words::Sentence;

/// Sentences of fewer words are no sign of copying.
const WORDS_MIN: usize = 8;

/// How alike (Jaccard) a sentence and the leader of its group are at least.
const ALIKE: f64 = 0.6;

/// Minima are compared in this many bands: with rows of three, sentences alike by .6 meet in 98 of 100 cases.
const BANDS: usize = 16;

/// How many minima make a band.
const ROWS: usize = 3;

/// How many leaders are compared in one band at most.
const LEADERS_MAX: usize = 8;

/// A sentence that stands in this many organisations' statements is common.
const COMMON: usize = 10;

/// What kind of sentence a group holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SentenceKind {
    /// It quotes an Act, or says that the statement is made under it.
    Statutory,
    /// Ten organisations or more say it.
    Common,
    /// Any other.
    Own,
}

impl SentenceKind {
    /// The word in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Statutory => "statutory",
            Self::Common => "common",
            Self::Own => "shared",
        }
    }
}

/// A sentence of a text, as it was grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    /// Its place in the text.
    pub(super) sentence: u32,
    /// Its group.
    pub(super) group: u32,
    /// How many words it has.
    pub(super) words: u32,
}

/// A group of sentences that say nearly the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What kind of sentence it is.
    pub kind: SentenceKind,
    /// Its first sentence, by the place of its text and its own place in that.
    pub first: (usize, usize),
    /// The places of the texts that hold it, each once, in order.
    pub texts: Vec<u32>,
    /// How many organisations say it.
    pub organisations: usize,
}

/// All sentences of several texts, in groups.
#[derive(Debug, Default)]
pub struct Grouped {
    /// The groups, in the order of their leaders.
    pub passages: Vec<Passage>,
    /// For each text its sentences that are long enough, in reading order.
    pub(super) members: Vec<Vec<Member>>,
}

impl Grouped {
    /// Gathers the sentences of `texts`.
    #[must_use]
    pub fn of(texts: &[Text]) -> Self {
        let mut grouped = Self::default();
        let mut leaders: Vec<Sentence> = Vec::new();
        // Only looked up, never walked through: their order does not reach any output.
        let mut exact: HashMap<u64, u32> = HashMap::new();
        let mut bands: HashMap<(u8, u64), Vec<u32>> = HashMap::new();
        for (place, text) in texts.iter().enumerate() {
            let mut members = Vec::new();
            for (number, (words, _)) in text.sentences.iter().enumerate() {
                let sentence = Sentence::of(words);
                if sentence.words < WORDS_MIN {
                    continue;
                }
                let group = match exact.get(&sentence.exact) {
                    Some(group) => *group,
                    None => {
                        let keys = keys_of(&sentence);
                        let group =
                            nearest(&sentence, &keys, &bands, &leaders).unwrap_or_else(|| {
                                let group = u32::try_from(leaders.len()).unwrap_or(u32::MAX);
                                for key in keys {
                                    let known = bands.entry(key).or_default();
                                    if known.len() < LEADERS_MAX {
                                        known.push(group);
                                    }
                                }
                                grouped.passages.push(Passage {
                                    kind: if quotes(&sentence) {
                                        SentenceKind::Statutory
                                    } else {
                                        SentenceKind::Own
                                    },
                                    first: (place, number),
                                    texts: Vec::new(),
                                    organisations: 0,
                                });
                                leaders.push(sentence.clone());
                                group
                            });
                        exact.insert(sentence.exact, group);
                        group
                    }
                };
                if let Some(passage) = grouped.passages.get_mut(group as usize) {
                    let text = u32::try_from(place).unwrap_or(u32::MAX);
                    if passage.texts.last() != Some(&text) {
                        passage.texts.push(text);
                    }
                }
                members.push(Member {
                    sentence: u32::try_from(number).unwrap_or(u32::MAX),
                    group,
                    words: u32::try_from(sentence.words).unwrap_or(u32::MAX),
                });
            }
            grouped.members.push(members);
        }
        for passage in &mut grouped.passages {
            let owners: BTreeSet<&str> = passage
                .texts
                .iter()
                .filter_map(|place| texts.get(*place as usize))
                .map(|text| text.owner.as_str())
                .collect();
            passage.organisations = owners.len();
            if passage.kind == SentenceKind::Own && owners.len() >= COMMON {
                passage.kind = SentenceKind::Common;
            }
        }
        grouped
    }
}

/// The group whose leader is most like `sentence`; of several, the first.
fn nearest(
    sentence: &Sentence,
    keys: &[(u8, u64)],
    bands: &HashMap<(u8, u64), Vec<u32>>,
    leaders: &[Sentence],
) -> Option<u32> {
    let candidates: BTreeSet<u32> = keys
        .iter()
        .filter_map(|key| bands.get(key))
        .flatten()
        .copied()
        .collect();
    let mut best: Option<(f64, u32)> = None;
    for group in candidates {
        let alike = leaders
            .get(group as usize)
            .map_or(0.0, |leader| leader.jaccard(sentence));
        if alike >= ALIKE && best.is_none_or(|(known, _)| alike > known) {
            best = Some((alike, group));
        }
    }
    best.map(|(_, group)| group)
}

/// The minima of `sentence`, band by band.
fn keys_of(sentence: &Sentence) -> Vec<(u8, u64)> {
    let mut minima = [u32::MAX; BANDS * ROWS];
    for shingle in &sentence.shingles {
        // One multiplication and shift a hash (Dietzfelbinger et al. 1997), from odd numbers that SplitMix64 gives.
        let mut state = u64::from(*shingle).wrapping_add(0x9e37_79b9_7f4a_7c15);
        for minimum in &mut minima {
            state = state.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
            *minimum = (*minimum).min((state >> 32) as u32);
        }
    }
    minima
        .chunks(ROWS)
        .zip(0u8..)
        .map(|(rows, band)| {
            let key = rows.iter().fold(u64::from(band), |key, row| {
                (key ^ u64::from(*row)).wrapping_mul(0x0000_0100_0000_01b3)
            });
            (band, key)
        })
        .collect()
}
