//! Many patterns, one pass: literals that a match must hold decide which patterns are run at all.

use std::sync::Arc;

use super::known::needs_of;
use super::literals::Literals;
use super::needs::Needs;
use super::needs::Word;
use super::needs::is_word_byte;
use super::search::Search;

/// Many patterns, ready to be asked of many sentences.
///
/// A set of hundreds of rich patterns as one `RegexSet` costs half a millisecond a sentence. Here one pass over a
/// sentence finds the literals that matches must hold; only patterns whose literals are all there are run, and those
/// that are nothing but words not even then.
#[derive(Debug)]
pub struct Matcher {
    patterns: Vec<Arc<Search>>,
    literals: Literals,
    /// For each literal: who asks for it, in order.
    wanted_by: Vec<Vec<Want>>,
    /// For each pattern: the bits of all its groups; 0 where it has none.
    groups: Vec<u8>,
    /// Patterns that need nothing, and so are always run.
    always: Vec<u32>,
}

/// One pattern's use for a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Want {
    pattern: u32,
    role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// It is one of the group of this bit.
    InGroup(u8),
    /// The pattern is nothing but words, of which it is one.
    Word {
        /// No letter may stand before.
        opens: bool,
        /// No letter may stand behind.
        closes: bool,
    },
}

/// A pattern that matches, and where: bytes of the text that was searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Its place among the patterns that the matcher was made of.
    pub pattern: u32,
    /// The first byte of the leftmost match.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
}

/// What a search needs to remember while it runs; kept between searches to spare allocations.
#[derive(Debug, Default)]
pub struct Scratch {
    /// For each pattern: the bits of the groups met, or one of the two below.
    met: Vec<u8>,
    touched: Vec<u32>,
    /// Patterns that may match, each with whether it is certain.
    candidates: Vec<(u32, bool)>,
}

/// A word stands there, and its edges are beyond ASCII: the pattern itself must say.
const PERHAPS: u8 = 0x40;
/// A word stands there for certain.
const CERTAIN: u8 = 0x80;

impl Matcher {
    /// Makes a matcher of `patterns`, which are searched in matching forms.
    pub fn new(patterns: Vec<Arc<Search>>) -> Self {
        let mut wants: Vec<(Vec<u8>, Want)> = Vec::new();
        let mut groups = vec![0u8; patterns.len()];
        let mut always = Vec::new();
        for ((pattern, search), bits) in (0u32..).zip(&patterns).zip(&mut groups) {
            match needs_of(search.source()) {
                Needs::Words(words) => {
                    wants.extend(words.into_iter().map(
                        |Word {
                             literal,
                             opens,
                             closes,
                         }| {
                            let role = Role::Word { opens, closes };
                            (literal, Want { pattern, role })
                        },
                    ));
                }
                Needs::Groups(needed) if needed.is_empty() => always.push(pattern),
                Needs::Groups(needed) => {
                    for (number, group) in needed.into_iter().enumerate() {
                        let bit = 1u8 << number;
                        *bits |= bit;
                        let role = Role::InGroup(bit);
                        wants.extend(
                            group
                                .into_iter()
                                .map(|literal| (literal, Want { pattern, role })),
                        );
                    }
                }
            }
        }
        wants.sort_unstable();
        let mut literals: Vec<Vec<u8>> = Vec::new();
        let mut wanted_by: Vec<Vec<Want>> = Vec::new();
        for (literal, want) in wants {
            if literals.last() != Some(&literal) {
                literals.push(literal);
                wanted_by.push(Vec::new());
            }
            if let Some(last) = wanted_by.last_mut() {
                last.push(want);
            }
        }
        Self {
            patterns,
            literals: Literals::sorted(&literals),
            wanted_by,
            groups,
            always,
        }
    }

    /// The patterns that match `form`, in their order, each with its leftmost match.
    pub fn hits(&self, form: &str, scratch: &mut Scratch, out: &mut Vec<Hit>) {
        out.clear();
        for &(pattern, _) in self.candidates(form, scratch) {
            let found = self
                .patterns
                .get(pattern as usize)
                .and_then(|search| search.find(form));
            if let Some(found) = found {
                out.push(Hit {
                    pattern,
                    start: found.start(),
                    end: found.end(),
                });
            }
        }
    }

    /// The patterns that match `form`, in their order; cheaper than [`Self::hits`] where nobody asks for the place.
    pub fn matches(&self, form: &str, scratch: &mut Scratch, out: &mut Vec<u32>) {
        out.clear();
        let candidates = self.candidates(form, scratch);
        let matching = candidates.iter().filter(|&&(pattern, certain)| {
            certain
                || self
                    .patterns
                    .get(pattern as usize)
                    .is_some_and(|search| search.is_match(form))
        });
        out.extend(matching.map(|&(pattern, _)| pattern));
    }

    /// The patterns that may match `form`, in their order, each with whether it is certain to.
    pub fn candidates<'s>(&self, form: &str, scratch: &'s mut Scratch) -> &'s [(u32, bool)] {
        let Scratch {
            met,
            touched,
            candidates,
        } = scratch;
        met.resize(self.patterns.len(), 0);
        self.literals.each_in(form, |literal, start, end| {
            for want in self.wanted_by.get(literal).into_iter().flatten() {
                let Some(met) = met.get_mut(want.pattern as usize) else {
                    continue;
                };
                let more = match want.role {
                    Role::InGroup(bit) => bit,
                    Role::Word { opens, closes } => word_at(form, start, end, opens, closes),
                };
                if *met == 0 && more != 0 {
                    touched.push(want.pattern);
                }
                *met |= more;
            }
        });
        candidates.clear();
        candidates.extend(self.always.iter().map(|&pattern| (pattern, false)));
        for pattern in touched.drain(..) {
            let (Some(met), Some(&groups)) = (
                met.get_mut(pattern as usize),
                self.groups.get(pattern as usize),
            ) else {
                continue;
            };
            let met = std::mem::take(met);
            // Of patterns of words alone `groups` is 0.
            if met & groups == groups {
                candidates.push((pattern, met & CERTAIN != 0));
            }
        }
        candidates.sort_unstable();
        candidates
    }

    /// How many patterns are run on every sentence, whatever its words.
    #[cfg(test)]
    pub(crate) fn unfiltered(&self) -> usize {
        self.always.len()
    }
}

/// Whether the word from `start` to `end` of `form` has the edges asked for: [`CERTAIN`], [`PERHAPS`], or 0.
fn word_at(form: &str, start: usize, end: usize, opens: bool, closes: bool) -> u8 {
    let bytes = form.as_bytes();
    let before = start.checked_sub(1).and_then(|place| bytes.get(place));
    let behind = bytes.get(end);
    let mut answer = CERTAIN;
    for beside in [before.filter(|_| opens), behind.filter(|_| closes)] {
        match beside {
            Some(&byte) if is_word_byte(byte) => return 0,
            Some(&byte) if !byte.is_ascii() => answer = PERHAPS,
            _ => {}
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    fn matching(patterns: &[&'static str], form: &str) -> Vec<u32> {
        let matcher = Matcher::new(
            patterns
                .iter()
                .map(|&pattern| Arc::new(Search::new(pattern)))
                .collect(),
        );
        let (mut hits, mut matches) = (Vec::new(), Vec::new());
        matcher.hits(form, &mut Scratch::default(), &mut hits);
        matcher.matches(form, &mut Scratch::default(), &mut matches);
        let of_hits: Vec<u32> = hits.iter().map(|hit| hit.pattern).collect();
        assert_eq!(of_hits, matches);
        matches
    }

    #[test]
    fn the_same_patterns_match_with_and_without_the_prefilter() {
        let patterns = [
            r"\bpolic(?:y|ies)\b",
            r"\b(?:third|independent)[- ]party\b.{0,20}\baudit\w*",
            r"(?i)\bSedex\b",
            r"\d+ suppliers?",
            r"[a-z]+ly\b",
            r"\bwe (?:also )?train\b",
            r"(?:slavery|traffick\w+)?statement",
            r"(?-u:\b)audit[0-9a-z_\x{80}-\x{10ffff}]*",
            r"\baudit\b",
        ];
        let forms = [
            "our policies are reviewed yearly",
            "independent-party audits of 12 suppliers on sedex",
            "we also train staff; this statement is new",
            "we train nobody",
            "auditéd, policyé, épolicy; xpolicy",
            "an audit",
            "",
        ];

        for form in forms {
            let plain: Vec<u32> = (0u32..)
                .zip(patterns)
                .filter(|(_, pattern)| Regex::new(pattern).unwrap().is_match(form))
                .map(|(place, _)| place)
                .collect();
            assert_eq!(matching(&patterns, form), plain, "in {form:?}");
        }
    }

    #[test]
    fn a_pattern_of_words_alone_is_never_compiled_to_be_matched() {
        let search = Arc::new(Search::new(r"\b(?:audits?|risks?)\b"));
        let matcher = Matcher::new(vec![Arc::clone(&search)]);
        let mut matches = Vec::new();
        matcher.matches("two audits", &mut Scratch::default(), &mut matches);

        assert_eq!(matches, [0]);
        assert!(search.is_unused());
    }

    #[test]
    fn a_hit_tells_where_it_stands() {
        let matcher = Matcher::new(vec![Arc::new(Search::new("audit"))]);
        let mut hits = Vec::new();
        matcher.hits("we audit", &mut Scratch::default(), &mut hits);

        assert_eq!(
            hits,
            [Hit {
                pattern: 0,
                start: 3,
                end: 8
            }]
        );
        assert_eq!(matcher.unfiltered(), 0);
    }
}
