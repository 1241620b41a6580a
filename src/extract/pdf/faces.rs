//! What a font is called, and whether it is bold, slanted or made of pictures.

use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::Object;

/// One font.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Face {
    pub name: String,
    pub bold: bool,
    pub italic: bool,
    /// A font of arrows, boxes and bullets.
    pub symbol: bool,
}

impl Face {
    pub(super) fn described_by(font: &Dict<'_>) -> Self {
        let name_in = |dict: &Dict<'_>, key: &[u8]| {
            dict.get::<Name<'_>>(key)
                .map(|name| String::from_utf8_lossy(&name).into_owned())
        };
        let descendant = font
            .get::<Array<'_>>(b"DescendantFonts")
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
