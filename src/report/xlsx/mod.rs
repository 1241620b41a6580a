//! The format `xlsx`: one workbook for people, the worst statements first, with filters, colours and links.
//!
//! Sheets: the statements (`overview`), what the criteria came to over all of them (`summary`), `criteria`, `evidence`,
//! `errors`, and what all columns mean (`about`).

pub(super) mod sheet;
mod summary;

use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use super::Lengths;
use super::Program;
use super::Report;
use super::Shape;
use super::cell::printable;
use super::column::Column;
use super::column::Kind;
use super::column::LEVELS;
use super::column::TableShape;
use super::column::VERDICTS;
use super::criteria;
use super::errors;
use super::evidence;
use super::link::address_of;
use super::link::openable;
use super::spool::Spool;
use super::statements;
use super::table::Table;
use crate::assessment::Outcome;
use sheet::Book;
use sheet::Layout;
use sheet::Look;
use sheet::SheetCell;
use sheet::SheetColumn;
use summary::Summary;

/// The name of the format.
pub(super) const NAME: &str = "xlsx";

/// The workbook in the folder of the run.
pub(super) const FILE: &str = "report.xlsx";

/// Where each row of the overview is opened, among the rows that are kept.
const ADDRESSES: &str = "addresses.csv";

/// The word for all columns `level.…` and `verdict.…` together.
const ANSWERS: &str = "answers";

/// The columns of each table that a reader needs first, in this order; they are what is printed. All others follow in
/// the order of the table.
const FIRST: &[(&str, &[&str])] = &[
    (
        statements::FILE,
        &[
            "organisation",
            "rubric",
            "mandatory_met",
            "mandatory_total",
            "mandatory_unknown",
            "quality",
            ANSWERS,
            "warnings",
            "period_end",
            "source",
        ],
    ),
    (
        criteria::FILE,
        &[
            "title",
            "verdict",
            "level",
            "top_evidence",
            "link",
            "advice",
        ],
    ),
    (
        evidence::FILE,
        &["criterion_id", "text", "status", "counts", "link", "reason"],
    ),
    (errors::FILE, &["source", "code", "message", "hint"]),
];

/// The workbook of one run.
struct Workbook {
    folder: PathBuf,
    shape: Shape,
    spool: Spool,
    addresses: Table,
    notes: Vec<String>,
}

/// A row of the overview before it is written: what it is sorted by, and where it is kept.
struct Placed {
    /// How many mandatory criteria are not met, and quality in tenths.
    rank: (i64, i64),
    at: csv::Position,
    address: String,
}

/// Opens the workbook of a run in `folder`.
pub(super) fn open(
    folder: &Path,
    shape: &Shape,
    finished: Option<&Lengths>,
) -> io::Result<Box<dyn Report>> {
    let spool = Spool::open(folder, NAME, shape, finished)?;
    let name = spool.name_of(ADDRESSES);
    let finished = finished
        .and_then(|lengths| lengths.get(&name).copied())
        .filter(|&bytes| bytes > 0);
    Ok(Box::new(Workbook {
        folder: folder.to_owned(),
        shape: shape.clone(),
        addresses: Table::open(&folder.join(name), ["address"], finished, true)?,
        spool,
        notes: Vec::new(),
    }))
}

impl Report for Workbook {
    fn record(&mut self, outcome: &Outcome) -> io::Result<()> {
        if let Ok(assessed) = outcome {
            let origin = &assessed.origin;
            let address = match (&origin.final_url, &origin.path) {
                (Some(url), _) => url.clone(),
                (None, Some(path)) => address_of(path),
                (None, None) => String::new(),
            };
            for _ in &assessed.assessments {
                let mut row = self.addresses.row();
                row.text(&address);
                self.addresses.push(&row)?;
            }
        }
        self.spool.record(outcome)
    }

    fn flush(&mut self) -> io::Result<Lengths> {
        let mut lengths = self.spool.flush()?;
        lengths.insert(self.spool.name_of(ADDRESSES), self.addresses.flush()?);
        Ok(lengths)
    }

    fn describe(&mut self) -> io::Result<Vec<String>> {
        self.flush()?;
        let mut book = Book::new("Modern slavery statements, read and scored", &self.folder)?;
        self.add_overview(&mut book)?;
        self.add_summary(&mut book)?;
        self.add_table(&mut book, &criteria::TABLE)?;
        self.add_table(&mut book, &evidence::TABLE)?;
        self.add_table(&mut book, &errors::TABLE)?;
        self.notes = book.notes();
        self.add_about(&mut book)?;
        book.save(&self.folder.join(FILE))?;
        Ok(vec![FILE.to_owned()])
    }

    fn notes(&self) -> Vec<String> {
        self.notes
            .iter()
            .map(|note| format!("{FILE}: {note}"))
            .collect()
    }
}

impl Workbook {
    /// The statements, those first that miss most of what is mandatory, then those of the lowest quality.
    fn add_overview(&self, book: &mut Book) -> io::Result<()> {
        let columns = (statements::TABLE.columns)(&self.shape);
        let (order, printed) = order_of(statements::FILE, &columns);
        let mut sheet_columns = Vec::new();
        for column in order.iter().filter_map(|&place| columns.get(place)) {
            let mut column = sheet_column(column, header_in_overview(column, &columns));
            if column.look == Look::Prose {
                // One line a statement: that is what makes it an overview.
                column.look = Look::Line;
            }
            sheet_columns.push(column);
        }
        let layout = Layout { frozen: 1, printed };
        let mut sheet = book.sheet("overview", sheet_columns, layout)?;
        let mut rows = self.spool.rows(&statements::TABLE)?;
        let mut row = csv::StringRecord::new();
        for placed in self.worst_first(&columns)? {
            rows.seek(placed.at).map_err(io::Error::from)?;
            rows.read_record(&mut row).map_err(io::Error::from)?;
            let address = openable(&placed.address);
            let mut cells = Vec::with_capacity(order.len());
            for &place in &order {
                let (Some(column), Some(text)) = (columns.get(place), row.get(place)) else {
                    continue;
                };
                cells.push(match &address {
                    Some(address) if column.name == "source" => SheetCell::Link {
                        address: address.clone(),
                        text: self.shown(text).into_owned(),
                    },
                    _ if column.name == "organisation" => {
                        SheetCell::Text(self.shown(name_in(&row, &columns)))
                    }
                    _ => self.cell(column, text),
                });
            }
            book.push(&mut sheet, &cells)?;
        }
        book.close(sheet)
    }

    /// The places of the rows of `statements.csv`, in the order of the overview. The rows themselves stay on disk.
    fn worst_first(&self, columns: &[Column]) -> io::Result<Vec<Placed>> {
        let place = |name: &str| columns.iter().position(|column| column.name == name);
        let (met, total, quality) = (
            place("mandatory_met"),
            place("mandatory_total"),
            place("quality"),
        );
        let addresses = self.folder.join(self.spool.name_of(ADDRESSES));
        let mut addresses = csv::Reader::from_path(addresses).map_err(io::Error::from)?;
        let mut addresses = addresses.records();
        let mut rows = self.spool.rows(&statements::TABLE)?;
        let mut row = csv::StringRecord::new();
        let mut placed = Vec::new();
        // The header is read before the first place is asked for.
        rows.headers().map_err(io::Error::from)?;
        loop {
            let at = rows.position().clone();
            if !rows.read_record(&mut row).map_err(io::Error::from)? {
                break;
            }
            let whole = |place: Option<usize>| row.get(place?)?.parse::<i64>().ok();
            // One decimal stands in the column: without its point, a whole number.
            let tenths = quality.and_then(|place| row.get(place)?.replace('.', "").parse().ok());
            let missing = whole(total).unwrap_or(0) - whole(met).unwrap_or(0);
            let address = match addresses.next() {
                Some(record) => {
                    let record = record.map_err(io::Error::from)?;
                    record.get(0).unwrap_or_default().to_owned()
                }
                None => String::new(),
            };
            placed.push(Placed {
                rank: (-missing, tenths.unwrap_or(0)),
                at,
                address,
            });
        }
        // Equal ones stay in the order of the inputs.
        placed.sort_by_key(|placed| placed.rank);
        Ok(placed)
    }

    /// What the criteria came to over all statements.
    fn add_summary(&self, book: &mut Book) -> io::Result<()> {
        let columns = (criteria::TABLE.columns)(&self.shape);
        let mut summary = Summary::of(&self.shape, &columns);
        let mut rows = self.spool.rows(&criteria::TABLE)?;
        let mut row = csv::StringRecord::new();
        while rows.read_record(&mut row).map_err(io::Error::from)? {
            summary.add(&row);
        }
        summary.write(book)
    }

    /// The rows of `table` in their order, each with the organisation that it is about in front.
    fn add_table(&self, book: &mut Book, table: &TableShape) -> io::Result<()> {
        let columns = (table.columns)(&self.shape);
        let id = columns
            .iter()
            .position(|column| column.name == "statement_id");
        let page = columns.iter().position(|column| column.name == "page");
        let mut sheet_columns = Vec::new();
        if id.is_some() {
            sheet_columns.push(SheetColumn {
                header: "organisation".to_owned(),
                width: 28,
                look: Look::Line,
                choices: Vec::new(),
            });
        }
        let (order, printed) = order_of(table.file, &columns);
        for column in order.iter().filter_map(|&place| columns.get(place)) {
            sheet_columns.push(sheet_column(column, header_of(column)));
        }
        let named = u16::from(id.is_some());
        let layout = Layout {
            frozen: named,
            printed: named + printed,
        };
        let mut sheet = book.sheet(table.name(), sheet_columns, layout)?;
        let mut names = Names::read(self)?;
        let mut rows = self.spool.rows(table)?;
        let mut row = csv::StringRecord::new();
        while rows.read_record(&mut row).map_err(io::Error::from)? {
            let mut cells = Vec::with_capacity(columns.len() + 1);
            if let Some(id) = id {
                let name = names.of(row.get(id).unwrap_or_default())?;
                cells.push(SheetCell::Text(self.shown(name)));
            }
            for &place in &order {
                let (Some(column), Some(text)) = (columns.get(place), row.get(place)) else {
                    continue;
                };
                let address = (column.name == "link").then(|| openable(text)).flatten();
                cells.push(match address {
                    Some(address) => SheetCell::Link {
                        address,
                        text: match page.and_then(|page| row.get(page)) {
                            Some(page) if !page.is_empty() => format!("page {page}"),
                            _ => "open".to_owned(),
                        },
                    },
                    None => self.cell(column, text),
                });
            }
            book.push(&mut sheet, &cells)?;
        }
        book.close(sheet)
    }

    /// What a reader should know, and what the columns mean.
    fn add_about(&self, book: &mut Book) -> io::Result<()> {
        let column = |header: &str, width, look| SheetColumn {
            header: header.to_owned(),
            width,
            look,
            choices: Vec::new(),
        };
        let columns = vec![
            column("sheet", 14, Look::Line),
            column("column", 28, Look::Line),
            column("meaning", 110, Look::Prose),
        ];
        let layout = Layout {
            frozen: 0,
            printed: u16::MAX,
        };
        let mut sheet = book.sheet("about", columns, layout)?;
        let program = Program::default();
        let mut about = vec![
            format!("Written by {} {}.", program.name, program.version),
            "It tells what statements disclose, and not how companies act: what was not found in a text is no finding about conduct. It is not legal advice.".to_owned(),
        ];
        about.extend(self.shape.rubrics.iter().map(|rubric| {
            format!(
                "Rubric {}, version {}: {}.",
                rubric.id, rubric.version, rubric.title
            )
        }));
        about.extend(self.notes.iter().map(|note| format!("{note}.")));
        for line in &about {
            let cells = [SheetCell::Empty, SheetCell::Empty, text(line)];
            book.push(&mut sheet, &cells)?;
        }
        for table in [
            statements::TABLE,
            criteria::TABLE,
            evidence::TABLE,
            errors::TABLE,
        ] {
            let is_overview = table.file == statements::FILE;
            let name = if is_overview {
                "overview"
            } else {
                table.name()
            };
            let columns = (table.columns)(&self.shape);
            for column in &columns {
                let header = if is_overview {
                    header_in_overview(column, &columns)
                } else {
                    header_of(column)
                };
                let cells = [text(name), text(&header), text(&column.about)];
                book.push(&mut sheet, &cells)?;
            }
        }
        book.close(sheet)
    }

    /// `text` of the column `column` as a cell of its kind.
    fn cell<'a>(&self, column: &Column, text: &'a str) -> SheetCell<'a> {
        if text.is_empty() {
            return SheetCell::Empty;
        }
        let typed = match column.kind {
            Kind::Integer | Kind::Number => text.parse().ok().map(SheetCell::Number),
            Kind::Boolean => text.parse().ok().map(SheetCell::Boolean),
            Kind::Text | Kind::Date | Kind::Time | Kind::Words(_) => None,
        };
        typed.unwrap_or_else(|| SheetCell::Text(self.shown(text)))
    }

    /// `text` without what would act upon its reader instead of being shown, unless the run is verbatim.
    fn shown<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.shape.verbatim {
            Cow::Borrowed(text)
        } else {
            printable(text)
        }
    }
}

fn text(words: &str) -> SheetCell<'_> {
    SheetCell::Text(Cow::Borrowed(words))
}

/// The organisation of each statement, read beside a table whose rows stand in the order of the statements.
struct Names {
    rows: csv::Reader<std::fs::File>,
    row: csv::StringRecord,
    columns: Vec<Column>,
}

impl Names {
    fn read(workbook: &Workbook) -> io::Result<Self> {
        Ok(Self {
            rows: workbook.spool.rows(&statements::TABLE)?,
            row: csv::StringRecord::new(),
            columns: (statements::TABLE.columns)(&workbook.shape),
        })
    }

    /// The organisation of the statement `id`, which is the last one asked for or one behind it.
    fn of(&mut self, id: &str) -> io::Result<&str> {
        while cell_in(&self.row, &self.columns, "statement_id") != id {
            if !self
                .rows
                .read_record(&mut self.row)
                .map_err(io::Error::from)?
            {
                break;
            }
        }
        Ok(name_in(&self.row, &self.columns))
    }
}

/// The cell of `row` in the column `name`; empty where there is none.
fn cell_in<'r>(row: &'r csv::StringRecord, columns: &[Column], name: &str) -> &'r str {
    let place = columns.iter().position(|column| column.name == name);
    place.and_then(|place| row.get(place)).unwrap_or_default()
}

/// By what a person knows the statement of `row`: its organisation, else its title, else where it came from.
fn name_in<'r>(row: &'r csv::StringRecord, columns: &[Column]) -> &'r str {
    ["organisation", "title", "source"]
        .into_iter()
        .map(|column| cell_in(row, columns, column))
        .find(|name| !name.is_empty())
        .unwrap_or_default()
}

/// The places of the columns of the table `file` in the order of its sheet, and how many of them come first.
fn order_of(file: &str, columns: &[Column]) -> (Vec<usize>, u16) {
    let first = FIRST.iter().find(|(name, _)| *name == file);
    let first = first.map_or(&[][..], |(_, first)| first);
    let rank = |column: &Column| {
        let name = column.name.as_ref();
        let is_answer = name.starts_with("level.") || name.starts_with("verdict.");
        let name = if is_answer { ANSWERS } else { name };
        first.iter().position(|known| *known == name)
    };
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|&place| {
        let rank = columns.get(place).and_then(rank);
        (rank.unwrap_or(usize::MAX), place)
    });
    let printed = columns.iter().filter(|column| rank(column).is_some());
    (order, u16::try_from(printed.count()).unwrap_or(u16::MAX))
}

/// The header of `column`, which breaks between words.
fn header_of(column: &Column) -> String {
    column.name.replace('_', " ")
}

/// As [`header_of`]; an answer goes by the name of its criterion alone, unless two would have the same.
fn header_in_overview(column: &Column, columns: &[Column]) -> String {
    let bare = |column: &Column| {
        let name = column.name.as_ref();
        let bare = name
            .strip_prefix("level.")
            .or(name.strip_prefix("verdict."));
        bare.map(str::to_owned)
    };
    match bare(column) {
        Some(name)
            if columns
                .iter()
                .filter(|other| bare(other).as_ref() == Some(&name))
                .count()
                == 1 =>
        {
            name
        }
        _ => header_of(column),
    }
}

fn sheet_column(column: &Column, header: String) -> SheetColumn {
    let look = match (column.kind, column.name.as_ref()) {
        (Kind::Integer, _) => Look::Integer,
        (Kind::Boolean, _) => Look::Centred,
        (Kind::Number, "quality") => Look::Hundred,
        (Kind::Number, _) => Look::Decimals(2),
        (Kind::Words(words), _) if words == LEVELS || words == VERDICTS => Look::Answer,
        (
            _,
            "text" | "top_evidence" | "advice" | "reason" | "message" | "hint" | "title"
            | "section",
        ) => Look::Prose,
        _ => Look::Line,
    };
    let width = match (look, column.kind, column.name.as_ref()) {
        (Look::Prose, _, "text" | "top_evidence") => 70,
        (Look::Prose, _, "title" | "section") => 36,
        (Look::Prose, ..) => 50,
        (Look::Answer, ..) => 14,
        (_, Kind::Integer | Kind::Number | Kind::Boolean, _) => 11,
        (_, Kind::Words(_), _) => 14,
        (_, Kind::Date, _) => 12,
        (_, Kind::Time, _) => 21,
        (_, _, "organisation" | "source" | "citation" | "warnings") => 32,
        (_, _, "link" | "language" | "format" | "method") => 10,
        _ => 18,
    };
    SheetColumn {
        header,
        width,
        look,
        choices: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_overview_begins_with_what_decides() {
        let shape = Shape {
            rubrics: vec![std::sync::Arc::new(
                crate::rubric::load("uk-msa").expect("built in"),
            )],
            manifest_columns: vec!["sector".to_owned()],
            verbatim: false,
            review: None,
        };
        let columns = (statements::TABLE.columns)(&shape);
        let (order, printed) = order_of(statements::FILE, &columns);
        let headers: Vec<String> = order
            .iter()
            .map(|&place| header_in_overview(&columns[place], &columns))
            .collect();

        assert_eq!(order.len(), columns.len());
        assert_eq!(headers[..3], ["organisation", "rubric", "mandatory met"]);
        assert_eq!(headers[5..8], ["quality", "period", "steps"]);
        assert_eq!(usize::from(printed), 6 + 11 + 3);
        assert_eq!(
            headers[17..21],
            ["warnings", "period end", "source", "statement id"]
        );
    }
}
