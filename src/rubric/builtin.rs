//! The rubrics that are built in, and those that users give as files.

/// Name and text of each rubric, by name.
static RUBRICS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rubrics.rs"));
/// Name and text of each file of shared signals, by name.
pub(super) static BLOCKS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/signals.rs"));

/// A rubric that is embedded in the program, as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Builtin {
    /// The name that users type.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
}

/// All embedded rubrics, by name.
pub fn builtin() -> impl Iterator<Item = Builtin> {
    RUBRICS.iter().map(|&(name, text)| Builtin { name, text })
}
