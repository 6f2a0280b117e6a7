//! Alerts (预警) in the shop file: the look that runs in the background, the rules, the list, and what people do with alerts.
//!
//! Nothing that analyses read stands in these tables, so writing them leaves the data version alone: a look that finds something new
//! must not make every page ask again. Pages that show alerts ask by [`Store::alerts_version`] beside it.

mod deeds;
mod list;
mod look;
mod rules;

use std::sync::atomic::Ordering;

use chrono::NaiveDateTime;

use super::Store;
use crate::domain::alert::{AlertKind, Nap, Tally, Working};

pub use deeds::{AlertBefore, AlertsDone};
pub use rules::RuleRow;
pub(super) use rules::book;

/// What happened to an alert (预警经过). Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum EventKind {
    Raised = 1,
    Worse = 2,
    /// It was put off, and its time came.
    Woken = 3,
    Snoozed = 4,
    /// By a person.
    Settled = 5,
    /// The cause went away.
    Gone = 6,
    /// What a person did was taken back.
    Reopened = 7,
}

impl EventKind {
    const ALL: [Self; 7] =
        [Self::Raised, Self::Worse, Self::Woken, Self::Snoozed, Self::Settled, Self::Gone, Self::Reopened];

    const fn code(self) -> u8 {
        self as u8
    }

    fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`alerts.event_raised`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Worse => "worse",
            Self::Woken => "woken",
            Self::Snoozed => "snoozed",
            Self::Settled => "settled",
            Self::Gone => "gone",
            Self::Reopened => "reopened",
        }
    }
}

/// What a look at the shop found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlertRun {
    /// How many alerts of each kind are to be told, the most urgent first.
    pub told: Vec<(AlertKind, u64)>,
    /// What stands now and is not put off, the most urgent first.
    pub open: Vec<Tally>,
    /// Something was written.
    pub changed: bool,
}

/// Where an alert is in its life (预警状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertState {
    /// 待处理
    Open,
    /// 已暂停
    Snoozed,
    /// 已了结, by itself or by a person
    Settled,
}

impl AlertState {
    pub const ALL: [Self; 3] = [Self::Open, Self::Snoozed, Self::Settled];

    /// Stable English id; also the tail of the locale key (`alerts.state_open`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Snoozed => "snoozed",
            Self::Settled => "settled",
        }
    }
}

/// Which alerts to list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AlertQuery {
    pub state: Option<AlertState>,
    pub kinds: Vec<AlertKind>,
    /// Part of a number, a code or a name.
    pub text: String,
    pub ids: Option<Vec<i64>>,
    pub sort: AlertSort,
    pub descending: bool,
    /// What is put off until later than this is silent.
    pub now: NaiveDateTime,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AlertSort {
    /// The most urgent kind first.
    Kind,
    Subject,
    Raised,
    Value,
    Ordered,
}

/// An alert in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRow {
    pub id: i64,
    pub kind: AlertKind,
    /// Code of the SKU, or number of the order, refund or parcel.
    pub subject: String,
    /// Store id of the SKU, order, refund or parcel; 0 when it is gone.
    pub subject_id: i64,
    /// Name and property of the SKU; empty for what has none.
    pub name: String,
    /// The warehouse alone whose pieces are judged; empty for all together.
    pub warehouse: String,
    /// Sendable pieces, or days without a sale.
    pub value: Option<i64>,
    /// The line that was crossed: pieces, days, hours.
    pub threshold: Option<i64>,
    /// When the waiting began.
    pub since: Option<NaiveDateTime>,
    /// Pieces that are ordered already (采购在途); `None` for what is no stock.
    pub ordered: Option<i64>,
    pub raised_at: NaiveDateTime,
    pub snoozed_until: Option<NaiveDateTime>,
    /// Put off until more than so many pieces are there.
    pub snoozed_pieces: Option<i64>,
    pub settled_at: Option<NaiveDateTime>,
    /// Empty: by itself.
    pub settled_by: String,
    pub reason: String,
}

impl AlertRow {
    pub fn state(&self, now: NaiveDateTime) -> AlertState {
        let asleep = self.snoozed_pieces.is_some() || self.snoozed_until.is_some_and(|until| now < until);
        match self.settled_at {
            Some(_) => AlertState::Settled,
            None if asleep => AlertState::Snoozed,
            None => AlertState::Open,
        }
    }
}

/// Something that happened to an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertEvent {
    pub at: NaiveDateTime,
    pub what: EventKind,
    /// What the alert said then.
    pub kind: Option<AlertKind>,
    pub value: Option<i64>,
    /// Empty: by itself.
    pub actor: String,
    pub note: String,
}

/// One alert with its figures and its history, and the earlier alerts of the same cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertDetail {
    pub row: AlertRow,
    pub working: Option<Working>,
    /// Newest first.
    pub events: Vec<AlertEvent>,
    /// When the same cause was raised before, newest first.
    pub earlier: Vec<NaiveDateTime>,
}

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertDeed {
    Snooze(Nap),
    /// With why.
    Settle(String),
}

impl Store {
    /// Grows with every change of the alerts; within one opening of the shop, equal versions mean equal alerts.
    pub fn alerts_version(&self) -> u64 {
        self.inner.alerts.load(Ordering::Acquire)
    }

    fn alerts_changed(&self) {
        self.inner.alerts.fetch_add(1, Ordering::AcqRel);
    }
}
