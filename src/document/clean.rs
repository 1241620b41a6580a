//! From the characters that a source holds to the ones that are scored: a list of small, named passes.

use std::ops::Range;

use unicode_normalization::IsNormalized;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::is_nfc_quick;

/// What becomes of one character, asked from top to bottom; the first pass that speaks decides.
///
/// Quotes and dashes stay as the source has them: evidence is quoted, and matching folds them later.
/// U+FFFD stays too: it tells how much of a file could not be read.
const PASSES: &[fn(char) -> Option<Becomes>] = &[
    spaces_fold,
    invisible_characters_vanish,
    ligatures_are_spelled_out,
    hyphens_become_ascii,
    symbol_font_bullets_become_bullets,
];

/// The outcome of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Becomes {
    /// A space, folded with its neighbours into one, and none at the block's ends.
    Space,
    /// Nothing at all.
    Nothing,
    /// These characters, of which none is changed by any pass.
    Text(&'static str),
}

fn spaces_fold(character: char) -> Option<Becomes> {
    // U+2800 is a Braille cell without dots, which page builders use as a stubborn space.
    (character.is_whitespace() || character == '\u{2800}').then_some(Becomes::Space)
}

/// Characters that no reader sees. Left in, they hide words: "sla\u{ad}very" matches no pattern.
fn invisible_characters_vanish(character: char) -> Option<Becomes> {
    let vanishes = match character {
        // Where a line may or may not break, how letters join, grapheme joiner.
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{34f}' => {
            true
        }
        // Direction: marks, embeddings, isolates, and what Unicode has deprecated of them.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
            true
        }
        // Mongolian separator and selectors, Hangul fillers, variation selectors.
        '\u{180b}'..='\u{180f}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => true,
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => true,
        // Interlinear annotation, musical format controls, tags (which can hide whole sentences).
        '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}' => true,
        '\u{fffe}' | '\u{ffff}' => true,
        _ => character.is_control(),
    };
    vanishes.then_some(Becomes::Nothing)
}

fn ligatures_are_spelled_out(character: char) -> Option<Becomes> {
    let letters = match character {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    };
    Some(Becomes::Text(letters))
}

/// The typographic hyphen and its unbreakable twin mean what `-` means.
fn hyphens_become_ascii(character: char) -> Option<Becomes> {
    matches!(character, '\u{2010}' | '\u{2011}').then_some(Becomes::Text("-"))
}

/// Word writes the bullets of the fonts Symbol and Wingdings into the private use area.
fn symbol_font_bullets_become_bullets(character: char) -> Option<Becomes> {
    let bullet = matches!(
        character,
        '\u{f0b7}'
            | '\u{f0a7}'
            | '\u{f0a8}'
            | '\u{f0d8}'
            | '\u{f0fc}'
            | '\u{f06c}'
            | '\u{f06e}'
            | '\u{f071}'
            | '\u{f072}'
            | '\u{f075}'
            | '\u{f076}'
            | '\u{f077}'
            | '\u{f09f}'
    );
    bullet.then_some(Becomes::Text("•"))
}

fn becomes(character: char) -> Option<Becomes> {
    PASSES.iter().find_map(|pass| pass(character))
}

/// Appends text to a block, cleaning as it goes, and tells where each piece lands.
///
/// The block as a whole is in Unicode normal form C, also where a letter and its accent come in two pieces.
#[derive(Debug)]
pub(super) struct Cleaner<'a> {
    out: &'a mut String,
    start: usize,
    pending_space: bool,
    /// Where the last character stands that an accent to come may still join.
    open: usize,
    /// Whether what stands from `open` on may not be in normal form.
    loose: bool,
}

impl<'a> Cleaner<'a> {
    /// Cleans into the end of `out`.
    pub(super) fn new(out: &'a mut String) -> Self {
        let start = out.len();
        Self {
            out,
            start,
            pending_space: false,
            open: start,
            loose: false,
        }
    }

    /// Cleans and appends `text`: white space folded to one space, none at the block's ends.
    ///
    /// Gives the bytes that it now takes up, none where it left nothing. A later piece may still join its last
    /// character to an accent, so both ends are to be brought to character boundaries when the block is done.
    pub(super) fn push(&mut self, text: &str) -> Option<Range<usize>> {
        let mut from = None;
        let mut rest = text;
        loop {
            let plain = rest.bytes().take_while(u8::is_ascii_graphic).count();
            if let Some(run) = rest.get(..plain)
                && !run.is_empty()
            {
                self.space_if_pending();
                from.get_or_insert(self.out.len());
                self.close();
                self.out.push_str(run);
                // An accent can only join the last of them.
                self.open = self.out.len() - 1;
            }
            rest = rest.get(plain..).unwrap_or_default();
            let mut characters = rest.chars();
            let Some(character) = characters.next() else {
                break;
            };
            rest = characters.as_str();
            match becomes(character) {
                Some(Becomes::Space) => self.pending_space = true,
                Some(Becomes::Nothing) => {}
                Some(Becomes::Text(letters)) => {
                    for letter in letters.chars() {
                        self.character(letter, &mut from);
                    }
                }
                None => self.character(character, &mut from),
            }
        }
        self.compose();
        let to = self.out.len();
        from.map(|from| from.min(to)..to)
    }

    /// Ends the block and gives the byte after its last character.
    pub(super) fn finish(mut self) -> usize {
        self.close();
        self.out.len()
    }

    fn character(&mut self, character: char, from: &mut Option<usize>) {
        self.space_if_pending();
        from.get_or_insert(self.out.len());
        let starts_anew = canonical_combining_class(character) == 0
            && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes;
        if starts_anew {
            self.close();
            self.open = self.out.len();
        } else {
            self.loose = true;
        }
        self.out.push(character);
    }

    fn space_if_pending(&mut self) {
        if std::mem::take(&mut self.pending_space) && self.out.len() > self.start {
            self.close();
            self.open = self.out.len();
            self.out.push(' ');
        }
    }

    /// Ends the run of characters that may join.
    fn close(&mut self) {
        self.compose();
        self.loose = false;
    }

    /// Brings what stands from `open` on into normal form.
    fn compose(&mut self) {
        if !self.loose {
            return;
        }
        let composed: String = self
            .out
            .get(self.open..)
            .unwrap_or_default()
            .nfc()
            .collect();
        self.out.truncate(self.open);
        self.out.push_str(&composed);
    }
}

/// `text` as it would stand in a document of its own block.
#[must_use]
pub fn cleaned(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut cleaner = Cleaner::new(&mut out);
    cleaner.push(text);
    cleaner.finish();
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_come_out_as_a_reader_sees_them() {
        let cases = [
            ("  modern\u{a0}\n slavery \t", "modern slavery"),
            ("sla\u{ad}very", "slavery"),
            ("traf\u{200b}fick\u{2060}ing\u{feff}", "trafficking"),
            (
                "tra\u{fb03}cking, \u{fb01}rst, \u{fb06}",
                "trafficking, first, st",
            ),
            (
                "sub\u{2011}contractor, tier\u{2010}1",
                "sub-contractor, tier-1",
            ),
            ("\u{202e}paid\u{202c} fees\u{200f}", "paid fees"),
            ("\u{f0b7} audits \u{f0d8} visits", "• audits • visits"),
            ("a\u{0}b\u{1b}[31mc\u{7f}", "ab[31mc"),
            ("100\u{202f}000\u{3000}people", "100 000 people"),
            ("✔\u{fe0f} done\u{e0041}\u{e0042}", "✔ done"),
            ("caf\u{65}\u{301}", "café"),
            ("lost \u{fffd} letter", "lost \u{fffd} letter"),
            ("“quoted” – ‘so’ — it’s", "“quoted” – ‘so’ — it’s"),
            ("\u{200b}\u{ad} \u{feff}", ""),
        ];
        for (raw, clean) in cases {
            assert_eq!(cleaned(raw), clean, "from {raw:?}");
        }
    }

    #[test]
    fn an_accent_in_a_piece_of_its_own_joins_the_letter_before_it() {
        let mut out = String::from("before ");
        let mut cleaner = Cleaner::new(&mut out);

        cleaner.push("lte\u{301} Que");
        cleaner.push("\u{301}bec e\u{323}");
        cleaner.push("\u{302}");
        let end = cleaner.finish();

        assert_eq!(out, "before lté Québec ệ");
        assert_eq!(end, out.len());
    }

    /// Letters, spaces and everything that a pass or normal form C touches.
    fn odd_text() -> impl Strategy<Value = String> {
        let odd = prop::sample::select(vec![
            'a',
            'e',
            'S',
            '.',
            ' ',
            '\n',
            '\u{a0}',
            '\u{ad}',
            '\u{200b}',
            '\u{200d}',
            '\u{301}',
            '\u{323}',
            '\u{302}',
            '\u{345}',
            '\u{fb01}',
            '\u{fb05}',
            '\u{2011}',
            '\u{f0b7}',
            '\u{202e}',
            '\u{fffd}',
            '\u{1100}',
            '\u{1161}',
            '\u{11a8}',
            '\u{212b}',
            '\u{37e}',
            '\u{387}',
            '\u{2000}',
            '\u{1d160}',
            '\u{fb1d}',
            '\u{0}',
            'é',
            '字',
            '😀',
            '\u{fe0f}',
        ]);
        prop_oneof![
            prop::collection::vec(odd, 0..40).prop_map(String::from_iter),
            any::<String>(),
        ]
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in odd_text()) {
            let once = cleaned(&text);
            prop_assert_eq!(cleaned(&once), once);
        }

        #[test]
        fn clean_text_is_one_line_without_outer_or_double_spaces(text in odd_text()) {
            let clean = cleaned(&text);
            prop_assert_eq!(clean.trim(), &clean);
            prop_assert!(!clean.contains("  "));
            prop_assert!(!clean.chars().any(|c| c.is_control() || (c.is_whitespace() && c != ' ')));
            prop_assert!(unicode_normalization::is_nfc(&clean));
        }

        #[test]
        fn where_the_source_is_cut_into_pieces_makes_no_difference(
            pieces in prop::collection::vec(odd_text(), 0..6),
        ) {
            let mut out = String::new();
            let mut cleaner = Cleaner::new(&mut out);
            for piece in &pieces {
                cleaner.push(piece);
            }
            cleaner.finish();
            prop_assert_eq!(out, cleaned(&pieces.concat()));
        }
    }
}
