//! From the letters of a page to its words, and from its lines and boxes to what matters of them.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use hayro_syntax::page::Page as SourcePage;
use kurbo::Affine;
use kurbo::Point;
use kurbo::Rect;
use kurbo::Vec2;

use super::fonts::Fonts;
use super::fonts::Letter;
use super::fonts::Text;
use super::ink::Fill;
use super::ink::Painted;
use super::ink::Path;
use super::ink::Step;
use super::interpreter::Budget;
use super::interpreter::Interpreter;
use super::interpreter::Known;
use super::interpreter::Left;
use super::page::Area;
use super::page::Page;
use super::page::Rule;
use super::page::Style;
use super::page::Word;

/// Lines and boxes kept of one page.
const MOST_SHAPES: usize = 4_000;

/// Marks kept of one page, one inside the other.
const MOST_MARKS: usize = 1_000;

/// Reads the words of one page. The second answer is why it was left before its end, if it was.
pub(super) fn read_page<'a>(
    source: &SourcePage<'a>,
    number: u32,
    known: &mut Known<'a>,
    budget: Budget,
) -> (Page, Option<Left>) {
    let (width, height) = source.render_dimensions();
    let collector = Collector {
        page: Page {
            number,
            width,
            height,
            ..Page::default()
        },
        ..Collector::default()
    };
    let mut interpreter = Interpreter::new(known, collector, budget);
    // Broken dictionaries make the library panic.
    let outcome = catch_unwind(AssertUnwindSafe(|| interpreter.read(source)));
    let left = outcome.unwrap_or(Err(Left::TooCostly)).err();
    let mut collector = interpreter.finish();
    collector.close_word();
    let mut page = collector.page;
    page.cut_short = left.is_some();
    (page, left)
}

/// Collects the words of one page.
#[derive(Default)]
pub(super) struct Collector {
    page: Page,
    open: Option<OpenWord>,
    /// The marked content inside which the next glyph stands, outermost first.
    marks: Vec<Mark>,
    /// Marks beyond those kept.
    unkept_marks: usize,
    gap_before_next: bool,
    run: Run,
    font: u16,
    style: Style,
}

/// Content that the file marks as one thing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Its number among the marks of the page.
    pub number: Option<i32>,
    /// Whether it is decoration of the page.
    pub artifact: bool,
}

/// The word that grows as long as glyphs follow closely.
struct OpenWord {
    word: Word,
    /// Where the last glyph began, to tell a glyph that is drawn twice.
    last_left: f32,
    last_start: usize,
}

/// The direction and size of one string of letters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run {
    size: f32,
    turns: u8,
    /// Whether its letters stand upright in a column rather than on a line.
    column: bool,
}

impl Run {
    /// Of letters a thousandth of whose size is `along` the direction that they follow each other in, and `across` it.
    pub(super) fn of(along: Vec2, across: Vec2) -> Self {
        let size = (across.hypot() * 1_000.0) as f32;
        let length = along.hypot().max(1e-12);
        // Some producers mirror the page and the glyphs again: what counts is where the next glyph goes.
        let turns = match (along.x / length, along.y / length) {
            (x, _) if x > 0.98 => 0,
            (_, y) if y > 0.98 => 1,
            (x, _) if x < -0.98 => 2,
            (_, y) if y < -0.98 => 3,
            _ => 4,
        };
        Self {
            size,
            turns,
            column: false,
        }
    }

    /// The same, of letters that stand upright below each other.
    pub(super) fn in_column(self) -> Self {
        Self {
            column: true,
            ..self
        }
    }
}

/// One glyph, measured along the direction of its text.
struct Measured {
    left: f32,
    right: f32,
    baseline: f32,
    size: f32,
    turns: u8,
}

impl Collector {
    fn close_word(&mut self) {
        if let Some(open) = self.open.take()
            && open.word.end > open.word.start
        {
            self.page.words.push(open.word);
        }
    }

    fn take(&mut self, text: &str, at: Measured) {
        let (font, style) = (self.font, self.style);
        let mark = self.marks.iter().rev().find_map(|mark| mark.number);
        let start = self.page.letters.len();
        if let Some(open) = &mut self.open {
            let word = &mut open.word;
            let same_line = (word.baseline - at.baseline).abs() < 0.25 * word.size.max(at.size)
                && word.style.turns == at.turns;
            let twice = same_line
                && (at.left - open.last_left).abs() < 0.25 * (at.right - at.left)
                && (at.baseline - word.baseline).abs() < 0.1 * at.size
                && self.page.letters.get(open.last_start..) == Some(text);
            if twice {
                // Drawn again a hair's breadth aside: the poor man's bold.
                word.style.bold = true;
                return;
            }
            let gap = at.left - word.right;
            let same_height = (word.baseline - at.baseline).abs() < 0.06 * at.size
                && (0.87..1.15).contains(&(at.size / word.size.max(0.01)));
            let follows = same_line
                && same_height
                && gap < word.word_gap() * at.size
                && gap > -0.35 * at.size
                && word.font == font
                && word.style == style
                && word.mark == mark.unwrap_or(-1);
            if follows {
                word.right = word.right.max(at.right);
                open.last_left = at.left;
                open.last_start = start;
                self.page.letters.push_str(text);
                word.end = offset(self.page.letters.len());
                return;
            }
        }
        self.close_word();
        self.page.letters.push_str(text);
        self.open = Some(OpenWord {
            word: Word {
                start: offset(start),
                end: offset(self.page.letters.len()),
                left: at.left,
                right: at.right,
                baseline: at.baseline,
                size: at.size,
                font,
                link: 0,
                mark: mark.unwrap_or(-1),
                spaced: std::mem::take(&mut self.gap_before_next),
                style,
            },
            last_left: at.left,
            last_start: start,
        });
    }

    /// Begins a string of letters of `font`; false where none of them could be seen.
    pub(super) fn begin_run(
        &mut self,
        run: Run,
        fonts: &Fonts<'_>,
        font: u16,
        invisible: bool,
    ) -> bool {
        self.run = run;
        let drawn = fonts.is_drawn(font);
        self.font = if drawn { Word::DRAWN_FONT } else { font };
        let face = fonts.face(font).filter(|_| !drawn);
        self.style = Style {
            bold: face.is_some_and(|face| face.bold),
            italic: face.is_some_and(|face| face.italic),
            symbol: face.is_some_and(|face| face.symbol),
            invisible,
            artifact: self.marks.iter().any(|mark| mark.artifact),
            turns: run.turns,
        };
        run.size.is_finite() && run.size >= 0.01
    }

    /// Takes one letter of the run, whose ink runs from `start` to `end`.
    pub(super) fn letter(&mut self, letter: &Letter, start: Point, end: Point) {
        if !(start.is_finite() && end.is_finite()) {
            return;
        }
        if letter.blank {
            self.close_word();
            self.gap_before_next = true;
            return;
        }
        self.page.drawn += 1;
        self.page.undecoded += usize::from(letter.undecoded);
        let measured = self.measure(start, end, letter.scale);
        let mut single = [0u8; 4];
        match &letter.text {
            Text::One(character) => self.take(character.encode_utf8(&mut single), measured),
            Text::Several(text) => self.take(text, measured),
        }
    }

    /// How many bytes of letters the page has.
    pub(super) fn letters(&self) -> usize {
        self.page.letters.len()
    }

    fn measure(&self, start: Point, end: Point, scale: f32) -> Measured {
        let turns = self.run.turns;
        let (width, height) = (f64::from(self.page.width), f64::from(self.page.height));
        let turn = |point: Point| match turns {
            1 => (point.y, width - point.x),
            2 => (width - point.x, height - point.y),
            3 => (height - point.y, point.x),
            _ => (point.x, point.y),
        };
        let (x0, y) = turn(start);
        let (x1, _) = turn(end);
        let size = self.run.size * scale;
        // The middle of a column is where the middle of its letters would be on a line.
        let sunk = if self.run.column { 0.35 * size } else { 0.0 };
        Measured {
            left: x0.min(x1) as f32,
            right: x0.max(x1) as f32,
            baseline: y as f32 + sunk,
            size,
            turns,
        }
    }

    pub(super) fn begin_mark(&mut self, mark: Mark) {
        if self.marks.len() < MOST_MARKS {
            self.marks.push(mark);
        } else {
            self.unkept_marks += 1;
        }
    }

    pub(super) fn end_mark(&mut self) {
        if self.unkept_marks > 0 {
            self.unkept_marks -= 1;
        } else {
            self.marks.pop();
        }
    }

    /// Takes a path that was painted, as far as it is a ruling line or a box.
    pub(super) fn shape(&mut self, path: &Path, painted: Painted, matrix: Affine, fill: &Fill) {
        let Some(bounds) = path.bounds() else { return };
        let rectangle = path.rectangle();
        if painted.filled {
            const HAIR: f64 = 1.0 / 4_096.0;
            if bounds.width() < HAIR || bounds.height() < HAIR {
                self.rule(
                    matrix * Point::new(bounds.x0, bounds.y0),
                    matrix * Point::new(bounds.x1, bounds.y1),
                );
            } else if let Some(rectangle) = rectangle {
                self.rectangle(matrix.transform_rect_bbox(rectangle), true, fill.is_white());
            }
        }
        if painted.stroked {
            match rectangle {
                Some(rectangle) => {
                    self.rectangle(matrix.transform_rect_bbox(rectangle), false, false);
                }
                None => self.lines(path, matrix),
            }
        }
    }

    fn lines(&mut self, path: &Path, matrix: Affine) {
        let mut last: Option<Point> = None;
        for step in path.steps() {
            match *step {
                Step::Move(point) | Step::Curve(point) => last = Some(matrix * point),
                Step::Line(point) => {
                    let to = matrix * point;
                    if let Some(from) = last {
                        self.rule(from, to);
                    }
                    last = Some(to);
                }
                Step::Close => {}
            }
        }
    }

    /// Takes a picture that covers `area`.
    pub(super) fn picture(&mut self, area: Rect) {
        let page = Rect::new(
            0.0,
            0.0,
            f64::from(self.page.width),
            f64::from(self.page.height),
        );
        let share = area.intersect(page).area() / page.area().max(1.0);
        if share.is_finite() {
            // Scanners cut pages into strips, so shares add up.
            self.page.picture_share = (self.page.picture_share + share as f32).min(1.0);
            if share > 0.01 && self.page.pictures.len() < MOST_SHAPES {
                self.page.pictures.push(area_of(area));
            }
        }
    }

    fn rule(&mut self, from: Point, to: Point) {
        if self.page.rules.len() >= MOST_SHAPES || !from.is_finite() || !to.is_finite() {
            return;
        }
        let area = area_of(Rect::from_points(from, to));
        let horizontal = area.height() <= 1.0 && area.width() >= 8.0;
        let vertical = area.width() <= 1.0 && area.height() >= 6.0;
        if horizontal || vertical {
            self.page.rules.push(Rule { area, horizontal });
        }
    }

    fn rectangle(&mut self, rect: Rect, filled: bool, white: bool) {
        if self.page.boxes.len() >= MOST_SHAPES || !rect.is_finite() {
            return;
        }
        let area = area_of(rect);
        let (width, height) = (area.width(), area.height());
        if filled && height <= 3.0 && width >= 8.0 && !white {
            let middle = (area.top + area.bottom) / 2.0;
            self.page.rules.push(Rule {
                area: Area {
                    top: middle,
                    bottom: middle,
                    ..area
                },
                horizontal: true,
            });
        } else if filled && width <= 3.0 && height >= 6.0 && !white {
            let middle = (area.left + area.right) / 2.0;
            self.page.rules.push(Rule {
                area: Area {
                    left: middle,
                    right: middle,
                    ..area
                },
                horizontal: false,
            });
        } else if width >= 20.0
            && height >= 10.0
            && !white
            && width * height < 0.9 * self.page.width * self.page.height
        {
            self.page.boxes.push(area);
        }
    }
}

/// Whether the character stands where fonts put pictures that Unicode does not name.
pub(super) fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
}

fn area_of(rect: Rect) -> Area {
    let rect = rect.abs();
    Area {
        left: rect.x0 as f32,
        top: rect.y0 as f32,
        right: rect.x1 as f32,
        bottom: rect.y1 as f32,
    }
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
