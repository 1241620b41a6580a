//! One criterion: from its typed form to one that can score.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::Basis;
use super::Cap;
use super::Check;
use super::Criterion;
use super::CriterionKind;
use super::Duty;
use super::Element;
use super::Example;
use super::Level;
use super::Rung;
use super::Signal;
use super::pattern::Author;
use super::raw::RawCheck;
use super::raw::RawCheckKind;
use super::raw::RawCriterion;
use super::signals::block;
use super::signals::block_names;
use super::signals::compiled_exclusion;
use super::signals::compiled_headings;
use super::signals::compiled_signal;
use super::words::check_id;
use crate::lexicon::list;
use crate::lexicon::lists;
use crate::recogniser::Label;
use crate::typed::Problems;
use crate::typed::nearest;

/// The words of the column `verdict`.
const VERDICTS: [&str; 4] = ["met", "not_met", "cannot_tell", "not_applicable"];

/// The words of the column `status`.
const STATUSES: [&str; 6] = [
    "action",
    "plan",
    "conditional",
    "negative",
    "commitment",
    "context",
];

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

    /// Signals, exclusions and headings: those of the shared blocks first, then the criterion's own.
    fn signals(
        &mut self,
        elements: &[Element],
    ) -> (Vec<Signal>, Vec<super::Exclusion>, Vec<super::Pattern>) {
        let mut ids = BTreeSet::new();
        let mut signals: Vec<Signal> = Vec::new();
        let mut exclusions = Vec::new();
        let mut headings = Vec::new();
        let mut used = BTreeSet::new();
        let mut brought: BTreeSet<String> = BTreeSet::new();
        let left_out: BTreeSet<&str> = self
            .typed
            .without
            .iter()
            .map(|id| id.get_ref().as_str())
            .collect();
        let without = |id: &str| left_out.contains(id);
        for reference in &self.typed.blocks {
            let (name, element) = split_reference(reference.get_ref());
            if let Some(element) = element {
                self.check_element(element, reference.span(), elements);
            }
            if !used.insert(name) {
                self.problems.add(
                    "duplicate-block",
                    reference.span(),
                    format!("the criterion already uses the block `{name}`"),
                    "name each block once",
                );
                continue;
            }
            let block = match block(name) {
                Some(Ok(block)) => block,
                Some(Err(invalid)) => {
                    let first = invalid.problems.first();
                    self.problems.add(
                        "broken-block",
                        reference.span(),
                        format!(
                            "{invalid}; the first: {}",
                            first.map_or("", |problem| &problem.message)
                        ),
                        format!("mend `rubrics/signals/{name}.toml`"),
                    );
                    continue;
                }
                None => {
                    self.problems.add(
                        "unknown-block",
                        reference.span(),
                        format!("there is no shared block `{name}`"),
                        match nearest(name, block_names()) {
                            Some(known) => format!("did you mean `{known}`?"),
                            None => "the shared blocks stand in `rubrics/signals/`".to_owned(),
                        },
                    );
                    continue;
                }
            };
            for signal in block.signals.iter().filter(|signal| !without(&signal.id)) {
                // Two blocks may use one id: the block tells them apart.
                ids.insert(signal.id.clone());
                let mut signal = signal.clone();
                signal.element = element
                    .map(str::to_owned)
                    .or(signal.element)
                    // A block serves criteria with other elements too.
                    .filter(|element| elements.iter().any(|known| known.id == *element));
                signals.push(signal);
            }
            let kept = block
                .exclusions
                .iter()
                .filter(|exclusion| !without(&exclusion.id));
            exclusions.extend(kept.clone().cloned());
            ids.extend(kept.map(|exclusion| exclusion.id.clone()));
            brought.extend(block.signals.iter().map(|signal| signal.id.clone()));
            brought.extend(
                block
                    .exclusions
                    .iter()
                    .map(|exclusion| exclusion.id.clone()),
            );
            headings.extend(block.headings.iter().cloned());
        }
        for signal in &self.typed.signals {
            // An inherited one; with an id of a block's it stands in that one's place.
            let id = signal.get_ref().id.get_ref();
            if without(id) && !brought.contains(id) {
                ids.insert(id.clone());
                continue;
            }
            if let Some(element) = &signal.get_ref().element {
                self.check_element(element.get_ref(), element.span(), elements);
            }
            signals.push(compiled_signal(
                signal,
                self.author,
                &mut ids,
                self.problems,
            ));
        }
        for exclusion in &self.typed.exclusions {
            let id = exclusion.get_ref().id.get_ref();
            if without(id) && !brought.contains(id) {
                ids.insert(id.clone());
                continue;
            }
            exclusions.push(compiled_exclusion(
                exclusion,
                self.author,
                &mut ids,
                self.problems,
            ));
        }
        for id in &self.typed.without {
            if !brought.contains(id.get_ref()) && !ids.contains(id.get_ref()) {
                self.problems.add(
                    "unknown-signal",
                    id.span(),
                    format!(
                        "the criterion has no signal or exclusion `{}` to leave out",
                        id.get_ref()
                    ),
                    match nearest(id.get_ref(), brought.iter().map(String::as_str)) {
                        Some(known) => format!("did you mean `{known}`?"),
                        None => {
                            "`avowal rubric explain` shows the signals of a criterion".to_owned()
                        }
                    },
                );
            }
        }
        headings.extend(compiled_headings(
            &self.typed.headings,
            self.author,
            self.problems,
        ));
        (signals, exclusions, headings)
    }

    fn check_element(&mut self, id: &str, place: Range<usize>, elements: &[Element]) {
        if elements.iter().any(|element| element.id == id) {
            return;
        }
        self.problems.add(
            "unknown-element",
            place,
            format!("the criterion has no element `{id}`"),
            match nearest(id, elements.iter().map(|element| element.id.as_str())) {
                Some(known) => format!("did you mean `{known}`?"),
                None => "add it with `[[criterion.element]]`".to_owned(),
            },
        );
    }

    fn rungs(&mut self, elements: &[Element]) -> Vec<Rung> {
        let mut levels = BTreeSet::new();
        for rung in &self.typed.rungs {
            let place = rung.span();
            let rung = rung.get_ref();
            if rung.level == Level::Absent {
                self.problems.add(
                    "rung-level",
                    place.clone(),
                    "the level `absent` needs nothing, and so no rung",
                    "remove this rung",
                );
            }
            if !levels.insert(rung.level) {
                self.problems.add(
                    "duplicate-rung",
                    place.clone(),
                    format!("there is already a rung `{}`", rung.level.word()),
                    "put all that the level needs into one rung",
                );
            }
            if usize::from(rung.elements_min) > elements.len() {
                self.problems.add(
                    "rung-elements",
                    place.clone(),
                    format!(
                        "the rung asks for {} elements, and the criterion has {}",
                        rung.elements_min,
                        elements.len()
                    ),
                    "lower `elements_min`, or add elements",
                );
            }
            for element in &rung.elements {
                self.check_element(element, place.clone(), elements);
            }
        }
        let rungs = self.typed.rungs.iter();
        rungs.map(|rung| rung.get_ref().clone()).collect()
    }

    fn caps(&mut self) -> Vec<Cap> {
        let mut conditions = BTreeSet::new();
        for cap in &self.typed.caps {
            if !conditions.insert(cap.get_ref().when) {
                self.problems.add(
                    "duplicate-cap",
                    cap.span(),
                    "there is already a cap for this condition",
                    "keep one of the two",
                );
            }
        }
        let caps = self.typed.caps.iter();
        caps.map(|cap| cap.get_ref().clone()).collect()
    }

    fn check(&mut self, kind: CriterionKind, scorable: &BTreeSet<String>) -> Option<Check> {
        let Some(typed) = &self.typed.check else {
            if kind == CriterionKind::Formality {
                self.required_key(
                    "check",
                    "the formality has no `check`, so that nothing could answer it",
                    "add one, as in `check = { kind = \"period\" }`",
                );
            }
            return None;
        };
        let place = typed.span();
        let check = typed.get_ref();
        self.check_strays(check);
        Some(match check.kind {
            RawCheckKind::Period => Check::Period {},
            RawCheckKind::Publication => Check::Publication {},
            RawCheckKind::ReportingEntity => Check::ReportingEntity {},
            RawCheckKind::Attestation => Check::Attestation {},
            RawCheckKind::Steps => Check::Steps {
                from: self.names("from", check.from.as_ref(), &place, |id, problems| {
                    check_steps_source(id, scorable, problems);
                }),
            },
            RawCheckKind::Approval => Check::Approval {
                bodies: self.names("bodies", check.bodies.as_ref(), &place, check_list),
            },
            RawCheckKind::Signature => Check::Signature {
                roles: self.names("roles", check.roles.as_ref(), &place, check_list),
            },
        })
    }

    /// Keys of a check that belong to another kind of check.
    fn check_strays(&mut self, check: &RawCheck) {
        let keys = [
            ("from", check.from.as_ref(), RawCheckKind::Steps),
            ("bodies", check.bodies.as_ref(), RawCheckKind::Approval),
            ("roles", check.roles.as_ref(), RawCheckKind::Signature),
        ];
        for (key, names, kind) in keys {
            if let Some(names) = names.filter(|_| check.kind != kind) {
                self.problems.add(
                    "stray-key",
                    names.span(),
                    format!("`{key}` means nothing to this kind of check"),
                    "remove it, or change `kind`",
                );
            }
        }
    }

    /// The names under `key`, at least one, each asked about.
    fn names(
        &mut self,
        key: &str,
        names: Option<&Spanned<Vec<Spanned<String>>>>,
        place: &Range<usize>,
        ask: impl Fn(&Spanned<String>, &mut Problems),
    ) -> Vec<String> {
        let names = names.map_or(&[][..], |names| names.get_ref());
        if names.is_empty() && !self.problems.touch(place) {
            self.problems.add(
                "missing-key",
                place.clone(),
                format!("the check names nothing under `{key}`"),
                format!("add `{key} = [\"…\"]`"),
            );
        }
        for name in names {
            ask(name, self.problems);
        }
        names.iter().map(|name| name.get_ref().clone()).collect()
    }

    fn examples(&mut self, kind: CriterionKind) -> Vec<Example> {
        for example in &self.typed.examples {
            self.check_example(example, kind);
        }
        let examples: Vec<Example> = self
            .typed
            .examples
            .iter()
            .map(|example| example.get_ref().clone())
            .collect();
        let sides = [
            (true, "that counts", "true"),
            (false, "that does not count", "false"),
        ];
        for (counts, what, word) in sides {
            let asked = kind == CriterionKind::Content || examples.is_empty();
            if asked
                && !self.problems.mistype(&self.opening, "example")
                && !examples.iter().any(|example| example.counts == counts)
            {
                self.problems.add(
                    "no-examples",
                    self.opening.clone(),
                    format!("the criterion has no example {what}"),
                    format!(
                        "add `[[criterion.example]]` with `text`, and `counts = {word}`: examples are its tests"
                    ),
                );
            }
        }
        examples
    }

    fn check_example(&mut self, example: &Spanned<Example>, kind: CriterionKind) {
        let place = example.span();
        let example = example.get_ref();
        if example.text.trim().is_empty() {
            self.problems.add(
                "empty-text",
                place.clone(),
                "the example has no text",
                "write one or a few sentences in a company's words",
            );
        }
        let words = [
            ("verdict", example.verdict.as_deref(), &VERDICTS[..]),
            ("status", example.status.as_deref(), &STATUSES[..]),
        ];
        for (key, word, known) in words {
            let Some(word) = word.filter(|word| !known.contains(word)) else {
                continue;
            };
            self.problems.add(
                "unknown-word",
                place.clone(),
                format!("`{word}` is no {key}"),
                match nearest(word, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("write one of {}", known.join(", ")),
                },
            );
        }
        if kind == CriterionKind::Formality && example.level.is_some() {
            self.problems.add(
                "stray-key",
                place.clone(),
                "the example gives a level, and a formality has none",
                "write `verdict` instead",
            );
        }
        let answered = match kind {
            CriterionKind::Content => example.level.is_some(),
            CriterionKind::Formality => example.verdict.is_some(),
        };
        let key = match kind {
            CriterionKind::Content => "level",
            CriterionKind::Formality => "verdict",
        };
        if !answered && !self.problems.mistype(&place, key) {
            self.problems.add(
                "missing-key",
                place,
                format!("the example does not say which {key} is right"),
                format!("add a line `{key} = \"…\"`"),
            );
        }
    }
}

/// `block` or `block:element`.
fn split_reference(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once(':') {
        Some((name, element)) => (name, Some(element)),
        None => (reference, None),
    }
}

fn check_steps_source(id: &Spanned<String>, scorable: &BTreeSet<String>, problems: &mut Problems) {
    if scorable.contains(id.get_ref()) {
        return;
    }
    problems.add(
        "unknown-criterion",
        id.span(),
        format!("the rubric has no content criterion `{}`", id.get_ref()),
        match nearest(id.get_ref(), scorable.iter().map(String::as_str)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "name criteria of this file whose `kind` is `content`".to_owned(),
        },
    );
}

fn check_list(name: &Spanned<String>, problems: &mut Problems) {
    if list(name.get_ref()).is_some() {
        return;
    }
    problems.add(
        "unknown-list",
        name.span(),
        format!("there is no word list `{}`", name.get_ref()),
        match nearest(name.get_ref(), lists().keys().map(String::as_str)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "the word lists stand in `rubrics/lexicon/`".to_owned(),
        },
    );
}
