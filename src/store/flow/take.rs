//! Taking a step with many orders at once (批量处理): one transaction, every order for itself.

use chrono::NaiveDateTime;
use duckdb::params;

use super::check::{Checked, check};
use super::work::{rework, settle_parcels};
use super::{BatchResult, DOING, StepRules, Task, deed};
use crate::domain::flow::{Conflict, Step};
use crate::store::Store;
use crate::store::error::{Doing, Result};
use crate::store::read::rows;
use crate::store::stock::{follow_found, reverse};
use crate::store::write::{Deed, Tx};

impl Store {
    /// Takes a step with these orders. Orders it cannot be taken with stay as they are and say why; the others go on.
    /// Goods that come back or go out again have ways of their own: [`Store::take_back`], [`Store::send_again`].
    ///
    /// # Errors
    /// Only when the shop file itself fails; nothing is done then.
    pub fn take_steps(&self, actor: &str, step: Step, tasks: &[Task], rules: StepRules) -> Result<BatchResult> {
        let deed = Deed { what: deed(step), subject: step.id(), detail: tasks.len().to_string() };
        self.write(actor, &deed, |tx| {
            let checked = check(tx.conn, step, tasks, rules)?;
            take(tx, actor, step, tasks, &checked)
        })
    }

    /// What [`Store::take_steps`] would do, without doing it.
    pub fn preview_steps(&self, step: Step, tasks: &[Task], rules: StepRules) -> Result<BatchResult> {
        let reader = self.reader()?;
        let checked = check(&reader.conn, step, tasks, rules)?;
        let done = checked.taken.into_iter().map(|(taken, _)| taken).collect();
        Ok(BatchResult { batch_id: 0, done, refused: checked.refused })
    }
}

/// Notes on the orders that may be that they are printed now.
pub(in crate::store) fn mark_printed(tx: &Tx<'_>, actor: &str, ids: &[i64]) -> Result<()> {
    let tasks: Vec<Task> = ids.iter().copied().map(Task::of).collect();
    let mut checked = check(tx.conn, Step::Print, &tasks, StepRules::default())?;
    // Printed once more, or after it was sent: nothing is wrong with that.
    checked.refused.clear();
    take(tx, actor, Step::Print, &tasks, &checked)?;
    Ok(())
}

fn take(tx: &Tx<'_>, actor: &str, step: Step, tasks: &[Task], checked: &Checked) -> Result<BatchResult> {
    let done: Vec<_> = checked.taken.iter().map(|(taken, _)| taken.clone()).collect();
    let refused = checked.refused.clone();
    if done.is_empty() {
        return Ok(BatchResult { batch_id: 0, done, refused });
    }
    let batch_id = batch(tx, actor, step, done.len(), refused.len(), 0)?;
    let words = checked.taken.iter().filter_map(|(taken, order)| {
        let task = tasks.get(taken.nth)?;
        let note = match order.flow.conflict() {
            Some(conflict) if step == Step::KeepMine => conflict.word(),
            _ => task.note.trim().to_owned(),
        };
        let parcel = step.sends().then(|| (task.tracking_no.trim(), task.courier.trim()));
        Some((order.platform.code(), order.order_no.as_str(), task.at.unwrap_or(tx.now), parcel, note))
    });
    write(tx, actor, step, batch_id, words)?;
    if step == Step::TakeTheirs {
        let never_left: Vec<i64> = checked
            .taken
            .iter()
            .filter(|(_, order)| matches!(order.flow.conflict(), Some(Conflict::NeverLeft(_))))
            .map(|(taken, _)| taken.order_id)
            .collect();
        take_back_shipping(tx, actor, batch_id, &never_left)?;
    }
    settle(tx)?;
    Ok(BatchResult { batch_id, done, refused })
}

/// Writes the head of a batch.
pub(super) fn batch(tx: &Tx<'_>, actor: &str, step: Step, done: usize, refused: usize, undoes: i64) -> Result<i64> {
    let id = tx.take_numbers("order_batch", 1)?;
    let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    tx.conn
        .execute(
            "INSERT INTO order_batch VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![id, step.code(), actor, whole(done), whole(refused), undoes, tx.now],
        )
        .doing(DOING)?;
    Ok(id)
}

type Words<'a> = (u8, &'a str, NaiveDateTime, Option<(&'a str, &'a str)>, String);

/// Writes steps; leaves the orders in `x_touched`. Tells the id of the first.
pub(super) fn write<'a>(
    tx: &Tx<'_>,
    actor: &str,
    step: Step,
    batch_id: i64,
    steps: impl Iterator<Item = Words<'a>>,
) -> Result<i64> {
    tx.conn
        .execute_batch(
            "CREATE OR REPLACE TEMP TABLE x_step(nth BIGINT, platform SMALLINT, order_no VARCHAR, done_at TIMESTAMP,
                 tracking_no VARCHAR, courier VARCHAR, note VARCHAR)",
        )
        .doing(DOING)?;
    let mut count = 0i64;
    let mut appender = tx.conn.appender("x_step").doing(DOING)?;
    for (platform, order_no, at, parcel, note) in steps {
        let (tracking_no, courier) = parcel.unzip();
        appender.append_row(params![count, platform, order_no, at, tracking_no, courier, note]).doing(DOING)?;
        count += 1;
    }
    appender.flush().doing(DOING)?;
    drop(appender);
    let first = tx.take_numbers("order_step", count.max(1))?;
    tx.conn
        .execute(
            "INSERT INTO order_step BY NAME
             SELECT CAST(? AS BIGINT) + nth AS id, CAST(? AS BIGINT) AS batch_id, platform, order_no, CAST(? AS SMALLINT) AS step, done_at,
                 CAST(? AS VARCHAR) AS actor, nullif(tracking_no, '') AS tracking_no, nullif(courier, '') AS courier,
                 nullif(note, '') AS note, 0 AS document_id, 0 AS undone_by, CAST(? AS TIMESTAMP) AS recorded_at
             FROM x_step ORDER BY nth",
            params![first, batch_id, step.code(), actor, tx.now.to_string()],
        )
        .doing(DOING)?;
    tx.conn
        .execute_batch(
            "CREATE OR REPLACE TEMP TABLE x_touched AS SELECT DISTINCT platform, order_no FROM x_step; DROP TABLE x_step",
        )
        .doing(DOING)?;
    Ok(first)
}

/// What follows from the steps of the orders in `x_touched`: their rows, their parcels, their stock.
pub(super) fn settle(tx: &Tx<'_>) -> Result<()> {
    rework(tx)?;
    settle_parcels(tx)?;
    tx.conn
        .execute_batch(
            "CREATE OR REPLACE TEMP TABLE x_lines AS
             SELECT l.id AS line_id FROM order_line l JOIN orders o ON o.id = l.order_id
             SEMI JOIN x_touched t ON t.platform = o.platform AND t.order_no = o.order_no",
        )
        .doing(DOING)?;
    follow_found(tx, "x_lines")
}

/// What was shipped here never left: that step and all that came of it is taken back by the batch.
fn take_back_shipping(tx: &Tx<'_>, actor: &str, batch_id: i64, orders: &[i64]) -> Result<()> {
    let list = orders.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    if list.is_empty() {
        return Ok(());
    }
    let of = format!(
        "undone_by = 0 AND step BETWEEN {} AND {} AND EXISTS (
             FROM orders o WHERE o.id IN ({list}) AND o.platform = order_step.platform AND o.order_no = order_step.order_no)",
        Step::Ship.code(),
        Step::Reissue.code()
    );
    let sql = format!("SELECT document_id FROM order_step WHERE document_id <> 0 AND {of} ORDER BY id");
    for document in rows(tx.conn, DOING, &sql, &[], |row| row.get::<_, i64>(0))? {
        reverse(tx, actor, document)?;
    }
    tx.conn.execute(&format!("UPDATE order_step SET undone_by = ? WHERE {of}"), [batch_id]).doing(DOING)?;
    Ok(())
}
