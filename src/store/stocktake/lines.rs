//! The lines of a plan beside the books, and which of them are so far off that they must be counted again.

use chrono::NaiveDateTime;
use duckdb::types::Value;
use duckdb::{Row, ToSql, params};

use super::plan::{DUE, Plan, books, go};
use super::{DOING, StocktakeProblem};
use crate::domain::money::Money;
use crate::domain::stocktake::{Step, StocktakeState};
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::orders::{Where, containing, fen, money, text};
use crate::store::read::rows;
use crate::store::write::Tx;

/// Which lines of a plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum LineSet {
    #[default]
    All,
    /// Something else was found than the books say.
    Different,
    /// Large differences that wait for a second count.
    Due,
    /// Nobody has counted them yet.
    Uncounted,
    Counted,
}

/// Which lines to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LineQuery {
    pub plan: i64,
    pub set: LineSet,
    /// Part of a code, name, property or bar code.
    pub text: String,
    pub ids: Option<Vec<i64>>,
}

/// A SKU of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StocktakeLine {
    pub id: i64,
    pub plan: i64,
    pub code: String,
    /// A product sheet still knows the SKU.
    pub known: bool,
    pub name: String,
    pub props: String,
    pub category: String,
    pub barcode: String,
    /// What a piece costs.
    pub cost: Option<Money>,
    /// What the books say as of the moment it was counted at, as of now where nobody has: 0 where only other warehouses had it, `None`
    /// where no warehouse's books have begun.
    pub book: Option<i64>,
    pub counted: Option<i64>,
    pub counted_at: Option<NaiveDateTime>,
    pub counted_by: String,
    pub recount: Option<i64>,
    pub recounted_at: Option<NaiveDateTime>,
    pub recounted_by: String,
    /// The first count was so far off that a second is asked for.
    pub large: bool,
    /// The large difference stands without a second count.
    pub accepted: bool,
    pub reason: String,
    /// It stands in the document.
    pub posted: bool,
}

impl StocktakeLine {
    /// What was found: the second count where there is one.
    pub fn found(&self) -> Option<i64> {
        self.recount.or(self.counted)
    }

    /// Pieces found beyond the books; unknown where nobody has counted or the books have not begun.
    pub fn off(&self) -> Option<i64> {
        Some(self.found()? - self.book?)
    }

    /// What the difference is worth at cost.
    pub fn value(&self) -> Option<Money> {
        Some(Money::from_fen(self.cost?.fen().saturating_mul(self.off()?)))
    }

    /// A second count is waited for.
    pub fn due(&self) -> bool {
        self.large && !self.accepted && self.recount.is_none()
    }
}

/// The lines of a plan; differences come with the dearest first, others by code.
fn select(condition: &str) -> String {
    format!(
        "WITH l AS (SELECT l.*, t.warehouse_id FROM stocktake_line l JOIN stocktake t ON t.id = l.stocktake_id WHERE l.stocktake_id = ?),
         b AS ({book}),
         v AS (SELECT l.*, CASE WHEN l.posted THEN l.book ELSE b.book END AS there FROM l LEFT JOIN b ON b.id = l.id)
         SELECT v.id, v.stocktake_id, v.sku_code, s.id IS NOT NULL, s.name, s.props, g.name, s.barcode, {cost}, v.there, v.counted, v.counted_at,
             v.counted_by, v.recount, v.recounted_at, v.recounted_by, v.large, v.accepted, v.reason, v.posted
         FROM v LEFT JOIN sku s ON s.code = v.sku_code LEFT JOIN category g ON g.id = s.category_id {condition} ORDER BY v.sku_code",
        book = books("l"),
        cost = fen("coalesce(v.cost, s.cost)"),
    )
}

fn line(row: &Row<'_>) -> duckdb::Result<StocktakeLine> {
    Ok(StocktakeLine {
        id: row.get(0)?,
        plan: row.get(1)?,
        code: row.get(2)?,
        known: row.get(3)?,
        name: text(row, 4)?,
        props: text(row, 5)?,
        category: text(row, 6)?,
        barcode: text(row, 7)?,
        cost: money(row.get(8)?),
        book: row.get(9)?,
        counted: row.get(10)?,
        counted_at: row.get(11)?,
        counted_by: text(row, 12)?,
        recount: row.get(13)?,
        recounted_at: row.get(14)?,
        recounted_by: text(row, 15)?,
        large: row.get(16)?,
        accepted: row.get(17)?,
        reason: text(row, 18)?,
        posted: row.get(19)?,
    })
}

impl Store {
    /// Lines of a plan by code.
    pub fn stocktake_lines(&self, query: &LineQuery) -> Result<Vec<StocktakeLine>> {
        let mut wanted = Where::default();
        match query.set {
            LineSet::All => {}
            LineSet::Different => wanted.and("coalesce(v.recount, v.counted) <> v.there", []),
            LineSet::Due => wanted.and(DUE, []),
            LineSet::Uncounted => wanted.and("v.counted IS NULL", []),
            LineSet::Counted => wanted.and("v.counted IS NOT NULL", []),
        }
        if let Some(ids) = &query.ids {
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            wanted.one_of("v.id", ids.iter().copied());
        }
        if !query.text.trim().is_empty() {
            let like: Value = containing(&query.text);
            wanted.and(
                "(v.sku_code ILIKE ? ESCAPE '\\' OR s.name ILIKE ? ESCAPE '\\' OR s.props ILIKE ? ESCAPE '\\' OR s.barcode ILIKE ? ESCAPE '\\')",
                [like.clone(), like.clone(), like.clone(), like],
            );
        }
        let params: Vec<&dyn ToSql> = std::iter::once(&query.plan as &dyn ToSql).chain(wanted.params()).collect();
        self.reader()?.rows("reading a stocktake", &select(&wanted.sql()), &params, line)
    }

    /// One line of any plan.
    pub fn stocktake_line(&self, id: i64) -> Result<StocktakeLine> {
        let gone = StoreError::Gone { what: "stocktake line", id };
        let sql = "SELECT stocktake_id FROM stocktake_line WHERE id = ?";
        let plan =
            self.reader()?.rows(DOING, sql, &[&id], |row| row.get::<_, i64>(0))?.pop().ok_or_else(|| gone.clone())?;
        let query = LineQuery { plan, ids: Some(vec![id]), ..LineQuery::default() };
        self.stocktake_lines(&query)?.pop().ok_or(gone)
    }

    /// Says why lines differ. `accept`: large differences among them stand without a second count, which needs a reason.
    pub fn reason_stocktake(
        &self,
        actor: &str,
        plan: i64,
        lines: &[i64],
        reason: &str,
        accept: bool,
    ) -> Result<StocktakeState> {
        if accept && reason.trim().is_empty() {
            return Err(StoreError::Stocktake(StocktakeProblem::NoReason));
        }
        self.step(actor, "stocktake_reason", plan, |tx, known| {
            if !known.state.counts() {
                return Err(super::plan::refused(crate::domain::stocktake::Refusal::State(known.state)));
            }
            let ids = crate::store::orders::joined(lines.iter().copied());
            tx.conn
                .execute(
                    &format!(
                        "UPDATE stocktake_line SET reason = nullif(?, ''), accepted = accepted OR (? AND large AND recount IS NULL), updated_at = ?
                         WHERE stocktake_id = ? AND id IN {}",
                        crate::store::orders::LIST
                    ),
                    params![reason.trim(), accept, tx.now, plan, ids],
                )
                .doing(DOING)?;
            go(tx, known, Step::Count)
        })
    }
}

/// Marks the lines whose first count is so far off that they must be counted again; `touched`: only those in `x_touched`.
pub(super) fn assess(tx: &Tx<'_>, plan: &Plan, touched: bool) -> Result<()> {
    let which = if touched { "AND l.sku_code IN (SELECT code FROM x_touched)" } else { "" };
    let sql = format!(
        "WITH l AS (SELECT l.*, t.warehouse_id FROM stocktake_line l JOIN stocktake t ON t.id = l.stocktake_id
             WHERE l.stocktake_id = ? AND l.counted IS NOT NULL {which}),
         b AS ({book})
         SELECT l.id, b.first_book, l.counted, {cost} FROM l JOIN b ON b.id = l.id LEFT JOIN sku s ON s.code = l.sku_code
         WHERE l.counted <> b.first_book",
        book = books("l"),
        cost = fen("s.cost"),
    );
    let found = rows(tx.conn, DOING, &sql, &[&plan.id], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, i64>(2)?, money(row.get(3)?)))
    })?;
    tx.conn.execute_batch("CREATE OR REPLACE TEMP TABLE x_large(id BIGINT)").doing(DOING)?;
    let mut appender = tx.conn.appender("x_large").doing(DOING)?;
    for (id, book, counted, cost) in found {
        if plan.limits.exceeded(book, counted, cost) {
            appender.append_row(params![id]).doing(DOING)?;
        }
    }
    appender.flush().doing(DOING)?;
    drop(appender);
    tx.conn
        .execute(
            &format!(
                "UPDATE stocktake_line AS l SET large = NOT large, accepted = false
                 WHERE stocktake_id = ? {which} AND large <> (id IN (SELECT id FROM x_large))"
            ),
            params![plan.id],
        )
        .doing(DOING)?;
    Ok(())
}
