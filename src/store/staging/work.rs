//! The connection an import works on, what it knows of itself, and the Cancel button between statements.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::NaiveDateTime;
use duckdb::Connection;

use super::sql::Batch;
use crate::domain::platform::Platform;
use crate::store::error::{Doing, Result, StoreError};

pub(super) struct Work<'a> {
    pub conn: &'a Connection,
    pub cancelled: &'a AtomicBool,
    pub batch: Batch,
    /// Next numbers as they stood when the comparison began.
    pub counters: HashMap<String, i64>,
    pub import_id: i64,
    pub at: NaiveDateTime,
}

impl Work<'_> {
    /// Runs one statement; says how many rows it touched.
    pub fn run(&self, sql: &str) -> Result<usize> {
        if self.cancelled.load(Ordering::Acquire) {
            return Err(StoreError::Cancelled);
        }
        self.conn.execute(sql, []).map_err(|error| {
            tracing::debug!(sql, "failed");
            StoreError::engine("importing", &error)
        })
    }

    /// A single number.
    pub fn count(&self, sql: &str) -> Result<i64> {
        self.conn.query_row(sql, [], |r| r.get(0)).doing("importing")
    }

    /// The first free id of a table.
    pub fn first(&self, table: &str) -> i64 {
        self.counters.get(table).copied().unwrap_or(1)
    }

    /// The moment of the import as a literal.
    pub fn at_sql(&self) -> String {
        format!("TIMESTAMP '{}'", self.at.format("%Y-%m-%d %H:%M:%S%.6f"))
    }

    /// The platform a mapping sheet holds for; a sheet of no platform holds for all.
    pub fn mapping_scope(&self) -> u8 {
        if self.batch.platform == Platform::Other.code() { 0 } else { self.batch.platform }
    }
}
