//! Imports (导入): what came in from which file, what it changed, and taking the latest ones back.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use duckdb::{Connection, Row, params};

use super::error::{Doing, Result, StoreError};
use super::flow::settle_parcels;
use super::stock::follow;
use super::write::{Deed, Tx};
use super::{Store, read};
use crate::domain::draft::Source;
use crate::domain::period::Period;
use crate::domain::platform::Platform;

/// What kinds of rows an import brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    Orders,
    Lines,
    Refunds,
    Products,
    Parcels,
    Traffic,
    Purchases,
    Mappings,
}

impl RecordKind {
    pub const ALL: [Self; 8] = [
        Self::Orders,
        Self::Lines,
        Self::Refunds,
        Self::Products,
        Self::Parcels,
        Self::Traffic,
        Self::Purchases,
        Self::Mappings,
    ];

    /// Stable English id, also the tail of the locale key (`store.kind_orders`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Lines => "lines",
            Self::Refunds => "refunds",
            Self::Products => "products",
            Self::Parcels => "parcels",
            Self::Traffic => "traffic",
            Self::Purchases => "purchases",
            Self::Mappings => "mappings",
        }
    }
}

/// What an import does, or would do, to one kind of rows. Rows of the file that name the same record count once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
}

impl Counts {
    pub const fn total(self) -> u64 {
        self.new + self.updated + self.unchanged
    }
}

/// What an import would change, before anything is changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Preview {
    /// One entry for each kind the file holds.
    pub counts: Vec<(RecordKind, Counts)>,
    /// Days the file is about: creation of orders, application of refunds, shipping of parcels, days of traffic.
    pub period: Option<Period>,
    /// The very same file was imported before (and not undone).
    pub seen_before: Option<ImportRecord>,
}

impl Preview {
    pub fn of(&self, kind: RecordKind) -> Counts {
        self.counts.iter().find(|(k, _)| *k == kind).map(|(_, c)| *c).unwrap_or_default()
    }

    /// All kinds together.
    pub fn sum(&self) -> Counts {
        self.counts.iter().fold(Counts::default(), |sum, (_, c)| Counts {
            new: sum.new + c.new,
            updated: sum.updated + c.updated,
            unchanged: sum.unchanged + c.unchanged,
        })
    }
}

/// What is known of a file when its import begins.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportMeta {
    /// Who imports.
    pub actor: String,
    pub file_name: String,
    /// Lower-case hex; empty when the rows come from no file.
    pub sha256: String,
    /// Id of the recognised format.
    pub format: String,
    pub encoding: String,
    /// Now, in China time. New costs count from here on.
    pub at: NaiveDateTime,
}

/// What is known of a file once it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportSummary {
    pub rows: u64,
    pub skipped: u64,
    /// The importer's own report as JSON: control totals, problems.
    pub report: String,
}

/// What a committed import did.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportOutcome {
    pub import_id: i64,
    pub preview: Preview,
    /// Data version after it.
    pub version: u64,
}

/// An import as the history shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRecord {
    pub id: i64,
    pub at: NaiveDateTime,
    pub actor: String,
    pub file_name: String,
    pub sha256: String,
    pub format: String,
    pub encoding: String,
    pub platform: Platform,
    pub shop: String,
    pub rows: u64,
    pub skipped: u64,
    pub counts: Vec<(RecordKind, Counts)>,
    pub period: Option<Period>,
    pub report: String,
    pub undone_at: Option<NaiveDateTime>,
    /// It is the latest that is still in force, and its earlier values are kept.
    pub undoable: bool,
}

/// For how many imports the earlier values are kept.
const KEPT: i64 = 30;

/// Tables whose rows an import creates and changes; each has a twin with before-images.
const CHANGED: [&str; 9] =
    ["orders", "order_line", "refund", "parcel", "sku", "listing", "mapping", "traffic", "purchase_line"];

/// Tables to which an import only adds, by the column that names the import.
const ADDED: [(&str, &str); 9] = [
    ("shop", "created_import"),
    ("customer", "created_import"),
    ("courier", "created_import"),
    ("category", "created_import"),
    ("reason", "created_import"),
    ("supplier", "created_import"),
    ("order_status_history", "import_id"),
    ("refund_status_history", "import_id"),
    ("sku_cost", "import_id"),
];

const COLUMNS: &str = "id, made_at, actor, file_name, sha256, format, encoding, platform, shop, row_count, skipped, counts, from_day, to_day,
    report, undone_at, before_kept AND undone_at IS NULL AND id = (SELECT max(id) FROM import WHERE undone_at IS NULL)";

fn record_of(r: &Row<'_>) -> duckdb::Result<ImportRecord> {
    let counts: String = r.get(11)?;
    let (from, to): (Option<NaiveDate>, Option<NaiveDate>) = (r.get(12)?, r.get(13)?);
    Ok(ImportRecord {
        id: r.get(0)?,
        at: r.get(1)?,
        actor: r.get(2)?,
        file_name: r.get(3)?,
        sha256: r.get(4)?,
        format: r.get(5)?,
        encoding: r.get(6)?,
        platform: Platform::from_code(r.get(7)?).unwrap_or(Platform::Other),
        shop: r.get(8)?,
        rows: r.get(9)?,
        skipped: r.get(10)?,
        counts: counts_of(&counts),
        period: from.zip(to).map(|(from, to)| Period::new(from, to)),
        report: r.get(14)?,
        undone_at: r.get(15)?,
        undoable: r.get(16)?,
    })
}

fn counts_of(json: &str) -> Vec<(RecordKind, Counts)> {
    let by_kind: BTreeMap<String, [u64; 3]> = serde_json::from_str(json).unwrap_or_default();
    let find =
        |kind: RecordKind| by_kind.get(kind.id()).map(|[new, updated, unchanged]| (kind, (*new, *updated, *unchanged)));
    RecordKind::ALL
        .into_iter()
        .filter_map(find)
        .map(|(kind, (new, updated, unchanged))| (kind, Counts { new, updated, unchanged }))
        .collect()
}

/// The latest import in force of the very same file.
pub(super) fn same_file(conn: &Connection, sha256: &str) -> Result<Option<ImportRecord>> {
    if sha256.is_empty() {
        return Ok(None);
    }
    let sql = format!("SELECT {COLUMNS} FROM import WHERE sha256 = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1");
    Ok(read::rows(conn, "looking for the same file", &sql, &[&sha256], record_of)?.into_iter().next())
}

/// Writes the import itself, inside its transaction.
pub(super) fn record(
    conn: &Connection,
    id: i64,
    source: &Source,
    meta: &ImportMeta,
    summary: &ImportSummary,
    preview: &Preview,
) -> Result<()> {
    let counts: BTreeMap<&str, [u64; 3]> =
        preview.counts.iter().map(|(kind, c)| (kind.id(), [c.new, c.updated, c.unchanged])).collect();
    let counts = serde_json::to_string(&counts).unwrap_or_default();
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    conn.execute(
        "INSERT INTO import VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, true)",
        params![
            id,
            meta.at,
            meta.actor,
            meta.file_name,
            meta.sha256,
            meta.format,
            meta.encoding,
            source.platform.code(),
            source.shop,
            whole(summary.rows),
            whole(summary.skipped),
            counts,
            preview.period.map(Period::from),
            preview.period.map(Period::to),
            summary.report,
        ],
    )
    .doing("recording the import")?;
    Ok(())
}

/// Lets go of before-images that are too old to be asked for.
pub(super) fn forget_old(conn: &Connection) -> Result<()> {
    let doing = "forgetting old imports";
    let sql = "SELECT id FROM import WHERE before_kept AND undone_at IS NULL AND format <> 'manual'
               ORDER BY id DESC OFFSET ?";
    let old: Vec<i64> = read::rows(conn, doing, sql, &[&KEPT], |r| r.get(0))?;
    for id in old {
        for table in CHANGED {
            conn.execute(&format!("DELETE FROM {table}_before WHERE undo_import = ?"), [id]).doing(doing)?;
        }
        conn.execute("UPDATE import SET before_kept = false WHERE id = ?", [id]).doing(doing)?;
    }
    Ok(())
}

impl Store {
    /// The imports, newest first.
    pub fn imports(&self) -> Result<Vec<ImportRecord>> {
        let sql = format!("SELECT {COLUMNS} FROM import ORDER BY id DESC");
        self.reader()?.rows("listing imports", &sql, &[], record_of)
    }

    /// Takes back the latest import in force: what it brought goes, what it changed becomes exactly what it was.
    /// The owner's own decisions (mappings by hand, exclusions) stay.
    pub fn undo_import(&self, actor: &str, import_id: i64) -> Result<()> {
        let records = self.imports()?;
        let wanted = records
            .iter()
            .find(|r| r.id == import_id && r.undone_at.is_none())
            .ok_or(StoreError::Gone { what: "import", id: import_id })?;
        let deed = Deed { what: "undo_import", subject: &wanted.file_name, detail: import_id.to_string() };
        self.write(actor, &deed, |tx| take_back(tx, import_id))
    }
}

fn take_back(tx: &Tx<'_>, id: i64) -> Result<()> {
    let doing = "undoing an import";
    // Asked again inside the transaction: another import may just have come in.
    let sql = format!("SELECT {COLUMNS} FROM import WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1");
    let latest = read::rows(tx.conn, doing, &sql, &[], record_of)?.into_iter().next();
    match latest {
        Some(latest) if latest.id != id => {
            return Err(StoreError::NotTheLatest { wanted: id, latest: latest.id, latest_file: latest.file_name });
        }
        Some(latest) if !latest.undoable => return Err(StoreError::TooOld { id }),
        Some(_) => {}
        None => return Err(StoreError::Gone { what: "import", id }),
    }
    let run = |sql: &str| tx.conn.execute(sql, []).doing(doing);
    for table in CHANGED {
        run(&format!(
            "DELETE FROM {table} WHERE created_import = {id} OR id IN (SELECT id FROM {table}_before WHERE undo_import = {id})"
        ))?;
        // A mapping made by hand since then is the owner's word.
        let but = if table == "mapping" {
            " AND NOT EXISTS (FROM mapping m WHERE m.created_import = 0 AND m.platform = b.platform AND m.key = b.key)"
        } else {
            ""
        };
        run(&format!(
            "INSERT INTO {table} SELECT b.* EXCLUDE (undo_import) FROM {table}_before b WHERE b.undo_import = {id}{but}"
        ))?;
        run(&format!("DELETE FROM {table}_before WHERE undo_import = {id}"))?;
    }
    for (table, column) in ADDED {
        run(&format!("DELETE FROM {table} WHERE {column} = {id}"))?;
    }
    settle_parcels(tx)?;
    follow(tx)?;
    tx.conn
        .execute("UPDATE import SET undone_at = ?, before_kept = false WHERE id = ?", params![tx.now, id])
        .doing(doing)?;
    Ok(())
}
