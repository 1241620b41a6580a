//! Legal names in a text: capitalised words up to a legal suffix, or the name of an institution.

use std::ops::Range;
use std::sync::LazyLock;

use crate::lexicon::Search;
use crate::lexicon::list;

use super::pattern::pattern;
use super::reading::ceil_boundary;
use super::reading::floor_boundary;

/// How many mentions of legal names are weighed; group statements list hundreds of companies.
pub(super) const MOST_MENTIONS: usize = 4_000;

/// A name without what writers vary: case, "The", full stops, "Limited" for "Ltd".
pub(super) fn key_of(name: &str) -> String {
    let lower = name.to_lowercase().replace(['.', ','], "");
    let lower = lower.strip_prefix("the ").unwrap_or(&lower);
    let words: Vec<&str> = lower
        .split_whitespace()
        .map(|word| match word {
            "ltd" => "limited",
            "corp" => "corporation",
            "incorporated" => "inc",
            other => other,
        })
        .collect();
    words.join(" ")
}

/// A name without what spellings of one name vary: case, signs and spaces, "The" in front, "Limited" for "Ltd",
/// "Company" for "Co" and "and" for "&".
#[must_use]
pub fn folded_name(name: &str) -> String {
    name.to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .enumerate()
        .map(|(place, word)| match word {
            "the" if place == 0 => "",
            "limited" => "ltd",
            "company" => "co",
            "and" => "",
            other => other,
        })
        .collect()
}

/// Whether two spellings are of one name; see [`folded_name`].
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    folded_name(one) == folded_name(other)
}

/// The legal names in `text`, as ranges in bytes, in order.
///
/// Names are looked for only where a suffix or a word of institutions stands, since looking for capitalised words
/// everywhere would cost more than all other facts together.
#[must_use]
pub fn legal_names_in(text: &str) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    for part in parts_with_names(text) {
        let Some(words) = text.get(part.clone()) else {
            continue;
        };
        let found = LEGAL_NAME.find_iter(words).map(|found| found.range());
        names.extend(
            found.filter_map(|found| {
                trimmed(text, part.start + found.start..part.start + found.end)
            }),
        );
    }
    names
}

/// The parts of `text` around the words that names end or begin with, joined where they touch.
fn parts_with_names(text: &str) -> Vec<Range<usize>> {
    /// The longest name, in bytes, before its suffix and, for "University of …", after its first word.
    const LONGEST: usize = 160;
    let mut parts: Vec<Range<usize>> = Vec::new();
    for word in NAME_WORD.find_iter(text) {
        let start = ceil_boundary(text, word.start().saturating_sub(LONGEST));
        // Not from within a word: what is left of it might look like a name's first one.
        let inside = text.get(start..word.start()).unwrap_or_default();
        let start = match start {
            0 => 0,
            start => start + inside.find(char::is_whitespace).unwrap_or(inside.len()),
        };
        let end = floor_boundary(text, word.end() + LONGEST);
        match parts.last_mut() {
            Some(last) if start <= last.end => last.end = end.max(last.end),
            _ => parts.push(start..end),
        }
    }
    parts
}

/// Cuts words off the front that belong to the sentence: "Boards of Directors of", "For", "Signed".
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let mut start = range.start;
    loop {
        let rest = text.get(start..range.end)?;
        let Some(lead) = LEAD.find(rest) else { break };
        start += lead.end();
    }
    // A full stop at the end of a block is the sentence's, not the name's.
    let ends = text.get(range.end..)?;
    let full_stop = text.get(start..range.end)?.ends_with("td.")
        || text.get(start..range.end)?.ends_with("nc.");
    let end = match full_stop && (ends.is_empty() || ends.starts_with('\n')) {
        true => range.end - 1,
        false => range.end,
    };
    let name = text.get(start..end)?;
    // A suffix alone, or a general word before it, is nobody's name.
    let proper = name.split_whitespace().count() >= 2 && !GENERAL.is_match(name);
    proper.then_some(start..end)
}

fn suffixes() -> String {
    let mut entries: Vec<&str> = list("legal-suffixes")
        .map(|list| list.entries.iter().map(String::as_str).collect())
        .unwrap_or_default();
    entries.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    // Short suffixes that are words as well count only in capitals: "AS", "SE", "AG".
    let escaped: Vec<String> = entries
        .iter()
        .map(|entry| {
            let ends = if entry.ends_with('.') { "" } else { r"\b" };
            match *entry {
                "as" | "se" | "ag" | "ab" | "sa" | "kg" | "spa" | "nv" | "bv" | "lp" | "cio"
                | "oy" => {
                    format!("(?-i:{}){ends}", entry.to_uppercase())
                }
                other => format!("{}{ends}", regex::escape(other)),
            }
        })
        .collect();
    escaped.join("|")
}

/// Capitalised words up to a legal suffix, or the name of an institution.
static LEGAL_NAME: LazyLock<Search> = LazyLock::new(|| {
    // Latin letters: the class of all letters, ten times over, would make an automaton that never fits its cache.
    let word = r"[A-Z0-9\u{C0}-\u{DE}][A-Za-z0-9\u{C0}-\u{24F}&'’./+-]*";
    let joined = format!(
        r"(?:{word}|\([A-Z][A-Za-z\u{{C0}}-\u{{24F}} &.-]*\)|&|\+|of|and|for|the|de|du|des|la|in|on)"
    );
    Search::new(format!(
        r"\b(?:{word}(?: {joined}){{0,9}}?,? (?i:{suffixes})(?: \(?(?i:{suffixes})\)?)?|(?:The )?(?:University|College|Institute|Royal College|Bank|Archdiocese|Diocese|City) of (?:the )?{word}(?: {word}){{0,3}}|(?:The )?{word}(?: (?:{word}|of|and|&|the)){{0,5}}? (?:{institutions})\b)",
        suffixes = suffixes(),
        institutions = institutions(),
    ))
});

/// The words that names of institutions end with, the longest first.
fn institutions() -> String {
    let mut entries: Vec<String> = list("institutions")
        .map(|list| list.entries.clone())
        .unwrap_or_default();
    entries.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    let titled: Vec<String> = entries.iter().map(|entry| title_case(entry)).collect();
    titled.join("|")
}

/// A word by which a name can be told.
static NAME_WORD: LazyLock<Search> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:(?i:{})|(?:{})\b|(?:University|College|Institute|Bank|Archdiocese|Diocese|City) of\b)",
        suffixes(),
        institutions()
    ))
});

fn title_case(entry: &str) -> String {
    let words: Vec<String> = entry
        .split(' ')
        .map(|word| {
            if word == "nhs" {
                return "NHS".to_owned();
            }
            let mut characters = word.chars();
            characters
                .next()
                .map(|first| first.to_uppercase().chain(characters).collect())
                .unwrap_or_default()
        })
        .collect();
    words.join(" ")
}

/// Words of the sentence that look like a name's first word.
static LEAD: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"^(?i:(?:(?:the )?(?:boards? of (?:directors|trustees)|directors|trustees|members|council|governing body) of(?: the)?|boards?|directors|trustees|members|council|governors|partners|statement|report|disclosure|introduction|scope|for|by|of|at|in|on|and|from|with|to|as|behalf|signed|approved|director|chair|chairman|chairwoman|chief executive(?: officer)?|officer|ceo|president|secretary|managing|general counsel|modern slavery(?: and human trafficking)?(?: act)?(?: transparency)?(?: statement)?|slavery|human trafficking|anti-slavery|this|these|our|we|both|all|each|about|at|when|where|while|if|both|copyright|group|company|date[d]?|entity|entities|name|policy|year|the company|january|february|march|april|may|june|july|august|september|october|november|december|[0-9]{1,4}|[A-Z]\.)\b[’':,.–-]* ?(?:s )?|(?:limited|plc|llp)\. )",
    )
});

/// Names that no single organisation bears.
pub(super) static GENERAL: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:the )?(?-i:[a-z]+ )?(?:(?:private|public|holding|parent|trading|a|each|any|our|this|your|subsidiary|listed|uk|australian|canadian|the|and|management|limited|human|modern slavery|supply chain|ethical trading|labour|gangmasters|anti-slavery|international|united nations|european|joint|corporate|principal|operating|affiliate|executive|national referral|fair work|home|local|trade|trades|living wage|responsible business) )?(?:company|companies|group|limited|ltd|trust|partnership|foundation|university|council|association|society|authority|bank|holdings|homes|housing|union|institution|institute|school|college|church|hospital|charity|corporation|initiative)\.?$|(?i)\b(?:slavery|trafficking|human rights|labour abuse authority|council of|trading initiative|helpline|walk free|walk free foundation|red cross|salvation army|united nations|labour organi[sz]ation|global compact|ombudsman|registry|stronger together|unseen|hope for justice)\b|^(?i:and|of|the|for|statement)\b.{0,12}$",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_the_same_and_two_names_are_not() {
        for other in [
            "NORTHBANK FOODS & DAIRY LTD.",
            "The Northbank Foods and Dairy Limited",
        ] {
            assert!(
                same_name("Northbank Foods & Dairy Limited", other),
                "{other}"
            );
        }
        assert!(!same_name("Northbank Foods Limited", "Northbank Foods plc"));
        assert!(!same_name("Northbank Foods Limited", "Holm Foods Limited"));
    }
}
