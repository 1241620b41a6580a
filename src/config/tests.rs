//! The configuration as users write it: examples, mistakes, where it is looked for.

use std::collections::BTreeSet;

use super::*;

#[test]
fn the_file_to_begin_with_is_valid_and_changes_nothing() {
    let config = Config::parse(FILE, BEGINNING).expect("valid");

    assert_eq!(config, Config::default());
}

#[test]
fn the_file_to_begin_with_is_valid_with_its_examples_in_force() {
    let text: String = BEGINNING
        .lines()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|rest| is_toml(rest))
                .unwrap_or(line)
        })
        .map(|line| format!("{line}\n"))
        .collect();

    let config = Config::parse(FILE, &text).expect("valid");

    assert_eq!(config.fail_on, Some(Some(Severity::Error)));
    assert_eq!(config.waivers.len(), 1);
    assert!(config.expected.period_end.is_some());
}

fn is_toml(line: &str) -> bool {
    line.starts_with('[')
        || line
            .split_once(" = ")
            .is_some_and(|(key, _)| !key.contains(' '))
}

#[test]
fn all_mistakes_are_told_at_once_with_what_was_meant() {
    let text = "rubrik = \"uk-msa\"\n\n[check]\nfail-on = \"eror\"\n\n[[waive]]\ncode = \"steps-mising\"\n\
        reason = \"\"\nexpires = \"soon\"\n";

    let invalid = Config::parse(FILE, text).expect_err("five mistakes");

    let told = crate::typed::told(&invalid);
    assert_eq!(invalid.problems.len(), 5, "{told}");
    for meant in ["`rubric`", "`error`", "`steps-missing`", "2026-03-31"] {
        assert!(told.contains(meant), "{meant}: {told}");
    }
    assert!(told.contains("avowal.toml:7"), "{told}");
}

#[test]
fn the_nearest_file_upwards_is_found_but_not_past_the_repository() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let inner = root.path().join("repository/drafts");
    fs::create_dir_all(&inner).expect("made");
    fs::write(root.path().join(FILE), "").expect("written");
    assert_eq!(Config::find(&inner), Some(root.path().join(FILE)));

    fs::create_dir(root.path().join("repository/.git")).expect("made");
    assert_eq!(Config::find(&inner), None);

    fs::write(root.path().join("repository").join(FILE), "").expect("written");
    assert_eq!(
        Config::find(&inner),
        Some(root.path().join("repository").join(FILE))
    );
}

/// The keys that the type takes: a deserialiser names them all where it meets one that it does not know.
fn keys_of<T: serde::de::DeserializeOwned>() -> BTreeSet<String> {
    let error = toml::from_str::<T>("no-such-key = 1")
        .err()
        .expect("no table has a key of this name");
    error
        .message()
        .split('`')
        .skip(3)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_schema_has_every_key_that_the_file_may_have_and_no_other() {
    let schema = schema();
    for (pointer, keys) in [
        ("", keys_of::<RawConfig>()),
        ("/properties/check", keys_of::<RawCheck>()),
        ("/properties/expect", keys_of::<RawExpect>()),
        ("/properties/waive/items", keys_of::<RawWaiver>()),
    ] {
        let table = schema.pointer(pointer).expect("a table");
        let told: BTreeSet<String> = table["properties"]
            .as_object()
            .expect("a table has properties")
            .keys()
            .cloned()
            .collect();
        assert!(!keys.is_empty());
        assert_eq!(told, keys, "at {pointer:?}");
        assert_eq!(table["additionalProperties"], false, "at {pointer:?}");
    }
}

#[test]
fn the_words_of_the_schema_are_those_that_the_file_takes() {
    let schema = schema();
    let words = |pointer: &str| -> Vec<String> {
        let words = schema.pointer(pointer).and_then(|list| list.as_array());
        words
            .expect("a list of words")
            .iter()
            .map(|word| {
                word.as_str()
                    .or(word["const"].as_str())
                    .expect("a word")
                    .to_owned()
            })
            .collect()
    };
    let takes = |text: String| Config::parse(FILE, &text).is_ok();

    for word in words("/properties/check/properties/fail-on/enum") {
        assert!(takes(format!("[check]\nfail-on = \"{word}\"")), "{word}");
    }
    for word in words("/properties/check/properties/min-level/enum") {
        assert!(takes(format!("[check]\nmin-level = \"{word}\"")), "{word}");
        assert!(
            takes(format!("[check.levels]\ntraining = \"{word}\"")),
            "{word}"
        );
    }
    let codes = words("/properties/waive/items/properties/code/oneOf");
    assert_eq!(codes.len(), crate::check::CODES.len());
    for word in codes {
        assert!(
            takes(format!("[[waive]]\ncode = \"{word}\"\nreason = \"r\"")),
            "{word}"
        );
    }
}

#[test]
fn the_schema_that_is_shipped_is_the_one_that_is_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/avowal.schema.json");
    let shipped = fs::read_to_string(path).expect("the schema is shipped");

    assert_eq!(
        shipped.trim_end(),
        format!("{:#}", schema()),
        "write it anew: avowal check --schema > docs/avowal.schema.json"
    );
}

#[test]
fn a_criterion_that_no_rubric_has_is_told_with_what_was_meant() {
    let rubrics = [Arc::new(crate::rubric::load("uk-msa").expect("built in"))];
    let of = |text: &str| {
        Config::parse(FILE, text)
            .expect("valid")
            .names_only_criteria_of(&rubrics)
    };

    assert_eq!(of("[check]\nmin-level = \"specific\""), Ok(()));
    assert_eq!(of("[check.levels]\ntraining = \"specific\""), Ok(()));
    let unknown = of("[check.levels]\ntrainning = \"specific\"").expect_err("misspelt");
    assert_eq!(unknown.hint(), "did you mean `training`?");
    let waiver =
        "[[waive]]\ncode = \"missing-criterion\"\ncriterion = \"efectiveness\"\nreason = \"r\"";
    assert_eq!(
        of(waiver).expect_err("misspelt").hint(),
        "did you mean `effectiveness`?"
    );
}
