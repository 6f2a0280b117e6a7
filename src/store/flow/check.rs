//! May this step be taken with these orders (校验)? Every order is looked at by itself; what stands in its way is told in a sentence.

use std::collections::HashMap;

use duckdb::{Connection, params};

use super::order::{OrderWork, standing};
use super::{DOING, LINE_WAITS, Refused, StepRules, Taken, Task};
use crate::domain::flow::{Forbidden, Oversell, Step};
use crate::domain::stock::Place;
use crate::locale::Said;
use crate::store::error::{Doing, Result};
use crate::store::parts::PARTS;
use crate::store::read::rows;
use crate::store::stock::MAIN;

/// A batch after every order was looked at.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// Orders that take the step, as they stand before it.
    pub taken: Vec<(Taken, OrderWork)>,
    pub refused: Vec<Refused>,
}

/// What holds orders back (挂起): the reasons each order waits for, by its id, where the step would bring it nearer to the door.
/// `x_found` holds the batch (nth, id, platform, order_no).
fn refusals(conn: &Connection, step: Step) -> Result<HashMap<i64, Said>> {
    if !matches!(step, Step::Audit | Step::Allocate | Step::Print | Step::Ship) {
        return Ok(HashMap::new());
    }
    let sql = "SELECT f.id, string_agg(h.reason, '、' ORDER BY h.id) FROM (SELECT DISTINCT id, platform, order_no FROM x_found) f
               JOIN hold h ON h.platform = f.platform AND h.order_no = f.order_no WHERE h.released_at IS NULL GROUP BY f.id";
    let held = rows(conn, DOING, sql, &[], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    Ok(held.into_iter().map(|(id, why)| (id, sentence("held").with("why", why))).collect())
}

/// Orders that must not be made ready for the door, whatever step is wanted next, and why: held back, not paid, given back.
pub(in crate::store) fn unfit(conn: &Connection, ids: &[i64]) -> Result<HashMap<i64, Said>> {
    let tasks: Vec<Task> = ids.iter().copied().map(Task::of).collect();
    stage(conn, &tasks)?;
    let held = refusals(conn, Step::Print)?;
    let mut out = HashMap::new();
    for one in standing(conn, "x_found")? {
        let why = match one.flow.may(Step::Print) {
            Err(why @ (Forbidden::NotPaid | Forbidden::Closed | Forbidden::Refunding | Forbidden::Refunded)) => {
                Some(forbidden(why))
            }
            _ if one.flow.stage().waits() => held.get(&one.id).cloned(),
            _ => None,
        };
        if let Some(why) = why {
            out.insert(one.id, why.with("no", &one.order_no));
        }
    }
    Ok(out)
}

/// A sentence about an order or parcel.
pub(super) fn sentence(id: &str) -> Said {
    Said::new(&format!("work.refused_{id}"))
}

pub(super) fn forbidden(why: Forbidden) -> Said {
    sentence(why.id())
}

/// Looks at every order of a batch. Leaves `x_found` behind.
pub(super) fn check(conn: &Connection, step: Step, tasks: &[Task], rules: StepRules) -> Result<Checked> {
    stage(conn, tasks)?;
    let mut found: HashMap<usize, Vec<OrderWork>> = HashMap::new();
    for one in standing(conn, "x_found")? {
        found.entry(one.nth).or_default().push(one);
    }
    let held = refusals(conn, step)?;
    let others = if step.sends() { parcels_of_others(conn, step)? } else { HashMap::new() };
    let mut shelf = if step == Step::Ship { shelf(conn)? } else { Shelf::default() };
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut seen: HashMap<i64, usize> = HashMap::new();
    let mut out = Checked::default();
    for (nth, task) in tasks.iter().enumerate() {
        let mut all = found.remove(&nth).unwrap_or_default();
        let (one, more) = (all.pop(), all.len());
        let no = one.as_ref().map_or_else(|| task.order_no.trim().to_owned(), |one| one.order_no.clone());
        let refuse = |why: Said| Refused { nth, order_no: no.clone(), why: why.with("no", &no) };
        let Some(one) = one else {
            out.refused.push(refuse(sentence(if no.is_empty() { "no_number" } else { "unknown" })));
            continue;
        };
        let tracking_no = task.tracking_no.trim();
        let twice = if step.sends() && !tracking_no.is_empty() { known.insert(tracking_no, nth) } else { None };
        let why = if more > 0 {
            Some(sentence("ambiguous"))
        } else if let Some(first) = seen.get(&one.id) {
            Some(sentence("twice").with("first", first + 1))
        } else if let Err(why) = one.flow.may(step) {
            Some(forbidden(why))
        } else if let Some(why) = held.get(&one.id) {
            Some(why.clone())
        } else if step.sends() {
            let parcel = || sentence("same_parcel").with("parcel", tracking_no);
            match (others.get(&nth), twice) {
                _ if tracking_no.is_empty() => Some(sentence("no_parcel")),
                _ if !looks_right(tracking_no) => Some(sentence("odd_parcel").with("parcel", tracking_no)),
                (Some(other), _) => Some(parcel().with("other", other)),
                (None, Some(first)) => Some(sentence("same_row").with("parcel", tracking_no).with("first", first + 1)),
                (None, None) => None,
            }
        } else {
            None
        };
        if let Some(why) = why {
            out.refused.push(refuse(why));
            continue;
        }
        let short = shelf.take(nth, rules.oversell);
        if let Some((code, there)) = short.as_ref().filter(|_| rules.oversell == Oversell::Refuse) {
            out.refused.push(refuse(sentence("short").with("code", code).with("there", there)));
            continue;
        }
        let warning = short.map(|(code, there)| {
            Said::new("work.warned_short").with("no", &no).with("code", code).with("there", there)
        });
        seen.insert(one.id, nth);
        out.taken.push((Taken { nth, order_id: one.id, order_no: one.order_no.clone(), warning }, one));
    }
    Ok(out)
}

/// Letters, digits and hyphens, as couriers number their parcels.
fn looks_right(tracking_no: &str) -> bool {
    (5..=32).contains(&tracking_no.len()) && tracking_no.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Puts the batch where SQL can look at all of it at once: `x_task`, and `x_found` with the orders meant.
fn stage(conn: &Connection, tasks: &[Task]) -> Result<()> {
    conn.execute_batch(
        "CREATE OR REPLACE TEMP TABLE x_task(nth BIGINT, id BIGINT, order_no VARCHAR, tracking_no VARCHAR)",
    )
    .doing(DOING)?;
    let mut appender = conn.appender("x_task").doing(DOING)?;
    for (nth, task) in (0i64..).zip(tasks) {
        appender.append_row(params![nth, task.order_id, task.order_no.trim(), task.tracking_no.trim()]).doing(DOING)?;
    }
    appender.flush().doing(DOING)?;
    drop(appender);
    conn.execute_batch(
        "CREATE OR REPLACE TEMP TABLE x_found AS
         SELECT t.nth, o.id, o.platform, o.order_no FROM x_task t JOIN orders o ON o.id = t.id WHERE t.id <> 0
         UNION ALL
         SELECT t.nth, o.id, o.platform, o.order_no FROM x_task t JOIN orders o ON o.order_no = t.order_no
         WHERE t.id = 0 AND t.order_no <> ''",
    )
    .doing(DOING)
}

/// Tracking numbers of the batch that are known already, by place in the batch, with the order they belong to. The parcel of the order
/// itself, which a file told before, is no other; what is sent again needs a parcel of its own.
fn parcels_of_others(conn: &Connection, step: Step) -> Result<HashMap<usize, String>> {
    let own = if step == Step::Ship {
        "AND p.order_id <> coalesce(f.id, 0) AND p.order_no IS DISTINCT FROM f.order_no"
    } else {
        ""
    };
    let sql = format!(
        "SELECT t.nth, max(coalesce(o.order_no, p.order_no)) FROM x_task t JOIN parcel p ON p.tracking_no = t.tracking_no
         LEFT JOIN x_found f ON f.nth = t.nth LEFT JOIN orders o ON o.id = p.order_id
         WHERE (p.order_id <> 0 OR p.order_no IS NOT NULL) {own} GROUP BY t.nth"
    );
    let found = rows(conn, DOING, &sql, &[], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?)))?;
    Ok(found.into_iter().map(|(nth, no)| (usize::try_from(nth).unwrap_or_default(), no.unwrap_or_default())).collect())
}

/// What the orders of a batch take from the shelf, in their order. SKUs that nobody keeps stock of take nothing.
#[derive(Debug, Default)]
struct Shelf {
    wanted: HashMap<usize, Vec<(String, i64)>>,
    there: HashMap<String, i64>,
}

impl Shelf {
    /// Takes an order's pieces; tells the first SKU of which there are too few, and how many are left. Where that refuses the order,
    /// nothing is taken.
    fn take(&mut self, nth: usize, rule: Oversell) -> Option<(String, i64)> {
        let wanted = self.wanted.remove(&nth)?;
        let left = |there: &HashMap<String, i64>, code: &str| there.get(code).copied().unwrap_or(0);
        let short = wanted.iter().find(|(code, qty)| left(&self.there, code) < *qty);
        let short = short.map(|(code, _)| (code.clone(), left(&self.there, code)));
        if short.is_none() || rule == Oversell::Flag {
            for (code, qty) in wanted {
                *self.there.entry(code).or_default() -= qty;
            }
        }
        short
    }
}

fn shelf(conn: &Connection) -> Result<Shelf> {
    let sql = format!(
        "WITH part AS MATERIALIZED {PARTS},
         good AS (SELECT sku_code, CAST(sum(qty) FILTER (place = {good}) AS BIGINT) AS there FROM movement
                  WHERE warehouse_id = {MAIN} GROUP BY sku_code)
         SELECT f.nth, s.code, CAST(sum(l.qty * p.qty) AS BIGINT), any_value(coalesce(g.there, 0))
         FROM x_found f JOIN order_line l ON l.order_id = f.id JOIN part p ON p.listing_id = l.listing_id JOIN sku s ON s.id = p.sku_id
         JOIN good g ON g.sku_code = s.code WHERE {LINE_WAITS} GROUP BY f.nth, s.code ORDER BY f.nth, s.code",
        good = Place::Good.code(),
    );
    let mut shelf = Shelf::default();
    let found = rows(conn, DOING, &sql, &[], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?, row.get::<_, i64>(3)?))
    })?;
    for (nth, code, qty, there) in found {
        shelf.there.insert(code.clone(), there);
        shelf.wanted.entry(usize::try_from(nth).unwrap_or_default()).or_default().push((code, qty));
    }
    Ok(shelf)
}
