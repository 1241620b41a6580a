//! Rubrics of a company's own that change a built-in one.

use crate::rubric::Level;
use crate::rubric::Rubric;
use crate::rubric::load;
use crate::rubric::validate;
use crate::typed::Invalid;

const HEADER: &str = r#"schema = 1
extends = "uk-msa"

[rubric]
id = "holm-uk"
version = "1.0"
"#;

fn extended(rest: &str) -> Result<Rubric, Invalid> {
    validate("holm.toml", &format!("{HEADER}{rest}"))
}

fn valid(rest: &str) -> Rubric {
    extended(rest).unwrap_or_else(|invalid| panic!("{}", crate::typed::told(&invalid)))
}

fn codes(rest: &str) -> Vec<(&'static str, String)> {
    let invalid = extended(rest).expect_err("it has a mistake");
    invalid
        .problems
        .iter()
        .map(|problem| {
            let place = problem.place.clone().unwrap_or_default();
            (problem.code, invalid.text[place].to_owned())
        })
        .collect()
}

#[test]
fn what_is_not_given_stays_as_it_is_in_the_other() {
    let base = load("uk-msa").expect("it is built in");
    let own = valid("");

    assert_eq!((own.id.as_str(), own.version.as_str()), ("holm-uk", "1.0"));
    assert_eq!(own.title, base.title);
    assert_eq!(own.languages, base.languages);
    assert_eq!(own.criteria.len(), base.criteria.len());
    let (_, training) = own.criterion("training").expect("it is inherited");
    let (_, known) = base.criterion("training").expect("it is there");
    assert_eq!(training.signals.len(), known.signals.len());
    assert_eq!(training.examples, known.examples);
    assert_ne!(own.sha256, base.sha256, "it is another rubric");
}

#[test]
fn weights_thresholds_caps_and_texts_can_be_changed() {
    let own = valid(
        r#"
[rubric.quality]
counts_from = 0.7
commitment_cap = "absent"

[[criterion]]
id = "training"
weight = 4
advice = "Name the two academies."

[[criterion.cap]]
when = "no-link-to-modern-slavery"
level = "mentioned"
"#,
    );

    assert_eq!(own.quality.counts_from, 0.7);
    assert_eq!(own.quality.commitment_cap, Level::Absent);
    assert_eq!(own.quality.future_cap, Level::Mentioned, "as it was");
    let (_, training) = own.criterion("training").expect("it is inherited");
    assert_eq!(training.weight, 4.0);
    assert_eq!(training.advice, "Name the two academies.");
    assert_eq!(training.caps.len(), 1);
    assert_eq!(training.citation, "s54(5)(f)", "as it was");
}

#[test]
fn signals_can_be_added_changed_and_left_out() {
    let own = valid(
        r#"
[[criterion]]
id = "training"
without = ["awareness"]

[[criterion.signal]]
id = "academy"
title = "the academy"
phrases = ["holm academy"]
strength = "strong"

[[criterion.signal]]
id = "knowledge"
title = "knowledge as a value"
phrases = ["knowledge is power"]
strength = "weak"
"#,
    );

    let (_, training) = own.criterion("training").expect("it is inherited");
    let ids: Vec<&str> = training
        .signals
        .iter()
        .map(|signal| signal.id.as_str())
        .collect();
    assert!(ids.contains(&"academy") && ids.contains(&"slavery-training"));
    assert!(!ids.contains(&"awareness"), "it is left out");
    let knowledge: Vec<_> = training
        .signals
        .iter()
        .filter(|signal| signal.id == "knowledge")
        .collect();
    assert_eq!(knowledge.len(), 1, "it stands in the place of the other");
    assert_eq!(knowledge[0].title, "knowledge as a value");
}

#[test]
fn criteria_can_be_added_and_removed() {
    let own = validate(
        "holm.toml",
        r#"schema = 1
extends = "uk-msa"
remove = ["publication"]

[rubric]
id = "holm-uk"
version = "1.0"

[[criterion]]
id = "living-wage"
citation = "clause 3 of the code"
title = "Living wage"
description = "Whether suppliers pay a living wage."
duty = "benchmark"
basis = "benchmark"
kind = "content"
weight = 1
advice = "Say how many suppliers pay a living wage."
question = "How many of your workers are paid a living wage?"

[[criterion.signal]]
id = "living-wage"
title = "a living wage"
phrases = ["living wage"]
strength = "strong"

[[criterion.example]]
text = "All our cleaners are paid the living wage."
counts = true
level = "partial"

[[criterion.example]]
text = "We pay by card."
counts = false
level = "absent"
"#,
    )
    .unwrap_or_else(|invalid| panic!("{}", crate::typed::told(&invalid)));

    assert!(own.criterion("publication").is_none());
    let last = own.criteria.last().expect("it has criteria");
    assert_eq!(last.id, "living-wage");
}

#[test]
fn mistakes_are_told_in_the_own_file() {
    assert_eq!(
        codes("\n[[criterion]]\nid = \"training\"\nwithout = [\"awarenes\"]\n"),
        [("unknown-signal", "\"awarenes\"".to_owned())]
    );
    assert_eq!(
        codes("\n[[criterion]]\nid = \"training\"\nweight = 400\n"),
        [("weight-form", "400".to_owned())]
    );
    assert_eq!(
        codes("\n[rubric.quality]\ncounts_from = 2\n")
            .iter()
            .map(|(code, _)| *code)
            .collect::<Vec<_>>(),
        ["threshold-form"]
    );
    let unknown = validate("holm.toml", &HEADER.replace("\"uk-msa\"", "\"uk-msaa\""))
        .expect_err("there is no such rubric");
    let problem = unknown
        .problems
        .iter()
        .find(|problem| problem.code == "unknown-rubric")
        .expect("it is told");
    assert_eq!(problem.help, "did you mean `uk-msa`?");
}

#[test]
fn steps_that_rest_on_a_removed_criterion_are_told() {
    let text = HEADER.replace(
        "\n\n[rubric]",
        "\nremove = [\"training\", \"trainings\"]\n\n[rubric]",
    );
    let invalid = validate("holm.toml", &text).expect_err("it has mistakes");

    let codes: Vec<&str> = invalid
        .problems
        .iter()
        .map(|problem| problem.code)
        .collect();
    assert_eq!(codes, ["unknown-criterion", "unknown-criterion"]);
}

#[test]
fn nothing_can_be_removed_from_nothing() {
    let text = HEADER.replace("extends = \"uk-msa\"", "remove = [\"steps\"]");
    let invalid = validate("holm.toml", &text).expect_err("it extends nothing");

    assert!(
        invalid
            .problems
            .iter()
            .any(|problem| problem.code == "stray-key")
    );
}
