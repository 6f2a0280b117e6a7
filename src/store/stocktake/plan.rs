//! The plans themselves: written down, started, counted to the end, given up; and the list of them.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use duckdb::{Connection, Row, ToSql, params};

use super::lines::assess;
use super::{DOING, StocktakeProblem};
use crate::domain::money::Money;
use crate::domain::stock::Place;
use crate::domain::stocktake::{Candidate, Limits, Scope, Step, StocktakeState, Tally};
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::facts::{NOT_EXCLUDED, paid_at};
use crate::store::orders::{fen, money, text};
use crate::store::parts::PARTS;
use crate::store::read::rows;
use crate::store::write::{Deed, Tx};

/// Days of sales behind the classes A, B and C.
const ABC_DAYS: u64 = 90;

/// A plan as somebody writes it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StocktakePlan {
    pub name: String,
    pub warehouse: i64,
    pub scope: Scope,
    /// Who counts does not see what the books say (盲盘).
    pub blind: bool,
    pub limits: Limits,
}

/// A plan with how far it is and what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StocktakeRow {
    pub id: i64,
    pub plan: StocktakePlan,
    pub warehouse_name: String,
    pub state: StocktakeState,
    pub actor: String,
    pub created_at: NaiveDateTime,
    pub started_at: Option<NaiveDateTime>,
    /// When it was posted or given up.
    pub closed_at: Option<NaiveDateTime>,
    /// 0: nothing of it stands in the books.
    pub document_id: i64,
    pub document: String,
    /// Why it was given up.
    pub given_up: String,
    pub planned: i64,
    pub counted: i64,
    /// Large differences that wait for a second count.
    pub due: i64,
    /// SKUs of which something else was found than the books say.
    pub different: i64,
    /// Pieces found beyond the books, and (below zero) missing.
    pub more: i64,
    pub less: i64,
    /// What the differences are worth at cost, as far as the costs are known.
    pub value: Money,
    /// Differences of SKUs without a cost.
    pub without_cost: i64,
    /// Pieces of SKUs that no warehouse has had in its books: they begin with them (新建账), which is no difference.
    pub opened: i64,
}

impl StocktakeRow {
    pub fn tally(&self) -> Tally {
        let size = |n: i64| usize::try_from(n).unwrap_or_default();
        Tally { planned: size(self.planned), counted: size(self.counted), due: size(self.due) }
    }
}

/// What the steps need to know of a plan.
pub(super) struct Plan {
    pub id: i64,
    pub name: String,
    pub state: StocktakeState,
    pub limits: Limits,
}

fn limits(row: &Row<'_>, at: usize) -> duckdb::Result<Limits> {
    Ok(Limits { pieces: row.get(at)?, percent: row.get(at + 1)?, value: money(row.get(at + 2)?) })
}

pub(super) fn plan(conn: &Connection, id: i64) -> Result<Plan> {
    let sql = format!(
        "SELECT id, name, state, limit_pieces, limit_percent, {} FROM stocktake WHERE id = ?",
        fen("limit_value")
    );
    let found = rows(conn, DOING, &sql, &[&id], |row| {
        let state = StocktakeState::from_code(row.get(2)?).unwrap_or(StocktakeState::GivenUp);
        Ok(Plan { id: row.get(0)?, name: row.get(1)?, state, limits: limits(row, 3)? })
    })?;
    found.into_iter().next().ok_or(StoreError::Gone { what: "stocktake", id })
}

/// A large difference that nobody has counted again or accepted.
pub(super) const DUE: &str = "large AND NOT accepted AND recount IS NULL";

fn tally(conn: &Connection, id: i64) -> Result<Tally> {
    let sql =
        format!("SELECT count(*), count(counted), count(*) FILTER ({DUE}) FROM stocktake_line WHERE stocktake_id = ?");
    let size = |row: &Row<'_>, at: usize| -> duckdb::Result<usize> {
        Ok(usize::try_from(row.get::<_, i64>(at)?).unwrap_or_default())
    };
    conn.query_row(&sql, [id], |row| Ok(Tally { planned: size(row, 0)?, counted: size(row, 1)?, due: size(row, 2)? }))
        .doing(DOING)
}

/// Takes a step, if the lines as they are now allow it.
pub(super) fn go(tx: &Tx<'_>, plan: &Plan, step: Step) -> Result<StocktakeState> {
    let after = plan.state.after(step, tally(tx.conn, plan.id)?).map_err(refused)?;
    tx.conn
        .execute("UPDATE stocktake SET state = ?, updated_at = ? WHERE id = ?", params![after.code(), tx.now, plan.id])
        .doing(DOING)?;
    Ok(after)
}

pub(super) fn refused(refusal: crate::domain::stocktake::Refusal) -> StoreError {
    StoreError::Stocktake(StocktakeProblem::Step(refusal))
}

/// Own SKUs with their categories and what they brought in the last days up to the end of `until`.
fn candidates(conn: &Connection, until: NaiveDate) -> Result<Vec<Candidate>> {
    let next = until.checked_add_days(Days::new(1)).unwrap_or(until).and_time(NaiveTime::MIN);
    let since = next.checked_sub_days(Days::new(ABC_DAYS)).unwrap_or(next);
    let sql = format!(
        "SELECT s.code, g.name, {sold} FROM sku s LEFT JOIN category g ON g.id = s.category_id LEFT JOIN (
             SELECT p.sku_id, sum(l.paid) AS paid FROM order_line l JOIN orders o ON o.id = l.order_id
             JOIN {PARTS} p ON p.listing_id = l.listing_id
             WHERE p.place = 1 AND {NOT_EXCLUDED} AND {paid} >= CAST(? AS TIMESTAMP) AND {paid} < CAST(? AS TIMESTAMP)
             GROUP BY p.sku_id) v ON v.sku_id = s.id ORDER BY s.code",
        sold = fen("coalesce(v.paid, 0)"),
        paid = paid_at(),
    );
    rows(conn, DOING, &sql, &[&since.to_string(), &next.to_string()], |row| {
        Ok(Candidate { code: row.get(0)?, category: text(row, 1)?, sold: Money::from_fen(row.get(2)?) })
    })
}

impl Store {
    /// Codes of the SKUs that a scope takes, in order; classes follow the sales of the last 90 days up to `until`.
    pub fn stocktake_scope(&self, scope: &Scope, until: NaiveDate) -> Result<Vec<String>> {
        Ok(scope.take(&candidates(&self.reader()?.conn, until)?))
    }

    /// Writes a plan down, as a draft.
    pub fn create_stocktake(&self, actor: &str, plan: &StocktakePlan, at: NaiveDateTime) -> Result<i64> {
        let deed = Deed { what: "stocktake", subject: plan.name.trim(), detail: String::new() };
        self.write(actor, &deed, |tx| {
            let id = tx.take_numbers("stocktake", 1)?;
            let state = StocktakeState::Draft.code();
            tx.conn
                .execute(
                    "INSERT INTO stocktake BY NAME SELECT ? AS id, '' AS name, 0 AS warehouse_id, '' AS scope, false AS blind, ? AS state,
                         ? AS actor, CAST(? AS TIMESTAMP) AS created_at, 0 AS document_id, CAST(? AS TIMESTAMP) AS updated_at",
                    params![id, state, actor, at, tx.now],
                )
                .doing(DOING)?;
            put(tx, id, plan)?;
            Ok(id)
        })
    }

    /// Changes a draft.
    pub fn change_stocktake(&self, actor: &str, id: i64, plan: &StocktakePlan) -> Result<()> {
        let deed = Deed { what: "stocktake", subject: plan.name.trim(), detail: String::new() };
        self.write(actor, &deed, |tx| {
            let known = self::plan(tx.conn, id)?;
            if known.state != StocktakeState::Draft {
                return Err(refused(crate::domain::stocktake::Refusal::State(known.state)));
            }
            put(tx, id, plan)
        })
    }

    /// Draws the SKUs of a draft; counting begins. Tells how many there are.
    ///
    /// # Errors
    /// [`StoreError::Stocktake`] when the scope holds none.
    pub fn start_stocktake(&self, actor: &str, id: i64, until: NaiveDate, at: NaiveDateTime) -> Result<usize> {
        self.step(actor, "stocktake_start", id, |tx, known| {
            let scope: String =
                tx.conn.query_row("SELECT scope FROM stocktake WHERE id = ?", [id], |row| row.get(0)).doing(DOING)?;
            let codes = if known.state == StocktakeState::Draft {
                scope_of(&scope).take(&candidates(tx.conn, until)?)
            } else {
                Vec::new()
            };
            let first = tx.take_numbers("stocktake_line", i64::try_from(codes.len()).unwrap_or_default().max(1))?;
            tx.conn.execute_batch("CREATE OR REPLACE TEMP TABLE x_drawn(id BIGINT, code VARCHAR)").doing(DOING)?;
            let mut appender = tx.conn.appender("x_drawn").doing(DOING)?;
            for (id, code) in (first..).zip(&codes) {
                appender.append_row(params![id, code]).doing(DOING)?;
            }
            appender.flush().doing(DOING)?;
            drop(appender);
            tx.conn
                .execute(
                    "INSERT INTO stocktake_line BY NAME SELECT id, ? AS stocktake_id, code AS sku_code, false AS large, false AS accepted,
                         false AS posted, CAST(? AS TIMESTAMP) AS updated_at FROM x_drawn",
                    params![id, tx.now],
                )
                .doing(DOING)?;
            go(tx, known, Step::Start)?;
            tx.conn.execute("UPDATE stocktake SET started_at = ? WHERE id = ?", params![at, id]).doing(DOING)?;
            Ok(codes.len())
        })
    }

    /// Ends the first count (结束初盘): large differences are to be counted again.
    pub fn finish_stocktake(&self, actor: &str, id: i64) -> Result<StocktakeState> {
        self.step(actor, "stocktake_finish", id, |tx, known| {
            assess(tx, known, false)?;
            go(tx, known, Step::Finish)
        })
    }

    /// Back to the first count (继续盘点).
    pub fn resume_stocktake(&self, actor: &str, id: i64) -> Result<StocktakeState> {
        self.step(actor, "stocktake_resume", id, |tx, known| go(tx, known, Step::Resume))
    }

    /// Gives a plan up; nothing of it comes into the books.
    pub fn give_up_stocktake(&self, actor: &str, id: i64, reason: &str, at: NaiveDateTime) -> Result<()> {
        if reason.trim().is_empty() {
            return Err(StoreError::Stocktake(StocktakeProblem::NoReason));
        }
        self.step(actor, "stocktake_give_up", id, |tx, known| {
            go(tx, known, Step::GiveUp)?;
            let sql = "UPDATE stocktake SET given_up = ?, closed_at = ? WHERE id = ?";
            tx.conn.execute(sql, params![reason.trim(), at, id]).doing(DOING)?;
            Ok(())
        })
    }

    /// Goes on with a plan that was given up.
    pub fn take_up_stocktake(&self, actor: &str, id: i64) -> Result<StocktakeState> {
        self.step(actor, "stocktake_take_up", id, |tx, known| {
            let sql = "UPDATE stocktake SET given_up = NULL, closed_at = NULL WHERE id = ?";
            tx.conn.execute(sql, params![id]).doing(DOING)?;
            go(tx, known, Step::TakeUp)
        })
    }

    /// The plans, newest first; or only these, in the same order.
    pub fn stocktakes(&self, ids: Option<&[i64]>) -> Result<Vec<StocktakeRow>> {
        let wanted = ids.map(|ids| crate::store::orders::joined(ids.iter().copied()));
        if wanted.as_ref().is_some_and(String::is_empty) {
            return Ok(Vec::new());
        }
        let filter =
            if wanted.is_some() { format!("WHERE t.id IN {}", crate::store::orders::LIST) } else { String::new() };
        let sql = format!(
            "WITH t AS (SELECT t.* FROM stocktake t {filter}),
             l AS (SELECT l.*, t.state, t.warehouse_id, coalesce(l.recount, l.counted) AS found FROM stocktake_line l
                   JOIN t ON t.id = l.stocktake_id),
             b AS ({book}),
             v AS (SELECT l.stocktake_id, l.counted, {DUE} AS due, coalesce(l.cost, s.cost) AS cost,
                       l.found - CASE WHEN l.posted THEN l.book ELSE b.book END AS gap,
                       CASE WHEN l.posted OR l.state <> {posted} THEN l.found END AS found
                   FROM l LEFT JOIN b ON b.id = l.id LEFT JOIN sku s ON s.code = l.sku_code),
             total AS (SELECT stocktake_id, count(*) AS planned, count(counted) AS counted, count(*) FILTER (due) AS due,
                       count(*) FILTER (gap <> 0) AS different, CAST(sum(gap) FILTER (gap > 0) AS BIGINT) AS more,
                       CAST(sum(gap) FILTER (gap < 0) AS BIGINT) AS less, CAST(sum(gap * cost) * 100 AS BIGINT) AS worth,
                       count(*) FILTER (gap <> 0 AND cost IS NULL) AS without_cost,
                       CAST(sum(found) FILTER (gap IS NULL) AS BIGINT) AS opened FROM v GROUP BY stocktake_id)
             SELECT t.id, t.name, t.warehouse_id, t.scope, t.blind, t.limit_pieces, t.limit_percent, {limit_value}, w.name, t.state, t.actor,
                 t.created_at, t.started_at, t.closed_at, t.document_id, d.number, t.given_up, coalesce(v.planned, 0),
                 coalesce(v.counted, 0), coalesce(v.due, 0), coalesce(v.different, 0), coalesce(v.more, 0), coalesce(v.less, 0),
                 coalesce(v.worth, 0), coalesce(v.without_cost, 0), coalesce(v.opened, 0)
             FROM t LEFT JOIN warehouse w ON w.id = t.warehouse_id LEFT JOIN stock_document d ON d.id = t.document_id
             LEFT JOIN total v ON v.stocktake_id = t.id ORDER BY t.id DESC",
            book = books("l"),
            posted = StocktakeState::Posted.code(),
            limit_value = fen("t.limit_value"),
        );
        let params: Vec<&dyn ToSql> = wanted.iter().map(|ids| ids as &dyn ToSql).collect();
        self.reader()?.rows("listing stocktakes", &sql, &params, row)
    }

    /// One plan.
    pub fn stocktake(&self, id: i64) -> Result<StocktakeRow> {
        self.stocktakes(Some(&[id]))?.pop().ok_or(StoreError::Gone { what: "stocktake", id })
    }

    /// Does something with a plan in one transaction.
    pub(super) fn step<T>(
        &self,
        actor: &str,
        what: &'static str,
        id: i64,
        work: impl FnOnce(&Tx<'_>, &Plan) -> Result<T>,
    ) -> Result<T> {
        let name = plan(&self.reader()?.conn, id)?.name;
        let deed = Deed { what, subject: &name, detail: String::new() };
        self.write(actor, &deed, |tx| work(tx, &plan(tx.conn, id)?))
    }
}

/// `id, book, first_book`: what the books say of the lines in `lines` (which carry `warehouse_id`) as of the moment they were counted at
/// last, and at first; as of now where nobody has counted yet. What other warehouses keep and this one never held is 0 here. No row, or
/// NULL, where no warehouse's books had begun.
pub(super) fn books(lines: &str) -> String {
    let last = "(l.counted_at IS NULL OR m.moved_at <= coalesce(l.recounted_at, l.counted_at))";
    let first = "(l.counted_at IS NULL OR m.moved_at <= l.counted_at)";
    let here = "m.warehouse_id = l.warehouse_id";
    format!(
        "SELECT l.id,
             CASE WHEN bool_or({last}) THEN CAST(coalesce(sum(m.qty) FILTER ({here} AND {last}), 0) AS BIGINT) END AS book,
             CASE WHEN bool_or({first}) THEN CAST(coalesce(sum(m.qty) FILTER ({here} AND {first}), 0) AS BIGINT) END AS first_book
         FROM {lines} l JOIN movement m ON m.sku_code = l.sku_code AND m.place = {good}
         WHERE NOT l.posted GROUP BY l.id",
        good = Place::Good.code()
    )
}

fn put(tx: &Tx<'_>, id: i64, plan: &StocktakePlan) -> Result<()> {
    if plan.name.trim().is_empty() {
        return Err(StoreError::Stocktake(StocktakeProblem::NoName));
    }
    let scope = serde_json::to_string(&plan.scope)
        .map_err(|error| StoreError::Engine { doing: DOING, detail: error.to_string() })?;
    let (limits, value) = (plan.limits, plan.limits.value.map(Money::fen));
    tx.conn
        .execute(
            "UPDATE stocktake SET name = ?, warehouse_id = ?, scope = ?, blind = ?, limit_pieces = ?, limit_percent = ?,
                 limit_value = CAST(CAST(? AS BIGINT) AS DECIMAL(18,0)) * 0.01, updated_at = ? WHERE id = ?",
            params![
                plan.name.trim(),
                plan.warehouse,
                scope,
                plan.blind,
                limits.pieces,
                limits.percent,
                value,
                tx.now,
                id
            ],
        )
        .doing(DOING)?;
    Ok(())
}

/// The scope as it was kept; a scope from a newer version of the program takes nothing.
fn scope_of(kept: &str) -> Scope {
    let nothing = Scope { base: crate::domain::stocktake::Base::Skus(Vec::new()), draw: None };
    serde_json::from_str(kept).unwrap_or(nothing)
}

fn row(row: &Row<'_>) -> duckdb::Result<StocktakeRow> {
    Ok(StocktakeRow {
        id: row.get(0)?,
        plan: StocktakePlan {
            name: row.get(1)?,
            warehouse: row.get(2)?,
            scope: scope_of(&row.get::<_, String>(3)?),
            blind: row.get(4)?,
            limits: limits(row, 5)?,
        },
        warehouse_name: text(row, 8)?,
        state: StocktakeState::from_code(row.get(9)?).unwrap_or(StocktakeState::GivenUp),
        actor: row.get(10)?,
        created_at: row.get(11)?,
        started_at: row.get(12)?,
        closed_at: row.get(13)?,
        document_id: row.get(14)?,
        document: text(row, 15)?,
        given_up: text(row, 16)?,
        planned: row.get(17)?,
        counted: row.get(18)?,
        due: row.get(19)?,
        different: row.get(20)?,
        more: row.get(21)?,
        less: row.get(22)?,
        value: Money::from_fen(row.get(23)?),
        without_cost: row.get(24)?,
        opened: row.get(25)?,
    })
}
