//! The fonts of a file: what each code of a text string means and how wide it is.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use hayro_cmap::BfString;
use hayro_font::CMapResolverFn;
use hayro_font::Font;
use hayro_font::FontCache;
use hayro_font::FontGlyph;
use hayro_font::FontResolverFn;
use hayro_font::GlyphId;
use hayro_font::OutlineGlyph;
use hayro_font::StandardFont;
use hayro_syntax::object::Dict;
use hayro_syntax::object::MaybeRef;
use hayro_syntax::object::Name;
use hayro_syntax::object::ObjectIdentifier;
use hayro_syntax::page::Resources;
use skrifa::FontRef;
use skrifa::MetadataProvider;

use super::blank_font;
use super::collections::Collection;
use super::faces::Face;
use super::glyphs::is_private;
use super::type_three;
use super::unfold::Unfolding;

/// The fonts met so far.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    programs: FontResolverFn,
    maps: CMapResolverFn,
    loaded: Vec<Loaded<'a>>,
    by_object: BTreeMap<ObjectIdentifier, u16>,
    /// Fonts that stand in the resources themselves, by their text.
    by_text: BTreeMap<&'a [u8], u16>,
    fallback: Option<u16>,
}

/// One font, and what is known of its codes.
struct Loaded<'a> {
    font: Option<Font<'a>>,
    face: Face,
    /// Pages of 256 codes each.
    letters: Vec<Option<Box<LetterPage>>>,
    /// From glyph to character, read out of a font that does not say it otherwise.
    reversed: Option<BTreeMap<u32, char>>,
    /// The characters of a font that is ordered as a national collection is.
    collection: Option<Collection>,
    drawn: bool,
}

type LetterPage = [Option<Letter>; 256];

/// What one code of a font stands for; lengths in thousandths of the font's size.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Letter {
    pub text: Text,
    /// Where its ink begins, seen from where it stands; zero but for glyphs that are drawings.
    pub left: f32,
    /// Where it ends, seen from where it stands.
    pub right: f32,
    /// What the size must be multiplied with to get the height of a line of such letters.
    pub scale: f32,
    /// How far the next letter stands, along the line or down the column.
    pub advance: f32,
    /// For letters set in columns: from where the column's letter stands to where it would stand in a line.
    pub shift: (f32, f32),
    /// Nothing but space.
    pub blank: bool,
    /// No character is known for it.
    pub undecoded: bool,
}

/// The characters of one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    One(char),
    Several(Box<str>),
}

/// Fonts kept apart in one file; the rest are read as the standard font.
const MOST_FONTS: usize = 4_000;

/// The width taken for a letter of a font that gives none.
const USUAL_WIDTH: f32 = 500.0;

impl<'a> Fonts<'a> {
    pub(super) fn new() -> Self {
        Self {
            cache: FontCache::new(),
            programs: blank_font::resolver(),
            maps: std::sync::Arc::new(hayro_cmap::load_embedded),
            loaded: Vec::new(),
            by_object: BTreeMap::new(),
            by_text: BTreeMap::new(),
            fallback: None,
        }
    }

    /// The number of the font that `resources` call `name`.
    pub(super) fn named(&mut self, name: &Name<'_>, resources: &Resources<'a>) -> u16 {
        let reference = match resources.fonts.get_raw::<Dict<'a>>(name) {
            Some(MaybeRef::Ref(reference)) => Some(ObjectIdentifier::from(reference)),
            Some(MaybeRef::NotRef(_)) => None,
            None => return self.fallback(),
        };
        if let Some(number) = reference.and_then(|id| self.by_object.get(&id)) {
            return *number;
        }
        let Some(dict) = resources.get_font(name) else {
            return self.fallback();
        };
        let number = self.of_dict(&dict);
        if let Some(id) = reference {
            self.by_object.insert(id, number);
        }
        number
    }

    /// The number of the font that `dict` describes.
    pub(super) fn of_dict(&mut self, dict: &Dict<'a>) -> u16 {
        if let Some(number) = self.by_text.get(dict.data()) {
            return *number;
        }
        if self.loaded.len() >= MOST_FONTS {
            return self.fallback();
        }
        // Broken font programs make the libraries panic.
        let (cache, programs, maps) = (&self.cache, &self.programs, &self.maps);
        let font = catch_unwind(AssertUnwindSafe(|| cache.font(dict, programs, maps)))
            .ok()
            .flatten();
        let number = match font {
            Some(font) => {
                let number = self.add(Some(font), Face::described_by(dict));
                let collection = catch_unwind(AssertUnwindSafe(|| Collection::of(dict)));
                if let Some(loaded) = self.loaded.last_mut() {
                    loaded.collection = collection.ok().flatten();
                }
                number
            }
            None => self.fallback(),
        };
        self.by_text.insert(dict.data(), number);
        number
    }

    /// The font for text that names none, or one that cannot be read.
    pub(super) fn fallback(&mut self) -> u16 {
        if let Some(number) = self.fallback {
            return number;
        }
        let font = self
            .cache
            .standard_font(StandardFont::Helvetica, &self.programs);
        let number = self.add(font, Face::default());
        self.fallback = Some(number);
        number
    }

    fn add(&mut self, font: Option<Font<'a>>, face: Face) -> u16 {
        let number = u16::try_from(self.loaded.len()).unwrap_or(u16::MAX);
        let drawn = font
            .as_ref()
            .is_some_and(|font| matches!(font.glyph(GlyphId::NOTDEF, 0), FontGlyph::Type3(_)));
        self.loaded.push(Loaded {
            font,
            face,
            letters: Vec::new(),
            reversed: None,
            collection: None,
            drawn,
        });
        number
    }

    /// Whether text of this font is read only where it is plain ASCII: nobody says what its codes mean.
    pub(super) fn is_fallback(&self, number: u16) -> bool {
        self.fallback == Some(number)
    }

    /// The font of this number.
    pub(super) fn face(&self, number: u16) -> Option<&Face> {
        self.loaded.get(usize::from(number)).map(|font| &font.face)
    }

    /// Whether the glyphs of this font are drawings (Type 3).
    pub(super) fn is_drawn(&self, number: u16) -> bool {
        self.loaded
            .get(usize::from(number))
            .is_some_and(|font| font.drawn)
    }

    /// Whether its letters stand in lines rather than columns.
    pub(super) fn is_horizontal(&self, number: u16) -> bool {
        self.loaded
            .get(usize::from(number))
            .and_then(|font| font.font.as_ref())
            .is_none_or(Font::is_horizontal)
    }

    /// The code at `at` in a text string, and how many bytes it takes.
    pub(super) fn code_at(&self, number: u16, bytes: &[u8], at: usize) -> (u32, usize) {
        match self.loaded.get(usize::from(number)) {
            Some(Loaded {
                font: Some(font), ..
            }) => {
                let (code, length) = font.read_code(bytes, at);
                (code, length.max(1))
            }
            _ => (bytes.get(at).copied().map_or(0, u32::from), 1),
        }
    }

    /// What `code` stands for. Drawings are looked at once, within what may be unfolded.
    pub(super) fn letter(
        &mut self,
        number: u16,
        code: u32,
        unfolding: &mut Unfolding,
    ) -> Option<&Letter> {
        let loaded = self.loaded.get_mut(usize::from(number))?;
        let (page, place) = (code >> 8, (code & 0xff) as usize);
        // Codes have at most four bytes, of which fonts in use have two.
        let page = if page < 0x1_00 { page as usize } else { 0x1_00 };
        if loaded.letters.len() <= page {
            loaded.letters.resize_with(page + 1, || None);
        }
        let known = loaded
            .letters
            .get(page)
            .and_then(Option::as_ref)
            .and_then(|letters| letters.get(place))
            .is_some_and(Option::is_some);
        // What stands beyond two bytes shares one page, and is worked out anew each time.
        if !known || page == 0x1_00 {
            let letter = loaded.read(code, unfolding);
            let letters = loaded
                .letters
                .get_mut(page)?
                .get_or_insert_with(|| Box::new([const { None }; 256]));
            *letters.get_mut(place)? = Some(letter);
        }
        loaded.letters.get(page)?.as_ref()?.get(place)?.as_ref()
    }
}

impl Loaded<'_> {
    fn read(&mut self, code: u32, unfolding: &mut Unfolding) -> Letter {
        let Some(font) = &self.font else {
            return Letter::unknown();
        };
        let mut letter = Letter::unknown();
        let advance = font.code_advance(code);
        if font.is_horizontal() {
            letter.advance = advance.x as f32;
        } else {
            letter.advance = advance.y as f32;
            let shift = font.origin_displacement(code);
            letter.shift = (shift.x as f32, shift.y as f32);
        }
        let text = match font.glyph(font.map_code(code), code) {
            FontGlyph::Outline(glyph) => {
                letter.right = glyph.advance_width().unwrap_or(USUAL_WIDTH);
                let known = glyph.as_unicode();
                let known = known.or_else(|| self.collection.as_ref()?.character(code));
                known.or_else(|| {
                    self.reversed
                        .get_or_insert_with(|| characters_by_glyph(&glyph))
                        .get(&glyph.glyph_id().to_u32())
                        .copied()
                        .map(BfString::Char)
                })
            }
            FontGlyph::Type3(glyph) => {
                let sketch = type_three::sketch(&glyph, unfolding);
                letter.left = sketch.left;
                letter.right = sketch.right;
                letter.scale = sketch.scale;
                glyph.as_unicode()
            }
        };
        letter.text = match text {
            Some(BfString::Char(character)) => Text::One(character),
            Some(BfString::String(text)) => Text::Several(text.as_str().into()),
            None => Text::One('\u{fffd}'),
        };
        let symbol = self.face.symbol;
        let any = |test: fn(char) -> bool| match &letter.text {
            Text::One(character) => test(*character),
            Text::Several(text) => text.chars().any(test),
        };
        letter.blank = !any(|character| !character.is_whitespace() && character != '\u{0}');
        letter.undecoded = any(|character| character == '\u{fffd}') || (!symbol && any(is_private));
        letter
    }
}

impl Letter {
    fn unknown() -> Self {
        Self {
            text: Text::One('\u{fffd}'),
            left: 0.0,
            right: USUAL_WIDTH,
            scale: 1.0,
            advance: 0.0,
            shift: (0.0, 0.0),
            blank: false,
            undecoded: true,
        }
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
