//! TOML files that people write (rubrics, signals, configuration): read with all mistakes at once, each told with its
//! line, a caret, and what to write instead.

mod nearest;
mod problem;
mod shape;
mod told;

pub use nearest::nearest;
pub use problem::Invalid;
pub use problem::Problem;
pub use problem::Problems;
pub use shape::Cut;
pub use shape::Shape;
pub use shape::shape_of;
pub use told::told;
