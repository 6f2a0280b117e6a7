//! From the state of the shop to signs (预警信号): a SKU's stock by the rules, orders and parcels by how long they have waited.

use chrono::{NaiveDateTime, TimeDelta};

use super::rule::{Line, RuleBook, Subject};
use super::{AlertKind, AlertLimits, Cause, Family, Sign, Working};
use crate::domain::stock::{Levels, Pace, StockMark};

/// A SKU's stock in one warehouse or in all.
#[derive(Debug, Clone)]
pub struct Kept<'a> {
    pub code: &'a str,
    pub category: &'a str,
    /// 0: all warehouses together.
    pub warehouse: i64,
    pub levels: Levels,
    pub pace: Pace,
    pub idle: Option<i64>,
}

/// What is wrong with a SKU's stock.
pub fn stock_sign(kept: &Kept<'_>, book: &RuleBook) -> Option<Sign> {
    let subject = Subject { code: kept.code, category: kept.category, warehouse: kept.warehouse };
    let judged = book.judge(subject, &kept.levels, kept.pace, kept.idle);
    let kind = match judged.mark {
        StockMark::Oversold => AlertKind::Oversold,
        StockMark::Out => AlertKind::Out,
        StockMark::Low => AlertKind::Low,
        StockMark::Dead => AlertKind::Dead,
        StockMark::Over => AlertKind::Over,
        StockMark::Fine | StockMark::Untracked => return None,
    };
    let sendable = kept.levels.sendable()?;
    let low = book.applied(Line::Low, subject);
    let (value, threshold, rule) = match (kind, judged.rule) {
        (AlertKind::Dead, Some(rule)) => (kept.idle, Some(i64::from(rule.threshold.days())), Some(rule)),
        (_, Some(rule)) => (Some(sendable), Some(rule.threshold.pieces(kept.pace)), Some(rule)),
        // Nothing is left: what should have been there says how bad it is.
        (_, None) => (Some(sendable), Some(low.threshold.pieces(kept.pace)), Some(low)),
    };
    Some(Sign {
        cause: Cause { family: kind.family(), place: kept.warehouse, subject: kept.code.to_owned() },
        class: kind.class(),
        value,
        threshold,
        since: None,
        working: Working::Stock {
            sendable,
            on_hand: kept.levels.on_hand().unwrap_or(0),
            sold: kept.pace.sold,
            days: kept.pace.days,
            idle: kept.idle,
            rule,
        },
    })
}

/// Something that has waited since a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub cause: Cause,
    pub since: NaiveDateTime,
}

/// What is wrong with something that waits, at the moment up to which the data reaches.
pub fn waiting_sign(waiting: &Waiting, limits: &AlertLimits, reach: NaiveDateTime) -> Option<Sign> {
    let hours = |hours: u32| reach.signed_duration_since(waiting.since) >= TimeDelta::hours(i64::from(hours));
    let (kind, limit) = match waiting.cause.family {
        Family::Unshipped if hours(limits.late_hours) => (AlertKind::Late, limits.late_hours),
        Family::Unshipped if hours(limits.late_hours.saturating_sub(limits.soon_hours)) => {
            (AlertKind::DueSoon, limits.late_hours)
        }
        Family::Unpaid if hours(limits.unpaid_hours) => (AlertKind::Unpaid, limits.unpaid_hours),
        Family::AfterSale if hours(limits.after_sale_hours) => (AlertKind::AfterSale, limits.after_sale_hours),
        Family::Silent if hours(limits.silent_hours) => (AlertKind::Silent, limits.silent_hours),
        _ => return None,
    };
    Some(Sign {
        cause: waiting.cause.clone(),
        class: kind.class(),
        value: None,
        threshold: Some(i64::from(limit)),
        since: Some(waiting.since),
        working: Working::Hours { limit },
    })
}
