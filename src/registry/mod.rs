//! Lists of companies: suppliers, registries, which company of the one is which of the other, and what they declared.

mod crosscheck;
mod matching;
mod names;
mod suppliers;

pub use crosscheck::AREAS;
pub use crosscheck::Crosscheck;
pub use crosscheck::Finding;
pub use crosscheck::Shown;
pub use crosscheck::ShownArea;
pub use crosscheck::crosscheck;
pub use matching::Companies;
pub use matching::Company;
pub use matching::Match;
pub use matching::Method;
pub use names::likeness;
pub use names::normalised;
pub use names::normalised_number;
pub use suppliers::Asked;
pub use suppliers::LookUp;
pub use suppliers::Suppliers;
pub use suppliers::without_address;
