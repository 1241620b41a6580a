//! What raises the level of a criterion, and what caps it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Draft;
use crate::rubric::Cap;
use crate::rubric::Element;
use crate::rubric::Level;
use crate::rubric::Rung;
use crate::typed::nearest;

impl Draft<'_> {
    pub(super) fn check_element(&mut self, id: &str, place: Range<usize>, elements: &[Element]) {
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

    pub(super) fn rungs(&mut self, elements: &[Element]) -> Vec<Rung> {
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

    pub(super) fn caps(&mut self) -> Vec<Cap> {
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
}
