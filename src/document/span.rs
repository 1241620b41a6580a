//! Places in a text: byte spans inside, character offsets for the outside.

use std::ops::Range;

use serde::Deserialize;
use serde::Serialize;

/// A half-open range of bytes of [`Document::text`](super::Document::text), on character boundaries.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`, both in bytes.
    ///
    /// Offsets past 4 GiB are clamped: documents are bounded far below that.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self {
            start,
            end: end.max(start),
        }
    }

    /// The length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing lies between start and end.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same as a range for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of `text` that this span covers; empty where it does not fit `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// This span moved `bytes` to the right.
    #[must_use]
    pub fn shifted(self, bytes: usize) -> Self {
        Self::new(self.start as usize + bytes, self.end as usize + bytes)
    }
}

/// Turns byte offsets into character offsets (Unicode scalar values), as other programs count them.
#[derive(Debug)]
pub struct CharacterIndex {
    /// Characters before every `STRIDE`-th byte.
    before: Vec<u32>,
    ascii: bool,
}

impl CharacterIndex {
    const STRIDE: usize = 256;

    /// Counts the characters of `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self {
                before: Vec::new(),
                ascii: true,
            };
        }
        let mut before = Vec::with_capacity(text.len() / Self::STRIDE + 1);
        let mut count = 0u32;
        for (place, byte) in text.bytes().enumerate() {
            if place % Self::STRIDE == 0 {
                before.push(count);
            }
            count += u32::from(starts_character(byte));
        }
        Self {
            before,
            ascii: false,
        }
    }

    /// How many characters of `text` (the text that the index was made of) stand before the byte `offset`.
    #[must_use]
    pub fn characters_before(&self, text: &str, offset: u32) -> usize {
        let offset = (offset as usize).min(text.len());
        if self.ascii {
            return offset;
        }
        let stride = offset / Self::STRIDE;
        let Some(&before) = self.before.get(stride) else {
            return text.chars().count();
        };
        let rest = text
            .as_bytes()
            .get(stride * Self::STRIDE..offset)
            .unwrap_or_default();
        before as usize + rest.iter().filter(|&&byte| starts_character(byte)).count()
    }
}

fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_span_that_does_not_fit_the_text_covers_nothing() {
        assert_eq!(Span::new(0, 4).of("Modern"), "Mode");
        assert_eq!(Span::new(4, 40).of("Modern"), "");
        assert_eq!(Span::new(1, 2).of("é"), "");
    }

    proptest! {
        #[test]
        fn character_offsets_agree_with_counting(text in "\\PC{0,900}") {
            let index = CharacterIndex::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.characters_before(&text, byte as u32), count);
            }
            prop_assert_eq!(index.characters_before(&text, text.len() as u32), text.chars().count());
        }
    }
}
