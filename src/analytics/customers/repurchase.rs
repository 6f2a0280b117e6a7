//! Whether buyers come back (复购率, 回购率) and how soon (复购周期).
//!
//! The rate counts orders, as sellers do: two on one day are a repurchase too (those who came back on another day are told apart).
//! The cycle counts days: several orders of a buyer on one day are one purchase. It is a Kaplan-Meier estimate over the gaps between
//! purchases: a buyer who has not come back *yet* is a gap that is still open, not one that never ends and not one to leave out.

use super::book::{Book, Nameless};

/// Buyers with at least two paid orders in the period ÷ buyers of the period (复购率).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repeat {
    pub repeating: i64,
    /// Of these, buyers who paid on at least two different days.
    pub on_other_days: i64,
    pub buyers: i64,
    pub nameless: Nameless,
}

/// Buyers of the base period who bought again in the period after it ÷ buyers of the base period (回购率).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CameBack {
    pub back: i64,
    pub buyers: i64,
}

/// 复购率 from day `from` to day `to`.
pub fn repeat(book: &Book, from: i32, to: i32) -> Repeat {
    let mut rate = Repeat { nameless: book.nameless(from, to), ..Repeat::default() };
    for buyer in book.buyers() {
        let at = buyer.within(from, to);
        let days = buyer.day.get(at).unwrap_or_default();
        let Some((first, last)) = days.first().zip(days.last()) else { continue };
        rate.buyers += 1;
        rate.repeating += i64::from(days.len() >= 2);
        rate.on_other_days += i64::from(first != last);
    }
    rate
}

/// The buyers counted in [`Repeat::repeating`].
pub fn repeating(book: &Book, from: i32, to: i32) -> Vec<u32> {
    book.buyers().filter(|buyer| buyer.within(from, to).len() >= 2).map(|buyer| buyer.id).collect()
}

/// 回购率 of the buyers of the period `base` (first and last day) in the period `next`.
pub fn came_back(book: &Book, base: (i32, i32), next: (i32, i32)) -> CameBack {
    let mut rate = CameBack::default();
    for buyer in book.buyers() {
        if !buyer.within(base.0, base.1).is_empty() {
            rate.buyers += 1;
            rate.back += i64::from(!buyer.within(next.0, next.1).is_empty());
        }
    }
    rate
}

/// Buyers by number of paid orders in the period: 1, 2, 3, 4, 5 and more.
pub fn order_counts(book: &Book, from: i32, to: i32) -> [i64; 5] {
    let mut counts = [0; 5];
    for buyer in book.buyers() {
        let orders = buyer.within(from, to).len();
        if let Some(count) = orders.checked_sub(1).and_then(|at| counts.get_mut(at.min(4))) {
            *count += 1;
        }
    }
    counts
}

/// How long it takes until the next purchase.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cycle {
    /// Gaps that ended with another purchase.
    pub closed: i64,
    /// Gaps still open on the last day: the buyer may yet come back.
    pub open: i64,
    /// Days until half of all gaps have ended by the estimate; `None` when fewer than half ever do in the time seen.
    pub median: Option<u32>,
    /// Days until a quarter has ended.
    pub quarter: Option<u32>,
    /// Plain median of the closed gaps alone: how soon those come back who do. Not an estimate for all buyers.
    pub median_of_closed: Option<u32>,
    /// Share (0..1) of buyers back within so many days; index = days, up to the longest gap seen.
    pub back_within: Vec<f64>,
    /// Closed gaps by length in days, for the histogram.
    pub gaps: Vec<i64>,
}

/// Estimates the cycle from all purchases up to the end of day `to`.
pub fn cycle(book: &Book, to: i32) -> Cycle {
    let span = book.span().map_or(0, |(first, _)| (to - first).max(0) as usize);
    let mut closed = vec![0_i64; span + 1];
    let mut open = vec![0_i64; span + 1];
    let add = |counts: &mut Vec<i64>, days: i32| {
        if let Some(count) = usize::try_from(days).ok().and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    };
    for buyer in book.buyers() {
        let mut before: Option<i32> = None;
        for day in buyer.day.iter().copied().take_while(|day| *day <= to) {
            match before {
                Some(last) if last == day => {}
                Some(last) => add(&mut closed, day - last),
                None => {}
            }
            before = Some(day);
        }
        if let Some(last) = before {
            add(&mut open, to - last);
        }
    }
    estimate(closed, &open)
}

/// Kaplan-Meier: at each gap length, the share still waiting shrinks by (ended ÷ still at risk).
fn estimate(closed: Vec<i64>, open: &[i64]) -> Cycle {
    let mut cycle = Cycle { closed: closed.iter().sum(), open: open.iter().sum(), ..Cycle::default() };
    let mut at_risk = cycle.closed + cycle.open;
    let mut waiting = 1.0_f64;
    let mut seen = 0;
    for (days, (ended, censored)) in closed.iter().zip(open).enumerate() {
        if at_risk > 0 {
            waiting *= 1.0 - *ended as f64 / at_risk as f64;
        }
        cycle.back_within.push(1.0 - waiting);
        let reached = |share: f64| (waiting <= 1.0 - share + 1e-12 && *ended > 0).then_some(days as u32);
        cycle.quarter = cycle.quarter.or_else(|| reached(0.25));
        cycle.median = cycle.median.or_else(|| reached(0.5));
        seen += ended;
        if cycle.median_of_closed.is_none() && seen * 2 >= cycle.closed && cycle.closed > 0 {
            cycle.median_of_closed = Some(days as u32);
        }
        at_risk -= ended + censored;
        if at_risk <= 0 {
            break;
        }
    }
    cycle.gaps = closed;
    cycle
}

#[cfg(test)]
mod tests {
    use super::super::book::sample::book;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_orders_on_one_day_are_a_repurchase_but_not_a_return() {
        let book = book(&[(1, 10, 1), (1, 10, 1), (2, 10, 1), (2, 12, 1), (3, 9, 1), (3, 12, 1), (0, 11, 5)]);
        let rate = repeat(&book, 10, 20);
        assert_eq!((rate.repeating, rate.on_other_days, rate.buyers, rate.nameless.orders), (2, 1, 3, 1));
        assert_eq!(repeating(&book, 10, 20), [1, 2]);
        assert_eq!(order_counts(&book, 9, 20), [0, 3, 0, 0, 0]);
        assert_eq!(cycle(&book, 20).closed, 2, "buyers 2 and 3 have a gap, buyer 1 has none");
    }

    #[test]
    fn came_back_looks_at_the_buyers_of_the_earlier_period() {
        let book = book(&[(1, 5, 1), (1, 15, 1), (2, 5, 1), (3, 15, 1)]);
        assert_eq!(came_back(&book, (0, 9), (10, 19)), CameBack { back: 1, buyers: 2 });
    }

    #[test]
    fn the_cycle_counts_open_gaps_as_still_waiting() {
        // Seen on day 100. Buyer 1: gap of 10 closed, open for 90. Buyer 2: gap of 20 closed, open for 75.
        // Buyer 3: open for 15. Buyer 4: open for 50.
        let book = book(&[(1, 0, 1), (1, 10, 1), (2, 5, 1), (2, 25, 1), (3, 85, 1), (4, 50, 1)]);
        let cycle = cycle(&book, 100);
        assert_eq!((cycle.closed, cycle.open), (2, 4));
        // Day 10: 6 at risk, 1 ends: 5/6 wait. Day 15: one leaves unseen. Day 20: 4 at risk, 1 ends: 5/6 * 3/4 = 0.625 wait.
        assert!((cycle.back_within[10] - 1.0 / 6.0).abs() < 1e-12);
        assert!((cycle.back_within[20] - 0.375).abs() < 1e-12);
        assert_eq!(cycle.quarter, Some(20));
        assert_eq!(cycle.median, None, "fewer than half came back in the time seen");
        assert_eq!(cycle.median_of_closed, Some(10));
    }

    #[test]
    fn half_back_after_thirty_days() {
        let book = book(&[(1, 0, 1), (1, 30, 1), (2, 40, 1)]);
        // Gaps: 30 closed; open for 70 and 60. At 30 days 1 of 3 ends: 2/3 wait. Never half.
        assert_eq!(cycle(&book, 100).median, None);
        // Seen on day 45: open for 15 (buyer 1) and 5 (buyer 2), both before 30: the one at risk ends, nobody waits.
        let early = cycle(&book, 45);
        assert_eq!((early.median, early.quarter), (Some(30), Some(30)));
    }

    proptest! {
        #[test]
        fn the_share_back_only_grows_and_never_passes_one(orders in prop::collection::vec((1_u32..9, 0_i32..400, Just(1_i64)), 0..90)) {
            let cycle = cycle(&book(&orders), 420);
            prop_assert!(cycle.back_within.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
            prop_assert!(cycle.back_within.iter().all(|share| (0.0..=1.0 + 1e-12).contains(share)));
            let rate = repeat(&book(&orders), 50, 300);
            prop_assert!(rate.repeating <= rate.buyers);
        }
    }
}
