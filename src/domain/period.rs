//! Periods (时段) of whole days in China time, Monday first.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// A run of days, both ends included. `from <= to` always holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

/// What a period is compared with (对比).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compare {
    /// 上一周期: the same number of days just before
    #[default]
    Previous,
    /// 去年同期: the same dates a year earlier
    LastYear,
    /// 不对比
    Nothing,
}

/// The width of one step of a trend (粒度).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Hour,
    #[default]
    Day,
    Week,
    Month,
}

impl Period {
    /// The days from `from` to `to`; the two are put in order.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Self {
        if from <= to { Self { from, to } } else { Self { from: to, to: from } }
    }

    pub const fn from(self) -> NaiveDate {
        self.from
    }

    pub const fn to(self) -> NaiveDate {
        self.to
    }

    /// How many days, at least 1.
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// The `n` days that end with `last` (近 n 天).
    pub fn last_days(last: NaiveDate, n: u64) -> Self {
        Self::new(last.checked_sub_days(Days::new(n.saturating_sub(1))).unwrap_or(last), last)
    }

    /// The month of `day` (本月), up to its last day.
    pub fn month_of(day: NaiveDate) -> Self {
        let first = day.with_day(1).unwrap_or(day);
        let last = first.checked_add_months(Months::new(1)).and_then(|d| d.pred_opt()).unwrap_or(first);
        Self::new(first, last)
    }

    /// The week of `day`, Monday to Sunday.
    pub fn week_of(day: NaiveDate) -> Self {
        let first = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
        Self::new(first, first + Days::new(6))
    }

    /// The period this one is compared with, `None` for [`Compare::Nothing`] or beyond the calendar.
    pub fn compared(self, with: Compare) -> Option<Self> {
        match with {
            Compare::Previous => {
                let days = Days::new(u64::try_from(self.days()).ok()?);
                Some(Self::new(self.from.checked_sub_days(days)?, self.to.checked_sub_days(days)?))
            }
            // More than a year would be compared with parts of itself.
            Compare::LastYear => {
                let year = Months::new(12);
                let (from, to) = (self.from.checked_sub_months(year)?, self.to.checked_sub_months(year)?);
                (to < self.from).then(|| Self::new(from, to))
            }
            Compare::Nothing => None,
        }
    }
}

impl Step {
    /// The first day of the step that `day` lies in.
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Hour | Self::Day => day,
            Self::Week => day.week(Weekday::Mon).first_day(),
            Self::Month => day.with_day(1).unwrap_or(day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn the_previous_period_ends_the_day_before() {
        let may = Period::month_of(day(2026, 5, 9));
        assert_eq!(may, Period::new(day(2026, 5, 1), day(2026, 5, 31)));
        assert_eq!(may.compared(Compare::Previous), Some(Period::new(day(2026, 3, 31), day(2026, 4, 30))));
        assert_eq!(may.compared(Compare::LastYear), Some(Period::new(day(2025, 5, 1), day(2025, 5, 31))));
        assert_eq!(may.compared(Compare::Nothing), None);
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(Period::week_of(day(2026, 11, 22)), Period::new(day(2026, 11, 16), day(2026, 11, 22)));
    }

    #[test]
    fn leap_day_a_year_earlier_is_the_28th() {
        let leap = Period::new(day(2024, 2, 29), day(2024, 2, 29));
        assert_eq!(leap.compared(Compare::LastYear), Some(Period::new(day(2023, 2, 28), day(2023, 2, 28))));
        // A whole year still stands beside the one before it; a longer time would be compared with parts of itself.
        let year = Period::new(day(2026, 1, 1), day(2026, 12, 31));
        assert_eq!(year.compared(Compare::LastYear), Some(Period::new(day(2025, 1, 1), day(2025, 12, 31))));
        assert_eq!(Period::new(day(2025, 12, 31), day(2026, 12, 31)).compared(Compare::LastYear), None);
    }
}
