//! Lists of goods and names: own SKUs, platform SKUs and the unmapped queue (未映射), shops, couriers, categories, saved mappings.

use std::collections::HashMap;

use duckdb::types::Value;
use duckdb::{ToSql, params};

use super::Store;
use super::error::{Doing, Result, StoreError};
use super::orders::{LIST, Where, bounds, containing, fen, in_order, joined, money, platform, text};
use super::parts::PARTS;
use super::query::{ListingQuery, ListingSort, SkuQuery, SkuSort};
use super::read::{Reader, ids};
use super::rows::{ListingRow, MappedSku, NamedRow, ShopRow, SkuRow};
use super::write::Deed;
use crate::domain::money::Money;
use crate::domain::period::Period;

/// The own SKUs behind each of these platform SKUs.
pub(super) fn parts_of(reader: &Reader, listings: &[i64]) -> Result<HashMap<i64, Vec<MappedSku>>> {
    let mut found: HashMap<i64, Vec<MappedSku>> = HashMap::new();
    if listings.is_empty() {
        return Ok(found);
    }
    let sql = format!(
        "SELECT p.listing_id, s.id, s.code, s.name, p.qty FROM {PARTS} p JOIN sku s ON s.id = p.sku_id
         WHERE p.listing_id IN {LIST} ORDER BY p.listing_id, p.place"
    );
    let rows = reader.rows("reading mappings", &sql, &[&joined(listings.iter().copied())], |row| {
        let part = MappedSku { sku_id: row.get(1)?, code: text(row, 2)?, name: text(row, 3)?, qty: row.get(4)? };
        Ok((row.get::<_, i64>(0)?, part))
    })?;
    for (listing, part) in rows {
        found.entry(listing).or_default().push(part);
    }
    Ok(found)
}

/// What lines of paid orders sold: `key, orders, qty, paid, last`, by `key`; the period counts on the pay clock.
fn sales(key: &str, join: &str, qty: &str, paid: &str, period: Option<Period>) -> (String, Vec<Value>) {
    let within = if period.is_some() {
        "AND o.paid_at >= CAST(? AS TIMESTAMP) AND o.paid_at < CAST(? AS TIMESTAMP)"
    } else {
        ""
    };
    let sql = format!(
        "(SELECT {key} AS key, count(DISTINCT l.order_id) AS orders, CAST(sum({qty}) AS BIGINT) AS qty, sum({paid}) AS paid,
                 max(o.paid_at) AS last
          FROM order_line l JOIN orders o ON o.id = l.order_id {join} WHERE o.paid_at IS NOT NULL {within} GROUP BY {key})"
    );
    (sql, period.map(|p| bounds(p).to_vec()).unwrap_or_default())
}

fn sku_sales(period: Option<Period>) -> (String, Vec<Value>) {
    sales(
        "p.sku_id",
        &format!("JOIN {PARTS} p ON p.listing_id = l.listing_id"),
        "l.qty * p.qty",
        "CASE WHEN p.place = 1 THEN l.paid END",
        period,
    )
}

fn listing_sales() -> String {
    sales("l.listing_id", "", "l.qty", "l.paid", None).0
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

fn all<'v>(first: &'v [Value], then: &'v Where) -> Vec<&'v dyn ToSql> {
    first.iter().map(|value| value as &dyn ToSql).chain(then.params()).collect()
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

    /// Own SKUs in order.
    pub fn skus(&self, query: &SkuQuery) -> Result<Vec<i64>> {
        let mut found = Where::default();
        exactly(&mut found, "s.id", query.ids.as_ref());
        found.one_of("s.category_id", query.categories.iter().copied());
        match query.without_cost {
            Some(true) => found.and("s.cost IS NULL", []),
            Some(false) => found.and("s.cost IS NOT NULL", []),
            None => {}
        }
        if !query.text.trim().is_empty() {
            let like = containing(&query.text);
            found.and(
                "(s.code LIKE ? ESCAPE '\\' OR s.name LIKE ? ESCAPE '\\' OR s.props LIKE ? ESCAPE '\\' OR s.barcode LIKE ? ESCAPE '\\')",
                [like.clone(), like.clone(), like.clone(), like],
            );
        }
        let (sold, values) = sku_sales(query.period);
        let by = match query.sort {
            SkuSort::Code => "s.code",
            SkuSort::Name => "s.name",
            SkuSort::Category => "g.name",
            SkuSort::Cost => "s.cost",
            SkuSort::Price => "s.price",
            SkuSort::SoldQty => "v.qty",
            SkuSort::SoldPaid => "v.paid",
            SkuSort::LastSold => "v.last",
        };
        let (sql, way) = (found.sql(), direction(query.descending));
        let sql = format!(
            "SELECT s.id FROM sku s LEFT JOIN category g ON g.id = s.category_id LEFT JOIN {sold} v ON v.key = s.id {sql}
             ORDER BY {by} {way} NULLS LAST, s.code"
        );
        ids(&self.reader()?.conn, "listing SKUs", &sql, &all(&values, &found))
    }

    /// Sales counted in the period (pay clock), all time when `None`.
    pub fn sku_rows(&self, ids: &[i64], period: Option<Period>) -> Result<Vec<SkuRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let (sold, values) = sku_sales(period);
        let mut wanted = Where::default();
        wanted.one_of("s.id", ids.iter().copied());
        let sql = format!(
            "SELECT s.id, s.code, s.name, g.name, s.props, {}, {}, s.weight_g, u.name, s.barcode, s.listed_at,
                    (SELECT count(*) FROM {PARTS} p WHERE p.sku_id = s.id), coalesce(v.qty, 0), coalesce({}, 0), v.last
             FROM sku s LEFT JOIN category g ON g.id = s.category_id LEFT JOIN supplier u ON u.id = s.supplier_id
             LEFT JOIN {sold} v ON v.key = s.id {}",
            fen("s.cost"),
            fen("s.price"),
            fen("v.paid"),
            wanted.sql()
        );
        let rows = self.reader()?.rows("reading SKUs", &sql, &all(&values, &wanted), |row| {
            Ok(SkuRow {
                id: row.get(0)?,
                code: text(row, 1)?,
                name: text(row, 2)?,
                category: text(row, 3)?,
                props: text(row, 4)?,
                cost: money(row.get(5)?),
                price: money(row.get(6)?),
                weight_g: row.get(7)?,
                supplier: text(row, 8)?,
                barcode: text(row, 9)?,
                listed_at: row.get(10)?,
                listings: row.get(11)?,
                sold_qty: row.get(12)?,
                sold_paid: Money::from_fen(row.get(13)?),
                last_sold_at: row.get(14)?,
            })
        })?;
        Ok(in_order(rows, ids, |row| row.id))
    }

    /// Platform SKUs in order.
    pub fn listings(&self, query: &ListingQuery) -> Result<Vec<i64>> {
        let mut found = Where::default();
        exactly(&mut found, "l.id", query.ids.as_ref());
        found.one_of("l.platform", query.platforms.iter().map(|p| i64::from(p.code())));
        if query.unmapped {
            found.and(&format!("v.orders > 0 AND l.id NOT IN (SELECT listing_id FROM {PARTS} WHERE sku_id <> 0)"), []);
        }
        if !query.text.trim().is_empty() {
            let like = containing(&query.text);
            found.and(
                "(l.key LIKE ? ESCAPE '\\' OR l.title LIKE ? ESCAPE '\\' OR l.props LIKE ? ESCAPE '\\')",
                [like.clone(), like.clone(), like],
            );
        }
        let by = match query.sort {
            ListingSort::Key => "l.key",
            ListingSort::Title => "l.title",
            ListingSort::Orders => "v.orders",
            ListingSort::Qty => "v.qty",
            ListingSort::Paid => "v.paid",
            ListingSort::LastSold => "v.last",
        };
        let (sql, way, sold) = (found.sql(), direction(query.descending), listing_sales());
        let sql = format!(
            "SELECT l.id FROM listing l LEFT JOIN {sold} v ON v.key = l.id {sql} ORDER BY {by} {way} NULLS LAST, l.id"
        );
        ids(&self.reader()?.conn, "listing platform SKUs", &sql, &found.params())
    }

    pub fn listing_rows(&self, ids: &[i64]) -> Result<Vec<ListingRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let reader = self.reader()?;
        let sql = format!(
            "SELECT l.id, l.platform, l.key, l.item_id, l.sku_code, l.title, l.props, g.name, coalesce(v.orders, 0), coalesce(v.qty, 0),
                    coalesce({}, 0), v.last
             FROM listing l LEFT JOIN category g ON g.id = l.category_id LEFT JOIN {} v ON v.key = l.id WHERE l.id IN {LIST}",
            fen("v.paid"),
            listing_sales()
        );
        let parts = parts_of(&reader, ids)?;
        let rows = reader.rows("reading platform SKUs", &sql, &[&joined(ids.iter().copied())], |row| {
            let id: i64 = row.get(0)?;
            Ok(ListingRow {
                id,
                platform: platform(row, 1)?,
                key: text(row, 2)?,
                item_id: text(row, 3)?,
                sku_code: text(row, 4)?,
                title: text(row, 5)?,
                props: text(row, 6)?,
                category: text(row, 7)?,
                mapped: parts.get(&id).cloned().unwrap_or_default(),
                orders: row.get(8)?,
                qty: row.get(9)?,
                paid: Money::from_fen(row.get(10)?),
                last_sold_at: row.get(11)?,
            })
        })?;
        Ok(in_order(rows, ids, |row| row.id))
    }

    /// The unmapped queue (未映射): platform SKUs with sales and no own SKU, most paid first.
    pub fn listings_unmapped(&self) -> Result<Vec<i64>> {
        self.listings(&ListingQuery { unmapped: true, descending: true, ..ListingQuery::default() })
    }

    /// Sets what a platform SKU stands for: own SKU ids with pieces. Empty takes the mapping back.
    pub fn map(&self, actor: &str, listing_id: i64, parts: &[(i64, i64)]) -> Result<()> {
        if let Some((sku, qty)) = parts.iter().find(|(_, qty)| *qty < 1) {
            return Err(StoreError::InvalidMapping { detail: format!("{qty} pieces of SKU {sku}") });
        }
        if let Some((sku, _)) = parts
            .iter()
            .enumerate()
            .find(|(at, (sku, _))| parts.iter().take(*at).any(|(b, _)| b == sku))
            .map(|(_, p)| p)
        {
            return Err(StoreError::InvalidMapping { detail: format!("SKU {sku} twice") });
        }
        let reader = self.reader()?;
        let known =
            reader.rows("mapping", "SELECT key, platform FROM listing WHERE id = ?", &[&listing_id], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
            })?;
        let (key, on) = known.into_iter().next().ok_or(StoreError::Gone { what: "listing", id: listing_id })?;
        let sku_ids = joined(parts.iter().map(|(sku, _)| *sku));
        let codes: HashMap<i64, String> = if parts.is_empty() {
            HashMap::new()
        } else {
            let sql = format!("SELECT id, code FROM sku WHERE id IN {LIST}");
            reader.rows("mapping", &sql, &[&sku_ids], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect()
        };
        if let Some((sku, _)) = parts.iter().find(|(sku, _)| !codes.contains_key(sku)) {
            return Err(StoreError::Gone { what: "sku", id: *sku });
        }
        drop(reader);
        let detail = parts
            .iter()
            .filter_map(|(sku, qty)| codes.get(sku).map(|code| format!("{code} x {qty}")))
            .collect::<Vec<_>>()
            .join(", ");
        self.write(actor, &Deed { what: "map", subject: &key, detail }, |tx| {
            let doing = "mapping";
            tx.conn.execute("DELETE FROM mapping WHERE platform = ? AND key = ?", params![on, key]).doing(doing)?;
            let mut id = tx.take_numbers("mapping", i64::try_from(parts.len()).unwrap_or_default())?;
            for (sku, qty) in parts {
                if let Some(code) = codes.get(sku) {
                    tx.conn
                        .execute(
                            "INSERT INTO mapping VALUES (?, ?, ?, ?, ?, 0, 0, ?)",
                            params![id, on, key, code, qty, tx.now],
                        )
                        .doing(doing)?;
                }
                id += 1;
            }
            Ok(())
        })
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
