//! Pairs of statements that share words.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Text;
use super::groups::Grouped;
use super::groups::Member;
use super::groups::SentenceKind;

/// Of a sentence in more texts than this, only neighbours in the order of the texts are paired: a text that a thousand
/// companies copied makes a chain, and not half a million pairs.
const TEXTS_PAIRED: usize = 20;

/// From this score on, two statements are one text.
const SAME: f64 = 0.9;

/// What pairs are asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// The least share of the shorter statement that stands in the other, 0 to 1.
    pub score: f64,
    /// Or the least length of a passage in words.
    pub passage_words: usize,
    /// Whether pairs of the same organisation are wanted, too.
    pub same_organisation: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            score: 0.3,
            passage_words: 60,
            same_organisation: false,
        }
    }
}

/// Two statements that share words. Sentences that quote an Act are counted apart, and in no score.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The places of the two texts, the earlier first.
    pub texts: (usize, usize),
    /// The share of the words of the shorter that stand in the other, 0 to 1.
    pub score: f64,
    /// The share of the words of both that both have, 0 to 1.
    pub jaccard: f64,
    /// How many sentences they share.
    pub shared_sentences: usize,
    /// How many words these have.
    pub shared_words: usize,
    /// How many of these words ten organisations or more use.
    pub common_words: usize,
    /// How many sentences that quote an Act they share.
    pub statutory_sentences: usize,
    /// The longest passage in a row that both have: its words, and the places of its first and last sentence in each.
    pub passage: (usize, (usize, usize), (usize, usize)),
    /// Statements that are one text have the same number: the place of the first of them.
    pub cluster: Option<usize>,
}

/// The pairs among `texts` that are `wanted`, most alike first.
#[must_use]
pub fn pairs_of(texts: &[Text], grouped: &Grouped, wanted: &Wanted) -> Vec<Pair> {
    let mut candidates: BTreeSet<(u32, u32)> = BTreeSet::new();
    for passage in &grouped.passages {
        if passage.kind == SentenceKind::Statutory {
            continue;
        }
        let reach = if passage.texts.len() <= TEXTS_PAIRED {
            passage.texts.len()
        } else {
            1
        };
        for (place, one) in passage.texts.iter().enumerate() {
            for other in passage.texts.iter().skip(place + 1).take(reach) {
                candidates.insert((*one, *other));
            }
        }
    }
    let mut pairs: Vec<Pair> = candidates
        .into_iter()
        .filter_map(|(one, other)| {
            let (one, other) = (one as usize, other as usize);
            let same = texts.get(one)?.owner == texts.get(other)?.owner;
            if same && !wanted.same_organisation {
                return None;
            }
            let pair = pair_of(grouped, one, other)?;
            let is_wanted = pair.score >= wanted.score || pair.passage.0 >= wanted.passage_words;
            is_wanted.then_some(pair)
        })
        .collect();
    cluster(&mut pairs);
    pairs.sort_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then(other.shared_words.cmp(&one.shared_words))
            .then(one.texts.cmp(&other.texts))
    });
    pairs
}

fn pair_of(grouped: &Grouped, one: usize, other: usize) -> Option<Pair> {
    let (first, second) = (grouped.members.get(one)?, grouped.members.get(other)?);
    let kind_of = |member: &Member| {
        grouped
            .passages
            .get(member.group as usize)
            .map_or(SentenceKind::Own, |passage| passage.kind)
    };
    let mut there: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, member) in second.iter().enumerate() {
        there.entry(member.group).or_default().push(place);
    }
    let own_words = |members: &[Member]| -> usize {
        let own = members
            .iter()
            .filter(|member| kind_of(member) != SentenceKind::Statutory);
        own.map(|member| member.words as usize).sum()
    };
    let mut pair = Pair {
        texts: (one, other),
        score: 0.0,
        jaccard: 0.0,
        shared_sentences: 0,
        shared_words: 0,
        common_words: 0,
        statutory_sentences: 0,
        passage: (0, (0, 0), (0, 0)),
        cluster: None,
    };
    let mut used: BTreeMap<u32, usize> = BTreeMap::new();
    // The passage that is being followed: its words, its first sentences, and where it goes on.
    let mut run: Option<(usize, usize, usize, usize)> = None;
    for member in first {
        let places = there.get(&member.group);
        let Some(places) = places.filter(|_| kind_of(member) != SentenceKind::Statutory) else {
            pair.statutory_sentences += usize::from(places.is_some());
            run = None;
            continue;
        };
        let taken = used.entry(member.group).or_default();
        if *taken >= places.len() {
            // It says twice what the other says once.
            run = None;
            continue;
        }
        let next = places.get(*taken).copied().unwrap_or_default();
        *taken += 1;
        pair.shared_sentences += 1;
        pair.shared_words += member.words as usize;
        if kind_of(member) == SentenceKind::Common {
            pair.common_words += member.words as usize;
        }
        let goes_on = run.filter(|(_, _, _, expected)| places.contains(expected));
        let (words, from, from_other, at) = match goes_on {
            Some((words, from, from_other, expected)) => (words, from, from_other, expected),
            None => (0, member.sentence as usize, next, next),
        };
        let words = words + member.words as usize;
        run = Some((words, from, from_other, at + 1));
        if words > pair.passage.0 {
            let sentence_at = |place: usize| {
                second
                    .get(place)
                    .map_or(0, |member| member.sentence as usize)
            };
            pair.passage = (
                words,
                (from, member.sentence as usize),
                (sentence_at(from_other), sentence_at(at)),
            );
        }
    }
    if pair.shared_words == 0 {
        return None;
    }
    let (words, other_words) = (own_words(first), own_words(second));
    let shared = pair.shared_words as f64;
    pair.score = (shared / words.min(other_words).max(1) as f64).min(1.0);
    let all = (words + other_words).saturating_sub(pair.shared_words);
    pair.jaccard = (shared / all.max(1) as f64).min(1.0);
    Some(pair)
}

/// Numbers the statements that are one text.
fn cluster(pairs: &mut [Pair]) {
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    fn root(first: &mut BTreeMap<usize, usize>, of: usize) -> usize {
        let mut at = of;
        while let Some(next) = first.get(&at).copied().filter(|next| *next != at) {
            at = next;
        }
        first.insert(of, at);
        at
    }
    for pair in pairs.iter().filter(|pair| pair.score >= SAME) {
        let (one, other) = (
            root(&mut first, pair.texts.0),
            root(&mut first, pair.texts.1),
        );
        let (low, high) = (one.min(other), one.max(other));
        first.insert(high, low);
        first.insert(low, low);
    }
    for pair in pairs.iter_mut().filter(|pair| pair.score >= SAME) {
        pair.cluster = Some(root(&mut first, pair.texts.0));
    }
}
