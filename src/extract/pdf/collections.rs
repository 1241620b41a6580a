//! Fonts of Chinese, Japanese and Korean that say only in which order their glyphs stand: that of a national
//! collection, whose characters are known (ISO 32000-2, 9.7.3 and 9.10.2).

use hayro_cmap::BfString;
use hayro_cmap::CMap;
use hayro_cmap::CMapName;
use hayro_cmap::CidFamily;
use hayro_cmap::load_embedded;
use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::Stream;
use hayro_syntax::object::String as Words;

/// What the codes of one font stand for.
#[derive(Debug)]
pub(super) struct Collection {
    /// From codes to places in the collection.
    places: CMap,
    /// From places to characters.
    characters: CMap,
}

impl Collection {
    /// The collection that a composite font without character map of its own is ordered by.
    pub(super) fn of(font: &Dict<'_>) -> Option<Self> {
        if font.contains_key(b"ToUnicode") || &*font.get::<Name<'_>>(b"Subtype")? != b"Type0" {
            return None;
        }
        let order = font
            .get::<Array<'_>>(b"DescendantFonts")?
            .iter::<Dict<'_>>()
            .next()?
            .get::<Dict<'_>>(b"CIDSystemInfo")?;
        let family = CidFamily::from_registry_ordering(
            order.get::<Words<'_>>(b"Registry")?.as_bytes(),
            order.get::<Words<'_>>(b"Ordering")?.as_bytes(),
        );
        let characters = CMap::parse(load_embedded(family.ucs2_cmap()?)?, load_embedded)?;
        let places = match font.get::<Name<'_>>(b"Encoding") {
            Some(name) => match &*name {
                b"Identity-H" => CMap::identity_h(),
                b"Identity-V" => CMap::identity_v(),
                other => CMap::parse(load_embedded(CMapName::from_bytes(other))?, load_embedded)?,
            },
            None => {
                let own = font.get::<Stream<'_>>(b"Encoding")?.decoded_data().ok()?;
                CMap::parse(&own, load_embedded)?
            }
        };
        Some(Self { places, characters })
    }

    /// The character of `code`.
    pub(super) fn character(&self, code: u32) -> Option<BfString> {
        let place = [2, 1, 3, 4]
            .into_iter()
            .find_map(|length| self.places.lookup_cid_code(code, length))?;
        self.characters.lookup_bf_string(place)
    }
}
