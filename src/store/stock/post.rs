//! Documents that move stock (出入库单, 盘点单): all of a document or nothing, every problem named with its line.

use chrono::NaiveDateTime;
use duckdb::params;

use super::follow::{embrace, follow};
use crate::domain::money::Money;
use crate::domain::stock::{MovementKind, Place};
use crate::locale::Said;
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::read::rows;
use crate::store::write::{Deed, Tx};

const DOING: &str = "posting stock";

/// A document before it is posted.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub kind: MovementKind,
    /// When the goods moved.
    pub moved_at: NaiveDateTime,
    pub reason: String,
    pub lines: Vec<EntryLine>,
}

/// Pieces that came to a place, or (below zero) left it.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryLine {
    pub code: String,
    pub warehouse: i64,
    pub place: Place,
    pub qty: i64,
    /// What a piece cost, for receipts.
    pub unit_cost: Option<Money>,
    pub note: String,
}

/// A count of good pieces in one warehouse (盘点).
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    pub warehouse: i64,
    pub counted_at: NaiveDateTime,
    pub reason: String,
    /// Code and pieces found.
    pub lines: Vec<(String, i64)>,
}

/// What stands in the way of a line, counting from 0 in the order of the lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StockProblem {
    /// No product sheet knows the code.
    UnknownSku { line: usize, code: String },
    /// Nothing moves.
    Nothing { line: usize, code: String },
    /// A count below zero.
    Negative { line: usize, code: String, qty: i64 },
    /// More would leave than is there.
    TooFew { line: usize, code: String, there: i64, wanted: i64 },
    /// Counted twice in one document.
    Twice { line: usize, code: String },
    /// A later count stands already.
    CountedLater { line: usize, code: String },
}

impl StockProblem {
    /// Index of the line.
    pub const fn line(&self) -> usize {
        match self {
            Self::UnknownSku { line, .. }
            | Self::Nothing { line, .. }
            | Self::Negative { line, .. }
            | Self::TooFew { line, .. }
            | Self::Twice { line, .. }
            | Self::CountedLater { line, .. } => *line,
        }
    }

    /// The sentence for the user.
    pub fn said(&self) -> Said {
        let about = |key: &str, code: &str| Said::new(key).with("code", code);
        match self {
            Self::UnknownSku { code, .. } => about("store.stock_unknown_sku", code),
            Self::Nothing { code, .. } => about("store.stock_nothing", code),
            Self::Negative { code, qty, .. } => about("store.stock_negative", code).with("qty", qty),
            Self::TooFew { code, there, wanted, .. } => {
                about("store.stock_too_few", code).with("there", there).with("wanted", wanted)
            }
            Self::Twice { code, .. } => about("store.stock_twice", code),
            Self::CountedLater { code, .. } => about("store.stock_counted_later", code),
        }
    }
}

/// A document that was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    pub document_id: i64,
    pub number: String,
    /// Lines that moved something.
    pub moved: usize,
}

impl Store {
    /// Posts a document.
    ///
    /// # Errors
    /// [`StoreError::StockRefused`] with every problem; nothing is posted then.
    pub fn post_stock(&self, actor: &str, entry: &Entry) -> Result<Posted> {
        let deed = Deed { what: "stock", subject: entry.kind.id(), detail: entry.lines.len().to_string() };
        self.write(actor, &deed, |tx| {
            let posted = post(tx, actor, entry)?;
            follow(tx)?;
            Ok(posted)
        })
    }

    /// Posts documents in this order, all of them or none: what was kept elsewhere comes in at once.
    ///
    /// # Errors
    /// [`StoreError::StockRefused`] with the problems of the first that cannot be posted.
    pub fn post_documents(&self, actor: &str, entries: &[Entry]) -> Result<Vec<Posted>> {
        let deed = Deed { what: "stock", subject: "documents", detail: entries.len().to_string() };
        self.write(actor, &deed, |tx| {
            let mut all = Vec::with_capacity(entries.len());
            for entry in entries {
                all.push(post(tx, actor, entry)?);
            }
            follow(tx)?;
            Ok(all)
        })
    }

    /// Posts a count: the books say from then on what was found.
    ///
    /// # Errors
    /// [`StoreError::StockRefused`] with every problem; nothing is posted then.
    pub fn post_count(&self, actor: &str, count: &Count) -> Result<Posted> {
        let deed = Deed { what: "stock", subject: "count", detail: count.lines.len().to_string() };
        self.write(actor, &deed, |tx| {
            let lines: Vec<EntryLine> = count
                .lines
                .iter()
                .map(|(code, _)| EntryLine {
                    code: code.clone(),
                    warehouse: count.warehouse,
                    place: Place::Good,
                    qty: 0,
                    unit_cost: None,
                    note: String::new(),
                })
                .collect();
            stage(tx, lines.iter().zip(&count.lines).map(|(line, (_, qty))| Staged { line, counted: Some(*qty) }))?;
            refuse(problems_of_count(tx, count)?)?;
            tx.conn
                .execute(
                    "UPDATE x_entry e SET qty = counted - coalesce((SELECT CAST(sum(m.qty) AS BIGINT) FROM movement m
                         WHERE m.sku_code = e.code AND m.warehouse_id = e.warehouse AND m.place = e.place AND m.moved_at <= ?), 0)",
                    params![count.counted_at],
                )
                .doing(DOING)?;
            let document = document(tx, MovementKind::CountDifference, count.counted_at, &count.reason, actor, 0)?;
            insert(tx, &document, MovementKind::CountDifference)?;
            follow(tx)?;
            let sql = "SELECT count(*) FROM x_entry WHERE qty <> 0";
            let moved: i64 = tx.conn.query_row(sql, [], |r| r.get(0)).doing(DOING)?;
            Ok(Posted { moved: usize::try_from(moved).unwrap_or_default(), ..document })
        })
    }

    /// Takes back a document: its movements are posted again the other way round, at the same moment.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when it is reversed already or is a reversal itself.
    pub fn reverse_stock(&self, actor: &str, document_id: i64) -> Result<Posted> {
        let deed = Deed { what: "reverse_stock", subject: "", detail: document_id.to_string() };
        self.write(actor, &deed, |tx| {
            let posted = reverse(tx, actor, document_id)?;
            follow(tx)?;
            Ok(posted)
        })
    }
}

/// Posts a document inside a transaction; the orders are followed by whoever asks.
pub(in crate::store) fn post(tx: &Tx<'_>, actor: &str, entry: &Entry) -> Result<Posted> {
    stage(tx, entry.lines.iter().map(|line| Staged { line, counted: None }))?;
    refuse(problems_of_entry(tx, entry)?)?;
    let document = document(tx, entry.kind, entry.moved_at, &entry.reason, actor, 0)?;
    let moved = insert(tx, &document, entry.kind)?;
    Ok(Posted { moved, ..document })
}

/// Takes back a document inside a transaction; see [`Store::reverse_stock`].
pub(in crate::store) fn reverse(tx: &Tx<'_>, actor: &str, document_id: i64) -> Result<Posted> {
    let sql = "SELECT kind, moved_at, reason FROM stock_document d WHERE id = ? AND reverses = 0
               AND NOT EXISTS (FROM stock_document r WHERE r.reverses = d.id)";
    let found = rows(tx.conn, DOING, sql, &[&document_id], |row| {
        Ok((row.get::<_, u8>(0)?, row.get::<_, NaiveDateTime>(1)?, row.get::<_, String>(2)?))
    })?;
    let gone = StoreError::Gone { what: "stock document", id: document_id };
    let Some((kind, moved_at, reason)) = found.into_iter().next() else { return Err(gone) };
    let Some(kind) = MovementKind::from_code(kind) else { return Err(gone) };
    let reversal = document(tx, kind, moved_at, &reason, actor, document_id)?;
    let sql = "SELECT count(*) FROM movement WHERE document_id = ? AND qty <> 0";
    let moved: i64 = tx.conn.query_row(sql, [document_id], |r| r.get(0)).doing(DOING)?;
    let first = tx.take_numbers("movement", moved.max(1))?;
    tx.conn
        .execute(
            "INSERT INTO movement BY NAME
             SELECT ? - 1 + row_number() OVER (ORDER BY id) AS id, ? AS document_id, line_id, sku_code, warehouse_id, place, kind,
                 -qty AS qty, moved_at, unit_cost, batch, expires, note, ? AS recorded_at
             FROM movement WHERE document_id = ? AND qty <> 0",
            params![first, reversal.document_id, tx.now, document_id],
        )
        .doing(DOING)?;
    embrace(tx, first)?;
    Ok(Posted { moved: usize::try_from(moved).unwrap_or_default(), ..reversal })
}

fn refuse(problems: Vec<StockProblem>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(StoreError::StockRefused { problems }) }
}

struct Staged<'a> {
    line: &'a EntryLine,
    counted: Option<i64>,
}

/// Puts the lines where SQL can look at them all at once.
fn stage<'a>(tx: &Tx<'_>, lines: impl Iterator<Item = Staged<'a>>) -> Result<()> {
    tx.conn
        .execute_batch(
            "CREATE OR REPLACE TEMP TABLE x_entry(line BIGINT, code VARCHAR, warehouse BIGINT, place SMALLINT, qty BIGINT,
                 cost BIGINT, counted BIGINT, note VARCHAR)",
        )
        .doing(DOING)?;
    let mut appender = tx.conn.appender("x_entry").doing(DOING)?;
    for (at, Staged { line, counted }) in (0i64..).zip(lines) {
        appender
            .append_row(params![
                at,
                line.code.trim(),
                line.warehouse,
                line.place.code(),
                line.qty,
                line.unit_cost.map(Money::fen),
                counted,
                line.note,
            ])
            .doing(DOING)?;
    }
    appender.flush().doing(DOING)
}

/// Index of the line, code, and the numbers a query tells beside them.
fn lines_of<const N: usize>(tx: &Tx<'_>, sql: &str) -> Result<Vec<(usize, String, [i64; N])>> {
    rows(tx.conn, DOING, sql, &[], |row| {
        let mut numbers = [0; N];
        for (at, number) in numbers.iter_mut().enumerate() {
            *number = row.get(2 + at)?;
        }
        Ok((usize::try_from(row.get::<_, i64>(0)?).unwrap_or_default(), row.get(1)?, numbers))
    })
}

fn unknown(tx: &Tx<'_>) -> Result<Vec<StockProblem>> {
    let sql = "SELECT line, code FROM x_entry WHERE code NOT IN (SELECT code FROM sku) ORDER BY line";
    let found = lines_of::<0>(tx, sql)?;
    Ok(found.into_iter().map(|(line, code, [])| StockProblem::UnknownSku { line, code }).collect())
}

fn problems_of_entry(tx: &Tx<'_>, entry: &Entry) -> Result<Vec<StockProblem>> {
    let mut problems = unknown(tx)?;
    let nothing = lines_of::<0>(tx, "SELECT line, code FROM x_entry WHERE qty = 0 ORDER BY line")?;
    problems.extend(nothing.into_iter().map(|(line, code, [])| StockProblem::Nothing { line, code }));
    // Today's stock counts: what is gone by now cannot have been taken out besides.
    let few = "SELECT e.line, e.code, coalesce(b.there, 0), -e.wanted FROM (
            SELECT min(line) AS line, code, warehouse, place, CAST(sum(qty) AS BIGINT) AS wanted FROM x_entry
            WHERE code IN (SELECT code FROM sku) GROUP BY code, warehouse, place) e
        LEFT JOIN (SELECT sku_code, warehouse_id, place, CAST(sum(qty) AS BIGINT) AS there FROM movement GROUP BY ALL) b
            ON b.sku_code = e.code AND b.warehouse_id = e.warehouse AND b.place = e.place
        WHERE e.wanted < 0 AND coalesce(b.there, 0) + e.wanted < 0 ORDER BY e.line";
    // A correction may say what the books do not.
    if entry.kind != MovementKind::Adjustment {
        let few = lines_of::<2>(tx, few)?;
        problems.extend(few.into_iter().map(|(line, code, [there, wanted])| StockProblem::TooFew {
            line,
            code,
            there,
            wanted,
        }));
    }
    problems.sort_by_key(StockProblem::line);
    Ok(problems)
}

fn problems_of_count(tx: &Tx<'_>, count: &Count) -> Result<Vec<StockProblem>> {
    let mut problems = unknown(tx)?;
    let negative = lines_of::<1>(tx, "SELECT line, code, counted FROM x_entry WHERE counted < 0 ORDER BY line")?;
    problems.extend(negative.into_iter().map(|(line, code, [qty])| StockProblem::Negative { line, code, qty }));
    let twice = "SELECT line, code FROM (SELECT line, code, row_number() OVER (PARTITION BY code ORDER BY line) AS nth FROM x_entry)
                 WHERE nth > 1 ORDER BY line";
    problems.extend(lines_of::<0>(tx, twice)?.into_iter().map(|(line, code, [])| StockProblem::Twice { line, code }));
    let later = format!(
        "SELECT line, code FROM x_entry e WHERE EXISTS (FROM movement m WHERE m.sku_code = e.code AND m.warehouse_id = e.warehouse
             AND m.counted IS NOT NULL AND m.moved_at > TIMESTAMP '{}'
             AND m.document_id NOT IN (SELECT reverses FROM stock_document)) ORDER BY line",
        count.counted_at.format("%Y-%m-%d %H:%M:%S%.6f")
    );
    let later = lines_of::<0>(tx, &later)?;
    problems.extend(later.into_iter().map(|(line, code, [])| StockProblem::CountedLater { line, code }));
    problems.sort_by_key(StockProblem::line);
    Ok(problems)
}

/// Writes the document's head. Numbers run within the day the goods moved: `PD20261125-003`.
fn document(
    tx: &Tx<'_>,
    kind: MovementKind,
    moved_at: NaiveDateTime,
    reason: &str,
    actor: &str,
    reverses: i64,
) -> Result<Posted> {
    let id = tx.take_numbers("stock_document", 1)?;
    let day = format!("{}{}", prefix(kind), moved_at.format("%Y%m%d"));
    let nth = tx.take_numbers(&format!("stock_document {day}"), 1)?;
    let number = format!("{day}-{nth:03}");
    tx.conn
        .execute(
            "INSERT INTO stock_document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![id, number, kind.code(), moved_at, reason.trim(), actor, tx.now, reverses],
        )
        .doing(DOING)?;
    Ok(Posted { document_id: id, number, moved: 0 })
}

/// The letters a document's number begins with, as the trade writes them.
const fn prefix(kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::Receipt => "RK",
        MovementKind::Sale => "CK",
        MovementKind::Return => "TH",
        MovementKind::Transfer => "DB",
        MovementKind::CountDifference => "PD",
        MovementKind::Damage => "BS",
        MovementKind::Adjustment => "TZ",
        MovementKind::Assembly => "ZZ",
        MovementKind::Lock => "SD",
    }
}

/// Writes the staged lines as movements of a document.
fn insert(tx: &Tx<'_>, document: &Posted, kind: MovementKind) -> Result<usize> {
    let count: i64 = tx.conn.query_row("SELECT count(*) FROM x_entry", [], |r| r.get(0)).doing(DOING)?;
    let first = tx.take_numbers("movement", count.max(1))?;
    tx.conn
        .execute(
            "INSERT INTO movement BY NAME
             SELECT ? + line AS id, d.id AS document_id, 0 AS line_id, code AS sku_code, warehouse AS warehouse_id, place, ? AS kind, qty,
                 d.moved_at, CAST(cost AS DECIMAL(18,0)) * 0.01 AS unit_cost, counted, nullif(note, '') AS note, ? AS recorded_at
             FROM x_entry, stock_document d WHERE d.id = ? ORDER BY line",
            params![first, kind.code(), tx.now, document.document_id],
        )
        .doing(DOING)?;
    embrace(tx, first)?;
    Ok(usize::try_from(count).unwrap_or_default())
}
