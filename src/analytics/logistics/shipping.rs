//! From payment to shipping (发货时效): how long buyers wait, and the share shipped within so many hours.

use super::lanes::Lanes;
use crate::analytics::quantile::Spread;

/// No moment: not shipped.
pub const NEVER: u32 = u32::MAX;

/// Paid orders that were to be shipped, as columns of equal length. Orders refunded before they were shipped are not among them.
#[derive(Debug, Clone, Default)]
pub struct ToShip {
    /// Moment of payment, seconds since 1970.
    pub paid: Vec<i64>,
    /// Seconds from payment to shipping; [`NEVER`] while not shipped.
    pub wait: Vec<u32>,
    /// Seconds from shipping to the buyer's confirmation; [`NEVER`] when not told.
    pub receipt: Vec<u32>,
    /// Index of the courier of the order's first parcel; 0 = unknown.
    pub courier: Vec<u16>,
    /// Place on [`PLACES`]: the province's rank, 0 = unknown.
    pub place: Vec<u8>,
    /// What the caller knows the order by.
    pub order: Vec<u32>,
    /// Orders whose shipping time lies before their payment: not measured.
    pub odd: i64,
    /// Orders refunded before shipping: nothing was to be shipped.
    pub cancelled: i64,
    /// Orders that were shipped at a moment nobody told.
    pub untold: i64,
}

/// Orders shipped in time ÷ orders old enough to judge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InTime {
    pub shipped: i64,
    /// Orders paid at least the hours ago.
    pub due: i64,
}

/// Upper ends of the histogram's bars in hours; a last bar has no end.
pub const WAIT_STEPS: [u32; 11] = [1, 2, 4, 8, 12, 24, 36, 48, 72, 96, 120];

/// What paid orders waited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shipping {
    /// Paid → shipped, by lane, courier, place and over all.
    pub waits: Lanes,
    /// Shipped → confirmed by the buyer (确认收货), likewise.
    pub receipts: Lanes,
    pub in_24h: InTime,
    pub in_48h: InTime,
    /// Not shipped yet.
    pub waiting: i64,
    /// Shipped orders by hours waited: [`WAIT_STEPS`] and beyond.
    pub histogram: [i64; WAIT_STEPS.len() + 1],
}

impl ToShip {
    pub fn len(&self) -> usize {
        self.wait.len()
    }

    pub fn is_empty(&self) -> bool {
        self.wait.is_empty()
    }

    /// Orders shipped within `hours` among those paid at least so long before `now` (seconds since 1970; none are where it is unknown).
    pub fn in_time(&self, hours: u32, now: i64) -> InTime {
        let limit = hours * 3600;
        let due_until = now.saturating_sub(i64::from(limit));
        let mut found = InTime::default();
        for (paid, wait) in self.paid.iter().zip(&self.wait) {
            if *paid <= due_until {
                found.due += 1;
                found.shipped += i64::from(*wait <= limit);
            }
        }
        found
    }

    /// Everything but the trend.
    pub fn summary(&self, couriers: usize, now: i64) -> Shipping {
        let timed = |times: &'_ [u32]| -> Vec<(u32, u32)> {
            let keys = self.courier.iter().zip(&self.place);
            keys.zip(times)
                .filter(|(_, time)| **time != NEVER)
                .map(|((courier, place), time)| (Lanes::lane(*courier, *place), *time))
                .collect()
        };
        let waits = timed(&self.wait);
        let mut histogram = [0; WAIT_STEPS.len() + 1];
        for (_, wait) in &waits {
            let hours = wait / 3600;
            if let Some(count) = histogram.get_mut(WAIT_STEPS.partition_point(|end| *end <= hours)) {
                *count += 1;
            }
        }
        Shipping {
            receipts: Lanes::new(couriers, timed(&self.receipt).into_iter()),
            in_24h: self.in_time(24, now),
            in_48h: self.in_time(48, now),
            waiting: (self.len() - waits.len()) as i64,
            histogram,
            waits: Lanes::new(couriers, waits.into_iter()),
        }
    }

    /// Median and P90 of the waits in each of several runs of days (first and last day since 1970) that follow one another, with the
    /// orders shipped within 48 hours. Orders stand in the order of payment.
    pub fn trend(&self, steps: &[(i32, i32)], now: i64) -> Vec<(Spread, InTime)> {
        let row = |day: i32| {
            let midnight = i64::from(day) * 86_400;
            self.paid.partition_point(|paid| *paid < midnight)
        };
        let mut waits = Vec::new();
        steps
            .iter()
            .map(|(from, to)| {
                let rows = row(*from)..row(*to + 1).max(row(*from));
                waits.clear();
                waits.extend(self.wait.get(rows.clone()).unwrap_or_default().iter().filter(|wait| **wait != NEVER));
                let due_until = now.saturating_sub(48 * 3600);
                let paid = self.paid.get(rows.clone()).unwrap_or_default();
                let wait = self.wait.get(rows).unwrap_or_default();
                let due = paid.partition_point(|paid| *paid <= due_until);
                let shipped = wait.iter().take(due).filter(|wait| **wait <= 48 * 3600).count();
                (Spread::of(&mut waits), InTime { shipped: shipped as i64, due: due as i64 })
            })
            .collect()
    }

    /// The orders that have waited for more than `hours` and are not shipped, the longest wait first.
    pub fn overdue(&self, hours: u32, now: i64) -> Vec<u32> {
        let due_until = now.saturating_sub(i64::from(hours) * 3600);
        let mut found: Vec<(i64, u32)> = self
            .paid
            .iter()
            .zip(&self.wait)
            .zip(&self.order)
            .filter(|((paid, wait), _)| **wait == NEVER && **paid <= due_until)
            .map(|((paid, _), order)| (*paid, *order))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, order)| order).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u32 = 3600;

    fn orders() -> ToShip {
        // Paid at hours 0, 10, 20, 100 and 130 of day 0; asked at hour 150.
        ToShip {
            paid: [0, 10, 20, 100, 130].map(|hour| hour * i64::from(HOUR)).to_vec(),
            wait: vec![5 * HOUR, 30 * HOUR, NEVER, 24 * HOUR, NEVER],
            receipt: vec![100 * HOUR, NEVER, NEVER, 50 * HOUR, NEVER],
            courier: vec![1, 1, 0, 2, 0],
            place: vec![3, 4, 0, 3, 0],
            order: vec![10, 11, 12, 13, 14],
            ..ToShip::default()
        }
    }

    #[test]
    fn only_orders_that_are_old_enough_are_judged() {
        let found = orders().summary(3, 150 * i64::from(HOUR));
        // Within 24 h: hours 0 (5 h) and 100 (24 h) of the four paid at least 24 h ago; hour 130 is too young.
        assert_eq!(found.in_24h, InTime { shipped: 2, due: 4 });
        // 48 h before hour 150 is hour 102: orders of hours 0, 10, 20 and 100; three shipped in time.
        assert_eq!(found.in_48h, InTime { shipped: 3, due: 4 });
        assert_eq!(found.waiting, 2);
        assert_eq!((found.waits.all.count, found.waits.all.median), (3, Some(24 * HOUR)));
        assert_eq!(found.receipts.all.median, Some(75 * HOUR));
        // 5 h stands in 4..8, 24 h in 24..36, 30 h too.
        assert_eq!(found.histogram, [0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn each_courier_and_place_has_its_own_median() {
        let found = orders().summary(3, 150 * i64::from(HOUR));
        let courier = |at| (found.waits.courier(at).count, found.waits.courier(at).median);
        assert_eq!([0, 1, 2].map(courier), [(0, None), (2, Some(17 * HOUR + HOUR / 2)), (1, Some(24 * HOUR))]);
        assert_eq!((found.waits.place(3).count, found.waits.spread(1, 3).count), (2, 1));
        assert_eq!(found.receipts.courier(1).median, Some(100 * HOUR));
    }

    #[test]
    fn a_trend_takes_each_run_of_days_by_itself() {
        let now = 150 * i64::from(HOUR);
        // Day 0: hours 0, 10, 20. Days 4 and 5: hours 100 and 130.
        let trend = orders().trend(&[(0, 0), (1, 3), (4, 5)], now);
        assert_eq!(
            trend.iter().map(|(spread, in_time)| (spread.count, in_time.shipped, in_time.due)).collect::<Vec<_>>(),
            [(2, 2, 3), (0, 0, 0), (1, 1, 1),]
        );
        assert_eq!(orders().overdue(48, now), [12]);
        assert_eq!(orders().overdue(10, now), [12, 14]);
    }
}
