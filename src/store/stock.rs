//! Stock (库存): a ledger of movements, and what it says of any SKU on any day.
//!
//! Three kinds of movements stand in it: those of documents that people make (`post`), those that follow the orders by themselves
//! (`follow`), and the differences that counts find. Nothing in it is ever changed; what was wrong is reversed.

mod cost;
mod follow;
mod ledger;
mod levels;
mod lots;
mod post;
mod preview;
mod transfer;
mod wanting;
mod warehouse;

pub(super) use follow::{embrace, follow, follow_found, lagging};
pub use ledger::{DocumentRow, MovementQuery, MovementRow};
pub(super) use levels::levels;
pub use levels::{StockQuery, StockRow};
pub use post::{Count, Entry, EntryLine, Posted, StockProblem};
pub(super) use post::{post, post_counted, prefix, problems_of_count, reverse, stage};
pub use preview::{CountPreview, Difference};
pub use transfer::{Transfer, TransferLine, TransferRow};
pub use wanting::Want;
pub use warehouse::{Warehouse, WarehouseProblem};

/// The warehouse that orders are shipped from: the first.
pub(super) const MAIN: &str = "(SELECT min(id) FROM warehouse)";
