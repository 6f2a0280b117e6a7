//! What lists and details of purchase orders show.

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::money::Money;
use crate::domain::purchase::{Payable, PurchaseStatus};

/// A purchase order in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct PurchaseRow {
    pub id: i64,
    pub number: String,
    pub supplier_id: i64,
    pub supplier: String,
    pub status: PurchaseStatus,
    /// Who drafted it; `auto` when the program did by itself.
    pub drafted_by: String,
    pub note: String,
    pub created_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    /// When the goods should come.
    pub expected_on: Option<NaiveDate>,
    pub first_received_at: Option<NaiveDateTime>,
    pub last_received_at: Option<NaiveDateTime>,
    pub skus: i64,
    /// Pieces ordered, received, sent back
    pub ordered: i64,
    pub received: i64,
    pub returned: i64,
    /// Pieces that have not come, line by line
    pub short: i64,
    /// Pieces in transit: those of them that were sent and are still waited for
    pub open: i64,
    /// What the lines come to; `None` while a line has no price.
    pub amount: Option<Money>,
    pub payable: Payable,
    /// When the next part is to be paid; `None` when nothing is owed or no terms are known.
    pub due_on: Option<NaiveDate>,
}

impl PurchaseRow {
    /// Nothing more will come of it, and something has.
    pub const fn done(&self) -> bool {
        matches!(self.status, PurchaseStatus::Received | PurchaseStatus::Closed)
    }

    /// The day it should have come has passed, and something is still waited for.
    pub fn late(&self, today: NaiveDate) -> bool {
        self.open > 0 && self.status.in_transit() && self.expected_on.is_some_and(|day| day < today)
    }
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct PurchaseLineRow {
    pub id: i64,
    /// 0 when the product sheet does not know the code any more.
    pub sku_id: i64,
    pub code: String,
    pub name: String,
    pub props: String,
    pub qty: i64,
    pub received: i64,
    pub returned: i64,
    /// Pieces still waited for; none of an order that is done.
    pub open: i64,
    pub unit_price: Option<Money>,
    /// Why it is ordered.
    pub note: String,
}

/// Goods that came or went back.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveRow {
    pub id: i64,
    /// They went back to the supplier.
    pub back: bool,
    /// Number of the stock document.
    pub document: String,
    pub at: NaiveDateTime,
    pub reason: String,
    pub actor: String,
    pub undone: bool,
    pub lines: Vec<MoveLineRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MoveLineRow {
    pub line_id: i64,
    pub code: String,
    pub qty: i64,
    /// Pieces more than were open.
    pub over: i64,
    pub unit_price: Money,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRow {
    pub id: i64,
    pub paid_on: NaiveDate,
    pub amount: Money,
    pub note: String,
    pub actor: String,
    pub undone: bool,
}

/// What was done to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchaseEventRow {
    pub at: NaiveDateTime,
    pub actor: String,
    /// Stable English id, also the tail of the locale key (`purchase.event_sent`).
    pub what: String,
    /// A count, an amount or a number of a document.
    pub detail: String,
}

/// An order with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct PurchaseDetail {
    pub order: PurchaseRow,
    pub lines: Vec<PurchaseLineRow>,
    /// Newest first.
    pub moves: Vec<MoveRow>,
    pub payments: Vec<PaymentRow>,
    /// Newest first.
    pub events: Vec<PurchaseEventRow>,
}

/// Where a price was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceSource {
    /// A purchase order of the shop's own
    Ordered,
    /// What was really asked when the goods came
    Received,
    /// A purchase on 1688, from an imported file
    Imported,
}

/// What a piece of a SKU cost on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRow {
    pub code: String,
    pub at: NaiveDateTime,
    pub supplier: String,
    pub unit_price: Money,
    pub qty: i64,
    pub source: PriceSource,
    /// Number of the order
    pub number: String,
}
