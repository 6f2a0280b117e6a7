//! What was paid to suppliers (付款): entries with day and amount, beside what the order's goods cost.

use chrono::NaiveDate;
use duckdb::params;

use super::{DOING, PurchaseProblem, advance, event, order, refused};
use crate::domain::money::Money;
use crate::domain::purchase::PurchaseStep;
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::write::Deed;

impl Store {
    /// Notes that something was paid for an order; before its goods come, that is a deposit. Gives the entry's id.
    ///
    /// # Errors
    /// [`StoreError::PurchaseRefused`] for an amount that is not above zero, or an order nobody pays for (draft, cancelled).
    pub fn pay_purchase(&self, actor: &str, id: i64, paid_on: NaiveDate, amount: Money, note: &str) -> Result<i64> {
        self.step(actor, "purchase_pay", id, |tx, order| {
            if amount.fen() <= 0 {
                return Err(refused(PurchaseProblem::Amount));
            }
            let entry = tx.take_numbers("purchase_payment", 1)?;
            tx.conn
                .execute(
                    "INSERT INTO purchase_payment VALUES (?, ?, ?, CAST(? AS DECIMAL(18,0)) * 0.01, ?, ?, false, ?)",
                    params![entry, id, paid_on, amount.fen(), note.trim(), actor, tx.now],
                )
                .doing(DOING)?;
            advance(tx, order, PurchaseStep::Pay, actor, "paid", &amount.to_string())?;
            Ok(entry)
        })
    }

    /// Takes back a payment that was noted.
    pub fn undo_payment(&self, actor: &str, payment: i64) -> Result<()> {
        let gone = StoreError::Gone { what: "payment", id: payment };
        let sql = "SELECT order_id, CAST(amount * 100 AS BIGINT) FROM purchase_payment WHERE id = ? AND NOT undone";
        let found = self.reader()?.rows(DOING, sql, &[&payment], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (id, amount): (i64, i64) = found.into_iter().next().ok_or(gone)?;
        let number = self.purchase_number(id)?;
        let deed =
            Deed { what: "purchase_undo_payment", subject: &number, detail: Money::from_fen(amount).to_string() };
        self.write(actor, &deed, |tx| {
            let order = order(tx, id)?;
            let sql = "UPDATE purchase_payment SET undone = true, updated_at = ? WHERE id = ?";
            tx.conn.execute(sql, params![tx.now, payment]).doing(DOING)?;
            event(tx, order.id, actor, "unpaid", &Money::from_fen(amount).to_string())
        })
    }
}
