//! Stock (库存): a ledger of movements, and what it says of any SKU on any day.
//!
//! Three kinds of movements stand in it: those of documents that people make (`post`), those that follow the orders by themselves
//! (`follow`), and the differences that counts find. Nothing in it is ever changed; what was wrong is reversed.

mod follow;
mod ledger;
mod levels;
mod post;
mod preview;

pub(super) use follow::{follow, follow_found, lagging};
pub use ledger::{DocumentRow, MovementRow};
pub use levels::{StockQuery, StockRow};
pub use post::{Count, Entry, EntryLine, Posted, StockProblem};
pub(super) use post::{post, reverse};
pub use preview::{CountPreview, Difference};

use super::Store;
use super::error::Result;

/// The warehouse that orders are shipped from: the first.
pub(super) const MAIN: &str = "(SELECT min(id) FROM warehouse)";

/// A warehouse (仓库).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warehouse {
    pub id: i64,
    pub name: String,
}

impl Store {
    /// The warehouses, the one that ships orders first.
    pub fn warehouses(&self) -> Result<Vec<Warehouse>> {
        self.reader()?.rows("listing warehouses", "SELECT id, name FROM warehouse ORDER BY id", &[], |row| {
            Ok(Warehouse { id: row.get(0)?, name: row.get(1)? })
        })
    }
}
