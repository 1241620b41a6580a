//! A sentence as its words: what is compared of it.

/// How many words in a row are compared as one.
const SHINGLE: usize = 3;

/// A sentence, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// How many words it has.
    pub words: usize,
    /// The hash of all its words, numbers as they are.
    pub exact: u64,
    /// The hashes of its words in rows of three, every digit taken for the same, sorted, each once.
    pub shingles: Vec<u32>,
}

impl Sentence {
    /// The words of `text`, compared without case and punctuation.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut exact = Hash::default();
        let mut masked: Vec<u64> = Vec::new();
        let lower = text.to_lowercase();
        let words = lower
            .split(|letter: char| !letter.is_alphanumeric() && letter != '\'' && letter != '’')
            .filter(|word| word.chars().any(char::is_alphanumeric));
        for word in words {
            let mut own = Hash::default();
            for letter in word.chars() {
                let letter = if letter == '’' { '\'' } else { letter };
                exact.take(letter);
                own.take(if letter.is_numeric() { '0' } else { letter });
            }
            exact.take(' ');
            masked.push(own.0);
        }
        let mut shingles: Vec<u32> = if masked.len() < SHINGLE {
            masked.iter().map(|word| mixed(*word)).collect()
        } else {
            masked
                .windows(SHINGLE)
                .map(|row| mixed(row.iter().fold(0, |hash, word| hash.rotate_left(21) ^ word)))
                .collect()
        };
        shingles.sort_unstable();
        shingles.dedup();
        Self {
            words: masked.len(),
            exact: exact.0,
            shingles,
        }
    }

    /// The share of all their rows of words that both have (Jaccard), 0 to 1.
    #[must_use]
    pub fn jaccard(&self, other: &Self) -> f64 {
        let shared = shared(&self.shingles, &other.shingles);
        let all = self.shingles.len() + other.shingles.len() - shared;
        if all == 0 {
            return f64::from(u8::from(self.exact == other.exact));
        }
        shared as f64 / all as f64
    }

    /// The share of its rows of words that stand in `others`, which is sorted; 0 to 1.
    #[must_use]
    pub(super) fn contained_in(&self, others: &[u32]) -> f64 {
        if self.shingles.is_empty() {
            return 0.0;
        }
        let found = self
            .shingles
            .iter()
            .filter(|shingle| others.binary_search(shingle).is_ok())
            .count();
        found as f64 / self.shingles.len() as f64
    }
}

/// How alike two sentences are, digits aside: the share of their words and pairs of words that both have (Dice), 0 to 1.
#[must_use]
pub fn likeness(one: &str, other: &str) -> f64 {
    let grams = |text: &str| {
        let lower: String = text
            .to_lowercase()
            .chars()
            .map(|letter| if letter.is_numeric() { '0' } else { letter })
            .collect();
        let words: Vec<&str> = lower
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let hash = |words: &[&str]| {
            let mut hash = Hash::default();
            for word in words {
                word.chars().for_each(|letter| hash.take(letter));
                hash.take(' ');
            }
            mixed(hash.0)
        };
        let singles = words.chunks(1).map(hash);
        let mut grams: Vec<u32> = singles.chain(words.windows(2).map(hash)).collect();
        grams.sort_unstable();
        grams.dedup();
        grams
    };
    let (one, other) = (grams(one), grams(other));
    let all = one.len() + other.len();
    if all == 0 {
        return 0.0;
    }
    2.0 * shared(&one, &other) as f64 / all as f64
}

/// How many values two sorted lists without repetition share.
fn shared(one: &[u32], other: &[u32]) -> usize {
    let mut rest = other.iter().peekable();
    let mut count = 0;
    for value in one {
        while rest.next_if(|next| *next < value).is_some() {}
        count += usize::from(rest.next_if_eq(&value).is_some());
    }
    count
}

/// FNV-1a over letters: the same on every machine.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn take(&mut self, letter: char) {
        self.0 = (self.0 ^ u64::from(letter)).wrapping_mul(0x0000_0100_0000_01b3);
    }
}

/// The upper half of `hash`, mixed as SplitMix64 does.
fn mixed(hash: u64) -> u32 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (hash >> 32) as u32
}
