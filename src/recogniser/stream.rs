//! Sentences that come one by one, each with the sentence before and after it: what `classify` is given.
//!
//! Lines of one statement usually follow each other. Then what was read before is used: the sentence before the last,
//! the place in the statement, the law that it named. Where lines come alone or in disorder, each is judged by what
//! it brings.

use super::Confidences;
use super::Recogniser;
use super::features::Features;
use super::features::Window;
use super::label::Label;
use super::reading::Reading;
use super::signals::Search;
use super::statement::reason;

/// A sentence with what is known around it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Line<'a> {
    /// What tells it from others; `statement:place` and the like let lines of one statement be known as such.
    pub id: &'a str,
    /// The sentence.
    pub text: &'a str,
    /// The sentence before it: empty at the beginning of a statement, none where it is not known.
    pub before: Option<&'a str>,
    /// The sentence after it: empty at the end, none where it is not known.
    pub after: Option<&'a str>,
    /// The heading that it stands under.
    pub heading: &'a str,
}

/// Reads lines one by one.
#[derive(Debug)]
pub struct Stream<'r> {
    recogniser: &'r Recogniser,
    search: Search,
    features: Features,
    last: Option<Last>,
}

/// What is remembered of the line before.
#[derive(Debug)]
struct Last {
    statement: String,
    text: String,
    heading: String,
    knows_neighbours: bool,
    own: Reading,
    before: Option<Reading>,
    /// The sentence that followed, if it was given: often the next line's own.
    after: Option<(String, Reading)>,
    place: Option<usize>,
    laws: u8,
}

impl<'r> Stream<'r> {
    pub(super) fn new(recogniser: &'r Recogniser) -> Self {
        Self {
            recogniser,
            search: Search::default(),
            features: Features::default(),
            last: None,
        }
    }

    /// How sure it is that the sentence of `line` speaks to each label.
    pub fn next(&mut self, line: &Line<'_>) -> Confidences {
        let weights = self.recogniser.weights();
        let text = line.text.trim();
        let statement = statement_of(line.id);
        let before = line.before.map(str::trim);
        let after = line.after.map(str::trim);
        let knows_neighbours = before.is_some() || after.is_some();
        let last = self.last.take();

        // Whether this line follows the last one in the same statement.
        let is_same_statement = last.as_ref().is_some_and(|last| {
            let same_id = !statement.is_empty() && last.statement == statement;
            match before {
                Some("") => false,
                Some(before) => before == last.text || same_id,
                None if after.is_some() => false,
                None => same_id && !last.knows_neighbours,
            }
        });
        let follows = is_same_statement
            && last
                .as_ref()
                .is_some_and(|last| before.is_none_or(|before| before == last.text));
        let is_under_new_heading = !line.heading.trim().is_empty()
            && !last
                .as_ref()
                .is_some_and(|last| follows && last.heading == line.heading.trim());

        let mut reading = |sentence: &str| Reading::of(sentence, &weights.common, &mut self.search);
        let (known, known_before, known_after, place, laws) = match last {
            Some(last) if is_same_statement => (
                follows.then_some(last.own),
                follows.then_some(last.before).flatten(),
                last.after,
                last.place.map(|place| place + 1),
                last.laws,
            ),
            _ => {
                let place =
                    (before == Some("") || (before.is_none() && after.is_some())).then_some(0);
                (None, None, None, place, 0)
            }
        };
        let own = match known_after {
            Some((sentence, reading)) if sentence == text && !is_under_new_heading => reading,
            _ if is_under_new_heading => reading(&with_heading(line.heading.trim(), text)),
            _ => reading(text),
        };
        let before_reading =
            known.or_else(|| before.filter(|before| !before.is_empty()).map(&mut reading));
        let after_reading = after
            .filter(|after| !after.is_empty())
            .map(|after| (after.to_owned(), reading(after)));
        let laws = laws
            | own.laws.0
            | before_reading.as_ref().map_or(0, |before| before.laws.0)
            | after_reading.as_ref().map_or(0, |(_, after)| after.laws.0);

        let window = Window {
            own: &own,
            before: [before_reading.as_ref(), known_before.as_ref()],
            after: after_reading.as_ref().map(|(_, after)| after),
            place,
            is_last: knows_neighbours && after_reading.is_none(),
            laws,
        };
        self.features.fill(&window);
        let sums = weights.sums(&self.features.all);
        self.last = Some(Last {
            statement: statement.to_owned(),
            text: text.to_owned(),
            heading: line.heading.trim().to_owned(),
            knows_neighbours,
            own,
            before: before_reading,
            after: after_reading,
            place,
            laws,
        });
        Confidences::of(weights, &sums)
    }

    /// Why the last line is taken to speak to `label`, in plain language; empty where nothing weighed for it.
    #[must_use]
    pub fn reason(&self, label: Label) -> String {
        let Some(last) = &self.last else {
            return String::new();
        };
        let window = Window {
            own: &last.own,
            before: [last.before.as_ref(), None],
            after: last.after.as_ref().map(|(_, after)| after),
            place: last.place,
            is_last: last.knows_neighbours && last.after.is_none(),
            laws: last.laws,
        };
        reason(self.recogniser.weights(), &window, label)
    }
}

/// The part of an id that names the statement: what stands before the last separator; empty where there is none.
fn statement_of(id: &str) -> &str {
    id.rfind([':', '/', '#', '_', '-', '.', ' '])
        .and_then(|place| id.get(..place))
        .unwrap_or_default()
}

/// In the sentences that were learned from, a heading stands before the first sentence under it, as a PDF's text has it.
fn with_heading(heading: &str, text: &str) -> String {
    if text.starts_with(heading) {
        text.to_owned()
    } else {
        format!("{heading} {text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATEMENT: [&str; 4] = [
        "This statement is made under section 54 of the Modern Slavery Act 2015",
        "We have 40 suppliers in Leeds and Porto",
        "All buyers were trained in May 2024",
        "This statement was approved by the board of directors on 3 March 2025",
    ];

    fn streamed(lines: &[Line<'_>]) -> Vec<Confidences> {
        let mut stream = Recogniser::built_in().stream();
        lines.iter().map(|line| stream.next(line)).collect()
    }

    #[test]
    fn lines_in_order_are_judged_like_the_whole_statement() {
        let whole = Recogniser::built_in().recognise(STATEMENT.into_iter());
        let lines: Vec<Line<'_>> = (0..4)
            .map(|place| Line {
                id: "",
                text: STATEMENT[place],
                before: Some(if place == 0 { "" } else { STATEMENT[place - 1] }),
                after: Some(STATEMENT.get(place + 1).copied().unwrap_or_default()),
                heading: "",
            })
            .collect();

        assert_eq!(streamed(&lines), whole.confidences());
    }

    #[test]
    fn a_line_that_begins_a_statement_owes_nothing_to_the_one_before() {
        let first = Line {
            id: "b:0",
            text: STATEMENT[1],
            before: Some(""),
            after: Some(STATEMENT[2]),
            heading: "",
        };
        let other = Line {
            id: "a:9",
            text: STATEMENT[3],
            before: Some(STATEMENT[2]),
            after: Some(""),
            heading: "",
        };

        assert_eq!(streamed(&[other, first])[1], streamed(&[first])[0]);
    }

    #[test]
    fn a_heading_speaks_for_the_first_sentence_under_it_only() {
        let line = |text, before, heading| Line {
            id: "",
            text,
            before: Some(before),
            after: Some("A third line"),
            heading,
        };
        let headed = streamed(&[
            line("It was on 3 March", "", "Board approval"),
            line("A second line", "It was on 3 March", "Board approval"),
        ]);
        let bare = streamed(&[
            line("It was on 3 March", "", ""),
            line("A second line", "It was on 3 March", ""),
        ]);

        assert!(headed[0].of_label(Label::Approval) > bare[0].of_label(Label::Approval));
        assert_ne!(headed[0], bare[0]);
    }

    #[test]
    fn ids_name_the_statement_before_their_last_separator() {
        assert_eq!(statement_of("SID_401:12"), "SID_401");
        assert_eq!(statement_of("SID_401_12"), "SID_401");
        assert_eq!(statement_of("17"), "");
    }
}
