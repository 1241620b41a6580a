//! Glyphs that are small drawings (Type 3 fonts): how wide and how high their ink is.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::panic::resume_unwind;

use hayro_interpret::BlendMode;
use hayro_interpret::CacheKey;
use hayro_interpret::ClipPath;
use hayro_interpret::Device;
use hayro_interpret::GlyphDrawMode;
use hayro_interpret::Image;
use hayro_interpret::Paint;
use hayro_interpret::PathDrawMode;
use hayro_interpret::SoftMask;
use hayro_interpret::font::Glyph;
use hayro_interpret::font::Type3Glyph;
use kurbo::Affine;
use kurbo::BezPath;
use kurbo::Rect;
use kurbo::Shape;

/// The ink of each glyph seen so far.
#[derive(Debug, Default)]
pub(super) struct Sketches {
    seen: BTreeMap<u128, Sketch>,
}

/// Where the ink of a glyph stands, in thousandths of the font's unit, and how the unit relates to a letter's height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sketch {
    pub left: f64,
    pub right: f64,
    /// What the nominal size must be multiplied with to get the height of a line of such letters.
    pub scale: f32,
}

/// Glyphs drawn to be measured; a font of drawings rarely has more than 256.
const MOST_SKETCHES: usize = 20_000;

impl Sketches {
    /// The ink of `glyph`.
    pub(super) fn of<'a>(&mut self, glyph: &Type3Glyph<'a>, paint: &Paint<'a>) -> Sketch {
        let blank = Sketch {
            left: 0.0,
            right: 500.0,
            scale: 1.0,
        };
        let key = glyph.cache_key();
        if let Some(sketch) = self.seen.get(&key) {
            return *sketch;
        }
        if self.seen.len() >= MOST_SKETCHES {
            return blank;
        }
        let mut ink = Ink {
            area: None,
            events: 0,
        };
        let whole = catch_unwind(AssertUnwindSafe(|| {
            glyph.interpret(&mut ink, Affine::IDENTITY, Affine::IDENTITY, paint);
        }));
        let sketch = ink
            .area
            .filter(|area| whole.is_ok() && area.is_finite() && area.width() > 0.0)
            .map_or(blank, |area| Sketch {
                left: area.x0,
                right: area.x1,
                // Where the font's unit is not a thousandth of the letter, the ink tells the height.
                scale: if area.height() > 2_000.0 {
                    (area.height() / 700.0) as f32
                } else {
                    1.0
                },
            });
        self.seen.insert(key, sketch);
        sketch
    }
}

struct Ink {
    area: Option<Rect>,
    events: u32,
}

/// Strokes followed of one glyph.
const MOST_EVENTS: u32 = 5_000;

impl Ink {
    fn count(&mut self) {
        self.events += 1;
        if self.events > MOST_EVENTS {
            // Not `panic!`: nothing went wrong, so nothing must be printed.
            resume_unwind(Box::new(()));
        }
    }

    fn add(&mut self, area: Rect) {
        self.count();
        self.area = Some(self.area.map_or(area, |before| before.union(area)));
    }
}

impl<'a> Device<'a> for Ink {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {
        self.count();
    }
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.add(transform.transform_rect_bbox(path.bounding_box()));
    }
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph(
        &mut self,
        _: &Glyph<'a>,
        _: Affine,
        _: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
    }
    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        let area = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        self.add(transform.transform_rect_bbox(area));
    }
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
