//! Stock follows the orders (销售出库): what was shipped leaves the books, once, whatever the order of the files.
//!
//! What each order line should have taken out is worked out anew from the orders, the mappings and the day the owner began to keep stock
//! of the SKU; the difference to what it has taken out so far is posted. So a file imported twice moves nothing, an import that is taken
//! back gives back, and a SKU that is mapped today catches up.

use duckdb::params;

use super::MAIN;
use crate::domain::order::OrderStatus;
use crate::domain::refund::{RefundKind, RefundStatus};
use crate::domain::stock::{MovementKind, Place};
use crate::store::error::{Doing, Result};
use crate::store::flow::orders_now;
use crate::store::parts::PARTS;
use crate::store::write::Tx;

const DOING: &str = "following the orders";

/// Which lines are looked at: all of them, or those a table names by `line_id`.
type Only<'a> = Option<&'a str>;

fn only(column: &str, lines: Only<'_>) -> String {
    lines.map_or_else(|| "true".to_owned(), |table| format!("{column} IN (SELECT line_id FROM {table})"))
}

/// `line_id, sku_code, qty, moved_at`: what lines should have taken out of the main warehouse.
fn due(lines: Only<'_>) -> String {
    let left = [OrderStatus::PartShipped, OrderStatus::Shipped, OrderStatus::Finished].map(|s| s.code().to_string());
    let left = left.join(", ");
    format!(
        "SELECT l.id AS line_id, s.code AS sku_code, CAST(sum(l.qty * p.qty) AS BIGINT) AS qty, any_value(l.left_at) AS moved_at
         FROM ({lines}) l
         JOIN {PARTS} p ON p.listing_id = l.listing_id JOIN sku s ON s.id = p.sku_id
         JOIN ({STARTS}) b ON b.sku_code = s.code AND l.left_at > b.since
         WHERE l.qty > 0 GROUP BY l.id, s.code",
        lines = left_at(&left, lines),
    )
}

/// `sku_code, day, qty`: good pieces that orders took out of the house, by day, whether anybody kept stock then or not.
pub(super) fn shipped_by_day() -> String {
    let left = [OrderStatus::PartShipped, OrderStatus::Shipped, OrderStatus::Finished].map(|s| s.code().to_string());
    format!(
        "SELECT s.code, CAST(l.left_at AS DATE) AS day, CAST(sum(l.qty * p.qty) AS BIGINT) FROM ({LEFT}) l
         JOIN {PARTS} p ON p.listing_id = l.listing_id JOIN sku s ON s.id = p.sku_id
         WHERE l.qty > 0 AND l.left_at IS NOT NULL GROUP BY s.code, day ORDER BY s.code, day",
        LEFT = left_at(&left.join(", "), None),
    )
}

/// Lines with the moment they left the house, by files or by what was done here. A line whose money went back before it was sent never
/// leaves.
fn left_at(left: &str, lines: Only<'_>) -> String {
    format!(
        "SELECT l.id, l.listing_id, l.qty, coalesce(l.shipped_at, o.shipped_at,
             CASE WHEN coalesce(l.status, o.status) IN ({left}) THEN coalesce(o.received_at, o.paid_at, o.created_at) END) AS left_at
         FROM order_line l JOIN {orders} o ON o.id = l.order_id
         WHERE {only} AND NOT (l.shipped_at IS NULL AND coalesce(l.paid, 0) > 0 AND l.refund >= l.paid AND l.id IN (
             SELECT line_id FROM refund WHERE line_id <> 0 AND kind = {early} AND status = {given}))",
        orders = orders_now(),
        only = only("l.id", lines),
        early = RefundKind::MoneyBeforeShipping.code(),
        given = RefundStatus::Succeeded.code(),
    )
}

/// `sku_code, since`: when people began to keep stock of a SKU in the main warehouse. What is only under way is not kept yet.
const STARTS: &str = "SELECT m.sku_code, min(m.moved_at) AS since FROM movement m
    WHERE m.document_id <> 0 AND m.place IN (1, 2, 3) AND m.warehouse_id = (SELECT min(id) FROM warehouse)
        AND m.document_id NOT IN (SELECT reverses FROM stock_document UNION ALL SELECT id FROM stock_document WHERE reverses <> 0)
    GROUP BY m.sku_code";

/// `line_id, sku_code, qty, moved_at`: how much more each line should have taken out, or (below zero) less.
fn behind(lines: Only<'_>) -> String {
    format!(
        "SELECT coalesce(d.line_id, m.line_id) AS line_id, coalesce(d.sku_code, m.sku_code) AS sku_code,
                coalesce(d.qty, 0) - coalesce(m.qty, 0) AS qty, coalesce(d.moved_at, m.moved_at) AS moved_at
         FROM ({due}) d FULL JOIN (
             SELECT line_id, sku_code, CAST(-sum(qty) AS BIGINT) AS qty, max(moved_at) AS moved_at FROM movement
             WHERE document_id = 0 AND kind = {sale} AND {only} GROUP BY line_id, sku_code) m
         ON m.line_id = d.line_id AND m.sku_code = d.sku_code
         WHERE coalesce(d.qty, 0) <> coalesce(m.qty, 0)",
        due = due(lines),
        only = only("line_id", lines),
        sale = MovementKind::Sale.code(),
    )
}

/// SKUs whose sales the ledger has not followed: there should be none.
pub(in crate::store) fn lagging() -> String {
    format!("SELECT sku_code FROM ({}) GROUP BY sku_code", behind(None))
}

/// Posts what the orders have moved since it was asked last. Cheap while nobody keeps stock.
pub(in crate::store) fn follow(tx: &Tx<'_>) -> Result<()> {
    follow_lines(tx, None)
}

/// The same for the lines that a table names by `line_id`, when nothing else can have moved.
pub(in crate::store) fn follow_found(tx: &Tx<'_>, lines: &str) -> Result<()> {
    follow_lines(tx, Some(lines))
}

fn follow_lines(tx: &Tx<'_>, lines: Only<'_>) -> Result<()> {
    let kept: i64 = tx.conn.query_row("SELECT count(*) FROM (FROM movement LIMIT 1)", [], |r| r.get(0)).doing(DOING)?;
    if kept == 0 {
        return Ok(());
    }
    tx.conn.execute_batch(&format!("CREATE OR REPLACE TEMP TABLE x_behind AS {}", behind(lines))).doing(DOING)?;
    let count: i64 = tx.conn.query_row("SELECT count(*) FROM x_behind", [], |r| r.get(0)).doing(DOING)?;
    if count > 0 {
        let first = tx.take_numbers("movement", count)?;
        tx.conn
            .execute(
                &format!(
                    "INSERT INTO movement BY NAME
                     SELECT ? - 1 + row_number() OVER (ORDER BY moved_at, line_id, sku_code) AS id, 0 AS document_id, line_id, sku_code,
                         {MAIN} AS warehouse_id, {good} AS place, {sale} AS kind, -qty AS qty, moved_at, ? AS recorded_at
                     FROM x_behind",
                    good = Place::Good.code(),
                    sale = MovementKind::Sale.code(),
                ),
                params![first, tx.now],
            )
            .doing(DOING)?;
        embrace(tx, first)?;
    }
    tx.conn.execute_batch("DROP TABLE x_behind").doing(DOING)
}

/// What is told only now about the time before a count (an earlier count that is taken back, too) was seen by that count already: the
/// first count after it takes it back, so that what was counted stays what was counted.
pub(in crate::store) fn embrace(tx: &Tx<'_>, first: i64) -> Result<()> {
    tx.conn
        .execute_batch(&format!(
            "CREATE OR REPLACE TEMP TABLE x_embraced AS
             SELECT m.sku_code, m.warehouse_id, m.place, c.document_id, c.moved_at, CAST(sum(m.qty) AS BIGINT) AS qty
             FROM movement m ASOF JOIN (
                 SELECT document_id, sku_code, warehouse_id, place, moved_at FROM movement
                 WHERE kind = {count} AND counted IS NOT NULL AND document_id NOT IN (SELECT reverses FROM stock_document)) c
             ON c.sku_code = m.sku_code AND c.warehouse_id = m.warehouse_id AND c.place = m.place AND m.moved_at < c.moved_at
             WHERE m.id >= {first} AND m.counted IS NULL GROUP BY ALL HAVING sum(m.qty) <> 0",
            count = MovementKind::CountDifference.code(),
        ))
        .doing(DOING)?;
    let count: i64 = tx.conn.query_row("SELECT count(*) FROM x_embraced", [], |r| r.get(0)).doing(DOING)?;
    if count > 0 {
        let next = tx.take_numbers("movement", count)?;
        tx.conn
            .execute(
                &format!(
                    "INSERT INTO movement BY NAME
                     SELECT ? - 1 + row_number() OVER (ORDER BY moved_at, sku_code) AS id, document_id, 0 AS line_id, sku_code,
                         warehouse_id, place, {count} AS kind, -qty AS qty, moved_at, ? AS recorded_at
                     FROM x_embraced",
                    count = MovementKind::CountDifference.code(),
                ),
                params![next, tx.now],
            )
            .doing(DOING)?;
    }
    tx.conn.execute_batch("DROP TABLE x_embraced").doing(DOING)
}
