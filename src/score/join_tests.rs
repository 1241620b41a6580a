//! The recogniser beside the signals: what it may add, what it may not, and where the answer is left open. The opinions
//! are given, so that these tests hold whatever weights are built in.

use std::sync::Arc;

use super::Opinions;
use super::Scorer;
use crate::assessment::CriterionResult;
use crate::assessment::Evidence;
use crate::assessment::Method;
use crate::assessment::Status;
use crate::assessment::UNSURE;
use crate::assessment::Verdict;
use crate::document::BlockKind;
use crate::document::Builder;
use crate::document::Document;
use crate::facts::facts_of;
use crate::recogniser::LABELS;
use crate::recogniser::Label;
use crate::rubric::Level;
use crate::rubric::load;

fn document(paragraphs: &[&str]) -> Document {
    let mut builder = Builder::new("text");
    for paragraph in paragraphs {
        builder.plain(BlockKind::Paragraph, paragraph);
    }
    builder.finish()
}

/// The answer of `rubric` to `criterion` where the recogniser is `sure` of each paragraph that it speaks to `label`, and
/// says yes from .4 on.
fn answer(
    rubric: &str,
    criterion: &str,
    label: Label,
    paragraphs: &[(&str, f64)],
) -> CriterionResult {
    let words: Vec<&str> = paragraphs.iter().map(|(words, _)| *words).collect();
    let document = document(&words);
    let confidences = document.sentences.iter().map(|sentence| {
        let mut of = [0.01; LABELS];
        of[label.place()] = paragraphs[sentence.block as usize].1;
        of
    });
    let opinions = Opinions::given(confidences.collect(), [0.4; LABELS]);
    let rubric = Arc::new(load(rubric).expect("it is built in"));
    let (place, _) = rubric.criterion(criterion).expect("the criterion is there");
    Scorer::new(&[rubric])
        .assess_with(&document, &facts_of(&document), Some(&opinions))
        .remove(0)
        .results
        .swap_remove(place)
}

fn au(criterion: &str, label: Label, paragraphs: &[(&str, f64)]) -> CriterionResult {
    answer("au-msa", criterion, label, paragraphs)
}

fn counting(result: &CriterionResult) -> Vec<&Evidence> {
    result.evidence.iter().filter(|of| of.counts).collect()
}

/// Says nothing that a signal of effectiveness knows, near words of modern slavery.
const UNKNOWN: &str =
    "Each spring two of us sit down with the modern slavery file and go through it.";

#[test]
fn what_the_recogniser_alone_is_sure_of_counts_and_reaches_partial_at_most() {
    let result = au("effectiveness", Label::Effectiveness, &[(UNKNOWN, 0.9)]);

    assert_eq!(result.level, Some(Level::Partial));
    assert_eq!(result.verdict, Verdict::Met);
    assert_eq!(counting(&result)[0].method, Method::Model);
    // ln(.9 / .1) = 2.197: 1 / (1 + e^−(.9 · 2.197 − .46)).
    assert!((counting(&result)[0].confidence - 0.82).abs() < 0.005);
}

#[test]
fn what_is_near_and_no_more_leaves_the_answer_open_with_the_nearest_sentence() {
    let far = au("effectiveness", Label::Effectiveness, &[(UNKNOWN, 0.1)]);
    let near = au(
        "effectiveness",
        Label::Effectiveness,
        &[
            ("We sell doors and modern slavery is a crime.", 0.1),
            (UNKNOWN, 0.38),
        ],
    );
    let unsure = au("effectiveness", Label::Effectiveness, &[(UNKNOWN, 0.55)]);

    assert_eq!(far.verdict, Verdict::NotMet);
    assert_eq!(near.verdict, Verdict::CannotTell);
    assert_eq!(near.capped_by.as_deref(), Some(UNSURE));
    assert!(counting(&near).is_empty());
    assert_eq!(near.top_evidence().map(|of| of.sentence), Some(1));
    assert_eq!(unsure.verdict, Verdict::CannotTell);
    assert_eq!(unsure.level, Some(Level::Mentioned));
}

#[test]
fn both_together_are_told_as_both() {
    let words = "We review the effectiveness of our actions on modern slavery every year.";
    let result = au("effectiveness", Label::Effectiveness, &[(words, 0.8)]);

    let evidence = counting(&result)[0];
    assert_eq!(evidence.method, Method::SignalAndModel);
    assert!(evidence.reason.contains("agrees"), "{}", evidence.reason);
}

#[test]
fn what_signals_find_stands_where_the_recogniser_doubts_it_and_says_so() {
    let words = "We review the effectiveness of our actions on modern slavery every year.";
    let result = au("effectiveness", Label::Effectiveness, &[(words, 0.01)]);

    let evidence = counting(&result)[0];
    assert_eq!(result.verdict, Verdict::Met);
    assert_eq!(evidence.method, Method::Signal);
    assert!(evidence.confidence < 0.12);
    assert!(evidence.reason.contains("doubts"), "{}", evidence.reason);
}

#[test]
fn where_the_recogniser_decides_what_it_doubts_is_set_aside() {
    let words = "We review the effectiveness of our actions on modern slavery every year.";
    let result = answer(
        "aims",
        "effectiveness",
        Label::Effectiveness,
        &[(words, 0.01)],
    );

    assert!(counting(&result).is_empty());
    assert!(result.evidence[0].reason.contains("set aside"));
}

#[test]
fn promises_plans_denials_and_quoted_law_do_not_count_because_the_recogniser_likes_them() {
    for (words, status) in [
        (
            "Next year two of us will sit down with the modern slavery file.",
            Status::Plan,
        ),
        (
            "We are committed to go through the modern slavery file.",
            Status::Commitment,
        ),
        (
            "The Modern Slavery Act 2018 requires entities to describe how they assess themselves.",
            Status::Context,
        ),
    ] {
        let result = au("consultation", Label::Consultation, &[(words, 0.95)]);

        assert!(counting(&result).is_empty(), "{words}");
        assert_eq!(result.evidence[0].status, status, "{words}");
        assert_ne!(result.verdict, Verdict::Met, "{words}");
    }
}

#[test]
fn a_text_without_a_word_of_slavery_is_left_to_the_signals() {
    let result = au(
        "effectiveness",
        Label::Effectiveness,
        &[("Each spring two of us sit down with the file.", 0.95)],
    );

    assert!(result.evidence.is_empty());
    assert_eq!(result.verdict, Verdict::NotMet);
}

#[test]
fn steps_are_not_taken_by_what_the_recogniser_alone_finds() {
    let result = answer(
        "uk-msa",
        "steps",
        Label::Effectiveness,
        &[(
            "Managers who have gone through the modern slavery file",
            0.95,
        )],
    );

    assert_eq!(result.verdict, Verdict::NotMet);
}

#[test]
fn a_signature_whose_parts_cannot_be_told_is_left_open_and_a_blank_is_not() {
    let signature = |line: &str| {
        au(
            "signature",
            Label::Signature,
            &[
                ("Modern slavery statement of Holm Dairy.", 0.01),
                (line, 0.95),
            ],
        )
    };

    assert_eq!(
        signature("Yours faithfully, for all at the dairy").verdict,
        Verdict::CannotTell
    );
    assert_eq!(
        signature("Yours faithfully: ____________").verdict,
        Verdict::NotMet
    );
}

#[test]
fn an_element_of_its_own_label_is_found_and_never_doubted() {
    let words =
        "All our doors go by road to builders in Kent, whatever modern slavery may mean there.";
    let found = answer("uk-msa", "structure", Label::Operations, &[(words, 0.9)]);
    let stands = answer(
        "uk-msa",
        "structure",
        Label::Operations,
        &[("We employ 840 people in Leeds.", 0.01)],
    );

    assert_eq!(counting(&found).len(), 1);
    assert!(!counting(&stands)[0].reason.contains("doubts"));
    assert!(counting(&stands)[0].confidence >= 0.5);
}

#[test]
fn a_threshold_that_is_given_stands_in_for_all_others() {
    let document =
        document(&["We review the effectiveness of our actions on modern slavery every year."]);
    let rubric = Arc::new(load("uk-msa").expect("it is built in"));
    let counts = |threshold| {
        Scorer::new(std::slice::from_ref(&rubric))
            .with_threshold(threshold)
            .assess(&document, &facts_of(&document))[0]
            .results
            .iter()
            .flat_map(|result| &result.evidence)
            .filter(|evidence| evidence.counts && evidence.method != Method::Fact)
            .count()
    };

    assert!(counts(None) > 0);
    assert_eq!(counts(Some(1.0)), 0);
}

#[test]
fn where_signals_find_a_promise_the_recogniser_makes_no_practice_of_it() {
    let result = au(
        "effectiveness",
        Label::Effectiveness,
        &[
            (
                "We are committed to measuring the effectiveness of our approach to modern slavery.",
                0.9,
            ),
            (UNKNOWN, 0.9),
        ],
    );

    assert_eq!(counting(&result).len(), 2);
    assert_eq!(result.capped_by.as_deref(), Some("commitment-only"));
    assert_eq!(result.verdict, Verdict::NotMet);
}
