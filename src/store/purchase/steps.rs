//! Steps of a purchase order that move no goods into the house (确认、发出、结案、取消), with their pieces in transit.

use chrono::{Days, NaiveDateTime};
use duckdb::params;

use super::{DOING, Line, Order, PurchaseProblem, advance, allow, arrived, lines, order, refused};
use crate::domain::purchase::PurchaseStep;
use crate::domain::stock::{MovementKind, Place};
use crate::store::Store;
use crate::store::error::{Doing, Result};
use crate::store::stock::{Entry, EntryLine, follow, post, reverse};
use crate::store::write::{Deed, Tx};

impl Store {
    /// Confirms an order: its lines are agreed on.
    ///
    /// # Errors
    /// Here and in the other steps [`crate::store::StoreError::PurchaseRefused`] when the order's state does not allow it.
    pub fn confirm_purchase(&self, actor: &str, id: i64) -> Result<()> {
        self.on_purchase(actor, "purchase_confirm", id, |tx, order| {
            if lines(tx, order.id)?.is_empty() {
                return Err(refused(PurchaseProblem::NoLines));
            }
            advance(tx, order, PurchaseStep::Confirm, actor, "confirmed", "")
        })
    }

    /// Makes a confirmed order a draft again.
    pub fn reopen_purchase(&self, actor: &str, id: i64) -> Result<()> {
        self.on_purchase(actor, "purchase_reopen", id, |tx, order| {
            advance(tx, order, PurchaseStep::Reopen, actor, "reopened", "")
        })
    }

    /// Sends an order: its pieces are in transit from `at` on. Where nobody said when they should come, the supplier's lead time does.
    pub fn send_purchase(&self, actor: &str, id: i64, at: NaiveDateTime) -> Result<()> {
        self.resend_purchase(actor, id, at, at)
    }

    /// Sends an order whose sending, or that itself, was taken back by mistake: its pieces are in transit again from `at` on, and it
    /// counts as sent when it was.
    pub fn resend_purchase(&self, actor: &str, id: i64, at: NaiveDateTime, sent_at: NaiveDateTime) -> Result<()> {
        self.on_purchase(actor, "purchase_send", id, |tx, order| {
            allow(order, PurchaseStep::Send)?;
            let lines = lines(tx, order.id)?;
            let entry = transit(order, at, &lines, |line| line.qty);
            let document = post(tx, actor, &entry)?.document_id;
            let lead: Option<i64> = tx
                .conn
                .query_row("SELECT max(lead_days) FROM supplier_terms WHERE supplier_id = ?", [order.supplier_id], |row| {
                    row.get(0)
                })
                .doing(DOING)?;
            let expected = lead
                .and_then(|days| u64::try_from(days).ok())
                .and_then(|days| sent_at.date().checked_add_days(Days::new(days)));
            tx.conn
                .execute(
                    "UPDATE purchase_order SET sent_at = ?, transit_document = ?, expected_on = coalesce(expected_on, ?) WHERE id = ?",
                    params![sent_at, document, expected, id],
                )
                .doing(DOING)?;
            advance(tx, order, PurchaseStep::Send, actor, "sent", "")
        })
    }

    /// Takes back the sending of an order of which nothing has come.
    pub fn unsend_purchase(&self, actor: &str, id: i64) -> Result<()> {
        self.on_purchase(actor, "purchase_unsend", id, |tx, order| {
            allow(order, PurchaseStep::Unsend)?;
            reverse(tx, actor, order.transit_document)?;
            let sql = "UPDATE purchase_order SET sent_at = NULL, transit_document = 0 WHERE id = ?";
            tx.conn.execute(sql, [id]).doing(DOING)?;
            advance(tx, order, PurchaseStep::Unsend, actor, "unsent", "")
        })
    }

    /// Closes an order: whatever has not come is not waited for any more.
    pub fn close_purchase(&self, actor: &str, id: i64) -> Result<()> {
        self.on_purchase(actor, "purchase_close", id, |tx, order| {
            allow(order, PurchaseStep::Close)?;
            let given_up = release(tx, actor, order)?;
            advance(tx, order, PurchaseStep::Close, actor, "closed", &given_up.to_string())
        })
    }

    /// Waits again for what was open when the order was closed.
    pub fn resume_purchase(&self, actor: &str, id: i64) -> Result<()> {
        self.on_purchase(actor, "purchase_resume", id, |tx, order| {
            let step = PurchaseStep::Resume(arrived(&lines(tx, order.id)?));
            allow(order, step)?;
            if order.release_document != 0 {
                reverse(tx, actor, order.release_document)?;
                let sql = "UPDATE purchase_order SET release_document = 0 WHERE id = ?";
                tx.conn.execute(sql, [id]).doing(DOING)?;
            }
            advance(tx, order, step, actor, "resumed", "")
        })
    }

    /// Cancels an order of which nothing has come.
    pub fn cancel_purchase(&self, actor: &str, id: i64) -> Result<()> {
        self.on_purchase(actor, "purchase_cancel", id, |tx, order| {
            allow(order, PurchaseStep::Cancel)?;
            if order.status.in_transit() {
                release(tx, actor, order)?;
            }
            advance(tx, order, PurchaseStep::Cancel, actor, "cancelled", "")
        })
    }

    /// Makes a cancelled order a draft again.
    pub fn restore_purchase(&self, actor: &str, id: i64) -> Result<()> {
        self.on_purchase(actor, "purchase_restore", id, |tx, order| {
            let sql =
                "UPDATE purchase_order SET sent_at = NULL, transit_document = 0, release_document = 0 WHERE id = ?";
            allow(order, PurchaseStep::Restore)?;
            tx.conn.execute(sql, [id]).doing(DOING)?;
            advance(tx, order, PurchaseStep::Restore, actor, "restored", "")
        })
    }

    /// One step of one order in one transaction; stock follows the orders afterwards.
    pub(super) fn on_purchase<T>(
        &self,
        actor: &str,
        what: &'static str,
        id: i64,
        work: impl FnOnce(&Tx<'_>, &Order) -> Result<T>,
    ) -> Result<T> {
        let number = self.purchase_number(id)?;
        self.write(actor, &Deed { what, subject: &number, detail: String::new() }, |tx| {
            let done = work(tx, &order(tx, id)?)?;
            follow(tx)?;
            Ok(done)
        })
    }
}

/// A document that moves pieces of an order in transit.
fn transit(order: &Order, at: NaiveDateTime, lines: &[Line], pieces: impl Fn(&Line) -> i64) -> Entry {
    let lines = lines.iter().filter(|line| pieces(line) != 0).map(|line| EntryLine {
        code: line.code.clone(),
        warehouse: order.warehouse,
        place: Place::PurchaseTransit,
        qty: pieces(line),
        unit_cost: None,
        note: String::new(),
        lot: None,
    });
    Entry { kind: MovementKind::Ordered, moved_at: at, reason: order.number.clone(), lines: lines.collect() }
}

/// Takes what has not come out of transit; how many pieces that were.
fn release(tx: &Tx<'_>, actor: &str, order: &Order) -> Result<i64> {
    let lines = lines(tx, order.id)?;
    let open: i64 = lines.iter().map(Line::open).sum();
    if open > 0 {
        let entry = transit(order, tx.now, &lines, |line| -line.open());
        let document = post(tx, actor, &entry)?.document_id;
        let sql = "UPDATE purchase_order SET release_document = ? WHERE id = ?";
        tx.conn.execute(sql, params![document, order.id]).doing(DOING)?;
    }
    Ok(open)
}
