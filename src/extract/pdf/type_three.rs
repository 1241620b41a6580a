//! Glyphs that are small drawings (Type 3 fonts): how wide and how high their ink is.

use hayro_font::Type3Glyph;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Operator;
use kurbo::Affine;
use kurbo::Point;
use kurbo::Rect;

use super::unfold::Unfolding;

/// Where the ink of a glyph stands, in thousandths of the font's unit, and how the unit relates to a letter's height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sketch {
    pub left: f32,
    pub right: f32,
    /// What the nominal size must be multiplied with to get the height of a line of such letters.
    pub scale: f32,
}

/// Instructions followed of one glyph.
const MOST_STROKES: usize = 5_000;

/// Bytes of instructions of one glyph; that of a bitmap has some hundred.
const MOST_BYTES: usize = 1 << 20;

/// States that a glyph may save inside one another.
const MOST_SAVED: usize = 64;

/// The ink of `glyph`.
pub(super) fn sketch(glyph: &Type3Glyph<'_>, unfolding: &mut Unfolding) -> Sketch {
    let blank = Sketch {
        left: 0.0,
        right: 500.0,
        scale: 1.0,
    };
    let Some(program) = glyph.program() else {
        return blank;
    };
    let Ok(strokes) = unfolding.bytes_of(program, MOST_BYTES) else {
        return blank;
    };
    let in_thousandths = Affine::scale(1_000.0) * glyph.font().matrix();
    ink_of(&strokes, in_thousandths)
        .filter(|area| area.is_finite() && area.width() > 0.0)
        .map_or(blank, |area| Sketch {
            left: area.x0 as f32,
            right: area.x1 as f32,
            // Where the font's unit is not a thousandth of the letter, the ink tells the height.
            scale: if area.height() > 2_000.0 {
                (area.height() / 700.0) as f32
            } else {
                1.0
            },
        })
}

/// The smallest rectangle around what the instructions draw, control points of curves included.
fn ink_of(strokes: &[u8], transform: Affine) -> Option<Rect> {
    let mut matrix = transform;
    let mut saved = Vec::new();
    let mut ink = None;
    let mut path: Option<Rect> = None;
    let mut declared = None;
    let mut operators = TypedIter::new(strokes);
    for _ in 0..MOST_STROKES {
        let Some(operator) = operators.next() else {
            break;
        };
        let mut add = |x: f64, y: f64| {
            let point = matrix * Point::new(x, y);
            path = Some(joined(path, Rect::from_points(point, point)));
        };
        match operator {
            Operator::SaveState(_) if saved.len() < MOST_SAVED => saved.push(matrix),
            Operator::RestoreState(_) => matrix = saved.pop().unwrap_or(matrix),
            Operator::Transform(by) => {
                matrix *= Affine::new([
                    by.0.as_f64(),
                    by.1.as_f64(),
                    by.2.as_f64(),
                    by.3.as_f64(),
                    by.4.as_f64(),
                    by.5.as_f64(),
                ]);
            }
            Operator::ShapeGlyph(shape) => {
                let corners = [shape.2, shape.3, shape.4, shape.5].map(|number| number.as_f64());
                let [x0, y0, x1, y1] = corners;
                declared = Some(matrix.transform_rect_bbox(Rect::new(x0, y0, x1, y1).abs()));
            }
            Operator::MoveTo(to) => add(to.0.as_f64(), to.1.as_f64()),
            Operator::LineTo(to) => add(to.0.as_f64(), to.1.as_f64()),
            Operator::CubicTo(by) => {
                add(by.0.as_f64(), by.1.as_f64());
                add(by.2.as_f64(), by.3.as_f64());
                add(by.4.as_f64(), by.5.as_f64());
            }
            Operator::CubicStartTo(by) => {
                add(by.0.as_f64(), by.1.as_f64());
                add(by.2.as_f64(), by.3.as_f64());
            }
            Operator::CubicEndTo(by) => {
                add(by.0.as_f64(), by.1.as_f64());
                add(by.2.as_f64(), by.3.as_f64());
            }
            Operator::RectPath(rect) => {
                let (x, y) = (rect.0.as_f64(), rect.1.as_f64());
                add(x, y);
                add(x + rect.2.as_f64(), y + rect.3.as_f64());
            }
            Operator::EndPath(_) => path = None,
            Operator::StrokePath(_)
            | Operator::CloseAndStrokePath(_)
            | Operator::FillPathNonZero(_)
            | Operator::FillPathNonZeroCompatibility(_)
            | Operator::FillPathEvenOdd(_)
            | Operator::FillAndStrokeNonZero(_)
            | Operator::FillAndStrokeEvenOdd(_)
            | Operator::CloseFillAndStrokeNonZero(_)
            | Operator::CloseFillAndStrokeEvenOdd(_) => {
                if let Some(drawn) = path.take() {
                    ink = Some(joined(ink, drawn));
                }
            }
            Operator::InlineImage(_) | Operator::XObject(_) => {
                let picture = matrix.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
                ink = Some(joined(ink, picture));
            }
            _ => {}
        }
    }
    ink.or(declared)
}

fn joined(before: Option<Rect>, more: Rect) -> Rect {
    before.map_or(more, |before| before.union(more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ink_of_a_bitmap_is_where_its_picture_stands() {
        let strokes = b"55 0 2 0 40 50 d1 q 38 0 0 50 2 0 cm BI /W 1 /H 1 /IM true ID x EI Q";

        let ink = ink_of(strokes, Affine::scale(10.0)).expect("ink");

        assert_eq!(ink, Rect::new(20.0, 0.0, 400.0, 500.0));
    }

    #[test]
    fn the_ink_of_a_drawing_leaves_out_what_only_clips() {
        let strokes = b"0 0 900 900 re W n 10 20 30 40 re f";

        let ink = ink_of(strokes, Affine::IDENTITY).expect("ink");

        assert_eq!(ink, Rect::new(10.0, 20.0, 40.0, 60.0));
    }
}
