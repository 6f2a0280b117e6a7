//! The plain models: the same weekday of last week, and the mean of the last weeks.

use super::{Demand, Forecast, Forecaster, Result, check, level};

/// Days in a week, the season of daily sales.
pub(super) const WEEK: usize = 7;

/// Each day sells what the same weekday last sold (季节性朴素法). The yardstick: whatever is not better is not worth its trouble.
#[derive(Debug, Clone, Copy, Default)]
pub struct SeasonalNaive;

impl Forecaster for SeasonalNaive {
    fn fit_predict(&self, history: &Demand, horizon: usize) -> Result<Forecast> {
        check(history, horizon)?;
        let values = history.raw();
        let (mean, _) = level(history);
        // The latest known value of each weekday, counted from the day after the history.
        let week: Vec<f64> = (0..WEEK)
            .map(|ahead| {
                values
                    .iter()
                    .rev()
                    .skip(WEEK - 1 - ahead)
                    .step_by(WEEK)
                    .copied()
                    .find(|value| !value.is_nan())
                    .unwrap_or(mean)
            })
            .collect();
        Ok(Forecast::after(history, week.into_iter().cycle().take(horizon).collect()))
    }
}

/// Each day sells the mean of the latest known days (移动平均).
#[derive(Debug, Clone, Copy)]
pub struct MovingMean {
    /// Known days that count.
    pub days: usize,
}

impl Default for MovingMean {
    fn default() -> Self {
        Self { days: 28 }
    }
}

impl Forecaster for MovingMean {
    fn fit_predict(&self, history: &Demand, horizon: usize) -> Result<Forecast> {
        check(history, horizon)?;
        let (count, sum) =
            history.latest_known().take(self.days.max(1)).fold((0.0, 0.0), |(count, sum), v| (count + 1.0, sum + v));
        Ok(Forecast::after(history, vec![sum / count; horizon]))
    }
}
