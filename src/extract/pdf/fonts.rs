//! What the fonts of a file are called and whether they are bold, slanted or made of pictures.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use hayro_interpret::CacheKey;
use hayro_interpret::font::Glyph;
use hayro_interpret::font::OutlineGlyph;
use hayro_syntax::object::Dict;
use hayro_syntax::object::MaybeRef;
use hayro_syntax::object::Name;
use hayro_syntax::object::Object;
use hayro_syntax::page::Resources;
use skrifa::FontRef;
use skrifa::MetadataProvider;

/// The fonts met so far, in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    faces: Vec<Face>,
    /// From the interpreter's key of a font to its place in `faces`.
    by_key: BTreeMap<u128, u16>,
    /// Names and descriptors of the fonts that the page's resources list.
    listed: BTreeMap<u128, Face>,
    /// Object numbers of font dictionaries that were already read.
    seen: BTreeSet<(i32, i32)>,
    last: Option<(u128, u16)>,
    /// From glyph to character, read out of the fonts that do not say it otherwise.
    reversed: BTreeMap<u128, BTreeMap<u32, char>>,
}

/// One font.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Face {
    pub name: String,
    pub bold: bool,
    pub italic: bool,
    /// A font of arrows, boxes and bullets.
    pub symbol: bool,
}

/// Fonts kept apart in one file; the rest share the last place.
const MOST_FONTS: usize = 4_000;

/// How deep forms inside forms are searched for their fonts.
const FORM_DEPTH: usize = 4;

impl Fonts {
    /// Reads the font dictionaries that `resources` lists, those of its forms included.
    pub(super) fn learn(&mut self, resources: &Resources<'_>) {
        self.learn_fonts(&resources.fonts);
        self.learn_forms(&resources.x_objects, FORM_DEPTH);
    }

    fn learn_fonts(&mut self, fonts: &Dict<'_>) {
        for (name, entry) in fonts.entries() {
            if let MaybeRef::Ref(reference) = &entry
                && !self
                    .seen
                    .insert((reference.obj_number, reference.gen_number))
            {
                continue;
            }
            let Some(dict) = fonts.get::<Dict<'_>>(&*name) else {
                continue;
            };
            if self.listed.len() < MOST_FONTS {
                self.listed
                    .insert(dict.cache_key(), Face::described_by(&dict));
            }
        }
    }

    fn learn_forms(&mut self, x_objects: &Dict<'_>, depth: usize) {
        if depth == 0 {
            return;
        }
        for (name, entry) in x_objects.entries() {
            if let MaybeRef::Ref(reference) = &entry
                && !self
                    .seen
                    .insert((reference.obj_number, reference.gen_number))
            {
                continue;
            }
            let Some(stream) = x_objects.get::<hayro_syntax::object::Stream<'_>>(&*name) else {
                continue;
            };
            let Some(resources) = stream.dict().get::<Dict<'_>>(b"Resources") else {
                continue;
            };
            if let Some(fonts) = resources.get::<Dict<'_>>(b"Font") {
                self.learn_fonts(&fonts);
            }
            if let Some(inner) = resources.get::<Dict<'_>>(b"XObject") {
                self.learn_forms(&inner, depth - 1);
            }
        }
    }

    /// The number of the font of `glyph`.
    pub(super) fn number_of(&mut self, glyph: &OutlineGlyph) -> u16 {
        let key = glyph.font_cache_key();
        if let Some((last, number)) = self.last
            && last == key
        {
            return number;
        }
        let number = self.by_key.get(&key).copied().unwrap_or_else(|| {
            let face = self.listed.get(&key).cloned().unwrap_or_else(|| {
                glyph.font_data().map_or_else(Face::default, |data| {
                    Face::named(
                        data.postscript_name.as_deref().unwrap_or_default(),
                        data.weight.is_some_and(|weight| weight >= 600),
                        data.is_italic,
                    )
                })
            });
            self.add(key, face)
        });
        self.last = Some((key, number));
        number
    }

    fn add(&mut self, key: u128, face: Face) -> u16 {
        let place = self.faces.len().min(MOST_FONTS);
        if place < MOST_FONTS {
            self.faces.push(face);
        }
        let number =
            u16::try_from(place.min(self.faces.len().saturating_sub(1))).unwrap_or(u16::MAX);
        self.by_key.insert(key, number);
        number
    }

    /// The character of a glyph that the file gives no character for, as the font's own table of characters has it.
    pub(super) fn guess(&mut self, glyph: &Glyph<'_>) -> Option<char> {
        let Glyph::Outline(glyph) = glyph else {
            return None;
        };
        let reversed = self
            .reversed
            .entry(glyph.font_cache_key())
            .or_insert_with(|| characters_by_glyph(glyph));
        reversed.get(&glyph.glyph_id().to_u32()).copied()
    }

    /// The font of this number.
    pub(super) fn face(&self, number: u16) -> Option<&Face> {
        self.faces.get(number as usize)
    }
}

fn characters_by_glyph(glyph: &OutlineGlyph) -> BTreeMap<u32, char> {
    let Some(data) = glyph.font_data() else {
        return BTreeMap::new();
    };
    let bytes: &[u8] = (*data.data).as_ref();
    let Ok(font) = FontRef::new(bytes) else {
        return BTreeMap::new();
    };
    let mut characters = BTreeMap::new();
    for (code, glyph) in font.charmap().mappings() {
        if let Some(character) = char::from_u32(code) {
            characters.entry(glyph.to_u32()).or_insert(character);
        }
    }
    characters
}

impl Face {
    fn described_by(font: &Dict<'_>) -> Self {
        let name_in = |dict: &Dict<'_>, key: &[u8]| {
            dict.get::<Name<'_>>(key)
                .map(|name| String::from_utf8_lossy(&name).into_owned())
        };
        let descendant = font
            .get::<hayro_syntax::object::Array<'_>>(b"DescendantFonts")
            .and_then(|fonts| fonts.iter::<Object<'_>>().next())
            .and_then(Object::into_dict);
        let descriptor = descendant
            .as_ref()
            .unwrap_or(font)
            .get::<Dict<'_>>(b"FontDescriptor")
            .unwrap_or_default();
        let name = name_in(font, b"BaseFont")
            .or_else(|| name_in(&descriptor, b"FontName"))
            .unwrap_or_default();
        let flags = descriptor.get::<u32>(b"Flags").unwrap_or(0);
        let weight = descriptor.get::<f32>(b"FontWeight").unwrap_or(400.0);
        // Bits 7 and 19 of the flags of a font descriptor (ISO 32000-1, table 123).
        Self::named(
            &name,
            weight >= 600.0 || flags & (1 << 18) != 0,
            flags & (1 << 6) != 0,
        )
    }

    /// What the name of a font tells, beside what its descriptor says.
    fn named(name: &str, bold: bool, italic: bool) -> Self {
        let name = match name.split_once('+') {
            Some((prefix, rest)) if prefix.len() == 6 => rest,
            _ => name,
        };
        let small = name.to_ascii_lowercase();
        let any = |parts: &[&str]| parts.iter().any(|part| small.contains(part));
        let ends = |parts: &[&str]| parts.iter().any(|part| small.ends_with(part));
        Self {
            bold: bold
                || any(&[
                    "bold", "black", "heavy", "semibold", "demi", "-bd", "cmbx", "sfbx", "cmssbx",
                ])
                || ends(&["-b", "-bi", ".b", "-medi", "-sb"]),
            italic: italic
                || any(&["italic", "oblique", "slanted", "cmti", "cmsl", "sfti"])
                || ends(&["-it", "-i", "-bi"]),
            symbol: any(&[
                "wingdings",
                "webdings",
                "zapfdingbats",
                "dingbats",
                "fontawesome",
            ]) || small.starts_with("symbol"),
            name: name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_font_tells_its_weight() {
        let bold = |name| Face::named(name, false, false).bold;

        assert!(bold("ABCDEF+TimesNewRomanPS-BoldMT"));
        assert!(bold("CMBX12"));
        assert!(bold("SourceSansPro-Semibold"));
        assert!(!bold("ABCDEF+TimesNewRomanPSMT"));
        assert!(!bold("CMR10"));
    }

    #[test]
    fn fonts_of_pictures_are_known_by_name() {
        assert!(Face::named("ABCDEF+Wingdings-Regular", false, false).symbol);
        assert!(Face::named("SymbolMT", false, false).symbol);
        assert!(!Face::named("Calibri", false, false).symbol);
    }
}
