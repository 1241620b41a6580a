//! The process that reads documents for another avowal: never typed by a person.

use std::io;
use std::process::ExitCode;

use clap::Args;

use crate::extract::READING_COMMAND;
use crate::extract::serve;

/// What starts it.
pub(super) const NAME: &str = READING_COMMAND;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The most address space it may take, in bytes.
    memory: Option<u64>,
}

/// Answers requests on standard input until it ends.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    // What a library says while it panics would land among the messages to the user.
    std::panic::set_hook(Box::new(|_| {}));
    // The group of processes is interrupted as a whole: this one ends when the other side closes its input.
    let _ = ctrlc::set_handler(|| {});
    match serve(io::stdin(), io::stdout(), arguments.memory) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
