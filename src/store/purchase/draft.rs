//! Drafts of purchase orders (采购草稿): made by a person, or by itself from what stock needs.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use duckdb::params;

use super::{DOING, LETTERS, Order, PurchaseProblem, advance, allow, event, order, refuse, refused};
use crate::domain::money::Money;
use crate::domain::purchase::{PurchaseStatus, PurchaseStep};
use crate::store::Store;
use crate::store::error::{Doing, Result};
use crate::store::orders::money;
use crate::store::read::rows;
use crate::store::write::{Deed, Tx};

/// What a supplier is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct PurchaseDraft {
    pub supplier_id: i64,
    pub lines: Vec<PurchaseDraftLine>,
}

/// Pieces of one SKU, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct PurchaseDraftLine {
    pub sku_code: String,
    pub qty: i64,
    pub unit_price: Option<Money>,
    pub note: String,
}

/// What became of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftedPurchase {
    pub order_id: i64,
    /// `CG20261125-001`
    pub number: String,
    pub supplier_id: i64,
    /// Lines that were not there before.
    pub added: usize,
    /// Lines of which more is wanted now.
    pub raised: usize,
}

/// An order as a person writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPurchase {
    pub supplier_id: i64,
    pub note: String,
    /// When the goods should come; without it the supplier's lead time says so once the order is sent.
    pub expected_on: Option<NaiveDate>,
    pub lines: Vec<PurchaseDraftLine>,
}

impl Store {
    /// Puts what is needed into the suppliers' open drafts, or into new ones where a supplier has none.
    ///
    /// A SKU that stands in the draft already is raised to the larger of both needs, never to their sum: a need is told anew each
    /// time stock is looked at, and must not be ordered twice. Its note is that of the larger need. All drafts or none.
    ///
    /// # Errors
    /// [`crate::store::StoreError::PurchaseRefused`] with every problem; lines are counted through all drafts.
    pub fn draft_purchases(&self, actor: &str, drafts: &[PurchaseDraft]) -> Result<Vec<DraftedPurchase>> {
        let deed = Deed { what: "purchase_draft", subject: "", detail: drafts.len().to_string() };
        self.write(actor, &deed, |tx| {
            let known = codes(tx)?;
            let mut problems = Vec::new();
            let mut at = 0;
            for draft in drafts {
                let merged = once_each(&draft.lines);
                problems.extend(problems_of(&merged, &known).into_iter().map(|problem| shifted(problem, at)));
                at += draft.lines.len();
            }
            refuse(problems)?;
            let mut made = Vec::with_capacity(drafts.len());
            for draft in drafts.iter().filter(|draft| !draft.lines.is_empty()) {
                made.push(put(tx, actor, draft)?);
            }
            Ok(made)
        })
    }

    /// A new draft.
    ///
    /// # Errors
    /// [`crate::store::StoreError::PurchaseRefused`] with every problem, each with its line.
    pub fn create_purchase(&self, actor: &str, new: &NewPurchase) -> Result<DraftedPurchase> {
        let deed = Deed { what: "purchase_create", subject: "", detail: new.lines.len().to_string() };
        self.write(actor, &deed, |tx| {
            check(tx, &new.lines)?;
            let made = open(tx, actor, new.supplier_id)?;
            write_head(tx, made.id, new)?;
            insert(tx, made.id, &new.lines)?;
            Ok(DraftedPurchase {
                order_id: made.id,
                number: made.number,
                supplier_id: new.supplier_id,
                added: new.lines.len(),
                raised: 0,
            })
        })
    }

    /// Writes a draft anew. Its supplier may change as well.
    ///
    /// # Errors
    /// As [`Store::create_purchase`]; an order that is no draft any more is refused.
    pub fn change_purchase(&self, actor: &str, id: i64, new: &NewPurchase) -> Result<()> {
        let number = self.purchase_number(id)?;
        let deed = Deed { what: "purchase_edit", subject: &number, detail: String::new() };
        self.write(actor, &deed, |tx| {
            let order = order(tx, id)?;
            allow(&order, PurchaseStep::Edit)?;
            check(tx, &new.lines)?;
            adopt(tx, new.supplier_id)?;
            write_head(tx, id, new)?;
            tx.conn.execute("DELETE FROM purchase_order_line WHERE order_id = ?", [id]).doing(DOING)?;
            insert(tx, id, &new.lines)?;
            advance(tx, &order, PurchaseStep::Edit, actor, "edited", &new.lines.len().to_string())
        })
    }
}

/// The same SKU twice in one draft is one need: the larger.
fn once_each(lines: &[PurchaseDraftLine]) -> Vec<PurchaseDraftLine> {
    let mut merged: Vec<PurchaseDraftLine> = Vec::with_capacity(lines.len());
    for line in lines {
        match merged.iter_mut().find(|known| known.sku_code == line.sku_code) {
            Some(known) if known.qty >= line.qty => {}
            Some(known) => *known = line.clone(),
            None => merged.push(line.clone()),
        }
    }
    merged
}

fn shifted(problem: PurchaseProblem, by: usize) -> PurchaseProblem {
    match problem {
        PurchaseProblem::UnknownSku { line, code } => PurchaseProblem::UnknownSku { line: line + by, code },
        PurchaseProblem::Quantity { line, code, qty } => PurchaseProblem::Quantity { line: line + by, code, qty },
        PurchaseProblem::Price { line, code } => PurchaseProblem::Price { line: line + by, code },
        other => other,
    }
}

pub(super) fn codes(tx: &Tx<'_>) -> Result<HashSet<String>> {
    Ok(rows(tx.conn, DOING, "SELECT code FROM sku", &[], |row| row.get(0))?.into_iter().collect())
}

fn check(tx: &Tx<'_>, lines: &[PurchaseDraftLine]) -> Result<()> {
    if lines.is_empty() {
        return Err(refused(PurchaseProblem::NoLines));
    }
    refuse(problems_of(lines, &codes(tx)?))
}

fn problems_of(lines: &[PurchaseDraftLine], known: &HashSet<String>) -> Vec<PurchaseProblem> {
    let mut problems = Vec::new();
    let mut seen = HashSet::new();
    for (line, one) in lines.iter().enumerate() {
        let code = one.sku_code.trim().to_owned();
        if !known.contains(&code) {
            problems.push(PurchaseProblem::UnknownSku { line, code });
        } else if !seen.insert(code.clone()) {
            problems.push(PurchaseProblem::Twice { line, code });
        } else if one.qty <= 0 {
            problems.push(PurchaseProblem::Quantity { line, code, qty: one.qty });
        } else if one.unit_price.is_some_and(|price| price.fen() < 0) {
            problems.push(PurchaseProblem::Price { line, code });
        }
    }
    problems
}

/// A supplier that orders are written to is the owner's own from then on: it stays when the import that told it is taken back.
pub(super) fn adopt(tx: &Tx<'_>, supplier_id: i64) -> Result<()> {
    let sql = "UPDATE supplier SET created_import = 0, updated_at = ? WHERE id = ?";
    let known = tx.conn.execute(sql, params![tx.now, supplier_id]).doing(DOING)?;
    if known == 0 { Err(refused(PurchaseProblem::NoSupplier)) } else { Ok(()) }
}

/// An empty draft for a supplier.
fn open(tx: &Tx<'_>, actor: &str, supplier_id: i64) -> Result<Order> {
    adopt(tx, supplier_id)?;
    let id = tx.take_numbers("purchase_order", 1)?;
    let number = number(tx, tx.now.date())?;
    let warehouse: i64 = tx.conn.query_row("SELECT min(id) FROM warehouse", [], |row| row.get(0)).doing(DOING)?;
    tx.conn
        .execute(
            "INSERT INTO purchase_order BY NAME SELECT ? AS id, ? AS number, ? AS supplier_id, ? AS warehouse_id, ? AS status,
                 '' AS note, ? AS drafted_by, ? AS created_at, 0 AS transit_document, 0 AS release_document, ? AS updated_at",
            params![id, number, supplier_id, warehouse, PurchaseStatus::Draft.code(), actor, tx.now, tx.now],
        )
        .doing(DOING)?;
    event(tx, id, actor, "drafted", "")?;
    Ok(Order {
        id,
        number,
        supplier_id,
        warehouse,
        status: PurchaseStatus::Draft,
        sent_at: None,
        transit_document: 0,
        release_document: 0,
    })
}

/// The next number of a day: `CG20261125-001`.
fn number(tx: &Tx<'_>, day: NaiveDate) -> Result<String> {
    let day = format!("{LETTERS}{}", day.format("%Y%m%d"));
    let nth = tx.take_numbers(&format!("purchase_order {day}"), 1)?;
    Ok(format!("{day}-{nth:03}"))
}

fn write_head(tx: &Tx<'_>, id: i64, new: &NewPurchase) -> Result<()> {
    let sql = "UPDATE purchase_order SET supplier_id = ?, note = ?, expected_on = ?, updated_at = ? WHERE id = ?";
    tx.conn.execute(sql, params![new.supplier_id, new.note.trim(), new.expected_on, tx.now, id]).doing(DOING)?;
    Ok(())
}

fn insert(tx: &Tx<'_>, order_id: i64, lines: &[PurchaseDraftLine]) -> Result<()> {
    let first = tx.take_numbers("purchase_order_line", i64::try_from(lines.len()).unwrap_or(i64::MAX).max(1))?;
    for (id, line) in (first..).zip(lines) {
        tx.conn
            .execute(
                "INSERT INTO purchase_order_line VALUES (?, ?, ?, ?, CAST(? AS DECIMAL(18,0)) * 0.01, ?, ?)",
                params![
                    id,
                    order_id,
                    line.sku_code.trim(),
                    line.qty,
                    line.unit_price.map(Money::fen),
                    line.note.trim(),
                    tx.now
                ],
            )
            .doing(DOING)?;
    }
    Ok(())
}

/// Puts what is needed into the newest open draft of the supplier.
fn put(tx: &Tx<'_>, actor: &str, draft: &PurchaseDraft) -> Result<DraftedPurchase> {
    let sql = "SELECT id FROM purchase_order WHERE supplier_id = ? AND status = ? ORDER BY id DESC LIMIT 1";
    let found = rows(tx.conn, DOING, sql, &[&draft.supplier_id, &PurchaseStatus::Draft.code()], |row| row.get(0))?;
    let known = found.into_iter().next();
    let draft_order = match known {
        Some(id) => order(tx, id)?,
        None => open(tx, actor, draft.supplier_id)?,
    };
    let sql = "SELECT sku_code, id, qty, CAST(unit_price * 100 AS BIGINT) FROM purchase_order_line WHERE order_id = ?";
    let there: HashMap<String, (i64, i64, Option<Money>)> = rows(tx.conn, DOING, sql, &[&draft_order.id], |row| {
        Ok((row.get(0)?, (row.get(1)?, row.get(2)?, money(row.get(3)?))))
    })?
    .into_iter()
    .collect();
    let mut fresh = Vec::new();
    let mut raised = 0;
    for line in once_each(&draft.lines) {
        match there.get(line.sku_code.trim()) {
            None => fresh.push(line),
            Some((id, qty, price)) if line.qty > *qty => {
                raised += 1;
                let price = line.unit_price.or(*price).map(Money::fen);
                tx.conn
                    .execute(
                        "UPDATE purchase_order_line SET qty = ?, unit_price = CAST(? AS DECIMAL(18,0)) * 0.01, note = ?,
                             updated_at = ? WHERE id = ?",
                        params![line.qty, price, line.note.trim(), tx.now, id],
                    )
                    .doing(DOING)?;
            }
            Some(_) => {}
        }
    }
    insert(tx, draft_order.id, &fresh)?;
    if known.is_some() && fresh.len() + raised > 0 {
        event(tx, draft_order.id, actor, "added", &(fresh.len() + raised).to_string())?;
    }
    Ok(DraftedPurchase {
        order_id: draft_order.id,
        number: draft_order.number,
        supplier_id: draft.supplier_id,
        added: fresh.len(),
        raised,
    })
}
