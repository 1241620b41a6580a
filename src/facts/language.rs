//! The language that most of the text is written in, and the passages in another.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::Serialize;
use whatlang::Lang;

use crate::document::Document;
use crate::document::Notice;
use crate::document::Span;
use crate::document::word_count;

/// A shorter block says too little: names and headings look like any language.
const SHORTEST_BLOCK: usize = 200;

/// How much of one block is looked at, in bytes: more changes nothing.
const ENOUGH_OF_A_BLOCK: usize = 1_000;

/// Words that stand in every English paragraph and hardly in one of another language.
const ENGLISH: [&str; 9] = [
    "the", "and", "our", "of", "to", "with", "for", "that", "which",
];

/// The share of such words, in percent, from which on a paragraph is English without a closer look.
const SHARE_OF_ENGLISH: usize = 12;

/// Passages with fewer words are not told of: a quotation, a name of a law.
const FEWEST_TOLD: usize = 40;

/// Consecutive blocks in a language other than that of most of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignPassage {
    /// From the first block to the last.
    pub span: Span,
    /// The blocks.
    pub blocks: Range<u32>,
    /// The language, ISO 639-1.
    pub language: String,
    /// How many words it has.
    pub words: usize,
}

/// The languages of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Languages {
    /// That of most of the text, ISO 639-1.
    pub main: Option<String>,
    /// The passages in others, in the order of the text.
    pub passages: Vec<ForeignPassage>,
}

/// The languages of `document`: that of most of its text, by the bytes of its longer blocks; where all blocks are
/// short, of the text taken together; else what the file declares. Short blocks go with those around them.
#[must_use]
pub fn languages_of(document: &Document) -> Languages {
    let detected: Vec<Option<&'static str>> = document
        .blocks
        .iter()
        .map(|block| of_words(document.words_at(block.span)))
        .collect();
    let mut weights: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (block, language) in document.blocks.iter().zip(&detected) {
        if let Some(code) = language {
            *weights.entry(code).or_default() += document.words_at(block.span).len();
        }
    }
    let most = weights
        .into_iter()
        .max_by_key(|(code, weight)| (*weight, std::cmp::Reverse(*code)))
        .map(|(code, _)| code);
    let Some(main) = most else {
        return Languages {
            main: of_short_blocks(document).or_else(|| declared(document)),
            passages: Vec::new(),
        };
    };
    Languages {
        main: Some(main.to_owned()),
        passages: passages_in(document, &detected, main),
    }
}

/// The language of one block, where it is long enough to tell.
fn of_words(words: &str) -> Option<&'static str> {
    if words.len() < SHORTEST_BLOCK {
        return None;
    }
    let end = super::reading::floor_boundary(words, ENOUGH_OF_A_BLOCK);
    let words = words.get(..end).unwrap_or(words);
    if is_plainly_english(words) {
        return Some("en");
    }
    detected(words)
}

/// Whether `words` need no closer look, which takes a hundred times as long.
fn is_plainly_english(words: &str) -> bool {
    let (mut all, mut english) = (0usize, 0usize);
    for word in words.split_ascii_whitespace() {
        all += 1;
        english += usize::from(ENGLISH.contains(&word));
    }
    english * 100 >= all * SHARE_OF_ENGLISH
}

fn of_short_blocks(document: &Document) -> Option<String> {
    if document.text.len() < SHORTEST_BLOCK {
        return None;
    }
    let end = super::reading::floor_boundary(&document.text, ENOUGH_OF_A_BLOCK * 4);
    document
        .text
        .get(..end)
        .and_then(detected)
        .map(str::to_owned)
}

/// Runs of blocks in one language other than `main`, with the short blocks between them.
fn passages_in(
    document: &Document,
    detected: &[Option<&'static str>],
    main: &str,
) -> Vec<ForeignPassage> {
    let mut passages: Vec<(Range<usize>, &str)> = Vec::new();
    // Whether nothing in another language came since the last passage.
    let mut open = false;
    for (place, language) in detected.iter().enumerate() {
        let Some(language) = *language else { continue };
        match passages.last_mut() {
            _ if language == main => open = false,
            Some((range, last)) if open && *last == language => range.end = place + 1,
            _ => {
                passages.push((place..place + 1, language));
                open = true;
            }
        }
    }
    passages
        .into_iter()
        .filter_map(|(range, language)| {
            let first = document.blocks.get(range.start)?;
            let last = document.blocks.get(range.end - 1)?;
            let span = Span::new(first.span.start as usize, last.span.end as usize);
            Some(ForeignPassage {
                span,
                blocks: u32::try_from(range.start).ok()?..u32::try_from(range.end).ok()?,
                language: language.to_owned(),
                words: word_count(document.words_at(span)),
            })
        })
        .collect()
}

/// What is told of the language other than `main` in which most words are.
pub(super) fn on_languages(document: &Document, languages: &Languages) -> Option<Notice> {
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    for passage in &languages.passages {
        *words.entry(&passage.language).or_default() += passage.words;
    }
    let (language, words) = words
        .into_iter()
        .max_by_key(|(language, words)| (*words, std::cmp::Reverse(*language)))?;
    if words < FEWEST_TOLD {
        return None;
    }
    let mut own = languages
        .passages
        .iter()
        .filter(|passage| passage.language == language);
    let page = |offset| document.page_at(offset);
    let pages = match (own.next(), own.next_back()) {
        (Some(first), last) => {
            page(first.span.start).zip(page(last.unwrap_or(first).span.end.saturating_sub(1)))
        }
        _ => None,
    };
    let at = match pages {
        Some((first, last)) if first < last => format!(" (pages {first} to {last})"),
        Some((first, _)) => format!(" (page {first})"),
        None => String::new(),
    };
    let main = languages.main.as_deref().unwrap_or_default();
    Some(Notice::new(
        "other-language",
        format!(
            "{words} words are in {}{at}, most of the text is in {}; a rubric finds evidence only in the languages that it reads",
            name_of(language),
            name_of(main),
        ),
    ))
}

/// The English name of a language by its code.
fn name_of(code: &str) -> &str {
    Lang::all()
        .iter()
        .find(|language| code_of(**language) == Some(code))
        .map_or(code, |language| language.eng_name())
}

fn detected(words: &str) -> Option<&'static str> {
    let found = whatlang::detect(words)?;
    found.is_reliable().then(|| code_of(found.lang())).flatten()
}

fn declared(document: &Document) -> Option<String> {
    let tag = document.metadata.language.as_deref()?;
    let code = tag.split(['-', '_']).next()?.trim().to_lowercase();
    (code.len() == 2 && code.chars().all(|c| c.is_ascii_lowercase())).then_some(code)
}

/// The ISO 639-1 code; none for languages in which no Act of ours has statements.
fn code_of(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Nob => "no",
        Lang::Fin => "fi",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Bul => "bg",
        Lang::Hrv => "hr",
        Lang::Slv => "sl",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Cat => "ca",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Ind => "id",
        Lang::Tgl => "tl",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Urd => "ur",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::document::BlockKind;
    use crate::document::Builder;

    use super::*;

    fn document(blocks: &[&str]) -> Document {
        let mut builder = Builder::new("text");
        for block in blocks {
            builder.plain(BlockKind::Paragraph, block);
        }
        builder.finish()
    }

    const SAID: &str = "We buy uniforms from four makers in Portugal and visited all of them in the year. At one of them \
        we found that workers had paid a fee to an agent, and the maker has since repaid what they had lost to that agent.";
    const FRENCH: &str = "Nous achetons nos uniformes auprès de quatre fabricants au Portugal et nous les avons tous visités pendant \
        l'année. Chez l'un d'eux, des travailleurs avaient payé des frais à un agent, et le fabricant les a depuis remboursés.";

    fn language_of(document: &Document) -> Option<String> {
        languages_of(document).main
    }

    #[test]
    fn passages_in_another_language_are_found_with_the_short_blocks_between_them() {
        let document = document(&[
            SAID,
            FRENCH,
            "Formation",
            FRENCH,
            "Training",
            SAID,
            SAID,
            FRENCH,
            SAID,
        ]);
        let languages = languages_of(&document);
        let blocks: Vec<_> = languages
            .passages
            .iter()
            .map(|passage| (passage.blocks.clone(), passage.language.as_str()))
            .collect();

        assert_eq!(languages.main.as_deref(), Some("en"));
        assert_eq!(blocks, [(1..4, "fr"), (7..8, "fr")]);
        let told = on_languages(&document, &languages).expect("a notice");
        assert!(
            told.message.starts_with("112 words are in French, most"),
            "{}",
            told.message
        );
    }

    #[test]
    fn a_text_in_one_language_tells_nothing() {
        let document = document(&[SAID, "Sentence", SAID]);

        assert_eq!(on_languages(&document, &languages_of(&document)), None);
    }

    #[test]
    fn the_quick_look_knows_english_and_takes_nothing_else_for_it() {
        let dutch = "Wij kopen onze uniformen van vier makers in Portugal en wij hebben in het jaar alle vier bezocht, \
            of iemand anders deed het, en voor that bedrag to of the.";

        assert!(is_plainly_english(SAID));
        assert!(!is_plainly_english(FRENCH));
        assert!(!is_plainly_english(&dutch[..100]));
    }

    #[test]
    fn the_language_of_most_of_the_text_wins() {
        assert_eq!(
            language_of(&document(&[SAID, SAID, FRENCH])).as_deref(),
            Some("en")
        );
        assert_eq!(
            language_of(&document(&[FRENCH, FRENCH, SAID])).as_deref(),
            Some("fr")
        );
    }

    #[test]
    fn a_short_text_falls_back_to_what_the_file_declares() {
        let mut builder = Builder::new("html");
        builder.plain(BlockKind::Paragraph, "Holm plc");
        builder.metadata().language = Some("en-GB".to_owned());

        assert_eq!(language_of(&builder.finish()).as_deref(), Some("en"));
        assert_eq!(language_of(&document(&["Holm plc"])), None);
    }
}
