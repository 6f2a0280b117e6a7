//! Goods that come (收货) and goods that go back (退供应商): what the order says of them and the stock document behind it, in one
//! transaction. Only what came last of an order is taken back, so that transit always agrees with what is open.

use chrono::NaiveDateTime;
use duckdb::params;

use super::{
    DOING, GIVE_BACK, Line, Order, PurchaseProblem, RECEIPT, advance, allow, arrived, lines, order, refuse, refused,
};
use crate::domain::money::Money;
use crate::domain::purchase::{Arrived, PurchaseStep};
use crate::domain::stock::{MovementKind, Place};
use crate::domain::stocktake::MOST_PIECES;
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::read::rows;
use crate::store::stock::{Entry, EntryLine, Posted, follow, post, reverse};
use crate::store::write::{Deed, Tx};

/// Goods of an order that came (收货单).
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    pub order_id: i64,
    pub at: NaiveDateTime,
    pub note: String,
    /// More or fewer pieces than are open may come; lines of which nothing came are left out or zero.
    pub lines: Vec<ReceiptLine>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ReceiptLine {
    /// Of the order
    pub line_id: i64,
    pub qty: i64,
    /// What a piece really costs.
    pub unit_price: Option<Money>,
    /// Why it is not what was ordered.
    pub reason: String,
}

/// Goods of an order that go back to the supplier (采购退货单).
#[derive(Debug, Clone, PartialEq)]
pub struct GiveBack {
    pub order_id: i64,
    pub at: NaiveDateTime,
    pub reason: String,
    pub lines: Vec<GiveBackLine>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct GiveBackLine {
    pub line_id: i64,
    pub qty: i64,
    /// From the defective pieces rather than from the good ones.
    pub defective: bool,
}

/// A line of a receipt or a return as it is kept.
struct Kept<'a> {
    line: &'a Line,
    qty: i64,
    transit: i64,
    place: Place,
    price: Money,
    reason: &'a str,
}

impl Store {
    /// Receives goods: they leave transit and lie on the shelf, at the price they really cost.
    ///
    /// # Errors
    /// [`StoreError::PurchaseRefused`] with every problem, each with its line; nothing is received then.
    pub fn receive_purchase(&self, actor: &str, receipt: &Receipt) -> Result<Posted> {
        self.on_purchase(actor, "purchase_receive", receipt.order_id, |tx, order| {
            allow(order, PurchaseStep::Receive(Arrived::All))?;
            let at = moment(order, receipt.at)?;
            let mut known = lines(tx, order.id)?;
            let mut problems = Vec::new();
            for (nth, one) in receipt.lines.iter().enumerate() {
                let Some(line) = known.iter().find(|line| line.id == one.line_id) else {
                    problems.push(PurchaseProblem::NotOfOrder { line: nth });
                    continue;
                };
                let code = line.code.clone();
                let again = receipt.lines.iter().take(nth).any(|other| other.line_id == one.line_id);
                if again {
                    problems.push(PurchaseProblem::Twice { line: nth, code });
                } else if one.qty < 0 {
                    problems.push(PurchaseProblem::Quantity { line: nth, code, qty: one.qty });
                } else if one.qty > MOST_PIECES {
                    problems.push(PurchaseProblem::TooMany { line: nth, code, qty: one.qty });
                } else if one.qty > 0 && one.unit_price.is_none_or(|price| price.fen() < 0) {
                    problems.push(PurchaseProblem::Price { line: nth, code });
                }
            }
            refuse(problems)?;
            let kept: Vec<Kept<'_>> = receipt
                .lines
                .iter()
                .filter(|one| one.qty > 0)
                .filter_map(|one| {
                    let line = known.iter().find(|line| line.id == one.line_id)?;
                    let transit = one.qty.min(line.open());
                    let price = one.unit_price?;
                    Some(Kept { line, qty: one.qty, transit, place: Place::Good, price, reason: one.reason.trim() })
                })
                .collect();
            let Some(first) = kept.first() else { return Err(refused(PurchaseProblem::NoLines)) };
            let entry_lines = kept.iter().flat_map(|one| {
                let line = |place, qty, unit_cost| EntryLine {
                    code: one.line.code.clone(),
                    warehouse: order.warehouse,
                    place,
                    qty,
                    unit_cost,
                    note: one.reason.to_owned(),
                    lot: None,
                };
                let from_transit = (one.transit > 0).then(|| line(Place::PurchaseTransit, -one.transit, None));
                from_transit.into_iter().chain([line(Place::Good, one.qty, Some(one.price))])
            });
            let entry = Entry {
                kind: MovementKind::Receipt,
                moved_at: at,
                reason: told(order, &receipt.note),
                lines: entry_lines.collect(),
            };
            let detail = match kept.as_slice() {
                [_] => format!("{} × {}", first.line.code, first.qty),
                all => total(all.iter().map(|one| one.qty)).to_string(),
            };
            let posted = keep(tx, actor, order, RECEIPT, &entry, &receipt.note, &kept)?;
            let came: Vec<(i64, i64)> = kept.iter().map(|one| (one.line.id, one.qty)).collect();
            for line in &mut known {
                let now = total(came.iter().filter(|(id, _)| *id == line.id).map(|(_, qty)| *qty));
                line.received = line.received.saturating_add(now);
            }
            advance(tx, order, PurchaseStep::Receive(arrived(&known)), actor, "received", &detail)?;
            Ok(posted)
        })
    }

    /// Sends goods back to the supplier: they leave the house, and less is owed.
    ///
    /// # Errors
    /// [`StoreError::PurchaseRefused`] when more would go back than came, [`StoreError::StockRefused`] when the pieces are not
    /// there any more; each problem with its line, and nothing goes back then.
    pub fn give_back_purchase(&self, actor: &str, back: &GiveBack) -> Result<Posted> {
        self.on_purchase(actor, "purchase_return", back.order_id, |tx, order| {
            allow(order, PurchaseStep::Return)?;
            let at = moment(order, back.at)?;
            let known = lines(tx, order.id)?;
            let mut problems = Vec::new();
            for (nth, one) in back.lines.iter().enumerate() {
                let Some(line) = known.iter().find(|line| line.id == one.line_id) else {
                    problems.push(PurchaseProblem::NotOfOrder { line: nth });
                    continue;
                };
                let earlier = back.lines.iter().take(nth).filter(|other| other.line_id == line.id);
                let before = total(earlier.map(|other| other.qty));
                let kept = line.received.saturating_sub(line.returned).saturating_sub(before);
                let code = line.code.clone();
                if one.qty < 0 {
                    problems.push(PurchaseProblem::Quantity { line: nth, code, qty: one.qty });
                } else if one.qty > kept {
                    problems.push(PurchaseProblem::TooMuchBack { line: nth, code, kept, wanted: one.qty });
                }
            }
            refuse(problems)?;
            let prices = prices(tx, order.id)?;
            let kept: Vec<Kept<'_>> = back
                .lines
                .iter()
                .filter(|one| one.qty > 0)
                .filter_map(|one| {
                    let line = known.iter().find(|line| line.id == one.line_id)?;
                    let price = prices.iter().find(|(id, _)| *id == line.id).map(|(_, price)| *price).or(line.price)?;
                    let place = if one.defective { Place::Defective } else { Place::Good };
                    Some(Kept { line, qty: one.qty, transit: 0, place, price, reason: "" })
                })
                .collect();
            if kept.is_empty() {
                return Err(refused(PurchaseProblem::NoLines));
            }
            let entry_lines = kept.iter().map(|one| EntryLine {
                code: one.line.code.clone(),
                warehouse: order.warehouse,
                place: one.place,
                qty: -one.qty,
                unit_cost: Some(one.price),
                note: String::new(),
                lot: None,
            });
            let entry = Entry {
                kind: MovementKind::SupplierReturn,
                moved_at: at,
                reason: told(order, &back.reason),
                lines: entry_lines.collect(),
            };
            let pieces = total(kept.iter().map(|one| one.qty));
            let posted = keep(tx, actor, order, GIVE_BACK, &entry, &back.reason, &kept)?;
            advance(tx, order, PurchaseStep::Return, actor, "returned", &pieces.to_string())?;
            Ok(posted)
        })
    }

    /// Takes back a receipt or a return: the latest of its order.
    ///
    /// # Errors
    /// [`StoreError::PurchaseRefused`] when something later was done to the order, or it is closed.
    pub fn undo_purchase_move(&self, actor: &str, move_id: i64) -> Result<Posted> {
        let gone = StoreError::Gone { what: "purchase move", id: move_id };
        let found = self.reader()?.rows(
            DOING,
            "SELECT order_id FROM purchase_move WHERE id = ? AND NOT undone",
            &[&move_id],
            |row| row.get::<_, i64>(0),
        )?;
        let order_id = found.into_iter().next().ok_or_else(|| gone.clone())?;
        let number = self.purchase_number(order_id)?;
        let deed = Deed { what: "purchase_undo_move", subject: &number, detail: String::new() };
        self.write(actor, &deed, |tx| {
            let order = order(tx, order_id)?;
            let sql = "SELECT id, kind, document_id FROM purchase_move WHERE order_id = ? AND NOT undone ORDER BY id DESC LIMIT 1";
            let latest = rows(tx.conn, DOING, sql, &[&order_id], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, u8>(1)?, row.get::<_, i64>(2)?))
            })?;
            let Some((id, kind, document)) = latest.into_iter().next() else { return Err(gone) };
            if id != move_id {
                return Err(refused(PurchaseProblem::NotTheLatest));
            }
            let sql = "UPDATE purchase_move SET undone = true, updated_at = ? WHERE id = ?";
            let undone = |tx: &Tx<'_>| tx.conn.execute(sql, params![tx.now, move_id]).doing(DOING);
            let posted = if kind == RECEIPT {
                allow(&order, PurchaseStep::TakeBack(Arrived::Nothing)).or_else(|_| {
                    allow(&order, PurchaseStep::TakeBack(Arrived::Part))
                })?;
                let posted = reverse(tx, actor, document)?;
                undone(tx)?;
                let step = PurchaseStep::TakeBack(arrived(&lines(tx, order_id)?));
                advance(tx, &order, step, actor, "took_back", &posted.number)?;
                posted
            } else {
                let posted = reverse(tx, actor, document)?;
                undone(tx)?;
                advance(tx, &order, PurchaseStep::Return, actor, "kept", &posted.number)?;
                posted
            };
            follow(tx)?;
            Ok(posted)
        })
    }
}

/// Pieces together; numbers nobody can have typed in earnest stop at the largest there is.
fn total(pieces: impl Iterator<Item = i64>) -> i64 {
    pieces.fold(0, i64::saturating_add)
}

/// The order's number and what is to be said besides, as the reason on the document.
fn told(order: &Order, more: &str) -> String {
    format!("{} {}", order.number, more.trim()).trim_end().to_owned()
}

/// Goods cannot come before they were sent. On the day itself they come after it.
fn moment(order: &Order, at: NaiveDateTime) -> Result<NaiveDateTime> {
    let sent = order.sent_at.unwrap_or(at);
    if at.date() < sent.date() {
        return Err(refused(PurchaseProblem::Day));
    }
    Ok(at.max(sent))
}

/// What was last paid for the pieces of each line.
fn prices(tx: &Tx<'_>, order_id: i64) -> Result<Vec<(i64, Money)>> {
    let sql = "SELECT ml.line_id, CAST(arg_max(ml.unit_price, m.id) * 100 AS BIGINT) FROM purchase_move_line ml
               JOIN purchase_move m ON m.id = ml.move_id WHERE m.order_id = ? AND m.kind = 1 AND NOT m.undone GROUP BY ml.line_id";
    rows(tx.conn, DOING, sql, &[&order_id], |row| Ok((row.get(0)?, Money::from_fen(row.get(1)?))))
}

/// Posts the document and keeps the move that stands behind it.
fn keep(
    tx: &Tx<'_>,
    actor: &str,
    order: &Order,
    kind: u8,
    entry: &Entry,
    reason: &str,
    kept: &[Kept<'_>],
) -> Result<Posted> {
    let posted = post(tx, actor, entry)?;
    let id = tx.take_numbers("purchase_move", 1)?;
    tx.conn
        .execute(
            "INSERT INTO purchase_move VALUES (?, ?, ?, ?, ?, ?, ?, false, ?)",
            params![id, order.id, kind, posted.document_id, entry.moved_at, reason.trim(), actor, tx.now],
        )
        .doing(DOING)?;
    for one in kept {
        tx.conn
            .execute(
                "INSERT INTO purchase_move_line VALUES (?, ?, ?, ?, ?, ?, CAST(? AS DECIMAL(18,0)) * 0.01, ?)",
                params![
                    id,
                    one.line.id,
                    one.line.code,
                    one.qty,
                    one.transit,
                    one.place.code(),
                    one.price.fen(),
                    one.reason
                ],
            )
            .doing(DOING)?;
    }
    Ok(posted)
}
