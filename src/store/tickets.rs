//! Service tickets (客服工单): opened for an order, a refund or by hand, with notes, a due time and somebody who sees to them.

use chrono::NaiveDateTime;
use duckdb::types::Value;
use duckdb::{Row, params};

use super::Store;
use super::error::{Doing, Result, StoreError};
use super::lists::{direction, exactly};
use super::orders::{LIST, Where, containing, in_order, joined, platform, text};
use super::packing::of_tx;
use super::read::{Reader, ids};
use super::write::{Deed, Tx};
use crate::domain::platform::Platform;
use crate::domain::privacy::{is_masked, mask_name};
use crate::domain::reply::Known;
use crate::domain::ticket::{TicketKind, TicketState};

const DOING: &str = "keeping tickets";

/// A ticket as it is written down.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketDraft {
    pub kind: TicketKind,
    pub subject: String,
    pub body: String,
    /// The order it is about.
    pub order: Option<(Platform, String)>,
    pub refund_no: String,
    /// Who sees to it; empty for nobody in particular.
    pub assignee: String,
    pub due: Option<NaiveDateTime>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TicketRow {
    pub id: i64,
    pub number: String,
    pub kind: TicketKind,
    pub state: TicketState,
    pub subject: String,
    pub platform: Option<Platform>,
    pub order_no: String,
    /// 0 where the shop file does not know the order (any more).
    pub order_id: i64,
    pub refund_no: String,
    pub refund_id: i64,
    pub customer_id: i64,
    /// Masked.
    pub buyer: String,
    pub assignee: String,
    pub due: Option<NaiveDateTime>,
    pub opened_at: NaiveDateTime,
    pub opened_by: String,
    pub closed_at: Option<NaiveDateTime>,
    /// How many notes people have written.
    pub notes: i64,
    pub updated_at: NaiveDateTime,
}

/// What happened on a ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketNote {
    pub at: NaiveDateTime,
    pub actor: String,
    /// The state it was put into.
    pub state: Option<TicketState>,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TicketDetail {
    pub row: TicketRow,
    pub body: String,
    pub notes: Vec<TicketNote>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum TicketSort {
    /// Not done first, the nearest due time first
    #[default]
    Due,
    Number,
    Kind,
    State,
    Subject,
    OrderNo,
    Assignee,
    Opened,
    Updated,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct TicketQuery {
    /// Part of a number, a subject, a text, an order number, or of who sees to it.
    pub text: String,
    pub states: Vec<TicketState>,
    /// Only what is not done and was due before this moment.
    pub overdue: Option<NaiveDateTime>,
    pub ids: Option<Vec<i64>>,
    pub sort: TicketSort,
    pub descending: bool,
}

const COLUMNS: &str = "t.id, t.number, t.kind, t.state, t.subject, t.platform, t.order_no, coalesce(o.id, 0), t.refund_no, coalesce(r.id, 0),
    coalesce(o.customer_id, 0), c.buyer, t.assignee, t.due, t.opened_at, t.opened_by, t.closed_at,
    (SELECT count(*) FROM ticket_note n WHERE n.ticket_id = t.id AND n.note <> ''), t.updated_at";

/// `t` must be bound to tickets. Orders and refunds are found by their numbers.
const TABLES: &str = "t LEFT JOIN orders o ON t.order_no <> '' AND o.platform = t.platform AND o.order_no = t.order_no
    LEFT JOIN refund r ON t.refund_no <> '' AND r.platform = t.platform AND r.refund_no = t.refund_no
    LEFT JOIN customer c ON c.id = o.customer_id";

fn ticket_row(row: &Row<'_>) -> duckdb::Result<TicketRow> {
    Ok(TicketRow {
        id: row.get(0)?,
        number: text(row, 1)?,
        kind: TicketKind::from_code(row.get(2)?).unwrap_or(TicketKind::Other),
        state: TicketState::from_code(row.get(3)?).unwrap_or(TicketState::Open),
        subject: text(row, 4)?,
        platform: Platform::from_code(row.get(5)?),
        order_no: text(row, 6)?,
        order_id: row.get(7)?,
        refund_no: text(row, 8)?,
        refund_id: row.get(9)?,
        customer_id: row.get(10)?,
        buyer: mask_name(&text(row, 11)?),
        assignee: text(row, 12)?,
        due: row.get(13)?,
        opened_at: row.get(14)?,
        opened_by: text(row, 15)?,
        closed_at: row.get(16)?,
        notes: row.get(17)?,
        updated_at: row.get(18)?,
    })
}

const fn column(sort: TicketSort) -> &'static str {
    match sort {
        TicketSort::Due => "t.due",
        TicketSort::Number => "t.id",
        TicketSort::Kind => "t.kind",
        TicketSort::State => "t.state",
        TicketSort::Subject => "t.subject",
        TicketSort::OrderNo => "t.order_no",
        TicketSort::Assignee => "t.assignee",
        TicketSort::Opened => "t.opened_at",
        TicketSort::Updated => "t.updated_at",
    }
}

impl Store {
    /// Ids in order.
    pub fn tickets(&self, query: &TicketQuery) -> Result<Vec<i64>> {
        let mut found = Where::default();
        found.one_of("t.state", query.states.iter().map(|state| i64::from(state.code())));
        exactly(&mut found, "t.id", query.ids.as_ref());
        if let Some(before) = query.overdue {
            let done = TicketState::Done.code();
            found
                .and(&format!("t.state <> {done} AND t.due < CAST(? AS TIMESTAMP)"), [Value::Text(before.to_string())]);
        }
        if !query.text.trim().is_empty() {
            let like = containing(&query.text);
            let columns = ["t.number", "t.subject", "t.body", "t.order_no", "t.refund_no", "t.assignee"];
            let any = columns.map(|column| format!("{column} ILIKE ? ESCAPE '\\'")).join(" OR ");
            found.and(&format!("({any})"), columns.map(|_| like.clone()));
        }
        let way = direction(query.descending);
        let first = if query.sort == TicketSort::Due {
            format!("t.state = {}, ", TicketState::Done.code())
        } else {
            String::new()
        };
        let sql = format!(
            "SELECT t.id FROM ticket t {} ORDER BY {first}{} {way} NULLS LAST, t.id DESC",
            found.sql(),
            column(query.sort)
        );
        ids(&self.reader()?.conn, DOING, &sql, &found.params())
    }

    /// Rows for these ids, in their order; ids that are gone are left out.
    pub fn ticket_rows(&self, ids: &[i64]) -> Result<Vec<TicketRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!("SELECT {COLUMNS} FROM ticket {TABLES} WHERE t.id IN {LIST}");
        let rows = self.reader()?.rows(DOING, &sql, &[&joined(ids.iter().copied())], ticket_row)?;
        Ok(in_order(rows, ids, |row| row.id))
    }

    /// A ticket with all that happened on it, oldest first.
    pub fn ticket(&self, id: i64) -> Result<TicketDetail> {
        let gone = || StoreError::Gone { what: "ticket", id };
        let row = self.ticket_rows(&[id])?.pop().ok_or_else(gone)?;
        let reader = self.reader()?;
        let body = reader.row(DOING, "SELECT body FROM ticket WHERE id = ?", &[&id], |row| text(row, 0))?;
        let notes = reader.rows(
            DOING,
            "SELECT updated_at, actor, state, note FROM ticket_note WHERE ticket_id = ? ORDER BY id",
            &[&id],
            |row| {
                Ok(TicketNote {
                    at: row.get(0)?,
                    actor: text(row, 1)?,
                    state: TicketState::from_code(row.get(2)?),
                    note: text(row, 3)?,
                })
            },
        )?;
        Ok(TicketDetail { row, body, notes })
    }

    /// The platform of the order with this number, as a ticket keeps it; `None` when no order has it.
    pub fn order_key(&self, number: &str) -> Result<Option<(Platform, String)>> {
        let sql = "SELECT platform, order_no FROM orders WHERE order_no = ? ORDER BY id LIMIT 1";
        let found = self.reader()?.rows(DOING, sql, &[&number.trim()], |row| Ok((platform(row, 0)?, text(row, 1)?)))?;
        Ok(found.into_iter().next())
    }

    /// What a reply can say of an order. Buyers whom the platform masks have no name here.
    pub fn reply_facts(&self, order_id: i64) -> Result<Known> {
        let sql = "SELECT o.order_no, k.name, coalesce(nullif(o.tracking_no, ''),
                       (SELECT min(p.tracking_no) FROM parcel p WHERE p.order_id = o.id)), c.buyer
                   FROM orders o LEFT JOIN courier k ON k.id = o.courier_id LEFT JOIN customer c ON c.id = o.customer_id WHERE o.id = ?";
        let found = self.reader()?.rows(DOING, sql, &[&order_id], |row| {
            let buyer = text(row, 3)?;
            Ok(Known {
                order_no: text(row, 0)?,
                courier: text(row, 1)?,
                tracking_no: text(row, 2)?,
                buyer: if is_masked(&buyer) { String::new() } else { buyer },
            })
        })?;
        found.into_iter().next().ok_or(StoreError::Gone { what: "order", id: order_id })
    }

    /// How many tickets are not done.
    pub fn tickets_open(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM ticket WHERE state <> ?";
        self.reader()?.row(DOING, sql, &[&TicketState::Done.code()], |row| row.get(0))
    }

    /// Opens a ticket; gives its id and number.
    pub fn open_ticket(&self, actor: &str, draft: &TicketDraft) -> Result<(i64, String)> {
        self.open_ticket_at(actor, draft, None)
    }

    /// Like [`Store::open_ticket`], at a moment of the past: for what was kept elsewhere.
    pub fn open_ticket_at(&self, actor: &str, draft: &TicketDraft, at: Option<NaiveDateTime>) -> Result<(i64, String)> {
        let deed = Deed { what: "open_ticket", subject: &draft.subject, detail: order_no(draft).to_owned() };
        self.write(actor, &deed, |tx| {
            let id = tx.take_numbers("ticket", 1)?;
            let number = format!("GD{id:05}");
            let at = at.unwrap_or(tx.now);
            tx.conn
                .execute(
                    "INSERT INTO ticket VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)",
                    params![
                        id,
                        number,
                        draft.kind.code(),
                        TicketState::Open.code(),
                        draft.subject.trim(),
                        draft.body.trim(),
                        platform_of(draft),
                        order_no(draft),
                        draft.refund_no,
                        draft.assignee.trim(),
                        draft.due,
                        at,
                        actor,
                        at,
                    ],
                )
                .doing(DOING)?;
            Ok((id, number))
        })
    }

    /// Changes what a ticket says.
    pub fn edit_ticket(&self, actor: &str, id: i64, draft: &TicketDraft) -> Result<()> {
        let deed = Deed { what: "edit_ticket", subject: &draft.subject, detail: id.to_string() };
        self.write(actor, &deed, |tx| {
            let changed = tx
                .conn
                .execute(
                    "UPDATE ticket SET kind = ?, subject = ?, body = ?, platform = ?, order_no = ?, refund_no = ?, assignee = ?, due = ?,
                         updated_at = ? WHERE id = ?",
                    params![
                        draft.kind.code(),
                        draft.subject.trim(),
                        draft.body.trim(),
                        platform_of(draft),
                        order_no(draft),
                        draft.refund_no,
                        draft.assignee.trim(),
                        draft.due,
                        tx.now,
                        id,
                    ],
                )
                .doing(DOING)?;
            if changed == 0 { Err(StoreError::Gone { what: "ticket", id }) } else { Ok(()) }
        })
    }

    /// Takes a ticket away altogether: it was opened by mistake.
    pub fn drop_ticket(&self, actor: &str, id: i64) -> Result<()> {
        let deed = Deed { what: "drop_ticket", subject: "", detail: id.to_string() };
        self.write(actor, &deed, |tx| {
            let gone = tx.conn.execute("DELETE FROM ticket WHERE id = ?", [id]).doing(DOING)?;
            tx.conn.execute("DELETE FROM ticket_note WHERE ticket_id = ?", [id]).doing(DOING)?;
            if gone == 0 { Err(StoreError::Gone { what: "ticket", id }) } else { Ok(()) }
        })
    }

    /// Writes a note on a ticket.
    pub fn note_ticket(&self, actor: &str, id: i64, note: &str) -> Result<()> {
        self.note_ticket_at(actor, id, note, None)
    }

    /// Like [`Store::note_ticket`], at a moment of the past.
    pub fn note_ticket_at(&self, actor: &str, id: i64, note: &str, at: Option<NaiveDateTime>) -> Result<()> {
        let deed = Deed { what: "note_ticket", subject: "", detail: id.to_string() };
        self.write(actor, &deed, |tx| {
            let at = at.unwrap_or(tx.now);
            let sql = "UPDATE ticket SET updated_at = ? WHERE id = ?";
            if tx.conn.execute(sql, params![at, id]).doing(DOING)? == 0 {
                return Err(StoreError::Gone { what: "ticket", id });
            }
            happened(tx, id, None, note.trim(), actor, at)
        })
    }

    /// Puts tickets into a state; gives those that were in another one, with it: what [`Store::put_tickets`] takes them back to.
    pub fn move_tickets(&self, actor: &str, ids: &[i64], state: TicketState) -> Result<Vec<(i64, TicketState)>> {
        let all: Vec<(i64, TicketState)> = ids.iter().map(|id| (*id, state)).collect();
        self.put_tickets(actor, &all)
    }

    /// Puts each ticket into its state; gives those that were in another one, with it.
    pub fn put_tickets(&self, actor: &str, states: &[(i64, TicketState)]) -> Result<Vec<(i64, TicketState)>> {
        let deed = Deed { what: "move_tickets", subject: "", detail: states.len().to_string() };
        self.write(actor, &deed, |tx| {
            let list = joined(states.iter().map(|(id, _)| *id));
            let known = of_tx(tx, &format!("SELECT id, state FROM ticket WHERE id IN {LIST}"), &[&list], |row| {
                Ok((row.get::<_, i64>(0)?, TicketState::from_code(row.get(1)?).unwrap_or(TicketState::Open)))
            })?;
            let mut before = Vec::new();
            for (id, state) in states {
                let Some((_, was)) = known.iter().find(|(known, was)| known == id && was != state) else { continue };
                before.push((*id, *was));
                let closed = (*state == TicketState::Done).then_some(tx.now);
                tx.conn
                    .execute(
                        "UPDATE ticket SET state = ?, closed_at = ?, updated_at = ? WHERE id = ?",
                        params![state.code(), closed, tx.now, id],
                    )
                    .doing(DOING)?;
                happened(tx, *id, Some(*state), "", actor, tx.now)?;
            }
            Ok(before)
        })
    }
}

fn platform_of(draft: &TicketDraft) -> u8 {
    draft.order.as_ref().map_or(0, |(platform, _)| platform.code())
}

fn order_no(draft: &TicketDraft) -> &str {
    draft.order.as_ref().map_or("", |(_, no)| no)
}

fn happened(
    tx: &Tx<'_>,
    ticket: i64,
    state: Option<TicketState>,
    note: &str,
    actor: &str,
    at: NaiveDateTime,
) -> Result<()> {
    let id = tx.take_numbers("ticket_note", 1)?;
    tx.conn
        .execute(
            "INSERT INTO ticket_note VALUES (?, ?, ?, ?, ?, ?)",
            params![id, ticket, state.map_or(0, TicketState::code), note, actor, at],
        )
        .doing(DOING)?;
    Ok(())
}

/// The tickets of an order, newest first.
pub(super) fn of_order(reader: &Reader, platform: Platform, order_no: &str) -> Result<Vec<TicketRow>> {
    let sql =
        format!("SELECT {COLUMNS} FROM ticket {TABLES} WHERE t.platform = ? AND t.order_no = ? ORDER BY t.id DESC");
    reader.rows(DOING, &sql, &[&platform.code(), &order_no], ticket_row)
}
