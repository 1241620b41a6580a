//! Words as typed in lists and phrases, turned into regular expressions on matching forms.

/// The phrase `words` as a regular expression on matching forms, without a group around it.
///
/// It matches whole words. A `*` at the end of a word stands for any ending; a space also matches a hyphen, and a
/// hyphen also a space or nothing (`sub-contractor` finds `subcontractor`).
#[must_use]
pub fn phrase_pattern(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 16);
    if let Some(first) = words.chars().next().filter(|&first| is_word(first)) {
        out.push_str(boundary(first));
    }
    let mut last = None;
    for character in words.chars() {
        match character {
            ' ' => out.push_str("[ -]"),
            '-' => out.push_str("[ -]?"),
            '*' => out.push_str(r"[0-9a-z_\x{80}-\x{10ffff}]*"),
            other => out.push_str(&regex_syntax::escape(other.encode_utf8(&mut [0; 4]))),
        }
        last = Some(character);
    }
    if let Some(last) = last.filter(|&last| is_word(last)) {
        out.push_str(boundary(last));
    }
    out
}

/// `entries` as one alternation, without a group around it: the longest first, so that `board of directors` wins over
/// `board`.
#[must_use]
pub(crate) fn alternation_of(entries: &[String]) -> String {
    let mut entries: Vec<&str> = entries.iter().map(String::as_str).collect();
    entries.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    let alternatives: Vec<String> = entries.into_iter().map(phrase_pattern).collect();
    alternatives.join("|")
}

fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// The ASCII boundary is the one that the fast engines take; next to other letters only the Unicode one is right.
fn boundary(beside: char) -> &'static str {
    if beside.is_ascii() {
        r"(?-u:\b)"
    } else {
        r"\b"
    }
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    fn found(words: &str, form: &str) -> bool {
        Regex::new(&phrase_pattern(words))
            .expect("every character is escaped")
            .is_match(form)
    }

    #[test]
    fn a_phrase_is_found_as_whole_words_only() {
        assert!(found("audit", "an audit of suppliers"));
        assert!(!found("audit", "our auditors"));
        assert!(!found("audit", "preaudit"));
    }

    #[test]
    fn a_star_stands_for_any_ending() {
        assert!(found("audit*", "our auditors"));
        assert!(found("train* of buyers", "training of buyers"));
        assert!(!found("train* of buyers", "training for buyers"));
    }

    #[test]
    fn spaces_and_hyphens_stand_in_for_each_other() {
        assert!(found("zero tolerance", "a zero-tolerance policy"));
        assert!(found("zero-tolerance", "zero tolerance"));
        assert!(found("sub-contractor*", "our subcontractors"));
        assert!(!found("zero tolerance", "zerotolerance"));
    }

    #[test]
    fn words_that_begin_with_letters_beyond_ascii_are_found() {
        assert!(found("åpenhetsloven", "etter åpenhetsloven § 5"));
        assert!(!found("åpen", "åpenhetsloven"));
    }

    #[test]
    fn signs_stand_for_themselves() {
        assert!(found("p.l.c.", "northbank p.l.c. is"));
        assert!(!found("p.l.c.", "northbank pxlxcx is"));
        assert!(found("£36m", "turnover of £36m"));
    }
}
