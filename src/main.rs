//! The program `avowal`.

use std::process::ExitCode;

fn main() -> ExitCode {
    avowal::cli::run(std::env::args_os())
}
