//! The Python module `avowal._native`: a worker in the process of the interpreter, with the interpreter's lock given up.
//!
//! What Python hands over and gets back are the lines of `avowal worker`; the package around it makes them values.

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use avowal::document::PartialDate;
use avowal::extract::Isolation;
use avowal::extract::Limits;
use avowal::pipeline::Reader;
use avowal::pipeline::Settings;
use avowal::rubric::LoadError;
use avowal::rubric::Rubric;
use avowal::rubric::builtin;
use avowal::rubric::load;
use avowal::source::Loading;
use avowal::worker::Serving;
use avowal::worker::Worker;
use avowal::worker::greet;
use avowal::worker::json_schema;
use avowal::worker::serve;
use pyo3::exceptions::PyOSError;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// The longest line of many: Python has it in memory already.
const LONGEST_LINE: usize = 1 << 30;

/// How often who waits for answers looks whether the user interrupts.
const LISTENS_EVERY: Duration = Duration::from_millis(100);

/// Answers tasks, on as many threads as it was made for.
#[pyclass(frozen, module = "avowal._native")]
struct Assessor {
    worker: Arc<Worker>,
    jobs: usize,
    /// Readers that wait for single tasks.
    readers: Mutex<Vec<Reader>>,
    /// Who made it: a process that was forked off must not end the reading processes of its parent.
    process: u32,
}

#[pymethods]
impl Assessor {
    /// `program` is the avowal that reads documents in processes of their own; none reads them in this one.
    #[new]
    #[pyo3(signature = (*, rubrics, as_of, jobs, timeout, program, offline, allow_private, password, store))]
    #[allow(
        clippy::too_many_arguments,
        reason = "named by the caller, and only by the package around"
    )]
    fn new(
        rubrics: Vec<String>,
        as_of: &str,
        jobs: usize,
        timeout: f64,
        program: Option<PathBuf>,
        offline: bool,
        allow_private: bool,
        password: Option<String>,
        store: Option<PathBuf>,
    ) -> PyResult<Self> {
        let mut loaded: Vec<Arc<Rubric>> = Vec::new();
        for name in &rubrics {
            let rubric = load(name).map_err(|error| PyValueError::new_err(told(&error)))?;
            if !loaded.iter().any(|known| known.id == rubric.id) {
                loaded.push(Arc::new(rubric));
            }
        }
        let day = PartialDate::parse_loose(as_of)
            .filter(|date| date.day().is_some())
            .ok_or_else(|| {
                PyValueError::new_err(format!("`{as_of}` is no day, as in 2026-03-31"))
            })?;
        if !(timeout > 0.0 && timeout <= 86_400.0) {
            return Err(PyValueError::new_err(
                "timeout is a number of seconds up to a day",
            ));
        }
        let time = Duration::from_secs_f64(timeout);
        let mut loading = Loading {
            offline,
            allow_private,
            ..Loading::default()
        };
        loading.keeping.store = store;
        let settings = Settings {
            loading,
            limits: Limits {
                time,
                ..Limits::default()
            },
            isolation: program.map(|program| Isolation::by(program, time)),
            password,
            ..Settings::with_rubrics(loaded, day)
        };
        Ok(Self {
            worker: Arc::new(Worker::new(settings)),
            jobs: jobs.clamp(1, 1024),
            readers: Mutex::new(Vec::new()),
            process: std::process::id(),
        })
    }

    /// The answer to one task, both JSON. Gives up the lock while it works.
    fn answer<'p>(&self, py: Python<'p>, task: &[u8]) -> Bound<'p, PyBytes> {
        let answer = py.detach(|| {
            let mut reader = self.take_reader();
            let answer = self.worker.answer(task, 1, &mut reader);
            self.readers().push(reader);
            answer
        });
        PyBytes::new(py, &answer)
    }

    /// The answers to many tasks, in their order: lines of JSON both. Gives up the lock while it works; an interrupt ends
    /// it after the documents at hand.
    fn answer_all<'p>(&self, py: Python<'p>, tasks: Vec<u8>) -> PyResult<Bound<'p, PyBytes>> {
        let stop = Arc::new(AtomicBool::new(false));
        let serving = Serving {
            jobs: self.jobs,
            in_order: true,
            longest_line: LONGEST_LINE,
        };
        let (worker, stopped) = (Arc::clone(&self.worker), Arc::clone(&stop));
        let answering = std::thread::spawn(move || {
            let mut answers = Vec::new();
            serve(&worker, Cursor::new(tasks), &mut answers, serving, &stopped).map(|()| answers)
        });
        while !answering.is_finished() {
            if let Err(interrupted) = py.check_signals() {
                stop.store(true, Ordering::Relaxed);
                return Err(interrupted);
            }
            py.detach(|| wait_for(&answering));
        }
        let answers = py.detach(|| answering.join());
        match answers {
            Ok(Ok(answers)) => Ok(PyBytes::new(py, &answers)),
            Ok(Err(error)) => Err(PyOSError::new_err(error.to_string())),
            Err(_) => Err(PyOSError::new_err("a thread of avowal ended")),
        }
    }

    /// Who answers, as JSON: the line of `avowal worker --hello`.
    fn hello(&self) -> PyResult<String> {
        let mut line = Vec::new();
        greet(&self.worker.hello(), &mut line)
            .map_err(|error| PyOSError::new_err(error.to_string()))?;
        Ok(String::from_utf8_lossy(&line).into_owned())
    }
}

/// Waits until `answering` is done, but not for long.
fn wait_for<T>(answering: &std::thread::JoinHandle<T>) {
    let step = Duration::from_millis(1);
    let mut waited = Duration::ZERO;
    while waited < LISTENS_EVERY && !answering.is_finished() {
        std::thread::sleep(step);
        waited += step;
    }
}

impl Assessor {
    fn readers(&self) -> std::sync::MutexGuard<'_, Vec<Reader>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_reader(&self) -> Reader {
        let waiting = self.readers().pop();
        waiting.unwrap_or_else(|| self.worker.reader())
    }
}

impl Drop for Assessor {
    fn drop(&mut self) {
        if std::process::id() != self.process {
            std::mem::forget(std::mem::take(&mut *self.readers()));
        }
    }
}

/// What is wrong with a rubric, and the way out.
fn told(error: &LoadError) -> String {
    match error {
        LoadError::Invalid(invalid) => format!("{error}\n{}", avowal::typed::told(invalid)),
        _ => format!("{error}: {}", error.hint()),
    }
}

/// The names of the built-in rubrics.
#[pyfunction]
fn rubrics() -> Vec<&'static str> {
    builtin().map(|rubric| rubric.name).collect()
}

/// The JSON Schema of tasks and answers.
#[pyfunction]
fn schema() -> String {
    json_schema().to_string()
}

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Assessor>()?;
    module.add_function(wrap_pyfunction!(rubrics, module)?)?;
    module.add_function(wrap_pyfunction!(schema, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}
