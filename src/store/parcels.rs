//! Parcels (包裹): the list, its rows, and one parcel with its order.

use duckdb::Row;

use super::Store;
use super::error::{Result, StoreError};
use super::lists::{direction, exactly};
use super::orders::{LIST, Where, containing, fen, in_order, joined, money, order_rows, platform, province, text};
use super::query::{OrderQuery, ParcelList, ParcelQuery, ParcelSort, ParcelState};
use super::read::{Reader, ids_with_sums};
use super::rows::{ParcelDetail, ParcelRow};
use crate::domain::money::Money;

/// The order is over, whatever the courier tells: received, finished (5) or the money went back (7).
macro_rules! over {
    () => {
        "coalesce(o.received_at IS NOT NULL OR o.status IN (5, 7), false)"
    };
}

pub(super) const PARCEL_COLUMNS: &str = concat!(
    "p.id, p.tracking_no, p.order_no, p.order_id, k.name, coalesce(p.province, o.province), coalesce(p.city, o.city), p.weight_g,
    CAST(p.freight * 100 AS BIGINT), p.shipped_at, p.collected_at, p.signed_at, p.last_scan_at, p.state_raw, o.platform, o.paid_at, ",
    over!()
);
pub(super) const PARCEL_TABLES: &str =
    "parcel p LEFT JOIN courier k ON k.id = p.courier_id LEFT JOIN orders o ON o.id = p.order_id";

pub(super) fn parcel_row(row: &Row<'_>) -> duckdb::Result<ParcelRow> {
    let on: Option<i64> = row.get(14)?;
    Ok(ParcelRow {
        id: row.get(0)?,
        tracking_no: text(row, 1)?,
        order_no: text(row, 2)?,
        order_id: row.get(3)?,
        courier: text(row, 4)?,
        province: province(row, 5)?,
        city: text(row, 6)?,
        weight_g: row.get(7)?,
        freight: money(row.get(8)?),
        shipped_at: row.get(9)?,
        collected_at: row.get(10)?,
        signed_at: row.get(11)?,
        last_scan_at: row.get(12)?,
        state_raw: text(row, 13)?,
        platform: on.map(|_| platform(row, 14)).transpose()?,
        paid_at: row.get(15)?,
        order_over: row.get(16)?,
    })
}

fn conditions(query: &ParcelQuery) -> Where {
    let mut found = Where::default();
    found.within("coalesce(p.shipped_at, p.collected_at, p.last_scan_at, p.signed_at)", query.period);
    exactly(&mut found, "p.id", query.ids.as_ref());
    found.one_of("p.courier_id", query.couriers.iter().copied());
    found.one_of("coalesce(p.province, o.province)", query.provinces.iter().map(|p| i64::from(p.code())));
    let orders = OrderQuery {
        platforms: query.platforms.clone(),
        shops: query.shops.clone(),
        categories: query.categories.clone(),
        ..OrderQuery::default()
    };
    found.of_orders("p.order_id", "o.id", &orders);
    match query.state {
        Some(ParcelState::UnderWay) => {
            found.and(&format!("p.shipped_at IS NOT NULL AND p.signed_at IS NULL AND NOT {}", over!()), []);
        }
        Some(ParcelState::Arrived) => found.and(&format!("(p.signed_at IS NOT NULL OR {})", over!()), []),
        None => {}
    }
    if !query.text.trim().is_empty() {
        let like = containing(&query.text);
        found.and("(p.tracking_no LIKE ? ESCAPE '\\' OR p.order_no LIKE ? ESCAPE '\\')", [like.clone(), like]);
    }
    found
}

impl Store {
    /// Parcels in order, and totals.
    pub fn parcels(&self, query: &ParcelQuery) -> Result<ParcelList> {
        let found = conditions(query);
        let by = match query.sort {
            ParcelSort::Shipped => "p.shipped_at",
            ParcelSort::Collected => "p.collected_at",
            ParcelSort::Signed => "p.signed_at",
            ParcelSort::LastScan => "p.last_scan_at",
            ParcelSort::TrackingNo => "p.tracking_no",
            ParcelSort::OrderNo => "p.order_no",
            ParcelSort::Courier => "k.name",
            ParcelSort::Province => "coalesce(p.province, o.province)",
            ParcelSort::Freight => "p.freight",
            ParcelSort::Weight => "p.weight_g",
        };
        // Orders are joined only where a condition or the order of the rows needs them.
        let of_orders = query.state.is_some() || !query.provinces.is_empty() || query.sort == ParcelSort::Province;
        let tables = if of_orders { PARCEL_TABLES } else { "parcel p LEFT JOIN courier k ON k.id = p.courier_id" };
        let sql = format!(
            "SELECT p.id, {}, p.weight_g FROM {tables} {} ORDER BY {by} {} NULLS LAST, p.id",
            fen("p.freight"),
            found.sql(),
            direction(query.descending)
        );
        let reader = self.reader()?;
        let (ids, [freight, weight_g]) = ids_with_sums(&reader.conn, "listing parcels", &sql, &found.params())?;
        Ok(ParcelList { ids, freight: Money::from_fen(freight), weight_g })
    }

    pub fn parcel_rows(&self, ids: &[i64]) -> Result<Vec<ParcelRow>> {
        rows(&self.reader()?, ids)
    }

    /// A parcel with its order.
    pub fn parcel_detail(&self, id: i64) -> Result<ParcelDetail> {
        let reader = self.reader()?;
        let parcel = rows(&reader, &[id])?.pop().ok_or(StoreError::Gone { what: "parcel", id })?;
        let order = order_rows(&reader, &[parcel.order_id])?.pop();
        let source_file = reader.row(
            "reading a parcel",
            "SELECT i.file_name FROM parcel p LEFT JOIN import i ON i.id = p.import_id WHERE p.id = ?",
            &[&id],
            |row| text(row, 0),
        )?;
        Ok(ParcelDetail { parcel, order, source_file })
    }
}

fn rows(reader: &Reader, ids: &[i64]) -> Result<Vec<ParcelRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // Only the orders of these parcels are joined: all orders to two hundred rows would cost more than reading them.
    let sql = format!(
        "WITH p AS MATERIALIZED (SELECT * FROM parcel WHERE id IN {LIST}),
              o AS (SELECT * FROM orders WHERE id IN (SELECT order_id FROM p))
         SELECT {PARCEL_COLUMNS} FROM p LEFT JOIN courier k ON k.id = p.courier_id LEFT JOIN o ON o.id = p.order_id"
    );
    let rows = reader.rows("reading parcels", &sql, &[&joined(ids.iter().copied())], parcel_row)?;
    Ok(in_order(rows, ids, |row| row.id))
}
