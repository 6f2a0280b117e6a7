//! Names that other lists filter by (店铺、快递、类目、原因), saved column mappings, and what every list's question is built from.

use duckdb::params;

use super::Store;
use super::error::{Doing, Result};
use super::orders::{Where, platform, text};
use super::rows::{NamedRow, ShopRow};
use super::write::Deed;

pub(super) fn direction(descending: bool) -> &'static str {
    if descending { "DESC" } else { "ASC" }
}

/// A closed list of ids; an empty one finds nothing.
pub(super) fn exactly(found: &mut Where, column: &str, ids: Option<&Vec<i64>>) {
    if let Some(ids) = ids {
        if ids.is_empty() {
            found.and("false", []);
        } else {
            found.one_of(column, ids.iter().copied());
        }
    }
}

impl Store {
    pub fn shops(&self) -> Result<Vec<ShopRow>> {
        self.reader()?.rows(
            "reading shops",
            "SELECT id, platform, name FROM shop ORDER BY platform, name, id",
            &[],
            |row| Ok(ShopRow { id: row.get(0)?, platform: platform(row, 1)?, name: text(row, 2)? }),
        )
    }

    pub fn couriers(&self) -> Result<Vec<NamedRow>> {
        self.names("SELECT id, name FROM courier ORDER BY name")
    }

    pub fn categories(&self) -> Result<Vec<NamedRow>> {
        self.names("SELECT id, name FROM category ORDER BY name")
    }

    pub fn reasons(&self) -> Result<Vec<NamedRow>> {
        self.names("SELECT id, name FROM reason ORDER BY name")
    }

    fn names(&self, sql: &str) -> Result<Vec<NamedRow>> {
        self.reader()?.rows("reading names", sql, &[], |row| Ok(NamedRow { id: row.get(0)?, name: text(row, 1)? }))
    }

    /// A column mapping (toml) kept under a name.
    pub fn saved_mapping(&self, name: &str) -> Result<Option<String>> {
        let sql = "SELECT body FROM saved_mapping WHERE name = ?";
        Ok(self.reader()?.rows("reading mappings", sql, &[&name], |row| row.get(0))?.pop())
    }

    pub fn saved_mappings(&self) -> Result<Vec<(String, String)>> {
        let sql = "SELECT name, body FROM saved_mapping ORDER BY name";
        self.reader()?.rows("reading mappings", sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    pub fn save_mapping(&self, actor: &str, name: &str, body: &str) -> Result<()> {
        self.write(actor, &Deed { what: "save_mapping", subject: name, detail: String::new() }, |tx| {
            let doing = "saving a mapping";
            tx.conn
                .execute(
                    "INSERT INTO saved_mapping VALUES (?, ?, ?)
                     ON CONFLICT (name) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at",
                    params![name, body, tx.now],
                )
                .doing(doing)?;
            Ok(())
        })
    }

    pub fn delete_mapping(&self, actor: &str, name: &str) -> Result<()> {
        self.write(actor, &Deed { what: "delete_mapping", subject: name, detail: String::new() }, |tx| {
            tx.conn.execute("DELETE FROM saved_mapping WHERE name = ?", [name]).doing("deleting a mapping")?;
            Ok(())
        })
    }
}
