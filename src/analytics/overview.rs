//! Overview (总览): how the last day went, how the period goes, what needs attention, what moved.

pub mod attention;
pub mod movers;

use chrono::{Days, Months, NaiveDate};

use super::facts::days::{date_of, day_number};
use super::filter::Slice;
use super::metric::{Metric, Value, sales as metrics};
use super::sales::trend::{self, Trend};
use super::sales::{Explained, Group, Groups, Totals, change};
use crate::domain::period::{Period, Step};

pub use attention::{Attention, Concern};
pub use movers::{Mover, Movers};

/// One metric of the last day beside earlier days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayFigure {
    pub metric: &'static Metric,
    pub now: Value,
    pub yesterday: Value,
    /// The same weekday a week earlier.
    pub last_week: Value,
    /// The same date a year earlier.
    pub last_year: Value,
}

/// One metric of the period with its small line.
#[derive(Debug, Clone, PartialEq)]
pub struct Spark {
    pub metric: &'static Metric,
    pub now: Value,
    pub before: Option<Value>,
    /// The metric on every step of the period; unknown beyond the data.
    pub line: Vec<Value>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// The last day of the period that the data reaches; `None` when it reaches none.
    pub day: Option<NaiveDate>,
    pub day_figures: Vec<DayFigure>,
    pub now: Totals,
    pub before: Option<Totals>,
    pub sparks: Vec<Spark>,
    pub trend: Trend,
    pub attention: Vec<Attention>,
    pub movers: Movers,
    /// By paid amount, the unknown province among them.
    pub provinces: Vec<Group>,
    pub platforms: Vec<Group>,
    pub change: Option<Explained>,
}

/// What the last day is judged by.
static DAY_METRICS: [&Metric; 6] = [
    &metrics::PAID_AMOUNT,
    &metrics::ORDERS_PAID,
    &metrics::BUYERS_PAID,
    &metrics::AVERAGE_PER_BUYER,
    &metrics::VISITORS,
    &metrics::CONVERSION,
];

/// What the period is judged by.
static PERIOD_METRICS: [&Metric; 8] = [
    &metrics::PAID_AMOUNT,
    &metrics::NET_SALES,
    &metrics::ORDERS_PAID,
    &metrics::BUYERS_PAID,
    &metrics::AVERAGE_PER_BUYER,
    &metrics::REFUND_RATE_AMOUNT,
    &metrics::GROSS_PROFIT,
    &metrics::CONVERSION,
];

impl Overview {
    /// Works out the overview; the halves that do not need each other run on two threads.
    pub fn of(slice: &Slice<'_>) -> Self {
        let (left, right) = super::both(
            || {
                let now = Totals::of(slice, &slice.now);
                let before = slice.before.as_ref().map(|span| Totals::of(slice, span));
                let groups = Groups::of(slice);
                (now, before, groups, attention::of(slice))
            },
            || {
                let day = last_day(slice);
                let figures = day.map(|day| day_figures(slice, day)).unwrap_or_default();
                (day, figures, Trend::of(slice), movers::of(slice), spark_totals(slice))
            },
        );
        let (now, before, groups, attention) = left;
        let (day, day_figures, trend, movers, steps) = right;
        let sparks = PERIOD_METRICS
            .iter()
            .map(|metric| Spark {
                metric,
                now: now.value(metric),
                before: before.as_ref().map(|totals| totals.value(metric)),
                line: steps.iter().map(|totals| totals.value(metric)).collect(),
            })
            .collect();
        let change = before.as_ref().and_then(|before| change::explain(before, &now));
        Self {
            day,
            day_figures,
            sparks,
            trend,
            attention,
            movers,
            provinces: groups.provinces,
            platforms: groups.platforms,
            change,
            now,
            before,
        }
    }
}

/// The last day of the period that the data of the chosen shops reaches.
fn last_day(slice: &Slice<'_>) -> Option<NaiveDate> {
    slice.last_day_of(slice.filter.period).map(date_of)
}

fn day_figures(slice: &Slice<'_>, day: NaiveDate) -> Vec<DayFigure> {
    let on = |day: Option<NaiveDate>| -> Totals {
        day.map_or_else(Totals::default, |day| {
            if slice.reaches(day_number(day)) {
                Totals::of(slice, &slice.span(Period::new(day, day)))
            } else {
                Totals::default()
            }
        })
    };
    let now = on(Some(day));
    let yesterday = on(day.pred_opt());
    let last_week = on(day.checked_sub_days(Days::new(7)));
    let last_year = on(day.checked_sub_months(Months::new(12)));
    DAY_METRICS
        .iter()
        .map(|metric| DayFigure {
            metric,
            now: now.value(metric),
            yesterday: yesterday.value(metric),
            last_week: last_week.value(metric),
            last_year: last_year.value(metric),
        })
        .collect()
}

/// Totals of every step for the small lines: days for up to three months, then weeks, then months.
fn spark_totals(slice: &Slice<'_>) -> Vec<Totals> {
    let period = slice.filter.period;
    let step = match period.days() {
        ..=92 => Step::Day,
        93..=366 => Step::Week,
        _ => Step::Month,
    };
    trend::steps(period, step).into_iter().map(|days| Totals::of(slice, &slice.span(days))).collect()
}
