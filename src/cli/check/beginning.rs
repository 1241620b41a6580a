//! What helps to begin: the kinds of findings explained, a configuration to fill in, and its schema.

use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;

use super::super::Answer;
use super::super::Refusal;
use super::super::printed;
use crate::check::CODES;
use crate::check::code;
use crate::config;

pub(super) fn explain(name: &str) -> Answer {
    let mut output = io::stdout().lock();
    if name.is_empty() {
        let mut write = || -> io::Result<()> {
            for code in CODES {
                writeln!(
                    output,
                    "{:24} {:8} {}",
                    code.name,
                    code.severity.word(),
                    code.title
                )?;
            }
            Ok(())
        };
        return printed(write());
    }
    let Some(code) = code(name) else {
        let known = CODES.iter().map(|code| code.name);
        return Err(Refusal::new(
            format!("there is no finding `{name}`"),
            match crate::typed::nearest(name, known) {
                Some(meant) => {
                    format!("did you mean `{meant}`? `avowal check --explain` lists all")
                }
                None => "`avowal check --explain` lists all".to_owned(),
            },
        ));
    };
    printed(writeln!(
        output,
        "{} ({})\n  {}\n\nWhy it matters\n  {}\n\nHow to mend it\n  {}",
        code.name,
        code.severity.word(),
        code.title,
        code.why,
        code.cure
    ))
}

pub(super) fn init() -> Answer {
    let path = Path::new(config::FILE);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(config::BEGINNING.as_bytes()));
    match written {
        Ok(()) => printed(writeln!(
            io::stdout(),
            "{} was written: uncomment what you need",
            config::FILE
        )),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Refusal::new(
            format!("{} is already there", config::FILE),
            "edit it, or move it away first",
        )),
        Err(error) => Err(Refusal::new(
            format!("{} cannot be written: {error}", config::FILE),
            "run the command in a folder that you may write",
        )),
    }
}

/// Prints the JSON Schema of the configuration.
pub(super) fn schema() -> Answer {
    printed(writeln!(io::stdout(), "{:#}", config::schema()))
}
