//! Items with a rich history: seasonal and trend decomposition by loess (MSTL), its trend carried on by exponential smoothing (ETS).
//!
//! Wraps the `augurs` crates. Their seasonal ETS panics, so the season is MSTL's and the ETS is never seasonal. What they would stumble
//! over is kept from them: gaps are filled, numbers scaled to around 1, short histories and constants do without.
//! Sources: Bandara, Hyndman, Bergmeir (2021), arXiv 2107.13462; Hyndman et al. (2008), *Forecasting with Exponential Smoothing*.

use std::borrow::Cow;

use augurs_core::prelude::*;
use augurs_ets::model::{ErrorComponent, Model, ModelType, SeasonalComponent, TrendComponent, Unfit};
use augurs_mstl::{FittedTrendModel, MSTLModel, TrendModel};

use super::mean::WEEK;
use super::{Demand, Forecast, ForecastError, Forecaster, Result, check, level};

/// MSTL with one season of `period` days, its trend smoothed exponentially: level, linear or damped.
#[derive(Debug, Clone, Copy)]
pub struct TrendSeason {
    /// Days of a season.
    pub period: usize,
    /// Latest seasons that are looked at: older ones say little about the trend and cost time.
    pub seasons: usize,
    /// Seasons for which a trend is carried on; after them it stays where it is.
    pub trusted: usize,
}

impl Default for TrendSeason {
    fn default() -> Self {
        Self { period: WEEK, seasons: 20, trusted: 4 }
    }
}

impl TrendSeason {
    /// Seasons below which there is nothing to decompose.
    const LEAST: usize = 4;

    /// The latest days with gaps filled, divided by `scale`.
    fn recent(self, history: &Demand, scale: f64) -> Vec<f64> {
        let values = history.raw();
        let start = values.len().saturating_sub(self.seasons * self.period);
        let from = values.iter().skip(start).position(|v| !v.is_nan()).unwrap_or(0) + start;
        let at = |t: Option<usize>| t.and_then(|t| values.get(t)).copied().filter(|v| !v.is_nan());
        // A gap has the mean of the same day in the seasons around it, the nearest that are known.
        let filled = |t: usize| {
            let reach = 1..=self.seasons;
            let before = reach.clone().find_map(|k| at(t.checked_sub(k * self.period)));
            let after = reach.clone().find_map(|k| at(t.checked_add(k * self.period)));
            match (before, after) {
                (Some(a), Some(b)) => f64::midpoint(a, b),
                (Some(one), None) | (None, Some(one)) => one,
                (None, None) => scale,
            }
        };
        values
            .iter()
            .enumerate()
            .skip(from)
            .map(|(t, v)| if v.is_nan() { filled(t) } else { *v })
            .map(|v| v / scale)
            .collect()
    }
}

impl Forecaster for TrendSeason {
    fn fit_predict(&self, history: &Demand, horizon: usize) -> Result<Forecast> {
        check(history, horizon)?;
        let fitting = Self { period: self.period.clamp(2, 366), ..*self };
        let (mean, _) = level(history);
        if mean <= 0.0 {
            return Ok(Forecast::after(history, vec![0.0; horizon]));
        }
        let recent = fitting.recent(history, mean);
        let needs = (Self::LEAST * fitting.period).max(20);
        let known = history.latest_known().take(needs).count().min(recent.len());
        if known < needs {
            return Err(ForecastError::TooShort { needs, known });
        }
        let first = recent.first().copied().unwrap_or_default();
        if recent.iter().all(|v| (v - first).abs() < 1e-9) {
            return Ok(Forecast::after(history, vec![first * mean; horizon]));
        }
        let trusted = (fitting.trusted.max(1) * fitting.period).min(horizon);
        let mut points = decomposed(&recent, fitting.period, trusted)?;
        for point in &mut points {
            *point *= mean;
        }
        // The last season of what is trusted repeats itself.
        while points.len() < horizon {
            let again = points.len().checked_sub(fitting.period).and_then(|at| points.get(at)).copied();
            points.push(again.unwrap_or(mean));
        }
        Ok(Forecast::after(history, points))
    }
}

/// `values` are finite, around 1, not all the same, and at least four periods.
fn decomposed(values: &[f64], period: usize, horizon: usize) -> Result<Vec<f64>> {
    let no_fit = |error: &dyn std::error::Error| ForecastError::NoFit(error.to_string());
    let model = MSTLModel::new(vec![period], Smoothing);
    let fitted = model.fit(values).map_err(|e| no_fit(&e))?;
    let found = fitted.predict(horizon, None::<f64>).map_err(|e| no_fit(&e))?;
    if found.point.len() == horizon && found.point.iter().all(|p| p.is_finite()) {
        Ok(found.point)
    } else {
        Err(ForecastError::NoFit("no finite forecast".to_owned()))
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync + 'static>;

/// The best by AICc of ETS(A,N,N), ETS(A,A,N) and ETS(A,Ad,N). The crate's own search, `AutoETS`, tries the same three at several times
/// the price: it always fits all, forecasts three steps at every step of its search, and makes up to two thousand of them.
#[derive(Debug)]
struct Smoothing;

impl TrendModel for Smoothing {
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("non-seasonal ETS with additive errors")
    }

    fn fit(&self, y: &[f64]) -> std::result::Result<Box<dyn FittedTrendModel + Sync + Send>, Failure> {
        // After so many steps of the search the likelihood moves in the third digit.
        const STEPS: usize = 150;
        let fit = |trend, damped| {
            Unfit::new(ModelType { error: ErrorComponent::Additive, trend, season: SeasonalComponent::None })
                .damped(damped)
                .nmse(1)
                .max_iterations(STEPS)
                .fit(y)
        };
        let level = fit(TrendComponent::None, false)?;
        // Not true of NaN, so that what did not fit is not taken.
        let better = |found: &Model, than: &Model| found.aicc() < than.aicc();
        let trend = fit(TrendComponent::Additive, false).ok().filter(|linear| better(linear, &level));
        // A trend that is no good as a line is hardly better bent.
        let best = trend.map_or(level, |linear| match fit(TrendComponent::Additive, true) {
            Ok(damped) if better(&damped, &linear) => damped,
            _ => linear,
        });
        Ok(Box::new(Carried(best)))
    }
}

/// A smoothed trend, ready to be carried on.
#[derive(Debug)]
struct Carried(Model);

impl FittedTrendModel for Carried {
    fn predict_inplace(
        &self,
        horizon: usize,
        level: Option<f64>,
        forecast: &mut augurs_core::Forecast,
    ) -> std::result::Result<(), Failure> {
        Ok(self.0.predict_inplace(horizon, level, forecast)?)
    }

    fn predict_in_sample_inplace(
        &self,
        level: Option<f64>,
        forecast: &mut augurs_core::Forecast,
    ) -> std::result::Result<(), Failure> {
        Ok(self.0.predict_in_sample_inplace(level, forecast)?)
    }

    fn training_data_size(&self) -> Option<usize> {
        Some(self.0.training_data_size())
    }
}
