//! One criterion: from its typed form to one that can score.

mod checks;
mod examples;
mod levels;
mod signals;

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::Basis;
use super::Criterion;
use super::CriterionKind;
use super::Duty;
use super::Element;
use super::pattern::Author;
use super::raw::RawCriterion;
use super::words::check_id;
use crate::recogniser::Label;
use crate::typed::Problems;
use crate::typed::nearest;

/// What stands in the place of a label where the rules alone shall judge.
pub(super) const NO_LABEL: &str = "none";

/// A criterion as typed, on its way to a valid one.
pub(super) struct Draft<'a> {
    typed: &'a RawCriterion,
    author: Author,
    /// The line that opens the criterion, for what is missing in it.
    opening: Range<usize>,
    /// All of its text, to tell what is missing from what is only mistyped.
    region: Range<usize>,
    problems: &'a mut Problems,
}

impl<'a> Draft<'a> {
    /// The criterion `typed`, whose text ends at `end`.
    pub(super) fn new(
        typed: &'a Spanned<RawCriterion>,
        end: usize,
        author: Author,
        problems: &'a mut Problems,
    ) -> Self {
        let opening = typed.span();
        Self {
            typed: typed.get_ref(),
            author,
            region: opening.start..end,
            opening,
            problems,
        }
    }

    /// The criterion, with every mistake told; `scorable` are the ids of the content criteria of the rubric, and
    /// `id:element` for each of their elements.
    pub(super) fn checked(mut self, scorable: &BTreeSet<String>) -> Criterion {
        let typed = self.typed;
        let kind = self.required("kind", typed.kind, "write `content` or `formality`");
        let kind = kind.unwrap_or(CriterionKind::Content);
        if let Some(id) = &typed.id {
            check_id("criterion", id, self.problems);
        }
        let id = self.text(
            "id",
            typed.id.as_ref(),
            "give it a short name, as in `due-diligence`",
        );
        let citation = self.text(
            "citation",
            typed.citation.as_ref(),
            "name the provision, as in `s54(5)(c)`",
        );
        let title = self.text(
            "title",
            typed.title.as_ref(),
            "say in a few words what it asks for",
        );
        let description = self.text(
            "description",
            typed.description.as_ref(),
            "say what it asks for, what counts and what does not, for a reader who is no lawyer",
        );
        let duty = self.required(
            "duty",
            typed.duty,
            "write `mandatory`, `recommended` or `benchmark`",
        );
        let basis = self.required(
            "basis",
            typed.basis,
            "write `statute`, `guidance` or `benchmark`",
        );
        let weight = self.weight(kind);
        let elements = self.elements();
        let recogniser = self.label(typed.recogniser.as_ref());
        let (signals, exclusions, headings) = self.signals(&elements);
        let check = self.check(kind, scorable);
        let answerable =
            !signals.is_empty() || check.is_some() || self.problems.touch(&self.region);
        if kind == CriterionKind::Content && !answerable {
            self.problems.add(
                "no-signals",
                self.opening.clone(),
                "the criterion has no signals, so that nothing could ever count",
                "name shared blocks, as in `blocks = [\"training\"]`, or add `[[criterion.signal]]`",
            );
        }
        let advice = self.text(
            "advice",
            typed.advice.as_ref(),
            "say in one imperative sentence what to write instead",
        );
        let question = self.text(
            "question",
            typed.question.as_ref(),
            "say what to ask a supplier whose statement lacks it",
        );
        let model = self.model();
        Criterion {
            id,
            citation,
            title,
            description,
            duty: duty.unwrap_or(Duty::Benchmark),
            basis: basis.unwrap_or(Basis::Benchmark),
            kind,
            weight,
            group: typed.group.clone(),
            accepts_negative: typed.accepts_negative.unwrap_or(false),
            accepts_future: typed.accepts_future.unwrap_or(false),
            recogniser,
            rungs: self.rungs(&elements),
            caps: self.caps(),
            elements,
            signals,
            exclusions,
            headings,
            check,
            advice,
            model,
            question,
            references: typed.references.clone(),
            examples: self.examples(kind),
        }
    }

    fn required<T>(&mut self, key: &str, value: Option<T>, help: &str) -> Option<T> {
        if value.is_none() {
            self.required_key(key, &format!("the criterion has no `{key}`"), help);
        }
        value
    }

    fn text(&mut self, key: &str, value: Option<&Spanned<String>>, help: &str) -> String {
        let Some(value) = self.required(key, value, help) else {
            return String::new();
        };
        if value.get_ref().trim().is_empty() {
            self.problems.add(
                "empty-text",
                value.span(),
                format!("`{key}` is empty"),
                help,
            );
        }
        value.get_ref().clone()
    }

    /// The model sentence; one that leaves nothing to be filled in would be copied as it is.
    fn model(&mut self) -> String {
        let Some(model) = &self.typed.model else {
            return String::new();
        };
        if super::blanks_of(model.get_ref()).next().is_none() {
            self.problems.add(
                "no-blank",
                model.span(),
                "the model has no blank",
                "put what differs from company to company into square brackets, as in `[number]`",
            );
        }
        model.get_ref().clone()
    }

    fn required_key(&mut self, key: &str, message: &str, help: &str) {
        if !self.problems.mistype(&self.opening, key) {
            self.problems
                .add("missing-key", self.opening.clone(), message, help);
        }
    }

    fn weight(&mut self, kind: CriterionKind) -> f32 {
        let Some(weight) = &self.typed.weight else {
            if kind == CriterionKind::Content {
                self.required_key(
                    "weight",
                    "the criterion has no `weight`",
                    "write its share in quality, as in `weight = 1.5`; 0 leaves it out",
                );
            }
            return 0.0;
        };
        let value = *weight.get_ref();
        if !(0.0..=100.0).contains(&value) {
            self.problems.add(
                "weight-form",
                weight.span(),
                format!("{value} is no weight"),
                "write a number from 0 to 100",
            );
            return 0.0;
        }
        if kind == CriterionKind::Formality && value > 0.0 {
            self.problems.add(
                "weight-form",
                weight.span(),
                "a formality has no weight: it is met or not, and never part of quality",
                "remove this line",
            );
        }
        value
    }

    fn elements(&mut self) -> Vec<Element> {
        let mut ids = BTreeSet::new();
        for element in &self.typed.elements {
            check_id("element", &element.id, self.problems);
            if !ids.insert(element.id.get_ref()) {
                self.problems.add(
                    "duplicate-id",
                    element.id.span(),
                    format!(
                        "the criterion already has an element `{}`",
                        element.id.get_ref()
                    ),
                    "give each element an id of its own",
                );
            }
        }
        let typed = self.typed;
        typed
            .elements
            .iter()
            .map(|element| Element {
                id: element.id.get_ref().clone(),
                title: element.title.clone(),
                missing_caps_at: element.missing_caps_at,
                recogniser: self.label(element.recogniser.as_ref()),
            })
            .collect()
    }

    /// The label of the trained recogniser that is named.
    fn label(&mut self, typed: Option<&Spanned<String>>) -> Option<Label> {
        let typed = typed.filter(|typed| typed.get_ref() != NO_LABEL)?;
        let label = Label::of_word(typed.get_ref());
        if label.is_none() {
            let known = || Label::ALL.into_iter().map(Label::word).chain([NO_LABEL]);
            self.problems.add(
                "unknown-label",
                typed.span(),
                format!("the trained recogniser has no label `{}`", typed.get_ref()),
                match nearest(typed.get_ref(), known()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("write one of {}", known().collect::<Vec<_>>().join(", ")),
                },
            );
        }
        label
    }
}
