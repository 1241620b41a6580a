//! Coded sentences through the whole of `assess`: signals and trained recogniser together, beside each alone.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::agreement::Confusion;
use super::gold::Coding;
use super::gold::Judgement;
use crate::assessment::Assessment;
use crate::assessment::CriterionResult;
use crate::assessment::Verdict;
use crate::document::BlockKind;
use crate::document::Builder;
use crate::document::Document;
use crate::facts::facts_of;
use crate::recogniser::CodedStatement;
use crate::recogniser::HeldOut;
use crate::recogniser::LABELS;
use crate::recogniser::Label;
use crate::recogniser::Weights;
use crate::rubric::Criterion;
use crate::rubric::Joining;
use crate::rubric::Rubric;
use crate::score::Opinions;
use crate::score::Scorer;

/// Sentences in their order as a document, a paragraph each: block and sentence have the same place.
fn document_of<'a>(sentences: impl Iterator<Item = &'a str>) -> Document {
    let mut builder = Builder::new("text");
    for sentence in sentences {
        // A block without words would be left out, and all places behind it be wrong.
        let words = if sentence.trim().is_empty() {
            "-"
        } else {
            sentence
        };
        builder.plain(BlockKind::Paragraph, words);
    }
    builder.finish()
}

/// Whether the criterion is answered with yes; none where it cannot be told. Where the recogniser decides what counts, the
/// question is only whether any sentence does.
fn is_present(rubric: &Rubric, result: &CriterionResult) -> Option<bool> {
    if rubric.quality.recogniser == Joining::Decides {
        return Some(result.evidence.iter().any(|evidence| evidence.counts));
    }
    match result.verdict {
        Verdict::Met => Some(true),
        Verdict::NotMet => Some(false),
        Verdict::CannotTell | Verdict::NotApplicable => None,
    }
}

/// The names that a gold may give `criterion`: its id, and the label that means the same thing.
fn names_of(criterion: &Criterion) -> BTreeSet<&str> {
    let label = criterion.recogniser.map(Label::word);
    std::iter::once(criterion.id.as_str())
        .chain(label)
        .collect()
}

/// What `scorer`, made for one rubric, says about the sentences of `gold`: sentence by sentence whether it counts, and for
/// each statement as a whole whether the criterion is there. Criteria are named by their id, and by their label.
#[must_use]
pub fn predicted_by_assessing(gold: &Coding, scorer: &Scorer) -> (Coding, Coding) {
    let mut by_sentence = Vec::new();
    let mut by_statement = Vec::new();
    for (statement, sentences) in &gold.sentences {
        let document = document_of(sentences.values().map(String::as_str));
        let facts = facts_of(&document);
        for assessment in scorer.assess(&document, &facts) {
            let results = assessment.rubric.criteria.iter().zip(&assessment.results);
            for (criterion, result) in results {
                let counting = counting_blocks(&document, result);
                for name in names_of(criterion) {
                    let judgement = |sentence, value, quote: &str| Judgement {
                        statement: statement.clone(),
                        sentence,
                        criterion: name.to_owned(),
                        coder: String::new(),
                        value,
                        quote: quote.to_owned(),
                        page: String::new(),
                    };
                    for (block, (index, words)) in (0u32..).zip(sentences) {
                        let counts = counting.contains(&block);
                        by_sentence.push(judgement(Some(*index), counts, words));
                    }
                    if let Some(value) = is_present(&assessment.rubric, result) {
                        let top = result
                            .top_evidence()
                            .and_then(|evidence| document.sentences.get(evidence.sentence as usize))
                            .map_or("", |sentence| document.words_at(sentence.span));
                        by_statement.push(judgement(None, value, top));
                    }
                }
            }
        }
    }
    let coding = |judgements| Coding {
        judgements,
        sentences: gold.sentences.clone(),
    };
    (coding(by_sentence), coding(by_statement))
}

/// The blocks whose sentences count.
fn counting_blocks(document: &Document, result: &CriterionResult) -> BTreeSet<u32> {
    result
        .evidence
        .iter()
        .filter(|evidence| evidence.counts)
        .filter_map(|evidence| document.sentences.get(evidence.sentence as usize))
        .map(|sentence| sentence.block)
        .collect()
}

/// How signals alone, recogniser alone and both together answer "is it there?", over the statements of one collection.
#[derive(Debug, Clone, PartialEq)]
pub struct ByStatement {
    /// The rubric whose criteria are asked.
    pub rubric: String,
    /// The collection.
    pub collection: String,
    /// For each criterion that people coded, by its id: the answers.
    pub criteria: Vec<(String, Answers)>,
    /// For each criterion, by its id: sentences that count, by signals and recogniser together.
    pub sentences: Vec<(String, Confusion)>,
}

/// The answers to one criterion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// By the signals and facts alone.
    pub rules: Confusion,
    /// By the recogniser alone: yes where it says so of any sentence.
    pub model: Confusion,
    /// By both, where they tell.
    pub joined: Confusion,
    /// Where the rules alone cannot tell.
    pub rules_undecided: u64,
    /// Where both together cannot tell.
    pub joined_undecided: u64,
    /// Of these: people say yes.
    pub undecided_positive: u64,
}

impl Answers {
    fn add(&mut self, other: &Self) {
        self.rules.add(&other.rules);
        self.model.add(&other.model);
        self.joined.add(&other.joined);
        self.rules_undecided += other.rules_undecided;
        self.joined_undecided += other.joined_undecided;
        self.undecided_positive += other.undecided_positive;
    }
}

impl ByStatement {
    /// All criteria together.
    #[must_use]
    pub fn pooled(&self) -> Answers {
        let mut all = Answers::default();
        for (_, answers) in &self.criteria {
            all.add(answers);
        }
        all
    }

    /// The mean over criteria of the F1 of sentences.
    #[must_use]
    pub fn macro_f1(&self) -> f64 {
        let sum: f64 = self
            .sentences
            .iter()
            .map(|(_, of)| of.f1().unwrap_or_default())
            .sum();
        sum / self.sentences.len().max(1) as f64
    }
}

/// The share of right answers among those that were given.
#[must_use]
pub fn accuracy(of: &Confusion) -> f64 {
    (of.both + of.neither) as f64 / of.n().max(1) as f64
}

/// Scores `statements` against each of `rubrics` by the signals alone and together with what weights that never saw a
/// statement make of it. A rubric of a country is asked of its own collection, any other of all. `weights` give the
/// thresholds where what was held out leaves them open.
#[must_use]
pub fn joined_figures(
    statements: &[CodedStatement],
    held_out: &HeldOut,
    weights: &Weights,
    rubrics: &[Arc<Rubric>],
) -> Vec<ByStatement> {
    let scorer = Scorer::new(rubrics);
    let mut figures: BTreeMap<(usize, &str), ByStatement> = BTreeMap::new();
    for (place, statement) in statements.iter().enumerate() {
        let document = document_of(statement.sentences.iter().map(|of| of.text.as_str()));
        let facts = facts_of(&document);
        let opinions = opinions_of(&document, held_out, weights, place);
        let by_rules = scorer.assess_with(&document, &facts, None);
        let by_both = scorer.assess_with(&document, &facts, Some(&opinions));
        for (turn, (rules, both)) in by_rules.iter().zip(&by_both).enumerate() {
            if !is_asked(&rules.rubric, &statement.collection) {
                continue;
            }
            let of = figures
                .entry((turn, &statement.collection))
                .or_insert_with(|| ByStatement {
                    rubric: rules.rubric.id.clone(),
                    collection: statement.collection.clone(),
                    criteria: Vec::new(),
                    sentences: Vec::new(),
                });
            count(
                of,
                statement,
                &held_out.says_unseen[place],
                &document,
                rules,
                both,
            );
        }
    }
    figures.into_values().collect()
}

/// A country's law is asked of the statements made under it.
fn is_asked(rubric: &Rubric, collection: &str) -> bool {
    let country = match rubric.jurisdiction.to_lowercase().as_str() {
        "gb" => "uk".to_owned(),
        other => other.to_owned(),
    };
    country.is_empty() || country == collection
}

/// What was held out for the statement at `place`, sentence by sentence of its document.
fn opinions_of(
    document: &Document,
    held_out: &HeldOut,
    weights: &Weights,
    place: usize,
) -> Opinions<'static> {
    let confidences = &held_out.confidences_unseen[place];
    // The thresholds of the statement's fold are known by what they let through.
    let threshold = |label: Label| {
        let (mut most_of_no, mut least_of_yes) = (0.0f64, 1.0f64);
        for (confidences, says) in confidences.iter().zip(&held_out.says_unseen[place]) {
            let confidence = confidences[label.place()];
            if says[label.place()] {
                least_of_yes = least_of_yes.min(confidence);
            } else {
                most_of_no = most_of_no.max(confidence);
            }
        }
        weights
            .threshold(label)
            .clamp(most_of_no, least_of_yes.max(most_of_no))
    };
    let of_sentences = document.sentences.iter().map(|sentence| {
        let of_block = confidences.get(sentence.block as usize);
        of_block.copied().unwrap_or([0.0; LABELS])
    });
    Opinions::given(of_sentences.collect(), Label::ALL.map(threshold))
}

fn count(
    of: &mut ByStatement,
    statement: &CodedStatement,
    says: &[[bool; LABELS]],
    document: &Document,
    rules: &Assessment,
    both: &Assessment,
) {
    let criteria = rules.rubric.criteria.iter();
    for ((criterion, rules_say), both_say) in criteria.zip(&rules.results).zip(&both.results) {
        let labels: Vec<Label> = criterion.labels().collect();
        let is_coded = statement.sentences.iter().any(|sentence| {
            labels
                .iter()
                .any(|label| sentence.labels[label.place()].is_some())
        });
        if !is_coded {
            continue;
        }
        let holds = |sentence: &[Option<bool>; LABELS]| {
            labels
                .iter()
                .any(|label| sentence[label.place()] == Some(true))
        };
        let gold = statement
            .sentences
            .iter()
            .any(|sentence| holds(&sentence.labels));
        let model = says
            .iter()
            .any(|says| labels.iter().any(|label| says[label.place()]));
        let answers = entry(&mut of.criteria, &criterion.id);
        answers.model.count(gold, model);
        match is_present(&rules.rubric, rules_say) {
            Some(says) => answers.rules.count(gold, says),
            None => answers.rules_undecided += 1,
        }
        match is_present(&both.rubric, both_say) {
            Some(says) => answers.joined.count(gold, says),
            None => {
                answers.joined_undecided += 1;
                answers.undecided_positive += u64::from(gold);
            }
        }
        let counting = counting_blocks(document, both_say);
        let sentences = entry(&mut of.sentences, &criterion.id);
        for (block, sentence) in (0u32..).zip(&statement.sentences) {
            sentences.count(holds(&sentence.labels), counting.contains(&block));
        }
    }
}

/// The value of `id`, added behind the others where it is new.
fn entry<'a, T: Default>(list: &'a mut Vec<(String, T)>, id: &str) -> &'a mut T {
    let place = list.iter().position(|(known, _)| known == id);
    let place = place.unwrap_or_else(|| {
        list.push((id.to_owned(), T::default()));
        list.len() - 1
    });
    &mut list[place].1
}

#[cfg(test)]
#[path = "joined_tests.rs"]
mod tests;
