//! Goods between warehouses (调拨): at once, or under way until somebody takes them in.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use duckdb::params;

use super::follow::follow;
use super::post::{Entry, EntryLine, Posted, StockProblem, post, refuse};
use crate::domain::stock::{MovementKind, Place};
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::orders::text;
use crate::store::read::rows;
use crate::store::write::{Deed, Tx};

const DOING: &str = "moving stock between warehouses";

/// A transfer before it is posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub from: i64,
    pub to: i64,
    pub moved_at: NaiveDateTime,
    pub reason: String,
    /// Code and good pieces.
    pub lines: Vec<(String, i64)>,
    /// The goods are on the way until they are taken in; otherwise they are there at once.
    pub travels: bool,
}

/// Goods under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferRow {
    pub id: i64,
    pub number: String,
    pub from: String,
    pub to: String,
    pub sent_at: NaiveDateTime,
    pub reason: String,
    pub lines: Vec<TransferLine>,
}

/// Pieces of a SKU under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferLine {
    pub code: String,
    pub name: String,
    pub qty: i64,
}

/// Transfers that are still under way: sent by a document that stands, and taken in by none that does.
const OPEN: &str = "FROM transfer t JOIN stock_document d ON d.id = t.sent_document
    WHERE d.id NOT IN (SELECT reverses FROM stock_document)
        AND (t.received_document = 0 OR t.received_document IN (SELECT reverses FROM stock_document))";

impl Store {
    /// Sends good pieces from one warehouse to another.
    ///
    /// # Errors
    /// [`StoreError::StockRefused`] with every problem; nothing is posted then.
    pub fn transfer(&self, actor: &str, transfer: &Transfer) -> Result<Posted> {
        let deed =
            Deed { what: "stock", subject: MovementKind::Transfer.id(), detail: transfer.lines.len().to_string() };
        self.write(actor, &deed, |tx| {
            if transfer.from == transfer.to {
                let same =
                    |(line, (code, _)): (usize, &(String, i64))| StockProblem::SamePlace { line, code: code.clone() };
                refuse(transfer.lines.iter().enumerate().map(same).collect())?;
            }
            let there = if transfer.travels { Place::TransferTransit } else { Place::Good };
            let lines = transfer.lines.iter().flat_map(|(code, qty)| {
                [line(code, transfer.from, Place::Good, -qty), line(code, transfer.to, there, *qty)]
            });
            let entry = Entry {
                kind: MovementKind::Transfer,
                moved_at: transfer.moved_at,
                reason: transfer.reason.clone(),
                lines: lines.collect(),
            };
            let posted = post(tx, actor, &entry).map_err(by_transfer)?;
            follow(tx)?;
            if transfer.travels {
                let id = tx.take_numbers("transfer", 1)?;
                let row = params![id, transfer.from, transfer.to, posted.document_id, tx.now];
                tx.conn.execute("INSERT INTO transfer VALUES (?, ?, ?, ?, 0, ?)", row).doing(DOING)?;
            }
            Ok(posted)
        })
    }

    /// What is under way, oldest first.
    pub fn transfers(&self) -> Result<Vec<TransferRow>> {
        let reader = self.reader()?;
        let sql = format!(
            "SELECT t.id, d.number, f.name, w.name, d.moved_at, d.reason, d.id
             {from} ORDER BY t.id",
            from = OPEN.replacen(
                "WHERE",
                "JOIN warehouse f ON f.id = t.from_warehouse JOIN warehouse w ON w.id = t.to_warehouse WHERE",
                1
            ),
        );
        let mut open = reader.rows(DOING, &sql, &[], |row| {
            let one = TransferRow {
                id: row.get(0)?,
                number: row.get(1)?,
                from: row.get(2)?,
                to: row.get(3)?,
                sent_at: row.get(4)?,
                reason: row.get(5)?,
                lines: Vec::new(),
            };
            Ok((row.get::<_, i64>(6)?, one))
        })?;
        let sql = format!(
            "SELECT m.document_id, m.sku_code, s.name, m.qty FROM movement m LEFT JOIN sku s ON s.code = m.sku_code
             WHERE m.place = {transit} AND m.document_id IN (SELECT t.sent_document {OPEN}) ORDER BY m.id",
            transit = Place::TransferTransit.code(),
        );
        let mut lines: HashMap<i64, Vec<TransferLine>> = HashMap::new();
        for (document, line) in reader.rows(DOING, &sql, &[], |row| {
            Ok((row.get::<_, i64>(0)?, TransferLine { code: row.get(1)?, name: text(row, 2)?, qty: row.get(3)? }))
        })? {
            lines.entry(document).or_default().push(line);
        }
        for (document, one) in &mut open {
            one.lines = lines.remove(document).unwrap_or_default();
        }
        Ok(open.into_iter().map(|(_, one)| one).collect())
    }

    /// Takes in what was under way: `arrived` says how many pieces of each SKU came; what did not come is written off.
    ///
    /// # Errors
    /// [`StoreError::StockRefused`] when more came than was sent, [`StoreError::Gone`] when it is not under way any more.
    pub fn receive_transfer(
        &self,
        actor: &str,
        id: i64,
        at: NaiveDateTime,
        arrived: &HashMap<String, i64>,
    ) -> Result<Posted> {
        let deed = Deed { what: "receive_transfer", subject: "", detail: id.to_string() };
        self.write(actor, &deed, |tx| {
            let sql = format!("SELECT t.sent_document, t.to_warehouse, d.number {OPEN} AND t.id = ?");
            let found = rows(tx.conn, DOING, &sql, &[&id], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
            })?;
            let gone = StoreError::Gone { what: "transfer", id };
            let (sent, to, number) = found.into_iter().next().ok_or(gone)?;
            let sent = sent_pieces(tx, sent)?;
            let mut problems = Vec::new();
            let mut lines = Vec::new();
            for (at, (code, qty)) in sent.iter().enumerate() {
                let came = arrived.get(code).copied().unwrap_or(*qty);
                if came < 0 {
                    problems.push(StockProblem::Negative { line: at, code: code.clone(), qty: came });
                } else if came > *qty {
                    problems.push(StockProblem::TooFew { line: at, code: code.clone(), there: *qty, wanted: came });
                }
                lines.push(line(code, to, Place::TransferTransit, -qty));
                if came > 0 {
                    lines.push(line(code, to, Place::Good, came));
                }
            }
            refuse(problems)?;
            let entry = Entry { kind: MovementKind::Transfer, moved_at: at, reason: number, lines };
            let posted = post(tx, actor, &entry)?;
            follow(tx)?;
            let sql = "UPDATE transfer SET received_document = ?, updated_at = ? WHERE id = ?";
            tx.conn.execute(sql, params![posted.document_id, tx.now, id]).doing(DOING)?;
            Ok(posted)
        })
    }
}

/// A transfer that has been taken in cannot be taken back before that is.
pub(super) fn refuse_received(tx: &Tx<'_>, document: i64) -> Result<()> {
    let sql = "SELECT d.number FROM transfer t JOIN stock_document d ON d.id = t.received_document
               WHERE t.sent_document = ? AND d.id NOT IN (SELECT reverses FROM stock_document)";
    let found = rows(tx.conn, DOING, sql, &[&document], |row| row.get::<_, String>(0))?;
    refuse(found.into_iter().map(|number| StockProblem::TakenIn { number }).collect())
}

/// Code and pieces that a document put under way.
fn sent_pieces(tx: &Tx<'_>, document: i64) -> Result<Vec<(String, i64)>> {
    let sql = "SELECT sku_code, qty FROM movement WHERE document_id = ? AND place = ? ORDER BY id";
    rows(tx.conn, DOING, sql, &[&document, &Place::TransferTransit.code()], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn line(code: &str, warehouse: i64, place: Place, qty: i64) -> EntryLine {
    EntryLine { code: code.to_owned(), warehouse, place, qty, unit_cost: None, note: String::new(), lot: None }
}

/// Each line of a transfer is two of its document.
fn by_transfer(error: StoreError) -> StoreError {
    match error {
        StoreError::StockRefused { problems } => {
            let mut problems: Vec<StockProblem> =
                problems.into_iter().map(|one| one.at_line(|line| line / 2)).collect();
            problems.dedup();
            StoreError::StockRefused { problems }
        }
        other => other,
    }
}
