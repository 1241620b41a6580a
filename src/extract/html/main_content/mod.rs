//! Which blocks of a page are what it has to say, and which are the furniture around it.
//!
//! One pass over the elements sets aside what calls itself a menu, a footer, a consent dialogue and so on, each time
//! weighed against how much prose it holds; a second finds the element in which nearly all prose stands; a third looks
//! at what is left heading by heading. All questions about an element ("how much prose is in it?") are answered from
//! running sums over the blocks, so that the whole is linear in the size of the page.

mod furniture;
mod leftovers;
mod root;
mod sections;

use std::ops::Range;

use html5ever::local_name;

use super::blocks::RawBlock;
use super::blocks::Shape;
use super::blocks::Unfolded;
use super::tree::Element;
use super::tree::NodeId;
use super::tree::Tree;
use crate::document::AsideKind;

/// What becomes of each block: none where it is content, else why it is set aside.
pub(super) type Fates = Vec<Option<AsideKind>>;

/// Decides about every block of `page`.
pub(super) fn fates_of(tree: &Tree, page: &Unfolded) -> Fates {
    let mut judge = Judge::new(tree, page);
    judge.set_furniture_aside();
    judge.find_root();
    judge.set_sections_aside();
    judge.set_single_blocks_aside();
    judge.set_repetitions_aside();
    judge.fates
}

/// Sums over blocks, so that any run of them is measured in one step.
#[derive(Debug)]
struct Sums {
    letters: Vec<u32>,
    linked: Vec<u32>,
    prose: Vec<u32>,
}

/// What stands in a run of blocks.
#[derive(Debug, Clone, Copy, Default)]
struct Mass {
    letters: u32,
    linked: u32,
    prose: u32,
    blocks: usize,
}

impl Mass {
    /// Whether more than `percent` of the letters lead elsewhere.
    fn links_above(self, percent: u64) -> bool {
        u64::from(self.linked) * 100 > u64::from(self.letters) * percent
    }

    /// Whether this holds more than `percent` of the prose of `whole`.
    fn prose_above(self, percent: u64, whole: Self) -> bool {
        u64::from(self.prose) * 100 > u64::from(whole.prose) * percent
    }
}

impl Sums {
    /// Sums over the blocks that are still content.
    fn new(page: &Unfolded, fates: &[Option<AsideKind>]) -> Self {
        let size = page.blocks.len() + 1;
        let mut sums = Self {
            letters: Vec::with_capacity(size),
            linked: Vec::with_capacity(size),
            prose: Vec::with_capacity(size),
        };
        let (mut letters, mut linked, mut prose) = (0u32, 0u32, 0u32);
        sums.letters.push(0);
        sums.linked.push(0);
        sums.prose.push(0);
        for (block, fate) in page.blocks.iter().zip(fates) {
            if fate.is_none() {
                letters += block.letters;
                linked += block.linked;
                prose += if is_prose(block) { block.letters } else { 0 };
            }
            sums.letters.push(letters);
            sums.linked.push(linked);
            sums.prose.push(prose);
        }
        sums
    }

    fn mass(&self, range: &Range<usize>) -> Mass {
        let sum = |sums: &[u32]| {
            let from = sums.get(range.start).copied().unwrap_or(0);
            sums.get(range.end).copied().unwrap_or(from) - from
        };
        Mass {
            letters: sum(&self.letters),
            linked: sum(&self.linked),
            prose: sum(&self.prose),
            blocks: range.len(),
        }
    }
}

/// Whether `block` is running text, as menus and cards are not.
pub(super) fn is_prose(block: &RawBlock) -> bool {
    if matches!(block.shape, Shape::Heading(_) | Shape::Label(_))
        || u64::from(block.linked) * 3 > u64::from(block.letters)
    {
        return false;
    }
    (block.letters >= 80 && block.words >= 12)
        || (block.letters >= 35 && block.words >= 6 && block.ends_sentence)
}

struct Judge<'a> {
    tree: &'a Tree,
    page: &'a Unfolded,
    fates: Fates,
    sums: Sums,
    whole: Mass,
}

impl<'a> Judge<'a> {
    fn new(tree: &'a Tree, page: &'a Unfolded) -> Self {
        let fates = vec![None; page.blocks.len()];
        let sums = Sums::new(page, &fates);
        let whole = sums.mass(&(0..page.blocks.len()));
        Self {
            tree,
            page,
            fates,
            sums,
            whole,
        }
    }

    fn mass(&self, id: NodeId) -> Mass {
        self.sums.mass(&self.page.range(id))
    }

    fn set_aside(&mut self, range: Range<usize>, kind: AsideKind) {
        for fate in self.fates.get_mut(range).unwrap_or_default() {
            fate.get_or_insert(kind);
        }
    }

    fn sum_again(&mut self) {
        self.sums = Sums::new(self.page, &self.fates);
        self.whole = self.sums.mass(&(0..self.page.blocks.len()));
    }
}

fn is_heading_element(element: &Element) -> bool {
    matches!(
        element.tag(),
        local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
    )
}

fn is_headline(block: &RawBlock) -> bool {
    matches!(block.shape, Shape::Heading(_) | Shape::Label(_))
        || (block.letters <= 40 && !block.ends_sentence)
}
