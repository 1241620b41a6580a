//! Patterns on words: phrases and regular expressions, in the small notation of rubric files.
//!
//! Both become one regular expression on the matching form of a text, where letters are lower case, white space is
//! one space, and quotes and dashes are plain. So a pattern never needs to care for case or typography, and the
//! engine never for how it was typed. `docs/rubrics.md` has the notation for authors.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::LazyLock;

use regex::Regex;
use regex::RegexBuilder;

use super::notation;
use super::notation::Mistake;
use super::notation::Translated;
use crate::lexicon::Search;

/// One pattern and the words that a person typed for it.
///
/// It is matched against the *matching form* of a text: lower case, typographic quotes and dashes made plain,
/// white space folded ([`crate::lexicon::matching_form`]).
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As it stands in the file.
    pub typed: String,
    /// Made to be searched in a matching form.
    pub search: Arc<Search>,
    /// Names of the word lists that it stands on.
    lists: BTreeSet<String>,
}

/// Whose patterns are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Author {
    /// Ours: tests have compiled them, and no run does it again before it needs them.
    Ours,
    /// A user's: each is compiled, so that its mistakes are told.
    User,
}

impl Pattern {
    /// The longest pattern that may be typed, in bytes.
    const TYPED_MAX: usize = 2_000;
    /// The largest compiled pattern, in bytes.
    const COMPILED_MAX: usize = 4 << 20;

    /// A phrase: whole words, a trailing `*` for any ending, spaces that also match hyphens.
    pub(super) fn phrase(typed: &str, author: Author) -> Result<Self, Mistake> {
        Self::translated(typed, notation::phrase(typed)?, author)
    }

    /// A heading: see [`notation::heading`].
    pub(super) fn heading(typed: &str, author: Author) -> Result<Self, Mistake> {
        Self::translated(typed, notation::heading(typed)?, author)
    }

    /// A regular expression in which `{name}` stands for a word list and `{~8}` for up to 8 words.
    pub(super) fn regular_expression(typed: &str, author: Author) -> Result<Self, Mistake> {
        Self::translated(typed, notation::expression(typed)?, author)
    }

    /// Whether it matches anywhere in `form`, a text in matching form.
    #[must_use]
    pub fn is_match(&self, form: &str) -> bool {
        self.search.is_match(form)
    }

    /// Names of the word lists that it stands on, in order.
    pub(super) fn lists(&self) -> impl Iterator<Item = &str> {
        self.lists.iter().map(String::as_str)
    }

    fn translated(typed: &str, translated: Translated, author: Author) -> Result<Self, Mistake> {
        let Translated { source, lists } = translated;
        if author == Author::User {
            Self::check(typed, &source)?;
        }
        Ok(Self {
            typed: typed.to_owned(),
            search: Arc::new(Search::new(source)),
            lists,
        })
    }

    fn check(typed: &str, source: &str) -> Result<(), Mistake> {
        if typed.len() > Self::TYPED_MAX {
            return Err(Mistake {
                message: format!("the pattern is longer than {} characters", Self::TYPED_MAX),
                help: "split it into several patterns: any one of them is enough".to_owned(),
            });
        }
        let regex = RegexBuilder::new(source)
            .size_limit(Self::COMPILED_MAX)
            .nest_limit(60)
            .build()
            .map_err(|error| mistake_of(&error))?;
        if regex.is_match("") {
            return Err(Mistake {
                message: "the pattern matches the empty text, and so every sentence".to_owned(),
                help: "make at least one word of it required".to_owned(),
            });
        }
        Ok(())
    }
}

/// What the crate `regex` says about a pattern, in one line.
fn mistake_of(error: &regex::Error) -> Mistake {
    static REASON: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^error: (.+)$").expect("a fixed pattern"));
    match error {
        regex::Error::CompiledTooBig(_) => Mistake {
            message: "the pattern is too large when compiled".to_owned(),
            help: "use smaller numbers of repetitions, or fewer word lists in one pattern"
                .to_owned(),
        },
        other => {
            let whole = other.to_string();
            let reason = REASON
                .captures(&whole)
                .and_then(|found| found.get(1))
                .map_or(whole.as_str(), |reason| reason.as_str());
            Mistake {
                message: format!("the regular expression does not compile: {reason}"),
                help: "a sign with a meaning of its own, such as `(`, `[`, `+` or `?`, stands for itself after `\\`"
                    .to_owned(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::matching_form;

    fn phrase_finds(typed: &str, text: &str) -> bool {
        Pattern::phrase(typed, Author::User)
            .expect("a valid phrase")
            .is_match(&matching_form(text))
    }

    fn expression_finds(typed: &str, text: &str) -> bool {
        Pattern::regular_expression(typed, Author::User)
            .expect("a valid expression")
            .is_match(&matching_form(text))
    }

    #[test]
    fn a_phrase_finds_its_words_in_any_case_and_typography() {
        assert!(phrase_finds(
            "Modern Slavery Act",
            "the MODERN\u{a0}SLAVERY ACT 2015"
        ));
        assert!(phrase_finds("supplier’s audit*", "our supplier's audits"));
        assert!(phrase_finds(
            "zero tolerance",
            "a zero\u{2011}tolerance approach"
        ));
        assert!(!phrase_finds("audit", "our auditor"));
    }

    #[test]
    fn a_gap_skips_up_to_so_many_words_and_the_signs_between_them() {
        assert!(phrase_finds(
            "risk {~3} suppliers",
            "risk, among our new suppliers"
        ));
        assert!(phrase_finds("risk {~3} suppliers", "risk suppliers"));
        assert!(!phrase_finds(
            "risk {~3} suppliers",
            "risk to any of our new suppliers"
        ));
        assert!(expression_finds(
            r"risk{~3}suppliers?\b",
            "risk for each supplier"
        ));
        assert!(expression_finds(r"risk {~3} suppliers?\b", "risk supplier"));
        assert!(!expression_finds(r"\brisk{~3}suppliers?\b", "risksupplier"));
    }

    #[test]
    fn a_heading_is_a_whole_one_or_a_part_of_one() {
        let finds = |typed: &str, heading: &str| {
            Pattern::heading(typed, Author::User)
                .expect("a valid heading")
                .is_match(&matching_form(heading))
        };

        assert!(finds("training", "Training"));
        assert!(finds("training", "4.2 Our training"));
        assert!(finds(
            "supply chains",
            "Structure, business and supply chains"
        ));
        assert!(finds("risk assessment", "5 Risk assessment"));
        assert!(finds("risk*", "Risks of modern slavery"));
        assert!(finds(
            "*carry a risk",
            "5. Parts of the business that carry a risk"
        ));
        assert!(!finds("training", "Training providers that we recommend"));
        assert!(!finds("risk", "Climate risk"));
    }

    #[test]
    fn a_list_stands_for_any_of_its_entries() {
        assert!(phrase_finds(
            "ended 31 {month-names}",
            "the year ended 31 March 2025"
        ));
        assert!(!phrase_finds(
            "ended 31 {month-names}",
            "the year ended 31 marching"
        ));
        assert!(expression_finds(
            r"\d{1,2} {month-names} \d{4}",
            "on 3 SEPTEMBER 2025"
        ));
    }

    #[test]
    fn escapes_of_expressions_mean_what_authors_expect() {
        assert!(expression_finds(r"\bte\w+g\b", "testing"));
        assert!(expression_finds(r"\bcaf\w", "the Café"));
        assert!(expression_finds(r"[\d,.]+\s+employees", "1,240 employees"));
        assert!(expression_finds(r"(?:a|b)\W+c", "b, c"));
        assert!(expression_finds(r"^[^\s]+ [A-Z]{3}$", "ABC def"));
        assert!(expression_finds(r"\(the \u{22}act\u{22}\)", "(the “Act”)"));
        assert!(expression_finds(r"[]x]y", "]y"));
    }

    #[test]
    fn every_mistake_says_what_to_write_instead() {
        let phrases = [
            ("", "the phrase is empty"),
            ("train *", "a `*` stands where no word ends"),
            ("tr*in", "a `*` stands where no word ends"),
            ("{month-nams}", "there is no word list `month-nams`"),
            ("{month-names", "the brace `{` is never closed"),
            (
                "{~3} risk",
                "`{~…}` stands at the edge of the phrase, where it says nothing",
            ),
            ("risk {~many} low", "`{~many}` names no number of words"),
            ("risk {~31} low", "`{~31}` names no number of words"),
        ];
        for (typed, message) in phrases {
            let mistake = Pattern::phrase(typed, Author::User).expect_err(typed);
            assert_eq!(mistake.message, message, "for `{typed}`");
            assert!(!mistake.help.is_empty());
        }
        let expressions = [
            (
                "train(",
                "the regular expression does not compile: unclosed group",
            ),
            (
                "(train)?",
                "the pattern matches the empty text, and so every sentence",
            ),
            (
                r"(?:\p{L}{1000}){1000}",
                "the pattern is too large when compiled",
            ),
        ];
        for (typed, message) in expressions {
            let mistake = Pattern::regular_expression(typed, Author::User).expect_err(typed);
            assert_eq!(mistake.message, message, "for `{typed}`");
        }
    }

    #[test]
    fn a_list_that_is_mistyped_is_answered_with_the_nearest_one() {
        let mistake =
            Pattern::phrase("{month-nams}", Author::User).expect_err("there is no such list");

        assert_eq!(mistake.help, "did you mean `{month-names}`?");
    }

    #[test]
    fn a_gap_stays_small_when_compiled() {
        let pattern = Pattern::phrase("risk {~30} supplier", Author::User).expect("a valid phrase");

        let small = RegexBuilder::new(pattern.search.source())
            .size_limit(40_000)
            .build();
        assert!(small.is_ok(), "{small:?}");
    }
}
