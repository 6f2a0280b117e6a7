//! 订单分析: how many orders of each sort there are, how long they wait to be handed out and sent, and how many come back.

use super::facts::{Facts, NONE};
use super::filter::{Slice, Span};
use super::logistics::journey::{couriers_of_orders, to_ship};
use super::logistics::shipping::NEVER;
use super::quantile::{Ranked, Spread};
use super::sales::groups::{BAND_EDGES, band_of};

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

/// Paid orders of a period, with what is measured on each.
#[derive(Debug)]
pub struct Handled<'a> {
    slice: &'a Slice<'a>,
    /// Rows of the counted orders.
    rows: Vec<u32>,
    /// Row and seconds from payment until it was given to somebody.
    given: Ranked,
    /// Row and seconds from payment to shipping.
    sent: Ranked,
    /// Rows of the orders that wait to be sent.
    waiting: Vec<u32>,
    couriers: Vec<u16>,
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
    pub waiting: i64,
    /// Payment → given to somebody.
    pub given: Spread,
    /// Payment → shipped.
    pub sent: Spread,
}

/// How much of the work is shared out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shared {
    pub orders: i64,
    /// Orders that somebody looks after.
    pub assigned: i64,
    pub by_hand: i64,
    pub given: Spread,
    pub sent: Spread,
}

impl<'a> Handled<'a> {
    /// The orders paid in `span`.
    #[expect(clippy::indexing_slicing, reason = "rows are order rows")]
    pub fn of(slice: &'a Slice<'a>, span: &Span) -> Self {
        let facts = slice.facts;
        let couriers = couriers_of_orders(facts);
        let rows: Vec<u32> = span.paid.clone().filter(|row| slice.keep[*row]).map(|row| row as u32).collect();
        let given = rows.iter().filter_map(|row| {
            let (from, to) = (facts.orders.paid[*row as usize], facts.work.given[*row as usize]);
            (to != NONE).then(|| (*row, u32::try_from(to - from).unwrap_or(0)))
        });
        let ship = to_ship(slice, span, &couriers);
        let times = ship.order.iter().zip(&ship.wait);
        Self {
            given: Ranked::new(given),
            sent: Ranked::new(times.clone().filter(|(_, wait)| **wait != NEVER).map(|(row, wait)| (*row, *wait))),
            waiting: times.filter(|(_, wait)| **wait == NEVER).map(|(row, _)| *row).collect(),
            slice,
            rows,
            couriers,
        }
    }

    /// How much of the work is shared out.
    pub fn shared(&self) -> Shared {
        let work = &self.slice.facts.work;
        let count = |of: &dyn Fn(usize) -> bool| self.rows.iter().filter(|row| of(**row as usize)).count() as i64;
        Shared {
            orders: self.rows.len() as i64,
            assigned: count(&|row| work.staff.get(row).is_some_and(|staff| *staff != 0)),
            by_hand: count(&|row| work.by_hand.get(row) == Some(&true)),
            given: self.given.spread(),
            sent: self.sent.spread(),
        }
    }

    /// Every sort with orders, in the order of their codes.
    #[expect(clippy::indexing_slicing, reason = "rows are order rows; codes are cut to the size of the array")]
    pub fn by(&self, dimension: Dimension) -> Vec<Sort> {
        let size = size(dimension, self.slice.facts);
        let code = |row: u32| self.code(dimension, row).min(size - 1);
        let mut sorts: Vec<Sort> = (0..size).map(|code| Sort { code, ..Sort::default() }).collect();
        for row in &self.rows {
            let sort = &mut sorts[code(*row)];
            sort.orders += 1;
            sort.paid += self.slice.paid_fen[*row as usize];
            sort.refunded += i64::from(self.slice.refund_fen[*row as usize] > 0);
        }
        for row in &self.waiting {
            sorts[code(*row)].waiting += 1;
        }
        let given = self.given.by(size, |row| code(row) as u32);
        let sent = self.sent.by(size, |row| code(row) as u32);
        for (sort, (given, sent)) in sorts.iter_mut().zip(given.into_iter().zip(sent)) {
            (sort.given, sort.sent) = (given, sent);
        }
        sorts.retain(|sort| sort.orders > 0);
        sorts
    }

    /// The store's ids of one sort, in rising order.
    pub fn ids(&self, dimension: Dimension, wanted: usize) -> Vec<i64> {
        let mut ids: Vec<i64> = self
            .rows
            .iter()
            .filter(|row| self.code(dimension, **row) == wanted)
            .filter_map(|row| self.slice.facts.orders.id.get(*row as usize).copied())
            .collect();
        ids.sort_unstable();
        ids
    }

    #[expect(clippy::indexing_slicing, reason = "rows are order rows; shop codes index the shops")]
    fn code(&self, dimension: Dimension, row: u32) -> usize {
        let row = row as usize;
        let (orders, work) = (&self.slice.facts.orders, &self.slice.facts.work);
        match dimension {
            Dimension::Platform => usize::from(self.slice.facts.shops[usize::from(orders.shop[row])].platform.code()),
            Dimension::Shop => usize::from(orders.shop[row]),
            Dimension::Kind => usize::from(work.kind[row]),
            Dimension::Band => band_of(self.slice.paid_fen[row]),
            Dimension::Hour => usize::from(orders.paid_hour[row]),
            Dimension::Province => usize::from(orders.province[row]),
            Dimension::Staff => usize::from(work.staff[row]),
            Dimension::Courier => usize::from(self.couriers[row]),
        }
    }
}

fn size(dimension: Dimension, facts: &Facts) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::facts::fixture::{Fixture, Order, at, day};
    use crate::analytics::filter::Filter;
    use crate::domain::period::Period;
    use polars::df;

    /// Four orders of May 1: 1 given after one hour and sent after five, 2 given by hand after three, 3 and 4 to nobody; 4 is a presale.
    fn facts() -> Facts {
        let order = |id, paid: &'static str, shipped, fen| Order {
            id,
            shop: 1,
            buyer: id,
            province: 33,
            status: if shipped == "" { 2 } else { 4 },
            created: paid,
            paid: Some(paid),
            shipped: (shipped != "").then_some(shipped),
            paid_fen: fen,
            ..Order::default()
        };
        let fixture = Fixture {
            shops: vec![(1, 1, "shop")],
            orders: vec![
                order(1, "2026-05-01 10:00:00", "2026-05-01 15:00:00", 10_000),
                order(2, "2026-05-01 10:30:00", "", 26_800),
                Order { refund: 5_000, ..order(3, "2026-05-01 12:00:00", "2026-05-01 19:00:00", 5_000) },
                order(4, "2026-05-01 13:00:00", "", 3_000),
            ],
            ..Fixture::default()
        };
        let mut frames = fixture.frames();
        frames.staff = df!("id" => [7_i64, 8], "name" => ["小林", "阿敏"]).unwrap();
        frames.work = df!(
            "order_id" => [1_i64, 2, 3],
            "staff" => [7_i64, 8, 0],
            "given" => [Some(at("2026-05-01 11:00:00")), Some(at("2026-05-01 13:30:00")), None],
            "by_hand" => [0, 1, 0],
            "held" => [0, 0, 1],
        )
        .unwrap();
        frames.kinds = df!("order_id" => [4_i64], "kind" => [2]).unwrap();
        Facts::build(&frames).unwrap()
    }

    #[test]
    fn work_is_told_by_whom_it_fell_to() {
        let facts = facts();
        let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
        let handled = Handled::of(&slice, &slice.now);
        let shared = handled.shared();
        assert_eq!((shared.orders, shared.assigned, shared.by_hand), (4, 2, 1));
        assert_eq!((shared.given.median, shared.sent.median), (Some(2 * 3600), Some(6 * 3600)));
        let staff: Vec<_> = handled
            .by(Dimension::Staff)
            .iter()
            .map(|sort| (sort.code, sort.orders, sort.waiting, sort.refunded, sort.given.median))
            .collect();
        // Order 3 was refunded whole before anything else, but it was sent: it does not wait.
        assert_eq!(staff, [(0, 2, 1, 1, None), (1, 1, 0, 0, Some(3600)), (2, 1, 1, 0, Some(3 * 3600))]);
        assert_eq!(handled.ids(Dimension::Staff, 0), [3, 4]);
    }

    #[test]
    fn orders_are_told_apart_by_kind_band_and_hour() {
        let facts = facts();
        let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
        let handled = Handled::of(&slice, &slice.now);
        let of = |dimension| -> Vec<(usize, i64, i64)> {
            handled.by(dimension).iter().map(|sort| (sort.code, sort.orders, sort.paid)).collect()
        };
        assert_eq!(of(Dimension::Kind), [(1, 3, 41_800), (2, 1, 3_000)]);
        assert_eq!(of(Dimension::Hour), [(10, 2, 36_800), (12, 1, 5_000), (13, 1, 3_000)]);
        // 30 yuan lies from 20 to 50, 50 from 50 to 100, 100 from 100 to 150, 268 from 200 to 300.
        assert_eq!(of(Dimension::Band), [(1, 1, 3_000), (2, 1, 5_000), (3, 1, 10_000), (5, 1, 26_800)]);
        for dimension in [Dimension::Platform, Dimension::Shop, Dimension::Province, Dimension::Courier] {
            assert_eq!(of(dimension).iter().map(|one| one.1).sum::<i64>(), 4, "{dimension:?}");
        }
    }
}
