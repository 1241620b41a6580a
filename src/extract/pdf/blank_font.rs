//! An empty font in place of those that every PDF reader must bring along: their drawings are never needed.
//!
//! What a code means and how wide it is the library of fonts knows from its tables, whatever the font draws.

use std::sync::Arc;

use hayro_font::FontResolverFn;

/// A font in Compact Font Format (Adobe Technical Note 5176) with the one glyph that each must have, `.notdef`.
const BLANK: &[u8] = &[
    0x01, 0x00, 0x04, 0x01, 0x00, 0x01, 0x01, 0x01, 0x06, 0x42, 0x6c, 0x61, 0x6e, 0x6b, 0x00, 0x01,
    0x01, 0x01, 0x08, 0x8b, 0x0f, 0x8b, 0xb1, 0x12, 0xa9, 0x11, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01,
    0x01, 0x01, 0x04, 0xf8, 0x88, 0x0e,
];

/// Answers every question for a font that is not in the file.
pub(super) fn resolver() -> FontResolverFn {
    Arc::new(|_| Some((Arc::new(BLANK), 0)))
}
