//! Pages on rubrics and criteria: complete, and no wider than a terminal.

use super::*;
use crate::rubric::load;
use crate::rubric::page::COLUMNS;

fn uk() -> Rubric {
    load("uk-msa").expect("it is built in")
}

#[test]
fn every_criterion_tells_its_law_its_examples_and_what_to_write() {
    let rubric = uk();

    for criterion in &rubric.criteria {
        let told = explain(&rubric, &criterion.id).expect("it is a criterion of the rubric");
        let flat = told.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            &criterion.citation,
            &criterion.title,
            &criterion.description,
            &criterion.advice,
            &criterion.model,
            &criterion.question,
        ] {
            assert!(flat.contains(part.as_str()), "{}: {part}", criterion.id);
        }
        for example in &criterion.examples {
            let text = example.text.replace('\n', " / ");
            assert!(flat.contains(&text), "{}: {text}", criterion.id);
        }
        for signal in &criterion.signals {
            assert!(
                flat.contains(&signal.title),
                "{}: {}",
                criterion.id,
                signal.id
            );
        }
    }
    assert_eq!(explain(&rubric, "no-such-criterion"), None);
}

#[test]
fn a_regular_expression_is_told_in_words() {
    assert_eq!(
        gist_of(r"\b(?:audit|audits|visits?)\b.{0,80}\b(?:supplier|vendors?)\b"),
        "[audit/audits/visits \u{2026} supplier/vendors]"
    );
    assert_eq!(
        gist_of(r"\b\d[\d,]* (?:[\w-]+ ){0,4}(?:train\w+)\b"),
        "[# \u{2026} train*]"
    );
    assert_eq!(
        gist_of(r"(?:a|b|c|d|e|f|g) made in {countries}"),
        "[a/b/c/d/e/\u{2026}]"
    );
}

#[test]
fn the_caps_that_hold_a_level_down_are_told() {
    let told = explain(&uk(), "structure").expect("it is a criterion of the rubric");

    assert!(
        told.contains("without the supply chains: at most partial"),
        "{told}"
    );
}

#[test]
fn no_line_is_wider_than_a_terminal() {
    let rubric = uk();
    let mut pages = vec![show(&rubric)];
    pages.extend(
        rubric
            .criteria
            .iter()
            .filter_map(|criterion| explain(&rubric, &criterion.id)),
    );

    for line in pages.iter().flat_map(|page| page.lines()) {
        let is_one_word = line.trim_start_matches(['-', ' ']).split(' ').count() == 1;
        assert!(line.chars().count() <= COLUMNS || is_one_word, "{line}");
    }
}

#[test]
fn a_rubric_shows_what_is_mandatory_apart_from_the_rest() {
    let told = show(&uk());

    let mandatory = told.find("MANDATORY").expect("a heading");
    let recommended = told.find("RECOMMENDED").expect("a heading");
    let approval = told.find("- approval (s54(6))").expect("a criterion");
    let risk = told.find("- risk (s54(5)(d))").expect("a criterion");
    assert!(mandatory < approval && approval < recommended && recommended < risk);
}
