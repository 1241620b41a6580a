//! Sentences: cuts the text of a block where one thought ends and the next begins.

use super::Block;
use super::Section;
use super::Sentence;
use super::Span;

/// The sentences of all `blocks`, each with the block and section that it stands in.
pub(super) fn all_sentences(text: &str, blocks: &[Block], sections: &[Section]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut section = 0usize;
    for (place, block) in blocks.iter().enumerate() {
        while sections
            .get(section)
            .is_some_and(|open| open.end_block as usize <= place)
        {
            section += 1;
        }
        for span in sentences_of(block.span.of(text)) {
            sentences.push(Sentence {
                span: span.shifted(block.span.start as usize),
                block: u32::try_from(place).unwrap_or(u32::MAX),
                section: u32::try_from(section).unwrap_or(u32::MAX),
            });
        }
    }
    sentences
}

/// Cuts one block's `text` into sentences: spans into `text`, in order, without white space around them.
#[must_use]
pub fn sentences_of(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (place, byte) in bytes.iter().enumerate() {
        let ends = matches!(byte, b'.' | b'!' | b'?') && bytes.get(place + 1) == Some(&b' ');
        if ends {
            spans.push(Span::new(start, place + 1));
            start = place + 2;
        }
    }
    if start < text.len() {
        spans.push(Span::new(start, text.len()));
    }
    spans
}
