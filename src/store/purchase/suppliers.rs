//! Suppliers (供应商): their terms, how long their deliveries really take, how well they deliver, what is open and owed.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use duckdb::params;

use super::draft::{adopt, codes};
use super::rows::{PriceRow, PurchaseRow};
use super::{DOING, PurchaseProblem, PurchaseQuery, refused};
use crate::domain::money::Money;
use crate::domain::purchase::{LeadTime, Share, SkuTerms, SupplierScore, SupplierTerms};
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::orders::{money, text};
use crate::store::write::{Deed, Tx};

/// A supplier in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplierRow {
    pub id: i64,
    pub name: String,
    pub terms: SupplierTerms,
    /// From the supplier's own receipts; `None` before the first.
    pub lead: Option<LeadTime>,
    pub score: SupplierScore,
    /// SKUs that the product sheet says come from it
    pub skus: i64,
    pub orders: i64,
    /// Orders that goods are still waited for, and their pieces
    pub open_orders: i64,
    pub open_pieces: i64,
    /// What is owed, over all orders
    pub owed: Money,
    pub due_on: Option<NaiveDate>,
    pub last_sent_at: Option<NaiveDateTime>,
}

/// What holds for a SKU of a supplier, beside the product sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplierSkuRow {
    /// 0 when the product sheet does not know the code any more.
    pub sku_id: i64,
    pub code: String,
    pub name: String,
    pub props: String,
    pub terms: SkuTerms,
    /// By the product sheet
    pub cost: Option<Money>,
}

/// A supplier with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplierDetail {
    pub supplier: SupplierRow,
    /// SKUs that come from it or have terms of their own.
    pub skus: Vec<SupplierSkuRow>,
    /// Newest first.
    pub orders: Vec<PurchaseRow>,
    /// Newest first.
    pub prices: Vec<PriceRow>,
}

/// Prices told in the details.
const PRICES: u32 = 60;

impl Store {
    /// Every supplier, by name.
    pub fn suppliers(&self) -> Result<Vec<SupplierRow>> {
        let orders = self.purchases(&PurchaseQuery::default())?;
        let today = (self.inner.options.now)().date();
        let mut by_supplier: HashMap<i64, Vec<&PurchaseRow>> = HashMap::new();
        for order in &orders {
            by_supplier.entry(order.supplier_id).or_default().push(order);
        }
        let sql = "SELECT u.id, u.name, coalesce(s.skus, 0), t.lead_days, CAST(t.moq_amount * 100 AS BIGINT), t.moq_pieces, t.pack,
                 t.pay_days, CAST(t.order_cost * 100 AS BIGINT), t.contact, t.note
             FROM supplier u LEFT JOIN (SELECT supplier_id, count(*) AS skus FROM sku GROUP BY supplier_id) s ON s.supplier_id = u.id
             LEFT JOIN supplier_terms t ON t.supplier_id = u.id ORDER BY u.name, u.id";
        self.reader()?.rows(DOING, sql, &[], |row| {
            let id: i64 = row.get(0)?;
            let terms = SupplierTerms {
                lead_days: row.get(3)?,
                moq_amount: money(row.get(4)?),
                moq_pieces: row.get(5)?,
                pack: row.get(6)?,
                pay_days: row.get(7)?,
                order_cost: money(row.get(8)?),
                contact: text(row, 9)?,
                note: text(row, 10)?,
            };
            let of = by_supplier.get(&id).map_or(&[][..], Vec::as_slice);
            Ok(told(id, text(row, 1)?, terms, row.get(2)?, of, today))
        })
    }

    /// One supplier with its SKUs, orders and prices.
    pub fn supplier(&self, id: i64) -> Result<SupplierDetail> {
        let gone = StoreError::Gone { what: "supplier", id };
        let supplier = self.suppliers()?.into_iter().find(|row| row.id == id).ok_or(gone)?;
        let orders = self.purchases(&PurchaseQuery { suppliers: vec![id], ..PurchaseQuery::default() })?;
        let skus = self.reader()?.rows(
            DOING,
            "SELECT coalesce(s.id, 0), coalesce(s.code, t.sku_code), s.name, s.props, t.pack, t.moq, CAST(t.price * 100 AS BIGINT),
                 CAST(s.cost * 100 AS BIGINT), t.shelf_days, t.season_end
             FROM (SELECT * FROM sku WHERE supplier_id = ? OR code IN (SELECT sku_code FROM supplier_sku WHERE supplier_id = ?)) s
             FULL JOIN (SELECT * FROM supplier_sku WHERE supplier_id = ?) t ON t.sku_code = s.code
             ORDER BY t.sku_code IS NULL, coalesce(s.code, t.sku_code)",
            &[&id, &id, &id],
            |row| {
                Ok(SupplierSkuRow {
                    sku_id: row.get(0)?,
                    code: row.get(1)?,
                    name: text(row, 2)?,
                    props: text(row, 3)?,
                    terms: SkuTerms {
                        pack: row.get(4)?,
                        moq: row.get(5)?,
                        price: money(row.get(6)?),
                        shelf_days: row.get(8)?,
                        season_end: row.get(9)?,
                    },
                    cost: money(row.get(7)?),
                })
            },
        )?;
        let prices = self.supplier_prices(id, PRICES)?;
        Ok(SupplierDetail { supplier, skus, orders, prices })
    }

    /// A supplier that no file has told yet, with what is agreed on.
    ///
    /// # Errors
    /// [`StoreError::PurchaseRefused`] without a name, when somebody is called so already, or for a number below zero.
    pub fn create_supplier(&self, actor: &str, name: &str, terms: &SupplierTerms) -> Result<i64> {
        let name = name.trim();
        self.write(actor, &Deed { what: "supplier_create", subject: name, detail: String::new() }, |tx| {
            let sql = "SELECT count(*) FROM supplier WHERE name = ?";
            let known: i64 = tx.conn.query_row(sql, [name], |row| row.get(0)).doing(DOING)?;
            if name.is_empty() || known > 0 {
                return Err(refused(PurchaseProblem::SupplierName { name: name.to_owned() }));
            }
            let id = tx.take_numbers("supplier", 1)?;
            tx.conn.execute("INSERT INTO supplier VALUES (?, ?, 0, ?)", params![id, name, tx.now]).doing(DOING)?;
            write_terms(tx, actor, id, terms)?;
            Ok(id)
        })
    }

    /// Takes a supplier off the list that nothing was ordered from and no SKU comes from.
    ///
    /// # Errors
    /// [`StoreError::PurchaseRefused`] for one that is in use.
    pub fn remove_supplier(&self, actor: &str, id: i64) -> Result<()> {
        let name = self.supplier_name(id)?;
        self.write(actor, &Deed { what: "supplier_remove", subject: &name, detail: String::new() }, |tx| {
            let sql = "SELECT (SELECT count(*) FROM purchase_order WHERE supplier_id = $1)
                           + (SELECT count(*) FROM purchase_line WHERE supplier_id = $1)
                           + (SELECT count(*) FROM sku WHERE supplier_id = $1)
                           + (SELECT count(*) FROM supplier_sku WHERE supplier_id = $1)";
            let used: i64 = tx.conn.query_row(sql, [id], |row| row.get(0)).doing(DOING)?;
            if used > 0 {
                return Err(refused(PurchaseProblem::SupplierUsed));
            }
            tx.conn.execute("DELETE FROM supplier_terms WHERE supplier_id = ?", [id]).doing(DOING)?;
            tx.conn.execute("DELETE FROM supplier WHERE id = ?", [id]).doing(DOING)?;
            Ok(())
        })
    }

    /// Writes what is agreed on with a supplier.
    ///
    /// # Errors
    /// [`StoreError::PurchaseRefused`] for a number below zero.
    pub fn save_supplier_terms(&self, actor: &str, id: i64, terms: &SupplierTerms) -> Result<()> {
        let name = self.supplier_name(id)?;
        self.write(actor, &Deed { what: "supplier_terms", subject: &name, detail: String::new() }, |tx| {
            write_terms(tx, actor, id, terms)
        })
    }

    /// Writes what holds for SKUs of a supplier; empty terms take a SKU off the list.
    ///
    /// # Errors
    /// [`StoreError::PurchaseRefused`] with every problem, each with its line; nothing is written then.
    pub fn save_sku_terms(&self, actor: &str, id: i64, skus: &[(String, SkuTerms)]) -> Result<()> {
        let name = self.supplier_name(id)?;
        self.write(actor, &Deed { what: "supplier_sku", subject: &name, detail: skus.len().to_string() }, |tx| {
            let known = codes(tx)?;
            let mut problems = Vec::new();
            for (line, (code, terms)) in skus.iter().enumerate() {
                let code = code.clone();
                if !known.contains(&code) && !terms.is_empty() {
                    problems.push(PurchaseProblem::UnknownSku { line, code });
                } else if let Some(qty) =
                    [terms.pack, terms.moq, terms.shelf_days].into_iter().flatten().find(|n| *n < 1)
                {
                    problems.push(PurchaseProblem::Quantity { line, code, qty });
                } else if terms.price.is_some_and(|price| price.fen() < 0) {
                    problems.push(PurchaseProblem::Price { line, code });
                }
            }
            super::refuse(problems)?;
            adopt(tx, id)?;
            for (code, terms) in skus {
                let sql = "DELETE FROM supplier_sku WHERE supplier_id = ? AND sku_code = ?";
                tx.conn.execute(sql, params![id, code]).doing(DOING)?;
                if !terms.is_empty() {
                    let price = terms.price.map(Money::fen);
                    tx.conn
                        .execute(
                            "INSERT INTO supplier_sku VALUES (?, ?, ?, ?, CAST(? AS DECIMAL(18,0)) * 0.01, ?, ?, ?, ?)",
                            params![
                                id,
                                code,
                                terms.pack,
                                terms.moq,
                                price,
                                terms.shelf_days,
                                terms.season_end,
                                actor,
                                tx.now
                            ],
                        )
                        .doing(DOING)?;
                }
            }
            Ok(())
        })
    }

    fn supplier_name(&self, id: i64) -> Result<String> {
        let found = self.reader()?.rows(DOING, "SELECT name FROM supplier WHERE id = ?", &[&id], |row| row.get(0))?;
        found.into_iter().next().ok_or_else(|| refused(PurchaseProblem::NoSupplier))
    }
}

fn write_terms(tx: &Tx<'_>, actor: &str, id: i64, terms: &SupplierTerms) -> Result<()> {
    let numbers = [terms.lead_days, terms.moq_pieces, terms.pack, terms.pay_days];
    let amounts = [terms.moq_amount, terms.order_cost];
    if numbers.into_iter().flatten().any(|n| n < 0) || amounts.into_iter().flatten().any(|m| m.fen() < 0) {
        return Err(refused(PurchaseProblem::Term));
    }
    adopt(tx, id)?;
    tx.conn.execute("DELETE FROM supplier_terms WHERE supplier_id = ?", [id]).doing(DOING)?;
    tx.conn
        .execute(
            "INSERT INTO supplier_terms VALUES (?, ?, CAST(? AS DECIMAL(18,0)) * 0.01, ?, ?, ?,
                 CAST(? AS DECIMAL(18,0)) * 0.01, ?, ?, ?, ?)",
            params![
                id,
                terms.lead_days,
                terms.moq_amount.map(Money::fen),
                terms.moq_pieces,
                terms.pack,
                terms.pay_days,
                terms.order_cost.map(Money::fen),
                terms.contact.trim(),
                terms.note.trim(),
                actor,
                tx.now,
            ],
        )
        .doing(DOING)?;
    Ok(())
}

/// Days from sending to the first receipt.
pub(super) fn took(order: &PurchaseRow) -> Option<f64> {
    let seconds = (order.first_received_at? - order.sent_at?).num_seconds();
    Some(seconds.max(0) as f64 / 86_400.0)
}

fn told(
    id: i64,
    name: String,
    terms: SupplierTerms,
    skus: i64,
    orders: &[&PurchaseRow],
    today: NaiveDate,
) -> SupplierRow {
    let lead = LeadTime::of(&orders.iter().filter_map(|order| took(order)).collect::<Vec<f64>>());
    let mut score = SupplierScore::default();
    for order in orders {
        let came = order.first_received_at.map(|at| at.date());
        // An order that should have come by now counts, whether it has or not.
        if let Some(expected) = order.expected_on.filter(|day| came.is_some() || (order.open > 0 && *day < today)) {
            score.on_time.whole += 1;
            score.on_time.part += i64::from(came.is_some_and(|day| day <= expected));
        }
        score.returned =
            Share { part: score.returned.part + order.returned, whole: score.returned.whole + order.received };
        if order.done() {
            score.delivered.whole += order.ordered;
            score.delivered.part += order.ordered - order.short;
        }
    }
    let waiting = || orders.iter().filter(|order| order.status.expected());
    SupplierRow {
        id,
        name,
        terms,
        lead,
        score,
        skus,
        orders: i64::try_from(orders.len()).unwrap_or(i64::MAX),
        open_orders: i64::try_from(waiting().count()).unwrap_or(i64::MAX),
        open_pieces: waiting().map(|order| order.short).sum(),
        owed: orders.iter().map(|order| order.payable.open()).sum(),
        due_on: orders.iter().filter_map(|order| order.due_on).min(),
        last_sent_at: orders.iter().filter_map(|order| order.sent_at).max(),
    }
}
