//! The verdict on publication, from the home page: the document itself cannot tell.

use std::borrow::Cow;

use crate::assessment::Assessment;
use crate::assessment::Verdict;
use crate::rubric::Check;
use crate::rubric::CriterionKind;
use crate::rubric::Duty;
use crate::source::Linked;
use crate::source::Publication;

/// Puts what the home page shows in the place of `cannot_tell`, and counts the mandatory anew.
pub(super) fn answer(publication: &Publication, assessments: &mut [Assessment]) {
    let verdict = match publication.linked {
        Linked::Met => Verdict::Met,
        Linked::NotMet => Verdict::NotMet,
        Linked::CannotTell => Verdict::CannotTell,
    };
    for assessment in assessments {
        let criteria = assessment.rubric.criteria.iter();
        for (criterion, result) in criteria.zip(&mut assessment.results) {
            if criterion.check != Some(Check::Publication {})
                || criterion.kind != CriterionKind::Formality
            {
                continue;
            }
            let was = result.verdict;
            result.verdict = verdict;
            result.confidence = 0.9;
            let code = publication.code.clone();
            result.capped_by = (!code.is_empty()).then_some(Cow::Owned(code));
            if verdict == Verdict::Met {
                result.advice.clear();
            }
            if criterion.duty == Duty::Mandatory {
                let counts = &mut assessment.compliance;
                if was == Verdict::CannotTell {
                    counts.unknown = counts.unknown.saturating_sub(1);
                }
                match verdict {
                    Verdict::Met => counts.met += 1,
                    Verdict::CannotTell => counts.unknown += 1,
                    Verdict::NotMet | Verdict::NotApplicable => {}
                }
            }
        }
    }
}
