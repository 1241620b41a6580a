//! How a criterion is recognised: shared blocks, signals, exclusions, headings.

use std::collections::BTreeSet;

use super::Draft;
use crate::rubric::Element;
use crate::rubric::Exclusion;
use crate::rubric::Pattern;
use crate::rubric::Signal;
use crate::rubric::signals::block;
use crate::rubric::signals::block_names;
use crate::rubric::signals::compiled_exclusion;
use crate::rubric::signals::compiled_headings;
use crate::rubric::signals::compiled_signal;
use crate::typed::nearest;

impl Draft<'_> {
    /// Signals, exclusions and headings: those of the shared blocks first, then the criterion's own.
    pub(super) fn signals(
        &mut self,
        elements: &[Element],
    ) -> (Vec<Signal>, Vec<Exclusion>, Vec<Pattern>) {
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
}

/// `block` or `block:element`.
fn split_reference(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once(':') {
        Some((name, element)) => (name, Some(element)),
        None => (reference, None),
    }
}
