//! Days that move a shop's sales (大促与节日): which they are, and the words' keys. Spring Festival goes by the lunar date.
//!
//! Platforms move their promotions by a few days each year, so an event is a window around its date, not the date alone.

use chrono::{Datelike, NaiveDate};

use crate::domain::lunar::spring_festival;
use crate::domain::period::Period;

/// An event of the trade year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// 元旦
    NewYear,
    /// 年货节: the weeks before Spring Festival
    YearGoods,
    /// 春节: couriers and buyers rest
    SpringFestival,
    /// 38 女王节
    WomensDay,
    /// 520
    May20,
    /// 618
    June18,
    /// 99 大促
    Sept9,
    /// 国庆
    NationalDay,
    /// 双11
    Double11,
    /// 双12
    Double12,
}

/// Fixed dates: month and day of the peak, and the window's first and last month and day.
const FIXED: [(Event, (u32, u32), (u32, u32), (u32, u32)); 8] = [
    (Event::June18, (6, 18), (6, 1), (6, 20)),
    (Event::Double11, (11, 11), (10, 31), (11, 12)),
    (Event::Double12, (12, 12), (12, 8), (12, 13)),
    (Event::WomensDay, (3, 8), (3, 5), (3, 8)),
    (Event::May20, (5, 20), (5, 18), (5, 20)),
    (Event::Sept9, (9, 9), (9, 6), (9, 9)),
    (Event::NationalDay, (10, 1), (9, 30), (10, 7)),
    (Event::NewYear, (1, 1), (12, 31), (1, 1)),
];

impl Event {
    /// Stable English id; also the tail of the locale key (`sales.event_double11`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::NewYear => "new_year",
            Self::YearGoods => "year_goods",
            Self::SpringFestival => "spring_festival",
            Self::WomensDay => "womens_day",
            Self::May20 => "may20",
            Self::June18 => "june18",
            Self::Sept9 => "sept9",
            Self::NationalDay => "national_day",
            Self::Double11 => "double11",
            Self::Double12 => "double12",
        }
    }

    /// Whether the event is worth a word on a trend of many months.
    pub const fn is_major(self) -> bool {
        matches!(self, Self::SpringFestival | Self::June18 | Self::Double11 | Self::Double12)
    }
}

/// What may have moved the sales of `day`. Spring Festival (two days before to seven after) wins over anything else,
/// 年货节 (28 to 3 days before) yields to everything.
pub fn event_on(day: NaiveDate) -> Option<Event> {
    let festival = spring_festival(day.year());
    let distance = festival.map(|first| (day - first).num_days());
    if distance.is_some_and(|days| (-2..=7).contains(&days)) {
        return Some(Event::SpringFestival);
    }
    let at = (day.month(), day.day());
    let fixed = FIXED.into_iter().find(
        |(_, _, from, to)| {
            if from <= to { *from <= at && at <= *to } else { at >= *from || at <= *to }
        },
    );
    match fixed {
        Some((event, ..)) => Some(event),
        None if distance.is_some_and(|days| (-28..=-3).contains(&days)) => Some(Event::YearGoods),
        None => None,
    }
}

/// What may explain a day far above (`rising`) or below what was usual. Promotions and holidays make sales rise; only around Spring
/// Festival, when couriers have stopped and buyers travel, does the calendar make them fall.
pub fn reason_on(day: NaiveDate, rising: bool) -> Option<Event> {
    if rising {
        return event_on(day).filter(|event| *event != Event::SpringFestival);
    }
    let near = spring_festival(day.year()).is_some_and(|first| (-6..=10).contains(&(day - first).num_days()));
    near.then_some(Event::SpringFestival)
}

/// The peak days of events within `period`, by day: what a trend writes above its line.
pub fn peaks(period: Period) -> Vec<(NaiveDate, Event)> {
    let mut found = Vec::new();
    for year in period.from().year()..=period.to().year() {
        found.extend(spring_festival(year).map(|day| (day, Event::SpringFestival)));
        for (event, (month, day), ..) in FIXED {
            found.extend(NaiveDate::from_ymd_opt(year, month, day).map(|day| (day, event)));
        }
    }
    found.retain(|(day, _)| period.contains(*day));
    found.sort_by_key(|(day, _)| *day);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::facts::days::day_number;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_fall_is_not_explained_by_a_promotion() {
        // Three days before Spring Festival of 2026 (February 17).
        assert_eq!(reason_on(day(2026, 2, 14), false), Some(Event::SpringFestival));
        assert_eq!(reason_on(day(2026, 2, 14), true), Some(Event::YearGoods));
        assert_eq!(reason_on(day(2025, 11, 11), false), None);
        assert_eq!(reason_on(day(2025, 11, 11), true), Some(Event::Double11));
    }

    #[test]
    fn days_of_promotions_have_their_reason() {
        assert_eq!(event_on(day(2025, 11, 11)), Some(Event::Double11));
        assert_eq!(event_on(day(2025, 6, 18)), Some(Event::June18));
        assert_eq!(event_on(day(2025, 12, 12)), Some(Event::Double12));
        assert_eq!(event_on(day(2025, 1, 29)), Some(Event::SpringFestival));
        assert_eq!(event_on(day(2025, 1, 12)), Some(Event::YearGoods));
        assert_eq!(event_on(day(2026, 1, 1)), Some(Event::NewYear));
        assert_eq!(event_on(day(2025, 12, 31)), Some(Event::NewYear));
        assert_eq!(event_on(day(2025, 4, 10)), None);
    }

    #[test]
    fn peaks_come_in_order_and_lie_in_the_period() {
        let found = peaks(Period::new(day(2025, 11, 1), day(2026, 2, 28)));
        let days: Vec<_> =
            found.iter().map(|(at, event)| (day_number(*at) - day_number(day(2025, 11, 1)), *event)).collect();
        assert_eq!(
            days,
            [(10, Event::Double11), (41, Event::Double12), (61, Event::NewYear), (108, Event::SpringFestival)]
        );
    }
}
