//! The list of alerts, its rows, and one alert with its history (预警列表).

use chrono::NaiveDateTime;
use duckdb::Row;
use duckdb::types::Value;

use super::look::{AWAKE, SUBJECT_ID, SUBJECTS};
use super::{AlertDetail, AlertEvent, AlertQuery, AlertRow, AlertSort, AlertState, EventKind};
use crate::domain::alert::{AlertKind, Family};
use crate::domain::stock::Place;
use crate::store::Store;
use crate::store::error::{Result, StoreError};
use crate::store::lists::{direction, exactly};
use crate::store::orders::{LIST, Where, containing, in_order, joined, text};
use crate::store::read::ids;

const DOING: &str = "listing alerts";

/// Put off and not settled; the moment goes in as a parameter.
const ASLEEP: &str = "a.settled_at IS NULL AND (a.snoozed_pieces IS NOT NULL OR coalesce(a.snoozed_until > CAST(? AS TIMESTAMP), false))";

fn moment(now: NaiveDateTime) -> Value {
    Value::Text(now.to_string())
}

fn conditions(query: &AlertQuery) -> Where {
    let mut found = Where::default();
    match query.state {
        Some(AlertState::Open) => found.and(AWAKE, [moment(query.now)]),
        Some(AlertState::Snoozed) => found.and(ASLEEP, [moment(query.now)]),
        Some(AlertState::Settled) => found.and("a.settled_at IS NOT NULL", []),
        None => {}
    }
    let kinds = query.kinds.iter().map(|kind| i64::from(kind.family().code()) * 10 + i64::from(kind.class()));
    found.one_of("a.family * 10 + a.class", kinds);
    exactly(&mut found, "a.id", query.ids.as_ref());
    if !query.text.trim().is_empty() {
        let like = containing(&query.text);
        found.and(
            "(a.subject ILIKE ? ESCAPE '\\' OR s.name ILIKE ? ESCAPE '\\' OR s.props ILIKE ? ESCAPE '\\')",
            [like.clone(), like.clone(), like],
        );
    }
    found
}

/// Place of an alert's kind among all, the most urgent first.
fn urgency() -> String {
    let places = AlertKind::ALL
        .iter()
        .enumerate()
        .map(|(at, kind)| format!("WHEN a.family = {} AND a.class = {} THEN {at}", kind.family().code(), kind.class()));
    format!("CASE {} ELSE 99 END", places.collect::<Vec<_>>().join(" "))
}

/// Pieces that are ordered already.
fn ordered() -> String {
    format!(
        "(SELECT coalesce(CAST(sum(m.qty) AS BIGINT), 0) FROM movement m WHERE m.sku_code = a.subject AND m.place = {}
             AND a.family IN ({}, {}) AND a.place IN (0, m.warehouse_id))",
        Place::PurchaseTransit.code(),
        Family::Short.code(),
        Family::Surplus.code(),
    )
}

fn columns() -> String {
    format!(
        "a.id, a.family, a.class, a.subject, {SUBJECT_ID}, concat_ws(' ', nullif(s.name, ''), nullif(replace(regexp_replace(s.props, '[^;:]*:', '', 'g'), ';', ' '), '')), w.name, a.value,
         a.threshold, a.since, {ordered}, a.raised_at, a.snoozed_until, a.snoozed_pieces, a.settled_at, a.settled_by, a.reason",
        ordered = ordered(),
    )
}

fn row(row: &Row<'_>) -> duckdb::Result<AlertRow> {
    let tiny = |at: usize| row.get::<_, i64>(at).map(|n| u8::try_from(n).unwrap_or(0));
    let family = Family::from_code(tiny(1)?).unwrap_or(Family::Short);
    Ok(AlertRow {
        id: row.get(0)?,
        kind: AlertKind::of(family, tiny(2)?).unwrap_or(AlertKind::Low),
        subject: text(row, 3)?,
        subject_id: row.get(4)?,
        name: text(row, 5)?,
        warehouse: text(row, 6)?,
        value: row.get(7)?,
        threshold: row.get(8)?,
        since: row.get(9)?,
        ordered: if family.of_stock() { row.get(10)? } else { None },
        raised_at: row.get(11)?,
        snoozed_until: row.get(12)?,
        snoozed_pieces: row.get(13)?,
        settled_at: row.get(14)?,
        settled_by: text(row, 15)?,
        reason: text(row, 16)?,
    })
}

/// The warehouse an alert is about.
const WAREHOUSE: &str = "LEFT JOIN warehouse w ON a.family IN (1, 2) AND a.place <> 0 AND w.id = a.place";

impl Store {
    /// Ids of the alerts that answer, in order.
    pub fn alerts(&self, query: &AlertQuery) -> Result<Vec<i64>> {
        let found = conditions(query);
        let by = match query.sort {
            AlertSort::Kind => urgency(),
            AlertSort::Subject => "a.subject".to_owned(),
            AlertSort::Raised => "a.raised_at".to_owned(),
            AlertSort::Value => "a.value".to_owned(),
            AlertSort::Ordered => ordered(),
        };
        let sql = format!(
            "SELECT a.id FROM {SUBJECTS} {} ORDER BY {by} {} NULLS LAST, a.value, a.since, a.id",
            found.sql(),
            direction(query.descending)
        );
        ids(&self.reader()?.conn, DOING, &sql, &found.params())
    }

    /// Rows for these alerts, in their order.
    pub fn alert_rows(&self, wanted: &[i64]) -> Result<Vec<AlertRow>> {
        let sql = format!("SELECT {} FROM {SUBJECTS} {WAREHOUSE} WHERE a.id IN {LIST}", columns());
        let list = joined(wanted.iter().copied());
        let found = self.reader()?.rows(DOING, &sql, &[&list], row)?;
        Ok(in_order(found, wanted, |row| row.id))
    }

    /// One alert with its figures and its history.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when there is none with this id.
    pub fn alert(&self, id: i64) -> Result<AlertDetail> {
        let found = self.alert_rows(&[id])?.pop().ok_or(StoreError::Gone { what: "alert", id })?;
        let reader = self.reader()?;
        let family = found.kind.family();
        let events = "SELECT made_at, what, class, value, actor, note FROM alert_event WHERE alert_id = ? ORDER BY made_at DESC, what DESC";
        let events = reader.rows(DOING, events, &[&id], |row| {
            let tiny = |at: usize| row.get::<_, i64>(at).map(|n| u8::try_from(n).unwrap_or(0));
            Ok(AlertEvent {
                at: row.get(0)?,
                what: EventKind::from_code(tiny(1)?).unwrap_or(EventKind::Raised),
                kind: AlertKind::of(family, tiny(2)?),
                value: row.get(3)?,
                actor: text(row, 4)?,
                note: text(row, 5)?,
            })
        })?;
        let working: String = reader.row(DOING, "SELECT working FROM alert WHERE id = ?", &[&id], |row| row.get(0))?;
        let earlier = "SELECT b.raised_at FROM alert a JOIN alert b
             ON b.family = a.family AND b.place = a.place AND b.subject = a.subject AND b.id < a.id
             WHERE a.id = ? ORDER BY b.id DESC LIMIT 20";
        let earlier = reader.rows(DOING, earlier, &[&id], |row| row.get(0))?;
        Ok(AlertDetail { row: found, working: serde_json::from_str(&working).ok(), events, earlier })
    }
}
