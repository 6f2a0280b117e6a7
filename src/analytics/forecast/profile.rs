//! How sales go with weekday, month and event (季节指数): factors around 1, learned from an SKU's own past as far as that can tell, and
//! borrowed from its category for the rest.
//!
//! Each factor is pieces sold ÷ pieces expected, with some pieces of the category's factor mixed in: `(y + k·f₀) ÷ (ŷ + k)`. An SKU
//! that sold thousands has its own factors, one that sold three has its category's. This is the posterior mean of a gamma prior on a
//! Poisson rate (Gelman et al., *Bayesian Data Analysis*, 3rd ed., 2.6).

use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};

use super::event::{Mark, Phase, marks};
use super::{Demand, Forecast, Forecaster, Result, check};

/// Pieces of the category's factor mixed into the SKU's: the more, the more sales it takes to differ.
const WEEKDAY_PRIOR: f64 = 30.0;
const MONTH_PRIOR: f64 = 60.0;
const EVENT_PRIOR: f64 = 20.0;

/// No factor is outside.
const SANE: RangeInclusive<f64> = 0.02..=50.0;

/// Below this factor a day says nothing about ordinary days: one sale would count for many.
const TOO_QUIET: f64 = 0.2;

/// Days to either side of an event day from which its ordinary level is taken.
const AROUND: usize = 35;

/// Days of a year of whole weeks, so that a day is compared with its own weekday.
const YEAR: usize = 364;

/// Factors by weekday, month and phase of an event, each around 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Monday first.
    pub weekday: [f64; 7],
    /// January first; on detrended demand, event days left out.
    pub month: [f64; 12],
    /// By the order of [`Phase::ALL`].
    pub event: [f64; Phase::ALL.len()],
    /// What a year multiplies demand by, as far as two years tell; 1 when they do not.
    pub growth: f64,
}

impl Profile {
    /// Nothing is known: all factors are 1.
    pub const FLAT: Self = Self { weekday: [1.0; 7], month: [1.0; 12], event: [1.0; Phase::ALL.len()], growth: 1.0 };

    /// Learns from `history`, whose days `marks` describes from its first day on; `prior` fills what it cannot tell.
    pub fn learn(history: &Demand, marks: &[Mark], prior: &Self) -> Self {
        let days: Vec<(Mark, f64)> = marks.iter().copied().zip(history.raw().iter().copied()).collect();
        let growth = growth(&days);
        Self {
            weekday: weekdays(&days, prior),
            month: months(&days, growth, prior),
            event: events(&days, prior),
            growth,
        }
    }

    /// Month times event: what season does to a day.
    pub fn season(&self, mark: Mark) -> (f64, f64) {
        let month = self.month.get(usize::from(mark.month)).copied().unwrap_or(1.0);
        let event = mark.phase.and_then(|phase| self.event.get(phase as usize)).copied().unwrap_or(1.0);
        (month, event)
    }

    /// All three factors of a day.
    pub fn factor(&self, mark: Mark) -> f64 {
        let (month, event) = self.season(mark);
        (self.weekday.get(usize::from(mark.weekday)).copied().unwrap_or(1.0) * month * event)
            .clamp(*SANE.start(), *SANE.end())
    }

    /// History with season and events taken out.
    pub(super) fn plain(&self, history: &Demand, marks: &[Mark]) -> Demand {
        history.with(history.raw().iter().zip(marks).map(|(value, mark)| {
            let factor = self.factor(*mark);
            if factor < TOO_QUIET { f64::NAN } else { value / factor }
        }))
    }
}

fn shrunk(sold: f64, expected: f64, prior: f64, weight: f64) -> f64 {
    ((sold + weight * prior) / (expected + weight)).clamp(*SANE.start(), *SANE.end())
}

/// Known ordinary days: their place, mark and value.
fn ordinary(days: &[(Mark, f64)]) -> impl Iterator<Item = (usize, Mark, f64)> + '_ {
    days.iter().enumerate().filter(|(_, (mark, y))| mark.phase.is_none() && !y.is_nan()).map(|(t, (m, y))| (t, *m, *y))
}

/// The last year over the year before, by days that are known and ordinary in both.
fn growth(days: &[(Mark, f64)]) -> f64 {
    let (pairs, then, now) = days
        .iter()
        .zip(days.iter().skip(YEAR))
        .filter(|((m, y), (later, z))| m.phase.is_none() && later.phase.is_none() && !y.is_nan() && !z.is_nan())
        .fold((0, 0.0, 0.0), |(pairs, then, now), ((_, y), (_, z))| (pairs + 1, then + y, now + z));
    if pairs >= 90 && then >= 30.0 && now >= 30.0 { (now / then).clamp(0.25, 4.0) } else { 1.0 }
}

fn weekdays(days: &[(Mark, f64)], prior: &Profile) -> [f64; 7] {
    let mut cells = [(0.0, 0.0); 7];
    for (_, mark, y) in ordinary(days) {
        if let Some((count, sum)) = cells.get_mut(usize::from(mark.weekday)) {
            *count += 1.0;
            *sum += y;
        }
    }
    let (count, sum) = cells.iter().fold((0.0, 0.0), |(count, sum), cell| (count + cell.0, sum + cell.1));
    if count < 28.0 {
        return prior.weekday;
    }
    let mut found = prior.weekday;
    for (factor, (days, sold)) in found.iter_mut().zip(cells) {
        *factor = shrunk(sold, days * sum / count, *factor, WEEKDAY_PRIOR);
    }
    balanced(found)
}

/// The month index on detrended demand. Without a whole year in which every month was seen, season and trend cannot be told apart:
/// then it is the prior's.
fn months(days: &[(Mark, f64)], growth: f64, prior: &Profile) -> [f64; 12] {
    let mut cells = [(0.0, 0.0); 12];
    let a_day = growth.powf(1.0 / YEAR as f64);
    let mut trend = growth.powf(-(days.len() as f64) / YEAR as f64);
    for (mark, y) in days {
        trend *= a_day;
        if mark.phase.is_some() || y.is_nan() {
            continue;
        }
        if let Some((count, sum)) = cells.get_mut(usize::from(mark.month)) {
            *count += 1.0;
            *sum += y / trend;
        }
    }
    // June has ten ordinary days a year, February fewer when the festival is late.
    if days.len() < YEAR || cells.iter().any(|(count, _)| *count < 5.0) {
        return prior.month;
    }
    // The mean of the months' means, so that a month seen twice does not count double.
    let level = cells.iter().map(|(count, sum)| sum / count).sum::<f64>() / 12.0;
    let mut found = prior.month;
    for (factor, (count, sum)) in found.iter_mut().zip(cells) {
        *factor = shrunk(sum, count * level, *factor, MONTH_PRIOR);
    }
    balanced(found)
}

fn events(days: &[(Mark, f64)], prior: &Profile) -> [f64; Phase::ALL.len()] {
    // Running count and sum of known ordinary days.
    let mut running = Vec::with_capacity(days.len() + 1);
    running.push((0.0, 0.0));
    let mut total = (0.0, 0.0);
    for (mark, y) in days {
        if mark.phase.is_none() && !y.is_nan() {
            total = (total.0 + 1.0, total.1 + y);
        }
        running.push(total);
    }
    let mut cells = [(0.0, 0.0); Phase::ALL.len()];
    for (t, (mark, y)) in days.iter().enumerate() {
        let Some(cell) = mark.phase.and_then(|phase| cells.get_mut(phase as usize)) else { continue };
        let before = running.get(t.saturating_sub(AROUND)).copied().unwrap_or_default();
        let after = running.get((t + AROUND + 1).min(days.len())).copied().unwrap_or_default();
        let count = after.0 - before.0;
        if count >= 7.0 && !y.is_nan() {
            cell.0 += y;
            cell.1 += (after.1 - before.1) / count;
        }
    }
    let mut found = prior.event;
    for (factor, (sold, expected)) in found.iter_mut().zip(cells) {
        *factor = shrunk(sold, expected, *factor, EVENT_PRIOR);
    }
    found
}

/// Factors with a mean of 1.
fn balanced<const N: usize>(mut factors: [f64; N]) -> [f64; N] {
    let mean = factors.iter().sum::<f64>() / N as f64;
    if mean > 0.0 {
        for factor in &mut factors {
            *factor = (*factor / mean).clamp(*SANE.start(), *SANE.end());
        }
    }
    factors
}

/// A category (类目), from which its SKUs borrow. Knows its profile as it was at past days too, so that a back-test does not peek.
#[derive(Debug, Clone)]
pub struct Category {
    demand: Demand,
    marks: Vec<Mark>,
    ready: Vec<(NaiveDate, Profile)>,
}

impl Category {
    /// `demand` of all its SKUs together. `ends` are the days up to which profiles will be asked for often, such as
    /// [`super::select::Selector::ends`]; others are learned when asked for.
    pub fn new(demand: Demand, ends: &[NaiveDate]) -> Self {
        let marks = marks(demand.first(), demand.len());
        let mut category = Self { demand, marks, ready: Vec::new() };
        category.ready = ends.iter().map(|end| (*end, category.learn(*end))).collect();
        category
    }

    /// The profile as known on the morning of `end`.
    pub fn profile(&self, end: NaiveDate) -> Profile {
        let ready = self.ready.iter().find(|(day, _)| *day == end);
        ready.map_or_else(|| self.learn(end), |(_, profile)| profile.clone())
    }

    fn learn(&self, end: NaiveDate) -> Profile {
        let days = usize::try_from((end - self.demand.first()).num_days()).unwrap_or(0);
        Profile::learn(&self.demand.until(days), &self.marks, &Profile::FLAT)
    }
}

/// A model that sees demand without season and events, which are put back into its forecast.
#[derive(Debug, Clone)]
pub struct Seasoned<F> {
    pub model: F,
    /// What is borrowed where the history does not tell; [`Profile::FLAT`] when nothing is.
    pub prior: Profile,
}

impl<F: Forecaster> Forecaster for Seasoned<F> {
    fn fit_predict(&self, history: &Demand, horizon: usize) -> Result<Forecast> {
        check(history, horizon)?;
        let marks = marks(history.first(), history.len() + horizon);
        let profile = Profile::learn(history, &marks, &self.prior);
        let plain = profile.plain(history, &marks);
        seasoned(&self.model, history, &plain, horizon, &profile, &marks)
    }
}

/// Forecasts `plain` and puts the factors of the days after `history` back in.
pub(super) fn seasoned(
    model: &dyn Forecaster,
    history: &Demand,
    plain: &Demand,
    horizon: usize,
    profile: &Profile,
    marks: &[Mark],
) -> Result<Forecast> {
    let found = model.fit_predict(plain, horizon)?;
    let after = marks.iter().skip(history.len());
    let points = found.per_day.iter().zip(after).map(|(point, mark)| point * profile.factor(*mark)).collect();
    Ok(Forecast::after(history, points))
}

/// The day so many days before `end`.
pub(super) fn before(end: NaiveDate, days: usize) -> Option<NaiveDate> {
    end.checked_sub_days(Days::new(days as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::forecast::mean::MovingMean;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    /// Two years from 2024 on in which `value` tells the sales of a marked day.
    fn two_years(value: impl Fn(usize, Mark) -> f64) -> Demand {
        let marks = marks(day(2024, 1, 1), 731);
        Demand::new(day(2024, 1, 1), marks.iter().enumerate().map(|(t, mark)| Some(value(t, *mark)))).unwrap()
    }

    fn learn(demand: &Demand, prior: &Profile) -> Profile {
        Profile::learn(demand, &marks(demand.first(), demand.len()), prior)
    }

    #[test]
    fn summer_goods_that_double_every_year_have_a_summer_and_no_december() {
        // Sales double a year, smoothly; June to August sell three times as much as other months.
        let demand = two_years(|t, mark| {
            let trend = 2_f64.powf(t as f64 / 364.0);
            100.0 * trend * if (5..8).contains(&mark.month) { 3.0 } else { 1.0 }
        });
        let found = learn(&demand, &Profile::FLAT);
        assert!((found.growth - 2.0).abs() < 0.05, "{}", found.growth);
        // Mean of nine months at 1 and three at 3 is 1.5.
        for (month, index) in found.month.iter().enumerate() {
            let expected = if (5..8).contains(&month) { 2.0 } else { 1.0 / 1.5 };
            assert!((index - expected).abs() < 0.06, "{month}: {index}");
        }
    }

    #[test]
    fn double_eleven_sells_five_times_as_much_and_spring_nothing() {
        let demand = two_years(|_, mark| match mark.phase {
            Some(Phase::DoubleEleven) => 500.0,
            Some(Phase::SpringRest) => 0.0,
            _ => 100.0,
        });
        let found = learn(&demand, &Profile::FLAT);
        assert!((found.event[Phase::DoubleEleven as usize] - 5.0).abs() < 0.2);
        assert!(found.event[Phase::SpringRest as usize] < 0.05);
        assert!((found.event[Phase::MidYear as usize] - 1.0).abs() < 0.01);
    }

    #[test]
    fn a_new_sku_borrows_its_category() {
        let category = two_years(|_, mark| match (mark.phase, mark.weekday) {
            (Some(Phase::DoubleEleven), _) => 800.0,
            (_, 5..) => 200.0,
            _ => 100.0,
        });
        let category = Category::new(category, &[]);
        // Three weeks of October, three pieces every four days.
        let sku = Demand::new(day(2025, 10, 12), (0..21).map(|t| Some(f64::from(u8::from(t % 4 != 0))))).unwrap();
        let model = Seasoned { model: MovingMean::default(), prior: category.profile(sku.end()) };
        let found = model.fit_predict(&sku, 14).unwrap();
        // 2 November is the first day; 10 and 11 November are a Monday and a Tuesday like 3 and 4 November.
        let (eve, usual) = (found.per_day[8], found.per_day[1]);
        assert!(eve / usual > 4.0, "{eve} beside {usual}");
    }

    #[test]
    fn the_profile_of_a_past_day_knows_nothing_that_came_later() {
        let demand =
            two_years(|t, mark| if mark.phase == Some(Phase::DoubleEleven) && t > 400 { 900.0 } else { 100.0 });
        let category = Category::new(demand, &[day(2025, 11, 1)]);
        assert!((category.profile(day(2025, 11, 1)).event[Phase::DoubleEleven as usize] - 1.0).abs() < 1e-9);
        assert!(category.profile(day(2025, 12, 1)).event[Phase::DoubleEleven as usize] > 4.0);
    }
}
