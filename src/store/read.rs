//! Reading (读取): a connection of its own for each question, beside the writer, that Cancel can reach.

use std::sync::{Arc, Weak};

use duckdb::{Connection, InterruptHandle, Row, Statement, ToSql};

use super::error::{Doing, Result};
use super::{Inner, Store};

/// A reading connection. The shop stays open for as long as it lives.
pub(super) struct Reader {
    pub conn: Connection,
    handle: Arc<InterruptHandle>,
    // Declared last: the connection must go before the lock of the shop does.
    _inner: Arc<Inner>,
}

/// Stops a running piece of work from another thread; for the Cancel button.
#[derive(Clone)]
pub struct Canceller {
    handle: Weak<InterruptHandle>,
    cancelled: Arc<std::sync::atomic::AtomicBool>,
}

impl std::fmt::Debug for Canceller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Canceller").field("cancelled", &self.cancelled).finish_non_exhaustive()
    }
}

impl Canceller {
    /// The work ends as soon as it can, with [`super::StoreError::Cancelled`], and leaves nothing behind.
    pub fn cancel(&self) {
        self.cancelled.store(true, std::sync::atomic::Ordering::Release);
        if let Some(handle) = self.handle.upgrade() {
            handle.interrupt();
        }
    }
}

impl Store {
    /// A new reading connection.
    pub(super) fn reader(&self) -> Result<Reader> {
        let conn = self.inner.root().try_clone().doing("opening a reader")?;
        let handle = conn.interrupt_handle();
        let mut running = self.inner.running();
        running.retain(|known| known.strong_count() > 0);
        running.push(Arc::downgrade(&handle));
        drop(running);
        Ok(Reader { conn, handle, _inner: Arc::clone(&self.inner) })
    }

    /// Stops whatever reads are running; each of them ends with [`super::StoreError::Cancelled`].
    pub fn interrupt(&self) {
        for handle in self.inner.running().iter().filter_map(Weak::upgrade) {
            handle.interrupt();
        }
    }
}

impl Reader {
    /// Every row of a query, each turned into a value.
    pub fn rows<T>(
        &self,
        doing: &'static str,
        sql: &str,
        params: &[&dyn ToSql],
        each: impl FnMut(&Row<'_>) -> duckdb::Result<T>,
    ) -> Result<Vec<T>> {
        rows(&self.conn, doing, sql, params, each)
    }

    /// A Cancel button for work on this connection.
    pub fn canceller(&self, cancelled: &Arc<std::sync::atomic::AtomicBool>) -> Canceller {
        Canceller { handle: Arc::downgrade(&self.handle), cancelled: Arc::clone(cancelled) }
    }

    /// The only row of a query.
    pub fn row<T>(
        &self,
        doing: &'static str,
        sql: &str,
        params: &[&dyn ToSql],
        each: impl FnOnce(&Row<'_>) -> duckdb::Result<T>,
    ) -> Result<T> {
        self.conn.query_row(sql, params, each).doing(doing)
    }
}

pub(super) fn rows<T>(
    conn: &Connection,
    doing: &'static str,
    sql: &str,
    params: &[&dyn ToSql],
    each: impl FnMut(&Row<'_>) -> duckdb::Result<T>,
) -> Result<Vec<T>> {
    let mut statement: Statement<'_> = conn.prepare(sql).doing(doing)?;
    let found = statement.query_map(params, each).doing(doing)?;
    found.collect::<duckdb::Result<Vec<T>>>().doing(doing)
}

/// Ids in the order a query gives them, straight from its columns.
pub(super) fn ids(conn: &Connection, doing: &'static str, sql: &str, params: &[&dyn ToSql]) -> Result<Vec<i64>> {
    Ok(ids_with_sums::<0>(conn, doing, sql, params)?.0)
}

/// Ids in the order a query gives them, and the sums of the BIGINT columns behind them; what is not told adds nothing.
pub(super) fn ids_with_sums<const N: usize>(
    conn: &Connection,
    doing: &'static str,
    sql: &str,
    params: &[&dyn ToSql],
) -> Result<(Vec<i64>, [i64; N])> {
    use duckdb::arrow::array::AsArray;
    use duckdb::arrow::datatypes::Int64Type;
    let mut statement = conn.prepare(sql).doing(doing)?;
    drop(statement.stream_arrow(params).doing(doing)?);
    let (mut found, mut sums) = (Vec::new(), [0; N]);
    while let Some(batch) = statement.step().doing(doing)? {
        let mut columns = batch.columns().iter().map(|column| column.as_primitive_opt::<Int64Type>());
        if let Some(Some(ids)) = columns.next() {
            found.extend_from_slice(ids.values());
        }
        for (sum, column) in sums.iter_mut().zip(columns) {
            *sum += column.into_iter().flatten().flatten().sum::<i64>();
        }
    }
    Ok((found, sums))
}
