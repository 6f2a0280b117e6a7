//! The record of what was done (操作记录): every write and every look at personal data, with who did it and when.

use chrono::NaiveDateTime;

use super::Store;
use super::error::Result;
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
            _ => "store.did_something",
        };
        Said::new(key).with("subject", &self.subject).with("detail", &self.detail)
    }
}

impl Store {
    /// The latest deeds, newest first.
    pub fn audit(&self, at_most: u32) -> Result<Vec<AuditRow>> {
        let sql = "SELECT id, made_at, actor, what, subject, detail FROM audit ORDER BY id DESC LIMIT ?";
        self.reader()?.rows("reading the audit", sql, &[&at_most], |r| {
            Ok(AuditRow {
                id: r.get(0)?,
                at: r.get(1)?,
                actor: r.get(2)?,
                what: r.get(3)?,
                subject: r.get(4)?,
                detail: r.get(5)?,
            })
        })
    }
}
