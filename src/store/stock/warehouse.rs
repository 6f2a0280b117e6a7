//! Warehouses (仓库): where stock lies. The first ships the orders.

use duckdb::params;

use crate::locale::Said;
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::read::rows;
use crate::store::write::{Deed, Tx};

const DOING: &str = "changing warehouses";

/// A warehouse (仓库).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warehouse {
    pub id: i64,
    pub name: String,
    /// Pieces in it or on the way to it.
    pub pieces: i64,
    /// SKUs of which there are any.
    pub skus: i64,
}

/// Why a warehouse stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WarehouseProblem {
    Nameless,
    /// Another one is called so.
    NameTaken {
        name: String,
    },
    /// Orders are shipped from it.
    Main {
        name: String,
    },
    /// It is not empty.
    Stocked {
        name: String,
        pieces: i64,
    },
}

impl WarehouseProblem {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        match self {
            Self::Nameless => Said::new("warehouse.nameless"),
            Self::NameTaken { name } => Said::new("warehouse.name_taken").with("name", name),
            Self::Main { name } => Said::new("warehouse.is_main").with("name", name),
            Self::Stocked { name, pieces } => Said::new("warehouse.still_stocked").with("name", name).with("n", pieces),
        }
    }
}

impl Store {
    /// The warehouses that are in use, the one that ships orders first.
    pub fn warehouses(&self) -> Result<Vec<Warehouse>> {
        let sql = "SELECT w.id, w.name, CAST(coalesce(sum(m.qty), 0) AS BIGINT), count(*) FILTER (m.qty <> 0)
                   FROM warehouse w LEFT JOIN (SELECT warehouse_id, sku_code, CAST(sum(qty) AS BIGINT) AS qty FROM movement GROUP BY ALL) m
                       ON m.warehouse_id = w.id
                   WHERE w.closed_at IS NULL GROUP BY w.id, w.name ORDER BY w.id";
        self.reader()?.rows("listing warehouses", sql, &[], |row| {
            Ok(Warehouse { id: row.get(0)?, name: row.get(1)?, pieces: row.get(2)?, skus: row.get(3)? })
        })
    }

    /// Opens another warehouse; gives its id.
    ///
    /// # Errors
    /// [`StoreError::WarehouseRefused`] when the name is empty or taken.
    pub fn add_warehouse(&self, actor: &str, name: &str) -> Result<i64> {
        let name = name.trim();
        let deed = Deed { what: "add_warehouse", subject: name, detail: String::new() };
        self.write(actor, &deed, |tx| {
            free(tx, name, 0)?;
            let next = "SELECT max(id) + 1 FROM warehouse";
            let id: i64 = tx.conn.query_row(next, [], |r| r.get(0)).doing(DOING)?;
            tx.conn.execute("INSERT INTO warehouse VALUES (?, ?, ?, NULL)", params![id, name, tx.now]).doing(DOING)?;
            Ok(id)
        })
    }

    /// Gives a warehouse another name.
    ///
    /// # Errors
    /// [`StoreError::WarehouseRefused`] when the name is empty or taken.
    pub fn rename_warehouse(&self, actor: &str, id: i64, name: &str) -> Result<()> {
        let name = name.trim();
        let deed = Deed { what: "rename_warehouse", subject: name, detail: id.to_string() };
        self.write(actor, &deed, |tx| {
            free(tx, name, id)?;
            let sql = "UPDATE warehouse SET name = ?, updated_at = ? WHERE id = ? AND closed_at IS NULL";
            let changed = tx.conn.execute(sql, params![name, tx.now, id]).doing(DOING)?;
            if changed == 1 { Ok(()) } else { Err(StoreError::Gone { what: "warehouse", id }) }
        })
    }

    /// Opens a warehouse again that was closed.
    ///
    /// # Errors
    /// [`StoreError::WarehouseRefused`] when another one is called so by now.
    pub fn reopen_warehouse(&self, actor: &str, id: i64) -> Result<()> {
        let deed = Deed { what: "reopen_warehouse", subject: "", detail: id.to_string() };
        self.write(actor, &deed, |tx| {
            let sql = "SELECT name FROM warehouse WHERE id = ? AND closed_at IS NOT NULL";
            let found = rows(tx.conn, DOING, sql, &[&id], |row| row.get::<_, String>(0))?;
            let name = found.into_iter().next().ok_or(StoreError::Gone { what: "warehouse", id })?;
            free(tx, &name, id)?;
            let sql = "UPDATE warehouse SET closed_at = NULL, updated_at = ? WHERE id = ?";
            tx.conn.execute(sql, params![tx.now, id]).doing(DOING)?;
            Ok(())
        })
    }

    /// Closes an empty warehouse. What moved in it stays in the books.
    ///
    /// # Errors
    /// [`StoreError::WarehouseRefused`] when it ships orders or holds pieces.
    pub fn close_warehouse(&self, actor: &str, id: i64) -> Result<()> {
        let known = self.warehouses()?;
        let gone = StoreError::Gone { what: "warehouse", id };
        let one = known.iter().find(|one| one.id == id).ok_or(gone)?;
        let name = one.name.clone();
        let deed = Deed { what: "close_warehouse", subject: &name, detail: id.to_string() };
        self.write(actor, &deed, |tx| {
            let refused = |problem| Err(StoreError::WarehouseRefused { problem });
            let sql = "SELECT count(*) FROM warehouse WHERE id < ? AND closed_at IS NULL";
            let before: i64 = tx.conn.query_row(sql, [id], |r| r.get(0)).doing(DOING)?;
            if before == 0 {
                return refused(WarehouseProblem::Main { name: name.clone() });
            }
            let sql = "SELECT CAST(coalesce(sum(abs(qty)), 0) AS BIGINT) FROM (
                           SELECT sum(qty) AS qty FROM movement WHERE warehouse_id = ? GROUP BY sku_code, place)";
            let pieces: i64 = tx.conn.query_row(sql, [id], |r| r.get(0)).doing(DOING)?;
            if pieces != 0 {
                return refused(WarehouseProblem::Stocked { name: name.clone(), pieces });
            }
            let sql = "UPDATE warehouse SET closed_at = ?, updated_at = ? WHERE id = ?";
            tx.conn.execute(sql, params![tx.now, tx.now, id]).doing(DOING)?;
            Ok(())
        })
    }
}

/// The name is one, and no other warehouse has it.
fn free(tx: &Tx<'_>, name: &str, own: i64) -> Result<()> {
    let refused = |problem| Err(StoreError::WarehouseRefused { problem });
    if name.is_empty() {
        return refused(WarehouseProblem::Nameless);
    }
    let sql = "SELECT count(*) FROM warehouse WHERE name = ? AND id <> ? AND closed_at IS NULL";
    let taken: i64 = tx.conn.query_row(sql, params![name, own], |r| r.get(0)).doing(DOING)?;
    if taken == 0 { Ok(()) } else { refused(WarehouseProblem::NameTaken { name: name.to_owned() }) }
}
