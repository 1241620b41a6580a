//! How two spellings of a company's name, or of its number, are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Legal forms at the end of a name: written in many ways, and often left out.
const FORMS: &[&str] = &[
    "limited",
    "ltd",
    "plc",
    "llp",
    "lp",
    "incorporated",
    "inc",
    "corporation",
    "corp",
    "company",
    "co",
    "pty",
    "pte",
    "proprietary",
    "gmbh",
    "sa",
    "nv",
    "bv",
    "ag",
    "se",
    "cic",
    "cio",
];

/// A name in small letters without marks, punctuation, the legal form at its end and the article before it: words parted
/// by one space.
#[must_use]
pub fn normalised(name: &str) -> String {
    let small: String = name
        .nfkd()
        .filter(|sign| !is_combining_mark(*sign))
        .collect::<String>()
        .to_lowercase()
        .replace(['\'', '’', '.'], "")
        .replace('&', " and ");
    let mut words: Vec<&str> = small
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "and")
        .collect();
    if words.len() > 1 && words.first() == Some(&"the") {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|last| FORMS.contains(last)) {
        words.pop();
    }
    words.join(" ")
}

/// A registered number without spaces, in capitals, padded to the eight characters of Companies House where it is a bare
/// number; empty where there is none.
#[must_use]
pub fn normalised_number(number: &str) -> String {
    let bare: String = number
        .chars()
        .filter(|sign| sign.is_ascii_alphanumeric())
        .collect::<String>()
        .to_ascii_uppercase();
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    if digits == 0 {
        return String::new();
    }
    if digits == bare.len() && bare.len() < 8 {
        return format!("{bare:0>8}");
    }
    bare
}

/// How alike two normalised names are, 0 to 1: of the similarity of their letters (Jaro and Winkler) and of their words
/// (Dice) the mean, so that neither a shared beginning nor a shared word alone is enough.
#[must_use]
pub fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let letters = strsim::jaro_winkler(one, other);
    let (ones, others): (Vec<&str>, Vec<&str>) =
        (one.split(' ').collect(), other.split(' ').collect());
    let mut left = others.clone();
    let mut shared = 0_u32;
    for word in &ones {
        // A slip of the pen in a long word is the same word.
        let same = left.iter().position(|candidate| {
            candidate == word
                || (word.len() >= 5
                    && strsim::normalized_damerau_levenshtein(word, candidate) >= 0.8)
        });
        if let Some(place) = same {
            left.remove(place);
            shared += 1;
        }
    }
    let words = 2.0 * f64::from(shared) / (ones.len() + others.len()) as f64;
    (letters + words) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one() {
        for (one, other) in [
            ("Northbank Foods Limited", "NORTHBANK FOODS LTD."),
            ("Marks & Moor plc", "Marks and Moor PLC"),
            ("The Old Mill Company Ltd", "Old Mill"),
            ("Café Müller GmbH", "Cafe Muller"),
            ("Smith’s Crisps (UK) Ltd", "SMITHS CRISPS UK"),
        ] {
            assert_eq!(normalised(one), normalised(other));
        }
        assert_ne!(
            normalised("Skerrow Group plc"),
            normalised("Skerrow Holdings plc")
        );
        // A name that is nothing but a form stays one.
        assert_eq!(normalised("Company Limited"), "company");
    }

    #[test]
    fn numbers_are_padded_as_companies_house_writes_them() {
        assert_eq!(normalised_number(" 1234567 "), "01234567");
        assert_eq!(normalised_number("sc 123456"), "SC123456");
        assert_eq!(normalised_number("12 345 678 901"), "12345678901");
        assert_eq!(normalised_number("n/a"), "");
    }

    #[test]
    fn likeness_needs_letters_and_words() {
        let like = |one: &str, other: &str| likeness(&normalised(one), &normalised(other));

        assert!(like("Northbank Foods Ltd", "Northbnak Foods Limited") > 0.92);
        assert!(like("Northbank Foods Ltd", "Northbank Farms Ltd") < 0.85);
        assert!(like("Skerrow Building Group", "Skerrow Building Group Holdings") < 0.95);
        assert!(like("Moor plc", "Alone plc") < 0.6);
    }
}
