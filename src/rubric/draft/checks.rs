//! How a formality is answered from facts.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::Draft;
use crate::lexicon::list;
use crate::lexicon::lists;
use crate::rubric::Check;
use crate::rubric::CriterionKind;
use crate::rubric::raw::RawCheck;
use crate::rubric::raw::RawCheckKind;
use crate::typed::Problems;
use crate::typed::nearest;

impl Draft<'_> {
    pub(super) fn check(
        &mut self,
        kind: CriterionKind,
        scorable: &BTreeSet<String>,
    ) -> Option<Check> {
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
