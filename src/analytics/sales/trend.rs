//! Sales over time (趋势): by hour, day, week or month, beside the compared period.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::analytics::facts::days::{DAY_SECONDS, date_of, day_number, day_of};
use crate::analytics::filter::Slice;
use crate::domain::period::{Compare, Period, Step};

use super::totals::{Sums, buyers};
use super::traffic::TrafficTotals;

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
    /// 支付转化率 of the step: paying buyers and visitors, both zero when it is not known.
    pub conversion: (i64, i64),
}

/// A trend with its compared one, read side by side by index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The step used: hours of a long period are drawn as days.
    pub step: Step,
    pub now: Vec<Point>,
    /// As many as there are now, each standing as far into the compared period as its counterpart into the period; empty when nothing
    /// is compared.
    pub before: Vec<Point>,
}

impl Trend {
    pub fn of(slice: &Slice<'_>) -> Self {
        let filter = &slice.filter;
        let step =
            if filter.step == Step::Hour && filter.period.days() > MOST_HOURLY_DAYS { Step::Day } else { filter.step };
        let steps = steps(filter.period, step);
        let before = slice.before.as_ref().map(|span| counterparts(&steps, span.period, filter.compare, step));
        Self {
            step,
            before: before.map(|before| points(slice, before, step)).unwrap_or_default(),
            now: points(slice, steps.into_iter().map(Some), step),
        }
    }
}

/// The points of some runs of days; a run that the calendar does not have is a gap.
fn points(slice: &Slice<'_>, steps: impl IntoIterator<Item = Option<Period>>, step: Step) -> Vec<Point> {
    let hours: Vec<Option<u8>> = if step == Step::Hour { (0..24).map(Some).collect() } else { vec![None] };
    let mut found: Vec<Point> = Vec::new();
    for days in steps {
        let beside = found.last().map_or(slice.filter.period.from(), |point| point.to);
        found.extend(hours.iter().map(|hour| match days {
            Some(days) => point(slice, days, *hour),
            None => Point { from: beside, to: beside, hour: *hour, sums: None },
        }));
    }
    found
}

fn point(slice: &Slice<'_>, days: Period, hour: Option<u8>) -> Point {
    let sums = slice.touches(days).then(|| match hour {
        Some(hour) => {
            let from = i64::from(day_number(days.from())) * DAY_SECONDS + i64::from(hour) * 3600;
            sums_of_hour(slice, (from, from + 3600))
        }
        None => sums(slice, days),
    });
    Point { from: days.from(), to: days.to(), hour, sums }
}

fn sums(slice: &Slice<'_>, days: Period) -> StepSums {
    let mut sums = StepSums::default();
    for cell in slice.paid_cells(days) {
        sums.sums.merge(&cell.sums);
    }
    for cell in slice.created_cells(days) {
        sums.orders_created += cell.orders;
        sums.gmv += cell.payable;
    }
    sums.buyers = buyers(slice, slice.facts.paid_rows(days));
    let traffic = TrafficTotals::of(slice, days);
    sums.visitors = (traffic.shop_days > 0).then_some(traffic.visitors);
    sums.conversion = (traffic.pay_buyers, traffic.pay_visitors);
    sums
}

/// The sums of one hour, row by row.
#[expect(clippy::indexing_slicing, reason = "ranges are cut to the order rows; the created index holds order rows")]
fn sums_of_hour(slice: &Slice<'_>, moments: (i64, i64)) -> StepSums {
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

/// For each step of a period the days of `before`, the compared period, that it is read beside. A week or month of the period is read
/// beside as many days, not beside the week or month that happens to stand at the same place.
fn counterparts(steps: &[Period], before: Period, with: Compare, step: Step) -> Vec<Option<Period>> {
    let Some(first) = steps.first() else { return Vec::new() };
    if with != Compare::LastYear {
        let back = Days::new(u64::try_from((first.from() - before.from()).num_days()).unwrap_or(0));
        return steps
            .iter()
            .map(|one| Some(Period::new(one.from().checked_sub_days(back)?, one.to().checked_sub_days(back)?)))
            .collect();
    }
    let same_date = |day: NaiveDate| NaiveDate::from_ymd_opt(day.year() - 1, day.month(), day.day());
    // 29 February belongs to the run of days that it lies in; by the day it has no counterpart.
    let begins = |day: NaiveDate| same_date(day).or_else(|| same_date(day.succ_opt()?));
    let ends = |at: usize| match steps.get(at + 1) {
        Some(next) => begins(next.from())?.pred_opt(),
        None => Some(before.to()),
    };
    steps
        .iter()
        .enumerate()
        .map(|(at, one)| match step {
            Step::Hour | Step::Day => same_date(one.from()).map(|day| Period::new(day, day)),
            Step::Week | Step::Month => {
                let (from, to) = (begins(one.from())?, ends(at)?);
                (from <= to).then(|| Period::new(from, to))
            }
        })
        .collect()
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

    fn read_beside(from: &str, to: &str, step: Step, with: Compare) -> Vec<Option<(String, String)>> {
        let period = Period::new(day(from), day(to));
        let before = period.compared(with).unwrap();
        let text = |one: Period| (one.from().to_string(), one.to().to_string());
        counterparts(&steps(period, step), before, with, step).into_iter().map(|one| one.map(text)).collect()
    }

    fn days(from: &str, to: &str) -> Option<(String, String)> {
        Some((from.to_owned(), to.to_owned()))
    }

    #[test]
    fn a_month_is_read_beside_as_many_days_of_the_period_before() {
        // March to May are 92 days; the 92 days before begin on 29 November.
        assert_eq!(
            read_beside("2026-03-01", "2026-05-31", Step::Month, Compare::Previous),
            [days("2025-11-29", "2025-12-29"), days("2025-12-30", "2026-01-28"), days("2026-01-29", "2026-02-28")]
        );
    }

    #[test]
    fn the_leap_day_has_no_counterpart_and_no_day_is_counted_twice() {
        let leap = read_beside("2024-02-28", "2024-03-01", Step::Day, Compare::LastYear);
        assert_eq!(leap, [days("2023-02-28", "2023-02-28"), None, days("2023-03-01", "2023-03-01")]);
        let months = read_beside("2025-01-01", "2025-03-31", Step::Month, Compare::LastYear);
        assert_eq!(
            months,
            [days("2024-01-01", "2024-01-31"), days("2024-02-01", "2024-02-29"), days("2024-03-01", "2024-03-31")]
        );
        // Thursday 29 February 2024 stands alone in its week here; a year earlier that is no day.
        let weeks = read_beside("2024-02-29", "2024-03-10", Step::Week, Compare::LastYear);
        assert_eq!(weeks, [days("2023-03-01", "2023-03-03"), days("2023-03-04", "2023-03-10")]);
    }
}
