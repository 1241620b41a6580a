//! What is kept of one page: its words with their places, its ruling lines, and how much of it is pictures.

use crate::document::AsideKind;
use crate::document::Builder;

/// The words of one page and what is drawn around them; coordinates in points from the upper left corner.
#[derive(Debug, Default, Clone)]
pub(super) struct Page {
    /// From 1.
    pub number: u32,
    pub width: f32,
    pub height: f32,
    /// The letters of all words, one after the other.
    pub letters: String,
    /// In the order in which the file draws them.
    pub words: Vec<Word>,
    /// Lines drawn along an axis, and the edges of filled boxes.
    pub rules: Vec<Rule>,
    /// Filled or framed boxes that are neither the whole page nor a mere line.
    pub boxes: Vec<Area>,
    /// Targets of the links; words name them by index.
    pub links: Vec<String>,
    /// Where its pictures stand, as far as they are large.
    pub pictures: Vec<Area>,
    /// The share of the page that its pictures cover, 0 to 1; where they overlap, they count twice.
    pub picture_share: f32,
    /// Characters drawn, spaces left out.
    pub drawn: usize,
    /// Characters among them that no letter is known for.
    pub undecoded: usize,
    /// Whether the page was left before its end because it costs too much.
    pub cut_short: bool,
}

/// A run of characters without a gap, on one baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Word {
    /// Where its letters begin in [`Page::letters`].
    pub start: u32,
    /// The byte after its last letter.
    pub end: u32,
    pub left: f32,
    pub right: f32,
    /// The y of the line that the letters stand on; grows downwards.
    pub baseline: f32,
    /// The height of the font, in points.
    pub size: f32,
    /// Index into [`Fonts`](super::fonts::Fonts).
    pub font: u16,
    /// Number of the link that covers it, from 1; 0 for none.
    pub link: u16,
    /// The marked content that it belongs to; negative for none.
    pub mark: i32,
    /// Whether a space was drawn before it.
    pub spaced: bool,
    pub style: Style,
}

/// How a word is drawn, beside its font.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub bold: bool,
    pub italic: bool,
    /// Drawn without ink: a layer of recognised text, or a trick.
    pub invisible: bool,
    /// Marked by the file as decoration of the page.
    pub artifact: bool,
    /// Set from a font of pictures: its letters mean nothing by themselves.
    pub symbol: bool,
    /// In quarter turns clockwise from left-to-right; 4 for any other direction.
    pub turns: u8,
}

/// A straight line along an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub area: Area,
    pub horizontal: bool,
}

/// A rectangle: `left <= right`, `top <= bottom`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Area {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Area {
    pub(super) fn width(self) -> f32 {
        self.right - self.left
    }

    pub(super) fn height(self) -> f32 {
        self.bottom - self.top
    }

    pub(super) fn holds(self, x: f32, y: f32) -> bool {
        self.left <= x && x <= self.right && self.top <= y && y <= self.bottom
    }

    /// The smallest rectangle around both.
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

impl Word {
    /// The place of all fonts of drawings (Type 3), whose letters are measured by their ink.
    pub(super) const DRAWN_FONT: u16 = u16::MAX;

    /// The widest gap, as a share of the size, that is still inside a word.
    pub(super) fn word_gap(&self) -> f32 {
        // Ink ends before the letter does: the bearings of two letters, up to a fifth of the size, come on top.
        if self.font == Self::DRAWN_FONT {
            0.24
        } else {
            0.13
        }
    }

    /// The top of its capitals; letters rarely rise above.
    pub(super) fn top(&self) -> f32 {
        self.baseline - 0.72 * self.size
    }

    /// A little below the baseline: descenders are ignored so that lines set close together stay apart.
    pub(super) fn bottom(&self) -> f32 {
        self.baseline + 0.12 * self.size
    }

    pub(super) fn area(&self) -> Area {
        Area {
            left: self.left,
            top: self.top(),
            right: self.right,
            bottom: self.bottom(),
        }
    }

    pub(super) fn width(&self) -> f32 {
        self.right - self.left
    }

    /// Its letters, out of those of its page.
    pub(super) fn text<'a>(&self, page: &'a Page) -> &'a str {
        page.letters
            .get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

impl Page {
    /// How many letters its words have.
    pub(super) fn letters_kept(&self) -> usize {
        self.words
            .iter()
            .map(|word| (word.end - word.start) as usize)
            .sum()
    }

    /// Leaves only the words that a reader of the printed page sees, in the direction in which most of them run.
    pub(super) fn settle(&mut self, builder: &mut Builder) {
        self.turn_upright(builder);
        self.drop_unseen();
    }

    fn drop_unseen(&mut self) {
        let seen_letters: u32 = self
            .words
            .iter()
            .filter(|word| !word.style.invisible)
            .map(|word| word.end - word.start)
            .sum();
        let unseen_letters: u32 = self
            .words
            .iter()
            .filter(|word| word.style.invisible)
            .map(|word| word.end - word.start)
            .sum();
        // Words without ink over a picture are its recognised text; elsewhere they are tricks.
        let recognised = unseen_letters > seen_letters / 2;
        let pictures = &self.pictures;
        self.words.retain(|word| {
            let (x, y) = (
                (word.left + word.right) / 2.0,
                word.baseline - 0.3 * word.size,
            );
            !word.style.invisible
                || (recognised && pictures.iter().any(|picture| picture.holds(x, y)))
        });
    }

    fn turn_upright(&mut self, builder: &mut Builder) {
        let mut letters = [0u64; 5];
        for word in &self.words {
            if let Some(count) = letters.get_mut(usize::from(word.style.turns)) {
                *count += u64::from(word.end - word.start);
            }
        }
        let turns = (0u8..4)
            .zip(letters)
            .max_by_key(|(turns, count)| (*count, std::cmp::Reverse(*turns)))
            .map_or(0, |(turns, _)| turns);
        let aslant: Vec<&str> = self
            .words
            .iter()
            .filter(|word| word.style.turns != turns && !word.style.invisible)
            .map(|word| word.text(self))
            .collect();
        builder.aside(AsideKind::Furniture, &aslant.join(" "), Some(self.number));
        let (width, height) = (self.width, self.height);
        let turned = |area: Area| match turns {
            1 => Area {
                left: area.top,
                right: area.bottom,
                top: width - area.right,
                bottom: width - area.left,
            },
            2 => Area {
                left: width - area.right,
                right: width - area.left,
                top: height - area.bottom,
                bottom: height - area.top,
            },
            3 => Area {
                left: height - area.bottom,
                right: height - area.top,
                top: area.left,
                bottom: area.right,
            },
            _ => area,
        };
        for area in self.boxes.iter_mut().chain(&mut self.pictures) {
            *area = turned(*area);
        }
        for rule in &mut self.rules {
            rule.area = turned(rule.area);
            rule.horizontal ^= turns % 2 == 1;
        }
        if turns % 2 == 1 {
            std::mem::swap(&mut self.width, &mut self.height);
        }
        let edges = Area {
            left: -2.0,
            top: -2.0,
            right: self.width + 2.0,
            bottom: self.height + 2.0,
        };
        self.words.retain(|word| {
            word.style.turns == turns
                && edges.holds(
                    (word.left + word.right) / 2.0,
                    word.baseline - 0.3 * word.size,
                )
        });
    }
}
