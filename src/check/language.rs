//! Findings on how things are said: assurances that nobody can give, responsibility pushed away, contradictions.

use std::sync::LazyLock;

use crate::lexicon::Search;

use super::Expected;
use super::Finding;
use super::Place;
use super::Severity;
use super::codes;
use super::codes::Code;
use super::residue;
use crate::assessment::Assessed;
use crate::assessment::Status;
use crate::document::Document;
use crate::document::Sentence;
use crate::document::Span;
use crate::facts;
use crate::facts::DocumentKind;
use crate::lexicon::matching_form;

/// The findings of every sentence, and of the facts that are about language.
pub(super) fn findings(assessed: &Assessed, expected: &Expected) -> Vec<Finding> {
    let document = &assessed.document;
    let part = assessed.facts.kind.part.unwrap_or(document.whole());
    let mut findings = Vec::new();
    for sentence in &document.sentences {
        if document.is_heading(sentence) || !part.contains(sentence.span) {
            continue;
        }
        findings.extend(of_sentence(document, sentence));
    }
    findings.extend(contradictions(assessed, part));
    findings.extend(residue::findings(assessed, expected, part));
    for span in facts::identifiable_persons_in(document, part) {
        let message = "a person who was exploited may be recognised here".to_owned();
        findings.push(finding(
            &codes::IDENTIFIABLE_VICTIM,
            0.6,
            message,
            Place::exact(span),
        ));
    }
    findings.extend(of_warnings(assessed));
    findings
}

pub(super) fn finding(
    code: &'static Code,
    confidence: f32,
    message: String,
    place: Place,
) -> Finding {
    Finding {
        code,
        severity: code.severity,
        confidence,
        criterion: None,
        message,
        help: code.cure.to_owned(),
        model: String::new(),
        place,
    }
}

fn of_sentence(document: &Document, sentence: &Sentence) -> Vec<Finding> {
    let form = matching_form(document.words_at(sentence.span));
    let place = Place::exact(sentence.span);
    let mut findings = Vec::new();
    if is_assurance(&form) {
        let message = "an assurance that nobody can give".to_owned();
        findings.push(finding(&codes::ABSOLUTE_ASSURANCE, 0.8, message, place));
    }
    if SHIFTED.is_match(&form) && !OWN_CHECK.is_match(&form) {
        let message = "responsibility is pushed to suppliers".to_owned();
        findings.push(finding(&codes::RESPONSIBILITY_SHIFTED, 0.7, message, place));
    }
    findings
}

/// Whether the sentence, in matching form, assures what nobody can: an aim in front of the words, or a limit anywhere,
/// makes it another sentence.
fn is_assurance(form: &str) -> bool {
    ASSURANCE.find(form).is_some_and(|assured| {
        let before = form.get(..assured.start()).unwrap_or_default();
        !AIM.is_match(before) && !AIM.is_match(assured.as_str()) && !LIMIT.is_match(form)
    })
}

/// "No risk was identified" beside sentences that describe risks as their own.
fn contradictions(assessed: &Assessed, part: Span) -> Vec<Finding> {
    let document = &assessed.document;
    let described = assessed
        .assessments
        .iter()
        .flat_map(|assessment| assessment.rubric.criteria.iter().zip(&assessment.results))
        .filter(|(criterion, _)| {
            matches!(criterion.id.as_str(), "risk" | "risks" | "risk_description")
        })
        .flat_map(|(_, result)| &result.evidence)
        .filter(|evidence| evidence.counts && evidence.status == Status::Action)
        .filter_map(|evidence| document.sentences.get(evidence.sentence as usize))
        .find(|sentence| {
            let form = matching_form(document.words_at(sentence.span));
            RISK_HELD.is_match(&form) && !NO_RISK.is_match(&form)
        });
    let Some(described) = described else {
        return Vec::new();
    };
    document
        .sentences
        .iter()
        .filter(|sentence| part.contains(sentence.span) && !document.is_heading(sentence))
        .filter(|sentence| NO_RISK.is_match(&matching_form(document.words_at(sentence.span))))
        .map(|sentence| {
            let quoted: String = document
                .words_at(described.span)
                .chars()
                .take(120)
                .collect();
            let message = format!(
                "no risk is said to be there, and elsewhere one is described: \"{quoted}\""
            );
            finding(
                &codes::CONTRADICTION,
                0.7,
                message,
                Place::exact(sentence.span),
            )
        })
        .collect()
}

/// The warnings on the statement that are findings too. Those that a formality tells already are left to it.
fn of_warnings(assessed: &Assessed) -> Vec<Finding> {
    let document = &assessed.document;
    let facts = &assessed.facts;
    let mut findings = Vec::new();
    if facts.kind.kind == DocumentKind::Other {
        let because = facts.kind.reasons.join("; ");
        let message = format!("the text does not read as a company's statement: {because}");
        findings.push(finding(
            &codes::NOT_A_STATEMENT,
            0.8,
            message,
            Place::start(document),
        ));
    }
    for notice in &assessed.warnings {
        let (code, span) = match notice.code.as_str() {
            "stale" => (
                &codes::STALE,
                facts.period_end.as_ref().and_then(|found| found.span),
            ),
            "title-year-differs" => (
                &codes::YEAR_MISMATCH,
                facts.title.as_ref().and_then(|found| found.span),
            ),
            "draft" => (
                &codes::DRAFT_MARK,
                facts.title.as_ref().and_then(|found| found.span),
            ),
            "policy" => (&codes::NOT_A_STATEMENT, None),
            // A title that says what it is leaves little doubt to the writers of it.
            "doubtful-statement" if !is_titled(assessed) => (&codes::NOT_A_STATEMENT, None),
            _ => continue,
        };
        let place = span.map_or(Place::start(document), Place::exact);
        let mut found = finding(code, 0.8, notice.message.clone(), place);
        if notice.code == "doubtful-statement" {
            found.severity = Severity::Warning;
        }
        findings.push(found);
    }
    findings
}

/// Whether the first words call the text a statement or report on slavery, forced labour or supply chains.
fn is_titled(assessed: &Assessed) -> bool {
    let document = &assessed.document;
    let mut first = document.sentences.iter().take(3);
    first.any(|sentence| TITLE.is_match(&matching_form(document.words_at(sentence.span))))
}

static TITLE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"\b(?:slavery|forced labou?r|trafficking|supply chains?)\b.{0,60}\b(?:statement|report|disclosure)\b",
    )
});

/// A fixed regular expression.
pub(super) fn pattern(text: &'static str) -> Search {
    Search::new(text)
}

/// Searched in matching form: small letters, plain quotes and dashes.
static ASSURANCE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?x)
        \bthere\ (?:is|are|was|were)\ (?:absolutely\ |currently\ )?no\ (?:instances?\ of\ |cases?\ of\ )?(?:modern\ )?(?:slavery|slaves|forced\ labou?r|human\ trafficking|trafficking|child\ labou?r)\b .{0,60}\b(?:our|the|its)\b .{0,40}\b(?:suppl\w+|business|organi[sz]ation|company|operations|group)
        | \b(?:our|the|its)\ (?:\w+\ ){0,4}(?:supply\ chains?|business|operations|suppliers|organi[sz]ation|group)\ (?:and\ (?:\w+\ ){0,3}(?:supply\ chains?|suppliers)\ )?(?:is|are|remains?)\ (?:completely\ |entirely\ |wholly\ |totally\ |100\ ?%\ )?(?:free\ (?:of|from)|slavery[-\ ]free)
        | \b(?:we|company|group|board)\ (?:can\ |do\ |hereby\ )*(?:guarantee|guarantees|assure|assures|certify|certifies|confirm|confirms)\b .{0,60}\bno\ (?:modern\ )?(?:slavery|forced\ labou?r|trafficking|child\ labou?r)
        | \b(?:we|company|group)\ (?:are|is)\ (?:confident|certain|satisfied|sure)\ that\ (?:no|there\ (?:is|are)\ no)\ (?:modern\ )?(?:slavery|forced\ labou?r|trafficking|child\ labou?r|human\ trafficking)
        | \b(?:slavery|servitude|forced\ labou?r|child\ labou?r|human\ trafficking|trafficking)\ (?:does|do|is|are)\ not\ (?:take|taking|occur|occurring|exist|happen|happening)\ ?(?:place\ )?(?:anywhere\ )?in\ (?:any|our|the|its|either)\b
        | \b(?:100\ ?%|completely|entirely|totally)\ (?:free\ (?:of|from)\ (?:modern\ )?slavery|slavery[-\ ]free)
        ",
    )
});

/// What turns an assurance into an aim, a step or a demand.
static AIM: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"\b(?:ensure|ensuring|steps|aim|aims|aimed|seek|seeks|commit\w*|work\w* towards|strive\w*|effort\w*|so that|to make sure|making sure|whether|goal|ambition|require|requires|must|should|if|processes|measures|controls|endeavou?r\w*|verif\w+|prevent\w*)\b",
    )
});

/// What turns it into a finding, a belief or a quotation.
static LIMIT: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"\b(?:identified|found|reported|raised|detected|aware of|knowledge|evidence|cannot|can not|not guarantee|no guarantee|believe|risks?|as far as)\b",
    )
});

static SHIFTED: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?x)
        \b(?:responsibility|duty|obligation|up\ to)\b .{0,30}\b(?:of|on|lies\ with|rests\ with|falls\ to|to)\ (?:our\ |the\ |its\ |each\ )?(?:suppliers?|contractors?|agenc(?:y|ies)|subcontractors?)\b
        | \b(?:suppliers?|contractors?|agenc(?:y|ies)|subcontractors?)\ (?:are|is|remain|remains)\ (?:solely\ |entirely\ |wholly\ |fully\ )?(?:responsible|accountable|liable)\b
        | \b(?:we|company|group)\ (?:rely|relies)\ (?:solely\ |entirely\ |wholly\ |fully\ )?(?:on|upon)\ (?:our\ |the\ |its\ )?(?:suppliers?|contractors?|agenc(?:y|ies))\b .{0,60}\b(?:comply|compliance|ensure|prevent|manage|themselves)
        | \bwe\ rely\ (?:solely\ |entirely\ |wholly\ )?(?:on|upon)\ (?:our|these|this|the)\ (?:[\w-]+\ ){0,3}(?:suppliers?|company|contractors?|vendors?|agenc(?:y|ies))\ to\ (?:ensure|establish|prevent|carry\ out|conduct|check)\b
        | \b(?:cannot|can\ not|not)\ (?:be\ )?(?:held\ )?(?:responsible|liable|accountable)\ for\b .{0,40}\b(?:suppliers?|contractors?|supply\ chains?|third\ parties)
        ",
    )
});

/// What the company itself does about it.
static OWN_CHECK: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"\b(?:audit\w*|verif\w+|inspect\w*|monitor\w*|check(?:s|ed|ing)?|visit\w*|review\w*|support\w*|train\w*|assess\w*|help\w*)\b",
    )
});

static NO_RISK: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?x)
        \b(?:no|not|nor)\b .{0,30}\b(?:any\ )?(?:\w+\ ){0,3}risks?\ (?:of\ (?:modern\ )?(?:slavery|forced\ labou?r|trafficking|exploitation)\ )?(?:\w+\ ){0,6}(?:identified|found|exists?|exist|present|in\ our)\b
        | \b(?:identified|found|see|have|has|are|is)\ no\ (?:\w+\ ){0,3}risks?\b
        | \bno\ (?:\w+\ ){0,3}risks?\ (?:\w+\ ){0,5}(?:was|were|has\ been|have\ been)\ (?:identified|found)\b
        ",
    )
});

/// A risk of one's own, not one in the world.
static RISK_HELD: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"\b(?:high(?:er|est)?|great(?:er|est)?|elevated|significant|material|salient|main|key|medium|moderate) (?:\w+ ){0,3}risks?\b|\brisks? (?:is|are) (?:\w+ ){0,2}(?:high(?:er|est)?|great(?:er|est)?|elevated|significant)\b|\brisks? (?:\w+ ){0,2}(?:identified|found) (?:are|is|were|include)\b",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    fn assures(text: &str) -> bool {
        is_assurance(&matching_form(text))
    }

    #[test]
    fn an_assurance_is_told_and_an_aim_or_a_finding_is_not() {
        for text in [
            "There is no slavery in our supply chain.",
            "Our business and supply chains are free from modern slavery.",
            "We are confident that no forced labour takes place in our factories.",
            "We can confirm that there is no child labour at any of our sites.",
            "Forced labour does not take place in any of our businesses, and our policies ensure that it never will.",
        ] {
            assert!(assures(text), "{text}");
        }
        for text in [
            "We take steps to ensure that there is no slavery in our supply chain.",
            "In the year no case of slavery was identified in our supply chain.",
            "We aim for supply chains that are free from slavery.",
            "Our controls are there to make sure that slavery does not occur in our supply chain.",
            "As far as we know, there is no evidence that slavery takes place in our supply chain.",
            "We cannot guarantee that there is no forced labour in our supply chain.",
        ] {
            assert!(!assures(text), "{text}");
        }
    }

    #[test]
    fn who_only_points_at_suppliers_is_told_and_who_checks_is_not() {
        let shifted = |text: &str| {
            let form = matching_form(text);
            SHIFTED.is_match(&form) && !OWN_CHECK.is_match(&form)
        };

        assert!(shifted(
            "It is the responsibility of our suppliers to prevent slavery."
        ));
        assert!(shifted(
            "Suppliers are solely responsible for the treatment of their workers."
        ));
        assert!(!shifted(
            "Suppliers are responsible for their workers' pay, and we audit their payroll twice a year."
        ));
        assert!(!shifted(
            "The procurement director is responsible for this statement."
        ));
    }

    #[test]
    fn no_risk_is_told_from_low_risk() {
        let none = |text: &str| NO_RISK.is_match(&matching_form(text));

        assert!(none(
            "We have identified no risks of modern slavery in our business."
        ));
        assert!(none(
            "No risks of modern slavery were identified during the year."
        ));
        assert!(none("There is no risk of slavery in our operations."));
        assert!(!none(
            "We consider the risk of modern slavery in our offices to be low."
        ));
        assert!(!none("The risk is not limited to our first tier."));
    }
}
