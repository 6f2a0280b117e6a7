//! Which model forecasts an SKU best (模型选择): a rolling back-test on its own past.
//!
//! From several past days, the origins, every model forecasts the weeks that came after with nothing but what was known then.
//! The smallest error wins; of equals the simplest. The same weekday of last week takes part, so the winner is never worse.
//!
//! Errors are taken on totals, because an order is for weeks, and because on single days of a slow item a forecast of nothing strays
//! least and would always win. The total is of a week where a week sells some pieces, else of a stretch of four weeks, else of all
//! stretches together: see [`Span`].
//!
//! `WAPE = Σ|e| ÷ Σ y`, `bias = Σ e ÷ Σ y`, `e = forecast − sold`; both are kept as their parts. Days out of stock are left out of both.
//! Source: Hyndman, Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., 5.8 and 5.10.

use chrono::NaiveDate;

use super::event::{Mark, marks};
use super::intermittent::Tsb;
use super::mean::{MovingMean, SeasonalNaive, WEEK};
use super::profile::{Category, Profile, before, seasoned};
use super::trend_season::TrendSeason;
use super::{Demand, Forecast, ForecastError, Forecaster, Result, check, level};
use crate::domain::replenish::{Basis, DemandPlan, Refused};
use crate::locale::Lang;

/// A model that takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Model {
    SeasonalNaive,
    MovingMean,
    Tsb,
    TrendSeason,
}

/// A model, and whether season and events are taken out before it looks and put back afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Method {
    pub model: Model,
    pub seasoned: bool,
}

impl Method {
    /// The yardstick.
    pub const YARDSTICK: Self = Self { model: Model::SeasonalNaive, seasoned: false };

    /// Everything that may take part, the simplest first.
    pub const ALL: [Self; 6] = [
        Self::YARDSTICK,
        Self { model: Model::MovingMean, seasoned: false },
        Self { model: Model::MovingMean, seasoned: true },
        Self { model: Model::Tsb, seasoned: false },
        Self { model: Model::Tsb, seasoned: true },
        Self { model: Model::TrendSeason, seasoned: true },
    ];

    /// The name of the method.
    pub fn named(self, lang: Lang) -> String {
        let key = match self.model {
            Model::SeasonalNaive => "replenish.model_naive",
            Model::MovingMean => "replenish.model_mean",
            Model::Tsb => "replenish.model_tsb",
            Model::TrendSeason => "replenish.model_trend",
        };
        let name = lang.t(key).to_owned();
        if self.seasoned { lang.f("replenish.model_seasoned", &[("model", &name)]) } else { name }
    }

    fn forecaster(self) -> &'static dyn Forecaster {
        const MEAN: MovingMean = MovingMean { days: 28 };
        const TSB: Tsb = Tsb { size: 0.1, chance: 0.03 };
        const TREND: TrendSeason = TrendSeason { period: WEEK, seasons: 20, trusted: 4 };
        match self.model {
            Model::SeasonalNaive => &SeasonalNaive,
            Model::MovingMean => &MEAN,
            Model::Tsb => &TSB,
            Model::TrendSeason => &TREND,
        }
    }
}

/// The days over whose total an error is taken: the shortest that sells [`Span::ENOUGH`] pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    #[default]
    Week,
    Stretch,
    Whole,
}

impl Span {
    /// Pieces from which on the middle of a Poisson number is near its mean.
    pub const ENOUGH: f64 = 5.0;

    /// The span for an item that sells `per_day`.
    fn of(per_day: f64, stretch: usize) -> Self {
        if per_day * WEEK as f64 >= Self::ENOUGH {
            Self::Week
        } else if per_day * stretch as f64 >= Self::ENOUGH {
            Self::Stretch
        } else {
            Self::Whole
        }
    }
}

/// Errors of a method over all origins, in pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    pub span: Span,
    /// Σ|e| over totals of the span.
    pub absolute: f64,
    /// Σ e, above zero when too much was expected.
    pub signed: f64,
    /// Σ y.
    pub sold: f64,
    /// Σ e² over weeks, and the known days in them.
    squares: f64,
    days: f64,
}

impl Score {
    /// Share of sales by which the forecast strayed; `None` when nothing was sold.
    pub fn wape(&self) -> Option<f64> {
        (self.sold > 0.0).then(|| self.absolute / self.sold)
    }

    /// Share of sales by which too much was expected; `None` when nothing was sold.
    pub fn bias(&self) -> Option<f64> {
        (self.sold > 0.0).then(|| self.signed / self.sold)
    }

    /// Standard deviation of a day: that of a week's error spread over its days. Of a slow item, whose few weeks may have gone by
    /// without a sale, not below that of pure chance at what is `expected` (Poisson).
    fn sd(&self, expected: &[f64]) -> Option<f64> {
        let chance = match self.span {
            Span::Week => 0.0,
            Span::Stretch | Span::Whole => expected.iter().sum::<f64>() / expected.len().max(1) as f64,
        };
        (self.days > 0.0).then(|| (self.squares / self.days).max(chance).sqrt())
    }

    /// Adds a stretch: what was `expected` beside what was `sold`.
    fn add(&mut self, expected: &[f64], sold: &[f64]) {
        let (mut absolute, mut signed) = (0.0, 0.0);
        for (expected, sold) in expected.chunks(WEEK).zip(sold.chunks(WEEK)) {
            let known = expected.iter().zip(sold).filter(|(_, y)| !y.is_nan());
            let (days, sum, y) =
                known.fold((0.0, 0.0, 0.0), |(days, sum, total), (f, y)| (days + 1.0, sum + f, total + y));
            let error: f64 = sum - y;
            absolute += error.abs();
            signed += error;
            self.sold += y;
            self.squares += error * error;
            self.days += days;
        }
        self.signed += signed;
        match self.span {
            Span::Week => self.absolute += absolute,
            Span::Stretch => self.absolute += signed.abs(),
            Span::Whole => self.absolute = self.signed.abs(),
        }
    }
}

/// How far a method came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// It forecast from every origin.
    Tested(Score),
    /// It was far behind half-way and was given up to save time; the score is of the latest origins only.
    GivenUp(Score),
    /// It could not forecast from every origin.
    Failed,
}

/// How a method did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    pub method: Method,
    pub verdict: Verdict,
}

impl Trial {
    /// The score over all origins; `None` when there is none.
    pub const fn score(&self) -> Option<Score> {
        match self.verdict {
            Verdict::Tested(score) => Some(score),
            Verdict::GivenUp(_) | Verdict::Failed => None,
        }
    }
}

/// The chosen forecast of an SKU with the reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Selected {
    pub winner: Method,
    pub forecast: Forecast,
    /// Every method that took part, in the order of [`Method::ALL`]. Empty when the history is too short to try any.
    pub trials: Vec<Trial>,
    /// First days of the stretches that were forecast in the back-test, the latest first.
    pub origins: Vec<NaiveDate>,
    /// Factors of season and events, those of the winner when it is seasoned.
    pub profile: Profile,
    pub days_used: u32,
    pub days_left_out: u32,
}

impl Selected {
    /// How the winner did; `None` when nothing could be tried.
    pub fn score(&self) -> Option<Score> {
        self.trials.iter().find(|trial| trial.method == self.winner).and_then(Trial::score)
    }

    /// The forecast as the replenishment rule takes it, `shown` days of it told in its basis. Errors: [`Refused::Demand`] when the horizon
    /// was 0 or longer than a plan.
    pub fn plan(&self, shown: usize) -> std::result::Result<DemandPlan, Refused> {
        let shown = self.forecast.per_day.len().min(shown.max(1));
        let days = marks(self.forecast.first, shown);
        let profile = if self.winner.seasoned { &self.profile } else { &Profile::FLAT };
        let mean = |pick: fn((f64, f64)) -> f64| {
            days.iter().map(|mark| pick(profile.season(*mark))).sum::<f64>() / shown.max(1) as f64
        };
        let plain = days.iter().zip(&self.forecast.per_day).map(|(mark, expected)| expected / profile.factor(*mark));
        let basis = Basis {
            days_used: self.days_used,
            days_left_out: self.days_left_out,
            base_per_day: plain.sum::<f64>() / shown.max(1) as f64,
            season: mean(|(month, _)| month),
            events: mean(|(_, event)| event),
        };
        DemandPlan::new(self.forecast.first, self.forecast.per_day.clone(), self.forecast.sd, Some(basis))
    }
}

/// Tries the methods and takes the best.
#[derive(Debug, Clone, Copy)]
pub struct Selector {
    /// Stretches of the past that are forecast.
    pub origins: usize,
    /// Days of a stretch.
    pub stretch: usize,
}

impl Default for Selector {
    fn default() -> Self {
        Self { origins: 4, stretch: 4 * WEEK }
    }
}

impl Selector {
    /// Days up to which profiles of a category are asked for when histories end before `end`; for [`Category::new`].
    pub fn ends(&self, end: NaiveDate) -> Vec<NaiveDate> {
        (0..=self.origins).filter_map(|k| before(end, k * self.stretch.max(1))).collect()
    }

    /// Lengths of history at which the back-test starts, and how many days it then forecasts. A history of less than four stretches is
    /// tried on weeks.
    fn starts(&self, days: usize) -> (Vec<usize>, usize) {
        let stretch = self.stretch.max(1);
        let (stretch, least) = if days >= 4 * stretch { (stretch, stretch) } else { (WEEK, 2 * WEEK) };
        let starts = (1..=self.origins).filter_map(|k| days.checked_sub(k * stretch)).filter(|start| *start >= least);
        (starts.collect(), stretch)
    }

    /// Forecasts `horizon` days by the method that did best. `category` lends its season and events to what the SKU's own history
    /// cannot tell. Errors: [`ForecastError`], when nothing at all is known.
    pub fn select(&self, history: &Demand, horizon: usize, category: Option<&Category>) -> Result<Selected> {
        check(history, horizon)?;
        let (starts, stretch) = self.starts(history.len());
        let marks = marks(history.first(), history.len() + horizon.max(stretch));
        let methods = Method::ALL.into_iter().filter(|m| m.model != Model::TrendSeason || rich(history));
        let tested: Vec<f64> = starts
            .iter()
            .flat_map(|start| history.raw().iter().skip(*start).take(stretch))
            .copied()
            .filter(|y| !y.is_nan())
            .collect();
        let span = Span::of(tested.iter().sum::<f64>() / tested.len().max(1) as f64, stretch);
        let begun = Verdict::Tested(Score { span, ..Score::default() });
        let mut trials: Vec<Trial> = methods.map(|method| Trial { method, verdict: begun }).collect();
        let mut origins = Vec::new();
        for start in starts {
            let sold: Vec<f64> = history.raw().iter().skip(start).take(stretch).copied().collect();
            let then = Past::new(history.until(start), &marks, category);
            if then.history.known() < WEEK || sold.iter().all(|y| y.is_nan()) {
                continue;
            }
            origins.push(history.day(start));
            then.judge(&mut trials, &sold, &marks);
            if origins.len() * 2 == self.origins {
                give_up(&mut trials);
            }
        }
        let now = Past::new(history.clone(), &marks, category);
        let (winner, mut forecast) = if origins.is_empty() {
            // Nothing to judge by.
            trials.clear();
            now.untried(horizon, &marks)?
        } else {
            now.best(&trials, horizon, &marks)?
        };
        let score = trials.iter().find(|trial| trial.method == winner).and_then(Trial::score);
        forecast.sd = score.and_then(|score| score.sd(&forecast.per_day)).unwrap_or(forecast.sd);
        let known = history.known();
        Ok(Selected {
            winner,
            forecast,
            trials,
            origins,
            profile: now.profile,
            days_used: known as u32,
            days_left_out: (history.len() - known) as u32,
        })
    }
}

impl Forecaster for Selector {
    fn fit_predict(&self, history: &Demand, horizon: usize) -> Result<Forecast> {
        self.select(history, horizon, None).map(|selected| selected.forecast)
    }
}

/// What was known on a day, with what all methods need of it.
struct Past {
    history: Demand,
    profile: Profile,
    plain: Demand,
}

impl Past {
    fn new(history: Demand, marks: &[Mark], category: Option<&Category>) -> Self {
        let prior = category.map_or(Profile::FLAT, |category| category.profile(history.end()));
        let profile = Profile::learn(&history, marks, &prior);
        let plain = profile.plain(&history, marks);
        Self { history, profile, plain }
    }

    fn forecast(&self, method: Method, horizon: usize, marks: &[Mark]) -> Result<Forecast> {
        if method.seasoned {
            seasoned(method.forecaster(), &self.history, &self.plain, horizon, &self.profile, marks)
        } else {
            method.forecaster().fit_predict(&self.history, horizon)
        }
    }

    /// Adds to every trial how its method forecasts what was `sold`.
    fn judge(&self, trials: &mut [Trial], sold: &[f64], marks: &[Mark]) {
        for trial in trials {
            if let Verdict::Tested(score) = &mut trial.verdict {
                match self.forecast(trial.method, sold.len(), marks) {
                    Ok(found) => score.add(&found.per_day, sold),
                    Err(_) => trial.verdict = Verdict::Failed,
                }
            }
        }
    }

    /// The mean of what is known, with the season of the category; without, where all that is known are days on which hardly anything sells.
    fn untried(&self, horizon: usize, marks: &[Mark]) -> Result<(Method, Forecast)> {
        let seasoned = Method { model: Model::MovingMean, seasoned: true };
        let plain = Method { seasoned: false, ..seasoned };
        self.forecast(seasoned, horizon, marks)
            .map(|found| (seasoned, found))
            .or_else(|_| self.forecast(plain, horizon, marks).map(|found| (plain, found)))
    }

    /// The forecast of the best method that can make one.
    fn best(&self, trials: &[Trial], horizon: usize, marks: &[Mark]) -> Result<(Method, Forecast)> {
        let mut ranked: Vec<(f64, Method)> =
            trials.iter().filter_map(|trial| trial.score().map(|score| (score.absolute, trial.method))).collect();
        // Stable, so that of equals the simplest comes first.
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut problem = ForecastError::NoHistory;
        for (_, method) in ranked {
            match self.forecast(method, horizon, marks) {
                Ok(found) => return Ok((method, found)),
                Err(error) => problem = error,
            }
        }
        Err(problem)
    }
}

/// Gives up the expensive model where it is more than a tenth behind the best.
fn give_up(trials: &mut [Trial]) {
    let best = trials.iter().filter_map(Trial::score).map(|score| score.absolute).fold(f64::INFINITY, f64::min);
    for trial in trials.iter_mut().filter(|trial| trial.method.model == Model::TrendSeason) {
        if let Some(score) = trial.score().filter(|score| score.absolute > 1.1 * best) {
            trial.verdict = Verdict::GivenUp(score);
        }
    }
}

/// Sales that the expensive model has something to see in: in the last 26 weeks at least 17 known, at least two pieces a day, and a sale
/// on most days.
fn rich(history: &Demand) -> bool {
    const SEEN: usize = 26 * WEEK;
    let recent = history.raw().iter().rev().take(SEEN).filter(|y| !y.is_nan());
    let (known, sold, sum) =
        recent.fold((0, 0, 0.0), |(known, sold, sum), y| (known + 1, sold + usize::from(*y > 0.0), sum + y));
    known >= 17 * WEEK && sold * 10 >= known * 7 && sum >= 2.0 * known as f64 && level(history).0 > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::forecast::event::Phase;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    /// Numbers that look random and are always the same, from 0 to 1.
    fn noise() -> impl FnMut() -> f64 {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f64 / (1_u64 << 24) as f64
        }
    }

    fn series(days: usize, mut value: impl FnMut(usize, Mark) -> Option<f64>) -> Demand {
        let marks = marks(day(2024, 1, 1), days);
        Demand::new(day(2024, 1, 1), marks.iter().enumerate().map(|(t, mark)| value(t, *mark))).unwrap()
    }

    #[test]
    fn the_score_is_what_a_hand_finds() {
        // A week of 2 expected, 1 sold, and a day of 2 expected, 5 sold; one day unknown.
        let mut score = Score::default();
        score.add(&[2.0; 8], &[1.0, 1.0, 1.0, f64::NAN, 1.0, 1.0, 1.0, 5.0]);
        assert_eq!((score.absolute, score.signed, score.sold), (9.0, 3.0, 11.0));
        assert_eq!(score.wape(), Some(9.0 / 11.0));
        assert_eq!(score.bias(), Some(3.0 / 11.0));
    }

    #[test]
    fn a_piece_now_and_then_is_expected_now_and_then_and_not_never() {
        // One piece every 40 days, the last 20 days ago: a forecast of nothing strays least on most days and weeks.
        let demand = series(700, |t, _| Some(if t % 40 == 39 { 1.0 } else { 0.0 }));
        let found = Selector::default().select(&demand, 80, None).unwrap();
        assert_eq!(found.score().unwrap().span, Span::Whole);
        let expected: f64 = found.forecast.per_day.iter().sum();
        assert!((1.0..3.0).contains(&expected), "{:?} expects {expected} in 80 days", found.winner);
    }

    #[test]
    fn a_steady_item_is_forecast_by_its_mean_and_not_by_last_weeks_noise() {
        let mut random = noise();
        let demand = series(400, |_, _| Some((random() * 20.0).floor()));
        let found = Selector::default().select(&demand, 28, None).unwrap();
        assert_ne!(found.winner, Method::YARDSTICK);
        let week: f64 = found.forecast.per_day.iter().take(7).sum();
        assert!((week - 66.5).abs() < 14.0, "{week}");
        assert_eq!(found.origins.first(), Some(&demand.day(400 - 28)));
    }

    #[test]
    fn growing_sales_go_to_the_model_with_a_trend() {
        let mut random = noise();
        let demand = series(360, |t, mark| {
            let week = if mark.weekday >= 5 { 1.5 } else { 1.0 };
            Some(((10.0 + t as f64 / 4.0) * week * (0.9 + 0.2 * random())).round())
        });
        let found = Selector::default().select(&demand, 28, None).unwrap();
        assert_eq!(found.winner.model, Model::TrendSeason, "{:?}", found.trials);
        let naive = found.trials[0].score().unwrap();
        assert!(found.score().unwrap().absolute < 0.8 * naive.absolute);
    }

    #[test]
    fn double_eleven_comes_back_in_the_forecast() {
        let mut random = noise();
        let demand = series(669, |_, mark| {
            let factor = match mark.phase {
                Some(Phase::DoubleEleven) => 6.0,
                Some(Phase::SpringRest) => 0.1,
                _ => 1.0,
            };
            Some((20.0 * factor * (0.8 + 0.4 * random())).round())
        });
        // Until 30 October 2025; the same window a year before had the event.
        let found = Selector::default().select(&demand, 28, None).unwrap();
        let plan = found.plan(28).unwrap();
        assert_eq!(plan.first(), day(2025, 10, 31));
        if found.winner.seasoned {
            let on_the_day = found.forecast.per_day[11];
            assert!(on_the_day > 80.0, "{on_the_day} on 11 November");
            assert!(plan.basis().unwrap().events > 1.2);
        } else {
            panic!("{:?}", found.trials);
        }
    }

    #[test]
    fn days_out_of_stock_do_not_pull_the_forecast_down() {
        let mut random = noise();
        let demand = series(300, |t, _| (t % 10 < 6).then(|| (8.0 + 4.0 * random()).round()));
        let found = Selector::default().select(&demand, 10, None).unwrap();
        let mean = found.forecast.per_day.iter().sum::<f64>() / 10.0;
        assert!((mean - 10.0).abs() < 1.0, "{mean}");
        assert_eq!((found.days_used, found.days_left_out), (180, 120));
    }

    #[test]
    fn an_sku_born_in_the_spring_holiday_of_a_category_that_rests_is_forecast_too() {
        let category = series(731, |_, mark| Some(if mark.phase == Some(Phase::SpringRest) { 0.0 } else { 500.0 }));
        let category = Category::new(category, &[]);
        // New year's day of 2026 is 17 February.
        let sku = Demand::new(day(2026, 2, 17), [Some(1.0), Some(0.0), Some(2.0)]).unwrap();
        let found = Selector::default().select(&sku, 7, Some(&category)).unwrap();
        assert_eq!(found.forecast.per_day, [1.0; 7]);
    }

    #[test]
    fn too_little_to_try_is_forecast_all_the_same_and_nothing_is_an_error() {
        let found = Selector::default().select(&series(5, |_, _| Some(2.0)), 3, None).unwrap();
        assert!(found.trials.is_empty() && found.score().is_none());
        assert!((found.forecast.per_day[0] - 2.0).abs() < 1e-9);
        let nothing = Selector::default().select(&series(90, |_, _| None), 3, None);
        assert_eq!(nothing, Err(ForecastError::NoHistory));
    }
}
