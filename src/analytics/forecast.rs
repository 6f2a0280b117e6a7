//! What will be sold, day by day (需求预测).
//!
//! Every model stands behind [`Forecaster`] and sees a [`Demand`]: pieces a day, where a day without stock is *unknown* and not zero.
//! [`select`] tries the models on the SKU's own past and takes the one that would have been best, never one that would have been worse
//! than the same weekday of last week. Season and events ([`profile`]) are taken out before a model looks and put back afterwards.
//!
//! Nothing here panics, whatever it is given; what cannot be forecast is a [`ForecastError`]. Everything is `Send + Sync`, so callers
//! spread SKUs over threads as they like.

pub mod event;
pub mod intermittent;
pub mod mean;
pub mod profile;
pub mod select;
pub mod trend_season;

use std::fmt;

use chrono::{Days, NaiveDate};
use thiserror::Error;

use crate::locale::Said;

/// Why there is no forecast.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ForecastError {
    /// No day is known: nothing was ever in stock, or the SKU is new.
    #[error("there is no day with known sales to forecast from")]
    NoHistory,
    #[error("a day's sales must be from 0 to 1,000,000,000 pieces, not {value} on {day}")]
    NotSales { day: NaiveDate, value: f64 },
    #[error("a history may have {max} days and a forecast as many, not {days}", max = Demand::LONGEST)]
    TooLong { days: usize },
    #[error("the dates go beyond the calendar")]
    Dates,
    /// The model needs more history than there is.
    #[error("this model needs {needs} days of history, there are {known}")]
    TooShort { needs: usize, known: usize },
    /// The model found no fit; the text is the crate's.
    #[error("the model did not fit: {0}")]
    NoFit(String),
}

impl ForecastError {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        match self {
            Self::NoHistory => Said::new("replenish.no_history"),
            Self::NotSales { day, .. } => Said::new("replenish.not_sales").with("day", day),
            Self::TooLong { .. } | Self::Dates => Said::new("replenish.too_long"),
            Self::TooShort { needs, known } => {
                Said::new("replenish.too_short").with("needs", needs).with("known", known)
            }
            Self::NoFit(_) => Said::new("replenish.no_fit"),
        }
    }
}

/// The result of a forecast.
pub type Result<T> = std::result::Result<T, ForecastError>;

/// Pieces sold a day from `first` on, one value for each day; days on which the SKU was out of stock are unknown (缺货日不计).
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    first: NaiveDate,
    /// NaN where unknown, else from 0 to [`Demand::MOST`].
    values: Vec<f64>,
}

impl Demand {
    /// Days a history may have: 20 years.
    pub const LONGEST: usize = 7_305;
    /// Pieces a day may have.
    pub const MOST: f64 = 1e9;

    /// `sold` on each day, `None` where it is unknown. Errors: [`ForecastError::NotSales`], [`ForecastError::TooLong`],
    /// [`ForecastError::Dates`].
    pub fn new(first: NaiveDate, sold: impl IntoIterator<Item = Option<f64>>) -> Result<Self> {
        let values: Vec<f64> =
            sold.into_iter().take(Self::LONGEST + 1).map(|value| value.unwrap_or(f64::NAN)).collect();
        // A given NaN is as unknown as none.
        if let Some(wrong) = values.iter().position(|v| !v.is_nan() && !(0.0..=Self::MOST).contains(v)) {
            let day = first.checked_add_days(Days::new(wrong as u64)).ok_or(ForecastError::Dates)?;
            return Err(ForecastError::NotSales { day, value: values.get(wrong).copied().unwrap_or(f64::NAN) });
        }
        if values.len() > Self::LONGEST {
            return Err(ForecastError::TooLong { days: values.len() });
        }
        // A history and the longest forecast after it must have dates.
        first.checked_add_days(Days::new(2 * Self::LONGEST as u64)).ok_or(ForecastError::Dates)?;
        Ok(Self { first, values })
    }

    /// The first day.
    pub const fn first(&self) -> NaiveDate {
        self.first
    }

    /// The day after the last.
    pub fn end(&self) -> NaiveDate {
        self.day(self.values.len())
    }

    /// The date of a day by its place.
    pub fn day(&self, at: usize) -> NaiveDate {
        self.first.checked_add_days(Days::new(at as u64)).unwrap_or(self.first)
    }

    /// Days, known and unknown.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// What was sold on each day; `None` where it is unknown.
    pub fn days(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        self.values.iter().map(|value| (!value.is_nan()).then_some(*value))
    }

    /// What was sold on the known days, latest first.
    pub fn latest_known(&self) -> impl Iterator<Item = f64> + '_ {
        self.values.iter().rev().copied().filter(|value| !value.is_nan())
    }

    /// How many days are known.
    pub fn known(&self) -> usize {
        self.values.iter().filter(|value| !value.is_nan()).count()
    }

    /// The first `days` days, as they were known then.
    #[must_use]
    pub fn until(&self, days: usize) -> Self {
        Self { first: self.first, values: self.values.iter().take(days).copied().collect() }
    }

    /// Values by place, NaN where unknown.
    pub(crate) fn raw(&self) -> &[f64] {
        &self.values
    }

    /// The same days with other values; what is no number from 0 to [`Demand::MOST`] becomes unknown.
    pub(crate) fn with(&self, values: impl Iterator<Item = f64>) -> Self {
        let values = values.map(|v| if (0.0..=Self::MOST).contains(&v) { v } else { f64::NAN }).collect();
        Self { first: self.first, values }
    }
}

/// Pieces expected on each day from `first` on.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    pub first: NaiveDate,
    /// Finite and not below zero.
    pub per_day: Vec<f64>,
    /// Standard deviation of a day's demand around the forecast, in pieces.
    pub sd: f64,
}

impl Forecast {
    /// Cleans the points of a model: below zero becomes zero, what is no number the mean of the known days.
    pub(crate) fn after(history: &Demand, points: Vec<f64>) -> Self {
        let (mean, sd) = level(history);
        let per_day =
            points.into_iter().map(|p| if p.is_finite() { p.clamp(0.0, Demand::MOST) } else { mean }).collect();
        Self { first: history.end(), per_day, sd }
    }
}

/// Mean of the latest 91 known days and their standard deviation, not below that of pure chance at this mean (Poisson).
fn level(history: &Demand) -> (f64, f64) {
    let (count, sum, squares) = history
        .latest_known()
        .take(91)
        .fold((0.0, 0.0, 0.0), |(count, sum, squares), v| (count + 1.0, sum + v, squares + v * v));
    if count < 1.0 {
        return (0.0, 0.0);
    }
    let mean: f64 = sum / count;
    let variance = (squares / count - mean * mean).max(mean).max(0.0);
    (mean, variance.sqrt())
}

/// A way to forecast.
pub trait Forecaster: Send + Sync + fmt::Debug {
    /// Expects `horizon` days after the history. Errors: see [`ForecastError`]; a horizon of 0 is an empty forecast.
    fn fit_predict(&self, history: &Demand, horizon: usize) -> Result<Forecast>;
}

/// Refuses what no model can forecast.
pub(crate) fn check(history: &Demand, horizon: usize) -> Result<()> {
    if horizon > Demand::LONGEST {
        return Err(ForecastError::TooLong { days: horizon });
    }
    if history.known() == 0 {
        return Err(ForecastError::NoHistory);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
