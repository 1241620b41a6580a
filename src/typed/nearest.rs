//! "Did you mean …?": the known word that a mistyped one is nearest to.

/// The one of `known` that a person who typed `typed` most likely meant; none where nothing is near.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    known
        .into_iter()
        .filter_map(|word| Some((distance(&typed, word)?, word)))
        .min()
        .map(|(_, word)| word)
}

/// How far `word` is from `typed` in edits; none where it is too far to be meant.
fn distance(typed: &str, word: &str) -> Option<usize> {
    let edits = strsim::osa_distance(typed, word);
    let allowed = typed.chars().count().max(word.chars().count()).div_ceil(3);
    if edits <= allowed.min(4) {
        return Some(edits);
    }
    // `msa` for `uk-msa`, `uk-msa-2015` for `uk-msa`: nearer than nothing, further than a slip of the finger.
    let part = typed.len().min(word.len()) >= 3 && (word.contains(typed) || typed.contains(word));
    part.then(|| 10 + word.len().abs_diff(typed.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_word_that_was_meant() {
        let known = ["au-msa", "ca-s211", "uk-msa"];

        assert_eq!(nearest("uk-mas", known), Some("uk-msa"));
        assert_eq!(nearest("UK-MSA", known), Some("uk-msa"));
        assert_eq!(nearest("uk-msa-2015", known), Some("uk-msa"));
        assert_eq!(nearest("carrots", known), None);
    }
}
