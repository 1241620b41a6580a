//! Web pages: what a page has to say, as blocks, without the furniture around it.
//!
//! Bytes are decoded, cut into a tree, unfolded into blocks in reading order; then each block is judged to be content
//! or furniture, and the content handed to the builder.

mod blocks;
mod declared;
mod elements;
mod headings;
mod hints;
mod main_content;
mod metadata;
mod non_page;
mod parse;
mod phrases;
mod segments;
mod tables;
mod tree;

#[cfg(test)]
mod tests;

use std::time::Instant;

use super::Hints;
use super::Limits;
use super::Unreadable;
use super::decode::decoded;
use crate::document::AsideKind;
use crate::document::BlockKind;
use crate::document::Builder;
use crate::document::Piece;
use crate::document::Place;

use blocks::RawBlock;
use blocks::Unfolded;
use tree::Tree;

/// No page of this world nests deeper; more only costs time.
const DEEPEST: usize = 256;

/// Asides longer than this are cut: they are kept to be looked at, not to be read.
const LONGEST_ASIDE: usize = 20_000;

pub(super) use declared::recognises;

pub(super) fn read(
    bytes: &[u8],
    hints: &Hints<'_>,
    limits: &Limits,
    builder: &mut Builder,
) -> Result<(), Unreadable> {
    let text = decoded(bytes, hints.charset, declared::charset_of(bytes));
    let bounds = parse::Bounds {
        depth: limits.depth.min(DEEPEST),
        // The other half is for what is done with the tree.
        until: Instant::now().checked_add(limits.time / 2),
    };
    let (tree, is_truncated) = parse::parsed(&text, bounds);
    if is_truncated {
        builder.notice(
            "page-truncated",
            "the page is too long or too intricate to be read to its end",
        );
    }
    metadata::read_metadata(&tree, builder);
    let page = blocks::unfolded(&tree);
    let fates = main_content::fates_of(&tree, &page);
    if let Some(unreadable) = non_page::what_else_it_is(&tree, &page, &fates, builder) {
        return Err(unreadable);
    }
    push_content(&tree, &page, &fates, builder);
    push_asides(&page, &fates, builder);
    Ok(())
}

/// A block of a piece of HTML within another format.
pub(super) struct FragmentBlock {
    pub(super) kind: BlockKind,
    pub(super) pieces: Vec<FragmentPiece>,
    pub(super) anchor: Option<String>,
}

/// A run of text of a [`FragmentBlock`].
pub(super) struct FragmentPiece {
    pub(super) text: String,
    /// The line within the fragment, from 1.
    pub(super) line: u32,
    pub(super) link: Option<String>,
}

/// All blocks of `source`, a piece of HTML within another format: nothing in it is taken for furniture.
pub(super) fn blocks_of_fragment(source: &str) -> Vec<FragmentBlock> {
    let bounds = parse::Bounds {
        depth: DEEPEST,
        until: None,
    };
    let (tree, _) = parse::parsed(source, bounds);
    let page = blocks::unfolded(&tree);
    let content: Vec<&RawBlock> = page.blocks.iter().collect();
    let kinds = headings::kinds_of(&page, &content);
    let block = |(block, kind): (&RawBlock, BlockKind)| {
        let mut pieces = Vec::new();
        for run in page.runs.get(block.runs.clone()).unwrap_or_default() {
            let text = if run.is_break {
                " "
            } else {
                page.words.get(run.text.clone()).unwrap_or_default()
            };
            pieces.push(FragmentPiece {
                text: text.to_owned(),
                line: run.line.max(1),
                link: run
                    .link
                    .and_then(|link| blocks::address_of(&tree, link))
                    .map(str::to_owned),
            });
        }
        FragmentBlock {
            kind,
            pieces,
            anchor: anchor_of(&tree, block).map(str::to_owned),
        }
    };
    content.into_iter().zip(kinds).map(block).collect()
}

fn anchor_of<'a>(tree: &'a Tree, block: &RawBlock) -> Option<&'a str> {
    block
        .anchor
        .and_then(|id| tree.element(id))
        .and_then(blocks::identifier_of)
}

fn push_content(tree: &Tree, page: &Unfolded, fates: &[Option<AsideKind>], builder: &mut Builder) {
    let content: Vec<&RawBlock> = page
        .blocks
        .iter()
        .zip(fates)
        .filter(|(_, fate)| fate.is_none())
        .map(|(block, _)| block)
        .collect();
    let kinds = headings::kinds_of(page, &content);
    let mut pieces = Vec::new();
    for (block, kind) in content.into_iter().zip(kinds) {
        if builder.is_full() {
            return;
        }
        pieces.clear();
        let mut line = 0;
        for run in page.runs.get(block.runs.clone()).unwrap_or_default() {
            let text = if run.is_break {
                " "
            } else {
                page.words.get(run.text.clone()).unwrap_or_default()
            };
            // What the reader puts in itself, as the border of two cells, stands where the text before it does.
            if run.line > 0 {
                line = run.line;
            }
            pieces.push(Piece {
                text,
                place: Place {
                    line: (line > 0).then_some(line),
                    ..Place::default()
                },
                link: run.link.and_then(|link| blocks::address_of(tree, link)),
            });
        }
        builder.block(kind, &pieces, anchor_of(tree, block));
    }
}

/// Neighbouring blocks set aside for the same reason are one aside.
fn push_asides(page: &Unfolded, fates: &[Option<AsideKind>], builder: &mut Builder) {
    let mut text = String::new();
    let mut open = None;
    for (block, fate) in page.blocks.iter().zip(fates) {
        if *fate != open {
            if let Some(kind) = open {
                builder.aside(kind, &text, None);
            }
            text.clear();
            open = *fate;
        }
        if fate.is_some() && text.len() < LONGEST_ASIDE {
            text.push_str(&page.text_of(block));
            text.push('\n');
        }
    }
    if let Some(kind) = open {
        builder.aside(kind, &text, None);
    }
}
