//! Alerts (预警): what is wrong in the shop, told once.
//!
//! A [`Cause`] is a thing that can go wrong: the stock of a SKU, an order that waits. While it stands there is one alert for it, which is
//! told when it is raised and again only when it got worse by a class, when it was put off and its time has come, or when it went away
//! and came back. [`changes`] works out what a look at the shop changes; [`rule`] says where low, over-stock and dead stock begin.

pub mod rule;
mod sign;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::stock::StockRules;

pub use rule::{Applied, Line, Rule, RuleBook, Scope, Threshold};
pub use sign::{Kept, Waiting, stock_sign, waiting_sign};

/// What an alert is about (预警类别). Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Family {
    /// Too few pieces of a SKU: 偏低, 缺货, 超卖
    Short = 1,
    /// Too many pieces of a SKU: 积压, 呆滞
    Surplus = 2,
    /// 未发货: a paid order nears its deadline, or is past it
    Unshipped = 3,
    /// 未付款
    Unpaid = 4,
    /// 售后待处理: the buyer waits for the shop
    AfterSale = 5,
    /// 物流停滞: a parcel without news
    Silent = 6,
}

impl Family {
    pub const ALL: [Self; 6] =
        [Self::Short, Self::Surplus, Self::Unshipped, Self::Unpaid, Self::AfterSale, Self::Silent];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.code() == code)
    }

    /// How long after one look the next is due.
    pub const fn every(self) -> TimeDelta {
        TimeDelta::minutes(match self {
            Self::Short | Self::Unshipped => 5,
            Self::Surplus => 10,
            Self::AfterSale => 30,
            Self::Unpaid | Self::Silent => 60,
        })
    }

    /// About stock of a SKU.
    pub const fn of_stock(self) -> bool {
        matches!(self, Self::Short | Self::Surplus)
    }
}

/// What an alert says (预警类型): its family and how bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertKind {
    /// 超卖
    Oversold,
    /// 缺货
    Out,
    /// 超时未发货
    Late,
    /// 偏低
    Low,
    /// 快到发货时限
    DueSoon,
    /// 售后待处理
    AfterSale,
    /// 物流停滞
    Silent,
    /// 未付款
    Unpaid,
    /// 呆滞
    Dead,
    /// 积压
    Over,
}

impl AlertKind {
    /// The most urgent first.
    pub const ALL: [Self; 10] = [
        Self::Oversold,
        Self::Out,
        Self::Late,
        Self::Low,
        Self::DueSoon,
        Self::AfterSale,
        Self::Silent,
        Self::Unpaid,
        Self::Dead,
        Self::Over,
    ];

    pub const fn family(self) -> Family {
        match self {
            Self::Low | Self::Out | Self::Oversold => Family::Short,
            Self::Over | Self::Dead => Family::Surplus,
            Self::DueSoon | Self::Late => Family::Unshipped,
            Self::Unpaid => Family::Unpaid,
            Self::AfterSale => Family::AfterSale,
            Self::Silent => Family::Silent,
        }
    }

    /// How bad within its family, from 1 on.
    pub const fn class(self) -> u8 {
        match self {
            Self::Low | Self::Over | Self::DueSoon | Self::Unpaid | Self::AfterSale | Self::Silent => 1,
            Self::Out | Self::Dead | Self::Late => 2,
            Self::Oversold => 3,
        }
    }

    pub fn of(family: Family, class: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.family() == family && kind.class() == class)
    }

    /// Stable English id; also the tail of the locale key (`alerts.kind_low`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Oversold => "oversold",
            Self::Out => "out",
            Self::Late => "late",
            Self::Low => "low",
            Self::DueSoon => "due_soon",
            Self::AfterSale => "after_sale",
            Self::Silent => "silent",
            Self::Unpaid => "unpaid",
            Self::Dead => "dead",
            Self::Over => "over",
        }
    }
}

/// A thing that can go wrong, by its natural key. At most one alert stands for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause {
    pub family: Family,
    /// The warehouse (0: all of them together), or the code of the order's or refund's platform (0 for parcels).
    pub place: i64,
    /// Code of the own SKU, or number of the order, refund or parcel.
    pub subject: String,
}

/// The figures an alert was worked out from (依据).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Working {
    Stock {
        sendable: i64,
        on_hand: i64,
        /// Pieces sold in `days` days in stock.
        sold: i64,
        days: i64,
        /// Days since the last sale.
        idle: Option<i64>,
        rule: Option<Applied>,
    },
    /// Hours that something may wait.
    Hours { limit: u32 },
}

/// What is wrong at one cause right now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    pub cause: Cause,
    /// See [`AlertKind::class`].
    pub class: u8,
    /// Sendable pieces, or days without a sale.
    pub value: Option<i64>,
    /// The line it crossed: pieces, days, hours.
    pub threshold: Option<i64>,
    /// When the waiting began.
    pub since: Option<NaiveDateTime>,
    pub working: Working,
}

/// Silence that somebody asked for (暂停提醒).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Snooze {
    /// Until this moment.
    Until(NaiveDateTime),
    /// Until more pieces are there than these.
    UntilStock(i64),
}

impl Snooze {
    /// Still silent at `now`, with `pieces` there.
    pub fn holds(self, now: NaiveDateTime, pieces: Option<i64>) -> bool {
        match self {
            Self::Until(until) => now < until,
            Self::UntilStock(there) => pieces.is_none_or(|pieces| pieces <= there),
        }
    }
}

/// What somebody may choose (暂停多久).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nap {
    Hour,
    /// Until nine in the morning.
    Tomorrow,
    Week,
    UntilStock,
}

impl Nap {
    pub const ALL: [Self; 4] = [Self::Hour, Self::Tomorrow, Self::Week, Self::UntilStock];

    /// The silence it means for an alert with these pieces; waiting for stock makes sense only where pieces are missing.
    pub fn snooze(self, family: Family, now: NaiveDateTime, pieces: Option<i64>) -> Option<Snooze> {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
        match self {
            Self::Hour => Some(Snooze::Until(now + TimeDelta::hours(1))),
            Self::Tomorrow => now.date().succ_opt().map(|day| Snooze::Until(day.and_time(nine))),
            Self::Week => Some(Snooze::Until(now + TimeDelta::days(7))),
            Self::UntilStock if family == Family::Short => Some(Snooze::UntilStock(pieces.unwrap_or(0))),
            Self::UntilStock => None,
        }
    }
}

/// An alert whose cause has not gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub id: i64,
    pub sign: Sign,
    /// The worst class it has been told at.
    pub peak: u8,
    pub snooze: Option<Snooze>,
    /// Somebody settled it, and the cause stands still.
    pub settled: bool,
}

/// What a look at the shop changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new alert. To be told.
    Raise(Sign),
    /// Worse than it was ever told. To be told.
    Worsen(i64, Sign),
    /// It was put off, and its time has come. To be told.
    Wake(i64, Sign),
    /// Other figures of the same alert; nobody is told.
    Update(i64, Sign),
    /// The cause has gone.
    Gone(i64),
}

impl Change {
    /// What is told to the owner; `None` for what is not.
    pub const fn told(&self) -> Option<&Sign> {
        match self {
            Self::Raise(sign) | Self::Worsen(_, sign) | Self::Wake(_, sign) => Some(sign),
            Self::Update(..) | Self::Gone(_) => None,
        }
    }
}

/// What changes when `signs` are seen beside the alerts that stand. Only causes of the families that were looked at are judged; where one
/// cause shows several signs, the worst counts.
pub fn changes(standing: &[Standing], signs: Vec<Sign>, looked: &[Family], now: NaiveDateTime) -> Vec<Change> {
    let mut seen: BTreeMap<Cause, Sign> = BTreeMap::new();
    for sign in signs.into_iter().filter(|sign| looked.contains(&sign.cause.family)) {
        let worse = seen.get(&sign.cause).is_none_or(|known| known.class < sign.class);
        if worse {
            seen.insert(sign.cause.clone(), sign);
        }
    }
    let mut found = Vec::new();
    for alert in standing.iter().filter(|alert| looked.contains(&alert.sign.cause.family)) {
        let Some(sign) = seen.remove(&alert.sign.cause) else {
            found.push(Change::Gone(alert.id));
            continue;
        };
        if alert.settled {
            // Settled is settled, until it is worse than what was settled.
            if sign.class > alert.peak {
                found.push(Change::Gone(alert.id));
                found.push(Change::Raise(sign));
            }
            continue;
        }
        let asleep = alert.snooze.is_some_and(|snooze| snooze.holds(now, sign.value));
        if alert.snooze.is_some() && !asleep {
            found.push(Change::Wake(alert.id, sign));
        } else if sign.class > alert.peak && !asleep {
            found.push(Change::Worsen(alert.id, sign));
        } else if sign != alert.sign {
            found.push(Change::Update(alert.id, sign));
        }
    }
    found.extend(seen.into_values().map(Change::Raise));
    found
}

/// The lines that the owner's settings draw (预警线); rules of the shop file are more particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AlertLimits {
    pub stock: StockRules,
    /// A paid order must be shipped within so many hours.
    pub late_hours: u32,
    /// It is told so many hours before.
    pub soon_hours: u32,
    pub unpaid_hours: u32,
    pub after_sale_hours: u32,
    pub silent_hours: u32,
}

impl Default for AlertLimits {
    fn default() -> Self {
        Self {
            stock: StockRules::default(),
            late_hours: 48,
            soon_hours: 4,
            unpaid_hours: 72,
            after_sale_hours: 48,
            silent_hours: 72,
        }
    }
}

/// When each family was looked at last; says which are due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rounds(BTreeMap<Family, NaiveDateTime>);

impl Rounds {
    /// The families whose interval has passed, marked as looked at now. A clock that was set back makes all of them due.
    pub fn due(&mut self, now: NaiveDateTime) -> Vec<Family> {
        let due = |family: &Family| {
            self.0.get(family).is_none_or(|last| now < *last || now.signed_duration_since(*last) >= family.every())
        };
        let due: Vec<Family> = Family::ALL.into_iter().filter(due).collect();
        self.0.extend(due.iter().map(|family| (*family, now)));
        due
    }

    /// Everything was looked at now.
    pub fn all(&mut self, now: NaiveDateTime) -> Vec<Family> {
        self.0.extend(Family::ALL.map(|family| (family, now)));
        Family::ALL.to_vec()
    }
}

/// Alerts of one kind that stand and are not put off.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tally {
    pub kind: AlertKind,
    pub count: u64,
    /// Store ids of what they are about: SKUs, orders, refunds, parcels. What is gone by now has none.
    pub ids: Vec<i64>,
}
