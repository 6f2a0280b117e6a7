//! Staging (暂存): rows of a file on their way in. They wait in temporary tables beside the shop, are compared with what is known,
//! and go in as one transaction or not at all.
//!
//! Numbers of our own (ids, codes, the platform) are written into the statements; what a file says stays in the cells of temporary
//! tables and never becomes SQL.

mod batch;
mod commit;
mod derive;
mod kinds;
mod names;
mod parcels;
mod resolve;
mod sql;
#[cfg(test)]
mod tests;
mod work;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use duckdb::Connection;

use self::names::AllNames;
use self::work::Work;
use super::error::{Doing, Result, StoreError};
use super::flow::settle_parcels;
use super::imports::{self, Counts, ImportMeta, ImportOutcome, ImportSummary, Preview, RecordKind};
use super::orders::text;
use super::read::{Canceller, Reader};
use super::stock::follow;
use super::write::{Deed, peek_all};
use super::{Store, read};
use crate::domain::draft::{Drafts, ProductDraft, RefundDraft, Source};
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::refund::RefundStatus;

/// The rows of one file, not yet in the shop. Dropping it discards them.
pub struct Staging {
    store: Store,
    source: Source,
    meta: ImportMeta,
    reader: Reader,
    cancelled: Arc<AtomicBool>,
    names: AllNames,
    /// Rows taken into each staging table so far.
    taken: HashMap<&'static str, i64>,
    compared: Option<Compared>,
}

/// The result of a comparison, good for one data version.
struct Compared {
    version: u64,
    import_id: i64,
    counters: HashMap<String, i64>,
    batch: sql::Batch,
    preview: Preview,
}

impl std::fmt::Debug for Staging {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Staging").field("source", &self.source).field("taken", &self.taken).finish_non_exhaustive()
    }
}

impl Store {
    /// Begins an import. Nothing touches the shop file before [`Staging::commit`].
    pub fn stage(&self, source: &Source, meta: ImportMeta) -> Result<Staging> {
        let mut staging = Staging {
            store: self.clone(),
            source: source.clone(),
            meta,
            reader: self.reader()?,
            cancelled: Arc::new(AtomicBool::new(false)),
            names: AllNames::default(),
            taken: HashMap::new(),
            compared: None,
        };
        let Staging { names, source, reader, .. } = &mut staging;
        for (table, empty) in [
            ("st_orders", batch::orders(0, &[], source, names)),
            ("st_order_line", batch::lines(0, &[], names)),
            ("st_refund", batch::refunds(0, &[], names)),
            ("st_sku", batch::skus(0, &[], names)),
            ("st_listing", batch::listings(0, &[], names)),
            ("st_parcel", batch::parcels(0, &[], names)),
            ("st_traffic", batch::traffic(0, &[], source, names)),
            ("st_purchase_line", batch::purchases(0, &[], names)),
            ("st_mapping", batch::mappings(0, &[])),
        ] {
            reader.conn.execute_batch(&empty.table(table)).doing("staging")?;
        }
        Ok(staging)
    }
}

impl Staging {
    /// Takes in a stretch of rows. Rows without a natural key are left out; importers list them as problems.
    pub fn append(&mut self, drafts: &Drafts) -> Result<()> {
        if self.cancelled.load(std::sync::atomic::Ordering::Acquire) {
            return Err(StoreError::Cancelled);
        }
        self.compared = None;
        let (own, platform): (Vec<&ProductDraft>, Vec<&ProductDraft>) = drafts.products.iter().partition(|p| p.own);
        let Self { names, source, reader, taken, .. } = self;
        let mut take = |table: &'static str, rows: usize, make: &mut dyn FnMut(i64) -> batch::Batch| -> Result<()> {
            if rows == 0 {
                return Ok(());
            }
            let next = taken.entry(table).or_insert(1);
            resolve::append(&reader.conn, table, make(*next).finish()?)?;
            *next += rows as i64;
            Ok(())
        };
        take("st_orders", drafts.orders.len(), &mut |at| batch::orders(at, &drafts.orders, source, names))?;
        take("st_order_line", drafts.lines.len(), &mut |at| batch::lines(at, &drafts.lines, names))?;
        take("st_refund", drafts.refunds.len(), &mut |at| batch::refunds(at, &drafts.refunds, names))?;
        take("st_sku", own.len(), &mut |at| batch::skus(at, &own, names))?;
        take("st_listing", platform.len(), &mut |at| batch::listings(at, &platform, names))?;
        take("st_parcel", drafts.parcels.len(), &mut |at| batch::parcels(at, &drafts.parcels, names))?;
        take("st_traffic", drafts.traffic.len(), &mut |at| batch::traffic(at, &drafts.traffic, source, names))?;
        take("st_purchase_line", drafts.purchases.len(), &mut |at| batch::purchases(at, &drafts.purchases, names))?;
        take("st_mapping", drafts.mappings.len(), &mut |at| batch::mappings(at, &drafts.mappings))
    }

    /// Compares what was taken in with what is known.
    pub fn preview(&mut self) -> Result<Preview> {
        Ok(self.compare()?.preview.clone())
    }

    /// Stops whatever this import is doing; for the Cancel button.
    pub fn canceller(&self) -> Canceller {
        self.reader.canceller(&self.cancelled)
    }

    /// Puts everything into the shop in one transaction: all of it or nothing.
    pub fn commit(mut self, summary: &ImportSummary) -> Result<ImportOutcome> {
        let store = self.store.clone();
        let writer = store.inner.writer();
        let Compared { import_id, counters, batch, preview, .. } = {
            self.compare()?;
            self.compared.take().ok_or(StoreError::Cancelled)?
        };
        let conn = &self.reader.conn;
        let work = Work { conn, cancelled: &self.cancelled, batch, counters, import_id, at: self.meta.at };
        let sum = preview.sum();
        let deed = Deed {
            what: "import",
            subject: &self.meta.file_name,
            detail: format!("+{} ~{} ={}", sum.new, sum.updated, sum.unchanged),
        };
        store.transact(conn, &self.meta.actor, &deed, |tx| {
            tx.take_numbers("import", 1)?;
            commit::write(&work)?;
            commit::counters(&work, tx)?;
            imports::record(conn, import_id, &self.source, &self.meta, summary, &preview)?;
            settle_parcels(tx)?;
            follow(tx)?;
            imports::forget_old(conn)
        })?;
        // Into the shop file itself, so that a copy of it taken while the window is open has the import in it. What stands in the way is
        // another reader at most; the next one, or closing the shop, does it then.
        if let Err(error) = writer.execute_batch("CHECKPOINT") {
            tracing::debug!(%error, "checkpoint put off");
        }
        drop(writer);
        store.apply_rules_by_itself(&self.meta.actor);
        Ok(ImportOutcome { import_id, preview, version: store.version() })
    }

    /// The comparison for the present data version, worked out now if need be.
    fn compare(&mut self) -> Result<&Compared> {
        let version = self.store.version();
        let known = self.compared.take().filter(|known| known.version == version);
        let compared = if let Some(known) = known {
            known
        } else {
            self.give_way()?;
            self.compare_anew(version)?
        };
        Ok(self.compared.insert(compared))
    }

    /// Where a file tells of an order's refund, what was noted of it by hand is closed: the file has the last word, and nothing counts
    /// twice.
    fn give_way(&mut self) -> Result<()> {
        if !self.taken.contains_key("st_refund") {
            return Ok(());
        }
        let sql = "WITH noted AS (SELECT refund_no, order_no FROM aftersale WHERE platform = $1),
             told AS (SELECT DISTINCT order_no FROM st_refund WHERE refund_no NOT IN (SELECT refund_no FROM noted))
             SELECT r.refund_no, r.order_no, CAST(r.amount * 100 AS BIGINT) FROM refund r
             JOIN noted n ON n.refund_no = r.refund_no JOIN told t ON t.order_no = r.order_no
             WHERE r.platform = $1 AND r.status <> $2 AND r.refund_no NOT IN (SELECT refund_no FROM st_refund) ORDER BY r.id";
        let (platform, closed) = (self.source.platform.code(), RefundStatus::Closed.code());
        let refunds =
            read::rows(&self.reader.conn, "closing what was noted by hand", sql, &[&platform, &closed], |row| {
                let amount = Money::from_fen(row.get::<_, Option<i64>>(2)?.unwrap_or_default());
                Ok(RefundDraft::bare(text(row, 0)?, text(row, 1)?, amount, RefundStatus::Closed))
            })?;
        if refunds.is_empty() { Ok(()) } else { self.append(&Drafts { refunds, ..Drafts::default() }) }
    }

    fn compare_anew(&mut self, version: u64) -> Result<Compared> {
        let conn = &self.reader.conn;
        let counters = peek_all(conn)?;
        let import_id = counters.get("import").copied().unwrap_or(1);
        let seen_before = imports::same_file(conn, &self.meta.sha256)?;
        let mut work = Work {
            conn,
            cancelled: &self.cancelled,
            batch: sql::Batch { seen_before: seen_before.is_some(), ..sql::Batch::default() },
            counters,
            import_id,
            at: self.meta.at,
        };
        resolve::resolve(&mut work, &mut self.names, &self.source)?;
        let preview = Preview { counts: count(&work)?, period: period(conn)?, seen_before };
        let Work { batch, counters, .. } = work;
        Ok(Compared { version, import_id, counters, batch, preview })
    }
}

/// New, updated and unchanged rows of every kind the file holds.
fn count(work: &Work<'_>) -> Result<Vec<(RecordKind, Counts)>> {
    let of = |from: &str| -> Result<Counts> {
        let sql = format!(
            "SELECT count(*) FILTER (r.state = 0), count(*) FILTER (r.state = 1), count(*) FILTER (r.state = 2) FROM {from}"
        );
        work.conn
            .query_row(&sql, [], |r| Ok(Counts { new: r.get(0)?, updated: r.get(1)?, unchanged: r.get(2)? }))
            .doing("counting")
    };
    let skus = of("r_sku r")?;
    let listings = of("r_listing r JOIN st_listing s ON s.seq = r.seq WHERE NOT s.implied")?;
    let products = Counts {
        new: skus.new + listings.new,
        updated: skus.updated + listings.updated,
        unchanged: skus.unchanged + listings.unchanged,
    };
    let all = [
        (RecordKind::Orders, of("r_orders r")?),
        (RecordKind::Lines, of("r_order_line r")?),
        (RecordKind::Refunds, of("r_refund r")?),
        (RecordKind::Products, products),
        (RecordKind::Parcels, of("r_parcel r JOIN st_parcel s ON s.seq = r.seq WHERE NOT s.implied")?),
        (RecordKind::Traffic, of("r_traffic r")?),
        (RecordKind::Purchases, of("r_purchase_line r")?),
        (RecordKind::Mappings, of("r_mapping r")?),
    ];
    Ok(all.into_iter().filter(|(_, counts)| counts.total() > 0).collect())
}

/// The days the staged rows are about.
fn period(conn: &Connection) -> Result<Option<Period>> {
    let days: Vec<(Option<NaiveDate>, Option<NaiveDate>)> = read::rows(
        conn,
        "reading the period",
        "SELECT CAST(min(a) AS DATE), CAST(max(b) AS DATE) FROM (
             SELECT min(coalesce(created_at, paid_at)) AS a, max(coalesce(created_at, paid_at)) AS b FROM st_orders WHERE NOT implied
             UNION ALL SELECT min(coalesce(applied_at, finished_at)), max(coalesce(applied_at, finished_at)) FROM st_refund
             UNION ALL SELECT min(shipped_at), max(shipped_at) FROM st_parcel WHERE NOT implied
             UNION ALL SELECT min(from_day), max(to_day) FROM st_traffic
             UNION ALL SELECT min(created_at), max(created_at) FROM st_purchase_line)",
        &[],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    Ok(days.into_iter().find_map(|(from, to)| Some(Period::new(from?, to?))))
}
