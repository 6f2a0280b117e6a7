//! The reply library (回复库): texts that are sent to buyers again and again.

use duckdb::params;

use super::Store;
use super::error::{Doing, Result, StoreError};
use super::orders::text;
use super::packing::of_tx;
use super::write::Deed;

const DOING: &str = "keeping replies";

/// A reply. `body` may hold places to be filled in (`domain::reply`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// 0 for a new one.
    pub id: i64,
    pub category: String,
    pub title: String,
    pub body: String,
}

fn reply(row: &duckdb::Row<'_>) -> duckdb::Result<Reply> {
    Ok(Reply { id: row.get(0)?, category: text(row, 1)?, title: text(row, 2)?, body: text(row, 3)? })
}

impl Store {
    /// All replies, by category and in the order in which they were written.
    pub fn replies(&self) -> Result<Vec<Reply>> {
        let sql = "SELECT id, category, title, body FROM reply
                   ORDER BY min(id) OVER (PARTITION BY category), category, id";
        self.reader()?.rows(DOING, sql, &[], reply)
    }

    /// Keeps a reply, new or changed. Gives its id.
    pub fn save_reply(&self, actor: &str, reply: &Reply) -> Result<i64> {
        let deed = Deed { what: "save_reply", subject: &reply.title, detail: reply.category.clone() };
        self.write(actor, &deed, |tx| {
            let id = if reply.id == 0 { tx.take_numbers("reply", 1)? } else { reply.id };
            tx.conn.execute("DELETE FROM reply WHERE id = ?", [id]).doing(DOING)?;
            tx.conn
                .execute(
                    "INSERT INTO reply VALUES (?, ?, ?, ?, ?)",
                    params![id, reply.category.trim(), reply.title.trim(), reply.body.trim(), tx.now],
                )
                .doing(DOING)?;
            Ok(id)
        })
    }

    /// Throws a reply away and gives it back: [`Store::save_reply`] of it takes that back.
    pub fn delete_reply(&self, actor: &str, id: i64) -> Result<Reply> {
        let deed = Deed { what: "delete_reply", subject: "", detail: id.to_string() };
        self.write(actor, &deed, |tx| {
            let found = of_tx(tx, "SELECT id, category, title, body FROM reply WHERE id = ?", &[&id], reply)?;
            tx.conn.execute("DELETE FROM reply WHERE id = ?", [id]).doing(DOING)?;
            found.into_iter().next().ok_or(StoreError::Gone { what: "reply", id })
        })
    }
}
