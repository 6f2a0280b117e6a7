//! Alerts in words (预警的说法): what is the matter, the line that was crossed, the rule and the figures behind it.

use chrono::NaiveDateTime;

use crate::domain::alert::{AlertKind, Applied, Line, Scope, Threshold};
use crate::locale::Lang;
use crate::store::{AlertRow, AlertState};
use crate::table::{Cell, grouped};

fn n(count: i64) -> String {
    grouped(&count.to_string())
}

pub fn kind(lang: Lang, kind: AlertKind) -> String {
    lang.t(&format!("alerts.kind_{}", kind.id())).to_owned()
}

pub fn of_state(lang: Lang, state: AlertState) -> String {
    lang.t(&format!("alerts.state_{}", state.id())).to_owned()
}

/// `可发 5 件`, `等了 52 小时`, `120 天没卖出`
pub fn value(lang: Lang, row: &AlertRow, until: NaiveDateTime) -> String {
    match (row.kind, row.value, row.since) {
        (AlertKind::Dead, Some(days), _) => lang.f("alerts.value_idle", &[("n", &n(days))]),
        (AlertKind::Dead, None, _) => lang.t("alerts.value_never_sold").to_owned(),
        (_, Some(pieces), _) => lang.f("alerts.value_pieces", &[("n", &n(pieces))]),
        (_, None, Some(since)) => {
            let hours = until.signed_duration_since(since).num_hours().max(0);
            lang.f("alerts.value_hours", &[("n", &n(hours))])
        }
        (_, None, None) => String::new(),
    }
}

/// `少于 14 件`, `48 小时`
pub fn threshold(lang: Lang, row: &AlertRow) -> String {
    // Where nothing sells, no stock is too little: there is no line to tell of.
    let Some(line) = row.threshold.filter(|line| *line > 0) else { return String::new() };
    let key = match row.kind {
        AlertKind::Low | AlertKind::Out | AlertKind::Oversold => "alerts.line_fewer",
        AlertKind::Over => "alerts.line_more",
        AlertKind::Dead => "alerts.line_days",
        _ => "alerts.line_hours",
    };
    lang.f(key, &[("n", &n(line))])
}

/// `到 11-24 09:00`, `到货为止`, `自行恢复`, `老王 了结`
pub fn state(lang: Lang, row: &AlertRow, now: NaiveDateTime) -> String {
    match row.state(now) {
        AlertState::Open => of_state(lang, AlertState::Open),
        AlertState::Snoozed => match row.snoozed_until {
            Some(until) => lang.f("alerts.until", &[("at", &until.format("%m-%d %H:%M").to_string())]),
            None => lang.t("alerts.until_stock").to_owned(),
        },
        AlertState::Settled if row.settled_by.is_empty() => lang.t("alerts.settled_itself").to_owned(),
        AlertState::Settled => lang.t("alerts.settled_by_hand").to_owned(),
    }
}

/// `类目 上衣`
pub fn scope(lang: Lang, scope: &Scope, warehouse: &str) -> String {
    match scope {
        Scope::All => lang.t("alerts.scope_all").to_owned(),
        Scope::Warehouse(_) => lang.f("alerts.scope_warehouse", &[("name", warehouse)]),
        Scope::Category(name) => lang.f("alerts.scope_category", &[("name", name)]),
        Scope::Sku(code) => lang.f("alerts.scope_sku", &[("name", code)]),
    }
}

/// `可售不到 14 天`
pub fn line(lang: Lang, line: Line, threshold: Threshold) -> String {
    let way = match threshold {
        Threshold::Pieces(_) => "pieces",
        Threshold::Days(_) => "days",
        Threshold::Sales(_) => "sales",
        Threshold::Lead { .. } => "lead",
    };
    let key = match line {
        Line::Dead => "alerts.rule_dead".to_owned(),
        Line::Low | Line::Over => format!("alerts.rule_{}_{way}", line.id()),
    };
    let (_, amount, more) = threshold.parts();
    let amount = if line == Line::Dead { threshold.days() } else { amount };
    lang.f(&key, &[("n", &n(i64::from(amount))), ("more", &n(i64::from(more)))])
}

/// `按“类目 上衣”的规则：可售不到 14 天`
pub fn rule(lang: Lang, rule: &Applied, warehouse: &str) -> String {
    let of = scope(lang, &rule.scope, warehouse);
    lang.f("alerts.by_rule", &[("scope", &of), ("line", &line(lang, rule.line, rule.threshold))])
}

/// Days that pieces last at this pace; a dash when nothing is sold.
pub fn cover(pieces: i64, sold: i64, days: i64) -> String {
    let pace = crate::domain::stock::Pace { sold, days };
    pace.cover_tenths(pieces).map_or(Cell::Empty, |tenths| Cell::Number(tenths * 100)).shown()
}
