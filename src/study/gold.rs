//! Codings by people or programs, read from the tables that they are kept in.

use std::collections::BTreeMap;
use std::path::Path;

use super::coded::Uncoded;

/// A coding: who answered what about which criterion, statement by statement or sentence by sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coding {
    /// The answers, in the order of the table.
    pub judgements: Vec<Judgement>,
    /// Where sentences were coded: each statement's sentences by their index, in reading order.
    pub sentences: BTreeMap<String, BTreeMap<u32, String>>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The statement.
    pub statement: String,
    /// The sentence; none where the statement as a whole was coded.
    pub sentence: Option<u32>,
    /// The criterion.
    pub criterion: String,
    /// Who answered.
    pub coder: String,
    /// Yes or no.
    pub value: bool,
    /// The evidence quoted; may be empty.
    pub quote: String,
    /// The page of the evidence, as typed.
    pub page: String,
}

/// The layout of a table, told from its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// One sentence a row, one column a criterion: the AIMS collections.
    Sentences,
    /// `statement_id, criterion_id, coder, value, quote, page`.
    Sheet,
    /// avowal's own `criteria.csv`.
    Criteria,
    /// An export of WikiRate's answers.
    WikiRate,
}

/// Reads the coding in the file `path`: sentences in the layout of the AIMS collections, a coding sheet, `criteria.csv` of
/// a run, or an export of WikiRate answers. The header tells which.
///
/// # Errors
///
/// [`Uncoded`] where the file cannot be read, or is none of these.
pub fn read_coding(path: &Path) -> Result<Coding, Uncoded> {
    let bytes = std::fs::read(path).map_err(|error| Uncoded::Unreadable {
        path: path.to_owned(),
        error,
    })?;
    coding_of(path, &bytes)
}

/// Columns of the sentence layout that are no criteria.
const NO_CRITERIA: [&str; 4] = ["statement_id", "sentence_index", "sentence", "split"];

fn coding_of(path: &Path, bytes: &[u8]) -> Result<Coding, Uncoded> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let broken = |line: u64, message: String| Uncoded::Broken {
        path: path.to_owned(),
        line,
        message,
    };
    let header: Vec<String> = reader
        .headers()
        .map_err(|error| broken(1, error.to_string()))?
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let column = |name: &str| header.iter().position(|known| known == name);
    let layout = if column("sentence").is_some() && column("statement_id").is_some() {
        Layout::Sentences
    } else if column("Metric").is_some() && column("Company").is_some() {
        Layout::WikiRate
    } else if column("criterion_id").is_some() && column("verdict").is_some() {
        Layout::Criteria
    } else {
        Layout::Sheet
    };
    let wanted = |name: &str| {
        column(name).ok_or_else(|| Uncoded::NoColumn {
            path: path.to_owned(),
            column: name.to_owned(),
        })
    };
    let mut coding = Coding::default();
    let rows = reader.into_records();
    let mut next_index: BTreeMap<String, u32> = BTreeMap::new();
    let places = match layout {
        Layout::Sentences => vec![wanted("statement_id")?, wanted("sentence")?],
        Layout::Sheet => vec![
            wanted("statement_id")?,
            wanted("criterion_id")?,
            wanted("value")?,
        ],
        Layout::Criteria => vec![
            wanted("statement_id")?,
            wanted("criterion_id")?,
            wanted("verdict")?,
        ],
        Layout::WikiRate => vec![wanted("Company")?, wanted("Metric")?, wanted("Value")?],
    };
    for row in rows {
        let row = row.map_err(|error| {
            broken(
                error.position().map_or(0, csv::Position::line),
                error.to_string(),
            )
        })?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |place: usize| row.get(place).unwrap_or_default().trim();
        let named = |name: &str| column(name).map_or("", cell);
        let statement = cell(places[0]).to_owned();
        if layout == Layout::Sentences {
            let next = next_index.entry(statement.clone()).or_default();
            let index = named("sentence_index").parse().unwrap_or(*next);
            *next = index + 1;
            let sentence = cell(places[1]).to_owned();
            for (place, criterion) in header.iter().enumerate() {
                if NO_CRITERIA.contains(&criterion.as_str()) {
                    continue;
                }
                if let Some(value) =
                    value_of(cell(place)).map_err(|message| broken(line, message))?
                {
                    coding.judgements.push(Judgement {
                        statement: statement.clone(),
                        sentence: Some(index),
                        criterion: criterion.clone(),
                        coder: String::new(),
                        value,
                        quote: sentence.clone(),
                        page: String::new(),
                    });
                }
            }
            coding
                .sentences
                .entry(statement)
                .or_default()
                .insert(index, sentence);
            continue;
        }
        let typed = cell(places[2]);
        let value = if layout == Layout::WikiRate {
            wikirate_value(typed)
        } else {
            value_of(typed).map_err(|message| broken(line, message))?
        };
        let Some(value) = value else {
            continue;
        };
        let (statement, coder, quote, page) = if layout == Layout::WikiRate {
            let statement = format!("{statement} {}", named("Year")).trim().to_owned();
            (statement, "", named("Comments"), named("Source Page"))
        } else {
            (statement, named("coder"), named("quote"), named("page"))
        };
        coding.judgements.push(Judgement {
            statement,
            sentence: named("sentence_index").parse().ok(),
            criterion: cell(places[1]).to_owned(),
            coder: coder.to_owned(),
            value,
            quote: quote.to_owned(),
            page: page.to_owned(),
        });
    }
    Ok(coding)
}

/// Yes, no, or nothing that can be counted.
fn value_of(typed: &str) -> Result<Option<bool>, String> {
    Ok(match typed.to_lowercase().as_str() {
        "1" | "1.0" | "yes" | "y" | "true" | "met" | "present" | "partial" | "specific"
        | "evidenced" => Some(true),
        "0" | "0.0" | "no" | "n" | "false" | "not_met" | "absent" | "mentioned" => Some(false),
        "" | "na" | "n/a" | "unknown" | "cannot_tell" | "not_applicable" => None,
        _ => {
            return Err(format!(
                "`{typed}` is neither yes (1, yes, true, met) nor no (0, no, false, not_met)"
            ));
        }
    })
}

/// WikiRate's answers are categories: `No` and `Not…` are no, `Unknown` is nothing, whatever else was chosen is yes.
fn wikirate_value(typed: &str) -> Option<bool> {
    let lower = typed.to_lowercase();
    if lower.is_empty() || lower == "unknown" || lower.starts_with("n/a") {
        return None;
    }
    let first: String = lower
        .chars()
        .take_while(|letter| letter.is_alphabetic())
        .collect();
    Some(!matches!(first.as_str(), "no" | "not" | "none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coding(table: &str) -> Coding {
        coding_of(Path::new("gold.csv"), table.as_bytes()).expect("a coding")
    }

    #[test]
    fn coded_sentences_are_read_with_their_index_and_without_empty_cells() {
        let coding = coding(
            "statement_id,sentence_index,sentence,approval,consultation\na,0,We approve,1,\na,2,We sell,0,\n",
        );

        assert_eq!(coding.judgements.len(), 2);
        assert_eq!(coding.judgements[1].sentence, Some(2));
        assert!(coding.judgements[0].value);
        assert_eq!(coding.sentences["a"][&2], "We sell");
    }

    #[test]
    fn a_coding_sheet_has_coders_quotes_and_pages() {
        let coding = coding(
            "statement_id,criterion_id,coder,value,quote,page\na,risk,Ada,yes,high risk,3\na,risk,Bo,,,\n",
        );

        assert_eq!(coding.judgements.len(), 1);
        assert_eq!(coding.judgements[0].coder, "Ada");
        assert_eq!(coding.judgements[0].page, "3");
        assert_eq!(coding.judgements[0].sentence, None);
    }

    #[test]
    fn an_export_of_wikirate_joins_company_and_year() {
        let coding = coding(
            "Metric,Company,Year,Value,Comments,Source Page\nTraining,Orrin Vale,2021,\"In Development\",soon,https://a.example\nTraining,Orrin Vale,2022,No,,\nTraining,Orrin Vale,2023,Unknown,,\n",
        );

        assert_eq!(coding.judgements.len(), 2);
        assert_eq!(coding.judgements[0].statement, "Orrin Vale 2021");
        assert!(coding.judgements[0].value);
        assert!(!coding.judgements[1].value);
    }

    #[test]
    fn a_value_that_is_neither_yes_nor_no_is_told_with_its_line() {
        let error = coding_of(
            Path::new("gold.csv"),
            b"statement_id,criterion_id,coder,value,quote,page\na,risk,Ada,perhaps,,\n",
        )
        .expect_err("perhaps is no answer");

        let told = error.to_string();
        assert!(
            told.contains("line 2") && told.contains("perhaps"),
            "{told}"
        );
    }
}
