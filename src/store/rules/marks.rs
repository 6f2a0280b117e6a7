//! What people do with orders by hand (手工处理): give them to somebody, flag, tag, remark on, hold and release them, many at once. An order
//! that cannot be done says why and leaves the others alone; every action can be taken back.

use std::collections::{HashMap, HashSet};

use duckdb::params;

use super::state::{self, COLUMNS, NewHold, Now, State, state_of};
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::rule::{Flag, LONGEST_TAG};
use crate::locale::Said;
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::orders::{platform, text};
use crate::store::read::rows;
use crate::store::write::{Deed, Tx};

const DOING: &str = "changing orders by hand";

/// What an action did, order by order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Takes it back: [`Store::undo_marks`].
    pub batch: i64,
    pub done: Vec<i64>,
    pub skipped: Vec<Skipped>,
}

/// An order that was left alone, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// 0 when it is gone.
    pub order_id: i64,
    pub order_no: String,
    pub why: Said,
}

/// Who and what sends an order; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hand {
    /// 0: nobody any more.
    pub staff: Option<i64>,
    pub warehouse: Option<i64>,
    /// Empty: none any more.
    pub courier: Option<String>,
}

fn refused(key: &str) -> StoreError {
    StoreError::RulesRefused { said: Said::new(key) }
}

/// It was closed before anything was sent.
const fn closed(now: &Now) -> bool {
    matches!(now.status, Some(OrderStatus::ClosedUnpaid | OrderStatus::ClosedRefunded))
}

impl Touched {
    fn skip(&mut self, now: &Now, key: &str) {
        let (order_id, order_no) = (now.order_id, now.order_no.clone());
        self.skipped.push(Skipped { order_id, why: Said::new(key).with("number", &order_no), order_no });
    }
}

impl Store {
    /// Gives orders to somebody, or another warehouse or courier. No rule changes them after that.
    ///
    /// # Errors
    /// [`StoreError::RulesRefused`] when somebody named does not work here.
    pub fn assign_by_hand(&self, actor: &str, ids: &[i64], to: &Hand) -> Result<Touched> {
        if *to == Hand::default() {
            return Err(refused("rules.hand_nothing"));
        }
        self.mark(actor, "assign", ids, |tx, stands| {
            if let Some(id) = to.staff.filter(|id| *id != 0) {
                let sql = "SELECT count(*) FROM staff WHERE id = ? AND active";
                if tx.conn.query_row(sql, [id], |row| row.get::<_, i64>(0)).doing(DOING)? == 0 {
                    return Err(refused("rules.wrong_staff"));
                }
            }
            Ok(each(stands, |now| {
                if closed(now) {
                    return Err("rules.skip_closed");
                }
                let mut state = now.state.clone();
                if let Some(staff) = to.staff {
                    state.staff = staff;
                }
                if let Some(warehouse) = to.warehouse {
                    state.warehouse = warehouse;
                }
                if let Some(courier) = &to.courier {
                    courier.trim().clone_into(&mut state.courier);
                }
                if state == now.state {
                    return Err("rules.skip_same");
                }
                state.by_hand = true;
                state.made_at = Some(tx.now);
                Ok(state)
            }))
        })
    }

    /// Flags orders; `None` takes the flag off.
    pub fn flag_orders(&self, actor: &str, ids: &[i64], flag: Option<Flag>) -> Result<Touched> {
        let code = flag.map(Flag::code).unwrap_or_default();
        self.mark(actor, "flag", ids, |_, stands| {
            Ok(each(stands, |now| changed(now, State { flag: code, ..now.state.clone() })))
        })
    }

    /// Puts tags on orders and takes others off.
    ///
    /// # Errors
    /// [`StoreError::RulesRefused`] for a tag that is empty, too long, or holds a comma.
    pub fn tag_orders(&self, actor: &str, ids: &[i64], add: &[String], remove: &[String]) -> Result<Touched> {
        let add: Vec<String> = add.iter().map(|tag| tag.trim().to_owned()).collect();
        if add.iter().any(|tag| tag.is_empty() || tag.contains([',', '，', '、'])) {
            return Err(refused("rules.wrong_tag"));
        }
        if add.iter().any(|tag| tag.chars().count() > LONGEST_TAG) {
            return Err(refused("rules.wrong_long_tag"));
        }
        self.mark(actor, "tag", ids, |_, stands| {
            Ok(each(stands, |now| {
                let mut tags: Vec<String> =
                    now.state.tags.iter().filter(|tag| !remove.contains(tag)).cloned().collect();
                for tag in &add {
                    if !tags.contains(tag) {
                        tags.push(tag.clone());
                    }
                }
                changed(now, State { tags, ..now.state.clone() })
            }))
        })
    }

    /// Writes a remark on orders in the place of the one before; an empty one takes it off.
    pub fn remark_orders(&self, actor: &str, ids: &[i64], remark: &str) -> Result<Touched> {
        let remark = remark.trim();
        self.mark(actor, "remark", ids, |_, stands| {
            Ok(each(stands, |now| changed(now, State { remark: remark.to_owned(), ..now.state.clone() })))
        })
    }

    /// Lets orders wait for a reason. Several reasons may hold an order at once.
    ///
    /// # Errors
    /// [`StoreError::RulesRefused`] without a reason.
    pub fn hold_orders(&self, actor: &str, ids: &[i64], reason: &str) -> Result<Touched> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(refused("rules.wrong_hold"));
        }
        let detail = format!("{}: {reason}", ids.len());
        self.write(actor, &Deed { what: "hold", subject: "", detail }, |tx| {
            let mut touched = Touched { batch: tx.take_numbers("assignment_batch", 1)?, ..Touched::default() };
            let held = state::reasons(tx.conn, ids)?;
            let mut holds = Vec::new();
            for now in stands(tx, ids, &mut touched)? {
                if held.get(&now.order_id).is_some_and(|all| all.iter().any(|known| known == reason)) {
                    touched.skip(&now, "rules.skip_held");
                } else if !now.waiting && now.status != Some(OrderStatus::Unpaid) {
                    touched.skip(&now, "rules.skip_over");
                } else {
                    touched.done.push(now.order_id);
                    let key = (now.platform, now.order_no);
                    holds.push(NewHold { key, reason: reason.to_owned(), rule: 0, since: tx.now });
                }
            }
            state::hold(tx, actor, touched.batch, &holds)?;
            Ok(touched)
        })
    }

    /// Releases orders from everything that holds them.
    pub fn release_orders(&self, actor: &str, ids: &[i64]) -> Result<Touched> {
        self.write(actor, &Deed { what: "release", subject: "", detail: ids.len().to_string() }, |tx| {
            let mut touched = Touched { batch: tx.take_numbers("assignment_batch", 1)?, ..Touched::default() };
            for now in stands(tx, ids, &mut touched)? {
                if now.held == 0 {
                    touched.skip(&now, "rules.skip_not_held");
                } else {
                    touched.done.push(now.order_id);
                }
            }
            let ids = crate::store::orders::joined(touched.done.iter().copied());
            tx.conn
                .execute(
                    &format!(
                        "UPDATE hold h SET released_at = ?, released_by = ?, released_batch = ? WHERE h.released_at IS NULL
                         AND EXISTS (SELECT 1 FROM orders o WHERE o.platform = h.platform AND o.order_no = h.order_no
                             AND o.id IN {list})",
                        list = crate::store::orders::LIST
                    ),
                    params![tx.now, actor, touched.batch, ids],
                )
                .doing(DOING)?;
            Ok(touched)
        })
    }

    /// Takes an action back, be it a person's or that of the rules. Orders that were changed since then stay as they are, with the reason.
    pub fn undo_marks(&self, actor: &str, batch: i64) -> Result<Touched> {
        self.write(actor, &Deed { what: "undo_marks", subject: "", detail: batch.to_string() }, |tx| {
            let mut touched = Touched { batch: tx.take_numbers("assignment_batch", 1)?, ..Touched::default() };
            let sql = format!(
                "WITH of AS (SELECT DISTINCT platform, order_no FROM assignment_history WHERE batch = ?),
                 h AS (SELECT h.*, row_number() OVER (PARTITION BY h.platform, h.order_no ORDER BY h.id DESC) AS nth
                       FROM assignment_history h SEMI JOIN of ON of.platform = h.platform AND of.order_no = h.order_no)
                 SELECT h.platform, h.order_no, coalesce(o.id, 0), h.nth, {COLUMNS} FROM h
                 LEFT JOIN orders o ON o.platform = h.platform AND o.order_no = h.order_no WHERE h.nth <= 2 ORDER BY h.id"
            );
            let mut latest: Vec<(state::Key, i64, State)> = Vec::new();
            let mut before: HashMap<state::Key, State> = HashMap::new();
            for (key, order_id, nth, state) in rows(tx.conn, DOING, &sql, &[&batch], |row| {
                Ok(((platform(row, 0)?, text(row, 1)?), row.get::<_, i64>(2)?, row.get::<_, i64>(3)?, state_of(row, 4)?))
            })? {
                if nth == 1 {
                    latest.push((key, order_id, state));
                } else {
                    before.insert(key, state);
                }
            }
            let mut states = Vec::new();
            for (key, order_id, state) in latest {
                if state.batch == batch {
                    touched.done.push(order_id);
                    let was = before.remove(&key).unwrap_or_default();
                    states.push((key, was));
                } else {
                    let why = Said::new("rules.skip_changed").with("number", &key.1);
                    touched.skipped.push(Skipped { order_id, order_no: key.1, why });
                }
            }
            state::write(tx, actor, touched.batch, &states)?;
            take_back_holds(tx, actor, batch, &mut touched)?;
            Ok(touched)
        })
    }

    /// Changes the state of orders; `work` says of each what it becomes, or why not.
    fn mark(
        &self,
        actor: &str,
        what: &'static str,
        ids: &[i64],
        work: impl FnOnce(&Tx<'_>, Vec<Now>) -> Result<Vec<(Now, Result<State, &'static str>)>>,
    ) -> Result<Touched> {
        self.write(actor, &Deed { what, subject: "", detail: ids.len().to_string() }, |tx| {
            let mut touched = Touched { batch: tx.take_numbers("assignment_batch", 1)?, ..Touched::default() };
            let stands = stands(tx, ids, &mut touched)?;
            let mut states = Vec::new();
            for (now, becomes) in work(tx, stands)? {
                match becomes {
                    Ok(state) => {
                        touched.done.push(now.order_id);
                        states.push(((now.platform, now.order_no), state));
                    }
                    Err(key) => touched.skip(&now, key),
                }
            }
            state::write(tx, actor, touched.batch, &states)?;
            Ok(touched)
        })
    }
}

fn each(stands: Vec<Now>, of: impl Fn(&Now) -> Result<State, &'static str>) -> Vec<(Now, Result<State, &'static str>)> {
    stands
        .into_iter()
        .map(|now| {
            let becomes = of(&now);
            (now, becomes)
        })
        .collect()
}

fn changed(now: &Now, state: State) -> Result<State, &'static str> {
    if state == now.state { Err("rules.skip_same") } else { Ok(state) }
}

/// How the orders stand; those that are gone are told.
fn stands(tx: &Tx<'_>, ids: &[i64], touched: &mut Touched) -> Result<Vec<Now>> {
    let found = state::now(tx.conn, ids)?;
    if found.len() < ids.len() {
        let there: HashSet<i64> = found.iter().map(|now| now.order_id).collect();
        let gone = ids.iter().filter(|id| !there.contains(id));
        touched.skipped.extend(gone.map(|id| Skipped {
            order_id: 0,
            order_no: String::new(),
            why: Said::new("rules.skip_gone").with("number", id),
        }));
    }
    Ok(found)
}

/// Holds that the action opened are released, those it released hold again.
fn take_back_holds(tx: &Tx<'_>, actor: &str, batch: i64, touched: &mut Touched) -> Result<()> {
    let sql = "SELECT DISTINCT coalesce(o.id, 0), h.platform, h.order_no FROM hold h
               LEFT JOIN orders o ON o.platform = h.platform AND o.order_no = h.order_no
               WHERE (h.batch = ? AND h.released_at IS NULL) OR h.released_batch = ? ORDER BY 1, 3";
    let about: Vec<(i64, Platform, String)> =
        rows(tx.conn, DOING, sql, &[&batch, &batch], |row| Ok((row.get(0)?, platform(row, 1)?, text(row, 2)?)))?;
    let mut seen: HashSet<i64> = touched.done.iter().copied().collect();
    touched.done.extend(about.into_iter().map(|(order_id, _, _)| order_id).filter(|id| seen.insert(*id)));
    let run = |sql: &str, params: &[&dyn duckdb::ToSql]| tx.conn.execute(sql, params).doing(DOING);
    run(
        "UPDATE hold SET released_at = NULL, released_by = NULL, released_batch = 0 WHERE released_batch = ?",
        &[&batch],
    )?;
    run(
        "UPDATE hold SET released_at = ?, released_by = ?, released_batch = ? WHERE batch = ? AND released_at IS NULL",
        &[&tx.now, &actor, &touched.batch, &batch],
    )?;
    Ok(())
}
