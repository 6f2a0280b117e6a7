//! Slow and intermittent items (慢动销), whose days are mostly zero: TSB.

use super::{Demand, Forecast, Forecaster, Result, check};

/// Probability that a day sells at all times the size of a sale, each smoothed on its own:
/// `ŷ = p·z`, where `p ← p + β·(1{y>0} − p)` every day and `z ← z + α·(y − z)` on days with a sale.
///
/// Unlike Croston's method the forecast falls while nothing sells, so a dying item is not ordered for ever. Source: Teunter, Syntetos,
/// Babai (2011), *Intermittent demand: linking forecasting to inventory obsolescence*, EJOR 214(3).
#[derive(Debug, Clone, Copy)]
pub struct Tsb {
    /// Smoothing of the size, 0 to 1.
    pub size: f64,
    /// Smoothing of the probability, 0 to 1.
    pub chance: f64,
}

impl Default for Tsb {
    /// The paper smooths weeks and months; on days the probability has to remember about a month.
    fn default() -> Self {
        Self { size: 0.1, chance: 0.03 }
    }
}

/// Known days that the start is taken from.
const START: usize = 28;

impl Tsb {
    /// Probability and size after `values`, from the given start.
    fn run(self, start: (f64, f64), values: impl Iterator<Item = f64>) -> (f64, f64) {
        values.fold(start, |(p, z), y| {
            if y > 0.0 { (p + self.chance * (1.0 - p), z + self.size * (y - z)) } else { (p - self.chance * p, z) }
        })
    }
}

impl Forecaster for Tsb {
    fn fit_predict(&self, history: &Demand, horizon: usize) -> Result<Forecast> {
        check(history, horizon)?;
        let known = || history.days().flatten();
        let mut sold = known().filter(|y| *y > 0.0).peekable();
        let Some(first_size) = sold.peek().copied() else {
            return Ok(Forecast::after(history, vec![0.0; horizon]));
        };
        let (days, sales, sum) = known().take(START).fold((0.0, 0.0, 0.0), |(days, sales, sum), y| {
            if y > 0.0 { (days + 1.0, sales + 1.0, sum + y) } else { (days + 1.0, sales, sum) }
        });
        let start = (sales / days, if sales > 0.0 { sum / sales } else { first_size });
        let gains = Self { size: self.size.clamp(0.0, 1.0), chance: self.chance.clamp(0.0, 1.0) };
        let (p, z) = gains.run(start, known());
        Ok(Forecast::after(history, vec![p * z; horizon]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn follows_a_series_worked_by_hand() {
        // Start p = 0.5, z = 4, α = 0.2, β = 0.1:
        // 0: p = 0.45              z = 4
        // 6: p = 0.45 + 0.055      z = 4 + 0.4 = 4.4        p = 0.505
        // 0: p = 0.4545            z = 4.4
        // 0: p = 0.40905           z = 4.4
        // 2: p = 0.468145          z = 4.4 − 0.48 = 3.92    forecast 1.8351284
        let (p, z) = Tsb { size: 0.2, chance: 0.1 }.run((0.5, 4.0), [0.0, 6.0, 0.0, 0.0, 2.0].into_iter());
        assert!((p - 0.468_145).abs() < 1e-12 && (z - 3.92).abs() < 1e-12);
        assert!((p * z - 1.835_128_4).abs() < 1e-9);
    }

    #[test]
    fn an_item_that_died_half_a_year_ago_is_hardly_expected() {
        let first = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
        let sold = (0..365).map(|t| Some(if t < 180 && t % 4 == 0 { 3.0 } else { 0.0 }));
        let found = Tsb::default().fit_predict(&Demand::new(first, sold).unwrap(), 7).unwrap();
        assert!(found.per_day[0] < 0.01, "{}", found.per_day[0]);
    }

    #[test]
    fn days_out_of_stock_say_nothing() {
        let first = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
        let sold = |t: usize| Some(if t.is_multiple_of(4) { 2.0 } else { 0.0 });
        let full = Demand::new(first, (0..200).map(sold)).unwrap();
        let gap = Demand::new(first, (0..200).map(sold).chain((0..100).map(|_| None))).unwrap();
        let found = |demand: &Demand| Tsb::default().fit_predict(demand, 1).unwrap().per_day;
        assert_eq!(found(&full), found(&gap));
    }
}
