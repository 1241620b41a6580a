//! The rubrics that are built in, and those that users give as files.

static RUBRICS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rubrics.rs"));
static BLOCKS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/signals.rs"));

/// A rubric that is embedded in the program, as text.
#[derive(Debug, Clone, Copy)]
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

/// The text of the shared signal block `name`.
pub(super) fn block(name: &str) -> Option<&'static str> {
    BLOCKS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|&(_, text)| text)
}
