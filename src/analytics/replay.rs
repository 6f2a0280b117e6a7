//! What the replenishment rule would have done with the last months (回测), beside what really happened: days out of stock, pieces not
//! sold, money tied up.
//!
//! Day by day: in the morning what was ordered comes in, then buyers take what there is, in the evening the rule looks and may order. It
//! sees nothing but what was known on that evening, and its suppliers take as long as they really took, one receipt after the other.
//!
//! On days on which the SKU was really out of stock nobody knows what buyers wanted: `d × days out`, with d the mean of the known days
//! around, as for the lost sales in the stock analysis. Both sides are measured by the same demand and begin with the same stock.

use std::ops::AddAssign;

use chrono::NaiveDate;
use thiserror::Error;

use super::forecast::{Demand, Forecaster};
use crate::domain::money::Money;
use crate::domain::replenish::{Caps, Case, DemandPlan, LeadTime, Policy, Refused, Stock, Terms, suggest};
use crate::locale::Said;

/// Why a replay is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum ReplayError {
    #[error(
        "a replay of {days} days needs the stock of each of them and a history at least as long; there are {on_hand} and {known}"
    )]
    Days { days: usize, on_hand: usize, known: usize },
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl ReplayError {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        match self {
            Self::Days { .. } => Said::new("replenish.replay_days"),
            Self::Refused(refused) => refused.said(),
        }
    }
}

/// What really happened to an SKU.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    /// Sales of all its days; unknown on days out of stock. The last of them are replayed.
    pub demand: &'a Demand,
    /// Stock in the evening of each replayed day, in pieces; below zero counts as none.
    pub on_hand: &'a [i64],
    /// Stock in the morning of the first replayed day.
    pub opening: i64,
    /// Ordered before the first replayed day and received on the so-many-th of them (0 is the first), in pieces.
    pub underway: &'a [(u32, i64)],
    /// Days from order to receipt of the supplier's receipts, in order; taken in turn, again and again. The mean lead time when empty.
    pub lead_days: &'a [u32],
}

/// The rule that is tried.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'a> {
    pub forecaster: &'a dyn Forecaster,
    /// Days after which demand is forecast anew.
    pub refit_days: usize,
    pub policy: &'a Policy,
    pub lead: LeadTime,
    pub terms: Terms,
    pub caps: Caps,
}

/// One side of the comparison. Sides of many SKUs over the same days add up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Side {
    /// SKU-days on which buyers wanted more than there was.
    pub stock_out_days: u64,
    /// Pieces that were wanted and not there.
    pub lost: i64,
    /// Pieces sold, those lost left out.
    pub sold: i64,
    /// Stock on the last evening, in pieces.
    pub closing: i64,
    /// Σ over the evenings of stock at cost, in fen; see [`Replay::tied_up`].
    money_days: i128,
}

impl Side {
    fn evening(&mut self, stock: i64, unit_cost: Money) {
        self.closing = stock.max(0);
        self.money_days += i128::from(self.closing) * i128::from(unit_cost.fen());
    }
}

impl AddAssign for Side {
    fn add_assign(&mut self, other: Self) {
        self.stock_out_days += other.stock_out_days;
        self.lost += other.lost;
        self.sold += other.sold;
        self.closing += other.closing;
        self.money_days += other.money_days;
    }
}

/// The rule beside what happened, over the same days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    pub first: NaiveDate,
    pub days: usize,
    pub rule: Side,
    pub real: Side,
    /// Orders the rule made, and the pieces ordered.
    pub orders: u64,
    pub ordered: i64,
    /// The rule's stock on every evening, in pieces.
    pub closings: Vec<i64>,
    /// For every day, whether buyers wanted more than there was: under the rule, and as it was.
    pub short: Vec<(bool, bool)>,
}

impl Replay {
    /// Money tied up on the mean day (日均资金占用), at cost, over `days` days.
    pub fn tied_up(side: &Side, days: usize) -> Money {
        let fen = side.money_days / i128::try_from(days.max(1)).unwrap_or(1);
        Money::from_fen(i64::try_from(fen).unwrap_or(i64::MAX))
    }

    /// Days out of stock that the rule would have spared; below zero when it would have added some.
    pub fn stock_outs_avoided(&self) -> i64 {
        i64::try_from(self.real.stock_out_days).unwrap_or(i64::MAX)
            - i64::try_from(self.rule.stock_out_days).unwrap_or(i64::MAX)
    }

    /// Pieces the rule would have sold more.
    pub fn pieces_saved(&self) -> i64 {
        self.real.lost - self.rule.lost
    }
}

/// Replays the last `days` days. Errors: [`ReplayError`]. Where nothing can be forecast yet the rule orders nothing.
pub fn replay(past: &Past<'_>, rule: &Rule<'_>, days: usize) -> Result<Replay, ReplayError> {
    let known = past.demand.len();
    let start = match known.checked_sub(days) {
        Some(start) if days > 0 && past.on_hand.len() == days => start,
        _ => return Err(ReplayError::Days { days, on_hand: past.on_hand.len(), known }),
    };
    let wanted = wanted(past.demand, start);
    let mut shop = Shop::open(past, rule);
    let mut real = Side::default();
    for (t, (want, on_hand)) in wanted.iter().zip(past.on_hand).enumerate() {
        shop.day(t, want.pieces);
        shop.look(past.demand, start + t + 1, t)?;
        if want.guessed {
            real.stock_out_days += 1;
            real.lost += want.pieces;
        } else {
            real.sold += want.pieces;
        }
        real.evening(*on_hand, rule.terms.unit_cost());
    }
    Ok(Replay {
        first: past.demand.day(start),
        days,
        rule: shop.side,
        real,
        orders: shop.orders,
        ordered: shop.ordered,
        short: shop.short.iter().copied().zip(wanted.iter().map(|want| want.guessed)).collect(),
        closings: shop.closings,
    })
}

/// What buyers wanted on a day, in whole pieces.
#[derive(Debug, Clone, Copy)]
struct Want {
    pieces: i64,
    guessed: bool,
}

/// Days to either side from which the demand of an unknown day is taken.
const AROUND: usize = 28;

/// Demand from the day `start` on. Parts of a piece are carried to the next guessed day, so that their sum stays right.
fn wanted(demand: &Demand, start: usize) -> Vec<Want> {
    let days: Vec<Option<f64>> = demand.days().collect();
    let known: Vec<f64> = days.iter().flatten().copied().collect();
    let overall = known.iter().sum::<f64>() / known.len().max(1) as f64;
    let mut rest = 0.0;
    days.iter()
        .enumerate()
        .skip(start)
        .map(|(t, day)| {
            if let Some(sold) = day {
                return Want { pieces: sold.round() as i64, guessed: false };
            }
            let from = t.saturating_sub(AROUND);
            let near = days.iter().skip(from).take(t - from + AROUND + 1).flatten();
            let (count, sum) = near.fold((0.0, 0.0), |(count, sum), y| (count + 1.0, sum + y));
            rest += if count > 0.0 { sum / count } else { overall };
            let pieces = rest.floor();
            rest -= pieces;
            Want { pieces: pieces as i64, guessed: true }
        })
        .collect()
}

/// The shop as the rule would have run it.
struct Shop<'a> {
    past: &'a Past<'a>,
    rule: &'a Rule<'a>,
    stock: i64,
    /// Day of receipt and pieces.
    coming: Vec<(usize, i64)>,
    /// The plan and the day on whose evening it was made.
    plan: Option<(usize, DemandPlan, Vec<f64>)>,
    side: Side,
    orders: u64,
    ordered: i64,
    closings: Vec<i64>,
    short: Vec<bool>,
}

impl<'a> Shop<'a> {
    fn open(past: &'a Past<'a>, rule: &'a Rule<'a>) -> Self {
        let coming = past.underway.iter().map(|(day, pieces)| (*day as usize, (*pieces).max(0))).collect();
        Self {
            past,
            rule,
            stock: past.opening.max(0),
            coming,
            plan: None,
            side: Side::default(),
            orders: 0,
            ordered: 0,
            closings: Vec::with_capacity(past.on_hand.len()),
            short: Vec::with_capacity(past.on_hand.len()),
        }
    }

    /// Receives, sells, and counts what is left.
    fn day(&mut self, t: usize, wanted: i64) {
        self.stock += self.coming.extract_if(.., |(day, _)| *day <= t).map(|(_, pieces)| pieces).sum::<i64>();
        let sold = wanted.min(self.stock);
        self.stock -= sold;
        self.side.sold += sold;
        self.side.lost += wanted - sold;
        self.side.stock_out_days += u64::from(sold < wanted);
        self.side.evening(self.stock, self.rule.terms.unit_cost());
        self.closings.push(self.stock);
        self.short.push(sold < wanted);
    }

    /// The rule's look on the evening of day `t`, when `known` days of history are known.
    fn look(&mut self, demand: &Demand, known: usize, t: usize) -> Result<(), ReplayError> {
        if !t.is_multiple_of(self.rule.policy.review_days() as usize) {
            return Ok(());
        }
        self.plan_ahead(demand, known, t)?;
        let Some((_, plan, _)) = &self.plan else { return Ok(()) };
        let most = 1_000_000_000;
        let coming: i64 = self.coming.iter().map(|(_, pieces)| pieces).sum();
        let stock = Stock::new(self.stock.min(most), coming.min(most), 0, 0)?;
        let (lead, policy, terms, caps) = (self.rule.lead, self.rule.policy, self.rule.terms, self.rule.caps);
        let found = suggest(&Case { plan, lead, policy, stock, terms, caps })?;
        if found.quantity > 0 {
            let agreed = lead.mean().round() as u32;
            let turn = usize::try_from(self.orders).unwrap_or(0) % self.past.lead_days.len().max(1);
            let taken = self.past.lead_days.get(turn).copied().unwrap_or(agreed);
            // Ordered in the evening: whole days pass until the morning on which it is there.
            self.coming.push((t + 1 + taken as usize, found.quantity));
            self.orders += 1;
            self.ordered += found.quantity;
        }
        Ok(())
    }

    /// Sees to it that the plan begins tomorrow: a new forecast when it is due, else the rest of the last.
    fn plan_ahead(&mut self, demand: &Demand, known: usize, t: usize) -> Result<(), ReplayError> {
        let refit = self.rule.refit_days.max(1);
        let due = self.plan.as_ref().is_none_or(|(made, _, _)| t - made >= refit);
        if due {
            let reach = self.rule.lead.mean().ceil() as usize
                + self.rule.policy.review_days() as usize
                + self.rule.policy.cover_days() as usize;
            let horizon = (reach + refit).min(DemandPlan::LONGEST);
            let then = demand.until(known);
            // What cannot be forecast leaves the rule with its last plan, or without one.
            if let Ok(found) = self.rule.forecaster.fit_predict(&then, horizon) {
                let plan = DemandPlan::new(found.first, found.per_day.clone(), found.sd, None)?;
                self.plan = Some((t, plan, found.per_day));
                return Ok(());
            }
        }
        if let Some((made, plan, points)) = &mut self.plan {
            let rest: Vec<f64> = points.iter().skip(t - *made).copied().collect();
            if !rest.is_empty() {
                *plan = DemandPlan::new(demand.day(known), rest, plan.sd(), None)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::forecast::mean::MovingMean;
    use crate::domain::replenish::{Counted, ServiceLevel};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn first() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()
    }

    fn policy(cover: u32) -> Policy {
        Policy::new(ServiceLevel::DEFAULT, 1, cover, Money::ZERO, Decimal::ONE, Counted::default()).unwrap()
    }

    fn rule<'a>(forecaster: &'a dyn Forecaster, policy: &'a Policy) -> Rule<'a> {
        let terms = Terms::new(Money::from_fen(1_000), 0, 1).unwrap();
        let lead = LeadTime::new(3.0, 0.0).unwrap();
        Rule { forecaster, refit_days: 7, policy, lead, terms, caps: Caps::default() }
    }

    /// A hundred days of history, then sales of ten a day on which `out` tells the days without stock.
    fn sold(days: usize, out: impl Fn(usize) -> bool) -> Demand {
        let history = (0..100).map(|_| Some(10.0));
        Demand::new(first(), history.chain((0..days).map(|t| (!out(t)).then_some(10.0)))).unwrap()
    }

    #[test]
    fn an_owner_who_ran_out_ten_days_a_month_sees_them_avoided() {
        let demand = sold(90, |t| t % 30 >= 20);
        let on_hand: Vec<i64> = (0..90).map(|t| (200 - (t % 30 + 1) * 10).max(0)).collect();
        let (model, policy) = (MovingMean::default(), policy(14));
        let past = Past { demand: &demand, on_hand: &on_hand, opening: 200, underway: &[], lead_days: &[3] };
        let found = replay(&past, &rule(&model, &policy), 90).unwrap();
        assert_eq!((found.real.stock_out_days, found.real.lost, found.real.sold), (30, 300, 600));
        assert_eq!((found.short[19], found.short[20], found.short[29]), ((false, false), (false, true), (false, true)));
        assert_eq!((found.rule.stock_out_days, found.rule.lost, found.rule.sold), (0, 0, 900));
        assert_eq!((found.stock_outs_avoided(), found.pieces_saved()), (30, 300));
        // A month has evenings of 190, 180, … 0 and ten of 0: 1,900 ÷ 30 pieces at 10 yuan.
        assert_eq!(Replay::tied_up(&found.real, 90), Money::from_fen(63_333));
    }

    #[test]
    fn steady_sales_are_ordered_just_in_time() {
        // s = 10 × (3 + 1) = 40, up to 40 + 140. From 180 the position is 40 on the evening of day 13 (the fourteenth day): 140 come
        // after three whole days, on the morning of day 17, when 10 are left. So the lowest evening has 10, the highest 140.
        let demand = sold(100, |_| false);
        let on_hand = vec![0; 100];
        let (model, policy) = (Exact, policy(14));
        let past = Past { demand: &demand, on_hand: &on_hand, opening: 180, underway: &[], lead_days: &[] };
        let found = replay(&past, &rule(&model, &policy), 100).unwrap();
        assert_eq!(found.closings[13], 40);
        assert_eq!(found.closings[16], 10);
        assert_eq!(found.closings[17], 140);
        assert_eq!((found.rule.stock_out_days, found.orders), (0, 7));
    }

    /// Knows that ten are sold every day.
    #[derive(Debug)]
    struct Exact;

    impl Forecaster for Exact {
        fn fit_predict(
            &self,
            history: &Demand,
            horizon: usize,
        ) -> crate::analytics::forecast::Result<crate::analytics::forecast::Forecast> {
            let per_day = vec![10.0; horizon];
            Ok(crate::analytics::forecast::Forecast { first: history.end(), per_day, sd: 0.0 })
        }
    }

    #[test]
    fn a_supplier_who_was_late_is_late_in_the_replay_and_what_was_underway_comes() {
        let demand = sold(40, |_| false);
        let on_hand = vec![0; 40];
        let (model, policy) = (Exact, policy(14));
        let past = Past { demand: &demand, on_hand: &on_hand, opening: 0, underway: &[(2, 60)], lead_days: &[10] };
        let found = replay(&past, &rule(&model, &policy), 40).unwrap();
        // Nothing on days 0 and 1; 60 come on day 2 and last until day 7. On the evening of day 3 the position is 40: 140 are ordered
        // and come after ten whole days, on day 14. Days 0, 1 and 8 to 13 sell nothing.
        assert_eq!(found.closings[..15], [0, 0, 50, 40, 30, 20, 10, 0, 0, 0, 0, 0, 0, 0, 130]);
        assert!(found.rule.lost >= 80 && found.rule.stock_out_days >= 8);
    }

    #[test]
    fn days_that_do_not_fit_are_refused() {
        let demand = sold(10, |_| false);
        let (model, policy) = (Exact, policy(14));
        let past = Past { demand: &demand, on_hand: &[1, 2], opening: 0, underway: &[], lead_days: &[] };
        for days in [0, 1, 3, 500] {
            assert!(matches!(replay(&past, &rule(&model, &policy), days), Err(ReplayError::Days { .. })));
        }
    }

    #[test]
    fn sides_of_many_skus_add_up() {
        let demand = sold(30, |t| t > 20);
        let on_hand = vec![5; 30];
        let (model, policy) = (Exact, policy(14));
        let past = Past { demand: &demand, on_hand: &on_hand, opening: 5, underway: &[], lead_days: &[] };
        let found = replay(&past, &rule(&model, &policy), 30).unwrap();
        let mut both = found.real;
        both += found.real;
        assert_eq!(Replay::tied_up(&both, 30), Money::from_fen(10_000), "two SKUs of five pieces at ten yuan");
        assert_eq!(both.lost, 180);
    }

    proptest! {
        #[test]
        fn pieces_are_neither_made_nor_lost(
            sales in prop::collection::vec(prop::option::weighted(0.8, 0u32..40), 60..160), opening in 0i64..500,
            leads in prop::collection::vec(0u32..20, 0..5), cover in 1u32..60, refit in 0usize..40,
        ) {
            let demand = Demand::new(first(), sales.iter().map(|y| y.map(f64::from))).unwrap();
            let on_hand = vec![3; 50];
            let (model, policy) = (MovingMean::default(), policy(cover));
            let past = Past { demand: &demand, on_hand: &on_hand, opening, underway: &[], lead_days: &leads };
            let rule = Rule { refit_days: refit, ..rule(&model, &policy) };
            let found = replay(&past, &rule, 50).unwrap();
            let not_come = opening + found.ordered - found.rule.sold - found.rule.closing;
            prop_assert!((0..=found.ordered).contains(&not_come));
            prop_assert!(found.closings.iter().all(|stock| *stock >= 0));
            // Both sides met or missed the same demand.
            prop_assert_eq!(found.rule.sold + found.rule.lost, found.real.sold + found.real.lost);
        }
    }
}
