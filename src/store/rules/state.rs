//! The state of an order's assignment, read and written for many orders at once; every state goes into the history.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use duckdb::{Connection, Row, params};

use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::store::error::{Doing, Result};
use crate::store::facts::paid_at;
use crate::store::flow::rework;
use crate::store::orders::{LIST, joined, platform, status, text};
use crate::store::read::rows;
use crate::store::write::Tx;

const DOING: &str = "assigning orders";

/// What holds for one order. Ids and flag 0, empty texts: none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    pub staff: i64,
    pub warehouse: i64,
    pub courier: String,
    pub flag: u8,
    pub tags: Vec<String>,
    pub remark: String,
    pub passed: bool,
    pub rule: i64,
    pub rule_version: i64,
    /// JSON of [`crate::domain::rule::Reason`].
    pub reason: String,
    pub by_hand: bool,
    pub made_at: Option<NaiveDateTime>,
    /// The action that touched it last.
    pub batch: i64,
}

impl State {
    /// Neither a rule nor a person has handed the order out.
    pub const fn open(&self) -> bool {
        self.rule == 0 && !self.by_hand
    }
}

/// An order and how it stands.
#[derive(Debug, Clone)]
pub struct Now {
    pub order_id: i64,
    pub platform: Platform,
    pub order_no: String,
    pub status: Option<OrderStatus>,
    /// It is paid and waits to be sent.
    pub waiting: bool,
    /// Holds that are open.
    pub held: i64,
    pub state: State,
}

pub const COLUMNS: &str =
    "staff_id, warehouse_id, courier, flag, tags, remark, passed, rule_id, rule_version, reason, by_hand,
    made_at, batch";

/// [`COLUMNS`] of a row that may not be there, from column `at` on.
pub fn state_of(row: &Row<'_>, at: usize) -> duckdb::Result<State> {
    let number = |nth: usize| Ok::<i64, duckdb::Error>(row.get::<_, Option<i64>>(at + nth)?.unwrap_or_default());
    let truth = |nth: usize| Ok::<bool, duckdb::Error>(row.get::<_, Option<bool>>(at + nth)?.unwrap_or_default());
    Ok(State {
        staff: number(0)?,
        warehouse: number(1)?,
        courier: text(row, at + 2)?,
        flag: u8::try_from(number(3)?).unwrap_or_default(),
        tags: tags_of(&text(row, at + 4)?),
        remark: text(row, at + 5)?,
        passed: truth(6)?,
        rule: number(7)?,
        rule_version: number(8)?,
        reason: text(row, at + 9)?,
        by_hand: truth(10)?,
        made_at: row.get(at + 11)?,
        batch: number(12)?,
    })
}

pub fn tags_of(text: &str) -> Vec<String> {
    text.split(',').filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// How these orders stand, in the order of their ids; ids that are gone are left out.
pub fn now(conn: &Connection, ids: &[i64]) -> Result<Vec<Now>> {
    let paid = paid_at();
    let sql = format!(
        "WITH o AS MATERIALIZED (SELECT id, platform, order_no, status, {waiting} AS waiting FROM orders o WHERE id IN {LIST})
         SELECT o.id, o.platform, o.order_no, o.status, o.waiting,
             (SELECT count(*) FROM hold h WHERE h.platform = o.platform AND h.order_no = o.order_no AND h.released_at IS NULL),
             {columns}
         FROM o LEFT JOIN assignment a ON a.platform = o.platform AND a.order_no = o.order_no",
        waiting = super::waiting(&paid),
        columns = COLUMNS,
    );
    let found = rows(conn, DOING, &sql, &[&joined(ids.iter().copied())], |row| {
        Ok(Now {
            order_id: row.get(0)?,
            platform: platform(row, 1)?,
            order_no: text(row, 2)?,
            status: status(row.get(3)?),
            waiting: row.get(4)?,
            held: row.get(5)?,
            state: state_of(row, 6)?,
        })
    })?;
    Ok(crate::store::orders::in_order(found, ids, |now| now.order_id))
}

/// The names of an order that a state is kept under.
pub type Key = (Platform, String);

/// Writes the states, each with its row in the history.
pub fn write(tx: &Tx<'_>, actor: &str, batch: i64, states: &[(Key, State)]) -> Result<()> {
    if states.is_empty() {
        return Ok(());
    }
    tx.conn
        .execute_batch(
            "CREATE OR REPLACE TEMP TABLE x_assignment AS SELECT CAST(0 AS BIGINT) AS nth, * FROM assignment LIMIT 0",
        )
        .doing(DOING)?;
    let mut appender = tx.conn.appender("x_assignment").doing(DOING)?;
    let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    for (nth, ((platform, order_no), state)) in (0i64..).zip(states) {
        appender
            .append_row(params![
                nth,
                platform.code(),
                order_no,
                state.staff,
                state.warehouse,
                told(&state.courier),
                state.flag,
                told(&state.tags.join(",")),
                told(&state.remark),
                state.passed,
                state.rule,
                state.rule_version,
                told(&state.reason),
                state.by_hand,
                state.made_at,
                actor,
                batch,
                tx.now,
            ])
            .doing(DOING)?;
    }
    appender.flush().doing(DOING)?;
    drop(appender);
    let first = tx.take_numbers("assignment_history", i64::try_from(states.len()).unwrap_or(i64::MAX))?;
    tx.conn
        .execute_batch(&format!(
            "DELETE FROM assignment a WHERE EXISTS (FROM x_assignment x WHERE x.platform = a.platform AND x.order_no = a.order_no);
             INSERT INTO assignment SELECT * EXCLUDE (nth) FROM x_assignment ORDER BY nth;
             INSERT INTO assignment_history SELECT {first} + nth, * EXCLUDE (nth) FROM x_assignment ORDER BY nth;
             CREATE OR REPLACE TEMP TABLE x_touched AS SELECT DISTINCT platform, order_no FROM x_assignment;
             DROP TABLE x_assignment;"
        ))
        .doing(DOING)?;
    // Whom an order was given to, and whether it passed by itself, is a part of its way.
    rework(tx)
}

/// A hold to be put on an order.
#[derive(Debug, Clone)]
pub struct NewHold {
    pub key: Key,
    pub reason: String,
    pub rule: i64,
    pub since: NaiveDateTime,
}

/// Opens holds. That none is open for the same reason already is the caller's care.
pub fn hold(tx: &Tx<'_>, actor: &str, batch: i64, holds: &[NewHold]) -> Result<()> {
    if holds.is_empty() {
        return Ok(());
    }
    let first = tx.take_numbers("hold", i64::try_from(holds.len()).unwrap_or(i64::MAX))?;
    let mut appender = tx.conn.appender("hold").doing(DOING)?;
    for (id, one) in (first..).zip(holds) {
        let (platform, order_no) = &one.key;
        appender
            .append_row(params![
                id,
                platform.code(),
                order_no,
                one.reason,
                one.rule,
                one.since,
                actor,
                batch,
                None::<NaiveDateTime>,
                None::<String>,
                0i64,
            ])
            .doing(DOING)?;
    }
    appender.flush().doing(DOING)
}

/// The reasons each of these orders is held for.
pub fn reasons(conn: &Connection, ids: &[i64]) -> Result<HashMap<i64, Vec<String>>> {
    let sql = format!(
        "SELECT o.id, h.reason FROM hold h JOIN orders o ON o.platform = h.platform AND o.order_no = h.order_no
         WHERE h.released_at IS NULL AND o.id IN {LIST} ORDER BY h.id"
    );
    let mut all: HashMap<i64, Vec<String>> = HashMap::new();
    for (id, reason) in
        rows(conn, DOING, &sql, &[&joined(ids.iter().copied())], |row| Ok((row.get(0)?, text(row, 1)?)))?
    {
        all.entry(id).or_default().push(reason);
    }
    Ok(all)
}
