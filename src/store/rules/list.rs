//! The list of rules (规则列表): those in force, and the draft somebody is working on. A list is put in force as a whole, since the order of
//! its rules is part of what they say.

use std::collections::HashMap;

use duckdb::params;

use crate::domain::rule::{Body, Known, Names, Rule, check};
use crate::locale::Said;
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::orders::text;
use crate::store::read::rows;
use crate::store::write::{Deed, Tx};

const DOING: &str = "reading the rules";

/// The rules in force, and the draft when it differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleBook {
    pub in_force: Vec<Rule>,
    pub draft: Option<Vec<Rule>>,
    /// What ids in them stand for.
    pub names: Names,
}

impl RuleBook {
    /// The list somebody works on.
    pub fn working(&self) -> &[Rule] {
        self.draft.as_deref().unwrap_or(&self.in_force)
    }
}

pub(super) fn in_force(conn: &duckdb::Connection) -> Result<Vec<Rule>> {
    let sql = "SELECT id, name, is_on, version, body FROM rule ORDER BY position";
    let kept =
        rows(conn, DOING, sql, &[], |row| Ok((row.get(0)?, text(row, 1)?, row.get(2)?, row.get(3)?, text(row, 4)?)))?;
    kept.into_iter()
        .map(|(id, name, on, version, body)| {
            let body: Body = serde_json::from_str(&body).map_err(|error| unreadable(&error))?;
            Ok(Rule { id, name, on, version, body })
        })
        .collect()
}

fn unreadable(error: &serde_json::Error) -> StoreError {
    StoreError::Engine { doing: DOING, detail: error.to_string() }
}

impl Store {
    /// The rules in force, the draft, and the names in them.
    pub fn rules(&self) -> Result<RuleBook> {
        let reader = self.reader()?;
        let draft = reader.rows(DOING, "SELECT body FROM rule_draft", &[], |row| text(row, 0))?.pop();
        let draft = draft.map(|body| serde_json::from_str(&body).map_err(|error| unreadable(&error))).transpose()?;
        let names = |sql: &str| -> Result<HashMap<i64, String>> {
            Ok(reader.rows(DOING, sql, &[], |row| Ok((row.get(0)?, text(row, 1)?)))?.into_iter().collect())
        };
        Ok(RuleBook {
            in_force: in_force(&reader.conn)?,
            draft,
            names: Names {
                staff: names("SELECT id, name FROM staff")?,
                warehouses: names("SELECT id, name FROM warehouse")?,
            },
        })
    }

    /// Keeps the list somebody works on; nothing is decided by it yet. The same list as is in force is no draft any more.
    pub fn draft_rules(&self, actor: &str, rules: &[Rule]) -> Result<()> {
        let deed = Deed { what: "draft_rules", subject: "", detail: rules.len().to_string() };
        self.write(actor, &deed, |tx| {
            tx.conn.execute("DELETE FROM rule_draft", []).doing(DOING)?;
            if in_force(tx.conn)? == rules {
                return Ok(());
            }
            let body = serde_json::to_string(rules).map_err(|error| unreadable(&error))?;
            tx.conn.execute("INSERT INTO rule_draft VALUES (?, ?)", params![body, tx.now]).doing(DOING)?;
            Ok(())
        })
    }

    /// Puts a list in force in the place of the one before, and gives it back as it is kept: new rules get their number, changed ones a new
    /// version. The draft is done with.
    ///
    /// # Errors
    /// [`StoreError::RulesRefused`] with the name of the first rule that is on and makes no sense (any more).
    pub fn enact_rules(&self, actor: &str, rules: &[Rule]) -> Result<Vec<Rule>> {
        let on = rules.iter().filter(|rule| rule.on).count();
        let deed = Deed { what: "enact_rules", subject: "", detail: format!("{on}/{}", rules.len()) };
        self.write(actor, &deed, |tx| {
            refuse(tx, rules)?;
            let known: HashMap<i64, Rule> = in_force(tx.conn)?.into_iter().map(|rule| (rule.id, rule)).collect();
            tx.conn.execute_batch("DELETE FROM rule; DELETE FROM rule_draft").doing(DOING)?;
            let mut kept = Vec::with_capacity(rules.len());
            for (position, rule) in (1i64..).zip(rules) {
                let mut rule = rule.clone();
                if rule.id == 0 {
                    rule.id = tx.take_numbers("rule", 1)?;
                    rule.version = 1;
                } else if let Some(before) = known.get(&rule.id) {
                    let same = before.body == rule.body && before.name == rule.name;
                    rule.version = if same { before.version } else { before.version.max(rule.version) + 1 };
                }
                let body = serde_json::to_string(&rule.body).map_err(|error| unreadable(&error))?;
                tx.conn
                    .execute(
                        "INSERT INTO rule VALUES (?, ?, ?, ?, ?, ?, ?)",
                        params![rule.id, position, rule.name.trim(), rule.on, body, rule.version, tx.now],
                    )
                    .doing(DOING)?;
                kept.push(rule);
            }
            Ok(kept)
        })
    }
}

/// A rule that is on must make sense; those that are off may wait for their last word.
fn refuse(tx: &Tx<'_>, rules: &[Rule]) -> Result<()> {
    let staff: Vec<(i64, bool)> =
        rows(tx.conn, DOING, "SELECT id, active FROM staff", &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let warehouses: Vec<i64> = rows(tx.conn, DOING, "SELECT id FROM warehouse", &[], |row| row.get(0))?;
    for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.on) {
        let others = rules.iter().enumerate().filter(|(other, _)| *other != index);
        let names: Vec<&str> = others.map(|(_, other)| other.name.as_str()).collect();
        let known = Known { staff: &staff, warehouses: &warehouses, names: &names };
        if !check(rule, &known).is_empty() {
            let said = Said::new("rules.refused").with("name", &rule.name);
            return Err(StoreError::RulesRefused { said });
        }
    }
    Ok(())
}
