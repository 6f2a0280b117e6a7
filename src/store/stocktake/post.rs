//! A plan becomes one document of differences (盘点单), and can be taken out of the books again.

use chrono::NaiveDateTime;
use duckdb::params;

use super::DOING;
use super::lines::assess;
use super::plan::{books, go, plan};
use crate::domain::stock::Place;
use crate::domain::stocktake::Step;
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::stock::{Posted, StockProblem, post_counted, problems_of_count, stage};
use crate::store::write::Tx;

/// A plan that stands in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StocktakePosted {
    pub posted: Posted,
    /// Counted lines that could not be posted: the SKU is gone, or was counted again later. The others are.
    pub left_out: Vec<StockProblem>,
}

impl Store {
    /// Posts what was counted, each line as of its own moment. `reason` stands for the lines that have none of their own.
    ///
    /// # Errors
    /// [`StoreError::Stocktake`] while large differences wait for a second count, [`StoreError::StockRefused`] when no line can be posted.
    pub fn post_stocktake(&self, actor: &str, id: i64, reason: &str, at: NaiveDateTime) -> Result<StocktakePosted> {
        self.step(actor, "stocktake_post", id, |tx, known| {
            // The books may have moved since.
            assess(tx, known, false)?;
            go(tx, known, Step::Post)?;
            stage(tx, std::iter::empty())?;
            tx.conn
                .execute(
                    &format!(
                        "INSERT INTO x_entry BY NAME
                         SELECT row_number() OVER (ORDER BY l.sku_code) - 1 AS line, l.sku_code AS code, t.warehouse_id AS warehouse,
                             {good} AS place, 0 AS qty, coalesce(l.recount, l.counted) AS counted,
                             coalesce(CASE WHEN l.recount IS NOT NULL THEN l.recounted_at END, l.counted_at) AS told_at
                         FROM stocktake_line l JOIN stocktake t ON t.id = l.stocktake_id WHERE t.id = ? AND l.counted IS NOT NULL",
                        good = Place::Good.code()
                    ),
                    params![id],
                )
                .doing(DOING)?;
            let left_out = leave_out(tx)?;
            let last: Option<NaiveDateTime> =
                tx.conn.query_row("SELECT max(told_at) FROM x_entry", [], |row| row.get(0)).doing(DOING)?;
            let Some(last) = last else { return Err(StoreError::StockRefused { problems: left_out }) };
            freeze(tx, id)?;
            explain(tx, id, reason.trim())?;
            let posted = post_counted(tx, last, &known.name, actor)?;
            tx.conn
                .execute(
                    "UPDATE stocktake SET document_id = ?, closed_at = ? WHERE id = ?",
                    params![posted.document_id, at, id],
                )
                .doing(DOING)?;
            Ok(StocktakePosted { posted, left_out })
        })
    }
}

/// Takes the lines out of `x_entry` that cannot be posted, and numbers the others anew.
fn leave_out(tx: &Tx<'_>) -> Result<Vec<StockProblem>> {
    let problems = problems_of_count(tx)?;
    if problems.is_empty() {
        return Ok(problems);
    }
    tx.conn.execute_batch("CREATE OR REPLACE TEMP TABLE x_left(line BIGINT)").doing(DOING)?;
    let mut appender = tx.conn.appender("x_left").doing(DOING)?;
    for problem in &problems {
        appender.append_row(params![i64::try_from(problem.line()).unwrap_or_default()]).doing(DOING)?;
    }
    appender.flush().doing(DOING)?;
    drop(appender);
    tx.conn
        .execute_batch(
            "DELETE FROM x_entry WHERE line IN (SELECT line FROM x_left);
             UPDATE x_entry SET line = n.nth - 1 FROM (SELECT code, row_number() OVER (ORDER BY code) AS nth FROM x_entry) n
             WHERE n.code = x_entry.code",
        )
        .doing(DOING)?;
    Ok(problems)
}

/// Keeps with the lines in `x_entry` what they are posted against.
fn freeze(tx: &Tx<'_>, id: i64) -> Result<()> {
    let sql = format!(
        "UPDATE stocktake_line SET posted = true, book = n.book, cost = n.cost, updated_at = $1 FROM (
             WITH l AS (SELECT l.*, t.warehouse_id FROM stocktake_line l JOIN stocktake t ON t.id = l.stocktake_id
                 WHERE t.id = $2 AND l.sku_code IN (SELECT code FROM x_entry)),
             b AS ({book})
             SELECT l.id, b.book, s.cost FROM l LEFT JOIN b ON b.id = l.id LEFT JOIN sku s ON s.code = l.sku_code) n
         WHERE n.id = stocktake_line.id",
        book = books("l"),
    );
    tx.conn.execute(&sql, params![tx.now, id]).doing(DOING)?;
    Ok(())
}

/// Why the lines in `x_entry` differ: `reason` where nobody has said so.
fn explain(tx: &Tx<'_>, id: i64, reason: &str) -> Result<()> {
    let unsaid = "UPDATE stocktake_line SET reason = nullif(?, '') WHERE stocktake_id = ? AND posted AND coalesce(reason, '') = ''
                  AND coalesce(recount, counted) <> book";
    tx.conn.execute(unsaid, params![reason, id]).doing(DOING)?;
    let told = "UPDATE x_entry SET note = l.reason FROM stocktake_line l WHERE l.stocktake_id = ? AND l.sku_code = x_entry.code";
    tx.conn.execute(told, params![id]).doing(DOING)?;
    Ok(())
}

/// A document has been taken back: the plan behind it, if there is one, stands outside the books again and can be counted on.
pub(in crate::store) fn reversed(tx: &Tx<'_>, document: i64) -> Result<()> {
    let sql = "SELECT max(id) FROM stocktake WHERE document_id = ?";
    let behind: Option<i64> = tx.conn.query_row(sql, [document], |row| row.get(0)).doing(DOING)?;
    let Some(id) = behind else { return Ok(()) };
    tx.conn
        .execute("UPDATE stocktake_line SET posted = false, book = NULL, cost = NULL WHERE stocktake_id = ?", [id])
        .doing(DOING)?;
    tx.conn.execute("UPDATE stocktake SET document_id = 0, closed_at = NULL WHERE id = ?", [id]).doing(DOING)?;
    let known = plan(tx.conn, id)?;
    assess(tx, &known, false)?;
    go(tx, &known, Step::Reverse)?;
    Ok(())
}
