//! Sales over time (趋势): by hour, day, week or month, beside the compared period.

use std::ops::Range;

use chrono::{Days, Months, NaiveDate};

use crate::analytics::facts::NONE;
use crate::analytics::facts::days::{DAY_SECONDS, date_of, day_number, day_of};
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
    let mut found = Vec::new();
    for days in steps(period, step) {
        if step == Step::Hour {
            for hour in 0..24u8 {
                let from = i64::from(day_number(days.from())) * DAY_SECONDS + i64::from(hour) * 3600;
                found.push(point(slice, days, Some(hour), (from, from + 3600)));
            }
        } else {
            let from = i64::from(day_number(days.from())) * DAY_SECONDS;
            let to = (i64::from(day_number(days.to())) + 1) * DAY_SECONDS;
            found.push(point(slice, days, None, (from, to)));
        }
    }
    found
}

fn point(slice: &Slice<'_>, days: Period, hour: Option<u8>, moments: (i64, i64)) -> Point {
    let (first, last) = (day_number(days.from()), day_number(days.to()));
    let known = slice.reach.is_some_and(|(from, to)| from <= last && first <= to);
    Point { from: days.from(), to: days.to(), hour, sums: known.then(|| sums(slice, days, hour.is_some(), moments)) }
}

fn sums(slice: &Slice<'_>, days: Period, hourly: bool, moments: (i64, i64)) -> StepSums {
    if hourly {
        return hour(slice, moments);
    }
    let mut sums = StepSums::default();
    for cell in slice.paid_cells(days) {
        sums.sums.merge(&cell.sums);
    }
    for cell in slice.created_cells(days) {
        sums.orders_created += cell.orders;
        sums.gmv += cell.payable;
    }
    sums.buyers = buyers(slice, slice.facts.paid_rows(days));
    if slice.categories.is_none() {
        for row in traffic::rows(slice, days).filter(|row| row.visitors != NONE) {
            *sums.visitors.get_or_insert(0) += row.visitors;
        }
    }
    sums
}

/// The sums of one hour, row by row.
#[expect(clippy::indexing_slicing, reason = "ranges are cut to the order rows; the created index holds order rows")]
fn hour(slice: &Slice<'_>, moments: (i64, i64)) -> StepSums {
    let facts = slice.facts;
    let orders = &facts.orders;
    let paid = within(&orders.paid[..orders.paid_count], moments);
    let mut sums = StepSums { buyers: buyers(slice, paid.clone()), ..StepSums::default() };
    for row in paid.filter(|row| slice.keep[*row]) {
        sums.sums.add(slice.paid_fen[row], slice.refund_fen[row], slice.items[row], orders.buyer[row]);
    }
    for row in &facts.created.row[facts.created.by_day.day(day_of(moments.0))] {
        let row = *row as usize;
        if slice.keep[row] && (moments.0..moments.1).contains(&orders.created[row]) {
            sums.orders_created += 1;
            sums.gmv += slice.payable_fen[row];
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

/// Paid amount of every day of `period` in fen, `None` beyond the data: what days that stand out are found in.
pub fn daily_paid(slice: &Slice<'_>, period: Period) -> Vec<(NaiveDate, Option<i64>)> {
    let first = day_number(period.from());
    let mut days: Vec<(NaiveDate, Option<i64>)> =
        (first..=day_number(period.to())).map(|day| (date_of(day), slice.reaches(day).then_some(0))).collect();
    for cell in slice.paid_cells(period) {
        if let Some((_, Some(paid))) = days.get_mut((cell.day - first) as usize) {
            *paid += cell.sums.paid;
        }
    }
    days
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
