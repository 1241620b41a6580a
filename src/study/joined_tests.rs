use super::*;
use crate::recogniser::CodedSentence;
use crate::rubric::load;

fn rubric(name: &str) -> Arc<Rubric> {
    Arc::new(load(name).expect("it is built in"))
}

const SENTENCES: [&str; 3] = [
    "This modern slavery statement was approved by the board of directors of Holm Dairy Ltd on 3 March 2025.",
    "",
    "We have 40 suppliers in Leeds and Porto.",
];

fn gold() -> Coding {
    let sentences = (0u32..).zip(SENTENCES.map(str::to_owned));
    Coding {
        judgements: Vec::new(),
        sentences: BTreeMap::from([("a".to_owned(), sentences.collect())]),
    }
}

#[test]
fn a_statement_is_answered_by_criterion_and_by_label_and_its_sentences_keep_their_place() {
    let scorer = Scorer::new(&[rubric("au-msa")]);
    let (by_sentence, by_statement) = predicted_by_assessing(&gold(), &scorer);

    let said = |criterion: &str| {
        by_statement
            .judgements
            .iter()
            .find(|of| of.criterion == criterion)
            .map(|of| of.value)
    };
    assert_eq!(said("approval"), Some(true));
    assert_eq!(said("supply-chains"), Some(true));
    assert_eq!(said("supply_chains"), Some(true));
    let counting: Vec<Option<u32>> = by_sentence
        .judgements
        .iter()
        .filter(|of| of.criterion == "supply-chains" && of.value)
        .map(|of| of.sentence)
        .collect();
    assert_eq!(counting, [Some(2)]);
}

#[test]
fn rules_model_and_both_are_counted_apart() {
    let labelled = |text: &str, label: Option<Label>| CodedSentence {
        text: text.to_owned(),
        labels: Label::ALL.map(|known| Some(Some(known) == label)),
    };
    let statement = CodedStatement {
        id: "a".to_owned(),
        collection: "uk".to_owned(),
        sentences: vec![
            labelled(SENTENCES[0], Some(Label::Approval)),
            labelled(
                "Zq wx, modern slavery, zq wx yy zz.",
                Some(Label::Effectiveness),
            ),
        ],
    };
    let place = Label::Effectiveness.place();
    let mut confidences = vec![[0.01; LABELS]; 2];
    confidences[1][place] = 0.9;
    let mut says = vec![[false; LABELS]; 2];
    says[1][place] = true;
    let held_out = HeldOut {
        confidences: vec![confidences.clone()],
        says: vec![says.clone()],
        says_unseen: vec![says],
        confidences_unseen: vec![confidences],
    };
    let weights = crate::recogniser::Recogniser::built_in().weights();

    let figures = joined_figures(
        &[statement],
        &held_out,
        weights,
        &[rubric("uk-msa"), rubric("au-msa")],
    );

    assert_eq!(figures.len(), 1, "the Australian law is not asked");
    let of = |id: &str| {
        let known = figures[0].criteria.iter().find(|(known, _)| known == id);
        known.expect("it is coded").1
    };
    let effectiveness = of("effectiveness");
    assert_eq!(effectiveness.rules.only_gold, 1);
    assert_eq!(effectiveness.model.both, 1);
    assert_eq!(effectiveness.joined.both, 1);
    let approval = of("approval");
    assert_eq!((approval.rules.both, approval.model.only_gold), (1, 1));
    assert_eq!(approval.joined.both, 1, "facts are not overruled");
}
