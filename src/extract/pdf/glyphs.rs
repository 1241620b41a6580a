//! From the drawing instructions of a page to its words: listens to the interpreter as if it were a printer.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::panic::resume_unwind;
use std::time::Instant;

use hayro_interpret::BlendMode;
use hayro_interpret::ClipPath;
use hayro_interpret::Context;
use hayro_interpret::Device;
use hayro_interpret::GlyphDrawMode;
use hayro_interpret::Image;
use hayro_interpret::InterpreterCache;
use hayro_interpret::InterpreterSettings;
use hayro_interpret::Paint;
use hayro_interpret::PathDrawMode;
use hayro_interpret::SoftMask;
use hayro_interpret::TransformExt;
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::interpret_page;
use hayro_syntax::page::Page as SourcePage;
use kurbo::Affine;
use kurbo::BezPath;
use kurbo::PathEl;
use kurbo::Point;
use kurbo::Rect;

use super::fonts::Fonts;
use super::page::Area;
use super::page::Page;
use super::page::Rule;
use super::page::Style;
use super::page::Word;
use super::type_three::Sketches;

/// What one page may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// Drawing instructions followed on one page.
    pub events: u32,
    /// When to stop, wherever reading has come to.
    pub deadline: Instant,
}

/// Lines and boxes kept of one page.
const MOST_SHAPES: usize = 4_000;

/// Thrown through the interpreter to leave a page that costs too much; it has no other way out.
struct Enough;

/// Reads the words of one page. The second answer is whether the interpreter broke down.
pub(super) fn read_page<'a>(
    source: &SourcePage<'a>,
    number: u32,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    known: (&mut Fonts, &mut Sketches),
    budget: Budget,
) -> (Page, bool) {
    let (fonts, sketches) = known;
    let (width, height) = source.render_dimensions();
    let transform = source.initial_transform(true).to_kurbo();
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    // Broken dictionaries make the library panic; what is not learnt is guessed.
    let _ = catch_unwind(AssertUnwindSafe(|| fonts.learn(source.resources())));
    let mut collector = Collector {
        page: Page {
            number,
            width,
            height,
            ..Page::default()
        },
        fonts,
        sketches,
        budget,
        events: 0,
        open: None,
        marks: Vec::new(),
        gap_before_next: false,
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let mut context = Context::new(transform, bounds, cache, source.xref(), settings.clone());
        interpret_page(source, &mut context, &mut collector);
    }));
    collector.close_word();
    let mut page = collector.page;
    let broken = match outcome {
        Ok(()) => false,
        Err(cause) => {
            page.cut_short = true;
            !cause.is::<Enough>()
        }
    };
    (page, broken)
}

struct Collector<'k> {
    page: Page,
    fonts: &'k mut Fonts,
    sketches: &'k mut Sketches,
    budget: Budget,
    events: u32,
    open: Option<OpenWord>,
    /// The marked content inside which the next glyph stands, outermost first.
    marks: Vec<Mark>,
    gap_before_next: bool,
}

#[derive(Clone, Copy)]
struct Mark {
    number: Option<i32>,
    artifact: bool,
}

/// The word that grows as long as glyphs follow closely.
struct OpenWord {
    word: Word,
    /// Where the last glyph began, to tell a glyph that is drawn twice.
    last_left: f32,
    last_start: usize,
}

/// One glyph, measured along the direction of its text.
struct Measured {
    left: f32,
    right: f32,
    baseline: f32,
    size: f32,
    turns: u8,
}

impl Collector<'_> {
    fn count(&mut self) {
        self.events += 1;
        let late = self.events.is_multiple_of(512) && Instant::now() > self.budget.deadline;
        if late || self.events > self.budget.events {
            // Not `panic!`: nothing went wrong, so nothing must be printed.
            resume_unwind(Box::new(Enough));
        }
    }

    fn close_word(&mut self) {
        if let Some(open) = self.open.take()
            && open.word.end > open.word.start
        {
            self.page.words.push(open.word);
        }
    }

    fn take(&mut self, text: &str, at: Measured, font: u16, style: Style) {
        if text
            .chars()
            .all(|character| character.is_whitespace() || character == '\u{0}')
        {
            self.close_word();
            self.gap_before_next = true;
            return;
        }
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

    fn measure(&self, matrix: Affine, left: f64, right: f64) -> Option<Measured> {
        let [a, b, c, d, _, _] = matrix.as_coeffs();
        let origin = matrix * Point::new(left, 0.0);
        let end = matrix * Point::new(right, 0.0);
        let size = (c.hypot(d) * 1000.0) as f32;
        if !(origin.is_finite() && end.is_finite() && size.is_finite()) || size < 0.01 {
            return None;
        }
        let length = a.hypot(b).max(1e-12);
        let (along, across) = (a / length, b / length);
        // Some producers mirror the page and the glyphs again: what counts is where the next glyph goes.
        let turns = match (along, across) {
            (x, _) if x > 0.98 => 0,
            (_, y) if y > 0.98 => 1,
            (x, _) if x < -0.98 => 2,
            (_, y) if y < -0.98 => 3,
            _ => 4,
        };
        let (width, height) = (f64::from(self.page.width), f64::from(self.page.height));
        let turn = |point: Point| match turns {
            1 => (point.y, width - point.x),
            2 => (width - point.x, height - point.y),
            3 => (height - point.y, point.x),
            _ => (point.x, point.y),
        };
        let (x0, y) = turn(origin);
        let (x1, _) = turn(end);
        Some(Measured {
            left: x0.min(x1) as f32,
            right: x0.max(x1) as f32,
            baseline: y as f32,
            size,
            turns,
        })
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

impl<'a> Device<'a> for Collector<'_> {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {
        self.count();
    }

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(
        &mut self,
        path: &BezPath,
        transform: Affine,
        _: &Paint<'a>,
        draw_mode: &PathDrawMode,
    ) {
        self.count();
        if matches!(draw_mode, PathDrawMode::Fill(_)) || path.elements().len() > 400 {
            return;
        }
        let mut last: Option<Point> = None;
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(point) => last = Some(transform * point),
                PathEl::LineTo(point) => {
                    let to = transform * point;
                    if let Some(from) = last {
                        self.rule(from, to);
                    }
                    last = Some(to);
                }
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                    last = Some(transform * point);
                }
                PathEl::ClosePath => {}
            }
        }
    }

    fn draw_rect(
        &mut self,
        rect: &Rect,
        transform: Affine,
        paint: &Paint<'a>,
        draw_mode: &PathDrawMode,
    ) {
        self.count();
        let area = transform.transform_rect_bbox(*rect);
        let filled = matches!(draw_mode, PathDrawMode::Fill(_));
        self.rectangle(area, filled, filled && is_white(paint));
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count();
    }

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        paint: &Paint<'a>,
        draw_mode: &GlyphDrawMode,
    ) {
        let matrix = transform * glyph_transform;
        let (measured, font, face_style) = match glyph {
            Glyph::Outline(outline) => {
                let advance = f64::from(outline.advance_width().unwrap_or(500.0));
                let font = self.fonts.number_of(outline);
                let face = self.fonts.face(font);
                let style = Style {
                    bold: face.is_some_and(|face| face.bold),
                    italic: face.is_some_and(|face| face.italic),
                    symbol: face.is_some_and(|face| face.symbol),
                    ..Style::default()
                };
                (self.measure(matrix, 0.0, advance), font, style)
            }
            Glyph::Type3(drawn) => {
                let sketch = self.sketches.of(drawn, paint);
                let measured = self
                    .measure(matrix, sketch.left, sketch.right)
                    .map(|measured| Measured {
                        size: measured.size * sketch.scale,
                        ..measured
                    });
                (measured, Word::DRAWN_FONT, Style::default())
            }
        };
        let Some(measured) = measured else { return };
        let style = Style {
            invisible: matches!(draw_mode, GlyphDrawMode::Invisible),
            artifact: self.marks.iter().any(|mark| mark.artifact),
            turns: measured.turns,
            ..face_style
        };
        let mut single = [0u8; 4];
        let several;
        let text: &str = match glyph.as_unicode() {
            Some(BfString::Char(character)) => character.encode_utf8(&mut single),
            Some(BfString::String(text)) => {
                several = text;
                &several
            }
            None => self
                .fonts
                .guess(glyph)
                .unwrap_or('\u{fffd}')
                .encode_utf8(&mut single),
        };
        if !text.trim().is_empty() {
            self.page.drawn += 1;
            let undecoded = |character: char| {
                character == '\u{fffd}' || (is_private(character) && !style.symbol)
            };
            self.page.undecoded += usize::from(text.chars().any(undecoded));
        }
        self.take(text, measured, font, style);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        self.count();
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let area = transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        let page = Rect::new(
            0.0,
            0.0,
            f64::from(self.page.width),
            f64::from(self.page.height),
        );
        let share = area.intersect(page).area() / page.area().max(1.0);
        if share.is_finite() {
            self.page.picture_share = self.page.picture_share.max(share as f32);
            if share > 0.01 && self.page.pictures.len() < MOST_SHAPES {
                self.page.pictures.push(area_of(area));
            }
        }
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], mcid: Option<i32>) {
        self.count();
        if self.marks.len() < 1_000 {
            self.marks.push(Mark {
                number: mcid,
                artifact: tag == b"Artifact",
            });
        }
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }
}

fn is_white(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().components();
            alpha < 0.02 || (red > 0.985 && green > 0.985 && blue > 0.985)
        }
        Paint::Pattern(_) => false,
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
