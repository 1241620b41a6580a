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
mod phrases;
mod references;
mod segments;
mod tables;
mod tokens;
mod tree;

#[cfg(test)]
mod tests;

use super::Hints;
use super::Limits;
use super::Unreadable;
use super::decode::decoded;
use crate::document::AsideKind;
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
    let (tree, is_truncated) = tokens::parsed(&text, limits.depth.min(DEEPEST));
    if is_truncated {
        builder.notice("page-truncated", "the page has more elements than are read");
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
        let anchor = block
            .anchor
            .and_then(|id| tree.element(id))
            .and_then(blocks::identifier_of);
        builder.block(kind, &pieces, anchor);
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
