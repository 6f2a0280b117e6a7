//! What is told of a plan's SKUs: a scan, or a whole sheet, kept as a batch of entries that can be taken back.

use chrono::NaiveDateTime;
use duckdb::types::{TimeUnit, Value};
use duckdb::{Connection, params};

use super::lines::{StocktakeLine, assess};
use super::plan::{Plan, go, plan, refused};
use super::{DOING, StocktakeProblem};
use crate::domain::stocktake::{MOST_PIECES, Refusal, Step, StocktakeState, is_recount};
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::orders::text;
use crate::store::read::rows;
use crate::store::write::Tx;

/// What somebody found of one SKU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tell {
    /// So many pieces in all.
    Pieces(i64),
    /// So many more than were counted so far (每扫一次加一).
    More(i64),
}

/// A row of a filled sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// Code or bar code.
    pub text: String,
    pub pieces: i64,
    /// When it was counted, where the sheet says so.
    pub at: Option<NaiveDateTime>,
}

/// A filled sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedSheet {
    pub lines: Vec<SheetLine>,
    /// When the lines were counted that do not say it themselves.
    pub at: NaiveDateTime,
    /// Nothing can have been counted later than this.
    pub now: NaiveDateTime,
    /// Name of the file.
    pub source: String,
}

/// What a sheet would tell, before it is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetPreview {
    /// Lines that cannot be taken, by their place in the sheet, counting from 0. The others can.
    pub problems: Vec<(usize, StocktakeProblem)>,
    pub good: usize,
    /// Of the good ones, those that replace what was counted before.
    pub replaced: usize,
}

/// What was told of one SKU, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountTaken {
    pub line: StocktakeLine,
    /// What was counted before.
    pub before: Option<i64>,
    /// It was the second count.
    pub recount: bool,
    pub state: StocktakeState,
}

/// A batch of entries: a scan, or a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StocktakeEntry {
    pub batch: i64,
    /// SKUs in it.
    pub skus: i64,
    /// The SKU of a scan.
    pub code: String,
    pub name: String,
    /// The whole count after a scan.
    pub pieces: i64,
    pub recount: bool,
    pub told_at: NaiveDateTime,
    pub actor: String,
    /// The sheet's name; empty for a scan.
    pub source: String,
}

/// A line as it waits to be looked at.
struct Told<'a> {
    text: &'a str,
    tell: Tell,
    at: NaiveDateTime,
}

/// Puts what was told into `x_taken`, each line with its SKU, its line of the plan, and what is wrong with it (`problem`, 0 for nothing).
fn resolve<'a>(conn: &Connection, plan: i64, now: NaiveDateTime, told: impl Iterator<Item = Told<'a>>) -> Result<()> {
    conn.execute_batch("CREATE OR REPLACE TEMP TABLE x_told(line BIGINT, text VARCHAR, pieces BIGINT, more BOOLEAN, told_at TIMESTAMP)")
        .doing(DOING)?;
    let mut appender = conn.appender("x_told").doing(DOING)?;
    for (line, Told { text, tell, at }) in (0i64..).zip(told) {
        let (pieces, more) = match tell {
            Tell::Pieces(pieces) => (pieces, false),
            Tell::More(pieces) => (pieces, true),
        };
        let at = Value::Timestamp(TimeUnit::Microsecond, at.and_utc().timestamp_micros());
        appender.append_row(params![line, text.trim(), pieces, more, at]).doing(DOING)?;
    }
    appender.flush().doing(DOING)?;
    drop(appender);
    conn.execute_batch("DROP TABLE IF EXISTS x_taken").doing(DOING)?;
    conn.execute(
        &format!(
            "CREATE TEMP TABLE x_taken AS
             WITH bar AS (SELECT barcode, min(code) AS code, count(*) AS skus FROM sku WHERE barcode <> '' GROUP BY barcode),
             found AS (
                 SELECT t.*, coalesce(c.code, CASE WHEN bar.skus = 1 THEN bar.code END) AS code,
                     CASE WHEN c.code IS NULL THEN coalesce(bar.skus, 0) ELSE 1 END AS skus
                 FROM x_told t LEFT JOIN sku c ON c.code = t.text LEFT JOIN bar ON bar.barcode = t.text),
             placed AS (
                 SELECT f.*, l.id AS line_id, l.large, l.counted, l.recount, CASE WHEN skus = 0 THEN 1 WHEN skus > 1 THEN 2
                     WHEN l.id IS NULL THEN 3 WHEN pieces < 0 THEN 4 WHEN pieces > {MOST_PIECES} THEN 5
                     WHEN told_at > CAST(? AS TIMESTAMP) THEN 6 ELSE 0 END AS wrong
                 FROM found f LEFT JOIN stocktake_line l ON l.stocktake_id = ? AND l.sku_code = f.code),
             good AS (SELECT line, min(line) OVER (PARTITION BY code) AS first FROM placed WHERE wrong = 0)
             SELECT p.*, g.first, CASE WHEN wrong = 0 AND g.first < p.line THEN 7 ELSE wrong END AS problem
             FROM placed p LEFT JOIN good g ON g.line = p.line"
        ),
        params![now, plan],
    )
    .doing(DOING)?;
    Ok(())
}

/// What is wrong with the lines in `x_taken`.
fn problems(conn: &Connection) -> Result<Vec<(usize, StocktakeProblem)>> {
    let sql = "SELECT line, text, problem, skus, pieces, first FROM x_taken WHERE problem <> 0 ORDER BY line";
    let place = |n: i64| usize::try_from(n).unwrap_or_default();
    rows(conn, DOING, sql, &[], |row| {
        let (text, pieces): (String, i64) = (row.get(1)?, row.get(4)?);
        let problem = match row.get::<_, i64>(2)? {
            1 => StocktakeProblem::Unknown { text },
            2 => StocktakeProblem::Ambiguous { text, skus: row.get(3)? },
            3 => StocktakeProblem::Outside { text },
            4 => StocktakeProblem::Negative { text, pieces },
            5 => StocktakeProblem::TooMany { text, pieces },
            6 => StocktakeProblem::Later { text },
            _ => StocktakeProblem::Twice { text, first: place(row.get(5)?) },
        };
        Ok((place(row.get(0)?), problem))
    })
}

/// Keeps the good lines of `x_taken` as a batch. Tells how many there are.
fn keep(tx: &Tx<'_>, plan: &Plan, actor: &str, source: &str) -> Result<usize> {
    let batch = tx.take_numbers("stocktake_batch", 1)?;
    let recount = if is_recount(plan.state, true) { "large" } else { "false" };
    let kept = tx
        .conn
        .execute(
            &format!(
                "INSERT INTO stocktake_entry BY NAME
                 SELECT ? AS stocktake_id, ? AS batch, code AS sku_code, {recount} AS recount,
                     pieces + CASE WHEN more THEN coalesce(CASE WHEN {recount} THEN recount ELSE counted END, 0) ELSE 0 END AS pieces,
                     told_at, ? AS actor, nullif(?, '') AS source
                 FROM x_taken WHERE problem = 0 ORDER BY line"
            ),
            params![plan.id, batch, actor, source],
        )
        .doing(DOING)?;
    touch(tx, plan.id, batch)?;
    Ok(kept)
}

/// The SKUs of a batch, in `x_touched`.
fn touch(tx: &Tx<'_>, plan: i64, batch: i64) -> Result<()> {
    tx.conn.execute_batch("DROP TABLE IF EXISTS x_touched").doing(DOING)?;
    let sql = "CREATE TEMP TABLE x_touched AS SELECT DISTINCT sku_code AS code FROM stocktake_entry WHERE stocktake_id = ? AND batch = ?";
    tx.conn.execute(sql, params![plan, batch]).doing(DOING)?;
    Ok(())
}

/// Makes the lines of the SKUs in `x_touched` say what their latest entries say. A first count that was told anew asks for the second anew.
fn settle(tx: &Tx<'_>, plan: &Plan) -> Result<StocktakeState> {
    tx.conn
        .execute(
            "UPDATE stocktake_line SET counted = n.counted, counted_at = n.counted_at, counted_by = n.counted_by, recount = n.recount,
                 recounted_at = n.recounted_at, recounted_by = n.recounted_by, accepted = false, updated_at = $1
             FROM (
                 WITH e AS (SELECT * FROM stocktake_entry WHERE stocktake_id = $2 AND sku_code IN (SELECT code FROM x_touched)),
                 one AS (SELECT sku_code, max(batch) AS batch, arg_max(pieces, batch) AS pieces, arg_max(told_at, batch) AS told_at,
                     arg_max(actor, batch) AS actor FROM e WHERE NOT recount GROUP BY sku_code),
                 two AS (SELECT sku_code, max(batch) AS batch, arg_max(pieces, batch) AS pieces, arg_max(told_at, batch) AS told_at,
                     arg_max(actor, batch) AS actor FROM e WHERE recount GROUP BY sku_code)
                 SELECT t.code, one.pieces AS counted, one.told_at AS counted_at, one.actor AS counted_by, two.pieces AS recount,
                     two.told_at AS recounted_at, two.actor AS recounted_by
                 FROM x_touched t LEFT JOIN one ON one.sku_code = t.code LEFT JOIN two ON two.sku_code = t.code AND two.batch > one.batch) n
             WHERE stocktake_line.stocktake_id = $2 AND stocktake_line.sku_code = n.code",
            params![tx.now, plan.id],
        )
        .doing(DOING)?;
    assess(tx, plan, true)?;
    go(tx, plan, Step::Count)
}

fn counts(plan: &Plan) -> Result<()> {
    if plan.state.counts() { Ok(()) } else { Err(refused(Refusal::State(plan.state))) }
}

impl Store {
    /// The line of a plan that a code or bar code means.
    ///
    /// # Errors
    /// [`StoreError::Stocktake`] when there is none, or more than one.
    pub fn find_stocktake_line(&self, plan: i64, text: &str, at: NaiveDateTime) -> Result<StocktakeLine> {
        let reader = self.reader()?;
        let told = Told { text, tell: Tell::Pieces(0), at };
        resolve(&reader.conn, plan, at, std::iter::once(told))?;
        if let Some((_, problem)) = problems(&reader.conn)?.pop() {
            return Err(StoreError::Stocktake(problem));
        }
        let id = reader.row(DOING, "SELECT line_id FROM x_taken", &[], |row| row.get(0))?;
        self.stocktake_line(id)
    }

    /// Tells what was found of the SKU that a code or bar code means. Once counting has ended, a large difference takes it as its second
    /// count.
    pub fn count_stocktake(
        &self,
        actor: &str,
        id: i64,
        text: &str,
        tell: Tell,
        at: NaiveDateTime,
    ) -> Result<CountTaken> {
        let (line, before, recount, state) = self.step(actor, "stocktake_count", id, |tx, known| {
            counts(known)?;
            resolve(tx.conn, id, at, std::iter::once(Told { text, tell, at }))?;
            if let Some((_, problem)) = problems(tx.conn)?.pop() {
                return Err(StoreError::Stocktake(problem));
            }
            let sql = "SELECT line_id, large, counted, recount FROM x_taken";
            let (line, large, counted, second): (i64, bool, Option<i64>, Option<i64>) =
                tx.conn.query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).doing(DOING)?;
            let recount = is_recount(known.state, large);
            keep(tx, known, actor, "")?;
            Ok((line, if recount { second } else { counted }, recount, settle(tx, known)?))
        })?;
        Ok(CountTaken { line: self.stocktake_line(line)?, before, recount, state })
    }

    /// What a filled sheet would tell.
    pub fn preview_stocktake_sheet(&self, id: i64, sheet: &CountedSheet) -> Result<SheetPreview> {
        let reader = self.reader()?;
        let known = plan(&reader.conn, id)?;
        counts(&known)?;
        resolve(&reader.conn, id, sheet.now, sheet.told())?;
        let recount = if is_recount(known.state, true) { "large" } else { "false" };
        let sql = format!(
            "SELECT count(*), count(CASE WHEN {recount} THEN recount ELSE counted END) FROM x_taken WHERE problem = 0"
        );
        let size = |n: i64| usize::try_from(n).unwrap_or_default();
        let (good, replaced) = reader.row(DOING, &sql, &[], |row| Ok((size(row.get(0)?), size(row.get(1)?))))?;
        Ok(SheetPreview { problems: problems(&reader.conn)?, good, replaced })
    }

    /// Takes the lines of a filled sheet that can be taken; tells which cannot, and why.
    pub fn count_stocktake_sheet(&self, actor: &str, id: i64, sheet: &CountedSheet) -> Result<SheetPreview> {
        self.step(actor, "stocktake_count", id, |tx, known| {
            counts(known)?;
            resolve(tx.conn, id, sheet.now, sheet.told())?;
            let problems = problems(tx.conn)?;
            let good = keep(tx, known, actor, &sheet.source)?;
            if good > 0 {
                settle(tx, known)?;
            }
            Ok(SheetPreview { problems, good, replaced: 0 })
        })
    }

    /// Takes back the latest batch.
    pub fn undo_stocktake_count(&self, actor: &str, id: i64) -> Result<StocktakeState> {
        self.step(actor, "stocktake_undo", id, |tx, known| {
            counts(known)?;
            let sql = "SELECT max(batch) FROM stocktake_entry WHERE stocktake_id = ?";
            let batch: Option<i64> = tx.conn.query_row(sql, [id], |row| row.get(0)).doing(DOING)?;
            let Some(batch) = batch else { return Err(StoreError::Stocktake(StocktakeProblem::NoEntry)) };
            touch(tx, id, batch)?;
            let sql = "DELETE FROM stocktake_entry WHERE stocktake_id = ? AND batch = ?";
            tx.conn.execute(sql, params![id, batch]).doing(DOING)?;
            settle(tx, known)
        })
    }

    /// The latest batches of a plan, newest first.
    pub fn stocktake_entries(&self, id: i64, at_most: u32) -> Result<Vec<StocktakeEntry>> {
        let sql = "SELECT e.batch, count(*), min(e.sku_code), min(s.name), min(e.pieces), bool_or(e.recount), max(e.told_at), min(e.actor),
                       min(e.source)
                   FROM stocktake_entry e LEFT JOIN sku s ON s.code = e.sku_code WHERE e.stocktake_id = ?
                   GROUP BY e.batch ORDER BY e.batch DESC LIMIT ?";
        self.reader()?.rows(DOING, sql, &[&id, &at_most], |row| {
            Ok(StocktakeEntry {
                batch: row.get(0)?,
                skus: row.get(1)?,
                code: row.get(2)?,
                name: text(row, 3)?,
                pieces: row.get(4)?,
                recount: row.get(5)?,
                told_at: row.get(6)?,
                actor: row.get(7)?,
                source: text(row, 8)?,
            })
        })
    }
}

impl CountedSheet {
    fn told(&self) -> impl Iterator<Item = Told<'_>> {
        self.lines.iter().map(|line| Told {
            text: &line.text,
            tell: Tell::Pieces(line.pieces),
            at: line.at.unwrap_or(self.at),
        })
    }
}
