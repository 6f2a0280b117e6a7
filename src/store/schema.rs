//! The shape of the shop file (表结构) and how older files are brought up to it. Migrations are only ever added, never changed.

use chrono::NaiveDateTime;
use duckdb::Connection;

use super::error::{Doing, Result, StoreError};

/// Statements that lead from schema n to n + 1, from an empty file on.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
    include_str!("schema/0007.sql"),
    include_str!("schema/0008.sql"),
    include_str!("schema/0009.sql"),
    include_str!("schema/0010.sql"),
];

/// The schema that this version writes.
pub(super) const CURRENT: i64 = MIGRATIONS.len() as i64;

/// What a database says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing in it.
    Empty,
    /// Tables, but not ours.
    Foreign,
    /// A shop with this schema.
    Shop(i64),
}

pub(super) fn find(conn: &Connection) -> Result<Found> {
    let doing = "reading the schema";
    let tables: i64 = conn
        .query_row("SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database()", [], |r| r.get(0))
        .doing(doing)?;
    if tables == 0 {
        return Ok(Found::Empty);
    }
    let meta: i64 = conn
        .query_row(
            "SELECT count(*) FROM duckdb_columns() WHERE database_name = current_database() AND table_name = 'meta'
             AND column_name IN ('key', 'value')",
            [],
            |r| r.get(0),
        )
        .doing(doing)?;
    if meta != 2 {
        return Ok(Found::Foreign);
    }
    let schema: Option<String> = conn
        .query_row(
            "SELECT max(s.value) FROM meta s JOIN meta p ON p.key = 'program' AND p.value = 'zhanggui' WHERE s.key = 'schema'",
            [],
            |r| r.get(0),
        )
        .doing(doing)?;
    Ok(schema.and_then(|text| text.parse().ok()).map_or(Found::Foreign, Found::Shop))
}

/// Brings the file from schema `from` (0: empty) to [`CURRENT`], each step in a transaction of its own.
pub(super) fn migrate(conn: &Connection, from: i64, now: NaiveDateTime) -> Result<()> {
    let doing = "migrating";
    for (at, statements) in (1i64..).zip(MIGRATIONS).skip(usize::try_from(from).unwrap_or(0)) {
        let tx = conn.unchecked_transaction().doing(doing)?;
        tx.execute_batch(statements).doing(doing)?;
        if at == 1 {
            tx.execute_batch(
                "INSERT INTO meta VALUES ('program', 'zhanggui'), ('schema', '0'); INSERT INTO counter VALUES ('version', 0);",
            )
            .doing(doing)?;
            tx.execute("INSERT INTO meta VALUES ('created_at', ?)", [now.to_string()]).doing(doing)?;
        }
        tx.execute("UPDATE meta SET value = ? WHERE key = 'schema'", [at.to_string()]).doing(doing)?;
        tx.commit().doing(doing)?;
        tracing::info!(schema = at, "shop file migrated");
    }
    Ok(())
}

/// Refuses what this version cannot read; says from which schema to migrate.
pub(super) fn accept(found: Found, path: &std::path::Path) -> Result<i64> {
    match found {
        Found::Empty => Ok(0),
        Found::Foreign => Err(StoreError::NotAShop { path: path.to_owned() }),
        Found::Shop(schema) if schema > CURRENT => {
            Err(StoreError::NewerVersion { path: path.to_owned(), found: schema, known: CURRENT })
        }
        Found::Shop(schema) => Ok(schema),
    }
}
