//! Demand and stock by day (需求历史): pieces of every own SKU that were sold, received and left over, on the days on which that changed.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveTime};
use duckdb::arrow::array::AsArray;
use duckdb::arrow::datatypes::Int64Type;
use duckdb::{Connection, ToSql};

use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::refund::{RefundKind, RefundStatus};
use crate::domain::stock::{MovementKind, Place};
use crate::store::error::{Doing, Result};
use crate::store::facts::{NOT_EXCLUDED, paid_at};
use crate::store::orders::{Where, fen, money, text};
use crate::store::parts::PARTS;
use crate::store::read::rows;
use crate::store::{Store, write};

/// Which SKUs, and up to which day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DemandQuery {
    /// The day after the last that is told.
    pub until: NaiveDate,
    /// Days before that at most.
    pub days: u32,
    pub ids: Option<Vec<i64>>,
}

impl DemandQuery {
    /// All days there are of these SKUs.
    pub fn whole(ids: Vec<i64>) -> Self {
        let until = NaiveDate::from_ymd_opt(2999, 12, 31).unwrap_or(NaiveDate::MAX);
        Self { until, days: 500_000, ids: Some(ids) }
    }
}

/// Histories of one data version.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DemandBook {
    pub version: u64,
    /// First and last days that imports told of, in order and apart from each other: on other days nothing is known.
    pub told: Vec<(NaiveDate, NaiveDate)>,
    /// By code.
    pub skus: Vec<SkuHistory>,
}

/// One own SKU with its days. Days count from 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SkuHistory {
    pub sku_id: i64,
    pub code: String,
    pub name: String,
    pub props: String,
    /// 0: none.
    pub category_id: i64,
    pub category: String,
    pub supplier_id: i64,
    pub supplier: String,
    pub cost: Option<Money>,
    pub price: Option<Money>,
    /// 上架日期
    pub listed_at: Option<NaiveDate>,
    /// Pieces paid for on a day, those refunded before they were shipped left out; days without a sale are left out.
    pub sold: Vec<(i64, i64)>,
    /// Good pieces in all warehouses on the evening of a day on which they moved; the first is the day the books begin.
    pub closings: Vec<(i64, i64)>,
    /// Pieces that suppliers delivered on a day.
    pub received: Vec<(i64, i64)>,
}

const DOING: &str = "reading demand";

impl Store {
    /// What was sold and what was there, by day. Off the window's thread: a million orders take a second or two.
    pub fn demand(&self, query: &DemandQuery) -> Result<DemandBook> {
        let reader = self.reader()?;
        let conn = &reader.conn;
        // Rolled back, because nothing is written here.
        let snapshot = conn.unchecked_transaction().doing(DOING)?;
        let version = u64::try_from(write::peek(conn, "version")?).unwrap_or_default();
        let mut skus = skus(conn, query)?;
        let places: HashMap<i64, usize> = skus.iter().enumerate().map(|(at, sku)| (sku.sku_id, at)).collect();
        let mut wanted = Where::default();
        if let Some(ids) = &query.ids {
            wanted.one_of("sku_id", ids.iter().copied());
        }
        type Pick = fn(&mut SkuHistory) -> &mut Vec<(i64, i64)>;
        let parts: [(String, Pick); 3] = [
            (sold(query, &wanted), |sku| &mut sku.sold),
            (closings(query, &wanted), |sku| &mut sku.closings),
            (received(query, &wanted), |sku| &mut sku.received),
        ];
        for (sql, pick) in parts {
            triples(conn, &sql, &wanted.params(), |[id, day, pieces]| {
                if let Some(sku) = places.get(&id).and_then(|at| skus.get_mut(*at)) {
                    pick(sku).push((day, pieces));
                }
            })?;
        }
        let told = told(conn)?;
        drop(snapshot);
        Ok(DemandBook { version, told, skus })
    }
}

fn skus(conn: &Connection, query: &DemandQuery) -> Result<Vec<SkuHistory>> {
    let mut wanted = Where::default();
    if let Some(ids) = &query.ids {
        wanted.one_of("s.id", ids.iter().copied());
    }
    let sql = format!(
        "SELECT s.id, s.code, s.name, s.props, s.category_id, g.name, s.supplier_id, u.name, {}, {}, s.listed_at
         FROM sku s LEFT JOIN category g ON g.id = s.category_id LEFT JOIN supplier u ON u.id = s.supplier_id {} ORDER BY s.code",
        fen("s.cost"),
        fen("s.price"),
        wanted.sql()
    );
    rows(conn, DOING, &sql, &wanted.params(), |row| {
        Ok(SkuHistory {
            sku_id: row.get(0)?,
            code: text(row, 1)?,
            name: text(row, 2)?,
            props: text(row, 3)?,
            category_id: row.get::<_, Option<i64>>(4)?.unwrap_or(0),
            category: text(row, 5)?,
            supplier_id: row.get::<_, Option<i64>>(6)?.unwrap_or(0),
            supplier: text(row, 7)?,
            cost: money(row.get(8)?),
            price: money(row.get(9)?),
            listed_at: row.get(10)?,
            ..SkuHistory::default()
        })
    })
}

/// A date column as days since 1970.
fn day(time: &str) -> String {
    format!("CAST(CAST({time} AS DATE) - DATE '1970-01-01' AS BIGINT)")
}

fn first(query: &DemandQuery) -> String {
    let first = query.until.checked_sub_days(Days::new(u64::from(query.days))).unwrap_or(NaiveDate::MIN);
    format!("TIMESTAMP '{}'", first.and_time(NaiveTime::MIN))
}

fn end(query: &DemandQuery) -> String {
    format!("TIMESTAMP '{}'", query.until.and_time(NaiveTime::MIN))
}

/// `WHERE` with one more condition before it.
fn filtered(wanted: &Where, condition: &str) -> String {
    let sql = wanted.sql();
    sql.strip_prefix("WHERE ")
        .map_or_else(|| format!("WHERE {condition}"), |rest| format!("WHERE {condition} AND {rest}"))
}

/// `sku_id, day, pieces`: paid for on that day. A line whose money went back in full and that never left the house is no demand that
/// anybody had to serve.
fn sold(query: &DemandQuery, wanted: &Where) -> String {
    let left = [OrderStatus::PartShipped, OrderStatus::Shipped, OrderStatus::Finished]
        .map(|s| s.code().to_string())
        .join(", ");
    format!(
        "WITH back AS (SELECT DISTINCT order_id FROM refund WHERE order_id <> 0 AND status = {succeeded} AND kind IN ({after}, {goods})),
         part AS MATERIALIZED {PARTS},
         line AS (
             SELECT p.sku_id, {paid} AS paid_at, l.qty * p.qty AS qty,
                 coalesce(l.shipped_at, o.shipped_at) IS NULL AND coalesce(l.status, o.status, 0) NOT IN ({left})
                     AND (coalesce(l.refund > 0 AND l.refund >= l.paid, false) OR coalesce(l.status, o.status) = {refunded})
                     AND b.order_id IS NULL AS off
             FROM order_line l JOIN orders o ON o.id = l.order_id JOIN part p ON p.listing_id = l.listing_id
             LEFT JOIN back b ON b.order_id = o.id
             WHERE p.sku_id <> 0 AND l.qty > 0 AND {NOT_EXCLUDED})
         SELECT sku_id, {day} AS day, CAST(sum(qty) AS BIGINT) FROM line {here} GROUP BY sku_id, day ORDER BY sku_id, day",
        succeeded = RefundStatus::Succeeded.code(),
        after = RefundKind::MoneyAfterShipping.code(),
        goods = RefundKind::GoodsAndMoney.code(),
        refunded = OrderStatus::ClosedRefunded.code(),
        paid = paid_at(),
        day = day("paid_at"),
        here = filtered(wanted, &format!("NOT off AND paid_at >= {} AND paid_at < {}", first(query), end(query))),
    )
}

/// `sku_id, day, pieces`: good pieces on the evening of each day on which they moved.
fn closings(query: &DemandQuery, wanted: &Where) -> String {
    format!(
        "WITH moved AS (
             SELECT s.id AS sku_id, {day} AS day, sum(m.qty) AS qty FROM movement m JOIN sku s ON s.code = m.sku_code
             WHERE m.place = {good} AND m.moved_at < {end} GROUP BY ALL)
         SELECT sku_id, day, CAST(sum(qty) OVER (PARTITION BY sku_id ORDER BY day) AS BIGINT) FROM moved {here} ORDER BY sku_id, day",
        day = day("m.moved_at"),
        good = Place::Good.code(),
        end = end(query),
        here = wanted.sql(),
    )
}

/// `sku_id, day, pieces`: delivered on that day, documents that were taken back left out.
fn received(query: &DemandQuery, wanted: &Where) -> String {
    format!(
        "WITH came AS (
             SELECT s.id AS sku_id, {day} AS day, m.qty FROM movement m JOIN sku s ON s.code = m.sku_code
             WHERE m.kind = {receipt} AND m.place = {good} AND m.qty > 0 AND m.moved_at >= {first} AND m.moved_at < {end}
                 AND m.document_id NOT IN (SELECT reverses FROM stock_document)
                 AND m.document_id NOT IN (SELECT id FROM stock_document WHERE reverses <> 0))
         SELECT sku_id, day, CAST(sum(qty) AS BIGINT) FROM came {here} GROUP BY sku_id, day ORDER BY sku_id, day",
        day = day("m.moved_at"),
        receipt = MovementKind::Receipt.code(),
        good = Place::Good.code(),
        first = first(query),
        end = end(query),
        here = wanted.sql(),
    )
}

/// Spans of days that imports brought orders of, joined where they touch.
fn told(conn: &Connection) -> Result<Vec<(NaiveDate, NaiveDate)>> {
    let sql = "SELECT CAST(min(least(created_at, paid_at)) AS DATE) AS first, CAST(max(greatest(created_at, paid_at)) AS DATE)
               FROM orders WHERE created_at IS NOT NULL OR paid_at IS NOT NULL GROUP BY shop_id, created_import ORDER BY first";
    let spans = rows(conn, DOING, sql, &[], |row| Ok((row.get::<_, NaiveDate>(0)?, row.get::<_, NaiveDate>(1)?)))?;
    let mut joined: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for (first, last) in spans {
        match joined.last_mut() {
            Some((_, end)) if end.succ_opt().is_none_or(|next| first <= next) => *end = last.max(*end),
            _ => joined.push((first, last)),
        }
    }
    Ok(joined)
}

/// Rows of three numbers, straight from the columns: there are millions of them.
fn triples(conn: &Connection, sql: &str, params: &[&dyn ToSql], mut each: impl FnMut([i64; 3])) -> Result<()> {
    let mut statement = conn.prepare(sql).doing(DOING)?;
    drop(statement.stream_arrow(params).doing(DOING)?);
    while let Some(batch) = statement.step().doing(DOING)? {
        let columns: Vec<_> = batch.columns().iter().filter_map(|c| c.as_primitive_opt::<Int64Type>()).collect();
        if let [ids, days, pieces] = columns.as_slice() {
            for ((id, day), pieces) in ids.values().iter().zip(days.values()).zip(pieces.values()) {
                each([*id, *day, *pieces]);
            }
        }
    }
    Ok(())
}
