//! Stocktake plans (盘点计划): which SKUs are counted, what was found, and the one document a plan is posted as.
//!
//! Every line knows the moment it was counted at and is compared with the books as of then, so that nothing sold between counting and
//! posting becomes a difference. What is told (`enter`) is kept as entries in batches, a scan or a sheet each; a line is what the latest
//! entries say, so taking back the latest batch needs nothing else.

mod enter;
mod lines;
mod plan;
mod post;

pub use enter::{CountTaken, CountedSheet, SheetLine, SheetPreview, StocktakeEntry, Tell};
pub use lines::{LineQuery, LineSet, StocktakeLine};
pub use plan::{StocktakePlan, StocktakeRow};
pub use post::StocktakePosted;
pub(super) use post::reversed;

use crate::domain::stocktake::{MOST_PIECES, Refusal};
use crate::locale::Said;

const DOING: &str = "taking stock";

/// What stands in the way of a plan, or of something counted for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StocktakeProblem {
    /// No product sheet knows the code or the bar code.
    Unknown {
        text: String,
    },
    /// Several SKUs carry the bar code.
    Ambiguous {
        text: String,
        skus: i64,
    },
    /// Not among the SKUs of the plan.
    Outside {
        text: String,
    },
    Negative {
        text: String,
        pieces: i64,
    },
    /// Rather a bar code than a number of pieces.
    TooMany {
        text: String,
        pieces: i64,
    },
    /// Counted at a time that is yet to come.
    Later {
        text: String,
    },
    /// The same SKU stands in an earlier line, counting from 0.
    Twice {
        text: String,
        first: usize,
    },
    /// Nothing to take back.
    NoEntry,
    /// A plan without a name.
    NoName,
    /// A difference accepted, or a plan given up, without saying why.
    NoReason,
    Step(Refusal),
}

impl StocktakeProblem {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        let about = |key: &str, text: &str| Said::new(key).with("code", text);
        match self {
            Self::Unknown { text } => about("stocktake.unknown", text),
            Self::Ambiguous { text, skus } => about("stocktake.ambiguous", text).with("n", skus),
            Self::Outside { text } => about("stocktake.outside", text),
            Self::Negative { text, pieces } => about("stocktake.negative", text).with("qty", pieces),
            Self::TooMany { text, pieces } => {
                about("stocktake.too_many", text).with("qty", pieces).with("most", MOST_PIECES)
            }
            Self::Later { text } => about("stocktake.later", text),
            Self::Twice { text, first } => about("stocktake.twice", text).with("first", first + 1),
            Self::NoEntry => Said::new("stocktake.no_entry"),
            Self::NoName => Said::new("stocktake.no_name"),
            Self::NoReason => Said::new("stocktake.no_reason"),
            Self::Step(Refusal::NothingPlanned) => Said::new("stocktake.nothing_planned"),
            Self::Step(Refusal::NothingCounted) => Said::new("stocktake.nothing_counted"),
            Self::Step(Refusal::RecountDue(n)) => Said::new("stocktake.recount_due").with("n", n),
            Self::Step(Refusal::State(state)) => Said::new(match state.id() {
                "draft" => "stocktake.is_draft",
                "counting" => "stocktake.is_counting",
                "posted" => "stocktake.is_posted",
                "given_up" => "stocktake.is_given_up",
                _ => "stocktake.is_counted",
            }),
        }
    }
}
