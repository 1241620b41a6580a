//! What is learned of a sentence: numbers for its words, letters, layout, and for what stands before and after it.

use super::reading::Reading;
use super::reading::Token;

/// A sentence with its neighbours, ready to be made into features.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window<'a> {
    /// The sentence.
    pub(super) own: &'a Reading,
    /// The sentence before it and the one before that; none at the beginning, or where it is not known.
    pub(super) before: [Option<&'a Reading>; 2],
    /// The sentence after it; none at the end.
    pub(super) after: Option<&'a Reading>,
    /// Its place in the statement, from 0; none where it is not known.
    pub(super) place: Option<usize>,
    /// Whether it is known that nothing follows.
    pub(super) is_last: bool,
    /// The laws that the statement has named so far, as bits; its own and the next sentence's included.
    pub(super) laws: u8,
}

/// A group of features: what they are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// Words and pairs of words, by stem.
    Words,
    /// Pairs and triples of words with classes for names, places, goods.
    Kinds,
    /// Runs of three to five letters of a word.
    Letters,
    /// Turns of phrase.
    Signals,
    /// Marks of layout.
    Marks,
    /// Words of the sentence before.
    WordsBefore,
    /// Words of the sentence after.
    WordsAfter,
    /// Words of the sentence before the last.
    WordsTwoBefore,
    /// Turns of phrase before.
    SignalsBefore,
    /// Turns of phrase after.
    SignalsAfter,
    /// Turns of phrase two sentences before.
    SignalsTwoBefore,
    /// Layout before.
    MarksBefore,
    /// Layout after.
    MarksAfter,
    /// Layout two sentences before.
    MarksTwoBefore,
    /// Place in the statement.
    Place,
    /// Laws that the statement names.
    Laws,
    /// Two turns of phrase in one sentence.
    SignalPairs,
    /// Two marks of layout, or a mark and a turn of phrase, in one sentence.
    MarkPairs,
}

impl Group {
    /// How much the group weighs beside the sentence's own words, found by cross-validation.
    fn scale(self) -> f32 {
        match self {
            Self::Words => 0.7,
            Self::Signals => 2.0,
            Self::Kinds | Self::Letters | Self::Marks => 1.0,
            Self::SignalsBefore | Self::SignalsAfter => 1.0,
            Self::SignalsTwoBefore => 0.7,
            Self::WordsBefore | Self::WordsAfter | Self::MarksBefore | Self::MarksAfter => 0.5,
            Self::WordsTwoBefore | Self::MarksTwoBefore => 0.35,
            Self::Place => 0.5,
            Self::Laws => 0.5,
            Self::SignalPairs | Self::MarkPairs => 1.0,
        }
    }

    /// Whether rare features of the group tell more than frequent ones.
    pub(super) fn is_weighted_by_rarity(self) -> bool {
        matches!(
            self,
            Self::Words
                | Self::Kinds
                | Self::Letters
                | Self::WordsBefore
                | Self::WordsAfter
                | Self::WordsTwoBefore
        )
    }
}

/// Takes the features of a window as they are made.
pub(super) trait Sink {
    /// A group begins.
    fn begin(&mut self, group: Group);
    /// A feature of the group, by its number; `name` is how people read it.
    fn put(&mut self, number: u32, name: impl FnOnce() -> String);
    /// The group ends.
    fn end(&mut self);
}

/// A feature and its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Feature {
    /// What it is.
    pub(super) number: u32,
    /// Its value: the scale of its group over the square root of the group's size.
    pub(super) value: f32,
    /// Its group.
    pub(super) group: Group,
}

/// Features as numbers, each once.
#[derive(Debug, Default)]
pub(super) struct Features {
    /// All, group by group, ascending in each.
    pub(super) all: Vec<Feature>,
    open: Option<Group>,
    numbers: Vec<u32>,
}

impl Features {
    /// Replaces them by those of `window`.
    pub(super) fn fill(&mut self, window: &Window<'_>) {
        self.all.clear();
        make(window, self);
    }
}

impl Sink for Features {
    fn begin(&mut self, group: Group) {
        self.open = Some(group);
        self.numbers.clear();
    }

    fn put(&mut self, number: u32, _name: impl FnOnce() -> String) {
        self.numbers.push(number);
    }

    fn end(&mut self) {
        let Some(group) = self.open.take() else {
            return;
        };
        let scale = group.scale();
        if self.numbers.is_empty() || scale <= 0.0 {
            return;
        }
        self.numbers.sort_unstable();
        self.numbers.dedup();
        let value = scale / (self.numbers.len() as f32).sqrt();
        self.all.extend(self.numbers.iter().map(|&number| Feature {
            number,
            value,
            group,
        }));
    }
}

/// Makes the features of `window`.
pub(super) fn make(window: &Window<'_>, sink: &mut impl Sink) {
    let own = window.own;
    words(own, sink);
    kinds(own, sink);
    letters(own, sink);
    neighbour(
        own,
        [Group::Words, Group::Signals, Group::Marks],
        false,
        "",
        sink,
    );
    let around = [
        (
            window.before[0],
            [Group::WordsBefore, Group::SignalsBefore, Group::MarksBefore],
            "in the sentence before, ",
        ),
        (
            window.after,
            [Group::WordsAfter, Group::SignalsAfter, Group::MarksAfter],
            "in the sentence after, ",
        ),
        (
            window.before[1],
            [
                Group::WordsTwoBefore,
                Group::SignalsTwoBefore,
                Group::MarksTwoBefore,
            ],
            "two sentences before, ",
        ),
    ];
    for (reading, groups, wherever) in around {
        if let Some(reading) = reading {
            neighbour(reading, groups, true, wherever, sink);
        }
    }
    place(window, sink);
    pairs(own, sink);
    sink.begin(Group::Laws);
    for law in 0..3u8 {
        if window.laws & (1 << law) != 0 {
            sink.put(number(Group::Laws, u64::from(law)), || {
                let name = ["Australian", "British", "Canadian"][usize::from(law)];
                format!("the statement names the {name} Act")
            });
        }
    }
    sink.end();
}

fn words(own: &Reading, sink: &mut impl Sink) {
    sink.begin(Group::Words);
    let mut last: Option<Token> = None;
    for token in own.stems.iter().copied().map(Some).chain([None]) {
        if let Some(token) = token {
            sink.put(number(Group::Words, token.hash), || {
                format!("\u{201c}{}\u{201d}", own.reads(token))
            });
        }
        let pair = joined(
            last.map_or(EDGE, |last| last.hash),
            token.map_or(EDGE, |token| token.hash),
        );
        sink.put(number(Group::Words, pair), || read(own, &[last, token]));
        last = token;
    }
    sink.end();
}

fn kinds(own: &Reading, sink: &mut impl Sink) {
    sink.begin(Group::Kinds);
    let mut before: [Option<Token>; 2] = [None; 2];
    for (place, token) in own
        .classes
        .iter()
        .copied()
        .map(Some)
        .chain([None])
        .enumerate()
    {
        let hash = |token: Option<Token>| token.map_or(EDGE, |token| token.hash);
        let pair = joined(hash(before[1]), hash(token));
        sink.put(number(Group::Kinds, pair), || {
            read(own, &[before[1], token])
        });
        if place > 0 {
            let triple = joined(hash(before[0]), pair);
            sink.put(number(Group::Kinds, triple), || {
                read(own, &[before[0], before[1], token])
            });
        }
        before = [before[1], token];
    }
    sink.end();
}

fn letters(own: &Reading, sink: &mut impl Sink) {
    const SHORTEST: usize = 3;
    const LONGEST: usize = 5;
    const WORD_LETTERS_MAX: usize = 40;
    sink.begin(Group::Letters);
    let mut padded: Vec<char> = Vec::new();
    for word in own.lower_words() {
        padded.clear();
        padded.push(' ');
        padded.extend(word.chars().take(WORD_LETTERS_MAX));
        padded.push(' ');
        for start in 0..padded.len() {
            let mut hash = START;
            for (length, &letter) in (1..=LONGEST).zip(padded.get(start..).unwrap_or_default()) {
                hash = step(hash, u64::from(u32::from(letter)));
                if length >= SHORTEST {
                    sink.put(number(Group::Letters, hash), || {
                        let run = padded.get(start..start + length).unwrap_or_default();
                        let run: String = run.iter().collect();
                        format!("the letters \u{201c}{}\u{201d}", run.trim())
                    });
                }
            }
        }
    }
    sink.end();
}

/// What a neighbour lends: its words (`with_words`), signals and marks. The sentence's own words have been told.
fn neighbour(
    reading: &Reading,
    groups: [Group; 3],
    with_words: bool,
    wherever: &str,
    sink: &mut impl Sink,
) {
    let [words, signals, marks] = groups;
    if with_words {
        sink.begin(words);
        for &token in &reading.stems {
            sink.put(number(words, token.hash), || {
                format!("{wherever}\u{201c}{}\u{201d}", reading.reads(token))
            });
        }
        sink.end();
    }
    sink.begin(signals);
    for signal in &reading.signals {
        sink.put(number(signals, signal.number()), || {
            format!("{wherever}{}", signal.title())
        });
    }
    sink.end();
    sink.begin(marks);
    for mark in &reading.marks {
        sink.put(number(marks, mark.number()), || {
            format!("{wherever}{}", mark.title())
        });
    }
    sink.end();
}

/// What two things in one sentence say together.
fn pairs(own: &Reading, sink: &mut impl Sink) {
    const MARK: u64 = 0x6d61_726b;
    sink.begin(Group::SignalPairs);
    for (place, one) in own.signals.iter().enumerate() {
        for other in own.signals.get(place + 1..).unwrap_or_default() {
            let pair = joined(one.number(), other.number());
            sink.put(number(Group::SignalPairs, pair), || {
                format!("{} with {}", one.title(), other.title())
            });
        }
    }
    sink.end();
    sink.begin(Group::MarkPairs);
    for (place, one) in own.marks.iter().enumerate() {
        for other in own.marks.get(place + 1..).unwrap_or_default() {
            let pair = joined(one.number(), other.number());
            sink.put(number(Group::MarkPairs, pair), || {
                format!("{} with {}", one.title(), other.title())
            });
        }
        for signal in &own.signals {
            let pair = joined(joined(MARK, one.number()), signal.number());
            sink.put(number(Group::MarkPairs, pair), || {
                format!("{} with {}", one.title(), signal.title())
            });
        }
    }
    sink.end();
}

fn place(window: &Window<'_>, sink: &mut impl Sink) {
    const ENDS: [usize; 7] = [0, 1, 2, 5, 10, 20, 40];
    sink.begin(Group::Place);
    if let Some(place) = window.place {
        let step = ENDS.iter().take_while(|&&end| place > end).count();
        sink.put(number(Group::Place, step as u64), || match step {
            0 => "it is the first sentence".to_owned(),
            1..=3 => "it is one of the first sentences".to_owned(),
            _ => format!("it stands behind sentence {}", ENDS[step - 1]),
        });
    }
    if window.is_last {
        sink.put(number(Group::Place, 100), || {
            "it is the last sentence".to_owned()
        });
    }
    sink.end();
}

/// Tokens as people read them, with nothing for the edge of the sentence.
fn read(own: &Reading, tokens: &[Option<Token>]) -> String {
    let words: Vec<&str> = tokens
        .iter()
        .flatten()
        .map(|token| own.reads(*token))
        .collect();
    let at = match (tokens.first(), tokens.last()) {
        (Some(None), _) => " at the beginning",
        (_, Some(None)) => " at the end",
        _ => "",
    };
    format!("\u{201c}{}\u{201d}{at}", words.join(" "))
}

/// The edge of a sentence.
const EDGE: u64 = 0x0065_6467_6500;
/// FNV-1a's offset.
const START: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0100_0000_01b3)
}

/// FNV-1a of the bytes of `text`.
pub(super) fn hash_of(text: &str) -> u64 {
    hash_on(START, text)
}

/// FNV-1a, gone on with the bytes of `text`.
pub(super) fn hash_on(hash: u64, text: &str) -> u64 {
    text.bytes()
        .fold(hash, |hash, byte| step(hash, u64::from(byte)))
}

/// Two hashes joined, in order.
pub(super) fn joined(one: u64, other: u64) -> u64 {
    let mixed = one.rotate_left(23) ^ other.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// The number of a feature: 32 bits, of which the group is a part.
fn number(group: Group, hash: u64) -> u32 {
    let mixed = joined(hash, group as u64 + 1);
    (mixed ^ (mixed >> 32)) as u32
}
