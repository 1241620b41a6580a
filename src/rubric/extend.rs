//! A rubric that extends a built-in one: what its file says is laid over the file of the other, before anything is
//! checked.
//!
//! A key that is given replaces the other's; lists of texts are replaced whole; elements, signals and exclusions are
//! laid over by id, rungs by level, caps by condition; examples are added. Criteria of a new id come at the end.

use std::ops::Range;

use toml::Spanned;

use super::builtin::builtin;
use super::raw::RawCriterion;
use super::raw::RawFile;
use super::raw::RawQuality;
use super::raw::RawRubric;
use crate::typed::Problems;
use crate::typed::nearest;
use crate::typed::shape_of;

/// The file of `text` laid over the built-in rubric that it extends, and the text that the places in it stand in:
/// its own, followed by that of the other.
///
/// A file that extends nothing comes back as it is.
pub(super) fn extended(own: RawFile, text: &str, problems: &mut Problems) -> (RawFile, String) {
    let Some(extends) = &own.extends else {
        for removed in &own.remove {
            problems.add(
                "stray-key",
                removed.span(),
                "the rubric extends no other, so there is nothing to remove",
                "add `extends = \"…\"` at the top of the file, or take the line `remove` out",
            );
        }
        return (own, text.to_owned());
    };
    let name = extends.get_ref().as_str();
    let Some(base) = builtin().find(|known| known.name == name) else {
        let known = || builtin().map(|known| known.name);
        problems.add(
            "unknown-rubric",
            extends.span(),
            format!("there is no built-in rubric `{name}` to extend"),
            match nearest(name, known()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("name one of {}", known().collect::<Vec<_>>().join(", ")),
            },
        );
        return (own, text.to_owned());
    };
    // The other's text is read behind as much white space as the own one is long, so that its places are those in the
    // two texts together.
    let padding = " ".repeat(text.len());
    let shape = shape_of::<RawFile>(&format!("{padding}\n{}", base.text));
    let Some(base_file) = shape.typed else {
        // A test reads every built-in rubric.
        return (own, text.to_owned());
    };
    if base_file.extends.is_some() {
        problems.add(
            "extends-chain",
            extends.span(),
            format!("`{name}` itself extends another rubric"),
            "extend that one, and write the differences into this file",
        );
        return (own, text.to_owned());
    }
    (
        laid_over(own, base_file, problems),
        format!("{text}\n{}", base.text),
    )
}

fn laid_over(own: RawFile, base: RawFile, problems: &mut Problems) -> RawFile {
    let mut criteria = base.criteria;
    for removed in &own.remove {
        let before = criteria.len();
        criteria.retain(|criterion| id_of(criterion) != Some(removed.get_ref()));
        if criteria.len() == before {
            let known: Vec<&str> = criteria
                .iter()
                .filter_map(|criterion| id_of(criterion).map(String::as_str))
                .collect();
            problems.add(
                "unknown-criterion",
                removed.span(),
                format!("there is no criterion `{}` to remove", removed.get_ref()),
                match nearest(removed.get_ref(), known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("the criteria are {}", known.join(", ")),
                },
            );
        }
    }
    for criterion in own.criteria {
        let known = criteria
            .iter()
            .position(|known| id_of(known).is_some_and(|id| Some(id) == id_of(&criterion)));
        match known.and_then(|place| criteria.get_mut(place)) {
            Some(known) => {
                // Mistakes are told where the author can mend them: in the own file.
                let place: Range<usize> = criterion.span();
                let base = std::mem::take(known.get_mut());
                *known = Spanned::new(place, criterion_over(criterion.into_inner(), base));
            }
            None => criteria.push(criterion),
        }
    }
    RawFile {
        schema: own.schema,
        extends: own.extends,
        remove: Vec::new(),
        rubric: match (own.rubric, base.rubric) {
            (Some(own), Some(base)) => {
                let place = own.span();
                Some(Spanned::new(
                    place,
                    rubric_over(own.into_inner(), base.into_inner()),
                ))
            }
            // Without a table `[rubric]` of its own it would pass for the other.
            (own, _) => own,
        },
        criteria,
    }
}

fn id_of(criterion: &Spanned<RawCriterion>) -> Option<&String> {
    criterion.get_ref().id.as_ref().map(Spanned::get_ref)
}

/// Id and version stay the own ones: they say whose scores these are.
fn rubric_over(own: RawRubric, base: RawRubric) -> RawRubric {
    RawRubric {
        id: own.id,
        version: own.version,
        title: own.title.or(base.title),
        kind: own.kind.or(base.kind),
        jurisdiction: own.jurisdiction.or(base.jurisdiction),
        status: own.status.or(base.status),
        effective_from: own.effective_from.or(base.effective_from),
        effective_to: own.effective_to.or(base.effective_to),
        verified_on: own.verified_on.or(base.verified_on),
        languages: own.languages.or(base.languages),
        sources: or_all(own.sources, base.sources),
        notes: [own.notes, base.notes].concat(),
        scope: own.scope.or(base.scope),
        quality: quality_over(own.quality, base.quality),
    }
}

fn quality_over(own: RawQuality, base: RawQuality) -> RawQuality {
    RawQuality {
        negative: own.negative.or(base.negative),
        negative_with_reason: own.negative_with_reason.or(base.negative_with_reason),
        future_cap: own.future_cap.or(base.future_cap),
        future_specific_cap: own.future_specific_cap.or(base.future_specific_cap),
        commitment_cap: own.commitment_cap.or(base.commitment_cap),
        weak_cap: own.weak_cap.or(base.weak_cap),
        counts_from: own.counts_from.or(base.counts_from),
        recogniser: own.recogniser.or(base.recogniser),
    }
}

fn criterion_over(own: RawCriterion, base: RawCriterion) -> RawCriterion {
    let signal_id = |signal: &Spanned<super::raw::RawSignal>| signal.get_ref().id.get_ref().clone();
    let exclusion_id =
        |exclusion: &Spanned<super::raw::RawExclusion>| exclusion.get_ref().id.get_ref().clone();
    RawCriterion {
        id: own.id,
        citation: own.citation.or(base.citation),
        title: own.title.or(base.title),
        description: own.description.or(base.description),
        duty: own.duty.or(base.duty),
        basis: own.basis.or(base.basis),
        kind: own.kind.or(base.kind),
        weight: own.weight.or(base.weight),
        group: own.group.or(base.group),
        accepts_negative: own.accepts_negative.or(base.accepts_negative),
        accepts_future: own.accepts_future.or(base.accepts_future),
        recogniser: own.recogniser.or(base.recogniser),
        blocks: or_all(own.blocks, base.blocks),
        without: or_all(own.without, base.without),
        elements: over(own.elements, base.elements, |element| {
            element.id.get_ref().clone()
        }),
        signals: over(own.signals, base.signals, signal_id),
        exclusions: over(own.exclusions, base.exclusions, exclusion_id),
        headings: or_all(own.headings, base.headings),
        rungs: over(own.rungs, base.rungs, |rung| rung.get_ref().level),
        caps: over(own.caps, base.caps, |cap| cap.get_ref().when),
        check: own.check.or(base.check),
        advice: own.advice.or(base.advice),
        model: own.model.or(base.model),
        question: own.question.or(base.question),
        references: or_all(own.references, base.references),
        examples: base.examples.into_iter().chain(own.examples).collect(),
    }
}

/// A list that is given replaces the other's whole.
fn or_all<T>(own: Vec<T>, base: Vec<T>) -> Vec<T> {
    if own.is_empty() { base } else { own }
}

/// Items of the same key are replaced where they stand, new ones come behind.
fn over<T, K: PartialEq>(own: Vec<T>, base: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut all = base;
    for item in own {
        match all.iter_mut().find(|known| key(known) == key(&item)) {
            Some(known) => *known = item,
            None => all.push(item),
        }
    }
    all
}

#[cfg(test)]
#[path = "extend_tests.rs"]
mod tests;
