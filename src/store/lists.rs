//! The lists beside the orders: customers, refunds, parcels, names, saved column mappings. Own and platform SKUs are in `skus.rs`.

use duckdb::{Row, params};

use super::Store;
use super::error::{Doing, Result};
use super::orders::{LIST, Where, containing, in_order, joined, money, platform, province, text};
use super::query::{ParcelQuery, ParcelSort, RefundQuery, RefundSort};
use super::read::ids;
use super::rows::{CustomerRow, NamedRow, ParcelRow, RefundRow, ShopRow};
use super::write::Deed;
use crate::domain::money::Money;
use crate::domain::privacy::mask_name;
use crate::domain::refund::{RefundKind, RefundStatus};

pub(super) const REFUND_COLUMNS: &str = "r.id, r.platform, r.refund_no, r.order_no, r.order_id, r.line_id, r.title, r.sku_code,
    CAST(r.amount * 100 AS BIGINT), r.kind, r.status, r.status_raw, n.name, r.applied_at, r.finished_at, r.return_tracking";
pub(super) const PARCEL_COLUMNS: &str =
    "p.id, p.tracking_no, p.order_no, p.order_id, k.name, p.province, p.city, p.weight_g,
    CAST(p.freight * 100 AS BIGINT), p.shipped_at, p.collected_at, p.signed_at, p.last_scan_at, p.state_raw";

fn code(row: &Row<'_>, at: usize) -> duckdb::Result<u8> {
    Ok(u8::try_from(row.get::<_, i64>(at)?).unwrap_or_default())
}

pub(super) fn refund_row(row: &Row<'_>) -> duckdb::Result<RefundRow> {
    Ok(RefundRow {
        id: row.get(0)?,
        platform: platform(row, 1)?,
        refund_no: text(row, 2)?,
        order_no: text(row, 3)?,
        order_id: row.get(4)?,
        line_id: row.get(5)?,
        title: text(row, 6)?,
        sku_code: text(row, 7)?,
        amount: Money::from_fen(row.get(8)?),
        kind: RefundKind::from_code(code(row, 9)?).unwrap_or(RefundKind::Unknown),
        status: RefundStatus::from_code(code(row, 10)?).unwrap_or(RefundStatus::Unknown),
        status_raw: text(row, 11)?,
        reason: text(row, 12)?,
        applied_at: row.get(13)?,
        finished_at: row.get(14)?,
        return_tracking: text(row, 15)?,
    })
}

pub(super) fn parcel_row(row: &Row<'_>) -> duckdb::Result<ParcelRow> {
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
    })
}

pub(super) fn direction(descending: bool) -> &'static str {
    if descending { "DESC" } else { "ASC" }
}

/// A closed list of ids; an empty one finds nothing.
pub(super) fn exactly(found: &mut Where, column: &str, ids: Option<&Vec<i64>>) {
    if let Some(ids) = ids {
        if ids.is_empty() {
            found.and("false", []);
        } else {
            found.one_of(column, ids.iter().copied());
        }
    }
}

impl Store {
    pub fn shops(&self) -> Result<Vec<ShopRow>> {
        self.reader()?.rows(
            "reading shops",
            "SELECT id, platform, name FROM shop ORDER BY platform, name, id",
            &[],
            |row| Ok(ShopRow { id: row.get(0)?, platform: platform(row, 1)?, name: text(row, 2)? }),
        )
    }

    pub fn couriers(&self) -> Result<Vec<NamedRow>> {
        self.names("SELECT id, name FROM courier ORDER BY name")
    }

    pub fn categories(&self) -> Result<Vec<NamedRow>> {
        self.names("SELECT id, name FROM category ORDER BY name")
    }

    pub fn reasons(&self) -> Result<Vec<NamedRow>> {
        self.names("SELECT id, name FROM reason ORDER BY name")
    }

    fn names(&self, sql: &str) -> Result<Vec<NamedRow>> {
        self.reader()?.rows("reading names", sql, &[], |row| Ok(NamedRow { id: row.get(0)?, name: text(row, 1)? }))
    }

    pub fn customer_rows(&self, ids: &[i64]) -> Result<Vec<CustomerRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT c.id, c.platform, c.buyer, arg_max(o.province, o.created_at) FILTER (WHERE o.province IS NOT NULL),
                    count(o.paid_at), coalesce(CAST(sum(o.paid) FILTER (WHERE o.paid_at IS NOT NULL) * 100 AS BIGINT), 0),
                    coalesce(CAST(sum(o.refund) * 100 AS BIGINT), 0), min(o.paid_at), max(o.paid_at)
             FROM customer c LEFT JOIN orders o ON o.customer_id = c.id WHERE c.id IN {LIST} GROUP BY c.id, c.platform, c.buyer"
        );
        let rows = self.reader()?.rows("reading customers", &sql, &[&joined(ids.iter().copied())], |row| {
            Ok(CustomerRow {
                id: row.get(0)?,
                platform: platform(row, 1)?,
                buyer: mask_name(&text(row, 2)?),
                province: province(row, 3)?,
                orders: row.get(4)?,
                paid: Money::from_fen(row.get(5)?),
                refund: Money::from_fen(row.get(6)?),
                first_paid_at: row.get(7)?,
                last_paid_at: row.get(8)?,
            })
        })?;
        Ok(in_order(rows, ids, |row| row.id))
    }

    /// Refunds in order.
    pub fn refunds(&self, query: &RefundQuery) -> Result<Vec<i64>> {
        let mut found = Where::default();
        found.within("r.applied_at", query.period);
        exactly(&mut found, "r.id", query.ids.as_ref());
        found.one_of("r.status", query.statuses.iter().map(|s| i64::from(s.code())));
        if !query.text.trim().is_empty() {
            let like = containing(&query.text);
            found.and(
                "(r.refund_no LIKE ? ESCAPE '\\' OR r.order_no LIKE ? ESCAPE '\\' OR r.title LIKE ? ESCAPE '\\')",
                [like.clone(), like.clone(), like],
            );
        }
        let by = match query.sort {
            RefundSort::Applied => "r.applied_at",
            RefundSort::Finished => "r.finished_at",
            RefundSort::Amount => "r.amount",
            RefundSort::RefundNo => "r.refund_no",
            RefundSort::Status => "r.status",
        };
        let sql = format!(
            "SELECT r.id FROM refund r {} ORDER BY {by} {} NULLS LAST, r.id",
            found.sql(),
            direction(query.descending)
        );
        ids(&self.reader()?.conn, "listing refunds", &sql, &found.params())
    }

    pub fn refund_rows(&self, ids: &[i64]) -> Result<Vec<RefundRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {REFUND_COLUMNS} FROM refund r LEFT JOIN reason n ON n.id = r.reason_id WHERE r.id IN {LIST}"
        );
        let rows = self.reader()?.rows("reading refunds", &sql, &[&joined(ids.iter().copied())], refund_row)?;
        Ok(in_order(rows, ids, |row| row.id))
    }

    /// Parcels in order.
    pub fn parcels(&self, query: &ParcelQuery) -> Result<Vec<i64>> {
        let mut found = Where::default();
        found.within("p.shipped_at", query.period);
        exactly(&mut found, "p.id", query.ids.as_ref());
        found.one_of("p.courier_id", query.couriers.iter().copied());
        found.one_of("p.province", query.provinces.iter().map(|p| i64::from(p.code())));
        if !query.text.trim().is_empty() {
            let like = containing(&query.text);
            found.and("(p.tracking_no LIKE ? ESCAPE '\\' OR p.order_no LIKE ? ESCAPE '\\')", [like.clone(), like]);
        }
        let by = match query.sort {
            ParcelSort::Shipped => "p.shipped_at",
            ParcelSort::Signed => "p.signed_at",
            ParcelSort::LastScan => "p.last_scan_at",
            ParcelSort::TrackingNo => "p.tracking_no",
            ParcelSort::Freight => "p.freight",
            ParcelSort::Weight => "p.weight_g",
        };
        let sql = format!(
            "SELECT p.id FROM parcel p {} ORDER BY {by} {} NULLS LAST, p.id",
            found.sql(),
            direction(query.descending)
        );
        ids(&self.reader()?.conn, "listing parcels", &sql, &found.params())
    }

    pub fn parcel_rows(&self, ids: &[i64]) -> Result<Vec<ParcelRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {PARCEL_COLUMNS} FROM parcel p LEFT JOIN courier k ON k.id = p.courier_id WHERE p.id IN {LIST}"
        );
        let rows = self.reader()?.rows("reading parcels", &sql, &[&joined(ids.iter().copied())], parcel_row)?;
        Ok(in_order(rows, ids, |row| row.id))
    }

    /// A column mapping (toml) kept under a name.
    pub fn saved_mapping(&self, name: &str) -> Result<Option<String>> {
        let sql = "SELECT body FROM saved_mapping WHERE name = ?";
        Ok(self.reader()?.rows("reading mappings", sql, &[&name], |row| row.get(0))?.pop())
    }

    pub fn saved_mappings(&self) -> Result<Vec<(String, String)>> {
        let sql = "SELECT name, body FROM saved_mapping ORDER BY name";
        self.reader()?.rows("reading mappings", sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    pub fn save_mapping(&self, actor: &str, name: &str, body: &str) -> Result<()> {
        self.write(actor, &Deed { what: "save_mapping", subject: name, detail: String::new() }, |tx| {
            let doing = "saving a mapping";
            tx.conn
                .execute(
                    "INSERT INTO saved_mapping VALUES (?, ?, ?)
                     ON CONFLICT (name) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at",
                    params![name, body, tx.now],
                )
                .doing(doing)?;
            Ok(())
        })
    }

    pub fn delete_mapping(&self, actor: &str, name: &str) -> Result<()> {
        self.write(actor, &Deed { what: "delete_mapping", subject: name, detail: String::new() }, |tx| {
            tx.conn.execute("DELETE FROM saved_mapping WHERE name = ?", [name]).doing("deleting a mapping")?;
            Ok(())
        })
    }
}
