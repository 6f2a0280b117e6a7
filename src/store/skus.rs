//! The lists of own SKUs and platform SKUs, with what they sold; the unmapped queue (未映射) is one of them.

use std::collections::HashMap;

use duckdb::ToSql;
use duckdb::types::Value;

use super::Store;
use super::error::{Result, StoreError};
use super::facts::{NOT_EXCLUDED, paid_at};
use super::lists::{direction, exactly};
use super::orders::{LIST, Where, containing, fen, in_order, joined, money, platform, text};
use super::parts::PARTS;
use super::query::{ListingQuery, ListingSort, SkuList, SkuQuery, SkuSort, Sold};
use super::read::{Reader, ids_with_sums};
use super::rows::{CostRow, ListingRow, MappedSku, MonthRow, SkuDetail, SkuRow, UnmappedSum};
use crate::domain::money::Money;

/// Supplier's prices told of a SKU.
const PRICES: u32 = 12;

/// The own SKUs behind each of these platform SKUs.
pub(super) fn parts_of(reader: &Reader, listings: &[i64]) -> Result<HashMap<i64, Vec<MappedSku>>> {
    let mut found: HashMap<i64, Vec<MappedSku>> = HashMap::new();
    if listings.is_empty() {
        return Ok(found);
    }
    let sql = format!(
        "SELECT p.listing_id, s.id, s.code, s.name, s.props, p.qty FROM {PARTS} p JOIN sku s ON s.id = p.sku_id
         WHERE p.listing_id IN {LIST} ORDER BY p.listing_id, p.place"
    );
    let rows = reader.rows("reading mappings", &sql, &[&joined(listings.iter().copied())], |row| {
        let part = MappedSku {
            sku_id: row.get(1)?,
            code: text(row, 2)?,
            name: text(row, 3)?,
            props: text(row, 4)?,
            qty: row.get(5)?,
        };
        Ok((row.get::<_, i64>(0)?, part))
    })?;
    for (listing, part) in rows {
        found.entry(listing).or_default().push(part);
    }
    Ok(found)
}

/// A query that yields one row for each `key` in lines of paid orders, and its values.
struct Sales {
    sql: String,
    values: Vec<Value>,
}

impl Sales {
    /// `key, orders, qty, paid, last`, on the pay clock.
    fn new(key: &str, join: &str, qty: &str, paid: &str, sold: &Sold) -> Self {
        let at = paid_at();
        let mut counted = Where::default();
        counted.and(&format!("{at} IS NOT NULL AND {NOT_EXCLUDED}"), []);
        counted.within(&at, sold.period);
        counted.one_of("o.shop_id", sold.shops.iter().copied());
        counted.one_of("o.platform", sold.platforms.iter().map(|p| i64::from(p.code())));
        let sql = format!(
            "(SELECT {key} AS key, count(DISTINCT l.order_id) AS orders, CAST(sum({qty}) AS BIGINT) AS qty, sum({paid}) AS paid,
                     max({at}) AS last
              FROM order_line l JOIN orders o ON o.id = l.order_id {join} {} GROUP BY {key})",
            counted.sql()
        );
        Self { sql, values: counted.into_values() }
    }

    fn of_skus(sold: &Sold) -> Self {
        let parts = format!("JOIN {PARTS} p ON p.listing_id = l.listing_id");
        Self::new("p.sku_id", &parts, "l.qty * p.qty", "CASE WHEN p.place = 1 THEN l.paid END", sold)
    }

    fn of_listings(sold: &Sold) -> Self {
        Self::new("l.listing_id", "", "l.qty", "l.paid", sold)
    }

    /// The values of this query and then those of what stands after it.
    fn and<'v>(&'v self, then: &'v Where) -> Vec<&'v dyn ToSql> {
        self.values.iter().map(|value| value as &dyn ToSql).chain(then.params()).collect()
    }
}

/// What was sold: nothing where there is no sale, unknown where no sale tells.
fn sold(column: &str) -> String {
    format!("CASE WHEN v.key IS NULL THEN 0 ELSE {column} END")
}

/// Ids in order, with the sums of the pieces and fen behind them.
fn listed(reader: &Reader, doing: &'static str, sql: &str, params: &[&dyn ToSql]) -> Result<SkuList> {
    let (ids, [qty, paid]) = ids_with_sums(&reader.conn, doing, sql, params)?;
    Ok(SkuList { ids, qty, paid: Money::from_fen(paid) })
}

impl Store {
    /// Own SKUs in order, and what they sold together.
    pub fn skus(&self, query: &SkuQuery) -> Result<SkuList> {
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
        let sales = Sales::of_skus(&query.sold);
        let by = match query.sort {
            SkuSort::Code => "s.code",
            SkuSort::Name => "s.name",
            SkuSort::Category => "g.name",
            SkuSort::Cost => "s.cost",
            SkuSort::Price => "s.price",
            SkuSort::Margin => "(s.price - s.cost) / nullif(s.price, 0)",
            SkuSort::Weight => "s.weight_g",
            SkuSort::Supplier => "u.name",
            SkuSort::Listings => "n.listings",
            SkuSort::SoldQty => "qty",
            SkuSort::SoldPaid => "paid",
            SkuSort::LastSold => "v.last",
        };
        // Counting mappings of thousands of SKUs is work: only where the order needs it.
        let count = if query.sort == SkuSort::Listings {
            format!("LEFT JOIN (SELECT sku_id, count(*) AS listings FROM {PARTS} GROUP BY sku_id) n ON n.sku_id = s.id")
        } else {
            String::new()
        };
        let sql = format!(
            "SELECT s.id, {} AS qty, {} AS paid FROM sku s LEFT JOIN category g ON g.id = s.category_id
             LEFT JOIN supplier u ON u.id = s.supplier_id LEFT JOIN {} v ON v.key = s.id {count} {}
             ORDER BY {by} {} NULLS LAST, s.code",
            sold("v.qty"),
            sold(&fen("v.paid")),
            sales.sql,
            found.sql(),
            direction(query.descending)
        );
        listed(&self.reader()?, "listing SKUs", &sql, &sales.and(&found))
    }

    /// Rows for these ids, in the order of the ids; ids that are gone are left out.
    pub fn sku_rows(&self, ids: &[i64], counted: &Sold) -> Result<Vec<SkuRow>> {
        sku_rows(&self.reader()?, ids, counted)
    }

    /// An own SKU with the platform SKUs that stand for it, its costs over time and its sales by month; the filters of `counted`
    /// hold for the sales in its row and of its platform SKUs, while months are those of all time.
    pub fn sku_detail(&self, id: i64, counted: &Sold) -> Result<SkuDetail> {
        let reader = self.reader()?;
        let doing = "reading a SKU";
        let sku = sku_rows(&reader, &[id], counted)?.pop().ok_or(StoreError::Gone { what: "sku", id })?;
        let behind = reader.rows(
            doing,
            &format!("SELECT listing_id FROM {PARTS} WHERE sku_id = ? GROUP BY listing_id"),
            &[&id],
            |row| row.get::<_, i64>(0),
        )?;
        let mut listings = listing_rows(&reader, &behind, counted)?;
        listings.sort_by_key(|row| (std::cmp::Reverse(row.paid), row.platform.code(), row.key.clone()));
        let costs = reader.rows(
            doing,
            &format!(
                "SELECT c.valid_from, {}, i.file_name FROM sku_cost c LEFT JOIN import i ON i.id = c.import_id
                 WHERE c.sku_id = ? ORDER BY c.valid_from, c.import_id",
                fen("c.cost")
            ),
            &[&id],
            |row| Ok(CostRow { from: row.get(0)?, cost: Money::from_fen(row.get(1)?), file_name: text(row, 2)? }),
        )?;
        let at = paid_at();
        let months = reader.rows(
            doing,
            &format!(
                "SELECT CAST(date_trunc('month', {at}) AS DATE) AS month, CAST(sum(l.qty * p.qty) AS BIGINT),
                        {} FROM order_line l JOIN orders o ON o.id = l.order_id JOIN {PARTS} p ON p.listing_id = l.listing_id
                 WHERE p.sku_id = ? AND {at} IS NOT NULL AND {NOT_EXCLUDED} GROUP BY month ORDER BY month",
                fen("sum(CASE WHEN p.place = 1 THEN l.paid END)")
            ),
            &[&id],
            |row| Ok(MonthRow { month: row.get(0)?, qty: row.get(1)?, paid: money(row.get(2)?) }),
        )?;
        let prices = self.price_history(&sku.code, PRICES)?;
        Ok(SkuDetail { sku, listings, costs, prices, months })
    }

    /// Platform SKUs in order, and what they sold together.
    pub fn listings(&self, query: &ListingQuery) -> Result<SkuList> {
        let mut found = Where::default();
        exactly(&mut found, "l.id", query.ids.as_ref());
        found.one_of("l.platform", query.sold.platforms.iter().map(|p| i64::from(p.code())));
        if query.unmapped {
            found.and(&format!("v.orders > 0 AND l.id NOT IN (SELECT listing_id FROM {PARTS} WHERE sku_id <> 0)"), []);
        }
        found.one_of("coalesce(nullif(h.category_id, 0), l.category_id)", query.categories.iter().copied());
        if !query.text.trim().is_empty() {
            let like = containing(&query.text);
            found.and(
                "(l.key LIKE ? ESCAPE '\\' OR l.title LIKE ? ESCAPE '\\' OR l.props LIKE ? ESCAPE '\\')",
                [like.clone(), like.clone(), like],
            );
        }
        let by = match query.sort {
            ListingSort::Platform => "l.platform",
            ListingSort::Key => "l.key",
            ListingSort::Title => "l.title",
            ListingSort::Orders => "v.orders",
            ListingSort::Qty => "qty",
            ListingSort::Paid => "paid",
            ListingSort::LastSold => "v.last",
        };
        let heads = if query.categories.is_empty() {
            String::new()
        } else {
            format!(
                "LEFT JOIN (SELECT p.listing_id, s.category_id FROM {PARTS} p JOIN sku s ON s.id = p.sku_id WHERE p.place = 1) h
                 ON h.listing_id = l.id"
            )
        };
        let sales = Sales::of_listings(&query.sold);
        let sql = format!(
            "SELECT l.id, {} AS qty, {} AS paid FROM listing l LEFT JOIN {} v ON v.key = l.id {heads} {}
             ORDER BY {by} {} NULLS LAST, l.id",
            sold("v.qty"),
            sold(&fen("v.paid")),
            sales.sql,
            found.sql(),
            direction(query.descending)
        );
        listed(&self.reader()?, "listing platform SKUs", &sql, &sales.and(&found))
    }

    /// Rows for these ids, in the order of the ids; ids that are gone are left out.
    pub fn listing_rows(&self, ids: &[i64], counted: &Sold) -> Result<Vec<ListingRow>> {
        listing_rows(&self.reader()?, ids, counted)
    }

    /// The unmapped queue (未映射): platform SKUs with sales and no own SKU, most paid first.
    pub fn listings_unmapped(&self) -> Result<Vec<i64>> {
        self.listings(&ListingQuery { unmapped: true, descending: true, ..ListingQuery::default() })
            .map(|list| list.ids)
    }

    /// How much the unmapped queue holds, beside all that was sold.
    pub fn unmapped(&self) -> Result<UnmappedSum> {
        let sales = Sales::of_listings(&Sold::default());
        let sql = format!(
            "WITH v AS {}, u AS (SELECT * FROM v WHERE key <> 0 AND key NOT IN (SELECT listing_id FROM {PARTS} WHERE sku_id <> 0))
             SELECT (SELECT count(*) FROM u), coalesce((SELECT {paid} FROM u), 0), coalesce((SELECT {paid} FROM v), 0)",
            sales.sql,
            paid = fen("sum(paid)")
        );
        self.reader()?.row("summing up the unmapped", &sql, &sales.and(&Where::default()), |row| {
            Ok(UnmappedSum {
                listings: row.get(0)?,
                paid: Money::from_fen(row.get(1)?),
                all: Money::from_fen(row.get(2)?),
            })
        })
    }
}

fn sku_rows(reader: &Reader, ids: &[i64], counted: &Sold) -> Result<Vec<SkuRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sales = Sales::of_skus(counted);
    let mut wanted = Where::default();
    wanted.one_of("s.id", ids.iter().copied());
    let sql = format!(
        "WITH part AS MATERIALIZED (SELECT sku_id, count(*) AS listings FROM {PARTS} GROUP BY sku_id)
         SELECT s.id, s.code, s.name, g.name, s.props, {}, {}, s.weight_g, u.name, s.barcode, s.listed_at,
                coalesce(n.listings, 0), {}, {}, v.last
         FROM sku s LEFT JOIN category g ON g.id = s.category_id LEFT JOIN supplier u ON u.id = s.supplier_id
         LEFT JOIN part n ON n.sku_id = s.id LEFT JOIN {} v ON v.key = s.id {}",
        fen("s.cost"),
        fen("s.price"),
        sold("v.qty"),
        sold(&fen("v.paid")),
        sales.sql,
        wanted.sql()
    );
    let rows = reader.rows("reading SKUs", &sql, &sales.and(&wanted), |row| {
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
            sold_paid: money(row.get(13)?),
            last_sold_at: row.get(14)?,
        })
    })?;
    Ok(in_order(rows, ids, |row| row.id))
}

fn listing_rows(reader: &Reader, ids: &[i64], counted: &Sold) -> Result<Vec<ListingRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sales = Sales::of_listings(counted);
    let mut wanted = Where::default();
    wanted.one_of("l.id", ids.iter().copied());
    let sql = format!(
        "SELECT l.id, l.platform, l.key, l.item_id, l.sku_code, l.title, l.props, g.name, coalesce(v.orders, 0), {}, {}, v.last,
                EXISTS (SELECT 1 FROM mapping m WHERE m.platform = l.platform AND m.key = l.key AND m.created_import = 0)
         FROM listing l LEFT JOIN category g ON g.id = l.category_id LEFT JOIN {} v ON v.key = l.id {}",
        sold("v.qty"),
        sold(&fen("v.paid")),
        sales.sql,
        wanted.sql()
    );
    let parts = parts_of(reader, ids)?;
    let rows = reader.rows("reading platform SKUs", &sql, &sales.and(&wanted), |row| {
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
            by_hand: row.get(12)?,
            orders: row.get(8)?,
            qty: row.get(9)?,
            paid: money(row.get(10)?),
            last_sold_at: row.get(11)?,
        })
    })?;
    Ok(in_order(rows, ids, |row| row.id))
}
