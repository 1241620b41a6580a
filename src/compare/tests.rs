use super::*;

fn places(old: &[&str], new: &[&str]) -> Vec<(Option<usize>, Option<usize>, bool)> {
    align(old, new)
        .into_iter()
        .map(|one| (one.old, one.new, one.is_same))
        .collect()
}

#[test]
fn sentences_meet_word_for_word_then_by_likeness_and_each_once() {
    let old = [
        "We trained 40 buyers on modern slavery in 2024.",
        "We visit our farms.",
        "We closed the site in Leeds.",
    ];
    let new = [
        "We visit our farms!",
        "We visit our farms.",
        "We trained 61 buyers on modern slavery in 2025.",
        "Our auditors speak Bengali.",
    ];

    assert_eq!(
        places(&old, &new),
        [
            (Some(1), Some(0), true),
            (None, Some(1), false),
            (Some(0), Some(2), false),
            (None, Some(3), false),
            (Some(2), None, false),
        ]
    );
}

#[test]
fn a_text_of_one_sentence_repeated_is_aligned_in_reasonable_time() {
    let old: Vec<String> = (0..20_000)
        .map(|number| format!("We do the same thing again and again, {number}."))
        .collect();
    let new: Vec<String> = (0..20_000)
        .map(|number| format!("We did the same thing again and again, {number}."))
        .collect();
    let olds: Vec<&str> = old.iter().map(String::as_str).collect();
    let news: Vec<&str> = new.iter().map(String::as_str).collect();

    assert_eq!(align(&olds, &olds).len(), 20_000);
    assert!(align(&olds, &news).len() >= 20_000);
}
