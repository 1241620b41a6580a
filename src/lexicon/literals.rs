//! Which of many literals stand in a text, in one pass over it.
//!
//! An Aho-Corasick automaton of some ten thousand literals takes as long to build as ten drafts take to score. A table
//! of their first bytes is built in a hundredth of that, and literals are long enough that little else begins like them.

use std::ops::Range;

/// Many literals, ready to be looked for in many texts.
#[derive(Debug)]
pub struct Literals {
    /// All literals, one behind the other.
    bytes: Vec<u8>,
    /// Where each literal ends in `bytes`.
    ends: Vec<u32>,
    /// For each literal: the longest other one that it begins with; [`NONE`] where there is none.
    within: Vec<u32>,
    /// Open addressing: the beginning that literals share, and their range of places.
    table: Vec<Slot>,
    /// Literals too short for the table.
    short: Vec<u32>,
    /// Which bytes those begin with.
    begins_short: [bool; 256],
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    key: u32,
    from: u32,
    to: u32,
}

/// The place of no literal.
const NONE: u32 = u32::MAX;

/// No text in UTF-8 holds this byte: it marks keys of three bytes.
const NEVER: u8 = 0xff;

impl Literals {
    /// Makes `literals` ready; empty ones, which stand everywhere, are left out.
    pub fn new<'a>(literals: impl IntoIterator<Item = &'a str>) -> Self {
        let mut sorted: Vec<Vec<u8>> = literals
            .into_iter()
            .filter(|literal| !literal.is_empty())
            .map(|literal| literal.as_bytes().to_vec())
            .collect();
        sorted.sort_unstable();
        sorted.dedup();
        Self::sorted(&sorted)
    }

    /// Whether any of them stands in `text`.
    #[must_use]
    pub fn any_in(&self, text: &str) -> bool {
        let mut any = false;
        self.each_in(text, |_, _, _| any = true);
        any
    }

    /// Makes `literals` ready, which are sorted, not empty, and each stand once.
    pub(super) fn sorted(literals: &[Vec<u8>]) -> Self {
        let mut made = Self {
            bytes: Vec::new(),
            ends: Vec::new(),
            within: Vec::new(),
            table: vec![Slot::default(); (literals.len() * 2 + 1).next_power_of_two()],
            short: Vec::new(),
            begins_short: [false; 256],
        };
        let mut open: Option<Slot> = None;
        // Literals that the present one may begin with, shortest first.
        let mut begun: Vec<u32> = Vec::new();
        for (place, literal) in (0u32..).zip(literals) {
            while let Some(&last) = begun.last()
                && !literals
                    .get(last as usize)
                    .is_some_and(|last| literal.starts_with(last))
            {
                begun.pop();
            }
            made.within.push(begun.last().copied().unwrap_or(NONE));
            begun.push(place);
            made.bytes.extend(literal);
            made.ends
                .push(u32::try_from(made.bytes.len()).unwrap_or(u32::MAX));
            let key = match *literal.as_slice() {
                [a, b, c, d, ..] => u32::from_le_bytes([a, b, c, d]),
                [a, b, c] => u32::from_le_bytes([a, b, c, NEVER]),
                _ => {
                    made.short.push(place);
                    if let Some(begins) = literal
                        .first()
                        .and_then(|&first| made.begins_short.get_mut(usize::from(first)))
                    {
                        *begins = true;
                    }
                    continue;
                }
            };
            match &mut open {
                Some(slot) if slot.key == key => slot.to = place + 1,
                _ => {
                    made.fill(open);
                    open = Some(Slot {
                        key,
                        from: place,
                        to: place + 1,
                    });
                }
            }
        }
        made.fill(open);
        made
    }

    fn fill(&mut self, slot: Option<Slot>) {
        let Some(slot) = slot else { return };
        let mask = self.table.len() - 1;
        let mut at = home_of(slot.key) & mask;
        // At most half of the table is ever filled.
        while let Some(other) = self.table.get_mut(at) {
            if other.to == 0 {
                *other = slot;
                return;
            }
            at = (at + 1) & mask;
        }
    }

    fn range_of(&self, key: u32) -> Range<u32> {
        let mask = self.table.len() - 1;
        let mut at = home_of(key) & mask;
        loop {
            match self.table.get(at) {
                Some(slot) if slot.to != 0 => {
                    if slot.key == key {
                        return slot.from..slot.to;
                    }
                }
                _ => return 0..0,
            }
            at = (at + 1) & mask;
        }
    }

    /// Calls `found` with the place of each literal that stands in `text`, and where; as often as it stands there.
    pub(super) fn each_in(&self, text: &str, mut found: impl FnMut(usize, usize, usize)) {
        let text = text.as_bytes();
        for (start, &first) in text.iter().enumerate() {
            let Some(rest) = text.get(start..) else { break };
            // Few literals are shorter than three bytes.
            if self.begins_short.get(usize::from(first)) == Some(&true) {
                for length in [1, 2] {
                    if let Some(word) = rest.get(..length)
                        && let Some(place) = self.exactly(word)
                    {
                        found(place as usize, start, start + length);
                    }
                }
            }
            let [a, b, c, ..] = *rest else { continue };
            for place in self.range_of(u32::from_le_bytes([a, b, c, NEVER])) {
                found(place as usize, start, start + 3);
            }
            let [_, _, _, d, ..] = *rest else { continue };
            let range = self.range_of(u32::from_le_bytes([a, b, c, d]));
            if range.is_empty() {
                continue;
            }
            let mut place = self.last_not_behind(rest, range);
            while let Some(literal) = self.literal(place).filter(|literal| literal.len() > 3) {
                if rest.starts_with(literal) {
                    found(place as usize, start, start + literal.len());
                }
                place = self.within.get(place as usize).copied().unwrap_or(NONE);
            }
        }
    }

    /// The last literal of `range` that is not behind `text` in the order of words; [`NONE`] where all are. It begins with
    /// every literal that `text` begins with.
    fn last_not_behind(&self, text: &[u8], range: Range<u32>) -> u32 {
        let (mut from, mut to) = (range.start, range.end);
        while from < to {
            let middle = from + (to - from) / 2;
            if self.literal(middle).is_some_and(|literal| literal <= text) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        if from > range.start { from - 1 } else { NONE }
    }

    /// The place of the short literal `word`.
    fn exactly(&self, word: &[u8]) -> Option<u32> {
        self.short
            .iter()
            .copied()
            .find(|&place| self.literal(place) == Some(word))
    }

    fn literal(&self, place: u32) -> Option<&[u8]> {
        let place = usize::try_from(place).ok()?;
        let end = *self.ends.get(place)?;
        let start = match place.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.bytes.get(start as usize..end as usize)
    }
}

fn home_of(key: u32) -> usize {
    // Fibonacci hashing: the high bits of the product are well mixed.
    (key.wrapping_mul(0x9e37_79b9) >> 12) as usize ^ (key >> 3) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_occurrence_of_every_literal_is_found() {
        let mut literals: Vec<Vec<u8>> = [
            "a", "ab", "abc", "abcd", "abce", "bcd", "supply", "supplies", "suppl", "é", "dé",
        ]
        .map(|word| word.as_bytes().to_vec())
        .to_vec();
        literals.sort();
        let finder = Literals::sorted(&literals);

        for text in ["", "a", "abcdabce", "supplies to supply dés", "xsupp", "éa"] {
            let mut found = Vec::new();
            finder.each_in(text, |place, start, end| found.push((place, start, end)));
            found.sort_unstable();
            let mut expected = Vec::new();
            for (place, literal) in literals.iter().enumerate() {
                for start in 0..text.len() {
                    if text
                        .as_bytes()
                        .get(start..)
                        .is_some_and(|rest| rest.starts_with(literal))
                    {
                        expected.push((place, start, start + literal.len()));
                    }
                }
            }
            assert_eq!(found, expected, "in {text:?}");
        }
    }
}
