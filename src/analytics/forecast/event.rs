//! Days on which a Taobao shop sells otherwise than usual: Spring Festival by the moon, 618, 双11 and 双12.
//!
//! An event has phases, each with a factor of its own: buyers stock up before a festival, stop while couriers rest, and wait before a
//! sale. The windows are the trade's usual ones; factors are learned from sales, so a window that is somewhat off costs little.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::lunar;

/// A phase of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// 年货节: 30 to 11 days before the new year.
    SpringRush,
    /// Couriers stop: 10 days before until new year's eve.
    SpringEve,
    /// The holiday: new year's day and six more.
    SpringRest,
    /// Shops start again: the week after.
    SpringAfter,
    /// 618 warming up: 1 to 15 June.
    MidYearLead,
    /// 618: 16 to 20 June.
    MidYear,
    /// 双11 warming up: 24 October to 8 November.
    DoubleElevenLead,
    /// 双11: 9 to 11 November.
    DoubleEleven,
    /// The week after 双11.
    DoubleElevenAfter,
    /// 双12: 9 to 12 December.
    DoubleTwelve,
}

impl Phase {
    pub const ALL: [Self; 10] = [
        Self::SpringRush,
        Self::SpringEve,
        Self::SpringRest,
        Self::SpringAfter,
        Self::MidYearLead,
        Self::MidYear,
        Self::DoubleElevenLead,
        Self::DoubleEleven,
        Self::DoubleElevenAfter,
        Self::DoubleTwelve,
    ];

    /// The phase a day falls into; `None` on an ordinary day.
    pub fn of(day: NaiveDate) -> Option<Self> {
        spring(day).or_else(|| match (day.month(), day.day()) {
            (6, 1..=15) => Some(Self::MidYearLead),
            (6, 16..=20) => Some(Self::MidYear),
            (10, 24..) | (11, 1..=8) => Some(Self::DoubleElevenLead),
            (11, 9..=11) => Some(Self::DoubleEleven),
            (11, 12..=18) => Some(Self::DoubleElevenAfter),
            (12, 9..=12) => Some(Self::DoubleTwelve),
            _ => None,
        })
    }
}

/// Phases of the Spring Festival, which falls between 21 January and 20 February.
fn spring(day: NaiveDate) -> Option<Phase> {
    // The rush may begin in December of the year before.
    let year = day.checked_add_days(Days::new(31))?.year();
    let new_year = lunar::spring_festival(if day.month() > 11 { year } else { day.year() })?;
    match (day - new_year).num_days() {
        -30..=-11 => Some(Phase::SpringRush),
        -10..=-1 => Some(Phase::SpringEve),
        0..=6 => Some(Phase::SpringRest),
        7..=13 => Some(Phase::SpringAfter),
        _ => None,
    }
}

/// What a day is, for season and events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// 0 for January.
    pub month: u8,
    /// 0 for Monday.
    pub weekday: u8,
    pub phase: Option<Phase>,
}

/// Marks of `days` days from `first` on, so that dates are looked at once and not by every model.
pub fn marks(first: NaiveDate, days: usize) -> Vec<Mark> {
    first
        .iter_days()
        .take(days)
        .map(|day| Mark {
            month: day.month0() as u8,
            weekday: day.weekday().num_days_from_monday() as u8,
            phase: Phase::of(day),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn spring_moves_with_the_moon() {
        // New year on 29 January 2025 and on 17 February 2026.
        assert_eq!(Phase::of(day(2025, 1, 29)), Some(Phase::SpringRest));
        assert_eq!(Phase::of(day(2026, 1, 29)), Some(Phase::SpringRush));
        assert_eq!(Phase::of(day(2026, 2, 16)), Some(Phase::SpringEve));
        assert_eq!(Phase::of(day(2026, 2, 23)), Some(Phase::SpringRest));
        assert_eq!(Phase::of(day(2026, 2, 24)), Some(Phase::SpringAfter));
        // New year on 22 January 2023: the rush begins in December.
        assert_eq!(Phase::of(day(2022, 12, 23)), Some(Phase::SpringRush));
        assert_eq!(Phase::of(day(2022, 12, 22)), None);
    }

    #[test]
    fn the_sales_days_are_where_the_trade_has_them() {
        assert_eq!(Phase::of(day(2026, 6, 18)), Some(Phase::MidYear));
        assert_eq!(Phase::of(day(2026, 11, 11)), Some(Phase::DoubleEleven));
        assert_eq!(Phase::of(day(2026, 12, 12)), Some(Phase::DoubleTwelve));
        assert_eq!(Phase::of(day(2026, 10, 23)), None);
    }

    #[test]
    fn years_without_a_known_moon_have_the_other_events() {
        assert_eq!(Phase::of(day(1999, 2, 1)), None);
        assert_eq!(Phase::of(day(2099, 11, 11)), Some(Phase::DoubleEleven));
        assert_eq!(Phase::of(NaiveDate::MAX), None);
    }
}
