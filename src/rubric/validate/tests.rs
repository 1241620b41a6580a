//! Every kind of mistake in a rubric file, told with its place.

use super::*;
use crate::typed::told;

/// A small rubric without mistakes.
const SOUND: &str = r#"schema = 1

[rubric]
id = "holm-code"
title = "Code of the Holm group"
version = "1.0"
kind = "benchmark"
jurisdiction = "GB"
status = "benchmark"
effective_from = 2024-01-01
effective_to = "2026-12-31"
languages = ["en"]
sources = [{ label = "The code", url = "https://holm.example/code" }]

[[criterion]]
id = "training"
citation = "clause 7"
title = "Training"
description = "What staff learn about modern slavery."
duty = "recommended"
basis = "benchmark"
kind = "content"
weight = 1
advice = "Say who was trained, on what and how many."
question = "Whom did you train last year?"

[[criterion.element]]
id = "audience"
title = "who is trained"

[[criterion.signal]]
id = "trained"
title = "staff are trained"
phrases = ["train*"]
strength = "strong"
element = "audience"

[[criterion.rung]]
level = "specific"
elements = ["audience"]

[[criterion.example]]
text = "Our buyers were trained in May."
counts = true
level = "partial"

[[criterion.example]]
text = "The train was late."
counts = false
level = "absent"

[[criterion]]
id = "steps"
citation = "clause 2"
title = "Steps in the year"
description = "Anything done in the year."
duty = "mandatory"
basis = "benchmark"
kind = "formality"
check = { kind = "steps", from = ["training"] }
advice = "Say what was done."
question = "What did you do last year?"

[[criterion.example]]
text = "Our buyers were trained in May."
counts = true
verdict = "met"
status = "action"

[[criterion.example]]
text = "We sell prawns."
counts = false
verdict = "not_met"
"#;

/// The mistakes of [`SOUND`] with `old` replaced by `new`: code and the text at the place of each.
fn mistakes(old: &str, new: &str) -> Vec<(&'static str, String)> {
    assert!(SOUND.contains(old), "{old} stands in the sound rubric");
    let text = SOUND.replacen(old, new, 1);
    let invalid = validate("holm.toml", &text).expect_err(new);
    invalid
        .problems
        .iter()
        .map(|problem| {
            let place = problem.place.clone().unwrap_or_default();
            let words = text.get(place).expect("a place within the text");
            (problem.code, words.to_owned())
        })
        .collect()
}

#[track_caller]
fn assert_told(old: &str, new: &str, expected: &[(&str, &str)]) {
    let told = mistakes(old, new);
    let told: Vec<(&str, &str)> = told
        .iter()
        .map(|(code, words)| (*code, words.as_str()))
        .collect();
    assert_eq!(told, expected, "for `{old}` replaced by `{new}`");
}

#[test]
fn a_rubric_without_mistakes_is_valid() {
    let rubric =
        validate("holm.toml", SOUND).unwrap_or_else(|invalid| panic!("{}", told(&invalid)));

    assert_eq!(rubric.id, "holm-code");
    assert_eq!(rubric.effective_from.as_deref(), Some("2024-01-01"));
    assert_eq!(rubric.effective_to.as_deref(), Some("2026-12-31"));
    let (place, training) = rubric.criterion("training").expect("it has the criterion");
    assert_eq!(place, 0);
    assert_eq!(training.signals[0].element.as_deref(), Some("audience"));
    assert!(training.signals[0].patterns[0].is_match("two trainers"));
    assert_eq!(
        rubric.criteria[1].check,
        Some(crate::rubric::Check::Steps {
            from: vec!["training".to_owned()]
        })
    );
}

#[test]
fn text_that_is_no_toml_is_told_where_it_stops_being_so() {
    assert_told(
        "title = \"Training\"",
        "title = Training",
        &[("syntax", "Training")],
    );
    assert_told(
        "title = \"Training\"",
        "title = \"Training\"\ntitle = \"Again\"",
        &[("syntax", "title")],
    );
}

#[test]
fn the_schema_must_be_one_that_is_known() {
    assert_told("schema = 1", "schema = 2", &[("schema", "2")]);
    assert_told("schema = 1", "", &[("missing-key", "")]);
}

#[test]
fn unknown_keys_and_words_are_told_without_hiding_one_another() {
    assert_told("advice =", "advise =", &[("unknown-key", "advise")]);
    assert_told(
        "strength = \"strong\"",
        "strenght = \"strong\"",
        &[("unknown-key", "strenght")],
    );
    assert_told(
        "duty = \"recommended\"",
        "duty = \"advisory\"",
        &[("unknown-word", "\"advisory\"")],
    );
    assert_told(
        "level = \"partial\"",
        "level = \"good\"",
        &[("unknown-word", "\"good\"")],
    );
    assert_told(
        "weight = 1",
        "weight = \"much\"",
        &[("wrong-type", "\"much\"")],
    );
}

#[test]
fn a_model_with_nothing_to_fill_in_is_told() {
    assert_told(
        "advice = \"Say who was trained, on what and how many.\"",
        "advice = \"Say who was trained, on what and how many.\"\nmodel = \"All 14 buyers were trained.\"",
        &[("no-blank", "\"All 14 buyers were trained.\"")],
    );
}

#[test]
fn what_a_rubric_cannot_do_without_is_asked_for() {
    for line in [
        "id = \"holm-code\"\n",
        "title = \"Code of the Holm group\"\n",
        "version = \"1.0\"\n",
        "kind = \"benchmark\"\n",
        "status = \"benchmark\"\n",
        "languages = [\"en\"]\n",
    ] {
        assert_told(line, "", &[("missing-key", "[rubric]")]);
    }
}

#[test]
fn what_a_criterion_cannot_do_without_is_asked_for() {
    for line in [
        "id = \"training\"\ncitation",
        "citation = \"clause 7\"\n",
        "title = \"Training\"\n",
        "description = \"What staff learn about modern slavery.\"\n",
        "duty = \"recommended\"\n",
        "basis = \"benchmark\"\nkind = \"content\"",
        "weight = 1\n",
        "advice = \"Say who was trained, on what and how many.\"\n",
        "question = \"Whom did you train last year?\"\n",
    ] {
        let kept = match line {
            "id = \"training\"\ncitation" => "citation",
            "basis = \"benchmark\"\nkind = \"content\"" => "kind = \"content\"",
            _ => "",
        };
        let told = mistakes(line, kept);
        assert_eq!(
            told.first(),
            Some(&("missing-key", "[[criterion]]".to_owned())),
            "without {line}: {told:?}"
        );
    }
}

#[test]
fn ids_are_in_kebab_case_and_unique() {
    assert_told(
        "id = \"steps\"",
        "id = \"The Steps\"",
        &[("id-form", "\"The Steps\"")],
    );
    assert_told(
        "id = \"steps\"",
        "id = \"training\"",
        &[("duplicate-id", "\"training\"")],
    );
    assert_told(
        "[[criterion.rung]]",
        "[[criterion.exclusion]]\nid = \"trained\"\ntitle = \"x\"\nphrases = [\"x\"]\neffect = \"drop\"\n\n[[criterion.rung]]",
        &[("duplicate-id", "\"trained\"")],
    );
    assert_told(
        "[[criterion.signal]]",
        "[[criterion.element]]\nid = \"audience\"\ntitle = \"again\"\n\n[[criterion.signal]]",
        &[("duplicate-id", "\"audience\"")],
    );
}

#[test]
fn patterns_that_do_not_compile_are_told_at_the_pattern() {
    assert_told(
        "phrases = [\"train*\"]",
        "phrases = [\"train*\", \"*\"]\npatterns = ['train(', 'taught']",
        &[("pattern", "\"*\""), ("pattern", "'train('")],
    );
    assert_told(
        "phrases = [\"train*\"]",
        "",
        &[("no-patterns", "\"trained\"")],
    );
}

#[test]
fn references_must_lead_somewhere() {
    assert_told(
        "weight = 1",
        "weight = 1\nblocks = [\"trainign\"]",
        &[("unknown-block", "\"trainign\"")],
    );
    assert_told(
        "weight = 1",
        "weight = 1\nblocks = [\"training:learners\"]",
        &[("unknown-element", "\"training:learners\"")],
    );
    assert_told(
        "weight = 1",
        "weight = 1\nrecogniser = \"risk_descripton\"",
        &[("unknown-label", "\"risk_descripton\"")],
    );
    assert_told(
        "weight = 1",
        "weight = 1\nblocks = [\"training\", \"training:audience\"]",
        &[("duplicate-block", "\"training:audience\"")],
    );
    assert_told(
        "element = \"audience\"",
        "element = \"audiense\"",
        &[("unknown-element", "\"audiense\"")],
    );
    assert_told(
        "elements = [\"audience\"]",
        "elements = [\"content\"]",
        &[("unknown-element", "[[criterion.rung]]")],
    );
    assert_told(
        "from = [\"training\"]",
        "from = [\"training\", \"audits\"]",
        &[("unknown-criterion", "\"audits\"")],
    );
    assert_told(
        "from = [\"training\"]",
        "from = [\"steps\"]",
        &[("unknown-criterion", "\"steps\"")],
    );
}

#[test]
fn checks_have_the_names_that_they_need_and_no_others() {
    let check = "{ kind = \"steps\", from = [\"training\"] }";
    assert_told(
        check,
        "{ kind = \"steps\" }",
        &[("missing-key", "{ kind = \"steps\" }")],
    );
    assert_told(
        check,
        "{ kind = \"period\", from = [\"training\"] }",
        &[("stray-key", "[\"training\"]")],
    );
    assert_told(
        check,
        "{ kind = \"approval\", bodies = [\"month-names\", \"bord\"] }",
        &[("unknown-list", "\"bord\"")],
    );
    assert_told(
        "check = { kind = \"steps\", from = [\"training\"] }\n",
        "",
        &[("missing-key", "[[criterion]]")],
    );
}

#[test]
fn weights_belong_to_content_and_are_numbers_that_make_sense() {
    assert_told("weight = 1", "weight = -1.0", &[("weight-form", "-1.0")]);
    assert_told("weight = 1", "weight = nan", &[("weight-form", "nan")]);
    assert_told(
        "kind = \"formality\"",
        "kind = \"formality\"\nweight = 2",
        &[("weight-form", "2")],
    );
}

#[test]
fn examples_are_there_on_both_sides_and_say_what_is_right() {
    assert_told(
        "counts = false\nlevel = \"absent\"",
        "counts = true\nlevel = \"partial\"",
        &[("no-examples", "[[criterion]]")],
    );
    assert_told(
        "counts = true\nlevel = \"partial\"",
        "counts = true",
        &[("missing-key", "[[criterion.example]]")],
    );
    assert_told(
        "verdict = \"met\"",
        "verdict = \"yes\"",
        &[("unknown-word", "[[criterion.example]]")],
    );
    assert_told(
        "status = \"action\"",
        "status = \"acton\"",
        &[("unknown-word", "[[criterion.example]]")],
    );
    assert_told(
        "verdict = \"met\"",
        "verdict = \"met\"\nlevel = \"partial\"",
        &[("stray-key", "[[criterion.example]]")],
    );
    assert_told(
        "text = \"We sell prawns.\"",
        "text = \" \"",
        &[("empty-text", "[[criterion.example]]")],
    );
}

#[test]
fn rungs_and_caps_do_not_contradict_themselves() {
    assert_told(
        "level = \"specific\"",
        "level = \"absent\"",
        &[("rung-level", "[[criterion.rung]]")],
    );
    assert_told(
        "elements = [\"audience\"]",
        "elements_min = 2",
        &[("rung-elements", "[[criterion.rung]]")],
    );
    assert_told(
        "[[criterion.rung]]",
        "[[criterion.rung]]\nlevel = \"specific\"\n\n[[criterion.rung]]",
        &[("duplicate-rung", "[[criterion.rung]]")],
    );
    assert_told(
        "weight = 1",
        "weight = 1\ncap = [{ when = \"one-sided\", level = \"partial\" }, { when = \"one-sided\", level = \"mentioned\" }]",
        &[(
            "duplicate-cap",
            "{ when = \"one-sided\", level = \"mentioned\" }",
        )],
    );
}

#[test]
fn small_forms_are_kept() {
    assert_told(
        "version = \"1.0\"",
        "version = \"v1\"",
        &[("version-form", "\"v1\"")],
    );
    assert_told(
        "version = \"1.0\"",
        "version = \"2026.01\"",
        &[("version-form", "\"2026.01\"")],
    );
    assert_told(
        "effective_from = 2024-01-01",
        "effective_from = \"1 January 2024\"",
        &[("date-form", "\"1 January 2024\"")],
    );
    assert_told(
        "effective_from = 2024-01-01",
        "effective_from = \"2024-02-30\"",
        &[("date-form", "\"2024-02-30\"")],
    );
    assert_told(
        "effective_to = \"2026-12-31\"",
        "effective_to = \"2023-12-31\"",
        &[("date-order", "\"2023-12-31\"")],
    );
    assert_told(
        "languages = [\"en\"]",
        "languages = []",
        &[("no-languages", "[]")],
    );
    assert_told(
        "languages = [\"en\"]",
        "languages = [\"english\"]",
        &[("language-form", "\"english\"")],
    );
    assert_told(
        "jurisdiction = \"GB\"",
        "jurisdiction = \"United Kingdom\"",
        &[("jurisdiction-form", "\"United Kingdom\"")],
    );
    assert_told(
        "https://holm.example/code",
        "holm.example/code",
        &[(
            "address-form",
            "{ label = \"The code\", url = \"holm.example/code\" }",
        )],
    );
}

#[test]
fn all_mistakes_of_a_file_are_told_in_its_order() {
    let text = SOUND
        .replace("version = \"1.0\"", "version = \"one\"")
        .replace("weight = 1", "weight = 1\ncolour = \"red\"")
        .replace("phrases = [\"train*\"]", "patterns = ['train(']")
        .replace("from = [\"training\"]", "from = [\"trainings\"]");

    let invalid = validate("holm.toml", &text).expect_err("it has four mistakes");

    let codes: Vec<&str> = invalid
        .problems
        .iter()
        .map(|problem| problem.code)
        .collect();
    assert_eq!(
        codes,
        [
            "version-form",
            "unknown-key",
            "pattern",
            "unknown-criterion"
        ]
    );
    assert_eq!(invalid.to_string(), "holm.toml is not valid: 4 mistakes");
}

#[test]
fn files_of_another_kind_end_in_an_answer_and_not_in_a_flood() {
    let many_keys: String = (0..2_000)
        .map(|number| format!("key{number} = 1\n"))
        .collect();
    let invalid = validate("other.toml", &many_keys).expect_err("it is no rubric");
    assert!(invalid.problems.len() <= 100, "{}", invalid.problems.len());

    for text in [
        "",
        "[rubric]",
        "rubric = 1",
        "criterion = 1",
        "[[rubric]]",
        "\u{0}",
    ] {
        let invalid = validate("other.toml", text).expect_err(text);
        assert!(!invalid.problems.is_empty(), "for {text:?}");
        assert!(!told(&invalid).is_empty());
    }
}

#[test]
fn the_digest_changes_with_the_file_and_not_with_its_line_ends() {
    let digest = |text: &str| validate("holm.toml", text).expect("a valid rubric").sha256;
    let sound = digest(SOUND);

    assert_eq!(sound.len(), 64);
    assert_eq!(sound, digest(&SOUND.replace('\n', "\r\n")));
    assert_ne!(sound, digest(&SOUND.replace("train*", "trains")));
}

#[test]
fn the_digest_changes_with_a_shared_block_or_word_list_that_is_used() {
    let digest = |text: &str| validate("holm.toml", text).expect("a valid rubric").sha256;
    let typed = shape_of::<RawFile>(SOUND).typed.expect("it is sound");
    let criteria = validate("holm.toml", SOUND).expect("it is sound").criteria;

    // The same text, once without and once with what it rests on.
    let alone = super::digest(SOUND, &[], &[]);
    assert_eq!(alone, super::digest(SOUND, &typed.criteria, &criteria));

    let with_list = SOUND.replace("train*", "{month-names}");
    let criteria = validate("holm.toml", &with_list)
        .expect("it is sound")
        .criteria;
    assert_ne!(
        digest(&with_list),
        super::digest(&with_list, &[], &[]),
        "the list counts"
    );
    assert_eq!(
        digest(&with_list),
        super::digest(&with_list, &[], &criteria)
    );

    let with_block = SOUND.replace("weight = 1", "weight = 1\nblocks = [\"training\"]");
    assert_ne!(
        digest(&with_block),
        super::digest(&with_block, &[], &[]),
        "the block counts"
    );
}

#[test]
fn a_shared_block_gives_its_element_to_all_its_signals() {
    let text = SOUND.replace("weight = 1", "weight = 1\nblocks = [\"training:audience\"]");

    let rubric =
        validate("holm.toml", &text).unwrap_or_else(|invalid| panic!("{}", told(&invalid)));

    let signals = &rubric.criteria[0].signals;
    assert!(signals.len() > 1, "the block brings signals");
    assert!(
        signals
            .iter()
            .all(|signal| signal.element.as_deref() == Some("audience"))
    );
}
