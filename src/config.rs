//! `avowal.toml`: what a company asks of its own statement. As typed, then as meant.

mod schema;

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::check::Expected;
use crate::check::Severity;
use crate::check::Waiver;
use crate::check::code;
use crate::document::PartialDate;
use crate::rubric::Level;
use crate::rubric::Rubric;
use crate::typed::Invalid;
use crate::typed::Problems;
use crate::typed::nearest;
use crate::typed::shape_of;

pub use schema::schema;

/// The name under which it is looked for.
pub const FILE: &str = "avowal.toml";

/// A commented file to begin with: what `avowal check --init` writes.
pub const BEGINNING: &str = include_str!("config/beginning.toml");

/// The largest file that is read, in bytes.
const FILE_MAX: u64 = 1 << 20;

/// What a company asks of its own statement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// Where it was read; none for the defaults.
    pub path: Option<PathBuf>,
    /// The rubrics, by name or by file (relative to the file's folder); empty for the default.
    pub rubrics: Vec<String>,
    /// The lowest severity that fails a draft: `Some(None)` for never, none where the file does not say.
    pub fail_on: Option<Option<Severity>>,
    /// What the draft should say of itself, and how well it should cover each criterion.
    pub expected: Expected,
    /// Findings that somebody decided to live with.
    pub waivers: Vec<Waiver>,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum Unconfigured {
    /// The file cannot be read.
    #[error("the configuration {} cannot be read: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The file has mistakes; [`crate::typed::told`] shows them.
    #[error("{0}")]
    Invalid(Box<Invalid>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawConfig {
    rubric: Option<Spanned<Names>>,
    #[serde(default)]
    check: RawCheck,
    #[serde(default)]
    expect: RawExpect,
    #[serde(default, rename = "waive")]
    waivers: Vec<Spanned<RawWaiver>>,
}

/// One name or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawCheck {
    fail_on: Option<FailOn>,
    min_level: Option<Level>,
    #[serde(default)]
    levels: std::collections::BTreeMap<String, Level>,
}

/// From which severity on a draft fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FailOn {
    Note,
    Warning,
    Error,
    Never,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawExpect {
    organisation: Option<String>,
    period_end: Option<Spanned<toml::Value>>,
    body: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawWaiver {
    code: Spanned<String>,
    criterion: Option<String>,
    reason: Spanned<String>,
    expires: Option<Spanned<toml::Value>>,
}

impl Config {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// [`Unconfigured`], with all mistakes of the file at once.
    pub fn read(path: &Path) -> Result<Self, Unconfigured> {
        let unreadable = |cause| Unconfigured::Unreadable {
            path: path.to_owned(),
            cause,
        };
        let length = fs::metadata(path).map_err(unreadable)?.len();
        if length > FILE_MAX {
            return Err(unreadable(io::Error::other("it is larger than 1 MiB")));
        }
        let text = fs::read_to_string(path).map_err(unreadable)?;
        let mut config = Self::parse(&path.to_string_lossy(), &text)
            .map_err(|invalid| Unconfigured::Invalid(Box::new(invalid)))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for rubric in &mut config.rubrics {
            // A file is meant from where the configuration stands, whatever folder the program runs in.
            if rubric.ends_with(".toml") && Path::new(rubric).is_relative() {
                *rubric = folder.join(&*rubric).to_string_lossy().into_owned();
            }
        }
        config.path = Some(path.to_owned());
        Ok(config)
    }

    /// The configuration that is nearest to `folder`: in it, or in a folder above it up to the root of a repository.
    #[must_use]
    pub fn find(folder: &Path) -> Option<PathBuf> {
        for folder in folder.ancestors() {
            let file = folder.join(FILE);
            if file.is_file() {
                return Some(file);
            }
            if folder.join(".git").exists() {
                return None;
            }
        }
        None
    }

    /// Reads `text`, which stands in the file `name`.
    ///
    /// # Errors
    ///
    /// All mistakes at once.
    pub fn parse(name: &str, text: &str) -> Result<Self, Invalid> {
        let shape = shape_of::<RawConfig>(text);
        let mut problems = Problems::starting_with(shape.problems, shape.cuts);
        let Some(raw) = shape.typed else {
            return Err(problems.into_invalid(name, text));
        };
        let config = raw.meant(&mut problems);
        if problems.is_empty() {
            Ok(config)
        } else {
            Err(problems.into_invalid(name, text))
        }
    }
}

/// A criterion that the configuration names, and none of the rubrics has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the configuration names the criterion `{name}`, which none of the rubrics has")]
pub struct UnknownCriterion {
    /// As named.
    pub name: String,
    /// The nearest one that there is.
    pub nearest: Option<String>,
}

impl UnknownCriterion {
    /// The way out.
    #[must_use]
    pub fn hint(&self) -> String {
        match &self.nearest {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`avowal rubric show RUBRIC` lists the criteria".to_owned(),
        }
    }
}

impl Config {
    /// Whether every criterion that has a level or a waiver of its own is one of `rubrics`.
    ///
    /// # Errors
    ///
    /// The first that is not: a misspelt name would ask for nothing, silently.
    pub fn names_only_criteria_of(&self, rubrics: &[Arc<Rubric>]) -> Result<(), UnknownCriterion> {
        let known = || {
            rubrics
                .iter()
                .flat_map(|rubric| &rubric.criteria)
                .map(|criterion| criterion.id.as_str())
        };
        let levels = self.expected.levels.iter().map(|(name, _)| name);
        let waived = self
            .waivers
            .iter()
            .filter_map(|waiver| waiver.criterion.as_ref());
        let unknown = levels
            .filter(|name| *name != "*")
            .chain(waived)
            .find(|name| !known().any(|id| id == *name));
        match unknown {
            None => Ok(()),
            Some(name) => Err(UnknownCriterion {
                name: name.clone(),
                nearest: nearest(name, known()).map(str::to_owned),
            }),
        }
    }
}

impl RawConfig {
    fn meant(self, problems: &mut Problems) -> Config {
        let rubrics = match self.rubric.map(Spanned::into_inner) {
            None => Vec::new(),
            Some(Names::One(name)) => vec![name],
            Some(Names::Several(names)) => names,
        };
        let mut levels: Vec<(String, Level)> = self.check.levels.into_iter().collect();
        if let Some(level) = self.check.min_level {
            levels.push(("*".to_owned(), level));
        }
        Config {
            path: None,
            rubrics,
            fail_on: self.check.fail_on.map(|least| match least {
                FailOn::Note => Some(Severity::Note),
                FailOn::Warning => Some(Severity::Warning),
                FailOn::Error => Some(Severity::Error),
                FailOn::Never => None,
            }),
            expected: Expected {
                organisation: self.expect.organisation,
                period_end: day(self.expect.period_end.as_ref(), problems),
                body: self.expect.body,
                levels,
            },
            waivers: self
                .waivers
                .iter()
                .map(|waiver| waiver.get_ref().meant(problems))
                .collect(),
        }
    }
}

impl RawWaiver {
    fn meant(&self, problems: &mut Problems) -> Waiver {
        let name = self.code.get_ref();
        if code(name).is_none() {
            let known = crate::check::CODES.iter().map(|code| code.name);
            problems.add(
                "unknown-code",
                self.code.span(),
                format!("there is no finding `{name}`"),
                match nearest(name, known) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "`avowal check --explain` lists them all".to_owned(),
                },
            );
        }
        if self.reason.get_ref().trim().is_empty() {
            problems.add(
                "empty-reason",
                self.reason.span(),
                "the waiver gives no reason",
                "say why it is right to live with the finding, and who decided so",
            );
        }
        Waiver {
            code: name.clone(),
            criterion: self.criterion.clone(),
            reason: self.reason.get_ref().trim().to_owned(),
            expires: day(self.expires.as_ref(), problems),
        }
    }
}

/// A day, as a date of TOML or in quotes.
fn day(typed: Option<&Spanned<toml::Value>>, problems: &mut Problems) -> Option<PartialDate> {
    let typed = typed?;
    let text = match typed.get_ref() {
        toml::Value::Datetime(date) => date.to_string(),
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let day = PartialDate::parse_loose(&text).filter(|date| date.day().is_some());
    if day.is_none() {
        problems.add(
            "no-day",
            typed.span(),
            format!("`{text}` is no day"),
            "write it as 2026-03-31",
        );
    }
    day
}

#[cfg(test)]
#[path = "config/tests.rs"]
mod tests;
