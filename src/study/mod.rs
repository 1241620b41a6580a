//! Across statements: sentences that are classified, coded sentences that weights are learned from, and agreement with
//! people's coding.

mod agreement;
mod bootstrap;
mod classify;
mod coded;
mod evaluate;
mod gold;
mod held_out;
mod joined;
mod shown;

pub use agreement::Confusion;
pub use agreement::krippendorff_alpha;
pub use agreement::overlap;
pub use bootstrap::Interval;
pub use classify::Classifier;
pub use classify::classify;
pub use coded::Coded;
pub use coded::Uncoded;
pub use coded::coded;
pub use evaluate::By;
pub use evaluate::Disagreement;
pub use evaluate::Evaluation;
pub use evaluate::OfCriterion;
pub use evaluate::evaluate;
pub use evaluate::predicted_by_recogniser;
pub use gold::Coding;
pub use gold::Judgement;
pub use gold::read_coding;
pub use held_out::OfCollection;
pub use held_out::Reliability;
pub use held_out::held_out_figures;
pub use held_out::reliability_of;
pub use joined::Answers;
pub use joined::ByStatement;
pub use joined::accuracy;
pub use joined::joined_figures;
pub use joined::predicted_by_assessing;
pub use shown::csv_of;
pub use shown::json_of;
pub use shown::table_of;
