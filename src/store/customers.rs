//! Customers (客户): the list, its rows, and one customer with orders and tastes. What they bought is added up over all time.

use duckdb::types::Value;

use super::Store;
use super::error::{Result, StoreError};
use super::lists::{direction, exactly};
use super::orders::{LIST, Where, containing, fen, in_order, joined, money, order_rows, platform, province, text};
use super::parts::PARTS;
use super::query::{CustomerList, CustomerQuery, CustomerSort, OrderQuery};
use super::read::{Reader, ids, ids_with_sums};
use super::rows::{CustomerDetail, CustomerRow, Taste};
use crate::domain::money::Money;
use crate::domain::privacy::mask_name;

/// Orders of a customer read with the details.
const ORDERS: usize = 50;

/// What each customer bought: `id, orders, paid, refund, first_paid, last_paid, province`.
fn bought(which: &str) -> String {
    format!(
        "(SELECT customer_id AS id, count(paid_at) AS orders, sum(paid) FILTER (WHERE paid_at IS NOT NULL) AS paid,
                 sum(refund) AS refund, min(paid_at) AS first_paid, max(paid_at) AS last_paid,
                 arg_max(province, created_at) FILTER (WHERE province IS NOT NULL) AS province
          FROM orders WHERE customer_id {which} GROUP BY customer_id)"
    )
}

fn conditions(query: &CustomerQuery) -> Where {
    let mut found = Where::default();
    exactly(&mut found, "c.id", query.ids.as_ref());
    found.one_of("c.platform", query.platforms.iter().map(|platform| i64::from(platform.code())));
    let orders =
        OrderQuery { shops: query.shops.clone(), categories: query.categories.clone(), ..OrderQuery::default() };
    found.of_orders("c.id", "o.customer_id", &orders);
    found.within("b.last_paid", query.last_paid);
    match query.paid {
        Some(true) => found.and("b.orders > 0", []),
        Some(false) => found.and("coalesce(b.orders, 0) = 0", []),
        None => {}
    }
    if !query.text.trim().is_empty() {
        let whole = Value::Text(query.text.trim().to_owned());
        found.and(
            "(c.buyer LIKE ? ESCAPE '\\'
              OR c.id IN (SELECT customer_id FROM orders WHERE order_no = ? OR receiver = ? OR phone = ?))",
            [containing(&query.text), whole.clone(), whole.clone(), whole],
        );
    }
    found
}

impl Store {
    /// Customers in order, and totals.
    pub fn customers(&self, query: &CustomerQuery) -> Result<CustomerList> {
        let found = conditions(query);
        let by = match query.sort {
            CustomerSort::Platform => "c.platform",
            CustomerSort::Buyer => "c.buyer",
            CustomerSort::Province => "b.province",
            CustomerSort::Orders => "coalesce(b.orders, 0)",
            CustomerSort::Paid => "coalesce(b.paid, 0)",
            CustomerSort::Refund => "coalesce(b.refund, 0)",
            CustomerSort::FirstPaid => "b.first_paid",
            CustomerSort::LastPaid => "b.last_paid",
        };
        let sql = format!(
            "SELECT c.id, b.orders, {}, {} FROM customer c LEFT JOIN {} b ON b.id = c.id {}
             ORDER BY {by} {} NULLS LAST, c.id",
            fen("b.paid"),
            fen("b.refund"),
            bought("<> 0"),
            found.sql(),
            direction(query.descending)
        );
        let reader = self.reader()?;
        let (ids, [orders, paid, refund]) = ids_with_sums(&reader.conn, "listing customers", &sql, &found.params())?;
        Ok(CustomerList { ids, orders, paid: Money::from_fen(paid), refund: Money::from_fen(refund) })
    }

    pub fn customer_rows(&self, ids: &[i64]) -> Result<Vec<CustomerRow>> {
        rows(&self.reader()?, ids)
    }

    /// A customer with the newest orders and the categories most was paid for.
    pub fn customer_detail(&self, id: i64) -> Result<CustomerDetail> {
        let reader = self.reader()?;
        let customer = rows(&reader, &[id])?.pop().ok_or(StoreError::Gone { what: "customer", id })?;
        let order_ids = ids(
            &reader.conn,
            "reading a customer",
            "SELECT id FROM orders WHERE customer_id = ? ORDER BY coalesce(paid_at, created_at) DESC NULLS LAST, id DESC",
            &[&id],
        )?;
        let orders = order_rows(&reader, order_ids.get(..ORDERS.min(order_ids.len())).unwrap_or_default())?;
        Ok(CustomerDetail { customer, orders, order_ids, tastes: tastes(&reader, id)? })
    }
}

fn rows(reader: &Reader, ids: &[i64]) -> Result<Vec<CustomerRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT c.id, c.platform, c.buyer, b.province, coalesce(b.orders, 0), coalesce({}, 0), coalesce({}, 0), b.first_paid, b.last_paid
         FROM customer c LEFT JOIN {} b ON b.id = c.id WHERE c.id IN {LIST}",
        fen("b.paid"),
        fen("b.refund"),
        bought(&format!("IN {LIST}"))
    );
    let list = joined(ids.iter().copied());
    let rows = reader.rows("reading customers", &sql, &[&list, &list], |row| {
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

fn tastes(reader: &Reader, id: i64) -> Result<Vec<Taste>> {
    let sql = format!(
        "SELECT n.name, CAST(coalesce(sum(l.qty) FILTER (WHERE NOT l.gift), 0) AS BIGINT), {}
         FROM order_line l JOIN orders o ON o.id = l.order_id
         LEFT JOIN {PARTS} p ON p.listing_id = l.listing_id AND p.place = 1
         LEFT JOIN sku s ON s.id = p.sku_id LEFT JOIN listing g ON g.id = l.listing_id
         JOIN category n ON n.id = coalesce(nullif(s.category_id, 0), nullif(g.category_id, 0), l.category_id)
         WHERE o.customer_id = ? AND o.paid_at IS NOT NULL
         GROUP BY n.name ORDER BY sum(l.paid) DESC NULLS LAST, n.name LIMIT 3",
        fen("sum(l.paid)")
    );
    reader.rows("reading a customer", &sql, &[&id], |row| {
        Ok(Taste { category: text(row, 0)?, pieces: row.get(1)?, paid: money(row.get(2)?) })
    })
}
