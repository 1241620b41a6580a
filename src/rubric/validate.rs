//! From a rubric file to a rubric that is valid, or to all its mistakes and their places at once.

use std::collections::BTreeSet;
use std::ops::Range;

use sha2::Digest;
use sha2::Sha256;
use toml::Spanned;

use super::Criterion;
use super::CriterionKind;
use super::Pattern;
use super::QualityRules;
use super::Rubric;
use super::RubricKind;
use super::RubricStatus;
use super::draft::Draft;
use super::extend::extended;
use super::pattern::Author;
use super::raw::RawCriterion;
use super::raw::RawFile;
use super::raw::RawQuality;
use super::raw::RawRubric;
use super::signals::block;
use super::words::check_address;
use super::words::check_id;
use super::words::check_jurisdiction;
use super::words::check_language;
use super::words::check_schema;
use super::words::check_version;
use super::words::checked_date;
use crate::digest::hex;
use crate::lexicon::list;
use crate::typed::Invalid;
use crate::typed::Problems;
use crate::typed::shape_of;

/// The most criteria that one rubric may have.
const CRITERIA_MAX: usize = 500;

/// Checks and compiles the rubric file `name` of content `text`.
///
/// # Errors
///
/// [`Invalid`] holds all mistakes at once.
pub fn validate(name: &str, text: &str) -> Result<Rubric, Invalid> {
    read(name, text, Author::User)
}

/// Reads the rubric file `name` of content `text`, whose patterns are compiled at once where they are a user's.
pub(super) fn read(name: &str, text: &str, author: Author) -> Result<Rubric, Invalid> {
    let shape = shape_of::<RawFile>(text);
    let mut problems = Problems::starting_with(shape.problems, shape.cuts);
    let Some(typed) = shape.typed else {
        return Err(problems.into_invalid(name, text));
    };
    check_schema(typed.schema.as_ref(), &mut problems);
    let (typed, text) = extended(typed, text, &mut problems);
    let text = text.as_str();
    let criteria = checked_criteria(&typed.criteria, text.len(), author, &mut problems);
    let header_end = typed
        .criteria
        .iter()
        .map(|criterion| criterion.span().start)
        .min()
        .unwrap_or(text.len());
    let sha256 = digest(text, &typed.criteria, &criteria);
    let rubric = checked_header(typed.rubric, header_end, &mut problems);
    match rubric {
        Some(rubric) if problems.is_empty() => Ok(Rubric {
            criteria,
            sha256,
            ..rubric
        }),
        _ => Err(problems.into_invalid(name, text)),
    }
}

fn checked_criteria(
    typed: &[Spanned<RawCriterion>],
    end: usize,
    author: Author,
    problems: &mut Problems,
) -> Vec<Criterion> {
    if typed.is_empty() && !problems.touch(&(0..end)) {
        problems.add(
            "no-criteria",
            None,
            "the rubric has no criteria",
            "add at least one with `[[criterion]]`",
        );
    }
    if typed.len() > CRITERIA_MAX {
        problems.add(
            "too-many-criteria",
            None,
            format!("the rubric has {} criteria", typed.len()),
            format!("keep to {CRITERIA_MAX} in one file"),
        );
        return Vec::new();
    }
    check_unique(typed, problems);
    let scorable: BTreeSet<String> = typed
        .iter()
        .map(Spanned::get_ref)
        .filter(|criterion| criterion.kind == Some(CriterionKind::Content))
        .filter_map(|criterion| Some((criterion.id.as_ref()?.get_ref(), &criterion.elements)))
        .flat_map(|(id, elements)| {
            let parts = elements
                .iter()
                .map(move |element| format!("{id}:{}", element.id.get_ref()));
            std::iter::once(id.clone()).chain(parts)
        })
        .collect();
    typed
        .iter()
        .map(|criterion| {
            // Up to the next one in the text: in a rubric that extends another their order may differ from it.
            let start = criterion.span().start;
            let end = typed
                .iter()
                .map(|other| other.span().start)
                .filter(|other| *other > start)
                .min()
                .unwrap_or(end);
            Draft::new(criterion, end, author, problems).checked(&scorable)
        })
        .collect()
}

fn check_unique(criteria: &[Spanned<RawCriterion>], problems: &mut Problems) {
    let mut known = BTreeSet::new();
    for criterion in criteria {
        let Some(id) = &criterion.get_ref().id else {
            continue;
        };
        if !known.insert(id.get_ref()) {
            problems.add(
                "duplicate-id",
                id.span(),
                format!("the rubric already has a criterion `{}`", id.get_ref()),
                "give each criterion an id of its own",
            );
        }
    }
}

/// The table `[rubric]`, whose text ends at `end`; criteria and digest are still to be set.
fn checked_header(
    typed: Option<Spanned<RawRubric>>,
    end: usize,
    problems: &mut Problems,
) -> Option<Rubric> {
    let Some(typed) = typed else {
        if !problems.touch(&(0..end)) {
            problems.add(
                "missing-key",
                0..0,
                "the file has no table `[rubric]`",
                "begin with `[rubric]`, and under it `id`, `title`, `version`, `kind`, `status` and `languages`",
            );
        }
        return None;
    };
    let header = Header {
        opening: typed.span(),
        problems,
    };
    header.checked(typed.into_inner())
}

/// The table `[rubric]` on its way to a valid one.
struct Header<'a> {
    opening: Range<usize>,
    problems: &'a mut Problems,
}

impl Header<'_> {
    fn checked(mut self, typed: RawRubric) -> Option<Rubric> {
        if let Some(id) = &typed.id {
            check_id("rubric", id, self.problems);
        }
        if let Some(version) = &typed.version {
            check_version(version, self.problems);
        }
        if let Some(jurisdiction) = &typed.jurisdiction {
            check_jurisdiction(jurisdiction, self.problems);
        }
        for source in &typed.sources {
            check_address(source, self.problems);
        }
        let effective_from = checked_date(
            "effective_from",
            typed.effective_from.as_ref(),
            self.problems,
        );
        let effective_to = checked_date("effective_to", typed.effective_to.as_ref(), self.problems);
        let verified_on = checked_date("verified_on", typed.verified_on.as_ref(), self.problems);
        if let (Some(from), Some(to), Some(place)) =
            (effective_from, effective_to, &typed.effective_to)
            && to < from
        {
            self.problems.add(
                "date-order",
                place.span(),
                format!("the rubric ends on {to}, before it begins on {from}"),
                "swap or correct `effective_from` and `effective_to`",
            );
        }
        let languages = self.languages(typed.languages.as_ref());
        let id = self.required(
            "id",
            typed.id,
            "name it as users shall type it, as in `id = \"uk-msa\"`",
        );
        let title = self.required("title", typed.title, "give the title in full");
        let version = self.required("version", typed.version, "begin with `version = \"1.0\"`");
        let kind = self.required(
            "kind",
            typed.kind,
            "write `law`, `guidance`, `benchmark` or `safeguarding`",
        );
        let status = self.required(
            "status",
            typed.status,
            "write `in_force`, `pending`, `guidance`, `benchmark` or `legacy`",
        );
        Some(Rubric {
            id: id?.into_inner(),
            version: version?.into_inner(),
            title: title?.into_inner(),
            kind: kind.unwrap_or(RubricKind::Benchmark),
            jurisdiction: typed
                .jurisdiction
                .map(Spanned::into_inner)
                .unwrap_or_default(),
            status: status.unwrap_or(RubricStatus::Benchmark),
            effective_from: effective_from.map(|date| date.to_string()),
            effective_to: effective_to.map(|date| date.to_string()),
            verified_on: verified_on.map(|date| date.to_string()),
            languages,
            sources: typed.sources.into_iter().map(Spanned::into_inner).collect(),
            notes: typed.notes,
            scope: typed.scope.map(Spanned::into_inner),
            quality: self.quality(typed.quality),
            criteria: Vec::new(),
            sha256: String::new(),
        })
    }

    fn quality(&mut self, typed: RawQuality) -> QualityRules {
        let common = QualityRules::default();
        let counts_from = typed.counts_from.map_or(common.counts_from, |typed| {
            let value = *typed.get_ref();
            if !(0.25..=0.99).contains(&value) {
                self.problems.add(
                    "threshold-form",
                    typed.span(),
                    format!("{value} is no confidence from which a sentence may count"),
                    "write a number from 0.25 to 0.99; 0.5 is the common one",
                );
            }
            value
        });
        QualityRules {
            negative: typed.negative.unwrap_or(common.negative),
            negative_with_reason: typed
                .negative_with_reason
                .unwrap_or(common.negative_with_reason),
            future_cap: typed.future_cap.unwrap_or(common.future_cap),
            future_specific_cap: typed
                .future_specific_cap
                .unwrap_or(common.future_specific_cap),
            commitment_cap: typed.commitment_cap.unwrap_or(common.commitment_cap),
            weak_cap: typed.weak_cap.unwrap_or(common.weak_cap),
            counts_from,
            recogniser: typed.recogniser.unwrap_or(common.recogniser),
        }
    }

    fn required<T>(&mut self, key: &str, value: Option<T>, help: &str) -> Option<T> {
        if value.is_none() && !self.problems.mistype(&self.opening, key) {
            self.problems.add(
                "missing-key",
                self.opening.clone(),
                format!("the rubric has no `{key}`"),
                help,
            );
        }
        value
    }

    fn languages(&mut self, typed: Option<&Spanned<Vec<Spanned<String>>>>) -> Vec<String> {
        let help =
            "name the languages of the statements that it can score, as in `languages = [\"en\"]`";
        let Some(typed) = self.required("languages", typed, help) else {
            return Vec::new();
        };
        if typed.get_ref().is_empty() {
            self.problems.add(
                "no-languages",
                typed.span(),
                "the rubric scores statements in no language",
                help,
            );
        }
        for language in typed.get_ref() {
            check_language(language, self.problems);
        }
        let languages = typed.get_ref().iter();
        languages
            .map(|language| language.get_ref().clone())
            .collect()
    }
}

/// SHA-256, in hex, of the file with all that its scores rest on: the shared blocks and word lists that it uses.
///
/// The ends of lines do not count, so that a checkout on another system is the same rubric.
fn digest(text: &str, typed: &[Spanned<RawCriterion>], criteria: &[Criterion]) -> String {
    let blocks: BTreeSet<&str> = typed
        .iter()
        .flat_map(|criterion| &criterion.get_ref().blocks)
        .map(|reference| reference.get_ref().split(':').next().unwrap_or_default())
        .collect();
    let lists: BTreeSet<&str> = criteria.iter().flat_map(lists_of).collect();

    let mut hash = Sha256::new();
    let mut part = |name: &str, content: &str| {
        let content = content.replace("\r\n", "\n");
        hash.update(format!("{name} {}\n", content.len()));
        hash.update(content);
    };
    part("rubric", text);
    for name in blocks {
        if let Some(Ok(block)) = block(name) {
            part(&format!("block {name}"), block.text);
        }
    }
    for name in lists {
        if let Some(list) = list(name) {
            part(&format!("list {name}"), &list.entries.join("\n"));
        }
    }
    hex(&hash.finalize())
}

/// The word lists that a criterion rests on.
fn lists_of(criterion: &Criterion) -> impl Iterator<Item = &str> {
    let signals = criterion.signals.iter().flat_map(|signal| &signal.patterns);
    let exclusions = criterion
        .exclusions
        .iter()
        .flat_map(|exclusion| &exclusion.patterns);
    let in_check = match &criterion.check {
        Some(super::Check::Approval { bodies }) => bodies.as_slice(),
        Some(super::Check::Signature { roles }) => roles.as_slice(),
        _ => &[],
    };
    signals
        .chain(exclusions)
        .chain(&criterion.headings)
        .flat_map(Pattern::lists)
        .chain(in_check.iter().map(String::as_str))
}

#[cfg(test)]
mod tests;
