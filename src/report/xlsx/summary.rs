//! The sheet `summary`: for each criterion, how many statements gave each answer.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use super::sheet::Book;
use super::sheet::Layout;
use super::sheet::Look;
use super::sheet::SheetCell;
use super::sheet::SheetColumn;
use crate::report::Shape;
use crate::report::column::Column;
use crate::report::column::LEVELS;
use crate::report::column::VERDICTS;
use crate::rubric::Duty;

/// What the criteria of a run came to.
pub(super) struct Summary<'a> {
    shape: &'a Shape,
    rubric: Option<usize>,
    criterion: Option<usize>,
    verdict: Option<usize>,
    level: Option<usize>,
    /// By rubric, criterion and answer.
    counts: BTreeMap<(String, String, String), u64>,
}

impl<'a> Summary<'a> {
    /// Nothing counted yet; rows will have `columns`.
    pub(super) fn of(shape: &'a Shape, columns: &[Column]) -> Self {
        let place = |name: &str| columns.iter().position(|column| column.name == name);
        Self {
            shape,
            rubric: place("rubric"),
            criterion: place("criterion_id"),
            verdict: place("verdict"),
            level: place("level"),
            counts: BTreeMap::new(),
        }
    }

    /// Counts a row of `criteria.csv`.
    pub(super) fn add(&mut self, row: &csv::StringRecord) {
        let cell = |place: Option<usize>| {
            place
                .and_then(|place| row.get(place))
                .unwrap_or_default()
                .to_owned()
        };
        for answer in [cell(self.verdict), cell(self.level)] {
            if !answer.is_empty() {
                let key = (cell(self.rubric), cell(self.criterion), answer);
                *self.counts.entry(key).or_default() += 1;
            }
        }
    }

    /// Adds the sheet to `book`: the criteria of each rubric, those first that are most often missing.
    pub(super) fn write(&self, book: &mut Book) -> io::Result<()> {
        let mut columns = vec![
            column("criterion", 40, Look::Prose),
            column("rubric", 18, Look::Line),
            column("criterion id", 18, Look::Line),
            column("citation", 24, Look::Line),
            column("mandatory", 11, Look::Centred),
            column("share that meets it", 14, Look::Share),
        ];
        columns.extend(
            VERDICTS
                .iter()
                .chain(LEVELS)
                .map(|word| column(&word.replace('_', " "), 12, Look::Integer)),
        );
        let layout = Layout {
            frozen: 1,
            printed: u16::MAX,
        };
        let mut sheet = book.sheet("summary", columns, layout)?;
        for rubric in &self.shape.rubrics {
            let count = |criterion: &str, answer: &str| {
                let key = (rubric.id.clone(), criterion.to_owned(), answer.to_owned());
                self.counts.get(&key).copied().unwrap_or(0)
            };
            let mut criteria: Vec<_> = rubric.criteria.iter().collect();
            // Equal ones stay in the order of the rubric.
            criteria.sort_by_key(|criterion| std::cmp::Reverse(count(&criterion.id, "not_met")));
            for criterion in criteria {
                let (met, not_met) = (count(&criterion.id, "met"), count(&criterion.id, "not_met"));
                let told = met + not_met;
                let mut cells = vec![
                    text(&criterion.title),
                    text(&rubric.id),
                    text(&criterion.id),
                    text(&criterion.citation),
                    SheetCell::Boolean(criterion.duty == Duty::Mandatory),
                    if told == 0 {
                        SheetCell::Empty
                    } else {
                        SheetCell::Number(met as f64 / told as f64)
                    },
                ];
                for answer in VERDICTS.iter().chain(LEVELS) {
                    cells.push(match count(&criterion.id, answer) {
                        0 => SheetCell::Empty,
                        some => SheetCell::Number(some as f64),
                    });
                }
                book.push(&mut sheet, &cells)?;
            }
        }
        book.close(sheet)
    }
}

fn column(header: &str, width: u16, look: Look) -> SheetColumn {
    SheetColumn {
        header: header.to_owned(),
        width,
        look,
        choices: Vec::new(),
    }
}

fn text(words: &str) -> SheetCell<'_> {
    SheetCell::Text(Cow::Borrowed(words))
}
