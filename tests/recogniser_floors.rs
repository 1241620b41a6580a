//! The recogniser measured against people's coding, cross-validated over statements, and held to the figures of
//! `fixtures/gold/floors.toml`. Whoever lowers a floor has to change that file, and say why in it.

#![expect(
    clippy::print_stdout,
    reason = "who runs the tests must see that nothing was measured"
)]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::LazyLock;

use avowal::recogniser::HeldOut;
use avowal::recogniser::Recogniser;
use avowal::recogniser::Training;
use avowal::recogniser::Weights;
use avowal::recogniser::features_sha256;
use avowal::rubric::Rubric;
use avowal::rubric::load;
use avowal::study::Coded;
use avowal::study::accuracy;
use avowal::study::coded;
use avowal::study::held_out_figures;
use avowal::study::joined_figures;
use avowal::study::reliability_of;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floors {
    /// The largest mean distance between a confidence and how often it was right.
    calibration_error_max: f64,
    collections: BTreeMap<String, Floor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    macro_f1: f64,
    macro_f1_unseen: f64,
    statement_accuracy: f64,
}

/// What training gives; none where the coded sentences are not there.
static TRAINED: LazyLock<Option<(Coded, Weights, HeldOut)>> = LazyLock::new(|| {
    let folder = env::var_os("AVOWAL_SHARED_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let files = ["au.csv", "ca.csv", "uk.csv"].map(|name| folder.join(name));
    if !files.iter().all(|file| file.is_file()) {
        assert!(
            env::var_os("CI").is_none_or(|value| value != "true"),
            "the coded sentences are missing in {}; name their folder in AVOWAL_SHARED_DATA",
            folder.display()
        );
        println!("not measured: no coded sentences in {}", folder.display());
        return None;
    }
    let coded = coded(&files).expect("the coded sentences can be read");
    let (weights, held_out) = Training::default().train(&coded.statements, &coded.sha256);
    Some((coded, weights, held_out))
});

fn floors() -> Floors {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/gold/floors.toml");
    toml::from_str(&fs::read_to_string(path).expect("the floors are there")).expect("they parse")
}

#[test]
fn cross_validated_figures_stay_above_their_floors() {
    let Some((coded, _, held_out)) = &*TRAINED else {
        return;
    };
    let floors = floors();
    let figures = held_out_figures(&coded.statements, held_out);
    assert_eq!(figures.len(), floors.collections.len());
    for of in figures {
        let floor = &floors.collections[&of.collection];
        for (what, figure, least) in [
            ("macro F1", of.macro_f1(), floor.macro_f1),
            (
                "macro F1 of unseen statements",
                of.macro_f1_unseen(),
                floor.macro_f1_unseen,
            ),
            (
                "accuracy by statement",
                of.statement_accuracy(),
                floor.statement_accuracy,
            ),
        ] {
            println!("{}: {what} {figure:.4}, floor {least:.4}", of.collection);
            assert!(
                figure >= least,
                "{}: {what} fell to {figure:.4}, below its floor of {least:.4}",
                of.collection
            );
        }
    }
}

#[test]
#[allow(clippy::cast_precision_loss)]
fn confidences_are_right_about_as_often_as_they_say() {
    let Some((coded, _, held_out)) = &*TRAINED else {
        return;
    };
    let table = reliability_of(&coded.statements, held_out);
    let answers: u64 = table.iter().map(|of| of.answers).sum();
    let error: f64 = table
        .iter()
        .map(|of| (of.confidence - of.right).abs() * of.answers as f64)
        .sum::<f64>()
        / answers as f64;

    println!("expected calibration error {error:.4}");
    assert!(error <= floors().calibration_error_max);
}

#[test]
fn training_again_gives_the_weights_that_are_built_in_byte_for_byte() {
    assert_eq!(
        Recogniser::built_in().weights().record().features_sha256,
        features_sha256(),
        "what makes features changed since the weights were trained: run `avowal train ../shared/data/*.csv -o rubrics/recogniser/weights.bin`"
    );
    let Some((_, weights, _)) = &*TRAINED else {
        return;
    };

    let built_in =
        fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rubrics/recogniser/weights.bin"))
            .expect("the weights are there");
    assert!(
        weights.to_bytes() == built_in,
        "training gives other bytes: run `avowal train ../shared/data/*.csv -o rubrics/recogniser/weights.bin`"
    );
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JoinedFloor {
    right: f64,
    open_max: f64,
    macro_f1: f64,
}

#[test]
#[allow(clippy::cast_precision_loss)]
fn signals_and_recogniser_together_stay_above_their_floors_and_above_the_signals_alone() {
    let Some((coded, weights, held_out)) = &*TRAINED else {
        return;
    };
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/gold/joined.toml");
    let text = fs::read_to_string(path).expect("the floors are there");
    let floors: BTreeMap<String, BTreeMap<String, JoinedFloor>> =
        toml::from_str(&text).expect("they parse");
    let rubrics: Vec<Arc<Rubric>> = floors
        .keys()
        .map(|name| Arc::new(load(name).expect("it is built in")))
        .collect();

    let figures = joined_figures(&coded.statements, held_out, weights, &rubrics);

    assert_eq!(
        figures.len(),
        floors.values().map(BTreeMap::len).sum::<usize>()
    );
    for of in figures {
        let floor = &floors[&of.rubric][&of.collection];
        let all = of.pooled();
        let (right, alone) = (accuracy(&all.joined), accuracy(&all.rules));
        let open = all.joined_undecided as f64 / all.model.n() as f64;
        let told = format!(
            "{} on {}: {right:.3} right (signals alone {alone:.3}), {open:.3} open, macro F1 {:.3}",
            of.rubric,
            of.collection,
            of.macro_f1()
        );
        println!("{told}");
        assert!(right >= floor.right && right >= alone, "{told}");
        assert!(
            open <= floor.open_max && of.macro_f1() >= floor.macro_f1,
            "{told}"
        );
    }
}
