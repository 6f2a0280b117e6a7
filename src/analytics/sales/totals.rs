//! The sums of one period, from which every sales figure is made.

use std::ops::Range;

use crate::analytics::facts::days::day_of;
use crate::analytics::facts::{NO_ROW, NONE};
pub use crate::analytics::facts::{Profit, Sums};
use crate::analytics::filter::{Slice, Span};
use crate::analytics::metric::{Figure, Metric, Value, sales as metrics};

use super::traffic::TrafficTotals;

/// Orders paid this long before the data ends have had their refunds (成熟).
pub const MATURE_SECONDS: i64 = 21 * 86_400;

/// Everything the figures of one period need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// False when the data does not touch the period: nothing is known, not zero.
    pub known: bool,
    /// Files tell when orders were created.
    pub created_told: bool,
    pub orders_created: i64,
    pub created_then_paid: i64,
    pub gmv: i64,
    pub sums: Sums,
    /// Distinct known buyers.
    pub buyers: i64,
    pub mature_paid: i64,
    pub mature_refund: i64,
    /// Refunds finished in the period; `None` when the shop has refunds but no refund records with dates.
    pub refund_paid_out: Option<i64>,
    pub profit: Profit,
    pub traffic: TrafficTotals,
}

/// How many different known buyers paid among `rows`. An order counts its buyer when the buyer's order before it, as far as it
/// counts at all, lies before the rows.
#[expect(clippy::indexing_slicing, reason = "rows are order rows")]
pub fn buyers(slice: &Slice<'_>, rows: Range<usize>) -> i64 {
    let (buyer, previous, keep) = (&slice.facts.orders.buyer, &slice.facts.orders.previous, &slice.keep);
    let start = rows.start as u32;
    let mut count = 0;
    for row in rows {
        if !keep[row] || buyer[row] == 0 {
            continue;
        }
        let mut before = previous[row];
        while before != NO_ROW && before >= start && !keep[before as usize] {
            before = previous[before as usize];
        }
        count += i64::from(before == NO_ROW || before < start);
    }
    count
}

impl Totals {
    /// All sums of `span`.
    pub fn of(slice: &Slice<'_>, span: &Span) -> Self {
        let created_told = slice.facts.orders.created_told;
        let mut totals = Self { known: span.known, created_told, ..Self::default() };
        if !span.known {
            return totals;
        }
        for cell in slice.created_cells(span.period) {
            totals.orders_created += cell.orders;
            totals.created_then_paid += cell.then_paid;
            totals.gmv += cell.payable;
        }
        totals.add_paid(slice, span);
        totals.buyers = buyers(slice, span.paid.clone());
        totals.refund_paid_out = refund_paid_out(slice, span);
        totals.traffic = TrafficTotals::of(slice, span.period);
        totals
    }

    /// Adds up the paid orders, and those of them that are mature: whole days from the cells, the last day row by row.
    #[expect(clippy::indexing_slicing, reason = "day ranges lie within the order rows")]
    fn add_paid(&mut self, slice: &Slice<'_>, span: &Span) {
        let limit = slice.facts.reach.at.map_or(NONE, |at| at.and_utc().timestamp() - MATURE_SECONDS);
        let last = day_of(limit);
        for cell in slice.paid_cells(span.period) {
            self.sums.merge(&cell.sums);
            self.profit.merge(&cell.profit);
            if cell.day < last {
                self.mature_paid += cell.sums.paid;
                self.mature_refund += cell.sums.refund;
            }
        }
        let orders = &slice.facts.orders;
        for row in orders.by_paid.day(last) {
            if span.paid.contains(&row) && orders.paid[row] <= limit && slice.keep[row] {
                self.mature_paid += slice.paid_fen[row];
                self.mature_refund += slice.refund_fen[row];
            }
        }
    }

    pub const fn net(&self) -> i64 {
        self.sums.net()
    }

    /// The value of a sales metric; [`Value::Unknown`] for metrics of other areas.
    pub fn value(&self, metric: &Metric) -> Value {
        if !self.known {
            return Value::Unknown;
        }
        let sums = &self.sums;
        let buyers_known = self.buyers > 0 || sums.orders == 0;
        let items_known = sums.item_orders > 0 || sums.orders == 0;
        let costs_known = self.profit.costed_paid != 0 || self.profit.kept_cost != 0 || sums.orders == 0;
        match metric.id {
            "gmv" | "orders_created" if !self.created_told => Value::Unknown,
            "gmv" => Value::money(self.gmv),
            "orders_created" => Value::Count(self.orders_created),
            "payment_rate" => Value::ratio(self.created_then_paid, self.orders_created),
            "paid_amount" => Value::money(sums.paid),
            "orders_paid" => Value::Count(sums.orders),
            "items_paid" if items_known => Value::Count(sums.items),
            "buyers_paid" if buyers_known => Value::Count(self.buyers),
            "net_sales" => Value::money(sums.net()),
            "net_sales_cash" => self.refund_paid_out.map_or(Value::Unknown, |out| Value::money(sums.paid - out)),
            "aov" => Value::money_per(sums.paid, sums.orders),
            "average_per_buyer" => Value::money_per(sums.buyer_paid, self.buyers),
            "price_per_item" => Value::money_per(sums.item_paid, sums.items),
            "units_per_order" => Value::ratio(sums.items, sums.item_orders),
            "refund_amount" => Value::money(sums.refund),
            "refund_paid_out" => self.refund_paid_out.map_or(Value::Unknown, Value::money),
            "refund_rate_amount" => Value::ratio(sums.refund, sums.paid),
            "refund_rate_same_day" => self.refund_paid_out.map_or(Value::Unknown, |out| Value::ratio(out, sums.paid)),
            "refund_rate_mature" => Value::ratio(self.mature_refund, self.mature_paid),
            "refund_rate_orders" => Value::ratio(sums.refunded_orders, sums.orders),
            "gross_profit" if costs_known => Value::money(self.profit.gross()),
            "gross_margin" if costs_known => Value::ratio(self.profit.gross(), self.profit.costed_net),
            "cost_coverage" => Value::ratio(self.profit.costed_paid, self.profit.goods_paid),
            _ => self.traffic.value(metric),
        }
    }

    /// Every sales metric, now and before.
    pub fn figures(now: &Self, before: Option<&Self>) -> Vec<Figure> {
        metrics::ALL
            .iter()
            .map(|metric| Figure::new(metric, now.value(metric), before.map(|totals| totals.value(metric))))
            .collect()
    }
}

/// Refunds finished in the period; with categories chosen only those that name a line.
#[expect(clippy::indexing_slicing, reason = "refund rows name order and line rows")]
fn refund_paid_out(slice: &Slice<'_>, span: &Span) -> Option<i64> {
    let refunds = &slice.facts.refunds;
    if !refunds.dated {
        return None;
    }
    Some(span.refunded.clone().filter(|at| keeps_refund(slice, *at)).map(|at| refunds.amount_fen[at]).sum())
}

/// Whether the refund at `at` belongs to what the filter counts.
pub fn keeps_refund(slice: &Slice<'_>, at: usize) -> bool {
    let refunds = &slice.facts.refunds;
    let line = refunds.line.get(at).copied().unwrap_or(u32::MAX);
    if slice.categories.is_some() {
        slice.keeps_line(line as usize)
    } else {
        refunds.order.get(at).is_some_and(|row| slice.keeps(*row as usize))
    }
}
