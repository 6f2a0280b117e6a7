//! The lunar new year (春节), by which shops, buyers and couriers rest.

use chrono::NaiveDate;

/// The first day of the lunar year (正月初一), 2015 to 2035.
const SPRING_FESTIVAL: [(i32, u32, u32); 21] = [
    (2015, 2, 19),
    (2016, 2, 8),
    (2017, 1, 28),
    (2018, 2, 16),
    (2019, 2, 5),
    (2020, 1, 25),
    (2021, 2, 12),
    (2022, 2, 1),
    (2023, 1, 22),
    (2024, 2, 10),
    (2025, 1, 29),
    (2026, 2, 17),
    (2027, 2, 6),
    (2028, 1, 26),
    (2029, 2, 13),
    (2030, 2, 3),
    (2031, 1, 23),
    (2032, 2, 11),
    (2033, 1, 31),
    (2034, 2, 19),
    (2035, 2, 8),
];

/// The first day of the lunar year that begins in `year`; `None` beyond 2015 to 2035.
pub fn spring_festival(year: i32) -> Option<NaiveDate> {
    let (y, m, d) = SPRING_FESTIVAL.into_iter().find(|row| row.0 == year)?;
    NaiveDate::from_ymd_opt(y, m, d)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    /// The day in China of the new moon number `k` after 2000-01-06, by the mean lunation and its largest corrections
    /// (Meeus, Astronomical Algorithms, chapter 49; a few minutes off at most).
    fn new_moon(k: f64) -> NaiveDate {
        let t = k / 1236.85;
        let mean = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t * t;
        let sun = (2.5534 + 29.105_356_70 * k).to_radians();
        let moon = (201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t).to_radians();
        let latitude = (160.7108 + 390.670_502_84 * k).to_radians();
        let days = mean - 0.4072 * moon.sin()
            + 0.172_41 * sun.sin()
            + 0.016_08 * (2.0 * moon).sin()
            + 0.010_39 * (2.0 * latitude).sin()
            + 0.007_39 * (moon - sun).sin()
            - 0.005_14 * (moon + sun).sin();
        // Julian day of 1970-01-01 00:00 is 2440587.5; China is eight hours ahead; dynamical time about 70 s.
        NaiveDate::from_epoch_days((days - 2_440_587.5 + 8.0 / 24.0 - 70.0 / 86_400.0).floor() as i32).unwrap()
    }

    #[test]
    fn spring_festival_is_the_new_moon_between_21_january_and_20_february() {
        for year in 2015..=2035 {
            let first = (f64::from(year) - 2000.0) * 12.3685;
            let moon = (-2..4)
                .map(|k| new_moon(first.floor() + f64::from(k)))
                .find(|at| (day(year, 1, 21)..=day(year, 2, 20)).contains(at))
                .unwrap();
            assert_eq!(spring_festival(year), Some(moon));
        }
    }
}
