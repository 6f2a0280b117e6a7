//! The record of what was done (操作记录): every write and every look at personal data, with who did it and when.

use chrono::NaiveDateTime;

use duckdb::Row;
use duckdb::types::Value;

use super::Store;
use super::error::Result;
use super::lists::{direction, exactly};
use super::orders::{LIST, Where, containing, in_order, joined};
use super::read;
use crate::locale::Said;

/// One deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    pub id: i64,
    pub at: NaiveDateTime,
    pub actor: String,
    /// Stable English id: `import`, `reveal`.
    pub what: String,
    /// What it was done to: an order number, a file name.
    pub subject: String,
    pub detail: String,
}

impl AuditRow {
    /// What was done, in words.
    pub fn said(&self) -> Said {
        let key = match self.what.as_str() {
            "import" => "store.did_import",
            "undo_import" => "store.did_undo_import",
            "reveal" => "store.did_reveal",
            "exclude" => "store.did_exclude",
            "include" => "store.did_include",
            "map" => "store.did_map",
            "undo_map" => "store.did_undo_map",
            "create_sku" => "store.did_create_sku",
            "stock" => "store.did_stock",
            "reverse_stock" => "store.did_reverse_stock",
            "add_warehouse" => "store.did_add_warehouse",
            "rename_warehouse" => "store.did_rename_warehouse",
            "close_warehouse" => "store.did_close_warehouse",
            "reopen_warehouse" => "store.did_reopen_warehouse",
            "receive_transfer" => "store.did_receive_transfer",
            "note_aftersale" => "store.did_note_aftersale",
            "stocktake" => "stocktake.did_plan",
            "stocktake_start" => "stocktake.did_start",
            "stocktake_finish" => "stocktake.did_finish",
            "stocktake_resume" => "stocktake.did_resume",
            "stocktake_give_up" => "stocktake.did_give_up",
            "stocktake_take_up" => "stocktake.did_take_up",
            "stocktake_count" => "stocktake.did_count",
            "stocktake_undo" => "stocktake.did_undo",
            "stocktake_reason" => "stocktake.did_reason",
            "stocktake_post" => "stocktake.did_post",
            "replenish" => "store.did_replenish",
            "undo_replenish" => "store.did_undo_replenish",
            "alerts" => "store.did_alerts",
            "snooze_alerts" => "store.did_snooze_alerts",
            "settle_alerts" => "store.did_settle_alerts",
            "restore_alerts" => "store.did_restore_alerts",
            "alert_rule" => "store.did_alert_rule",
            "drop_alert_rule" => "store.did_drop_alert_rule",
            "audit_orders" => "store.did_audit_orders",
            "allocate_orders" => "store.did_allocate_orders",
            "print_orders" => "store.did_print_orders",
            "ship_orders" => "store.did_ship_orders",
            "intercept_orders" => "store.did_intercept_orders",
            "take_back" => "store.did_take_back",
            "exchange" => "store.did_exchange",
            "reissue" => "store.did_reissue",
            "keep_mine" => "store.did_keep_mine",
            "take_theirs" => "store.did_take_theirs",
            "undo_batch" => "store.did_undo_batch",
            "save_mapping" => "store.did_save_mapping",
            "delete_mapping" => "store.did_delete_mapping",
            // Purchasing has many steps; their words stand in its own area.
            what if what.starts_with("purchase_") || what.starts_with("supplier_") => {
                let key = format!("purchase.did_{what}");
                return Said::new(&key).with("subject", &self.subject).with("detail", &self.detail);
            }
            "print_pick_list" => "store.did_print_pick_list",
            "print_packing_slip" => "store.did_print_packing_slip",
            "print_label" => "store.did_print_label",
            "check_box" => "store.did_check_box",
            "merge_orders" => "store.did_merge_orders",
            "split_order" => "store.did_split_order",
            "unplan_box" => "store.did_unplan_box",
            "make_order" => "store.did_make_order",
            "change_order" => "store.did_change_order",
            "open_ticket" => "store.did_open_ticket",
            "edit_ticket" => "store.did_edit_ticket",
            "drop_ticket" => "store.did_drop_ticket",
            "note_ticket" => "store.did_note_ticket",
            "move_tickets" => "store.did_move_tickets",
            "save_reply" => "store.did_save_reply",
            "delete_reply" => "store.did_delete_reply",
            "add_staff" => "rules.did_add_staff",
            "rename_staff" => "rules.did_rename_staff",
            "activate_staff" => "rules.did_activate_staff",
            "deactivate_staff" => "rules.did_deactivate_staff",
            "draft_rules" => "rules.did_draft_rules",
            "enact_rules" => "rules.did_enact_rules",
            "apply_rules" => "rules.did_apply_rules",
            "assign" => "rules.did_assign",
            "flag" => "rules.did_flag",
            "tag" => "rules.did_tag",
            "remark" => "rules.did_remark",
            "hold" => "rules.did_hold",
            "release" => "rules.did_release",
            "undo_marks" => "rules.did_undo_marks",
            _ => "store.did_something",
        };
        Said::new(key).with("subject", &self.subject).with("detail", &self.detail)
    }
}

/// What the log is ordered by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum AuditSort {
    #[default]
    At,
    Actor,
    Subject,
}

/// Which deeds are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct AuditQuery {
    /// Stands in what the row keeps; empty: every deed.
    pub text: String,
    /// Deeds, people and subjects that are called so in words: they are found by the text too.
    pub whats: Vec<String>,
    pub actors: Vec<String>,
    pub subjects: Vec<String>,
    /// Exactly these.
    pub ids: Option<Vec<i64>>,
    pub sort: AuditSort,
    pub descending: bool,
}

const COLUMNS: &str = "id, made_at, actor, what, subject, detail";

fn row(row: &Row<'_>) -> duckdb::Result<AuditRow> {
    Ok(AuditRow {
        id: row.get(0)?,
        at: row.get(1)?,
        actor: row.get(2)?,
        what: row.get(3)?,
        subject: row.get(4)?,
        detail: row.get(5)?,
    })
}

fn conditions(query: &AuditQuery) -> Where {
    let mut found = Where::default();
    exactly(&mut found, "id", query.ids.as_ref());
    if query.text.trim().is_empty() {
        return found;
    }
    let (mut any, mut values) = (Vec::new(), Vec::new());
    for column in ["actor", "subject", "detail"] {
        any.push(format!("{column} ILIKE ? ESCAPE '\\'"));
        values.push(containing(&query.text));
    }
    for (column, ids) in [("what", &query.whats), ("actor", &query.actors), ("subject", &query.subjects)] {
        if !ids.is_empty() {
            any.push(format!("list_contains(string_split(?, ','), {column})"));
            values.push(Value::Text(ids.join(",")));
        }
    }
    found.and(&format!("({})", any.join(" OR ")), values);
    found
}

impl Store {
    /// The latest deeds, newest first.
    pub fn audit(&self, at_most: u32) -> Result<Vec<AuditRow>> {
        let sql = format!("SELECT {COLUMNS} FROM audit ORDER BY id DESC LIMIT ?");
        self.reader()?.rows("reading the audit", &sql, &[&at_most], row)
    }

    /// The kinds of deeds that there are in the log.
    pub fn audit_whats(&self) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT what FROM audit ORDER BY what";
        self.reader()?.rows("reading the audit", sql, &[], |row| row.get(0))
    }

    /// Deeds in order.
    pub fn audit_ids(&self, query: &AuditQuery) -> Result<Vec<i64>> {
        let found = conditions(query);
        let by = match query.sort {
            AuditSort::At => "made_at",
            AuditSort::Actor => "actor",
            AuditSort::Subject => "nullif(subject, '')",
        };
        let direction = direction(query.descending);
        let sql = format!("SELECT id FROM audit {} ORDER BY {by} {direction} NULLS LAST, id {direction}", found.sql());
        read::ids(&self.reader()?.conn, "listing the audit", &sql, &found.params())
    }

    /// The deeds with these ids, in their order.
    pub fn audit_rows(&self, ids: &[i64]) -> Result<Vec<AuditRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!("SELECT {COLUMNS} FROM audit WHERE id IN {LIST}");
        let rows = self.reader()?.rows("reading the audit", &sql, &[&joined(ids.iter().copied())], row)?;
        Ok(in_order(rows, ids, |row| row.id))
    }
}
