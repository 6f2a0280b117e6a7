//! Facts (事实): one data version of the shop file as immutable columns, laid out so that a period is a slice.
//!
//! * Orders: the paid ones first, sorted by the paid clock, then the rest. Lines stand in the order of their orders, so the lines
//!   of a period are a slice too. A second index holds all orders by the created clock.
//! * Everything that groups is a dense code (`0` = unknown), so that sums go into plain arrays.
//! * Amounts are fen, times are seconds since 1970 in China time; [`NONE`] stands for unknown in both.

mod build;
pub mod cells;
mod codes;
mod columns;
mod cost;
pub mod coverage;
pub mod days;
mod distinct;
#[cfg(test)]
pub mod fixture;
mod products;
mod share;
mod side;
mod sort;
pub mod stock;
mod work;

use std::ops::Range;
use std::sync::OnceLock;

use chrono::{NaiveDate, NaiveDateTime};

use super::customers::book::Book;
use crate::domain::period::Period;
use crate::domain::platform::Platform;
use crate::locale::Said;

pub use cells::{Cells, Counted, CreatedCell, PaidCell, Profit, Sums};
pub use codes::Codes;
pub use days::DayIndex;
pub use distinct::Distinct;
pub use stock::Stock;
pub use work::Work;

/// Unknown, in a column of amounts, counts or times.
pub const NONE: i64 = i64::MIN;

/// No such row, in a column of row numbers.
pub const NO_ROW: u32 = u32::MAX;

/// Why facts could not be built.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    #[error("column {column} of {frame}: {source}")]
    Column { frame: &'static str, column: &'static str, source: polars::error::PolarsError },
}

impl FactsError {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        Said::new("metric.facts_broken")
    }
}

/// All orders that are not excluded. Rows `0..paid_count` are the paid ones, sorted by `paid`; row numbers fit `u32`.
#[derive(Debug, Clone, Default)]
pub struct Orders {
    /// The store's order id.
    pub id: Vec<i64>,
    /// Index into [`Facts::shops`].
    pub shop: Vec<u16>,
    /// Dense buyer index below [`Facts::buyer_count`]; 0 = unknown.
    pub buyer: Vec<u32>,
    /// Code of [`domain::region`](crate::domain::region); 0 = unknown.
    pub province: Vec<u8>,
    /// Code of [`OrderStatus`](crate::domain::order::OrderStatus).
    pub status: Vec<u8>,
    pub created: Vec<i64>,
    /// The paid clock: the moment of payment; where money came in and the file tells no such moment, the moment of creation.
    pub paid: Vec<i64>,
    pub shipped: Vec<i64>,
    pub received: Vec<i64>,
    /// 总金额 at creation; 0 when unknown.
    pub payable_fen: Vec<i64>,
    /// Paid by the buyer, refunds not deducted; 0 for unpaid orders.
    pub paid_fen: Vec<i64>,
    /// Successful refunds of the order, whenever they came.
    pub refund_fen: Vec<i64>,
    /// Postage the buyer paid; [`NONE`] when unknown.
    pub freight_fen: Vec<i64>,
    /// Pieces without gifts, from the lines, else as the order tells; -1 = unknown.
    pub items: Vec<i32>,
    /// Hour of the day of `paid`, 0..24; 0 for unpaid orders.
    pub paid_hour: Vec<u8>,
    /// Which paid order of its buyer this is, 1 = the first in the data; 0 when unpaid or the buyer is unknown.
    pub nth: Vec<u32>,
    /// Row of the buyer's paid order before this one, else [`NO_ROW`].
    pub previous: Vec<u32>,
    /// First line of every order; one more entry than orders.
    pub line_start: Vec<u32>,
    pub paid_count: usize,
    /// Rows of the paid orders by day.
    pub by_paid: DayIndex,
    /// Some file tells when orders were created; without it nothing is known of what was ordered when.
    pub created_told: bool,
    /// Some file tells how orders stand; without it nobody knows which of them wait.
    pub status_told: bool,
    /// Rows of the orders that are paid, wait to be shipped and were not refunded in full, by the state the data ends with.
    pub open: Vec<u32>,
}

/// All orders by the created clock, with the columns that clock's figures need.
#[derive(Debug, Clone, Default)]
pub struct Created {
    /// Row in [`Orders`].
    pub row: Vec<u32>,
    /// Hour of the day of creation.
    pub hour: Vec<u8>,
    pub by_day: DayIndex,
}

/// Lines of the orders, sorted by order row.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    pub id: Vec<i64>,
    /// Row in [`Orders`].
    pub order: Vec<u32>,
    /// Index into [`Facts::listings`].
    pub listing: Vec<u32>,
    /// Index into [`Facts::skus`]; 0 = unmapped.
    pub sku: Vec<u32>,
    /// Index into [`Facts::products`].
    pub product: Vec<u32>,
    /// Index into [`Facts::categories`], from the own SKU, else from the platform; 0 = none.
    pub category: Vec<u16>,
    /// Pieces; 0 when the file does not tell.
    pub qty: Vec<i32>,
    /// What the line brought in, refunds not deducted; 0 while the order is unpaid.
    pub paid_fen: Vec<i64>,
    /// Successful refunds of the line.
    pub refund_fen: Vec<i64>,
    /// The line's share of its order's payable amount, so that the lines of an order add up to it exactly.
    pub payable_fen: Vec<i64>,
    /// Cost of all pieces when they left, else when they were paid; [`NONE`] when unknown.
    pub cost_fen: Vec<i64>,
    /// `cost_fen` without the share of goods that never left or came back (退货入库冲回); [`NONE`] when unknown.
    pub kept_cost_fen: Vec<i64>,
    pub gift: Vec<bool>,
    /// Code of [`OrderStatus`](crate::domain::order::OrderStatus).
    pub status: Vec<u8>,
    /// Rows of the lines without an own SKU or without a cost, in rising order.
    pub gaps: Vec<u32>,
}

/// Refunds: the successful ones with a date first, sorted by `finished`, then the rest.
#[derive(Debug, Clone, Default)]
pub struct Refunds {
    pub id: Vec<i64>,
    /// Row in [`Orders`], [`NO_ROW`] when the order is not there.
    pub order: Vec<u32>,
    /// Row in [`Lines`], [`NO_ROW`] when told for the order only.
    pub line: Vec<u32>,
    pub amount_fen: Vec<i64>,
    /// Code of [`RefundKind`](crate::domain::refund::RefundKind).
    pub kind: Vec<u8>,
    /// Code of [`RefundStatus`](crate::domain::refund::RefundStatus).
    pub status: Vec<u8>,
    /// Index into [`Facts::reasons`]; 0 = not told.
    pub reason: Vec<u16>,
    pub applied: Vec<i64>,
    pub finished: Vec<i64>,
    /// How many rows from the start are successful and dated.
    pub done_count: usize,
    /// False when orders tell of refunds and no refund record tells when: nothing is known by the refunded clock.
    pub dated: bool,
    pub by_finished: DayIndex,
}

/// Parcels: those with a shipping time first, sorted by it, then the rest.
#[derive(Debug, Clone, Default)]
pub struct Parcels {
    pub id: Vec<i64>,
    /// Row in [`Orders`], else [`NO_ROW`].
    pub order: Vec<u32>,
    /// Index into [`Facts::couriers`]; 0 = unknown.
    pub courier: Vec<u16>,
    /// Where it goes; 0 = unknown.
    pub province: Vec<u8>,
    pub weight_g: Vec<i64>,
    /// What the courier charges; [`NONE`] when unknown.
    pub freight_fen: Vec<i64>,
    pub shipped: Vec<i64>,
    pub collected: Vec<i64>,
    pub signed: Vec<i64>,
    pub last_scan: Vec<i64>,
    pub shipped_count: usize,
    pub by_shipped: DayIndex,
}

/// One row of a traffic file. Counts and amounts are [`NONE`] when the file does not tell them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrafficRow {
    /// Index into [`Facts::shops`].
    pub shop: u16,
    /// Days since 1970; both included.
    pub from: i32,
    pub to: i32,
    /// Item id, source path or keyword; empty for the shop.
    pub subject: String,
    pub subject_name: String,
    pub visitors: i64,
    pub page_views: i64,
    pub cart_buyers: i64,
    pub favourite_buyers: i64,
    pub order_buyers: i64,
    pub order_fen: i64,
    pub pay_buyers: i64,
    pub pay_items: i64,
    pub pay_orders: i64,
    pub pay_fen: i64,
    pub refund_fen: i64,
    pub new_visitors: i64,
    pub returning_visitors: i64,
    pub ad_fen: i64,
}

/// Traffic rows, each list sorted by `from`, then shop.
#[derive(Debug, Clone, Default)]
pub struct Traffic {
    /// The whole shop on single days (店铺日报).
    pub shop_days: Vec<TrafficRow>,
    /// The whole shop over longer ranges.
    pub shop_ranges: Vec<TrafficRow>,
    /// Everything about items, sources and keywords, with the code of its
    /// [`TrafficGrain`](crate::domain::draft::TrafficGrain).
    pub subjects: Vec<(u8, TrafficRow)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    pub id: i64,
    pub platform: Platform,
    pub name: String,
    /// First and last day with an order of this shop.
    pub span: Option<(i32, i32)>,
    /// The days its orders are known for, as runs in order; between them nothing was imported.
    pub covered: Vec<coverage::Run>,
}

/// An own SKU.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sku {
    pub id: i64,
    pub code: String,
    pub name: String,
    /// Index into [`Facts::categories`].
    pub category: u16,
    pub props: String,
    /// [`NONE`] when unknown.
    pub price_fen: i64,
    /// [`NONE`] when unknown.
    pub cost_fen: i64,
    /// Day it was listed, days since 1970.
    pub listed: Option<i32>,
}

/// A platform SKU.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    pub id: i64,
    /// Code of the platform; 0 for the unknown listing.
    pub platform: u8,
    pub key: String,
    pub item_id: String,
    pub title: String,
    pub props: String,
    /// Index into [`Facts::skus`]; 0 = unmapped.
    pub sku: u32,
    /// The platform's own word for it, index into [`Facts::categories`].
    pub category: u16,
}

/// What a buyer sees as one thing (款): own SKUs of one name, or the item of platform SKUs that are not mapped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Product {
    pub name: String,
    /// Index into [`Facts::categories`].
    pub category: u16,
    /// The platform's item id where the product is not mapped; empty otherwise.
    pub item_id: String,
    /// Stands for platform SKUs that no own SKU stands behind.
    pub unmapped: bool,
}

/// A category, courier or refund reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    pub id: i64,
    pub name: String,
}

/// How far the data reaches (数据截至).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// First day with an order created or paid.
    pub first: Option<NaiveDate>,
    /// Last day with an order created or paid.
    pub last: Option<NaiveDate>,
    /// The last moment an order was created, paid, shipped or received: "now" as far as the data knows.
    pub at: Option<NaiveDateTime>,
    /// First and last day of shop traffic.
    pub traffic: Option<(NaiveDate, NaiveDate)>,
}

/// What does not depend on a filter, made when it is first asked for.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Every known buyer's paid orders.
    pub book: OnceLock<Book>,
}

/// A snapshot of the shop for one data version. Index 0 of every dimension is the unknown one, except for [`Facts::shops`].
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The store's data version.
    pub version: u64,
    pub reach: Reach,
    pub shops: Vec<Shop>,
    pub skus: Vec<Sku>,
    pub listings: Vec<Listing>,
    pub products: Vec<Product>,
    /// The product of every SKU.
    pub sku_product: Vec<u32>,
    /// The product of every listing.
    pub listing_product: Vec<u32>,
    pub categories: Vec<Named>,
    pub couriers: Vec<Named>,
    pub reasons: Vec<Named>,
    /// People who look after orders (员工); entry 0 is nobody.
    pub staff: Vec<Named>,
    /// The store's customer id of every dense buyer index; entry 0 is the unknown buyer.
    pub buyers: Vec<i64>,
    pub orders: Orders,
    pub created: Created,
    pub lines: Lines,
    pub refunds: Refunds,
    pub parcels: Parcels,
    pub traffic: Traffic,
    pub stock: Stock,
    /// How orders were handed out.
    pub work: Work,
    /// What analyses made of all of this once and keep, because no filter changes it.
    pub kept: Kept,
    /// Sums by day and shop over everything.
    pub cells: Cells,
    /// Platform SKUs with sales that no own SKU stands behind, of all time (未映射).
    pub unmapped: usize,
}

impl Orders {
    pub fn len(&self) -> usize {
        self.id.len()
    }

    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// Whether all that was paid for the order at `row` went back.
    #[inline]
    pub fn refunded_in_full(&self, row: usize) -> bool {
        let paid = self.paid_fen.get(row).copied().unwrap_or(0);
        paid > 0 && self.refund_fen.get(row).is_some_and(|refund| *refund >= paid)
    }

    /// Lines of the order at `row`.
    pub fn lines_of(&self, row: usize) -> Range<usize> {
        self.lines_of_rows(row..row + 1)
    }

    /// Lines of a run of orders.
    pub fn lines_of_rows(&self, rows: Range<usize>) -> Range<usize> {
        let at = |row: usize| self.line_start.get(row).map_or(0, |start| *start as usize);
        let start = at(rows.start);
        start..at(rows.end).max(start)
    }
}

impl Facts {
    /// How many dense buyer indexes there are, the unknown one included: the size of a [`Distinct`].
    pub fn buyer_count(&self) -> usize {
        self.buyers.len().max(1)
    }

    /// Rows of the orders paid in `period`.
    pub fn paid_rows(&self, period: Period) -> Range<usize> {
        self.orders.by_paid.period(period)
    }

    /// Rows of [`Created`] for the orders created in `period`.
    pub fn created_rows(&self, period: Period) -> Range<usize> {
        self.created.by_day.period(period)
    }

    /// Every day the data knows, `None` for an empty shop.
    pub fn whole(&self) -> Option<Period> {
        Some(Period::new(self.reach.first?, self.reach.last?))
    }

    /// The shops that have sold something: others are places of purchase, or known from traffic alone.
    pub fn sellers(&self) -> impl Iterator<Item = &Shop> {
        self.shops.iter().filter(|shop| shop.span.is_some())
    }

    /// The platforms on which something was sold, in the order of their codes.
    pub fn platforms(&self) -> Vec<Platform> {
        let mut all: Vec<Platform> = self.sellers().map(|shop| shop.platform).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
