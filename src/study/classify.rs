//! Sentences as lines of JSON in, criteria with confidence out: one line for each, in order.

use std::collections::BTreeMap;
use std::io;
use std::io::BufRead;
use std::io::Read;
use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::document::BlockKind;
use crate::document::Builder;
use crate::document::Sentence;
use crate::facts::facts_of;
use crate::recogniser::Confidences;
use crate::recogniser::Label;
use crate::recogniser::Line;
use crate::recogniser::Recogniser;
use crate::recogniser::Stream;
use crate::recogniser::joined;
use crate::rubric::Rubric;
use crate::score::Opinions;
use crate::score::Scorer;
use crate::score::status_of;

/// The longest line that is read, in bytes.
const LINE_BYTES_MAX: usize = 1 << 20;

/// Classifies lines of JSON.
#[derive(Debug)]
pub struct Classifier<'r> {
    recogniser: &'r Recogniser,
    stream: Stream<'r>,
    threshold: Option<f64>,
    explains: bool,
    /// What judges by another rubric than the labels.
    scorer: Option<Scorer>,
}

/// What a line of input says. Keys that are not known are passed over: callers may carry their own.
#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default, deserialize_with = "told")]
    prev: Option<String>,
    #[serde(default, deserialize_with = "told")]
    next: Option<String>,
    #[serde(default)]
    heading: Option<String>,
}

/// A neighbour that is `null` is known not to be there; one that is missing is not known.
fn told<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    Option::<String>::deserialize(value).map(|text| Some(text.unwrap_or_default()))
}

#[derive(Debug, Serialize)]
struct Answered<'a> {
    id: &'a Value,
    /// Confidence of each criterion, in the order of the rubric.
    labels: Ordered,
    positive: Vec<String>,
    status: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    reasons: BTreeMap<String, String>,
}

/// Keys in their own order.
#[derive(Debug)]
struct Ordered(Vec<(String, f64)>);

impl Serialize for Ordered {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

#[derive(Debug, Serialize)]
struct Refused<'a> {
    id: &'a Value,
    error: String,
}

/// Answers each line of `input` by one line on `output`, in order. What is answered is passed on as soon as no further
/// line is waiting, so that a caller may ask line by line.
///
/// # Errors
///
/// What reading or writing fails with.
pub fn classify(
    input: impl io::Read,
    output: &mut impl io::Write,
    classifier: &mut Classifier<'_>,
) -> io::Result<()> {
    let mut input = io::BufReader::with_capacity(1 << 16, input);
    let mut line = Vec::new();
    loop {
        line.clear();
        // What is beyond the longest line is passed over without being kept.
        let read = (&mut input)
            .take(LINE_BYTES_MAX as u64 + 1)
            .read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() > LINE_BYTES_MAX {
            input.skip_until(b'\n')?;
        }
        output.write_all(classifier.answer(&line).as_bytes())?;
        output.write_all(b"\n")?;
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()
}

impl<'r> Classifier<'r> {
    /// A classifier by `recogniser`. `threshold` stands in for the thresholds that were learned, one a label; `explains`
    /// adds to each line why each positive label was found.
    #[must_use]
    pub fn new(recogniser: &'r Recogniser, threshold: Option<f64>, explains: bool) -> Self {
        Self {
            recogniser,
            stream: recogniser.stream(),
            threshold,
            explains,
            scorer: None,
        }
    }

    /// The same by the criteria of `rubric`: by its signals, together with the recogniser where a criterion names a label
    /// of it.
    #[must_use]
    pub fn against(mut self, rubric: Arc<Rubric>) -> Self {
        let threshold = self.threshold.map(|threshold| threshold as f32);
        self.scorer = Some(Scorer::new(&[rubric]).with_threshold(threshold));
        self
    }

    /// The answer to one line, itself one line without its end.
    ///
    /// A line that cannot be read, an empty one too, is answered by an object with `error`, in its place.
    pub fn answer(&mut self, line: &[u8]) -> String {
        let asked = if line.len() > LINE_BYTES_MAX {
            Err("the line is longer than a megabyte".to_owned())
        } else {
            serde_json::from_slice::<Asked>(line).map_err(|error| error.to_string())
        };
        let answer = match asked {
            Ok(asked) => serde_json::to_string(&self.answered(&asked)),
            Err(error) => serde_json::to_string(&Refused {
                id: &id_of(line),
                error,
            }),
        };
        answer
            .unwrap_or_else(|_| r#"{"id":null,"error":"the answer cannot be written"}"#.to_owned())
    }

    fn answered<'a>(&mut self, asked: &'a Asked) -> Answered<'a> {
        let id = match &asked.id {
            Value::String(id) => id.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let confidences = self.stream.next(&Line {
            id: &id,
            text: &asked.text,
            before: asked.prev.as_deref(),
            after: asked.next.as_deref(),
            heading: asked.heading.as_deref().unwrap_or_default(),
        });
        if let Some(scorer) = &self.scorer {
            return by_rubric(scorer, self.recogniser, &confidences, asked, self.explains);
        }
        let positive: Vec<Label> = Label::ALL
            .into_iter()
            .filter(|&label| {
                let threshold = self
                    .threshold
                    .unwrap_or_else(|| self.recogniser.weights().threshold(label));
                !asked.text.trim().is_empty() && confidences.of_label(label) >= threshold
            })
            .collect();
        let reasons = if self.explains {
            positive
                .iter()
                .map(|&label| (label.word().to_owned(), self.stream.reason(label)))
                .collect()
        } else {
            BTreeMap::new()
        };
        Answered {
            id: &asked.id,
            labels: Ordered(
                Label::ALL
                    .map(|label| {
                        let confidence = four_digits(confidences.of_label(label));
                        (label.word().to_owned(), confidence)
                    })
                    .into(),
            ),
            positive: positive
                .into_iter()
                .map(|label| label.word().to_owned())
                .collect(),
            status: status_of(&asked.text).word(),
            reasons,
        }
    }
}

/// The answer to `asked` by the criteria of the rubric of `scorer`.
fn by_rubric<'a>(
    scorer: &Scorer,
    recogniser: &Recogniser,
    confidences: &Confidences,
    asked: &'a Asked,
    explains: bool,
) -> Answered<'a> {
    let mut builder = Builder::new("text");
    // The line is one of a statement, whether it speaks of slavery itself or not.
    builder.plain(BlockKind::Heading { level: 1 }, "Modern slavery statement");
    let heading = asked.heading.as_deref().unwrap_or_default().trim();
    if !heading.is_empty() {
        builder.plain(BlockKind::Heading { level: 2 }, heading);
    }
    if let Some(before) = asked
        .prev
        .as_deref()
        .filter(|before| !before.trim().is_empty())
    {
        builder.plain(BlockKind::Paragraph, before);
    }
    let has_words = !asked.text.trim().is_empty();
    builder.plain(BlockKind::Paragraph, &asked.text);
    let document = builder.finish();
    let own = document.blocks.len().saturating_sub(1);
    let is_own = |sentence: &Sentence| has_words && sentence.block as usize == own;
    let opinions = Opinions::given(
        document
            .sentences
            .iter()
            .map(|sentence| {
                let share = f64::from(u8::from(is_own(sentence)));
                Label::ALL.map(|label| share * confidences.of_label(label))
            })
            .collect(),
        Label::ALL.map(|label| recogniser.weights().threshold(label)),
    );
    let facts = facts_of(&document);
    let mut answered = Answered {
        id: &asked.id,
        labels: Ordered(Vec::new()),
        positive: Vec::new(),
        status: status_of(&asked.text).word(),
        reasons: BTreeMap::new(),
    };
    for assessment in scorer.assess_with(&document, &facts, Some(&opinions)) {
        let results = assessment.rubric.criteria.iter().zip(&assessment.results);
        for (criterion, result) in results {
            let surest = result
                .evidence
                .iter()
                .filter(|evidence| {
                    let sentence = document.sentences.get(evidence.sentence as usize);
                    sentence.is_some_and(is_own)
                })
                .max_by(|one, other| {
                    let by_counting = one.counts.cmp(&other.counts);
                    by_counting.then(one.confidence.total_cmp(&other.confidence))
                });
            // Too little to be shown as evidence, and still known.
            let far = criterion
                .recogniser
                .filter(|_| has_words)
                .map_or(0.0, |label| joined(confidences.of_label(label), 0.0));
            let confidence = surest.map_or(far, |evidence| f64::from(evidence.confidence));
            let id = &criterion.id;
            answered
                .labels
                .0
                .push((id.clone(), four_digits(confidence)));
            if let Some(evidence) = surest.filter(|evidence| evidence.counts) {
                answered.positive.push(id.clone());
                if explains {
                    answered.reasons.insert(id.clone(), evidence.reason.clone());
                }
            }
        }
    }
    answered
}

/// Confidences are not known to more.
fn four_digits(confidence: f64) -> f64 {
    (confidence * 1e4).round() / 1e4
}

/// The id of a line that says too little or too much, where it can be found.
fn id_of(line: &[u8]) -> Value {
    serde_json::from_slice::<Value>(line)
        .ok()
        .and_then(|mut value| value.get_mut("id").map(Value::take))
        .unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(lines: &[&str]) -> Vec<Value> {
        let mut classifier = Classifier::new(Recogniser::built_in(), None, false);
        lines
            .iter()
            .map(|line| classifier.answer(line.as_bytes()))
            .map(|answer| serde_json::from_str(&answer).expect("an object"))
            .collect()
    }

    #[test]
    fn a_board_approval_is_found_and_training_is_mitigation() {
        let answers = answers(&[
            r#"{"id":"a:1","text":"This statement was approved by the board of directors on 3 March 2025"}"#,
            r#"{"id":"a:2","text":"We require suppliers to sign our Supplier Code of Conduct, which prohibits forced labour"}"#,
            r#"{"id":"a:3","text":"The weather was mild"}"#,
        ]);

        assert_eq!(answers[0]["positive"], serde_json::json!(["approval"]));
        assert_eq!(
            answers[1]["positive"],
            serde_json::json!(["risk_mitigation"])
        );
        assert_eq!(answers[2]["positive"], serde_json::json!([]));
        assert_eq!(answers[1]["status"], "action");
    }

    #[test]
    fn a_line_that_cannot_be_read_is_answered_in_its_place() {
        let answers = answers(&[
            r#"{"id":"1","text":"We train staff"}"#,
            r#"{"id":"2"}"#,
            "not json",
            "",
            r#"{"id":4,"text":"We train staff"}"#,
        ]);

        assert_eq!(answers.len(), 5);
        assert_eq!(answers[1]["id"], "2");
        assert!(
            answers[1]["error"]
                .as_str()
                .is_some_and(|error| error.contains("text"))
        );
        assert!(answers[2]["error"].is_string());
        assert!(answers[3]["error"].is_string());
        assert_eq!(answers[4]["id"], 4);
        assert!(answers[4]["labels"].is_object());
    }

    #[test]
    fn reasons_are_told_where_they_are_asked_for() {
        let mut classifier = Classifier::new(Recogniser::built_in(), None, true);
        let answer = classifier
            .answer(br#"{"id":"1","text":"This statement was approved by the board of directors","extra":1}"#);
        let answer: Value = serde_json::from_str(&answer).expect("an object");

        let reason = answer["reasons"]["approval"].as_str().expect("a reason");
        assert!(reason.contains("board"), "{reason}");
    }

    #[test]
    fn a_threshold_stands_in_for_those_that_were_learned() {
        let line = br#"{"id":"1","text":"We train staff on modern slavery"}"#;
        let positive = |threshold| {
            let answer =
                Classifier::new(Recogniser::built_in(), Some(threshold), false).answer(line);
            let answer: Value = serde_json::from_str(&answer).expect("an object");
            answer["positive"].as_array().map(Vec::len)
        };

        assert_eq!(positive(1.0), Some(0));
        assert_eq!(positive(0.0), Some(11));
    }

    #[test]
    fn every_line_of_input_has_one_line_of_output_however_long() {
        let mut input = b"{\"id\":1,\"text\":\"We train staff\"}\n\n".to_vec();
        input.extend(vec![b'x'; LINE_BYTES_MAX + 10]);
        input.extend(b"\n{\"id\":2,\"text\":\"We audit\"}");
        let mut output = Vec::new();

        classify(
            input.as_slice(),
            &mut output,
            &mut Classifier::new(Recogniser::built_in(), None, false),
        )
        .expect("memory can be written");

        let lines: Vec<Value> = output
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).expect("an object"))
            .collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[1]["error"].is_string() && lines[2]["error"].is_string());
        assert_eq!(lines[3]["id"], 2);
    }

    #[test]
    fn the_same_lines_give_the_same_bytes() {
        let line = br#"{"id":"1","text":"We audit suppliers","prev":null,"next":"They answer"}"#;
        let answer = || Classifier::new(Recogniser::built_in(), None, true).answer(line);

        assert_eq!(answer(), answer());
    }
}
