//! The trading calendar (营销日历): what a day and an hour are worth.
//!
//! Growth over the two years, the rhythm of the week, the platforms' promotions and the Spring Festival, which moves with the
//! moon. Weights have no unit: only their proportions count.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::dice::Dice;
use crate::domain::lunar;

/// A promotion a day belongs to (大促). The name is what a seller calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promotion {
    /// 618
    MidYear,
    /// 双11
    Double11,
    /// 双12
    Double12,
    /// 年货节
    NewYearGoods,
    /// 女王节 / 38 节
    Queens,
}

/// One day of the calendar.
#[derive(Debug, Clone, Copy)]
pub struct Day {
    pub date: NaiveDate,
    /// How busy the day is by the clock of orders created, 1 for a plain day at the start.
    pub weight: f64,
    pub promotion: Option<Promotion>,
    /// What is left of the list price after the day's price cut, in percent.
    pub price_percent: i64,
    /// The great days themselves, when hours run differently.
    pub peak: bool,
    /// How much parcels pile up, 1 for not at all: a great day is felt for several days.
    pub rush: f64,
}

/// Monday to Sunday.
const WEEKDAY: [f64; 7] = [1.02, 1.00, 0.99, 0.98, 0.94, 0.97, 1.10];

/// Orders by hour on a plain day.
const HOURS: [u32; 24] = [26, 14, 8, 5, 4, 6, 12, 22, 38, 56, 66, 62, 64, 62, 58, 57, 56, 54, 54, 64, 84, 96, 88, 54];

/// Orders by hour on a great day: the rush after midnight and the last hours.
const PEAK_HOURS: [u32; 24] =
    [190, 92, 40, 16, 9, 8, 14, 28, 46, 62, 66, 56, 52, 48, 44, 42, 42, 42, 46, 62, 88, 96, 98, 80];

/// The Spring Festival nearest to `day` as days from it: negative before. `None` beyond the table.
pub fn days_from_spring_festival(day: NaiveDate) -> Option<i64> {
    let near = (day.year() - 1..=day.year() + 1).filter_map(lunar::spring_festival);
    near.map(|first| (day - first).num_days()).min_by_key(|days| days.abs())
}

/// The warehouse rests from three days before the lunar new year to its sixth day.
pub fn warehouse_closed(day: NaiveDate) -> bool {
    days_from_spring_festival(day).is_some_and(|d| (-3..=6).contains(&d))
}

/// Days on which 双11 pre-sales (预售) take deposits; balances are due from 31 October, 20:00.
pub fn is_presale_window(day: NaiveDate) -> bool {
    day.month() == 10 && (14..=30).contains(&day.day())
}

/// How the day's promotion lifts trade, which one it is, the price cut in percent, and whether it is a great day.
fn promotion(day: NaiveDate) -> (f64, Option<Promotion>, i64, bool) {
    use Promotion::{Double11, Double12, MidYear, NewYearGoods, Queens};
    match (day.month(), day.day()) {
        (5, 31) => (1.5, Some(MidYear), 90, false),
        (6, 1) => (2.4, Some(MidYear), 88, false),
        (6, 2..=3) => (1.7, Some(MidYear), 88, false),
        (6, 4..=15) => (1.15, Some(MidYear), 92, false),
        (6, 16..=17) => (2.3, Some(MidYear), 86, false),
        (6, 18) => (4.6, Some(MidYear), 84, true),
        (6, 19..=26) => (0.72, None, 100, false),
        (10, 14..=30) => (1.12, None, 97, false),
        (10, 31) => (1.9, Some(Double11), 88, false),
        (11, 1) => (3.0, Some(Double11), 84, false),
        (11, 2..=3) => (1.8, Some(Double11), 86, false),
        (11, 4..=9) => (1.1, Some(Double11), 88, false),
        (11, 10) => (2.6, Some(Double11), 84, false),
        (11, 11) => (10.5, Some(Double11), 80, true),
        (11, 12..=21) => (0.68, None, 100, false),
        (12, 10) => (1.3, Some(Double12), 92, false),
        (12, 11) => (1.5, Some(Double12), 90, false),
        (12, 12) => (3.2, Some(Double12), 87, true),
        (12, 13..=17) => (0.82, None, 100, false),
        (3, 5..=7) => (1.4, Some(Queens), 92, false),
        (3, 8) => (2.1, Some(Queens), 90, false),
        (10, 1..=7) => (0.86, None, 96, false),
        (5, 1..=4) => (0.92, None, 96, false),
        _ => match days_from_spring_festival(day) {
            Some(-27..=-14) => (1.34, Some(NewYearGoods), 93, false),
            _ => (1.0, None, 100, false),
        },
    }
}

/// Trade around the lunar new year: people travel, parcels stop.
fn spring_festival(day: NaiveDate) -> f64 {
    match days_from_spring_festival(day) {
        Some(-13..=-8) => 0.85,
        Some(-7..=-4) => 0.58,
        Some(-3..=-2) => 0.36,
        Some(-1..=1) => 0.20,
        Some(2..=4) => 0.30,
        Some(5..=7) => 0.48,
        Some(8..=12) => 0.76,
        Some(13..=16) => 0.92,
        _ => 1.0,
    }
}

/// The days from `months` before the end (exclusive) to `end`, in order.
pub fn days(end: NaiveDate, months: u32, seed: u64) -> Vec<Day> {
    let first =
        end.checked_add_days(Days::new(1)).and_then(|next| next.checked_sub_months(Months::new(months))).unwrap_or(end);
    let count = (end - first).num_days().max(0) + 1;
    let mut dice = Dice::new(seed, 0xCA1E);
    // A slow mood of the market on top of the daily noise: weeks that run a little hot or cold.
    let mut mood = 0.0_f64;
    let mut rush = 1.0_f64;
    first
        .iter_days()
        .take(count.unsigned_abs() as usize)
        .enumerate()
        .map(|(at, date)| {
            let progress = at as f64 / count as f64;
            let growth = 1.0 + 1.15 * progress;
            let weekday = WEEKDAY.get(date.weekday().num_days_from_monday() as usize).copied().unwrap_or(1.0);
            let (lift, promotion, price_percent, peak) = promotion(date);
            mood = 0.9 * mood + 0.035 * dice.normal();
            let noise = (mood + 0.07 * dice.normal()).exp();
            let weight = growth * weekday * lift * spring_festival(date) * noise;
            rush = lift.max(0.6 * rush).max(1.0);
            Day { date, weight, promotion, price_percent, peak, rush }
        })
        .collect()
}

/// A second of the day, drawn by the hourly rhythm.
pub fn second_of_day(day: &Day, dice: &mut Dice) -> u32 {
    let hours = if day.peak { &PEAK_HOURS } else { &HOURS };
    let hour = dice.weighted(hours.iter().map(|w| f64::from(*w))).unwrap_or(12) as u32;
    hour * 3600 + dice.below(3600) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn two_years_end_on_the_last_day() {
        let days = days(date(2026, 10, 31), 24, 1);
        assert_eq!(days.len(), 730);
        assert_eq!(days[0].date, date(2024, 11, 1));
        assert_eq!(days[729].date, date(2026, 10, 31));
    }

    #[test]
    fn the_lunar_new_year_is_the_quietest_time_and_double_11_the_loudest() {
        let days = days(date(2026, 10, 31), 24, 7);
        let weight = |d: NaiveDate| days.iter().find(|day| day.date == d).unwrap().weight;
        let mut all: Vec<f64> = days.iter().map(|d| d.weight).collect();
        all.sort_by(f64::total_cmp);
        assert!(weight(date(2025, 1, 29)) < all[365] * 0.35);
        assert!(weight(date(2026, 2, 17)) < all[365] * 0.35);
        assert!(weight(date(2025, 11, 11)) >= all[729]);
    }
}
