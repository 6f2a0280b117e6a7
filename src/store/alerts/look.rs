//! The look at the shop (巡检): reads stock levels once and whatever waits, works out what changes, and writes that in one transaction, or
//! nothing at all.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use duckdb::{Connection, params};

use super::{AlertRun, EventKind};
use crate::domain::alert::{
    AlertKind, AlertLimits, Cause, Change, Family, Kept, Scope, Sign, Snooze, Standing, Tally, Waiting, Working,
    changes, stock_sign, waiting_sign,
};
use crate::domain::order::OrderStatus;
use crate::domain::refund::RefundStatus;
use crate::store::Store;
use crate::store::error::{Doing, Result};
use crate::store::facts::{NOT_EXCLUDED, paid_at};
use crate::store::flow::orders_now;
use crate::store::orders::LIST;
use crate::store::read::{Reader, rows};
use crate::store::stock::{StockQuery, levels};
use crate::store::write::{Deed, Tx};

const DOING: &str = "looking for alerts";

/// Who acts when nobody does.
const BY_ITSELF: &str = "zhanggui";

/// What has waited longer than this is history, not a task, days.
const CHASE_DAYS: i64 = 60;
/// Days by which it is judged whether parcels have scans at all.
const TRACED_DAYS: i64 = 180;

/// Up to when the data reaches.
#[derive(Debug, Clone, Copy)]
struct Reach {
    /// The last day with orders.
    day: NaiveDate,
    at: NaiveDateTime,
}

impl Store {
    /// Looks at the shop for alerts of these families, writes what changed, and says what is new. Takes about as long as listing stock:
    /// never on the window's thread. The data version stays as it is.
    pub fn run_alerts(&self, now: NaiveDateTime, limits: &AlertLimits, look: &[Family]) -> Result<AlertRun> {
        let reader = self.reader()?;
        let signs = signs(&reader, now, limits, look)?;
        let standing = standing(&reader.conn)?;
        let found = changes(&standing, signs.clone(), look, now);
        if found.is_empty() {
            return Ok(AlertRun { open: tallies(&reader.conn, now)?, ..AlertRun::default() });
        }
        drop(reader);
        let deed = Deed { what: "alerts", subject: "", detail: found.len().to_string() };
        let run = self.write_beside(BY_ITSELF, &deed, |tx| {
            // Somebody may have put one off while the shop was looked at.
            let found = changes(&self::standing(tx.conn)?, signs, look, now);
            apply(tx, &found, now)?;
            Ok(AlertRun { told: told(&found), open: tallies(tx.conn, now)?, changed: true })
        })?;
        self.alerts_changed();
        Ok(run)
    }

    /// What stands now and is not put off, the most urgent first.
    pub fn open_alerts(&self, now: NaiveDateTime) -> Result<Vec<Tally>> {
        tallies(&self.reader()?.conn, now)
    }
}

/// Alerts to be told, by kind.
fn told(found: &[Change]) -> Vec<(AlertKind, u64)> {
    let kinds: Vec<AlertKind> =
        found.iter().filter_map(Change::told).filter_map(|sign| AlertKind::of(sign.cause.family, sign.class)).collect();
    let count = |kind: AlertKind| kinds.iter().filter(|told| **told == kind).count() as u64;
    AlertKind::ALL.into_iter().map(|kind| (kind, count(kind))).filter(|(_, count)| *count > 0).collect()
}

fn signs(reader: &Reader, now: NaiveDateTime, limits: &AlertLimits, look: &[Family]) -> Result<Vec<Sign>> {
    let reach = reach(reader, now)?;
    let mut found = Vec::new();
    if look.iter().any(|family| family.of_stock()) {
        found.extend(stock_signs(reader, now, reach, limits)?);
    }
    for family in look {
        let Some(sql) = waiting_sql(*family, limits, reach.at) else { continue };
        let waiting = rows(&reader.conn, DOING, &sql, &[], |row| {
            Ok(Waiting {
                cause: Cause { family: *family, place: row.get(0)?, subject: row.get(1)? },
                since: row.get(2)?,
            })
        })?;
        found.extend(waiting.iter().filter_map(|waiting| waiting_sign(waiting, limits, reach.at)));
    }
    Ok(found)
}

/// Data of the future (a clock that is behind) counts up to now.
fn reach(reader: &Reader, now: NaiveDateTime) -> Result<Reach> {
    let sql = format!(
        "SELECT max(greatest(o.created_at, {paid})), max(greatest(o.created_at, o.paid_at, o.shipped_at, o.received_at))
         FROM orders o WHERE {NOT_EXCLUDED}",
        paid = paid_at()
    );
    let (day, at): (Option<NaiveDateTime>, Option<NaiveDateTime>) =
        reader.row(DOING, &sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let day = day.map_or(now.date(), |day| day.date().min(now.date()));
    Ok(Reach { day, at: at.map_or(now, |at| at.min(now)) })
}

/// What is wrong with the stock of all SKUs, and with that of warehouses that have rules of their own.
fn stock_signs(reader: &Reader, now: NaiveDateTime, reach: Reach, limits: &AlertLimits) -> Result<Vec<Sign>> {
    let book = super::book(reader, limits.stock)?;
    let mut found = Vec::new();
    for warehouse in std::iter::once(0).chain(book.warehouses()) {
        let query = StockQuery {
            day: reach.day.max(now.date()),
            sold_until: reach.day,
            warehouse,
            text: String::new(),
            categories: Vec::new(),
            ids: None,
            rules: limits.stock,
        };
        let stock = levels(reader, &query)?;
        found.extend(stock.iter().filter_map(|row| {
            let kept = Kept {
                code: &row.code,
                category: &row.category,
                warehouse,
                levels: row.levels,
                pace: row.pace,
                idle: row.idle_days,
            };
            // Orders are owed by the whole house: a single warehouse is only judged by its own lines.
            stock_sign(&kept, &book).filter(|sign| warehouse == 0 || own_line(sign))
        }));
    }
    Ok(found)
}

/// The sign comes of a rule of this warehouse.
fn own_line(sign: &Sign) -> bool {
    match &sign.working {
        Working::Stock { rule: Some(rule), .. } => rule.scope == Scope::Warehouse(sign.cause.place),
        _ => false,
    }
}

/// `place, subject, since` of what waits for at least as long as its line says; what was done here has been done, whether or not a file
/// has told of it.
fn waiting_sql(family: Family, limits: &AlertLimits, reach: NaiveDateTime) -> Option<String> {
    let ago = |time: TimeDelta| format!("TIMESTAMP '{}'", reach.checked_sub_signed(time).unwrap_or(reach));
    let hours = |hours: u32| ago(TimeDelta::hours(i64::from(hours)));
    let history = ago(TimeDelta::days(CHASE_DAYS));
    Some(match family {
        Family::Short | Family::Surplus => return None,
        // The same orders that the overview counts as waiting.
        Family::Unshipped => format!(
            "SELECT o.platform, o.order_no, {paid} AS since FROM {orders} o
             WHERE since > {history} AND since <= {until} AND o.shipped_at IS NULL AND o.status = {status}
                 AND NOT (o.paid > 0 AND o.refund >= o.paid) AND {NOT_EXCLUDED}",
            orders = orders_now(),
            paid = paid_at(),
            until = hours(limits.late_hours.saturating_sub(limits.soon_hours)),
            status = OrderStatus::Paid.code(),
        ),
        Family::Unpaid => format!(
            "SELECT o.platform, o.order_no, o.created_at FROM {orders} o
             WHERE o.created_at > {history} AND o.created_at <= {until} AND o.paid_at IS NULL AND o.status = {status} AND {NOT_EXCLUDED}",
            orders = orders_now(),
            until = hours(limits.unpaid_hours),
            status = OrderStatus::Unpaid.code(),
        ),
        Family::AfterSale => format!(
            "SELECT r.platform, r.refund_no, r.applied_at FROM refund r
             WHERE r.applied_at > {history} AND r.applied_at <= {until} AND r.status IN ({seller}, {receipt})",
            until = hours(limits.after_sale_hours),
            seller = RefundStatus::WaitSeller.code(),
            receipt = RefundStatus::WaitReceipt.code(),
        ),
        // A parcel without any scan is silent only where most parcels have scans.
        Family::Silent => format!(
            "WITH traced AS (
                 SELECT coalesce(count(*) FILTER (coalesce(collected_at, last_scan_at, signed_at) IS NULL) * 2 < count(*), false) AS mostly
                 FROM parcel WHERE shipped_at > {recent})
             SELECT 0, p.tracking_no, greatest(p.shipped_at, p.collected_at, p.last_scan_at) AS since
             FROM parcel p LEFT JOIN {orders} o ON o.id = p.order_id
             WHERE p.signed_at IS NULL AND p.shipped_at > {history} AND since <= {until}
                 AND (coalesce(p.collected_at, p.last_scan_at) IS NOT NULL OR (SELECT mostly FROM traced))
                 AND o.received_at IS NULL AND coalesce(o.status, 0) NOT IN ({finished}, {refunded})",
            orders = orders_now(),
            recent = ago(TimeDelta::days(TRACED_DAYS)),
            until = hours(limits.silent_hours),
            finished = OrderStatus::Finished.code(),
            refunded = OrderStatus::ClosedRefunded.code(),
        ),
    })
}

/// Alerts whose cause has not gone.
fn standing(conn: &Connection) -> Result<Vec<Standing>> {
    let sql = "SELECT id, family, place, subject, class, peak, value, threshold, since, working, snoozed_until, snoozed_pieces,
            settled_at IS NOT NULL
         FROM alert WHERE gone_at IS NULL ORDER BY id";
    let found = rows(conn, DOING, sql, &[], |row| {
        let tiny = |at: usize| row.get::<_, i64>(at).map(|n| u8::try_from(n).unwrap_or(0));
        let until: Option<NaiveDateTime> = row.get(10)?;
        let pieces: Option<i64> = row.get(11)?;
        let working: String = row.get(9)?;
        let Some(family) = Family::from_code(tiny(1)?) else { return Ok(None) };
        let sign = Sign {
            cause: Cause { family, place: row.get(2)?, subject: row.get(3)? },
            class: tiny(4)?,
            value: row.get(6)?,
            threshold: row.get(7)?,
            since: row.get(8)?,
            working: serde_json::from_str(&working).unwrap_or(Working::Hours { limit: 0 }),
        };
        let snooze = until.map(Snooze::Until).or(pieces.map(Snooze::UntilStock));
        Ok(Some(Standing { id: row.get(0)?, sign, peak: tiny(5)?, snooze, settled: row.get(12)? }))
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// Writes what changed, and what happened.
fn apply(tx: &Tx<'_>, found: &[Change], now: NaiveDateTime) -> Result<()> {
    let raised = found.iter().filter(|change| matches!(change, Change::Raise(_))).count();
    let mut next = if raised > 0 { tx.take_numbers("alert", i64::try_from(raised).unwrap_or(0))? } else { 0 };
    tx.conn
        .execute_batch(
            "CREATE OR REPLACE TEMP TABLE x_alert(id BIGINT, class SMALLINT, value BIGINT, threshold BIGINT, since TIMESTAMP,
                 working VARCHAR, told BOOLEAN);",
        )
        .doing(DOING)?;
    let mut gone = Vec::new();
    {
        let mut alerts = tx.conn.appender("alert").doing(DOING)?;
        let mut events = tx.conn.appender("alert_event").doing(DOING)?;
        let mut later = tx.conn.appender("x_alert").doing(DOING)?;
        let mut event = |id: i64, what: EventKind, class: u8, value: Option<i64>| {
            events.append_row(params![id, now, what.code(), class, value, "", ""]).doing(DOING)
        };
        for change in found {
            match change {
                Change::Raise(sign) => {
                    let (id, working) = (next, working(sign));
                    next += 1;
                    alerts
                        .append_row(params![
                            id,
                            sign.cause.family.code(),
                            sign.cause.place,
                            sign.cause.subject,
                            sign.class,
                            sign.class,
                            sign.value,
                            sign.threshold,
                            sign.since,
                            working,
                            now,
                            now,
                            None::<NaiveDateTime>,
                            None::<i64>,
                            None::<NaiveDateTime>,
                            "",
                            "",
                            None::<NaiveDateTime>,
                            now,
                        ])
                        .doing(DOING)?;
                    event(id, EventKind::Raised, sign.class, sign.value)?;
                }
                Change::Worsen(id, sign) | Change::Wake(id, sign) | Change::Update(id, sign) => {
                    let told = change.told().is_some();
                    later
                        .append_row(params![
                            *id,
                            sign.class,
                            sign.value,
                            sign.threshold,
                            sign.since,
                            working(sign),
                            told
                        ])
                        .doing(DOING)?;
                    match change {
                        Change::Worsen(..) => event(*id, EventKind::Worse, sign.class, sign.value)?,
                        Change::Wake(..) => event(*id, EventKind::Woken, sign.class, sign.value)?,
                        _ => {}
                    }
                }
                Change::Gone(id) => gone.push(id.to_string()),
            }
        }
        alerts.flush().doing(DOING)?;
        events.flush().doing(DOING)?;
        later.flush().doing(DOING)?;
    }
    tx.conn
        .execute(
            "UPDATE alert SET class = x.class, value = x.value, threshold = x.threshold, since = x.since, working = x.working,
                 peak = CASE WHEN x.told THEN greatest(peak, x.class) ELSE peak END,
                 told_at = CASE WHEN x.told THEN CAST(? AS TIMESTAMP) ELSE told_at END,
                 snoozed_until = CASE WHEN x.told THEN NULL ELSE snoozed_until END,
                 snoozed_pieces = CASE WHEN x.told THEN NULL ELSE snoozed_pieces END,
                 updated_at = CAST(? AS TIMESTAMP)
             FROM x_alert x WHERE x.id = alert.id",
            params![now, now],
        )
        .doing(DOING)?;
    if !gone.is_empty() {
        let ids = gone.join(",");
        let event = format!(
            "INSERT INTO alert_event SELECT id, CAST(? AS TIMESTAMP), {}, class, value, '', '' FROM alert WHERE id IN {LIST}",
            EventKind::Gone.code()
        );
        tx.conn.execute(&event, params![now, ids]).doing(DOING)?;
        let sql = format!(
            "UPDATE alert SET gone_at = CAST(? AS TIMESTAMP), settled_at = coalesce(settled_at, CAST(? AS TIMESTAMP)),
                 snoozed_until = NULL, snoozed_pieces = NULL, updated_at = CAST(? AS TIMESTAMP)
             WHERE id IN {LIST}"
        );
        tx.conn.execute(&sql, params![now, now, now, ids]).doing(DOING)?;
    }
    tx.conn.execute_batch("DROP TABLE x_alert").doing(DOING)
}

fn working(sign: &Sign) -> String {
    serde_json::to_string(&sign.working).unwrap_or_default()
}

/// What is true of an alert `a` that nobody has settled or put off; the moment goes in as a parameter.
pub(super) const AWAKE: &str = "a.settled_at IS NULL AND a.snoozed_pieces IS NULL AND (a.snoozed_until IS NULL OR a.snoozed_until <= CAST(? AS TIMESTAMP))";

/// `subject_id` of the alert `a`, and the tables that tell it.
pub(super) const SUBJECT_ID: &str = "coalesce(s.id, o.id, r.id, p.id, 0)";
pub(super) const SUBJECTS: &str = "alert a
    LEFT JOIN sku s ON a.family IN (1, 2) AND s.code = a.subject
    LEFT JOIN orders o ON a.family IN (3, 4) AND o.platform = a.place AND o.order_no = a.subject
    LEFT JOIN refund r ON a.family = 5 AND r.platform = a.place AND r.refund_no = a.subject
    LEFT JOIN parcel p ON a.family = 6 AND p.tracking_no = a.subject";

fn tallies(conn: &Connection, now: NaiveDateTime) -> Result<Vec<Tally>> {
    let sql = format!("SELECT a.family, a.class, {SUBJECT_ID} FROM {SUBJECTS} WHERE {AWAKE} ORDER BY a.id");
    let open = rows(conn, DOING, &sql, &[&now], |row| {
        let tiny = |at: usize| row.get::<_, i64>(at).map(|n| u8::try_from(n).unwrap_or(0));
        Ok((Family::from_code(tiny(0)?), tiny(1)?, row.get::<_, i64>(2)?))
    })?;
    let mut found: Vec<Tally> =
        AlertKind::ALL.into_iter().map(|kind| Tally { kind, count: 0, ids: Vec::new() }).collect();
    for (family, class, id) in open {
        let Some(kind) = family.and_then(|family| AlertKind::of(family, class)) else { continue };
        if let Some(tally) = found.iter_mut().find(|tally| tally.kind == kind) {
            tally.count += 1;
            tally.ids.extend((id != 0).then_some(id));
        }
    }
    found.retain(|tally| tally.count > 0);
    for tally in &mut found {
        // One SKU may stand in several warehouses.
        tally.ids.sort_unstable();
        tally.ids.dedup();
    }
    Ok(found)
}
