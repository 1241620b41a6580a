//! Worksheets that are written row by row, whatever their length: in parts where a sheet is full, with cells and links
//! within the limits of the format, and never a formula.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use rust_xlsxwriter::Color;
use rust_xlsxwriter::ConditionalFormatCell;
use rust_xlsxwriter::ConditionalFormatCellRule;
use rust_xlsxwriter::ConditionalFormatDataBar;
use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Url;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::report::Program;
use crate::report::cell::starts_formula;

/// The rows of a sheet, its header among them (ECMA-376, as Excel 2007 and all since keep to).
pub(in crate::report) const SHEET_ROWS: u32 = 1_048_576;

/// The links of a sheet.
const SHEET_LINKS: u32 = 65_530;

/// The UTF-16 units of a cell.
const CELL_UNITS: usize = 32_767;

/// A line of text is so many points high.
const LINE_POINTS: u32 = 15;

/// A row shows at most so many lines; longer text is cut from sight, not from the cell.
const LINES_SHOWN: u32 = 14;

/// What the text of a cell ends in that was cut.
const CUT: &str = " […]";

/// The answers with their colours, text and ground: those of the pages of the format `html`, told apart also by people
/// who do not tell red from green. The word itself stands in the cell.
const ANSWERS: &[(&str, u32, u32)] = &[
    ("absent", 0x7a2a04, 0xfbe3d6),
    ("not_met", 0x7a2a04, 0xfbe3d6),
    ("mentioned", 0x5c4300, 0xfdf0cf),
    ("partial", 0x123a63, 0xd9e8f7),
    ("specific", 0x06223f, 0x8fbce6),
    ("evidenced", 0xffffff, 0x1c5f9e),
    ("met", 0xffffff, 0x1c5f9e),
    ("cannot_tell", 0x39424e, 0xe7e9ee),
    ("not_applicable", 0x39424e, 0xf2f3f5),
];

/// How a column looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Look {
    /// Words on one line.
    Line,
    /// A short word in the middle.
    Centred,
    /// Sentences, over several lines.
    Prose,
    /// A whole number.
    Integer,
    /// A number with so many decimals.
    Decimals(u8),
    /// A number from 0 to 100 with one decimal, and a bar behind it.
    Hundred,
    /// A share from 0 to 1 as per cent, with a bar behind it.
    Share,
    /// A level or verdict, coloured.
    Answer,
}

/// One column of a sheet.
#[derive(Debug, Clone)]
pub(in crate::report) struct SheetColumn {
    /// Its header.
    pub(in crate::report) header: String,
    /// Its width in characters.
    pub(in crate::report) width: u16,
    /// How it looks.
    pub(in crate::report) look: Look,
    /// What may be chosen in it; empty where anything may be typed. Together at most 255 characters.
    pub(in crate::report) choices: Vec<&'static str>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) enum SheetCell<'a> {
    /// None.
    Empty,
    /// Text; never run as a formula.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// `yes` or `no`.
    Boolean(bool),
    /// Text that opens an address.
    Link {
        /// `https://…`, `http://…` or `file:///…`.
        address: String,
        /// What the cell shows.
        text: String,
    },
}

/// A workbook in the making.
pub(in crate::report) struct Book {
    workbook: Workbook,
    looks: Looks,
    cut: u64,
    unlinked: u64,
}

/// How a sheet is shown and printed.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Layout {
    /// So many columns stay when it is scrolled sideways.
    pub(in crate::report) frozen: u16,
    /// So many columns are printed, from the first.
    pub(in crate::report) printed: u16,
}

/// A sheet of it that is being written.
pub(in crate::report) struct Sheet {
    name: String,
    columns: Vec<SheetColumn>,
    layout: Layout,
    worksheet: Worksheet,
    part: u32,
    row: u32,
    links: u32,
    most_rows: u32,
}

/// The formats of cells.
struct Looks {
    header: Format,
    centred_header: Format,
    centred: Format,
    line: Format,
    prose: Format,
    quoted_line: Format,
    quoted_prose: Format,
    link: Format,
    answer: Format,
}

impl Looks {
    fn new() -> Self {
        let line = Format::new().set_align(FormatAlign::Top);
        let prose = line.clone().set_text_wrap();
        let header = Format::new()
            .set_bold()
            .set_font_color(Color::RGB(0x00ff_ffff))
            .set_background_color(Color::RGB(0x001b_2430))
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        Self {
            centred_header: header.clone().set_align(FormatAlign::Center),
            header,
            centred: line.clone().set_align(FormatAlign::Center),
            // Whoever edits such a cell in Excel still has a text.
            quoted_line: line.clone().set_quote_prefix(),
            quoted_prose: prose.clone().set_quote_prefix(),
            link: line
                .clone()
                .set_font_color(Color::RGB(0x000b_57b0))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            answer: line
                .clone()
                .set_align(FormatAlign::Center)
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x00ff_ffff)),
            line,
            prose,
        }
    }

    fn of_text(&self, look: Look, quoted: bool) -> &Format {
        match (look, quoted) {
            (Look::Prose, false) => &self.prose,
            (Look::Prose, true) => &self.quoted_prose,
            (Look::Answer, _) => &self.answer,
            (Look::Centred, _) => &self.centred,
            (_, false) => &self.line,
            (_, true) => &self.quoted_line,
        }
    }

    fn of_number(&self, look: Look) -> Format {
        let format = self.centred.clone();
        match look {
            Look::Decimals(places) => {
                format.set_num_format(format!("0.{}", "0".repeat(usize::from(places))))
            }
            Look::Hundred => format.set_num_format("0.0"),
            Look::Share => format.set_num_format("0%"),
            Look::Integer => format.set_num_format("0"),
            Look::Line | Look::Centred | Look::Prose | Look::Answer => format,
        }
    }
}

impl Book {
    /// An empty workbook called `title`, whose rows wait in `folder` until it is saved.
    pub(in crate::report) fn new(title: &str, folder: &Path) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).map_err(io::Error::other)?;
        let program = Program::default();
        // Equal rows make equal bytes: the time of making is not told.
        let no_time = ExcelDateTime::from_ymd(2000, 1, 1).map_err(io::Error::other)?;
        let properties = DocProperties::new()
            .set_title(title)
            .set_author(format!("{} {}", program.name, program.version))
            .set_creation_datetime(&no_time);
        workbook.set_properties(&properties);
        Ok(Self {
            workbook,
            looks: Looks::new(),
            cut: 0,
            unlinked: 0,
        })
    }

    /// Begins the sheet `name`.
    pub(in crate::report) fn sheet(
        &mut self,
        name: &str,
        columns: Vec<SheetColumn>,
        layout: Layout,
    ) -> io::Result<Sheet> {
        let mut sheet = Sheet {
            name: name.to_owned(),
            columns,
            layout,
            worksheet: self.worksheet()?,
            part: 1,
            row: 1,
            links: 0,
            most_rows: SHEET_ROWS,
        };
        sheet.begin(&self.looks).map_err(io::Error::other)?;
        Ok(sheet)
    }

    fn worksheet(&mut self) -> io::Result<Worksheet> {
        self.workbook
            .new_worksheet_with_constant_memory()
            .map_err(io::Error::other)
    }

    /// Adds a row to `sheet`; where that is full, to a new part of it.
    pub(in crate::report) fn push(
        &mut self,
        sheet: &mut Sheet,
        cells: &[SheetCell<'_>],
    ) -> io::Result<()> {
        if sheet.row >= sheet.most_rows {
            let next = self.worksheet()?;
            let full = std::mem::replace(&mut sheet.worksheet, next);
            self.end(full, sheet).map_err(io::Error::other)?;
            sheet.part += 1;
            sheet.row = 1;
            sheet.links = 0;
            sheet.begin(&self.looks).map_err(io::Error::other)?;
        }
        let lines = lines_of(&sheet.columns, cells);
        if lines > 1 {
            // Not every program fits rows to their text when it opens a file.
            let points = lines.min(LINES_SHOWN) * LINE_POINTS;
            sheet
                .worksheet
                .set_row_height(sheet.row, points)
                .map_err(io::Error::other)?;
        }
        for (place, cell) in (0..).zip(cells) {
            self.write(sheet, place, cell).map_err(io::Error::other)?;
        }
        sheet.row += 1;
        Ok(())
    }

    fn write(
        &mut self,
        sheet: &mut Sheet,
        place: u16,
        cell: &SheetCell<'_>,
    ) -> Result<(), XlsxError> {
        let look = sheet
            .columns
            .get(usize::from(place))
            .map_or(Look::Line, |column| column.look);
        match cell {
            SheetCell::Empty => {}
            SheetCell::Text(text) => self.write_text(sheet, place, text, look)?,
            SheetCell::Number(number) => {
                let format = self.looks.of_number(look);
                sheet
                    .worksheet
                    .write_number_with_format(sheet.row, place, *number, &format)?;
            }
            SheetCell::Boolean(value) => {
                // Programs show TRUE and FALSE each in their own way and language.
                let (word, format) = (if *value { "yes" } else { "no" }, &self.looks.centred);
                sheet
                    .worksheet
                    .write_string_with_format(sheet.row, place, word, format)?;
            }
            SheetCell::Link { address, text } => {
                let is_full = sheet.links >= SHEET_LINKS;
                let text = cut(text, CELL_UNITS).0;
                let link = Url::new(whole(address)).set_text(text.as_ref());
                let linked = !is_full
                    && sheet
                        .worksheet
                        .write_url_with_format(sheet.row, place, link, &self.looks.link)
                        .is_ok();
                if linked {
                    sheet.links += 1;
                } else {
                    // Too many, or one too long: the address itself is shown.
                    self.unlinked += 1;
                    self.write_text(sheet, place, address, Look::Line)?;
                }
            }
        }
        Ok(())
    }

    fn write_text(
        &mut self,
        sheet: &mut Sheet,
        place: u16,
        text: &str,
        look: Look,
    ) -> Result<(), XlsxError> {
        let (text, was_cut) = cut(text, CELL_UNITS);
        self.cut += u64::from(was_cut);
        let format = self.looks.of_text(look, starts_formula(&text));
        sheet
            .worksheet
            .write_string_with_format(sheet.row, place, text.as_ref(), format)?;
        Ok(())
    }

    /// Ends `sheet` and adds it to the workbook.
    pub(in crate::report) fn close(&mut self, mut sheet: Sheet) -> io::Result<()> {
        let last = std::mem::take(&mut sheet.worksheet);
        self.end(last, &sheet).map_err(io::Error::other)
    }

    fn end(&mut self, mut worksheet: Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
        let last_column = u16::try_from(sheet.columns.len())
            .unwrap_or(u16::MAX)
            .saturating_sub(1);
        worksheet.autofilter(0, 0, sheet.row.saturating_sub(1), last_column)?;
        let printed = sheet.layout.printed.saturating_sub(1).min(last_column);
        worksheet.set_print_area(0, 0, sheet.row.saturating_sub(1), printed)?;
        let last_row = sheet.row.saturating_sub(1).max(1);
        for (place, column) in (0..).zip(&sheet.columns) {
            if !column.choices.is_empty() {
                let choices = DataValidation::new().allow_list_strings(&column.choices)?;
                worksheet.add_data_validation(1, place, last_row, place, &choices)?;
            }
            match column.look {
                Look::Answer => colour_answers(&mut worksheet, place, last_row)?,
                Look::Hundred => add_bars(&mut worksheet, place, last_row, 100.0)?,
                Look::Share => add_bars(&mut worksheet, place, last_row, 1.0)?,
                _ => {}
            }
        }
        self.workbook.push_worksheet(worksheet);
        Ok(())
    }

    /// What of the rows did not find room in the format, in sentences for the user.
    pub(in crate::report) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.cut > 0 {
            notes.push(format!(
                "{} cells are longer than the 32,767 characters that a spreadsheet's cell holds, and end in […]: the formats csv, json and parquet have them whole",
                self.cut
            ));
        }
        if self.unlinked > 0 {
            notes.push(format!(
                "{} addresses stand as text, for a sheet holds {SHEET_LINKS} links of at most 2,080 characters",
                self.unlinked
            ));
        }
        notes
    }

    /// Writes the workbook into the file at `path`.
    pub(in crate::report) fn save(mut self, path: &Path) -> io::Result<()> {
        self.workbook.save(path).map_err(io::Error::other)
    }
}

impl Sheet {
    /// The header, the widths, and how the part is shown and printed.
    fn begin(&mut self, looks: &Looks) -> Result<(), XlsxError> {
        let name = match self.part {
            1 => self.name.clone(),
            part => format!("{} {part}", self.name),
        };
        let worksheet = &mut self.worksheet;
        worksheet.set_name(name)?;
        for (place, column) in (0..).zip(&self.columns) {
            worksheet.set_column_width(place, f64::from(column.width))?;
        }
        worksheet.set_freeze_panes(1, self.layout.frozen)?;
        worksheet.set_row_height(0, 34)?;
        // A4, landscape, as wide as the page, the header on each.
        worksheet.set_paper_size(9).set_landscape();
        worksheet.set_print_fit_to_pages(1, 0);
        worksheet.set_repeat_rows(0, 0)?;
        worksheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        worksheet.set_footer("&L&A&RPage &P of &N");
        for (place, column) in (0..).zip(&self.columns) {
            let header = match column.look {
                Look::Line | Look::Prose => &looks.header,
                _ => &looks.centred_header,
            };
            worksheet.write_string_with_format(0, place, &column.header, header)?;
        }
        Ok(())
    }
}

/// `address` so that the writer keeps it whole. Of one that begins with `file:///`, it keeps only the path, without the
/// first slash, unless that begins with the letter of a drive; how a scheme is spelled does not matter (RFC 3986 3.1).
fn whole(address: &str) -> String {
    if cfg!(windows) {
        return address.to_owned();
    }
    address.replacen("file:///", "File:///", 1)
}

/// How many lines the longest prose among `cells` takes in its column, about.
fn lines_of(columns: &[SheetColumn], cells: &[SheetCell<'_>]) -> u32 {
    let lines = |(column, cell): (&SheetColumn, &SheetCell<'_>)| match cell {
        SheetCell::Text(text) if column.look == Look::Prose => {
            let width = usize::from(column.width.max(1));
            u32::try_from(text.chars().count().div_ceil(width)).unwrap_or(u32::MAX)
        }
        _ => 1,
    };
    columns.iter().zip(cells).map(lines).max().unwrap_or(1)
}

fn colour_answers(worksheet: &mut Worksheet, column: u16, last_row: u32) -> Result<(), XlsxError> {
    for &(word, ink, ground) in ANSWERS {
        let format = Format::new()
            .set_font_color(Color::RGB(ink))
            .set_background_color(Color::RGB(ground));
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(word))
            .set_format(format);
        worksheet.add_conditional_format(1, column, last_row, column, &rule)?;
    }
    Ok(())
}

fn add_bars(
    worksheet: &mut Worksheet,
    column: u16,
    last_row: u32,
    most: f64,
) -> Result<(), XlsxError> {
    let bars = ConditionalFormatDataBar::new()
        .set_fill_color(Color::RGB(0x00a9_cbec))
        .set_border_off(true)
        .set_solid_fill(true)
        .set_minimum(rust_xlsxwriter::ConditionalFormatType::Number, 0)
        .set_maximum(rust_xlsxwriter::ConditionalFormatType::Number, most);
    worksheet.add_conditional_format(1, column, last_row, column, &bars)?;
    Ok(())
}

/// `text` within `units` UTF-16 units, and whether it was cut for that.
fn cut(text: &str, units: usize) -> (Cow<'_, str>, bool) {
    // No character has fewer bytes than UTF-16 units.
    if text.len() <= units || text.encode_utf16().count() <= units {
        return (text.into(), false);
    }
    let room = units.saturating_sub(CUT.encode_utf16().count());
    let mut taken = 0;
    let end = text
        .char_indices()
        .find(|(_, character)| {
            taken += character.len_utf16();
            taken > room
        })
        .map_or(text.len(), |(place, _)| place);
    let kept = text.get(..end).unwrap_or_default();
    (format!("{kept}{CUT}").into(), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters_to_what_a_cell_holds() {
        assert_eq!(cut("twelve units", 12), ("twelve units".into(), false));
        // Each of these is two units.
        let (text, was_cut) = cut("𝄞𝄞𝄞𝄞𝄞", 9);
        assert!(was_cut);
        assert_eq!(text, "𝄞𝄞 […]");
        assert!(text.encode_utf16().count() <= 9);
    }

    #[test]
    fn a_full_sheet_goes_on_in_another() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let mut book = Book::new("test", folder.path()).expect("a workbook");
        let column = SheetColumn {
            header: "text".to_owned(),
            width: 10,
            look: Look::Line,
            choices: Vec::new(),
        };
        let layout = Layout {
            frozen: 0,
            printed: 1,
        };
        let mut sheet = book.sheet("rows", vec![column], layout).expect("a sheet");
        sheet.most_rows = 3;
        for text in ["a", "b", "c", "d", "=1+1"] {
            book.push(&mut sheet, &[SheetCell::Text(text.into())])
                .expect("a row");
        }
        book.close(sheet).expect("a sheet");
        let names: Vec<String> = book
            .workbook
            .worksheets()
            .iter()
            .map(Worksheet::name)
            .collect();

        assert_eq!(names, ["rows", "rows 2", "rows 3"]);
        let path = folder.path().join("test.xlsx");
        book.save(&path).expect("it can be written");
        assert!(path.exists());
    }
}
