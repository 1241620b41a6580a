//! The words that decide where a sentence of a company's report ends: abbreviations, and words that open one.

/// What an abbreviation says of the full stop behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Something always follows in the same sentence: "Mr.", "vs.".
    NeverLast,
    /// The sentence goes on if a number or a code follows: "No. 5", but "The answer is no. We".
    BeforeNumber,
    /// The sentence ends only before a word that often opens one: "Acme Ltd. We", but "Acme Ltd. Group".
    MayBeLast,
    /// The sentence ends before any capital letter: "etc. Suppliers".
    OftenLast,
}

const NEVER_LAST: &[&str] = &[
    "approx", "attn", "ca", "capt", "cf", "col", "dr", "e.g", "eg", "esp", "excl", "fr", "gen",
    "gov", "hon", "i.e", "ie", "incl", "lt", "messrs", "mr", "mrs", "ms", "mt", "mx", "prof",
    "rev", "sgt", "v", "viz", "vs",
];

const BEFORE_NUMBER: &[&str] = &[
    "app", "art", "arts", "cap", "ch", "chap", "cl", "fig", "figs", "fn", "no", "nos", "nr", "p",
    "par", "para", "paras", "pars", "pp", "pt", "ref", "reg", "regs", "rs", "s", "sch", "sec",
    "sect", "ss", "tab", "tel", "vol", "vols", "c", "r", "ext", "est", "fax", "min", "max", "avg",
];

const MAY_BE_LAST: &[&str] = &[
    "al", "admin", "apr", "assn", "assoc", "asst", "aug", "ave", "bhd", "bldg", "blvd", "bros",
    "cie", "co", "corp", "cos", "ctr", "dec", "dept", "dir", "div", "esq", "feb", "fri", "govt",
    "hrs", "inc", "inst", "int", "intl", "jan", "jnr", "jr", "jul", "jun", "llc", "llp", "lp",
    "ltd", "ltda", "ltée", "mar", "mfg", "mgmt", "mgr", "mins", "mon", "mtg", "natl", "nov", "oct",
    "org", "plc", "pte", "pty", "pvt", "rd", "sat", "sdn", "sep", "sept", "snr", "sq", "sr", "st",
    "sun", "supp", "thu", "thur", "thurs", "tue", "tues", "univ", "wed", "yr", "yrs",
];

const OFTEN_LAST: &[&str] = &["etc"];

/// What kind of abbreviation `word` is, without its last stop; none where it is an ordinary word.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    // "and/or etc", "(Ltd", "Co.Ltd": the last part decides.
    let last = word
        .rsplit(['/', '(', '-', '‑', '“', '"', ',', '.'])
        .next()
        .unwrap_or(word);
    if last.is_empty() || last.len() > 8 {
        return None;
    }
    let small = last.to_lowercase();
    let small = small.as_str();
    // "mar", "sun", "sat", "no" in small letters are words of their own.
    let capital = last.starts_with(char::is_uppercase);
    if matches!(
        small,
        "mar"
            | "sun"
            | "sat"
            | "wed"
            | "jan"
            | "dec"
            | "mon"
            | "fri"
            | "gen"
            | "col"
            | "ms"
            | "dir"
            | "int"
            | "org"
            | "ave"
            | "div"
            | "mt"
            | "fr"
            | "lt"
            | "hon"
            | "gov"
    ) && !capital
    {
        return None;
    }
    if OFTEN_LAST.contains(&small) {
        Some(Abbreviation::OftenLast)
    } else if NEVER_LAST.contains(&small) {
        Some(Abbreviation::NeverLast)
    } else if BEFORE_NUMBER.contains(&small) {
        Some(Abbreviation::BeforeNumber)
    } else if MAY_BE_LAST.contains(&small) {
        Some(Abbreviation::MayBeLast)
    } else {
        None
    }
}

const OPENERS: &[&str] = &[
    "a",
    "accordingly",
    "additionally",
    "after",
    "all",
    "also",
    "although",
    "an",
    "any",
    "approved",
    "as",
    "at",
    "because",
    "before",
    "both",
    "by",
    "consequently",
    "dated",
    "despite",
    "during",
    "each",
    "every",
    "finally",
    "first",
    "firstly",
    "following",
    "for",
    "from",
    "further",
    "furthermore",
    "given",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "internally",
    "it",
    "its",
    "last",
    "many",
    "moreover",
    "most",
    "my",
    "neither",
    "nevertheless",
    "no",
    "none",
    "on",
    "once",
    "other",
    "our",
    "ours",
    "over",
    "please",
    "prior",
    "secondly",
    "several",
    "she",
    "signed",
    "similarly",
    "since",
    "so",
    "some",
    "such",
    "that",
    "the",
    "their",
    "there",
    "therefore",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "throughout",
    "thus",
    "to",
    "together",
    "under",
    "unless",
    "until",
    "upon",
    "we",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "whilst",
    "who",
    "with",
    "within",
    "without",
    "you",
    "your",
];

/// Whether `word` often opens a sentence and seldom stands within a name.
pub(super) fn opens_sentence(word: &str) -> bool {
    // All capitals may be an acronym ("IT", "US"), so only words of three letters and more count so.
    let capital = word.starts_with(char::is_uppercase);
    let shouted = word.len() > 1 && !word.chars().any(char::is_lowercase);
    if !capital || word.len() > 14 || (shouted && (word.len() < 3 && !matches!(word, "WE"))) {
        return false;
    }
    OPENERS
        .binary_search(&word.to_ascii_lowercase().as_str())
        .is_ok()
}

const OPENERS_BEFORE_VERB: &[&str] = &[
    "audits",
    "colleagues",
    "compliance",
    "contractors",
    "customers",
    "directors",
    "employees",
    "failure",
    "management",
    "managers",
    "members",
    "new",
    "operations",
    "people",
    "policies",
    "procurement",
    "responsibility",
    "risks",
    "senior",
    "staff",
    "suppliers",
    "training",
    "workers",
];

/// Whether `word` opens a sentence if a word in small letters comes after it: "Suppliers must", "Staff are".
pub(super) fn opens_sentence_before_verb(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.len() <= 14
        && OPENERS_BEFORE_VERB
            .binary_search(&word.to_ascii_lowercase().as_str())
            .is_ok()
}

/// Whether `word` comes before a letter that ends there: "Appendix A.", "Plan B.".
pub(super) fn is_code_before_letter(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "annex"
            | "appendix"
            | "category"
            | "class"
            | "clause"
            | "exhibit"
            | "figure"
            | "grade"
            | "group"
            | "level"
            | "option"
            | "part"
            | "phase"
            | "plan"
            | "schedule"
            | "scope"
            | "section"
            | "table"
            | "tier"
            | "type"
            | "vitamin"
            | "zone"
    )
}

/// The names of the months, in small letters.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether `word` is the name of a month, written out or cut short.
pub(super) fn is_month(word: &str) -> bool {
    let small = word.trim_end_matches('.').to_ascii_lowercase();
    small.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&small))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_are_searched_by_halves_are_sorted() {
        assert!(OPENERS.is_sorted());
        assert!(OPENERS_BEFORE_VERB.is_sorted());
    }
}
