//! Sales (销售): what was sold, when, where, to how many, and why it changed.

pub mod change;
pub mod groups;
pub mod totals;
pub mod traffic;
pub mod trend;
pub mod views;

use chrono::{Datelike, NaiveDate};

use super::calendar::{self, Event};
use super::filter::Slice;
use super::metric::Figure;
use super::outlier;
use crate::domain::period::Period;

pub use change::{Explained, Formula};
pub use groups::{Categories, CategoryGroup, Group, Groups, Heat};
pub use totals::{Profit, Sums, Totals};
pub use traffic::{Funnel, TrafficTotals};
pub use trend::{Point, Trend};
pub use views::Bridge;

/// A day that stands out, with a reason where one is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Standout {
    pub day: NaiveDate,
    /// Fen paid on that day, and what was usual.
    pub paid: i64,
    pub usual: i64,
    /// Robust z-score; above zero for a high day.
    pub z: f64,
    pub event: Option<Event>,
    /// The last day of the data, which may be told in part only.
    pub last_of_data: bool,
}

/// All of the sales page.
#[derive(Debug, Clone, PartialEq)]
pub struct Sales {
    pub now: Totals,
    pub before: Option<Totals>,
    pub trend: Trend,
    pub groups: Groups,
    pub categories: Categories,
    /// Why the paid amount changed; `None` when nothing is compared or a period is unknown.
    pub change: Option<Explained>,
    pub bridge: Bridge,
    pub standouts: Vec<Standout>,
}

impl Sales {
    /// Works out the sales page; the halves that do not need each other run on two threads.
    pub fn of(slice: &Slice<'_>) -> Self {
        let (left, right) = super::both(
            || {
                let now = Totals::of(slice, &slice.now);
                let before = slice.before.as_ref().map(|span| Totals::of(slice, span));
                (now, before, Bridge::of(slice), Categories::of(slice))
            },
            || (Groups::of(slice), Trend::of(slice), standouts(slice)),
        );
        let (now, before, bridge, categories) = left;
        let (groups, trend, standouts) = right;
        let change = before.as_ref().and_then(|before| change::explain(before, &now));
        Self { now, before, trend, groups, categories, change, bridge, standouts }
    }

    /// Every sales figure, now and before.
    pub fn figures(&self) -> Vec<Figure> {
        Totals::figures(&self.now, self.before.as_ref())
    }
}

/// Days of the period that stand out. What is usual is learned from the period and eight weeks to each side of it.
pub fn standouts(slice: &Slice<'_>) -> Vec<Standout> {
    let period = slice.filter.period;
    let margin = chrono::Days::new(56);
    let Some((first, last)) = slice.reach else { return Vec::new() };
    let (first, last) = (super::facts::days::date_of(first), super::facts::days::date_of(last));
    let from = period.from().checked_sub_days(margin).unwrap_or(period.from()).max(first);
    let to = period.to().checked_add_days(margin).unwrap_or(period.to()).min(last);
    if from > to {
        return Vec::new();
    }
    let days = trend::daily_paid(slice, Period::new(from, to));
    let values: Vec<Option<i64>> = days.iter().map(|(_, paid)| *paid).collect();
    outlier::find(&values, from.weekday().num_days_from_monday() as u8)
        .into_iter()
        .filter_map(|found| {
            let (day, paid) = days.get(found.at)?;
            period.contains(*day).then(|| Standout {
                day: *day,
                paid: paid.unwrap_or(0),
                usual: found.usual,
                z: found.z,
                event: calendar::reason_on(*day, found.z > 0.0),
                last_of_data: *day == last,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
