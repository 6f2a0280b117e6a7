//! Demand that is expected day by day, as a forecast gives it to the rule.

use chrono::{Days, NaiveDate};

use super::Refused;

/// What a forecast was made of, so that the working can say so. All of it is for show: the rule reckons with the days of the plan.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Basis {
    /// Days of history that were used, and days left out because the SKU was out of stock.
    pub days_used: u32,
    pub days_left_out: u32,
    /// Pieces a day before season and events.
    pub base_per_day: f64,
    /// Mean factor of season, and of events, over the days until an order ordered today has come and been sold.
    pub season: f64,
    pub events: f64,
}

/// Pieces expected on each day from `first` on (日需求预测), and how far a day usually strays from what is expected.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandPlan {
    first: NaiveDate,
    per_day: Vec<f64>,
    sd: f64,
    basis: Option<Basis>,
    mean: f64,
}

impl DemandPlan {
    /// Days a plan may reach.
    pub const LONGEST: usize = 1_100;

    /// `first` is the day of asking, before its sales; `sd` is σd in pieces a day. Errors: [`Refused::Demand`].
    pub fn new(first: NaiveDate, per_day: Vec<f64>, sd: f64, basis: Option<Basis>) -> Result<Self, Refused> {
        let sane = 0.0..=1e9;
        let fits = (1..=Self::LONGEST).contains(&per_day.len())
            && sane.contains(&sd)
            && per_day.iter().all(|demand| sane.contains(demand));
        if !fits {
            return Err(Refused::Demand);
        }
        let mean = per_day.iter().sum::<f64>() / per_day.len() as f64;
        Ok(Self { first, per_day, sd, basis, mean })
    }

    pub const fn first(&self) -> NaiveDate {
        self.first
    }

    /// Standard deviation of a day's demand around the plan, in pieces.
    pub const fn sd(&self) -> f64 {
        self.sd
    }

    pub const fn basis(&self) -> Option<Basis> {
        self.basis
    }

    /// Days that were forecast.
    pub fn days(&self) -> usize {
        self.per_day.len()
    }

    /// Pieces expected in the first `days` days, a part of a day counting in part. Days past the end count as the plan's mean day.
    pub fn sum(&self, days: f64) -> f64 {
        let days = days.max(0.0);
        let whole = (days.floor() as usize).min(self.per_day.len());
        let inside: f64 = self.per_day.iter().take(whole).sum();
        let rest = days - whole as f64;
        inside + rest * self.per_day.get(whole).copied().unwrap_or(self.mean)
    }

    /// The first day on which `pieces` do not meet what is expected; `None` when they last for ten years.
    pub fn runs_out(&self, pieces: f64) -> Option<NaiveDate> {
        let mut left = pieces;
        for (day, demand) in self.per_day.iter().enumerate() {
            left -= demand;
            if left < -1e-9 {
                return self.first.checked_add_days(Days::new(day as u64));
            }
        }
        if left < -1e-9 || self.mean <= 0.0 {
            return None;
        }
        let more = (left / self.mean + 1e-9).floor();
        let day = self.per_day.len() as f64 + more;
        (day <= 3_653.0).then(|| self.first.checked_add_days(Days::new(day as u64))).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    #[test]
    fn five_pieces_at_two_a_day_last_two_days_and_fail_on_the_third() {
        let plan = DemandPlan::new(day(1), vec![2.0; 2], 1.0, None).unwrap();
        assert_eq!(plan.runs_out(5.0), Some(day(3)));
        assert_eq!(plan.runs_out(4.0), Some(day(3)), "four pieces are gone on the evening of the second");
        assert_eq!(plan.runs_out(3.0), Some(day(2)));
        assert_eq!(plan.runs_out(-1.0), Some(day(1)));
        assert_eq!(plan.runs_out(1e9), None);
        assert!((plan.sum(2.5) - 5.0).abs() < 1e-12, "half a day counts half, past the plan the mean day");
    }

    #[test]
    fn what_nobody_buys_never_runs_out() {
        let plan = DemandPlan::new(day(1), vec![0.0; 30], 0.0, None).unwrap();
        assert_eq!(plan.runs_out(0.0), None);
    }

    #[test]
    fn demand_below_zero_or_no_demand_at_all_is_refused() {
        for bad in [vec![], vec![-1.0], vec![f64::NAN], vec![f64::INFINITY], vec![1.0; 1_101]] {
            assert_eq!(DemandPlan::new(day(1), bad, 1.0, None), Err(Refused::Demand));
        }
        assert_eq!(DemandPlan::new(day(1), vec![1.0], -1.0, None), Err(Refused::Demand));
    }
}
