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
            "save_mapping" => "store.did_save_mapping",
            "delete_mapping" => "store.did_delete_mapping",
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
