//! What is known of an order's assignment (分配情况): in a list a word or two, in its details the whole of it.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use duckdb::types::Value;

use super::state::{self, COLUMNS, State, state_of, tags_of};
use super::waiting;
use crate::domain::platform::Platform;
use crate::domain::rule::{Flag, Reason};
use crate::store::Store;
use crate::store::error::Result;
use crate::store::facts::paid_at;
use crate::store::orders::{LIST, Where, joined, text};
use crate::store::query::OrderQuery;
use crate::store::read::Reader;
use crate::store::rows::OrderRow;

const DOING: &str = "reading assignments";

/// What a list shows of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderMark {
    /// 0: nobody.
    pub staff_id: i64,
    pub staff: String,
    /// The courier that was decided on; empty: none.
    pub courier: String,
    pub flag: Option<Flag>,
    pub tags: Vec<String>,
    /// Reasons it waits for, the oldest first.
    pub holds: Vec<String>,
}

/// An open or released hold (挂起).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRow {
    pub id: i64,
    pub reason: String,
    pub since: NaiveDateTime,
    /// Who held it.
    pub actor: String,
    /// A rule held it; 0: a person.
    pub rule_id: i64,
    pub released_at: Option<NaiveDateTime>,
    pub released_by: String,
}

/// What an action changed about an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangePart {
    /// Staff, warehouse or courier; or it passed the audit.
    Handed,
    Flag,
    Tags,
    Remark,
}

/// A state that an order's assignment had (分配记录).
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub at: NaiveDateTime,
    pub actor: String,
    /// What is different from the state before it.
    pub parts: Vec<ChangePart>,
    /// Empty: nobody, none.
    pub staff: String,
    pub warehouse: String,
    pub courier: String,
    /// A rule let it pass the audit.
    pub passed: bool,
    pub by_hand: bool,
    pub flag: Option<Flag>,
    pub tags: Vec<String>,
    pub remark: String,
    /// Why, where a rule decided.
    pub reason: Option<Reason>,
}

impl Change {
    /// What this state changed about the one before it.
    fn since(&mut self, before: Option<&Self>) {
        let handed = |one: &Self| (one.staff.clone(), one.warehouse.clone(), one.courier.clone(), one.passed);
        let differs = [
            (ChangePart::Handed, before.map(handed).unwrap_or_default() != handed(self)),
            (ChangePart::Flag, before.and_then(|one| one.flag) != self.flag),
            (ChangePart::Tags, before.map_or(&[][..], |one| &one.tags) != self.tags),
            (ChangePart::Remark, before.map_or("", |one| &one.remark) != self.remark),
        ];
        self.parts = differs.into_iter().filter(|(_, differs)| *differs).map(|(part, _)| part).collect();
    }
}

/// Everything about the assignment of one order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OrderWork {
    pub mark: OrderMark,
    pub warehouse: String,
    pub courier: String,
    pub remark: String,
    /// A rule let it pass the audit.
    pub passed: bool,
    pub by_hand: bool,
    /// The rule that decided, and why; `None` when none has.
    pub reason: Option<Reason>,
    pub made_at: Option<NaiveDateTime>,
    pub actor: String,
    /// The newest first; open ones before all released ones.
    pub holds: Vec<HoldRow>,
    /// The oldest first.
    pub history: Vec<Change>,
}

impl OrderWork {
    /// Nobody and nothing has touched the order.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Whom orders belong to, as a list asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doer {
    /// This member of the staff.
    Of(i64),
    /// Nobody, though they wait to be sent.
    Nobody,
}

/// Narrows a list of orders `o` to what is asked about assignments.
pub fn narrow(found: &mut Where, query: &OrderQuery) {
    let of = "a.platform = o.platform AND a.order_no = o.order_no";
    match query.doer {
        Some(Doer::Of(id)) => {
            found.and(&format!("EXISTS (FROM assignment a WHERE {of} AND a.staff_id = ?)"), [Value::BigInt(id)]);
        }
        Some(Doer::Nobody) => {
            found.and(&waiting(&paid_at()), []);
            found.and(&format!("NOT EXISTS (FROM assignment a WHERE {of} AND a.staff_id <> 0)"), []);
        }
        None => {}
    }
    if let Some(held) = query.held {
        let not = if held { "" } else { "NOT " };
        let open = "h.platform = o.platform AND h.order_no = o.order_no AND h.released_at IS NULL";
        found.and(&format!("{not}EXISTS (FROM hold h WHERE {open})"), []);
    }
    if let Some(flag) = query.flag {
        let code = Value::BigInt(i64::from(flag.code()));
        found.and(&format!("EXISTS (FROM assignment a WHERE {of} AND a.flag = ?)"), [code]);
    }
}

/// Puts what is known of their assignments on rows of orders.
pub fn dress(reader: &Reader, rows: &mut [OrderRow]) -> Result<()> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let sql = format!(
        "SELECT o.id, a.staff_id, s.name, a.flag, a.tags, a.courier FROM orders o
         JOIN assignment a ON a.platform = o.platform AND a.order_no = o.order_no LEFT JOIN staff s ON s.id = a.staff_id
         WHERE o.id IN {LIST}"
    );
    let mut marks: HashMap<i64, OrderMark> = reader
        .rows(DOING, &sql, &[&joined(ids.iter().copied())], |row| {
            let mark = OrderMark {
                staff_id: row.get(1)?,
                staff: text(row, 2)?,
                courier: text(row, 5)?,
                flag: Flag::from_code(row.get(3)?),
                tags: tags_of(&text(row, 4)?),
                holds: Vec::new(),
            };
            Ok((row.get(0)?, mark))
        })?
        .into_iter()
        .collect();
    for (id, holds) in state::reasons(&reader.conn, &ids)? {
        marks.entry(id).or_default().holds = holds;
    }
    for row in rows {
        row.mark = marks.remove(&row.id).unwrap_or_default();
    }
    Ok(())
}

/// All that is known of one order's assignment.
pub fn of_order(reader: &Reader, order: &OrderRow) -> Result<OrderWork> {
    let (platform, number) = (i64::from(order.platform.code()), order.order_no.as_str());
    let sql = format!(
        "SELECT a.actor, w.name, {COLUMNS} FROM assignment a LEFT JOIN warehouse w ON w.id = a.warehouse_id
         WHERE a.platform = ? AND a.order_no = ?"
    );
    let now = reader
        .rows(DOING, &sql, &[&platform, &number], |row| Ok((text(row, 0)?, text(row, 1)?, state_of(row, 2)?)))?
        .pop();
    let holds = holds(reader, order.platform, number)?;
    let Some((actor, warehouse, state)) = now else {
        return Ok(OrderWork { mark: order.mark.clone(), holds, ..OrderWork::default() });
    };
    let states = reader.rows(
        DOING,
        "SELECT a.updated_at, a.actor, s.name, w.name, a.courier, a.passed, a.by_hand, a.flag, a.tags, a.remark,
             a.reason, a.made_at FROM assignment_history a LEFT JOIN staff s ON s.id = a.staff_id LEFT JOIN warehouse w ON w.id = a.warehouse_id
         WHERE a.platform = ? AND a.order_no = ? ORDER BY a.id",
        &[&platform, &number],
        |row| {
            let change = Change {
                at: row.get(0)?,
                actor: text(row, 1)?,
                parts: Vec::new(),
                staff: text(row, 2)?,
                warehouse: text(row, 3)?,
                courier: text(row, 4)?,
                passed: row.get(5)?,
                by_hand: row.get(6)?,
                flag: Flag::from_code(row.get(7)?),
                tags: tags_of(&text(row, 8)?),
                remark: text(row, 9)?,
                reason: serde_json::from_str(&text(row, 10)?).ok(),
            };
            Ok((change, row.get::<_, Option<NaiveDateTime>>(11)?))
        },
    )?;
    let mut history: Vec<Change> = Vec::with_capacity(states.len());
    let mut made = None;
    for (mut one, made_at) in states {
        one.since(history.last());
        // Rules may have handed it out for an earlier moment than the one it was written at.
        one.at = made_at.filter(|_| made_at != made).unwrap_or(one.at);
        made = made_at;
        history.push(one);
    }
    let State { courier, remark, passed, by_hand, reason, made_at, .. } = state;
    Ok(OrderWork {
        mark: order.mark.clone(),
        warehouse,
        courier,
        remark,
        passed,
        by_hand,
        reason: serde_json::from_str(&reason).ok(),
        made_at,
        actor,
        holds,
        history,
    })
}

fn holds(reader: &Reader, platform: Platform, number: &str) -> Result<Vec<HoldRow>> {
    let platform = i64::from(platform.code());
    reader.rows(
        DOING,
        "SELECT id, reason, since, actor, rule_id, released_at, released_by FROM hold WHERE platform = ? AND order_no = ?
         ORDER BY released_at IS NOT NULL, id DESC",
        &[&platform, &number],
        |row| {
            Ok(HoldRow {
                id: row.get(0)?,
                reason: text(row, 1)?,
                since: row.get(2)?,
                actor: text(row, 3)?,
                rule_id: row.get(4)?,
                released_at: row.get(5)?,
                released_by: text(row, 6)?,
            })
        },
    )
}

impl Store {
    /// The reasons these orders wait for; orders that are free are left out.
    pub fn open_holds(&self, ids: &[i64]) -> Result<HashMap<i64, Vec<String>>> {
        state::reasons(&self.reader()?.conn, ids)
    }

    /// The reasons this order waits for, the oldest first, whether a file has told of it or not.
    pub fn open_holds_of(&self, platform: Platform, order_no: &str) -> Result<Vec<String>> {
        let platform = i64::from(platform.code());
        let sql = "SELECT reason FROM hold WHERE platform = ? AND order_no = ? AND released_at IS NULL ORDER BY id";
        self.reader()?.rows(DOING, sql, &[&platform, &order_no], |row| text(row, 0))
    }

    /// All tags in use, for picking one.
    pub fn tags(&self) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT unnest(string_split(tags, ',')) AS tag FROM assignment WHERE tags IS NOT NULL ORDER BY tag";
        self.reader()?.rows(DOING, sql, &[], |row| text(row, 0))
    }
}
