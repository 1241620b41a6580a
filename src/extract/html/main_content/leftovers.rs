//! Single blocks that are no text: buttons, imprints, and copies of what was read before.

use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hasher;

use super::Judge;
use crate::document::AsideKind;
use crate::extract::html::blocks::RawBlock;
use crate::extract::html::blocks::Shape;
use crate::extract::html::phrases;
use crate::extract::html::tree::NodeId;

/// A short line that comes more often than this is no part of the text after the first time.
const MOST_REPETITIONS: usize = 3;

/// A block of at least this many letters that comes again is a copy.
const LONG_COPY: u32 = 80;

impl Judge<'_> {
    pub(super) fn set_single_blocks_aside(&mut self) {
        for (place, block) in self.page.blocks.iter().enumerate() {
            if self.fates.get(place).is_some_and(Option::is_some) || block.letters > 220 {
                continue;
            }
            let words = self.page.text_of(block);
            let is_furniture = phrases::is_imprint(&words)
                || (block.letters <= 60 && phrases::is_button_like(&words))
                || (block.letters <= 80 && self.is_row_of_buttons(block))
                || (block.letters <= 60
                    && block.linked * 10 >= block.letters * 9
                    && phrases::is_call_to_read(&words));
            if is_furniture {
                self.set_aside(place..place + 1, AsideKind::Furniture);
            }
        }
    }

    /// A page may hold its text twice, once for small screens: the first time counts. Short blocks, as headings and
    /// names, may well come twice in one text; they are copies where they stand next to longer ones.
    pub(super) fn set_repetitions_aside(&mut self) {
        let mut seen: HashMap<u64, usize> = HashMap::new();
        // The repeated short blocks since the last block that was new.
        let mut waiting: Vec<usize> = Vec::new();
        let mut in_copy = false;
        for (place, block) in self.page.blocks.iter().enumerate() {
            if self.fates.get(place).is_none_or(Option::is_some) {
                continue;
            }
            let times = seen.entry(self.digest_of(block)).or_insert(0);
            *times += 1;
            if *times > MOST_REPETITIONS && !matches!(block.shape, Shape::Row) {
                self.set_aside(place..place + 1, AsideKind::Furniture);
                continue;
            }
            if *times == 1 {
                waiting.clear();
                in_copy = false;
                continue;
            }
            waiting.push(place);
            in_copy |= block.letters >= LONG_COPY;
            if in_copy {
                for place in std::mem::take(&mut waiting) {
                    if let Some(fate) = self.fates.get_mut(place) {
                        fate.get_or_insert(AsideKind::Furniture);
                    }
                }
            }
        }
    }

    /// A number for the words of `block`, the same for the same words.
    fn digest_of(&self, block: &RawBlock) -> u64 {
        let mut hasher = DefaultHasher::new();
        let mut parts = true;
        for run in self.page.runs.get(block.runs.clone()).unwrap_or_default() {
            let text = self.page.words.get(run.text.clone()).unwrap_or_default();
            parts |= run.is_break || text.starts_with(char::is_whitespace);
            for word in text.split_whitespace() {
                if parts {
                    hasher.write_u8(b' ');
                }
                hasher.write(word.as_bytes());
                parts = true;
            }
            if !text.is_empty() {
                parts = text.ends_with(char::is_whitespace);
            }
        }
        hasher.finish()
    }

    /// Whether all of `block` is links of which each is a button: "Print this page", "Share".
    fn is_row_of_buttons(&self, block: &RawBlock) -> bool {
        let mut buttons: Vec<(NodeId, String)> = Vec::new();
        for run in self.page.runs.get(block.runs.clone()).unwrap_or_default() {
            let words = self.page.words.get(run.text.clone()).unwrap_or_default();
            match (run.link, buttons.last_mut()) {
                (None, _) if words.chars().any(char::is_alphanumeric) => return false,
                (None, _) => {}
                (Some(link), Some((last, text))) if *last == link => text.push_str(words),
                (Some(link), _) => buttons.push((link, words.to_owned())),
            }
        }
        !buttons.is_empty()
            && buttons
                .iter()
                .all(|(_, words)| phrases::is_button_like(words))
    }
}
