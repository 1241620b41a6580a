//! The cues of language that every rubric shares: tense, denial, promise, place, number. Word lists are data, in
//! `rubrics/lexicon/`; `searches.rs` says how they are searched.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::LazyLock;

pub(super) use super::searches::Cue;
use super::searches::SEARCHES;
use super::searches::expanded;
use crate::lexicon::Groups;
use crate::lexicon::Matcher;
use crate::lexicon::Scratch;
use crate::lexicon::Search;
use crate::lexicon::alternation;

static REGEXES: LazyLock<Vec<Arc<Search>>> = LazyLock::new(|| {
    SEARCHES
        .iter()
        .map(|(_, search)| Arc::new(Search::new(expanded(search, alternation))))
        .collect()
});

static MATCHER: LazyLock<Matcher> = LazyLock::new(|| Matcher::new(REGEXES.clone()));

/// The cues of one text in matching form. Most are asked for of few texts only, and then searched.
#[derive(Debug, Clone)]
pub(super) struct Cues<'a> {
    /// The text.
    pub(super) form: &'a str,
    /// Cues that are there, as bits, as far as they were asked for.
    present: Cell<u32>,
    /// Cues of whose words some are there, and that were not asked for yet.
    possible: Cell<u32>,
}

impl<'a> Cues<'a> {
    /// Looks for all cues in `form`.
    pub(super) fn of(form: &'a str, scratch: &mut Scratch) -> Self {
        let (mut present, mut possible) = (0, 0);
        for &(pattern, certain) in MATCHER.candidates(form, scratch) {
            let bit = 1u32.checked_shl(pattern).unwrap_or(0);
            if certain {
                present |= bit;
            } else {
                possible |= bit;
            }
        }
        Self {
            form,
            present: Cell::new(present),
            possible: Cell::new(possible),
        }
    }

    /// Whether the search for `cue` finds anything, false friends included.
    pub(super) fn has(&self, cue: Cue) -> bool {
        let bit = 1 << place_of(cue);
        if self.possible.get() & bit != 0 {
            self.possible.set(self.possible.get() & !bit);
            let search = REGEXES.get(place_of(cue));
            if search.is_some_and(|search| search.is_match(self.form)) {
                self.present.set(self.present.get() | bit);
            }
        }
        self.present.get() & bit != 0
    }

    /// All matches of `cue`, in order.
    pub(super) fn matches(&self, cue: Cue) -> impl Iterator<Item = Groups<'static, 'a>> + use<'a> {
        let regex = self.has(cue).then(|| REGEXES.get(place_of(cue))).flatten();
        let form = self.form;
        regex
            .into_iter()
            .flat_map(move |search| search.groups_iter(form))
    }

    /// The first match of `cue` that is no false friend: start, end and words.
    pub(super) fn first_true(&self, cue: Cue) -> Option<(usize, &'a str)> {
        self.matches(cue)
            .find_map(|found| found.get(1))
            .map(|group| (group.start(), group.as_str()))
    }

    /// The first match of a `cue` without false friends.
    pub(super) fn first(&self, cue: Cue) -> Option<(usize, &'a str)> {
        self.matches(cue)
            .find_map(|found| found.get(0))
            .map(|whole| (whole.start(), whole.as_str()))
    }
}

fn place_of(cue: Cue) -> usize {
    cue as usize
}

/// The cues of `form`, with buffers of its own.
#[cfg(test)]
pub(super) fn cues_of(form: &str) -> Cues<'_> {
    Cues::of(form, &mut Scratch::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_stand_in_the_order_of_their_cues() {
        for (place, (cue, _)) in SEARCHES.iter().enumerate() {
            assert_eq!(place_of(*cue), place, "{cue:?}");
        }
        assert!(SEARCHES.len() <= 32, "one bit a cue");
    }

    #[test]
    fn no_search_runs_on_a_text_that_holds_none_of_its_words() {
        assert_eq!(MATCHER.unfiltered(), 1, "only digits can stand anywhere");
    }

    #[test]
    fn a_month_with_its_year_is_one_date() {
        let date = |form| cues_of(form).first(Cue::Date).map(|(_, words)| words);

        assert_eq!(date("repaid by march 2025"), Some("march 2025"));
        assert_eq!(date("on march 14, 2025"), Some("march 14, 2025"));
    }

    #[test]
    fn false_friends_are_no_cues() {
        assert_eq!(
            cues_of("we will not tolerate slavery").first_true(Cue::Future),
            None
        );
        assert_eq!(
            cues_of("we will train all buyers").first_true(Cue::Future),
            Some((3, "will"))
        );
    }
}
