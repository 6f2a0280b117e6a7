//! Cohorts by month of first order (同期群): who came back in which month, and what they brought in by then (生命周期价值).
//!
//! A cell is mature when the data covers its whole month. Younger cells are kept and marked, so that they can be shown grey: a
//! month of which only some days are known always looks worse than it is.

use chrono::{Datelike, NaiveDate};

use super::book::Book;
use crate::analytics::facts::days::{date_of, day_number};

/// Months counted through: year * 12 + month - 1.
pub type Month = i32;

/// The month a day number lies in.
pub fn month_of(day: i32) -> Month {
    let date = date_of(day);
    date.year() * 12 + date.month0() as i32
}

/// First day of a month; beyond the calendar the earliest date there is.
pub fn month_start(month: Month) -> NaiveDate {
    NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1).unwrap_or(NaiveDate::MIN)
}

/// What a cohort did in one month, counted from the month of its first order (month 0).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    /// Buyers with a paid order in the month.
    pub buyers: i64,
    pub orders: i64,
    /// Paid less refunds, fen.
    pub net: i64,
    /// Gross profit of lines with a known cost, fen.
    pub profit: i64,
    /// The part of `net` with a known cost, fen.
    pub costed: i64,
    /// The data covers the whole month.
    pub mature: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    pub month: Month,
    /// Buyers whose first paid order lies in the month.
    pub buyers: i64,
    /// Month 0, 1, 2 ... up to the month of the last day looked at.
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cohorts {
    /// Oldest first. Months without a first order are there, with no buyers.
    pub cohorts: Vec<Cohort>,
    /// The first month of the data: its buyers may have bought before the data begins.
    pub data_begins: Option<Month>,
}

/// What cohorts brought in by a month of their age.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lifetime {
    /// The buyers the sums are divided by.
    pub buyers: i64,
    /// Fen, everything up to this age.
    pub net: i64,
    pub profit: i64,
    /// The part of `net` with a known cost, fen.
    pub costed: i64,
    pub mature: bool,
}

/// What the same cohorts brought in, month by month of their age.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path {
    /// Month 0, 1, 2 ..., all of the same buyers.
    pub ages: Vec<Lifetime>,
    /// How many cohorts they are of.
    pub cohorts: usize,
}

/// How many months a path is followed through.
const YEAR: usize = 12;

/// Months of the days from `first` to `last`, looked up instead of worked out a million times.
struct Calendar {
    first: i32,
    month: Vec<Month>,
}

impl Calendar {
    fn new(first: i32, last: i32) -> Self {
        Self { first, month: (first..=last).map(month_of).collect() }
    }

    fn month(&self, day: i32) -> Option<Month> {
        usize::try_from(day - self.first).ok().and_then(|at| self.month.get(at)).copied()
    }
}

/// Cohorts as seen at the end of day `to`; orders paid later are not looked at. The data must reach at least to `to`.
pub fn cohorts(book: &Book, to: i32) -> Cohorts {
    let Some((first_day, _)) = book.span().filter(|(first, _)| *first <= to) else { return Cohorts::default() };
    let calendar = Calendar::new(first_day, to);
    let (first, last) = (month_of(first_day), month_of(to));
    let months = (last - first + 1).max(0) as usize;
    let mut cohorts: Vec<Cohort> = (0..months)
        .map(|at| Cohort { month: first + at as i32, buyers: 0, cells: vec![Cell::default(); months - at] })
        .collect();
    for buyer in book.buyers() {
        let mut counted: Option<Month> = None;
        let mut joined: Option<Month> = None;
        for (at, day) in buyer.day.iter().enumerate() {
            let Some(month) = calendar.month(*day) else { break };
            let begin = *joined.get_or_insert(month);
            let Some(cohort) = cohorts.get_mut((begin - first) as usize) else { break };
            if counted.is_none() {
                cohort.buyers += 1;
            }
            let Some(cell) = cohort.cells.get_mut((month - begin) as usize) else { break };
            cell.buyers += i64::from(counted != Some(month));
            cell.orders += 1;
            cell.net += buyer.net.get(at).copied().unwrap_or(0);
            cell.profit += buyer.profit.get(at).copied().unwrap_or(0);
            cell.costed += buyer.costed.get(at).copied().unwrap_or(0);
            counted = Some(month);
        }
    }
    for cohort in &mut cohorts {
        for (age, cell) in cohort.cells.iter_mut().enumerate() {
            let next = month_start(cohort.month + age as i32 + 1);
            cell.mature = day_number(next) <= to + 1;
        }
    }
    Cohorts { cohorts, data_begins: Some(first) }
}

impl Cohort {
    /// What the cohort brought in by each month of its age; `None` without buyers.
    pub fn lifetime(&self) -> Option<Vec<Lifetime>> {
        (self.buyers > 0).then(|| {
            let mut sum = Lifetime { buyers: self.buyers, ..Lifetime::default() };
            self.cells
                .iter()
                .map(|cell| {
                    sum.net += cell.net;
                    sum.profit += cell.profit;
                    sum.costed += cell.costed;
                    sum.mature = cell.mature;
                    sum
                })
                .collect()
        })
    }
}

impl Cohorts {
    /// The last `count` cohorts.
    #[must_use]
    pub fn latest(mut self, count: usize) -> Self {
        let surplus = self.cohorts.len().saturating_sub(count);
        self.cohorts.drain(..surplus);
        self
    }

    /// Mean lifetime value by age: sums over the cohorts whose month of that age is mature, divided by their buyers.
    pub fn mean_lifetime(&self) -> Vec<Lifetime> {
        let mut ages: Vec<Lifetime> = Vec::new();
        for (age, lifetime) in
            self.cohorts.iter().filter_map(Cohort::lifetime).flat_map(|all| all.into_iter().enumerate())
        {
            if !lifetime.mature {
                continue;
            }
            if ages.len() <= age {
                ages.resize(age + 1, Lifetime { mature: true, ..Lifetime::default() });
            }
            if let Some(sum) = ages.get_mut(age) {
                sum.buyers += lifetime.buyers;
                sum.net += lifetime.net;
                sum.profit += lifetime.profit;
                sum.costed += lifetime.costed;
            }
        }
        ages
    }

    /// Mean lifetime value by age over cohorts that are mature at every age of it, so that it does not fall where young cohorts
    /// end. A year is followed; in a shop that is younger half of the oldest cohort's months, so that several cohorts count.
    pub fn mean_path(&self) -> Path {
        let mature = |cohort: &Cohort| cohort.cells.iter().take_while(|cell| cell.mature).count();
        let found = || self.cohorts.iter().filter(|cohort| cohort.buyers > 0);
        let oldest = found().map(mature).max().unwrap_or(0);
        let months = if oldest >= YEAR { YEAR } else { oldest.div_ceil(2) };
        let kept: Vec<Cohort> = found().filter(|cohort| mature(cohort) >= months).cloned().collect();
        let cohorts = kept.len();
        let mut ages = Self { cohorts: kept, data_begins: self.data_begins }.mean_lifetime();
        ages.truncate(months);
        Path { ages, cohorts }
    }

    /// Share of buyers back in month `age`, as buyers back and buyers, over the cohorts for which that month is mature.
    pub fn mean_retention(&self, age: usize) -> (i64, i64) {
        self.cohorts
            .iter()
            .filter_map(|cohort| {
                cohort.cells.get(age).filter(|cell| cell.mature).map(|cell| (cell.buyers, cohort.buyers))
            })
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }

    /// Gross profit stands for lifetime value when costs are known for at least four fifths of the net sales; else net paid does.
    pub fn costs_known_enough(&self) -> bool {
        let (costed, net) = self
            .cohorts
            .iter()
            .flat_map(|cohort| &cohort.cells)
            .fold((0_i64, 0_i64), |sum, cell| (sum.0 + cell.costed, sum.1 + cell.net));
        net > 0 && i128::from(costed) * 5 >= i128::from(net) * 4
    }
}

/// The buyers of one cohort who paid in month `age` of it; `age` 0 is everybody in the cohort.
pub fn members(book: &Book, month: Month, age: i32, to: i32) -> Vec<u32> {
    let (begin, end) = (day_number(month_start(month)), day_number(month_start(month + 1)));
    let (from, until) = (day_number(month_start(month + age)), day_number(month_start(month + age + 1)) - 1);
    book.buyers()
        .filter(|buyer| buyer.day.first().is_some_and(|day| (begin..end).contains(day)))
        .filter(|buyer| !buyer.within(from, until.min(to)).is_empty())
        .map(|buyer| buyer.id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::book::sample::book;
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> i32 {
        day_number(NaiveDate::from_ymd_opt(y, m, d).unwrap())
    }

    #[test]
    fn two_of_three_january_buyers_come_back_in_march() {
        let book = book(&[
            (1, day(2026, 1, 3), 10_000),
            (2, day(2026, 1, 31), 20_000),
            (3, day(2026, 1, 15), 30_000),
            (1, day(2026, 3, 1), 5_000),
            (1, day(2026, 3, 9), 5_000),
            (2, day(2026, 3, 20), 1_000),
            (4, day(2026, 3, 2), 7_000),
        ]);
        let to = day(2026, 3, 30); // one day short of March's end
        let all = cohorts(&book, to);
        let months: Vec<Month> = all.cohorts.iter().map(|cohort| cohort.month).collect();
        assert_eq!(months, [2026 * 12, 2026 * 12 + 1, 2026 * 12 + 2]);
        let january = &all.cohorts[0];
        assert_eq!(january.buyers, 3);
        assert_eq!(january.cells.iter().map(|cell| cell.buyers).collect::<Vec<_>>(), [3, 0, 2]);
        assert_eq!(january.cells[2].orders, 3);
        assert_eq!(january.cells.iter().map(|cell| cell.mature).collect::<Vec<_>>(), [true, true, false]);
        let net: Vec<i64> = january.lifetime().unwrap().iter().map(|age| age.net).collect();
        assert_eq!(net, [60_000, 60_000, 71_000]);
        assert_eq!(all.cohorts[1].lifetime(), None, "nobody bought first in February");
        assert_eq!(all.cohorts[2].buyers, 1);
        assert_eq!(members(&book, 2026 * 12, 2, to), [1, 2]);
        assert_eq!(all.mean_retention(1), (0, 3));
        assert_eq!(all.mean_retention(2), (0, 0), "March is not over: no cohort is mature at age 2");
        assert_eq!(cohorts(&book, day(2026, 3, 31)).mean_retention(2), (2, 3));
        assert_eq!(all.clone().latest(1).cohorts[0].month, 2026 * 12 + 2);
    }

    #[test]
    fn mean_lifetime_divides_by_the_buyers_of_the_mature_cohorts_only() {
        let book = book(&[
            (1, day(2026, 1, 1), 900),
            (2, day(2026, 1, 1), 100),
            (3, day(2026, 2, 1), 500),
            (1, day(2026, 2, 2), 50),
        ]);
        let all = cohorts(&book, day(2026, 2, 28));
        let ages: Vec<(i64, i64)> = all.mean_lifetime().iter().map(|age| (age.net, age.buyers)).collect();
        // Age 0: 1000 of two January buyers and 500 of one in February; age 1: January only, 1000 + 50.
        assert_eq!(ages, [(1_500, 3), (1_050, 2)]);
    }

    #[test]
    fn the_mean_path_follows_the_same_buyers_and_does_not_fall_where_young_cohorts_end() {
        // A rich January, a poor February and a poor March: at age 1 only January and February are known.
        let book = book(&[
            (1, day(2026, 1, 1), 100),
            (2, day(2026, 2, 1), 900),
            (3, day(2026, 3, 1), 900),
            (4, day(2026, 4, 1), 900),
        ]);
        let all = cohorts(&book, day(2026, 4, 30));
        let loose: Vec<i64> = all.mean_lifetime().iter().map(|age| age.net / age.buyers).collect();
        assert_eq!(loose, [700, 633, 500, 100], "all cohorts at each age: falls although nobody gave anything back");
        let path = all.mean_path();
        let ages: Vec<(i64, i64)> = path.ages.iter().map(|age| (age.net, age.buyers)).collect();
        assert_eq!(ages, [(1_900, 3), (1_900, 3)], "January to March, of which two months are over");
        assert_eq!(path.cohorts, 3);
    }

    proptest! {
        #[test]
        fn no_month_sees_more_buyers_back_than_there_are(orders in prop::collection::vec((0_u32..15, 19_000_i32..19_400, 0_i64..500), 0..150), to in 19_000_i32..19_500) {
            let book = book(&orders);
            let all = cohorts(&book, to);
            for cohort in &all.cohorts {
                for (age, cell) in cohort.cells.iter().enumerate() {
                    prop_assert!(cell.buyers <= cohort.buyers);
                    prop_assert_eq!(members(&book, cohort.month, age as i32, to).len() as i64, cell.buyers);
                }
                prop_assert_eq!(cohort.cells[0].buyers, cohort.buyers);
            }
            let net: i64 = orders.iter().filter(|o| o.0 > 0 && o.1 <= to).map(|o| o.2).sum();
            prop_assert_eq!(all.cohorts.iter().flat_map(|c| &c.cells).map(|c| c.net).sum::<i64>(), net);
        }
    }
}
