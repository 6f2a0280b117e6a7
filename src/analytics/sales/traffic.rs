//! Traffic beside sales (流量): visitors, carts, conversion and the funnel, on the days and shops that have a traffic file.
//!
//! Traffic is told for a whole shop, so with categories chosen it is unknown.

use crate::analytics::facts::coverage;
use crate::analytics::facts::days::day_number;
use crate::analytics::facts::{NONE, Sums, TrafficRow};
use crate::analytics::filter::Slice;
use crate::analytics::metric::{Metric, Value};
use crate::domain::period::Period;

/// Sums over the shop-days of a period that have traffic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TrafficTotals {
    /// Shop-days with visitors told.
    pub shop_days: i64,
    /// Shop-days with paid orders and no visitors told.
    pub missing: i64,
    pub visitors: i64,
    pub page_views: Option<i64>,
    /// Buyers who paid on those shop-days, each day's counted by itself.
    pub pay_buyers: i64,
    /// Visitors of the shop-days whose paying buyers are known.
    pub pay_visitors: i64,
    /// Paid on those shop-days whose orders are known, and their visitors.
    pub paid: i64,
    pub paid_visitors: i64,
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

impl TrafficTotals {
    /// The traffic of `period` for the chosen shops.
    pub fn of(slice: &Slice<'_>, period: Period) -> Self {
        let mut totals = Self::default();
        if slice.facts.traffic.shop_days.is_empty() || slice.categories.is_some() {
            return totals;
        }
        // Both are sorted by day and shop.
        let mut own = slice.paid_cells(period).peekable();
        for row in rows(slice, period) {
            while own.next_if(|cell| (cell.day, cell.shop) < (row.from, row.shop)).is_some() {
                totals.missing += 1;
            }
            let cell = own.next_if(|cell| (cell.day, cell.shop) == (row.from, row.shop));
            totals.missing += i64::from(cell.is_some() && row.visitors == NONE);
            totals.add(slice, row, cell.map(|cell| cell.sums).unwrap_or_default());
        }
        totals.missing += own.count() as i64;
        totals
    }

    fn add(&mut self, slice: &Slice<'_>, row: &TrafficRow, own: Sums) {
        if row.visitors == NONE {
            return;
        }
        self.shop_days += 1;
        self.visitors += row.visitors;
        let shop = slice.facts.shops.get(usize::from(row.shop));
        let imported = shop.is_some_and(|shop| coverage::touches(&shop.covered, row.from, row.from));
        if imported {
            self.paid += own.paid;
            self.paid_visitors += row.visitors;
        }
        if row.page_views != NONE {
            *self.page_views.get_or_insert(0) += row.page_views;
        }
        if row.cart_buyers != NONE {
            self.cart_buyers += row.cart_buyers;
            self.cart_visitors += row.visitors;
        }
        let pay_buyers = match row.pay_buyers {
            NONE if imported => own_buyers(slice, row, own),
            NONE => None,
            told => Some(told),
        };
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
            "uv_value" => Value::money_per(self.paid, self.paid_visitors),
            _ => Value::Unknown,
        }
    }

    /// Whether every shop-day with sales has its visitors and every one with visitors its sales, so that all sales can be traced back
    /// to visits.
    pub const fn is_complete(&self) -> bool {
        self.shop_days > 0 && self.missing == 0 && self.paid_visitors == self.visitors
    }
}

/// The chosen shops' daily rows within `period`.
fn rows<'a>(slice: &'a Slice<'_>, period: Period) -> impl Iterator<Item = &'a TrafficRow> {
    let (from, to) = (day_number(period.from()), day_number(period.to()));
    let all = &slice.facts.traffic.shop_days;
    let first = all.partition_point(|row| row.from < from);
    all.iter()
        .skip(first)
        .take_while(move |row| row.from <= to)
        .filter(|row| slice.shops.get(row.shop as usize).copied().unwrap_or(false))
}

/// Distinct known buyers of a shop-day from the orders; `None` when it has orders and no buyer is known.
#[expect(clippy::indexing_slicing, reason = "day ranges lie within the order rows")]
fn own_buyers(slice: &Slice<'_>, row: &TrafficRow, own: Sums) -> Option<i64> {
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
