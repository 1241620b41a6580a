//! One unit of a larger engine: lines of JSON in, one answer for each out, whatever a document does.
//!
//! [`Worker`] answers single tasks, [`serve()`] a stream of them on all cores. What a task and an answer look like is
//! promised: [`json_schema`]. An answer is the same object that a line of `assessments.ndjson` is, with the `id` of its
//! task before everything else.

mod hello;
mod schema;
mod serve;
mod task;

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

pub use hello::Hello;
pub use hello::greet;
pub use schema::json_schema;
pub use serve::Serving;
pub use serve::serve;
pub use task::BadTask;
pub use task::Given;
pub use task::Task;

use crate::assessment::Outcome;
use crate::failure::Failed;
use crate::pipeline::Pipeline;
use crate::pipeline::Reader;
use crate::pipeline::Settings;
use crate::report::wire::Told;
use crate::rubric::Rubric;
use crate::rubric::builtin;
use crate::rubric::load;
use crate::source::Loader;
use crate::source::Place;
use crate::source::Unloaded;

/// How many lists of rubrics that tasks ask for are kept ready; making one costs milliseconds.
const KEPT_READY: usize = 16;

/// Answers tasks.
#[derive(Debug)]
pub struct Worker {
    settings: Settings,
    loader: Arc<Loader>,
    own: Arc<Pipeline>,
    /// Pipelines for the rubrics that tasks name, the latest last.
    others: Mutex<VecDeque<(Vec<String>, Arc<Pipeline>)>>,
}

impl Worker {
    /// A worker that does with each document what `settings` say, unless its task says otherwise.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let loader = Arc::new(Loader::new(settings.loading.clone()));
        Self {
            own: Arc::new(Pipeline::with_loader(settings.clone(), Arc::clone(&loader))),
            others: Mutex::new(VecDeque::new()),
            settings,
            loader,
        }
    }

    /// Who answers: versions and digests, so that a cluster of different workers is noticed.
    #[must_use]
    pub fn hello(&self) -> Hello {
        Hello::of(&self.settings)
    }

    /// What reads documents for one thread.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.own.reader()
    }

    /// Begins to fetch what `task` will need.
    pub fn prepare(&self, task: &Task) {
        if let Ok(source) = task.source()
            && matches!(source.place, Place::Url(_))
        {
            self.loader.ahead([&source]);
        }
    }

    /// Does `task`. Never panics, whatever the document holds.
    pub fn outcome(&self, task: &Task, reader: &mut Reader) -> Outcome {
        let bad = |error: &BadTask| Failed::new(&task.label(), error);
        let pipeline = match &task.rubrics {
            None => Arc::clone(&self.own),
            Some(names) => self.pipeline_for(names).map_err(|error| bad(&error))?,
        };
        let source = task.source().map_err(|error| bad(&error))?;
        if let Given::Path(path) = &task.document {
            is_regular(path).map_err(|error| Failed::new(&task.label(), &error))?;
        }
        reader.allow(task.timeout);
        match task.given().map_err(|error| bad(&error))? {
            None => pipeline.assess(&source, reader),
            Some(snapshot) => pipeline.assess_given(&source, snapshot, reader),
        }
    }

    /// The answer to one line of JSON, the `number`th of its stream from 1: one line, with its line feed.
    pub fn answer(&self, line: &[u8], number: u64, reader: &mut Reader) -> Vec<u8> {
        self.answer_to(&Task::parse(line), number, reader)
    }

    fn answer_to(&self, task: &Result<Task, BadTask>, number: u64, reader: &mut Reader) -> Vec<u8> {
        let outcome = match task {
            Ok(task) => self.outcome(task, reader),
            Err(error) => Err(Failed::new(&format!("line {number}"), error)),
        };
        let mut answer = b"{\"id\":".to_vec();
        match task {
            Ok(task) => push_json(&mut answer, &task.id),
            Err(_) => answer.extend_from_slice(format!("null,\"line\":{number}").as_bytes()),
        }
        let mut told = Vec::with_capacity(1 << 14);
        push_json(&mut told, &Told::from(&outcome));
        // Two objects become one.
        answer.push(b',');
        answer.extend_from_slice(told.get(1..).unwrap_or_default());
        answer.push(b'\n');
        answer
    }

    /// A pipeline for the rubrics called `names`: those of the settings, and those built in.
    fn pipeline_for(&self, names: &[String]) -> Result<Arc<Pipeline>, BadTask> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = others.iter().find(|(known, _)| known == names) {
            return Ok(Arc::clone(known));
        }
        let mut rubrics: Vec<Arc<Rubric>> = Vec::new();
        for name in names {
            if !rubrics.iter().any(|known| known.id == *name) {
                rubrics.push(self.rubric(name)?);
            }
        }
        let settings = Settings {
            rubrics,
            ..self.settings.clone()
        };
        let made = Arc::new(Pipeline::with_loader(settings, Arc::clone(&self.loader)));
        if others.len() >= KEPT_READY {
            others.pop_front();
        }
        others.push_back((names.to_vec(), Arc::clone(&made)));
        Ok(made)
    }

    /// Tasks come from outside: they name rubrics, and open no files as such.
    fn rubric(&self, name: &str) -> Result<Arc<Rubric>, BadTask> {
        let unknown = || BadTask::UnknownRubric {
            name: name.chars().take(80).collect(),
        };
        if let Some(own) = self.settings.rubrics.iter().find(|own| own.id == name) {
            return Ok(Arc::clone(own));
        }
        if !builtin().any(|known| known.name == name) {
            return Err(unknown());
        }
        load(name).map(Arc::new).map_err(|_| unknown())
    }
}

/// A pipe or device could keep a thread for ever; what is not there is told when it is opened.
fn is_regular(path: &str) -> Result<(), Unloaded> {
    match fs::metadata(path) {
        Ok(about) if !about.is_file() && !about.is_dir() => Err(Unloaded::NotReadable(
            io::Error::other("it is no regular file"),
        )),
        _ => Ok(()),
    }
}

fn push_json(out: &mut Vec<u8>, value: &impl serde::Serialize) {
    serde_json::to_writer(out, value).expect("memory takes it, and every key is a string");
}

#[cfg(test)]
mod tests;
