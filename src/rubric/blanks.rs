//! The blanks of a model sentence: what differs from company to company, in square brackets.

/// The longest blank, in characters; a longer bracket is an aside of its author.
const LONGEST: usize = 60;

/// What stands in square brackets in `model`, in order: `legal name` in "made by [legal name]".
///
/// A bracket that is not closed, or holds another, a line's end or more than a few words, is no blank.
pub fn blanks_of(model: &str) -> impl Iterator<Item = &str> {
    model.split('[').skip(1).filter_map(|rest| {
        let (blank, _) = rest.split_once(']')?;
        let is_blank = !blank.trim().is_empty()
            && !blank.contains('\n')
            && blank.chars().nth(LONGEST).is_none();
        is_blank.then_some(blank)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_filled_in_is_told_in_order() {
        let blanks: Vec<&str> =
            blanks_of("[legal name] employs [number] people [in [place] and [ ] open [").collect();

        assert_eq!(blanks, ["legal name", "number", "place"]);
    }
}
