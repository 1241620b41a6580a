//! JSON: a promised layout, apart from the inner types.

use std::io;
use std::io::Write;

use serde::Serialize;

use super::Checked;
use super::Draft;
use super::Places;
use super::word_of;
use crate::check::Judged;
use crate::check::PlaceIs;
use crate::check::Standing;
use crate::failure::Failed;
use crate::report::Program;
use crate::report::position::Position;

/// The version of this layout.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Told<'a> {
    schema: u32,
    program: Program,
    passes: bool,
    counts: Counts,
    remarks: &'a [String],
    drafts: Vec<ToldDraft<'a>>,
    failed: &'a [Failed],
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    note: usize,
    waived: usize,
    known: usize,
}

#[derive(Serialize)]
struct ToldDraft<'a> {
    draft: &'a str,
    sha256: &'a str,
    format: &'a str,
    rubrics: Vec<ToldRubric<'a>>,
    findings: Vec<ToldFinding<'a>>,
}

#[derive(Serialize)]
struct ToldRubric<'a> {
    id: &'a str,
    version: &'a str,
    mandatory_met: u32,
    mandatory_total: u32,
    mandatory_unknown: u32,
    quality: Option<f32>,
}

#[derive(Serialize)]
struct ToldFinding<'a> {
    code: &'a str,
    severity: &'a str,
    confidence: f32,
    standing: &'a str,
    waived_because: Option<&'a str>,
    rubric: Option<&'a str>,
    criterion_id: Option<&'a str>,
    citation: Option<&'a str>,
    message: &'a str,
    help: &'a str,
    model: &'a str,
    place: PlaceIs,
    heading: String,
    text: &'a str,
    #[serde(flatten)]
    position: Position,
    fingerprint: &'a str,
}

/// Writes everything as one document.
pub(super) fn write(output: &mut dyn Write, checked: &Checked<'_>) -> io::Result<()> {
    use crate::check::Severity;

    let verdict = checked.verdict;
    let count = |severity: Severity| verdict.counts.get(&severity).copied().unwrap_or(0);
    let told = Told {
        schema: SCHEMA,
        program: Program::default(),
        passes: !verdict.fails,
        counts: Counts {
            error: count(Severity::Error),
            warning: count(Severity::Warning),
            note: count(Severity::Note),
            waived: verdict.waived,
            known: verdict.known,
        },
        remarks: &verdict.remarks,
        drafts: checked.drafts.iter().map(told_draft).collect(),
        failed: checked.failed,
    };
    serde_json::to_writer_pretty(&mut *output, &told)?;
    writeln!(output)
}

fn told_draft(draft: &Draft) -> ToldDraft<'_> {
    let places = draft.places();
    ToldDraft {
        draft: draft.label(),
        sha256: &draft.assessed.origin.sha256,
        format: &draft.document().format,
        rubrics: draft
            .assessed
            .assessments
            .iter()
            .map(|assessment| ToldRubric {
                id: &assessment.rubric.id,
                version: &assessment.rubric.version,
                mandatory_met: assessment.compliance.met,
                mandatory_total: assessment.compliance.total,
                mandatory_unknown: assessment.compliance.unknown,
                quality: assessment.quality,
            })
            .collect(),
        findings: draft
            .judged
            .iter()
            .map(|judged| told_finding(draft, &places, judged))
            .collect(),
    }
}

fn told_finding<'a>(draft: &'a Draft, places: &Places, judged: &'a Judged) -> ToldFinding<'a> {
    let finding = &judged.finding;
    let criterion = finding.criterion.as_ref();
    let pointed = draft.pointed(places, finding.place.span);
    ToldFinding {
        code: finding.code.name,
        severity: finding.severity.word(),
        confidence: finding.confidence,
        standing: word_of(&judged.standing),
        waived_because: match &judged.standing {
            Standing::Waived(reason) => Some(reason),
            _ => None,
        },
        rubric: criterion.map(|criterion| criterion.rubric.as_str()),
        criterion_id: criterion.map(|criterion| criterion.id.as_str()),
        citation: criterion.map(|criterion| criterion.citation.as_str()),
        message: &finding.message,
        help: &finding.help,
        model: &finding.model,
        place: finding.place.is,
        heading: pointed.heading,
        text: pointed.words,
        position: pointed.position,
        fingerprint: &judged.fingerprint,
    }
}
