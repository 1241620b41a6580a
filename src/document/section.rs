//! Sections: a heading and the blocks under it.

use super::Block;
use super::BlockKind;
use super::Section;
use super::Span;

/// Cuts `blocks` into sections: each heading opens one, the text before the first heading is one of level 0.
pub(super) fn sections_of(blocks: &[Block]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (place, block) in blocks.iter().enumerate() {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let opened = match block.kind {
            BlockKind::Heading { level } => Some((Some(place), level)),
            _ if sections.is_empty() => Some((None, 0)),
            _ => None,
        };
        if let Some((heading, level)) = opened {
            sections.push(Section {
                heading,
                level,
                first_block: place,
                end_block: place + 1,
                span: block.span,
            });
        } else if let Some(open) = sections.last_mut() {
            open.end_block = place + 1;
            open.span = Span {
                start: open.span.start,
                end: block.span.end,
            };
        }
    }
    sections
}
