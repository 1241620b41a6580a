//! Reading in a process of its own, where a runaway can be ended.
//!
//! The libraries that read files can loop, overflow their stack or take all memory on a hostile file, and no thread
//! can be stopped from outside. So a child process reads, one file after another; when it takes too long or dies,
//! it is replaced, and only the file at hand is lost.
//!
//! Both sides speak in frames: a length of four bytes, little end first, then that many bytes of `postcard`.
//! A request is two frames, the [`Request`] and the bytes of the file; an answer is one, `Result<Document, Unreadable>`.

use std::io;
use std::io::Read;
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::process::Child;
use std::process::ChildStdin;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crossbeam_channel::Receiver;
use crossbeam_channel::RecvTimeoutError;
use serde::Deserialize;
use serde::Serialize;

use super::Hints;
use super::Limits;
use super::Unreadable;
use super::read;
use crate::document::Document;

/// The stack of the thread that reads: deep nesting that is within [`Limits::depth`] must fit.
const STACK_BYTES: usize = 256 << 20;

/// The longest frame either side takes: a document's text is bounded far below.
const FRAME_BYTES: usize = 1 << 30;

/// The command of this program that calls [`serve`]: never typed by a person.
pub const COMMAND: &str = "reading-process";

/// How much longer than its reader a reading process is waited for: a reader that notices the time keeps what it has.
const GRACE: Duration = Duration::from_secs(2);

/// The most address space of a reading process, in bytes; the stack of its reading thread is part of it.
const MEMORY: u64 = 1_536 << 20;

/// How reading processes are started, and what each may cost.
#[derive(Debug, Clone)]
pub struct Isolation {
    /// The program that answers on its standard output when started with `arguments`: in general this one.
    pub program: PathBuf,
    /// What makes the program call [`serve`].
    pub arguments: Vec<String>,
    /// The longest that one file may take.
    pub timeout: Duration,
    /// The most address space that a reading process may take, in bytes; none where the platform cannot bound it.
    pub memory: Option<u64>,
}

impl Isolation {
    /// Reading by `program`, which is avowal, with so much `time` for a file.
    #[must_use]
    pub fn by(program: PathBuf, time: Duration) -> Self {
        Self {
            program,
            arguments: vec![COMMAND.to_owned()],
            timeout: time + GRACE,
            memory: Some(MEMORY),
        }
    }
}

/// A process that reads files, started when the first file comes and replaced when it fails.
#[derive(Debug)]
pub struct IsolatedReader {
    isolation: Isolation,
    running: Option<Running>,
}

/// A reading process and the two ends of the talk with it.
#[derive(Debug)]
struct Running {
    child: Child,
    requests: ChildStdin,
    answers: Receiver<io::Result<Vec<u8>>>,
}

/// What is asked of the reading process, apart from the bytes.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    name: Option<String>,
    charset: Option<String>,
    password: Option<String>,
    limits: Limits,
    timeout: Duration,
}

impl IsolatedReader {
    /// A reader that starts its process when it is first needed.
    #[must_use]
    pub fn new(isolation: Isolation) -> Self {
        Self {
            isolation,
            running: None,
        }
    }

    /// Starts the process ahead of the first file, so that it starts while the caller does something else.
    pub fn start(&mut self) {
        if self.running.is_none() {
            // What is wrong is told when the first file is read.
            self.running = Running::start(&self.isolation).ok();
        }
    }

    /// Reads `bytes` as [`read`] does, in the reading process.
    ///
    /// # Errors
    ///
    /// What [`read`] answers, and [`Unreadable::TimedOut`] or [`Unreadable::Crashed`] where the process
    /// had to be ended or ended itself.
    pub fn read(
        &mut self,
        bytes: &[u8],
        hints: &Hints<'_>,
        limits: &Limits,
    ) -> Result<Document, Unreadable> {
        self.read_within(bytes, hints, limits, self.isolation.timeout)
    }

    /// The longest that one file may take, unless it is given another time.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.isolation.timeout
    }

    /// As [`read`](Self::read), with another time for this file.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_within(
        &mut self,
        bytes: &[u8],
        hints: &Hints<'_>,
        limits: &Limits,
        timeout: Duration,
    ) -> Result<Document, Unreadable> {
        let request = Request {
            name: hints.name.map(str::to_owned),
            charset: hints.charset.map(str::to_owned),
            password: hints.password.map(str::to_owned),
            limits: *limits,
            timeout,
        };
        // A process that was ended from outside while it waited must not cost the next file its result.
        if let Some(running) = self.running.take() {
            match self.ask(running, &request, bytes, timeout) {
                Err(Unreadable::Crashed { .. }) if self.running.is_none() => {}
                answer => return answer,
            }
        }
        let running = Running::start(&self.isolation)?;
        self.ask(running, &request, bytes, timeout)
    }

    /// Asks `running`, and keeps it for the next file unless it is late or gone.
    fn ask(
        &mut self,
        mut running: Running,
        request: &Request,
        bytes: &[u8],
        timeout: Duration,
    ) -> Result<Document, Unreadable> {
        match running.ask(request, bytes, timeout) {
            Answer::Read(answer) => {
                self.running = Some(running);
                *answer
            }
            Answer::Late => {
                running.end();
                Err(Unreadable::TimedOut {
                    seconds: timeout.as_secs(),
                })
            }
            Answer::Gone => Err(Unreadable::Crashed {
                how: running.end().map_or_else(|| "unknown".to_owned(), told),
            }),
        }
    }
}

impl Drop for IsolatedReader {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.end();
        }
    }
}

/// How one request ended.
enum Answer {
    Read(Box<Result<Document, Unreadable>>),
    Late,
    Gone,
}

impl Running {
    fn start(isolation: &Isolation) -> Result<Self, Unreadable> {
        let not_started = |cause: io::Error| Unreadable::Crashed {
            how: format!("the reading process could not be started: {cause}"),
        };
        let mut command = Command::new(&isolation.program);
        command.args(&isolation.arguments);
        if let Some(memory) = isolation.memory {
            command.arg(memory.to_string());
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(not_started)?;
        let ends = child.stdin.take().zip(child.stdout.take());
        let (requests, mut output) =
            ends.ok_or_else(|| not_started(io::ErrorKind::BrokenPipe.into()))?;
        let (send, answers) = crossbeam_channel::bounded(1);
        // A pipe cannot be read with a time limit; a channel can.
        thread::spawn(move || {
            loop {
                let frame = read_frame(&mut output);
                let ended = frame.is_err();
                if send.send(frame).is_err() || ended {
                    return;
                }
            }
        });
        Ok(Self {
            child,
            requests,
            answers,
        })
    }

    fn ask(&mut self, request: &Request, bytes: &[u8], timeout: Duration) -> Answer {
        let asked = postcard::to_stdvec(request)
            .map_err(io::Error::other)
            .and_then(|request| write_frame(&mut self.requests, &request))
            .and_then(|()| write_frame(&mut self.requests, bytes))
            .and_then(|()| self.requests.flush());
        if asked.is_err() {
            return Answer::Gone;
        }
        match self.answers.recv_timeout(timeout) {
            Ok(Ok(frame)) => match postcard::from_bytes(&frame) {
                Ok(answer) => Answer::Read(Box::new(answer)),
                Err(_) => Answer::Gone,
            },
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Answer::Gone,
            Err(RecvTimeoutError::Timeout) => Answer::Late,
        }
    }

    /// Ends the process, if it has not ended itself, and tells how it ended.
    fn end(&mut self) -> Option<ExitStatus> {
        // A process that is already gone cannot be killed, which is what is wanted.
        let _ = self.child.kill();
        self.child.wait().ok()
    }
}

/// Answers requests on `input` with documents on `output` until `input` ends: the reading process itself.
///
/// Takes at most `memory` bytes of address space, where the platform can bound it.
///
/// # Errors
///
/// When the talk with the other side breaks.
pub fn serve(
    mut input: impl Read + Send,
    mut output: impl Write + Send,
    memory: Option<u64>,
) -> io::Result<()> {
    bound_memory(memory);
    thread::scope(|scope| {
        let reading = thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || answer_all(&mut input, &mut output))?;
        reading
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the reading thread ended")))
    })
}

fn answer_all(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    loop {
        let request = match read_frame(input) {
            Ok(frame) => frame,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        };
        let request: Request = postcard::from_bytes(&request).map_err(io::Error::other)?;
        let bytes = read_frame(input)?;
        let done = end_when_late(request.timeout);
        let answer = answer_one(&request, &bytes);
        drop(done);
        let frame = postcard::to_stdvec(&answer).map_err(io::Error::other)?;
        write_frame(output, &frame)?;
        output.flush()?;
    }
}

fn answer_one(request: &Request, bytes: &[u8]) -> Result<Document, Unreadable> {
    let hints = Hints {
        name: request.name.as_deref(),
        charset: request.charset.as_deref(),
        password: request.password.as_deref(),
    };
    catch_unwind(AssertUnwindSafe(|| read(bytes, &hints, &request.limits))).unwrap_or_else(
        |panic| {
            let words = panic
                .downcast_ref::<&str>()
                .map(|words| (*words).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned());
            Err(Unreadable::Crashed {
                how: words.unwrap_or_else(|| "the reader panicked".to_owned()),
            })
        },
    )
}

/// Ends this process some time after `timeout`, unless what it returns is dropped before.
///
/// The other side ends a late process itself; this is for the case that the other side is gone.
fn end_when_late(timeout: Duration) -> crossbeam_channel::Sender<()> {
    let (done, waiting) = crossbeam_channel::bounded(0);
    thread::spawn(move || {
        let patience = timeout
            .saturating_mul(2)
            .saturating_add(Duration::from_secs(1));
        if waiting.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
            std::process::abort();
        }
    });
    done
}

#[cfg(target_os = "linux")]
fn bound_memory(memory: Option<u64>) {
    use rustix::process::Resource;
    use rustix::process::Rlimit;
    use rustix::process::setrlimit;

    if let Some(bytes) = memory {
        let limit = Rlimit {
            current: Some(bytes),
            maximum: Some(bytes),
        };
        // Where the limit cannot be set (a lower one is already in force), the lower one holds.
        let _ = setrlimit(Resource::As, limit);
    }
}

#[cfg(not(target_os = "linux"))]
fn bound_memory(_memory: Option<u64>) {}

/// How a process ended, for people.
fn told(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return match signal {
            6 => "it ran out of memory or gave up (signal 6)".to_owned(),
            11 => "it overflowed its stack or touched foreign memory (signal 11)".to_owned(),
            other => format!("it was ended by signal {other}"),
        };
    }
    status.to_string()
}

fn write_frame(output: &mut impl Write, frame: &[u8]) -> io::Result<()> {
    let length = u32::try_from(frame.len())
        .ok()
        .filter(|_| frame.len() <= FRAME_BYTES)
        .ok_or_else(|| io::Error::other("a frame is too long"))?;
    output.write_all(&length.to_le_bytes())?;
    output.write_all(frame)
}

fn read_frame(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length) as usize;
    if length > FRAME_BYTES {
        return Err(io::Error::other("a frame is too long"));
    }
    let mut frame = vec![0; length];
    input.read_exact(&mut frame)?;
    Ok(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        Request {
            name: Some("a.txt".to_owned()),
            charset: None,
            password: None,
            limits: Limits::default(),
            timeout: Duration::from_secs(5),
        }
    }

    #[test]
    fn the_reading_process_answers_each_request_and_ends_with_its_input() {
        let mut input = Vec::new();
        for text in ["We trained 40 buyers.", " "] {
            let asked = postcard::to_stdvec(&request()).expect("a request can be written");
            write_frame(&mut input, &asked).expect("memory takes it");
            write_frame(&mut input, text.as_bytes()).expect("memory takes it");
        }
        let mut output = Vec::new();

        serve(input.as_slice(), &mut output, None).expect("the talk does not break");

        let mut output = output.as_slice();
        let first: Result<Document, Unreadable> =
            postcard::from_bytes(&read_frame(&mut output).expect("an answer")).expect("a document");
        let second: Result<Document, Unreadable> =
            postcard::from_bytes(&read_frame(&mut output).expect("an answer")).expect("an error");
        assert_eq!(
            first.expect("text can be read").text,
            "We trained 40 buyers."
        );
        assert!(matches!(second, Err(Unreadable::Empty)));
        assert!(output.is_empty());
    }

    #[cfg(unix)]
    fn reader_of(program: &str, argument: &str) -> IsolatedReader {
        IsolatedReader::new(Isolation {
            program: program.into(),
            arguments: vec![argument.to_owned()],
            timeout: Duration::from_millis(300),
            memory: None,
        })
    }

    #[cfg(unix)]
    #[test]
    fn a_process_that_never_answers_is_ended_and_replaced_for_the_next_file() {
        // `sleep` takes the place of a reader caught in a loop.
        let mut reader = reader_of("sleep", "60");

        for _ in 0..2 {
            let answer = reader.read(
                b"We trained 40 buyers.",
                &Hints::default(),
                &Limits::default(),
            );

            assert!(
                matches!(answer, Err(Unreadable::TimedOut { .. })),
                "{answer:?}"
            );
            assert!(reader.running.is_none(), "the process is gone");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_process_that_dies_costs_its_file_and_no_other() {
        let mut reader = reader_of("sleep", "not-a-duration");

        for _ in 0..2 {
            let answer = reader.read(
                b"We trained 40 buyers.",
                &Hints::default(),
                &Limits::default(),
            );

            assert!(
                matches!(answer, Err(Unreadable::Crashed { .. })),
                "{answer:?}"
            );
        }
    }

    #[test]
    fn a_frame_longer_than_allowed_is_refused_before_it_is_taken() {
        let length = u32::MAX.to_le_bytes();

        let refused = read_frame(&mut length.as_slice());

        assert_eq!(
            refused.expect_err("four gigabytes").to_string(),
            "a frame is too long"
        );
    }
}
