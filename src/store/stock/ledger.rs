//! The ledger itself (库存流水): the movements behind a number, and the documents that made them.

use chrono::{NaiveDate, NaiveDateTime};

use duckdb::types::Value;

use super::MAIN;
use super::follow::shipped_by_day;
use super::wanting::after;
use crate::domain::money::Money;
use crate::domain::stock::{MovementKind, Place};
use crate::store::Store;
use crate::store::error::Result;
use crate::store::orders::{Where, fen, money, text};

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
    /// Pieces at this place of this warehouse after it, in the order of time.
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

/// Which movements of a SKU are wanted.
#[derive(Debug, Clone)]
pub struct MovementQuery<'a> {
    pub code: &'a str,
    /// 0: all warehouses.
    pub warehouse: i64,
    /// Those up to the end of this day; `None`: all.
    pub until: Option<NaiveDate>,
    /// Those that touched one of these; empty: all.
    pub places: &'a [Place],
    pub at_most: u32,
}

impl<'a> MovementQuery<'a> {
    /// All movements of a SKU.
    pub const fn of(code: &'a str) -> Self {
        Self { code, warehouse: 0, until: None, places: &[], at_most: u32::MAX }
    }
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
    /// The latest movements of a SKU in all warehouses, newest first.
    pub fn movements(&self, code: &str, at_most: u32) -> Result<Vec<MovementRow>> {
        self.movements_behind(&MovementQuery { at_most, ..MovementQuery::of(code) })
    }

    /// The movements behind a number, newest first.
    pub fn movements_behind(&self, query: &MovementQuery<'_>) -> Result<Vec<MovementRow>> {
        let mut wanted = Where::default();
        wanted.and("sku_code = ?", [Value::Text(query.code.to_owned())]);
        if query.warehouse != 0 {
            wanted.and("warehouse_id = ?", [Value::BigInt(query.warehouse)]);
        }
        if let Some(day) = query.until {
            wanted.and(&format!("moved_at < TIMESTAMP '{}'", after(day)), []);
        }
        let mut shown = Where::default();
        shown.one_of("m.place", query.places.iter().map(|place| i64::from(place.code())));
        let sql = format!(
            "SELECT m.id, m.kind, m.place, w.name, m.qty, m.balance,
                 m.moved_at, m.recorded_at, {cost}, m.counted, coalesce(d.number, o.order_no), m.document_id, coalesce(o.id, 0),
                 d.reason, m.note, d.actor, d.id IS NOT NULL AND ({REVERSED} OR d.reverses <> 0), m.warehouse_id = {MAIN}
             FROM (SELECT *, CAST(sum(qty) OVER (PARTITION BY warehouse_id, place ORDER BY moved_at, id) AS BIGINT) AS balance
                 FROM movement {wanted}) m
             LEFT JOIN warehouse w ON w.id = m.warehouse_id LEFT JOIN stock_document d ON d.id = m.document_id
             LEFT JOIN order_line l ON l.id = m.line_id AND m.line_id <> 0 LEFT JOIN orders o ON o.id = l.order_id
             {shown} ORDER BY m.moved_at DESC, m.id DESC LIMIT ?",
            wanted = wanted.sql(),
            shown = shown.sql(),
            cost = fen("m.unit_cost"),
        );
        let mut params = wanted.params();
        params.extend(shown.params());
        params.push(&query.at_most);
        self.reader()?.rows("reading movements", &sql, &params, |row| {
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
