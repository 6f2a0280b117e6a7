//! The list of purchase orders (采购单) and one of them with its lines, goods, payments and timeline.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use duckdb::types::Value;

use super::rows::{MoveLineRow, MoveRow, PaymentRow, PurchaseDetail, PurchaseEventRow, PurchaseLineRow, PurchaseRow};
use super::{DOING, GIVE_BACK, IN_TRANSIT, MOVED};
use crate::domain::money::Money;
use crate::domain::purchase::{Payable, PurchaseStatus, due};
use crate::store::Store;
use crate::store::error::{Result, StoreError};
use crate::store::lists::exactly;
use crate::store::orders::{Where, containing, in_order, money, text};
use crate::store::read::Reader;

/// Which orders to list. Empty lists mean "any".
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct PurchaseQuery {
    /// Part of a number, a supplier, a note, or of a code or name in the lines.
    pub text: String,
    pub suppliers: Vec<i64>,
    /// Orders with a line of this SKU
    pub sku_code: Option<String>,
    pub ids: Option<Vec<i64>>,
}

impl Store {
    /// The orders that answer, newest first.
    pub fn purchases(&self, query: &PurchaseQuery) -> Result<Vec<PurchaseRow>> {
        purchases(&self.reader()?, query)
    }

    /// Rows for these ids, in their order.
    pub fn purchase_rows(&self, ids: &[i64]) -> Result<Vec<PurchaseRow>> {
        let query = PurchaseQuery { ids: Some(ids.to_vec()), ..PurchaseQuery::default() };
        Ok(in_order(purchases(&self.reader()?, &query)?, ids, |row| row.id))
    }

    /// One order with all that belongs to it.
    pub fn purchase(&self, id: i64) -> Result<PurchaseDetail> {
        let reader = self.reader()?;
        let query = PurchaseQuery { ids: Some(vec![id]), ..PurchaseQuery::default() };
        let gone = StoreError::Gone { what: "purchase order", id };
        let order = purchases(&reader, &query)?.pop().ok_or(gone)?;
        let lines = reader.rows(
            DOING,
            &format!(
                "SELECT l.id, coalesce(s.id, 0), l.sku_code, s.name, s.props, l.qty, coalesce(v.received, 0), coalesce(v.returned, 0),
                     CASE WHEN p.status IN {IN_TRANSIT} THEN greatest(l.qty - coalesce(v.received, 0), 0) ELSE 0 END,
                     CAST(l.unit_price * 100 AS BIGINT), l.note
                 FROM purchase_order_line l JOIN purchase_order p ON p.id = l.order_id LEFT JOIN sku s ON s.code = l.sku_code
                 LEFT JOIN {MOVED} v ON v.line_id = l.id WHERE l.order_id = ? ORDER BY l.id"
            ),
            &[&id],
            |row| {
                Ok(PurchaseLineRow {
                    id: row.get(0)?,
                    sku_id: row.get(1)?,
                    code: row.get(2)?,
                    name: text(row, 3)?,
                    props: text(row, 4)?,
                    qty: row.get(5)?,
                    received: row.get(6)?,
                    returned: row.get(7)?,
                    open: row.get(8)?,
                    unit_price: money(row.get(9)?),
                    note: row.get(10)?,
                })
            },
        )?;
        let payments = reader.rows(
            DOING,
            "SELECT id, paid_on, CAST(amount * 100 AS BIGINT), note, actor, undone FROM purchase_payment WHERE order_id = ?
             ORDER BY paid_on DESC, id DESC",
            &[&id],
            |row| {
                Ok(PaymentRow {
                    id: row.get(0)?,
                    paid_on: row.get(1)?,
                    amount: Money::from_fen(row.get(2)?),
                    note: row.get(3)?,
                    actor: row.get(4)?,
                    undone: row.get(5)?,
                })
            },
        )?;
        let events = reader.rows(
            DOING,
            "SELECT made_at, actor, what, detail FROM purchase_event WHERE order_id = ? ORDER BY made_at DESC, id DESC",
            &[&id],
            |row| Ok(PurchaseEventRow { at: row.get(0)?, actor: row.get(1)?, what: row.get(2)?, detail: row.get(3)? }),
        )?;
        Ok(PurchaseDetail { order, lines, moves: moves(&reader, id)?, payments, events })
    }

    /// Orders with goods that are not paid for, or paid for and not come (应付账款): what is due first comes first.
    pub fn payables(&self) -> Result<Vec<PurchaseRow>> {
        let mut rows = self.purchases(&PurchaseQuery::default())?;
        rows.retain(|row| row.payable.open() != Money::ZERO);
        rows.sort_by_key(|row| (row.due_on.is_none(), row.due_on, row.id));
        Ok(rows)
    }

    pub(super) fn purchase_number(&self, id: i64) -> Result<String> {
        let sql = "SELECT number FROM purchase_order WHERE id = ?";
        let found = self.reader()?.rows(DOING, sql, &[&id], |row| row.get(0))?;
        found.into_iter().next().ok_or(StoreError::Gone { what: "purchase order", id })
    }
}

fn moves(reader: &Reader, order_id: i64) -> Result<Vec<MoveRow>> {
    let mut moves = reader.rows(
        DOING,
        "SELECT m.id, m.kind, d.number, m.moved_at, m.reason, m.actor, m.undone FROM purchase_move m
         LEFT JOIN stock_document d ON d.id = m.document_id WHERE m.order_id = ? ORDER BY m.id DESC",
        &[&order_id],
        |row| {
            Ok(MoveRow {
                id: row.get(0)?,
                back: row.get::<_, u8>(1)? == GIVE_BACK,
                document: text(row, 2)?,
                at: row.get(3)?,
                reason: row.get(4)?,
                actor: row.get(5)?,
                undone: row.get(6)?,
                lines: Vec::new(),
            })
        },
    )?;
    let lines = reader.rows(
        DOING,
        "SELECT ml.move_id, ml.line_id, ml.sku_code, ml.qty, CASE WHEN m.kind = 1 THEN ml.qty - ml.transit ELSE 0 END,
             CAST(ml.unit_price * 100 AS BIGINT), ml.reason
         FROM purchase_move_line ml JOIN purchase_move m ON m.id = ml.move_id WHERE m.order_id = ? ORDER BY ml.line_id",
        &[&order_id],
        |row| {
            Ok((
                row.get::<_, i64>(0)?,
                MoveLineRow {
                    line_id: row.get(1)?,
                    code: row.get(2)?,
                    qty: row.get(3)?,
                    over: row.get(4)?,
                    unit_price: Money::from_fen(row.get(5)?),
                    reason: row.get(6)?,
                },
            ))
        },
    )?;
    for (id, line) in lines {
        if let Some(one) = moves.iter_mut().find(|one| one.id == id) {
            one.lines.push(line);
        }
    }
    Ok(moves)
}

fn purchases(reader: &Reader, query: &PurchaseQuery) -> Result<Vec<PurchaseRow>> {
    let mut wanted = Where::default();
    exactly(&mut wanted, "p.id", query.ids.as_ref());
    wanted.one_of("p.supplier_id", query.suppliers.iter().copied());
    if let Some(code) = &query.sku_code {
        let of_sku = "p.id IN (SELECT order_id FROM purchase_order_line WHERE sku_code = ?)";
        wanted.and(of_sku, [Value::Text(code.clone())]);
    }
    if !query.text.trim().is_empty() {
        let like = containing(&query.text);
        let five: [Value; 5] = std::array::from_fn(|_| like.clone());
        wanted.and(
            "(p.number LIKE ? ESCAPE '\\' OR u.name LIKE ? ESCAPE '\\' OR p.note LIKE ? ESCAPE '\\' OR p.id IN (
                SELECT l.order_id FROM purchase_order_line l LEFT JOIN sku s ON s.code = l.sku_code
                WHERE l.sku_code LIKE ? ESCAPE '\\' OR s.name LIKE ? ESCAPE '\\'))",
            five,
        );
    }
    let sql = format!(
        "WITH line AS (
             SELECT l.order_id, count(*) AS skus, CAST(sum(l.qty) AS BIGINT) AS ordered,
                 CAST(sum(coalesce(v.received, 0)) AS BIGINT) AS received, CAST(sum(coalesce(v.returned, 0)) AS BIGINT) AS returned,
                 CAST(sum(greatest(l.qty - coalesce(v.received, 0), 0)) AS BIGINT) AS open,
                 CASE WHEN count(*) = count(l.unit_price) THEN CAST(sum(l.qty * l.unit_price) * 100 AS BIGINT) END AS amount,
                 CAST(sum(coalesce(v.received_amount, 0)) AS BIGINT) AS received_amount,
                 CAST(sum(coalesce(v.returned_amount, 0)) AS BIGINT) AS returned_amount
             FROM purchase_order_line l LEFT JOIN {MOVED} v ON v.line_id = l.id GROUP BY l.order_id),
         came AS (SELECT order_id, min(moved_at) AS first, max(moved_at) AS last FROM purchase_move
             WHERE kind = 1 AND NOT undone GROUP BY order_id),
         pay AS (SELECT order_id, CAST(sum(amount) * 100 AS BIGINT) AS paid FROM purchase_payment WHERE NOT undone GROUP BY order_id)
         SELECT p.id, p.number, p.supplier_id, u.name, p.status, p.drafted_by, p.note, p.created_at, p.sent_at, p.expected_on,
             came.first, came.last, coalesce(line.skus, 0), coalesce(line.ordered, 0), coalesce(line.received, 0),
             coalesce(line.returned, 0), coalesce(line.open, 0), line.amount,
             coalesce(line.received_amount, 0), coalesce(line.returned_amount, 0), coalesce(pay.paid, 0), t.pay_days
         FROM purchase_order p LEFT JOIN supplier u ON u.id = p.supplier_id LEFT JOIN line ON line.order_id = p.id
         LEFT JOIN came ON came.order_id = p.id LEFT JOIN pay ON pay.order_id = p.id
         LEFT JOIN supplier_terms t ON t.supplier_id = p.supplier_id {wanted} ORDER BY p.created_at DESC, p.id DESC",
        wanted = wanted.sql()
    );
    let found = reader.rows(DOING, &sql, &wanted.params(), |row| {
        let payable = Payable {
            received: Money::from_fen(row.get(18)?),
            returned: Money::from_fen(row.get(19)?),
            paid: Money::from_fen(row.get(20)?),
        };
        let status = PurchaseStatus::from_code(row.get(4)?).unwrap_or(PurchaseStatus::Draft);
        let short: i64 = row.get(16)?;
        let row_of = PurchaseRow {
            id: row.get(0)?,
            number: row.get(1)?,
            supplier_id: row.get(2)?,
            supplier: text(row, 3)?,
            status,
            drafted_by: row.get(5)?,
            note: row.get(6)?,
            created_at: row.get(7)?,
            sent_at: row.get(8)?,
            expected_on: row.get(9)?,
            first_received_at: row.get(10)?,
            last_received_at: row.get(11)?,
            skus: row.get(12)?,
            ordered: row.get(13)?,
            received: row.get(14)?,
            returned: row.get(15)?,
            short,
            open: if status.in_transit() { short } else { 0 },
            amount: money(row.get(17)?),
            payable,
            due_on: None,
        };
        Ok((row_of, row.get::<_, Option<i64>>(21)?))
    })?;
    let arrivals = arrivals(reader)?;
    let rows = found.into_iter().map(|(mut row, days)| {
        let days = days.and_then(|days| u64::try_from(days).ok());
        let settled = row.payable.paid + row.payable.returned;
        row.due_on = arrivals.get(&row.id).zip(days).and_then(|(came, days)| due(came, settled, days));
        row
    });
    Ok(rows.collect())
}

/// Day and worth of every receipt, earliest first, by order.
fn arrivals(reader: &Reader) -> Result<HashMap<i64, Vec<(NaiveDate, Money)>>> {
    let sql = "SELECT m.order_id, m.moved_at, CAST(sum(ml.qty * ml.unit_price) * 100 AS BIGINT) FROM purchase_move m
               JOIN purchase_move_line ml ON ml.move_id = m.id WHERE m.kind = 1 AND NOT m.undone
               GROUP BY m.id, m.order_id, m.moved_at ORDER BY m.moved_at, m.id";
    let found = reader.rows(DOING, sql, &[], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, NaiveDateTime>(1)?.date(), Money::from_fen(row.get(2)?)))
    })?;
    let mut by_order: HashMap<i64, Vec<(NaiveDate, Money)>> = HashMap::new();
    for (order, day, amount) in found {
        by_order.entry(order).or_default().push((day, amount));
    }
    Ok(by_order)
}
