//! Sales over time (趋势): by hour, day, week or month, beside the compared period.

use std::ops::Range;

use chrono::{Days, Months, NaiveDate};

use crate::analytics::facts::days::{DAY_SECONDS, date_of, day_number};
use crate::analytics::facts::{Distinct, NONE};
use crate::analytics::filter::Slice;
use crate::domain::period::{Period, Step};

use super::totals::{Sums, buyers};
use super::traffic;

/// Longer periods than this are not drawn by the hour: the days are taken instead.
pub const MOST_HOURLY_DAYS: i64 = 14;

/// One step of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// First day of the step, cut to the period.
    pub from: NaiveDate,
    /// Last day of the step, cut to the period.
    pub to: NaiveDate,
    /// Hour of the day for hourly steps.
    pub hour: Option<u8>,
    /// `None` where the data does not reach: a gap, not a zero.
    pub sums: Option<StepSums>,
}

/// What one step adds up to. Amounts in fen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StepSums {
    pub orders_created: i64,
    pub gmv: i64,
    pub sums: Sums,
    /// Distinct known buyers of the step; the steps do not add up.
    pub buyers: i64,
    /// Daily visitors added up; `None` when no day of the step has traffic or the step is an hour.
    pub visitors: Option<i64>,
}

/// A trend with its compared one; both have the same step and are read side by side by index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The step used: hours of a long period are drawn as days.
    pub step: Step,
    pub now: Vec<Point>,
    pub before: Vec<Point>,
}

impl Trend {
    pub fn of(slice: &Slice<'_>) -> Self {
        let filter = &slice.filter;
        let step =
            if filter.step == Step::Hour && filter.period.days() > MOST_HOURLY_DAYS { Step::Day } else { filter.step };
        Self {
            step,
            now: points(slice, filter.period, step),
            before: slice.before.as_ref().map(|span| points(slice, span.period, step)).unwrap_or_default(),
        }
    }
}

/// The steps of `period`, from its first to its last day.
pub fn points(slice: &Slice<'_>, period: Period, step: Step) -> Vec<Point> {
    let mut set = Distinct::new(slice.facts.buyer_count());
    let mut found = Vec::new();
    for days in steps(period, step) {
        if step == Step::Hour {
            for hour in 0..24u8 {
                let from = i64::from(day_number(days.from())) * DAY_SECONDS + i64::from(hour) * 3600;
                found.push(point(slice, days, Some(hour), (from, from + 3600), &mut set));
            }
        } else {
            let from = i64::from(day_number(days.from())) * DAY_SECONDS;
            let to = (i64::from(day_number(days.to())) + 1) * DAY_SECONDS;
            found.push(point(slice, days, None, (from, to), &mut set));
        }
    }
    found
}

fn point(slice: &Slice<'_>, days: Period, hour: Option<u8>, moments: (i64, i64), set: &mut Distinct) -> Point {
    let (first, last) = (day_number(days.from()), day_number(days.to()));
    let known = slice.reach.is_some_and(|(from, to)| from <= last && first <= to);
    Point {
        from: days.from(),
        to: days.to(),
        hour,
        sums: known.then(|| sums(slice, days, hour.is_some(), moments, set)),
    }
}

#[expect(clippy::indexing_slicing, reason = "ranges are cut to the order rows; the created index holds order rows")]
fn sums(slice: &Slice<'_>, days: Period, hourly: bool, moments: (i64, i64), set: &mut Distinct) -> StepSums {
    let facts = slice.facts;
    let paid = within(&facts.orders.paid[..facts.orders.paid_count], moments);
    let mut sums = StepSums { sums: Sums::of(slice, paid.clone()), ..StepSums::default() };
    sums.buyers = buyers(slice, paid, set).0;
    let created = facts.created_rows(days);
    let rows = &facts.created.row[created.clone()];
    let hour = (moments.0.rem_euclid(DAY_SECONDS) / 3600) as u8;
    for (row, at) in rows.iter().zip(&facts.created.hour[created]) {
        let row = *row as usize;
        if slice.keep[row] && (!hourly || *at == hour) {
            sums.orders_created += 1;
            sums.gmv += slice.payable_fen[row];
        }
    }
    if !hourly && slice.categories.is_none() {
        for row in traffic::rows(slice, days).filter(|row| row.visitors != NONE) {
            *sums.visitors.get_or_insert(0) += row.visitors;
        }
    }
    sums
}

fn within(sorted: &[i64], moments: (i64, i64)) -> Range<usize> {
    let start = sorted.partition_point(|at| *at < moments.0);
    start..sorted.partition_point(|at| *at < moments.1)
}

/// `period` cut into steps; the first and last may be cut short.
pub fn steps(period: Period, step: Step) -> Vec<Period> {
    let mut found = Vec::new();
    let mut from = period.from();
    while from <= period.to() {
        let start = step.start(from);
        let next = match step {
            Step::Hour | Step::Day => start.checked_add_days(Days::new(1)),
            Step::Week => start.checked_add_days(Days::new(7)),
            Step::Month => start.checked_add_months(Months::new(1)),
        };
        let Some(next) = next else { break };
        found.push(Period::new(from, (next - Days::new(1)).min(period.to())));
        from = next;
    }
    found
}

/// Paid amount of every day of `period` in fen, `None` beyond the data: what outliers and sparks are made from.
#[expect(clippy::indexing_slicing, reason = "day ranges lie within the order rows")]
pub fn daily_paid(slice: &Slice<'_>, period: Period) -> Vec<(NaiveDate, Option<i64>)> {
    let orders = &slice.facts.orders;
    (day_number(period.from())..=day_number(period.to()))
        .map(|day| {
            let paid = slice.reaches(day).then(|| {
                orders.by_paid.day(day).map(|row| if slice.keep[row] { slice.paid_fen[row] } else { 0 }).sum()
            });
            (date_of(day), paid)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::facts::fixture::day;

    #[test]
    fn steps_are_cut_to_the_period() {
        let period = Period::new(day("2026-05-01"), day("2026-05-12"));
        let weeks: Vec<_> = steps(period, Step::Week).iter().map(|p| (p.from(), p.to())).collect();
        assert_eq!(
            weeks,
            [
                (day("2026-05-01"), day("2026-05-03")),
                (day("2026-05-04"), day("2026-05-10")),
                (day("2026-05-11"), day("2026-05-12"))
            ]
        );
        assert_eq!(steps(period, Step::Day).len(), 12);
        assert_eq!(steps(period, Step::Month), [period]);
    }
}
