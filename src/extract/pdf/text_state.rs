//! Where the next letter stands, and how text moves from there (ISO 32000-2, 9.3 and 9.4).

use hayro_syntax::content::ops::TypedInstruction as Operator;
use kurbo::Affine;
use kurbo::Point;
use kurbo::Vec2;

use super::fonts::Fonts;
use super::glyphs::Collector;
use super::glyphs::Run;
use super::interpreter::affine;
use super::unfold::Unfolding;

/// What the instructions for text have set.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextState {
    /// Index into [`Fonts`].
    pub font: Option<u16>,
    pub size: f64,
    pub letter_space: f64,
    pub word_space: f64,
    /// The share of its width that a letter is set with.
    stretch: f64,
    leading: f64,
    rise: f64,
    invisible: bool,
    matrix: Affine,
    line: Affine,
}

/// One text string to show.
pub(super) struct Shown<'t> {
    pub bytes: &'t [u8],
    /// Index into [`Fonts`].
    pub font: u16,
    /// Whether its letters are taken, or only moved over.
    pub seen: bool,
    /// From user space to the page.
    pub matrix: Affine,
}

impl Default for TextState {
    fn default() -> Self {
        Self {
            font: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            invisible: false,
            matrix: Affine::IDENTITY,
            line: Affine::IDENTITY,
        }
    }
}

impl TextState {
    /// Follows an instruction of its own kind; gives back any other.
    pub(super) fn take<'b, 'c>(&mut self, operator: Operator<'b, 'c>) -> Option<Operator<'b, 'c>> {
        match operator {
            Operator::BeginText(_) => self.begin_at(Affine::IDENTITY),
            Operator::EndText(_) => {}
            Operator::SetTextMatrix(to) => {
                self.begin_at(affine([to.0, to.1, to.2, to.3, to.4, to.5]));
            }
            Operator::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            Operator::NextLineAndSetLeading(by) => {
                self.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Operator::NextLineUsingLeading(_) => self.next_line_by_leading(),
            Operator::CharacterSpacing(by) => self.letter_space = by.0.as_f64(),
            Operator::WordSpacing(by) => self.word_space = by.0.as_f64(),
            Operator::HorizontalScaling(to) => self.stretch = to.0.as_f64() / 100.0,
            Operator::TextLeading(to) => self.leading = to.0.as_f64(),
            Operator::TextRise(to) => self.rise = to.0.as_f64(),
            // Text that only clips (7) is seen: something is painted through it.
            Operator::TextRenderingMode(mode) => self.invisible = mode.0.as_i64() == 3,
            other => return Some(other),
        }
        None
    }

    fn begin_at(&mut self, matrix: Affine) {
        self.matrix = matrix;
        self.line = matrix;
    }

    fn next_line(&mut self, across: f64, up: f64) {
        let matrix = self.line * Affine::translate((across, up));
        self.begin_at(matrix);
    }

    pub(super) fn next_line_by_leading(&mut self) {
        self.next_line(0.0, -self.leading);
    }

    /// Moves by thousandths of the size, against the direction of text.
    pub(super) fn adjust(&mut self, by: f64, vertical: bool) {
        let by = -by / 1_000.0 * self.size;
        self.matrix = self.matrix.pre_translate(if vertical {
            Vec2::new(0.0, by)
        } else {
            Vec2::new(by * self.stretch, 0.0)
        });
    }

    /// Gives the letters of `shown` to `collector`, and moves on.
    pub(super) fn show(
        &mut self,
        shown: &Shown<'_>,
        fonts: &mut Fonts<'_>,
        unfolding: &mut Unfolding,
        collector: &mut Collector,
    ) {
        let vertical = !fonts.is_horizontal(shown.font);
        let letter_matrix = Affine::new([
            self.size * self.stretch,
            0.0,
            0.0,
            self.size,
            0.0,
            self.rise,
        ]);
        let text_to_page = shown.matrix * self.matrix;
        let [a, b, c, d, _, _] = text_to_page.as_coeffs();
        let [ga, gb, gc, gd, x, y] = (text_to_page * letter_matrix).as_coeffs();
        let mut origin = Point::new(x, y);
        // Thousandths of the size, along and across the letter.
        let (along, across) = (Vec2::new(ga, gb) / 1_000.0, Vec2::new(gc, gd) / 1_000.0);
        let run = if vertical {
            Run::of(-across, along).in_column()
        } else {
            Run::of(along, across)
        };
        let mut moved = 0.0;
        let taken = shown.seen && collector.begin_run(run, fonts, shown.font, self.invisible);
        let mut at = 0;
        while at < shown.bytes.len() {
            let (code, length) = fonts.code_at(shown.font, shown.bytes, at);
            at += length;
            let Some(letter) = fonts.letter(shown.font, code, unfolding) else {
                continue;
            };
            if taken {
                if vertical {
                    // The letter hangs below the point where its column has come to.
                    let end = origin - across * f64::from(letter.advance.abs());
                    collector.letter(letter, origin, end);
                } else {
                    let left = origin + along * f64::from(letter.left);
                    let right = origin + along * f64::from(letter.right);
                    collector.letter(letter, left, right);
                }
            }
            let spaces = if code == 32 && length == 1 {
                self.letter_space + self.word_space
            } else {
                self.letter_space
            };
            let by = f64::from(letter.advance) / 1_000.0 * self.size + spaces;
            if vertical {
                moved += by;
                origin += Vec2::new(c, d) * by;
            } else {
                moved += by * self.stretch;
                origin += Vec2::new(a, b) * (by * self.stretch);
            }
        }
        self.matrix = self.matrix.pre_translate(if vertical {
            Vec2::new(0.0, moved)
        } else {
            Vec2::new(moved, 0.0)
        });
    }
}
