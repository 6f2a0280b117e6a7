//! Purchasing (采购): suppliers and their terms, purchase orders from draft to closed, what came of them, and what is owed.
//!
//! Every step asks the machine of [`crate::domain::purchase`] first and leaves a row in the order's timeline. Pieces of an order that
//! was sent lie in the ledger as purchase in transit; a receipt takes them out and puts good pieces in, in one transaction.

mod bulk;
mod deliver;
mod draft;
mod list;
mod pay;
mod prices;
mod problem;
mod rows;
mod steps;
mod suppliers;
mod supply;

pub use bulk::{PastLine, PastMove, PastPurchase};
pub use deliver::{GiveBack, GiveBackLine, Receipt, ReceiptLine};
pub use draft::{DraftedPurchase, NewPurchase, PurchaseDraft, PurchaseDraftLine};
pub use list::PurchaseQuery;
pub use problem::PurchaseProblem;
pub use rows::{
    MoveLineRow, MoveRow, PaymentRow, PriceRow, PriceSource, PurchaseDetail, PurchaseEventRow, PurchaseLineRow,
    PurchaseRow,
};
pub use suppliers::{SupplierDetail, SupplierRow, SupplierSkuRow};
pub use supply::{SkuChoice, SkuSupply};

use chrono::NaiveDateTime;
use duckdb::params;

use super::error::{Doing, Result, StoreError};
use super::orders::money;
use super::read::rows as read;
use super::write::Tx;
use crate::domain::money::Money;
use crate::domain::purchase::{Arrived, PurchaseStatus, PurchaseStep};

const DOING: &str = "keeping purchases";

/// What the number of an order begins with, as the trade writes it.
const LETTERS: &str = "CG";

/// The kinds of [`rows::MoveRow`] in the file.
const RECEIPT: u8 = 1;
const GIVE_BACK: u8 = 2;

/// `line_id, received, returned, received_amount, returned_amount`: what came of each line and what went back.
const MOVED: &str = "(SELECT ml.line_id, CAST(sum(CASE WHEN m.kind = 1 THEN ml.qty ELSE 0 END) AS BIGINT) AS received,
        CAST(sum(CASE WHEN m.kind = 2 THEN ml.qty ELSE 0 END) AS BIGINT) AS returned,
        CAST(sum(CASE WHEN m.kind = 1 THEN ml.qty * ml.unit_price ELSE 0 END) * 100 AS BIGINT) AS received_amount,
        CAST(sum(CASE WHEN m.kind = 2 THEN ml.qty * ml.unit_price ELSE 0 END) * 100 AS BIGINT) AS returned_amount
    FROM purchase_move_line ml JOIN purchase_move m ON m.id = ml.move_id WHERE NOT m.undone GROUP BY ml.line_id)";

/// The states of which open pieces are in transit.
const IN_TRANSIT: &str = "(3, 4, 5)";

/// An order as a step finds it.
#[derive(Debug, Clone)]
struct Order {
    id: i64,
    number: String,
    supplier_id: i64,
    warehouse: i64,
    status: PurchaseStatus,
    sent_at: Option<NaiveDateTime>,
    transit_document: i64,
    release_document: i64,
}

/// One of its lines, with what came of it.
#[derive(Debug, Clone)]
struct Line {
    id: i64,
    code: String,
    qty: i64,
    price: Option<Money>,
    received: i64,
    returned: i64,
}

impl Line {
    /// Pieces that have not come.
    fn open(&self) -> i64 {
        self.qty.saturating_sub(self.received).max(0)
    }
}

fn order(tx: &Tx<'_>, id: i64) -> Result<Order> {
    let sql = "SELECT number, supplier_id, warehouse_id, status, sent_at, transit_document, release_document
               FROM purchase_order WHERE id = ?";
    let found = read(tx.conn, DOING, sql, &[&id], |row| {
        Ok(Order {
            id,
            number: row.get(0)?,
            supplier_id: row.get(1)?,
            warehouse: row.get(2)?,
            status: PurchaseStatus::from_code(row.get(3)?).unwrap_or(PurchaseStatus::Draft),
            sent_at: row.get(4)?,
            transit_document: row.get(5)?,
            release_document: row.get(6)?,
        })
    })?;
    found.into_iter().next().ok_or(StoreError::Gone { what: "purchase order", id })
}

fn lines(tx: &Tx<'_>, order_id: i64) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT l.id, l.sku_code, l.qty, CAST(l.unit_price * 100 AS BIGINT), coalesce(v.received, 0), coalesce(v.returned, 0)
         FROM purchase_order_line l LEFT JOIN {MOVED} v ON v.line_id = l.id WHERE l.order_id = ? ORDER BY l.id"
    );
    read(tx.conn, DOING, &sql, &[&order_id], |row| {
        Ok(Line {
            id: row.get(0)?,
            code: row.get(1)?,
            qty: row.get(2)?,
            price: money(row.get(3)?),
            received: row.get(4)?,
            returned: row.get(5)?,
        })
    })
}

/// How much of the order has come.
fn arrived(lines: &[Line]) -> Arrived {
    Arrived::of(lines.iter().map(|line| (line.qty, line.received)))
}

/// Takes an order a step further and writes it into its timeline.
fn advance(tx: &Tx<'_>, order: &Order, step: PurchaseStep, actor: &str, what: &str, detail: &str) -> Result<()> {
    let status = order.status.after(step).map_err(|_| refused(PurchaseProblem::NotNow { status: order.status }))?;
    let sql = "UPDATE purchase_order SET status = ?, updated_at = ? WHERE id = ?";
    tx.conn.execute(sql, params![status.code(), tx.now, order.id]).doing(DOING)?;
    event(tx, order.id, actor, what, detail)
}

/// Asks the machine before anything is done.
fn allow(order: &Order, step: PurchaseStep) -> Result<()> {
    if order.status.allows(step) { Ok(()) } else { Err(refused(PurchaseProblem::NotNow { status: order.status })) }
}

fn event(tx: &Tx<'_>, order_id: i64, actor: &str, what: &str, detail: &str) -> Result<()> {
    let id = tx.take_numbers("purchase_event", 1)?;
    tx.conn
        .execute(
            "INSERT INTO purchase_event VALUES (?, ?, ?, ?, ?, ?)",
            params![id, order_id, tx.now, actor, what, detail],
        )
        .doing(DOING)?;
    Ok(())
}

fn refused(problem: PurchaseProblem) -> StoreError {
    StoreError::PurchaseRefused { problems: vec![problem] }
}

fn refuse(problems: Vec<PurchaseProblem>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(StoreError::PurchaseRefused { problems }) }
}
