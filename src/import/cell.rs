//! What a cell says (单元格): small pure functions from the text in a cell to an id, an amount, a count, a date.
//!
//! All of them take the cell as it stands in the file. `Ok(None)` is "the file does not tell" (empty, `-`, `null`, `无` ...),
//! an error is "something stands there that must not be guessed at".

mod dates;
mod header;
mod id;
mod number;
mod problem;
mod words;

pub use dates::{date, date_range, time};
pub use header::{headers, normal};
pub use id::{code, id, is_rounded, trade_order};
pub use number::{Amount, amount, count, decimal, grams, money, percent_ppm, scaled};
pub use problem::CellProblem;
pub use words::{clean, is_footer, is_null, is_total, props, text};
