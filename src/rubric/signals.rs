//! Signals and exclusions: from their typed form to compiled patterns, in a rubric's own file and in shared blocks.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;
use std::sync::OnceLock;

use toml::Spanned;

use super::Effect;
use super::Exclusion;
use super::Pattern;
use super::Signal;
use super::Strength;
use super::builtin::BLOCKS;
use super::pattern::Author;
use super::raw::RawBlock;
use super::raw::RawExclusion;
use super::raw::RawSignal;
use super::words::check_id;
use super::words::check_schema;
use crate::typed::Invalid;
use crate::typed::Problems;
use crate::typed::shape_of;

/// A shared block, compiled.
#[derive(Debug)]
pub(super) struct Block {
    /// The file's text, which is part of the identity of every rubric that uses it.
    pub(super) text: &'static str,
    pub(super) headings: Vec<Pattern>,
    pub(super) signals: Vec<Signal>,
    pub(super) exclusions: Vec<Exclusion>,
}

/// The shared block `name`; none where there is no such block.
///
/// Each is compiled once, when the first rubric asks for it.
pub(super) fn block(name: &str) -> Option<&'static Result<Block, Invalid>> {
    type Cell = OnceLock<Result<Block, Invalid>>;
    static COMPILED: LazyLock<BTreeMap<&str, (&str, Cell)>> = LazyLock::new(|| {
        BLOCKS
            .iter()
            .map(|&(name, text)| (name, (text, Cell::new())))
            .collect()
    });
    let (name, (text, cell)) = COMPILED.get_key_value(name)?;
    Some(cell.get_or_init(|| compiled_block(name, text, Author::Ours)))
}

/// The names of all shared blocks, in order.
pub(super) fn block_names() -> impl Iterator<Item = &'static str> {
    BLOCKS.iter().map(|&(name, _)| name)
}

/// Checks and compiles the file of shared signals `name` of content `text`.
pub(super) fn compiled_block(
    name: &str,
    text: &'static str,
    author: Author,
) -> Result<Block, Invalid> {
    let shape = shape_of::<RawBlock>(text);
    let mut problems = Problems::starting_with(shape.problems, shape.cuts);
    let Some(typed) = shape.typed else {
        return Err(problems.into_invalid(name, text));
    };
    check_schema(typed.schema.as_ref(), &mut problems);
    let mut ids = BTreeSet::new();
    let block = Block {
        text,
        headings: compiled_headings(&typed.headings, author, &mut problems),
        signals: typed
            .signals
            .iter()
            .map(|signal| Signal {
                block: Some(name.to_owned()),
                ..compiled_signal(signal, author, &mut ids, &mut problems)
            })
            .collect(),
        exclusions: typed
            .exclusions
            .iter()
            .map(|exclusion| Exclusion {
                block: Some(name.to_owned()),
                ..compiled_exclusion(exclusion, author, &mut ids, &mut problems)
            })
            .collect(),
    };
    if problems.is_empty() {
        Ok(block)
    } else {
        Err(problems.into_invalid(name, text))
    }
}

/// Compiles one signal; `ids` are those that its criterion has already.
pub(super) fn compiled_signal(
    signal: &Spanned<RawSignal>,
    author: Author,
    ids: &mut BTreeSet<String>,
    problems: &mut Problems,
) -> Signal {
    let place = signal.span();
    let signal = signal.get_ref();
    check_id("signal", &signal.id, problems);
    check_unique(&signal.id, ids, problems);
    check_searches(
        &place,
        &signal.id,
        &signal.phrases,
        &signal.patterns,
        problems,
    );
    let title = required(&place, "title", signal.title.clone(), problems);
    let strength = required(&place, "strength", signal.strength, problems);
    Signal {
        id: signal.id.get_ref().clone(),
        title: title.unwrap_or_default(),
        patterns: compiled_patterns(&signal.phrases, &signal.patterns, author, problems),
        strength: strength.unwrap_or(Strength::Weak),
        element: signal
            .element
            .as_ref()
            .map(|element| element.get_ref().clone()),
        needs_topic: signal.needs_topic,
        needs_heading: signal.needs_heading,
        status: signal.status,
        outcome: signal.outcome,
        firm: signal.firm,
        block: None,
    }
}

/// Compiles one exclusion; `ids` are those that its criterion has already.
pub(super) fn compiled_exclusion(
    exclusion: &Spanned<RawExclusion>,
    author: Author,
    ids: &mut BTreeSet<String>,
    problems: &mut Problems,
) -> Exclusion {
    let place = exclusion.span();
    let exclusion = exclusion.get_ref();
    check_id("exclusion", &exclusion.id, problems);
    check_unique(&exclusion.id, ids, problems);
    check_searches(
        &place,
        &exclusion.id,
        &exclusion.phrases,
        &exclusion.patterns,
        problems,
    );
    let title = required(&place, "title", exclusion.title.clone(), problems);
    let effect = required(&place, "effect", exclusion.effect, problems);
    Exclusion {
        id: exclusion.id.get_ref().clone(),
        title: title.unwrap_or_default(),
        patterns: compiled_patterns(&exclusion.phrases, &exclusion.patterns, author, problems),
        effect: effect.unwrap_or(Effect::Drop),
        block: None,
    }
}

fn required<T>(
    table: &Range<usize>,
    key: &str,
    value: Option<T>,
    problems: &mut Problems,
) -> Option<T> {
    if value.is_none() && !problems.mistype(table, key) {
        problems.add(
            "missing-key",
            table.clone(),
            format!("the key `{key}` is missing"),
            format!("add a line `{key} = \"…\"` to this table"),
        );
    }
    value
}

fn check_searches(
    table: &Range<usize>,
    id: &Spanned<String>,
    phrases: &[Spanned<String>],
    expressions: &[Spanned<String>],
    problems: &mut Problems,
) {
    let mistyped = ["phrases", "patterns"]
        .iter()
        .any(|key| problems.mistype(table, key));
    if phrases.is_empty() && expressions.is_empty() && !mistyped {
        problems.add(
            "no-patterns",
            id.span(),
            format!("`{}` has nothing to look for", id.get_ref()),
            "add `phrases = [\"…\"]`, or `patterns = ['…']` with regular expressions",
        );
    }
}

/// Compiles phrases on headings.
pub(super) fn compiled_headings(
    headings: &[Spanned<String>],
    author: Author,
    problems: &mut Problems,
) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for typed in headings {
        match Pattern::heading(typed.get_ref(), author) {
            Ok(pattern) => patterns.push(pattern),
            Err(mistake) => problems.add("pattern", typed.span(), mistake.message, mistake.help),
        }
    }
    patterns
}

fn compiled_patterns(
    phrases: &[Spanned<String>],
    expressions: &[Spanned<String>],
    author: Author,
    problems: &mut Problems,
) -> Vec<Pattern> {
    let phrases = phrases
        .iter()
        .map(|typed| (typed, Pattern::phrase(typed.get_ref(), author)));
    let expressions = expressions
        .iter()
        .map(|typed| (typed, Pattern::regular_expression(typed.get_ref(), author)));
    let mut patterns = Vec::new();
    for (typed, compiled) in phrases.chain(expressions) {
        match compiled {
            Ok(pattern) => patterns.push(pattern),
            Err(mistake) => problems.add("pattern", typed.span(), mistake.message, mistake.help),
        }
    }
    patterns
}

fn check_unique(id: &Spanned<String>, ids: &mut BTreeSet<String>, problems: &mut Problems) {
    if !ids.insert(id.get_ref().clone()) {
        problems.add(
            "duplicate-id",
            id.span(),
            format!(
                "the criterion already has a signal or exclusion `{}`",
                id.get_ref()
            ),
            "give each an id of its own: it stands in the reasons of `evidence.csv`",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::told;

    #[test]
    fn every_shared_block_is_valid() {
        let broken: Vec<String> = BLOCKS
            .iter()
            .filter_map(|&(name, text)| compiled_block(name, text, Author::User).err())
            .map(|invalid| told(&invalid))
            .collect();

        assert!(broken.is_empty(), "{}", broken.join("\n"));
    }

    #[test]
    fn a_block_with_mistakes_tells_them_all() {
        let text = r#"
schema = 1
title = "Training"
headings = ['training {no-such-list}']

[[signal]]
id = "Taught"
title = "people are taught"
strength = "string"
phrases = ["train*"]

[[signal]]
id = "course"
title = "a course"
strength = "strong"
phrases = ["{no-such-list} course"]
"#;

        let invalid =
            compiled_block("training", text, Author::User).expect_err("it has four mistakes");

        let codes: Vec<&str> = invalid
            .problems
            .iter()
            .map(|problem| problem.code)
            .collect();
        assert_eq!(codes, ["pattern", "id-form", "unknown-word", "pattern"]);
    }
}
