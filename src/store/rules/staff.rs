//! People who work here (员工). Nobody is deleted: orders of before keep their name.

use duckdb::params;

use super::waiting;
use crate::locale::Said;
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::facts::paid_at;
use crate::store::orders::text;
use crate::store::read::rows;
use crate::store::write::{Deed, Tx};

const DOING: &str = "reading the staff";

/// Somebody, and what is on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    pub id: i64,
    pub name: String,
    pub active: bool,
    /// Orders of theirs that wait to be sent.
    pub open: i64,
    /// Orders given to them today.
    pub today: i64,
}

impl Store {
    /// Everybody, those who still work here first, by the order they came.
    pub fn staff(&self) -> Result<Vec<StaffRow>> {
        let reader = self.reader()?;
        let today = self.now().date().to_string();
        reader.rows(DOING, &desks(), &[&today], staff_row)
    }

    /// Somebody new.
    ///
    /// # Errors
    /// [`StoreError::RulesRefused`] without a name, or with one that somebody has.
    pub fn add_staff(&self, actor: &str, name: &str) -> Result<i64> {
        let name = name.trim();
        self.write(actor, &Deed { what: "add_staff", subject: name, detail: String::new() }, |tx| {
            unused(tx, name, 0)?;
            let id = tx.take_numbers("staff", 1)?;
            tx.conn.execute("INSERT INTO staff VALUES (?, ?, true, ?)", params![id, name, tx.now]).doing(DOING)?;
            Ok(id)
        })
    }

    /// Gives somebody another name.
    ///
    /// # Errors
    /// As [`Store::add_staff`]; [`StoreError::Gone`] when there is no such person.
    pub fn rename_staff(&self, actor: &str, id: i64, name: &str) -> Result<()> {
        let name = name.trim();
        self.write(actor, &Deed { what: "rename_staff", subject: name, detail: id.to_string() }, |tx| {
            unused(tx, name, id)?;
            let sql = "UPDATE staff SET name = ?, updated_at = ? WHERE id = ?";
            changed(tx.conn.execute(sql, params![name, tx.now, id]).doing(DOING)?, id)
        })
    }

    /// Somebody leaves or comes back. Rules give nothing to those who have left.
    pub fn activate_staff(&self, actor: &str, id: i64, active: bool) -> Result<()> {
        let what = if active { "activate_staff" } else { "deactivate_staff" };
        let name: String =
            self.reader()?
                .row(DOING, "SELECT coalesce(max(name), '') FROM staff WHERE id = ?", &[&id], |row| row.get(0))?;
        self.write(actor, &Deed { what, subject: &name, detail: id.to_string() }, |tx| {
            let sql = "UPDATE staff SET active = ?, updated_at = ? WHERE id = ?";
            changed(tx.conn.execute(sql, params![active, tx.now, id]).doing(DOING)?, id)
        })
    }
}

fn changed(rows: usize, id: i64) -> Result<()> {
    if rows == 0 { Err(StoreError::Gone { what: "member of the staff", id }) } else { Ok(()) }
}

fn unused(tx: &Tx<'_>, name: &str, but: i64) -> Result<()> {
    let refuse = |key: &str| Err(StoreError::RulesRefused { said: Said::new(key).with("name", name) });
    if name.is_empty() {
        return refuse("rules.staff_no_name");
    }
    let taken = rows(tx.conn, DOING, "SELECT id FROM staff WHERE name = ? AND id <> ?", &[&name, &but], |row| {
        row.get::<_, i64>(0)
    })?;
    if taken.is_empty() { Ok(()) } else { refuse("rules.staff_same_name") }
}

/// Everybody with what is on the desk; takes the day that is today.
pub(super) fn desks() -> String {
    let paid = paid_at();
    format!(
        "WITH desk AS (
             SELECT a.staff_id, count(*) FILTER ({waiting}) AS open,
                 count(*) FILTER (CAST(a.made_at AS DATE) = CAST(? AS DATE)) AS today
             FROM assignment a LEFT JOIN orders o ON o.platform = a.platform AND o.order_no = a.order_no
             WHERE a.staff_id <> 0 GROUP BY a.staff_id)
         SELECT s.id, s.name, s.active, coalesce(d.open, 0), coalesce(d.today, 0)
         FROM staff s LEFT JOIN desk d ON d.staff_id = s.id ORDER BY s.active DESC, s.id",
        waiting = waiting(&paid),
    )
}

pub(super) fn staff_row(row: &duckdb::Row<'_>) -> duckdb::Result<StaffRow> {
    Ok(StaffRow { id: row.get(0)?, name: text(row, 1)?, active: row.get(2)?, open: row.get(3)?, today: row.get(4)? })
}
