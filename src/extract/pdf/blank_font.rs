//! An empty font in place of the fourteen that every PDF reader must bring along: their drawings are never needed.
//!
//! What a code means and how wide it is the interpreter knows from its tables, whatever the font draws. But it looks
//! through all names of a font anew for each letter, which takes ten times as long as everything else; here there are none.

use std::sync::Arc;

use hayro_interpret::InterpreterSettings;
use hayro_interpret::font::FontQuery;

/// A font in Compact Font Format (Adobe Technical Note 5176) with the one glyph that each must have, `.notdef`.
const BLANK: &[u8] = &[
    0x01, 0x00, 0x04, 0x01, 0x00, 0x01, 0x01, 0x01, 0x06, 0x42, 0x6c, 0x61, 0x6e, 0x6b, 0x00, 0x01,
    0x01, 0x01, 0x08, 0x8b, 0x0f, 0x8b, 0xb1, 0x12, 0xa9, 0x11, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01,
    0x01, 0x01, 0x04, 0xf8, 0x88, 0x0e,
];

/// The interpreter's settings for reading rather than drawing.
pub(super) fn settings() -> InterpreterSettings {
    let usual = InterpreterSettings::default();
    let others = usual.font_resolver.clone();
    InterpreterSettings {
        font_resolver: Arc::new(move |query| match query {
            FontQuery::Standard(_) => Some((Arc::new(BLANK), 0)),
            FontQuery::Fallback(_) => others(query),
        }),
        ..usual
    }
}
