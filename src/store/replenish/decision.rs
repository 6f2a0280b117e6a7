//! What was decided about suggestions (补货决定): kept with the working as it was then, taken back by undo, never changed.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use duckdb::types::Value;
use duckdb::{Row, ToSql, params};

use crate::domain::replenish::{Decided, DecisionKind};
use crate::domain::stock::{MovementKind, Place};
use crate::domain::working::KeptLine;
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::orders::{LIST, joined};
use crate::store::write::Deed;

/// A decision before it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDecision {
    pub sku_code: String,
    pub kind: DecisionKind,
    /// Pieces that were suggested, and that were ordered (0 when none were).
    pub suggested: i64,
    pub qty: i64,
    /// Pieces there were and that were coming.
    pub position: i64,
    /// The day on which a snoozed suggestion comes again.
    pub until: Option<NaiveDate>,
    pub reason: String,
    pub working: Vec<KeptLine>,
    /// Number of the draft purchase it became; empty when none.
    pub document: String,
}

/// A decision as it was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionRow {
    pub id: i64,
    pub sku_code: String,
    pub made_at: NaiveDateTime,
    pub actor: String,
    pub kind: DecisionKind,
    pub suggested: i64,
    pub qty: i64,
    pub position: i64,
    pub until: Option<NaiveDate>,
    pub reason: String,
    pub working: Vec<KeptLine>,
    pub document: String,
    /// It was taken back.
    pub undone: bool,
}

impl DecisionRow {
    /// What of it matters for whether it still holds.
    pub const fn decided(&self) -> Decided {
        Decided { kind: self.kind, position: self.position, suggested: self.suggested, until: self.until }
    }
}

const DOING: &str = "reading decisions";

const COLUMNS: &str =
    "id, sku_code, made_at, actor, decision, suggested, qty, stock_position, until_day, reason, working, document,
    undone_at IS NOT NULL";

fn decision(row: &Row<'_>) -> duckdb::Result<DecisionRow> {
    Ok(DecisionRow {
        id: row.get(0)?,
        sku_code: row.get(1)?,
        made_at: row.get(2)?,
        actor: row.get(3)?,
        kind: DecisionKind::from_code(row.get(4)?).unwrap_or(DecisionKind::Rejected),
        suggested: row.get(5)?,
        qty: row.get(6)?,
        position: row.get(7)?,
        until: row.get(8)?,
        reason: row.get(9)?,
        // A working that cannot be read is not shown; the decision stands all the same.
        working: serde_json::from_str(&row.get::<_, String>(10)?).unwrap_or_default(),
        document: row.get(11)?,
        undone: row.get(12)?,
    })
}

impl Store {
    /// Keeps decisions; gives their ids.
    pub fn decide(&self, actor: &str, decisions: &[NewDecision]) -> Result<Vec<i64>> {
        let doing = "keeping decisions";
        let subject = decisions.first().map(|one| one.sku_code.clone()).unwrap_or_default();
        let deed = Deed { what: "replenish", subject: &subject, detail: decisions.len().to_string() };
        self.write(actor, &deed, |tx| {
            let count = i64::try_from(decisions.len()).unwrap_or(i64::MAX);
            let first = tx.take_numbers("replenish_decision", count.max(1))?;
            let mut insert = tx
                .conn
                .prepare("INSERT INTO replenish_decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)")
                .doing(doing)?;
            let mut ids = Vec::with_capacity(decisions.len());
            for (id, one) in (first..).zip(decisions) {
                let working = serde_json::to_string(&one.working)
                    .map_err(|error| StoreError::Engine { doing, detail: error.to_string() })?;
                insert
                    .execute(params![
                        id,
                        one.sku_code,
                        tx.now,
                        actor,
                        one.kind.code(),
                        one.suggested,
                        one.qty,
                        one.position,
                        one.until,
                        one.reason.trim(),
                        working,
                        one.document,
                        tx.now,
                    ])
                    .doing(doing)?;
                ids.push(id);
            }
            Ok(ids)
        })
    }

    /// Takes decisions back: what they said holds no longer.
    pub fn undo_decisions(&self, actor: &str, ids: &[i64]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let deed = Deed { what: "undo_replenish", subject: "", detail: ids.len().to_string() };
        self.write(actor, &deed, |tx| {
            let sql = format!(
                "UPDATE replenish_decision SET undone_at = ?, updated_at = ? WHERE undone_at IS NULL AND id IN {LIST}"
            );
            tx.conn
                .execute(&sql, params![tx.now, tx.now, Value::Text(joined(ids.iter().copied()))])
                .doing("taking decisions back")?;
            Ok(())
        })
    }

    /// The latest decision for each SKU's code, those taken back left out.
    pub fn latest_decisions(&self) -> Result<HashMap<String, DecisionRow>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM replenish_decision WHERE undone_at IS NULL
             QUALIFY row_number() OVER (PARTITION BY sku_code ORDER BY id DESC) = 1"
        );
        let found = self.reader()?.rows(DOING, &sql, &[], decision)?;
        Ok(found.into_iter().map(|one| (one.sku_code.clone(), one)).collect())
    }

    /// By SKU code: when goods last came from a supplier, documents that were taken back left out.
    pub fn last_receipts(&self) -> Result<HashMap<String, NaiveDateTime>> {
        let sql = format!(
            "SELECT sku_code, max(moved_at) FROM movement WHERE kind = {} AND place = {} AND qty > 0
                 AND document_id NOT IN (SELECT reverses FROM stock_document)
                 AND document_id NOT IN (SELECT id FROM stock_document WHERE reverses <> 0) GROUP BY sku_code",
            MovementKind::Receipt.code(),
            Place::Good.code()
        );
        let found = self.reader()?.rows(DOING, &sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.into_iter().collect())
    }

    /// The latest decisions for a SKU, newest first, those taken back among them.
    pub fn decisions(&self, code: &str, at_most: u32) -> Result<Vec<DecisionRow>> {
        let sql = format!("SELECT {COLUMNS} FROM replenish_decision WHERE sku_code = ? ORDER BY id DESC LIMIT ?");
        let asked: [&dyn ToSql; 2] = [&code, &at_most];
        self.reader()?.rows(DOING, &sql, &asked, decision)
    }
}
