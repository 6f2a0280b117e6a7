//! Purchases of before (补录): orders with all that came of them, taken in at once as they were.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use duckdb::Appender;

use super::draft::adopt;
use super::{DOING, GIVE_BACK, LETTERS, RECEIPT};
use crate::domain::money::Money;
use crate::domain::purchase::{Arrived, PurchaseStatus, PurchaseStep};
use crate::domain::stock::{MovementKind, Place};
use crate::store::Store;
use crate::store::error::{Doing, Result};
use crate::store::stock::{embrace, follow, prefix};
use crate::store::write::{Deed, Tx, peek};

/// An order as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct PastPurchase {
    pub supplier_id: i64,
    pub drafted_by: String,
    pub note: String,
    pub created_at: NaiveDateTime,
    /// `None`: a draft still.
    pub confirmed_at: Option<NaiveDateTime>,
    pub sent_at: Option<NaiveDateTime>,
    pub expected_on: Option<NaiveDate>,
    pub closed_at: Option<NaiveDateTime>,
    pub lines: Vec<PastLine>,
    /// Receipts and returns in the order of time.
    pub moves: Vec<PastMove>,
    pub payments: Vec<(NaiveDate, Money)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PastLine {
    pub sku_code: String,
    pub qty: i64,
    pub unit_price: Option<Money>,
    pub note: String,
}

/// Goods that came, or went back from the good ones.
#[derive(Debug, Clone, PartialEq)]
pub struct PastMove {
    pub back: bool,
    pub at: NaiveDateTime,
    pub reason: String,
    /// Place of the line in its order, pieces, price and why it differs.
    pub lines: Vec<(usize, i64, Money, String)>,
}

impl Store {
    /// Takes in orders of before, in their order, with their documents in the ledger: one transaction, however many they are.
    /// What they say is trusted: that no more goes back than came is the caller's to know; `check` would find it.
    pub fn keep_purchases(&self, actor: &str, orders: &[PastPurchase]) -> Result<()> {
        let deed = Deed { what: "purchase_bulk", subject: "", detail: orders.len().to_string() };
        self.write(actor, &deed, |tx| {
            let mut suppliers: Vec<i64> = orders.iter().map(|order| order.supplier_id).collect();
            suppliers.sort_unstable();
            suppliers.dedup();
            for supplier in suppliers {
                adopt(tx, supplier)?;
            }
            let first = peek(tx.conn, "movement")?;
            let mut batch = Batch::new(tx, actor)?;
            for order in orders {
                batch.order(order)?;
            }
            batch.finish()?;
            embrace(tx, first)?;
            follow(tx)
        })
    }
}

/// Rows on their way into the tables. Counters are moved once, at the end.
struct Batch<'a> {
    tx: &'a Tx<'a>,
    actor: &'a str,
    warehouse: i64,
    next: HashMap<&'static str, (i64, i64)>,
    numbers: HashMap<String, i64>,
    tables: HashMap<&'static str, Appender<'a>>,
}

const TABLES: [&str; 8] = [
    "purchase_order",
    "purchase_order_line",
    "purchase_move",
    "purchase_move_line",
    "purchase_payment",
    "purchase_event",
    "stock_document",
    "movement",
];

/// An amount as an appender takes it into a DECIMAL column, exactly.
fn yuan(money: Money) -> String {
    money.to_string()
}

impl<'a> Batch<'a> {
    fn new(tx: &'a Tx<'a>, actor: &'a str) -> Result<Self> {
        let warehouse = tx.conn.query_row("SELECT min(id) FROM warehouse", [], |row| row.get(0)).doing(DOING)?;
        let (mut next, mut tables) = (HashMap::new(), HashMap::new());
        for table in TABLES {
            let first = peek(tx.conn, table)?;
            next.insert(table, (first, first));
            tables.insert(table, tx.conn.appender(table).doing(DOING)?);
        }
        Ok(Self { tx, actor, warehouse, next, numbers: HashMap::new(), tables })
    }

    fn id(&mut self, table: &'static str) -> i64 {
        let (_, next) = self.next.entry(table).or_insert((1, 1));
        *next += 1;
        *next - 1
    }

    fn put(&mut self, table: &'static str, row: &[&dyn duckdb::ToSql]) -> Result<()> {
        match self.tables.get_mut(table) {
            Some(appender) => appender.append_row(row).doing(DOING),
            None => Ok(()),
        }
    }

    fn event(&mut self, order: i64, at: NaiveDateTime, actor: &str, what: &str, detail: &str) -> Result<()> {
        let id = self.id("purchase_event");
        self.put("purchase_event", &[&id, &order, &at, &actor, &what, &detail])
    }

    /// The next number of a day: `RK20261125-001`.
    fn number(&mut self, table: &str, letters: &str, at: NaiveDateTime) -> Result<String> {
        let day = format!("{letters}{}", at.format("%Y%m%d"));
        let counter = format!("{table} {day}");
        let nth = match self.numbers.get(&counter) {
            Some(nth) => *nth,
            None => peek(self.tx.conn, &counter)?,
        };
        self.numbers.insert(counter, nth + 1);
        Ok(format!("{day}-{nth:03}"))
    }

    /// A stock document with its lines: code, place, pieces, cost, note.
    fn document(
        &mut self,
        kind: MovementKind,
        at: NaiveDateTime,
        reason: &str,
        lines: &[(&str, Place, i64, Option<Money>, &str)],
    ) -> Result<i64> {
        let id = self.id("stock_document");
        let number = self.number("stock_document", prefix(kind), at)?;
        let (actor, now) = (self.actor, self.tx.now);
        self.put("stock_document", &[&id, &number, &kind.code(), &at, &reason, &actor, &now, &0_i64])?;
        for (code, place, qty, cost, note) in lines {
            let movement = self.id("movement");
            let note = (!note.is_empty()).then_some(*note);
            let none: Option<i64> = None;
            let text: Option<&str> = None;
            let day: Option<NaiveDate> = None;
            let warehouse = self.warehouse;
            self.put(
                "movement",
                &[
                    &movement,
                    &id,
                    &0_i64,
                    code,
                    &warehouse,
                    &place.code(),
                    &kind.code(),
                    qty,
                    &at,
                    &cost.map(yuan),
                    &none,
                    &text,
                    &day,
                    &note,
                    &now,
                ],
            )?;
        }
        Ok(id)
    }

    fn order(&mut self, past: &PastPurchase) -> Result<()> {
        let id = self.id("purchase_order");
        let order_number = self.number("purchase_order", LETTERS, past.created_at)?;
        let (actor, now) = (self.actor.to_owned(), self.tx.now);
        let mut status = PurchaseStatus::Draft;
        self.event(id, past.created_at, &past.drafted_by, "drafted", "")?;
        let mut lines: Vec<(i64, i64)> = Vec::with_capacity(past.lines.len());
        for line in &past.lines {
            let line_id = self.id("purchase_order_line");
            lines.push((line_id, 0));
            self.put(
                "purchase_order_line",
                &[&line_id, &id, &line.sku_code, &line.qty, &line.unit_price.map(yuan), &line.note, &past.created_at],
            )?;
        }
        if let Some(at) = past.confirmed_at {
            status = status.after(PurchaseStep::Confirm).unwrap_or(status);
            self.event(id, at, &actor, "confirmed", "")?;
        }
        let (mut transit, mut released) = (0, 0);
        if let Some(at) = past.sent_at {
            status = status.after(PurchaseStep::Send).unwrap_or(status);
            let under_way: Vec<_> = past
                .lines
                .iter()
                .map(|line| (line.sku_code.as_str(), Place::PurchaseTransit, line.qty, None, ""))
                .collect();
            transit = self.document(MovementKind::Ordered, at, &order_number, &under_way)?;
            self.event(id, at, &actor, "sent", "")?;
        }
        let arrived = |lines: &[(i64, i64)]| {
            Arrived::of(past.lines.iter().zip(lines).map(|(line, (_, received))| (line.qty, *received)))
        };
        for one in &past.moves {
            self.moved(id, &order_number, past, one, &mut lines)?;
            let step = if one.back { PurchaseStep::Return } else { PurchaseStep::Receive(arrived(&lines)) };
            status = status.after(step).unwrap_or(status);
        }
        for (day, amount) in &past.payments {
            let payment = self.id("purchase_payment");
            self.put("purchase_payment", &[&payment, &id, day, &yuan(*amount), &"", &actor, &false, &now])?;
            self.event(id, day.and_time(chrono::NaiveTime::MIN), &actor, "paid", &amount.to_string())?;
        }
        if let Some(at) = past.closed_at {
            status = status.after(PurchaseStep::Close).unwrap_or(status);
            let open: Vec<_> = past
                .lines
                .iter()
                .zip(&lines)
                .filter(|(line, (_, received))| line.qty > *received)
                .map(|(line, (_, received))| {
                    (line.sku_code.as_str(), Place::PurchaseTransit, received - line.qty, None, "")
                })
                .collect();
            if !open.is_empty() {
                released = self.document(MovementKind::Ordered, at, &order_number, &open)?;
            }
            let given_up: i64 = open.iter().map(|(_, _, qty, _, _)| -qty).sum();
            self.event(id, at, &actor, "closed", &given_up.to_string())?;
        }
        let (supplier, warehouse) = (past.supplier_id, self.warehouse);
        self.put(
            "purchase_order",
            &[
                &id,
                &order_number,
                &supplier,
                &warehouse,
                &status.code(),
                &past.note,
                &past.drafted_by,
                &past.created_at,
                &past.sent_at,
                &past.expected_on,
                &transit,
                &released,
                &now,
            ],
        )
    }

    fn moved(
        &mut self,
        id: i64,
        order_number: &str,
        past: &PastPurchase,
        one: &PastMove,
        lines: &mut [(i64, i64)],
    ) -> Result<()> {
        let mut moved = Vec::new();
        let mut kept = Vec::new();
        for (at, qty, price, why) in &one.lines {
            let (Some(line), Some((line_id, received))) = (past.lines.get(*at), lines.get_mut(*at)) else { continue };
            let code = line.sku_code.as_str();
            if one.back {
                moved.push((code, Place::Good, -qty, Some(*price), ""));
                kept.push((*line_id, code, *qty, 0_i64, *price, why.as_str()));
                continue;
            }
            let transit = (*qty).min((line.qty - *received).max(0));
            *received += qty;
            if transit > 0 {
                moved.push((code, Place::PurchaseTransit, -transit, None, why.as_str()));
            }
            moved.push((code, Place::Good, *qty, Some(*price), why.as_str()));
            kept.push((*line_id, code, *qty, transit, *price, why.as_str()));
        }
        let reason = format!("{order_number} {}", one.reason).trim_end().to_owned();
        let (kind, movement, what) = if one.back {
            (GIVE_BACK, MovementKind::SupplierReturn, "returned")
        } else {
            (RECEIPT, MovementKind::Receipt, "received")
        };
        let document = self.document(movement, one.at, &reason, &moved)?;
        let move_id = self.id("purchase_move");
        let (actor, now) = (self.actor.to_owned(), self.tx.now);
        self.put("purchase_move", &[&move_id, &id, &kind, &document, &one.at, &one.reason, &actor, &false, &now])?;
        for (line_id, code, qty, transit, price, why) in &kept {
            let place = Place::Good.code();
            self.put("purchase_move_line", &[&move_id, line_id, code, qty, transit, &place, &yuan(*price), why])?;
        }
        let pieces: i64 = kept.iter().map(|(_, _, qty, _, _, _)| qty).sum();
        self.event(id, one.at, &actor, what, &pieces.to_string())
    }

    /// Writes what waits, and moves the counters past every number that was given out.
    fn finish(mut self) -> Result<()> {
        for appender in self.tables.values_mut() {
            appender.flush().doing(DOING)?;
        }
        drop(self.tables);
        for (table, (first, next)) in self.next {
            if next > first {
                self.tx.take_numbers(table, next - first)?;
            }
        }
        for (counter, next) in self.numbers {
            let known = peek(self.tx.conn, &counter)?;
            let given = next - known;
            if given > 0 {
                self.tx.take_numbers(&counter, given)?;
            }
        }
        Ok(())
    }
}
