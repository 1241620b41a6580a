//! A stream of tasks on all cores: each taken once, each answered once, within bounds.
//!
//! One thread reads lines, several do them, and the caller's writes the answers. A ticket lets one line be read; it comes
//! back when the answer has been written, so that never more than a window of tasks and answers is held.

use std::collections::BTreeMap;
use std::io;
use std::io::BufRead;
use std::io::Read;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use crossbeam_channel::Receiver;
use crossbeam_channel::RecvTimeoutError;
use crossbeam_channel::Sender;
use crossbeam_channel::bounded;

use super::BadTask;
use super::Task;
use super::Worker;

/// How many tasks a thread may be ahead of the first unanswered one.
const AHEAD_PER_THREAD: usize = 16;

/// The bytes of lines that wait to be done at which no further line is read.
const WAITING_BYTES: usize = 256 << 20;

/// How often who waits for a line looks whether it is to stop.
const LISTENS_EVERY: Duration = Duration::from_millis(50);

/// How a stream is served.
#[derive(Debug, Clone, Copy)]
pub struct Serving {
    /// How many tasks are done at once.
    pub jobs: usize,
    /// Answers come in the order of their tasks; else as they are done.
    pub in_order: bool,
    /// The longest line that is taken, in bytes.
    pub longest_line: usize,
}

/// A line of the stream, read as a task.
struct Line {
    /// Its place among those that are answered, from 0.
    place: usize,
    /// Its number in the stream, from 1.
    number: u64,
    bytes: usize,
    task: Result<Task, BadTask>,
}

/// Answers each line of `input` with one line on `output`, until `input` ends or `stop` becomes true: then what was taken
/// is still answered.
///
/// Empty lines are passed over. What is answered is passed on as soon as no further answer is at hand, so that a caller
/// may ask task by task.
///
/// # Errors
///
/// What writing fails with; `stop` is then true. A stream that cannot be read further ends as if it were at its end.
pub fn serve(
    worker: &Arc<Worker>,
    input: impl Read + Send + 'static,
    output: &mut impl Write,
    serving: Serving,
    stop: &Arc<AtomicBool>,
) -> io::Result<()> {
    let jobs = serving.jobs.max(1);
    let window = jobs * AHEAD_PER_THREAD;
    let (give_ticket, tickets) = bounded::<()>(window);
    let (send_line, lines) = bounded::<Line>(window);
    let (send_answer, answers) = bounded::<(usize, Vec<u8>)>(window);
    for _ in 0..window {
        // The channel holds `window` tickets: this never waits.
        let _ = give_ticket.send(());
    }
    let waiting = Arc::new(AtomicUsize::new(0));
    let reading = Reading {
        worker: Arc::clone(worker),
        tickets,
        lines: send_line,
        waiting: Arc::clone(&waiting),
        stop: Arc::clone(stop),
        longest_line: serving.longest_line,
    };
    // Nothing can end a read that waits for input: this thread is left behind when the program ends.
    thread::spawn(move || reading.run(input));
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (lines, answers) = (lines.clone(), send_answer.clone());
            let waiting = &waiting;
            scope.spawn(move || {
                let mut reader = worker.reader();
                while let Some(line) = next(&lines, stop) {
                    let answer = worker.answer_to(&line.task, line.number, &mut reader);
                    waiting.fetch_sub(line.bytes, Ordering::Relaxed);
                    if answers.send((line.place, answer)).is_err() {
                        return;
                    }
                }
            });
        }
        drop((lines, send_answer));
        let written = write_all(answers, output, serving.in_order, &give_ticket);
        if written.is_err() {
            // Nobody takes answers any more: what was taken is not worth doing.
            stop.store(true, Ordering::Relaxed);
        }
        written
    })
}

/// The next line; none where there will be none, or where the worker is to stop and has done all that was taken.
fn next(lines: &Receiver<Line>, stop: &AtomicBool) -> Option<Line> {
    loop {
        match lines.recv_timeout(LISTENS_EVERY) {
            Ok(line) => return Some(line),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if stop.load(Ordering::Relaxed) => return None,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn write_all(
    answers: Receiver<(usize, Vec<u8>)>,
    output: &mut impl Write,
    in_order: bool,
    give_ticket: &Sender<()>,
) -> io::Result<()> {
    let mut early: BTreeMap<usize, Vec<u8>> = BTreeMap::new();
    let mut due = 0;
    while let Ok((place, answer)) = answers.recv() {
        let mut write = |answer: &[u8]| -> io::Result<()> {
            output.write_all(answer)?;
            // The reading thread may be gone.
            let _ = give_ticket.try_send(());
            Ok(())
        };
        if in_order {
            early.insert(place, answer);
            while let Some(answer) = early.remove(&due) {
                write(&answer)?;
                due += 1;
            }
        } else {
            write(&answer)?;
        }
        if answers.is_empty() {
            output.flush()?;
        }
    }
    output.flush()
}

/// The thread that reads lines.
struct Reading {
    worker: Arc<Worker>,
    tickets: Receiver<()>,
    lines: Sender<Line>,
    waiting: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    longest_line: usize,
}

impl Reading {
    fn run(&self, input: impl Read) {
        let mut input = io::BufReader::with_capacity(1 << 16, input);
        let mut place = 0;
        let mut number = 0;
        while self.tickets.recv().is_ok() {
            let (task, bytes) = loop {
                if self.stop.load(Ordering::Relaxed) {
                    return;
                }
                number += 1;
                match self.next_line(&mut input) {
                    Ok(Some(line)) if line.trim_ascii().is_empty() => {}
                    Ok(Some(line)) => break (Task::parse(&line), line.len()),
                    Ok(None) => return,
                    Err(error) => break (Err(error), 0),
                }
            };
            if let Ok(task) = &task {
                self.worker.prepare(task);
            }
            self.waiting.fetch_add(bytes, Ordering::Relaxed);
            let line = Line {
                place,
                number,
                bytes,
                task,
            };
            place += 1;
            if self.lines.send(line).is_err() {
                return;
            }
            while self.waiting.load(Ordering::Relaxed) > WAITING_BYTES {
                thread::sleep(Duration::from_millis(1));
            }
        }
    }

    /// The next line without its line feed; none at the end. What is beyond the longest line is passed over without being
    /// kept.
    fn next_line(&self, input: &mut impl BufRead) -> Result<Option<Vec<u8>>, BadTask> {
        let mut line = Vec::new();
        let read = input
            .by_ref()
            .take(self.longest_line as u64 + 1)
            .read_until(b'\n', &mut line);
        if !read.is_ok_and(|read| read > 0) {
            return Ok(None);
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() > self.longest_line {
            // Where the stream breaks, the next read tells.
            let _ = input.skip_until(b'\n');
            return Err(BadTask::TooLong {
                limit: self.longest_line,
            });
        }
        Ok(Some(line))
    }
}
