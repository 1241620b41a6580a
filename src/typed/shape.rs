//! From TOML text to a file as typed, with all mistakes of shape at once: unknown keys, wrong types, unknown words.
//!
//! A deserialiser stops at the first mistake. Here each mistake is told, its place cut out of the parsed tree, and
//! what is left tried again, so that one wrong key does not hide the mistakes behind it.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::DeArray;
use toml::de::DeTable;
use toml::de::DeValue;
use toml::de::Deserializer;

use super::nearest::nearest;
use super::problem::Problem;

/// What could be read of a file, and what is wrong with its shape.
pub struct Shape<T> {
    /// The file as typed, without the parts that are wrong; none where it is no TOML at all.
    pub typed: Option<T>,
    /// The mistakes, in no order.
    pub problems: Vec<Problem>,
    /// What was cut out because it is wrong.
    pub cuts: Vec<Cut>,
}

/// A key, or an item of an array of tables, that was cut out of the file because it is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Where the table stands that held it.
    pub table: Range<usize>,
    /// The key.
    pub key: String,
}

/// How many mistakes of shape are told at most: beyond that the file is of another kind.
const PROBLEMS_MAX: usize = 100;

/// Reads `text` as a `T`.
pub fn shape_of<T: DeserializeOwned>(text: &str) -> Shape<T> {
    let (mut tree, mistakes) = DeTable::parse_recoverable(text);
    if !mistakes.is_empty() {
        let problems = mistakes.iter().map(syntax_problem).collect();
        return Shape {
            typed: None,
            problems,
            cuts: Vec::new(),
        };
    }
    let mut problems = Vec::new();
    let mut cuts: Vec<Cut> = Vec::new();
    while problems.len() < PROBLEMS_MAX {
        let error = match T::deserialize(Deserializer::from(tree.clone())) {
            Ok(typed) => {
                return Shape {
                    typed: Some(typed),
                    problems,
                    cuts,
                };
            }
            Err(error) => error,
        };
        let place = error.span();
        let told_already = place
            .as_ref()
            .is_some_and(|place| misses_what_was_cut(&error, place, &cuts));
        if !told_already {
            problems.push(shape_problem(&error));
        }
        let whole = tree.span();
        match place.and_then(|place| cut_from_table(tree.get_mut(), &whole, &place)) {
            Some(cut) => cuts.push(cut),
            None => break,
        }
    }
    Shape {
        typed: None,
        problems,
        cuts,
    }
}

fn syntax_problem(error: &toml::de::Error) -> Problem {
    let message = error.message();
    let message = match message.strip_prefix("duplicate key") {
        Some(_) => "this key stands twice in its table".to_owned(),
        None => lower_first(message),
    };
    Problem {
        code: "syntax",
        place: error.span(),
        message,
        help: "this is not TOML; the notation is described at https://toml.io".to_owned(),
    }
}

/// Whether a key is missing only because its value, which was wrong, is cut out.
fn misses_what_was_cut(error: &toml::de::Error, place: &Range<usize>, cuts: &[Cut]) -> bool {
    let message = error.message();
    message.starts_with("missing field")
        && cuts
            .iter()
            .any(|cut| cut.table == *place && quoted(message).first() == Some(&cut.key.as_str()))
}

/// A mistake of shape in the words of people, from those of the deserialiser.
fn shape_problem(error: &toml::de::Error) -> Problem {
    let message = error.message();
    let words = quoted(message);
    let found = words.first().copied().unwrap_or_default();
    let known = words.get(1..).unwrap_or_default();
    let problem = |code, message, help| Problem {
        code,
        place: error.span(),
        message,
        help,
    };
    if message.starts_with("unknown field") {
        return problem(
            "unknown-key",
            format!("unknown key `{found}`"),
            suggestion(found, known, "the keys here are"),
        );
    }
    if message.starts_with("unknown variant") {
        return problem(
            "unknown-word",
            format!("unknown word `{found}`"),
            suggestion(found, known, "the words here are"),
        );
    }
    if message.starts_with("missing field") {
        return problem(
            "missing-key",
            format!("the key `{found}` is missing"),
            format!("add a line `{found} = …` to this table"),
        );
    }
    problem(
        "wrong-type",
        lower_first(message),
        "write a value of the type that is asked for here".to_owned(),
    )
}

/// The words in backquotes of `message`, in order.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

fn suggestion(found: &str, known: &[&str], introduction: &str) -> String {
    if let Some(meant) = nearest(found, known.iter().copied()) {
        return format!("did you mean `{meant}`?");
    }
    if known.is_empty() {
        return "remove it: nothing may stand here".to_owned();
    }
    let known: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    format!("{introduction} {}", known.join(", "))
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// Removes the key or value that stands at `place` from `table`, which stands at `own`, and says what it was.
fn cut_from_table(
    table: &mut DeTable<'_>,
    own: &Range<usize>,
    place: &Range<usize>,
) -> Option<Cut> {
    let key = table
        .iter()
        .find(|(key, value)| key.span() == *place || value.span() == *place)
        .map(|(key, _)| key.get_ref().to_string());
    if let Some(key) = key {
        table.remove(key.as_str());
        return Some(Cut {
            table: own.clone(),
            key,
        });
    }
    table.iter_mut().find_map(|(key, value)| {
        let within = value.span();
        match value.get_mut() {
            DeValue::Table(table) => cut_from_table(table, &within, place),
            DeValue::Array(array) => cut_from_array(array, key.get_ref(), own, place),
            _ => None,
        }
    })
}

/// Removes the item, or what within an item, stands at `place` from the `array` under `key` of the table at `own`.
fn cut_from_array(
    array: &mut DeArray<'_>,
    key: &str,
    own: &Range<usize>,
    place: &Range<usize>,
) -> Option<Cut> {
    if array.iter().any(|item| item.span() == *place) {
        let mut kept = DeArray::new();
        for item in array.iter().filter(|item| item.span() != *place) {
            kept.push(Spanned::new(item.span(), item.get_ref().clone()));
        }
        *array = kept;
        return Some(Cut {
            table: own.clone(),
            key: key.to_owned(),
        });
    }
    array.iter_mut().find_map(|item| {
        let within = item.span();
        match item.get_mut() {
            DeValue::Table(table) => cut_from_table(table, &within, place),
            DeValue::Array(array) => cut_from_array(array, key, own, place),
            _ => None,
        }
    })
}
