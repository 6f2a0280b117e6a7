//! The shop file (店铺文件): DuckDB and nothing but.
//!
//! One file, one writer. [`Store`] is a handle that clones freely; every write is one transaction with its row in the audit;
//! readers run beside it. Nothing outside this room builds SQL, and all amounts and texts go in as parameters.

pub mod check;
pub mod error;
pub mod facts;
pub mod imports;
pub mod query;
pub mod rows;
pub mod staging;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDateTime;

pub use check::{CheckFinding, Severity};
pub use error::{Result, StoreError};
pub use facts::FactFrames;
pub use imports::{Counts, ImportMeta, ImportOutcome, ImportRecord, ImportSummary, Preview, RecordKind};
pub use query::{
    ListingQuery, ListingSort, OrderClock, OrderList, OrderQuery, OrderSort, ParcelQuery, ParcelSort, RefundQuery,
    RefundSort, SkuQuery, SkuSort,
};
pub use rows::{
    CustomerRow, LineRow, ListingRow, MappedSku, NamedRow, OrderDetail, OrderRow, ParcelRow, PersonalData, RefundRow,
    ShopRow, SkuRow, TimelineEvent, TimelineKind,
};
pub use staging::Staging;

/// How a shop is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where this shop's automatic backups lie; `None` is the user's own folder of the program.
    pub backups: Option<PathBuf>,
    /// Now, in China time.
    pub now: fn() -> NaiveDateTime,
}

impl Default for Options {
    fn default() -> Self {
        Self { backups: None, now: china_now }
    }
}

/// Now in China time (no daylight saving since 1991).
pub fn china_now() -> NaiveDateTime {
    (chrono::Utc::now() + chrono::TimeDelta::hours(8)).naive_utc()
}

/// An open shop file. Clones share it; the file is closed when the last one goes.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
}

impl Store {
    /// Opens an existing shop.
    pub fn open(path: &Path, _options: &Options) -> Result<Self> {
        Ok(Self { inner: Arc::new(Inner { path: path.to_owned() }) })
    }

    /// Makes a new, empty shop. Its folder is made if need be; a file that is there already is never overwritten.
    pub fn create(path: &Path, _options: &Options) -> Result<Self> {
        Ok(Self { inner: Arc::new(Inner { path: path.to_owned() }) })
    }

    /// Opens the shop, making it first if there is none.
    pub fn open_or_create(path: &Path, options: &Options) -> Result<Self> {
        if path.exists() { Self::open(path, options) } else { Self::create(path, options) }
    }

    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// The data version: grows with every write. Equal versions mean equal data.
    pub fn version(&self) -> u64 {
        0
    }

    /// Stops whatever reads are running; each of them ends with [`StoreError::Cancelled`].
    pub fn interrupt(&self) {}
}

// Signatures of what is being filled in; see the module of each.
macro_rules! coming {
    ($($(#[$doc:meta])* fn $name:ident(&self $(, $arg:ident: $ty:ty)*) -> $out:ty;)*) => {
        impl Store {
            $($(#[$doc])* pub fn $name(&self $(, $arg: $ty)*) -> Result<$out> {
                $(let _ = $arg;)*
                Err(StoreError::Missing { path: self.path().to_owned() })
            })*
        }
    };
}

coming! {
    /// Frames of the present data version. Slow (seconds for a million orders): never on the UI thread.
    fn facts(&self) -> FactFrames;
    /// The imports, newest first.
    fn imports(&self) -> Vec<ImportRecord>;
    /// Takes back the latest import in force: every earlier value is restored exactly.
    fn undo_import(&self, actor: &str, import_id: i64) -> ();
    fn shops(&self) -> Vec<ShopRow>;
    fn couriers(&self) -> Vec<NamedRow>;
    fn categories(&self) -> Vec<NamedRow>;
    fn reasons(&self) -> Vec<NamedRow>;
    /// Ids in order, and totals.
    fn orders(&self, query: &OrderQuery) -> OrderList;
    /// Rows for these ids, in the order of the ids; ids that are gone are left out.
    fn order_rows(&self, ids: &[i64]) -> Vec<OrderRow>;
    fn order_detail(&self, id: i64) -> OrderDetail;
    /// Personal data in clear. Leaves a row in the audit.
    fn reveal(&self, actor: &str, order_id: i64) -> PersonalData;
    /// Keeps orders out of the analyses, with the owner's reason; an empty reason takes them in again.
    fn exclude_orders(&self, actor: &str, ids: &[i64], reason: &str) -> ();
    fn skus(&self, query: &SkuQuery) -> Vec<i64>;
    /// Sales counted in the period (pay clock), all time when `None`.
    fn sku_rows(&self, ids: &[i64], period: Option<crate::domain::period::Period>) -> Vec<SkuRow>;
    fn listings(&self, query: &ListingQuery) -> Vec<i64>;
    fn listing_rows(&self, ids: &[i64]) -> Vec<ListingRow>;
    /// The unmapped queue (未映射): platform SKUs with sales and no own SKU, most paid first.
    fn listings_unmapped(&self) -> Vec<i64>;
    /// Sets what a platform SKU stands for: own SKU ids with pieces. Empty takes the mapping back.
    fn map(&self, actor: &str, listing_id: i64, parts: &[(i64, i64)]) -> ();
    fn customer_rows(&self, ids: &[i64]) -> Vec<CustomerRow>;
    fn refunds(&self, query: &RefundQuery) -> Vec<i64>;
    fn refund_rows(&self, ids: &[i64]) -> Vec<RefundRow>;
    fn parcels(&self, query: &ParcelQuery) -> Vec<i64>;
    fn parcel_rows(&self, ids: &[i64]) -> Vec<ParcelRow>;
    /// Everything that is off, worst first; empty when the file is sound.
    fn check(&self) -> Vec<CheckFinding>;
    /// A full copy that can be opened like the original. `path` must not exist yet.
    fn backup_to(&self, path: &Path) -> ();
    /// Makes today's automatic backup if there is none yet and something changed; thins out old ones.
    fn backup_if_due(&self) -> Option<PathBuf>;
    /// A column mapping (toml) kept under a name.
    fn saved_mapping(&self, name: &str) -> Option<String>;
    fn saved_mappings(&self) -> Vec<(String, String)>;
    fn save_mapping(&self, actor: &str, name: &str, body: &str) -> ();
    fn delete_mapping(&self, actor: &str, name: &str) -> ();
}
