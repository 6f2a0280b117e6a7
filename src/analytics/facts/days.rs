//! Rows by day: a sorted column of times cut at every midnight, so that a period is a slice of rows.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::NONE;
use crate::domain::period::Period;

/// Seconds of one day.
pub const DAY_SECONDS: i64 = 86_400;

/// Days from 0001-01-01 to 1970-01-01, as `chrono` counts them.
const EPOCH: i32 = 719_163;

/// Days since 1970-01-01.
pub fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - EPOCH
}

/// The calendar day of a day number; beyond the calendar the nearest day there is.
pub fn date_of(day: i32) -> NaiveDate {
    day.checked_add(EPOCH).and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or(if day < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    })
}

/// The day number of a moment in seconds since 1970; the moment must be known.
pub const fn day_of(seconds: i64) -> i32 {
    seconds.div_euclid(DAY_SECONDS) as i32
}

/// The moment in China time, `None` when unknown.
pub fn moment(seconds: i64) -> Option<NaiveDateTime> {
    if seconds == NONE { None } else { chrono::DateTime::from_timestamp(seconds, 0).map(|at| at.naive_utc()) }
}

/// Monday = 0 ... Sunday = 6.
pub const fn weekday_of(day: i32) -> u8 {
    // 1970-01-01 was a Thursday.
    (day + 3).rem_euclid(7) as u8
}

/// First rows of every day over a column of times sorted upwards; unknown times stand after the known ones and are not indexed.
#[derive(Debug, Clone, Default)]
pub struct DayIndex {
    first: i32,
    /// `starts[d]` is the first row of day `first + d`; one more entry than days.
    starts: Vec<u32>,
}

impl DayIndex {
    /// Indexes `times`, which must be sorted upwards and all known.
    pub fn new(times: &[i64]) -> Self {
        let (Some(first), Some(last)) = (times.first(), times.last()) else {
            return Self { first: 0, starts: vec![0] };
        };
        let (first, last) = (day_of(*first), day_of(*last));
        let mut starts = Vec::with_capacity((last - first + 2).max(2) as usize);
        let mut row = 0;
        for day in first..=last + 1 {
            let midnight = i64::from(day) * DAY_SECONDS;
            row += times.get(row..).map_or(0, |rest| rest.partition_point(|at| *at < midnight));
            starts.push(row as u32);
        }
        Self { first, starts }
    }

    fn start(&self, day: i32) -> usize {
        let at = (i64::from(day) - i64::from(self.first)).clamp(0, self.starts.len() as i64 - 1);
        self.starts.get(at as usize).map_or(0, |row| *row as usize)
    }

    /// Rows of one day.
    pub fn day(&self, day: i32) -> Range<usize> {
        self.start(day)..self.start(day + 1)
    }

    /// Rows from day `from` to day `to`, both included.
    pub fn days(&self, from: i32, to: i32) -> Range<usize> {
        let start = self.start(from);
        start..self.start(to + 1).max(start)
    }

    pub fn period(&self, period: Period) -> Range<usize> {
        self.days(day_number(period.from()), day_number(period.to()))
    }

    /// First and last day with a row.
    pub fn span(&self) -> Option<(i32, i32)> {
        (self.starts.len() > 1).then(|| (self.first, self.first + self.starts.len() as i32 - 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_slice_of_rows() {
        let day = |n: i64, s: i64| n * DAY_SECONDS + s;
        let index = DayIndex::new(&[day(10, 0), day(10, 86_399), day(12, 5), day(14, 0)]);
        assert_eq!(index.day(10), 0..2);
        assert_eq!(index.day(11), 2..2);
        assert_eq!(index.days(11, 13), 2..3);
        assert_eq!(index.days(-5, 100), 0..4);
        assert_eq!(index.days(15, 20), 4..4);
        assert_eq!(index.span(), Some((10, 14)));
        assert_eq!(DayIndex::new(&[]).days(0, 9), 0..0);
        assert_eq!(DayIndex::new(&[]).span(), None);
    }

    #[test]
    fn weekdays_begin_with_monday() {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(weekday_of(day_number(monday)), 0);
        assert_eq!(weekday_of(day_number(monday) - 1), 6);
        assert_eq!(date_of(day_number(monday)), monday);
    }
}
