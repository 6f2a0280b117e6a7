//! Taking batches back (撤销批次): every order for itself, as far as nothing was done with it since.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use duckdb::params;

use super::check::sentence;
use super::take::{batch, settle};
use super::{BatchResult, DOING, Refused, Taken};
use crate::domain::flow::Step;
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::orders::text;
use crate::store::read::rows;
use crate::store::stock::reverse;
use crate::store::write::Deed;

/// A batch (批次).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    pub id: i64,
    pub step: Step,
    pub at: NaiveDateTime,
    pub actor: String,
    pub done: i64,
    pub refused: i64,
    /// The batch that this one took back, else 0.
    pub undoes: i64,
    /// Orders of it whose step is still in force.
    pub in_force: i64,
}

impl Store {
    /// The latest batches, newest first.
    pub fn order_batches(&self, at_most: u32) -> Result<Vec<BatchRow>> {
        let sql = "SELECT b.id, b.step, b.recorded_at, b.actor, b.done, b.refused, b.undoes,
                       (SELECT count(*) FROM order_step s WHERE s.batch_id = b.id AND s.undone_by = 0)
                   FROM order_batch b ORDER BY b.id DESC LIMIT ?";
        self.reader()?.rows("listing batches", sql, &[&at_most], |row| {
            Ok(BatchRow {
                id: row.get(0)?,
                step: Step::from_code(row.get(1)?).unwrap_or(Step::Audit),
                at: row.get(2)?,
                actor: text(row, 3)?,
                done: row.get(4)?,
                refused: row.get(5)?,
                undoes: row.get(6)?,
                in_force: row.get(7)?,
            })
        })
    }

    /// Takes a batch back. An order with which something was done since stays as it is and says so.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when nothing of it is in force.
    pub fn undo_batch(&self, actor: &str, batch_id: i64) -> Result<BatchResult> {
        let deed = Deed { what: "undo_batch", subject: "", detail: batch_id.to_string() };
        self.write(actor, &deed, |tx| {
            let sql = "SELECT s.id, s.step, s.order_no, coalesce(o.id, 0), s.document_id,
                           (SELECT arg_max(n.step, n.id) FROM order_step n WHERE n.platform = s.platform AND n.order_no = s.order_no
                                AND n.undone_by = 0 AND n.id > s.id AND n.batch_id <> s.batch_id)
                       FROM order_step s LEFT JOIN orders o ON o.platform = s.platform AND o.order_no = s.order_no
                       WHERE s.batch_id = ? AND s.undone_by = 0 ORDER BY s.id";
            let steps = rows(tx.conn, DOING, sql, &[&batch_id], |row| {
                Ok(Undone {
                    id: row.get(0)?,
                    step: Step::from_code(row.get(1)?).unwrap_or(Step::Audit),
                    order_no: text(row, 2)?,
                    order_id: row.get(3)?,
                    document: row.get(4)?,
                    since: row.get::<_, Option<u8>>(5)?.and_then(Step::from_code),
                })
            })?;
            let Some(step) = steps.first().map(|one| one.step) else {
                return Err(StoreError::Gone { what: "batch", id: batch_id });
            };
            let mut out = BatchResult::default();
            let mut ids = Vec::with_capacity(steps.len());
            let mut documents: HashSet<i64> = HashSet::new();
            for (nth, one) in steps.into_iter().enumerate() {
                if let Some(since) = one.since {
                    let why = sentence(&format!("since_{}", since.id())).with("no", &one.order_no);
                    out.refused.push(Refused { nth, order_no: one.order_no, why });
                    continue;
                }
                if one.document != 0 && documents.insert(one.document) {
                    reverse(tx, actor, one.document)?;
                }
                ids.push(one.id);
                out.done.push(Taken { nth, order_id: one.order_id, order_no: one.order_no, warning: None });
            }
            if ids.is_empty() {
                return Ok(out);
            }
            out.batch_id = batch(tx, actor, step, out.done.len(), out.refused.len(), batch_id)?;
            tx.conn.execute_batch("CREATE OR REPLACE TEMP TABLE x_undone(id BIGINT)").doing(DOING)?;
            let mut appender = tx.conn.appender("x_undone").doing(DOING)?;
            for id in &ids {
                appender.append_row(params![id]).doing(DOING)?;
            }
            appender.flush().doing(DOING)?;
            drop(appender);
            tx.conn
                .execute_batch(
                    "CREATE OR REPLACE TEMP TABLE x_touched AS
                     SELECT DISTINCT platform, order_no FROM order_step WHERE id IN (SELECT id FROM x_undone)",
                )
                .doing(DOING)?;
            tx.conn
                .execute("UPDATE order_step SET undone_by = ? WHERE id IN (SELECT id FROM x_undone)", [out.batch_id])
                .doing(DOING)?;
            if step == Step::TakeTheirs {
                // What had been taken back with it is in force again; what its goods moved is posted by hand where that is wanted.
                tx.conn
                    .execute(
                        "UPDATE order_step SET undone_by = 0 WHERE undone_by = ? AND document_id = 0
                             AND (platform, order_no) IN (SELECT platform, order_no FROM x_touched)",
                        [batch_id],
                    )
                    .doing(DOING)?;
            }
            tx.conn.execute_batch("DELETE FROM goods_back WHERE step_id IN (SELECT id FROM x_undone)").doing(DOING)?;
            settle(tx)?;
            Ok(out)
        })
    }
}

struct Undone {
    id: i64,
    step: Step,
    order_no: String,
    order_id: i64,
    document: i64,
    /// What was done with the order since.
    since: Option<Step>,
}
