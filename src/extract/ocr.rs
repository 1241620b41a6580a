//! Pages without text are given to a program that recognises their letters (OCR), and the PDF that it writes is read.
//!
//! No shell stands between: the words of the command are passed as they are, so that no name of a file can be run.

use std::fs;
use std::fs::File;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::str::FromStr;
use std::thread;
use std::time::Duration;
use std::time::Instant;

/// A command that reads a PDF and writes another, with text on the pages that had none.
///
/// Its words are parted by spaces, quoted where they hold some; `{input}` and `{output}` stand for the two files,
/// `{pages}` for the pages without text, as `2,5-7`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcrCommand {
    words: Vec<String>,
}

/// What is wrong with a command for OCR as typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCommand {
    /// Nothing stands there.
    #[error("the command is empty")]
    Empty,
    /// A quotation mark opens and does not close.
    #[error("a quotation mark is not closed")]
    OpenQuote,
    /// A file is not named.
    #[error("{placeholder} is missing: write it where the program expects the file")]
    NoPlaceholder {
        /// The word that must stand somewhere.
        placeholder: &'static str,
    },
}

/// Why no text came back.
#[derive(Debug, thiserror::Error)]
pub enum OcrFailure {
    /// The program is not there, or may not be run.
    #[error("`{program}` could not be started: {cause}")]
    NotStarted {
        /// The first word of the command.
        program: String,
        /// What the system says.
        cause: String,
    },
    /// It took longer than allowed and was ended.
    #[error("`{program}` took longer than {seconds} s")]
    TimedOut {
        /// The first word of the command.
        program: String,
        /// How long it may take.
        seconds: u64,
    },
    /// It says that it failed.
    #[error("`{program}` failed ({status}){told}")]
    Failed {
        /// The first word of the command.
        program: String,
        /// How it ended.
        status: String,
        /// The last that it said, after a colon.
        told: String,
    },
    /// It wrote nothing, or no PDF, or too much.
    #[error("`{program}` ended well but {how}")]
    NoResult {
        /// The first word of the command.
        program: String,
        /// What is wrong with what it wrote.
        how: &'static str,
    },
    /// Files for it could not be written.
    #[error("temporary files for OCR could not be written: {0}")]
    Files(#[from] std::io::Error),
}

/// How often it is looked whether the program has ended.
const GLANCE: Duration = Duration::from_millis(20);

/// The last bytes that are read of what the program says.
const LAST_WORDS: u64 = 4_096;

/// Characters shown of its last line.
const TOLD: usize = 300;

impl FromStr for OcrCommand {
    type Err = BadCommand;

    fn from_str(typed: &str) -> Result<Self, BadCommand> {
        let words = words_of(typed)?;
        if words.is_empty() {
            return Err(BadCommand::Empty);
        }
        for placeholder in ["{input}", "{output}"] {
            let arguments = words.get(1..).unwrap_or_default();
            if !arguments.iter().any(|word| word.contains(placeholder)) {
                return Err(BadCommand::NoPlaceholder { placeholder });
            }
        }
        Ok(Self { words })
    }
}

/// Parts a line into words at spaces outside of single or double quotation marks.
fn words_of(typed: &str) -> Result<Vec<String>, BadCommand> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for character in typed.chars() {
        match quote {
            Some(mark) if character == mark => quote = None,
            Some(_) => word.get_or_insert_default().push(character),
            None if matches!(character, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            None if character.is_whitespace() => words.extend(word.take()),
            None => word.get_or_insert_default().push(character),
        }
    }
    if quote.is_some() {
        return Err(BadCommand::OpenQuote);
    }
    words.extend(word);
    Ok(words)
}

impl OcrCommand {
    /// The first word of the command.
    #[must_use]
    pub fn program(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// Runs the command over `pdf` for `pages` (from 1, ascending), and gives the PDF that it wrote, of at most
    /// `most` bytes. Its files are gone afterwards, however it ended.
    ///
    /// # Errors
    ///
    /// When it cannot be started, fails, takes longer than `timeout`, or writes no PDF.
    pub fn run(
        &self,
        pdf: &[u8],
        pages: &[u32],
        timeout: Duration,
        most: usize,
    ) -> Result<Vec<u8>, OcrFailure> {
        let folder = tempfile::Builder::new().prefix("avowal-ocr-").tempdir()?;
        let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
        let said = folder.path().join("said");
        fs::write(&input, pdf)?;
        let pages = ranges(pages);
        let filled = |word: &String| {
            word.replace("{input}", &input.to_string_lossy())
                .replace("{output}", &output.to_string_lossy())
                .replace("{pages}", &pages)
        };
        let status = self.ended(
            self.words.iter().skip(1).map(filled),
            &File::create(&said)?,
            timeout,
        )?;
        let program = self.program().to_owned();
        if !status.success() {
            return Err(OcrFailure::Failed {
                program,
                status: status.to_string(),
                told: last_line(&said),
            });
        }
        let no_result = |how| OcrFailure::NoResult { program, how };
        let Ok(written) = fs::metadata(&output) else {
            return Err(no_result("wrote nothing to {output}"));
        };
        if written.len() > most as u64 {
            return Err(no_result("wrote more than a file may have"));
        }
        let recognised = fs::read(&output)?;
        if !super::pdf::recognises(&recognised, &super::Hints::default()) {
            return Err(no_result("what it wrote is no PDF"));
        }
        Ok(recognised)
    }

    /// Starts the program and waits until it ends or its time is over.
    fn ended(
        &self,
        arguments: impl Iterator<Item = String>,
        said: &File,
        timeout: Duration,
    ) -> Result<ExitStatus, OcrFailure> {
        let mut command = Command::new(self.program());
        command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(said.try_clone()?)
            .stderr(said.try_clone()?);
        // A group of its own: programs for OCR start others, which must end with them.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(|cause| OcrFailure::NotStarted {
            program: self.program().to_owned(),
            cause: cause.to_string(),
        })?;
        let start = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            if start.elapsed() > timeout {
                end(&mut child);
                return Err(OcrFailure::TimedOut {
                    program: self.program().to_owned(),
                    seconds: timeout.as_secs(),
                });
            }
            thread::sleep(GLANCE);
        }
    }
}

/// Ends the program, and what it started where the platform can.
fn end(child: &mut Child) {
    #[cfg(target_os = "linux")]
    if let Some(group) = i32::try_from(child.id())
        .ok()
        .and_then(rustix::process::Pid::from_raw)
    {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    // A program that is already gone cannot be killed, which is what is wanted.
    let _ = child.kill();
    let _ = child.wait();
}

/// The last line with words that the program said, after a colon; nothing where it said nothing.
fn last_line(said: &Path) -> String {
    let mut tail = Vec::new();
    let read = File::open(said).and_then(|mut file| {
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(LAST_WORDS)))?;
        file.take(LAST_WORDS).read_to_end(&mut tail)
    });
    if read.is_err() {
        return String::new();
    }
    let tail = String::from_utf8_lossy(&tail);
    let last = tail.lines().rev().find(|line| !line.trim().is_empty());
    last.map_or_else(String::new, |line| {
        let told: String = line.trim().chars().take(TOLD).collect();
        format!(": {told}")
    })
}

/// `2,5-7`.
fn ranges(pages: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == page => *end = page,
            _ => runs.push((page, page)),
        }
    }
    let told: Vec<String> = runs
        .iter()
        .map(|(start, end)| match start == end {
            true => start.to_string(),
            false => format!("{start}-{end}"),
        })
        .collect();
    told.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_parted_at_spaces_outside_of_quotation_marks() {
        let command: OcrCommand =
            r#""my ocr" --pages {pages} --title 'a "b" c' {input} {output} """#
                .parse()
                .expect("a command");

        let expected = [
            "my ocr",
            "--pages",
            "{pages}",
            "--title",
            "a \"b\" c",
            "{input}",
            "{output}",
            "",
        ];
        assert_eq!(command.words, expected);
    }

    #[test]
    fn a_command_without_its_files_is_refused() {
        assert_eq!("".parse::<OcrCommand>(), Err(BadCommand::Empty));
        assert_eq!(
            "ocr '{input} {output}".parse::<OcrCommand>(),
            Err(BadCommand::OpenQuote)
        );
        assert_eq!(
            "ocr {input}".parse::<OcrCommand>(),
            Err(BadCommand::NoPlaceholder {
                placeholder: "{output}"
            })
        );
    }

    #[test]
    fn pages_are_told_as_ranges() {
        assert_eq!(ranges(&[2, 5, 6, 7]), "2,5-7");
        assert_eq!(ranges(&[]), "");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_does_not_end_is_ended_with_what_it_started() {
        let command: OcrCommand = "sh -c 'sleep 60 & sleep 60' {input} {output}"
            .parse()
            .expect("a command");
        let start = Instant::now();

        let answer = command.run(b"%PDF-", &[1], Duration::from_millis(100), 1 << 20);

        assert!(
            matches!(answer, Err(OcrFailure::TimedOut { .. })),
            "{answer:?}"
        );
        assert!(start.elapsed() < Duration::from_secs(30));
    }
}
