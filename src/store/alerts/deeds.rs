//! What people do with alerts (处理预警): put them off, settle them with a reason, and take that back.

use chrono::NaiveDateTime;
use duckdb::params;

use super::{AlertDeed, EventKind};
use crate::domain::alert::{Family, Snooze};
use crate::store::Store;
use crate::store::error::{Doing, Result};
use crate::store::orders::{LIST, joined};
use crate::store::read::rows;
use crate::store::write::Deed;

const DOING: &str = "handling alerts";

/// How an alert stood before a person did something with it; what undoing needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertBefore {
    id: i64,
    snoozed_until: Option<NaiveDateTime>,
    snoozed_pieces: Option<i64>,
}

/// What became of the chosen alerts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlertsDone {
    /// Those it was done to, as they stood before.
    pub done: Vec<AlertBefore>,
    /// Settled already: there is nothing to do to them.
    pub settled: usize,
    /// No pieces are missing there, so they cannot wait for stock.
    pub no_stock: usize,
}

impl Store {
    /// Puts alerts off or settles them. What cannot be done to one leaves the others done.
    pub fn handle_alerts(&self, actor: &str, ids: &[i64], deed: &AlertDeed, now: NaiveDateTime) -> Result<AlertsDone> {
        let (what, note) = match deed {
            AlertDeed::Snooze(_) => ("snooze_alerts", String::new()),
            AlertDeed::Settle(reason) => ("settle_alerts", reason.trim().to_owned()),
        };
        let list = joined(ids.iter().copied());
        let audit = Deed { what, subject: &note, detail: ids.len().to_string() };
        let done = self.write_beside(actor, &audit, |tx| {
            let sql = format!(
                "SELECT id, family, value, snoozed_until, snoozed_pieces FROM alert WHERE settled_at IS NULL AND id IN {LIST} ORDER BY id"
            );
            let open = rows(tx.conn, DOING, &sql, &[&list], |row| {
                let family = u8::try_from(row.get::<_, i64>(1)?).ok().and_then(Family::from_code);
                let before = AlertBefore { id: row.get(0)?, snoozed_until: row.get(3)?, snoozed_pieces: row.get(4)? };
                Ok((before, family.unwrap_or(Family::Unpaid), row.get::<_, Option<i64>>(2)?))
            })?;
            let mut done = AlertsDone { settled: ids.len() - open.len(), ..AlertsDone::default() };
            for (before, family, value) in open {
                let event = match deed {
                    AlertDeed::Settle(_) => {
                        tx.conn
                            .execute(
                                "UPDATE alert SET settled_at = ?, settled_by = ?, reason = ?, updated_at = ? WHERE id = ?",
                                params![now, actor, note, now, before.id],
                            )
                            .doing(DOING)?;
                        EventKind::Settled
                    }
                    AlertDeed::Snooze(nap) => {
                        let (until, pieces) = match nap.snooze(family, now, value) {
                            Some(Snooze::Until(until)) => (Some(until), None),
                            Some(Snooze::UntilStock(pieces)) => (None, Some(pieces)),
                            None => {
                                done.no_stock += 1;
                                continue;
                            }
                        };
                        tx.conn
                            .execute(
                                "UPDATE alert SET snoozed_until = ?, snoozed_pieces = ?, updated_at = ? WHERE id = ?",
                                params![until, pieces, now, before.id],
                            )
                            .doing(DOING)?;
                        EventKind::Snoozed
                    }
                };
                happened(tx.conn, before.id, event, actor, &note, now)?;
                done.done.push(before);
            }
            Ok(done)
        })?;
        self.alerts_changed();
        Ok(done)
    }

    /// Takes back what a person did: the alerts stand as before, unless their cause went away in the meantime.
    pub fn restore_alerts(&self, actor: &str, before: &[AlertBefore], now: NaiveDateTime) -> Result<()> {
        let audit = Deed { what: "restore_alerts", subject: "", detail: before.len().to_string() };
        self.write_beside(actor, &audit, |tx| {
            for alert in before {
                let changed = tx
                    .conn
                    .execute(
                        "UPDATE alert SET settled_at = NULL, settled_by = '', reason = '', snoozed_until = ?, snoozed_pieces = ?,
                             updated_at = ? WHERE id = ? AND gone_at IS NULL",
                        params![alert.snoozed_until, alert.snoozed_pieces, now, alert.id],
                    )
                    .doing(DOING)?;
                if changed > 0 {
                    happened(tx.conn, alert.id, EventKind::Reopened, actor, "", now)?;
                }
            }
            Ok(())
        })?;
        self.alerts_changed();
        Ok(())
    }
}

fn happened(
    conn: &duckdb::Connection,
    id: i64,
    what: EventKind,
    actor: &str,
    note: &str,
    now: NaiveDateTime,
) -> Result<()> {
    conn.execute(
        "INSERT INTO alert_event SELECT id, CAST(? AS TIMESTAMP), ?, class, value, ?, ? FROM alert WHERE id = ?",
        params![now, what.code(), actor, note, id],
    )
    .doing(DOING)?;
    Ok(())
}
