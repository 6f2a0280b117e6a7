//! The sums of one period, from which every sales figure is made.

use std::ops::Range;

use crate::analytics::facts::{Distinct, NONE};
use crate::analytics::filter::{Slice, Span};
use crate::analytics::metric::{Figure, Metric, Value, sales as metrics};

use super::traffic::TrafficTotals;

/// Orders paid this long before the data ends have had their refunds (成熟).
pub const MATURE_SECONDS: i64 = 21 * 86_400;

/// Sums over orders paid in a run of rows. Amounts in fen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub orders: i64,
    pub paid: i64,
    pub refund: i64,
    /// Orders with a successful refund.
    pub refunded_orders: i64,
    /// Pieces of the orders whose piece count is known.
    pub items: i64,
    pub item_orders: i64,
    pub item_paid: i64,
}

/// Everything the figures of one period need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// False when the data does not touch the period: nothing is known, not zero.
    pub known: bool,
    pub orders_created: i64,
    pub created_then_paid: i64,
    pub gmv: i64,
    pub sums: Sums,
    /// Distinct known buyers.
    pub buyers: i64,
    pub buyer_orders: i64,
    pub buyer_paid: i64,
    pub mature_paid: i64,
    pub mature_refund: i64,
    /// Refunds finished in the period; `None` when the shop has refunds but no refund records with dates.
    pub refund_paid_out: Option<i64>,
    pub profit: Profit,
    pub traffic: TrafficTotals,
}

/// Sums over lines. Amounts in fen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Profit {
    /// Paid on goods, lines with and without a known cost, and orders without lines less their postage.
    pub goods_paid: i64,
    pub costed_paid: i64,
    pub costed_net: i64,
    pub kept_cost: i64,
}

impl Profit {
    pub const fn gross(&self) -> i64 {
        self.costed_net - self.kept_cost
    }
}

impl Sums {
    pub const fn net(&self) -> i64 {
        self.paid - self.refund
    }

    /// Adds the order at `row`.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the slice has an entry for every order row")]
    pub fn add(&mut self, slice: &Slice<'_>, row: usize) {
        let (paid, refund, items) = (slice.paid_fen[row], slice.refund_fen[row], slice.items[row]);
        self.orders += 1;
        self.paid += paid;
        self.refund += refund;
        self.refunded_orders += i64::from(refund > 0);
        if items >= 0 {
            self.items += i64::from(items);
            self.item_orders += 1;
            self.item_paid += paid;
        }
    }

    /// Adds the sums of other orders.
    pub const fn merge(&mut self, other: &Self) {
        self.orders += other.orders;
        self.paid += other.paid;
        self.refund += other.refund;
        self.refunded_orders += other.refunded_orders;
        self.items += other.items;
        self.item_orders += other.item_orders;
        self.item_paid += other.item_paid;
    }

    /// The counted orders among `rows`.
    pub fn of(slice: &Slice<'_>, rows: Range<usize>) -> Self {
        let mut sums = Self::default();
        for row in rows {
            if slice.keeps(row) {
                sums.add(slice, row);
            }
        }
        sums
    }
}

/// How many different buyers paid among `rows`, and the orders and amount of known buyers.
#[expect(clippy::indexing_slicing, reason = "rows are order rows")]
pub fn buyers(slice: &Slice<'_>, rows: Range<usize>, set: &mut Distinct) -> (i64, i64, i64) {
    set.clear();
    let buyer = &slice.facts.orders.buyer;
    let (mut count, mut orders, mut paid) = (0, 0, 0);
    for row in rows {
        if slice.keep[row] && buyer[row] != 0 {
            count += i64::from(set.insert(buyer[row]));
            orders += 1;
            paid += slice.paid_fen[row];
        }
    }
    (count, orders, paid)
}

impl Totals {
    /// All sums of `span`.
    pub fn of(slice: &Slice<'_>, span: &Span) -> Self {
        Self::with(slice, span, &mut Distinct::new(slice.facts.buyer_count()))
    }

    /// All sums of `span`, counting buyers in a set that is used again for the next one.
    pub fn with(slice: &Slice<'_>, span: &Span, set: &mut Distinct) -> Self {
        let mut totals = Self { known: span.known, ..Self::default() };
        if !span.known {
            return totals;
        }
        totals.created(slice, span);
        totals.sums = Sums::of(slice, span.paid.clone());
        (totals.buyers, totals.buyer_orders, totals.buyer_paid) = buyers(slice, span.paid.clone(), set);
        totals.mature(slice, span);
        totals.refund_paid_out = refund_paid_out(slice, span);
        totals.profit = profit(slice, span.paid.clone());
        totals.traffic = TrafficTotals::of(slice, span.period);
        totals
    }

    #[expect(clippy::indexing_slicing, reason = "the created index holds order rows")]
    fn created(&mut self, slice: &Slice<'_>, span: &Span) {
        let paid_count = slice.facts.orders.paid_count;
        for row in &slice.facts.created.row[span.created.clone()] {
            let row = *row as usize;
            if slice.keep[row] {
                self.orders_created += 1;
                self.gmv += slice.payable_fen[row];
                self.created_then_paid += i64::from(row < paid_count);
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "spans lie within the order rows")]
    fn mature(&mut self, slice: &Slice<'_>, span: &Span) {
        let limit = slice.facts.reach.at.map_or(NONE, |at| at.and_utc().timestamp() - MATURE_SECONDS);
        let paid = &slice.facts.orders.paid;
        let count = paid[span.paid.clone()].partition_point(|at| *at <= limit);
        for row in span.paid.start..span.paid.start + count {
            if slice.keep[row] {
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
            "average_per_buyer" => Value::money_per(self.buyer_paid, self.buyers),
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

/// Gross profit over the lines of the orders in `rows`.
#[expect(clippy::indexing_slicing, reason = "rows are order rows, and lines name category codes")]
pub fn profit(slice: &Slice<'_>, rows: Range<usize>) -> Profit {
    let (orders, lines) = (&slice.facts.orders, &slice.facts.lines);
    let mut sum = Profit::default();
    for row in rows {
        if !slice.keep[row] {
            continue;
        }
        let range = orders.line_start[row] as usize..orders.line_start[row + 1] as usize;
        if range.is_empty() {
            let freight = orders.freight_fen[row];
            sum.goods_paid +=
                orders.paid_fen[row] - if freight == NONE { 0 } else { freight.min(orders.paid_fen[row]) };
        }
        for line in range {
            if slice.categories.as_ref().is_some_and(|categories| !categories[lines.category[line] as usize]) {
                continue;
            }
            let paid = lines.paid_fen[line];
            sum.goods_paid += paid;
            if lines.cost_fen[line] != NONE {
                sum.costed_paid += paid;
                sum.costed_net += paid - lines.refund_fen[line];
                sum.kept_cost += lines.kept_cost_fen[line];
            }
        }
    }
    sum
}
