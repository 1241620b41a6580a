//! Many patterns, one pass: literals that a match must hold decide which patterns are run at all.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;
use regex::Regex;
use regex_syntax::hir::Class;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;

/// Many patterns, ready to be asked of many sentences.
///
/// A set of hundreds of rich patterns as one `RegexSet` costs half a millisecond a sentence. Here one automaton
/// finds the words that matches must hold, and only patterns whose words are all there are run.
#[derive(Debug)]
pub struct Matcher {
    regexes: Vec<Regex>,
    automaton: Option<AhoCorasick>,
    /// For each literal of the automaton: the patterns that ask for it, each with the bit of its requirement.
    wanted_by: Vec<Vec<(u32, u8)>>,
    /// For each pattern: the bits of all its requirements; 0 where it has none and is always run.
    requirements: Vec<u8>,
    /// Patterns without requirements.
    always: Vec<u32>,
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
    met: Vec<u8>,
    touched: Vec<u32>,
    candidates: Vec<u32>,
}

impl Matcher {
    /// A pattern's requirements are kept up to this many: the first ones sort out nearly everything.
    const REQUIREMENTS_MAX: usize = 3;

    /// Makes a matcher of `regexes`, which are searched in matching forms.
    pub fn new(regexes: Vec<Regex>) -> Self {
        let mut literals: BTreeMap<Vec<u8>, Vec<(u32, u8)>> = BTreeMap::new();
        let mut requirements = vec![0u8; regexes.len()];
        let mut always = Vec::new();
        for (place, (regex, bits)) in regexes.iter().zip(&mut requirements).enumerate() {
            let pattern = u32::try_from(place).unwrap_or(u32::MAX);
            let groups = requirements_of(regex.as_str());
            for (number, group) in groups.iter().take(Self::REQUIREMENTS_MAX).enumerate() {
                let bit = 1u8 << number;
                *bits |= bit;
                for literal in group {
                    literals
                        .entry(literal.clone())
                        .or_default()
                        .push((pattern, bit));
                }
            }
            if *bits == 0 {
                always.push(pattern);
            }
        }
        let automaton = AhoCorasick::new(literals.keys()).ok();
        if automaton.is_none() {
            // Too many literals for one automaton: run every pattern, slower but right.
            requirements.fill(0);
            always = (0..u32::try_from(regexes.len()).unwrap_or(u32::MAX)).collect();
        }
        Self {
            regexes,
            automaton,
            wanted_by: literals.into_values().collect(),
            requirements,
            always,
        }
    }

    /// The patterns that match `form`, in their order, each with its leftmost match.
    pub fn hits(&self, form: &str, scratch: &mut Scratch, out: &mut Vec<Hit>) {
        out.clear();
        self.find_candidates(form, scratch);
        for &pattern in &scratch.candidates {
            let found = self
                .regexes
                .get(pattern as usize)
                .and_then(|regex| regex.find(form));
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
        self.find_candidates(form, scratch);
        out.extend(scratch.candidates.iter().copied().filter(|&pattern| {
            self.regexes
                .get(pattern as usize)
                .is_some_and(|regex| regex.is_match(form))
        }));
    }

    fn find_candidates(&self, form: &str, scratch: &mut Scratch) {
        scratch.candidates.clear();
        scratch.candidates.extend_from_slice(&self.always);
        scratch.met.resize(self.requirements.len(), 0);
        if let Some(automaton) = &self.automaton {
            for literal in automaton.find_overlapping_iter(form) {
                let wanted = self.wanted_by.get(literal.pattern().as_usize());
                for &(pattern, bit) in wanted.into_iter().flatten() {
                    let Some(met) = scratch.met.get_mut(pattern as usize) else {
                        continue;
                    };
                    if *met & bit != 0 {
                        continue;
                    }
                    if *met == 0 {
                        scratch.touched.push(pattern);
                    }
                    *met |= bit;
                    if self.requirements.get(pattern as usize) == Some(met) {
                        scratch.candidates.push(pattern);
                    }
                }
            }
        }
        for pattern in scratch.touched.drain(..) {
            if let Some(met) = scratch.met.get_mut(pattern as usize) {
                *met = 0;
            }
        }
        scratch.candidates.sort_unstable();
    }

    /// How many patterns are run on every sentence, whatever its words.
    #[cfg(test)]
    pub(crate) fn unfiltered(&self) -> usize {
        self.always.len()
    }
}

/// A set of literals of which every match holds at least one.
type Requirement = Vec<Vec<u8>>;

/// What every match of `pattern` must hold, the most telling requirement first; empty where nothing is certain.
fn requirements_of(pattern: &str) -> Vec<Requirement> {
    let Ok(hir) = regex_syntax::parse(pattern) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    collect(&hir, &mut found);
    let shortest = |group: &Requirement| group.iter().map(Vec::len).min().unwrap_or_default();
    found.retain(|group| shortest(group) >= 1);
    found.sort_by_key(|group| (std::cmp::Reverse(shortest(group)), group.len()));
    // Two letters stand in every sentence: they only pay where there is nothing better.
    if found.first().is_some_and(|best| shortest(best) >= 3) {
        found.retain(|group| shortest(group) >= 3);
    } else {
        found.truncate(1);
    }
    found
}

/// Adds to `found` the requirements of `hir`.
fn collect(hir: &Hir, found: &mut Vec<Requirement>) {
    if let Some(words) = exact(hir) {
        found.push(words);
        return;
    }
    match hir.kind() {
        HirKind::Capture(capture) => collect(&capture.sub, found),
        HirKind::Repetition(repetition) if repetition.min > 0 => collect(&repetition.sub, found),
        HirKind::Concat(parts) => collect_sequence(parts, found),
        HirKind::Alternation(choices) => {
            let mut union = Requirement::new();
            for choice in choices {
                let mut of_choice = Vec::new();
                collect(choice, &mut of_choice);
                let shortest =
                    |group: &Requirement| group.iter().map(Vec::len).min().unwrap_or_default();
                let Some(best) = of_choice.into_iter().max_by_key(shortest) else {
                    return;
                };
                union.extend(best);
            }
            union.sort_unstable();
            union.dedup();
            found.push(union);
        }
        _ => {}
    }
}

/// Adds the requirements of parts that follow each other: neighbours that are plain words are joined.
fn collect_sequence(parts: &[Hir], found: &mut Vec<Requirement>) {
    let mut run: Requirement = vec![Vec::new()];
    for part in parts {
        let joined = exact(part).and_then(|words| product(&run, &words));
        if let Some(joined) = joined {
            run = joined;
            continue;
        }
        found.push(std::mem::replace(&mut run, vec![Vec::new()]));
        match exact(part) {
            Some(words) => run = words,
            None => collect(part, found),
        }
    }
    found.push(run);
}

/// The words that `hir` matches, where they are few; none where they are many or without end.
fn exact(hir: &Hir) -> Option<Requirement> {
    const WORDS_MAX: usize = 24;
    let words = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![Vec::new()],
        HirKind::Literal(literal) => vec![literal.0.to_vec()],
        HirKind::Class(class) => letters_of(class)?,
        HirKind::Capture(capture) => exact(&capture.sub)?,
        HirKind::Repetition(repetition) if (repetition.min, repetition.max) == (0, Some(1)) => {
            let mut words = exact(&repetition.sub)?;
            words.push(Vec::new());
            words
        }
        HirKind::Repetition(_) => return None,
        HirKind::Concat(parts) => parts
            .iter()
            .try_fold(vec![Vec::new()], |run, part| product(&run, &exact(part)?))?,
        HirKind::Alternation(choices) => {
            let mut words = Vec::new();
            for choice in choices {
                words.extend(exact(choice)?);
            }
            words
        }
    };
    (words.len() <= WORDS_MAX).then_some(words)
}

/// Every word of `one` followed by every word of `other`, unless they become too many.
fn product(one: &Requirement, other: &Requirement) -> Option<Requirement> {
    const WORDS_MAX: usize = 24;
    if one.len() * other.len() > WORDS_MAX {
        return None;
    }
    let mut words: Requirement = one
        .iter()
        .flat_map(|head| {
            other
                .iter()
                .map(move |tail| [head.as_slice(), tail].concat())
        })
        .collect();
    words.sort_unstable();
    words.dedup();
    Some(words)
}

/// The letters of a small class, one for both cases of a letter: matching forms are lower case.
fn letters_of(class: &Class) -> Option<Requirement> {
    const LETTERS_MAX: usize = 6;
    let mut letters = Vec::new();
    match class {
        Class::Unicode(class) => {
            for range in class.ranges() {
                for letter in range.start()..=range.end() {
                    letters.push(letter.to_lowercase().to_string().into_bytes());
                    if letters.len() > LETTERS_MAX {
                        return None;
                    }
                }
            }
        }
        Class::Bytes(class) => {
            for range in class.ranges() {
                for letter in range.start()..=range.end() {
                    letters.push(vec![letter.to_ascii_lowercase()]);
                    if letters.len() > LETTERS_MAX {
                        return None;
                    }
                }
            }
        }
    }
    letters.sort_unstable();
    letters.dedup();
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching(patterns: &[&str], form: &str) -> Vec<u32> {
        let regexes = patterns
            .iter()
            .map(|pattern| Regex::new(pattern).expect("the test's own pattern"))
            .collect();
        let matcher = Matcher::new(regexes);
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
        ];
        let forms = [
            "our policies are reviewed yearly",
            "independent-party audits of 12 suppliers on sedex",
            "we also train staff; this statement is new",
            "we train nobody",
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
    fn a_pattern_is_filtered_by_the_words_that_it_cannot_do_without() {
        let words = |pattern| -> Vec<Vec<String>> {
            requirements_of(pattern)
                .into_iter()
                .map(|group| {
                    group
                        .into_iter()
                        .map(|word| String::from_utf8(word).unwrap())
                        .collect()
                })
                .collect()
        };

        assert_eq!(words(r"\bpolic(?:y|ies)\b"), [["policies", "policy"]]);
        assert_eq!(
            words(r"audit\w*\s.*supplier"),
            [["supplier"], ["audit"]].map(|group| group.map(str::to_owned).to_vec())
        );
        assert!(words(r"\w+").is_empty());
    }

    #[test]
    fn a_hit_tells_where_it_stands() {
        let matcher = Matcher::new(vec![Regex::new("audit").unwrap()]);
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
