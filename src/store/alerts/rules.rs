//! The owner's rules (预警规则): one for a line and a scope; a new one takes the place of the old.

use duckdb::{Row, params};

use crate::domain::alert::{Line, Rule, RuleBook, Scope, Threshold};
use crate::domain::stock::StockRules;
use crate::store::Store;
use crate::store::error::{Doing, Result};
use crate::store::orders::text;
use crate::store::read::{Reader, rows};
use crate::store::write::Deed;

const DOING: &str = "reading alert rules";

/// A rule with the name of what it holds for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow {
    pub rule: Rule,
    /// Name of the warehouse; empty for other scopes.
    pub warehouse: String,
}

/// Code and subject of a scope as the shop file keeps them.
fn parts(scope: &Scope) -> (u8, String) {
    match scope {
        Scope::All => (0, String::new()),
        Scope::Warehouse(id) => (1, id.to_string()),
        Scope::Category(name) => (2, name.clone()),
        Scope::Sku(code) => (3, code.clone()),
    }
}

fn scope(code: u8, subject: String) -> Option<Scope> {
    match code {
        0 => Some(Scope::All),
        1 => subject.parse().ok().map(Scope::Warehouse),
        2 => Some(Scope::Category(subject)),
        3 => Some(Scope::Sku(subject)),
        _ => None,
    }
}

/// A rule, if this version knows what it means.
fn read(row: &Row<'_>) -> duckdb::Result<Option<Rule>> {
    let small = |at: usize| row.get::<_, i64>(at).map(|n| u32::try_from(n).unwrap_or(0));
    let tiny = |at: usize| row.get::<_, i64>(at).map(|n| u8::try_from(n).unwrap_or(0));
    let line = Line::from_code(tiny(1)?);
    let threshold = Threshold::from_parts(tiny(4)?, small(5)?, small(6)?);
    let scope = scope(tiny(2)?, row.get(3)?);
    let id = row.get(0)?;
    Ok(line.zip(scope).zip(threshold).map(|((line, scope), threshold)| Rule { id, line, scope, threshold }))
}

/// All rules, over the lines that hold where there is none.
pub(in crate::store) fn book(reader: &Reader, base: StockRules) -> Result<RuleBook> {
    let sql = "SELECT id, line, scope, subject, threshold, amount, more FROM alert_rule ORDER BY id";
    let found = rows(&reader.conn, DOING, sql, &[], read)?;
    Ok(RuleBook::new(base, found.into_iter().flatten()))
}

impl Store {
    /// The owner's rules: the most particular last.
    pub fn alert_rules(&self) -> Result<Vec<RuleRow>> {
        let sql = "SELECT r.id, r.line, r.scope, r.subject, r.threshold, r.amount, r.more, w.name
             FROM alert_rule r LEFT JOIN warehouse w ON r.scope = 1 AND CAST(w.id AS VARCHAR) = r.subject
             ORDER BY r.line, r.scope, r.subject";
        let found = self.reader()?.rows(DOING, sql, &[], |row| Ok((read(row)?, text(row, 7)?)))?;
        Ok(found.into_iter().filter_map(|(rule, warehouse)| Some(RuleRow { rule: rule?, warehouse })).collect())
    }

    /// Keeps a rule and tells its id; one with the same line and scope gives way. The marks of stock follow it at once.
    pub fn save_alert_rule(&self, actor: &str, rule: &Rule) -> Result<i64> {
        let doing = "saving an alert rule";
        let (code, subject) = parts(&rule.scope);
        let (kind, amount, more) = rule.threshold.parts();
        let deed = Deed { what: "alert_rule", subject: &subject, detail: rule.line.id().to_owned() };
        self.write(actor, &deed, |tx| {
            tx.conn
                .execute(
                    "DELETE FROM alert_rule WHERE id = ? OR (line = ? AND scope = ? AND subject = ?)",
                    params![rule.id, rule.line.code(), code, subject],
                )
                .doing(doing)?;
            let id = tx.take_numbers("alert_rule", 1)?;
            tx.conn
                .execute(
                    "INSERT INTO alert_rule VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    params![id, rule.line.code(), code, subject, kind, amount, more, actor, tx.now],
                )
                .doing(doing)?;
            Ok(id)
        })
    }

    /// Takes a rule away: the next general one holds again.
    pub fn drop_alert_rule(&self, actor: &str, rule: &Rule) -> Result<()> {
        let (_, subject) = parts(&rule.scope);
        let deed = Deed { what: "drop_alert_rule", subject: &subject, detail: rule.line.id().to_owned() };
        self.write(actor, &deed, |tx| {
            tx.conn.execute("DELETE FROM alert_rule WHERE id = ?", [rule.id]).doing("dropping an alert rule")?;
            Ok(())
        })
    }
}
