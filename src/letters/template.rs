//! The template of a letter, filled in within bounds: it reads no file, and ends.

use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::Error;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde::Serialize;

use super::case::Case;
use super::escape::link;
use super::escape::markdown;

/// The template that is used where none is given.
pub const TEMPLATE: &str = include_str!("letter.md");

/// How many steps filling in one letter may take; the own template takes a few thousand.
const STEPS_MAX: u64 = 1_000_000;

/// The longest letter, in bytes.
const LETTER_MAX: usize = 1 << 20;

/// The name by which the templates engine knows that it writes Markdown.
const MARKDOWN: &str = "markdown";

/// Why a letter cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{}{message}", line.map(|line| format!("line {line}: ")).unwrap_or_default())]
pub struct Untold {
    /// The line of the template, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl From<Error> for Untold {
    fn from(error: Error) -> Self {
        let mut message = error.kind().to_string();
        if let Some(detail) = error.detail() {
            message = format!("{message}: {detail}");
        }
        Self {
            line: error.line(),
            message,
        }
    }
}

/// A template, made ready, with what all letters say alike.
#[derive(Debug)]
pub struct Letter {
    environment: Environment<'static>,
    sender: String,
    reply_by: String,
}

/// What the template is given.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    case: &'a Case,
    sender: &'a str,
    reply_by: &'a str,
}

impl Letter {
    /// Makes the template `text` ready. `sender` signs, `reply_by` is the day until which an answer is asked for; both may
    /// be empty.
    ///
    /// # Errors
    ///
    /// [`Untold`] with the line, where it is no template.
    pub fn new(text: String, sender: &str, reply_by: &str) -> Result<Self, Untold> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .keep_trailing_newline(true)
                .build()?,
        );
        environment.set_fuel(Some(STEPS_MAX));
        environment.set_recursion_limit(50);
        environment.set_auto_escape_callback(|_| AutoEscape::Custom(MARKDOWN.into()));
        environment.set_formatter(|out, _, value| {
            let text = if value.is_safe() {
                value.to_string()
            } else if value.is_none() {
                String::new()
            } else {
                markdown(&value.to_string())
            };
            out.write_str(&text).map_err(Error::from)
        });
        environment.add_filter("link", |text: String| Value::from_safe_string(link(&text)));
        environment.add_filter("day", |text: String| day(&text));
        environment.add_template_owned("letter", text)?;
        Ok(Self {
            environment,
            sender: sender.to_owned(),
            reply_by: reply_by.to_owned(),
        })
    }

    /// The letter about `case`.
    ///
    /// # Errors
    ///
    /// [`Untold`] with the line of the template that cannot be filled in.
    pub fn text_of(&self, case: &Case) -> Result<String, Untold> {
        let told = Told {
            case,
            sender: &self.sender,
            reply_by: &self.reply_by,
        };
        let text = self
            .environment
            .get_template("letter")?
            .render(Value::from(Serde(&told)))?;
        if text.len() > LETTER_MAX {
            return Err(Untold {
                line: None,
                message: format!("the letter is longer than {LETTER_MAX} bytes"),
            });
        }
        Ok(text)
    }
}

/// An ISO 8601 date as it is written in a letter: 31 March 2025, March 2025, 2025. Other text stays as it is.
fn day(text: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let parts: Vec<&str> = text.split('-').collect();
    let month = |part: &str| MONTHS.get(part.parse::<usize>().ok()?.checked_sub(1)?);
    let told = match parts.as_slice() {
        [year, of, day] => {
            month(of).map(|month| format!("{} {month} {year}", day.trim_start_matches('0')))
        }
        [year, of] => month(of).map(|month| format!("{month} {year}")),
        _ => None,
    };
    told.unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(template: &str) -> Result<String, Untold> {
        let mut case = Case::unread("a.pdf", "not-found", "it is not there", "");
        case.organisation = "Acme *Foods*".to_owned();
        Letter::new(template.to_owned(), "Ada", "")?.text_of(&case)
    }

    #[test]
    fn a_misspelt_name_is_told_with_its_line() {
        let error = told("Dear {{ organisation }},\n\nby {{ replyby }}").expect_err("no such name");
        assert_eq!(error.line, Some(3));
        let error = told("Dear\n{% if %}").expect_err("no condition");
        assert_eq!(error.line, Some(2));
    }

    #[test]
    fn a_template_can_neither_run_on_nor_read_a_file() {
        assert!(
            told("{% for a in range(9000) %}{% for b in range(9000) %}x{% endfor %}{% endfor %}")
                .is_err()
        );
        assert!(told("{% include '/etc/passwd' %}").is_err());
    }

    #[test]
    fn dates_are_written_as_in_a_letter() {
        assert_eq!(day("2025-03-01"), "1 March 2025");
        assert_eq!(day("2025-12"), "December 2025");
        assert_eq!(day("2025"), "2025");
        assert_eq!(day("2025-99-01"), "2025-99-01");
    }

    #[test]
    fn what_comes_from_outside_is_escaped() {
        let text = told("Dear {{ organisation }}, {{ sender }}").expect("a letter");
        assert_eq!(text, "Dear Acme \\*Foods\\*, Ada");
    }
}
