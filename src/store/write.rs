//! Writing (写入): one writer at a time, one transaction for each action, its row in the audit inside the same transaction.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use chrono::NaiveDateTime;
use duckdb::{Connection, params};

use super::Store;
use super::error::{Doing, Result, StoreError};

/// What is being done, for the audit.
#[derive(Debug, Clone)]
pub(super) struct Deed<'a> {
    /// Stable English id, also the tail of the locale key (`store.did_import`).
    pub what: &'static str,
    /// What it is done to: an order number, a file name.
    pub subject: &'a str,
    pub detail: String,
}

/// An open write transaction.
pub(super) struct Tx<'a> {
    pub conn: &'a Connection,
    pub now: NaiveDateTime,
}

impl Tx<'_> {
    /// The next `count` numbers of a counter; the first of them is returned. Numbers are never given out twice.
    pub fn take_numbers(&self, name: &str, count: i64) -> Result<i64> {
        let doing = "counting";
        let first = peek(self.conn, name)?;
        if first == 1 {
            let known: i64 = self
                .conn
                .query_row("SELECT count(*) FROM counter WHERE name = ?", [name], |r| r.get(0))
                .doing(doing)?;
            if known == 0 {
                self.conn.execute("INSERT INTO counter VALUES (?, 1)", [name]).doing(doing)?;
            }
        }
        self.conn.execute("UPDATE counter SET next = ? WHERE name = ?", params![first + count, name]).doing(doing)?;
        Ok(first)
    }

    fn audit(&self, actor: &str, deed: &Deed<'_>) -> Result<()> {
        let id = self.take_numbers("audit", 1)?;
        self.conn
            .execute(
                "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)",
                params![id, self.now, actor, deed.what, deed.subject, deed.detail],
            )
            .doing("writing the audit")?;
        Ok(())
    }
}

/// The number a counter would give next.
pub(super) fn peek(conn: &Connection, name: &str) -> Result<i64> {
    conn.query_row("SELECT coalesce(max(next), 1) FROM counter WHERE name = ?", [name], |r| r.get(0)).doing("counting")
}

/// All counters at once.
pub(super) fn peek_all(conn: &Connection) -> Result<HashMap<String, i64>> {
    let doing = "counting";
    let mut statement = conn.prepare("SELECT name, next FROM counter").doing(doing)?;
    let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).doing(doing)?;
    rows.collect::<std::result::Result<_, _>>().doing(doing)
}

impl Store {
    /// Does `work` in one transaction with its audit row, or leaves everything as it was.
    pub(super) fn write<T>(&self, actor: &str, deed: &Deed<'_>, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        let writer = self.inner.writer();
        self.transact(&writer, actor, deed, work)
    }

    /// Like [`Store::write`] for what no analysis and no list of records reads: the data version stays, so that nothing is read anew.
    pub(super) fn write_beside<T>(
        &self,
        actor: &str,
        deed: &Deed<'_>,
        work: impl FnOnce(&Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let writer = self.inner.writer();
        self.transaction(&writer, actor, deed, false, work)
    }

    /// Like [`Store::write`] on a connection that holds temporary tables. The caller holds the writer.
    pub(super) fn transact<T>(
        &self,
        conn: &Connection,
        actor: &str,
        deed: &Deed<'_>,
        work: impl FnOnce(&Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        self.transaction(conn, actor, deed, true, work)
    }

    fn transaction<T>(
        &self,
        conn: &Connection,
        actor: &str,
        deed: &Deed<'_>,
        data: bool,
        work: impl FnOnce(&Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        // Rolls back when it is dropped, on whatever way out.
        let open = conn.unchecked_transaction().doing("beginning to write")?;
        let tx = Tx { conn, now: self.now() };
        let done = work(&tx).and_then(|value| {
            tx.audit(actor, deed)?;
            let version = if data { Some(tx.take_numbers("version", 1)? + 1) } else { None };
            open.commit().doing("committing")?;
            Ok((value, version))
        });
        match done {
            Ok((value, version)) => {
                if let Some(version) = version {
                    self.inner.version.store(u64::try_from(version).unwrap_or_default(), Ordering::Release);
                }
                Ok(value)
            }
            Err(error) => {
                if !matches!(error, StoreError::Cancelled) {
                    tracing::error!(what = deed.what, %error, "nothing was written");
                }
                Err(error)
            }
        }
    }
}
