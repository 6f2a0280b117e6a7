//! Traffic beside sales (流量): visitors, carts, conversion and the funnel, on the days and shops that have a traffic file.
//!
//! Traffic is told for a whole shop, so with categories chosen it is unknown.

use std::collections::HashMap;

use crate::analytics::facts::days::day_number;
use crate::analytics::facts::{NONE, TrafficRow};
use crate::analytics::filter::Slice;
use crate::analytics::metric::{Metric, Value};
use crate::domain::period::Period;

/// Sums over the shop-days of a period that have traffic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TrafficTotals {
    /// Shop-days with visitors told.
    pub shop_days: i64,
    /// Shop-days with paid orders and no traffic, among shops that have traffic at all or not.
    pub missing: i64,
    pub visitors: i64,
    pub page_views: Option<i64>,
    /// Buyers who paid on those shop-days, each day's counted by itself.
    pub pay_buyers: i64,
    /// Visitors of the shop-days whose paying buyers are known.
    pub pay_visitors: i64,
    pub paid: i64,
    pub cart_buyers: i64,
    /// Visitors of the shop-days whose cart buyers are told.
    pub cart_visitors: i64,
    pub funnel: Funnel,
}

/// The way from visit to payment, over shop-days on which every step is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Funnel {
    pub shop_days: i64,
    pub visitors: i64,
    pub cart_buyers: i64,
    pub order_buyers: i64,
    pub pay_buyers: i64,
}

/// What the orders themselves tell about one shop-day.
#[derive(Debug, Clone, Copy, Default)]
struct Own {
    paid: i64,
    orders: i64,
}

impl TrafficTotals {
    /// The traffic of `period` for the chosen shops.
    pub fn of(slice: &Slice<'_>, period: Period) -> Self {
        let rows = rows(slice, period);
        let mut totals = Self::default();
        if slice.facts.traffic.shop_days.is_empty() || slice.categories.is_some() {
            return totals;
        }
        let own = own(slice, period);
        for row in rows {
            let paid = own.get(&(row.from, row.shop)).copied().unwrap_or_default();
            totals.add(slice, row, paid);
        }
        let selling = own.values().filter(|own| own.orders > 0).count() as i64;
        let covered = rows_with_visitors(slice, period)
            .filter(|row| own.get(&(row.from, row.shop)).is_some_and(|own| own.orders > 0))
            .count() as i64;
        totals.missing = selling - covered;
        totals
    }

    fn add(&mut self, slice: &Slice<'_>, row: &TrafficRow, own: Own) {
        if row.visitors == NONE {
            return;
        }
        self.shop_days += 1;
        self.visitors += row.visitors;
        self.paid += own.paid;
        if row.page_views != NONE {
            *self.page_views.get_or_insert(0) += row.page_views;
        }
        if row.cart_buyers != NONE {
            self.cart_buyers += row.cart_buyers;
            self.cart_visitors += row.visitors;
        }
        let pay_buyers = if row.pay_buyers == NONE { own_buyers(slice, row, own) } else { Some(row.pay_buyers) };
        if let Some(buyers) = pay_buyers {
            self.pay_buyers += buyers;
            self.pay_visitors += row.visitors;
            if row.cart_buyers != NONE && row.order_buyers != NONE {
                self.funnel.shop_days += 1;
                self.funnel.visitors += row.visitors;
                self.funnel.cart_buyers += row.cart_buyers;
                self.funnel.order_buyers += row.order_buyers;
                self.funnel.pay_buyers += buyers;
            }
        }
    }

    pub(super) fn value(&self, metric: &Metric) -> Value {
        if self.shop_days == 0 {
            return Value::Unknown;
        }
        match metric.id {
            "visitors" => Value::Count(self.visitors),
            "page_views" => self.page_views.map_or(Value::Unknown, Value::Count),
            "cart_rate" => Value::ratio(self.cart_buyers, self.cart_visitors),
            "conversion" => Value::ratio(self.pay_buyers, self.pay_visitors),
            "uv_value" => Value::money_per(self.paid, self.visitors),
            _ => Value::Unknown,
        }
    }

    /// Whether every shop-day with sales has its visitors, so that all sales can be traced back to visits.
    pub const fn is_complete(&self) -> bool {
        self.shop_days > 0 && self.missing == 0
    }
}

/// The chosen shops' daily rows within `period`.
pub fn rows<'a>(slice: &'a Slice<'_>, period: Period) -> impl Iterator<Item = &'a TrafficRow> {
    let (from, to) = (day_number(period.from()), day_number(period.to()));
    let all = &slice.facts.traffic.shop_days;
    let first = all.partition_point(|row| row.from < from);
    all.iter()
        .skip(first)
        .take_while(move |row| row.from <= to)
        .filter(|row| slice.shops.get(row.shop as usize).copied().unwrap_or(false))
}

fn rows_with_visitors<'a>(slice: &'a Slice<'_>, period: Period) -> impl Iterator<Item = &'a TrafficRow> {
    rows(slice, period).filter(|row| row.visitors != NONE)
}

/// Paid orders and amounts of every shop-day of the period.
#[expect(clippy::indexing_slicing, reason = "day ranges lie within the order rows; shop codes index the shops")]
fn own(slice: &Slice<'_>, period: Period) -> HashMap<(i32, u16), Own> {
    let orders = &slice.facts.orders;
    let mut found = HashMap::new();
    let mut shops = vec![Own::default(); slice.facts.shops.len()];
    for day in day_number(period.from())..=day_number(period.to()) {
        let rows = orders.by_paid.day(day);
        if rows.is_empty() {
            continue;
        }
        shops.fill(Own::default());
        for row in rows {
            if slice.keep[row] {
                let own = &mut shops[orders.shop[row] as usize];
                own.orders += 1;
                own.paid += slice.paid_fen[row];
            }
        }
        for (shop, own) in (0u16..).zip(&shops) {
            if own.orders > 0 {
                found.insert((day, shop), *own);
            }
        }
    }
    found
}

/// Distinct known buyers of a shop-day from the orders; `None` when it has orders and no buyer is known.
#[expect(clippy::indexing_slicing, reason = "day ranges lie within the order rows")]
fn own_buyers(slice: &Slice<'_>, row: &TrafficRow, own: Own) -> Option<i64> {
    let orders = &slice.facts.orders;
    let mut buyers: Vec<u32> = orders
        .by_paid
        .day(row.from)
        .filter(|at| slice.keep[*at] && orders.shop[*at] == row.shop && orders.buyer[*at] != 0)
        .map(|at| orders.buyer[at])
        .collect();
    if buyers.is_empty() && own.orders > 0 {
        return None;
    }
    buyers.sort_unstable();
    buyers.dedup();
    Some(buyers.len() as i64)
}
