//! Sums by day and shop (日汇总), made once: whatever adds up over orders is read from here instead of from a million rows.

use std::ops::Range;

use super::days::{DAY_SECONDS, day_number, day_of};
use super::{Facts, NONE};
use crate::domain::period::Period;

/// Sums over paid orders. Amounts in fen.
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
    /// Orders whose buyer is known.
    pub buyer_orders: i64,
    pub buyer_paid: i64,
}

/// Sums over lines of paid orders. Amounts in fen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Profit {
    /// Paid on goods: lines with and without a known cost, and orders without lines less their postage.
    pub goods_paid: i64,
    /// Paid on lines with a known cost, then less refunds.
    pub costed_paid: i64,
    pub costed_net: i64,
    /// Their cost, without goods that never left or came back.
    pub kept_cost: i64,
}

/// What one shop's orders paid on one day add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PaidCell {
    /// Days since 1970.
    pub day: i32,
    pub shop: u16,
    pub sums: Sums,
    pub profit: Profit,
}

/// What one shop's orders created on one day add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CreatedCell {
    pub day: i32,
    pub shop: u16,
    pub orders: i64,
    pub then_paid: i64,
    pub payable: i64,
}

/// Cells sorted by day, then shop. Days and shops without orders have none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    pub paid: Vec<PaidCell>,
    pub created: Vec<CreatedCell>,
}

/// What counts of every order.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    pub keep: &'a [bool],
    pub paid_fen: &'a [i64],
    pub refund_fen: &'a [i64],
    pub payable_fen: &'a [i64],
    pub items: &'a [i32],
    /// For every category code whether its lines count; `None` = all do.
    pub categories: Option<&'a [bool]>,
}

impl Profit {
    pub const fn gross(&self) -> i64 {
        self.costed_net - self.kept_cost
    }

    pub const fn merge(&mut self, other: &Self) {
        self.goods_paid += other.goods_paid;
        self.costed_paid += other.costed_paid;
        self.costed_net += other.costed_net;
        self.kept_cost += other.kept_cost;
    }
}

impl Sums {
    pub const fn net(&self) -> i64 {
        self.paid - self.refund
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
        self.buyer_orders += other.buyer_orders;
        self.buyer_paid += other.buyer_paid;
    }

    /// Adds one order.
    #[inline]
    pub const fn add(&mut self, paid: i64, refund: i64, items: i32, buyer: u32) {
        self.orders += 1;
        self.paid += paid;
        self.refund += refund;
        self.refunded_orders += (refund > 0) as i64;
        if items >= 0 {
            self.items += items as i64;
            self.item_orders += 1;
            self.item_paid += paid;
        }
        if buyer != 0 {
            self.buyer_orders += 1;
            self.buyer_paid += paid;
        }
    }
}

impl Cells {
    /// Adds up what counts of every order; the two halves of the days are added up on two threads.
    pub fn of(facts: &Facts, counted: Counted<'_>) -> Self {
        let (first, last) = facts.orders.by_paid.span().unwrap_or((0, -1));
        let middle = first + (last - first) / 2;
        let (mut cells, (second, created)) = super::super::both(
            || paid_cells(facts, counted, first..middle + 1),
            || (paid_cells(facts, counted, middle + 1..last + 1), created_cells(facts, counted)),
        );
        cells.extend(second);
        Self { paid: cells, created }
    }

    /// Cells of the orders paid in `period`.
    pub fn paid_in(&self, period: Period) -> &[PaidCell] {
        let (from, to) = (day_number(period.from()), day_number(period.to()));
        let start = self.paid.partition_point(|cell| cell.day < from);
        let end = self.paid.partition_point(|cell| cell.day <= to);
        self.paid.get(start..end.max(start)).unwrap_or_default()
    }

    /// Cells of the orders created in `period`.
    pub fn created_in(&self, period: Period) -> &[CreatedCell] {
        let (from, to) = (day_number(period.from()), day_number(period.to()));
        let start = self.created.partition_point(|cell| cell.day < from);
        let end = self.created.partition_point(|cell| cell.day <= to);
        self.created.get(start..end.max(start)).unwrap_or_default()
    }
}

#[expect(clippy::indexing_slicing, reason = "day ranges lie within the order rows; shop codes index the shops")]
fn paid_cells(facts: &Facts, counted: Counted<'_>, days: Range<i32>) -> Vec<PaidCell> {
    let orders = &facts.orders;
    let mut found = Vec::new();
    let mut shops = vec![PaidCell::default(); facts.shops.len()];
    for day in days {
        let rows = orders.by_paid.day(day);
        if rows.is_empty() {
            continue;
        }
        for row in rows {
            if !counted.keep[row] {
                continue;
            }
            let cell = &mut shops[orders.shop[row] as usize];
            cell.sums.add(counted.paid_fen[row], counted.refund_fen[row], counted.items[row], orders.buyer[row]);
            add_lines(facts, counted, row, &mut cell.profit);
        }
        for (shop, cell) in (0u16..).zip(&mut shops) {
            if cell.sums.orders > 0 {
                found.push(PaidCell { day, shop, ..*cell });
                *cell = PaidCell::default();
            }
        }
    }
    found
}

/// Adds the lines of the order at `row` that count.
#[inline]
#[expect(clippy::indexing_slicing, reason = "the lines of an order are line rows and name category codes")]
fn add_lines(facts: &Facts, counted: Counted<'_>, row: usize, profit: &mut Profit) {
    let (orders, lines) = (&facts.orders, &facts.lines);
    let (start, end) = (orders.line_start[row] as usize, orders.line_start[row + 1] as usize);
    if start == end {
        let freight = orders.freight_fen[row];
        profit.goods_paid += orders.paid_fen[row] - if freight == NONE { 0 } else { freight.min(orders.paid_fen[row]) };
    }
    for line in start..end {
        if let Some(categories) = counted.categories
            && !categories[lines.category[line] as usize]
        {
            continue;
        }
        let paid = lines.paid_fen[line];
        profit.goods_paid += paid;
        if lines.cost_fen[line] != NONE {
            profit.costed_paid += paid;
            profit.costed_net += paid - lines.refund_fen[line];
            profit.kept_cost += lines.kept_cost_fen[line];
        }
    }
}

#[expect(clippy::indexing_slicing, reason = "the created index holds order rows; shop codes index the shops")]
fn created_cells(facts: &Facts, counted: Counted<'_>) -> Vec<CreatedCell> {
    let orders = &facts.orders;
    let mut found = Vec::new();
    let mut shops = vec![CreatedCell::default(); facts.shops.len()];
    let mut rows = facts.created.row.as_slice();
    while let Some(first) = rows.first() {
        let day = day_of(orders.created[*first as usize]);
        let midnight = (i64::from(day) + 1) * DAY_SECONDS;
        let count = rows.partition_point(|row| orders.created[*row as usize] < midnight);
        let (today, later) = rows.split_at(count);
        for row in today {
            let row = *row as usize;
            if counted.keep[row] {
                let cell = &mut shops[orders.shop[row] as usize];
                cell.orders += 1;
                cell.then_paid += i64::from(row < orders.paid_count);
                cell.payable += counted.payable_fen[row];
            }
        }
        for (shop, cell) in (0u16..).zip(&mut shops) {
            if cell.orders > 0 {
                found.push(CreatedCell { day, shop, ..*cell });
                *cell = CreatedCell::default();
            }
        }
        rows = later;
    }
    found
}
