use super::*;

fn text(owner: &str, sentences: &[&str]) -> Text {
    Text {
        statement_id: owner.to_owned(),
        source: format!("{owner}.pdf"),
        organisation: owner.to_owned(),
        owner: owner.to_owned(),
        sentences: sentences
            .iter()
            .map(|sentence| ((*sentence).to_owned(), None))
            .collect(),
    }
}

const MADE: &str = "This statement is made pursuant to section 54(1) of the Modern Slavery Act 2015 and constitutes the \
                    group's slavery and human trafficking statement for the year ended 30 June 2024.";
const AUDITS: &str = "In 2024 our auditors visited 41 garment factories in Sylhet and spoke with the women who sew there.";
const AUDITS_LATER: &str = "In 2025 our auditors visited 58 garment factories in Sylhet and spoke with the women who sew there.";
const FEES: &str =
    "Recruitment fees of nine welders were repaid to them in full before the end of the season.";
const OWN: &str = "The foundry melts scrap in two electric furnaces that were rebuilt after the flood of last winter.";

fn found(texts: &[Text]) -> Vec<Pair> {
    pairs_of(texts, &Grouped::of(texts), &Wanted::default())
}

#[test]
fn what_is_copied_with_new_figures_is_found_with_its_longest_passage() {
    let texts = [
        text("a", &[MADE, OWN, AUDITS, FEES]),
        text("b", &[AUDITS_LATER, FEES, MADE]),
    ];

    let pairs = found(&texts);

    assert_eq!(pairs.len(), 1);
    let pair = &pairs[0];
    // The other's sentences all stand in the first, the one that quotes the Act left out.
    assert!((pair.score - 1.0).abs() < 1e-9, "{pair:?}");
    assert_eq!((pair.shared_sentences, pair.statutory_sentences), (2, 1));
    assert_eq!(pair.passage, (35, (2, 3), (0, 1)));
    assert_eq!(pair.cluster, Some(0));
}

#[test]
fn the_words_of_an_act_make_no_pair() {
    let texts = [text("a", &[MADE, OWN]), text("b", &[MADE, FEES])];

    assert!(quotes_an_act(MADE));
    assert!(!quotes_an_act(AUDITS));
    assert_eq!(found(&texts), []);
}

#[test]
fn one_organisations_years_are_a_pair_only_when_asked_for() {
    let texts = [text("a", &[AUDITS, FEES]), text("a", &[AUDITS_LATER, FEES])];
    let wanted = Wanted {
        same_organisation: true,
        ..Wanted::default()
    };

    assert_eq!(found(&texts), []);
    assert_eq!(pairs_of(&texts, &Grouped::of(&texts), &wanted).len(), 1);
}

#[test]
fn a_text_that_hundreds_copied_makes_a_chain_in_one_cluster() {
    let texts: Vec<Text> = (0..300)
        .map(|number| text(&format!("c{number}"), &[AUDITS, FEES]))
        .collect();

    let pairs = found(&texts);

    assert_eq!(pairs.len(), 299);
    assert!(
        pairs
            .iter()
            .all(|pair| pair.cluster == Some(0) && pair.common_words == 35)
    );
}

#[test]
fn likeness_is_one_for_new_figures_and_low_for_other_words() {
    assert!((likeness(AUDITS, AUDITS_LATER) - 1.0).abs() < 1e-9);
    assert!(likeness(AUDITS, FEES) < 0.3);
}
