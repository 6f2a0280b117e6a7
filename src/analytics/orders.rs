//! 订单分析: how many orders of each sort there are, how long they wait to be audited, handed out and sent, and how many come back.

pub mod after;
pub mod pick;
#[cfg(test)]
mod tests;
pub mod times;

use super::facts::Facts;
use super::facts::days::day_of;
use super::filter::{Slice, Span};
use super::logistics::journey::{couriers_of_orders, to_ship};
use super::logistics::shipping::NEVER;
use super::quantile::{Ranked, Spread};
use super::sales::groups::{BAND_EDGES, band_of};
use times::Stage;

/// What orders are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    Platform,
    Shop,
    Kind,
    Band,
    Hour,
    Province,
    Staff,
    Courier,
}

/// Provinces have two-digit codes.
const PROVINCES: usize = 100;
/// Codes of platforms and kinds lie below this.
const FEW: usize = 16;

/// Tells of what sort an order is.
#[derive(Debug)]
pub struct Sorter<'a> {
    slice: &'a Slice<'a>,
    /// Of every order's first parcel.
    couriers: Vec<u16>,
}

impl<'a> Sorter<'a> {
    pub fn new(slice: &'a Slice<'a>) -> Self {
        Self { slice, couriers: couriers_of_orders(slice.facts) }
    }

    /// Code of the platform, province or kind; index of the shop, band, staff or courier; the hour. Always below [`Sorter::size`].
    #[expect(clippy::indexing_slicing, reason = "rows are order rows; shop codes index the shops")]
    pub fn code(&self, dimension: Dimension, row: usize) -> usize {
        let (orders, work) = (&self.slice.facts.orders, &self.slice.facts.work);
        let code = match dimension {
            Dimension::Platform => usize::from(self.slice.facts.shops[usize::from(orders.shop[row])].platform.code()),
            Dimension::Shop => usize::from(orders.shop[row]),
            Dimension::Kind => usize::from(work.kind[row]),
            Dimension::Band => band_of(self.slice.paid_fen[row]),
            Dimension::Hour => usize::from(orders.paid_hour[row]),
            Dimension::Province => usize::from(orders.province[row]),
            Dimension::Staff => usize::from(work.staff[row]),
            Dimension::Courier => usize::from(self.couriers[row]),
        };
        code.min(self.size(dimension) - 1)
    }

    /// One more than the highest code.
    pub fn size(&self, dimension: Dimension) -> usize {
        let facts: &Facts = self.slice.facts;
        let size = match dimension {
            Dimension::Platform | Dimension::Kind => FEW,
            Dimension::Shop => facts.shops.len(),
            Dimension::Band => BAND_EDGES.len(),
            Dimension::Hour => 24,
            Dimension::Province => PROVINCES,
            Dimension::Staff => facts.staff.len(),
            Dimension::Courier => facts.couriers.len(),
        };
        size.max(1)
    }
}

/// Paid orders of a period, with what is measured on each.
#[derive(Debug)]
pub struct Handled<'a> {
    pub sorter: Sorter<'a>,
    /// Rows of the counted orders, in the order of payment.
    rows: Vec<u32>,
    /// Row and seconds of every stage, in the order of [`Stage::ALL`].
    times: [Ranked; Stage::ALL.len()],
    /// Rows of the orders that wait to be sent.
    waiting: Vec<u32>,
}

/// What a group of orders waited for after payment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waits {
    pub audited: Spread,
    pub given: Spread,
    pub sent: Spread,
}

/// Orders of one sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sort {
    /// Code of platform, province, kind; index of shop, band, staff, courier; the hour.
    pub code: usize,
    pub orders: i64,
    /// Fen.
    pub paid: i64,
    /// Orders with a successful refund.
    pub refunded: i64,
    /// What was given back of them, fen.
    pub refund: i64,
    /// Orders that wait to be sent.
    pub waiting: i64,
    pub waits: Waits,
}

/// How much of the work is done by whom, and how quickly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shared {
    pub orders: i64,
    /// Orders that somebody looks after, and those paid since the first of all such orders was: of older ones nothing is known.
    pub assigned: i64,
    pub assignable: i64,
    pub by_hand: i64,
    /// Orders that a person or a rule let pass, and those paid since the first of all such orders was.
    pub audited: i64,
    pub auditable: i64,
    /// What every stage took, in the order of [`Stage::ALL`].
    pub times: [Spread; Stage::ALL.len()],
}

/// The orders of one step of a trend.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stepped {
    pub orders: i64,
    pub waits: Waits,
}

impl Shared {
    /// What the stage took.
    pub fn time(&self, stage: Stage) -> Spread {
        self.times.get(stage as usize).copied().unwrap_or_default()
    }
}

impl<'a> Handled<'a> {
    /// The orders paid in `span`.
    pub fn of(slice: &'a Slice<'a>, span: &Span) -> Self {
        let sorter = Sorter::new(slice);
        let rows: Vec<u32> = span.paid.clone().filter(|row| slice.keeps(*row)).map(|row| row as u32).collect();
        let ship = to_ship(slice, span, &sorter.couriers);
        let waiting = ship.order.iter().zip(&ship.wait).filter(|(_, wait)| **wait == NEVER).map(|(row, _)| *row);
        let timed = |stage: Stage| {
            let seconds = |row: &u32| Some((*row, stage.seconds(slice.facts, *row as usize)?));
            Ranked::new(rows.iter().filter_map(seconds))
        };
        Self { waiting: waiting.collect(), times: Stage::ALL.map(timed), sorter, rows }
    }

    /// How much of the work is done by whom, and how quickly.
    pub fn shared(&self) -> Shared {
        let work = &self.sorter.slice.facts.work;
        let count = |of: &dyn Fn(usize) -> bool| self.rows.iter().filter(|row| of(**row as usize)).count() as i64;
        let paid = &self.sorter.slice.facts.orders.paid;
        let since =
            |first: Option<i64>| count(&|row| first.is_some_and(|first| paid.get(row).is_some_and(|at| *at >= first)));
        Shared {
            orders: self.rows.len() as i64,
            assigned: count(&|row| work.assigned(row)),
            assignable: since(work.assigned_since),
            by_hand: count(&|row| work.by_hand.get(row) == Some(&true)),
            audited: count(&|row| work.is_audited(row)),
            auditable: since(work.audited_since),
            times: self.times.each_ref().map(Ranked::spread),
        }
    }

    /// Every sort with orders, in the order of their codes.
    #[expect(clippy::indexing_slicing, reason = "rows are order rows; codes lie below the size of the array")]
    pub fn by(&self, dimension: Dimension) -> Vec<Sort> {
        let size = self.sorter.size(dimension);
        let slice = self.sorter.slice;
        let first = self.rows.first().copied().unwrap_or(0);
        // Asked for over and over: worked out once, from the first row to the last.
        let codes: Vec<u32> = match self.rows.last() {
            Some(last) => (first..=*last).map(|row| self.sorter.code(dimension, row as usize) as u32).collect(),
            None => Vec::new(),
        };
        let code = |row: u32| codes[(row - first) as usize];
        let mut sorts: Vec<Sort> = (0..size).map(|code| Sort { code, ..Sort::default() }).collect();
        for row in &self.rows {
            let (sort, row) = (&mut sorts[code(*row) as usize], *row as usize);
            sort.orders += 1;
            sort.paid += slice.paid_fen[row];
            sort.refund += slice.refund_fen[row];
            sort.refunded += i64::from(slice.refund_fen[row] > 0);
        }
        for row in &self.waiting {
            sorts[code(*row) as usize].waiting += 1;
        }
        for (sort, waits) in sorts.iter_mut().zip(self.waits(size, code)) {
            sort.waits = waits;
        }
        sorts.retain(|sort| sort.orders > 0);
        sorts
    }

    /// Orders and waits of several runs of days (first and last day since 1970) that follow one another.
    #[expect(clippy::indexing_slicing, reason = "rows are order rows")]
    pub fn trend(&self, steps: &[(i32, i32)]) -> Vec<Stepped> {
        let paid = &self.sorter.slice.facts.orders.paid;
        let step = |row: u32| {
            let day = day_of(paid[row as usize]);
            steps.partition_point(|(_, to)| *to < day) as u32
        };
        let waits = self.waits(steps.len(), step);
        let mut found: Vec<Stepped> = waits.into_iter().map(|waits| Stepped { orders: 0, waits }).collect();
        for row in &self.rows {
            if let Some(stepped) = found.get_mut(step(*row) as usize) {
                stepped.orders += 1;
            }
        }
        found
    }

    /// What each of `groups` groups waited for, which `group` makes of the order's row.
    fn waits(&self, groups: usize, group: impl Fn(u32) -> u32) -> Vec<Waits> {
        let of =
            |stage: Stage| self.times.get(stage as usize).map(|ranked| ranked.by(groups, &group)).unwrap_or_default();
        let (audited, given, sent) = (of(Stage::PaidToAudited), of(Stage::PaidToAssigned), of(Stage::PaidToShipped));
        let all = audited.into_iter().zip(given).zip(sent);
        all.map(|((audited, given), sent)| Waits { audited, given, sent }).collect()
    }
}
