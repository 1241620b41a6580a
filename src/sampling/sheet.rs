//! A coding sheet: the layout that `avowal evaluate` reads, with columns behind it that help the coder.

use std::io;
use std::io::Write;

use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::XlsxError;

use super::Unit;
use crate::report::cell_of;

/// The columns that the coder fills in.
pub const BLANK_COLUMNS: &[&str] = &["coder", "value", "quote", "page"];

/// The columns, those that evaluation reads first.
const COLUMNS: &[Column] = &[
    Column::told("statement_id", 18.0),
    Column::told("criterion_id", 16.0),
    Column::filled("coder", 12.0),
    Column::filled("value", 10.0),
    Column::filled("quote", 44.0),
    Column::filled("page", 7.0),
    Column::filled("comment", 30.0),
    Column::told("rubric", 14.0),
    Column::told("organisation", 28.0),
    Column::told("source", 34.0),
    Column::told("citation", 12.0),
    Column::told("title", 36.0),
    Column::machine("machine_verdict", 14.0),
    Column::machine("machine_level", 12.0),
    Column::machine("machine_confidence", 12.0),
    Column::machine("machine_evidence", 60.0),
    Column::machine("machine_page", 8.0),
    Column::machine("link", 30.0),
    Column::machine("disagreement", 30.0),
];

/// What a coder may choose from in the column `value`.
const VALUES: [&str; 3] = ["yes", "no", "unknown"];

/// The most characters of a cell of a workbook.
const CELL_MAX: usize = 32_767;

struct Column {
    name: &'static str,
    /// Its width in a workbook, in characters.
    width: f64,
    /// Whether it shows what the machine says: a blind coder does not see it.
    of_machine: bool,
    /// Whether the coder fills it in.
    is_blank: bool,
}

impl Column {
    const fn told(name: &'static str, width: f64) -> Self {
        Self {
            name,
            width,
            of_machine: false,
            is_blank: false,
        }
    }

    const fn filled(name: &'static str, width: f64) -> Self {
        Self {
            is_blank: true,
            ..Self::told(name, width)
        }
    }

    const fn machine(name: &'static str, width: f64) -> Self {
        Self {
            of_machine: true,
            ..Self::told(name, width)
        }
    }
}

/// Why a sheet was not written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// The file cannot be written.
    #[error(transparent)]
    NotWritable(#[from] io::Error),
    /// The workbook cannot be made.
    #[error("the workbook cannot be made: {0}")]
    NoWorkbook(#[from] XlsxError),
}

fn columns(blind: bool) -> impl Iterator<Item = &'static Column> {
    COLUMNS
        .iter()
        .filter(move |column| !(blind && column.of_machine))
}

fn cell(unit: &Unit, column: &str) -> String {
    match column {
        "statement_id" => unit.statement_id.clone(),
        "criterion_id" => unit.criterion_id.clone(),
        "rubric" => unit.rubric.clone(),
        "organisation" => unit.organisation.clone(),
        "source" => unit.source.clone(),
        "citation" => unit.citation.clone(),
        "title" => unit.title.clone(),
        "machine_verdict" => unit.verdict.to_owned(),
        "machine_level" => unit.level.to_owned(),
        "machine_confidence" => format!("{:.3}", unit.confidence),
        "machine_evidence" => {
            let quotes: Vec<&str> = unit
                .evidence
                .iter()
                .map(|(text, _)| text.as_str())
                .collect();
            quotes.join(" […] ")
        }
        "machine_page" => unit
            .evidence
            .first()
            .and_then(|(_, page)| *page)
            .map(|page| page.to_string())
            .unwrap_or_default(),
        "link" => unit.link.clone(),
        "disagreement" => unit.disagreement.clone(),
        _ => String::new(),
    }
}

/// Writes `units` as CSV; `blind` leaves out what the machine says, `verbatim` the mark against formulas.
///
/// # Errors
///
/// When `output` cannot be written.
pub fn write_csv(
    output: impl Write,
    units: &[Unit],
    blind: bool,
    verbatim: bool,
) -> Result<(), Unwritten> {
    let mut writer = csv::Writer::from_writer(output);
    writer
        .write_record(columns(blind).map(|column| column.name))
        .map_err(io::Error::from)?;
    for unit in units {
        let cells = columns(blind).map(|column| cell_of(&cell(unit, column.name), verbatim));
        writer.write_record(cells).map_err(io::Error::from)?;
    }
    writer.flush()?;
    Ok(())
}

/// The workbook of `units`, whose column `value` offers its answers; `blind` leaves out what the machine says.
///
/// # Errors
///
/// When it cannot be made.
pub fn write_xlsx(units: &[Unit], blind: bool) -> Result<Vec<u8>, Unwritten> {
    let mut workbook = Workbook::new();
    // The same sample is the same file.
    let properties = DocProperties::new()
        .set_title("Coding sheet")
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name("coding")?;
    let header = Format::new().set_bold().set_text_wrap();
    let told = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let blank = Format::new()
        .set_align(FormatAlign::Top)
        .set_text_wrap()
        .set_background_color(0x00FF_F8E1)
        .set_border(rust_xlsxwriter::FormatBorder::Thin)
        .set_border_color(0x00D5_DBE3);
    let last = u32::try_from(units.len()).unwrap_or(u32::MAX);
    for (place, column) in (0u16..).zip(columns(blind)) {
        sheet.set_column_width(place, column.width)?;
        sheet.write_string_with_format(0, place, column.name, &header)?;
        for (row, unit) in (1u32..).zip(units) {
            let text: String = cell(unit, column.name).chars().take(CELL_MAX).collect();
            if column.is_blank {
                sheet.write_blank(row, place, &blank)?;
            } else {
                sheet.write_string_with_format(row, place, text, &told)?;
            }
        }
        if column.name == "value" && last > 0 {
            let choice = DataValidation::new()
                .allow_list_strings(&VALUES)?
                .set_input_title("Is it there?")?
                .set_input_message("yes, no, or unknown where the document cannot tell")?
                .set_error_title("Not an answer")?
                .set_error_message("Choose yes, no or unknown")?;
            sheet.add_data_validation(1, place, last, place, &choice)?;
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    let width = u16::try_from(columns(blind).count().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last, width)?;
    Ok(workbook.save_to_buffer()?)
}
