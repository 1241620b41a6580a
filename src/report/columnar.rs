//! The format `parquet`: the tables of the format `csv`, typed, one file each.
//!
//! Text is held as it is, as in JSON: nothing that opens Parquet runs a cell. What a column means stands in the
//! metadata of each file. The bytes depend on nothing but the rows and the version of the program.

use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::basic::LogicalType;
use parquet::basic::Repetition;
use parquet::basic::TimeUnit;
use parquet::basic::Type as PhysicalType;
use parquet::data_type::BoolType;
use parquet::data_type::ByteArray;
use parquet::data_type::ByteArrayType;
use parquet::data_type::DoubleType;
use parquet::data_type::Int64Type;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use serde_json::json;

use super::Lengths;
use super::Program;
use super::Report;
use super::Shape;
use super::column::Column;
use super::column::Kind;
use super::column::TableShape;
use super::spool::Spool;
use super::tables::TABLES;
use crate::assessment::Outcome;

/// The name of the format.
pub(super) const NAME: &str = "parquet";

/// A row group has at most this many rows: what one core reads at a time.
const GROUP_ROWS: usize = 1 << 17;

/// A row group is closed when its cells come to this many bytes: bounds the memory, however many statements there are.
const GROUP_BYTES: usize = 32 << 20;

/// The tables of one run.
struct Files {
    folder: PathBuf,
    shape: Shape,
    spool: Spool,
}

/// Opens the tables of a run in `folder`.
pub(super) fn open(
    folder: &Path,
    shape: &Shape,
    finished: Option<&Lengths>,
) -> io::Result<Box<dyn Report>> {
    Ok(Box::new(Files {
        folder: folder.to_owned(),
        shape: shape.clone(),
        spool: Spool::open(folder, NAME, shape, finished)?,
    }))
}

impl Report for Files {
    fn record(&mut self, outcome: &Outcome) -> io::Result<()> {
        self.spool.record(outcome)
    }

    fn flush(&mut self) -> io::Result<Lengths> {
        self.spool.flush()
    }

    fn describe(&mut self) -> io::Result<Vec<String>> {
        self.spool.flush()?;
        let mut names = Vec::new();
        for table in TABLES {
            let name = file_of(table);
            write(
                &self.folder.join(&name),
                table,
                &(table.columns)(&self.shape),
                self.spool.rows(table)?,
            )?;
            names.push(name);
        }
        Ok(names)
    }
}

/// The file of `table`.
pub(super) fn file_of(table: &TableShape) -> String {
    format!("{}.parquet", table.name())
}

/// Writes `rows` of `table` into the file at `path`.
fn write(
    path: &Path,
    table: &TableShape,
    columns: &[Column],
    mut rows: csv::Reader<File>,
) -> io::Result<()> {
    let fields = columns
        .iter()
        .map(|column| field(column).map(Arc::new))
        .collect::<Result<Vec<_>, _>>()
        .map_err(io::Error::other)?;
    let schema = Type::group_type_builder(table.name())
        .with_fields(fields)
        .build()
        .map_err(io::Error::other)?;
    let program = Program::default();
    let properties = WriterProperties::builder()
        .set_created_by(format!("{} version {}", program.name, program.version))
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(described(table, columns)))
        .build();
    let mut file =
        SerializedFileWriter::new(File::create(path)?, Arc::new(schema), Arc::new(properties))
            .map_err(io::Error::other)?;
    let mut group = Group::of(columns);
    let mut row = csv::StringRecord::new();
    while rows.read_record(&mut row).map_err(io::Error::from)? {
        group.push(table, columns, &row)?;
        if group.rows >= GROUP_ROWS || group.bytes >= GROUP_BYTES {
            std::mem::replace(&mut group, Group::of(columns))
                .write(&mut file)
                .map_err(io::Error::other)?;
        }
    }
    if group.rows > 0 {
        group.write(&mut file).map_err(io::Error::other)?;
    }
    file.close().map_err(io::Error::other)?;
    Ok(())
}

/// The field of `column`: every one may be missing.
fn field(column: &Column) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        // Not every date is a whole day, so none can be of the type date.
        Kind::Text | Kind::Date | Kind::Words(_) => {
            (PhysicalType::BYTE_ARRAY, Some(LogicalType::String))
        }
        Kind::Integer => (PhysicalType::INT64, None),
        Kind::Number => (PhysicalType::DOUBLE, None),
        Kind::Boolean => (PhysicalType::BOOLEAN, None),
        Kind::Time => (
            PhysicalType::INT64,
            Some(LogicalType::timestamp(true, TimeUnit::MICROS)),
        ),
    };
    Type::primitive_type_builder(&column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

/// What the rows and columns of `table` are, for the metadata of its file: the codebook in JSON.
fn described(table: &TableShape, columns: &[Column]) -> Vec<KeyValue> {
    let columns: Vec<serde_json::Value> = columns
        .iter()
        .map(|column| {
            let mut told = json!({ "name": column.name, "description": column.about });
            if let Kind::Words(words) = column.kind {
                told["enum"] = json!(words);
            }
            told
        })
        .collect();
    let pair = |key: &str, value: String| KeyValue::new(key.to_owned(), value);
    vec![
        pair("avowal.row", table.row.to_owned()),
        pair("avowal.key", json!(table.key).to_string()),
        pair("avowal.columns", json!(columns).to_string()),
    ]
}

/// Rows that wait to be written together.
struct Group {
    rows: usize,
    bytes: usize,
    columns: Vec<Cells>,
}

/// The cells of one column.
struct Cells {
    /// One for each row: 1 where there is a value.
    present: Vec<i16>,
    values: Values,
}

/// The values of one column, without the missing ones.
enum Values {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Number(Vec<f64>),
    Boolean(Vec<bool>),
    /// Microseconds since 1970.
    Time(Vec<i64>),
}

impl Group {
    fn of(columns: &[Column]) -> Self {
        let empty = |column: &Column| Cells {
            present: Vec::new(),
            values: match column.kind {
                Kind::Text | Kind::Date | Kind::Words(_) => Values::Text(Vec::new()),
                Kind::Integer => Values::Integer(Vec::new()),
                Kind::Number => Values::Number(Vec::new()),
                Kind::Boolean => Values::Boolean(Vec::new()),
                Kind::Time => Values::Time(Vec::new()),
            },
        };
        Self {
            rows: 0,
            bytes: 0,
            columns: columns.iter().map(empty).collect(),
        }
    }

    fn push(
        &mut self,
        table: &TableShape,
        columns: &[Column],
        row: &csv::StringRecord,
    ) -> io::Result<()> {
        for ((cells, column), text) in self.columns.iter_mut().zip(columns).zip(row) {
            let present = text.is_empty() || cells.values.push(text);
            if !present {
                return Err(io::Error::other(format!(
                    "`{text}` does not fit into the column {} of {}",
                    column.name, table.file
                )));
            }
            cells.present.push(i16::from(!text.is_empty()));
            // What the value itself takes, and what is kept about it.
            self.bytes += text.len() + std::mem::size_of::<ByteArray>();
        }
        self.rows += 1;
        Ok(())
    }

    fn write(self, file: &mut SerializedFileWriter<File>) -> Result<(), ParquetError> {
        let mut group = file.next_row_group()?;
        for Cells { present, values } in self.columns {
            let Some(mut column) = group.next_column()? else {
                break;
            };
            let present = Some(present.as_slice());
            match &values {
                Values::Text(values) => column
                    .typed::<ByteArrayType>()
                    .write_batch(values, present, None)?,
                Values::Integer(values) | Values::Time(values) => column
                    .typed::<Int64Type>()
                    .write_batch(values, present, None)?,
                Values::Number(values) => column
                    .typed::<DoubleType>()
                    .write_batch(values, present, None)?,
                Values::Boolean(values) => column
                    .typed::<BoolType>()
                    .write_batch(values, present, None)?,
            };
            column.close()?;
        }
        group.close()?;
        Ok(())
    }
}

impl Values {
    /// Adds the value that `text` tells; false where it tells none of this kind.
    fn push(&mut self, text: &str) -> bool {
        fn push<T: std::str::FromStr>(values: &mut Vec<T>, text: &str) -> bool {
            text.parse().map(|value| values.push(value)).is_ok()
        }
        match self {
            Self::Text(values) => {
                values.push(ByteArray::from(text.as_bytes().to_vec()));
                true
            }
            Self::Integer(values) => push(values, text),
            Self::Number(values) => push(values, text),
            Self::Boolean(values) => push(values, text),
            Self::Time(values) => {
                let time = text.parse::<jiff::Timestamp>();
                time.map(|time| values.push(time.as_microsecond())).is_ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_of_the_kind_of_its_column_or_refused() {
        let mut numbers = Values::Number(Vec::new());
        assert!(numbers.push("61.5") && !numbers.push("most"));
        assert!(matches!(numbers, Values::Number(values) if values == [61.5]));

        let mut times = Values::Time(Vec::new());
        assert!(times.push("1970-01-02T00:00:00Z") && !times.push("yesterday"));
        assert!(matches!(times, Values::Time(values) if values == [86_400_000_000]));
    }
}
