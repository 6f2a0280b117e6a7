//! The ledger itself (库存流水): the movements behind a number, and the documents that made them.

use chrono::{NaiveDate, NaiveDateTime};

use super::MAIN;
use super::follow::shipped_by_day;
use crate::domain::money::Money;
use crate::domain::stock::{MovementKind, Place};
use crate::store::Store;
use crate::store::error::Result;
use crate::store::orders::{fen, money, text};

/// One movement, with the document it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct MovementRow {
    pub id: i64,
    pub kind: MovementKind,
    pub place: Place,
    pub warehouse: String,
    /// It is the warehouse that ships orders.
    pub main: bool,
    /// Pieces that came, or (below zero) left.
    pub qty: i64,
    /// Good pieces in this warehouse after it, in the order of time.
    pub balance: i64,
    pub moved_at: NaiveDateTime,
    pub recorded_at: NaiveDateTime,
    pub unit_cost: Option<Money>,
    /// What a count found.
    pub counted: Option<i64>,
    /// Number of the document: `RK20261125-001`, or the order's number.
    pub document: String,
    /// 0 for what follows an order.
    pub document_id: i64,
    pub order_id: i64,
    pub reason: String,
    pub note: String,
    pub actor: String,
    /// The document has been taken back.
    pub reversed: bool,
}

/// A document of people's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    pub id: i64,
    pub number: String,
    pub kind: MovementKind,
    pub moved_at: NaiveDateTime,
    pub recorded_at: NaiveDateTime,
    pub reason: String,
    pub actor: String,
    /// SKUs in it.
    pub skus: i64,
    /// Pieces it brought, without those that only changed their place.
    pub pieces: i64,
    /// It takes back another.
    pub reverses: i64,
    pub reversed: bool,
}

/// What is true of a document that another one has taken back.
const REVERSED: &str = "EXISTS (FROM stock_document r WHERE r.reverses = d.id)";

impl Store {
    /// The latest movements of a SKU, newest first.
    pub fn movements(&self, code: &str, at_most: u32) -> Result<Vec<MovementRow>> {
        let sql = format!(
            "SELECT m.id, m.kind, m.place, w.name, m.qty,
                 CAST(sum(CASE WHEN m.place = {good} THEN m.qty ELSE 0 END) OVER (
                     PARTITION BY m.warehouse_id ORDER BY m.moved_at, m.id) AS BIGINT) AS balance,
                 m.moved_at, m.recorded_at, {cost}, m.counted, coalesce(d.number, o.order_no), m.document_id, coalesce(o.id, 0),
                 d.reason, m.note, d.actor, d.id IS NOT NULL AND ({REVERSED} OR d.reverses <> 0), m.warehouse_id = {MAIN}
             FROM movement m LEFT JOIN warehouse w ON w.id = m.warehouse_id LEFT JOIN stock_document d ON d.id = m.document_id
             LEFT JOIN order_line l ON l.id = m.line_id AND m.line_id <> 0 LEFT JOIN orders o ON o.id = l.order_id
             WHERE m.sku_code = ? ORDER BY m.moved_at DESC, m.id DESC LIMIT ?",
            good = Place::Good.code(),
            cost = fen("m.unit_cost"),
        );
        self.reader()?.rows("reading movements", &sql, &[&code, &at_most], |row| {
            Ok(MovementRow {
                id: row.get(0)?,
                kind: MovementKind::from_code(row.get(1)?).unwrap_or(MovementKind::Adjustment),
                place: Place::from_code(row.get(2)?).unwrap_or(Place::Good),
                warehouse: text(row, 3)?,
                qty: row.get(4)?,
                balance: row.get(5)?,
                moved_at: row.get(6)?,
                recorded_at: row.get(7)?,
                unit_cost: money(row.get(8)?),
                counted: row.get(9)?,
                document: text(row, 10)?,
                document_id: row.get(11)?,
                order_id: row.get(12)?,
                reason: text(row, 13)?,
                note: text(row, 14)?,
                actor: text(row, 15)?,
                reversed: row.get(16)?,
                main: row.get(17)?,
            })
        })
    }

    /// Own SKU's code, day and pieces of everything that orders have taken out of the house.
    pub fn shipped_by_day(&self) -> Result<Vec<(String, NaiveDate, i64)>> {
        let sql = shipped_by_day();
        self.reader()?.rows("reading what was shipped", &sql, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// The documents, newest first.
    pub fn stock_documents(&self, at_most: u32) -> Result<Vec<DocumentRow>> {
        let sql = format!(
            "SELECT d.id, d.number, d.kind, d.moved_at, d.recorded_at, d.reason, d.actor, count(DISTINCT m.sku_code),
                 coalesce(CAST(sum(m.qty) AS BIGINT), 0), d.reverses, {REVERSED}
             FROM stock_document d LEFT JOIN movement m ON m.document_id = d.id GROUP BY ALL ORDER BY d.id DESC LIMIT ?"
        );
        self.reader()?.rows("listing stock documents", &sql, &[&at_most], |row| {
            Ok(DocumentRow {
                id: row.get(0)?,
                number: row.get(1)?,
                kind: MovementKind::from_code(row.get(2)?).unwrap_or(MovementKind::Adjustment),
                moved_at: row.get(3)?,
                recorded_at: row.get(4)?,
                reason: row.get(5)?,
                actor: row.get(6)?,
                skus: row.get(7)?,
                pieces: row.get(8)?,
                reverses: row.get(9)?,
                reversed: row.get(10)?,
            })
        })
    }
}
