//! What replenishment (补货) asks of the shop file: what was sold and what was there on each day, and what was decided about suggestions.

mod decision;
mod history;

pub use decision::{DecisionRow, NewDecision};
pub use history::{DemandBook, DemandQuery, SkuHistory};
