//! `avowal worker`: NDJSON tasks in, NDJSON results out: the unit that a distributed engine runs.

use std::io;
use std::io::Write;
use std::sync::Arc;

use clap::Args;

use super::Answer;
use super::common;
use super::common::Globals;
use super::common::stop_on_interrupt;
use super::printed;
use super::web::WebArguments;
use super::web::size;
use crate::worker::Serving;
use crate::worker::Worker;
use crate::worker::greet;
use crate::worker::json_schema;
use crate::worker::serve;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Begin with a line that tells the version, the rubrics and their digests
    #[arg(long)]
    hello: bool,
    /// Print the JSON Schema of tasks, results and the first line, and end
    #[arg(long)]
    schema: bool,
    /// Give results as they are done, not in the order of their tasks
    #[arg(long)]
    unordered: bool,
    /// Answer a longer line with an error, without reading it; K, M and G are understood
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = size)]
    max_line: usize,
    /// Judge whether a statement is out of date as of this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
    #[command(flatten)]
    web: WebArguments,
}

/// Runs the command.
pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Answer {
    let mut output = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    if arguments.schema {
        return printed(print_schema(&mut output));
    }
    let as_of = common::day(arguments.as_of.as_deref())?;
    let mut settings = globals.settings(globals.rubrics()?, as_of);
    arguments.web.apply(&mut settings.loading);
    let worker = Arc::new(Worker::new(settings));
    let serving = Serving {
        jobs: globals.jobs(),
        in_order: !arguments.unordered,
        longest_line: arguments.max_line,
    };
    let stop = stop_on_interrupt();
    let greeted = if arguments.hello {
        greet(&worker.hello(), &mut output)
    } else {
        Ok(())
    };
    printed(greeted.and_then(|()| serve(&worker, io::stdin(), &mut output, serving, &stop)))
}

fn print_schema(output: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *output, &json_schema())?;
    output.write_all(b"\n")?;
    output.flush()
}
