//! The language that most of the text is written in.

use std::collections::BTreeMap;

use whatlang::Lang;

use crate::document::Document;

/// A shorter block says too little: names and headings look like any language.
const SHORTEST_BLOCK: usize = 200;

/// How much of one block is looked at, in bytes: more changes nothing.
const ENOUGH_OF_A_BLOCK: usize = 1_000;

/// How much of the document is looked at, in bytes.
const ENOUGH: usize = 60_000;

/// The language of most of the text as ISO 639-1, by the bytes of its longer blocks; where all blocks are short, of
/// the text taken together; else what the file declares.
pub(super) fn language_of(document: &Document) -> Option<String> {
    let mut weights: BTreeMap<&'static str, usize> = BTreeMap::new();
    let blocks = long_blocks(document);
    let mut unseen: usize = blocks.iter().map(|words| words.len()).sum();
    for words in blocks {
        if let Some(code) = detected(words) {
            *weights.entry(code).or_default() += words.len();
        }
        unseen -= words.len();
        if is_decided(&weights, unseen) {
            break;
        }
    }
    if weights.is_empty() && document.text.len() >= SHORTEST_BLOCK {
        let end = super::reading::floor_boundary(&document.text, ENOUGH_OF_A_BLOCK * 4);
        if let Some(code) = document.text.get(..end).and_then(detected) {
            return Some(code.to_owned());
        }
    }
    weights
        .into_iter()
        .max_by_key(|(code, weight)| (*weight, std::cmp::Reverse(*code)))
        .map(|(code, _)| code.to_owned())
        .or_else(|| declared(document))
}

/// The beginnings of the blocks that say enough, up to as much as is looked at.
fn long_blocks(document: &Document) -> Vec<&str> {
    let mut seen = 0;
    let mut blocks = Vec::new();
    for block in &document.blocks {
        let words = document.words_at(block.span);
        if words.len() < SHORTEST_BLOCK {
            continue;
        }
        let end = super::reading::floor_boundary(words, ENOUGH_OF_A_BLOCK);
        let words = words.get(..end).unwrap_or(words);
        blocks.push(words);
        seen += words.len();
        if seen > ENOUGH {
            break;
        }
    }
    blocks
}

/// Whether no language can come before the first one any more, were it that of all of the `unseen` bytes.
fn is_decided(weights: &BTreeMap<&'static str, usize>, unseen: usize) -> bool {
    let mut sorted: Vec<usize> = weights.values().copied().collect();
    sorted.sort_unstable_by_key(|weight| std::cmp::Reverse(*weight));
    let first = sorted.first().copied().unwrap_or(0);
    let second = sorted.get(1).copied().unwrap_or(0);
    first > second + unseen
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

    const ENGLISH: &str = "We buy uniforms from four makers in Portugal and visited all of them in the year. At one of them \
        we found that workers had paid a fee to an agent, and the maker has since repaid what they had lost to that agent.";
    const FRENCH: &str = "Nous achetons nos uniformes auprès de quatre fabricants au Portugal et nous les avons tous visités pendant \
        l'année. Chez l'un d'eux, des travailleurs avaient payé des frais à un agent, et le fabricant les a depuis remboursés.";

    #[test]
    fn the_language_of_most_of_the_text_wins() {
        assert_eq!(
            language_of(&document(&[ENGLISH, ENGLISH, FRENCH])).as_deref(),
            Some("en")
        );
        assert_eq!(
            language_of(&document(&[FRENCH, FRENCH, ENGLISH])).as_deref(),
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
