//! The first line of a worker that is asked to present itself.

use std::io;
use std::sync::LazyLock;

use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;

use crate::pipeline::Settings;
use crate::recogniser::Recogniser;
use crate::report::Program;
use crate::report::RubricRecord;
use crate::report::wire::SCHEMA;

/// Who answers. Two workers of one run say the same, or the run is not one run.
#[derive(Debug, Serialize)]
pub struct Hello {
    #[serde(rename = "type")]
    kind: &'static str,
    /// The version of the layout of answers.
    schema: u32,
    program: &'static str,
    version: &'static str,
    /// The rubrics that tasks are scored against where they name none, in order.
    rubrics: Vec<RubricRecord>,
    /// The SHA-256 of the recogniser's weights, in hex.
    weights_sha256: String,
    /// The day against which staleness is judged, ISO 8601.
    as_of: String,
    /// Whether addresses are fetched.
    fetches: bool,
}

impl Hello {
    pub(super) fn of(settings: &Settings) -> Self {
        let program = Program::default();
        Self {
            kind: "hello",
            schema: SCHEMA,
            program: program.name,
            version: program.version,
            rubrics: settings
                .rubrics
                .iter()
                .map(|rubric| RubricRecord::from(rubric.as_ref()))
                .collect(),
            weights_sha256: weights_sha256().to_owned(),
            as_of: settings.as_of.to_string(),
            fetches: cfg!(feature = "fetch") && !settings.loading.offline,
        }
    }
}

/// Writes `hello` as the first line of `output`.
///
/// # Errors
///
/// When it cannot be written.
pub fn greet(hello: &Hello, output: &mut impl io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *output, hello)?;
    output.write_all(b"\n")?;
    output.flush()
}

/// The digest of the weights that are part of the program.
fn weights_sha256() -> &'static str {
    static DIGEST: LazyLock<String> = LazyLock::new(|| {
        let digest = Sha256::digest(Recogniser::built_in().weights().to_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    });
    &DIGEST
}
