//! The shop file (店铺文件): DuckDB and nothing but.
//!
//! One file, one writer. [`Store`] is a handle that clones freely; every write is one transaction with its row in the audit;
//! readers run beside it. Nothing outside this room builds SQL, and all amounts and texts go in as parameters.

mod aftersale;
mod alerts;
pub mod audit;
pub mod backup;
mod care;
pub mod check;
mod customers;
pub mod error;
pub mod facts;
pub mod flow;
mod frame;
pub mod imports;
mod lists;
mod lock;
mod manual;
mod mappings;
mod open;
mod orders;
mod packing;
mod parcels;
mod parts;
pub mod purchase;
pub mod query;
mod read;
mod refunds;
pub mod replenish;
mod replies;
pub mod rows;
mod rules;
mod schema;
mod skus;
pub mod staging;
pub mod stock;
pub mod stocktake;
mod tickets;
mod write;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use chrono::NaiveDateTime;
use duckdb::{Connection, InterruptHandle};

pub use aftersale::{AfterSale, Noted};
pub use alerts::{
    AlertBefore, AlertDeed, AlertDetail, AlertEvent, AlertQuery, AlertRow, AlertRun, AlertSort, AlertState, AlertsDone,
    EventKind, RuleRow,
};
pub use audit::{AuditQuery, AuditRow, AuditSort};
pub use backup::{BackupKind, BackupRecord};
pub use care::{CareEvent, CareKind, OrderCare, PlannedBox};
pub use check::{CheckFinding, Severity};
pub use error::{Result, StoreError};
pub use facts::FactFrames;
pub use flow::{
    BackGoods, BackLine, BackOrder, BatchResult, BatchRow, GoodsBack, QueueCounts, QueueQuery, QueueRow, QueueView,
    Refused, StepRow, StepRules, Taken, Task,
};
pub use imports::{Counts, ImportMeta, ImportOutcome, ImportRecord, ImportSummary, Preview, RecordKind};
pub use manual::{Made, ManualLine, ManualOrder, OrderChange};
pub use mappings::{Link, NewSku, Replaced};
pub use packing::Printed;
pub use purchase::{
    DraftedPurchase, GiveBack, GiveBackLine, MoveLineRow, MoveRow, NewPurchase, PastLine, PastMove, PastPurchase,
    PaymentRow, PriceRow, PriceSource, PurchaseDetail, PurchaseDraft, PurchaseDraftLine, PurchaseEventRow,
    PurchaseLineRow, PurchaseProblem, PurchaseQuery, PurchaseRow, Receipt, ReceiptLine, SkuChoice, SkuSupply,
    SupplierDetail, SupplierRow, SupplierSkuRow,
};
pub use query::{
    CustomerList, CustomerQuery, CustomerSort, ListingQuery, ListingSort, OrderClock, OrderList, OrderQuery, OrderSort,
    ParcelList, ParcelQuery, ParcelSort, ParcelState, RefundList, RefundQuery, RefundSort, SkuList, SkuQuery, SkuSort,
    Sold,
};
pub use read::Canceller;
pub use replenish::{DecisionRow, DemandBook, DemandQuery, NewDecision, SkuHistory};
pub use replies::Reply;
pub use rows::{
    CostRow, CustomerDetail, CustomerRow, LineRow, ListingRow, MappedSku, MonthRow, NamedRow, OrderDetail, OrderRow,
    ParcelDetail, ParcelRow, PersonalData, RefundBack, RefundDetail, RefundRow, RefundTurn, ShopRow, SkuDetail, SkuRow,
    Taste, TimelineEvent, TimelineKind, UnmappedSum,
};
pub use rules::{
    Applied, Change, ChangePart, Doer, DryRun, Hand, HoldRow, Matched, OrderMark, OrderWork, RuleBook, Share, Skipped,
    StaffRow, Touched,
};
pub use staging::Staging;
pub use stock::{
    Count, CountPreview, Difference, DocumentRow, Entry, EntryLine, MovementQuery, MovementRow, Posted, StockProblem,
    StockQuery, StockRow, Transfer, TransferLine, TransferRow, Want, Warehouse, WarehouseProblem,
};
pub use stocktake::{
    CountTaken, CountedSheet, LineQuery, LineSet, SheetLine, SheetPreview, StocktakeEntry, StocktakeLine,
    StocktakePlan, StocktakePosted, StocktakeProblem, StocktakeRow, Tell,
};
pub use tickets::{TicketDetail, TicketDraft, TicketNote, TicketQuery, TicketRow, TicketSort};

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
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
    /// The moment at which everything is done through this handle; `None` is now.
    moment: Option<NaiveDateTime>,
}

struct Inner {
    // Connections come first, so that they are closed before the lock is given back.
    writer: Mutex<Connection>,
    /// Only ever cloned from, so that a reader never waits for the writer.
    root: Mutex<Connection>,
    /// What Cancel can reach.
    running: Mutex<Vec<Weak<InterruptHandle>>>,
    version: AtomicU64,
    /// See [`Store::alerts_version`].
    alerts: AtomicU64,
    path: PathBuf,
    options: Options,
    _lock: lock::ShopLock,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.inner.path)
            .field("version", &self.version())
            .field("moment", &self.moment)
            .finish()
    }
}

/// A thread that died while holding one of these left no half-written state: an open transaction rolls back when it is dropped.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inner {
    fn writer(&self) -> MutexGuard<'_, Connection> {
        held(&self.writer)
    }

    fn root(&self) -> MutexGuard<'_, Connection> {
        held(&self.root)
    }

    fn running(&self) -> MutexGuard<'_, Vec<Weak<InterruptHandle>>> {
        held(&self.running)
    }
}

impl Store {
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// A handle through which everything is done as if it were this moment: for shops that are made up.
    #[must_use]
    pub fn as_of(&self, moment: NaiveDateTime) -> Self {
        Self { moment: Some(moment), ..self.clone() }
    }

    /// Now, in China time.
    fn now(&self) -> NaiveDateTime {
        self.moment.unwrap_or_else(self.inner.options.now)
    }

    /// The data version: grows with every write. Equal versions mean equal data.
    pub fn version(&self) -> u64 {
        self.inner.version.load(Ordering::Acquire)
    }
}
