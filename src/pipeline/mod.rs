//! From sources to outcomes: load, read, gate, score; on all cores, in input order, whatever a document does.
//!
//! [`Pipeline`] is one run's settings made ready. [`Pipeline::assess`] takes one source all the way; [`Pipeline::run`]
//! takes many, each worker with a [`Reader`] of its own.

mod given;
mod landing;
mod ocr;
mod published;
mod run;
mod unscored;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::time::Duration;

pub use run::Ended;
pub use unscored::Unscored;

use crate::assessment::Assessed;
use crate::assessment::Outcome;
use crate::document::Document;
use crate::document::Notice;
use crate::document::PartialDate;
use crate::extract::Hints;
use crate::extract::IsolatedReader;
use crate::extract::Isolation;
use crate::extract::Limits;
use crate::extract::OcrCommand;
use crate::extract::Unreadable;
use crate::extract::read;
use crate::facts::DocumentKind;
use crate::facts::Facts;
use crate::facts::facts_of;
use crate::facts::warnings_of;
use crate::failure::Failed;
use crate::rubric::Rubric;
use crate::score::Scorer;
use crate::source::Loader;
use crate::source::Loading;
use crate::source::Place;
use crate::source::Publication;
use crate::source::Snapshot;
use crate::source::Source;

/// The first so many hex digits of the SHA-256 of a statement's bytes are its identifier.
const ID_DIGITS: usize = 16;

/// A text in another language with at least so many words in one that a rubric of the run reads is scored.
const FEWEST_READABLE_WORDS: usize = 120;

/// What a run is to do with each source.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Every document is scored against each of them, in this order.
    pub rubrics: Vec<Arc<Rubric>>,
    /// What may be asked of disks and servers.
    pub loading: Loading,
    /// What one document may cost.
    pub limits: Limits,
    /// How documents are read in a process of their own; none reads them in this one, where a library that loops
    /// cannot be ended.
    pub isolation: Option<Isolation>,
    /// Opens encrypted files.
    pub password: Option<String>,
    /// What recognises the text of scanned pages; none leaves them unread.
    pub ocr: Option<Ocr>,
    /// The day against which staleness is judged.
    pub as_of: PartialDate,
    /// From this confidence on, 0 to 1, a sentence counts; none leaves it to rubrics and weights.
    pub threshold: Option<f32>,
}

impl Settings {
    /// Settings for scoring against `rubrics` as of the day `as_of`; everything else as it is by default, and documents
    /// read in this process.
    #[must_use]
    pub fn with_rubrics(rubrics: Vec<Arc<Rubric>>, as_of: PartialDate) -> Self {
        Self {
            rubrics,
            loading: Loading::default(),
            limits: Limits::default(),
            isolation: None,
            password: None,
            ocr: None,
            as_of,
            threshold: None,
        }
    }
}

/// What recognises the text of scanned pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ocr {
    /// The program and its arguments.
    pub command: OcrCommand,
    /// The longest that it may take over one document.
    pub timeout: Duration,
}

/// A run's settings, made ready.
#[derive(Debug)]
pub struct Pipeline {
    settings: Settings,
    loader: Arc<Loader>,
    scorer: Scorer,
    /// What is known of the home pages, by the label of the source.
    publications: BTreeMap<String, Publication>,
}

/// What reads documents: the process of one worker, or this process.
#[derive(Debug)]
pub struct Reader {
    isolated: Option<IsolatedReader>,
    /// How long a document may take, in the place of what the settings say.
    time: Option<Duration>,
}

/// One document as it was read, before it is scored.
#[derive(Debug)]
pub struct Read {
    /// Its bytes' place and digest.
    pub snapshot: Snapshot,
    /// What was read.
    pub document: Document,
}

/// Decides whether a document with these facts, from these bytes, is scored.
type Gate = fn(&Pipeline, &Facts, &Snapshot) -> Result<(), Unscored>;

impl Pipeline {
    /// Compiles the rubrics and makes the loader ready. Costs milliseconds: make it once a run.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let loader = Arc::new(Loader::new(settings.loading.clone()));
        Self::with_loader(settings, loader)
    }

    /// As [`Pipeline::new`], with a loader that is shared: with it go its politeness and its store.
    #[must_use]
    pub fn with_loader(settings: Settings, loader: Arc<Loader>) -> Self {
        Self {
            loader,
            scorer: Scorer::new(&settings.rubrics).with_threshold(settings.threshold),
            settings,
            publications: BTreeMap::new(),
        }
    }

    /// Answers publication by what was found on home pages, by the label of the source.
    pub fn know_publications(&mut self, publications: BTreeMap<String, Publication>) {
        self.publications = publications;
    }

    /// What loads its sources: whoever else asks servers shares its politeness and its store.
    #[must_use]
    pub fn loader(&self) -> &Loader {
        &self.loader
    }

    /// How many connections it may open at once.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.settings.loading.fetching.connections
    }

    /// A reader as the settings ask for it. One worker keeps one: its process is started when first needed.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader::new(self.settings.isolation.clone())
    }

    /// Loads and reads `source`, without scoring it.
    ///
    /// # Errors
    ///
    /// A row of `errors.csv`.
    pub fn read(&self, source: &Source, reader: &mut Reader) -> Result<Read, Failed> {
        let snapshot = self.loader.load(source)?;
        self.read_loaded(source, snapshot, reader)
    }

    fn read_loaded(
        &self,
        source: &Source,
        snapshot: Snapshot,
        reader: &mut Reader,
    ) -> Result<Read, Failed> {
        match self.read_snapshot(&snapshot, reader) {
            Ok(document) => Ok(Read { snapshot, document }),
            // What was given as a file opens no connection, whatever it links to.
            Err(Unreadable::LandingPage { link }) if matches!(source.place, Place::Url(_)) => {
                landing::followed(self, source, &snapshot, &link, reader)
            }
            Err(error) => Err(Failed::new(&source.label, &error)),
        }
    }

    /// Reads the bytes of `snapshot`, and says where other words stood at the same address before.
    fn read_snapshot(
        &self,
        snapshot: &Snapshot,
        reader: &mut Reader,
    ) -> Result<Document, Unreadable> {
        let mut document = self.read_bytes(&snapshot.bytes, snapshot, reader)?;
        if let Some(earlier) = &snapshot.earlier {
            // Many pages differ in bytes at every visit and say the same.
            let same = self
                .loader
                .earlier_bytes(earlier)
                .and_then(|bytes| self.read_bytes(&bytes, snapshot, reader).ok())
                .is_some_and(|before| before.text == document.text);
            if !same {
                document.notices.push(Notice::new(
                    "replaced-in-place",
                    format!(
                        "the address gave another text when it was fetched on {}, kept as {}",
                        earlier.retrieved_at.get(..10).unwrap_or_default(),
                        earlier.sha256
                    ),
                ));
            }
        }
        Ok(document)
    }

    fn read_bytes(
        &self,
        bytes: &[u8],
        snapshot: &Snapshot,
        reader: &mut Reader,
    ) -> Result<Document, Unreadable> {
        let name = name_of(snapshot);
        let hints = Hints {
            name: Some(&name),
            charset: snapshot.charset.as_deref(),
            password: self.settings.password.as_deref(),
        };
        let limits = &self.settings.limits;
        let answer = reader.read(bytes, &hints, limits);
        match &self.settings.ocr {
            Some(ocr) => ocr::recognised(ocr, answer, bytes, limits, |recognised| {
                reader.read(recognised, &hints, limits)
            }),
            None => answer,
        }
    }

    /// Fetches `source` and, where that is a page, looks whether it is one that may be a statement: no wall, no shell for
    /// scripts, no home page. The document that a landing page links to stands for it. Other files are not read.
    ///
    /// # Errors
    ///
    /// A row of `errors.csv`.
    pub fn examine(&self, source: &Source, reader: &mut Reader) -> Result<Snapshot, Failed> {
        let snapshot = self.loader.load(source)?;
        if !is_page(&snapshot) {
            return Ok(snapshot);
        }
        let whole_way = AssertUnwindSafe(|| {
            let Read { snapshot, document } = match self.read_snapshot(&snapshot, reader) {
                Ok(document) => Read { snapshot, document },
                Err(Unreadable::LandingPage { link }) => {
                    landing::followed(self, source, &snapshot, &link, reader)?
                }
                Err(error) => return Err(Failed::new(&source.label, &error)),
            };
            if facts_of(&document).kind.kind == DocumentKind::Other
                && let Some(home) = landing::home_page(&snapshot.origin)
            {
                return Err(Failed::new(&source.label, &home));
            }
            Ok(snapshot)
        });
        catch_unwind(whole_way).unwrap_or_else(|panic| {
            let how = told_by(&*panic);
            Err(Failed::new(&source.label, &Unscored::Crashed { how }))
        })
    }

    /// Fetches `source`, without a look at what came.
    ///
    /// # Errors
    ///
    /// A row of `errors.csv`.
    pub fn locate(&self, source: &Source, _: &mut Reader) -> Result<Snapshot, Failed> {
        self.loader.locate(source)
    }

    /// Takes `source` all the way to its assessments. Never panics, whatever the source holds.
    pub fn assess(&self, source: &Source, reader: &mut Reader) -> Outcome {
        let load = || self.loader.load(source);
        self.whole_way(source, load, reader, Self::gate)
    }

    /// As [`assess`](Self::assess), for bytes that are at hand: nothing is opened or fetched.
    pub fn assess_given(
        &self,
        source: &Source,
        snapshot: Snapshot,
        reader: &mut Reader,
    ) -> Outcome {
        self.whole_way(source, || Ok(snapshot), reader, Self::gate)
    }

    /// As [`assess`](Self::assess), for a company's own draft: scored also where it does not read as a statement yet.
    pub fn review(&self, source: &Source, reader: &mut Reader) -> Outcome {
        let load = || self.loader.load(source);
        self.whole_way(source, load, reader, Self::is_readable)
    }

    /// Asks whether `address` opens, as a link in a text should.
    ///
    /// # Errors
    ///
    /// Why it does not.
    pub fn open_link(&self, address: &str) -> Result<(), Failed> {
        let link = Source {
            label: address.to_owned(),
            place: Place::Url(address.to_owned()),
            manifest: std::collections::BTreeMap::new(),
        };
        self.loader.load(&link).map(|_| ())
    }

    fn whole_way(
        &self,
        source: &Source,
        load: impl FnOnce() -> Result<Snapshot, Failed>,
        reader: &mut Reader,
        gate: Gate,
    ) -> Outcome {
        let whole_way = AssertUnwindSafe(|| {
            let read = self.read_loaded(source, load()?, reader)?;
            self.score(source, read, gate)
        });
        catch_unwind(whole_way).unwrap_or_else(|panic| {
            let how = told_by(&*panic);
            Err(Failed::new(&source.label, &Unscored::Crashed { how }))
        })
    }

    /// Scores what was read of `source`.
    fn score(&self, source: &Source, read: Read, gate: Gate) -> Outcome {
        let Read { snapshot, document } = read;
        let mut facts = facts_of(&document);
        gate(self, &facts, &snapshot).map_err(|error| Failed::new(&source.label, &error))?;
        let differs = given::apply(&source.manifest, &mut facts);
        let warnings = self.warnings(&document, &facts, differs);
        let mut assessments = self.scorer.assess(&document, &facts);
        let mut origin = snapshot.origin;
        origin.publication = self.publications.get(&source.label).cloned();
        if let Some(publication) = &origin.publication {
            published::answer(publication, &mut assessments);
        }
        Ok(Assessed {
            statement_id: origin.sha256.chars().take(ID_DIGITS).collect(),
            origin,
            document,
            facts,
            warnings,
            assessments,
        })
    }

    /// Whether a document with these facts is scored at all.
    fn gate(&self, facts: &Facts, snapshot: &Snapshot) -> Result<(), Unscored> {
        self.is_readable(facts, snapshot)?;
        if facts.kind.kind == DocumentKind::Other {
            if let Some(home) = landing::home_page(&snapshot.origin) {
                return Err(home);
            }
            return Err(Unscored::NotAStatement {
                reasons: facts.kind.reasons.clone(),
            });
        }
        Ok(())
    }

    /// Whether a rubric of the run reads the language of the text, or of enough of it: of a report in two languages the
    /// half that can be read is scored.
    fn is_readable(&self, facts: &Facts, _snapshot: &Snapshot) -> Result<(), Unscored> {
        let Some(language) = &facts.language else {
            return Ok(());
        };
        let reads = |language: &String| {
            let rubrics = &self.settings.rubrics;
            rubrics
                .iter()
                .any(|rubric| rubric.languages.contains(language))
        };
        let readable: usize = facts
            .passages
            .iter()
            .filter(|passage| reads(&passage.language))
            .map(|passage| passage.words)
            .sum();
        if reads(language) || readable >= FEWEST_READABLE_WORDS {
            return Ok(());
        }
        Err(Unscored::UnsupportedLanguage {
            language: language.clone(),
        })
    }

    /// All that a reader of the result should know, by code, each code once.
    fn warnings(&self, document: &Document, facts: &Facts, differs: Option<Notice>) -> Vec<Notice> {
        let mut warnings = warnings_of(facts, self.settings.as_of);
        warnings.extend(document.notices.iter().cloned());
        warnings.extend(differs);
        warnings.sort();
        warnings.dedup_by(|one, other| one.code == other.code);
        warnings
    }
}

impl Reader {
    /// Gives documents so long from now on; none gives them what the settings say.
    pub fn allow(&mut self, time: Option<Duration>) {
        self.time = time;
    }

    /// A reader in a process of its own, or in this one where there is no `isolation`.
    #[must_use]
    pub fn new(isolation: Option<Isolation>) -> Self {
        Self {
            isolated: isolation.map(IsolatedReader::new),
            time: None,
        }
    }

    /// Starts the process ahead of the first file.
    pub fn start(&mut self) {
        if let Some(isolated) = &mut self.isolated {
            isolated.start();
        }
    }

    fn read(
        &mut self,
        bytes: &[u8],
        hints: &Hints<'_>,
        limits: &Limits,
    ) -> Result<Document, Unreadable> {
        let usual = limits.time;
        let limits = &Limits {
            time: self.time.unwrap_or(usual),
            ..*limits
        };
        match &mut self.isolated {
            Some(isolated) => {
                // A reader that notices the time keeps what it has: the process is waited for somewhat longer.
                let grace = isolated.timeout().saturating_sub(usual);
                isolated.read_within(bytes, hints, limits, limits.time + grace)
            }
            None => catch_unwind(|| read(bytes, hints, limits)).unwrap_or_else(|panic| {
                Err(Unreadable::Crashed {
                    how: told_by(&*panic),
                })
            }),
        }
    }
}

/// Whether what came is an HTML page, by its first bytes.
fn is_page(snapshot: &Snapshot) -> bool {
    let start = snapshot.bytes.get(..2048).unwrap_or(&snapshot.bytes);
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    [
        "<html",
        "<!doctype html",
        "<head",
        "<body",
        "<meta",
        "<script",
    ]
    .iter()
    .any(|tag| start.contains(tag))
}

/// The file's name, or the last part of its address.
fn name_of(snapshot: &Snapshot) -> String {
    let origin = &snapshot.origin;
    if let Some(name) = origin.path.as_ref().and_then(|path| path.file_name()) {
        return name.to_string_lossy().into_owned();
    }
    let address = origin.final_url.as_deref().unwrap_or_default();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// What a panic said.
fn told_by(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|words| (*words).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "it panicked".to_owned())
}
